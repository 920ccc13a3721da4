"""The lexicon's tables, typed, and what they say of a text."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import regex

from gouji.lexicon.entries import NOTHING, Bound, CodeName, Dims, Elsewhere, Identity, Occasion, Phrases, StatementType
from gouji.lexicon.titles import Titles
from gouji.lexicon.words import Segmenter
from gouji.precompiled import pattern_of
from gouji.quantity import fold


def unquoted(text: str) -> str:
    """Without quotation marks (folded)."""
    return text.replace('"', "").replace("'", "")


@lru_cache(16384)
def lacks(text: str, whole: str) -> bool:
    """Whether a text is another one with characters left out, or with none."""
    rest = iter(whole)
    return all(letter in rest for letter in text)


@lru_cache(16384)
def plain(text: str) -> str:
    """Folded and without spaces: the form in which lexicon words are compared."""
    return fold(text).replace(" ", "").replace("\n", "")


@dataclass(eq=False, repr=False)
class Lexicon:
    """All tables of the lexicon."""

    terms: dict[str, Dims]
    names: dict[str, dict[str, list[str]]]
    codes: dict[str, dict[str, str]]
    named: dict[tuple[str, str], list[CodeName]]
    called: dict[tuple[str, str], list[CodeName]]
    phrases: Phrases
    opposites: dict[str, str]
    statements: list[StatementType]
    other_tables: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
    columns: dict[str, frozenset[str]]
    rows: dict[str, tuple[str, ...]]
    labels: dict[str, Any]
    title_parts: dict[str, tuple[str, ...]]
    levels: dict[str, int]
    defaults: dict[str, str]
    identities: list[Identity]
    bounds: list[Bound]
    occasions: list[Occasion]
    sections: dict[str, Any]
    _dims: dict[str, Dims] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def item_title(self) -> regex.Pattern[str]:
        """The end of a title that is nothing but a path of names: …（款）机关事业单位基本养老保险缴费支出（项）。"""
        return pattern_of(rf"^[^,;:。\d]*\([{''.join(self.levels)}]\)[.。]?$")

    @cached_property
    def item_part(self) -> regex.Pattern[str]:
        """A path of names that breaks off: …（款）机关事业单位职业年金缴费支"""
        marks = "".join(self.levels)
        return pattern_of(rf"\([{marks}]\)[^,;:。.\d()]+$")

    @cached_property
    def segmenter(self) -> Segmenter:
        """Knows every term, name and phrase word."""
        words = set(self.terms)
        for table in self.names.values():
            words.update(table)
        for name, group in self.phrases.items():
            if name not in ("exhaustive", "natures", "unwritten"):
                for role, entries in group.items():
                    if role not in ("unknown", "nothing", "points", "thresholds"):
                        words.update(entries)
        return Segmenter(words)

    @cached_property
    def count_items(self) -> frozenset[str]:
        """The items that are counted, not paid: 人员编制, 车辆 …"""
        return frozenset(dims.item for dims in self.terms.values() if dims.classification == "N")

    @cached_property
    def counts_of(self) -> dict[tuple[str, str], str]:
        """By the item of a cost and a unit, what a count in that unit beside the cost counts."""
        return {
            (cost, unit): item
            for occasion in self.occasions
            for item, units in occasion.counts.items()
            for unit in units
            for cost in occasion.costs[:1]
        }

    @cached_property
    def cost_of(self) -> dict[str, str]:
        """What the occasions cost that an item counts."""
        return {item: occasion.costs[0] for occasion in self.occasions for item in occasion.counts}

    @cached_property
    def totals(self) -> frozenset[str]:
        """The words that only say total: 合计, 总计."""
        return frozenset(w for w, d in self.terms.items() if d in (Dims(item="total"), Dims(item="grand")))

    @cached_property
    def total_words(self) -> frozenset[str]:
        """The words that name a total or subtotal of anything: 合计, 本年支出合计, 小计."""
        return frozenset(w for w, d in self.terms.items() if d.item in ("total", "grand") or d.nature == "all")

    @cached_property
    def subtotals(self) -> frozenset[str]:
        """The names of personnel and public spending: 人员经费合计, 公用经费 …"""
        return frozenset(w for w, d in self.terms.items() if d.nature in ("personnel", "public"))

    @cached_property
    def label_line(self) -> regex.Pattern[str]:
        """A line that labels a table (公开01表, 单位：万元, 注：…) and never continues a sentence."""
        return pattern_of("|".join(f"(?:{p})" for p in self.labels["lines"]))

    @cached_property
    def unwritten(self) -> regex.Pattern[str]:
        """What a draft leaves to people, in its marks: 【请更新：…】. Marks may stand in marks."""
        words = "|".join(map(regex.escape, self.phrases["unwritten"]["marks"]))
        return pattern_of(rf"\[(?:{words}):(?:[^\[\]]|\[[^\[\]]*\])*\]")

    @cached_property
    def prior_mark(self) -> regex.Pattern[str]:
        """The end of a caption that marks last year's statement."""
        return pattern_of(self.labels["prior"])

    @cached_property
    def years_apart(self) -> regex.Pattern[str]:
        """A head that says that a column is what lies between two years: 2023比2022."""
        return pattern_of(self.labels["years_apart"])

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What says that an amount is another account's, region's or part of a year's."""
        words = self.phrases["elsewhere"]
        others = "|".join((*map(regex.escape, words["words"]), *words["region"]))
        keys = ("part_of_year", "place", "aside", "office", "several")
        part, place, aside, office, several = (pattern_of("|".join(words[key])) for key in keys)
        return Elsewhere(pattern_of(others), part, place, aside, office, several, frozenset(words["own"]))

    @cached_property
    def level_mark(self) -> regex.Pattern[str]:
        """The mark of a level behind an item's name, alone or with its digits: 文化和旅游(款), 文化和旅游(01款), 文化和旅游(01)款."""
        levels = f"(?P<level>[{''.join(self.levels)}])"
        return pattern_of(rf"\((?P<digits>\d{{2,3}})?{levels}\)|\((?P<digits>\d{{2,3}})\){levels}(?!目)")

    @cached_property
    def open_line(self) -> regex.Pattern[str]:
        """The end of a line that the next paragraph goes on with."""
        return pattern_of(self.labels["open"])

    @cached_property
    def onward_line(self) -> regex.Pattern[str]:
        """The beginning of a line that goes on with the one above it, though that ends with a full stop."""
        return pattern_of(self.labels["onward"])

    @cached_property
    def title_line(self) -> regex.Pattern[str]:
        """A line that may be a title."""
        return pattern_of(self.labels["title"])

    @cached_property
    def section_line(self) -> regex.Pattern[str]:
        """The title of a section of the narrative."""
        return pattern_of(self.labels["section"])

    @cached_property
    def torn_line(self) -> regex.Pattern[str]:
        """The end of a line that is no title, however short: the sentence goes on."""
        return pattern_of(self.labels["torn"])

    @cached_property
    def titles(self) -> list[tuple[str, StatementType]]:
        """Every statement title, longest first."""
        pairs = [(plain(title), kind) for kind in self.statements for title in kind.titles]
        return sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)

    @cached_property
    def titled(self) -> dict[str, list[StatementType]]:
        """The statements that are called by each title (plain)."""
        found: dict[str, list[StatementType]] = {}
        for title, statement in self.titles:
            found.setdefault(title, []).append(statement)
        return found

    @cached_property
    def _types(self) -> dict[str, StatementType]:
        return {unquoted(title): kind for title, kind in self.titles}

    @cached_property
    def _ahead(self) -> regex.Pattern[str]:
        return _any_of(*self.title_parts["prefixes"], *self.title_parts["units"])

    @cached_property
    def _behind(self) -> regex.Pattern[str]:
        return _any_of(*self.title_parts["suffixes"])

    @cached_property
    def _anchors(self) -> Titles:
        return Titles(self._types)

    @cached_property
    def _known_titles(self) -> Titles:
        return Titles(self.titled)

    def titles_in(self, text: str) -> list[str]:
        """The titles of statements within a text (plain), the longest at each place where one begins."""
        return [text[start:end] for start, end in self._known_titles.within(text)]

    def _anchored(self, text: str) -> str | None:
        """The title of a statement that a text is, with nothing but known words before and behind it: of several the one
        that leaves most before it."""
        if len(text) > _LONGEST_TITLE or not (found := self._anchors.within(text)):
            return None
        before = _made_of(self._ahead, text, 0, found[-1][0])
        for start, end in reversed(found):
            if start in before and len(text) in _made_of(self._behind, text, end, len(text)):
                return text[start:end]
        return None

    def row_names(self, items: Container[str]) -> set[str]:
        """What statements call the rows of some items (购置费 that of 公务用车购置费)."""
        return {name for kind in self._types.values() for name, meant in kind.labels if meant in items}

    def is_unit(self, text: str) -> bool:
        """Whether a title (plain) is nothing but the name of a unit."""
        return bool(self._unit.fullmatch(text))

    @cached_property
    def _unit(self) -> regex.Pattern[str]:
        return _any_of(*self.title_parts["units"])

    def statement_title(self, text: str) -> StatementType | None:
        """The statement that a line (plain) names: its title, with nothing but known words before and behind it."""
        title = self._anchored(unquoted(text))
        if title is None and (found := self._of_performance.fullmatch(unquoted(text))):  # behind the name of a project
            title = found["title"]
        return self._types[title] if title else None

    @cached_property
    def _of_performance(self) -> regex.Pattern[str]:
        behind = "|".join(f"(?:{pattern})" for pattern in self.title_parts["suffixes"])
        titles = [title for title, kind in self._types.items() if kind.rows == "performance"]
        return pattern_of(rf"[^。;]{{0,60}}?(?P<title>\L<titles>)(?:{behind})*", titles=titles)

    def title_part(self, text: str) -> str:
        """A line (plain) from the last table number on, where a title follows it; a note before a title is no part of it."""
        start = 0
        for found in self._table_number.finditer(text):
            start = found.end() if found.end() < len(text) else start
        return text[start:] if self.is_title(text[start:]) else text

    def has_table_number(self, text: str) -> bool:
        """Whether a line (plain) numbers a table: 表3, 公开03表."""
        return bool(self._table_number.fullmatch(text))

    def bare_title(self, text: str) -> str:
        """A title (plain) without what may stand before and behind it."""
        return self._anchored(unquoted(self.title_part(plain(text)))) or text

    @cached_property
    def _table_number(self) -> regex.Pattern[str]:
        return pattern_of(self.title_parts["number"][0])

    @cached_property
    def _title_form(self) -> regex.Pattern[str]:
        behind = "|".join(f"(?:{pattern})" for pattern in self.title_parts["suffixes"])
        return pattern_of(rf"[^。;]{{2,60}}?(?:{'|'.join(self.title_parts['ends'])})(?:{behind})*")

    def is_title(self, text: str) -> bool:
        """Whether a line (plain) has the form of a table's title."""
        return bool(self._title_form.fullmatch(text)) and not self.label_line.fullmatch(text)

    def name_of(self, classification: str, code: str, year: int) -> str:
        """The name of a code in a fiscal year, of several the newest; "" for an unknown code."""
        found = self.named.get((classification, code), [])
        then = [each for each in found if each.holds(year)]
        return max(then or found, key=lambda each: each.first).name if found else ""

    def code_of(self, classification: str, name: str, year: int = 0) -> str:
        """The shortest code with this name in a classification and year, else in any year; "" if there is none."""
        return min(self.codes_of(classification, name, year), key=len, default="")

    def codes_of(self, classification: str, name: str, year: int = 0) -> list[str]:
        """Every code with this name in a classification and year, else in any year."""
        found = self.called.get((classification, name), [])
        return [each.code for each in found if each.holds(year)] or [each.code for each in found]

    def is_known(self, text: str) -> bool:
        """Whether a short text (plain) is made of the lexicon's terms, all but one character at most."""
        known = self._known.get(text)
        if known is None:
            words = self.segmenter.words(text, 0, len(text))
            covered = sum(end - start for start, end in words if text[start:end] in self.terms)
            known = self._known[text] = covered >= len(text) - 1
        return known

    def dims_of(self, text: str) -> Dims:
        """The dimensions that a short text (a header, a row name, a heading) settles; later words refine earlier ones."""
        text = plain(text)
        known = self._dims.get(text)
        if known is None:
            exact = self.terms.get(text)
            if exact is not None:
                known = exact
            else:
                known = NOTHING
                for start, end in self.segmenter.words(text, 0, len(text)):
                    term = self.terms.get(text[start:end])
                    if term is not None:
                        known = _merge(known, term)
            self._dims[text] = known
        return known


_LONGEST_TITLE = 200


def _any_of(*patterns: str) -> regex.Pattern[str]:
    return pattern_of("|".join(f"(?:{pattern})" for pattern in patterns))


def _made_of(words: regex.Pattern[str], text: str, start: int, end: int) -> set[int]:
    """Where what stands behind `start` may be a row of such words up to there. As a pattern, (?:…)*, it would be tried
    in as many ways as names can be cut into names."""
    ends = {start}
    for at in range(start + 1, end + 1):
        if any(words.fullmatch(text, begin, at) for begin in ends):
            ends.add(at)
    return ends


def _merge(earlier: Dims, later: Dims) -> Dims:
    merged = later.over(earlier)
    if later.nature == "all" and earlier.nature:
        merged = merged._replace(nature=earlier.nature)  # 基本支出小计
    if earlier.flow and later.flow and {earlier.flow, later.flow} == {"income", "expenditure"}:
        merged = merged._replace(flow="both")
    return merged


def code_class(code: str) -> str:
    """The classification that a 科目 code belongs to: F functional, E economic, G government economic."""
    return {"2": "F", "3": "E", "5": "G"}.get(code[:1], "")
