"""Lists of items, one a paragraph: what is gone is struck, what is new stands at its place, whichever of them are neighbours."""

from pathlib import Path

import docx
import pytest

from gouji.rolling import RollOrder, roll

_NAMES = {"01": "行政运行", "02": "一般行政管理事务", "03": "机关服务", "04": "档案馆", "99": "其他档案事务支出"}
_FORM = """临水县档案馆{year}年部门预算

一般公共预算支出表
单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}.00\t{total}.00\t
201\t一般公共服务支出\t{total}.00\t{total}.00\t
20126\t档案事务\t{total}.00\t{total}.00\t
"""


def _tables(year: int, amounts: dict[str, int]) -> str:
    rows = (f"20126{code}\t{_NAMES[code]}\t{amount}.00\t{amount}.00\t\n" for code, amount in amounts.items())
    return _FORM.format(year=year, total=sum(amounts.values())) + "".join(rows)


def _rolled(tmp_path: Path, before: dict[str, int], after: dict[str, int], in_word: bool = False) -> str:
    items = [
        f"一般公共服务支出（类）档案事务（款）{_NAMES[code]}（项）{amount}.00万元。" for code, amount in before.items()
    ]
    told = "\n\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
    text = f"{_tables(2024, before)}\n第二部分 2024年部门预算情况说明\n\n一、一般公共预算支出情况\n\n{told}\n\n二、名词解释\n"
    last, now = tmp_path / ("去年.docx" if in_word else "去年.txt"), tmp_path / "今年.txt"
    now.write_text(_tables(2025, after), "utf-8")
    if not in_word:
        last.write_text(text, "utf-8")
        return roll(RollOrder(last, (now,))).text
    _word(text, last)
    new = tmp_path / "今年.docx"
    new.write_bytes(roll(RollOrder(last, (now,))).word(last, track=False))
    return "\n".join(paragraph.text for paragraph in docx.Document(str(new)).paragraphs)


def _word(text: str, path: Path) -> None:
    document = docx.Document()
    for block in text.split("\n\n"):
        lines = block.splitlines()
        rows = [line.split("\t") for line in lines if "\t" in line]
        for line in lines:
            if "\t" not in line:
                document.add_paragraph(line)
        table = document.add_table(len(rows), 5) if rows else None
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                assert table is not None
                table.cell(at, column).text = cell
    document.save(str(path))


def _said(text: str) -> list[str]:
    text = text.partition("待更新、待确认")[0]
    told = (line for line in text.splitlines() if "（款）" in line and line[1:3] == ". ")
    return [f"{line[0]} {line.partition('（款）')[2]}" for line in told]


@pytest.mark.parametrize("in_word", [False, True], ids=["text", "Word"])
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"01": 50, "02": 30, "04": 20}, {"01": 55, "02": 25, "99": 10},
                     ["1 行政运行（项）55.00万元。", "2 一般行政管理事务（项）25.00万元。", "3 其他档案事务支出（项）10.00万元。"],
                     id="new behind the one that is gone"),
        pytest.param({"02": 30, "04": 20}, {"01": 55, "02": 25, "04": 10},
                     ["1 行政运行（项）55.00万元。", "2 一般行政管理事务（项）25.00万元。", "3 档案馆（项）10.00万元。"],
                     id="new at the beginning"),
        pytest.param({"01": 50, "02": 30}, {"03": 45, "04": 25},
                     ["1 机关服务（项）45.00万元。", "2 档案馆（项）25.00万元。"],
                     id="all others"),
    ],
)  # fmt: skip
def test_new_items_stand_where_others_are_gone(
    tmp_path: Path, before: dict[str, int], after: dict[str, int], expected: list[str], in_word: bool
) -> None:
    assert _said(_rolled(tmp_path, before, after, in_word)) == expected


def test_a_row_like_one_that_changes_has_no_revisions_of_that_one(tmp_path: Path) -> None:
    last, now = tmp_path / "去年.docx", tmp_path / "今年.txt"
    _word(f"{_tables(2024, {'01': 50, '02': 30})}\n第二部分 2024年部门预算情况说明\n\n一、一般公共预算支出情况\n", last)
    now.write_text(_tables(2025, {"01": 55, "03": 25, "04": 20}), "utf-8")
    made = tmp_path / "今年.docx"
    made.write_bytes(roll(RollOrder(last, (now,))).word(last, track=True))
    table = docx.Document(str(made)).tables[0]._tbl
    added = [row for row in table.tr_lst if row.xpath("w:trPr/w:ins")]
    assert len(added) == 1
    assert not added[0].xpath(".//w:delText")
    assert not [run for run in added[0].xpath(".//w:r") if not run.xpath("parent::w:ins")]
    keys = table.xpath(".//w:ins/@w:id | .//w:del/@w:id")
    assert len(keys) == len(set(keys))
