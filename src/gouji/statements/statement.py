"""Statements: recognised fiscal tables whose cells have a meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gouji.document import Span, Table
from gouji.doubts import Doubt
from gouji.facts import Fact
from gouji.lexicon import Dims, StatementType
from gouji.quantity import Unit
from gouji.relations import Relation


@dataclass(eq=False, slots=True)
class Row:
    """A data row of one band: its label, code, level in the hierarchy and the cell facts by column index. `unit` is whose
    row it is, where a column says so; `garbled` are the cells that are no number; a row that only names a unit has no dims;
    `depth` is the last column in which it says words, where columns may tell levels."""

    index: int
    label: str
    code: str
    dims: Dims | None
    level: int
    among: bool = False
    cells: dict[int, Fact] = field(default_factory=dict)
    garbled: dict[int, Span] = field(default_factory=dict)
    unit: str = ""
    depth: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether no amount stands in it."""
        return not self.garbled and all(cell.blank for cell in self.cells.values())

    @property
    def is_total(self) -> bool:
        return self.dims is not None and self.dims.item in ("total", "grand") and not self.code


@dataclass(eq=False, slots=True)
class StatementBand:
    """The rows of one band and the meaning of its columns (None where a header is not understood); `among` are columns of
    parts shown apart (其中：…), `paths` the headers over each column."""

    columns: dict[int, Dims | None]
    rows: list[Row]
    names: dict[int, str]
    dims: Dims
    among: frozenset[int] = frozenset()
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)


UNTITLED = "没有标题的表"


@dataclass(eq=False, slots=True)
class Statement:
    """A table with its title, type and unit; `type` is None for a table that is not recognised.

    `captions` are the short lines over it, nearest first, and those in its first rows; `relations` are those inside it,
    `doubts` what was not understood of it. `prior` marks last year's (a sheet 公开03表（上年）), `torn` a piece of a statement
    that could not be joined with the others, `lossy` one out of a file in which characters can be lost (PDF), `redacted` one
    of a document that leaves out what is secret.
    """

    index: int
    title: str
    type: StatementType | None
    table: Table
    title_span: Span | None
    unit: Unit | None
    unit_stated: bool
    captions: list[tuple[str, Span]]
    bands: list[StatementBand] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    note: str = ""
    prior: bool = False
    torn: bool = False
    lossy: bool = False
    redacted: bool = False
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[Fact]:
        """The cells that have a meaning, in order."""
        return (cell for band in self.bands for row in band.rows for cell in row.cells.values())

    @property
    def amounts(self) -> list[Fact]:
        """The cells with an amount other than nothing, in order."""
        return [cell for cell in self.cells if not cell.blank and cell.quantity.value != 0]

    @property
    def is_doubtful(self) -> bool:
        """Whether rows or cells of it may be missing, so that it proves nothing by itself."""
        return self.torn or bool(self.table.doubts)

    @property
    def id(self) -> str:
        return self.type.id if self.type else "unknown"

    @property
    def row_count(self) -> int:
        return max((len(band.rows) for band in self.bands), default=0)
