"""Automatic numbering: the numbers that Word shows before paragraphs and does not store in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from gouji.precompiled import pattern_of
from gouji.quantity import numeral
from gouji.readers.word_styles import Style, Styles
from gouji.readers.word_xml import child, every, flag, name, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = pattern_of(r"%([1-9])")
_BULLET = "•"
_LEVELS = 9
_LONGEST = 40  # a number has not more characters; every paragraph of a list repeats them
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
    }
)
_SERIES = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographLegalTraditional": "壹貳參肆伍陸柒捌玖拾",
}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""

    @staticmethod
    def of(element: _Element) -> _Level:
        shape = child(element, "w:numFmt")
        if shape is None:  # a format that older versions of Word do not know stands behind an alternative
            shape = next(every(element, "numFmt"), None)
        restart = child(element, "w:lvlRestart")
        return _Level(
            whole(child(element, "w:start")),
            value(shape) or "decimal",
            value(child(element, "w:lvlText"))[:_LONGEST],
            None if restart is None else whole(restart),
            bool(flag(element, "w:isLgl")),
            value(child(element, "w:pStyle")),
        )


@dataclass(slots=True)
class _List:
    """A `w:num`: whose counters it shares, its levels, and where it starts afresh."""

    counters: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the numbered paragraphs of a file, which must be asked for in the order of the text."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _Element] = {}
        self._nums: dict[str, _Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            if name(element) == "w:abstractNum":
                self._abstract[value(element, "abstractNumId")] = element
            elif name(element) == "w:num":
                self._nums[value(element, "numId")] = element

    def next(self, properties: _Element | None, style: Style) -> str:
        """The number of the next paragraph, which has these properties and this style; "" if it has none."""
        own = child(properties, "w:numPr")
        list_id = value(child(own, "w:numId")) or style.list_id
        found = self._list(list_id)
        if found is None:
            return ""
        if value(child(own, "w:numId")) or child(own, "w:ilvl") is not None:
            level = whole(child(own, "w:ilvl"))
        else:
            named = [number for number, each in found.levels.items() if each.style and each.style == style.list_style]
            level = named[0] if named else style.list_level
        return self._count(found, level) if level in found.levels else ""

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: str) -> _List | None:
        num = self._nums.get(list_id)
        if num is None:
            return None
        abstract_id = value(child(num, "w:abstractNumId"))
        abstract = self._abstract.get(abstract_id)
        link = value(child(abstract, "w:numStyleLink"))
        if link:
            meant = self._nums.get(self._styles.list_of(link))
            abstract_id = value(child(meant, "w:abstractNumId"))
            abstract = self._abstract.get(abstract_id)
        if abstract is None:
            return None
        found = _List(
            abstract_id,
            {
                at: _Level.of(each)
                for each in abstract
                if name(each) == "w:lvl" and (at := whole(each, "ilvl")) < _LEVELS
            },
        )
        for override in num:
            at = whole(override, "ilvl")
            if name(override) == "w:lvlOverride" and at < _LEVELS:
                level = child(override, "w:lvl")
                start = child(override, "w:startOverride")
                if level is not None:
                    found.levels[at] = _Level.of(level)
                if start is not None:
                    found.restarts[at] = whole(start)
        return found

    def _count(self, found: _List, level: int) -> str:
        counts = self._counts.setdefault(found.counters, {})
        if level in found.restarts:
            counts[level] = found.restarts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else found.levels[level].start
        for deeper in [each for each in counts if each > level]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                del counts[deeper]
        shown = found.levels[level]
        if shown.format == "bullet":
            return _BULLET

        def number(match: regex.Match[str]) -> str:
            at = int(match[1]) - 1
            other = found.levels.get(at, _Level())
            return _written(counts.get(at, other.start), "decimal" if shown.legal else other.format)

        text: str = _PLACE.sub(number, shown.text)
        return text


def _written(count: int, shape: str) -> str:
    """A count in one of Word's formats; in Arabic digits where the format has no more to give, or is not a Chinese file's.

    >>> _written(11, "chineseCounting"), _written(3, "decimalEnclosedCircle"), _written(27, "upperLetter")
    ('十一', '③', 'AA')
    """
    if shape == "none":
        return ""
    if shape in _CHINESE and 0 < count < 100:
        return numeral(count)
    if shape in _SERIES and 0 < count <= len(_SERIES[shape]):
        return _SERIES[shape][count - 1]
    if shape == "decimalZero":
        return f"{count:02}"
    if shape == "decimalFullWidth":
        return str(count).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    if shape in ("upperLetter", "lowerLetter") and count > 0:
        cycle, letter = divmod(count - 1, 26)
        text = chr(97 + letter) * (min(cycle, 9) + 1)
        return text.upper() if shape == "upperLetter" else text
    if shape in ("upperRoman", "lowerRoman") and 0 < count < 400:
        text = ""
        for worth, digits in _ROMAN:
            times, count = divmod(count, worth)
            text += digits * times
        return text.upper() if shape == "upperRoman" else text
    return str(count)
