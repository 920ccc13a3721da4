"""The empty workbook: filled in, it is read back by gouji's own reader, statement by statement and figure by figure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from gouji.cli import main
from gouji.config import Config
from gouji.lexicon import LexiconError, lexicon, use
from gouji.lexicon.profiles import Profile, load, names
from gouji.linter import lint_file
from gouji.resources import read_lexicon
from gouji.writing import Given, InputsError, inputs_in, read_figures
from gouji.writing.blank import blank_workbook
from gouji.writing.figures import subjects
from gouji.writing.layouts import AMOUNT, FILE, Layout, layout_of

TOP = 5
STATEMENTS = {each.id for each in lexicon().statements}
CODES = ["205", "20502", "2050202", "208", "20805", "2080505"]


def _new(tmp_path: Path, profile: str) -> Path:
    path = tmp_path / f"{profile}.xlsx"
    done = CliRunner().invoke(main, ["new", "--profile", profile, "--year", "2024", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return path


def _sheets(workbook: Workbook, profile: Profile) -> Iterator[tuple[Worksheet, Layout]]:
    yield from zip(workbook.worksheets[1:], (layout_of(s, profile.name) for s in profile.workbook), strict=False)


def _calculate(workbook: Workbook) -> None:
    """Write the value of each formula in its place, as Excel keeps it beside the formula."""
    _coded.cache_clear()
    _list.cache_clear()
    for sheet in reversed(workbook.worksheets):  # most take from those behind them
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = _value(sheet, cell.value)


def _value(sheet: Worksheet, value: object) -> object:
    if not isinstance(value, str) or not value.startswith("="):
        return value
    if match := re.fullmatch(r'="(.*)"&(.*)!\$A\$4', value):
        return match[1] + str(sheet.parent[match[2]]["A4"].value)
    if match := re.fullmatch(r'=IF\(\$A(\d+)="","",IFERROR\(VLOOKUP\(.*,(.*)!\$A:\$B,2,FALSE\),""\)\)', value):
        return _list(sheet.parent[match[2]]).get(sheet[f"A{match[1]}"].value, "")
    if match := re.fullmatch(r"='(.*)'!(\w+)", value):
        return _number(sheet.parent[match[1]], sheet.parent[match[1]][match[2]].value)
    if match := re.fullmatch(r"=SUMIF\('(.*)'!\S+,\"(\d+)\",'.*'!\$([A-Z]+)\S+\)", value):
        other = sheet.parent[match[1]]
        return sum((_at(other, match[3], row) for row, code in _coded(other) if code == match[2]), Decimal(0))
    if match := re.fullmatch(
        r'=IF\(SUMPRODUCT\(.*LEN\(\$A(\d+)\)\+2\)\)=0,"",SUMPRODUCT\(.*,([A-Z]+)\d+:\S+\)\)', value
    ):
        own = str(sheet[f"A{match[1]}"].value or "")
        below = [row for row, code in _coded(sheet) if own and row > int(match[1]) and code[:-2] == own]
        return sum((_at(sheet, match[2], row) for row in below), Decimal(0)) if below else ""
    if match := re.fullmatch(r'=IF\(\$A(\d+)="","",(.*)\)', value):
        return _value(sheet, "=" + match[2]) if sheet[f"A{match[1]}"].value else ""
    if match := re.fullmatch(r"=SUMPRODUCT\(--\(LEN\(.*\)=3\),([A-Z]+)\d+:.*\)", value):
        return sum((_at(sheet, match[1], row) for row, code in _coded(sheet) if len(code) == 3), Decimal(0))
    if match := re.fullmatch(r'=IF\((SUM\(.*\))=0,"(.*)",""\)', value):
        return "" if _value(sheet, f"={match[1]}") else match[2]
    match = re.fullmatch(r"=SUM\((.*)\)", value)
    assert match, value
    found = Decimal(0)
    for part in match[1].split(","):
        block = sheet[part] if ":" in part else ((sheet[part],),)
        found += sum(_number(sheet, cell.value) for row in block for cell in row)
    return found


@cache
def _list(sheet: Worksheet) -> dict[object, object]:
    """What a list of codes says of each."""
    return dict(sheet.iter_rows(values_only=True))


@cache
def _coded(sheet: Worksheet) -> list[tuple[int, str]]:
    """The rows with a code, by the first column."""
    cells = (sheet.cell(row, 1) for row in range(TOP, sheet.max_row + 1))
    return [(cell.row, str(cell.value)) for cell in cells if str(cell.value or "").isdigit()]


def _at(sheet: Worksheet, column: str, row: int) -> Decimal:
    return _number(sheet, sheet[f"{column}{row}"].value)


def _number(sheet: Worksheet, value: object) -> Decimal:
    value = _value(sheet, value)
    return value if isinstance(value, Decimal) else Decimal(repr(value)) if value not in (None, "") else Decimal(0)


def _fill(sheet: Worksheet, layout: Layout, amount: Iterator[Decimal]) -> None:
    """Every cell to be filled in, with a different amount each."""
    first = TOP + len(layout.head)
    for row, cells in enumerate(layout.rows):
        for column, text in enumerate(cells):
            if (text == AMOUNT or text.startswith("@")) and sheet.cell(first + row, column + 1).value is None:
                sheet.cell(first + row, column + 1, float(next(amount)))
    top = first + len(layout.rows)
    for row, code in enumerate(CODES[: layout.codes], top):
        sheet.cell(row, 1, code)
        for column in layout.amounts:
            if column not in layout.columns:
                sheet.cell(row, column + 1, float(next(amount)))


def _with_every_form(profile: str) -> Profile:
    """The profile as if it required every statement of its kind that has a layout."""
    kind = load(profile).kind
    every = tuple(s.id for s in lexicon().statements if s.kind == kind and s.id in read_lexicon(FILE))
    return load(profile)._replace(statements=every)


REQUIRED = [*map(load, names()), *map(_with_every_form, ("national-final", "national-budget"))]


@pytest.mark.parametrize("profile", REQUIRED, ids=lambda p: f"{p.name}-{len(p.statements)}")
def test_what_is_filled_in_is_read_back(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    path.write_bytes(blank_workbook(profile, 2024))
    workbook = load_workbook(path)
    workbook["封面"]["A4"] = "青川市云岭区档案馆"
    amount = (Decimal(n) / 100 for n in range(12_345, 10**9, 101))
    for sheet, layout in _sheets(workbook, profile):
        _fill(sheet, layout, amount)
    _calculate(workbook)
    workbook.save(path)
    report = lint_file(path, Config())
    found = [s for s in report.statements if s.type]
    assert [s.id for s in found] == list(profile.workbook)
    assert all(s.unit_stated and s.unit and s.unit.name == "万元" for s in found)
    assert (report.kind, report.year) == (profile.kind, 2024)
    for (sheet, layout), statement in zip(_sheets(workbook, profile), found, strict=False):
        rows = [row for band in statement.bands for row in band.rows]
        facts = [f for row in rows for f in row.cells.values() if not f.blank]
        amounts = [cell.value for row in sheet.iter_rows(min_row=TOP) for cell in row if _is_amount(cell.value)]
        assert sorted(f.quantity.value for f in facts) == sorted(Decimal(str(a)) * 10000 for a in amounts)
        named = {row.code: row.label for row in rows}
        assert {named[code] for code in CODES[: layout.codes]} == {
            lexicon().name_of("F", code, 2024) for code in CODES[: layout.codes]
        }
        assert all(f.keys for row in rows if not row.among for f in row.cells.values()), layout.id


def _is_amount(value: object) -> bool:
    return isinstance(value, float | Decimal) and not isinstance(value, bool)


SMALL = {
    "final-01": {1: 900, 29: 10, 59: 60},  # the rest is in the statements by 科目
    "final-04": {29: 10, 60: 60},
    "final-06": {30101: 400.5, 30108: 150, 30201: 90, 30217: 9.5},
}
COLUMNS = {
    "final-02": {"205": {2: 620, 4: 60, 7: 40}, "208": {2: 280}},
    "final-03": {"205": {2: 500, 3: 200}, "208": {2: 250}},
    "final-05": {"205": {2: 400, 3: 200}, "208": {2: 250}},
}


def _filled(path: Path, profile: str) -> Workbook:
    """A new workbook of a profile with figures that tie out; its formulas as they are."""
    workbook = load_workbook(path)
    for sheet, layout in _sheets(workbook, load(profile)):
        first = TOP + len(layout.head)
        for line, amount in SMALL.get(layout.id, {}).items():
            cell = next(c for row in sheet.iter_rows(min_row=first) for c in row if c.value == str(line))
            offset = 2 if layout.id == "final-06" or (layout.id == "final-04" and line > 32) else 1
            sheet.cell(cell.row, cell.column + offset, amount)
        for row, code in enumerate(CODES if layout.id in COLUMNS else (), first + len(layout.rows)):
            sheet.cell(row, 1, code)
            for column, amount in COLUMNS[layout.id][code[:3]].items() if len(code) == 7 else ():
                sheet.cell(row, column + 2, amount)
        if layout.id == "final-09":
            sheet.cell(first, 7, 12)
            sheet.cell(first + 1, 7, 9.5)
    return workbook


def _as_saved_by_excel(path: Path, formulas: Workbook) -> None:
    """Write a workbook with its formulas and, beside each, what it comes to."""
    formulas.save(path)
    values = load_workbook(path)
    _calculate(values)
    parts = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(values.worksheets, 1)}
    with ZipFile(path) as old:
        content = {name: old.read(name).decode() if name in parts else old.read(name) for name in old.namelist()}
    with ZipFile(path, "w") as new:
        for name, data in content.items():
            new.writestr(name, _with_values(data, parts[name]) if isinstance(data, str) else data)


def _with_values(data: str, sheet: Worksheet) -> str:
    def told(match: re.Match[str]) -> str:
        value = sheet[match[1]].value
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{match[1]}"{match[2]}{kind}>{match[3]}<v>{"" if value is None else value}</v></c>'

    return re.sub(r'<c r="(\w+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)</c>', told, data)


@pytest.mark.parametrize("profile", ["national-final", "shaanxi-final"])
def test_figures_that_tie_out_are_drafted_from(profile: str, tmp_path: Path) -> None:
    path = _new(tmp_path, profile)
    workbook = _filled(path, profile)
    for row in workbook["情况"].iter_rows(min_row=2, max_row=1 + len(subjects())):
        row[2].value, row[3].value, row[4].value, row[5].value = 12.5, 11, "年内新增项目", "年中追加"
    _calculate(workbook)
    workbook.save(path)
    report = lint_file(path, Config())
    assert [f.message for f in report.findings] == []
    figures = read_figures(report)
    inputs = inputs_in(report)
    assert set(subjects()) <= set(inputs.given)
    assert inputs.of("会议费") == Given(None, Decimal(125000), Decimal(110000), None, "年内新增项目", "年中追加")
    told = {
        "收入支出总计": 1010,
        "本年收入合计": 1000,
        "本年支出合计": 950,
        "财政拨款收入支出总计": 910,
        "一般公共预算财政拨款支出": 850,
        "一般公共预算财政拨款基本支出": 650,
        "公务接待费": Decimal("9.5"),
        "三公经费": Decimal("9.5"),
        "2050202": 600,
    }
    amounts = {name: figures.amount(name) for name in told}
    assert {name: amount and amount.value for name, amount in amounts.items()} == {
        name: Decimal(v) * 10000 for name, v in told.items()
    }
    assert [(n.name, n.amount.value) for n in figures.natures()] == [("人员经费", 5_505_000), ("公用经费", 995_000)]


def test_the_sheet_of_inputs_has_every_subject(tmp_path: Path) -> None:
    sheet = load_workbook(_new(tmp_path, "national-final"))["情况"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("指标", "决算", "预算", "上年", "原因", "预算原因", "数量", "用途")
    assert [row[0] for row in rows[1 : 1 + len(subjects())]] == list(subjects())


def test_the_forms_are_made_to_be_filled_in(tmp_path: Path) -> None:
    sheet = load_workbook(_new(tmp_path, "shaanxi-final"))["公开02表"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A8", "$1:$7")
    assert {str(r) for r in sheet.merged_cells.ranges} >= {"A5:B5", "C5:C6", "A1:I1"}
    assert sheet["C9"].value == '=IF($A9="","",SUM(D9:I9))'
    below = '(LEFT($A10:$A$69,LEN($A9))=$A9&"")*(LEN($A10:$A$69)=LEN($A9)+2)'
    assert sheet["D9"].value == f'=IF(SUMPRODUCT({below})=0,"",SUMPRODUCT({below},D10:D$69))'
    totals = sheet.parent["公开01表"]
    assert totals["F12"].value == "=SUMIF('公开03表'!$A$9:$A$68,\"205\",'公开03表'!$C$9:$C$68)"
    assert totals["C12"].value == "='公开02表'!F8"
    assert sheet.parent["公开04表"]["C8"].value == "='公开01表'!C8"
    kinds = {v.type: str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert kinds["custom"] == "A9:A68"
    assert "D8:D68" in kinds["decimal"]
    assert "VLOOKUP($A9" in sheet["B9"].value
    assert sheet["D9"].number_format.startswith("#,##0.00")


def test_the_same_profile_gives_the_same_bytes() -> None:
    profile = load("qinghai-final")
    assert blank_workbook(profile, 2024) == blank_workbook(profile, 2024)


@pytest.mark.parametrize("statement", [each for each in read_lexicon(FILE) if each in STATEMENTS])
def test_every_layout_there_is_adds_up(statement: str) -> None:
    layout = layout_of(statement, "")
    for row, cells in enumerate(layout.rows):
        for column in range(len(cells)):
            if column in layout.amounts:
                layout.sum_of(row, column)


def test_the_sheet_of_codes_is_out_of_sight(tmp_path: Path) -> None:
    workbook = load_workbook(_new(tmp_path, "national-final"))
    assert workbook["科目"].sheet_state == "hidden"
    codes = dict(workbook["科目"].iter_rows(values_only=True))
    assert codes["2050202"] == "小学教育"
    assert codes["23103"] == "地方政府一般债务还本支出"
    assert all(codes.values())
    assert workbook.sheetnames[0] == "封面"


def test_errors_of_use_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "工作簿.xlsx"
    path.write_bytes(b"")
    for arguments, said in [
        (["--profile", "national-final", "-o", str(path)], "没有覆盖"),
        (["--profile", "national-final", "-o", str(tmp_path / "工作簿.xls")], ".xlsx 结尾"),
        (["--profile", "没有", "-o", str(tmp_path / "新.xlsx")], "没有“没有”这一套公开要求"),
        (["--profile", "national-final", "-o", str(tmp_path / "无" / "新.xlsx")], "写不进去"),
    ]:
        done = CliRunner().invoke(main, ["new", *arguments])
        assert (done.exit_code, said in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("[final-01]\nhead = '甲'\nrows = '甲 | 1 | =7'", "公式里有 7"),
        ("[final-01]\nhead = '甲'\nrows = '甲 | 1 | =x'", "公式“x”不对"),
        ("[final-01]\nhead = '甲'\nrows = '甲'\ncolumns = '1=2'", "columns 里“1=2”不对"),
        ("[final-01]\nrows = ''", "要有 head 和 rows"),
    ],
)
def test_a_faulty_layout_is_told_by_its_place(layout: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "layouts.toml").write_text(f"[own]\n{layout.replace('[final', '[own.final')}\n", "utf-8")
    use((tmp_path,))
    try:
        with pytest.raises(LexiconError, match=said):
            blank_workbook(load("national-final")._replace(name="own"), 2024)
    finally:
        use(())


def test_the_texts_of_the_workbook_are_the_sections_of_the_draft(tmp_path: Path) -> None:
    path = _new(tmp_path, "national-final")
    workbook = load_workbook(path)
    sheet = workbook["文字"]
    assert [cell.value for cell in sheet[1]] == ["节", "文字"]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value}
    sheet.cell(rows["国有资产"], 2, "截至年末共有车辆2辆。")
    sheet.cell(rows["国有资产"] + 1, 2, "全年购置车辆1辆。")
    small = Workbook()
    small.remove(small.worksheets[0])
    for each in (sheet, workbook["情况"]):
        copy = small.create_sheet(each.title)
        for row in each.iter_rows(values_only=True):
            copy.append(row)
    small.save(tmp_path / "文字.xlsx")
    passages = inputs_in(lint_file(tmp_path / "文字.xlsx", Config())).passages
    assert set(passages) == {"assets", "glossary"}
    assert passages["assets"] == "截至年末共有车辆2辆。\n\n全年购置车辆1辆。"
    assert passages["glossary"].startswith("财政拨款收入：本级财政部门当年拨付的资金")


def test_formulas_that_nobody_calculated_are_counted(tmp_path: Path) -> None:
    path = _new(tmp_path, "national-final")
    workbook = _filled(path, "national-final")
    workbook.save(path)
    report = lint_file(path, Config())
    assert report.findings == []
    assert any("个公式没有算出的值（如 公开01表!A3）" in remark for remark in report.document.remarks)
    _as_saved_by_excel(path, workbook)
    assert not any("公式" in remark for remark in lint_file(path, Config()).document.remarks)


@pytest.mark.parametrize("text", ["500.00", "约500"])
def test_a_text_among_numbers_is_one_finding_at_its_cell(text: str, tmp_path: Path) -> None:
    path = _new(tmp_path, "national-final")
    workbook = _filled(path, "national-final")
    cell = workbook["公开03表"]["D11"]
    assert cell.value == 500
    cell.value = None  # what SUM makes of a text
    _as_saved_by_excel(path, workbook)
    assert lint_file(path, Config()).findings
    with ZipFile(path) as old, ZipFile(tmp_path / "文本.xlsx", "w") as new:
        for name in old.namelist():
            told = old.read(name).decode("utf-8", "surrogateescape")
            typed = re.sub(r'(<c r="D11"[^>]*) t="n"></c>', rf'\1 t="inlineStr"><is><t>{text}</t></is></c>', told)
            new.writestr(name, (typed if name.endswith("sheet4.xml") else told).encode("utf-8", "surrogateescape"))
    found = lint_file(tmp_path / "文本.xlsx", Config()).findings
    said = f"D11 是文本“{text}”，不是数，公式求和会漏掉"
    assert [(f.code, f.message) for f in found] == [("W116", said)]


def test_many_texts_among_numbers_are_one_finding(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["支出决算表"])
    sheet.append(["单位：万元"])
    sheet.append(["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"])
    sheet.append([None, "合计", 2400.00, 1200.00, 1200.00])
    for number in range(12):
        project = "100.00" if number < 4 else 100.00
        sheet.append([f"205{number:02}", f"教育支出之{number}", 200.00, 100.00, project])
    workbook.save(tmp_path / "2024年度部门决算.xlsx")
    found = [f for f in lint_file(tmp_path / "2024年度部门决算.xlsx", Config()).findings if f.code == "W116"]
    assert [f.message for f in found] == ["E5 等4格是文本，不是数"]


def test_a_text_among_the_inputs_is_named_by_its_cell(tmp_path: Path) -> None:
    path = _new(tmp_path, "national-final")
    workbook = load_workbook(path)
    sheet = workbook["情况"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "会议费")
    row[2].value = "约3500"
    workbook.save(path)
    with pytest.raises(
        InputsError, match=f"“会议费”的“预算”（情况!C{row[0].row}）应是以万元为单位的数，现在是“约3500”"
    ):
        inputs_in(lint_file(path, Config()))
