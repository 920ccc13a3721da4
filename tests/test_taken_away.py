"""What is not there makes nothing wrong: a document of which a part is missing has no error that the whole one has not."""

from dataclasses import replace
from pathlib import Path

import pytest
from passages import lint, shown

from gouji.config import Config
from gouji.document import Table
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers import read_file
from gouji.readers.text import read_text

CLEAN = sorted((Path(__file__).parent / "clean").glob("*.txt"))


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_narrative_without_its_tables_has_no_error(path: Path) -> None:
    document = read_file(path)
    bare = replace(document, blocks=[block for block in document.blocks if not isinstance(block, Table)])
    found = lint_document(bare, Config()).findings
    assert [f"{f.code} {f.message}" for f in found if f.severity is Severity.ERROR] == []


LISTED = """
# 2024年度部门决算
一、收入支出决算总体情况说明
（一）收入总计800.00万元
1.一般公共预算财政拨款收入600.00万元，比上年决算数减少50.00万元，下降7.69%。
2.政府性基金预算财政拨款收入100.00万元。
3.事业收入32.00万元，其他收入{other}万元。
4.年初结转和结余40.00万元。
"""


def test_two_parts_in_one_row_of_a_list_are_two() -> None:
    assert shown(LISTED.format(other="28.00")) == []
    assert [said[:10] for said in shown(LISTED.format(other="82.00"))] == ["A105 ERROR"]


CODED = """
# 2022年度部门预算
2.支出按功能科目分类的明细情况
2022年本部门当年一般公共预算支出218.06万元，其中：
（1）机关事业单位基本养老保险缴费支出(2080505)98.90万元，较上年减少0.73万元；
（2）行政单位医疗({code})44.93万元，较上年增加17.94万元；
（3）公务员医疗补助(2101103)14.77万元，较上年减少14.77万元；
（4）住房公积金(2210201)59.46万元，较上年减少16.11万元。
"""


@pytest.mark.parametrize("code", ["2101101", "210101"])
def test_a_row_whose_code_is_mistyped_may_be_a_part(code: str) -> None:
    assert shown(CODED.format(code=code)) == []


def test_items_that_no_list_has_are_told_apart_by_their_codes() -> None:
    text = """
# 2022年度部门预算
支出按功能科目分类的明细情况
（1）社会科学研究机构（2060681）支出591.69万元，比上年减少164.31万元，原因是人员减少。
（2）社会科学研究（2060682）支出452.00万元，比上年增加56.00万元，原因是专项业务费增加。
"""
    told = [mention.fact.keys[0].item for mention in lint(text).narrative.mentions if mention.fact.keys]
    assert set(told) == {"F:2060681", "F:2060682"}


CHANGED = """
# 2024年度部门决算
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收、支总计4959.41万元，与2023年度的4829.14万元相比，增加130.27万元，增长2.70%。财政拨款支出比年初预算数4784.56万元增加{0}万元，增长{1}%，主要原因是年中追加人员经费。
"""


def test_the_year_s_own_spending_is_not_the_total_that_was_told_before() -> None:
    assert shown(CHANGED.format("154.31", "3.23")) == []
    assert shown(CHANGED.format("174.85", "3.65")) == []  # of the total, which may be meant


TORN = """
# 2026年度部门预算
财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t2026年预算数\t项目\t2026年预算数
\t\t行政单位离退休\t355.00
\t\t购房补贴\t2,305.00
本年收入合计\t21,785.37\t本年支出合计\t21,796.12
上年结余、结转\t10.75\t结转下年\t0.00
1.财政拨款结余、结转\t10.75\t\t
2.非财政拨款结余、结转\t0.00\t\t
收入总计\t21,796.12\t支出总计\t21,796.12
"""


def test_a_total_at_the_top_of_a_page_is_not_the_sum_of_what_was_carried_over() -> None:
    assert shown(TORN) == []


FUNDS = """
# 2026年度部门预算
财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t1,192.57\t一、一般公共服务支出\t1,192.57
本年收入合计\t1,192.57\t本年支出合计\t1,192.57
收入总计\t1,192.57\t支出总计\t1,192.57

一般公共预算支出情况表
单位：万元
科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t1,081.54\t700.00\t381.54
201\t一般公共服务支出\t1,081.54\t700.00\t381.54
20101\t人大事务\t1,081.54\t700.00\t381.54

{funds}国有资本经营预算支出情况表
单位：万元
科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t0.00\t0.00\t0.00
"""
_FUND = """政府性基金预算支出情况表
单位：万元
科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t{0}\t0.00\t{0}
212\t城乡社区支出\t{0}\t0.00\t{0}
21208\t国有土地使用权出让收入安排的支出\t{0}\t0.00\t{0}

"""


def test_a_total_of_funds_of_which_one_is_not_told_is_more_than_the_others() -> None:
    assert shown(FUNDS.format(funds="")) == []
    assert shown(FUNDS.format(funds=_FUND.format("111.03"))) == []
    assert [f.code for f in lint(FUNDS.format(funds=_FUND.format("111.30"))).findings] == ["X102"]


UNITS = """
# 2025年部门预算
2025年部门一般公共预算支出功能分类预算表
单位：元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t1,200,000\t900,000\t300,000
201\t一般公共服务支出\t1,200,000\t900,000\t300,000
20103\t政府办公厅（室）及相关机构事务\t1,200,000\t900,000\t300,000

2025年部门“三公”经费和机关运行经费预算表
{unit}“三公”经费预算数\t\t\t\t机关运行经费预算数
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t
4.70\t0.00\t0.50\t4.20\t60.00

一、2025年“三公”经费预算情况说明
2025年“三公”经费预算数为4.70万元。其中：
（一）因公出国（境）费0万元，与2024年预算持平。
（二）公务接待费0.50万元，与2024年预算持平。
（三）公务用车购置及运行费4.20万元。
"""


def test_a_table_without_a_unit_may_be_in_that_of_the_narrative() -> None:
    assert shown(UNITS.format(unit="")) == []
    assert shown(UNITS.format(unit="单位：万元\n")) == []
    assert shown(UNITS.format(unit="单位：元\n")) == ["T102 ERROR 4.70万元"]


NOTED = """
# 2024年度部门决算
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t100.00\t80.00\t20.00
205\t教育支出\t100.00\t80.00\t20.00

注：2024年度，本部门没有{money}，故本表无数据。
"""


def test_a_note_on_other_money_is_of_a_table_that_was_not_read() -> None:
    assert shown(NOTED.format(money="政府性基金预算财政拨款收入支出")) == []
    assert [f.code for f in lint(NOTED.format(money="一般公共预算财政拨款支出")).findings] == ["S105"]


def test_a_table_of_which_only_the_head_was_read_for_sure_is_not_called_empty() -> None:
    text = """
# 2024年度部门决算
财政拨款“三公”经费支出决算表
公开09表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费

七、财政拨款“三公”经费支出决算情况说明
2024年度“三公”经费财政拨款支出决算为11.65万元。
"""
    document = read_text(text.strip(), "例.txt")
    unsure = [replace(block, unsure=True) if isinstance(block, Table) else block for block in document.blocks]
    for blocks, codes in ((document.blocks, {"T107"}), (unsure, set())):
        found = lint_document(replace(document, blocks=blocks), Config()).findings
        assert {f.code for f in found if f.severity >= Severity.WARNING} == codes


@pytest.mark.parametrize("numbers", ["栏次1\t2\t3\t4", "\t4\t5\t6"])
def test_the_numbers_of_the_columns_are_no_amounts(numbers: str) -> None:
    text = f"""
# 2024年度部门决算
支出决算表
单位：万元
科目名称\t本年支出合计\t基本支出\t项目支出
教育支出\t900.00\t600.00\t300.00
{numbers}
住房保障支出\t100.00\t50.00\t50.00
普通教育\t900.00\t600.00\t300.00
"""
    assert shown(text) == []


SPENT = """
# 2025年部门预算
财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t合计
一、本年收入\t217.12\t一、本年支出\t221.44
（一）一般公共预算拨款\t217.12\t（一）外交支出\t21.44
二、上年结转\t5.18\t（二）农林水支出\t200.00
\t\t二、结转下年\t0.86

四、财政拨款收支预算情况的总体说明
2025年财政拨款支出预算{told}万元。
"""


def test_spending_may_be_told_with_what_is_left_for_the_next_year() -> None:
    assert shown(SPENT.format(told="222.30")) == shown(SPENT.format(told="221.44")) == []
    assert [f.code for f in lint(SPENT.format(told="223.20")).findings] == ["T101"]
