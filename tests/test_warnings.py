"""Warnings worth reading: what a careful colleague would say, and beside it what looks alike and is no slip."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text

FINAL = "云岭区文化馆2024年度部门决算\n"
BUDGET = "云岭区文化馆2026年部门预算\n"


def _said(text: str) -> list[tuple[str, str]]:
    document = read_text(text.strip("\n"), "例.txt")
    findings = lint_document(document, Config()).findings
    return [(f.code, document.quote(f.span)) for f in findings if f.severity >= Severity.WARNING]


CONTENTS = """
云岭区文化馆2024年度部门决算
目录
一、文字部分
第一部分 部门概况
第二部分 部门决算情况说明
第三部分 名词解释
二、表格部分
（一）收入支出决算总表
（二）收入决算表
一、文字部分
第一部分
部门概况
负责全区公共阅读服务。
第二部分 云岭区文化馆部门决算情况
说明
2024年度收入总计、支出总计均为520.00万元。
第三部分 名词解释
财政拨款收入：指本级财政拨付的资金。
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CONTENTS, id="folded titles and tables in another file are in the contents rightly"),
        pytest.param(
            BUDGET
            + "夜市改造经费情况说明\n一、立项依据\n区里的通知。\n二、实施主体\n本级。\n"
            + "书院修缮经费情况说明\n一、立项依据\n区里的通知。\n二、实施主体\n本级。\n",
            id="each project has the same sections",
        ),
        pytest.param(
            FINAL + "所属二级单位共3个，分别是：馆机关、文化站、流动书屋和美育中心。\n",
            id="the unit itself need not be counted",
        ),
        pytest.param(
            FINAL + "内设处室3个，分别为办公室、业务部、活动部、机关党委（不计入内设机构数）。\n",
            id="the Party committee need not be counted among offices",
        ),
        pytest.param(
            BUDGET + "公务接待费2026年预算数0.00万元，较2025年年初预算增加0.00万元，主要是本单位2026年未安排经费。\n",
            id="nothing rose by nothing",
        ),
        pytest.param(
            BUDGET + "培训费10.00万元，比上年增加3.00万元，主要原因是从会议费预算中调减3.00万元用于培训费开支。\n",
            id="what was cut elsewhere went here",
        ),
        pytest.param(
            BUDGET + "住房公积金10.00万元，比上年增加3.00万元，主要原因是上年住房公积金缴费基数扩大。\n",
            id="last year's larger base lasts",
        ),
        pytest.param(
            BUDGET + "购书经费10.00万元，比上年减少3.00万元，主要原因是2025年增加大型图书购置经费。\n",
            id="what was more in the year before is less now",
        ),
        pytest.param(
            BUDGET
            + "部门预算支出90.00万元，比上年减少3.00万元，下降3.23%。\n"
            + "预算支出减少主要原因说明：1.上年项目结转增加8.00万元；2.设备补贴减少7.00万元；3.政策到期减少4.00万元。\n",
            id="the first of several numbered reasons",
        ),
        pytest.param(
            BUDGET + "人员奖励10.00万元，比上年增加3.00万元，主要原因是：2025年度有部分奖励未发放，调减预算。\n",
            id="what follows on last year's event may be last year's as well",
        ),
        pytest.param(
            BUDGET + "截至2025年8月，其他用车0辆，主要是2026年无购置计划。\n", id="none because none is planned"
        ),
        pytest.param(
            BUDGET + "1.本部门无2025年结转的政府性基金预算拨款支出。\n2.本部门无2025年结转的其他支出。\n",
            id="what was carried over is of last year",
        ),
        pytest.param(
            FINAL + "负责刑事、民事、行政诉讼活动及刑事、民事、行政判决的监督。\n", id="a list begins anew behind 及"
        ),
        pytest.param(
            FINAL + "本单位下设办公室、业务处、活动处，共3个处室。下属美育中心、演艺中心等5家预算单位。\n",
            id="names in front of their count",
        ),
        pytest.param(
            FINAL + "从决算单位构成看，馆部门决算包括：馆本级决算、所属6家事业单位决算。\n",
            id="a count that is of its own name",
        ),
        pytest.param(
            FINAL + "馆预算是包括馆本级以及下属3家预算单位的综合收支计划。\n"
            "本部门中，行政单位1家，事业单位2家，具体包括：\n1.文化馆（本级）。\n2.美育中心。\n3.演艺中心。\n",
            id="a list with numbers of what two counts come to",
        ),
        pytest.param(
            FINAL + "本单位2个项目的绩效目标有：\n1.社会效益\n2.经济效益\n3.生态效益\n",
            id="a list of something else than was counted",
        ),
        pytest.param(
            FINAL + "市文化馆设3个内设机构及机关党委（人事处）。内设机构分别是：办公室（保密办）、业务处、档案处。\n",
            id="the list stands in the next sentence",
        ),
        pytest.param(
            FINAL + "本次评价根据《芦河县财政项目评价\n\n管理办法》规定，从决策、过程、产出设定指标。\n",
            id="a title broken over two lines is closed",
        ),
        pytest.param(
            FINAL
            + "依据《国务院关于加强监管的意见》（国办发〔2023〕17号）和《关于加强监管的意见》（国办发〔2023〕17号）。\n",
            id="the issuer may be left out of a title",
        ),
        pytest.param(
            FINAL
            + "其中：行政运行（2010301）120.00万元；一般行政管理事务（2010302）60.00万元；养老保险缴费（2080505）8.00万元。\n",
            id="codes beside their own names, or short ones",
        ),
        pytest.param(
            FINAL + "决算数较上年增加的主要原因（含追加：\n\n新增馆藏数字化项目）已经说明。\n",
            id="the end of a page cuts a bracket behind a colon",
        ),
    ],
)
def test_what_a_colleague_would_not_say(text: str) -> None:
    assert _said(text) == []


ITEMS_OF_PENSIONS = """
一般公共预算财政拨款支出决算表
单位：万元
科目代码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t240.00\t200.00\t40.00
201\t一般公共服务支出\t120.00\t120.00\t
20103\t政府办公厅（室）及相关机构事务\t120.00\t120.00\t
2010301\t行政运行\t120.00\t120.00\t
208\t社会保障和就业支出\t120.00\t80.00\t40.00
20805\t行政事业单位养老支出\t120.00\t80.00\t40.00
2080505\t机关事业单位基本养老保险缴费支出\t80.00\t80.00\t
2080506\t机关事业单位职业年金缴费支出\t40.00\t\t40.00

三、一般公共预算财政拨款支出决算情况说明
1.一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）120.00万元。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CONTENTS.replace("第三部分 名词解释\n二", "第三部分 名称解释\n二"), ("S109", "第三部分 名称解释")),
        (FINAL + "2024年度支出100.00万元，占 %，比上年减少 万元。\n", ("W104", "占 %，比上年减少 万元")),
        (FINAL + "具体包括（列示至基层预算单位）：\n", ("W104", "（列示至基层预算单位）")),
        (FINAL + "截至2024年底，其他用车0辆，主要是单位日常用车。\n", ("R105", "0辆，主要是单位日常用车")),
        (
            FINAL + "2024年度收入总计、支出总计均为500.00万元，与上年相比持平。主要是文化专项资金增加。\n",
            ("R101", "文化专项资金增加"),
        ),
        (FINAL + "国内公务接待支出0.39万（含外宾接待支出0.00万元）。\n", ("W109", "0.39万")),
        (FINAL + "单价100万元以上（含）以上设备0台。\n", ("W114", "以上（含）以上")),
        (FINAL + "本部门2023年度无政府性基金预算财政拨款收支，已公开空表。\n", ("Y101", "2023")),
        (FINAL + "2024年度支出100.00万元，决算数大小于预算数的主要原因是厉行节约。\n", ("W104", "大小于")),
        (FINAL + "2024年度支出100.00万元，比2023年度减增加21.90万元。\n", ("W104", "减增加")),
        (FINAL + "本部门2021年度没有国有资本经营预算财政拨款支出。\n", ("Y101", "2021")),
        (FINAL + "2022年期末，开支财政拨款的公务用车保有量为8辆。\n", ("Y101", "2022")),
        (FINAL + "2024年度支出100.00万元。\n\n2026年期末，本部门共有车辆8辆。\n", ("Y101", "2026")),
        (FINAL + "2024年度支出820.89万元；与2024年度的738.10万元相比，增加82.79万元，增长11.22%。\n", ("Y102", "2024")),
        (BUDGET + "收入预算60.00万元，比2026年预算增加4.00万元。\n", ("Y102", "2026")),
        (BUDGET + "五、实施周期\n2025年1月1日-2025年12月31日\n", ("Y104", "2025年1月1日-2025年12月31日")),
        (FINAL + "第一部分 概况\n（含地质勘探〉行业的监督。\n", ("W108", "（")),
        (
            "云岭区规划和资源局2024年度部门决算\n云岭区规划与资源局2024年度无政府性基金预算收支。\n",
            ("S111", "云岭区规划与资源局"),
        ),
        (
            FINAL + "1.住房保障支出（类）住房保障支出（款）住房公积金（项）。支出决算为20.00万元。\n",
            ("T106", "住房保障支出（类）住房保障支出（款）住房公积金（项）"),
        ),
        (
            BUDGET + "11、医疗卫生与计划生育支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）114.97万元。\n",
            ("S108", "医疗卫生与计划生育支出（210类）"),
        ),
        pytest.param(
            FINAL + "其中：行政运行（2010301）120.00万元；行政运行（2010302）60.00万元。\n",
            ("S108", "行政运行（2010302）"),
            id="a code beside the name of another one",
        ),
        pytest.param(
            FINAL
            + ITEMS_OF_PENSIONS
            + "2.社会保障和就业支出（类）行政事业单位养老支出（款）行政运行（项）80.00万元。\n",
            ("T106", "社会保障和就业支出（类）行政事业单位养老支出（款）行政运行（项）"),
            id="an item that another 款 has",
        ),
        pytest.param(
            FINAL + "所属预算单位共5个，分别是：馆本级、文化站、流动书屋、美育中心。\n",
            ("N106", "5"),
            id="five units of which four are named",
        ),
        pytest.param(
            FINAL + "内设机构4个，分别是办公室（财务室、档案室）、业务部、活动部。\n",
            ("N106", "4"),
            id="what is in brackets is no office",
        ),
        pytest.param(
            FINAL
            + "政府采购支出17000元。按资金来源划分，一般公共预算拨款15000元，财政专户管理的资金安排0元，上年结余安排1000元。\n",
            ("A105", "17000元"),
            id="what divides all of an amount is not all of it",
        ),
        pytest.param(
            FINAL + "本单位下设办公室、业务处、活动处，共4个处室。\n",
            ("N106", "4"),
            id="offices named in front of their count",
        ),
        pytest.param(
            FINAL + "（一）内设机构4个：办公室、业务处、活动处。\n", ("N106", "4"), id="offices named behind a colon"
        ),
        pytest.param(
            FINAL + "馆本级4个内设机构和机关党委，内设机构分别是办公室、业务处、活动处。\n",
            ("N106", "4"),
            id="offices named in the next clause",
        ),
        pytest.param(
            FINAL + "下辖美育中心、文化站、流动书屋、演艺中心等3家预算单位。\n",
            ("N106", "3"),
            id="more units than are counted",
        ),
        pytest.param(
            FINAL + "本部门中，行政单位1家，事业单位5家，具体包括：\n1.文化馆（本级）。\n2.美育中心。\n3.演艺中心。\n",
            ("N106", "5"),
            id="units in a list with numbers",
        ),
    ],
)
def test_what_a_colleague_would_say(text: str, expected: tuple[str, str]) -> None:
    assert expected in _said(text)


def test_a_form_is_one_finding() -> None:
    sections = (
        "".join(f"（{n}）第{n}项\nXX局支出XX万元。\n" for n in "一二三四五六七八九十")
        + "（十一）其他\nXX局支出XX万元。\n"
    )
    found = [code for code, _ in _said(FINAL + sections)]
    assert found.count("W104") == 1


def test_the_same_slip_of_the_pen_is_told_once() -> None:
    found = [code for code, _ in _said(FINAL + "公务车用车运行费21.00万元。\n公务车用车购置费0万元。\n")]
    assert found.count("W115") == 1
