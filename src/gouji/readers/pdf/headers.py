"""The columns of a table without ruling lines, and which of its headers stand over which of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from gouji.readers.pdf.lines import Line, is_title
from gouji.readers.pdf.wrapped import NUMBER, WRAPPED, Row

_STRAY_SHARE = 0.1
_LEAST_NUMBERS = 2
_MOST_GROUPS = 4
_MOST_COLUMNS = 16
_ALIGNED = 0.6
_CENTRED = 3.0
_OFF = 0.1


def leaves_of(head: Sequence[list[Line]]) -> list[Line]:
    """The lowest line of a head that is not of the columns' numbers."""
    return next((row for row in reversed(head) if not all(NUMBER.fullmatch(piece.text) for piece in row)), [])


def _groups(head: Sequence[list[Line]]) -> list[list[Line]]:
    """The lines of a head that may name groups of columns (收入, 支出): each stands over two headers or more of the next line
    that has more of them."""
    found = []
    for at, row in enumerate(head):
        below = next((line for line in head[at + 1 :] if len(line) > len(row)), [])
        if 2 <= len(row) <= _MOST_GROUPS and _are_groups(row, below):
            found.append(row)
    return found


def heads_group(line: Line, below: Sequence[list[Line]]) -> bool:
    """Whether a lone line of a head is the header of a group: several headers stand below it, about its middle; or the
    first of its group, which is not the first of the table, begins where it does."""
    leaves = leaves_of(below)
    if is_title(line.text) or len(leaves) < 2:
        return False
    first = min(piece.x0 for row in below for piece in row)
    if any(abs(leaf.x0 - line.x0) < _ALIGNED * line.em and leaf.x0 > first for leaf in leaves[:-1]):
        return True
    if len(below) < 2 or len(leaves) == sum(map(len, below)):
        return False
    off = abs(leaves[0].x0 + leaves[-1].x1 - line.x0 - line.x1) / 2
    return off <= max(_CENTRED * line.em, 2 * _OFF * (leaves[-1].x1 - leaves[0].x0))


def _are_groups(row: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether the headers below fall to those of a line, two or more to each: they begin with it, or have it in their middle.
    科目名称, 合计, 项目支出 beside 小计, 人员经费, 公用经费 are no groups: they stand between two lines of the head."""
    for cut in combinations(range(2, len(below) - 1), len(row) - 1):
        runs = [below[begin:end] for begin, end in pairwise([0, *cut, len(below)])]
        pairs = list(zip(row, runs, strict=True))
        if all(len(run) > 1 for run in runs) and (
            all(abs(run[0].x0 - piece.x0) < _ALIGNED * piece.em for piece, run in pairs)
            or all(_is_middle(piece, run[0].x0, run[-1].x1) for piece, run in pairs)
            or _are_but_one(pairs)
        ):
            return True
    return False


def _are_but_one(pairs: Sequence[tuple[Line, Sequence[Line]]]) -> bool:
    """Whether all but one header stand in the middle of theirs, and that one over two columns of unlike width (科目 over
    科目编码 and 科目名称)."""
    off = [(piece, run) for piece, run in pairs if not _is_middle(piece, run[0].x0, run[-1].x1)]
    return (
        len(pairs) > 2
        and all(len(run) == 2 and run[0].x1 < piece.x0 < run[1].x1 for piece, run in off)
        and len(off) == 1
    )


def _is_middle(piece: Line, left: float, right: float) -> bool:
    return abs(left + right - piece.x0 - piece.x1) / 2 <= max(_CENTRED * piece.em, _OFF * (right - left))


def under_names(row: Sequence[Line], columns: Sequence[tuple[float, float]], above: Sequence[list[Line]]) -> Row | None:
    """The numbers of the columns (栏次, 1, 2, 3), each in the column of the name that it stands under; None of other lines."""
    names = [piece for line in reversed(above) for piece in line if not NUMBER.fullmatch(piece.text)]
    if not names or sum(NUMBER.fullmatch(piece.text) is not None for piece in row) < _LEAST_NUMBERS:
        return None
    cells: Row = [[] for _ in columns]
    for piece in row:
        name = next((name for name in names if is_over(piece, (name.x0, name.x1))), piece)
        column = next(number for number, cell in enumerate(place([name], columns)) if cell)
        cells[column].append(piece)
    return cells


def placed(
    row: list[Line], columns: Sequence[tuple[float, float]], leaves: list[Line], under: Sequence[list[Line]]
) -> Row:
    """A line of a head in its columns. Headers of groups, each in the middle of its own columns, belong to the first of these:
    of the columns over which the lowest line of the head stands (公务用车购置及运行费), or over groups of as many, of all
    (预算数, 决算数)."""
    own = [next((n for n, column in enumerate(columns) if is_over(leaf, column)), -1) for leaf in leaves]
    below = sorted({number for number in own if number >= 0})
    if len(row) > 1 and any(len(line) == len(row) and line != leaves for line in under):
        below = list(range(len(columns)))
    is_own = len(row) == 1 and any(is_over(row[0], column) for n, column in enumerate(columns) if n not in own)
    is_group = len(row) <= _MOST_GROUPS and len(columns) <= _MOST_COLUMNS and row != leaves and not is_own
    found = list(_begins(row, columns, below)) if is_group else []
    aligned = all(any(abs(leaf.x0 - piece.x0) < _ALIGNED * piece.em for leaf in leaves) for piece in row)
    centred = bool(found) and min(found)[0] < len(row) * row[0].em
    if not found or (aligned and not centred):  # each begins with the first of its columns
        return place(row, columns)
    _, firsts = min(found)
    return [[row[firsts.index(number)]] if number in firsts else [] for number in range(len(columns))]


def _begins(
    row: Sequence[Line], columns: Sequence[tuple[float, float]], numbers: Sequence[int]
) -> Iterator[tuple[float, list[int]]]:
    """Where the columns of each header of a line may begin, if these are more than one for each and it stands in their
    middle, and how far off that it stands. A column begins where the one before it ends."""
    for cut in combinations(range(1, len(numbers)), len(row) - 1) if len(numbers) > len(row) else ():
        begins, ends = [0, *cut], [*cut, len(numbers)]
        firsts, lasts = [numbers[begin] for begin in begins], [numbers[end - 1] for end in ends]
        lefts = [columns[first - 1][1] if first else columns[0][0] for first in firsts]
        rights = [columns[last][1] for last in lasts]
        far = [abs(a + b - piece.x0 - piece.x1) / 2 for a, b, piece in zip(lefts, rights, row, strict=True)]
        if firsts[0] == 0 < lasts[0] < len(columns) - 1 and len(row) > 1:  # names may end well before their column
            beyond = columns[lasts[0] + 1][0] - rights[0]
            far[0] = max(abs(row[0].x0 + row[0].x1 - lefts[0] - rights[0] - beyond / 2) / 2 - beyond / 4, 0)
        near = all(
            away <= max(_CENTRED * piece.em, _OFF * (b - a))
            for away, piece, a, b in zip(far, row, lefts, rights, strict=True)
        )
        if near and all(first < last for first, last in zip(firsts, lasts, strict=True)):
            yield sum(far), firsts


def stacked(head: list[Row]) -> list[Row]:
    """The rows of a head, a header's further lines joined to its first."""
    for above, row in reversed(list(enumerate(head[1:]))):
        for column, cell in enumerate(row):
            over = next((r for r in reversed(head[: above + 1]) if r[column]), None)
            if cell and over and cell[0].base - over[column][-1].base < WRAPPED * cell[0].em:
                over[column].extend(cell)
                row[column] = []
    return [row for row in head if any(row)]


def is_of_numbers(column: tuple[float, float], rows: Sequence[list[Line]]) -> bool:
    return all(NUMBER.fullmatch(piece.text) for row in rows for piece in row if is_over(piece, column))


def with_heads(
    columns: list[tuple[float, float]], rows: Sequence[list[Line]], numbers: Sequence[bool]
) -> list[tuple[float, float]]:
    """Columns that reach to their heads. A head over no column is of a neighbour without one, else of an empty column."""
    named = [[piece for piece in row if not NUMBER.fullmatch(piece.text)] for row in rows]  # 1, 2, 3 stand below names
    rows = [row for row in named if row] if any(map(_is_row_of_names, named)) else rows
    head = [piece for row in rows for piece in row]
    groups = [piece for row in _groups(rows) for piece in row]
    leaves = [piece for piece in head if piece not in groups and _is_leaf(piece, head)]
    spans = _stacks(leaves)
    bare = [number for number, column in enumerate(columns) if not any(_meet(span, column) for span in spans)]
    own = sorted(span for span in spans if not any(_meet(span, column) for column in columns))
    pairs = _in_order(columns, bare, own, numbers) or _before(columns, bare, own, numbers)
    bare = [number for number in bare if number not in dict(pairs)]
    left_over = [head for head in own if head not in dict(pairs).values()]
    pairs += (
        list(zip(bare, left_over, strict=True)) if len(bare) == len(left_over) else _nearest(columns, bare, left_over)
    )
    wide = list(columns)
    for number, (left, right) in pairs:
        wide[number] = (min(wide[number][0], left), max(wide[number][1], right))
    return sorted([*wide, *(column for column in own if column not in [pair for _, pair in pairs])])


def _is_row_of_names(row: Sequence[Line]) -> bool:
    return len(row) > 1


def _stacks(leaves: Sequence[Line]) -> list[tuple[float, float]]:
    """Where headers stand, those of a line and of the next, close below it, that are over one another as one."""
    stacks: list[tuple[tuple[float, float], float]] = []
    for piece in sorted(leaves, key=lambda piece: piece.base):
        own, base = (piece.x0, piece.x1), piece.base
        for stack in [stack for stack in stacks if base - stack[1] < WRAPPED * piece.em and _meet(stack[0], own)]:
            stacks.remove(stack)
            own = (min(own[0], stack[0][0]), max(own[1], stack[0][1]))
        stacks.append((own, base))
    return [span for span, _ in stacks]


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _in_order(
    columns: Sequence[tuple[float, float]], bare: list[int], own: list[tuple[float, float]], numbers: Sequence[bool]
) -> list[tuple[int, tuple[float, float]]]:
    """As many heads as columns without one, in their order, where none stands wholly behind the numbers of its column or, as
    the head of a blank one before it would, before the end of those of another."""
    if len(bare) != len(own):
        return []
    pairs = list(zip(bare, own, strict=True))
    for number, (left, right) in pairs:
        beyond = left > columns[number][1] and numbers[number]
        before = number and right < columns[number - 1][1] and numbers[number - 1]
        if beyond or before:
            return []
    return pairs


def _before(
    columns: Sequence[tuple[float, float]], bare: list[int], own: list[tuple[float, float]], numbers: Sequence[bool]
) -> list[tuple[int, tuple[float, float]]]:
    """Columns of numbers without a head and the heads whose middle is the last before their right ends: numbers stand at the
    right of a column, or as its head does in the middle. Of two columns with one such head, neither has it."""
    bare = [number for number in bare if numbers[number]]
    starts = {number: columns[number - 1][1] if number else 0.0 for number in bare}
    heads = [[head for head in own if starts[n] < sum(head) / 2 < columns[n][1]][-1:] for n in bare]
    found = [(number, head[0]) for number, head in zip(bare, heads, strict=True) if head]
    return [(number, head) for number, head in found if [other for _, other in found].count(head) == 1]


def _nearest(
    columns: list[tuple[float, float]], bare: list[int], own: list[tuple[float, float]]
) -> Iterator[tuple[int, tuple[float, float]]]:
    """Columns without a head and the heads beside them, the closest first."""
    beside = sorted(
        (max(columns[number][0] - head[1], head[0] - columns[number][1]), number, head)
        for head in own
        for after in (sum(column[0] < head[0] for column in columns),)
        for number in {after - 1, after} & set(bare)
    )
    taken: set[int] = set()
    used: set[tuple[float, float]] = set()
    for _, number, head in beside:
        if number not in taken and head not in used:
            taken.add(number)
            used.add(head)
            yield number, head


def is_over(piece: Line, column: tuple[float, float]) -> bool:
    return _meet((piece.x0, piece.x1), column)


def _is_leaf(piece: Line, head: list[Line]) -> bool:
    """Whether no header stands under this one or under either side of it, as they do under the header of a group."""
    margin = 2 * piece.em
    return not any(
        other.base > piece.base + WRAPPED * piece.em and other.x0 < piece.x1 + margin and other.x1 > piece.x0 - margin
        for other in head
    )


def place(row: list[Line], columns: Sequence[tuple[float, float]]) -> Row:
    """The pieces of a line in the columns that they overlap first, or are nearest to."""
    cells: list[list[Line]] = [[] for _ in columns]
    for piece in row:
        place = next(
            (number for number, (left, right) in enumerate(columns) if piece.x0 < right and piece.x1 > left), None
        )
        if place is None:
            place = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) - piece.x0 - piece.x1))
        cells[place].append(piece)
    return cells


def columns_of(rows: Sequence[list[Line]], stray: float = _STRAY_SHARE) -> list[tuple[float, float]]:
    """Left and right edges of the columns: between them hardly a row has text, no more than the share of stray ones."""
    few = int(stray * len(rows))
    steps = sorted([(piece.x0, 1) for row in rows for piece in row] + [(piece.x1, -1) for row in rows for piece in row])
    columns: list[tuple[float, float]] = []
    depth, left = 0, 0.0
    for x, step in steps:
        if depth <= few < depth + step:
            left = x
        elif depth > few >= depth + step:
            columns.append((left, x))
        depth += step
    return columns
