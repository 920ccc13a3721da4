"""Lists, totals and counts in wordings of provinces of which no document was at hand."""

from passages import BUDGET, FINAL, said, unchecked


def test_what_counts_say_aside_is_no_part_of_them() -> None:
    vehicles = "二、资产\n共有车辆5辆，其中：一般公务用车2辆，其他用车3辆（其中：新能源车1辆，皮卡车1辆）。\n"
    staff = "二、人员\n在职人员150人，离退休50人，其中在职人员中行政人员50人、事业人员{}人。\n"
    assert said(FINAL + vehicles) == said(FINAL + staff.format(100)) == []
    assert [code for code, _ in said(FINAL + staff.format(110))] == ["A108"]


def test_a_list_may_be_of_the_amount_right_before_it() -> None:
    text = "二、政府采购\n政府采购计划金额500.00万元，实际采购金额{}万元，节约50.00万元。其中：货物采购200.00万元、工程采购150.00万元、服务采购100.00万元。\n"
    assert said(FINAL + text.format("450.00")) == []
    assert said(FINAL + text.format("480.00")) == [("A102", "480.00万元")]


def test_one_line_may_be_compared_with_two_bases() -> None:
    text = (
        "五、“三公”经费\n“三公”经费预算12.00万元，比2023年预算减少3.00万元，下降20.00%，比2023年执行数增加1.00万元，增长9.09%。其中：因公出国（境）费0万元；"
        "公务用车购置及运行费10.00万元，比2023年预算减少2.00万元；公务接待费2.00万元，比2023年预算减少1.00万元。\n"
    )
    assert said(BUDGET + text) == []


def test_a_rate_behind_a_budget_and_what_was_spent_is_its_completion() -> None:
    text = "（一）支出\n“三公”经费年初预算5.00万元，实际支出4.00万元，完成{}。\n"
    assert said(FINAL + text.format("80.00%")) == unchecked(FINAL + text.format("80.00%")) == []
    assert [code for code, _ in said(FINAL + text.format("70.00%"))] == ["A103"]


BOTH_SIDES = """
一、收支总体情况
2024年收支总预算{}万元。收入包括：一般公共预算拨款收入3,000.00万元、事业收入{}万元、上年结转500.00万元；支出包括：教育支出4,000.00万元、住房保障支出{}万元。
"""


def test_two_lists_of_one_total_both_make_it() -> None:
    assert said(BUDGET + BOTH_SIDES.format("5,000.00", "1,500.00", "1,000.00")) == []
    assert [code for code, _ in said(BUDGET + BOTH_SIDES.format("5,000.00", "1,800.00", "1,000.00"))] == ["A105"]
    assert [code for code, _ in said(BUDGET + BOTH_SIDES.format("5,300.00", "1,500.00", "1,000.00"))] == ["A105"] * 2
    assert said(BUDGET + BOTH_SIDES.format("5,000.00", "1,200.00", "900.00")) == []  # neither is told as a whole


def test_short_names_and_kinds_close_a_list() -> None:
    vehicles = "三、公车\n公务用车购置及运行维护费{}万元，完成预算的80.00%，其中：购置费0万元，运行维护费8.00万元，公务用车保有量4辆。\n"
    bought = "四、采购\n政府采购预算300.00万元，其中：政府集中采购{}万元，分散采购100.00万元。\n"
    assert said(FINAL + vehicles.format("8.00")) == said(FINAL + bought.format("200.00")) == []
    assert [code for code, _ in said(FINAL + vehicles.format("8.30"))] == ["A105"]
    assert [code for code, _ in said(FINAL + bought.format("230.00"))] == ["A105"]


def test_what_one_of_several_costs_is_no_part() -> None:
    text = "三、公车\n公务用车购置及运行维护费{}万元。其中：公务用车购置支出18.00万元，购置1辆；公务用车运行维护费支出12.00万元，平均每辆3.00万元。\n"
    assert said(FINAL + text.format("30.00")) == []
    assert [code for code, _ in said(FINAL + text.format("33.00"))] == ["A105"]


def test_a_total_that_nobody_knows_grew_from_the_amount_before() -> None:
    text = BUDGET + "一、总体情况\n2024年部门预算总额3,200.00万元，较上年3,000.00万元增加200.00万元，增幅6.67%。\n"
    assert said(text) == unchecked(text) == []


def test_people_received_are_no_fewer_than_visits() -> None:
    text = "（三）公务接待费2.10万元。国内公务接待{}，支出2.10万元。\n"
    assert said(FINAL + text.format("13批次，98人")) == []
    assert [code for code, _ in said(FINAL + text.format("98批次13人"))] == ["N105"]


def test_income_and_spending_as_a_whole_are_their_totals() -> None:
    text = "一、收支总体\n2024年度收入总计434.72万元，支出总计434.72万元。收入支出总体与上年相比，增加58.21万元，增长{}。\n"
    assert said(FINAL + text.format("15.46%")) == unchecked(FINAL + text.format("15.46%")) == []
    assert [code for code, _ in said(FINAL + text.format("14.56%"))] == ["A101"]


MARKED_TOO_HIGH = """
一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t合计
208\t社会保障和就业支出\t836.77
20805\t行政事业单位养老支出\t836.77
2080501\t行政单位离退休\t256.76
2080505\t机关事业单位基本养老保险缴费支出\t580.01

五、一般公共预算财政拨款支出决算情况说明
（二）社会保障和就业支出（类）
1.行政事业单位养老支出（类）行政单位离退休支出（项）{}万元，与上年持平。
2.行政事业单位养老支出（类）机关事业单位基本养老保险缴费支出（项）580.01万元，与上年持平。
"""


def test_an_item_whose_upper_level_bears_the_mark_of_a_higher_one_is_that_item() -> None:
    right = MARKED_TOO_HIGH.format("256.76")
    assert {code for code, _ in said(FINAL + right)} == {"T106"}  # 养老支出是款，文中写作（类）
    assert unchecked(FINAL + right) == []
    assert ("T101", "265.76万元") in said(FINAL + MARKED_TOO_HIGH.format("265.76"))


AFTER_A_CHANGE = """
一、收支总体情况
2024年收支总预算5,000.00万元，与上年相比增加200.00万元，增长4.17%。收入包括：一般公共预算拨款收入{}万元、上年结转500.00万元；支出包括：教育支出4,000.00万元、住房保障支出{}万元。
"""


def test_two_lists_may_stand_behind_what_the_total_changed_by() -> None:
    assert said(BUDGET + AFTER_A_CHANGE.format("4,500.00", "1,000.00")) == []
    assert [code for code, _ in said(BUDGET + AFTER_A_CHANGE.format("4,500.00", "1,300.00"))] == ["A105"]
    assert [code for code, _ in said(BUDGET + AFTER_A_CHANGE.format("4,800.00", "1,000.00"))] == ["A105"]


def test_what_both_sides_changed_by_is_no_change_of_one_of_them() -> None:
    text = "一、收支总体\n2024年度收支总决算2,806.90万元。其中：当年收入2,690.14万元，年初结转和结余116.76万元。与2023年度相比，收支总决算增加218.85万元，增长{}。\n"
    assert said(FINAL + text.format("8.46%")) == []
    assert said(FINAL + text.format("8.96%")) == [("A101", "8.96%")]


def test_classes_are_shares_of_what_was_spent_on_both_sides() -> None:
    text = (
        "二、财政拨款收入支出决算总体情况\n财政拨款收入850.00万元。\n"
        "财政拨款支出主要用于以下方面：公共安全支出{}万元，占70.00%；教育支出200.00万元，占20.00%；住房保障支出100.00万元，占10.00%。\n"
    )
    spent = "一、支出决算\n本年支出合计1,000.00万元。\n"
    assert said(FINAL + spent + text.format("700.00")) == []
    assert {at for _, at in said(FINAL + spent + text.format("600.00"))} <= {"600.00万元", "70.00%"}


def test_what_natures_of_spending_changed_by_is_the_change_of_all() -> None:
    text = (
        "一、支出预算\n2024年支出预算1,000.00万元，较上年预算安排增加44.00万元。\n"
        "按支出项目类别划分：基本支出700.00万元，较上年预算安排增加{}万元；项目支出300.00万元，较上年预算安排增加12.00万元。\n"
    )
    assert said(BUDGET + text.format("32.00")) == []
    assert [code for code, _ in said(BUDGET + text.format("35.00"))] == ["A105"]


def test_rows_behind_dashes_are_the_list_of_the_total_before() -> None:
    text = "一、支出\n全镇财政支出合计2,000万元，其中：\n——一般公共服务支出1,200万元；\n——农林水支出500万元；\n——专项上解83万元；\n——结转下年217万元。\n"
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_what_was_last_year_is_no_total_of_the_list_behind_it() -> None:
    text = (
        "一、收入\n专项转移支付收入20,415.38万元，比上年专项转移支付收入13,740.61万元增加6,674.77万元，上升{}。其中，"
        "一般公共预算收入16,720.02万元，政府性基金收入3,695.36万元。\n"
    )
    assert said(FINAL + text.format("48.58%")) == unchecked(FINAL + text.format("48.58%")) == []
    assert ("A101", "46.58%") in said(FINAL + text.format("46.58%"))


def test_a_part_that_did_not_change_is_told_among_those_that_did() -> None:
    text = (
        "一、收入\n2024年总收入预算1,000.00万元，比上年增加60.00万元，增幅6.38%。其中：财政拨款收入300.00万元，占30.00%，比上年减少20.00万元；"
        "事业收入650.00万元，占65.00%，比上年增加80.00万元；其他收入50.00万元，占5.00%，与上年持平。\n"
    )
    assert said(BUDGET + text) == unchecked(BUDGET + text) == []


def test_a_total_told_under_its_own_number_is_what_the_paragraph_behind_compares() -> None:
    text = (
        "一、收入支出决算总体情况\n（一）收入总计900.00万元。包括：\n1.财政拨款收入850.00万元，占收入总计94.44%。\n2.其他收入50.00万元，占收入总计5.56%。\n"
        "与上年相比，今年收入增加100.00万元，增长12.50%，主要原因：人员增加。\n"
    )
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_two_parts_that_are_too_much_by_one_digit_are_very_likely_wrong_unless_their_numbers_are_round() -> None:
    text = "二、收入决算情况说明\n医疗收入7179.32万元，其中门诊收入4335.80万元、住院收入{}万元。\n"
    round_ones = "三、支出\n项目支出500.00万元，其中设备购置300.00万元、政府购买服务400.00万元。\n"
    assert [code for code, _ in said(FINAL + text.format("4843.52"))] == ["A105"]
    assert said(FINAL + text.format("2843.52")) == said(FINAL + round_ones) == []
