"""What stands in a template in the place of the numbers, years, names, purposes and lists of a paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import regex

from gouji.document import Heading, Paragraph, Span
from gouji.facts import TOTALS, Fact
from gouji.narrative.vocabulary import Kind
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.styling.movements import Movements, Piece, years
from gouji.styling.subjects import Subjects
from gouji.writing.calling import unit_called
from gouji.writing.figures import count_patterns, dims_named, nature_names, own_names, purpose_pattern

_LONGEST_NAME = 14
_STOPS = "。;"
_CLAIMING = frozenset([Kind.BASE, Kind.REASON])
_SIGNED = frozenset([Kind.DIRECTION, Kind.COMPARISON, Kind.ALMOST])
_BOUNDARY = pattern_of(r"[,，。;；:：、()（）“”\"\s]")
_FILTERS = {"amount": "金额", "budget": "预算", "prior": "上年"}


@dataclass
class Expressions:
    """The places of a document's paragraphs, with what a template has there."""

    subjects: Subjects
    movements: Movements
    words: dict[str, str]

    def pieces(self, section: str, block: Paragraph) -> list[Piece]:
        """All places of a paragraph, none within another: of two the one that begins first, the longer of those."""
        found = [*self.movements.pieces(section, block)]
        found += self._reasons(block)
        found += self._purposes(block)
        found += self._listed(block)
        found += self._denied(block)
        found += self._numbers(block)
        found += self._counts(block)
        if any("|" in piece.text for piece in found):
            found += self._directions(block)
        found += self.named(block)
        kept: list[Piece] = []
        for piece in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
            if not kept or piece.span.start >= kept[-1].span.end:
                kept.append(piece)
        return kept

    def named(self, block: Paragraph | Heading) -> Iterator[Piece]:
        """Years, and what the document calls its unit."""
        report = self.subjects.report
        for span, name in years(block.flow, report.year):
            yield Piece(span, f"{{{{ {name} }}}}")
        units = {unit: "单位名称" for unit in (unit_called(report), *report.about.names) if unit}
        own = self.subjects.inputs.own
        units |= {own: "单位"} if own else dict.fromkeys(own_names(), "单位")
        for text, name in units.items():
            for match in regex.finditer(regex.escape(fold(text)), block.flow.text):
                yield Piece(block.flow.span(*match.span()), f"{{{{ {name} }}}}")

    def _directions(self, block: Paragraph) -> Iterator[Piece]:
        """Words of direction that no movement has, in sentences that hold one thing against another or explain it: they were right last year."""
        tokens = self.movements.paragraphs.tokens(block.flow)
        stops = [index for index, sign in enumerate(block.flow.text) if sign in _STOPS]
        claiming = {bisect_left(stops, token.start) for token in tokens if token.kind in _CLAIMING}
        for token in tokens:
            if token.kind in _SIGNED and bisect_left(stops, token.start) in claiming:
                yield Piece(block.flow.span(token.start, token.end), self.words["movement"])

    def _numbers(self, block: Paragraph) -> Iterator[Piece]:
        for mention in self.movements.mentions(block):
            yield self._number(block, mention.fact)
        for fact in self._explaining:
            if block.span.start <= fact.span.start < block.span.end:
                yield Piece(fact.span, self.words["nameless"])

    @cached_property
    def _explaining(self) -> list[Fact]:
        """Numbers in reasons and purposes."""
        mentions = self.subjects.report.narrative.mentions
        return [mention.fact for mention in mentions if mention.reason and mention.reason != "not fiscal"]

    def _number(self, block: Paragraph, fact: Fact) -> Piece:
        dimension = fact.quantity.unit.dimension
        if dimension == "money":
            return Piece(fact.span, self._amount(fact) or self._open(block, fact))
        if dimension == "rate":
            return self._share(block, fact)
        name = self.subjects.counted(fact)
        unit = fact.quantity.unit.name
        return Piece(fact.span, f"{{{{ '{name}' | 数量('{unit}') }}}}" if name else self._open(block, fact))

    def _amount(self, fact: Fact) -> str:
        stated = self.subjects.stated(fact)
        if stated is None:
            return ""
        name, role = stated
        told = self.subjects.natures.get(name)
        if role == "amount" and told is not None and self.subjects.figures.amount(name) is None:
            return of_nature(name, "构成.amount | 款额")
        amount = self.subjects.of(name, role)
        is_nothing = role == "amount" and amount is not None and amount.value == 0
        return f"{{{{ '{name}' | {'金额或零' if is_nothing else _FILTERS[role]} }}}}"

    def _share(self, block: Paragraph, fact: Fact) -> Piece:
        """A share; with its clause only where the whole may be nothing another year."""
        share = self.subjects.share(fact)
        if share is None:
            name = self.subjects.completion(fact)
            return Piece(fact.span, f"{{{{ '{name}' | 完成率 }}}}" if name else self._open(block, fact))
        part, whole = share
        text = f"{{{{ '{part}' | 占比('{whole}') }}}}"
        dims = dims_named(whole)
        if dims is not None and (dims.item or "total") in TOTALS and not dims.nature:
            return Piece(fact.span, text)
        flow = block.flow
        end = self.movements.paragraphs.at(flow, fact.span.start)
        start = max((index for index in range(end) if flow.text[index] in ",;。"), default=-1)
        taken = [m.fact.span for m in self.movements.mentions(block)]
        clause = flow.span(start, end) if 0 <= start < end - 1 and flow.text[start] in ",;" else None
        if clause is None or any(clause.start <= span.start < clause.end for span in taken):
            return Piece(
                fact.span, f"{{% if '{whole}' is 有数 %}}{text}{{% else %}}{self.words['nameless']}{{% endif %}}"
            )
        told = "".join(self.subjects.report.document.quote(clause).split())
        return Piece(Span(clause.start, fact.span.end), f"{{% if '{whole}' is 有数 %}}{told}{text}{{% endif %}}")

    def _open(self, block: Paragraph, fact: Fact) -> str:
        """A place for what neither statements nor inputs give, named by the words before it."""
        flow = block.flow
        at = self.movements.paragraphs.at(flow, fact.span.start)
        before = flow.text[max(0, at - 2 * _LONGEST_NAME) : at]
        name = _BOUNDARY.split(before)[-1][-_LONGEST_NAME:]
        return self.words["number"].format(name=name) if name and not name[-1:].isdigit() else self.words["nameless"]

    def _counts(self, block: Paragraph) -> Iterator[Piece]:
        """Counts that the narrative says without naming them (接待3批次)."""
        for name, pattern in count_patterns().items():
            counted = self.subjects.inputs.of(name).counted
            match = pattern_of(pattern).search(block.flow.text)
            if match is not None and counted is not None and match[1] == f"{counted:f}":
                yield Piece(block.flow.span(*match.span(1)), f"{{{{ '{name}' | 数量('') }}}}")

    def _reasons(self, block: Paragraph) -> Iterator[Piece]:
        """Reasons of what no movement tells."""
        for reason in self.subjects.report.narrative.reasons:
            if block.span.start <= reason.span.start < block.span.end:
                yield Piece(reason.span, self.words["reason"])

    def _purposes(self, block: Paragraph) -> Iterator[Piece]:
        """What an amount of the paragraph is spent on."""
        for match in pattern_of(purpose_pattern()).finditer(block.flow.text):
            span = block.flow.span(*match.span(1))
            if any(span.start <= mention.fact.span.start < span.end for mention in self.movements.mentions(block)):
                continue  # 主要用于以下方面：…
            text = "".join(self.subjects.report.document.quote(span).split())
            stated = (self.subjects.stated(mention.fact) for mention in self.movements.mentions(block))
            names = (each[0] for each in stated if each is not None)
            name = next((name for name in names if self.subjects.inputs.of(name).purpose == text), "")
            yield Piece(span, f"{{{{ '{name}' | 用途 }}}}" if name else self.words["purpose"])

    def _listed(self, block: Paragraph) -> Iterator[Piece]:
        """主要包括：办公费、印刷费…: what personnel and public spending goes to."""
        for enumeration in self.subjects.report.narrative.enumerations:
            items = enumeration.items
            if not items or not block.span.start <= enumeration.span.start < block.span.end:
                continue
            names = [name for name in self.subjects.named([enumeration.owner]) if name in nature_names()]
            if names and enumeration.owner.nature:
                listed = of_nature(names[0], "构成.names | join('、')")
                text = listed if names[0] in self.subjects.natures else self.words["listed"]
                yield Piece(Span(items[0].span.start, items[-1].span.end), text)

    def _denied(self, block: Paragraph) -> Iterator[Piece]:
        """无外事接待支出: a clause of a sentence that tells other things."""
        for span, names in self.absences:
            text = "".join(self.subjects.report.document.quote(span).split())
            known = [name for name in names if self.subjects.known.is_none(name)]
            if block.span.start <= span.start < block.span.end and known and not any(c.isdigit() for c in text):
                yield Piece(span, absent(known, text, amounts(known)))

    @cached_property
    def absences(self) -> list[tuple[Span, list[str]]]:
        """What the narrative says that there is not, by the subjects."""
        found = ((a.span, self.subjects.named(a.keys)) for a in self.subjects.report.narrative.absences)
        return [(span, names) for span, names in found if names]


def amounts(names: list[str]) -> str:
    """What there is of some subjects."""
    return "，".join(f"{name}{{{{ '{name}' | 金额 }}}}" for name in names)


def absent(names: list[str], text: str, otherwise: str) -> str:
    """A text that stands only where it is known that there is nothing of some subjects."""
    test = " and ".join(f"'{name}' is 没有" for name in names)
    return f"{{% if {test} %}}{text}{{% else %}}{otherwise}{{% endif %}}"


def of_nature(name: str, expression: str) -> str:
    """An expression about personnel or public spending."""
    return f"{{% for 构成 in 基本支出构成 if 构成.name == '{name}' %}}{{{{ {expression} }}}}{{% endfor %}}"
