"""Lists of self-assessments (绩效自评结果汇总表): a row for each project with its budget, what was spent, rate and score."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Cell
from gouji.resources import read_lexicon
from gouji.statements.form_head import bare
from gouji.statements.funds import FundRow, fund_words, number_in, rate_in

_NEEDED = {"name", "budget", "executed", "score"}


def listed_rows(rows: list[list[Cell]]) -> Iterator[tuple[Cell, FundRow, Cell]]:
    """The name of each project, its amounts, and the cell of its score, down to the total; none if a row cannot be read."""
    words = read_lexicon("performance.toml")
    columns: dict[str, int] = {}
    found: list[tuple[Cell, FundRow, Cell]] = []
    for row in rows:
        roles = _roles(row, words["rows"]["project"])
        if not columns:
            columns = roles if roles.keys() >= _NEEDED else {}
            continue
        if max(columns.values()) >= len(row) or any(bare(cell) in words["rows"]["total"] for cell in row[:2]):
            break
        cells = {role: row[column] for role, column in columns.items()}
        numbers = {role: rate_in(cell) if role == "rate" else number_in(cell) for role, cell in cells.items()}
        if not cells["name"].text or any(numbers[role] is None for role in _NEEDED - {"name"}):
            return
        amounts = {
            (role, "total"): n for role in ("initial", "budget", "executed") if (n := numbers.get(role)) is not None
        }
        own = FundRow("total", bare(cells["name"]), amounts, frozenset(), None, numbers.get("rate"), None)
        found.append((cells["name"], own, cells["score"]))
    yield from found


def _roles(row: list[Cell], names: list[str]) -> dict[str, int]:
    """The column of each role in a head; of a word that stands twice, none."""
    head_words, _, _ = fund_words()
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(row):
        role = "name" if bare(cell) in names else head_words.get(bare(cell), "")
        if role and role != "weight":
            found.setdefault(role, []).append(index)
    return {role: places[0] for role, places in found.items() if len(places) == 1}
