"""What a document says of itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gouji.about import About, Place, about
from gouji.config import Config
from gouji.document import Document
from gouji.extract import figures
from gouji.lexicon import lexicon
from gouji.linter import lint_bytes
from gouji.readers.text import read_text

HEAD = "项目\t金额\n合计\t12.00\n"


def said(text: str, path: str = "公开.txt") -> About:
    return about(read_text(text, path), lexicon())


def titled(title: str) -> str:
    return said(f"{title}\n\n第一部分 部门概况\n\n本部门的主要职责是管理文化事业。\n").unit


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("云岭区文化馆2024年度单位决算", "云岭区文化馆"),
        ("2026年青川市民政局（本级）部门预算", "青川市民政局"),
        ("青川市水务局部门预算", "青川市水务局"),
        ("第二部分 青川市水务局2025年部门预算表", "青川市水务局"),
        ("中共青川市委宣传部2025年部门综合预算", "中共青川市委宣传部"),
        ("2026年部门预算公开说明", ""),
    ],
)
def test_titles_name_the_unit(title: str, unit: str) -> None:
    assert titled(title) == unit


def test_the_cover_and_labels_name_the_unit_and_its_superior() -> None:
    assert said("2026年度\n\n青川市医疗保障局\n\n部门预算\n\n目录\n").unit == "青川市医疗保障局"
    labelled = said("2025年单位预算\n\n预算主管部门：青川市文化局\n预算单位：青川市图书馆（青川市古籍馆）\n")
    assert (labelled.unit, labelled.superior, labelled.body) == ("青川市图书馆", "青川市文化局", "unit")
    own = said("2025年部门预算\n\n预算主管部门：青川市文化局\n")
    assert (own.unit, own.superior, own.body) == ("青川市文化局", "", "department")
    apart = said("第二部分 2025年部门预算表\n\n部门：\n\n青川市水务局\n\n单位：万元\n")
    assert apart.unit == "青川市水务局"
    folded = said("2026年度\n\n青川市云岭开发区生态\n\n环境局\n\n单位预算\n\n目录\n")
    assert folded.unit == "青川市云岭开发区生态环境局"
    under = said("青川市少年宫管理中心2025年单位预算\n\n青川市少年宫管理中心是青川市教育局所属的事业单位，成立多年。\n")
    assert under.superior == "青川市教育局"


def test_how_far_it_reaches() -> None:
    assert said("2026年青川市民政局（本级）部门预算\n").extent == "own"
    assert said("2026年部门预算\n\n部门名称：青川市民政局（汇总）\n").extent == "consolidated"
    assert said("青川市民政局2026年部门预算\n").extent == ""
    text = "青川市民政局2026年部门预算\n\n{}\n"
    assert said(text.format("从预算单位构成看，部门预算包括局本级预算和所属事业单位预算。")).extent == "consolidated"
    assert said(text.format("本部门无独立核算的下属单位，部门预算为局本级预算。")).extent == "own"
    assert said(text.format("负责收集、汇总全市民政数据。")).extent == ""


def test_the_jurisdiction_is_that_of_the_unit() -> None:
    assert said("宝鸡市凤翔区某某局2024年部门决算").place == Place("陕西省", "宝鸡市", "凤翔区")
    assert said("上海市普陀区2025年区级部门预算").place == Place("上海市", "", "普陀区")
    assert said("长沙某某基地综合协调办公室2026年部门预算").place == Place("湖南省", "长沙市", "")
    assert said("广州市城市管理局2026年部门预算").place == Place("广东省", "广州市", "")
    assert said("云岭县财政局2026年部门预算").place == Place("", "", "云岭县")
    assert said("云岭县财政局2026年部门预算").place.level == "county"
    unlisted = said("青川市云岭区文化局2026年部门预算").place
    assert (unlisted.city, unlisted.county) == ("青川市", "云岭区")


def test_the_text_counts_not_the_name_of_the_file() -> None:
    assert said("2022年部门综合预算\n", "某局2026年部门预算.txt").year == 2022
    assert said(HEAD, "某局2026年部门预算.txt").year == 2026
    assert said(HEAD, "20262025.txt").year == 0


def test_statements_and_text_overrule_a_title_page_of_another_year() -> None:
    tables = "".join(
        f"2025年部门{name}\n单位：万元\n{HEAD}\n" for name in ("收支总表", "收入总表", "支出总表", "财政拨款收支总表")
    )
    text = "2025年收入预算为12.00万元。\n\n2025年支出预算为12.00万元。\n\n"
    assert said("2026年部门预算\n\n" + text + tables).year == 2025
    assert said("2026年部门预算\n\n" + tables.replace("2025", "2026") + text.replace("2025", "2026")).year == 2026
    # One stale table, or a stale text under tables of the right year, is a mistake in it, not the year.
    one = tables.replace("2025", "2026", 3)
    assert said("2026年部门预算\n\n" + one).year == 2026
    assert said("2026年部门预算\n\n" + text + tables.replace("2025", "2026")).year == 2026


def test_a_report_on_last_year_and_a_budget_is_of_the_budgets_year() -> None:
    assert said("2025年预算执行情况和2026年部门预算\n").year == 2026


def test_the_kind_of_the_statements_counts() -> None:
    finals = "".join(
        f"{name}\n公开0{n}表\n{HEAD}\n"
        for n, name in enumerate(("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表"), 1)
    )
    assert said(finals).kind == "final"
    assert said("2024年部门预算\n\n" + finals).kind == "final"
    assert said("2024年预决算公开\n").kind == "unknown"


def test_what_is_left_out_is_known_with_its_place() -> None:
    text = (
        "青川市公安局2025年部门预算\n\n注：金额转化为万元时，四舍五入可能存在尾差。\n\n"
        "部分项目涉及国家秘密，按规定不予公开。\n\n2025年部门预算公开表附后\n"
    )
    document: Document = read_text(text, "公开.txt")
    found = about(document, lexicon())
    for span, line in ((found.rounding, 3), (found.redaction, 5), (found.elsewhere, 7)):
        assert span is not None
        assert document.position(span.start).line == line
    assert not found.tables
    nothing = said("青川市公安局2025年部门预算\n\n备注：无涉密项目。\n\n负责机要、保密工作。\n\n" + HEAD)
    assert nothing.redaction is None
    assert nothing.tables


def test_json_and_extract_tell_it() -> None:
    from gouji.reporters.json import file_object

    text = "云岭县文化馆2024年度单位决算\n\n注：因四舍五入可能存在尾差。\n\n2024年度收入总计520.00万元。\n"
    report = lint_bytes(text.encode(), "a.txt", Config())
    told = json.loads(json.dumps(file_object("a.txt", report, [])["about"]))
    assert (told["unit"], told["county"], told["kind"], told["year"]) == ("云岭县文化馆", "云岭县", "final", 2024)
    assert told["rounding"]["line"] == 3
    assert told["redaction"] is None
    assert figures(report)["about"]["rounding"] == {"place": "3:4", "line": 3, "column": 4}


def test_a_user_settles_year_and_kind(tmp_path: Path) -> None:
    text = "云岭县文化馆2024年度单位决算\n"
    report = lint_bytes(text.encode(), str(tmp_path / "a.txt"), Config(kind="budget", year=2025))
    assert (report.kind, report.year) == ("budget", 2025)
    assert report.about == replace(said(text), kind="budget", year=2025)


def test_a_text_without_a_title_is_of_the_year_that_it_begins_with() -> None:
    text = "2015年支出预算1,200.00万元，较2014年增加200.00万元，增长20.00%，其中2014年结转100.00万元。2014年同期为1,000.00万元。\n"
    assert said(text).year == 2015
    dated = "2021年8月成立。2019年由原两所合并，2019年迁址。2019年支出100.00万元。\n"
    assert said(dated).year == 2019
