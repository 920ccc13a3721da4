"""What is taken away of a batch: one workbook, the files with their findings in them, the baseline of what was accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from gouji.about import KIND_NAMES
from gouji.desk.copies import copy_of
from gouji.desk.desk import Desk
from gouji.desk.settling import decided, told
from gouji.desk.store import owned
from gouji.desk.tables import batches, cases
from gouji.desk.taking import clean
from gouji.desk.units import REVIEWS, VERDICTS
from gouji.findings import Severity
from gouji.reporters.places import place, printable
from gouji.rules.registry import load

_SUMMARY = (
    "单位",
    "种类",
    "年度",
    "状态",
    "错误",
    "疑点",
    "未处理",
    "正文数字",
    "已核对",
    "没有读懂",
    "处理情况",
    "文件",
    "说明",
)
_FINDINGS = ("单位", "文件", "位置", "代码", "规则", "级别", "问题", "文中", "应为", "处理", "理由")
_FORMS = {".pdf": "pdf", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".ods": "xlsx"}
_LONGEST = 32000


class Unit(NamedTuple):
    """A unit of a batch, what was told of it, and what was decided."""

    case: Any
    told: dict[str, Any]
    decisions: dict[str, Any]

    def findings(self) -> Iterator[tuple[dict[str, Any], Any | None]]:
        """Its findings, each with the decision on it."""
        if self.told:
            for finding, key in zip(self.told["file"]["findings"], self.told["keys"], strict=True):
                yield finding, self.decisions.get(key)


def units(at: Connection, batch: str) -> Iterator[Unit]:
    """Every unit of a batch, also the clean and the unreadable ones."""
    for case in at.execute(select(cases).where(cases.c.batch == batch).order_by(cases.c.unit, cases.c.id)).all():
        yield Unit(case, told(at, case.id, case.version), decided(at, case.id))


def workbook(at: Connection, batch: Any) -> bytes:
    """The summary and the findings."""
    book = Workbook()
    summary, findings = book.worksheets[0], book.create_sheet("问题清单")
    summary.title = "汇总"
    every = list(units(at, batch.id))
    write(summary, _SUMMARY, [_summed(each) for each in every], (30, 8, 8, 12, 8, 8, 8, 10, 9, 10, 12, 36, 50))
    listed = [row for each in every for row in _listed(each)]
    write(findings, _FINDINGS, listed, (28, 28, 12, 8, 24, 8, 56, 18, 18, 10, 30))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def baseline(at: Connection, batch: Any) -> dict[str, Any]:
    """What was accepted, as `gouji lint --baseline` reads it."""
    accepted = []
    for unit in units(at, batch.id):
        for finding, decision in unit.findings():
            if decision is not None and decision.verdict == "accepted":
                entry = {
                    "fingerprint": finding["fingerprint"],
                    "file": unit.told["file"]["path"],
                    "code": finding["code"],
                }
                accepted.append({**entry, "message": finding["message"], "reason": decision.reason})
    return {"tool": "gouji", "accepted": accepted}


async def commented(desk: Desk, owner: str, batch: str) -> tuple[str, bytes]:
    """A zip of the files of all units that have findings."""
    name, wanted = await run_in_threadpool(_wanted, desk, owner, batch)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for case, unit, form in wanted:
            try:
                file, data = await copy_of(desk, owner, case, form)
            except HTTPException as error:
                file, data = f"{unit}-没有做成.txt", str(error.detail).encode()
            file, number = f"{clean(unit)}-{file}", 1
            while file in archive.namelist():
                number += 1
                path = PurePosixPath(file)
                file = f"{path.stem}{number}{path.suffix}"
            archive.writestr(file, data)
    return name, made.getvalue()


def _wanted(desk: Desk, owner: str, batch: str) -> tuple[str, list[tuple[str, str, str]]]:
    with desk.store.reading() as at:
        found = owned(at, batches, batch, owner)
        if found is None:
            raise HTTPException(404)
        every = [unit for unit in units(at, batch) if unit.case.state == "done" and unit.told["file"]["findings"]]
        return found.name, [
            (unit.case.id, unit.case.unit or unit.case.name, _FORMS.get(_suffix(unit.told["file"]["path"]), "docx"))
            for unit in every
        ]


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _summed(unit: Unit) -> list[Any]:
    case = unit.case
    states = {"done": "有错误" if case.errors else "有疑点" if case.warnings else "没有发现问题", "failed": "无法读取"}
    covered = f"{1 - case.unchecked / case.numbers:.0%}" if case.numbers else ""
    file = unit.told["file"]["path"] if unit.told else case.name
    return [
        case.unit or case.name,
        KIND_NAMES.get(case.kind, ""),
        case.year or "",
        states.get(case.state, "还没有核对"),
        *(case.errors, case.warnings, case.open, case.numbers),
        covered,
        case.doubts,
        REVIEWS[case.review],
        file,
        case.error,
    ]


def _listed(unit: Unit) -> Iterator[list[Any]]:
    rules = load()
    for finding, decision in unit.findings():
        yield [
            unit.case.unit or unit.case.name,
            unit.told["file"]["path"],
            place(finding["location"]),
            finding["code"],
            rules[finding["code"]].title if finding["code"] in rules else finding["name"],
            Severity[finding["severity"].upper()].chinese,
            finding["message"],
            " ".join(finding["location"]["text"].split()),
            finding["expected"] or "",
            VERDICTS[decision.verdict] if decision else "",
            decision.reason if decision else "",
        ]


def write(sheet: Worksheet, head: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int]) -> None:
    """A table with its head frozen and filtered; a text that begins with = is no formula."""
    for number, row in enumerate([head, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = printable(value)[:_LONGEST]
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
            else:
                cell.value = value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{len(rows) + 1}"
