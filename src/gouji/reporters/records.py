"""A document's records on their way to the tables of `gouji extract -o`: values that JSON has too, decimals as texts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from gouji import records
from gouji.findings import Finding
from gouji.report import Report
from gouji.reporters.reporter import Reporter

Rows = dict[str, list[list[Any]]]


class Records(Reporter):
    """For each file the rows of every table, in the order of its columns; the whole is written by `gouji.exporting`."""

    def piece(self, name: str, report: Report, findings: list[Finding]) -> Rows:  # noqa: ARG002
        return {
            "facts": _rows("facts", records.facts(report)),
            "documents": _rows("documents", [records.document(report)]),
            "findings": _rows("findings", records.findings(report)),
        }

    def unreadable(self, name: str, message: str, unit: str = "") -> Rows:
        return {"documents": _rows("documents", [records.unread(name, message, unit)])}


def _rows(table: str, found: Iterable[records.Record]) -> list[list[Any]]:
    columns = records.TABLES[table]
    return [[_plain(record[column]) for column in columns] for record in found]


def _plain(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value
