"""What each column of a statement measures, by the headers over it."""

from __future__ import annotations

from collections.abc import Mapping

from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.statements.columns import is_amount
from gouji.statements.grid import Band, Grid, ValueColumn
from gouji.statements.shifted import put_back

LABEL_NUMBER = pattern_of(
    r"(?P<l1>[一二三四五六七八九十]{1,3}、)|(?P<l2>\([一二三四五六七八九十]{1,3}\))|(?P<l3>\d{1,2}[、.](?!\d))|(?P<l4>\(\d{1,3}\))"
)
_HEAD_YEAR = pattern_of(r"(20\d\d)年度?")
_CARRIED = frozenset(["opening", "surplus-used"])


def column_dims(
    grid: Grid, band: Band, base: Dims, labels: Mapping[str, str], lexicon: Lexicon, year: int
) -> dict[int, Dims | None]:
    """The dimensions of every column of amounts; None where a header is not understood. `labels` are the statement's own
    names of what other places call otherwise."""
    columns = {column.index: _column_dims(column, labels, lexicon, year) for column in band.values}
    if len(columns) == 1 and base.measure:
        columns = {index: dims or NOTHING for index, dims in columns.items()}
    _regroup(band, columns, lexicon)
    columns |= dict.fromkeys(_wider_totals(band, base, lexicon))
    put_back(grid, band, columns, base, lexicon)
    if base.flow == "income" and any(dims and dims.flow in _CARRIED for dims in columns.values()):
        # 合计 of this year's income and what was carried over: neither of the two
        columns = {index: None if _is_total(dims) else dims for index, dims in columns.items()}
    return columns


def _wider_totals(band: Band, base: Dims, lexicon: Lexicon) -> list[int]:
    """The columns of totals beside a column of what the statement is of: 合计 beside “三公”经费, 会议费, 培训费 is of all of them."""
    others = [column for column in band.values if not _names(column, base.item, lexicon)]
    if not base.item or len(others) == len(band.values):
        return []
    return [column.index for column in others if column.path and column.path[-1] in lexicon.totals]


def _names(column: ValueColumn, item: str, lexicon: Lexicon) -> bool:
    """Whether a column's header names an item."""
    return any(lexicon.dims_of(text).item == item for text in column.path)


def of_the_year(grid: Grid, band: Band, columns: dict[int, Dims | None], lexicon: Lexicon) -> frozenset[int]:
    """The columns of funds beside which a column has what was carried over of them, which other statements may have within."""
    carried = [column.index for column in band.values if any(is_carried(text, lexicon) for text in column.path)]
    amounts = (grid.text(row, column) for row in grid.data for column in carried)
    if not any(is_amount(text) and text.strip("-0.,") for text in amounts):
        return frozenset()
    return frozenset(index for index, dims in columns.items() if dims is not None and dims.scope)


def is_carried(text: str, lexicon: Lexicon) -> bool:
    """Whether a header or a label is of what was carried over."""
    return any(word in text for word in lexicon.phrases["polarity"]["carried"])


def _is_joined(text: str, lexicon: Lexicon) -> bool:
    """Whether a header that is no known name joins the names of two natures or items: it is neither of them."""
    text = plain(text)
    if text in lexicon.terms:
        return False
    for joiner in lexicon.columns["joiners"]:
        before, _, after = text.partition(joiner)
        one, other = lexicon.dims_of(before), lexicon.dims_of(after)
        if any(
            first and second and first != second
            for first, second in ((one.nature, other.nature), (one.item, other.item))
        ):
            return True
    return False


def _is_total(dims: Dims | None) -> bool:
    return dims is not None and dims.item == "total" and not dims.scope and dims.flow in ("", "income")


def _column_dims(column: ValueColumn, labels: Mapping[str, str], lexicon: Lexicon, year: int) -> Dims | None:
    """What a column's header path says; None if a header is not understood, is a part shown apart (其中：…, 扣除基建项目后…), what lies between two years
    (2023比2022), or an amount carried over that is not said to be the one before or after the year."""
    dims = NOTHING
    understood = not column.path
    for text in column.path:
        if text.startswith(tuple(lexicon.columns["within"])) or lexicon.years_apart.search(text):
            return None
        if text.endswith(tuple(lexicon.columns["change"])):
            return None  # 较上年增减额
        own_year = _HEAD_YEAR.fullmatch(text)
        understood = understood or (own_year is not None and int(own_year[1]) == year)  # 2023年, beside 2022年
        text = _HEAD_YEAR.sub("", LABEL_NUMBER.sub("", text))
        own = lexicon.dims_of(labels.get(text, text))
        if not own.flow and is_carried(text, lexicon):
            return None  # 财政拨款结转结余: none of what stands beside it
        if _is_joined(text, lexicon):
            return None
        if own != NOTHING or text in lexicon.columns["value"]:
            understood = True
        if own.nature == "all" and dims.nature:
            own = own._replace(nature="")  # 小计 below 基本支出
        if own.flow == "income" and dims.flow == "opening":
            own = own._replace(flow="")  # 财政专户管理资金 below 上年结转
        dims = own.over(dims)
    leaf = column.path[-1] if column.path else ""
    years = {int(found) for text in column.path for found in _HEAD_YEAR.findall(text)}
    if len(years) == 1 and year and not years & {year}:
        dims = dims._replace(period=years.pop())
    if leaf and leaf not in lexicon.columns["value"] and not _HEAD_YEAR.fullmatch(leaf):
        own = lexicon.dims_of(labels.get(leaf, leaf))
        says_only_flow = own == Dims(flow=own.flow) and not lexicon.is_known(leaf)  # 事业单位经营服务收入
        if own == NOTHING or says_only_flow:
            return None
    return dims if understood else None


def _regroup(band: Band, columns: dict[int, Dims | None], lexicon: Lexicon) -> None:
    """Two mends for heads whose merges were lost: a repeated run of leaf headers shares the group header that stands
    over any column of the run; and a bare 小计 belongs to the item whose parts follow it."""
    leaves = [column.path[-1] if column.path else "" for column in band.values]
    count = len(leaves)
    for period in range(2, count // 2 + 1):
        if count % period == 0 and leaves[:period] * (count // period) == leaves and len(set(leaves[:period])) > 1:
            for start in range(0, count, period):
                run = band.values[start : start + period]
                measures = {d.measure for column in run if (d := columns[column.index]) and d.measure}
                if len(measures) == 1:
                    measure = measures.pop()
                    for column in run:
                        columns[column.index] = (columns[column.index] or NOTHING)._replace(measure=measure)
            break
    for position, column in enumerate(band.values):
        dims = columns[column.index]
        if dims is None or dims.item or dims.nature != "all":
            continue
        following = {d.item for c in band.values[position + 1 : position + 3] if (d := columns[c.index])}
        for identity in lexicon.identities:
            if len(identity.parts) == 2 == len(following) and {part.item for part in identity.parts} == following:
                columns[column.index] = dims._replace(item=identity.total.item)
