"""Workbooks of `gouji new` filled in as a clerk would, with figures that tie out: one unit, general and fund grants, and income of its own."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_new import TOP, _calculate, _sheets

from gouji.config import Config
from gouji.facts import FactKey
from gouji.lexicon.profiles import Profile, load
from gouji.linter import lint_file
from gouji.writing.blank import blank_workbook
from gouji.writing.layouts import Layout

UNIT = "青川市云岭区图书馆"
PERSONNEL, PUBLIC, PROJECT = "personnel", "public", "project"
SPENT = {  # by fund and 项: what each costs, in 万元
    "general": {
        "2070101": {PERSONNEL: "300.05", PUBLIC: "105.45", PROJECT: "60.00"},
        "2070104": {PERSONNEL: "150.25", PROJECT: "80.10"},
        "2080505": {PERSONNEL: "60.40"},
        "2210201": {PERSONNEL: "45.30"},
    },
    "fund": {"2120802": {PROJECT: "30.00"}},
    "own": {"2070104": {PROJECT: "25.50"}},
}
ECONOMIC = {
    PERSONNEL: {"30101": "237.75", "30102": "120.20", "30103": "80.00", "30108": "60.40", "30113": "45.30", "30302": "12.35"},
    PUBLIC: {"30201": "40.15", "30211": "20.20", "30215": "2.00", "30216": "3.00", "30217": "3.10", "30228": "10.00", "30231": "15.00", "30239": "12.00"},
}  # fmt: skip
OWN = {"公务用车运行维护费": ("16.00", "15.00"), "公务接待费": ("4.00", "3.10"), "会议费": ("2.50", "2.00"), "培训费": ("3.00", "3.00")}  # fmt: skip
FUNDS = {"general": ("general",), "fund": ("fund",), "capital": (), "fiscal": ("general", "fund"), "all": (*SPENT,)}
NATURES = {"basic": (PERSONNEL, PUBLIC), "all": (PERSONNEL, PUBLIC, PROJECT)}


def filled_in(profile: str, path: Path) -> Workbook:
    """The workbook of a profile with the figures in it, its formulas worked out; saved at the path."""
    path.write_bytes(_filled(profile))
    return load_workbook(path)


@cache
def _filled(name: str) -> bytes:
    profile = load(name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "工作簿.xlsx"
        places = _places(profile, path)
        workbook = _with_codes(profile)
        for (sheet, address), key in places.items():
            if (amount := _amount(key)) != 0:
                workbook[sheet][address] = float(amount)
        _calculate(workbook)
        workbook.save(path)
        return path.read_bytes()


def _with_codes(profile: Profile) -> Workbook:
    workbook = load_workbook(BytesIO(blank_workbook(profile, 2025)))
    workbook["封面"]["A4"] = UNIT
    for sheet, layout in _sheets(workbook, profile):
        for row, code in enumerate(
            _codes(layout.id) if layout.codes else (), TOP + len(layout.head) + len(layout.rows)
        ):
            sheet.cell(row, 1, code)
    return workbook


def _codes(statement: str) -> list[str]:
    """The 科目 of a statement: those of its money, with the levels above."""
    if statement == "budget-basic-economic":
        return sorted({code[:length] for each in ECONOMIC.values() for code in each for length in (3, 5)})
    funds = ("own", "general", "fund")
    if "fund" in statement or statement == "final-07":
        funds = ("fund",)
    elif "capital" in statement or statement == "final-08":
        funds = ()
    elif "general" in statement or "basic" in statement or statement in ("final-05", "final-12"):
        funds = ("general",)
    return sorted({code[:length] for fund in funds for code in SPENT[fund] for length in (3, 5, 7)})


def _places(profile: Profile, path: Path) -> dict[tuple[str, str], FactKey]:
    """What each cell that is to be filled in measures, as gouji reads it: told by a different amount in each."""
    workbook, at = _with_codes(profile), {}
    for sheet, layout in _sheets(workbook, profile):
        for row, column in _open(sheet, layout):
            amount = Decimal(12345 + 101 * len(at)) / 100
            sheet.cell(row, column, float(amount))
            at[amount] = (sheet.title, sheet.cell(row, column).coordinate)
    _calculate(workbook)
    workbook.save(path)
    report = lint_file(path, Config())
    found = {}
    for fact in (fact for statement in report.statements for fact in statement.cells if fact.keys):
        place = at.get(fact.quantity.value / 10000)
        if place is not None:
            found.setdefault(place, fact.keys[0])
    return found


def _open(sheet: Worksheet, layout: Layout) -> Iterator[tuple[int, int]]:
    """The cells of a statement to be filled in: those without a formula, and those of the lowest 科目."""
    first = TOP + len(layout.head)
    for row, cells in enumerate(layout.rows, first):
        for column, text in enumerate(cells, 1):
            if (text == "#" or text.startswith("@")) and sheet.cell(row, column).value is None:
                yield row, column
    lowest = 5 if layout.id == "budget-basic-economic" else 7
    top = first + len(layout.rows)
    for row in range(top, top + layout.codes):
        if len(str(sheet.cell(row, 1).value or "")) == lowest:
            yield from ((row, column + 1) for column in layout.amounts if column not in layout.columns)


def _amount(key: FactKey) -> Decimal:
    """What the unit has of what a key measures."""
    if key.item in OWN:
        return Decimal(OWN[key.item][key.measure == "final"])
    if key.item[:2] == "E:":
        natures = NATURES.get(key.nature, (PUBLIC,) if key.nature == "operation" else (key.nature,))
        items = [pair for nature in natures for pair in ECONOMIC.get(nature, {}).items()]
        return sum((Decimal(amount) for code, amount in items if code.startswith(key.item[2:])), Decimal(0))
    if key.flow not in ("income", "expenditure") or not (key.item == "total" or key.item[:2] == "F:"):
        return Decimal(0)
    code = "" if key.item == "total" else key.item[2:]
    funds = ("own",) if key.scope == "事业收入" else FUNDS.get(key.scope, ())
    costs = [costs for fund in funds for each, costs in SPENT[fund].items() if each.startswith(code)]
    return sum((Decimal(each.get(n, 0)) for each in costs for n in NATURES.get(key.nature, (key.nature,))), Decimal(0))
