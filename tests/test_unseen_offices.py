"""Sentences of several offices, years and bases in one disclosure: an amount is held only against its own."""

import pytest
from passages import said

FINAL = "云岭县林业局2022年度部门决算\n"
BUDGET = "云岭县林业局2023年部门预算\n"

SILENT = {
    "the office itself, in a paragraph of its own": BUDGET
    + "2023年“三公”经费预算63.20万元，比2022年预算减少8.40万元，下降11.7%。\n"
    "机关本级“三公”经费预算13.00万元，比2022年预算14.20万元减少1.20万元，下降8.5%。",
    "the office itself, among the parts": BUDGET
    + "2023年公务接待费预算63.20万元，比上年减少8.40万元，下降11.7%。其中：局机关公务接待费预算13.00万元，比上年14.20万元减少1.20万元，下降8.5%。",
    "two offices in one line": BUDGET
    + "局机关公务接待费预算5.80万元，比上年减少0.20万元，下降3.33%。信息中心公务接待费预算1.40万元，与上年持平。",
    "an office and a rate of another one": BUDGET
    + "局机关公务接待费预算13.00万元，与2022年14.20万元相比，下降8.5%。信息中心公务接待费预算8.00万元，较2022年下降20%。",
    "several departments together": BUDGET + "2023年“三公”经费预算631.60万元，比2022年预算减少83.50万元，下降11.7%。\n"
    "云岭县林业局等21个部门“三公”经费总额为130.40万元，与2022年预算总额142.50万元相比，降幅8.5%。",
    "offices under headings": BUDGET
    + "（一）局机关\n公务接待费预算5.80万元，比上年减少0.20万元。\n（二）执法大队\n公务接待费预算1.40万元，比上年减少0.10万元。",
    "last year and a comma": BUDGET
    + "2023年公务接待费预算总额为7.80万元。公务接待费预算7.80万元。去年，公务接待费支出总额为8.30万元。",
    "what was saved, and next year's list": BUDGET
    + "2022年“三公”经费预算86.40万元，实际支出81.25万元，比预算节省5.15万元。\n"
    "2023年“三公”经费预算83.20万元。其中：因公出国（境）费20.00万元，公务用车购置费0万元，公务用车运行费46.20万元，公务接待费17.00万元。",
    "parts since the budget, their total since last year": FINAL
    + "2022年度“三公”经费支出60.00万元，比年初预算减少12.00万元。\n"
    "“三公”经费中，因公出国（境）费10.00万元，减少2.00万元；公务用车购置及运行费35.00万元（其中：购置费0万元，运行费35.00万元），减少6.00万元；"
    "公务接待费15.00万元，减少4.00万元。\n与2021年“三公”经费支出68.00万元相比减少了8.00万元。",
    "other costs are flat": BUDGET + "公务接待费预算3.00万元，比上年减少2.00万元，其他费用与上年持平。",
    "the rest of an item": BUDGET
    + "一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n\t合计\t1200.00\t840.00\t360.00\n213\t农林水支出\t1200.00\t840.00\t360.00\n\n"
    "①机关商品和服务支出（502）396.33万元，较上年增加22.77万元。专项业务费206.10万元，交通补贴81.08万元，日常公用经费109.15万元。",
    "all but one are flat": BUDGET + "除公务接待费减少2.00万元外，其他费用均与上年持平。",
    "flat or a little less": BUDGET + "公务接待费预算3.00万元，比上年减少2.00万元，过半单位与上年持平或略有下降。",
    "more than was planned": FINAL
    + "非税收入完成126.00万元，占调整预算的102.44%，占全年目标的105.00%，占上年同期的110.00%。",
    "the cost of cars is divided in brackets": BUDGET
    + "公务用车购置及运行费8.50万元（其中：购置费1.60万元，运行费6.90万元），比2022年预算增加0.50万元，增长6.25%。",
    "a paper of two years": "关于云岭县林业局2022年“三公”经费支出和2023年“三公”经费预算情况的说明\n一、2022年“三公”经费支出情况\n"
    "2022年“三公”经费支出总额为76.10万元。\n二、2023年“三公”经费预算情况\n2023年“三公”经费预算总额57.50万元，比2022年实际支出76.10万元减少18.60万元，降低24.44%。",
}

TOLD = [
    (BUDGET + "云岭县林业局公务接待费预算13.00万元，比上年14.20万元减少2.10万元，下降8.5%。", ("A102", "2.10万元")),
    (BUDGET + "公务接待费预算3.00万元，比上年减少2.00万元，公务接待费与上年持平。", ("D103", "持平")),
    (FINAL + "本年支出合计126.00万元，其中：项目支出26.00万元，占本年支出合计的120.63%。", ("A104", "120.63%")),
    (BUDGET + "公务接待费预算2.85万元，比上年预算3.00万元节省0.51万元，下降5.00%。", ("A102", "0.51万元")),
]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_of_another_office_year_or_base_contradicts_nothing(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_is_of_the_unit_itself_is_told(text: str, expected: tuple[str, str]) -> None:
    assert expected in said(text)


NUMBERED = """
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出年初预算为100.00万元，支出决算为108.00万元，完成年初预算的108.00%。其中：
1.社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）
年初预算为10.00万元，支出决算为11.00万元，决算数大于预算数的主要原因：人员退休。
2.社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）
年初预算为20.00万元，支出决算为22.00万元，决算数大于预算数的主要原因：人员退休。
3.节能环保支出（类）环境保护管理事务（款）行政运行（项）。年初预算为70.00万元，支出决算为{}万元，决算数大于预算数的主要原因：新进人员。
六、一般公共预算财政拨款基本支出决算情况说明
"""

RECONCILED = """收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t300.00\t一、农林水支出\t300.00
收入总计\t300.00\t支出总计\t300.00

"""
CARS_AND_GUESTS = """财政拨款“三公”经费支出决算表
单位：万元
项目\t预算数\t决算数
合计\t8.70\t7.79
公务用车运行维护费\t7.50\t6.89
公务接待费\t1.20\t0.90

"""

WITH_A_GAP = {
    "a list whose first items have a line for their name": (FINAL + NUMBERED, "75.00", "95.00", "A105"),
    "a fourth kind of procurement": (
        FINAL
        + "2022年政府采购支出总额{}万元，其中：政府采购货物支出3.00万元，政府采购工程支出0万元，政府采购服务支出20.00万元，框架协议采购10.00万元。\n",
        "33.00",
        "43.00",
        "A105",
    ),
    "classes of the budget of the year's beginning": (
        BUDGET
        + "二、部门收支总体情况\n（二）支出预算：2023年年初预算数646.00万元，其中：一般公共服务支出预算0万元，教育支出预算{}万元，"
        "社会保障和就业支出预算161.00万元，卫生健康支出预算30.00万元，住房保障支出预算24.00万元。\n",
        "431.00",
        "931.00",
        "A105",
    ),
    "the words of a heading without its stop": (
        FINAL + "（一）收入支出决算总体情况说明\n1.总体情况2022年度收入总计{}万元，支出总计5046.00万元。\n",
        "5046.00",
        "2046.00",
        "F103",
    ),
    "a unit's name folded over two lines of the cover": (
        "青河市云岭区人民政府\n石桥街道办事处\n2022年度部门决算\n第三部分 情况说明\n"
        "一、收入支出决算总体情况说明\n青河市云岭区人民政府石桥街道办事处2022年度收入支出总计323.20万元。与2021年度相比，收入支出总计减少15.20万元，下降{}。\n"
        "四、财政拨款收入支出决算总体情况说明\n青河市云岭区人民政府石桥街道办事处2022年度财政拨款收入支出总计323.20万元。\n",
        "4.49%",
        "9.49%",
        "A101",
    ),
    "an amount behind the semicolon of a reason that counts": (
        BUDGET
        + RECONCILED
        + "2023年收入预算300.00万元，其中：一般公共预算拨款300.00万元，较上年增加12.00万元，增长4.17%，增长的主要原因是：新招录两名工作人员，工资增加；"
        "2023年支出预算{}万元，其中：一般公共预算拨款300.00万元，较上年增加12.00万元，增长4.17%，增长的主要原因是：新招录两名工作人员，工资增加。\n",
        "300.00",
        "700.00",
        "T101",
    ),
    "a reason behind another one": (
        BUDGET
        + "2023年收入预算300.00万元，较上年增加12.00万元，增长4.17%，增长的主要原因是：新招录两名工作人员，工资增加；"
        "2023年支出预算300.00万元，较上年持平，{}的主要原因是：人员没有变动。\n",
        "持平",
        "增长",
        "D102",
    ),
    "another year before a whole of which the share is told": (
        FINAL
        + "2022年度公务接待费支出决算为0.90万元，比上年减少0.10万元，下降10.00%。\n2022年度培训费支出决算为1.10万元。\n"
        "{}年度政府采购支出总额共150.00万元，其中：政府采购货物支出50.00万元、政府采购工程支出20.00万元、政府采购服务支出80.00万元。\n"
        "政府采购授予中小企业合同金额120.00万元，占政府采购支出总额的80.00%。\n",
        "2022",
        "2021",
        "Y101",
    ),
    "the unit in short, with a word of a 款 in it": (
        "青河省水利厅\n2023年部门预算\n"
        + RECONCILED
        + "省水利厅本年收入预算合计{}万元，其中：一般公共预算收入300.00万元，占100.00%。\n",
        "300.00",
        "700.00",
        "T101",
    ),
    "a name by which the table has no codes": (
        "青河省司法厅2023年部门预算\n一般公共预算支出表\n单位：万元\n科目名称\t合计\t基本支出\t项目支出\n合计\t900.00\t800.00\t100.00\n"
        "公共安全支出\t900.00\t800.00\t100.00\n监狱\t900.00\t800.00\t100.00\n行政运行\t800.00\t800.00\t\n狱政设施建设\t100.00\t\t100.00\n\n"
        "五、一般公共预算支出情况说明\n公共安全支出（类）监狱（款）狱政设施建设（项）{}万元，主要用于设施维修。\n",
        "100.00",
        "130.00",
        "T101",
    ),
    "a share of all that there is": (
        FINAL
        + "“三公”经费支出决算中，因公出国（境）费支出0.00万元，占0.00%；公务用车购置及运行维护费支出0.00万元，占0.00%；公务接待费支出0.39万元，占{}。国内公务接待3批次、20人次。\n",
        "100.00%",
        "102.00%",
        "A104",
    ),
    "a part that what is told elsewhere makes right": (
        BUDGET + "八、“三公”经费\n公务接待费预算13.31万元，比上年减少1.00万元，下降6.99%。\n九、机关运行经费\n"
        "机关运行经费预算100.00万元，其中办公费45.00万元，印刷费12.50万元，差旅费20.00万元，公务接待费{}万元，工会经费9.19万元。\n",
        "13.31",
        "12.31",
        "N101",
    ),
    "few digits of another year, which two amounts show": (
        FINAL + CARS_AND_GUESTS + "{}年度公务用车运行维护费支出预算7.50万元，支出决算6.89万元，完成预算的91.87%。\n",
        "2022",
        "2021",
        "Y101",
    ),
}


@pytest.mark.parametrize(("text", "right", "wrong", "code"), WITH_A_GAP.values(), ids=WITH_A_GAP)
def test_what_is_right_is_left_alone_and_what_is_wrong_is_told(text: str, right: str, wrong: str, code: str) -> None:
    assert said(text.format(right)) == []
    assert [each for each, _ in said(text.format(wrong))] == [code]


@pytest.mark.parametrize(
    "listed",
    [
        "一般公共预算拨款320.00万元，政府性基金预算拨款0万元，财政专户管理资金收入预算为收入10.00万元，其他收入0万元",
        "一般公共预算拨款300.00万元，事业收入20.00万元，课后服务费10.00万元",
    ],
)
def test_a_part_that_nobody_knows_is_one_of_a_budget_s_parts(listed: str) -> None:
    text = "二、单位收支总体情况\n（一）收入预算：2023年年初预算数{}万元，其中：" + listed + "。\n"
    assert said(BUDGET + text.format("330.00")) == []


def test_what_another_level_of_government_grants_is_no_fiscal_appropriation() -> None:
    text = "二、收入决算情况说明\n2022年度收入合计330.00万元，其中：财政拨款收入300.00万元，事业收入20.00万元，非同级财政拨款收入6.00万元，其他收入4.00万元。\n"
    assert said(FINAL + text) == []


def test_two_names_of_one_line_lose_no_character() -> None:
    text = "公务用车运行维护费支出104.00万元。\n2.公务用车购置及运行维护费支出104.00万元。其中：公务用车购置支出0万元。公务用车运行维护支出104.00万元。\n"
    assert said(FINAL + text) == []
