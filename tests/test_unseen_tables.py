"""Tables of disclosures that were met late, with the text that tells them again: what they do not contradict is left alone, what they do
is told once at its place."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.linter import lint_document
from gouji.readers import read_bytes
from gouji.readers.text import read_text

FINAL = "云岭县林业局2022年度部门决算\n"
BUDGET = "云岭县林业局2026年部门预算\n"
GENERAL = """一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
205\t教育支出\t188.37\t60.00\t128.37
208\t社会保障和就业支出\t40.00\t40.00\t
合计\t\t228.37\t100.00\t128.37

"""
THREE = """财政拨款“三公”经费支出决算表
公开07表
单位：万元
项目\t预算数\t决算数
支出合计\t15.74\t15.66
因公出国（境）费\t\t
公务用车购置及运行维护费\t14.50\t14.42
（1）公务用车购置费\t\t
（2）公务用车运行维护费\t14.50\t14.42
公务接待费\t1.24\t1.24
公务用车保有量（辆）\t—\t3
国内公务接待批次（个）\t—\t31

"""

SILENT = {
    "codes-before-the-levels": FINAL
    + "一般公共预算财政拨款支出决算表\n公开05表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t\t58.93\t58.93\t\n"
    "208\t社会保障和就业支出\t58.93\t58.93\t\n20805\t行政事业单位养老支出\t58.93\t58.93\t\n2080505\t机关事业单位基本养老保险缴费支出\t39.31\t39.31\t\n"
    "2080506\t机关事业单位职业年金缴费支出\t19.62\t19.62\t\n\n二、一般公共预算财政拨款支出决算情况\n"
    "1.社会保障和就业支出（208）类行政事业单位养老支出（05）款机关事业单位基本养老保险缴费支出（05）项：支出决算39.31万元，年初预算42.67万元，完成年初预算的92.13%。",
    "among-speaks-of-two-rows": FINAL
    + "“三公”经费支出决算表\n公开07表\n单位：万元\n项目\t2021年决算数\t2022年决算数\n因公出国（境）费\t0.00\t0.00\n公务接待费\t0.52\t0.77\n"
    "公务用车购置及运行费\t24.08\t8.73\n其中：公务用车运行费\t5.10\t8.73\n公务用车购置费\t18.98\t0.00\n合计\t24.60\t9.50\n",
    "among-speaks-of-two-natures": FINAL
    + "收入决算表\n公开02表\n单位：万元\n项目\t本年收入合计\t财政拨款收入\t其他收入\n合计\t450.00\t430.00\t20.00\n一、基本支出拨款\t300.00\t300.00\t\n"
    "其中：人员经费\t280.00\t280.00\t\n公用经费\t20.00\t20.00\t\n二、项目支出拨款\t150.00\t130.00\t20.00\n",
    "numbered-rows-beside-the-first": BUDGET
    + "部门收支总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、财政拨款收入\t280.00\t一、教育支出\t300.00\n二、政府性基金预算拨款收入\t0.00\t\t\n"
    "三、国有资本经营预算拨款收入\t0.00\t\t\n四、财政专户管理资金收入\t0.00\t\t\n五、其他收入\t20.00\t\t\n本年收入合计\t300.00\t本年支出合计\t300.00\n收入总计\t300.00\t支出总计\t300.00\n",
    "a-column-of-what-moved": FINAL
    + "一般公共预算财政拨款支出决算表\n单位：万元\n科目编码\t科目名称\t决算数\t基本支出\t项目支出\t较上年增减额\n合计\t\t300.00\t200.00\t100.00\t20.00\n"
    "205\t教育支出\t300.00\t200.00\t100.00\t20.00\n20502\t普通教育\t245.00\t200.00\t45.00\t35.00\n20509\t教育费附加安排的支出\t55.00\t\t55.00\t-15.00\n\n"
    "一般公共预算财政拨款支出300.00万元，较上年增加20.00万元，增长7.14%。",
    "among-between-numbered-rows": FINAL
    + "支出明细表\n单位：万元\n项目\t决算数\n一、基本支出\t400.00\n1.人员经费\t350.00\n其中：工资\t300.00\n2.公用经费\t50.00\n合计\t400.00\n",
    "vehicles-under-their-worth": FINAL
    + "国有资产占用情况表\n项目\t数量\t价值（万元）\n（一）固定资产\t—\t8800.00\n1.房屋\t2000\t5000.00\n2.车辆（台、辆）\t5\t120.00\n3.设备\t4\t3680.00\n",
    "the-year-s-own-of-a-total-with-what-was-carried": BUDGET
    + "2026年财政拨款收支总预算238.74万元。收入包括：一般公共预算当年拨款228.37万元、上年结转10.37万元；支出包括：教育支出198.74万元、社会保障和就业支出40.00万元。\n"
    + GENERAL,
    "a-running-cost-is-no-functional-item": BUDGET
    + "事业运行经费总预算安排20.00万元，主要用于单位日常运转。\n部门支出总体情况表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n2130104\t事业运行\t120.00\t120.00\t\n合计\t\t120.00\t120.00\t\n",
    "money-of-some-projects": BUDGET
    + "2026年，7个项目实行了绩效目标管理，涉及资金300.00万元，其中：一般公共预算拨款100.00万元，单位资金200.00万元。\n收支总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
    "一、一般公共预算拨款收入\t600.00\t一、卫生健康支出\t1600.00\n二、单位资金收入\t1000.00\t\t\n收入总计\t1600.00\t支出总计\t1600.00\n",
    "what-was-carried-over-in-two-parts": FINAL
    + "政府性基金预算财政拨款收入支出决算表\n公开07表\n单位：万元\n项目\t年初结转和结余\t本年收入\t本年支出\t年末结转和结余\n合计\t61.24\t591.38\t642.69\t9.93\n\n"
    "5.年初结转和结余105.68万元，由两部分组成：一般公共预算财政拨款44.44万元，政府性基金预算财政拨款61.24万元。",
}

TOLD = {
    "a-unit-and-its-unit-of-money-over-the-head": (
        BUDGET
        + "一般公共预算“三公”经费支出表\n云岭县林业局\t单位：万元\n2025年预算数\t\t\t\t\t\t2026年预算数\t\t\t\t\t\n"
        "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n"
        "\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
        "16.00\t0.00\t33.00\t0.00\t13.00\t3.00\t16.00\t0.00\t13.00\t0.00\t13.00\t3.00\n",
        "F102",
        "33.00",
    ),
    "all-of-the-appropriation": (
        BUDGET
        + GENERAL
        + "十、绩效目标情况说明\n本部门绩效目标管理全覆盖，涉及当年一般公共预算拨款28.37万元，政府性基金预算拨款0.00万元。",
        "T101",
        "28.37万元",
    ),
    "a-bracket-between-name-and-amount": (
        FINAL
        + "收入支出决算总表\n公开01表\n单位：万元\n收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n一、财政拨款收入\t2491.20\t一、教育支出\t2484.00\n本年收入合计\t2491.20\t本年支出合计\t2484.00\n"
        "年初结转和结余\t105.67\t年末结转和结余\t112.87\n总计\t2596.87\t总计\t2596.87\n\n一、收入支出决算总体情况说明\n"
        "2022年度收入总计（含结转和结余）2596.87万元，支出总计（含结转和结余）2599.87万元。",
        "T101",
        "2599.87万元",
    ),
    "the-budget-that-the-sentence-names": (
        FINAL + THREE + "2022年度财政拨款“三公”经费全年预算数为18.74万元，支出决算为15.66万元，完成预算的99.49%。",
        "A103",
        "18.74万元",
    ),
    "a-count-of-a-row": (FINAL + THREE + "年末公务用车保有量3辆；国内公务接待61批次。", "T101", "61批次"),
    "an-item-under-its-nature": (
        BUDGET
        + "一般公共预算支出明细表（按支出功能分类科目）\n单位：万元\n科目编码\t科目名称\t合计\t人员经费支出\t公用经费支出\t专项业务经费支出\n"
        "2010301\t行政运行\t765.18\t700.00\t65.18\t\n2080505\t机关事业单位基本养老保险缴费支出\t145.00\t145.00\t\t\n合计\t\t910.18\t845.00\t65.18\t\n\n"
        "二、一般公共预算支出明细情况\n（1）人员经费：①行政运行（2010301）700.00万元；②机关事业单位基本养老保险缴费支出（2080505）105.40万元。",
        "T101",
        "105.40万元",
    ),
    "one-fund-pays-an-item": (
        BUDGET
        + "财政拨款收支预算总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、一般公共预算拨款\t228.37\t一、教育支出\t188.37\n二、政府性基金预算拨款\t20.00\t二、社会保障和就业支出\t40.00\n"
        "\t\t三、其他支出\t20.00\n收入总计\t248.37\t支出总计\t248.37\n\n"
        + GENERAL.replace(
            "205\t教育支出\t188.37\t60.00\t128.37\n",
            "205\t教育支出\t188.37\t60.00\t128.37\n20502\t普通教育\t188.37\t60.00\t128.37\n2050202\t小学教育\t188.37\t60.00\t128.37\n",
        )
        + "政府性基金预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n229\t其他支出\t20.00\t\t20.00\n合计\t\t20.00\t\t20.00\n\n"
        "二、财政拨款支出预算情况\n财政拨款支出248.37万元，其中：\n1.教育支出（类）普通教育（款）小学教育（项）183.87万元，主要用于学校运转。",
        "T101",
        "183.87万元",
    ),
    "a-cell-that-breaks-its-column": (
        BUDGET
        + "收支预算总表\n单位：万元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、财政拨款收入\t100.00\t教育支出\t150.00\n（一）一般公共预算收入\t100.00\t\t\n"
        "二、教育收费资金收入\t60.00\t\t\n三、其他收入\t10.00\t\t\n本年收入合计\t150.00\t本年支出合计\t150.00\n收入总计\t150.00\t支出总计\t150.00\n\n"
        "部门收入总表\n单位：万元\n科目编码\t科目名称\t合计\t财政拨款\t教育收费资金收入\t其他收入\n205\t教育支出\t150.00\t100.00\t40.00\t10.00\n\t合计\t150.00\t100.00\t40.00\t10.00\n",
        "F101",
        "60.00",
    ),
}


def _told(text: str) -> list[tuple[str, str]]:
    report = lint_document(read_text(text, "例.txt"), Config())
    found = [f for f in report.findings if f.severity >= Severity.WARNING and f.code[0] in "ADFNTXY"]
    return [(f.code, report.document.quote(f.span)) for f in found]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_contradicts_nothing_is_left_alone(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(("text", "code", "place"), TOLD.values(), ids=TOLD)
def test_a_contradiction_is_told_once_at_its_place(text: str, code: str, place: str) -> None:
    assert _told(text) == [(code, place)]


WEB = [
    ["项目", "预算数", "决算数"],
    ["合计", "8.00", "7.00"],
    ["因公出国（境）费", "0", "0"],
    ["公务接待费", "4.00", "3.00"],
    ["公务用车购置及运行维护费", "4.00", "4.00"],
    ["其中：公务用车运行维护费", "4.00", "4.00"],
    ["公务用车购置费", "0", "0"],
]


@pytest.mark.parametrize(
    "lay", ["\n".join, lambda row: " | ".join(row) + " |"], ids=["a cell a line", "bars behind the cells"]
)
def test_a_table_copied_from_a_web_page_ends_with_the_next_section(lay: Callable[[list[str]], str]) -> None:
    table = "\n".join(map(lay, WEB))
    text = (
        f"云岭县工商联2021年度“三公”经费支出决算情况\n一、2021年度“三公”经费支出决算表\n单位：万元\n{table}\n二、2021年度“三公”经费支出情况说明\n"
        "2021年度“三公”经费支出预算为8.00万元，支出决算为7.00万元，完成预算的87.5%。\n1.公务接待费支出2.50万元，与预算相比减少1.00万元，下降25.00%。"
    )
    assert ("T101", "2.50万元") in _told(text)
    assert _told(text.replace("2.50万元", "3.00万元")) == []


PARTS = "".join(
    f"第{n}部分 2022年度部门{what}\n"
    for n, what in zip("一二三四", ("概况", "决算表", "决算情况说明", "决算名词解释"), strict=True)
)
FIGURES = (
    "一、收入支出决算总体情况说明\n2022年度收入总计、支出总计均为500.00万元，与上年相比增加25.00万元，增长5.26%。\n"
)


@pytest.mark.parametrize("cover", [2021, 2023])
def test_a_cover_with_another_year_is_the_one_that_is_wrong(cover: int) -> None:
    text = f"云岭县林业局{cover}年度部门决算\n目录\n{PARTS}{PARTS}{FIGURES}"
    assert _told(text) == [("Y103", str(cover))]


def test_a_wrong_year_is_told_once() -> None:
    text = FINAL + PARTS + FIGURES + "对2022年度收入的说明见上。\n本部门2021年度没有使用国有资本经营预算安排的支出。\n"
    assert _told(text) == [("Y101", "2021")]


def test_a_heading_named_like_a_statement_has_the_document_s_year() -> None:
    text = (
        FINAL
        + FIGURES
        + "二、2021年度一般公共预算财政拨款基本支出决算情况说明\n2022年度一般公共预算财政拨款基本支出400.00万元。\n"
    )
    assert _told(text) == [("Y103", "2021")]


def test_statements_abreast_on_a_sheet_are_read_one_by_one() -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    tables = (
        "收入决算表\n公开02表\n单位：万元\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入\n\t合计\t320\t300\t20\n201\t一般公共服务支出\t320\t300\t20",
        "支出决算表\n公开03表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n\t合计\t330\t300\t30\n201\t一般公共服务支出\t330\t300\t30",
    )
    for left, table in zip((1, 7), tables, strict=True):
        for row, line in enumerate(table.split("\n"), 1):
            for column, text in enumerate(line.split("\t"), left):
                sheet.cell(row, column, int(text) if text.isdigit() else text)
    data = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(data)
    report = lint_document(read_bytes(data.getvalue(), "云岭县林业局2022年度部门决算.xlsx"), Config())
    assert [statement.id for statement in report.statements] == ["final-02", "final-03"]
    assert [anchor.cell for anchor in report.document.anchors if anchor.cell.endswith("!J5")] == ["Sheet!J5"]


def _warned(text: str) -> list[str]:
    report = lint_document(read_text(text, "例.txt"), Config())
    return [f.code for f in report.findings if f.severity is Severity.WARNING]


def test_a_part_that_only_the_contents_name_is_not_numbered_twice() -> None:
    text = (
        "云岭县民政局2023年部门预算编制说明\n目  录\n第一部分 部门预算编制说明\n第二部分 部门预算公开表\n一、基本职能及主要工作\n承担社会救助工作。\n"
        f"二、预算单位基本情况\n编制部门预算单位共3个。\n第二部分 部门预算公开表\n{GENERAL}"
    )
    assert "S102" not in _warned(text)
    assert "S102" in _warned(text.replace("二、预算", "二、预算单位\n共3个。\n二、预算"))


def test_one_wording_alone_names_no_place() -> None:
    """A place's requirements are those of documents that name it, or speak as it does twice."""
    text = f"云岭县林业工作站2026年单位预算公开报告\n第二部分 2026年度单位预算安排情况说明\n{GENERAL}"
    place = lint_document(read_text(text, "例.txt"), Config()).profile
    assert place is not None
    assert place.name == "national-budget"
    own = lint_document(read_text("浙江省" + text, "例.txt"), Config()).profile
    assert own is not None
    assert own.name == "zhejiang-budget"


GRANTED = """部门收支总表
单位：元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t24,808,223.45\t一、农林水支出\t25,371,356.78
本年收入合计\t24,808,223.45\t本年支出合计\t25,371,356.78
上年结转结余\t563,133.33\t结转下年\t
收入总计\t25,371,356.78\t支出总计\t25,371,356.78
一般公共预算支出表
单位：元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t25,371,356.78\t18,000,000.00\t7,371,356.78
213\t农林水支出\t25,371,356.78\t18,000,000.00\t7,371,356.78

"""


def test_what_was_granted_is_less_than_its_statement_by_what_was_carried_over() -> None:
    told = BUDGET + GRANTED + "一般公共预算支出情况说明\n2026年一般公共预算当年拨款支出{}万元，全部用于农林水支出。\n"
    assert _told(told.format("2,480.82")) == []
    assert [place for _, place in _told(told.format("2,380.82"))] == ["2,380.82万元"]


def test_parts_numbered_again_below_what_was_carried_over_are_of_that() -> None:
    text = """部门预算财政拨款收支总表
单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
本年收入合计\t{}\t本年支出合计\t260.00
一、一般公共预算财政拨款\t180.00\t一、农林水支出\t260.00
二、政府性基金预算财政拨款\t20.00\t\t
年初财政拨款结转和结余\t60.00\t\t
一、一般公共预算财政拨款\t60.00\t\t
二、政府性基金预算财政拨款\t\t\t
收入总计\t260.00\t支出总计\t260.00
"""
    assert _told(BUDGET + text.format("200.00")) == []
    assert _told(BUDGET + text.format("230.00")) != []


def test_levels_are_told_by_names_alone() -> None:
    text = """部门支出总表
单位：万元
科目名称\t合计\t基本支出\t项目支出
合计\t350.00\t300.00\t50.00
一般公共服务支出\t250.00\t200.00\t50.00
政府办公厅（室）及相关机构事务\t250.00\t200.00\t50.00
行政运行\t{}\t200.00\t
一般行政管理事务\t50.00\t\t50.00
住房保障支出\t100.00\t100.00\t
住房改革支出\t100.00\t100.00\t
住房公积金\t100.00\t100.00\t
"""
    assert _told(BUDGET + text.format("200.00")) == []
    assert _told(BUDGET + text.format("290.00")) == [("F102", "290.00")]


@pytest.mark.parametrize(
    "title",
    [
        "收入支出决算总表（公开01表）",
        "GK01 收入支出决算总表",
        "机关运行经费支出预算明细表",
        "纳入预算管理的政府性基金预算支出情况表",
    ],
)
def test_a_form_s_number_and_longer_names_are_titles(title: str) -> None:
    assert lexicon().statement_title(plain(title)) is not None
