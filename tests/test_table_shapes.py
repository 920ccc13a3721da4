"""Shapes of statements that a head, a list number or a name settles, each right and wrong."""

import pytest
from passages import lint, shown

LEVELS = """
塔源县水务站2023年度单位决算

收入决算表
{label}项目\t\t\t\t本年收入合计\t财政拨款收入\t其他收入
科目编码\t\t\t科目名称\t\t\t
合计\t\t\t\t500.00\t480.00\t20.00
205\t\t\t教育支出\t100.00\t80.00\t20.00
205\t08\t\t进修及培训\t100.00\t80.00\t20.00
205\t08\t03\t培训支出\t{training}\t80.00\t20.00
213\t\t\t农林水支出\t400.00\t400.00\t0.00
213\t03\t\t水利\t400.00\t400.00\t0.00
213\t03\t05\t水利工程建设\t300.00\t300.00\t0.00
213\t03\t14\t防汛\t100.00\t100.00\t0.00
"""


@pytest.mark.parametrize("label", ["", "部门：塔源县水务站\t金额单位：万元\n"])
def test_levels_of_a_code_below_one_header(label: str) -> None:
    report = lint(LEVELS.format(training="100.00", label=label))
    (statement,) = report.statements
    assert [row.code for row in statement.bands[0].rows[1:4]] == ["205", "20508", "2050803"]
    assert report.tables.columns_evaluated == report.tables.columns == 3
    assert report.doubts == []
    assert shown(LEVELS.format(training="100.00", label=label)) == []
    assert shown(LEVELS.format(training="110.00", label=label)) == ["F102 ERROR 110.00"]


ABREAST = """
措岭县团委2016年度部门决算

收入支出决算总表
单位：元
收入\t\t\t支出\t\t\t\t\t
项目\t行次\t决算数\t项目（按功能分类）\t行次\t决算数\t项目（按支出性质）\t行次\t决算数
一、财政拨款收入\t1\t800.00\t一、一般公共服务支出\t4\t800.00\t一、基本支出\t7\t{basic}
二、事业收入\t2\t\t二、教育支出\t5\t\t人员经费\t8\t
本年收入合计\t3\t800.00\t本年支出合计\t6\t800.00\t日常公用经费\t9\t
\t\t\t\t\t\t二、项目支出\t10\t200.00
合计\t\t800.00\t合计\t\t800.00\t合计\t\t800.00
"""


def test_the_number_of_a_line_is_no_amount_of_a_row_left_blank() -> None:
    assert shown(ABREAST.format(basic="600.00")) == []
    assert shown(ABREAST.format(basic="610.00")) == ["F101 ERROR 800.00"]


INSURANCE = """
苏岭旗2026年政府预算

社会保险基金预算收支表
单位：万元
项目\t合计\t居民养老保险\t机关养老保险
一、上年滚存结余\t9,000\t5,000\t4,000
二、本年收入\t7,000\t3,000\t{income}
其中：保险费收入\t4,200\t900\t3,300
财政补贴收入\t2,600\t2,000\t600
利息收入\t200\t100\t100
三、本年支出\t6,500\t2,500\t4,000
四、年末滚存结余\t9,500\t5,500\t4,000
"""


def test_a_numbered_total_is_not_the_sum_of_the_numbers_before_it() -> None:
    assert shown(INSURANCE.format(income="4,000")) == []
    assert lint(INSURANCE.format(income="4,000")).doubts == []
    assert shown(INSURANCE.format(income="4,100")) == ["F101 ERROR 4,100"]


INFORMATION = """
敖岭旗环保分局2022年度部门决算

机构运行经费支出、国有资产占用情况及政府采购支出信息表
单位：万元
项目\t行次\t统计数\t项目\t行次\t统计数
一、机构运行经费支出\t1\t76.02\t三、政府采购支出合计\t7\t{purchases}
（一）行政单位\t2\t{office}\t1.货物支出\t8\t120.00
（二）参照公务员法管理事业单位\t3\t\t2.工程支出\t9\t56.00
二、国有资产占用情况\t4\t\t3.服务支出\t10\t230.00
（一）车辆数合计（辆）\t5\t4\t\t\t
（二）单价100万元（含）以上设备（台、套）\t6\t2\t\t\t
"""


def test_a_numbered_row_without_amounts_heads_those_below_it() -> None:
    report = lint(INFORMATION.format(office="76.02", purchases="406.00"))
    assert [statement.id for statement in report.statements] == ["final-information"]
    assert report.doubts == []
    assert shown(INFORMATION.format(office="76.02", purchases="406.00")) == []
    assert shown(INFORMATION.format(office="66.02", purchases="406.00")) == ["F101 ERROR 76.02"]
    assert shown(INFORMATION.format(office="76.02", purchases="416.00")) == ["F101 ERROR 416.00"]


BLANK_HEAD = """
白棠县商务局2024年部门预算

收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、拨入的各项资金\t\t一、教育支出\t500.00
（一）一般公共预算拨款\t400.00\t二、住房保障支出\t50.00
（二）政府性基金预算拨款\t100.00\t\t
二、其他收入\t50.00\t\t
收入总计\t{total}\t支出总计\t550.00
"""


def test_the_parts_of_a_row_without_amounts_stand_for_it() -> None:
    assert shown(BLANK_HEAD.format(total="550.00")) == []
    assert lint(BLANK_HEAD.format(total="550.00")).doubts == []
    assert shown(BLANK_HEAD.format(total="560.00"))


PURCHASES = """
朱岭街道2024年部门预算

政府采购预算表
单位：万元
序号\t采购项目\t数量\t{head}\t其中：本年支付金额
1\t台式计算机\t12\t{computers}\t72.00
2\t打印机\t3\t9.00\t9.00
3\t物业服务\t1\t360.00\t360.00
4\t道路维修\t2\t155.00\t155.00
合计\t\t18\t596.00\t596.00
"""


@pytest.mark.parametrize("head", ["采购预算金额", "金额合计", "采购内容"])
def test_a_list_of_purchases_with_two_equal_amounts(head: str) -> None:
    report = lint(PURCHASES.format(head=head, computers="72.00"))
    assert report.doubts == []
    assert report.tables.columns_evaluated == report.tables.columns == 2
    assert shown(PURCHASES.format(head=head, computers="72.00")) == []
    assert shown(PURCHASES.format(head=head, computers="7.20")) == ["F102 ERROR 7.20"]


BETWEEN = """
邕岭市科协2023年部门预算

一般公共预算“三公”经费支出情况表
单位：万元
项目\t2022年\t2023年\t{first}\t{second}
{below}合计\t6.13\t5.13\t-1.00\t-16.31
公务接待费\t1.19\t0.79\t{reception}\t-33.61
公务用车购置及运行费\t4.94\t4.34\t-0.60\t-12.15

2023年“三公”经费预算5.13万元。
"""
_GROUP = {"first": "2023比2022", "second": "", "below": "\t\t\t金额\t%\n"}
_ALONE = {"first": "2023年比2022年", "second": "增减%", "below": ""}


@pytest.mark.parametrize("head", [_GROUP, _ALONE])
def test_a_column_of_one_year_compared_with_another(head: dict[str, str]) -> None:
    right = BETWEEN.format(**head, reception="-0.40")
    report = lint(right)
    assert shown(right) == []
    assert report.doubts == []
    assert report.tables.columns_evaluated == report.tables.columns == 4
    assert shown(BETWEEN.format(**head, reception="-0.50")) == ["F102 ERROR -0.50"]


LIMITS = """
苏岭旗2026年政府预算

2025年地方政府债务限额及余额情况表
单位：万元
地区\t2025年债务限额\t\t\t2025年末债务余额\t\t
\t合计\t一般债务\t专项债务\t合计\t一般债务\t专项债务
苏岭旗\t150,000\t90,000\t{special}\t143,000\t86,000\t57,000
"""


def test_general_and_special_debt_beside_their_total() -> None:
    assert shown(LIMITS.format(special="60,000")) == []
    assert shown(LIMITS.format(special="60,080")) == ["F102 ERROR 150,000"]


BANDS = """
巢岭县法院2024年度部门决算

一般公共预算财政拨款基本支出决算明细表
单位：万元
人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t80.00\t302\t商品和服务支出\t70.50
30101\t基本工资\t80.00\t30201\t办公费\t70.50
人员经费合计\t\t80.00\t公用经费合计\t\t70.50
合计\t\t\t\t\t150.50
"""


def test_the_total_of_two_bands_stands_in_the_last() -> None:
    report = lint(BANDS)
    assert report.doubts == []
    assert shown(BANDS) == []
    assert report.tables.totals_evaluated == report.tables.totals


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收入决算表（分单位）", "final-02"),
        ("一般公共预算财政拨款项目支出决算明细表", "final-12"),
        ("项目收入支出决算表", "final-projects"),
        ("一般公共预算及政府性基金财政拨款“三公”经费支出决算表", "final-09"),
        ("2026年对下税收返还和转移支付分地区表", "government-transfers"),
        ("地方政府债券还本付息情况表", "government-debt"),
        ("2026年“三公”经费预算汇总表", "budget-three-public"),
    ],
)
def test_titles_of_other_provinces(title: str, kind: str) -> None:
    text = f"松岗县财政局2024年度部门决算\n\n{title}\n单位：万元\n项目\t合计\n甲\t1.00\n合计\t1.00\n"
    assert [statement.id for statement in lint(text).statements] == [kind]


UNDER_ALL = """
曲岭乡2025年部门预算

部门支出预算总表
单位：万元
科目编码\t科目名称\t总计\t\t\t本年预算\t\t上年结转\t
\t\t合计\t基本支出\t项目支出\t基本支出\t项目支出\t基本支出\t项目支出
201\t一般公共服务支出\t700.00\t600.00\t100.00\t600.00\t{year}\t0.00\t20.00
20103\t政府办公厅（室）及相关机构事务\t700.00\t600.00\t100.00\t600.00\t80.00\t0.00\t20.00
212\t城乡社区支出\t300.00\t0.00\t300.00\t0.00\t250.00\t0.00\t50.00
21201\t城乡社区管理事务\t300.00\t0.00\t300.00\t0.00\t250.00\t0.00\t50.00
\t总计\t1,000.00\t600.00\t400.00\t600.00\t330.00\t0.00\t70.00
"""


def test_each_kind_of_spending_below_the_header_of_all_money() -> None:
    assert shown(UNDER_ALL.format(year="80.00")) == []
    assert lint(UNDER_ALL.format(year="80.00")).doubts == []
    assert shown(UNDER_ALL.format(year="90.00")) == ["F101 ERROR 90.00"]
