"""Each jurisdiction's disclosures are told by their titles, held to its own requirements of their year, and to no others."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.lexicon import lexicon
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.report import Report

_FINAL = (
    "收入支出决算总体情况说明 收入决算情况说明 支出决算情况说明 财政拨款收入支出决算总体情况说明"
    " 一般公共预算财政拨款支出决算情况说明 一般公共预算财政拨款基本支出决算情况说明"
)
_OTHER = "机关运行经费情况说明 政府采购情况说明 国有资产占用情况说明 预算绩效情况说明 名词解释"

# profile: the document's title, its sections, and one of them that is missed where it is lacking
INVENTED = {
    "jiangsu-budget": (
        "江苏省云岭林业局2026年度部门预算",
        "主要职能 机构设置 收支预算总体情况说明 收入预算情况说明 支出预算情况说明 财政拨款收支预算总体情况说明"
        " 财政拨款支出预算情况说明 财政拨款基本支出预算情况说明 一般公共预算支出预算情况说明"
        " 一般公共预算基本支出预算情况说明 “三公”经费支出预算情况说明 政府性基金预算支出预算情况说明 " + _OTHER,
        "国有资产占用情况说明",
    ),
    "beijing-budget": (
        "北京市云岭区林业局2026年度部门预算",
        "部门情况说明 收入预算情况说明 支出预算情况说明 财政拨款“三公”经费预算情况说明 " + _OTHER,
        "部门情况说明",
    ),
    "shenzhen-budget": (
        "深圳市云岭林业局2026年部门预算",
        "部门职责 部门预算收支总体情况 部门预算支出具体情况 财政拨款“三公”经费预算情况 " + _OTHER,
        "部门预算支出具体情况",
    ),
    "guangdong-budget": (
        "广东省云岭林业局2026年部门预算",
        "主要职责 部门机构设置 部门预算收支增减变化情况 “三公”经费安排情况 " + _OTHER,
        "部门预算收支增减变化情况",
    ),
    "chongqing-budget": (
        "重庆市云岭区林业局2026年部门预算情况说明",
        "主要职责 机构设置 部门收支总体情况 财政拨款情况说明 “三公”经费情况说明 其他重要事项的情况说明 " + _OTHER,
        "财政拨款情况说明",
    ),
    "fujian-budget": (
        "福建省云岭林业局2026年度部门预算",
        "主要职责 工作任务 预算收支总体情况 一般公共预算拨款支出情况 政府性基金预算拨款支出情况"
        " 国有资本经营预算拨款支出情况 一般公共预算拨款基本支出情况 “三公”经费支出情况 " + _OTHER,
        "国有资本经营预算拨款支出情况",
    ),
    "zhejiang-budget": (
        "浙江省云岭林业局2026年部门预算",
        "主要职能 机构设置情况 收支预算情况的总体说明 收入预算情况说明 支出预算情况说明 财政拨款收支预算情况的总体说明"
        " 一般公共预算当年拨款情况说明 一般公共预算基本支出情况说明 “三公”经费预算情况说明 政府性基金预算支出情况说明"
        " 国有资本经营预算支出情况说明 " + _OTHER,
        "收入预算情况说明",
    ),
    "shandong-budget": (
        "山东省云岭林业局2026年部门预算",
        "主要职责 机构设置情况 预算收支增减变化情况说明 “三公”经费支出情况 " + _OTHER,
        "政府采购情况说明",
    ),
    "hunan-budget": (
        "湖南省云岭林业局2026年部门预算公开说明",
        "部门基本概况 部门预算单位构成 部门收支总体情况 一般公共预算拨款支出 政府性基金预算支出 “三公”经费"
        " 其他重要事项的情况说明 " + _OTHER,
        "政府性基金预算支出",
    ),
    "shaanxi-budget": (
        "云岭市林业局2026年部门综合预算公开说明",
        "主要职责及机构设置 工作任务 预算单位构成 人员情况说明 收支预算总体情况 财政拨款收支情况 一般公共预算拨款支出明细情况"
        " 政府性基金预算支出情况 “三公”经费及会议费、培训费情况说明 " + _OTHER,
        "人员情况说明",
    ),
    "central-budget": (
        "国家云岭林业局2026年中央部门预算",
        "主要职能 部门收支总表的说明 部门收入总表的说明 部门支出总表的说明 财政拨款收支总表的说明 一般公共预算支出表的说明"
        " 一般公共预算基本支出表的说明 “三公”经费预算情况的说明 " + _OTHER,
        "一般公共预算基本支出表的说明",
    ),
    "central-final": (
        "国家云岭林业局2026年度中央部门决算",
        "部门职责 " + _FINAL + " “三公”经费支出决算情况说明 " + _OTHER,
        "财政拨款收入支出决算总体情况说明",
    ),
}
_NUMERALS = "一二三四五六七八九十"


def _lint(title: str, sections: list[str], notes: bool = False) -> Report:
    numerals = [*_NUMERALS, *("十" + each for each in _NUMERALS[:-1]), "二十"]
    body = "".join(
        f"{n}、{section}\n本部门的{section}按规定编制。\n" for n, section in zip(numerals, sections, strict=False)
    )
    return lint_document(read_text(f"{title}\n\n{body}", "公开.txt"), Config(notes=notes))


def _said(report: Report) -> list[tuple[str, Severity]]:
    return [(f.message, f.severity) for f in report.findings if f.code in ("S101", "S114")]


@pytest.mark.parametrize("name", INVENTED)
def test_a_document_is_told_and_a_whole_one_is_silent(name: str) -> None:
    title, sections, _ = INVENTED[name]
    report = _lint(title, sections.split())
    assert report.profile is not None
    assert report.profile.name == name
    assert _said(report) == []


@pytest.mark.parametrize("name", INVENTED)
def test_a_section_that_lacks_is_missed(name: str) -> None:
    title, sections, lacking = INVENTED[name]
    found = _said(_lint(title, [each for each in sections.split() if each != lacking]))
    assert len(found) == 1, found
    assert "要求有" in found[0][0]
    assert found[0][1] is Severity.WARNING


def test_what_a_later_year_asks_for_is_not_missed() -> None:
    title, sections, lacking = INVENTED["jiangsu-budget"]
    short = [each for each in sections.split() if each not in (lacking, "预算绩效情况说明")]
    assert _said(_lint(title.replace("2026", "2017"), short)) == []
    assert len(_said(_lint(title.replace("2026", "2018"), short))) == 1
    assert len(_said(_lint(title.replace("2026", "2019"), short))) == 2


def test_where_custom_differs_an_unknown_place_gets_a_note() -> None:
    title, sections = "云岭州林业局2026年部门预算", "主要职责 收支总体情况 “三公”经费情况 " + _OTHER
    assert _said(_lint(title, sections.split())) == []
    noted = _said(_lint(title, sections.split(), notes=True))
    assert {severity for _, severity in noted} == {Severity.NOTE}
    assert any("政府性基金" in message for message, _ in noted)


def test_a_document_of_another_province_is_not_held_to_this_ones_requirements() -> None:
    title, sections, _ = INVENTED["guangdong-budget"]
    report = _lint(title.replace("广东省", "西藏自治区"), sections.split())
    assert report.profile is not None
    assert report.profile.name == "national-budget"


def test_sections_that_some_places_do_not_have_are_noted() -> None:
    sections = [
        s for s in (_FINAL + " “三公”经费情况说明 政府性基金情况说明 " + _OTHER).split() if s != "收入决算情况说明"
    ]
    noted = _said(_lint("云岭区林业局2024年度部门决算", sections, notes=True))
    assert [(severity, "收入决算情况" in message) for message, severity in noted] == [(Severity.NOTE, True)]


@pytest.mark.parametrize(("goods", "found"), [("30.00", 0), ("20.00", 1)])
def test_a_part_for_which_nothing_is_left_need_not_be_named(goods: str, found: int) -> None:
    _, sections, _ = INVENTED["central-final"]
    bought = f"政府采购情况说明\n政府采购支出50.00万元，其中：货物{goods}万元、服务20.00万元，都授予中小企业"
    report = _lint("云岭区林业局2024年度部门决算", sections.replace("政府采购情况说明", "XX").split(" "))
    text = report.document.source.replace("XX", bought, 1).replace("XX", "采购")
    said = _said(lint_document(read_text(text, "公开.txt"), Config()))
    assert len([message for message, _ in said if "工程采购" in message]) == found


def test_a_name_belongs_to_its_years() -> None:
    words = lexicon()
    assert words.name_of("F", "210", 2018) == "医疗卫生与计划生育支出"
    assert words.name_of("F", "210", 2019) == words.name_of("F", "210", 0) == "卫生健康支出"
    assert words.code_of("E", "医疗费", 2017) == "30307"
    assert words.code_of("E", "医疗费", 2018) == words.code_of("E", "医疗费") == "30114"
    assert words.code_of("E", "提租补贴", 2024) == "30312"  # no code of the year bears the name
    assert words.code_of("E", "没有的科目") == ""


TABLE = """云岭区林业局{year}年度部门决算
支出决算表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t30.00\t30.00\t
{code}\t{name}\t30.00\t30.00\t
"""


@pytest.mark.parametrize(
    ("year", "code", "name", "message"),
    [
        (2018, "210", "医疗卫生与计划生育支出", ""),
        (
            2024,
            "210",
            "医疗卫生与计划生育支出",
            "代码 210 自2019年起叫“卫生健康支出”，这里写的是以前的“医疗卫生与计划生育支出”",
        ),
        (2024, "2130314", "防汛", ""),
        (2024, "2130314", "防讯", "代码 2130314 是“防汛”，这里写作“防讯”，差一个字"),
        (2024, "2101101", "事业单位医疗", "代码 2101101 是“行政单位医疗”，这里写的是“事业单位医疗”（2101102）"),
        (2024, "2080505", "机关事业单位基本养老", ""),  # cut off by the table's edge
        (2016, "2080501", "归口管理的行政单位离退休", ""),
    ],
)
def test_a_label_is_judged_by_the_names_of_its_year(year: int, code: str, name: str, message: str) -> None:
    report = lint_document(read_text(TABLE.format(year=year, code=code, name=name), "公开.txt"), Config())
    assert [f.message for f in report.findings if f.code == "S108"] == ([message] if message else [])


def test_a_name_in_the_text_is_judged_too() -> None:
    text = (
        "云岭区林业局2024年度部门决算\n"
        "1.医疗卫生与计划生育支出（210类）30.00万元。\n"
        "2.农林水支出（类）水利（款）防讯（项）支出决算20.00万元。\n"
        "3.农林水支出（类）水利（款）抗旱（项）支出决算20.00万元。\n"
        "4.社会保障和就业支出（类）行政事业单位养老支出（款）其它行政事业单位养老支出（项）支出决算1.00万元。\n"
    )
    said = [f.message for f in lint_document(read_text(text, "公开.txt"), Config()).findings if f.code == "S108"]
    assert said == [
        "代码 210 自2019年起叫“卫生健康支出”，这里写的是以前的“医疗卫生与计划生育支出”",
        "没有科目“防讯”，应是“防汛”，差一个字",
    ]
