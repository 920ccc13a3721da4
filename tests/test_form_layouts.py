"""Self-assessments in the layouts of several places, as text, as Word with merged cells and as a workbook with rates."""

from io import BytesIO

import docx
import openpyxl
import pytest

from gouji.config import Config
from gouji.linter import lint_bytes
from gouji.report import Report

_TITLE = "芦河县水务局2024年度部门决算"
_SCORE_ONLY = """项目支出名称||水质监测||||||
预算执行情况（万元）||全年预算数（A）||全年执行数（B）||执行率（B/A）||得分
||50.00||45.00||{rate}||9
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|偏差原因分析及改进措施|分值|得分
|产出指标（50分）|数量指标|监测断面|≥12个|{done}||25|25
||质量指标|数据台账|健全|{kept}||25|25
|效益指标（30分）|生态效益指标|水质达标率|≥90%|91%||30|30
|满意度指标（10分）|服务对象满意度指标|群众满意度|≥90%|85%|设备老化|10|8
总分|||||||100|{total}
"""
_SOUND = {"rate": "90.00%", "done": "12个", "kept": "健全", "total": "97"}
_LEVELS = """一级指标|分值|二级指标|分值|三级指标|分值|评分标准|得分
决策|20|项目立项|20|立项依据充分性|10|符合得满分|10
||||立项程序规范性|10|规范得满分|{score}
产出|80|产出数量|80|维护渠道|80|按率计分|80
合计|100||100||100||{total}
"""


def _rows(form: str) -> list[list[str]]:
    return [line.split("|") for line in form.splitlines()]


def _as_text(title: str, form: str) -> Report:
    table = "\n".join("\t".join(row) for row in _rows(form))
    return lint_bytes(f"{_TITLE}\n十三、预算绩效情况说明\n{title}\n{table}\n".encode(), "决算.txt", Config())


def _as_word(title: str, form: str) -> Report:
    """Blank cells are merged with the one to their left."""
    document = docx.Document()
    for line in (_TITLE, "十三、预算绩效情况说明", title):
        document.add_paragraph(line)
    rows = _rows(form)
    table = document.add_table(len(rows), len(rows[0]))
    for index, row in enumerate(rows):
        first = 0
        for column, text in enumerate(row):
            first = column if text or not column else first
            table.cell(index, first).merge(table.cell(index, column)).text = row[first]
    file = BytesIO()
    document.save(file)
    return lint_bytes(file.getvalue(), "决算.docx", Config())


def _as_workbook(title: str, form: str) -> Report:
    """A rate is kept as a fraction."""
    book = openpyxl.Workbook()
    book.active.append([_TITLE])
    book.active.append([title])
    for row in _rows(form):
        book.active.append(
            [
                float(text.rstrip("%")) / (100 if "%" in text else 1)
                if text[:1].isdigit() and text[-1] in "0123456789%"
                else text
                for text in row
            ]
        )
    file = BytesIO()
    book.save(file)
    return lint_bytes(file.getvalue(), "决算.xlsx", Config())


def _codes(report: Report) -> list[str]:
    assert not report.doubts
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("lint", [_as_text, _as_word, _as_workbook])
@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"total": "96"}, ["P102"]),
        ({"rate": "95.00%"}, ["P101"]),
        ({"done": "11个"}, ["P104"]),
        ({"kept": "不健全"}, ["P104"]),
    ],
)
def test_a_form_with_the_score_of_execution_only_is_read(lint, change: dict[str, str], codes: list[str]) -> None:
    assert _codes(lint("项目支出绩效自评表", _SCORE_ONLY.format(**_SOUND | change))) == codes


@pytest.mark.parametrize("lint", [_as_text, _as_word, _as_workbook])
def test_the_points_of_an_indicator_stand_behind_its_name(lint) -> None:
    for score, total, codes in (("9", "99", []), ("9", "98", ["P102"]), ("11", "101", ["P107"])):
        assert _codes(lint("绩效评价指标体系评分表", _LEVELS.format(score=score, total=total))) == codes


def test_a_form_without_its_total_is_said() -> None:
    form = _SCORE_ONLY.format(**_SOUND).rpartition("总分")[0]
    report = _as_text("项目支出绩效自评表", form)
    assert not report.findings
    assert len(report.doubts) == 1


def test_funds_and_indicators_in_a_table_each_are_one_form() -> None:
    rows = _SCORE_ONLY.format(**_SOUND | {"total": "96"}).splitlines(keepends=True)
    assert _codes(_as_text("部门整体支出绩效自评表", "".join([*rows[:3], "\n", *rows[3:]]))) == ["P102"]


_SIGNS = """项目名称||510000-水质监测||||||||
预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分||原因
|总额|50.00|48.00|43.20|{rate}|10|9||尾款未付
|其中：财政资金|50.00|{fiscal}|43.20|90.00%|/|/||
|单位资金|0.00|0.00|0.00|0.00%|/|/||
|其他资金|0.00|0.00|0.00|0.00%|/|/||
绩效指标（90分）|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重|得分|未完成原因分析
|产出指标|数量指标|监测断面|≥|12|个|{done}|40|{score}|
||成本指标|监测成本|≤|48|万元|{cost}|10|10|无偏差
|效益指标|生态效益指标|水质达标率|≥|90|%|91|40|38|汛期浑浊
合计||||||||100|{total}|
"""
_SIGNS_SOUND = {"rate": "90.00%", "fiscal": "48.00", "done": "14", "score": "40", "cost": "43.2", "total": "97"}
_BEHIND = """项目名称|水质监测|||||
预算执行情况（万元）（20分）||预算数（A）|执行数（B）||执行率（B/A）|得分（20分*执行率）
|年度财政资金总额|48.00|43.20||{rate}|18
年度绩效目标1（80分）|一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分
|产出指标（50分）|数量指标|监测断面（50分）|12个|{done}|50
|效益指标（30分）|生态效益指标|水质达标率（30分）|90%|92%|28
总分||||||{total}
"""
_BEHIND_SOUND = {"rate": "90.00%", "done": "12个", "total": "96"}


@pytest.mark.parametrize("lint", [_as_text, _as_word, _as_workbook])
@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"rate": "90.00"}, []),
        ({"rate": "80.00"}, ["P101"]),
        ({"fiscal": "46.00"}, ["P112"]),
        ({"done": "9"}, ["P104"]),
        ({"cost": "53.2"}, ["P104"]),
        ({"cost": "432000"}, []),  # in 元
        ({"total": "96"}, ["P102"]),
        ({"score": "41", "total": "97"}, ["P107"]),  # the total is right but for it
    ],
)
def test_the_sign_and_the_unit_of_a_target_have_columns_of_their_own(lint, change, codes: list[str]) -> None:
    assert _codes(lint("部门预算项目支出绩效自评表（2024年度）", _SIGNS.format(**_SIGNS_SOUND | change))) == codes


@pytest.mark.parametrize("lint", [_as_text, _as_word])
@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"rate": "80.00%"}, ["P101"]),
        ({"done": "9个"}, ["P104"]),
        ({"total": "90"}, ["P102"]),
    ],
)
def test_points_stand_behind_names_and_heads_and_no_title_tells_the_form(lint, change, codes: list[str]) -> None:
    assert _codes(lint("2024年度水质监测项目情况", _BEHIND.format(**_BEHIND_SOUND | change))) == codes
