"""S113 list-of-empty-tables"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Cell
from gouji.findings import Related
from gouji.lexicon.lexicon import plain
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements import Statement


@check(
    "S113",
    "list-of-empty-tables",
    bad="""
# 2024年度部门决算
序号\t内容\t是否空表\t表格为空的理由
表7\t政府性基金预算财政拨款收入支出决算表\t是\t本部门不涉及
政府性基金预算财政拨款收入支出决算表
公开07表
单位：万元
科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
合计\t\t\t12.00\t12.00\t
212\t城乡社区支出\t\t12.00\t12.00\t
""",
    good="""
# 2024年度部门决算
序号\t内容\t是否空表\t表格为空的理由
表7\t政府性基金预算财政拨款收入支出决算表\t否\t
政府性基金预算财政拨款收入支出决算表
公开07表
单位：万元
科目代码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余
合计\t\t\t12.00\t12.00\t
212\t城乡社区支出\t\t12.00\t12.00\t
""",
    source="《地方预决算公开操作规程》（财预〔2016〕143号）：没有数据的表应公开空表并予以说明",
)
def list_of_empty_tables(report: Report) -> Iterator[Remark]:
    """报表目录里的“是否空表”与报表不符。

    写“是”而表里有数，写“否”而表里一个数也没有，或写“是”而没有写理由。
    """
    heads, (yes, no) = report.lexicon.labels["empty_head"], report.lexicon.labels["empty_answers"]
    for _, table in report.document.tables():
        column = next((i for row in table.rows[:2] for i, cell in enumerate(row) if plain(cell.text) in heads), -1)
        if column < 0:
            continue
        width = max(map(len, table.rows))
        for row in table.rows:
            answer = row[column] if column < len(row) else None
            if answer is None or plain(answer.text) not in (yes, no):
                continue
            statement = _named(report, row)
            if statement is None:
                continue
            amounts, empty = statement.amounts, plain(answer.text) == yes
            if empty and amounts:
                first = amounts[0]
                related = (Related(f"{first.place}：{first.text}", first.span),)
                yield Remark(answer.span, f"目录写《{statement.title}》是空表，表里却有数", related, no)
            elif not empty and not amounts and statement.row_count:
                yield Remark(answer.span, f"目录写《{statement.title}》不是空表，表里却没有数", (), yes)
            elif empty and width > column + 1 and not any(cell.text.strip() for cell in row[column + 1 :]):
                yield Remark(answer.span, f"目录写《{statement.title}》是空表，没有写理由")


def _named(report: Report, row: list[Cell]) -> Statement | None:
    """The statement that a row of the list names: by the longest title that is in the row."""
    name = plain(max((cell.text for cell in row), key=len))
    title = max(report.lexicon.titles_in(name), key=len, default="")
    kinds = {kind.id for kind in report.lexicon.titled.get(title, [])[:1]}
    found = [statement for statement in report.statements if statement.id in kinds]
    return found[0] if len(found) == 1 else None
