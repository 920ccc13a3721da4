"""Charts of a draft: this year against last year in columns, and what income or expenditure consists of in a ring.

What a chart shows is settled on exact amounts, worded as the text words them; only the places of the drawing are floats.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from gouji.quantity import Interval, total
from gouji.writing.figures import ZERO, Figures, Part, dims_named
from gouji.writing.inputs import Inputs
from gouji.writing.lacking import WHAT, Lack
from gouji.writing.styles import ChartEntry, Numbers, Style, StyleError
from gouji.writing.wordlook import Look, picture_of
from gouji.writing.wordpages import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SLICES = 6
_DPI = 200
_AROUND = 1.4  # how far a picture goes over and under the middle of a ring, whose radius is 1
_APART = 0.44  # the least distance between its labels
_AT = 1.25  # where they begin


class ChartsError(Exception):
    """Charts that cannot be drawn here; the message is one Chinese sentence that says what to install."""


class Column(NamedTuple):
    """An amount as drawn and as it reads."""

    value: Decimal
    label: str


class Comparison(NamedTuple):
    """Subjects, each with a column for every year (`years` by name, columns in the order of the subjects)."""

    title: str
    subjects: tuple[str, ...]
    years: dict[str, tuple[Column, ...]]

    def said(self) -> Iterator[str]:
        """What the chart tells, in words."""
        for number, subject in enumerate(self.subjects):
            for year, columns in self.years.items():
                yield f"{year}{subject}{columns[number].label}"

    def draw(self, figure: Figure, look: Look) -> None:
        """Columns from nothing upwards, with their amounts in place of an axis."""
        axes = figure.add_axes((0.04, 0.12, 0.92, 0.74))
        colors = look["chart_colors"][: len(self.years)][::-1]
        for place, (name, columns) in enumerate(self.years.items()):
            at = [number + (place - (len(self.years) - 1) / 2) * 0.34 for number in range(len(columns))]
            heights = [float(column.value) for column in columns]
            axes.bar(at, heights, 0.26, color=colors[place % len(colors)], label=name)
            for x, height, column in zip(at, heights, columns, strict=True):
                side, over = ("bottom", 3) if height >= 0 else ("top", -3)
                axes.annotate(column.label, (x, height), (0, over), textcoords="offset points", ha="center", va=side)
        axes.axhline(0, color="black", linewidth=0.8)
        axes.set_xlim(-0.7, len(self.subjects) - 0.3)
        axes.margins(y=0.12)
        axes.set_xticks(range(len(self.subjects)), self.subjects)
        axes.tick_params(bottom=False, left=False, labelleft=False)
        axes.spines[:].set_visible(False)
        figure.legend(loc="upper center", ncols=len(self.years), frameon=False)


class Structure(NamedTuple):
    """The parts of a whole, the last of more than `SLICES` being all the rest."""

    title: str
    slices: tuple[Column, ...]

    def said(self) -> Iterator[str]:
        """What the chart tells, in words."""
        for piece in self.slices:
            yield piece.label.replace("\n", "")

    def draw(self, figure: Figure, look: Look) -> None:
        """A ring that begins at the top and goes as a clock does, its labels beside it."""
        from matplotlib.patches import Wedge

        axes = figure.add_axes(
            (0.25, 0.02, 0.5, 0.96), aspect="equal", xlim=(-_AROUND, _AROUND), ylim=(-_AROUND, _AROUND)
        )
        axes.set_axis_off()
        whole, end = sum(float(piece.value) for piece in self.slices), 90.0
        sides: dict[int, list[tuple[float, str]]] = {1: [], -1: []}
        for number, piece in enumerate(self.slices):
            begin = end - float(piece.value) / whole * 360
            color = look["chart_colors"][number % len(look["chart_colors"])]
            axes.add_patch(Wedge((0, 0), 1, begin, end, width=0.42, facecolor=color, edgecolor="white", linewidth=1))
            middle = (begin + end) / 2
            sides[1 if math.cos(math.radians(middle)) >= 0 else -1].append((middle, piece.label))
            end = begin
        for side, labels in sides.items():
            _label(axes, side, labels)


Chart = Comparison | Structure


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────────


def plan(
    figures: Figures, inputs: Inputs, style: Style, headings: Mapping[str, str], look: Look
) -> tuple[dict[str, list[Chart]], list[Lack]]:
    """The charts by the heading of their section, and those whose figures are lacking. Raises StyleError."""
    found: dict[str, list[Chart]] = {}
    lacking: list[Lack] = []
    for entry in style.charts:
        if entry.section not in headings:
            continue
        entry = entry._replace(title=_title(entry, figures, style))
        make = _comparison if entry.kind == "comparison" else _structure
        made = make(entry, figures, inputs, style.numbers, look)
        if isinstance(made, Lack):
            lacking.append(made)
        elif made is not None:
            found.setdefault(headings[entry.section], []).append(made)
    return found, lacking


def _title(entry: ChartEntry, figures: Figures, style: Style) -> str:
    unknown = [name for name in (*entry.subjects, entry.whole) if name and dims_named(name) is None]
    if unknown:
        raise StyleError(f"style.toml 的 [[chart]]：没有“{unknown[0]}”这个指标，可用的见 templates/subjects.toml。")
    try:
        return entry.title.format(unit=style.numbers.unit, 年度=figures.year)
    except (KeyError, IndexError, ValueError):
        raise StyleError(f"style.toml 的 [[chart]]：“{entry.title}”里只能用 {{unit}} 与 {{年度}}。") from None


def _comparison(
    entry: ChartEntry, figures: Figures, inputs: Inputs, numbers: Numbers, look: Look
) -> Comparison | Lack | None:
    """The subjects last year and this year; nothing for a unit without a last year, or where there is nothing to see."""
    before, now = [], []
    for name in entry.subjects:
        prior, known = inputs.amount(name, "prior"), figures.amount(name) or inputs.amount(name, "amount")
        if prior is None and inputs.first_year:
            return None
        if known is None or prior is None:
            return _lack(entry, name, "amount" if known is None else "prior")
        before.append(Column(prior.value, numbers.amount(prior.value)))
        now.append(Column(known.value, numbers.amount(known.value)))
    years = {figures.year - 1: tuple(before), figures.year: tuple(now)}
    if not any(column.value for column in (*before, *now)):
        return None
    named = {look["chart_year"].format(year=year): columns for year, columns in years.items()}
    return Comparison(entry.title, entry.subjects, named)


def _structure(
    entry: ChartEntry, figures: Figures, inputs: Inputs, numbers: Numbers, look: Look
) -> Structure | Lack | None:
    """The parts with their shares in the whole; nothing where that is nothing. Parts that do not make it up are no ring."""
    known = figures.amount(entry.whole) or inputs.amount(entry.whole, "amount")
    if known is None:
        return _lack(entry, entry.whole, "amount")
    parts, whole = figures.parts(entry.of), known.value
    if not whole:
        return None
    if min((part.amount.value for part in parts), default=ZERO) < 0:
        return _lack(entry, entry.whole, "amount", "有一项是负数")
    if not total([_shown(part.amount.value, numbers) for part in parts]).meets(_shown(whole, numbers)):
        return _lack(entry, entry.whole, "amount", f"各项之和不是“{entry.whole}”")
    words: str = look["chart_slice"]
    return Structure(
        entry.title,
        tuple(
            Column(
                value,
                words.format(
                    name=name, amount=numbers.amount(value), unit=numbers.unit, rate=numbers.rate(value, whole)
                ),
            )
            for name, value in _few(parts, look["chart_rest"])
        ),
    )


def _few(parts: Sequence[Part], rest: str) -> list[tuple[str, Decimal]]:
    """The parts in their order; of more than `SLICES` the largest, and the rest as one."""
    kept = set(sorted(range(len(parts)), key=lambda number: -parts[number].amount.value)[: SLICES - 1])
    if len(parts) <= SLICES:
        kept = set(range(len(parts)))
    named = [(part.name, part.amount.value) for number, part in enumerate(parts) if number in kept]
    others = [part.amount.value for number, part in enumerate(parts) if number not in kept]
    return [*named, (rest, sum(others, ZERO))] if others else named


def _shown(value: Decimal, numbers: Numbers) -> Interval:
    """What a number as the text shows it can stand for."""
    half = Decimal(1).scaleb(-numbers.places) * numbers.base.factor / 2
    return Interval(value - half, value + half)


def _lack(entry: ChartEntry, name: str, part: str, why: str = "") -> Lack:
    return Lack(name, part, f"图“{entry.title}”（{why or '缺' + WHAT[part].format(name)}）")


# ── how it is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────


def draw(charts: Mapping[str, Sequence[Chart]], look: Look) -> dict[str, list[Picture]]:
    """The charts as pictures, the same bytes for the same charts. Raises ChartsError, StyleError."""
    try:
        from matplotlib import colors, font_manager, style
        from matplotlib.figure import Figure
    except ImportError:
        raise ChartsError('画图要用 matplotlib，请先安装：pip install "gouji[charts]"。') from None
    strange = [color for color in look["chart_colors"] if not colors.is_color_like(color)]
    if strange or not look["chart_colors"]:
        raise StyleError(f'style.toml 的 [word]：“chart_colors”应如 ["#1F4E79"]，现在是 {look["chart_colors"]!r}。')
    installed = {font.name for font in font_manager.fontManager.ttflist}
    font = next((name for name in look["chart_fonts"] if name in installed), None)
    if font is None:
        names = "、".join(map(str, look["chart_fonts"]))
        raise ChartsError(
            f"画图要用中文字体，没有找到 {names} 中的任何一种，请安装一种，或把已有的写进 style.toml 的 [word] chart_fonts。"
        )
    size = picture_of(look)

    def picture(chart: Chart) -> Picture:
        figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=_DPI)
        chart.draw(figure, look)
        data = BytesIO()
        figure.savefig(data, format="png", dpi=_DPI, metadata={"Software": None})
        return Picture(chart.title, data.getvalue(), f"{chart.title}：{'；'.join(chart.said())}。")

    with style.context(["default", {"font.family": font, "font.size": look["table_size"] * 0.9}]):
        return {heading: [picture(chart) for chart in each] for heading, each in charts.items()}


def _label(axes: Axes, side: int, labels: list[tuple[float, str]]) -> None:
    """Labels on one side of a ring, each at the height of its slice or as near as the others let it."""
    places = [(math.sin(math.radians(middle)), middle, text) for middle, text in labels]
    places.sort(key=lambda place: place[0])
    heights: list[float] = []
    for height, _, _ in places:
        heights.append(max(height, heights[-1] + _APART) if heights else height)
    over = max(0.0, heights[-1] - 1.0) if heights else 0.0
    for number in reversed(range(len(heights))):  # those pushed over the top push the others down again
        above = heights[number + 1] - _APART if number + 1 < len(heights) else heights[number] - over
        heights[number] = min(heights[number], above)
    for (height, middle, text), y in zip(places, heights, strict=True):
        turns = (math.cos(math.radians(middle)), side * 1.06, side * (_AT - 0.05))  # never across the ring
        axes.plot(turns, (height, height, y), color="gray", linewidth=0.6, clip_on=False)
        axes.text(side * _AT, y, text, ha="left" if side > 0 else "right", va="center")
