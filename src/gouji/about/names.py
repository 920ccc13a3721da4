"""The unit whose disclosure it is, as titles, labels and the cover name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from gouji.about.words import about_words
from gouji.about.writing import Writing
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of

_BRACKETS = pattern_of(r"\([^()]*\)$")
_COVER_LINES = 4
_LEAST_NAME = 5
_LEAST_SPOKEN = 2


class _Named(NamedTuple):
    """A name and the word behind it that tells how far the document reaches (汇总, 本级)."""

    name: str
    mark: str
    superior: bool = False


class Names:
    """Every name of the unit in a document."""

    def __init__(self, writing: Writing) -> None:
        self._words = about_words()
        found = list(dict.fromkeys(self._found(writing))) or list(dict.fromkeys(self._labelled(writing.heads)))
        own = [each for each in found if not each.superior] or found
        self.unit = own[0].name if own else ""
        self.all = tuple(dict.fromkeys(each.name for each in own))
        self.all += tuple(self._spoken(writing))
        self.superior = next(
            (each.name for each in found if each.superior and each.name not in self.all), self._over(writing)
        )
        self.extent = next((self._words.extent[each.mark] for each in own if each.mark in self._words.extent), "")

    def _found(self, writing: Writing) -> Iterator[_Named]:
        words = self._words
        kinds = [name for names in writing.words.sections["kind"].values() for name in names]
        for text in writing.short:
            if writing.is_title(text) and any(kind in text for kind in kinds):
                yield from _matches(words.titles, text)
        yield from self._on_cover(writing)
        yield from self._labelled(writing.short)

    def _labelled(self, texts: Sequence[str]) -> Iterator[_Named]:
        for text, behind in pairwise([*texts, ""]):
            told = text + behind if text.endswith(":") else text  # 部门: | 甲局 | 单位:万元
            for named in _matches((self._words.label,), told):
                yield named._replace(superior=self._words.superior.search(told) is not None)

    def _on_cover(self, writing: Writing) -> Iterator[_Named]:
        """A line of its own among the first, if a title of the document is near; or two lines over which a name is folded."""
        first = writing.opening[:_COVER_LINES]
        if not any(text in writing.titles for text in first):
            return
        folded = [one + other for one, other in pairwise(first) if not {one, other} & {*writing.titles}]
        for lines in (first, folded):
            named = [each for text in lines for each in _matches((self._words.cover,), text)]
            named = [each for each in named if len(each.name) >= _LEAST_NAME]
            if named:
                yield from named
                return

    def _spoken(self, writing: Writing) -> Iterator[str]:
        """The name with which paragraphs begin (甲局2024年度…), where no title or label has it so, and none that they have is ever written
        there: folded over two lines of a cover, or without a cover."""
        said = (named for flow in writing.flows for named in _matches(self._words.titles[:1], flow.text))
        found = Counter(named.name for named in said).most_common(1)
        if found and found[0][1] >= _LEAST_SPOKEN and found[0][0] not in self.all:
            name = found[0][0]
            before = any(flow.text.startswith(own) for own in self.all for flow in writing.flows if flow.text != own)
            longer = any(name.startswith(own) or name.endswith(own) for own in self.all)
            if not before or longer or any(is_short_for(name, own) for own in self.all):
                yield name

    def _over(self, writing: Writing) -> str:
        """The superior that the text names: 是甲局所属的."""
        for flow in writing.flows:
            match = self._words.belongs.search(flow.text)
            if match and match[1] not in self.all and not any(match[1] in name for name in self.all):
                return str(match[1])
        return ""


def same_unit(one: str, other: str) -> bool:
    """Whether two names may be of one unit: one may leave out the place before it or the words in brackets behind it."""
    first, second = bare(one), bare(other)
    return first in second or second in first


def bare(name: str) -> str:
    """A name as it is compared: without spaces, and without the words in brackets behind it."""
    return str(_BRACKETS.sub("", plain(name)))


def is_short_for(name: str, unit: str) -> bool:
    """Whether all characters of a name stand in another one in this order (省检察院 for 甲省人民检察院)."""
    letters = iter(unit)
    return all(letter in letters for letter in name)


def _matches(patterns: tuple[regex.Pattern[str], ...], text: str) -> Iterator[_Named]:
    for pattern in patterns:
        match = pattern.match(text)
        if match:
            name, *marks = match.groups()
            yield _Named(name, next(filter(None, marks), ""))
            return
