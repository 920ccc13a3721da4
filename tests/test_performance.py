"""Self-assessments, goal forms and attached evaluation reports: what is read of them, and what they leave open."""

import pytest

from gouji.config import Config
from gouji.document import Cell, Span
from gouji.linter import lint_bytes
from gouji.statements.funds import number_in


def _codes(text: str) -> list[str]:
    report = lint_bytes(text.encode(), "决算.txt", Config())
    return [finding.code for finding in report.findings]


_SELF = """2024年度芦河县水务局部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t河道清淤\t\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
{funds}绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
{rows}总分\t\t\t\t\t\t100\t{total}
"""
_FUNDS = "\t年度资金总额\t40.00\t40.00\t40.00\t10\t100%\t10\n"
_ROWS = """\t产出指标(50分)\t数量指标\t疏浚里程\t20公里\t20公里\t50\t50
\t效益指标({benefit}分)\t社会效益指标\t行洪安全\t保障\t保障\t{benefit}\t{benefit}
\t满意度指标(10分)\t服务对象满意度指标\t居民满意度\t≥90%\t95%\t10\t9
"""


@pytest.mark.parametrize(("benefit", "total"), [(30, 99), (40, 99)], ids=["with execution", "without it"])
def test_the_total_is_with_the_points_for_execution_or_without(benefit: int, total: int) -> None:
    assert _codes(_SELF.format(funds=_FUNDS, rows=_ROWS.format(benefit=benefit), total=total)) == []
    assert _codes(_SELF.format(funds=_FUNDS, rows=_ROWS.format(benefit=benefit), total=total - 1)) == ["P102"]


@pytest.mark.parametrize(
    ("full", "total", "codes"),
    [("110", "109", []), ("110", "108", ["P102"]), ("100", "99", ["P102"])],
)
def test_points_for_execution_may_be_over_and_above_a_hundred(full: str, total: str, codes: list[str]) -> None:
    form = _SELF.format(funds=_FUNDS, rows=_ROWS.format(benefit=40), total=total).replace(
        "\t10\t100%\t10", "\t10\t100%\t9.5"
    )
    assert _codes(form.replace("\t100\t", f"\t{full}\t").replace("10\t9\n", "10\t9.5\n")) == codes


def test_execution_as_an_indicator_belongs_to_no_other_group() -> None:
    rows = _ROWS.format(benefit=30) + "\t预算执行率\t预算执行率\t预算执行率\t100%\t100%\t10\t10\n"
    assert _codes(_SELF.format(funds="", rows=rows, total=99)) == []


def test_labels_out_of_line_still_tell_the_group() -> None:
    rows = """\t产出指标(60分)\t数量指标\t疏浚里程\t20公里\t20公里\t30\t30
质量指标\t验收合格率\t100%\t100%\t30\t30
\t\t经济效益指标\t减少损失\t保障\t保障\t20\t20
\t满意度指标(10分)\t服务对象满意度指标\t居民满意度\t≥90%\t95%\t10\t9
"""
    assert _codes(_SELF.format(funds=_FUNDS, rows=rows, total=99)) == []


_PARTS = """\t年度资金总额\t40.00\t40.00\t40.00\t10\t100%\t10
\t其中：当年财政拨款\t30.00\t30.00\t30.00\t—\t100%\t—
\t上年结转资金\t4.00\t4.00\t4.00\t—\t100%\t—
\t其他资金\t1.00\t1.00\t1.00\t—\t100%\t—
"""


def test_a_row_of_funds_that_nobody_knows_may_be_a_part() -> None:
    rows = _ROWS.format(benefit=30)
    assert "P112" in _codes(_SELF.format(funds=_PARTS, rows=rows, total=99))
    unknown = _PARTS + "\t单位自筹\t5.00\t5.00\t5.00\t—\t100%\t—\n"
    assert _codes(_SELF.format(funds=unknown, rows=rows, total=99)) == []


_GOAL = """芦河县水务局2026年部门预算
项目支出绩效目标申报表
项目名称\t库房改造\t\t
项目资金（万元）\t年度资金总额\t100.00\t
\t其中：财政拨款\t60.00\t
{rest}绩效指标\t一级指标\t二级指标\t指标内容\t指标值
"""


@pytest.mark.parametrize("rest", ["", "\t单位自筹\t40.00\t\n", "\t其他资金\t30.00\t\n\t单位自筹\t10.00\t\n"])
def test_parts_of_a_goal_form_that_may_not_be_all_accuse_nobody(rest: str) -> None:
    assert _codes(_GOAL.format(rest=rest)) == []


def test_parts_of_a_goal_form_that_are_all_accuse() -> None:
    assert _codes(_GOAL.format(rest="\t其他资金\t30.00\t\n")) == ["P112"]


_TABLE = """第三部分 2024年度部门决算表
收入支出决算总表
单位：万元
收入\t\t\t支出\t\t
项目\t行次\t决算数\t项目\t行次\t决算数
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t900.00\t十二、农林水支出\t42\t1,150.00
本年收入合计\t27\t900.00\t本年支出合计\t57\t1,150.00
使用非财政拨款结余\t28\t\t结余分配\t58\t
年初结转和结余\t29\t300.00\t年末结转和结余\t59\t50.00
总计\t30\t1,200.00\t总计\t60\t1,200.00

"""
_REPORT = """第五部分 附件
堤防加固项目绩效评价报告

资金投入：年初预算70.00万元，上年结转16.00万元，全年预算合计{0}万元。
全年执行74.00万元，预算执行率86.05%。
"""


def test_the_amounts_of_an_attached_report_are_those_of_its_project() -> None:
    title = "2024年度芦河县水务局部门决算\n"
    assert _codes(title + _TABLE + _REPORT.format("86.00")) == []
    assert _codes(title + _TABLE + _REPORT.format("89.00")) == ["A105"]


def test_a_report_that_is_only_listed_hides_nothing() -> None:
    title = "2024年度芦河县水务局部门决算\n堤防加固项目绩效评价报告\n"
    text = "第二部分 2024年度部门决算情况说明\n2024年度收入总计、支出总计均为1,300.00万元。\n"
    assert _codes(title + text + _TABLE) == ["T101"]


_REPORTS = """2024年度芦河县水务局部门决算

第五部分 附件

堤防加固项目绩效评价报告

等级划分：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差。

综合得分为92分，评价等级为“优”。

库房改造项目绩效评价报告

等级划分：95（含）-100分为优、85（含）-95分为良、60（含）-85分为中、60分以下为差。

综合得分为92分，评价等级为“{second}”。
"""


def test_each_report_goes_by_its_own_scale() -> None:
    assert _codes(_REPORTS.format(second="良")) == []
    assert _codes(_REPORTS.format(second="优")) == ["P114"]


@pytest.mark.parametrize(
    ("bounds", "grade", "codes"),
    [("（含）", "优", []), ("（含）", "良", ["P114"]), ("", "优", []), ("", "良", [])],
)
def test_a_score_between_two_grades_is_of_the_one_that_says_so(bounds: str, grade: str, codes: list[str]) -> None:
    report = (
        _REPORTS.partition("库房")[0].replace("（含）", bounds).replace("92分", "90分").replace("“优”", f"“{grade}”")
    )
    assert _codes(report) == codes


@pytest.mark.parametrize(
    ("counted", "codes"),
    [
        ("其中满意180份，满意度为94.74%", []),
        ("其中满意180份，满意度为90%", []),  # of all that were handed out
        ("其中满意170份，满意度为94.74%", ["A104"]),
        ("其中非常满意100份、满意70份，满意度为94.74%", []),  # weighted by grades
    ],
)
def test_the_satisfied_are_a_share_of_the_questionnaires(counted: str, codes: list[str]) -> None:
    survey = f"本次向群众发放问卷200份，收回有效问卷190份，有效回收率95%，{counted}。\n"
    assert _codes(_REPORTS.partition("库房")[0] + survey) == codes


_EXPLAINED = """# 云岭区图书馆2026年部门预算
阅览室改造项目经费情况说明
一、项目概述
改造两间阅览室。
{own}项目支出绩效目标申报表
项目名称\t阅览室改造\t项目性质\t一次性项目
项目资金（元）\t年度资金申请总额\t600,000.00\t
\t其中：当年财政拨款\t600,000.00\t
\t上年结转资金\t0.00\t
第四部分 其他情况说明
一、会议费
2026年度预算安排5.00万元。
"""


def test_an_explanation_ends_with_its_part() -> None:
    assert _codes(_EXPLAINED.format(own="")) == []
    assert _codes(_EXPLAINED.format(own="二、年度预算安排\n2026年度预算安排50.00万元。\n")) == ["P113"]


_WEIGHTS = """2024年度芦河县水务局部门决算

第五部分 附件

堤防加固项目绩效评价报告

指标体系共设置4个一级指标，其权重：决策指标权重为20{unit}，过程指标权重为20{unit}，产出指标权重为30{unit}，效益指标权重为{last}{unit}。
"""


@pytest.mark.parametrize("unit", ["分", "%"])
def test_weights_make_a_hundred_in_their_own_unit(unit: str) -> None:
    assert _codes(_WEIGHTS.format(unit=unit, last="30")) == []
    assert _codes(_WEIGHTS.format(unit=unit, last="40")) == ["A106"]


_TASKS = """芦河县水务局2026年部门预算
部门整体支出绩效目标表
部门名称\t芦河县水务局\t\t\t
年度主要任务\t任务名称\t总额\t财政拨款\t其他资金
\t堤防加固\t{first}\t50.00\t10.00
\t河道清淤\t40.00\t40.00\t
\t金额合计\t{whole}\t90.00\t10.00
"""


def test_the_tasks_of_a_year_make_up_their_total() -> None:
    assert _codes(_TASKS.format(first="60.00", whole="100.00")) == []
    assert _codes(_TASKS.format(first="60.00", whole="110.00")) == ["P112"]
    assert "P112" in _codes(_TASKS.format(first="65.00", whole="100.00"))


_RETOLD = """2024年度芦河县水务局部门决算

十三、预算绩效情况说明

组织对“堤防加固”1个项目开展了部门重点评价，涉及预算资金{involved}万元。

截至年底，全县累计整治病险水库和山塘37座，群众投诉比上年少了{fewer}件。

第五部分 附件

堤防加固项目绩效评价报告

资金投入：年初预算70.00万元，上年结转16.00万元，全年预算合计86.00万元。

满分共计100分，等级划分：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差。

截至年底，全县累计整治病险水库和山塘37座，群众投诉比上年少了15件。

绩效评价指标体系得分表
一级指标\t二级指标\t三级指标\t目标值\t完成值\t分值\t得分
项目产出(60分)\t产出数量(60分)\t堤防加固里程\t12公里\t12公里\t60\t60
满意度指标(40分)\t服务对象满意度(40分)\t沿河居民满意度\t≥90%\t88.50%；受访的人少\t40\t38
合计\t\t\t\t\t100\t98

（一）服务对象满意度。

问卷表明，满意的达到88.50%；受访的人少，扣{deducted}分，评价得分38分。实地看了7处，电话问了23处，共看了{seen}处。
"""


def _states(text: str) -> dict[str, list[str]]:
    report = lint_bytes(text.encode(), "决算.txt", Config())
    found: dict[str, list[str]] = {}
    for mention in report.narrative.mentions:
        found.setdefault(mention.fact.text, []).append(report.tieout.states[mention.fact])
    return found


def test_what_a_report_tells_again_is_ticked() -> None:
    told = _states(_RETOLD.format(involved="86.00", fewer=15, deducted=2, seen=30))
    ticked = ("86.00万元", "15件", "100分", "90分", "80分", "88.50%", "2分", "38分", "30处")
    assert all("unchecked" not in told[text] for text in ticked)


def test_what_is_told_otherwise_is_not_ticked() -> None:
    text = _RETOLD.format(involved="88.00", fewer=16, deducted=3, seen=31)
    told = _states(text)
    assert [told[each] for each in ("88.00万元", "16件", "3分", "31处")] == [["unchecked"]] * 4


_SPREAD = """芦河县水务局2026年部门预算
部门整体支出绩效目标表
部门名称\t芦河县水务局\t\t\t\t\t\t
总体资金情况（万元）\t预算支出总额\t财政拨款\t\t\t其他资金\t\t
\t\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出
\t{whole}\t120.00\t{basic}\t25.00\t5.00\t\t5.00
绩效指标\t指标名称\t指标值\t计量单位\t指标权重（%）\t\t\t
\t清淤里程\t≥20\t公里\t60\t\t\t
\t水质达标率\t≥95\t%\t{weight}\t\t\t
"""


@pytest.mark.parametrize(
    ("whole", "basic", "weight", "codes"),
    [
        ("125.00", "95.00", "40", []),
        ("126.00", "95.00", "40", ["P112"]),
        ("125.00", "85.00", "40", ["P112"]),
        ("125.00", "95.00", "50", ["P119"]),
    ],
)
def test_the_goals_of_a_whole_unit_add_up(whole: str, basic: str, weight: str, codes: list[str]) -> None:
    assert _codes(_SPREAD.format(whole=whole, basic=basic, weight=weight)) == codes


_LIST = """# 云岭区图书馆2026年部门预算
项目支出表
单位：万元
项目名称\t合计\t一般公共预算\t政府性基金预算
合计\t{total}\t{total}\t
阅览室改造\t60.00\t60.00\t
古籍修缮\t40.00\t40.00\t
{rest}"""
_PROJECT = """项目支出绩效目标申报表
项目名称\t{0}\t项目性质\t一次性项目
项目资金（万元）\t年度资金总额\t{1}\t
\t其中：财政拨款\t{1}\t
\t其他资金\t0.00\t
"""


@pytest.mark.parametrize(
    ("rest", "total", "codes"),
    [
        ("阅读推广\t20.00\t20.00\t\n", "120.00", ["P120"]),
        ("阅读推广\t20.00\t20.00\t\n阅读推广项目\t5.00\t5.00\t\n", "125.00", []),  # the form may be of both
        ("阅读推广\t20.00\t20.00\t\n阅读推广\t5.00\t5.00\t\n", "125.00", []),
    ],
)
def test_a_goal_form_is_set_against_the_only_row_of_its_name(rest: str, total: str, codes: list[str]) -> None:
    forms = [("阅览室改造", "60.00"), ("古籍修缮", "40.00"), ("阅读推广", "25.00")]
    text = _LIST.format(rest=rest, total=total) + "".join(_PROJECT.format(*form) for form in forms)
    assert _codes(text) == codes


_SUMMED = """2024年度芦河县水务局部门决算

第五部分 附件

2024年度堤防加固项目

绩效评价报告

综合评定分为四档：综合得分在90（含）-100分为优；综合得分在80（含）-90分为良；综合得分在0-80分为差。

堤防加固项目综合评价得分{score}分，评价等级为“良”。

综合评价得分情况表
一级指标\t分值\t得分\t得分率
决策\t40\t36.00\t90.00%
效益\t60\t49.50\t82.50%
合计\t100\t85.50\t85.50%

（一）决策情况

立项依据充分。该指标分值40分，得分36.00分，得分率{rate}。
"""


@pytest.mark.parametrize(
    ("score", "rate", "codes"),
    [("85.50", "90.00%", []), ("86.50", "90.00%", ["T101"]), ("85.50", "92.00%", ["A104"])],
)
def test_the_points_of_a_report_are_those_of_its_table(score: str, rate: str, codes: list[str]) -> None:
    text = _SUMMED.format(score=score, rate=rate)
    assert _codes(text) == codes
    if not codes:
        assert "unchecked" not in {state for states in _states(text).values() for state in states}


_LISTED = """芦河县水务局2026年部门预算
项目支出绩效目标表
序号\t项目名称\t资金总额\t绩效目标\t指标名称\t指标值\t指标权重（%）
1\t堤防加固\t60.00\t加固堤防\t加固里程\t≥12公里\t70
\t\t\t\t合格率\t100%\t30
2\t河道清淤\t40.00\t清淤\t清淤里程\t≥20公里\t60
\t\t\t\t合格率\t100%\t{last}
"""


def test_each_project_of_a_list_has_its_own_weights() -> None:
    assert _codes(_LISTED.format(last=40)) == []
    assert _codes(_LISTED.format(last=50)) == ["P119"]


_GOAL_LIST = """芦河县水务局2026年部门预算
项目支出绩效目标表
单位：万元
项目名称\t总计\t财政拨款\t财政专户拨款\t其他资金\t绩效目标\t绩效指标
库房改造\t{0}\t60.00\t\t\t完成改造\t改造面积:200平方米
水质监测\t25.00\t25.00\t\t\t按月监测\t监测次数:12次
"""


def test_a_project_of_a_list_of_goals_is_the_sum_of_its_sources() -> None:
    assert _codes(_GOAL_LIST.format("60.00")) == []
    assert _codes(_GOAL_LIST.format("80.00")) == ["P112"]
    assert _codes(_GOAL_LIST.format("6.00")) == ["P112"]


def test_a_part_above_its_whole_that_the_text_tells_too_is_right() -> None:
    form = _GOAL.format(rest="\t其他资金\t0.00\t\n").replace("\t60.00\t", "\t130.00\t")
    for told, accused in (("", "130.00"), ("\n一、预算情况\n库房改造安排130.00万元。\n", "100.00")):
        report = lint_bytes((form + told).encode(), "预算.txt", Config())
        found = [finding.span for finding in report.findings if finding.code == "P112"]
        assert [report.document.quote(span) for span in found] == [accused]


def test_a_total_that_the_lost_points_bear_out_is_right_and_the_weights_are_not() -> None:
    rows = "绩效指标\t产出指标(50分)\t数量指标\t修缮册数\t200册\t210册\t50\t50\n"
    rows += "\t效益指标(40分)\t社会效益\t读者满意度\t≥95%\t98%\t30\t28\n"
    form = _SELF.format(funds=_PARTS, rows=rows, total=98)
    report = lint_bytes(form.encode(), "决算.txt", Config())
    found = [report.document.quote(each.span) for each in report.findings if each.code == "P102"]
    assert found
    assert not any(text == "98" for text in found)


def test_a_target_is_no_uncertain_amount() -> None:
    rows = "绩效指标\t产出指标(90分)\t数量指标\t修缮册数\t≥200册\t约210册\t90\t90\n"
    report = lint_bytes(_SELF.format(funds=_PARTS, rows=rows, total=100).encode(), "决算.txt", Config())
    assert "W116" not in [each.code for each in report.findings]


_FORM_BELOW = """{0}项目绩效目标表\t\t\t
项目名称\t{0}\t\t
资金情况（万元）\t资金总额\t{1}\t
\t财政拨款\t60.00\t
\t其他资金\t0.00\t
绩效指标\t一级指标\t二级指标\t指标值
"""


def test_forms_one_below_the_other_in_one_table_are_read_each() -> None:
    def goals(*amounts: str):
        text = "芦河县水务局2026年部门预算\n" + "".join(
            _FORM_BELOW.format(name, amount) for name, amount in zip(("库房改造", "水质监测"), amounts, strict=True)
        )
        return lint_bytes(text.encode(), "预算.txt", Config())

    assert [each.project for each in goals("60.00", "60.00").goals] == ["库房改造", "水质监测"]
    assert [each.code for each in goals("60.00", "80.00").findings] == ["P112"]


@pytest.mark.parametrize("text", ["60.999999999999999999999999999999000", "1,000,000,000,000,000,000,000,000.00"])
def test_a_number_of_so_many_digits_is_none_of_a_form(text: str) -> None:
    assert number_in(Cell(text, Span(0, len(text)))) is None
