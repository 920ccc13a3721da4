"""People, posts, vehicles and what one of several costs, in wordings of which no document was at hand."""

import pytest
from passages import BUDGET, FINAL, said, unchecked

MOVED = [
    ("共有车辆12辆，比上年减少3辆，下降20.00%。", "20.00%", "30.00%", "A101"),
    ("共有车辆12辆，比上年减少3辆，下降20.00%。", "减少3辆", "减少5辆", "A101"),
    ("现有车辆46辆，比上年的40辆增加6辆，增长15%。", "增加6辆", "增加7辆", "A102"),
    ("现有车辆46辆，比上年的40辆增加6辆，增长15%。", "增长15%", "增长18%", "A101"),
    ("培训学员702人，人均3000元。较上年的600人增加102人，增长17.00%。", "17.00%", "71.00%", "A101"),
    ("项目支出180.00万元，是上年的1.50倍，上年为120.00万元。", "1.50倍", "1.80倍", "A101"),
    ("公务接待费3.09万元，为上年决算数的103.00%，比上年增加0.09万元。", "103.00%", "130.00%", "A101"),
]
AVERAGES = [
    ("接待18批次、142人次，支出2.17万元，次均1205.56元。", "1205", "1250", "A111"),
    ("培训费支出8.40万元，举办培训班6期，培训420人次，人均培训费200.00元。", "200.00元", "300.00元", "A111"),
    ("培训费支出8.40万元，举办培训班6期，每期平均1.40万元。", "1.40", "1.80", "A111"),
    ("会议费支出3.60万元，召开会议12次，次均0.30万元。", "0.30", "0.80", "A111"),
]
POSTS = [
    ("编制数48名，实有在编45人，空编3名。", "空编3", "空编5", "A108"),
    ("核定编制20名，实有22人，超编2人。", "超编2", "超编4", "A108"),
    (
        "编制86名，其中行政编制34名、事业编制52名。实有在职人员81人，空编5名，其中行政人员33人、事业人员48人。",
        "空编5",
        "空编8",
        "A108",
    ),
    (
        "共有车辆10辆，较上年增加2辆，其中：应急保障用车2辆、执法执勤用车7辆、其他用车1辆。",
        "共有车辆10",
        "共有车辆11",
        "A108",
    ),
    ("年末实有在职人员59人，缺编5名，其中行政人员52人，事业人员4人，工勤人员3人。", "52人", "53人", "A108"),
    ("人员编制64名，其中：政法专项编制56名，事业编制5名，工勤编制3名。", "64名", "84名", "A108"),
]
SHARES = [
    (
        "全市教育经费占一般公共预算支出100.00亿元的比例15.00%，比上年的14.00%提高1.00个百分点。",
        "1.00个",
        "2.00个",
        "A102",
    ),
]


@pytest.mark.parametrize(("sentence", "right", "wrong", "code"), [*MOVED, *AVERAGES, *POSTS, *SHARES])
def test_what_is_right_is_checked_and_what_is_wrong_is_found(sentence: str, right: str, wrong: str, code: str) -> None:
    text = FINAL + "四、情况\n" + sentence + "\n"
    assert said(text) == []
    assert code in [each for each, _ in said(text.replace(right, wrong))]


def test_an_average_of_one_of_two_costs_is_checked() -> None:
    text = (
        FINAL + "四、培训\n培训费支出预算12.00万元，支出决算11.40万元，组织培训9个，组织培训570人次，人均200.00元。\n"
    )
    assert said(text) == []
    assert "200.00元" not in unchecked(text)


def test_what_posts_of_one_kind_leave_vacant_is_no_difference_of_all() -> None:
    text = "四、人员\n编制68名，其中行政编制20名、事业编制48名；实有61人，其中行政18人、事业43人；空编7名。\n"
    assert said(FINAL + text) == []


def test_a_share_of_all_spending_is_of_what_its_own_section_tells() -> None:
    text = (
        "三、支出决算\n本年支出合计1,000.00万元，其中：基本支出600.00万元，占60.00%；项目支出400.00万元，占40.00%。\n"
        "五、一般公共预算财政拨款支出决算\n一般公共预算财政拨款支出900.00万元，占本年支出合计的{}。\n"
    )
    assert said(FINAL + text.format("90.00%")) == unchecked(FINAL + text.format("90.00%")) == []
    assert said(FINAL + text.format("60.00%")) == [("A104", "60.00%")]
    assert said(FINAL + text.format("96.00%")) == []  # perhaps of all that was granted, which nothing tells


def test_items_are_shares_of_the_source_of_money_told_before() -> None:
    text = (
        "三、一般公共预算当年拨款\n（一）规模\n2024年一般公共预算当年拨款900.00万元，比上年执行数增加100.00万元，增长12.50%。\n"
        "（二）结构\n教育支出（类）{}万元，占66.67%；住房保障支出（类）300.00万元，占33.33%。\n"
    )
    assert said(BUDGET + text.format("600.00")) == []
    assert [code for code, _ in said(BUDGET + text.format("700.00"))] == ["A104"]


def test_own_income_of_a_level_is_not_all_income() -> None:
    text = "二、政府性基金\n政府性基金收入总计400.00万元，其中本级收入100.00万元，上级补助收入120.00万元，上年结余180.00万元。\n"
    assert said(FINAL + text) == unchecked(FINAL + text) == []


def test_a_whole_told_for_a_share_is_not_what_its_part_grew_to() -> None:
    text = (
        "二、一般公共预算教育经费情况\n全市一般公共预算教育经费（包括教育事业费、教育费附加）为15.00亿元，比上年14.00亿元增长7.14%。\n"
        "全市一般公共预算教育经费占一般公共预算支出100.00亿元的比例15.00%。\n"
    )
    assert said(FINAL + text) == []


def test_spending_by_nature_under_a_heading_of_both_sides_is_spending() -> None:
    text = "一、收入支出总体情况\n1.基本支出{}万元。其中，人员支出262.40万元，公用支出25.26万元。\n2.项目支出121.65万元。\n"
    assert said(FINAL + text.format("287.66")) == []
    assert [code for code, _ in said(FINAL + text.format("217.66"))] == ["A105"]


def test_a_section_of_another_year_may_speak_of_that() -> None:
    text = (
        "一、2024年“三公”经费预算情况\n2024年“三公”经费预算20.00万元。2024年公务接待费预算5.00万元。\n"
        "二、2023年“三公”经费决算情况\n2023年度“三公”经费支出19.00万元。\n"
    )
    assert said(BUDGET + text) == []


def test_what_running_vehicles_cost_is_its_four_parts() -> None:
    text = (
        "六、公车\n公务用车运行维护费7.42万元，其中：公务用车加油2.10万元，公务用车维修{}万元，公务用车保险1.50万元，公务用车其他支出1.00万元。"
        "公务用车保有量3辆，每辆平均运行维护费2.47万元。\n"
    )
    assert said(FINAL + text.format("2.82")) == unchecked(FINAL + text.format("2.82")) == []
    assert [code for code, _ in said(FINAL + text.format("2.52"))] == ["A105"]


def test_behind_a_reason_the_final_amount_is_compared_again() -> None:
    text = "九、“三公”经费\n“三公”经费支出31.66万元，比预算42.00万元减少10.34万元，主要原因是厉行节约；决算数较上年增加1.12万元，增长{}。\n"
    assert said(FINAL + text.format("3.7%")) == unchecked(FINAL + text.format("3.7%")) == []
    assert [code for code, _ in said(FINAL + text.format("7.3%"))] == ["A101"]


TRUE = [
    "购置轿车2辆、越野车1辆，比上年增加1辆，增长50%。",
    "收入3.50亿元，比上年3.20亿元增加0.30亿元，同口径增长12%。",
    "财政收入3.50亿元，比上年财政收入3.20亿元增加0.30亿元，剔除政策因素增长12%。",
    "上年项目支出决算100.00万元，上年项目支出预算160.00万元。项目支出168.00万元，为上年预算的105.00%。",
    "共有车辆10辆，较上年增加2辆，其中：应急保障用车2辆、执法执勤用车7辆、其他用车1辆。",
    "培训费4.00万元，比上年的5.00万元减少1.00万元，下降20.00%；人均200.00元，与上年持平。",
    "编制48名，实有50人（其中编外5人），空编3名。",
    "核定人员编制30人，实有人员36人，其中在编28人，聘用8人，缺编2人。",
    "行政编制20名，实有18名，空编2名；事业编制45名，实有40名，空编5名。",
    "公用经费240.00万元，在职96人，人均公用经费2.50万元，比上年2.40万元增长4.17%。",
    "培训费支出10.00万元，培训5期500人次，期均2.00万元，比上年期均2.20万元下降9.09%。",
    "医疗收入3,000.00万元，其中门诊收入1,000.00万元、住院收入2,000.00万元；药占比30.00%。",
    "人员经费占比70.00%，公用经费占比10.00%，项目支出占比20.00%。",
    "公务接待费2.00万元，比上年1.80万元增加0.20万元，增长11.11%，人均接待费100元，比上年下降10元。",
    "公务用车运行维护费10.00万元，车均2.00万元，较上年减少1.00万元，下降9.09%。",
    "公务用车运行维护费10.00万元，比上年12.00万元减少2.00万元，下降16.67%，单车下降0.50万元。",
    "公务用车运行维护费10.00万元，车均2.00万元，较上年车均2.10万元减少0.10万元，下降4.76%。",
    "一般公共预算支出900.00万元，其中：基本支出900.00万元；政府性基金预算支出100.00万元，占本年支出合计的10.00%。",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_what_is_easily_misread_is_left_alone(sentence: str) -> None:
    assert said(FINAL + "四、情况\n" + sentence + "\n") == []
