"""Units: what numbers are written in, and which characters are the same written wide or narrow."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from gouji.precompiled import pattern_of
from gouji.resources import of_lexicon, read_lexicon

_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        **{chr(0xFF21 + i): chr(65 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(97 + i) for i in range(26)},
        **dict(
            zip(
                "（）［］【】，．：；％＋－−﹣＝？！“”„‟＂‘’＇／　",
                '()[][],.:;%+---=?!"""""\'\'\'/ ',
                strict=True,
            )
        ),
    }
)


def fold(text: str) -> str:
    """`text` with full-width letters, digits, brackets, quotes and punctuation in their half-width form, one to one.

    >>> fold("（２０２４年）１，１２６．３２％")
    '(2024年)1,126.32%'
    """
    return text if text.isascii() else text.translate(_FOLD)


class Unit(NamedTuple):
    """A unit: its name, its dimension (money, rate, points, or count:辆 …) and how many base units it is."""

    name: str
    dimension: str
    factor: Decimal

    @property
    def is_count(self) -> bool:
        return self.dimension.startswith("count")


class Units(NamedTuple):
    units: dict[str, Unit]
    lengths: tuple[int, ...]
    counting: frozenset[str]
    approximate_before: tuple[str, ...]
    approximate_after: tuple[str, ...]
    least: tuple[str, ...]
    of_years: tuple[str, ...]

    def name_at(self, text: str, at: int) -> str:
        """The longest unit name that stands at a place in a text, or ""."""
        for length in self.lengths:
            name = text[at : at + length]
            if name in self.units:
                return name
        return ""


_ONE = Decimal(1)


@of_lexicon
def units() -> Units:
    data = read_lexicon("units.toml")
    known: dict[str, Unit] = {}
    for dimension in ("money", "rate", "points"):
        for name, factor in data[dimension].items():
            known[name] = Unit(name, dimension, Decimal(factor))
    counts = [fold(word) for word in data["counts"]["words"]]
    same = {fold(word): fold(words[0]) for words in data["counts"]["same"] for word in words}
    for word in counts:
        known[word] = Unit(word, f"count:{same.get(word, word)}", _ONE)
    for word in data["durations"]["words"]:
        known[word] = Unit(word, "duration", _ONE)
    scalable = list(data["money"]) + counts
    for scale, factor in data["scales"].items():
        known[scale] = Unit(scale, "scale", Decimal(factor))
        for word in scalable:
            known[scale + word] = Unit(scale + word, known[word].dimension, Decimal(factor) * known[word].factor)
    return Units(
        known,
        tuple(sorted({len(name) for name in known}, reverse=True)),
        frozenset(counts) - set(data["counts"]["never_after_numerals"]),
        tuple(data["approximate"]["before"]),
        tuple(data["approximate"]["after"]),
        tuple(data["approximate"]["least"]),
        tuple(data["years"]["before"]),
    )


@of_lexicon
def unit_named(name: str) -> Unit:
    """The unit written `name`. Raises KeyError if the lexicon has none."""
    return units().units[fold(name)]


def money_units() -> list[Unit]:
    """The units that money is written in, 元 and its usual multiples, smallest first."""
    return sorted((unit_named(name) for name in ("元", "千元", "万元", "亿元")), key=lambda unit: unit.factor)


_SPACE = pattern_of(r"\s+")
_UNIT_LINE = pattern_of(r"(?:金额)?单位[:]\s*((?:人民币)?[百千万亿]*元)|\(((?:人民币)?[百千万亿]*元)\)")


def stated_unit(text: str) -> Unit | None:
    """The money unit that a line such as “金额单位：万元” or a header such as “预算金额(万元)” states."""
    if "元" not in text:
        return None
    match = _UNIT_LINE.search(_SPACE.sub("", fold(text)))
    return units().units.get(match[1] or match[2]) if match else None  # 万万元 is none
