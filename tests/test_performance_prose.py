"""What the text says of self-assessments, in the words of several places, against the forms."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes


def _found(text: str) -> list[tuple[str, str]]:
    report = lint_bytes(text.replace("|", "\t").encode(), "决算.txt", Config())
    severe = [finding for finding in report.findings if finding.severity >= Severity.WARNING]
    return [(finding.code, report.document.source[finding.span.start : finding.span.end]) for finding in severe]


_FORM = """项目支出绩效自评表
项目名称|{name}||||||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|{budget}|{budget}|{spent}|10|{rate}|{points}
年度总体目标|预期目标|||实际完成情况|||
|聘用护渠员140名，清淤渠道14公里|||聘用护渠员140名，清淤渠道14公里|||
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|聘用护渠员140名|140名|140名|50|50
|效益指标|生态效益指标|水质达标率|≥90%|88%|30|28
|满意度指标|满意度指标|农户满意度|≥90%|95%|10|10
总分||||||100|{total}
评价结论|项目自评总分{total}分，完成较好。||||||
"""
_TEXT = (
    """芦河县水务局2023年度部门决算
十三、预算绩效情况说明
根据预算绩效管理要求，我单位对2023年度项目支出全面开展绩效自评，涉及项目2个，资金共计129.00万元。从评价情况来看，2个项目平均得分97.75分，其中优2个，良0个。
1.“渠道清淤”项目绩效自评综述：项目自评得分97.5分。项目全年预算数为84.00万元，执行数为79.80万元，完成预算的95%。发现的主要问题：清淤设备老旧。下一步改进措施：更新设备。
2.“机井维护”项目绩效自评综述：项目自评得分98分。项目全年预算数为45.00万元，执行数为45.00万元，完成预算的100%。发现的主要问题：部分机井离村较远。下一步改进措施：加强巡检。
"""
    + _FORM.format(name="渠道清淤", budget="84.00", spent="79.80", rate="95%", points="9.5", total="97.5")
    + _FORM.format(name="机井维护", budget="45.00", spent="45.00", rate="100%", points="10", total="98")
)


def test_a_text_that_agrees_with_its_forms_is_silent() -> None:
    assert not _found(_TEXT)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("涉及项目2个", "涉及项目3个", ("P110", "3")),
        ("共计129.00万元", "共计192.00万元", ("P110", "192.00万元")),
        ("平均得分97.75分", "平均得分97.57分", ("P123", "97.57")),
        ("优2个", "优1个", ("A108", "2个")),
        ("问题：清淤设备老旧", "问题：清淤任务圆满完成", ("P105", "清淤任务圆满完成")),
        ("问题：清淤设备老旧", "问题：无", ("P105", "无")),
        ("项目自评总分98分", "项目自评总分89分", ("P103", "89分")),
        ("护渠员140名|140名", "护渠员104名|140名", ("P118", "聘用护渠员104名")),
        ("名称|机井维护", "名称|渠道清淤", ("P108", "45.00")),
        ("2.“机井维护”", "2.“渠道清淤”", ("P103", "“渠道清淤”")),
    ],
)
def test_a_number_or_word_that_differs_is_found_once(old: str, new: str, found: tuple[str, str]) -> None:
    assert old in _TEXT
    said = _found(_TEXT.replace(old, new, 1))
    assert [(code, text.strip("的")) for code, text in said] == [found]


_OVERALL = """芦河县水务局2023年度部门决算
十三、预算绩效情况说明
我单位组织对2023年度整体支出开展绩效自评，涉及资金{funds}万元，自评得分{score}分。
整体支出绩效自评结果：全年预算数655.30万元，全年执行数{spent}万元，执行率为98%，得分9.8分。
部门整体支出绩效自评表
年度预算申请（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|600.00|655.30|642.18|10|98.00%|9.8
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|清淤渠道|14公里|14公里|50|50
|效益指标|社会效益指标|水质达标率|≥90%|92%|40|38
总分||||||100|97.8
"""


@pytest.mark.parametrize(
    ("score", "spent", "found"),
    [("97.8", "642.18", []), ("96.8", "642.18", [("P103", "96.8分")]), ("97.8", "624.18", [("P103", "624.18万元")])],
)
def test_the_units_own_assessment_is_told_in_a_sentence(score: str, spent: str, found: list[tuple[str, str]]) -> None:
    assert _found(_OVERALL.format(funds="642.18", score=score, spent=spent)) == found


_PARTS = """芦河县水务局2023年度部门决算
十三、预算绩效情况说明
本单位整体支出自评得分{0}分。其中：预算执行得分9.7分（满分10分），产出指标得分{1}分（满分50分），效益指标得分38分（满分40分）。
"""


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (("96.7", "49"), []),
        (("97.6", "49"), [("P124", "97.6")]),
        (("98.7", "51"), [("P124", "51")]),
    ],
)
def test_a_score_is_the_sum_of_its_parts(told: tuple[str, str], found: list[tuple[str, str]]) -> None:
    assert _found(_PARTS.format(*told)) == found


def test_what_was_aimed_at_and_what_was_reached_are_no_count_told_twice() -> None:
    goals = """项目名称|康复服务||
年度总体目标|预期目标|实际完成情况|
|为3200名残疾人提供康复服务|为3265名残疾人提供康复服务|
"""
    assert not _found("芦河县残联2023年度部门决算\n十三、预算绩效情况说明\n绩效完成情况表\n" + goals)


_LIST = """芦河县水务局2023年度部门决算
十三、预算绩效情况说明
我单位组织对2023年度项目支出全面开展绩效自评，共涉及项目3个，涉及资金96.00万元。3个项目平均得分96.8分。
项目支出绩效自评结果汇总表
单位：万元
序号|项目名称|全年预算数|全年执行数|执行率|自评得分|自评等级
1|渠道清淤|40.00|38.00|95.00%|96.3|优
2|机井维护|26.00|26.00|100.00%|98.3|优
3|水质监测|30.00|28.80|96.00%|95.8|优
合计||96.00|92.80|96.67%||
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("95.00%", "93.00%", [("P101", "93.00%")]),
        ("资金96.00万元", "资金69.00万元", [("P110", "69.00万元")]),
        ("得分96.8分", "得分95.8分", [("P123", "95.8")]),
        ("|26.00|26.00", "|36.00|26.00", [("A103", "36.00")]),
    ],
)
def test_a_list_of_assessments_is_read_row_by_row(old: str, new: str, found: list[tuple[str, str]]) -> None:
    assert old in _LIST
    assert _found(_LIST.replace(old, new, 1)) == found


_FISCAL = """芦河县水务局2023年度部门决算
十三、预算绩效情况说明
本部门对2个项目开展绩效自评，涉及一般公共预算当年拨款{0}万元。自评结果显示，平均得分98.5分。
"""
_SOURCES = """项目支出绩效自评表
项目名称|{0}||||||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|50.00|50.00|50.00|10|100%|10
|其中：财政拨款|45.00|45.00|45.00|-|-|-
|其他资金|5.00|5.00|5.00|-|-|-
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分
|产出指标|数量指标|清淤长度|12公里|11公里|90|{1}
总分||||||100|{2}
"""
_FORMS = _SOURCES.format("渠道清淤", 89, 99) + _SOURCES.format("机井维护", 88, 98)


@pytest.mark.parametrize(("told", "found"), [("90.00", []), ("100.00", []), ("95.00", [("P110", "95.00万元")])])
def test_what_is_said_of_the_grant_is_held_against_the_grant(told: str, found: list[tuple[str, str]]) -> None:
    assert _found(_FISCAL.format(told) + _FORMS) == found


def test_where_forms_do_not_tell_of_the_grant_nothing_is_said_of_it() -> None:
    forms = "".join(line for line in _FORMS.splitlines(keepends=True) if not line.startswith(("|其中", "|其他")))
    assert not _found(_FISCAL.format("95.00") + forms)
    assert _found(_FISCAL.format("95.00").replace("98.5分", "89.5分") + forms) == [("P123", "89.5")]
