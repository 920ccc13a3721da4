"""What each cell of a statement measures: columns by their headers, rows by their codes and labels."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from gouji.document import Cell
from gouji.facts import BALANCES, FUNDS, Fact, key_for
from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import code_class
from gouji.precompiled import pattern_of
from gouji.quantity import ZERO, Quantity, Unit, parse_cell
from gouji.quantity import total as sum_of
from gouji.statements.columns import is_code
from gouji.statements.grid import Band, Grid, analyse, counted_in, is_moved
from gouji.statements.heads import LABEL_NUMBER, column_dims, of_the_year
from gouji.statements.lone_total import read_total
from gouji.statements.statement import Row, Statement, StatementBand

_CODED_NAME = pattern_of(r"[\[(【]?(?P<code>[235]\d{2}(?:\d{2}){0,2})[\])】]?[-—_]?(?P<name>\p{Han}.*)")
_ROW_YEAR = pattern_of(r"(20\d\d)年度?(\p{Han}*)")
_DASHES = frozenset("-—–·•*/.")
_MOVED = "表中间另有一行表头，各栏的位置与开头的不同，没有接起来"
_NO_UNIT = Unit("", "bare", Decimal(1))


def read_cells(statement: Statement, lexicon: Lexicon, year: int) -> None:
    """Give every band, row and amount of a statement its meaning; `year` is the document's."""
    year -= statement.prior
    if statement.type and statement.type.rows == "total-only":
        read_total(statement, lexicon, year)
        return
    grid = analyse(statement.table, lexicon)
    if is_moved(grid) and _MOVED not in statement.table.doubts:
        statement.table.doubts.append(_MOVED)
    base = statement.type.key if statement.type else NOTHING
    for band in grid.bands:
        statement.bands.append(_read_band(statement, grid, band, base, lexicon, year))


def _read_band(statement: Statement, grid: Grid, band: Band, base: Dims, lexicon: Lexicon, year: int) -> StatementBand:
    heading = NOTHING
    for text in band.heading:
        heading = lexicon.dims_of(text).over(heading)
    heading = heading._replace(measure="", item="", nature="")
    band_dims = heading.over(base)
    labels = dict(statement.type.labels) if statement.type else {}
    columns = column_dims(grid, band, base, labels, lexicon, year)
    names = {column.index: (column.path[-1] if column.path else "") for column in band.values}
    words = tuple(lexicon.columns["within"])
    among = frozenset(c.index for c in band.values if any(text.startswith(words) for text in c.path))
    paths = {column.index: tuple(column.path) for column in band.values}
    result = StatementBand(columns, [], names, band_dims, among, paths)
    reader = _RowReader(statement, grid, band, result, lexicon, year)
    for index in grid.data:
        reader.read(index)
    reader.head_as_total()
    return result


class _RowReader:
    """Reads one band's rows in order, remembering what the rows above settle for those below."""

    def __init__(
        self, statement: Statement, grid: Grid, band: Band, result: StatementBand, lexicon: Lexicon, year: int
    ) -> None:
        self.statement, self.grid, self.band, self.result = statement, grid, band, result
        self.lexicon, self.year = lexicon, year
        self.units = {value.index: value.unit for value in band.values}
        self.of_the_year = of_the_year(grid, band, result.columns, lexicon)
        self.flow = ""
        self.year_totals: dict[str, str] = {}
        self.last_code = ""
        self.levels: list[tuple[int, Dims]] = []
        self._lists_projects = statement.type is not None and statement.type.rows == "projects"
        self._names = dict(statement.type.labels) if statement.type is not None else {}
        self.groups = self._groups()

    def read(self, index: int) -> None:
        grid, band = self.grid, self.band
        code = grid.code(index, band, self.last_code)
        raw = grid.text(index, band.name_column) if band.name_column >= 0 else ""
        unit = grid.text(index, band.unit_column) if band.unit_column >= 0 else ""
        within = bool(self.result.rows) and self.result.rows[-1].among and not code and not LABEL_NUMBER.match(raw)
        row = self._subtotal(index) if not within else None  # 其中：人员经费 and 公用经费
        if row is None:
            if not is_code(code):
                if not raw and code and not code[0].isdigit():
                    raw = code
                code = ""
            coded = _CODED_NAME.fullmatch(raw) if not code else None
            if coded is not None and code_class(coded["code"]) == self.result.dims.classification:
                code, raw = coded["code"], coded["name"]
            if index in self.groups:
                raw, unit = unit, ""
            row = Row(index, raw or self._total_label(index) or unit, code, NOTHING, 0, unit=unit)
            if row.label == unit and unit and not code and unit not in self.lexicon.total_words:
                row.dims = None
            elif row.label or code:
                row.dims = self._row_dims(row)
                row.level = row.level or self._level_in_groups(row)
                row.among = row.among or (within and row.label in self.lexicon.subtotals)
            elif self._nearest(index) in self.lexicon.subtotals:
                return  # 公用经费合计 of the band beside it, which has this amount
            elif band.name_column >= 0 or band.code_columns:
                row.dims = None
            self._read_cells(row)
            if row.dims is None and row.is_blank and not row.level:
                return  # a numbered one heads those below it
        self.result.rows.append(row)

    def _groups(self) -> list[int]:
        """Where the groups of a list begin whose names stand on the left: 其他资金 | 小计, and below it only 事业收入, 其他收入."""
        band, grid = self.band, self.grid
        if band.unit_column < 0 or band.code_columns:
            return []
        named = [index for index in grid.data if grid.text(index, band.unit_column)]
        first = [index for index in named if grid.text(index, band.name_column) in self.lexicon.total_words]
        others = [index for index in named if index not in first]
        return first if len(first) > 1 and all(not grid.text(index, band.name_column) for index in others) else []

    def _level_in_groups(self, row: Row) -> int:
        """1 for a group, 2 for what it is made of."""
        if not self.groups or row.index < self.groups[0] or row.is_total:
            return 0
        return 1 if row.index in self.groups else 2

    def _subtotal(self, index: int) -> Row | None:
        """人员经费合计 or 公用经费合计 in a table of several bands, where label and amount often stand out of line."""
        first = min(
            [*self.band.code_columns, self.band.name_column, self.band.values[0].index],
            key=lambda c: (c < 0, c),
        )
        for column in range(first, self.band.values[-1].index + 1):
            text = self.grid.text(index, column)
            if text in self.lexicon.subtotals:
                row = Row(index, text, "", self.lexicon.terms[text]._replace(item="total"), 0)
                if len(self.band.values) > 1:
                    self._read_cells(row)
                    return row
                for at in range(column + 1, len(self.grid.texts[index])):
                    if at not in self.band.notes and self.grid.text(index, at):
                        self._add_cell(row, at, self.band.values[-1].index)
                        break
                return row
        return None

    def _total_label(self, index: int) -> str:
        """A total's label that stands in another label column than the names do, or further left where the bands beside it
        leave it alone."""
        nearest = self._nearest(index)
        if nearest in self.lexicon.total_words:
            return nearest
        texts = [self.grid.text(index, column) for column in range(self.band.values[0].index - 1, -1, -1)]
        return next((text for text in texts if self._names_total(text)), "") if self.band.name_column >= 0 else ""

    def _names_total(self, text: str) -> bool:
        """合计, 支出总计, or 当年支出小计: a total of a flow."""
        dims = self.lexicon.dims_of(text) if self.lexicon.is_known(text) else NOTHING
        return text in self.lexicon.totals or (
            dims.flow != "" and dims.nature == "all" and not dims.item and not dims.scope
        )

    def _nearest(self, index: int) -> str:
        """The text next to the amounts of a row on the left."""
        texts = (self.grid.text(index, column) for column in range(self.band.values[0].index - 1, -1, -1))
        return next((text for text in texts if text), "")

    def _row_dims(self, row: Row) -> Dims | None:
        lexicon = self.lexicon
        label = row.label
        base = self.result.dims
        if row.code:
            row.label = label or row.code
            self.last_code = row.code
            if self._is_contradicted(row.code, label):
                return None
            return Dims(item=f"{code_class(row.code)}:{row.code}")
        if label.startswith(lexicon.rows["among"]):
            row.among = True
            for word in lexicon.rows["among"]:
                label = label.removeprefix(word).lstrip(":")
        match = LABEL_NUMBER.match(label)
        if match:
            row.level = _list_level(match)
            row.among = row.among and not self._list_goes_on(row)
            label = label[match.end() :]
        label = label.rstrip(":")
        row.label = label
        while self.levels and (self.levels[-1][0] >= row.level or not row.level):
            self.levels.pop()
        inherited = self.levels[-1][1] if self.levels else NOTHING
        dims = self._label_dims(label, base, inherited)
        if dims is not None and row.level:
            self.levels.append((row.level, dims))
        return dims

    def _list_goes_on(self, row: Row) -> bool:
        """Whether the list that a row behind 其中： begins has a second item: then it lists all there is."""
        after = next((index for index in self.grid.data if index > row.index), -1)
        match = LABEL_NUMBER.match(self.grid.text(after, self.band.name_column)) if after >= 0 else None
        return match is not None and _list_level(match) == row.level

    def _is_contradicted(self, code: str, label: str) -> bool:
        """Whether a label is so unlike every name of its code that either may be meant."""
        names = [each.name for each in self.lexicon.named.get((code_class(code), code), ())]
        words = {label[at : at + 2] for at in range(len(label) - 1)}
        return bool(names and words) and not any(
            name[at : at + 2] in words for name in names for at in range(len(name) - 1)
        )

    def _code_named(self, label: str, classification: str) -> str:
        """The code of a name; of a name that several classes have (行政运行), the one below the rows above."""
        codes = self.lexicon.codes_of(classification, label, self.year)
        if len(codes) < 2 or len(min(codes, key=len)) < len(max(codes, key=len)):
            return self.lexicon.code_of(classification, label, self.year)
        digits = 5 if len(self.last_code) > 3 else 3  # 机关服务 below 公安 is no item of 检察
        near = [code for code in codes if self.last_code and self.last_code[:digits] == code[:digits]]
        return near[0] if len(near) == 1 else ""

    def head_as_total(self) -> None:
        """A first row that only names the unit is the total of the rows below, where it adds up or stands alone."""
        rows = self.result.rows
        if not rows or rows[0].dims is not None or rows[0].code or any(row.is_total for row in rows):
            return
        head, rest = rows[0], rows[1:]
        if rest and not any(self._makes_up(head, parts) for parts in self._below(rest)):
            return
        if self.statement.type is None or not (rest or head.label):
            return
        head.dims = Dims(item="total")
        for index, cell in list(head.cells.items()):
            head.cells[index] = self._fact(head, index, Cell(cell.quantity.text, cell.span), cell.quantity, cell.blank)

    def _below(self, rest: list[Row]) -> Iterator[list[Row]]:
        yield [row for row in rest if row.unit and not row.code and row.dims is None]
        items = [row for row in rest if row.dims is not None and row.dims.item[1:2] == ":"]
        shortest = min((len(row.dims.item) for row in items if row.dims is not None), default=0)
        yield [row for row in items if row.dims is not None and len(row.dims.item) == shortest]
        yield rest

    @staticmethod
    def _makes_up(head: Row, parts: list[Row]) -> bool:
        """Whether the parts make up the head in most of the columns in which it has an amount: one may be wrong."""
        told = [column for column, cell in head.cells.items() if cell.quantity.value != 0]
        met = 0
        for column in told:
            amounts = [row.cells[column] for row in parts if column in row.cells]
            met += bool(amounts) and sum_of([cell.interval for cell in amounts]).meets(head.cells[column].interval)
        return met > 0 and 2 * met >= len(told)

    def _label_dims(self, label: str, base: Dims, inherited: Dims) -> Dims | None:
        lexicon = self.lexicon
        label = self._names.get(label, label)
        dims = lexicon.terms.get(label)
        if self._lists_projects and (dims is None or dims.item not in ("total", "grand")):
            return Dims(item=f"P:{label}")  # a project named 培训费 is not the item of that name
        if dims is None and base.classification:
            code = self._code_named(label, base.classification)
            if code:
                self.last_code = code
                return Dims(item=f"{base.classification}:{code}", nature=inherited.nature)
        if dims is None:
            composed = lexicon.dims_of(label)
            dims = composed if composed != NOTHING and lexicon.is_known(label) else None
        if dims is None and (year := _ROW_YEAR.fullmatch(label)):
            rest = lexicon.terms.get(year[2], NOTHING)
            dims = rest._replace(period=0 if int(year[1]) == self.year else int(year[1]))
        if dims is None:
            bare = next((label[: -len(tail)] for tail in lexicon.rows["tails"] if label.endswith(tail)), "")
            dims = lexicon.terms.get(bare) or lexicon.terms.get(bare + lexicon.rows["tails"][0]) if bare else None
        if dims is None:
            return None
        if dims.item in ("total", "grand"):
            if dims.item == "total" and self._is_beyond(label, dims) and not base.item:
                dims = dims._replace(item="grand")
            elif dims.item == "total" and dims.flow:
                self.year_totals[dims.flow] = label
            self.flow = ""
        elif dims.flow in ("opening", "closing"):
            self.flow = dims.flow
        elif dims.scope and not dims.flow and not dims.item and self.flow:
            dims = dims._replace(flow=self.flow)
        return dims

    def _is_beyond(self, label: str, dims: Dims) -> bool:
        """Whether a total stands below this year's, so that it is that and what was carried over: 合计, or 收入合计 below
        当年收入小计."""
        if not dims.flow:
            return bool(self.year_totals)
        of_the_year = self.lexicon.rows["of_the_year"]
        return self.year_totals.get(dims.flow, "").startswith(of_the_year) and not label.startswith(of_the_year)

    def _read_cells(self, row: Row) -> None:
        for column in self.band.values:
            self._add_cell(row, column.index, column.index)

    def _add_cell(self, row: Row, at: int, column: int) -> None:
        cell = self.grid.cell(row.index, at)
        if cell is None:
            return
        own = self.units.get(column)
        unit = own if own is not None and own.dimension == "money" else counted_in(row.label, self.lexicon)
        unit = unit or self._unit(column)  # 车辆（辆）, under 价值（万元）
        quantity = parse_cell(cell.text, unit)
        if quantity is not None and self._is_code_of_next(row.index, at):
            quantity = None  # the columns of this page are others than those of the table
        blank = not cell.text or set(cell.text) <= _DASHES
        if quantity is None and not blank:
            row.garbled[column] = cell.span
            return
        fact = self._fact(row, column, cell, quantity or Quantity(ZERO, ZERO, unit), quantity is None)
        row.cells[column] = fact

    def _is_code_of_next(self, index: int, at: int) -> bool:
        """Whether a cell is a code, and its name stands in the next."""
        code, name = self.grid.text(index, at), self.grid.text(index, at + 1)
        return is_code(code) and name != "" and name == self.lexicon.name_of(code_class(code), code, self.year)

    def _unit(self, column: int) -> Unit:
        return self.units.get(column) or self.statement.unit or _NO_UNIT

    def _fact(self, row: Row, column: int, cell: Cell, quantity: Quantity, blank: bool) -> Fact:
        header = self.result.columns.get(column)
        place = f"《{self.statement.title or '未识别的表'}》" + (f"“{row.label}”" if row.label else "")
        name = self.result.names.get(column, "")
        if name and len(self.band.values) > 1:
            place += f"的“{name}”" if row.label else f"“{name}”"
        fact = Fact(quantity, cell.span, place=place, in_table=True, blank=blank, statement=self.statement.index)
        fact.row, fact.column = row.index, column
        fact.subject = row.label
        if header is not None and row.dims is not None and not row.among and self.statement.type:
            dims = _combine(row.dims, header, self.result.dims)
            if row.dims.item == "total" and header.item == "grand" and dims.item == "total":
                dims = dims._replace(item="grand")
            if len(row.code) == 3 and len(self.band.values) == 1 and self.result.dims.nature == "basic":
                dims = dims._replace(nature="basic")  # 人员经费 over a band says no more of a class
            key = key_for(dims, self.year) if self.statement.type.rows != "own" else None
            if key and quantity.unit.dimension in ("money", "bare") and dims.measure not in ("completion",):
                fact.keys = (key,)
            of_the_balance = header.flow in BALANCES or column in self.of_the_year
            if of_the_balance and self.result.dims.flow == "expenditure":
                fact.firm = False  # what was spent of the balance, not the balance; or what was not
        return fact


def _list_level(match: regex.Match[str]) -> int:
    return 1 if match["l1"] else 2 if match["l2"] else 3 if match["l3"] else 4


def _combine(row: Dims, header: Dims, base: Dims) -> Dims:
    """A row settles the item, a column the nature and scope, unless the row is itself about another flow or scope; of one fund, 财政拨款 is
    that of the fund."""
    if header.scope == "fiscal" and base.scope in FUNDS:
        header = header._replace(scope="")
    dims = row.over(header.over(base))
    if header.item not in ("", "total", "grand") and row.item in ("", "total"):
        dims = dims._replace(item=header.item)
    if dims.nature == "all" and base.nature:
        dims = dims._replace(nature=base.nature)  # 小计 of a statement of basic expenditure
    if row.scope and header.scope and row.scope != header.scope and header.scope != "all":
        dims = dims._replace(scope=header.scope if row.scope in ("fiscal", "all") else row.scope)
    return dims
