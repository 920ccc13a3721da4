"""Lists of parts that have names: one that is nothing this year is struck, a new one is told as its neighbours are, at its place."""

from pathlib import Path

import pytest

from gouji.rolling import Rolled, RollOrder, roll

_PARTS = ("财政拨款收入", "上级补助收入", "事业收入", "其他收入")
_FORM = """临水县档案馆

{year}年度部门决算

收入决算表

公开02表

编制部门：临水县档案馆

单位：万元

项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
科目代码\t科目名称\t\t\t\t\t\t\t
\t合计\t{total}\t{0}\t{1}\t{2}\t\t\t{3}
201\t一般公共服务支出\t{total}\t{0}\t{1}\t{2}\t\t\t{3}
"""


def _tables(year: int, amounts: tuple[int, ...]) -> str:
    shown = [f"{amount}.00" if amount else "" for amount in amounts]
    return _FORM.format(*shown, year=year, total=f"{sum(amounts)}.00")


def _rolled(tmp_path: Path, before: tuple[int, ...], after: tuple[int, ...], sentence: str) -> Rolled:
    last, now = tmp_path / "去年.txt", tmp_path / "今年.txt"
    told = f"2024年度本年收入合计{sum(before)}.00万元，其中：{sentence}"
    last.write_text(f"{_tables(2024, before)}\n# 第二部分 情况说明\n\n## 二、收入决算情况说明\n\n{told}\n", "utf-8")
    now.write_text(_tables(2025, after), "utf-8")
    return roll(RollOrder(last, (now,)))


def _said(rolled: Rolled) -> str:
    return rolled.text.rstrip().rpartition("\n")[2].partition("其中：")[2]


@pytest.mark.parametrize(
    ("before", "after", "sentence", "expected"),
    [
        ((80, 0, 0, 20), (60, 0, 15, 25), "财政拨款收入80.00万元，占80.00%；其他收入20.00万元，占20.00%。",
         "财政拨款收入60.00万元，占60.00%；事业收入15.00万元，占15.00%；其他收入25.00万元，占25.00%。"),
        ((80, 0, 0, 20), (90, 10, 0, 0), "财政拨款收入80.00万元，占80.00%；其他收入20.00万元，占20.00%。",
         "财政拨款收入90.00万元，占90.00%；上级补助收入10.00万元，占10.00%。"),
        ((0, 30, 0, 70), (40, 0, 0, 60), "上级补助收入30.00万元，占30.00%；其他收入70.00万元，占70.00%。",
         "财政拨款收入40.00万元，占40.00%；其他收入60.00万元，占60.00%。"),
        ((80, 0, 5, 15), (70, 30, 0, 0), "（1）财政拨款收入80.00万元，（2）事业收入5.00万元，（3）其他收入15.00万元。",
         "（1）财政拨款收入70.00万元，（2）上级补助收入30.00万元。"),
        ((80, 0, 5, 15), (70, 0, 0, 30), "（1）财政拨款收入80.00万元，（2）事业收入5.00万元，（3）其他收入15.00万元。",
         "（1）财政拨款收入70.00万元，（2）其他收入30.00万元。"),
        ((80, 0, 5, 15), (50, 20, 10, 20), "①财政拨款收入80.00万元，占80.00%，②事业收入5.00万元，占5.00%，③其他收入15.00万元，占15.00%。",
         "①财政拨款收入50.00万元，占50.00%，②事业收入10.00万元，占10.00%，③其他收入20.00万元，占20.00%。"),
        ((80, 0, 0, 20), (60, 0, 15, 25), "财政拨款收入80.00万元，占80.00%；事业收入0万元；其他收入20.00万元，占20.00%。",
         "财政拨款收入60.00万元，占60.00%；事业收入15.00万元；其他收入25.00万元，占25.00%。"),
    ],
)  # fmt: skip
def test_a_list_tells_the_parts_of_this_year(
    tmp_path: Path, before: tuple[int, ...], after: tuple[int, ...], sentence: str, expected: str
) -> None:
    assert _said(_rolled(tmp_path, before, after, sentence)) == expected


def test_what_was_added_and_struck_is_said_and_has_its_sources(tmp_path: Path) -> None:
    made = _rolled(
        tmp_path, (80, 0, 0, 20), (90, 10, 0, 0), "财政拨款收入80.00万元，占80.00%；其他收入20.00万元，占20.00%。"
    )
    told = "\n".join(made.listed())
    assert "上级补助收入今年新有，照相邻的写成" in told
    assert not made.news
    numbers = {number.text: number for number in made.numbers}
    assert made.text[numbers["10.00%"].offset :].startswith("10.00%")
    assert "÷" in numbers["10.00%"].formula
    assert made.text[numbers["10.00万元"].offset :].startswith("10.00万元")


def test_a_list_that_is_told_in_other_words_each_is_left_and_said(tmp_path: Path) -> None:
    sentence = "财政拨款收入80.00万元，占80.00%；其他收入20.00万元，比重为20.00%。"
    made = _rolled(tmp_path, (80, 0, 0, 20), (60, 0, 15, 25), sentence)
    assert "事业收入" not in _said(made)
    assert any("15.00万元" in line and "请加上" in line for line in made.listed())


_LIST = "\n\n1.财政拨款收入80.00万元，为从财政取得的资金。\n\n2.事业收入5.00万元，为开展业务取得的收入。\n\n3.其他收入15.00万元，为利息等收入。"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((70, 0, 10, 20), ["1.财政拨款收入70.00万元，为从财政取得的资金。", "2.事业收入10.00万元，为开展业务取得的收入。",
                           "3.其他收入20.00万元，为利息等收入。"]),
        ((70, 0, 0, 30), ["1.财政拨款收入70.00万元，为从财政取得的资金。", "2.其他收入30.00万元，为利息等收入。"]),
        ((70, 20, 10, 0), ["1.财政拨款收入70.00万元，为从财政取得的资金。", "2.上级补助收入20.00万元，【待补充：去年没有上级补助收入，这里怎样说】。",
                           "3.事业收入10.00万元，为开展业务取得的收入。"]),
    ],
)  # fmt: skip
def test_of_parts_told_one_a_paragraph_those_without_amount_go_and_new_ones_are_begun(
    tmp_path: Path, after: tuple[int, ...], expected: list[str]
) -> None:
    made = _rolled(tmp_path, (80, 0, 5, 15), after, _LIST)
    told = made.text.rpartition("其中：")[2]
    assert [line for line in told.split("\n") if line] == expected


def test_what_is_new_and_told_nowhere_is_listed_also_where_the_rest_of_its_statement_is_gone(tmp_path: Path) -> None:
    made = _rolled(
        tmp_path, (80, 0, 0, 20), (90, 0, 10, 0), "财政拨款收入80.00万元。利息归入其他收入20.00万元，另行说明。"
    )
    assert any("事业收入”10.00万元：去年没有" in line for line in made.listed())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("财政拨款收入80.00万元，占80.00%；事业收入0万元，占0%；其他收入20.00万元，占20.00%。",
         "财政拨款收入90.00万元，占100%；事业收入0万元，占0%；其他收入0万元，占0%。"),
        ("\n\n1.财政拨款收入80.00万元，为财政资金。\n\n2.事业收入0万元，为业务收入。\n\n3.其他收入20.00万元，为利息。",
         "\n\n1.财政拨款收入90.00万元，为财政资金。\n\n2.事业收入0万元，为业务收入。\n\n3.其他收入0万元，为利息。"),
    ],
)  # fmt: skip
def test_a_list_that_tells_also_of_nothing_keeps_what_is_nothing_now(tmp_path: Path, told: str, expected: str) -> None:
    made = _rolled(tmp_path, (80, 0, 0, 20), (90, 0, 0, 0), told)
    assert made.text.rstrip().partition("其中：")[2] == expected
