"""Statements of which only the total has a meaning, because their columns are lists of words and numbers of all kinds (采购明细)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gouji.document import Cell
from gouji.doubts import Doubt
from gouji.facts import Fact, key_for
from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import parse_cell
from gouji.statements.columns import is_amount
from gouji.statements.grid import head_rows
from gouji.statements.statement import Row, Statement, StatementBand

_PAIR = 2
_TOTALS = (Dims(item="total"), Dims(item="grand"))
_WORD = pattern_of(r"\p{Han}")


def read_total(statement: Statement, lexicon: Lexicon, year: int) -> None:
    """Of a table whose columns are too broken to read (采购明细), the amount in its 合计 row: the only one there, or the one
    below a head that says 合计 or 金额. The rows listed with it may make it up; they mean nothing by themselves."""
    assert statement.type is not None
    assert statement.unit is not None
    head = head_rows(statement.table, lexicon)
    for index, cells in enumerate(statement.table.rows[len(head) :], len(head)):
        label = next((text for cell in cells if lexicon.terms.get(text := plain(cell.text)) in _TOTALS), "")
        if not label:
            continue
        amounts = [cell for cell in cells if is_amount(plain(cell.text))]
        if len(amounts) != 1:
            amounts = [cells[at] for at in _whole_columns(head, lexicon) if at < len(cells) and cells[at].text.strip()][
                :1
            ] or _only(amounts)
        quantity = parse_cell(amounts[0].text, statement.unit) if len(amounts) == 1 else None
        key = key_for(statement.type.key, year)
        if quantity and key:
            fact = Fact(quantity, amounts[0].span, (key,), in_table=True, statement=statement.index, row=index)
            fact.place, fact.subject = f"《{statement.title}》“{label}”", label
            row = Row(index, label, "", Dims(item="total"), 0)
            for at, cell in enumerate(cells):
                if cell is amounts[0]:
                    row.cells[at], fact.column = fact, at
                elif is_amount(plain(cell.text)) and (part := parse_cell(cell.text, statement.unit)):
                    row.cells[at] = Fact(
                        part, cell.span, in_table=True, statement=statement.index, row=index, column=at
                    )
            columns: dict[int, Dims | None] = dict.fromkeys(row.cells, NOTHING)
            columns[fact.column] = row.dims
            rows = sorted([row, *_listed(statement, row, len(head))], key=lambda each: each.index)
            statement.bands.append(StatementBand(columns, rows, _names(head, columns), statement.type.key))
        break
    if not statement.bands and any(is_amount(plain(cell.text)) for row in statement.table.rows for cell in row):
        statement.doubts.append(Doubt(f"《{statement.title}》没有读出合计数，未作核对", statement.table.span, "table"))


def _names(head: list[list[str]], columns: Collection[int]) -> dict[int, str]:
    """The lowest header over each column; none over a total and its only part, which say the same."""
    if len(columns) <= _PAIR:
        return dict.fromkeys(columns, "")
    return {at: next((row[at] for row in reversed(head) if at < len(row) and row[at]), "") for at in columns}


def _listed(statement: Statement, total: Row, first: int) -> Iterator[Row]:
    """The rows beside the total with amounts in its columns."""
    assert statement.unit is not None
    for index, cells in enumerate(statement.table.rows[first:], first):
        label = next((text for cell in cells if _WORD.search(text := plain(cell.text))), "")
        row = Row(index, label, "", None, 0)
        row.depth = max((at for at, cell in enumerate(cells) if _WORD.search(cell.text)), default=0)
        for at in total.cells if index != total.index else ():
            quantity = parse_cell(cells[at].text, statement.unit) if at < len(cells) else None
            if quantity is not None:
                fact = Fact(quantity, cells[at].span, in_table=True, statement=statement.index, row=index, column=at)
                fact.place, fact.subject = f"《{statement.title}》“{label}”", label
                row.cells[at] = fact
        if row.cells:
            yield row


def _whole_columns(head: list[list[str]], lexicon: Lexicon) -> list[int]:
    """The columns whose head says that the whole amount stands below it: 合计 before 金额."""
    width = max(map(len, head), default=0)
    texts = [{row[at] for row in head if at < len(row)} for at in range(width)]
    wholes = [at for at in range(width) if texts[at] & lexicon.totals]
    wholes = wholes or [at for at in range(width) if texts[at] & set(lexicon.columns["value"])]
    among, ends = lexicon.rows["among"], tuple({*lexicon.totals, *lexicon.columns["value"]})
    named = [at for at in range(width) if any(text.endswith(ends) and not text.startswith(among) for text in texts[at])]
    return wholes or (named if len(named) == 1 else [])


def _only(amounts: list[Cell]) -> list[Cell]:
    """The first of several amounts that are all the same."""
    return amounts[:1] if len({plain(cell.text) for cell in amounts}) == 1 else []
