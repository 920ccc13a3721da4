"""Which numbers of a self-assessment were reckoned, as the page for reviewers shows them."""

import regex

from gouji.config import Config
from gouji.form_ticks import form_ticks
from gouji.linter import lint_bytes
from gouji.report import Report
from gouji.reporters.html import Html
from gouji.reporters.reporter import Tally

_FORM = """芦河县文化馆2024年度部门决算
十三、预算绩效情况说明
古籍修缮项目绩效自评综述：全年预算数{told}万元，执行数36.00万元。
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t\t
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t30.00\t40.00\t36.00\t10\t{rate}\t9
\t其中：财政拨款\t30.00\t40.00\t36.00\t-\t90%\t-
\t其他资金\t0.00\t0.00\t0.00\t-\t-\t-
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标(60分)\t数量指标\t修缮册数\t200册\t210册\t30\t30
\t\t质量指标\t验收合格率\t100%\t100%\t30\t30
\t效益指标(30分)\t社会效益指标\t读者满意度\t≥95%\t98%\t30\t{score}
总分\t\t\t\t\t\t100\t97
"""
_SOUND = {"told": "40.00", "rate": "90%", "score": "28"}


def _report(**change: str) -> Report:
    return lint_bytes(_FORM.format(**_SOUND | change).encode(), "决算.txt", Config())


def _states(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for span, tick in form_ticks(report).items():
        found.setdefault(tick.state, []).append(report.document.quote(span))
    return found


def test_every_number_of_a_sound_form_is_reckoned() -> None:
    report = _report()
    assert not report.findings
    assert set(_states(report)) == {"recomputed"}
    assert len(_states(report)["recomputed"]) == 23


def test_what_is_wrong_is_shown_as_wrong_and_what_hangs_on_it_is_not_reckoned() -> None:
    states = _states(_report(score="25"))
    assert states["failed"] == ["97"]
    assert states["unchecked"] == ["30", "30", "25"]  # scores; weights are reckoned
    assert _states(_report(rate="80%"))["failed"] == ["80%"]


def test_a_number_of_the_text_that_a_form_contradicts_is_no_unchecked_one() -> None:
    right, wrong = _report().tieout.coverage, _report(told="41.00").tieout.coverage
    assert (right.failed, right.unchecked) == (0, 0)
    assert (wrong.failed, wrong.unchecked) == (1, 0)


def test_the_page_shows_them() -> None:
    report = _report(score="25")
    html = Html()
    page = "".join(map(str, html.whole([html.piece("决算.txt", report, report.findings)], Tally())))
    assert "表中的资金、分值、得分 23 个，已核对 20 个" in page
    assert len(regex.findall(r'<td class="[^"]* t recomputed"', page)) == 19
    assert regex.search(r'<td class="[^"]*error t failed"[^>]*>97', page)
