"""How a column of a statement may be added up: the readings of its structure that its codes, numbers and words leave open.

A row is a whole if rows that belong to it follow or precede it. Codes and list numbers state the levels of the rows; a
column without them may be one list, a list of groups with their items, or units with their own rows. Every reading may
confirm a column. Only one that is stated, or that other columns or rows of the table bear out, may accuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import NamedTuple

from gouji.facts import CODED
from gouji.statements.nesting import MOST_ROWS, heads_of
from gouji.statements.statement import Row, StatementBand

SIBLINGS = "siblings"  # the kind of what a numbered row would be of others of its level, which nothing says
_MOST_TOTALS = 50
_MOST_AMONG = 3
_FEWEST = 3  # rows of a list that has levels


class Reading(NamedTuple):
    """The rows that make up a whole. `kind` names the hypothesis that stands or falls with others of its kind; `stated`
    where codes, numbers or words give it; `loose` are rows beside the parts whose place nothing gives."""

    kind: str
    parts: tuple[Row, ...]
    stated: bool = False
    loose: tuple[Row, ...] = ()


class Whole(NamedTuple):
    """A row that others make up, by one of its readings; the first is the likeliest. `listed` are the rows of a list without
    codes or numbers, in which any may head those behind it; `subtotal` is the total that stands above this list."""

    row: Row
    readings: list[Reading]
    listed: tuple[Row, ...] = ()
    subtotal: Row | None = None


@dataclass(slots=True)
class _Node:
    row: Row
    parts: list[_Node] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)

    @property
    def told(self) -> Iterator[Row]:
        """Its row, or of one that says no amount those of its parts."""
        if not self.parts or not self.row.is_blank:
            yield self.row
            return
        for part in self.parts:
            yield from part.told

    @property
    def leaves(self) -> Iterator[Row]:
        if not self.parts:
            yield self.row
        for part in self.parts:
            yield from part.leaves


@dataclass(slots=True)
class _Segment:
    """The rows between two totals: those at the top of their tree, and those that are in none; of these, how many stand right
    behind 其中 on their row, and where."""

    tops: list[_Node] = field(default_factory=list)
    plain: list[Row] = field(default_factory=list)
    among: list[int] = field(default_factory=list)
    heads: dict[Row, list[_Node]] = field(default_factory=dict)

    @property
    def rows(self) -> bool:
        return bool(self.tops or self.plain)


def wholes(band: StatementBand, is_alone: bool = True) -> Iterator[Whole]:
    """Every row of a band that others make up. Beside others, a band has only a part of 人员经费合计 or 公用经费合计."""
    segments, totals, nodes = _segments(band)
    if not totals and not nodes:
        listed = tuple(segments[0].plain)
        yield from (Whole(row, [], listed[1:]) for row in listed[:1])  # the unit above its projects
    for node in nodes:
        if node.parts:
            yield Whole(node.row, _of_parent(node))
    leaves = [node for node in nodes if not node.parts]
    lists_below = bool(leaves) and all(node.loose for node in leaves)
    if lists_below:  # each 科目 above its projects
        yield from (Whole(node.row, [Reading("below", tuple(node.loose))]) for node in leaves)
    for segment in segments if not lists_below else ():
        for row in segment.plain:
            own = segment.heads.get(row, [])
            if own:
                yield Whole(row, [Reading("unit", tuple(node.row for node in own))])
        yield from _of_units(segment)
    parents = {node.row for node in nodes if node.parts}
    for number, total in enumerate(totals):
        if total in parents:
            continue
        if not is_alone and total.dims is not None and total.dims.nature:
            continue
        readings = list(_of_total(number, segments, totals))
        listed = ()
        for segment in (segments[number], segments[number + 1]):
            if all(node.row.is_blank for node in segment.tops):
                listed = listed or tuple(segment.plain)
            if nodes:
                continue
            tops, below = _by_columns(segment.plain)
            if tops:
                readings.append(Reading("columns", tops))
                yield from below
            elif heads := heads_of(segment.plain, total):
                readings.append(Reading("heads", tuple(segment.plain[begin] for begin in heads)))
                yield from _groups(segment.plain, heads)
        if readings:
            yield Whole(total, readings, listed, totals[number - 1] if number else None)


def _of_units(segment: _Segment) -> Iterator[Whole]:
    """Each department above its units, which are above the rows of their own."""
    units = [row for row in segment.plain if row.dims is None]
    for at, row in enumerate(units):
        if row in segment.heads:
            continue
        following = (units[after] for after in range(at + 1, len(units)))
        below = tuple(takewhile(segment.heads.__contains__, following))
        if below and all(node.row.code for each in below for node in segment.heads[each]):
            yield Whole(row, [Reading("units", below)])


def _segments(band: StatementBand) -> tuple[list[_Segment], list[Row], list[_Node]]:
    segments, totals, nodes = [_Segment()], list[Row](), list[_Node]()
    stack: list[_Node] = []
    head: Row | None = None
    names_alone = _are_a_tree_of_names(band.rows)
    for row in band.rows:
        segment = segments[-1]
        if _is_total(row):
            totals.append(row)
            segments.append(_Segment())
            stack, head = [], None
            if row.level:
                nodes.append(_Node(row))
                stack = nodes[-1:]
        elif row.among:
            segment.among.append(len(segment.plain))
            continue
        elif row.code or row.level or names_alone or any(_is_named_under(row, node.row) for node in stack):
            while stack and not _is_under(row, stack[-1].row):
                stack.pop()
            node = _Node(row)
            nodes.append(node)
            if stack:
                stack[-1].parts.append(node)
            else:
                segment.tops.append(node)
                if head is not None and head.dims is None:
                    segment.heads.setdefault(head, []).append(node)
            stack.append(node)
        elif not row.is_blank:
            for node in stack:
                node.loose.append(row)
            segment.plain.append(row)
            head = row if not stack or not (_named(stack[-1].row) or stack[-1].row.level) else None
    return segments, totals, nodes


def _are_a_tree_of_names(rows: Sequence[Row]) -> bool:
    """Whether rows without codes and numbers are all of 科目 known by their names, some of them below the one before."""
    told = [row for row in rows if not _is_total(row) and not row.is_blank]
    named = all(_named(row)[:2] in CODED and not row.level and not row.among for row in told)
    return named and any(_is_named_under(row, above) for above, row in pairwise(told))


def _is_total(row: Row) -> bool:
    return row.is_total or (row.dims is not None and row.dims.nature == "all" and not row.dims.item and not row.level)


def _named(row: Row) -> str:
    """The class and the code that a row's name has, where it shows no code of its own."""
    return row.dims.item if row.dims is not None and row.dims.item[1:2] == ":" and not row.code else ""


def _is_named_under(row: Row, other: Row) -> bool:
    """Whether a row without code or number is of a 科目 below that of another row, by the names of both; a 款 and its only
    项 may have one name."""
    name, head = _named(row), _named(other)
    return bool(head) and not row.level and name.startswith(head)


def _is_under(row: Row, other: Row) -> bool:
    if _named(row) and not row.level:
        return _is_named_under(row, other)
    if row.code:
        return bool(other.code) and len(row.code) > len(other.code) and row.code.startswith(other.code)
    return bool(other.level) and not other.code and row.level > other.level


def _of_parent(node: _Node) -> list[Reading]:
    loose = tuple(node.loose)
    parts = tuple(row for part in node.parts for row in part.told)
    if all(_is_named_under(part, node.row) for part in parts):
        with_others = [Reading("names and others", parts + loose)] if loose else []
        return [Reading("names", parts, False, loose), *with_others]
    once = tuple({part.code or str(part.index): part for part in parts}.values())
    found = [Reading("levels", parts, len(once) == len(parts), loose)]
    if len(once) < len(parts):
        found.append(Reading("once", once))  # a code printed for its level and for the one below
    leaves = tuple(node.leaves)
    if len(leaves) != len(parts):
        found.append(Reading("leaves", leaves))
    return found


def _of_total(number: int, segments: Sequence[_Segment], totals: Sequence[Row]) -> Iterator[Reading]:
    above, below = segments[number], segments[number + 1]
    first, other = (above, below) if above.rows else (below, above)
    if number and totals[number - 1].level:  # 一、本年收入 … 二、上年结转 … 收入总计
        kind = SIBLINGS if totals[number].level else "carried over"
        found = _above_subtotal(totals[number - 1], above)
        yield from (reading._replace(kind=kind, stated=kind != SIBLINGS) for reading in found)
        return
    own = totals[number].level
    for reading in _of_segment(first):  # 二、本年收入 is hardly the sum of 一、上年结余
        beside = own and any(row.level and row.level <= own for row in reading.parts)
        yield reading._replace(kind=SIBLINGS, stated=False) if beside else reading
    if other.rows:
        yield from (reading._replace(kind="other side", stated=False) for reading in _of_segment(other))
    if number:
        yield from _above_subtotal(totals[number - 1], above)
    if _MOST_TOTALS < number < len(totals) - 1:
        return  # each of so many is hardly the sum of all before it
    if number > 1:
        yield Reading("subtotals", tuple(totals[:number]))
    if sum(segment.rows for segment in segments) > 1:
        tops = tuple(node.row for segment in segments for node in segment.tops)
        yield Reading("all", tops or tuple(row for segment in segments for row in segment.plain))


def _of_segment(segment: _Segment) -> Iterator[Reading]:
    tops, plain = tuple(row for node in segment.tops for row in node.told), tuple(segment.plain)
    if tops:
        alike = len({(len(node.row.code), node.row.code[:1], node.row.level) for node in segment.tops}) == 1
        codes = [row.code for row in tops if row.code]
        once = len(set(codes)) == len(codes)
        yield Reading("tops", tops, alike and once and (len(tops) > 1 or not plain), plain)
        if plain:
            yield Reading("tops and others", tops + plain)
            block = tuple(row for row in tops if row.index < plain[0].index)
            if 1 < len(block) < len(tops):
                yield Reading("block", block)  # 本年收入合计, 一、…, 二、…, 年初结转和结余, 一、…, 二、…
        leaves = tuple(leaf for node in segment.tops for leaf in node.leaves)
        if len(leaves) != len(tops):
            yield Reading("leaves", leaves)
        if not alike:
            shortest = min(len(row.code) or row.level for row in tops)
            yield Reading("classes", tuple(row for row in tops if (len(row.code) or row.level) == shortest))
    if plain:
        yield Reading("list", plain)
        yield from _without_more(plain, segment.among)
        if len(plain) <= MOST_ROWS:
            yield from (Reading(f"below {skip}", plain[skip:]) for skip in (1, 2, 3) if len(plain) > skip)


def _without_more(plain: tuple[Row, ...], among: Sequence[int]) -> Iterator[Reading]:
    """公务用车费 over 其中：运行费 and 购置费: a list without the rows behind 其中, of which that may speak as well."""
    for more in range(1, _MOST_AMONG + 1) if among else ():
        beneath = {at + behind for at in set(among) for behind in range(more)}
        kept = tuple(row for at, row in enumerate(plain) if at not in beneath)
        if 1 < len(kept) < len(plain):
            yield Reading(f"list without {more}", kept)


def _above_subtotal(subtotal: Row, segment: _Segment) -> Iterator[Reading]:
    """收入总计 = 本年收入合计 + what stands between the two."""
    tops, plain = tuple(node.row for node in segment.tops), tuple(segment.plain)
    known = tuple(row for row in plain if row.dims is not None)
    flows = tuple(row for row in known if row.dims is not None and row.dims.flow and not row.dims.scope)
    for parts in dict.fromkeys((tops + plain, tops + known, flows, tops)):
        if parts or not flows:  # what was carried over is no line to pass over
            yield Reading("carried over", (subtotal, *parts))


def _by_columns(rows: Sequence[Row]) -> tuple[tuple[Row, ...], list[Whole]]:
    """The rows at the top of a list whose columns of words tell its levels (大类, 项目, 物品), and those that head others: each
    says words in fewer columns than those that follow it. None where all say as much or the first says most."""
    if len(rows) < _FEWEST or rows[1].depth <= rows[0].depth:
        return (), []
    tops: list[Row] = []
    stack: list[tuple[Row, list[Row]]] = []
    heads: list[tuple[Row, list[Row]]] = []
    for row in rows:
        while stack and stack[-1][0].depth >= row.depth:
            stack.pop()
        (stack[-1][1] if stack else tops).append(row)
        stack.append((row, []))
        heads.append(stack[-1])
    return tuple(tops), [Whole(row, [Reading("columns", tuple(parts))]) for row, parts in heads if parts]


def _groups(rows: Sequence[Row], heads: Sequence[int]) -> Iterator[Whole]:
    for begin, end in zip(heads, [*heads[1:], len(rows)], strict=True):
        if end - begin > 1:
            listed = tuple(rows[begin + 1 : end])
            yield Whole(rows[begin], [Reading("group", listed)], listed)
