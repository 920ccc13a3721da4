"""What made another checker of these documents wrong: each trap, as a document that must stay silent, or be caught."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.quantity import NumberKind, scan
from gouji.readers.text import read_text


def _lint(text: str):
    return lint_document(read_text(text.strip("\n"), "例.txt"), Config())


def _said(text: str) -> list[str]:
    return [f"{f.code} {f.message}" for f in _lint(text).findings if f.severity >= Severity.WARNING]


HEAD = "# 2024年度部门决算\n"

INCOME = """
收入决算表
公开02表
单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
合计\t\t320.00\t300.00\t20.00
201\t一般公共服务支出\t220.00\t200.00\t20.00
20101\t人大事务\t220.00\t200.00\t20.00
2010101\t行政运行\t220.00\t200.00\t20.00
208\t社会保障和就业支出\t100.00\t100.00\t
20805\t行政事业单位养老支出\t100.00\t100.00\t
2080505\t机关事业单位基本养老保险缴费支出\t100.00\t100.00\t
"""

EXPENDITURE = """
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
201\t一般公共服务支出\t230.00\t200.00\t30.00
20101\t人大事务\t230.00\t200.00\t30.00
2010101\t行政运行\t230.00\t200.00\t30.00
208\t社会保障和就业支出\t100.00\t100.00\t
20805\t行政事业单位养老支出\t100.00\t100.00\t
2080505\t机关事业单位基本养老保险缴费支出\t100.00\t100.00\t
"""


def test_income_and_expenditure_need_not_mirror_each_other() -> None:
    assert _said(HEAD + INCOME + EXPENDITURE) == []


def test_a_label_cell_is_not_zero() -> None:
    assert (
        _said(
            HEAD
            + EXPENDITURE.replace("2010101\t行政运行\t230.00\t200.00\t30.00", "2010101\t行政运行\t见注\t200.00\t30.00")
        )
        == []
    )


def test_a_header_with_a_line_break_in_it() -> None:
    broken = EXPENDITURE.replace("\t", " | ")
    rows = [f"| {line} |" for line in broken.strip().splitlines()[3:]]
    rows[0] = rows[0].replace("本年支出合计", "本年支出<br>合计")
    table = "\n".join([rows[0], "|---|---|---|---|---|", *rows[1:]])
    report = _lint(f"{HEAD}\n支出决算表\n公开03表\n单位：万元\n\n{table}\n")
    assert report.findings == []
    keys = {cell.keys[0].item for s in report.statements for b in s.bands for r in b.rows for cell in r.cells.values()}
    assert "F:2010101" in keys


SIDE_BY_SIDE = """
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t300.00\t一、一般公共服务支出\t230.00
二、其他收入\t20.00\t二、社会保障和就业支出\t100.00
本年收入合计\t320.00\t本年支出合计\t330.00
年初结转和结余\t15.00\t年末结转和结余\t5.00
总计\t335.00\t总计\t335.00
"""


def test_side_by_side_halves_are_not_one_table() -> None:
    assert _said(HEAD + SIDE_BY_SIDE) == []
    assert any(
        "F103" in said or "X1" in said or "F101" in said
        for said in _said(HEAD + SIDE_BY_SIDE.replace("330.00", "333.00"))
    )


def test_a_continuation_with_other_column_widths() -> None:
    head, tail = EXPENDITURE.split("208\t", 1)
    tail = "208\t" + tail.replace("100.00\t\n", "100.00\n")
    assert _said(f"{HEAD}{head}\n- 12 -\n\n科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n{tail}") == []


def test_a_split_code_is_not_money() -> None:
    assert [n.kind for n in scan("301 01 基本工资")].count(NumberKind.AMOUNT) == 0


@pytest.mark.parametrize(("text", "kind"), [("2025年度支出", NumberKind.YEAR), ("支出2077.09万元", NumberKind.AMOUNT)])
def test_years_and_amounts_are_told_apart(text: str, kind: NumberKind) -> None:
    assert [n.kind for n in scan(text)] == [kind]


def test_numbers_are_not_paired_across_sentences() -> None:
    text = """
二、支出决算情况说明
2024年度本年支出合计330.00万元。项目支出30.00万元。上年项目较多，机关运行经费支出12.00万元，比上年增加1.00万元，增长9.09%。
"""
    assert _said(HEAD + text) == []


def test_the_share_of_the_total_is_not_that_of_a_part() -> None:
    text = """
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出300.00万元，占本年支出合计的90.91%，其中：基本支出280.00万元，项目支出20.00万元。
"""
    assert _said(HEAD + EXPENDITURE + text) == []


def test_economic_codes_are_not_functional_ones() -> None:
    table = """
一般公共预算财政拨款基本支出决算表
公开06表
单位：万元
科目代码\t科目名称\t决算数\t科目代码\t科目名称\t决算数
301\t工资福利支出\t80.00\t302\t商品和服务支出\t20.00
30101\t基本工资\t50.00\t30201\t办公费\t15.00
30102\t津贴补贴\t30.00\t30228\t工会经费\t5.00
人员经费合计\t\t80.00\t公用经费合计\t\t20.00
"""
    assert _said(HEAD + table) == []


def test_a_comparison_with_last_year_is_no_wrong_year() -> None:
    text = "一、收入支出决算总体情况说明\n2025年度收入总计520.00万元，与2024年度相比增加20.00万元，增长4.00%。\n"
    assert _said("# 2025年度部门决算\n" + text) == []


def test_yuan_in_the_head_is_not_wan() -> None:
    table = EXPENDITURE.replace("单位：万元", "单位：元").replace(".00", "0000.00")
    text = "三、支出决算情况说明\n2024年度本年支出合计330.00万元，其中：基本支出300.00万元，项目支出30.00万元。\n"
    assert _said(HEAD + table + text) == []
    assert any(said.startswith("T10") for said in _said(HEAD + EXPENDITURE + text.replace("330.00", "3.30")))


def test_no_slack_hides_a_small_error() -> None:
    text = "三、支出决算情况说明\n2024年度本年支出合计330.10万元。\n"
    assert any(said.startswith("T101") for said in _said(HEAD + EXPENDITURE + text))


@pytest.mark.parametrize("title", ["支出决算表", "部门支出决算表", "2024年度支出决算表", "三、支出决算表"])
def test_a_statement_is_known_by_many_titles(title: str) -> None:
    report = _lint(HEAD + EXPENDITURE.replace("支出决算表", title))
    assert [s.id for s in report.statements] == ["final-03"]


def test_a_line_printed_twice_by_a_text_layer() -> None:
    line = "2024年度本年支出合计330.00万元，其中：基本支出300.00万元，占90.91%；项目支出30.00万元，占9.09%。\n"
    assert _said(f"{HEAD}{EXPENDITURE}三、支出决算情况说明\n{line}{line}") == []


def test_a_negative_change_in_positive_words() -> None:
    text = "十、机关运行经费支出情况说明\n2024年度机关运行经费支出26.80万元，比上年增加-3.20万元，增长-10.67%。\n"
    assert _said(HEAD + text) == []


def test_each_of_two_totals_rises_by_the_same() -> None:
    text = (
        "一、收入支出决算总体情况说明\n2024年度收入、支出总计均为520.00万元，与上年相比各增加20.00万元，增长4.00%。\n"
    )
    assert _said(HEAD + text) == []
    assert any("A101" in said for said in _said(HEAD + text.replace("4.00%", "4.40%")))


def test_two_budgets_in_one_sentence() -> None:
    text = """
三、支出决算情况说明
2024年度机关运行经费支出年初预算30.00万元，全年预算25.00万元，支出决算24.00万元，完成年初预算的80.00%，完成全年预算的96.00%。
"""
    assert _said(HEAD + text) == []
    assert any("A103" in said for said in _said(HEAD + text.replace("96.00%", "69.00%")))


def test_a_project_name_with_digits_in_it() -> None:
    text = "五、项目支出情况\n2024年“2030规划”编制项目支出12.50万元，主要用于编制2030年远景规划文本3套。\n"
    assert _said(HEAD + text) == []


FUND = """
2024年部门财政拨款收支决算总表
财政拨款收入支出决算总表
公开04表
单位：万元
收入\t\t支出\t\t\t
项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款
一、一般公共预算财政拨款收入\t180.00\t一、一般公共服务支出\t180.00\t180.00\t
二、政府性基金预算财政拨款收入\t20.00\t二、城乡社区支出\t20.00\t\t20.00
总计\t200.00\t总计\t200.00\t180.00\t20.00
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t180.00\t140.00\t40.00
201\t一般公共服务支出\t180.00\t140.00\t40.00
"""


def test_money_of_a_fund_keeps_the_scopes_apart() -> None:
    assert _said(HEAD + FUND) == []


THREE = "九、财政拨款“三公”经费支出决算情况说明\n"


def test_what_is_included_is_not_added() -> None:
    text = "公务接待费支出0.60万元，其中：国内公务接待支出0.60万元（含外宾接待支出{}万元），国内公务接待6批次、48人次。"
    assert _said(HEAD + THREE + text.format("0.10")) == []
    assert _said(HEAD + THREE + text.format("0.90")) == ["A105 分项与总项对不上，文中为0.90万元：0.90万元 > 0.60万元"]


def test_a_rise_is_no_more_than_what_it_led_to() -> None:
    text = "2024年度公务接待费支出0.30万元，比上年增加{}万元。"
    assert _said(HEAD + THREE + text.format("0.20")) == []
    assert [said[:4] for said in _said(HEAD + THREE + text.format("0.50"))] == ["A102"]


def test_a_rise_may_be_that_of_the_larger_amount_before_it_and_a_mere_bound_checks_nothing() -> None:
    bought = "公务用车购置费预算28.00万元，支出决算{}万元，比上年增加20.00万元，主要原因是上年没有购置车辆。"
    assert _said(HEAD + bought.format("12.00")) == []
    fits = _lint(HEAD + bought.format("20.00"))
    states = [fits.tieout.states[mention.fact] for mention in fits.narrative.mentions]
    assert states == ["unchecked"] * 3


def test_changes_of_the_parts_are_the_change_of_the_whole() -> None:
    text = (
        "2024年度“三公”经费支出比2023年度减少2.60万元，其中：因公出国（境）费与2023年度{}；"
        "公务用车购置及运行维护费减少3.00万元；公务接待费增加{}万元。"
    )
    assert _said(HEAD + THREE + text.format("持平", "0.40")) == []
    assert [said[:4] for said in _said(HEAD + THREE + text.format("持平", "0.90"))] == ["A105"]
    assert _said(HEAD + THREE + text.format("基本持平", "0.35")) == []


def test_a_paragraph_that_begins_with_its_parts_goes_on() -> None:
    text = "十一、政府采购支出情况说明\n2024年度政府采购支出总额50.47万元。\n其中：政府采购货物支出30.00万元、政府采购工程支出0万元、政府采购服务支出{}万元。"
    assert _said(HEAD + text.format("20.47")) == []
    assert [said[:4] for said in _said(HEAD + text.format("20.00"))] == ["A105"]


def test_what_has_no_amount_is_spoken_of_all_the_same() -> None:
    text = (
        "# 青河市水务局2022年部门预算\n六、“三公”经费预算情况\n"
        "2022年“三公”经费预算支出248.84万元，较上年增加131.35万元。其中：因公出国（境）费未安排，较上年无变化；"
        "公务接待费38.84万元，公务用车运行维护费210.00万元。\n"
    )
    assert _said(text) == []
    assert [said[:4] for said in _said(text.replace("较上年增加131.35万元", "较上年无变化，增加131.35万元"))] == [
        "D103"
    ]


def test_a_span_of_years_is_no_base_of_comparison() -> None:
    text = "根据关于编制2024年部门决算和2024-2026年财政规划的通知，2024年支出合计100.00万元，与上年相比增加5.00万元。\n"
    assert _said(f"# 青河市水务局2024年度部门决算\n四、编制依据\n{text}") == []


_CELLS = """
2026年部门预算
一般公共预算“三公”经费支出表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t公务接待费
合计\t58.44\t11.00\t0.00\t31.78\t15.66
# “三公”经费预算情况说明
“三公”经费预算支出中，因公出国（境）费支出11万元，占“三公”经费的{0}；公务用车购置及运行费支出31.78万元，占“三公”经费的54.38%；公务接待费支出15.66万元，占“三公”经费的26.80%。
"""


def test_an_amount_is_as_precise_as_its_cell() -> None:
    assert not _said(_CELLS.format("18.82%"))
    assert [text[:4] for text in _said(_CELLS.format("18.89%"))] == ["A104"]


def test_an_amount_that_stands_elsewhere_is_what_was_meant() -> None:
    text = (
        HEAD.replace("2024", "2026").replace("决算", "预算")
        + "一、基本支出\n基本支出预算317.52万元，其中：人员经费210.10万元、公用经费107.42万元。\n"
        + "二、机关运行经费\n2026年机关运行经费预算{0}万元，较上年增加20.98万元，增长24.3%。\n"
    )
    assert not _said(text.format("107.42"))
    accused = [f for f in _lint(text.format("104.72")).findings if f.severity >= Severity.WARNING]
    assert [(f.code, f.expected) for f in accused] == [("A102", "107.42万元")]


def test_a_reason_says_which_of_two_words_is_wrong() -> None:
    text = (
        "# 2026年度部门预算\n一、机关运行经费\n2026年机关运行经费财政拨款预算793.48万元，较2025年年初预算{0}4.97万元，{1}0.6%。"
        "主要是厉行节约，压减开支。\n"
    )
    for amount, rate, accused in (("增加", "下降", "增加"), ("减少", "增长", "增长")):
        report = _lint(text.format(amount, rate))
        found = [report.document.quote(f.span) for f in report.findings if f.code == "D102"]
        assert found == [accused]
    assert not _said(text.format("减少", "下降"))


def test_a_zero_that_contradicts_a_list_of_shares_ends_nothing() -> None:
    text = HEAD + (
        "三、支出决算情况说明\n本年支出合计0万元，其中：基本支出107.42万元，占0%；项目支出210.10万元，占100%。\n"
        "本年支出合计317.52万元，其中：基本支出107.42万元，占33.83%；项目支出210.10万元，占66.17%。\n"
    )
    assert any(said.startswith(("A104", "A105", "N101", "A107")) for said in _said(text))


def test_a_prior_amount_without_a_unit_has_that_of_its_change() -> None:
    text = HEAD + "二、收入决算情况说明\n2024年收入总计600.00万元，比上年收入700.00减少{0}万元，下降14.29%。\n"
    assert [said[:4] for said in _said(text.format("100.00"))] == ["W109"]
    assert "A102" in [said[:4] for said in _said(text.format("110.00"))]


def test_a_year_after_this_one_may_be_compared_with_this_one() -> None:
    text = (
        "# 2024年度“三公”经费决算\n2024年“三公”经费中，因公出国（境）费6.00万元，公务接待费8.00万元。\n"
        "2025年“三公”经费预算中，因公出国（境）费6.00万元，公务接待费7.84万元（较2024年压缩2.00%）。\n"
    )
    assert not _said(text)


def test_what_moves_between_basic_and_project_spending_moves_both() -> None:
    text = (
        "# 2026年度单位预算\n一、基本支出\n商品和服务支出预算75.00万元，同比增加25.00万元，增长50.00%，"
        "增长原因是编外人员经费支出列入基本支出。\n二、项目支出\n"
        "项目支出1.00万元，同比减少4.00万元，下降80.00%，下降原因是编外人员经费支出列入基本支出。\n"
    )
    assert not [said for said in _said(text) if said.startswith("R102")]


@pytest.mark.parametrize(("less", "said"), [("2.48", 0), ("3.48", 1)], ids=["moved", "another amount"])
def test_one_reason_moves_an_amount_from_here_to_there(less: str, said: int) -> None:
    text = f"""# 青石镇人民政府2026年部门预算
一、部门收支总体情况
2026年事业收入812.48万元，比2025年增加2.48万元，主要原因是按照统一要求用事业收入支付公务用车运行维护费。
二、“三公”经费情况说明
2026年公务用车运行维护费200.00万元，比2025年减少{less}万元，主要原因是按照统一要求用事业收入支付公务用车运行维护费。
"""
    assert len([found for found in _said(text) if found.startswith("R102")]) == said


def test_a_list_that_makes_up_the_total_is_no_list_of_the_amount_before_it() -> None:
    sides = "收入包括：一般公共预算拨款100.00万元、政府性基金拨款200.00万元；支出包括："
    parts = "国防支出30.00万元、教育支出50.00万元、交通运输支出150.00万元、其他支出70.00万元。"
    sections = "".join(
        f"{number}、{name}收支预算总体情况\n{name}收支总预算300.00万元。{sides}{parts}\n"
        for number, name in zip("一二三", ("单位", "财政拨款", "部门"), strict=True)
    )
    assert not _said(f"# 青石镇交通运输局2026年部门预算\n{sections}")
