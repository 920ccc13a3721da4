"""S105 note-of-empty-table"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Paragraph, Table
from gouji.findings import Related, Severity
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements import Statement

_LOOK_AHEAD = 3
_FUNDS = ("fiscal", "general", "fund", "capital")
_YEAR = pattern_of(r"(?<!\d)(20\d\d)年")


@check(
    "S105",
    "note-of-empty-table",
    bad="""
# 2024年度部门决算
政府性基金预算财政拨款收入支出决算表
公开07表
单位：万元
科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
合计\t\t\t12.00\t12.00\t
212\t城乡社区支出\t\t12.00\t12.00\t
注：本部门无政府性基金收支，故本表为空表。
""",
    good="""
# 2024年度部门决算
政府性基金预算财政拨款收入支出决算表
公开07表
单位：万元
科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
合计\t\t\t\t\t
注：本部门无政府性基金收支，故本表为空表。
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表应公开空表并予以说明",
    severity=Severity.ERROR,
)
def note_of_empty_table(report: Report) -> Iterator[Remark]:
    """表下注明“本表为空表”，表里却有数；或者注明没有使用某种资金，别的表里这种资金却有数。

    注里说的是另一种资金，或者是另一年，按疑点报告。反过来，表是空的而全文没有一句说明，按提示报告；公开要求须列出空表及理由的（如陕西），按疑点报告。
    """
    notes, explained = report.lexicon.labels["empty_note"], report.lexicon.labels["empty_said"]
    blocks = report.document.blocks
    listed = report.profile is not None and report.profile.empty_list
    said = "\n".join(block.flow.text for block in blocks if isinstance(block, Paragraph))
    for statement in report.statements:
        if statement.type is None or statement.type.rows == "performance":
            continue
        amounts = statement.amounts
        found = _note(report, statement, notes)
        if found is not None:
            yield from _about_another(report, statement, found[0])
        if amounts and found is not None and not _is_of_another(report, statement, found[0]):
            block, at, word = found
            cell = amounts[0]
            yield Remark(
                block.flow.span(at, at + len(word)),
                f"注明“{word}”，而表里有数：{cell.place}为{cell.text}",
                (Related(f"{cell.place}：{cell.text}", cell.span),),
            )
        elif not amounts and (denied := _denied(report, statement)) is not None:
            yield denied
        elif not amounts and statement.row_count and found is None and not any(word in said for word in explained):
            yield Remark(
                statement.title_span or statement.table.span,
                f"《{statement.title}》没有数据，也没有说明为什么是空表",
                severity=Severity.WARNING if listed else Severity.NOTE,
            )


def _is_of_another(report: Report, statement: Statement, note: Paragraph) -> bool:
    """Whether a note names money that a table is not about: that of a table which was not read."""
    own = statement.type.key.scope if statement.type else ""
    names = [report.lexicon.sections["subjects"][scope] for scope in ("fund", "capital") if scope != own]
    return any(name in note.flow.text for name in names)


def _about_another(report: Report, statement: Statement, note: Paragraph) -> Iterator[Remark]:
    """A note that was copied from another table, or from last year's."""
    names = {scope: report.lexicon.sections["subjects"][scope] for scope in ("fund", "capital")}
    own = statement.type.key.scope if statement.type else ""
    text = note.flow.text
    for scope, name in names.items():
        if own in names and scope != own and name in text and names[own] not in text:
            at = text.index(name)
            yield Remark(
                note.flow.span(at, at + len(name)),
                f"《{statement.title}》的注说的是“{name}”",
                severity=Severity.WARNING,
            )
    for match in _YEAR.finditer(text):
        year = int(match[1])
        if report.year and year != report.year - statement.prior:
            yield Remark(
                note.flow.span(*match.span(1)),
                f"《{statement.title}》的注写的是{year}年，本文是{report.year}年度的",
                expected=str(report.year - statement.prior),
                severity=Severity.WARNING,
            )


def _denied(report: Report, statement: Statement) -> Remark | None:
    """A note that there was no money of the kind that the table is about, where another table has some."""
    own = statement.type.key if statement.type else None
    found = _note(report, statement, report.lexicon.labels["unused_note"])
    if own is None or found is None or statement.prior or own.scope not in _FUNDS:
        return None
    block, at, word = found
    name = report.lexicon.sections["scopes"][own.scope]
    if name not in block.flow.text[at:]:
        return None
    for key, cells in report.cells.items():
        told = key.scope == own.scope and key.item == "total" and key.nature == "all" and key.period == report.year
        cell = next((cell for cell in cells if told and cell.firm and cell.quantity.value > 0), None)
        if cell is not None:
            return Remark(
                block.flow.span(at, at + len(word)),
                f"《{statement.title}》是空的，注里说“{word}”{name}，而{cell.place}为{cell.text}",
                (Related(f"{cell.place}：{cell.text}", cell.span),),
            )
    return None


def _note(report: Report, statement: Statement, notes: list[str]) -> tuple[Paragraph, int, str] | None:
    """The first of some words in the lines under a table, its paragraph, and where there. Of statements that stand in one
    table they are under the last."""
    lowest = next(other for other in reversed(report.statements) if other.index == statement.index)
    if lowest is not statement:
        return None
    for block in report.document.blocks[statement.index + 1 : statement.index + 1 + _LOOK_AHEAD]:
        if isinstance(block, Table):
            return None
        if isinstance(block, Paragraph):
            for word in notes:
                at = block.flow.text.find(word)
                if at >= 0:
                    return block, at, word
    return None
