"""Relations inside statements: column footing, cross-footing, balance, and identities between rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from gouji.doubts import Doubt
from gouji.facts import Fact
from gouji.lexicon import Lexicon
from gouji.relations import Outcome, Relation, Same, Sum
from gouji.statements.abreast import run_on, shared_totals
from gouji.statements.changing import changed
from gouji.statements.crossing import cross_sums, proven_twice
from gouji.statements.execution import executed
from gouji.statements.faults import has_lost_digits, is_firm, is_irreducible, is_short, is_too_much
from gouji.statements.halves import halved
from gouji.statements.heads import is_carried
from gouji.statements.identities import identity_relations, key_map
from gouji.statements.nesting import amount, nested
from gouji.statements.project_lists import is_list_of_projects
from gouji.statements.statement import UNTITLED, Row, Statement, StatementBand
from gouji.statements.structure import SIBLINGS, Reading, Whole, wholes
from gouji.statements.unread import Unread

_NESTED = "nested"
_MOST_NATURED = 8
_MAY_BE_SECRET = (0, 7)  # a project or an item may be left out of a list, a class is not


def footing(statement: Statement, lexicon: Lexicon) -> list[Relation]:
    """Every relation that one statement's own frame promises; a column whose structure stays open is a doubt of it."""
    relations: list[Relation] = []
    if statement.type and statement.type.rows == "performance":
        return _of_projects(statement, lexicon)  # what its weights and scores add up to is no column's matter
    unread = Unread(statement)
    bands = run_on(statement.bands)
    left: list[tuple[_Columns, Container[Sum]]] = []
    shared = shared_totals(bands)
    for band in bands:
        columns = _Columns(band, bands, statement, lexicon, shared=shared)
        halves = list(halved(band, lexicon))
        columns.given = {(half.total.row, half.total.column) for half in halves}
        crossing = cross_sums(band, lexicon)
        sums = columns.sums()
        proven = {} if statement.is_doubtful else proven_twice(crossing.failing, columns.failing(sums))
        relations += dict.fromkeys([*halves, *sums, *crossing.sums, *proven])
        left.append((columns, proven))
        relations += executed(band, lexicon)
        relations += changed(band, lexicon)
    said = {frozenset(relation.sites) for relation in relations}
    footed = {(r.kind, r.total) for r in relations if isinstance(r, Sum) and r.outcome() is not Outcome.FAILS}
    levels = {row.index: row.level for band in bands for row in band.rows if row.level}
    columns_of = {r.total: frozenset(r.parts) for r in relations if isinstance(r, Sum) and r.kind == "column"}
    if statement.type:
        keys = key_map(statement.cells, statement.lossy)
        relations += [Same(odd, other) for odd, other in keys.odd]
        for relation in identity_relations(keys, lexicon, statement.id):
            if frozenset(relation.sites) in said:
                continue
            if isinstance(relation, Sum) and relation.kind != "balance":
                relation.loose, relation.unread = tuple(unread.beside(relation)), unread.is_garbled(relation)
                way = "cross" if relation.kind == "cross" else "column"
                total, parts = relation.total, relation.parts
                told = {part for part in parts if not part.blank}
                suspect = (
                    statement.is_doubtful
                    or not is_firm(relation)
                    or (way, total) in footed
                    or (way == "cross" and total.constant)  # its rows are crossed one by one
                    or any(levels.get(p.row, 0) == levels.get(total.row) for p in parts)  # numbered as siblings
                    or columns_of.get(total, frozenset()) > told  # some of what its column adds up
                )
                if suspect and relation.outcome() is Outcome.FAILS:
                    continue
            relations.append(relation)
    held = {r.total for r in relations if isinstance(r, Sum) and r.kind in ("column", "identity") and _says(r)}
    statement.doubts += (doubt for columns, proven in left for doubt in columns.doubts(proven, held))
    for relation in relations:
        relation.groups = (("table", statement.index),)
    return relations


def _says(relation: Relation) -> bool:
    """Whether a relation holds, or fails and is told."""
    return relation.outcome() is not Outcome.UNCHECKABLE


def _of_projects(statement: Statement, lexicon: Lexicon) -> list[Relation]:
    """What the amounts of a list of projects and their goals add up to: 合计, the units, and the projects of each."""
    if not is_list_of_projects(statement.table):
        return []
    bands = [_Columns(band, statement.bands, statement, lexicon) for band in statement.bands]
    relations: list[Relation] = [relation for band in bands for relation in band.sums()]
    statement.doubts += (doubt for band in bands for doubt in band.doubts((), ()))
    for relation in relations:
        relation.groups = (("table", statement.index),)
    return relations


@dataclass(slots=True)
class _Column:
    """A whole in one column: its sum by each of its readings."""

    whole: Whole
    column: int
    sums: list[tuple[Reading, Sum]]
    held: tuple[Reading, Sum] | None = None

    @property
    def shown(self) -> set[Row]:
        """The rows of a list without codes or numbers that have an amount."""
        cells = ((row, row.cells.get(self.column)) for row in self.whole.listed)
        return {row for row, cell in cells if cell is not None and cell.quantity.value != 0}


@dataclass(slots=True)
class _Columns:
    """The columns of a band, footed by the readings of its structure."""

    band: StatementBand
    bands: Sequence[StatementBand]
    statement: Statement
    lexicon: Lexicon
    left: list[_Column] = field(default_factory=list)
    given: set[tuple[int, int]] = field(default_factory=set)  # row and column of wholes that need no reading
    natured: list[Row] | None = None  # totals of one nature each (人员经费合计)
    shared: Mapping[tuple[int, int], Fact] = field(default_factory=dict)  # totals that stand in the band beside
    blanks_held: set[int] = field(default_factory=set)  # columns that foot elsewhere with rows left blank
    inside: list[Sum] = field(
        default_factory=list
    )  # of heads within a list, which only what their rows say as well proves

    @property
    def may_accuse(self) -> bool:
        return not self.statement.is_doubtful

    def failing(self, sums: Iterable[Sum]) -> list[Sum]:
        """Of these sums, and of the readings of what is left open, those that fail."""
        readings = (relation for column in self.left for _, relation in column.sums)
        return [relation for relation in (*sums, *self.inside, *readings) if relation.outcome() is Outcome.FAILS]

    def sums(self) -> list[Sum]:
        """Each column of each whole by a reading that holds; else by one that is stated or borne out; else it is left open."""
        relations: list[Sum] = []
        holds: Counter[str] = Counter()
        failing: list[_Column] = []
        for whole in wholes(self.band, self._is_alone()):
            columns = [self._column(whole, column) for column in self._addable() if self._is_open(whole.row, column)]
            tried = [column for column in columns if column.sums]
            for column in tried:
                column.held = next((pair for pair in column.sums if pair[1].is_met), None)
            _nest_alike(tried)
            relations += self._inside(tried)
            for column in tried:
                if column.held is not None:
                    reading, relation = column.held
                    relations.append(relation)
                    # one part with a 科目's name and its amount shows that the names are read right
                    named = reading.kind == "names" and relation.total.quantity.value != 0
                    holds[reading.kind] += relation.is_telling or named
                    if relation.is_telling and any(map(_is_unfilled, reading.parts)):
                        self.blanks_held.add(column.column)
            failing += (column for column in tried if column.held is None)
            for column in tried:
                if column.held is None:
                    self._borne_out(column, tried)
        fails = Counter(column.sums[0][0].kind for column in failing)
        lost = self._lost_rows(failing) if self.statement.lossy else set()
        for column in failing:
            chosen = self._accusing(column, holds, fails)
            if chosen is None or (column.whole.row in lost and has_lost_digits(chosen)):
                self.left.append(column)
            else:
                chosen.likely = chosen.likely or column.whole.row in lost
                relations.append(chosen)
        return relations

    def _inside(self, columns: Sequence[_Column]) -> Iterator[Sum]:
        """What the heads within a list that foots by its nesting are made of, which confirms; what fails is kept."""
        told = _nesting(columns)
        if told is None:
            return
        shown = told[1].shown
        alike = [column.column for column in columns if column.shown <= shown]
        whole, column = told[1].whole, told[1].column
        for head, rows in nested(whole.listed, column, amount(whole.row, column))[1]:
            for number in [column for column in alike if self._counts(head, column)]:
                parts = [row.cells[number] for row in rows if number in row.cells and number not in row.garbled]
                relation = Sum(head.cells[number], parts, kind="column") if len(parts) > 1 else None
                if relation is not None and relation.is_met and relation.is_telling:
                    yield relation
                elif relation is not None and not relation.is_met and len(parts) == len(rows):
                    self.inside.append(relation)

    def _is_alone(self) -> bool:
        """Whether no other band may hold rows of the same kind: 公用经费 often stands in two bands, 人员经费 under its own head
        in one."""
        own, *others = (
            {dims.nature for dims in band.columns.values() if dims}
            for band in (self.band, *(band for band in self.bands if band is not self.band))
        )
        return not others or (
            len(own) == 1 and "" not in own and not any(own & other or "" in other for other in others)
        )

    def _lost_rows(self, failing: Sequence[_Column]) -> set[Row]:
        """The wholes that several columns leave short of parts, as a row that the reader lost does, and those that are less
        than one of their parts by digits of theirs: what a reader that may lose characters cannot prove."""
        short = Counter(column.whole.row for column in failing if is_short(column.sums[0][1]))
        found = {row for row, count in short.items() if count > 1}
        return found | {column.whole.row for column in failing if has_lost_digits(column.sums[0][1])}

    def _borne_out(self, column: _Column, beside: list[_Column]) -> None:
        """The readings by which other columns of the same row foot come first."""
        kinds = Counter(c.held[0].kind for c in beside if c.held is not None and c.held[1].is_telling)
        if kinds:
            column.sums.sort(key=lambda pair: -kinds[pair[0].kind])
            first = column.sums[0]
            if kinds[first[0].kind]:
                column.sums[0] = (first[0]._replace(stated=True), first[1])

    def _accusing(self, column: _Column, holds: Counter[str], fails: Counter[str]) -> Sum | None:
        if not self.may_accuse:
            return None
        if self.statement.type is None and self.band.columns[column.column] is None:
            return None
        for reading, relation in column.sums:
            if all(is_carried(row.label, self.lexicon) for row in reading.parts):
                continue  # no total is of what was carried over alone: the page before has its parts
            borne = holds[reading.kind] >= 1 and holds[reading.kind] >= 2 * fails[reading.kind]
            likely = self._is_likely(reading, relation) and not borne and not self.statement.lossy
            irreducible = reading.kind == "list" and is_too_much(relation)
            if reading.kind == "group" and not is_irreducible(relation) and not is_short(relation):
                continue  # of a list on more levels than were seen
            if reading.stated or borne or likely or irreducible:
                relation.likely = likely
                beside = (*reading.parts, *reading.loose)
                relation.unread = any(column.column in row.garbled for row in beside) or (
                    self.statement.lossy and column.column not in self.blanks_held and any(map(_is_unfilled, beside))
                )
                if self.statement.redacted and any(len(row.code) in _MAY_BE_SECRET for row in reading.parts):
                    relation.unread = True
                return relation
        return None

    def _is_likely(self, reading: Reading, relation: Sum) -> bool:
        """Whether these are very likely all the parts: of a group in a list, and of a list of purchases, which has no other rows."""
        is_list = self.statement.type is not None and self.statement.type.rows == "total-only"
        return reading.kind == "group" or (reading.kind == "list" and is_list and is_short(relation))

    def _addable(self) -> list[int]:
        """The columns whose numbers add up: not rates (增减%), and not bare counts and years under an unknown header."""
        rates = tuple(self.lexicon.columns["rate"])
        return [
            column
            for column, dims in self.band.columns.items()
            if not self.band.names.get(column, "").endswith(rates) and (dims is not None or self._has_amounts(column))
        ]

    def _has_amounts(self, column: int) -> bool:
        if self.statement.type is not None and self.statement.type.rows == "own":
            return True  # whole 万元 of a town need no digit groups
        return any(
            row.cells[column].quantity.text.count(".") or "," in row.cells[column].quantity.text
            for row in self.band.rows
            if column in row.cells
        )

    def _is_open(self, row: Row, column: int) -> bool:
        return (row.index, column) not in self.given and self._counts(row, column)

    def _cell(self, row: Row, column: int) -> Fact | None:
        return self.shared.get((row.index, column)) or row.cells.get(column)

    def _counts(self, row: Row, column: int) -> bool:
        cell = self._cell(row, column)
        return (
            cell is not None
            and not cell.blank
            and column not in row.garbled
            and cell.quantity.unit.dimension in ("money", "bare")
        )

    def _column(self, whole: Whole, column: int) -> _Column:
        total = self.shared.get((whole.row.index, column)) or whole.row.cells[column]
        sums = []
        for reading in whole.readings:
            cells = [self._cell(row, column) for row in reading.parts if row is not whole.row]
            parts = [cell for cell in cells if cell is not None and not cell.quantity.unit.is_count]
            if parts and any(not part.blank for part in parts):
                relation = Sum(total, parts, kind="column")
                relation.loose = tuple(
                    row.cells[column] for row in reading.loose if column in row.cells and not row.cells[column].blank
                )
                sums.append((reading, relation))
        if not any(relation.is_met for _, relation in sums):
            tops, _ = nested(whole.listed, column, amount(whole.row, column))
            above = [whole.subtotal] if whole.subtotal is not None and column in whole.subtotal.cells else []
            for rows in (tops, [*above, *tops]):  # 支出总计 = 本年支出合计 + 转移性支出, which heads the rows behind it
                relation = Sum(total, [row.cells[column] for row in rows], kind="column")
                if len(rows) > 1 and relation.is_met:
                    sums.append((Reading(_NESTED, tuple(rows)), relation))
                    break
            sums += self._of_bands(whole.row, total)
        return _Column(whole, column, sums)

    def _of_bands(self, row: Row, total: Fact) -> Iterator[tuple[Reading, Sum]]:
        """合计 below 人员经费合计 and 公用经费合计, each in a band of its own, if it is the sum of these."""
        if not row.is_total or (row.dims is not None and row.dims.nature):
            return
        if self.natured is None:
            totals = (each for band in self.bands for each in band.rows if each.is_total and len(each.cells) == 1)
            self.natured = [each for each in totals if each.dims is not None and each.dims.nature][:_MOST_NATURED]
        parts = tuple(each for each in self.natured if each.index < row.index)
        relation = Sum(total, [cell for each in parts for cell in each.cells.values()], kind="column")
        if len(parts) > 1 and relation.is_met:
            yield Reading("bands", parts), relation

    def _heads_some(self, row: Row) -> bool:
        """Whether only some of what a numbered row consists of stands below it (其中：…)."""
        if row.level <= 0:
            return False
        after = bisect_right(self.band.rows, row.index, key=attrgetter("index"))
        return after < len(self.band.rows) and self.band.rows[after].among

    def doubts(self, proven: Container[Sum], held: Container[Fact]) -> Iterator[Doubt]:
        """What was left open, a line a row; `proven` are those that the rows bear out, `held` the totals that their names do."""
        rows: dict[Row, list[_Column]] = {}
        for column in self.left:
            if any(relation in proven or relation.total in held for _, relation in column.sums):
                continue
            if all(reading.kind == SIBLINGS for reading, _ in column.sums) or self._heads_some(column.whole.row):
                continue
            if not any(part.quantity.value for _, relation in column.sums for part in relation.parts):
                continue  # a line of its own over rows of nothing
            rows.setdefault(column.whole.row, []).append(column)
        title = self.statement.title or UNTITLED
        for columns in rows.values():
            row = columns[0].whole.row
            names = "、".join(name for c in columns if (name := self.band.names.get(c.column, "")))
            where = f"的“{names}”" if names else ""
            text = f"《{title}》“{row.label}”一行{where}没有认出由哪几行相加，未作合计核对"
            yield Doubt(text, row.cells[columns[0].column].span, "row")


def _nesting(columns: Sequence[_Column]) -> tuple[Reading, _Column] | None:
    """The reading and the column of a list without codes or numbers that foots by its nesting and shows most of its rows."""
    found = [(column.held[0], column) for column in columns if column.held is not None and column.held[1].is_telling]
    nests = (each for each in found if each[0].kind == _NESTED)
    return max(nests, key=lambda each: (len(each[1].shown), len(each[0].parts)), default=None)


def _nest_alike(columns: Sequence[_Column]) -> None:
    """Such a list is nested alike in all its columns, but for one with rows that the others do not show."""
    told = _nesting(columns)
    if told is None:
        return
    reading, witness = told
    for column in columns:
        cells = [row.cells[column.column] for row in reading.parts if column.column in row.cells]
        if column.held is None and any(not cell.blank for cell in cells) and column.shown <= witness.shown:
            relation = Sum(column.whole.row.cells[column.column], cells, kind="column")
            column.sums.append((reading, relation))
            column.held = (reading, relation) if relation.is_met else None


def _is_unfilled(row: Row) -> bool:
    """Whether a row has a code and no amount: left blank, or lost by the reader."""
    return bool(row.code) and row.is_blank
