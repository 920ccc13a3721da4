"""Changes, rates and averages in wordings of which no document was at hand: what is right is silent and checked, what is wrong is found."""

import pytest
from passages import FINAL, lint, said, unchecked

TWO_YEARS = [
    ("2023年支出决算700.00万元，2024年支出决算770.00万元，增长10.00%。", "10.00%", "12.00%", "A101"),
    ("2023年“三公”经费支出7.00万元，2024年“三公”经费支出6.30万元，下降10.00%。", "下降", "增长", "D101"),
    ("上年预算数7.00万元，本年预算数6.30万元，减少0.70万元，下降10.00%。", "0.70", "0.80", "A102"),
    ("2024年收入合计950.00万元，上年收入合计1,000.00万元，增长-5.00%。", "-5.00%", "-6.00%", "A101"),
]
OF_A_BUDGET = [
    ("公务接待费预算1.00万元，决算1.20万元，超预算20.00%。", "20.00%", "25.00%", "A101"),
    ("公务接待费预算1.00万元，决算0.80万元，节约20.00%。", "20.00%", "25.00%", "A101"),
    ("采购预算500.00万元，实际采购金额450.00万元，节约资金50.00万元，节约率10.00%。", "10.00%", "11.00%", "A101"),
    ("采购预算500.00万元，成交金额450.00万元，节约资金50.00万元，节约率10.00%。", "50.00万元，节约率", "60.00万元，节约率", "A102"),
]  # fmt: skip
POINTS = [
    ("2024年预算执行率为95.20%，上年为93.10%，较上年提高2.10个百分点。", "2.10", "2.40", "A102"),
    ("财政拨款收入占总收入的比重由上年的85.00%上升到90.00%，提高5.00个百分点。", "提高5.00", "提高6.00", "A102"),
    ("财政拨款收入占总收入的比重由上年的85.00%上升到90.00%，提高5.00个百分点。", "上升到", "下降到", "D102"),
    ("基本支出占比由2023年的62.35%降至2024年的60.20%，下降2.15个百分点。", "2.15", "2.55", "A102"),
]
AVERAGES = [
    ("全年国内公务接待20批次、150人次，共支出1.00万元，平均每批次0.05万元。", "0.05", "0.06", "A111"),
    ("2024年因公出国（境）团组2个、6人次，支出12.00万元，人均2.00万元。", "人均2.00", "人均3.00", "A111"),
    ("会议费支出2.00万元，共召开会议10次，平均每次0.20万元。", "0.20", "0.30", "A111"),
]
AVERAGES += [
    ("全年接待国内来访300人次，人均50.00元，共支出1.50万元。", "50.00元", "60.00元", "A111"),
    ("公务用车运行维护费支出6.89万元，平均每辆车运行费1.72万元，公务用车保有量4辆。", "1.72", "1.27", "A111"),
]
EACH = [
    ("工资福利支出、商品和服务支出分别为500.00万元、200.00万元，分别比上年增加50.00万元、20.00万元，分别增长11.11%、11.11%。",
     "11.11%、11.11%", "11.11%、12.11%", "A101"),
    ("工资福利支出、商品和服务支出分别为500.00万元、200.00万元，比上年分别增加50.00万元和20.00万元，分别增长11.11%和11.11%。",
     "增加50.00", "增加60.00", "A101"),
]  # fmt: skip
OF_NOBODY = [
    ("决算1,200.00万元，较年初预算数1,000.00万元增加200.00万元，增长20.00%。", "20.00%", "22.00%", "A101"),
    ("2024年决算1,200.00万元，较2023年增加200.00万元，增长20.00%。", "20.00%", "22.00%", "A101"),
]
SHARES = [
    ("2024年对乡镇转移支付5,000.00万元，其中一般性转移支付2,000.00万元，专项转移支付3,000.00万元。", "3,000.00", "3,300.00", "A105"),
    ("政府采购支出总额150.00万元，占年初采购预算200.00万元的75.00%。", "75.00%", "57.00%", "A104"),
    ("2024年支出中，人员经费支出600.00万元，占总支出的60.00%；公用经费支出150.00万元，占总支出的15.00%；项目支出250.00万元，占总支出的25.00%。",
     "15.00%", "18.00%", "A104"),

    ("固定资产总额100.00万元，设备25.00万元，占固定资产总额的25.00%。", "25.00%", "35.00%", "A104"),
    ("固定资产原值900.00万元，累计折旧350.00万元，净值550.00万元。", "550", "560", "A105"),
    ("资产总计1,200.00万元，负债总计200.00万元，净资产总计1,000.00万元。", "1,000", "1,100", "A105"),
    ("全年支出800.00万元，其中：第一季度150.00万元，第二季度200.00万元，第三季度200.00万元，第四季度250.00万元。",
     "第二季度200", "第二季度210", "A105"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "right", "wrong", "code"),
    [*TWO_YEARS, *OF_A_BUDGET, *POINTS, *AVERAGES, *EACH, *OF_NOBODY, *SHARES],
)
def test_what_is_right_is_checked_and_what_is_wrong_is_found(sentence: str, right: str, wrong: str, code: str) -> None:
    text = f"{FINAL}四、其他\n{sentence}\n"
    assert sentence.count(right) == 1
    assert [each for each, _ in said(text) if each != "S115"] == []
    assert unchecked(text) in ([], ["150人次"], ["2个"])
    assert code in [each for each, _ in said(text.replace(right, wrong))]


def test_some_of_all_the_kinds_that_there_are_make_no_more_than_the_whole() -> None:
    text = "八、政府采购\n2024年政府采购支出总额200.00万元，其中：货物50.00万元，服务{}万元。\n"
    assert said(FINAL + text.format("140.00")) == []
    assert [code for code, _ in said(FINAL + text.format("160.00"))] == ["A105"]


def test_what_is_no_grant_is_no_share_of_grants() -> None:
    text = "二、收入决算情况\n财政拨款收入1,000.00万元，占总收入比重95.24%；其他收入50.00万元，占总收入比重4.76%。\n"
    assert said(FINAL + text) == []


def test_two_amounts_of_other_lines_or_years_are_not_compared() -> None:
    for sentence in (
        "2023年支出700.00万元，2024年收入770.00万元，增长12.00%。",
        "2021年支出700.00万元，2024年支出770.00万元，增长12.00%。",
        "2023年支出决算700.00万元，2024年支出预算770.00万元，增长12.00%。",
    ):
        assert said(f"{FINAL}四、其他\n{sentence}\n") == []


LIST = "四、项目\n项目支出1,218.46万元，包括：堤防巡查{}万元、水质监测850.00万元、泵站改造{}万元。\n"


def test_a_list_one_digit_above_its_total_or_one_slip_away_is_a_warning() -> None:
    assert said(FINAL + LIST.format("318.46", "50.00")) == []
    assert [code for code, _ in said(FINAL + LIST.format("338.46", "50.00"))] == ["A105"]
    assert [code for code, _ in said(FINAL + LIST.format("381.46", "50.00"))] == ["A105"]
    assert said(FINAL + LIST.format("218.46", "50.00")) == []  # perhaps not all are told


HEADED = "2024年支出决算1,200.00万元，较年初预算数1,000.00万元增加200.00万元，增长{}，较上年决算数900.00万元增加300.00万元，增长33.33%。\n"


@pytest.mark.parametrize("heading", ["四、支出决算", "三、支出决算总体情况", "（二）支出决算"])
def test_a_heading_that_names_a_side_settles_it(heading: str) -> None:
    right = f"{FINAL}{heading}\n{HEADED.format('20.00%')}"
    assert said(right) == unchecked(right) == []
    assert said(f"{FINAL}{heading}\n{HEADED.format('22.00%')}") == [("A101", "22.00%")]


ROUNDED = [
    ("支出预算比上年增加14,345.82万元，其中基本支出增加258.79万元，项目支出增加14,087.02万元。", "项目支出增加", "项目支出减少"),
    ("支出预算比上年减少246,429.22万元，主要是基本支出增加5,246.63万元，项目支出减少251,675.84万元。", "项目支出减少", "项目支出增加"),
    ("支出预算比上年减少246,429.22万元，主要是基本支出增加5,246.63万元，项目支出减少251,675.84万元。", "比上年减少", "比上年增加"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "right", "wrong"), ROUNDED)
def test_a_word_turned_round_among_rounded_movements_is_found(sentence: str, right: str, wrong: str) -> None:
    text = FINAL + "\n三、支出决算情况说明\n" + sentence + "\n"
    assert said(text) == []
    assert said(text.replace(right, wrong)) == [("D101", wrong[-2:])]


def test_what_stands_for_last_year_is_read_as_the_change_where_that_misses_the_rate_by_less() -> None:
    text = FINAL + "\n六、机关运行经费\n2024年机关运行经费{}万元，比上年1.43万元，增加0.68%。\n"
    assert said(text.format("210.32")) == [("A102", "1.43万元")]  # 缺少“增加”
    (found,) = lint(text.format("310.22")).findings
    assert "21593" not in found.message
    assert "1.43 ÷ (310.22 − 1.43) = 0.46% ≠ 0.68%" in found.message


def test_a_zero_left_off_makes_no_amount_suspect() -> None:
    text = FINAL + "\n六、其他\n委托业务费51,311.33万元，比上年增加8,516.1万元，增长{}。\n"
    assert said(text.format("19.9%")) == []
    assert said(text.format("18.9%")) == [("A101", "18.9%")]


PROJECTS = """
十三、预算绩效情况说明
1.馆藏图书采购项目绩效自评综述：全年预算数26.32万元，执行数26.32万元，完成预算的100%。
2.文旅宣传推广项目绩效自评综述：全年预算数{}万元，执行数{}万元，完成预算的100%。
"""


@pytest.mark.parametrize(("wrong", "code"), [("745.3", "A103"), ("72.53", "A103"), ("47.53", "A103")])
def test_a_completion_is_of_the_amounts_of_its_own_project(wrong: str, code: str) -> None:
    assert said(FINAL + PROJECTS.format("74.53", "74.53")) == []
    ((found, _),) = said(FINAL + PROJECTS.format("74.53", wrong))
    assert found == code
    (said_of,) = lint(FINAL + PROJECTS.format("74.53", "745.3")).findings
    assert said_of.stated == "745.3万元"
