"""Statements: recognised fiscal tables whose cells have a meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

from gouji.document import Span, Table
from gouji.facts import Fact
from gouji.lexicon import Dims, StatementType
from gouji.quantity import Unit
from gouji.relations import Relation


@dataclass(eq=False, slots=True)
class Row:
    """A data row of one band: its label, code, level in the hierarchy and the cell facts by column index."""

    index: int
    label: str
    code: str
    dims: Dims | None
    level: int
    among: bool = False
    cells: dict[int, Fact] = field(default_factory=dict)
    garbled: set[int] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class StatementBand:
    """The rows of one band and the meaning of its columns (None where a header is not understood)."""

    columns: dict[int, Dims | None]
    rows: list[Row]
    names: dict[int, str]
    dims: Dims


UNTITLED = "没有标题的表"


@dataclass(eq=False, slots=True)
class Statement:
    """A table with its title, type and unit; `type` is None for a table that is not recognised. `prior` marks last year's
    (a sheet 公开03表（上年）). `captions` are the short lines over it, nearest first, and those in its
    first rows; `relations` are those inside it."""

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

    @property
    def amounts(self) -> list[Fact]:
        """The cells with an amount other than nothing, in order."""
        cells = (cell for band in self.bands for row in band.rows for cell in row.cells.values())
        return [cell for cell in cells if not cell.blank and cell.quantity.value != 0]

    @property
    def id(self) -> str:
        return self.type.id if self.type else "unknown"

    @property
    def row_count(self) -> int:
        return max((len(band.rows) for band in self.bands), default=0)
