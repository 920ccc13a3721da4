"""The registry of rules, and the steps from causes, and from a report, to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from gouji.document import Document, Span
from gouji.facts import Fact, Site, Word
from gouji.findings import Edit, Finding, Fix, Related, Severity
from gouji.lexicon import Lexicon
from gouji.quantity import Quantity
from gouji.relations import Outcome, Relation
from gouji.report import Report
from gouji.rules.causes import counterpart, displayed, expected, is_cut, is_sum, same_kind, unit_factor, unit_text
from gouji.tieout.blame import Cause


class Remark(NamedTuple):
    """What a check has to say about a place; `severity` where it is not the rule's own."""

    span: Span
    message: str
    related: tuple[Related, ...] = ()
    expected: str = ""
    formula: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


Check = Callable[[Report], Iterator[Remark]]


class Rule(NamedTuple):
    """A rule: its stable code and name, its manual (the docstring), examples, and how it works.

    A rule of figures recognises causes by `applies` and words them by `message`; of those that recognise one, the lowest `rank`
    speaks. Any other rule is a `check` of the whole report.
    """

    code: str
    name: str
    severity: Severity
    manual: str
    bad: str
    good: str
    source: str
    applies: Callable[[Cause], bool] = lambda _cause: False
    message: Callable[[Cause], str] = lambda _cause: ""
    milder: Callable[[Cause], bool] = lambda _cause: False
    rank: int = 0
    check: Check | None = None

    @property
    def title(self) -> str:
        return self.manual.strip().splitlines()[0].rstrip("。")


RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    *,
    bad: str,
    good: str,
    source: str,
    applies: Callable[[Cause], bool],
    severity: Severity = Severity.ERROR,
    milder: Callable[[Cause], bool] = lambda _cause: False,
    rank: int = 0,
) -> Callable[[Callable[[Cause], str]], Callable[[Cause], str]]:
    """Register a rule. The decorated function words the message; `milder` causes are reported as warnings; a `rank` above 0 is that
    of a general rule, which speaks where no special one does."""

    def register(message: Callable[[Cause], str]) -> Callable[[Cause], str]:
        manual = message.__doc__ or ""
        _add(
            Rule(
                code, name, severity, manual, bad.strip("\n"), good.strip("\n"), source, applies, message, milder, rank
            )
        )
        return message

    return register


def check(
    code: str, name: str, *, bad: str, good: str, source: str, severity: Severity = Severity.WARNING
) -> Callable[[Check], Check]:
    """Register a check: the decorated generator looks through a report and yields remarks."""

    def register(run: Check) -> Check:
        _add(Rule(code, name, severity, run.__doc__ or "", bad.strip("\n"), good.strip("\n"), source, check=run))
        return run

    return register


def _add(rule: Rule) -> None:
    if rule.code in RULES:
        raise ValueError(f"规则代码 {rule.code} 重复")
    RULES[rule.code] = rule


def load() -> dict[str, Rule]:
    """Import every rule module once and return the rules in the order of their codes."""
    if not RULES:
        for name in sorted(
            module.name for module in iter_modules(import_module("gouji.rules").__path__)
        ):  # also where they are no files
            if name[1:4].isdigit():
                import_module(f"gouji.rules.{name}")
        for code in sorted(RULES):
            RULES[code] = RULES.pop(code)
    return RULES


def findings_of(document: Document, causes: Iterable[Cause], lexicon: Lexicon) -> Iterator[Finding]:
    """One finding per cause, by the first rule that recognises it; a row that does not add up in several columns is one."""
    reported: set[Cause] = set()
    rows: dict[tuple[str, int, int], Finding] = {}
    for cause in causes:
        if cause in reported:
            continue
        found = rule_for(cause)
        if found is not None:
            finding = _finding(document, cause, found, lexicon)
            if is_sum(cause, "column") and isinstance(cause.site, Fact):
                row = (found.code, cause.site.statement, cause.site.row)
                if row in rows:
                    rows[row].related.append(Related(finding.message, finding.span))
                    continue
                rows[row] = finding
            if cause.partner is not None:
                reported.add(cause.partner)
                _join_swap(document, finding, cause.partner, lexicon)
            yield finding


def remarks_of(report: Report, notes: bool) -> Iterator[Finding]:
    """What the checks say of a report; those that only give notes are not run without `notes`."""
    for found in load().values():
        if found.check is None or (found.severity is Severity.NOTE and not notes):
            continue
        for remark in found.check(report):
            yield Finding(
                found.code,
                found.name,
                found.severity if remark.severity is None else remark.severity,
                remark.message,
                remark.span,
                remark.formula,
                report.document.quote(remark.span),
                remark.expected,
                list(remark.related),
                remark.fix,
            )


def rule_for(cause: Cause) -> Rule | None:
    """The most special rule that recognises a cause, by rank and then in the order of codes."""
    return next((r for r in _of_causes() if r.applies(cause)), None)


@cache
def _of_causes() -> list[Rule]:
    rules = [rule for rule in load().values() if rule.check is None]
    return sorted(rules, key=lambda r: (r.rank, r.code))


def _join_swap(document: Document, finding: Finding, partner: Cause, lexicon: Lexicon) -> None:
    """Two numbers that stand in each other's place are one finding, with both edits."""
    other = expected_text(partner, lexicon)
    stated = document.quote(partner.site.span)
    finding.related.insert(0, Related(f"对换的另一个数：{stated}，应为{other}", partner.site.span))
    if finding.fix is not None and other:
        edits = (*finding.fix.edits, Edit(partner.site.span, other))
        finding.fix = Fix("把两个数对换回来", finding.fix.safe, edits)


def notes_of(document: Document, relations: list[Relation], outcomes: list[Outcome]) -> Iterator[Finding]:
    """尾差: relations that hold only within rounding, as notes under the rule that would have reported a failure."""
    for relation, outcome in zip(relations, outcomes, strict=True):
        if outcome is not Outcome.ROUNDING:
            continue
        cause = Cause(relation.result, [relation], None, False)
        found = rule_for(cause)
        if found is not None and isinstance(relation.result, Fact):
            formula = relation.formula()
            yield Finding(
                found.code,
                found.name,
                Severity.NOTE,
                f"尾差：{formula}，在四舍五入能解释的范围内。",
                relation.result.span,
                formula,
                document.quote(relation.result.span),
            )


def _finding(document: Document, cause: Cause, found: Rule, lexicon: Lexicon) -> Finding:
    site = cause.site
    severity = min(found.severity, Severity.WARNING) if found.milder(cause) else found.severity
    expected = expected_text(cause, lexicon)
    message = found.message(cause)
    if cause.suspects:
        others = "、".join(f"“{_quote(document, s)}”" for s in cause.suspects[:3])
        message += f"（也可能是{others}有误）"
    return Finding(
        found.code,
        found.name,
        severity,
        message,
        site.span,
        cause.main.formula(),
        document.quote(site.span),
        expected,
        list(_related(document, cause)),
        _fix(document, cause, expected, lexicon),
    )


def _quote(document: Document, site: Site) -> str:
    return " ".join(document.quote(site.span).split())


def expected_text(cause: Cause, lexicon: Lexicon) -> str:
    """The repairing value as it would be written, "" where there is none."""
    site, value = cause.site, cause.value
    if isinstance(site, Fact):
        if same_kind(cause) == "cell" and unit_factor(cause) is not None and (text := unit_text(cause)):
            return text
        if is_cut(cause) and same_kind(cause):
            return counterpart(cause).text
        return expected(cause)
    if value is None or not site.text:
        return ""
    if isinstance(value, int) and value * site.sign < 0:
        return lexicon.opposites.get(site.text, "")
    words = {"direction": ("增加", "持平", "减少"), "comparison": ("大于", "等于", "小于")}.get(site.role)
    return words[1 - value] if words and isinstance(value, int) else ""


def _fix(document: Document, cause: Cause, expected: str, lexicon: Lexicon) -> Fix | None:
    site = cause.site
    if not expected or cause.suspects or (isinstance(site, Word) and cause.value == 0):
        return None
    stated = document.quote(site.span)
    text = expected
    if isinstance(site, Fact) and site.in_table and not is_cut(cause):
        text = _cell_text(displayed(cause, site), cause.value) or expected
    edits = [Edit(site.span, text)]
    for word in cause.companions:
        opposite = lexicon.opposites.get(word.text, "")
        if not opposite:
            return None
        edits.append(Edit(word.span, opposite))
    is_guess = isinstance(site, Fact) and (site.in_table or site.quantity.value == 0)
    safe = cause.unique and cause.sole and not is_guess
    if isinstance(site, Fact) and site.blank:
        return Fix(f"在空格里填“{text}”", False, tuple(edits))
    return Fix(f"把“{' '.join(stated.split())}”改为“{text}”", safe, tuple(edits))


def _cell_text(quantity: Quantity, value: Decimal | int | None) -> str:
    return quantity.digits(value) if isinstance(value, Decimal) else ""


_MOST_RELATED = 16


def _related(document: Document, cause: Cause) -> Iterator[Related]:
    seen = {cause.site.span}
    main = cause.main
    for relation in sorted(cause.relations, key=lambda r: r is not main):
        for site in relation.sites:
            if (
                site.span in seen
                or len(seen) > _MOST_RELATED
                or (isinstance(site, Fact) and (site.constant or site.blank))
            ):
                continue
            seen.add(site.span)
            if isinstance(site, Fact):
                yield Related(f"{site.place or site.subject.replace('count', '') or '文中'}：{site.text}", site.span)
            else:
                yield Related(f"“{_quote(document, site)}”", site.span)
    if main.family == "presence":
        for cell in getattr(main, "cells", []):
            yield Related(f"{cell.place}：{cell.text}", cell.span)
