"""What was not checked is said: doubts, how much of the tables was checked, and a document of which nothing was recognised."""

import json
from pathlib import Path

import pytest
from test_cli import BAD, GOOD, gouji

from gouji.config import Config, ConfigError, parse
from gouji.document import Span
from gouji.doubts import Doubt
from gouji.linter import lint_bytes
from gouji.report import Report
from gouji.reporters.html import Html
from gouji.reporters.json import file_object
from gouji.reporters.reporter import Tally
from gouji.reporters.sarif import Sarif
from gouji.reporters.text import Text

EXAMPLES = Path(__file__).parents[1] / "examples"
STRANGE = "全区年度降水情况\n\n站点\t雨量\t雨日\n东站\t812.30\t77\n西站\t790.10\t75\n\n今年雨水偏多。\n"
TABLES = "支出总表\n单位：万元\n\n项目\t合计\t基本支出\t项目支出\n甲\t30.00\t10.00\t20.00\n乙\t12.00\t12.00\t\n合计\t42.00\t22.00\t20.00\n"


def linted(text: str, name: str = "公开.txt") -> Report:
    return lint_bytes(text.encode(), name, Config())


def shown(reporter: Text | Html | Sarif, report: Report) -> str:
    return "".join(map(str, reporter.whole([reporter.piece("公开.txt", report, report.findings)], Tally(files=1))))


def test_nothing_recognised_is_no_clean_document() -> None:
    report = linted(STRANGE)
    assert report.is_blank
    text = shown(Text(), report)
    assert "没有认出任何报表，0 个数得到核对" in text.splitlines()[-1]
    assert "没有认出任何报表" in shown(Html(), report)
    assert "没有认出任何报表" not in shown(Text(), linted(GOOD.read_text("utf-8")))


def test_doubts_are_listed_everywhere_and_are_no_findings() -> None:
    report = linted("2025年部门预算\n\n" + TABLES)
    report.statements[0].doubts.append(Doubt("《支出总表》第2行没有读懂，未作合计核对", Span(11, 15), "row"))
    report.tieout.doubts.append(Doubt("“财政拨款”一节的数与各表都对不上，未作核对", None, "hypothesis"))
    report.document.remarks.append("第14页为图片，没有读取")
    assert [doubt.kind for doubt in report.doubts] == ["reader", "row", "hypothesis"]
    assert not report.findings

    brief, full = shown(Text(), report), shown(Text(doubts=True), report)
    assert "另有 2 处没有读懂，未作核对（--doubts 列出）" in brief
    assert "《支出总表》第2行" not in brief
    assert "公开.txt:3:1: 没有核对 《支出总表》第2行没有读懂，未作合计核对" in full
    page = shown(Html(), report)
    assert "没有核对的部分" in page
    assert "《支出总表》第2行没有读懂" in page
    told = file_object("公开.txt", report, [])["doubts"]
    assert [each["kind"] for each in told] == ["reader", "row", "hypothesis"]
    assert told[1]["location"]["line"] == 3
    assert "location" not in told[2]
    run = json.loads(shown(Sarif(), report))["runs"][0]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["note"] * 3
    assert not run["results"]


def test_a_table_that_is_not_recognised_is_a_doubt() -> None:
    assert [(doubt.kind, doubt.text) for doubt in linted(STRANGE).doubts] == [
        ("table", "《全区年度降水情况》没有认出是哪一张表，其中的数没有核对")
    ]


def test_performance_tables_are_recognised_though_their_columns_add_up_to_nothing() -> None:
    text = (EXAMPLES / "文旅局-2024-决算.txt").read_text("utf-8")
    report = linted(text)
    assert (
        sum(statement.type is not None and statement.type.rows == "performance" for statement in report.statements) == 2
    )
    assert f"识别报表 {report.recognised} 张（" in shown(Text(), report)
    assert report.recognised == report.tables.statements + 2


def test_the_coverage_of_tables_counts_columns_and_totals() -> None:
    told = file_object("公开.txt", linted("2025年部门预算\n\n" + TABLES + "\n" + STRANGE), [])["coverage"]["tables"]
    assert told == {
        "tables": 2,
        "statements": 1,
        "columns": 3,
        "columns_evaluated": 3,
        "totals": 1,
        "totals_evaluated": 1,
    }


@pytest.mark.parametrize(
    ("fail_on", "text", "status"),
    [
        ("error", STRANGE, 0),
        ("unchecked", STRANGE, 1),
        ("error,unchecked", STRANGE, 1),
        ("error, warning", STRANGE, 0),
        ("unchecked", "2025年部门预算\n\n" + TABLES, 0),
        ("unchecked", "2025年部门预算\n\n" + TABLES + "\n二、支出预算说明\n2025年会议费预算为1.00万元。\n", 1),
    ],
)
def test_fail_on_unchecked(tmp_path: Path, fail_on: str, text: str, status: int) -> None:
    path = tmp_path / "公开.txt"
    path.write_text(text, "utf-8")
    assert gouji("lint", str(path), "--fail-on", fail_on).returncode == status


def test_fail_on_takes_several_in_the_configuration_too(tmp_path: Path) -> None:
    config = parse({"fail-on": "error,unchecked"}, tmp_path / "gouji.toml")
    assert config.fails_on == {"error", "unchecked"}
    for wrong in ("errors", "error,never", ""):
        with pytest.raises(ConfigError, match="fail-on"):
            parse({"fail-on": wrong}, tmp_path / "gouji.toml")
    done = gouji("lint", str(BAD), "--fail-on", "error;unchecked")
    assert done.returncode == 2
    assert "unchecked" in done.stderr


GLUED = """
2024年度部门决算

收入决算表
公开02表
单位：万元
科目代码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入
\t合计8,285.088,282.60\t2.48\t8,282.60\t2.48
205\t教育支出\t62.78\t62.78\t
210\t卫生健康支出\t8,222.30\t8,219.82\t2.48

二、收入决算情况说明
本年收入合计8,285.08万元，其中：财政拨款收入8,282.60万元，其他收入2.48万元。
"""


def test_amounts_that_run_into_a_label_make_a_table_that_accuses_nothing() -> None:
    report = linted(GLUED.strip("\n"))
    assert [f.code for f in report.findings if f.code[0] in "TFX"] == []
    assert any("连在一起" in doubt.text for doubt in report.doubts)
    whole = GLUED.replace("合计8,285.088,282.60\t2.48", "合计\t2.48")
    report = linted(whole.strip("\n"))
    assert [f.code for f in report.findings if f.code[0] in "TFX"]
