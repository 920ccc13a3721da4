"""How statements are read and added up: each kind of table with its true and its wrong sibling."""

import pytest

from gouji.config import Config
from gouji.document import Anchor
from gouji.findings import Severity
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.linter import lint_document
from gouji.quantity.units import fold
from gouji.readers.text import read_text
from gouji.relations import Sum
from gouji.report import Report


def _report(text: str) -> Report:
    return lint_document(read_text(text.strip("\n"), "例.txt"), Config())


def _said(text: str) -> list[str]:
    return [f"{f.code} {f.severity.name}" for f in _report(text).findings if f.severity >= Severity.WARNING]


def _open(text: str) -> list[str]:
    return [doubt.text for doubt in _report(text).doubts]


PROJECTS = """
青河市水务局2026年部门预算

项目支出表
单位：万元
项目名称\t项目类别\t合计\t一般公共预算
合计\t\t{total}\t{total}
运行类\t\t60.00\t60.00
水质监测\t其他运转类\t40.00\t40.00
堤防巡查\t其他运转类\t{patrol}\t{patrol}
建设类\t\t55.00\t55.00
泵站改造\t特定目标类\t55.00\t55.00
"""


def test_groups_of_a_list_without_codes_are_nested() -> None:
    assert _said(PROJECTS.format(total="115.00", patrol="20.00")) == []
    assert _open(PROJECTS.format(total="115.00", patrol="20.00")) == []


def test_a_group_that_alone_does_not_close_is_a_warning() -> None:
    assert _said(PROJECTS.format(total="115.00", patrol="25.00")) == ["F101 WARNING"]


FLAT = """
青河市水务局2026年部门预算

项目支出表
单位：万元
项目名称\t合计
合计\t{total}
水质监测\t40.00
堤防巡查\t23.00
泵站改造\t55.00
"""


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("118.00", []),
        ("110.00", ["F101 ERROR"]),  # 8.00 too little: no row is as small, so none could be left out
        ("95.00", []),  # as if one row were a part of another: open
    ],
)
def test_rows_that_exceed_their_total_by_less_than_any_of_them_accuse(total: str, said: list[str]) -> None:
    assert _said(FLAT.format(total=total)) == said


EQUAL = """
青河市水务局2026年部门预算

项目支出表
单位：万元
项目名称\t合计
合计\t{total}
运行类\t60.00
水文监测\t40.00
水质监测\t15.00
水量监测\t15.00
雨量监测\t10.00
堤防巡查\t20.00
建设类\t55.00
泵站\t30.00
泵站改造\t30.00
闸门\t25.00
"""


def _evaluated(text: str) -> tuple[int, int]:
    """The columns that a relation was evaluated on, and all."""
    tables = _report(text).tables
    return tables.columns_evaluated, tables.columns


def _sums(text: str) -> set[str]:
    """What the columns are added up from."""
    sums = (each for each in _report(text).tieout.relations if isinstance(each, Sum) and each.kind == "column")
    return {
        f"{each.total.quantity.text} = {' + '.join(part.quantity.text for part in each.parts)}".replace("万元", "")
        for each in sums
    }


def test_equal_items_of_a_group_stand_beside_each_other() -> None:
    assert _evaluated(EQUAL.format(total="115.00")) == (1, 1)
    assert _evaluated(EQUAL.format(total="125.00")) == (0, 1)
    assert "40.00 = 15.00 + 15.00 + 10.00" in _sums(EQUAL.format(total="115.00"))


PROCURED = """
青河市水务局2026年部门预算

政府采购预算表
单位：万元
采购品目	总计
合计	{total}
货物	100.00
办公设备	60.00
计算机	45.00
打印机	15.00
专用设备	40.00
流量计	25.00
测深仪	15.00
服务	80.00
车辆维修	50.00
会议服务	30.00
"""


def test_groups_of_groups_are_made_of_these_and_not_of_all_that_stands_below() -> None:
    sums = _sums(PROCURED.format(total="180.00"))
    assert {"180.00 = 100.00 + 80.00", "100.00 = 60.00 + 40.00", "80.00 = 50.00 + 30.00"} <= sums
    assert _open(PROCURED.format(total="180.00")) == []


FUNDS = """
青河市水务局2026年部门预算

政府采购预算表
单位：万元
科目名称\t合计\t一般公共预算\t政府性基金预算
合计\t180.00\t100.00\t80.00
水利支出\t100.00\t100.00\t
水文\t60.00\t60.00\t
水文测报\t60.00\t60.00\t
防汛\t25.00\t25.00\t
防汛物资\t25.00\t25.00\t
节水\t15.00\t15.00\t
节水宣传\t15.00\t15.00\t
库区基金支出\t80.00\t\t80.00
库区道路\t80.00\t\t80.00
库区道路甲段\t80.00\t\t80.00
"""


def test_a_column_of_few_rows_is_nested_as_that_which_shows_them_all() -> None:
    assert _evaluated(FUNDS) == (3, 3)
    assert _open(FUNDS) == []


GROUPS = """
青河市水务局2019年部门预算

收入预算总表
单位：万元
项目名称\t\t金额
收入总计\t\t{total}
一般公共预算资金\t小计\t830.37
\t公共财政拨款（补助）资金\t{granted}
\t专项收入\t30.00
政府性基金\t小计\t
财政专户管理资金\t小计\t
\t专户管理教育收费\t
其他资金\t小计\t69.63
\t事业收入\t40.00
\t其他收入\t29.63
上年结转和结余资金\t小计\t
"""


@pytest.mark.parametrize(
    ("total", "granted", "said"),
    [
        ("900.00", "800.37", []),
        ("990.00", "800.37", ["F101 ERROR 990.00"]),
        ("900.00", "800.73", ["F101 ERROR 800.73"]),
    ],
)
def test_groups_whose_names_stand_on_the_left_of_their_subtotals_add_up(
    total: str, granted: str, said: list[str]
) -> None:
    report = _report(GROUPS.format(total=total, granted=granted))
    found = [f for f in report.findings if f.severity >= Severity.WARNING]
    assert [f"{f.code} {f.severity.name} {report.document.quote(f.span)}" for f in found] == said


UNIT_ROW = """
青河市水务局2026年部门预算

项目支出总表
单位：万元
项目名称\t总计
{total}青河市水务局（本级）\t115.00
运行类\t60.00
水质监测\t40.00
堤防巡查\t{patrol}
建设类\t55.00
泵站改造\t55.00
"""


@pytest.mark.parametrize("total", ["", "合计\t115.00\n"])
def test_the_one_unit_of_a_list_is_made_up_by_its_projects(total: str) -> None:
    right, wrong = UNIT_ROW.format(total=total, patrol="20.00"), UNIT_ROW.format(total=total, patrol="12.00")
    assert _evaluated(right) == (1, 1)
    assert _open(right) == []
    assert _evaluated(wrong) == (0, 1)
    assert _said(wrong) == []


NAMED = """
青河市水务局2026年部门预算

财政拨款收支预算总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t118.00\t一、本年支出合计\t{total}
（一）一般公共预算\t118.00\t农林水支出\t78.00
\t\t水利\t78.00
\t\t水利工程建设\t50.00
\t\t水利工程运行与维护\t28.00
\t\t卫生健康支出\t40.00
\t\t行政事业单位医疗\t40.00
\t\t二、年终结转结余\t
收入总计\t118.00\t支出总计\t118.00
"""


def test_a_numbered_total_is_made_up_by_the_names_below_it() -> None:
    assert not any("本年支出合计" in doubt for doubt in _open(NAMED.format(total="118.00")))
    assert any("本年支出合计" in doubt for doubt in _open(NAMED.format(total="110.00")))


NUMBERED = """
青河市水务局2026年部门预算

财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t{income}\t一、农林水支出\t118.00
（一）一般公共预算拨款\t80.00\t二、住房保障支出\t12.00
（二）政府性基金预算拨款\t20.00\t\t
二、上年结转\t30.00\t\t
（一）一般公共预算拨款\t30.00\t\t
收入总计\t130.00\t支出总计\t130.00
"""


def test_a_total_with_a_list_number_heads_the_rows_below_it() -> None:
    assert _said(NUMBERED.format(income="100.00")) == []
    assert _said(NUMBERED.format(income="104.00")) == ["F101 ERROR"]


PAGES = """
青河市水务局2026年部门预算

一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t130.00\t100.00\t30.00
213\t农林水支出\t118.00\t88.00\t30.00

一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t130.00\t100.00\t30.00
221\t住房保障支出\t{housing}\t{housing}\t
"""


def test_a_page_that_repeats_the_total_goes_on() -> None:
    report = _report(PAGES.format(housing="12.00"))
    assert [statement.title for statement in report.statements] == ["一般公共预算支出表"]
    assert report.findings == []
    assert "F101 ERROR" in _said(PAGES.format(housing="15.00"))


PROCUREMENT = """
青河市水务局2026年部门预算

七、政府采购情况

2026年政府采购预算{told}万元。

政府采购预算表
单位：万元
科目编码\t科目名称\t合计\t一般公共预算\t政府性基金预算
\t合计\t66.00\t50.00\t16.00
213\t农林水支出\t66.00\t50.00\t16.00
"""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("66.00", []),
        ("50.00", []),  # as far as one fund pays for it
        ("61.00", ["T101 ERROR"]),
    ],
)
def test_of_a_list_of_purchases_the_total_is_read_by_its_head(told: str, said: list[str]) -> None:
    assert _said(PROCUREMENT.format(told=told)) == said


PURCHASES = """
青河市水务局2026年部门预算

政府采购支出表
单位：万元
采购品目大类\t项目名称\t数量\t一般公共预算资金\t总计
合计\t\t7\t{total}\t{total}
货物\t\t3\t16.00\t16.00
青河市水务局（本级）\t\t3\t16.00\t16.00
\t水质检测仪器\t2\t10.00\t10.00
\t巡查用无人机\t1\t6.00\t6.00
服务\t\t4\t{service}\t{service}
"""


def test_the_rows_of_a_list_of_purchases_may_make_up_its_total() -> None:
    right, wrong = PURCHASES.format(total="66.00", service="50.00"), PURCHASES.format(total="66.00", service="51.00")
    assert _evaluated(right) == (2, 2)
    assert _open(right) == []
    assert _evaluated(wrong) == (2, 2)  # each row says its amount twice
    assert _said(wrong) == []
    assert any("政府采购支出表" in doubt for doubt in _open(wrong))


def test_a_number_of_the_text_is_no_item_of_a_list_of_purchases() -> None:
    told = PURCHASES.format(total="66.00", service="50.00").replace(
        "政府采购支出表", "七、政府采购情况\n\n2026年政府采购预算16.00万元。\n\n政府采购支出表"
    )
    assert _said(told) == ["T101 ERROR"]


CARRIED = """
青河市水务局2026年部门预算

收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算资金\t{general}\t一、农林水支出\t130.00
收入总计\t{general}\t支出总计\t130.00

财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t100.00\t一、农林水支出\t130.00
（一）一般公共预算资金\t100.00\t\t
二、上年结转\t30.00\t\t
收入总计\t130.00\t支出总计\t130.00
"""


def test_income_with_and_without_what_was_carried_over() -> None:
    assert _said(CARRIED.format(general="130.00")) == []


def test_a_rate_that_was_cut_instead_of_rounded_is_the_wrong_number() -> None:
    text = "2024年度部门决算\n\n五、支出情况\n\n2024年度支出合计24,169.74万元，其中：基本支出15,844.04万元，占65.56%；项目支出8,325.70万元，占34.45%。\n"
    found = [f for f in _report(text).findings if f.severity is Severity.ERROR]
    assert [(f.code, f.stated, f.expected) for f in found] == [("A104", "65.56%", "65.55%")]


SIDES = """
青河市水务局2026年部门预算

收支预算总表
单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
一、财政拨款\t{fiscal}\t一、农林水支出\t118.00
二、事业收入\t20.00\t二、住房保障支出\t2.00
当年收入小计\t{own}\t当年支出小计\t120.00
上年结转资金\t{carried}\t结转下年资金\t
收入合计\t{income}\t支出合计\t120.00
"""


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"fiscal": "100.00", "own": "120.00", "carried": "", "income": "120.00"}, []),
        ({"fiscal": "90.00", "own": "110.00", "carried": "10.00", "income": "120.00"}, []),
        ({"fiscal": "90.00", "own": "110.00", "carried": "10.00", "income": "150.00"}, ["F101 ERROR"]),
    ],
)
def test_below_the_income_of_the_year_stands_all_income(cells: dict[str, str], said: list[str]) -> None:
    assert _said(SIDES.format(**cells)) == said


BY_FUNDS = """
青河市水务局2026年部门预算

基本支出总表
单位：万元
科目名称\t总计\t一般公共预算拨款\t其他收入
青河市水务局（本级）\t{total}\t100.00\t{others}
工资福利支出\t80.00\t80.00\t0.00
商品和服务支出\t20.00\t20.00\t0.00
"""


@pytest.mark.parametrize(
    ("total", "said"), [("100.00", []), ("130.00", ["F101 ERROR"])], ids=["adds up", "one column of its row is wrong"]
)
def test_a_row_that_names_the_unit_is_the_total_though_one_column_is_wrong(total: str, said: list[str]) -> None:
    assert _said(BY_FUNDS.format(total=total, others="0.00")) == said


def _printed(text: str) -> Report:
    """As out of a PDF, where characters may be lost."""
    document = read_text(text.strip("\n"), "例.txt")
    document.anchors.append(Anchor(0, page=1, box=(0.0, 0.0, 1.0, 1.0)))
    return lint_document(document, Config())


CODED = """
青河市水务局2026年部门预算

支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t{basic}\t18.00
213\t农林水支出\t118.00\t100.00\t18.00
21303\t水利\t118.00\t100.00\t18.00
2130301\t行政运行\t100.00\t100.00\t0.00
2130304\t水利行业业务管理\t18.00\t0.00\t18.00
"""


@pytest.mark.parametrize(
    ("total", "basic", "said"),
    [
        ("118.00", "100.00", set()),
        ("108.00", "100.00", {"F101 ERROR"}),  # less than its part, by a digit that stands there
        ("18.00", "0.00", set()),  # what is left of 118.00 and 100.00 when the reader loses characters
    ],
)
def test_print_proves_what_no_lost_digit_explains(total: str, basic: str, said: set[str]) -> None:
    findings = _printed(CODED.format(total=total, basic=basic)).findings
    assert {f"{f.code} {f.severity.name}" for f in findings if f.severity >= Severity.WARNING} == said


FOUR_SIDES = """
青河市水务局2026年部门预算

部门综合预算收支总表
单位：万元
收入\t\t支出\t\t\t\t\t
项目\t预算数\t支出功能分科目\t预算数\t支出性质\t预算数\t部门经济分类\t预算数
一、一般公共预算拨款\t118.00\t一、农林水支出\t118.00\t1、基本支出\t100.00\t1、工资福利支出\t80.00
二、事业收入\t2.00\t二、住房保障支出\t2.00\t2、项目支出\t20.00\t2、商品和服务支出\t40.00
本年收入合计\t120.00\t本年支出合计\t120.00\t本年支出合计\t120.00\t本年支出合计\t120.00
收入总计\t120.00\t支出总计\t120.00\t支出总计\t{nature}\t支出总计\t120.00
"""


def test_of_the_totals_of_one_row_the_odd_one_is_wrong() -> None:
    assert _said(FOUR_SIDES.format(nature="120.00")) == []
    assert _said(FOUR_SIDES.format(nature="130.00")) == ["X101 ERROR"]


ONE_FUND = """
青河市水务局2026年部门预算

收入总表
单位：万元
科目编码\t科目名称\t合计\t一般公共预算\t政府性基金预算\t事业收入
\t合计\t118.00\t118.00\t\t
213\t农林水支出\t118.00\t118.00\t\t
21303\t水利\t118.00\t118.00\t\t
2130301\t行政运行\t{total}\t100.00\t\t
2130304\t水利行业业务管理\t18.00\t18.00\t\t
"""


def test_a_row_that_alone_does_not_add_up_across_is_wrong_though_all_is_paid_from_one_fund() -> None:
    assert _said(ONE_FUND.format(total="100.00")) == []
    assert len(_said(ONE_FUND.format(total="103.00"))) == 1


UNUSED = """
青河市水务局2026年部门预算

收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t{fiscal}\t一、农林水支出\t118.00
二、事业收入\t{own}\t\t
本年收入合计\t118.00\t本年支出合计\t118.00
收入总计\t118.00\t支出总计\t118.00

财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t\t一、农林水支出\t
收入总计\t\t支出总计\t

（注：2026年没有使用财政拨款收入和支出。）
"""


def test_no_other_table_has_the_money_that_a_note_denies() -> None:
    assert _said(UNUSED.format(fiscal="", own="118.00")) == []
    assert _said(UNUSED.format(fiscal="110.00", own="8.00")) == ["S105 ERROR"]


def test_a_class_may_be_named_without_the_word_expenditure() -> None:
    """教育 is also the 款 21902 of what is spent on other regions."""
    text = """
# 2024年度部门决算
支出决算表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t{0}\t{0}\t
205\t教育支出\t{0}\t{0}\t
20508\t进修及培训\t{0}\t{0}\t
2050803\t培训支出\t{0}\t{0}\t
三、支出决算情况说明
1.{1}（{2}）进修及培训（款）培训支出（项）支出决算为{0}万元。
"""
    assert not [said for said in _said(text.format("30.00", "教育", "类")) if said.startswith("T106")]
    assert [said for said in _said(text.format("30.00", "培训支出", "类")) if said.startswith("T106")]


BY_SOURCE = """
青河市水务局2026年部门预算

收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款收入\t118.00\t一、农林水支出\t118.00
本年收入合计\t118.00\t本年支出合计\t118.00
上年结转\t7.20\t结转下年\t7.20
收入总计\t125.20\t支出总计\t125.20

支出总表
单位：万元
科目编码\t科目名称\t合计\t财政拨款\t上年结转
\t合计\t118.00\t118.00\t0
213\t农林水支出\t118.00\t118.00\t0
21303\t水利\t118.00\t118.00\t0
2130301\t行政运行\t100.00\t100.00\t0
2130304\t水利行业业务管理\t18.00\t18.00\t0
"""


def test_what_is_spent_of_a_balance_is_not_the_balance() -> None:
    assert _said(BY_SOURCE) == []


def test_a_table_of_whole_numbers_begins_below_its_head() -> None:
    report = _report("""
2026年“三公”经费支出预算表
单位：元
项目\t预算数
合计\t900000
因公出国（境）费\t600000
公务接待费\t300000
公务用车购置及运行费\t0
""")
    assert [cell.quantity.text for cell in report.statements[0].amounts] == ["900000元", "600000元", "300000元"]


def test_parts_of_a_total_are_not_summed_from_hundreds_of_totals() -> None:
    rows = "".join(f"合计\t{number}.00\n" for number in range(1, 200))
    report = _report(f"支出决算总表\n单位：万元\n项目\t决算数\n{rows}")
    assert sum(len(relation.sites) for statement in report.statements for relation in statement.relations) < 3_000


GOALS = """
青河市水务局2026年部门预算

项目支出绩效目标表
项目名称\t年度目标
河道保洁\t保持全市河道水面整洁有序。
水文监测\t{first}
泵站运维\t更换老旧水泵（含电机、阀门，并按期检修。
防汛演练\t{second}
堤防巡查\t全年巡查堤防并及时处置隐患。
"""


def test_of_cells_that_a_page_s_end_cut_no_bracket_lacks_its_other_half() -> None:
    first, second = "编制《青河市水文监测（含雨量）分析报告（初稿）", "和汇编》并印发，组织防汛演练两次。"
    said = [found for found in _printed(GOALS.format(first=first, second=second)).findings if found.code == "W108"]
    assert len(said) == 1  # the one that nothing closes, though as many are opened as closed
    assert said[0].span.start == GOALS.strip("\n").format(first=first, second=second).index("（含电机")


def test_amounts_in_yuan_that_look_like_codes_are_amounts() -> None:
    text = """松川市水文站2026年部门预算

表9
一般公共预算机关运行经费支出预算表
单位：元
科目编码	科目名称	机关运行经费支出
	合计	5905500
302	商品和服务支出	5905500
30201	办公费	1080300
30205	水费	157000
30206	电费	2430000
30211	差旅费	1348500
30213	维修（护）费	590000
"""
    assert [finding.code for finding in _report(text).findings if finding.severity is Severity.ERROR] == ["F101"]
    assert not _report(text.replace("1080300", "1380000")).findings


THREE_PUBLIC = """
青河市水务局2026年部门预算

“三公”经费、会议费、培训费支出预算表
单位：万元
合计\t“三公”经费\t\t\t\t\t会议费\t培训费
\t小计\t因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t公务接待费\t\t
440\t280\t80\t\t120\t80\t60.5\t99.5

第三部分 2026年部门预算情况说明
公务用车运行维护费支出{told}万元，公务接待费支出80万元。
"""


@pytest.mark.parametrize(("told", "said"), [("120", []), ("102", ["T101 ERROR"])])
def test_a_whole_amount_below_the_name_of_a_line_is_no_code(told: str, said: list[str]) -> None:
    assert [each for each in _said(THREE_PUBLIC.format(told=told)) if each[0] in "TF"] == said


TITLES = """
final-01 收支决算总体情况表
final-fiscal-expenditure 财政拨款支出决算表（功能科目）
final-fiscal-basic 财政拨款基本支出决算表（经济科目）
final-05 一般公共预算财政拨款支出决算表（功能科目）
final-06 一般公共预算财政拨款基本支出决算表（经济科目）
final-07 政府性基金财政拨款收支决算表
final-09 财政拨款“三公”经费、会议费和培训费支出决算表
final-09 “三公”经费公共预算财政拨款支出决算表
final-10 一般公共预算财政拨款机关运行经费支出决算表
budget-totals 收入支出预算总表
budget-fiscal-totals 财政拨款收入支出总体情况表
budget-general-functional 一般公共预算支出表（功能科目）
budget-general-economic 一般公共预算支出表（经济科目）
budget-basic-economic 一般公共预算基本支出预算明细表
budget-fund 政府性基金财政拨款收入支出预算表
budget-capital 国有资本经营预算收支情况表
budget-three-public 一般公共预算“三公”经费、会议费和培训费支出情况表
budget-three-public 一般公共预算财政拨款“三公”经费支出预算表
budget-operation 一般公共预算机关运行经费明细表
budget-projects 部门项目支出预算表（其他运转类、特定目标类项目）
""".split("\n")


@pytest.mark.parametrize("named", [line for line in TITLES if line])
def test_titles_of_all_provinces_are_known(named: str) -> None:
    kind, title = named.split(" ")
    found = lexicon().statement_title(plain(fold(f"公开05表 2024年{title}")))
    assert found is not None
    assert found.id == kind


def test_what_the_funds_carried_over_makes_what_is_carried_over() -> None:
    table = """
# 2024年度部门决算
财政拨款收入支出决算总表
单位：万元
收入\t\t支出\t\t\t
项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款
一、一般公共预算财政拨款\t900.00\t八、社会保障和就业支出\t844.00\t844.00\t
二、政府性基金预算财政拨款\t591.38\t二十三、其他支出\t640.00\t\t640.00
本年收入合计\t1491.38\t本年支出合计\t1484.00\t844.00\t640.00
年初财政拨款结转和结余\t105.67\t年末财政拨款结转和结余\t113.05\t100.43\t12.62
一般公共预算财政拨款\t{}\t\t\t\t
政府性基金预算财政拨款\t61.24\t\t\t\t
总计\t1597.05\t总计\t1597.05\t944.43\t652.62
"""
    assert _said(table.format("44.43")) == []
    assert [said.split()[0] for said in _said(table.format("74.43"))] == ["F101"]
