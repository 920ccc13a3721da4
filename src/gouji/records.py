"""What a document states as flat records, a row for each: for data frames, databases and worksheets (docs/data.md)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gouji.document import Document
from gouji.facts import Fact, FactKey, Site
from gouji.relations import AtMost, Same

if TYPE_CHECKING:
    from gouji.report import Report

Record = dict[str, Any]

_OWNER = {
    "document": "text",
    "unit": "text",
    "unit_code": "text",
    "kind": "text",
    "year": "integer",
    "province": "text",
    "city": "text",
    "county": "text",
    "level": "text",
}
_PLACE = {"file": "text", "page": "integer", "cell": "text", "paragraph": "integer", "line": "integer"}

FACTS = {
    **_OWNER,
    "number": "integer",
    "source": "text",
    "statement": "text",
    "title": "text",
    "label": "text",
    "header": "text",
    "row_unit": "text",
    "scope": "text",
    "flow": "text",
    "classification": "text",
    "item_code": "text",
    "item": "text",
    "nature": "text",
    "measure": "text",
    "period": "integer",
    "dimension": "text",
    "value": "decimal",
    "precision": "decimal",
    "text": "text",
    "firm": "boolean",
    "state": "text",
    **_PLACE,
}
DOCUMENTS = {
    **_OWNER,
    "superior": "text",
    "body": "text",
    "extent": "text",
    "profile": "text",
    "statements": "integer",
    "facts": "integer",
    "numbers": "integer",
    "tied": "integer",
    "recomputed": "integer",
    "failed": "integer",
    "unchecked": "integer",
    "errors": "integer",
    "warnings": "integer",
    "doubts": "integer",
    "error": "text",
}
FINDINGS = {
    **_OWNER,
    "code": "text",
    "name": "text",
    "severity": "text",
    "message": "text",
    "formula": "text",
    "stated": "text",
    "expected": "text",
    **_PLACE,
}
TABLES = {"facts": FACTS, "documents": DOCUMENTS, "findings": FINDINGS}

WHOLE, PLACES = 26, 12  # digits before and behind the point that a decimal column holds

_CLASSES = {"F": "functional", "E": "economic", "G": "government"}


def facts(report: Report) -> Iterator[Record]:
    """The numbers of a document, those of its tables first; one with several meanings (收入总计、支出总计均为…) has a record for
    each. Empty cells are none."""
    owner = _owner(report)
    number = 0
    states = _states(report)
    for statement in report.statements:
        for band in statement.bands:
            for row in band.rows:
                for column, fact in sorted(row.cells.items()):
                    if fact.blank:
                        continue
                    number += 1
                    stands = {
                        "number": number,
                        "source": "table",
                        "statement": statement.type.id if statement.type else None,
                        "title": statement.title or None,
                        "label": row.label or None,
                        "header": band.names.get(column) or None,
                        "row_unit": row.unit or None,
                    }
                    code = _code_of(row.code)
                    yield from _meanings(report, owner | stands, fact, states.get(fact, "unchecked"), code)
    for mention in report.narrative.mentions:
        number += 1
        stands = {
            "number": number,
            "source": "text",
            "statement": None,
            "title": mention.section or None,
            "label": mention.fact.subject or None,
            "header": None,
            "row_unit": None,
        }
        yield from _meanings(report, owner | stands, mention.fact, report.tieout.states[mention.fact])


def document(report: Report) -> Record:
    """What is known of the document as a whole."""
    about, coverage = report.about, report.tieout.coverage
    severities = [finding.severity.label for finding in report.findings]
    return {
        **_owner(report),
        "superior": about.superior or None,
        "body": about.body or None,
        "extent": about.extent or None,
        "profile": report.profile.name if report.profile else None,
        "statements": report.recognised,
        "facts": sum(not cell.blank for statement in report.statements for cell in statement.cells)
        + len(report.narrative.mentions),
        **coverage._asdict(),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "doubts": len(report.doubts),
        "error": None,
    }


def unread(name: str, message: str, unit: str = "") -> Record:
    """A document that could not be read, and why."""
    return dict.fromkeys(DOCUMENTS) | {"document": name, "unit": unit or None, "error": message}


def findings(report: Report) -> Iterator[Record]:
    """The findings of a document."""
    owner = _owner(report)
    for finding in report.findings:
        yield {
            **owner,
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity.label,
            "message": finding.message,
            "formula": finding.formula or None,
            "stated": finding.stated or None,
            "expected": finding.expected or None,
            **_place(report.document, finding.span.start),
        }


def _owner(report: Report) -> Record:
    about = report.about
    return {
        "document": report.document.path,
        "unit": about.unit or None,
        "unit_code": about.code or None,
        "kind": report.kind,
        "year": report.year or None,
        "province": about.place.province or None,
        "city": about.place.city or None,
        "county": about.place.county or None,
        "level": about.place.level or None,
    }


def _meanings(report: Report, stands: Record, fact: Fact, state: str, code: str = "") -> Iterator[Record]:
    """A record for each thing that a number measures, or one that says that this is not known."""
    quantity = fact.quantity
    says = {
        "dimension": quantity.unit.dimension,
        "value": _exact(quantity.value),
        "precision": _exact(quantity.quantum),
        "text": quantity.text,
        "firm": fact.firm,
        "state": state,
        **_place(report.document, fact.span.start),
    }
    known = [key for key in fact.keys if key.item[:2] not in ("P:", "N:")]
    meanings: list[FactKey | None] = [*known] or [None]
    for key in meanings:
        yield {**stands, **_measured(report, key, code), **says}


def _measured(report: Report, key: FactKey | None, code: str) -> Record:
    if key is None:
        found: Record = dict.fromkeys(("scope", "flow", "classification", "item", "nature", "measure", "period"))
        return {**found, "item_code": code or None}
    kind, _, rest = key.item.partition(":")
    classified = kind in _CLASSES and bool(rest)
    return {
        "scope": key.scope or None,
        "flow": key.flow or None,
        "classification": _CLASSES[kind] if classified else None,
        "item_code": rest if classified else None,
        "item": _name(report, kind, rest) if classified else key.item,
        "nature": key.nature or None,
        "measure": key.measure or None,
        "period": key.period or None,
    }


def _name(report: Report, classification: str, code: str) -> str | None:
    """The name of a code in the report's year, as the tables of codes have it."""
    names = report.lexicon.named.get((classification, code), ())
    return next((each.name for each in names if each.holds(report.year)), None)


def _code_of(code: str) -> str:
    return code.partition(":")[2] or code


def _exact(value: Decimal) -> Decimal | None:
    """A value as a decimal column holds it, None if it would not be exact there."""
    plain = value.normalize()
    _, digits, exponent = plain.as_tuple()
    if not isinstance(exponent, int) or -exponent > PLACES or len(digits) + exponent > WHOLE:
        return None
    return plain if exponent <= 0 else plain.quantize(Decimal(1))


def _place(document: Document, offset: int) -> Record:
    anchor = document.anchor(offset)
    return {
        "file": document.file(offset),
        "page": (anchor.page if anchor else 0) or None,
        "cell": (anchor.cell if anchor else "") or None,
        "paragraph": (anchor.paragraph if anchor else 0) or None,
        "line": None if anchor else document.position(offset).line,
    }


def _states(report: Report) -> dict[Site, str]:
    """What became of the cells: those whose number another place has too are tied, those that a sum or another formula
    comes to, or is made of, are recomputed; those that are accused failed. Of the others nothing is said."""
    states: dict[Site, str] = {}
    tieout = report.tieout
    for relation, outcome in zip(tieout.relations, tieout.outcomes, strict=True):
        if outcome.is_met and not isinstance(relation, AtMost):
            tied = isinstance(relation, Same)
            for site in relation.sites:
                if tied or site not in states:
                    states[site] = "tied" if tied else "recomputed"
    states |= {cause.site: "failed" for cause in tieout.causes}
    return states
