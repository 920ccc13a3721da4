"""Self-assessment forms whose cells stand one a line, in layouts that only their own head tells."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes
from gouji.report import Report

_TITLE = "芦河县水务局2023年度部门决算\n第四部分 附件\n附件1\n"
_WEST = (
    _TITLE
    + """部门预算项目支出绩效自评表（2023年度）
项目名称
51172223T000008842101-渠道清淤维护
主管部门
芦河县水务局部门
实施单位（盖章）
芦河县水务局
项目基本情况
1.项目年度目标完成情况
项目年度目标
年度目标完成情况
清淤渠道14公里，巡查240次
已清淤渠道14公里，巡查240次
预算执行情况（10分）
年度预算数（万元）
年初预算
调整后预算数
预算执行数
预算执行率
权重
得分
原因
总额
86.00
92.50
88.80
96.00%
10
9.6
年中追加6.50万元用于水毁修复。
其中：财政资金
86.00
90.00
86.40
96.00%
/
/
单位资金
0.00
2.50
2.40
96.00%
/
/
其他资金
0.00
0.00
0.00
0.00%
/
/
绩效指标（90分）
一级指标
二级指标
三级指标
指标性质
指标值
度量单位
完成值
权重
得分
未完成原因分析
产出指标
数量指标
清淤渠道长度
≥
14
公里
14.2
30
30
渠道巡查
次数
=
240
次
232
30
29
汛期停工
效益指标
生态效益指标
断面水质达标率
≥
90
%
92
20
20
满意度指标
满意度指标
沿渠农户满意度
≥
85
%
88
10
9
合计
100
97.6
评价结论
全部完成。
"""
)
_CENTRAL = (
    _TITLE
    + """2023年度渠道清淤项目自评表
项目名称
渠道清淤
主管部门
芦河县水务局
预算执行情况（万元）
（20分）
预算数（A）
执行数（B）
执行率（B/A）
得分（20分*执行率）
年度财政资金总额
50.00
44.00
88%
17.6
年度绩效目标（80分）
一级指标
二级指标
三级指标
年初目标值（A）
实际完成值（B）
得分
产出指标
数量指标
清淤长度（30分）
13公里
13公里
30
质量指标
清淤验收合格率（20分）
100%
100%
20
效益指标
生态效益指标
水质达标率（20分）
≥90%
94%
20
满意度指标
服务对象满意度指标
农户满意度（10分）
≥90%
95%
10
总分
97.6
偏差大或目标未完成原因分析
无
"""
)
_SPACED = (
    _TITLE
    + """项目支出绩效自评表
项目名称   渠道清淤   实施单位   芦河县水务局
预算执行情况（万元）   年初预算数   全年预算数   全年执行数   执行率   得分（10分）
年度资金总额   95.00   95.00   85.50   90%   9
其中：财政拨款   95.00   95.00   85.50   90%   —
上年结转   0.00   0.00   0.00   —   —
其他资金   0.00   0.00   0.00   —   —
一级指标   二级指标   三级指标   指标值   完成值   分值   得分
产出指标   数量指标   清淤面积   ≥2600平方米   2600平方米   50   50
效益指标   社会效益指标   消除隐患处数   26处   26处   30   30
满意度指标   服务对象满意度   农户满意度   ≥90%   93%   10   10
自评得分   99
"""
)
_FORMS = {"west": _WEST, "central": _CENTRAL, "spaced": _SPACED}


def _lint(text: str) -> Report:
    return lint_bytes(text.encode(), "决算.txt", Config())


def _found(text: str) -> list[tuple[str, str]]:
    report = _lint(text)
    severe = [finding for finding in report.findings if finding.severity >= Severity.WARNING]
    return [(finding.code, report.document.source[finding.span.start : finding.span.end]) for finding in severe]


@pytest.mark.parametrize(("form", "indicators", "rows"), [("west", 4, 4), ("central", 4, 1), ("spaced", 3, 4)])
def test_a_form_is_put_together_by_its_own_head(form: str, indicators: int, rows: int) -> None:
    report = _lint(_FORMS[form])
    assert [len(scores.indicators) for scores in report.scores] == [indicators]
    assert len(report.scores[0].funds.rows) == rows
    assert report.scores[0].is_proof
    assert not report.doubts
    assert not _found(_FORMS[form])


def test_a_name_over_two_lines_and_a_reason_keep_their_places() -> None:
    indicator = _lint(_WEST).scores[0].indicators[1]
    assert (indicator.name, indicator.target, indicator.remark) == ("渠道巡查次数", "=240次", "汛期停工")


@pytest.mark.parametrize(
    ("form", "old", "new", "found"),
    [
        ("west", "88.80\n96.00%", "88.80\n94.00%", ("P101", "94.00%")),
        ("west", "90.00\n86.40", "80.00\n86.40", ("P112", "80.00")),
        ("west", "232\n30\n29", "232\n30\n28", ("P102", "97.6")),
        ("west", "92\n20\n20", "88\n20\n20", ("P104", "20")),
        ("west", "汛期停工", "无", ("P115", "29")),
        ("west", "88\n10\n9", "88\n10\n12", ("P107", "12")),
        ("central", "17.6\n", "18.6\n", ("P101", "18.6")),
        ("central", "94%", "84%", ("P104", "20")),
        ("central", "\n97.6\n", "\n96.6\n", ("P102", "96.6")),
        ("spaced", "85.50   90%", "85.50   92%", ("P101", "92%")),
        ("spaced", "自评得分   99", "自评得分   98", ("P102", "98")),
    ],
)
def test_one_number_that_is_wrong_is_found_at_its_place(form: str, old: str, new: str, found: tuple[str, str]) -> None:
    assert old in _FORMS[form]
    assert _found(_FORMS[form].replace(old, new, 1)) == [found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("232\n30\n29", "30\n29"),  # no actual value
        ("14\n公里\n14.2", "14\n14.2"),  # no unit
        ("86.00\n92.50\n88.80\n96.00%\n10\n9.6", "92.50\n88.80\n96.00%\n10\n9.6"),
    ],
)
def test_a_blank_cell_is_said_and_proves_nothing(old: str, new: str) -> None:
    report = _lint(_WEST.replace(old, new, 1).replace("\n97.6\n", "\n96.6\n"))
    assert report.doubts
    assert not report.findings


def test_a_form_that_stays_text_is_said_to() -> None:
    report = _lint(_WEST.replace("合计\n100\n97.6\n", ""))
    assert [doubt.text for doubt in report.doubts] == ["第5行起的绩效表散成一格一行，没有拼起来，其中的数没有核对"]


_TWO_LINES = (
    _TITLE
    + """项目支出绩效自评表
项目名称
渠道清淤
实施单位
芦河县水务局
项目资金（万元）
年初预算数
全年预算数
全年执行数
分值
执行率
得分
年度资金总额
36.00
36.00
32.40
10.00
90.00%
9.00
其中：当年财政拨款
36.00
36.00
32.40
90.00%
绩效指标
年度指标值
实际完成值
分值
得分
偏差原因分析及改进措施
一级指标
二级指标
三级指标
指标性质
指标值
度量单位
产出指标
数量指标
清淤渠道长度
=
38
公里
38
60.00
60.00
效益指标
生态效益指标
水质达标率
≥
90
%
89
30.00
28.00
上游来水
总分
100.00
97.00
"""
)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("90.00%\n9.00", "92.00%\n9.00", [("P101", "92.00%")]),
        ("\n97.00\n", "\n96.00\n", [("P102", "96.00")]),
        ("公里\n38", "公里\n36", [("P104", "60.00")]),
        ("上游来水", "无", [("P115", "28.00")]),
    ],
)
def test_the_upper_line_of_a_head_may_stand_before_the_lower(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert old in _TWO_LINES
    assert not _lint(_TWO_LINES).doubts
    assert _found(_TWO_LINES.replace(old, new, 1)) == found


_GOALS = """芦河县水务局2026年单位预算
项目支出绩效目标表
项目名称
渠道清淤
实施单位
芦河县水务局
项目资金（万元）
年度资金总额
30.00
其中：财政拨款
26.00
其他资金
4.00
年度目标
清淤12公里
绩效指标
一级指标
二级指标
三级指标
指标值
权重
产出指标
数量指标
清淤长度
12公里
50
质量指标
清淤验收合格率
100%
30
满意度指标
服务对象满意度
农户满意度
≥90%
20
合计
100
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("26.00", "25.00", [("P112", "30.00")]),
        ("100%\n30", "100%\n20", [("P119", "100")]),
        ("合计\n100\n", "", []),
    ],
)
def test_goals_one_cell_a_line(old: str, new: str, found: list[tuple[str, str]]) -> None:
    report = lint_bytes(_GOALS.replace(old, new, 1).encode(), "预算.txt", Config())
    assert [goals.project for goals in report.goals] == ["渠道清淤"]
    assert not report.doubts
    assert [(f.code, report.document.source[f.span.start : f.span.end]) for f in report.findings] == found


def test_goals_that_stay_text_are_said_to() -> None:
    text = (
        _GOALS.replace("权重\n", "").replace("公里\n50", "公里").replace("100%\n30", "100%").replace("90%\n20", "90%")
    )
    doubts = [doubt.text for doubt in lint_bytes(text.encode(), "预算.txt", Config()).doubts]
    assert "第3行起的绩效表散成一格一行，没有拼起来，其中的数没有核对" in doubts


def test_goals_with_a_blank_cell_prove_no_sum_of_weights() -> None:
    report = lint_bytes(_GOALS.replace("100%\n30", "30", 1).encode(), "预算.txt", Config())
    assert report.doubts
    assert not report.findings


def test_a_head_on_the_line_on_which_it_begins_is_left_once() -> None:
    text = (
        _TITLE
        + "项目支出绩效自评表\n项目名称   渠道清淤   一级指标   二级指标   三级指标   完成值   分值   得分\n决策   立项   依据充分   10\n"
    )
    doubts = [doubt.text for doubt in lint_bytes(text.encode(), "决算.txt", Config()).doubts]
    assert doubts == ["第5行起的绩效表散成一格一行，没有拼起来，其中的数没有核对"]
