"""Wordings of provinces of which no document was at hand: what is right stays silent, what is wrong is found at its place."""

import pytest
from passages import BUDGET, FINAL, lint, said, unchecked

from gouji.lexicon import lexicon
from gouji.lexicon.profiles import recognise

OF_NOTHING = """
五、一般公共预算财政拨款支出决算情况说明
（一）外交支出年初预算数为0万元，支出决算数为0万元，完成年初预算的0%，决算数{0}年初预算数。
（二）科学技术支出年初预算为0.00万元，支出决算为5.00万元，完成年初预算的0%。决算数{1}年初预算数的主要原因：年中追加专项资金。
"""


def test_the_rate_of_a_budget_of_nothing_says_nothing() -> None:
    assert said(FINAL + OF_NOTHING.format("等于", "大于")) == []
    assert said(FINAL + OF_NOTHING.format("等于", "小于")) == [("D104", "小于")]
    assert said(FINAL + OF_NOTHING.format("大于", "大于")) == [("D104", "大于")]


FUND = """
八、政府性基金预算财政拨款支出决算情况说明
2024年度政府性基金预算财政拨款年初结转和结余50.00万元，收入1,900.00万元，支出1,860.00万元，年末结转和结余90.00万元。支出年初预算为1,674.00万元，完成年初预算的{}。
"""


def test_a_budget_with_which_a_sentence_begins_is_of_no_balance_before_it() -> None:
    assert said(FINAL + FUND.format("111.11%")) == []
    assert [code for code, _ in said(FINAL + FUND.format("181.11%"))] == ["A103"]


SMALL = """
（二）政府采购支出情况
2024年度政府采购支出总额200.00万元，其中：货物支出100.00万元、工程支出40.00万元、服务支出60.00万元。授予中小企业合同金额180.00万元，占90.00%；其中授予小微企业合同金额126.00万元，占{}。
"""


@pytest.mark.parametrize("rate", ["63.00%", "70.00%"])
def test_a_share_within_a_list_may_be_of_what_the_list_is_a_share_of(rate: str) -> None:
    assert said(FINAL + SMALL.format(rate)) == []


def test_a_share_within_a_list_that_is_of_neither() -> None:
    assert ("A104", "73.00%") in said(FINAL + SMALL.format("73.00%"))


NATURES = """
二、财政拨款支出预算情况
2024年财政拨款支出200.00万元。
按支出性质分类：基本支出160.00万元，占80.00%，其中人员经费120.00万元，公用经费40.00万元；项目支出40.00万元，占{}。
"""


def test_what_stands_beside_a_part_is_no_part_of_it() -> None:
    assert said(BUDGET + NATURES.format("20.00%")) == []
    assert [code for code, _ in said(BUDGET + NATURES.format("25.00%"))] == ["A104"]


NESTED = """
二、部门预算安排的总体情况
2024年支出预算955.00万元，其中基本支出487.00万元，包括人员经费443.00万元和日常公用经费{}万元；项目支出468.00万元，主要为社区工作经费等。
"""


def test_a_list_within_a_list_is_checked() -> None:
    assert said(BUDGET + NESTED.format("44.00")) == unchecked(BUDGET + NESTED.format("44.00")) == []
    assert [code for code, _ in said(BUDGET + NESTED.format("47.00"))] == ["A105"]


def test_a_title_that_promises_reasons_is_not_one_that_lacks_them() -> None:
    assert said(BUDGET + "四、“三公”经费预算情况及增减变化原因\n2024年“三公”经费预算3.50万元。\n") == []
    assert [code for code, _ in said(BUDGET + "四、“三公”经费预算情况\n比上年减少0.50万元，主要原因是。\n")] == ["W104"]


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["部门预算一般公共预算财政拨款基本支出表"], "national-budget"),
        (["财政拨款基本支出表", "财政拨款基本支出预算情况说明"], "jiangsu-budget"),
        (["财政拨款基本支出表"], "national-budget"),
    ],
)
def test_a_statement_of_the_general_budget_is_no_mark_of_a_province(titles: list[str], name: str) -> None:
    profile = recognise("budget", titles, lexicon())
    assert profile is not None
    assert profile.name == name


ADJUSTED = """
二、2024年度一般公共预算财政拨款支出决算情况。
1.行政运行（项）年初预算176.00万元，年中{}万元，调整后预算{}万元，支出决算206.00万元，完成年初预算的117.05%。
"""


@pytest.mark.parametrize("told", [("调增36.00", "212.00"), ("追加36.00", "212.00"), ("调减16.00", "160.00")])
def test_what_the_initial_budget_became(told: tuple[str, str]) -> None:
    assert said(FINAL + ADJUSTED.format(*told)) == []
    assert "36.00万元" not in unchecked(FINAL + ADJUSTED.format(*told))
    assert [code for code, _ in said(FINAL + ADJUSTED.format("调增36.00", "221.00"))] == ["A102"]


TOTALS = """
一、收入支出决算总体情况
（一）收入总计1,000.00万元，包括：
1.财政拨款收入900.00万元，占收入总计的90.00%。
2.其他收入{}万元，占收入总计的{}。
与上年相比，今年收入总计增加50.00万元，增长5.26%。
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、财政拨款收入\t900.00\t一、教育支出\t1,020.00
二、其他收入\t100.00\t\t
本年收入合计\t1,000.00\t本年支出合计\t1,020.00
年初结转和结余\t80.00\t年末结转和结余\t60.00
总计\t1,080.00\t总计\t1,080.00
"""


def test_a_text_may_call_the_years_own_income_its_grand_total() -> None:
    assert said(FINAL + TOTALS.format("100.00", "10.00%")) == []
    assert said(FINAL + TOTALS.format("100.00", "10.00%").replace("总计1,000", "总计1,010")) != []


@pytest.mark.parametrize(("text", "codes"), [("2辆", []), ("1辆", []), ("4辆", ["A108"])])
def test_one_kind_of_vehicles_is_no_more_than_all(text: str, codes: list[str]) -> None:
    assert [code for code, _ in said(FINAL + f"（三）国有资产占用情况\n车辆2辆，其中其他用车{text}。\n")] == codes


def test_what_the_funds_pay_for_is_no_more_than_the_whole() -> None:
    text = "五、支出情况\n项目支出100.00万元，其中：一般公共预算{}万元，政府性基金40.00万元。\n"
    assert said(FINAL + text.format("60.00")) == []
    assert [code for code, _ in said(FINAL + text.format("70.00"))] == ["A105"]


LEVELS = """
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出200.00万元，主要用于以下方面：
1.教育支出（类）100.00万元，占50.00%。
（1）小学教育（项）60.00万元，占{}。
2.卫生健康支出（类）100.00万元，占50.00%。
"""


def test_a_share_of_an_item_may_be_of_its_class() -> None:
    assert said(FINAL + LEVELS.format("60.00%")) == said(FINAL + LEVELS.format("30.00%")) == []
    assert said(FINAL + LEVELS.format("40.00%")) == [("A104", "40.00%")]


RESUMED = """
八、“三公”经费预算情况说明
2024年“三公”经费预算数为1.90万元，其中：公务用车运行费1.50万元，公务接待费0.40万元。
2024年“三公”经费预算比上年减少0.40万元，下降17.39%，其中：公务用车运行费减少0.30万元，下降16.67%，主要原因是严格控制支出；公务接待费减少0.10万元，下降{}，主要原因是厉行节约。
"""


def test_behind_a_reason_the_next_line_is_compared() -> None:
    assert said(BUDGET + RESUMED.format("20.00%")) == unchecked(BUDGET + RESUMED.format("20.00%")) == []
    assert said(BUDGET + RESUMED.format("29.00%")) == [("A101", "29.00%")]


def test_behind_counts_the_talk_is_of_the_money_again() -> None:
    text = "（三）公务接待费支出0.70万元，国内公务接待6批次，332人次。较上年减少0.10万元，下降{}。\n"
    head = FINAL + "六、财政拨款安排的“三公”经费支出决算情况说明。\n"
    assert "12.50%" not in unchecked(head + text.format("12.50%"))
    assert said(head + text.format("15.50%")) == [("A101", "15.50%")]


def test_rows_that_came_out_one_cell_a_line_are_no_sections_without_text() -> None:
    assert said(FINAL + "三、国有资本经营预算收入\n3\n四、公共安全支出\n3\n五、教育支出\n35\n398.93\n") == []


def test_the_kinds_of_projects_make_up_all_spending() -> None:
    text = "三、支出预算说明\n2024年支出预算2,097.44万元，其中：人员类项目{}万元，运转类项目540.78万元，特定目标类项目200.80万元。\n"
    assert said(BUDGET + text.format("1,355.86")) == unchecked(BUDGET + text.format("1,355.86")) == []
    assert said(BUDGET + text.format("1,535.86")) == [("A105", "1,535.86万元")]


def test_the_changes_of_natures_make_up_that_of_the_whole() -> None:
    text = (
        "3、比上年增减情况\n2024年预算收支安排954.99万元，较2023年预算增加80.94万元，增长9.26%，其中：基本支出减少1.23万元，"
        "主要为人员经费变动；项目支出增加{}万元，主要为社区工作经费变动。\n"
    )
    assert said(BUDGET + text.format("82.17")) == unchecked(BUDGET + text.format("82.17")) == []
    assert said(BUDGET + text.format("28.17")) == [("A105", "28.17万元")]


def test_what_each_vehicle_costs() -> None:
    text = "七、“三公”经费情况\n公务用车运行维护支出73,128.55元，公务用车保有量{}辆，平均每辆运行维护费14,625.71元。\n"
    assert said(FINAL + text.format(5)) == []
    assert [code for code, _ in said(FINAL + text.format(7))] == ["A111"]


def test_what_an_amount_is_for_is_told_behind_its_change() -> None:
    text = "（一）机关运行经费\n机关运行经费支出115.81万元，比上年增加19.07万元，增长19.71%。主要用于：办公费80.00万元、水费35.81万元。\n"
    assert said(FINAL + text) == unchecked(FINAL + text) == []


PERSONNEL = """
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出100.00万元。支出按经济分类科目分：
1.工资福利支出80.00万元，主要包括：基本工资{}万元、津贴补贴35.00万元。
2.商品和服务支出20.00万元，为办公费。
一般公共预算财政拨款基本支出决算明细表
单位：万元
人员经费\t\t\t公用经费\t\t
科目代码\t科目名称\t决算数\t科目代码\t科目名称\t决算数
301\t工资福利支出\t80.00\t302\t商品和服务支出\t20.00
30101\t基本工资\t45.00\t30201\t办公费\t20.00
30102\t津贴补贴\t35.00\t\t\t
人员经费合计\t\t80.00\t公用经费合计\t\t20.00
"""


def test_an_item_of_personnel_costs_is_that_of_basic_spending() -> None:
    assert said(FINAL + PERSONNEL.format("45.00")) == []
    assert said(FINAL + PERSONNEL.format("54.00")) == [("T101", "54.00万元")]


def test_what_stands_before_and_the_rest_are_examples() -> None:
    text = "（一）基本支出情况\n2024年度基本支出100.00万元。其中：基本工资、津贴补贴等人员经费支出80.00万元；办公费、水电费等公用经费{}万元。\n"
    assert said(FINAL + text.format("20.00")) == unchecked(FINAL + text.format("20.00")) == []
    assert [code for code, _ in said(FINAL + text.format("30.00"))] == ["A105"]


def test_a_line_far_from_full_ends_its_paragraph() -> None:
    text = "三、公务用车\n公务用车购置费预算安排0万元，与2023年预算持平\n公务用车运行维护费预算安排8.00万元，较2023年预算{}，主要原因是厉行节约，压减车辆燃油、维修、保险等各方面支出。\n"
    assert said(BUDGET + text.format("下降42.86%")) == []
    wrong = "下降42.86%，减少3.00万元"
    assert [code for code, _ in said(BUDGET + text.format(wrong))] == ["A101"]


def test_what_is_flat_says_nothing_of_the_next_amount() -> None:
    text = "三、公务用车\n公务用车购置费0万元，与2023年预算持平公务用车运行维护费8.00万元，较2023年预算下降42.86%。\n"
    assert said(BUDGET + text) == []


STAFF = "二、人员情况\n{}。\n"


@pytest.mark.parametrize(
    "text",
    [
        "现有人数10人，其中：在职编制5人；离退休0人。其中：副科级领导职数2人，正科级领导职数1人",
        "实有人员50人，其中：副高级职称20人，中级职称10人",
        "人员编制5人，其中：副科级领导职数2人，正科级领导职数1人",
        "实有人员50人，其中：党员30人，女职工25人",
    ],
)
def test_titles_and_ranks_of_a_staff_are_no_parts_of_it(text: str) -> None:
    assert said(BUDGET + STAFF.format(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "人员编制50人，其中：行政编制20人，事业编制20人",
        "年末实有人数69人，其中：在职人员48人，离休人员0人，退休人员27人",
        "实有人员50人，其中：党员60人",
    ],
)
def test_kinds_of_a_staff_are_parts_of_it(text: str) -> None:
    assert [code for code, _ in said(BUDGET + STAFF.format(text))] == ["A108"]


def test_what_is_carried_over_makes_up_the_total() -> None:
    text = """
（一）收入支出决算总体情况说明
1.总体情况。2024年度收入总计3,768.87万元，支出总计3,768.87万元。本部分的收入总计包括收入合计、使用非财政拨款结余、年初结转和结余。
2.收入情况。2024年度收入合计3,725.11万元，其中：财政拨款收入3,725.11万元，占100.00%。此外，年初结转和结余{}万元。
"""
    assert said(FINAL + text.format("43.76")) == unchecked(FINAL + text.format("43.76")) == []
    assert [code for code, _ in said(FINAL + text.format("73.76"))] == ["A105"]


ACCOUNTS = """
2024年全市收入总计1,872.40亿元。一般公共预算支出1,436.20亿元，安排预算稳定调节基金104.70亿元，债务还本支出3.00亿元，调出资金60.90亿元，支出总计1,604.80亿元。收支相抵，结余{}亿元。
"""


def test_what_is_left_is_the_difference_of_both_totals() -> None:
    assert said(FINAL + ACCOUNTS.format("267.60")) == unchecked(FINAL + ACCOUNTS.format("267.60")) == []
    assert said(FINAL + ACCOUNTS.format("276.60")) == [("A105", "276.60亿元")]


REVENUE = """
全区一般公共预算收入30.09亿元，下降18.80%，完成预算的100.30%（调整预算，下同）。其中，税收收入{}亿元，非税收入15.83亿元。加上级补助收入84.84亿元，上年结转27.01亿元，调入资金2.60亿元，收入总计{}亿元。
"""


def test_taxes_and_the_rest_make_up_the_revenue() -> None:
    assert said(FINAL + REVENUE.format("14.26", "144.54")) == []
    assert [code for code, _ in said(FINAL + REVENUE.format("17.26", "144.54"))] == ["A105"]


def test_what_is_added_to_an_amount_makes_up_the_total_behind_it() -> None:
    text = "一般公共预算收入271,630万元，增长9.20%；加上级补助收入{}万元，上年结余收入42,690万元，调入资金18,300万元，收入合计453,466万元。\n"
    right = FINAL + text.format("120,846")
    assert said(right) == []
    assert unchecked(right) == ["9.20%"]
    assert [code for code, _ in said(FINAL + text.format("120,864"))] == ["A105"]
    assert said(FINAL + text.format("100,000")) == []  # nobody knows what else there is


LINES = """
四、“三公”经费情况
2024年“三公”经费预算116.20万元。
1.因公出国（境）费5.00万元。
2.公务接待费{}万元。
3.公务用车运行维护费70.00万元。
"""


def test_parts_of_a_line_may_bear_it_out_and_may_not_be_more() -> None:
    assert said(BUDGET + LINES.format("41.20")) == unchecked(BUDGET + LINES.format("41.20")) == []
    assert [code for code, _ in said(BUDGET + LINES.format("44.20"))] == ["A105"]
    assert said(BUDGET + LINES.format("31.20")) == []  # 公务用车购置费 is not told


def test_the_total_of_a_line_is_that_line() -> None:
    text = (
        "七、“三公”经费情况\n2024年“三公”经费财政拨款支出合计28.24万元，比预算数减少24.76万元，主要是厉行节约。其中，因公出国（境）费2.94万元，"
        "减少3.70万元；公务用车购置及运行费24.72万元，减少{}万元；公务接待费0.58万元，减少2.17万元。\n"
    )
    assert said(FINAL + text.format("18.89")) == unchecked(FINAL + text.format("18.89")) == []
    assert [code for code, _ in said(FINAL + text.format("11.89"))] == ["A105"]


def test_no_offices_are_no_list_of_them() -> None:
    text = "二、机构设置\n单位无下属预算单位，下设0个处室，分别是：我单位无下设处室。\n"
    assert said(FINAL + text) == []


OLD_NAMES = """
表五 一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t500.00\t500.00\t
208\t社会保障和就业支出\t500.00\t500.00\t
20805\t行政事业单位养老支出\t500.00\t500.00\t
2080501\t行政单位离退休\t100.00\t100.00\t
2080505\t机关事业单位基本养老保险缴费支出\t300.00\t300.00\t
2080506\t机关事业单位职业年金缴费支出\t100.00\t100.00\t

五、一般公共预算财政拨款支出决算情况说明
1．社会保障和就业（类）行政事业单位离退休（款）归口管理的行政单位离退休（项）。支出决算为{}万元。
2．社会保障和就业（类）行政事业单位离退休（款）机关事业单位职业年金缴费支出（项）。支出决算为{}万元。
"""


def test_an_item_under_the_name_that_it_had_years_ago_is_still_that_item() -> None:
    right = FINAL + OLD_NAMES.format("100.00", "100.00")
    assert {code for code, _ in said(right)} == {"T106"}
    assert unchecked(right) == []
    for amounts, at in ((("110.00", "100.00"), "110.00万元"), (("100.00", "170.00"), "170.00万元")):
        wrong = said(FINAL + OLD_NAMES.format(*amounts))
        assert [each for each in wrong if each[0] != "T106"] == [("T101", at)]


@pytest.mark.parametrize("number", ["表五 ", "表十 ", "表十一 ", "表一、", "附表二　"])
def test_the_number_of_a_table_ends_before_the_first_word_of_its_title(number: str) -> None:
    report = lint(FINAL + OLD_NAMES.format("100.00", "100.00").replace("表五 ", number))
    assert [statement.type is not None for statement in report.statements] == [True]


OF_UNIT = """
六、支出预算情况说明
2024年支出{0}，其中基本支出1,208.20万元，项目支出474.56万元。
"""


def test_a_total_with_the_wrong_unit_is_mended_by_its_unit() -> None:
    assert said(FINAL + OF_UNIT.format("1,682.76万元")) == []
    (found,) = lint(FINAL + OF_UNIT.format("1,682.76元")).findings
    assert (found.stated, found.expected) == ("1,682.76元", "1,682.76万元")
    assert found.formula == "1,208.20万元 + 474.56万元 = 1,682.76万元 ≠ 1,682.76元"
    assert found.fix is not None
    assert found.fix.edits[0].text == "1,682.76万元"
