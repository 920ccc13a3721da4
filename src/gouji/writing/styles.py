"""Styles: a folder of templates with the wording of a jurisdiction (`templates/<style>/`, or one of the user's)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from gouji.files import is_within, small
from gouji.folders import data_folder
from gouji.quantity import Unit, half_up, numeral, unit_named

SHARED = "shared"
CHARTS = ("comparison", "structure")
FLOWS = ("income", "expenditure")


class StyleError(Exception):
    """A style that is not there, or a faulty one; the message is one Chinese sentence naming the file and the place."""


class Section(NamedTuple):
    """A section of a style: its id, which is its template's name and the profile's id, its title, and its number (一), "" for a section that has
    none."""

    id: str
    title: str
    number: str


class Wording(NamedTuple):
    """How a movement or a comparison is worded: with a rate, where there is none either way (`flat`), and the same of a base
    that is nothing and gives no rate (`bare`, `nothing`)."""

    text: str
    flat: str
    bare: str
    nothing: str


class Numbers(NamedTuple):
    """How numbers look: unit and decimals of amounts, thousands separators, a bare zero, decimals of rates, a full rate."""

    unit: str
    places: int
    grouping: bool
    zero: str
    rate_places: int
    whole: str

    @property
    def base(self) -> Unit:
        """The unit of amounts."""
        return unit_named(self.unit)

    def amount(self, value: Decimal) -> str:
        """1,126.32: an amount in 元, in the style's unit, rounded half up once."""
        shown = half_up(value / self.base.factor, Decimal(1).scaleb(-self.places))
        return self.zero if value == 0 else f"{shown:,f}" if self.grouping else f"{shown:f}"

    def difference(self, now: Decimal, before: Decimal) -> Decimal:
        """How far two amounts are apart as they are shown, which is what a reader reckons; as they are, where that would be nothing."""
        return shown_difference(now, before, self.base.factor, self.places)

    def shows(self, value: Decimal) -> bool:
        """Whether an amount is more than nothing at the decimals shown."""
        return abs(value / self.base.factor) >= Decimal("0.5").scaleb(-self.places)

    def rate(self, part: Decimal, whole: Decimal) -> str:
        """36.67%: a share or rate of a base that is not nothing, rounded half up once."""
        shown = half_up(part / whole * 100, Decimal(1).scaleb(-self.rate_places))
        return self.whole if part == whole else "0%" if part == 0 else f"{shown:f}%"


def shown_difference(now: Decimal, before: Decimal, factor: Decimal, places: int) -> Decimal:
    """How far two amounts are apart when both are shown in a unit of `factor` with so many decimals; as they are, where that would be nothing.

    >>> shown_difference(Decimal(100050), Decimal(40049), Decimal(10000), 2)
    Decimal('60100.00')
    """
    step = Decimal(1).scaleb(-places)
    return abs(half_up(now / factor, step) - half_up(before / factor, step)) * factor or abs(now - before)


class ChartEntry(NamedTuple):
    """A chart that a style has: the section whose text it follows, `comparison` (of `subjects`, this year against last year) or
    `structure` (the parts `of` income or expenditure, as shares of `whole`), and the title under it."""

    section: str
    kind: str
    title: str
    subjects: tuple[str, ...]
    of: str
    whole: str


class Style(NamedTuple):
    """A style's `style.toml`. `folders` are its own and those of the styles it extends, where templates are looked for;
    `front` are the sections about the unit itself, under a heading of their own, which are written where any of them is given; `words` are the words of a direction (up, down, same), by the names wordings use for them;
    `numbering` is how a section's number stands before its title."""

    folders: tuple[Path, ...]
    title: str
    kind: str
    unit: str
    heading: str
    sections: tuple[Section, ...]
    numbers: Numbers
    words: dict[str, dict[str, str]]
    changes: dict[str, Wording]
    budgets: dict[str, Wording]
    breakdown: dict[str, str]
    missing: str
    first_year: str
    base: str
    word: Mapping[str, Any]
    charts: tuple[ChartEntry, ...]
    front: tuple[Section, ...]
    front_heading: str
    numbering: str


def names() -> list[str]:
    """The names of the styles that ship with gouji."""
    return sorted(path.parent.name for path in data_folder("templates").glob("*/style.toml"))


def load(name: str) -> Style:
    """The style of a name, or in a folder of the user's. Raises StyleError."""
    folders: list[Path] = []
    whole: dict[str, Any] = {}
    following = name
    while following:
        folder = data_folder("templates") / following if following in names() else Path(following)
        file = folder / "style.toml"
        if not os.path.isfile(file) or folder in folders:
            known = "、".join(names())
            raise StyleError(f"没有“{following}”这一种写法，可用的有 {known}，或一个有 style.toml 的文件夹。")
        try:
            data = tomllib.loads(small(file).decode("utf-8-sig"))
        except OSError as error:
            raise StyleError(f"{file}：读取失败（{error.strerror}）。") from None
        except (ValueError, RecursionError) as error:
            raise StyleError(f"{file}：不是有效的 TOML（{error}）。") from None
        following = data.pop("extends", "")
        if not isinstance(following, str):
            raise StyleError(f"{file}：extends 应是一种写法的名称，现在是 {following!r}。")
        if following and following not in names():
            if not is_within(folder.parent / following, folder.parent):
                raise StyleError(f"{file}：extends 应是自带的写法，或旁边的文件夹，现在是 {following!r}。")
            following = str(folder.parent / following)
        folders.append(folder)
        whole = _merged(data, whole)
    file = folders[0] / "style.toml"
    try:
        return _style(tuple(folders), whole)
    except KeyError as error:
        raise StyleError(f"{file}：缺少 {error.args[0]}，请对照 templates/national/style.toml。") from None
    except (TypeError, AttributeError, ValueError) as error:
        raise StyleError(f"{file}：有一项的写法不对（{error}），请对照 templates/national/style.toml。") from None


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """The base's tables with what `over` says in them; lists and values are replaced."""
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _style(folders: tuple[Path, ...], data: dict[str, Any]) -> Style:
    numbers, front = data["numbers"], data.get("front", {})
    return Style(
        folders,
        data["title"],
        data["kind"],
        data["unit"],
        data.get("heading", ""),
        _sections(data["section"], int(data.get("first", 1))),
        Numbers(*(numbers[field] for field in Numbers._fields)),
        {direction: dict(data["words"][direction]) for direction in ("up", "down", "same")},
        {name: _wording(entry) for name, entry in data["change"].items()},
        {name: _wording(entry) for name, entry in data.get("budget", {}).items()},
        dict(data["breakdown"]),
        data["missing"],
        data["first_year"],
        data.get("base", ""),
        data.get("word", {}),
        tuple(_chart(entry) for entry in data.get("chart", ())),
        _sections(front.get("section", []), 1),
        front.get("heading", ""),
        data.get("numbering", "{number}、"),
    )


def _sections(entries: list[dict[str, Any]], first: int) -> tuple[Section, ...]:
    found = []
    for entry in entries:
        numbered = entry.get("numbered", True)
        found.append(Section(entry["id"], entry["title"], numeral(first) if numbered else ""))
        first += numbered
    return tuple(found)


def _chart(entry: Mapping[str, Any]) -> ChartEntry:
    if _one_of("kind", entry, CHARTS) == "comparison":
        return ChartEntry(entry["section"], entry["kind"], entry["title"], tuple(entry["subjects"]), "", "")
    of = _one_of("of", entry, FLOWS)
    return ChartEntry(entry["section"], entry["kind"], entry["title"], (), of, entry["whole"])


def _one_of(key: str, entry: Mapping[str, Any], known: tuple[str, ...]) -> str:
    value: str = entry[key]
    if value not in known:
        raise ValueError(f"[[chart]] 的 {key} 应是 {'、'.join(known)} 之一，现在是 {value!r}")
    return value


def _wording(entry: Mapping[str, str]) -> Wording:
    return Wording(entry["text"], entry["flat"], entry["bare"], entry.get("nothing", entry["flat"]))
