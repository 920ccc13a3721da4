"""What a draft leaves to people accuses nobody: its marks, and the lists behind it."""

import pytest
from writers import to_docx

from gouji.config import Config
from gouji.findings import Severity
from gouji.lexicon import lexicon
from gouji.linter import lint_document
from gouji.narrative.unwritten import list_title
from gouji.quantity import fold
from gouji.readers import read_bytes
from gouji.readers.text import read_text
from gouji.report import Report
from gouji.writing.figures import rolling_texts

TEXT = """青河市水务局

2025年度部门决算

公开07表
一般公共预算财政拨款“三公”经费支出决算表
单位：万元
项目\t合计\t因公出国（境）费\t公务用车购置费\t公务用车运行维护费\t公务接待费
预算数\t23.00\t\t\t18.00\t5.00
决算数\t20.00\t4.00\t\t12.00\t4.00

第二部分 2025年度部门决算情况说明

七、“三公”经费支出决算情况说明
2025年度“三公”经费支出决算20.00万元，其中：{abroad}；公务用车运行维护费{car}；公务接待费4.00万元，占20.00%。

{heading}

1. “三公”经费【请更新：无因公出国（境）费支出】：今年有了
2. “三公”经费支出决算7.00万元，比上年减少9.00万元，增长90.00%，截止2024年底：原因是去年的
"""
OPEN = {"abroad": "【请确认：无因公出国（境）费支出】", "car": "【请更新：10.00万元，占55.00%，截止2024年底】"}
SAID = {"abroad": "无因公出国（境）费支出", "car": "10.00万元，占55.00%，截止2024年底"}
LISTED, BODY = "待更新、待确认（改好后删去）", "八、其他情况说明"


def _report(text: str) -> Report:
    return lint_document(read_text(text, "例.txt"), Config())


def _codes(report: Report) -> set[str]:
    return {
        finding.code for finding in report.findings if finding.severity >= Severity.WARNING and finding.code[0] != "S"
    }


def test_a_mark_accuses_nothing_and_its_words_do() -> None:
    assert _codes(_report(TEXT.format(**OPEN, heading=LISTED))) == {"W104"}
    assert {"T101", "A104", "T105", "W101"} <= _codes(_report(TEXT.format(**SAID, heading=LISTED)))


def test_a_list_behind_the_text_accuses_nothing_and_a_section_does() -> None:
    assert {"D102", "D103", "A101"} & _codes(_report(TEXT.format(**OPEN, heading=BODY)))


def test_the_tables_behind_a_list_are_read() -> None:
    table = TEXT[TEXT.index("公开07表") : TEXT.index("第二部分")]
    text = TEXT.replace(table, "").format(**OPEN, heading=LISTED) + "\n" + table
    for document in (read_text(text, "例.txt"), read_bytes(to_docx(text), "例.docx", Config().limits)):
        report = lint_document(document, Config())
        assert [statement.id for statement in report.statements if statement.type is not None]
        assert _codes(report) == {"W104"}


@pytest.mark.parametrize("name", ["open_mark", "update_mark", "confirm_mark", "check_mark"])
def test_each_mark_of_rolling_is_known(name: str) -> None:
    mark = rolling_texts()[name].format(what="数", text="比上年增加【待补充：数】")
    assert lexicon().unwritten.fullmatch(fold(mark))


@pytest.mark.parametrize("title", [rolling_texts()["title"], "待补充（补齐后删去）", "待确认（改好后删去）"])
def test_each_list_is_known_and_reported_until_it_is_deleted(title: str) -> None:
    assert list_title(lexicon()).fullmatch(fold(title))
    written = TEXT.format(abroad="因公出国（境）费4.00万元", car="12.00万元，占60.00%", heading=title)
    assert _codes(_report(written)) == {"W104"}


def test_a_draft_full_of_marks_is_no_form() -> None:
    sections = (
        "".join(f"\n{number}、其他情况说明之{number}\n【待补充：文字】\n" for number in "一二三四五六七八九十") * 2
    )
    said = [
        finding.message for finding in _report(TEXT.format(**OPEN, heading=sections)).findings if finding.code == "W104"
    ]
    assert len(said) == 1
    assert "还没有写定" in said[0]
