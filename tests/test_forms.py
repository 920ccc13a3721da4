"""Self-assessment forms that came out of a file one cell a line."""

import io

import docx
import pytest
from test_pdf import Paper

from gouji.config import Config
from gouji.document import Table
from gouji.lexicon.lexicon import plain
from gouji.linter import lint_bytes, lint_document
from gouji.readers import read_bytes
from gouji.readers.text import read_text

_HEAD = "2024年度芦河县水务局部门决算\n\n十三、预算绩效情况说明\n\n项目绩效自评表\n\n（2024 年度）\n\n"
_FUNDS = """项目名称 河道清

淤工作经费

主管部门 实施单位 水务局

项目资金

（万元）

年初预算数

全 年 预 算 数

（A）

全年执行数

（B）

分值 执行率（B/A） 得分

年度资金总

额
30 40 36 10 90% 9

其中：当年财政拨款 30 40 36 — 90% —

上年结转

资金

— —

其他资金 — —

年度总

体目标

预期目标（年初设定） 实际完成情况

疏浚河道 20 公里。

全面完成 20 公里疏浚任务。

绩

效

指

标

一级指标 二级

指标

三级指标 年度

指标值

实际

完成值

分

值

得

分

偏差原因分析及改进

措施
"""
_ROWS = """产 出 指

标

（50

分）

数量指标

疏浚河道里

程。
20 公里 20 公里 20 20

巡查次数 12 12 10 10

质量指标 验收合格率 100% 已完成 20 20

效益指标

（40 分）

可持续影响

指标

改善水环境 逐步提高 已完成 30 {score} 仍有断面

有待改善

生态效益指标 无 无 无 无 无 无

满意度指标 服务对象满意

度指标

居民满意度 95% 96% 10 10

总分 100 {total}
"""


def _form(score: int = 28, total: int = 97, rows: str = _ROWS) -> str:
    return _HEAD + _FUNDS + rows.format(score=score, total=total)


def _table(text: str) -> Table:
    (table,) = [block for block in read_text(text, "").blocks if isinstance(block, Table)]
    return table


def _lint(text: str) -> list[tuple[str, str]]:
    report = lint_bytes(text.encode(), "决算.txt", Config())
    return [(finding.code, "".join(finding.stated.split())) for finding in report.findings]


def test_names_broken_by_spaces_and_lines_are_whole() -> None:
    table = _table(_form())
    texts = [[plain(cell.text) for cell in row] for row in table.rows]
    assert ["项目名称", "河道清淤工作经费"] in texts
    assert ["年度资金总额", "", "30", "40", "36", "10", "90%", "9"] in texts
    assert ["产出指标(50分)", "数量指标", "疏浚河道里程。", "20公里", "20公里", "20", "20", ""] in texts
    assert ["", "", "巡查次数", "12", "12", "10", "10", ""] in texts
    assert [
        "效益指标(40分)",
        "可持续影响指标",
        "改善水环境",
        "逐步提高",
        "已完成",
        "30",
        "28",
        "仍有断面有待改善",
    ] in texts
    assert texts[-1] == ["总分", "", "", "", "", "100", "97"]
    assert not table.doubts


def test_each_value_keeps_its_place() -> None:
    text = _form()
    for row in _table(text).rows:
        for cell in row:
            assert "".join(text[cell.span.start : cell.span.end].split()) == cell.text


def test_a_sound_form_is_silent() -> None:
    assert _lint(_form(rows=_ROWS.replace("（40 分）", "（30 分）"))) == []


def test_weights_and_total_are_checked_at_their_place() -> None:
    assert _lint(_form(total=98)) == [("P102", "效益指标（40分）"), ("P102", "98")]


@pytest.mark.parametrize(
    "row",
    [
        "居民满意度 95% 96% 10",  # its score is lost
        "居民满意度 95 96 10 10 3 处断面有待改善",  # which two of five numbers are its points?
    ],
)
def test_a_form_that_is_not_understood_accuses_nobody(row: str) -> None:
    text = _form(total=98, rows=_ROWS.replace("居民满意度 95% 96% 10 10", row))
    assert _table(text).doubts
    assert _lint(text) == []


def test_amounts_of_which_some_cells_are_blank_prove_nothing() -> None:
    text = _form(rows=_ROWS.replace("（40 分）", "（30 分）")).replace("30 40 36 10 90% 9", "40 36 10 95% 9", 1)
    assert _table(text).doubts
    assert _lint(text) == []


def test_without_a_total_the_lines_stay_text() -> None:
    text = _form().replace("总分 100 97", "")
    assert not [block for block in read_text(text, "").blocks if isinstance(block, Table)]


def test_paragraphs_of_a_word_file_are_put_together_as_well() -> None:
    document = docx.Document()
    for line in _form(total=98).splitlines():
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    report = lint_bytes(file.getvalue(), "决算.docx", Config())
    assert [finding.code for finding in report.findings] == ["P102", "P102"]


def _printed(text: str, rows: int) -> bytes:
    """The lines of a text, as many on each page, with page numbers, behind a page of prose: no line is drawn around a cell."""
    lines = [line for line in text.splitlines() if line.strip()]
    paper = Paper()
    for number in range(rows):
        paper.text(80, 70 + 14 * number, "本部门按照预算绩效管理的要求组织自评并把结果用于安排下一年度的预算" * 2, 7)
    paper.page()
    for page, first in enumerate(range(0, len(lines), rows), 1):
        if page > 1:
            paper.page()
        for number, line in enumerate(lines[first : first + rows]):
            paper.text(80, 70 + 14 * number, line, 10)
        paper.text(297, 820, str(page), 9, centre=True)
    return paper.data()


@pytest.mark.parametrize("rows", [50, 23, 13, 9])
@pytest.mark.parametrize(("score", "total"), [(28, 97), (28, 98)])
def test_a_printed_form_without_ruling_lines_says_what_its_text_says(rows: int, score: int, total: int) -> None:
    text = _form(score=score, total=total)
    report = lint_bytes(_printed(text, rows), "决算.pdf", Config())
    assert [(finding.code, "".join(finding.stated.split())) for finding in report.findings] == _lint(text)


_TABBED = """项目名称\t河道清淤工作经费
主管部门\t水务局\t实施单位\t水务局
项目资金（万元）\t年初预算数\t全年预算数（A）\t全年执行数（B）\t分值\t执行率（B/A）\t得分
年度资金总额\t30\t40\t36\t10\t90%\t9
其中：当年财政拨款\t30\t40\t36\t—\t90%\t—
上年结转资金\t—\t—
其他资金\t—\t—
年度总体目标\t预期目标（年初设定）\t实际完成情况
疏浚河道20公里。\t全面完成20公里疏浚任务。
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标（50分）\t数量指标\t疏浚河道里程\t20公里\t20公里\t20\t20
\t巡查次数（次）\t12\t12\t10\t10
\t质量指标\t验收合格率\t≥95%\t100%\t10\t10
\t时效指标\t完成时限\t12月底前\t12月底前\t{weight}\t{weight}
效益指标（30分）\t经济效益指标\t减少损失\t>1亿元\t1.96亿元\t30\t28
满意度指标（10分）\t服务对象满意度指标\t居民满意度\t≥90%\t93%\t10\t10
总分\t\t\t\t\t100\t{total}
"""


def _tabbed(text: str, close: bool) -> bytes:
    """The lines of a text whose cells tabs part: each begins at the next stop behind the one before it, however close."""
    paper = Paper()
    for number, line in enumerate([line for line in text.splitlines() if line.strip()]):
        x = 60.0
        for cell in line.split("\t"):
            paper.text(x, 70 + 16 * number, cell, 9)
            end = x + sum(9 if character > "\u2000" else 4.5 for character in cell)
            x = end + 7 if close else 60 + 20 * ((end - 57) // 20 + 1)
    return paper.data()


@pytest.mark.parametrize("close", [False, True])
@pytest.mark.parametrize(("weight", "total", "wrong"), [(10, 97, []), (12, 99, ["产出指标（50分）"]), (10, 79, ["79"])])
def test_a_printed_form_whose_cells_tabs_part_is_put_together(
    close: bool, weight: int, total: int, wrong: list[str]
) -> None:
    text = "2024年度芦河县水务局部门决算\n项目绩效自评表\n" + _TABBED.format(weight=weight, total=total)
    document = read_bytes(_tabbed(text, close), "决算.pdf")
    (table,) = [table for _, table in document.tables()]
    assert not table.doubts
    assert sum(row[-3:-1] != [] for row in table.rows) > 12
    found = [finding for finding in lint_document(document, Config()).findings if finding.code == "P102"]
    assert ["".join(finding.stated.split()) for finding in found][:1] == wrong


def _lines() -> list[str]:
    return _form(rows=_ROWS.replace("（40 分）", "（30 分）")).split("\n")


@pytest.mark.parametrize("words", [False, True], ids=["lines", "words"])
@pytest.mark.parametrize("inserted", ["7", "25", "- 12 -", "芦河县水务局 2024 年度部门决算"])
def test_a_page_that_ends_within_a_form_accuses_nobody(inserted: str, words: bool) -> None:
    lines = "\n".join(_lines()).split() if words else _lines()
    first = next(index for index, line in enumerate(lines) if line.startswith("项目名称"))
    for index in range(first + 1, len(lines), 7):
        text = "\n\n".join([*lines[:index], inserted, *lines[index:]])
        report = lint_bytes(text.encode(), "决算.txt", Config())
        assert [finding.message for finding in report.findings if finding.code.startswith("P")] == [], (index, text)
