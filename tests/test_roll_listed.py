"""Lists of 科目 told in a sentence, what nobody tells, and what a new item's neighbour says of itself alone."""

from pathlib import Path

import pytest

from gouji.rolling import Rolled, RollOrder, roll

NAMES = {"201": "一般公共服务支出", "208": "社会保障和就业支出", "213": "农林水支出", "221": "住房保障支出"}
ITEMS = {"201": ("20126", "档案事务", "2012601", "行政运行"), "208": ("20805", "行政事业单位养老支出", "2080505", "机关事业单位基本养老保险缴费支出"),
         "213": ("21301", "农业农村", "2130104", "事业运行"), "221": ("22102", "住房改革支出", "2210201", "住房公积金")}  # fmt: skip
FORM = """临水县青石镇人民政府{year}年部门预算

一般公共预算支出表
单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}.00\t{total}.00\t
{rows}
一般公共预算“三公”经费支出表
单位：万元

年度\t“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t\t小计\t公务用车购置费\t公务用车运行费\t
{before}年预算数\t{old}\t\t{old}\t{old}\t\t
{year}年预算数\t{new}\t\t{new}\t{new}\t\t
"""


def _tables(year: int, amounts: dict[str, int], vehicles: tuple[str, str] = ("", "")) -> str:
    rows = ""
    for code, amount in amounts.items():
        second, middle, third, last = ITEMS[code]
        names = ((code, NAMES[code]), (second, middle), (third, last))
        rows += "".join(f"{each}\t{name}\t{amount}.00\t{amount}.00\t\n" for each, name in names)
    total = sum(amounts.values())
    return FORM.format(year=year, before=year - 1, total=total, rows=rows, old=vehicles[0], new=vehicles[1])


def _rolled(
    tmp_path: Path,
    told: str,
    before: dict[str, int],
    after: dict[str, int],
    vehicles: tuple[str, str, str] = ("", "", ""),
) -> Rolled:
    last, now = tmp_path / "去年.txt", tmp_path / "今年.txt"
    text = f"\n# 第二部分 2024年部门预算情况说明\n\n## 五、一般公共预算支出情况\n\n{told}\n"
    last.write_text(_tables(2024, before, vehicles[:2]) + text, "utf-8")
    now.write_text(_tables(2025, after, vehicles[1:]), "utf-8")
    return roll(RollOrder(last, (now,)))


def _said(rolled: Rolled) -> list[str]:
    lines = rolled.text.rstrip().splitlines()
    return [line for line in lines[lines.index("## 五、一般公共预算支出情况") + 1 :] if line]


BEFORE, AFTER = {"201": 60, "208": 15, "221": 25}, {"201": 50, "213": 30, "221": 20}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("一般公共预算支出100.00万元，主要用于以下方面：一般公共服务支出60.00万元，占60.00%；社会保障和就业支出15.00万元，占15.00%；住房保障支出25.00万元，占25.00%。",
         "一般公共预算支出100.00万元，主要用于以下方面：一般公共服务支出50.00万元，占50.00%；农林水支出30.00万元，占30.00%；住房保障支出20.00万元，占20.00%。"),
        ("一般公共预算支出100.00万元，其中：一般公共服务（类）支出60.00万元，社会保障和就业（类）支出15.00万元，住房保障（类）支出25.00万元。",
         "一般公共预算支出100.00万元，其中：一般公共服务（类）支出50.00万元，农林水（类）支出30.00万元，住房保障（类）支出20.00万元。"),
        ("一般公共预算支出100.00万元，其中：行政运行60.00万元，机关事业单位基本养老保险缴费支出15.00万元，住房公积金25.00万元。",
         "一般公共预算支出100.00万元，其中：行政运行50.00万元，事业运行30.00万元，住房公积金20.00万元。"),
    ],
)  # fmt: skip
def test_a_list_of_items_tells_those_of_this_year(tmp_path: Path, told: str, expected: str) -> None:
    assert _said(_rolled(tmp_path, told, BEFORE, AFTER)) == [expected]


def test_a_new_item_of_a_list_in_words_of_each_is_said_to_be_missing(tmp_path: Path) -> None:
    told = "一般公共预算支出100.00万元，其中：一般公共服务支出安排了60.00万元；社会保障和就业支出15.00万元；用于住房保障支出的有25.00万元。"
    made = _rolled(tmp_path, told, BEFORE, AFTER)
    assert "农林水" not in made.text.partition("情况说明")[2]
    assert any("农林水支出" in line and "请加上" in line for line in made.listed())


def test_some_of_the_items_are_no_list_of_them(tmp_path: Path) -> None:
    made = _rolled(tmp_path, "支出最多的是一般公共服务支出60.00万元，占60.00%。", BEFORE, AFTER)
    assert _said(made) == ["支出最多的是一般公共服务支出50.00万元，占50.00%。"]
    assert not any("农林水" in line for line in made.listed())


def test_parts_of_which_no_statement_tells_are_not_gone(tmp_path: Path) -> None:
    told = "2024年政府采购预算安排36.00万元，其中：政府采购货物预算16.00万元、政府采购服务预算20.00万元。"
    made = _rolled(tmp_path, f"一般公共预算支出100.00万元。\n\n## 十、政府采购情况\n\n{told}", BEFORE, AFTER)
    assert _said(made)[2:] == [
        "2025年政府采购预算安排【请更新：36.00万元】，其中：政府采购货物预算【请更新：16.00万元】、政府采购服务预算【请更新：20.00万元】。"
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("用于行政运行方面", "用于住房公积金方面"), "用于事业运行方面"),
        (("给机关发工资", "给职工建房"), "【待补充：去年没有事业运行，这里怎样说】"),
    ],
)
def test_what_a_neighbour_says_of_itself_is_not_said_of_a_new_item(
    tmp_path: Path, words: tuple[str, str], expected: str
) -> None:
    lines = (
        f"1.一般公共服务支出（类）档案事务（款）行政运行（项）60.00万元，{words[0]}。",
        f"2.住房保障支出（类）住房改革支出（款）住房公积金（项）25.00万元，{words[1]}。",
    )
    made = _rolled(tmp_path, "\n\n".join(lines), {"201": 60, "221": 25}, AFTER)
    assert _said(made)[1] == f"2.农林水支出（类）农业农村（款）事业运行（项）30.00万元，{expected}。"


def test_from_nothing_there_is_no_rate_however_the_fall_was_told(tmp_path: Path) -> None:
    told = "2024年公务用车购置费0万元，同比减少18.00万元，下降100%，原因是上年购车。"
    made = _rolled(tmp_path, told, BEFORE, AFTER, ("18.00", "", "25.00"))
    assert _said(made) == ["2025年公务用车购置费25.00万元，同比增加25.00万元，原因是【请确认：去年的原因：上年购车】。"]


def test_the_end_of_a_period_is_of_its_year(tmp_path: Path) -> None:
    told = "一般公共预算支出100.00万元。\n\n## 十、国有资产占用情况\n\n2023年期末，本镇共有车辆4辆。"
    assert _said(_rolled(tmp_path, told, BEFORE, AFTER))[2].startswith("2024年期末，")


def test_a_number_that_was_not_read_does_not_stand_unmarked(tmp_path: Path) -> None:
    told = "一般公共预算支出100.00万元，其中：一般公共服务（类）支出60.00万元、社会保障和就业（类）支出15.00万元、住房保障（类）支出25.00万元。"
    assert "支出60.00万元" not in _said(_rolled(tmp_path, told, BEFORE, AFTER))[0]


def test_what_is_left_stands_under_its_heading_of_this_year(tmp_path: Path) -> None:
    told = "一般公共预算支出100.00万元。\n\n## 六、2024年“三公”经费情况\n\n另有代管资金33.00万元。"
    made = _rolled(tmp_path, told, BEFORE, AFTER)
    assert any(line.startswith("“2025年‘三公’经费情况”【请更新：另有代管资金33.00万元】") for line in made.listed())


def test_the_figures_of_this_year_stand_where_they_stood(tmp_path: Path) -> None:
    made = _rolled(tmp_path, "一般公共预算支出100.00万元。", BEFORE, AFTER)
    now = made.values.now
    cells = [cell for each in now.statements for cell in each.cells if not cell.blank]
    assert [now.document.quote(cell.span) + "万元" for cell in cells] == [cell.text for cell in cells]
