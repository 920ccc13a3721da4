"""Goal forms of budgets in the layouts of several places: what is read of them, and what of it accuses."""

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes
from gouji.report import Report


def _lint(text: str) -> Report:
    return lint_bytes(text.encode(), "预算.txt", Config())


def _codes(text: str) -> list[str]:
    return [finding.code for finding in _lint(text).findings]


_SOURCES = """# 云岭区图书馆2026年部门预算
项目支出绩效目标表
项目名称\t项目总额\t其中：\t\t绩效目标\t一级指标\t三级指标\t绩效指标性质\t本年绩效指标值
\t\t财政资金\t其他资金\t\t\t\t\t
26T01-阅览室改造\t{whole}\t60.000000\t{other}\t完成改造\t产出指标\t改造面积\t≥\t300
26T02-古籍修缮\t40.500000\t40.500000\t\t修缮古籍\t产出指标\t修缮册数\t≥\t200
"""


@pytest.mark.parametrize(
    ("whole", "other", "codes"),
    [
        ("60.000000", "", []),
        ("65.000000", "5.000000", []),
        ("65.000000", "6.000000", ["P112"]),
        ("56.000000", "", ["P112"]),
    ],
)
def test_the_sources_of_a_list_may_stand_in_its_heads_second_line(whole: str, other: str, codes: list[str]) -> None:
    report = _lint(_SOURCES.format(whole=whole, other=other))
    assert [goals.project for goals in report.goals] == ["26T01-阅览室改造", "26T02-古籍修缮"]
    assert [finding.code for finding in report.findings] == codes


def test_a_list_of_no_project_is_read_as_empty() -> None:
    head = "\n".join(_SOURCES.splitlines()[:4])
    report = _lint(head + "\n\n二、支出预算情况说明\n2026年支出预算100.00万元。\n")
    assert report.goals == []
    assert [finding.code for finding in report.findings if finding.code.startswith("P")] == []


_TRANSFER = """{title}
（2026年度）\t\t\t
转移支付名称\t{name}\t市级主管部门\t云岭市文化局
资金情况（万元）\t年度金额：\t{whole}\t
\t其中：中央财政资金\t200.00\t
\t市级财政资金\t300.00\t
\t其他资金\t\t
绩效指标\t一级指标\t二级指标\t指标值
\t产出指标\t数量指标\t≥20场
"""


def test_forms_of_transfers_one_below_the_other_are_read_each() -> None:
    def forms(whole: str) -> Report:
        pairs = (("文化建设专项转移支付", "500.00"), ("旅游发展专项转移支付", whole))
        own = (_TRANSFER.format(title=f"{name}绩效目标表\t\t\t", name=name, whole=sum_) for name, sum_ in pairs)
        return _lint("云岭市文化局2026年部门预算\n\n专项转移支付绩效目标表\n" + "".join(own))

    assert [goals.project for goals in forms("500.00").goals] == ["文化建设专项转移支付", "旅游发展专项转移支付"]
    assert not forms("500.00").findings
    assert [finding.code for finding in forms("400.00").findings] == ["P112"]


_SPLIT = """# 云岭区图书馆2026年部门预算
部门整体支出绩效目标表
单位名称\t年度预算申请\t\t\t\t\t整体绩效目标
\t资金总额\t按收入性质分\t\t按支出性质分\t\t
\t\t一般公共预算\t其他资金\t基本支出\t项目支出\t
云岭区图书馆\t656.73\t{general}\t\t{basic}\t270.00\t办好图书馆
"""


@pytest.mark.parametrize(
    ("general", "basic", "codes"),
    [("656.73", "386.73", []), ("656.73", "368.73", ["P112"]), ("666.73", "386.73", ["P112"])],
)
def test_the_total_of_a_head_of_three_lines_is_split_twice(general: str, basic: str, codes: list[str]) -> None:
    assert _codes(_SPLIT.format(general=general, basic=basic)) == codes


LISTED = """
青河市数据局2026年部门预算

项目支出绩效目标表
单位：万元
项目名称\t总计\t财政拨款\t财政专户拨款\t其他资金\t绩效目标\t绩效指标
合计\t100.00\t100.00\t\t\t\t
数据局\t60.00\t60.00\t\t\t\t
平台运营\t{running}\t30.00\t\t\t完成平台运营\t数量指标：1个
热线运营\t20.00\t20.00\t\t\t完成热线运营\t数量指标：1个
{again}信息化运维\t10.00\t10.00\t\t\t完成运维\t数量指标：1个
政务中心\t{unit}\t40.00\t\t\t\t
物业管理\t25.00\t25.00\t\t\t完成物业管理\t数量指标：1个
办公购置\t8.00\t8.00\t\t\t完成购置\t数量指标：1个
宣传\t7.00\t7.00\t\t\t完成宣传\t数量指标：1个
"""
NEXT_PAGE = """
项目支出绩效目标表
单位：万元
项目名称\t总计\t财政拨款\t财政专户拨款\t其他资金\t绩效目标\t绩效指标
热线运营\t20.00\t20.00\t\t\t完成热线运营\t质量指标：满意
"""


@pytest.mark.parametrize(
    ("running", "unit", "said"),
    [
        ("30.00", "40.00", []),
        ("38.00", "40.00", ["P112 ERROR 38.00"]),
        ("30.00", "44.00", ["F101 ERROR 44.00"]),
    ],
)
@pytest.mark.parametrize("again", ["", NEXT_PAGE], ids=["one page", "two pages"])
def test_a_list_of_projects_adds_up_and_its_blanks_are_nothing(
    running: str, unit: str, said: list[str], again: str
) -> None:
    report = _lint(LISTED.format(running=running, unit=unit, again=again))
    assert [
        f"{f.code} {f.severity.name} {report.document.quote(f.span)}"
        for f in report.findings
        if f.severity >= Severity.WARNING
    ] == said
    assert len(report.statements) == 1
    assert report.doubts == []


KEY_PROJECTS = """
青河市交通局2026年部门预算

项目支出预算表
单位：万元
项目名称\t合计\t一般公共预算
合计\t4,700.00\t4,700.00
过江通道补贴\t3,500.00\t3,500.00
机构运行辅助经费\t560.00\t560.00
桥梁维护\t440.00\t440.00
信息化运维\t200.00\t200.00

七、重点项目绩效目标情况

2026年，本部门重点项目绩效目标情况如下：
项目\t预算数（单位：万元）\t绩效目标
过江通道补贴\t{}\t减轻货车负担
机构运行辅助经费\t560\t保障运行
桥梁维护\t440\t保障安全
信息化运维\t200\t保障运行
"""


@pytest.mark.parametrize(("amount", "codes"), [("3,500", []), ("3,600", ["P120"])])
def test_a_list_of_key_projects_under_a_sentence_is_known_by_its_head(amount: str, codes: list[str]) -> None:
    assert _codes(KEY_PROJECTS.format(amount)) == codes
    assert _lint(KEY_PROJECTS.format(amount)).doubts == []
