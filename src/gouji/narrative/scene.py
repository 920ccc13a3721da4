"""Where a sentence is said: the paragraph as tokens, and what its headings and the document settle."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from gouji.about.names import is_short_for
from gouji.document import Flow, Span
from gouji.facts import Fact
from gouji.lexicon import Dims, Lexicon
from gouji.lexicon.lexicon import plain
from gouji.narrative.items import ItemIndex
from gouji.narrative.sections import Sections
from gouji.narrative.vocabulary import Kind, Token
from gouji.precompiled import pattern_of

HAN = pattern_of(r"[\u4e00-\u9fffA-Za-z]")
_CLEAR = (Kind.AMONG, Kind.INCLUDES, Kind.MARK, Kind.YEAR, Kind.DATE)
_SILENT = frozenset(
    [
        Kind.MARK,
        Kind.DATE,
        Kind.CODE,
        Kind.FILLER,
        Kind.UNKNOWN,
        Kind.OF,
        Kind.PER,
        Kind.OPENING,
        Kind.COMPLETE,
        Kind.APART,
    ]
)
_CLEAR_STOPS = ",:、()"
_LEAST_MODIFIER = 2
_LEAST_UNIT = 4
_COMPARED = pattern_of(r",(?=[vI][fOt]*[Yp])")


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words of the lexicon that steps ask about."""

    before: regex.Pattern[str]
    after: regex.Pattern[str]
    fillers: regex.Pattern[str]
    nouns: tuple[str, ...]
    whole: frozenset[str]
    of_which: tuple[str, ...]
    exceptions: tuple[str, ...]
    carried: tuple[str, ...]
    as_of: frozenset[str]
    complete: frozenset[str]
    definition: tuple[str, ...]
    again: str

    @staticmethod
    def of(lexicon: Lexicon, units: tuple[str, ...]) -> Words:
        phrases = lexicon.phrases
        fillers = phrases["fillers"]
        return Words(
            _made_of([*fillers["before"], *units]),
            _made_of(fillers["after"]),
            _made_of([*fillers["before"], *units, *fillers["after"]]),
            fillers["unknown"],
            frozenset((*fillers["whole"], *units)),
            phrases["among"]["of_which"],
            phrases["absence"]["except"],
            phrases["absence"]["carried"],
            frozenset(phrases["years"]["as_of"]),
            frozenset(phrases["includes"]["complete"]),
            phrases["reason"]["definition"],
            phrases["reason"]["again"][0],
        )


def _made_of(words: Iterable[str]) -> regex.Pattern[str]:
    """Words that are nothing but some others side by side (其中, 共有)."""
    return regex.compile(r"(?:\L<words>)+", words=list(words))  # units are another document's tomorrow: not to be kept


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole document."""

    lexicon: Lexicon
    words: Words
    items: ItemIndex
    units: tuple[str, ...]
    year: int
    measure: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A paragraph: its tokens with the facts of its numbers, its place, and what its headings settle (`base`), its list number: how long it is, of
    which level (0: it has none), and whether it is about one of several units, whose name it begins with."""

    setting: Setting
    sections: Sections
    flow: Flow
    tokens: tuple[Token, ...]
    letters: str
    facts: dict[int, Fact]
    paragraph: int
    base: Dims
    marker: int
    level: int
    is_of_one_unit: bool
    _places: dict[Kind | str, list[int]] = field(default_factory=dict)

    @property
    def measure(self) -> str:
        return self.setting.measure

    @property
    def lexicon(self) -> Lexicon:
        return self.setting.lexicon

    def start(self, index: int) -> int:
        """Where a token begins; the paragraph's end behind the last."""
        return self.tokens[index].start if index < len(self.tokens) else len(self.flow.text)

    def span(self, first: int, last: int) -> Span:
        """The source of the tokens from `first` to the one before `last`."""
        return self.flow.span(self.tokens[first].start, self.tokens[last - 1].end)

    def text(self, first: int, last: int) -> str:
        """The words of the tokens from `first` to the one before `last`."""
        last = min(last, len(self.tokens))
        return self.flow.text[self.start(first) : self.tokens[last - 1].end] if first < last else ""

    def unknown_before(self, first: int, last: int) -> str:
        """What is left of the words in front of a phrase when the fillers at their beginning are gone."""
        return self._left(first, last, self.setting.words.before)

    def unknown_behind(self, first: int, last: int) -> str:
        """What is left of the words behind a phrase when the fillers at their beginning are gone."""
        return self._left(first, last, self.setting.words.after)

    def _left(self, first: int, last: int, fillers: regex.Pattern[str]) -> str:
        while first < last:
            token = self.tokens[first]
            clear = token.kind in _CLEAR or (token.kind is Kind.STOP and token.text in _CLEAR_STOPS)
            if not clear and not fillers.fullmatch(token.text):
                break
            first += 1
        text = self.text(first, last)
        return text if HAN.search(text) else ""

    def is_own(self, before: str) -> bool:
        """省检察院2024年度…: whether the unknown words before an amount name the document's own unit, in full or in short, its place, or units
        without a name (1家事业单位…)."""
        words, units = self.lexicon.elsewhere, self.setting.units
        name = plain(words.aside.sub("", before))
        if name in units or name in words.own or words.place.search(name):
            return True
        own = not units or any(is_short_for(name, unit) or name.endswith(unit) for unit in units)
        return own and self.lexicon.is_unit(name)

    def is_of_another_unit(self, clause: int, first: int) -> bool:
        """东坝管理处预算2,400.00万元; 局机关“三公”经费…: whether the words before a phrase are the name of a unit, other than the document's own, or of
        the part of it that is no more than its office; or of several (…等21个部门)."""
        if self.is_of_one_unit:
            return True
        words = self.lexicon.elsewhere
        name = plain(words.aside.sub("", self.text(clause, max(first, clause))))
        counted = self.text(clause - 1, first) if self.letters[clause - 1 : clause] == "C" else ""
        if words.office.search(name) or words.several.fullmatch(counted):
            return not any(words.office.search(unit) for unit in self.setting.units)
        return len(name) >= _LEAST_UNIT and self.lexicon.is_unit(name) and not self.is_own(name)

    def is_clear(self, first: int, last: int) -> bool:
        """Whether between two places there are but words that change nothing."""
        return not self._left(first, last, self.setting.words.fillers)

    def known(self, first: int, last: int | None = None) -> Iterator[Token]:
        """The tokens from one on that say something."""
        last = len(self.tokens) if last is None else min(last, len(self.tokens))
        return (self.tokens[at] for at in range(first, last) if self.tokens[at].kind not in _SILENT)

    def names_unknown(self, first: int, last: int) -> bool:
        """Whether words in front of a phrase name something that the lexicon does not know (专项资金…)."""
        left = self.unknown_before(first, last)
        return any(word in left for word in self.setting.words.nouns)

    def dated(self, base: Dims) -> Dims:
        """The base of a comparison with its year, where it says 上年."""
        return base._replace(period=self.setting.year - 1) if base.period == -1 else base

    def defines_nature(self, first: int, last: int, nature: str) -> bool:
        """（一）基本支出情况⏎保障局机关、下属单位等机构正常运转的日常支出…: whether words say in full what the nature of a section's heading means."""
        said = self.text(first, last).endswith(self.lexicon.phrases["defined"]["natures"])
        return said and nature == self.base.nature != ""

    def is_modified(self, first: int, last: int, least: int = _LEAST_MODIFIER) -> bool:
        """Whether unknown words of some length stand in front of a phrase (日常支出, 对接运维支出)."""
        return len(HAN.findall(self.unknown_before(first, last))) >= least

    def is_behind_average(self, index: int) -> bool:
        """Whether a comparison stands right behind what one of several costs, which measures nothing that a table has (人均2.50万元，
        比上年…)."""
        before = self.facts.get(index - 2) if self.letters[max(0, index - 2) : index] == "N," else None
        return before is not None and not before.keys and before.quantity.unit.dimension == "money"

    def begin_of_sentence(self, index: int) -> int:
        """The token with which the sentence of a token begins; behind a reason, its semicolon ends one."""
        begin = self.letters.rfind(".", 0, index) + 1
        reason = self.letters.rfind("z", begin, index)
        return max(begin, self.letters.rfind(";", reason, index) + 1) if reason >= 0 else begin

    def end_of_sentence(self, first: int, marks: str = "。;") -> int:
        """The token from `first` on with which a sentence ends; the one behind the last if it does not."""
        return min(self._next(first, mark) for mark in marks)

    def next_of(self, first: int, *kinds: Kind) -> int:
        """The token from `first` on that is of one of some kinds; the one behind the last if none is."""
        return min(self._next(first, kind) for kind in kinds)

    def closes(self, first: int) -> bool:
        """Whether the bracket that is open here is closed later on."""
        return self._next(first, ")") < self._next(first, "(")

    def next_mark(self, first: int, mark: str) -> int:
        """The mark of this form from `first` on; the token behind the last if there is none."""
        return self._next(first, mark)

    def comparison(self, first: int) -> int:
        """The comma from `first` on before a comparison (…等支出，比上年增加…); the token behind the last if there is none."""
        return self._next(first, _COMPARED.pattern)

    def _next(self, first: int, what: Kind | str) -> int:
        """Of a mark or a kind of token, the first from here on."""
        if not self._places:
            self._places[_COMPARED.pattern] = [match.start() for match in _COMPARED.finditer(self.letters)]
            for index, token in enumerate(self.tokens):
                self._places.setdefault(token.kind, []).append(index)
                if token.kind is Kind.STOP:
                    self._places.setdefault(token.text, []).append(index)
        places = self._places.get(what, ())
        at = bisect_left(places, first)
        return places[at] if at < len(places) else len(self.tokens)
