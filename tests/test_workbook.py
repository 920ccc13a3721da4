"""Workbooks: the example's statements as sheets, read as units fill them in: numbers stored as numbers."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from gouji.cli import main
from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_file
from gouji.readers import UnreadableError, read_file
from gouji.writing import draft, inputs_of, load_style, read_figures

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "文旅局-2024-决算.txt"


def _value(text: str) -> str | int | float | None:
    plain = text.replace(",", "")
    if plain.isdigit():
        return int(plain)
    try:
        return float(plain)
    except ValueError:
        return text or None


@pytest.fixture(scope="module")
def report():
    return lint_file(EXAMPLE, Config())


def _write(report, path: Path, wrong: bool = False, narrative: str = "") -> None:
    workbook = Workbook()
    cover = workbook.active
    cover.title = "封面"
    cover.append(["青川市云岭区文化和旅游局2024年度部门决算"])
    if narrative:
        told = workbook.create_sheet("情况说明")
        for line in narrative.splitlines():
            told.append([line])
    statements = [s for s in report.statements if s.type and not s.type.rows]
    for number, statement in enumerate(statements, 1):
        sheet = workbook.create_sheet(f"公开{number:02}表")
        sheet.append([statement.title])
        sheet.append(["单位：万元"])
        for row in statement.table.rows:
            sheet.append([_value(cell.text) for cell in row])
        if wrong and number == 3:
            for row in sheet.iter_rows():
                if row[0].value == 2070101:
                    row[2].value += 100
    workbook.save(path)


def test_the_statements_of_a_workbook_are_those_of_the_text(report, tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    _write(report, path)
    again = lint_file(path, Config())
    assert [s.id for s in again.statements] == [s.id for s in report.statements if s.type and not s.type.rows]
    assert [f.message for f in again.findings if f.severity >= Severity.WARNING] == []
    figures = read_figures(again)
    told = inputs_of(report, read_figures(report))
    style = load_style("national")
    assert draft(figures, told, style).text == draft(read_figures(report), told, style).text


def test_a_wrong_cell_is_named_by_its_address(report, tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    _write(report, path, wrong=True)
    result = CliRunner().invoke(main, ["lint", str(path), "--format", "json"])
    findings = json.loads(result.output)["files"][0]["findings"]
    assert result.exit_code == 1
    places = [f["location"]["cell"] for f in findings] + [r["location"]["cell"] for f in findings for r in f["related"]]
    assert any(place and place.startswith("公开03表!C") for place in places)
    assert "公开表.xlsx:公开0" in CliRunner().invoke(main, ["lint", str(path)]).output


def test_narrative_in_cells_is_checked_against_the_sheets(report, tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    text = "第二部分 情况说明\n三、支出决算情况说明\n2024年度本年支出合计1,601.22万元。"
    _write(report, path, narrative=text)
    result = CliRunner().invoke(main, ["lint", str(path)])
    assert "情况说明!A" in result.output
    assert "1,610.22万元" in result.output


def test_a_broken_workbook_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    result = CliRunner().invoke(main, ["lint", str(path)])
    assert result.exit_code == 2
    assert "坏.xlsx" in result.output
    assert "Traceback" not in result.output


def test_what_a_library_quotes_of_a_broken_workbook_stays_on_one_line(tmp_path: Path) -> None:
    sound, path = tmp_path / "表.xlsx", tmp_path / "坏.xlsx"
    Workbook().save(sound)
    with ZipFile(sound) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", "<row r='1'><c r='A1' t='inlineStr'><is><t>&甲\n乙;</t></is></c></row></sheetData>".encode()))  # fmt: skip
    with pytest.raises(UnreadableError) as caught:
        read_file(path)
    assert "\n" not in str(caught.value)


def test_hidden_sheets_are_left_out_and_said(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.append(["看得见的一行"])
    workbook.create_sheet("底稿").append(["看不见的一行"])
    workbook["底稿"].sheet_state = "hidden"
    path = tmp_path / "表.xlsx"
    workbook.save(path)
    document = read_file(path)
    assert "看不见" not in document.source
    assert document.remarks == ["有隐藏的工作表“底稿”，没有读取"]


def test_a_name_without_amounts_stays_in_its_table(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["支出决算表"],
        ["单位：万元"],
        ["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        [None, "合计", 330, 300, 30],
        [None, "其中："],
        [201, "一般公共服务支出", 330, 300, 30],
        [None, "上年结转"],
        [20101, "人大事务", 330, 300, 30],
        ["注：本表反映本年支出情况。"],
    ):
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    document = lint_file(tmp_path / "表.xlsx", Config()).document
    (_, table), *others = document.tables()
    assert not others
    assert [row[1].text for row in table.rows[1:]] == ["合计", "其中：", "一般公共服务支出", "上年结转", "人大事务"]


def test_the_numbers_of_a_sheet_of_contents_are_no_amounts(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["目  录"])
    for number, title in enumerate(["收入支出决算总表", "收入决算表", "支出决算表"], 1):
        sheet.append([number, title])
    book.save(tmp_path / "目录.xlsx")
    report = lint_file(tmp_path / "目录.xlsx", Config())
    assert "1\t收入支出决算总表" in report.document.source
    assert (report.statements, report.doubts) == ([], [])
