"""Heads and columns of statements as other provinces and the central government lay them out, each right and wrong."""

import pytest
from passages import lint, said, shown

from gouji.findings import Severity

CHANGES = """
岭塘县农技站2025年单位预算

一般公共预算“三公”经费支出表
单位：万元
项目\t2024年预算数\t2025年预算数\t增减额\t{head}
合计\t6.13\t5.13\t-1.00\t{whole}
公务接待费\t1.19\t0.79\t-0.40\t{reception}
公务用车购置及运行费\t4.94\t4.34\t{less}\t-12.15
其中：公务用车运行费\t4.94\t4.34\t-0.60\t-12.15
"""
_RIGHT = {"head": "增减幅度（%）", "whole": "-16.31", "reception": "-33.61", "less": "-0.60"}


@pytest.mark.parametrize("head", ["增减幅度（%）", "增减%", "增幅(%)"])
def test_rates_of_change_are_no_parts_of_a_total(head: str) -> None:
    text = CHANGES.format(**_RIGHT | {"head": head})
    assert shown(text) == []
    coverage = lint(text).tables
    assert coverage.columns_evaluated == coverage.columns == 4


def test_a_wrong_rate_of_change_is_told_by_the_two_years() -> None:
    assert shown(CHANGES.format(**_RIGHT | {"reception": "-35.61"})) == ["A101 ERROR -35.61"]


def test_a_wrong_change_is_told_by_its_row() -> None:
    assert shown(CHANGES.format(**_RIGHT | {"less": "-0.80"})) == ["F102 ERROR -0.80"]


def test_changes_may_be_shown_without_their_sign() -> None:
    assert shown(CHANGES.replace("\t-", "\t").format(**{k: v.lstrip("-") for k, v in _RIGHT.items()})) == []


OF_PRIOR = """
松岗县财政局2024年部门预算

非税收入征收计划表
单位：万元
项目\t2023年执行数\t2024年预算数\t预算数为上年执行数的%
专项收入\t200.00\t210.00\t105.00
罚没收入\t400.00\t380.00\t{fines}
捐赠收入\t100.00\t150.00\t150.00
合计\t700.00\t740.00\t105.71
"""


def test_a_year_in_percent_of_the_one_before() -> None:
    assert shown(OF_PRIOR.format(fines="95.00")) == []
    assert shown(OF_PRIOR.format(fines="96.00")) == ["A101 ERROR 96.00"]


SHARES = """
松岗县财政局2024年部门预算

项目支出表
单位：万元
项目名称\t金额\t占比（%）
合计\t400.00\t100.00
水质监测\t100.00\t25.00
堤防巡查\t60.00\t{patrol}
泵站改造\t200.00\t50.00
河道清淤\t40.00\t10.00
"""


def test_shares_of_the_total_of_their_column() -> None:
    assert shown(SHARES.format(patrol="15.00")) == []
    assert shown(SHARES.format(patrol="16.00")) == ["A104 ERROR 16.00"]


CARRIED = """
绿洲养护局2024年部门预算

财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、本年收入\t500.00\t一、本年支出\t{spent}
（一）一般公共预算拨款\t500.00\t（一）教育支出\t{education}
二、上年结转\t42.00\t（二）住房保障支出\t100.00
\t\t二、结转下年\t
收入总计\t542.00\t支出总计\t542.00

一般公共预算支出表
单位：万元
科目编码\t科目名称\t2024年预算数\t\t
\t\t小计\t基本支出\t项目支出
205\t教育支出\t400.00\t300.00\t100.00
20502\t普通教育\t400.00\t300.00\t100.00
221\t住房保障支出\t100.00\t100.00\t
22102\t住房改革支出\t100.00\t100.00\t
合计\t\t500.00\t400.00\t100.00
"""


def test_general_expenditure_of_the_year_alone_beside_what_was_carried_over() -> None:
    assert shown(CARRIED.format(spent="542.00", education="442.00")) == []


def test_what_was_carried_over_mends_no_other_difference() -> None:
    said = shown(CARRIED.format(spent="552.00", education="452.00"))
    assert any(each.startswith(("X", "F")) for each in said)


BASIC_SUBTOTAL = """
额吉旗商务局2025年部门预算

一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出小计\t人员经费\t公用经费\t项目支出
\t合计\t110.00\t60.00\t50.00\t10.00\t50.00
205\t教育支出\t100.00\t50.00\t45.00\t5.00\t50.00
20502\t普通教育\t100.00\t50.00\t45.00\t5.00\t50.00
221\t住房保障支出\t10.00\t10.00\t5.00\t5.00\t
22102\t住房改革支出\t10.00\t10.00\t5.00\t5.00\t

2025年一般公共预算支出{total}万元，其中：基本支出{basic}万元。
"""


def test_the_subtotal_of_basic_spending_is_no_total() -> None:
    assert shown(BASIC_SUBTOTAL.format(total="110.00", basic="60.00")) == []
    assert shown(BASIC_SUBTOTAL.format(total="110.00", basic="61.00")) == ["T101 ERROR 61.00万元"]


CARRIED_COLUMN = """
临棠市组织服务中心2023年部门预算

项目支出表
单位：万元
项目名称\t合计\t本年拨款\t\t财政拨款结转结余
\t\t一般公共预算\t国有资本经营预算\t
合计\t{total}\t71.00\t6.00\t43.00
党员教育\t85.00\t42.00\t\t43.00
社会化管理\t6.00\t\t6.00\t
干部培训\t29.00\t29.00\t\t
"""


def test_money_carried_over_is_a_column_of_its_own() -> None:
    assert lint(CARRIED_COLUMN.format(total="120.00")).doubts == []
    assert shown(CARRIED_COLUMN.format(total="120.00")) == []
    assert shown(CARRIED_COLUMN.format(total="130.00")) == ["F101 ERROR 130.00"]


@pytest.mark.parametrize(
    ("title", "number", "kind"),
    [
        ("部门财务收支预算总表", "预算01-1表", "budget-totals"),
        ("财政拨款收支预算总体情况表", "表四：", "budget-fiscal-totals"),
        ("支出预算分类汇总表（按政府预算经济分类）", "预算公开表4", "budget-expenditure"),
        ("一般公共预算支出预算表（按功能科目分类）", "预算02-2表", "budget-general-functional"),
        ("一般公共预算项目支出情况表", "表七：", "budget-general-project"),
        ("一般公共预算项目支出情况表（按支出经济分类科目）", "表七：", "budget-general-project-economic"),
        ("一般公共预算基本支出情况表（按支出经济分类科目）", "表六：", "budget-basic-economic"),
        ("一般公共预算基本支出表--人员经费（工资福利支出）（按部门预算经济分类）", "预算公开表9", "budget-basic-part"),
        ("一般公共预算财政拨款基本支出表", "表六：", "budget-basic-economic"),
        ("一般公共预算“三公”经费、会议费、培训费支出情况表", "表八：", "budget-three-public"),
        ("“三公”经费、会议费、培训费预算统计表", "表七：", "budget-three-public"),
    ],
)
def test_titles_above_and_below_the_number_of_the_table(title: str, number: str, kind: str) -> None:
    table = "科目编码\t科目名称\t合计\n205\t教育支出\t100.00\n\t合计\t100.00\n"
    for caption in (f"{title}\n\n{number}", f"{number}\n\n{title}"):
        report = lint(f"听松县教育局2024年部门预算\n\n{caption}\n\n单位：万元\n\n{table}")
        assert [statement.id for statement in report.statements] == [kind]


DEBT = """
# 松岗县财政局2024年部门预算

## 2023年债务余额预算情况说明

2024年部门预算收入总计500.00万元。2024年支出总计500.00万元。

2023年末政府债务余额80.00万元，其中：一般债务50.00万元，专项债务30.00万元。
"""


def test_a_budget_tells_the_debt_of_the_end_of_last_year() -> None:
    assert shown(DEBT) == []
    assert any(
        each.startswith("Y101") for each in shown(DEBT.replace("2023年末政府债务余额", "2023年一般公共预算支出"))
    )


STAIRS = """
海川市港务局2026年部门预算

支出总体情况表
单位：万元
科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
\t\t\t合计\t500.00\t300.00\t200.00
201\t\t\t一般公共服务支出\t450.00\t250.00\t200.00
\t13\t\t商贸事务\t450.00\t250.00\t200.00
\t\t01\t行政运行\t250.00\t250.00\t
\t\t08\t招商引资\t{projects}\t\t{projects}
221\t\t\t住房保障支出\t50.00\t50.00\t
\t02\t\t住房改革支出\t50.00\t50.00\t
\t\t01\t住房公积金\t50.00\t50.00\t
"""


def test_a_row_that_shows_its_own_level_of_the_code_only() -> None:
    report = lint(STAIRS.format(projects="200.00"))
    assert [row.code for row in report.statements[0].bands[0].rows[1:5]] == ["201", "20113", "2011301", "2011308"]
    assert report.doubts == []
    assert shown(STAIRS.format(projects="200.00")) == []
    assert all(each.startswith("F101 ERROR") for each in shown(STAIRS.format(projects="210.00")))
    assert shown(STAIRS.format(projects="210.00"))


NAMES = """
海川市港务局2026年部门预算

收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款\t500.00\t一、一般公共服务支出\t{services}
1.一般公共预算拨款\t500.00\t商贸事务\t400.00
2.政府性基金预算拨款\t0.00\t行政运行\t250.00
二、单位资金\t0.00\t招商引资\t150.00
\t\t二、教育支出\t50.00
\t\t其他教育支出\t50.00
\t\t其他教育支出\t50.00
\t\t三、住房保障支出\t50.00
\t\t住房改革支出\t50.00
\t\t住房公积金\t50.00
本年收入合计\t500.00\t本年支出合计\t{total}
收入总计\t500.00\t支出总计\t500.00
"""


def test_names_without_codes_give_the_levels() -> None:
    assert lint(NAMES.format(services="400.00", total="500.00")).doubts == []
    assert shown(NAMES.format(services="400.00", total="500.00")) == []
    assert shown(NAMES.format(services="410.00", total="500.00")) == ["F101 ERROR 410.00"]


UNITS = """
青澜县商务局2025年部门预算

部门收入总体情况表
单位：万元
科目编码\t\t\t单位代码\t单位（科目名称）\t合计\t一般公共预算\t政府性基金
类\t款\t项\t\t\t\t\t
\t\t\t\t合计\t500.00\t440.00\t60.00
\t\t\t105\t青澜县商务局\t500.00\t440.00\t60.00
\t\t\t105001\t青澜县商务局本级\t300.00\t240.00\t60.00
201\t13\t01\t105001\t行政运行\t240.00\t240.00\t
212\t08\t99\t105001\t其他国有土地使用权出让收入安排的支出\t60.00\t\t60.00
\t\t\t105002\t青澜县招商中心\t200.00\t200.00\t
201\t13\t08\t105002\t招商引资\t200.00\t200.00\t
"""


def test_the_code_of_a_unit_is_no_level_of_an_items_code() -> None:
    rows = lint(UNITS).statements[0].bands[0].rows
    assert [row.code for row in rows] == ["", "", "", "2011301", "2120899", "", "2011308"]
    assert lint(UNITS).doubts == []
    assert shown(UNITS) == []


LABELLED = """
# 临棠市组织服务中心2023年部门预算

一般公共预算“三公”经费支出表
{number}{unit}

| 项目 | 预算数 |
|---|---|
| 合计 | {total} |
| 公务接待费 | 3.00 |
| 公务用车购置及运行费 | 4.00 |
"""


@pytest.mark.parametrize("unit", ["部门/单位：临棠市组织服务中心\t单位：万元", "| 编制单位：某中心 | 单位：万元 |"])
def test_lines_over_a_table_that_are_set_out_as_one(unit: str) -> None:
    (statement,) = lint(LABELLED.format(number="", unit=unit, total="7.00")).statements
    assert statement.id == "budget-three-public"
    assert statement.unit_stated
    assert shown(LABELLED.format(number="", unit=unit, total="7.00")) == []
    assert shown(LABELLED.format(number="", unit=unit, total="8.00")) == ["F101 ERROR 8.00"]


def test_what_is_secret_may_be_left_out_of_a_list() -> None:
    missing = STAIRS.replace("\t\t08\t招商引资\t{projects}\t\t{projects}\n", "")
    assert any(each.startswith("F101 ERROR") for each in shown(missing))
    note = "\n根据国家保密法律法规的规定，部分涉密事项在预算公开时予以剔除。\n"
    assert shown(missing + note) == []
    assert shown(STAIRS.format(projects="210.00") + note)


APART = """
赣源市商务局2025年部门预算

一般公共预算“三公”经费支出表
单位：万元
单位编码\t单位名称\t合计\t因公出国（境）费\t公务接待费\t公务用车运行维护费\t公务用车购置费
\t合计\t{whole}\t\t1.61\t3.15\t
105001\t赣源市商务局本级\t4.76\t\t1.61\t3.15\t
"""


def test_cars_told_apart_are_all_of_the_three_public_costs() -> None:
    assert shown(APART.format(whole="4.76")) == []
    (said,) = lint(APART.format(whole="4.86")).findings
    assert (said.code, said.stated, said.expected) == ("F101", "4.86", "4.76万元")
    assert [related.message.rpartition("：")[2] for related in said.related] == ["4.76万元", "1.61万元", "3.15万元"]


HEADED = """
岭塘县农技站2024年度单位决算

一般公共预算财政拨款基本支出决算明细表
单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t80.00\t302\t商品和服务支出\t70.50\t307\t债务利息及费用支出\t0.00
30101\t基本工资\t80.00\t30201\t办公费\t70.50\t310\t资本性支出\t0.00
人员经费合计\t\t80.00\t公用经费合计\t\t\t\t\t{public}
"""


def test_the_head_of_several_bands_says_no_more_of_a_class_than_its_table() -> None:
    assert shown(HEADED.format(public="70.50")) == []
    assert shown(HEADED.format(public="71.50")) == ["F101 ERROR 71.50"]


_MOVED = """
2024年度部门决算
机关运行经费支出情况表
单位：万元
经济分类编码\t\t经济分类名称\t\t机关运行经费支出决算数
\t\t合计\t\t{total}
302\t\t商品和服务支出\t\t{total}
30201\t\t办公费\t\t11.86
30202\t\t印刷费\t\t1.50
30211\t\t差旅费\t\t1.65
经济分类编码\t经济分类名称\t机关运行经费支出决算数
30226\t劳务费\t5.88
30231\t公务用车运行维护费\t2.10
"""


@pytest.mark.parametrize("total", ["22.99", "25.00"])
def test_rows_under_a_second_head_whose_columns_stand_elsewhere_prove_nothing(total: str) -> None:
    text = _MOVED.format(total=total)
    assert shown(text) == []
    (statement,) = lint(text).statements
    assert any("另有一行表头" in doubt for doubt in statement.table.doubts)


CARS_BY_SHORT_NAMES = """
松岗县统计局2026年单位预算

“三公”经费和机关运行经费预算表
单位：万元
“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t\t\t
\t\t\t小计\t购置费\t运行费\t
44.10\t12.00\t2.50\t29.60\t{bought}\t9.60\t0.00

“三公”经费情况说明
公务用车购置费20.00万元，公务用车运行费9.60万元。
"""


def test_short_names_of_what_cars_cost_are_known_under_their_head() -> None:
    right = CARS_BY_SHORT_NAMES.format(bought="20.00")
    assert shown(right) == []
    assert lint(right).tieout.coverage.tied == 2
    (found,) = lint(CARS_BY_SHORT_NAMES.format(bought="20.30")).findings
    assert (found.code, found.severity, found.stated) == ("T101", Severity.ERROR, "20.30")
    assert "机关运行经费预算表》“购置费”为20.30万元" in found.message


FRACTIONS = """
松岗县财政局2024年部门预算

一般公共预算支出表
单位：万元
科目编码\t科目名称\t2023年预算数\t2024年预算数\t增减额\t{head}
201\t一般公共服务支出\t400.00\t420.00\t20.00\t0.05
205\t教育支出\t800.00\t700.00\t-100.00\t{education}
208\t社会保障和就业支出\t250.00\t300.00\t50.00\t0.2
210\t卫生健康支出\t150.00\t120.00\t-30.00\t-0.2
合计\t\t1600.00\t1540.00\t-60.00\t-0.0375
"""


@pytest.mark.parametrize("head", ["增减%", "增减比例"])
def test_percentages_that_a_sheet_keeps_as_fractions(head: str) -> None:
    right = {"head": head, "education": "-0.125"}
    assert shown(FRACTIONS.format(**right)) == []
    coverage = lint(FRACTIONS.format(**right)).tables
    assert coverage.columns_evaluated == coverage.columns == 4
    assert shown(FRACTIONS.format(**right | {"education": "-0.152"})) == ["A101 ERROR -0.152"]


ASSETS = """
松岗县文化馆2024年度单位决算

国有资产占用情况表
单位：万元
项目\t账面原值\t累计折旧\t{head}
合计\t8200.00\t2600.00\t5600.00
房屋和构筑物\t5000.00\t1200.00\t3800.00
设备\t3000.00\t{less}\t{left}
图书和档案\t200.00\t100.00\t100.00
"""


@pytest.mark.parametrize("head", ["净值", "账面净值"])
def test_what_is_left_of_assets_behind_their_depreciation(head: str) -> None:
    right = {"head": head, "less": "1300.00", "left": "1700.00"}
    assert shown(ASSETS.format(**right)) == []
    assert shown(ASSETS.format(**right | {"less": "1030.00"})) == ["F102 ERROR 1030.00"]
    assert shown(ASSETS.format(**right | {"left": "7100.00"})) == ["F102 ERROR 7100.00"]


WHOLE = """
石岭经济开发区2025年政府预算

2024年石岭经济开发区政府债务限额余额情况表
单位：万元
项目\t一般债务\t专项债务\t合计
一、2023年末债务余额\t40000\t60000\t100000
二、2024年新增债务\t5000\t9000\t14000
三、2024年偿还债务本金\t2000\t3000\t5000
四、2024年末债务余额\t43000\t{special}\t109000
五、2024年末债务限额\t45000\t70000\t115000
"""


def test_whole_amounts_behind_names_are_no_codes() -> None:
    assert shown(WHOLE.format(special="66000")) == []
    assert [finding[:4] for finding in shown(WHOLE.format(special="60600"))] == ["F102"]


PURCHASES = """
松岗县文化馆2024年单位预算

政府采购预算表
单位：万元
采购项目名称\t采购目录\t合计\t货物\t工程\t服务
合计\t\t560.00\t260.00\t100.00\t{services}
设备更新\tA02仪器\t260.00\t260.00\t0.00\t0.00
展厅维修\tB08修缮\t100.00\t0.00\t100.00\t0.00
物业服务\tC21物业\t200.00\t0.00\t0.00\t200.00
"""


def test_the_kinds_of_purchases_make_up_their_total() -> None:
    assert shown(PURCHASES.format(services="200.00")) == []
    assert shown(PURCHASES.format(services="20.00")) == ["F101 ERROR 20.00"]


TWO_YEARS = """
松岗县文化馆2024年单位预算

部门收支总表
单位：万元
项目\t2023年预算数\t2024年预算数\t增减额\t增减比例\t项目\t2023年预算数\t2024年预算数\t增减额\t增减比例
一、一般公共预算拨款收入\t400.00\t420.00\t20.00\t5.00%\t一、文化旅游体育与传媒支出\t300.00\t330.00\t30.00\t10.00%
二、事业收入\t-\t-\t-\t-\t二、社会保障和就业支出\t100.00\t90.00\t-10.00\t-10.00%
本年收入合计\t400.00\t420.00\t20.00\t5.00%\t本年支出合计\t400.00\t420.00\t20.00\t5.00%
上年结转\t-\t-\t-\t-\t结转下年\t-\t-\t-\t-
收入总计\t400.00\t420.00\t{change}\t{rate}\t支出总计\t400.00\t420.00\t20.00\t5.00%
"""


def test_few_rows_bear_out_a_change_between_the_two_years_that_heads_name() -> None:
    assert shown(TWO_YEARS.format(change="20.00", rate="5.00%")) == []
    assert shown(TWO_YEARS.format(change="20.50", rate="5.00%")) == ["F102 ERROR 20.50"]
    assert shown(TWO_YEARS.format(change="20.00", rate="5.50%")) == ["A101 ERROR 5.50%"]


DEDUCTED = """
青河市水务局2026年部门预算

一般公共预算支出表
金额单位：万元
科目编码\t科目名称\t预算数\t\t\t\t\t
\t\t合计\t基本支出\t\t\t项目支出\t
\t\t\t小计\t人员经费\t公用经费\t项目支出总数\t扣除基建项目后预算数
2050803\t培训支出\t{}\t10.00\t\t10.00\t92.14\t92.14
2080501\t行政单位离退休\t31.40\t31.40\t25.27\t6.13\t\t
2130301\t行政运行\t910.53\t863.62\t281.42\t582.20\t46.91\t46.91
2130305\t水利工程建设\t504.63\t\t\t\t504.63\t404.63
合计\t\t1,548.70\t905.02\t306.69\t598.33\t643.68\t543.68
"""


def test_what_is_left_of_a_column_without_some_is_no_column_beside_it() -> None:
    assert said(DEDUCTED.format("102.14")) == []
    assert [code for code, _ in said(DEDUCTED.format("120.14"))] == ["F102"]


MEETINGS = """
青河市水务局2026年部门预算

“三公”经费、会议费、培训费支出预算表
单位：万元
合计\t“三公”经费\t\t\t\t\t\t会议费\t培训费
\t小计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t\t
\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t
254.26\t83.36\t22.25\t18.36\t\t18.36\t{}\t130.52\t40.38
"""


def test_the_total_of_meetings_and_training_as_well_is_not_that_of_the_three() -> None:
    assert said(MEETINGS.format("42.75")) == []
    assert [code for code, _ in said(MEETINGS.format("52.75"))] == ["F102"]
