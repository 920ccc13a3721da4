"""What a document states, as structured data: its statements and its narrative facts."""

from __future__ import annotations

from typing import Any

from gouji.document import Document, Span
from gouji.facts import Fact, FactKey
from gouji.report import Report


def figures(report: Report) -> dict[str, Any]:
    """The recognised statements (cells with keys, amounts as exact decimal strings in 元) and the narrative's facts."""
    document = report.document
    return {
        "schema_version": 1,
        "path": document.path,
        "kind": report.kind,
        "year": report.year or None,
        "about": report.about.told(lambda span: _place(document, span)),
        "statements": [
            {
                "id": statement.id,
                "title": statement.title,
                "unit": statement.unit.name if statement.unit else None,
                "rows": [
                    {
                        "code": row.code or None,
                        "label": row.label,
                        "cells": [
                            {"column": band.names.get(column, ""), **_fact(fact)}
                            for column, fact in sorted(row.cells.items())
                        ],
                    }
                    for band in statement.bands
                    for row in band.rows
                ],
            }
            for statement in report.statements
        ],
        "facts": [
            {
                "section": mention.section,
                "subject": mention.fact.subject or None,
                **_fact(mention.fact),
                **_place(document, mention.fact.span),
                "state": report.tieout.states[mention.fact],
                "why_unchecked": reason.value if (reason := report.tieout.unchecked.get(mention.fact)) else None,
            }
            for mention in report.narrative.mentions
        ],
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    position = document.position(span.start)
    return {"place": document.place(span.start), "line": position.line, "column": position.column}


def _fact(fact: Fact) -> dict[str, Any]:
    quantity = fact.quantity
    return {
        "text": "" if fact.blank else quantity.text,
        "value": None if fact.blank else f"{quantity.value.normalize():f}",
        "unit": quantity.unit.dimension,
        "keys": [_key(key) for key in fact.keys if not key.item.startswith("P:")],
    }


def _key(key: FactKey) -> dict[str, Any]:
    return {name: value for name, value in key._asdict().items() if value}
