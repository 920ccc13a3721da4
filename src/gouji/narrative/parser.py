"""From paragraphs to claims: mentions are gathered into phrases, phrases into facts, and facts into claims.

A paragraph is read token by token. Terms and item names gather into a noun phrase; a number consumes it. What the
phrase leaves open comes from the subject spoken of, the total being broken down (其中), and the headings, in that order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import regex

from gouji.document import Block, Document, Heading, Paragraph, Table
from gouji.facts import BALANCES, Absence, Enumeration, Fact, ListedItem, Word, key_for
from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import code_class, plain
from gouji.narrative.claims import Change, Claims, Comparison, Group, Mention, Ratio, Reason, YearMention
from gouji.narrative.items import ItemIndex
from gouji.narrative.reading import Reading
from gouji.narrative.sections import Sections
from gouji.narrative.tokens import Kind, Token, Vocabulary, tokens
from gouji.quantity import ZERO, NumberKind, Quantity, unit_named
from gouji.recall import Recall

BUDGETS = ("initial", "full", "budget")
_HAN = regex.compile(r"[\u4e00-\u9fffA-Za-z]+")
_MONTH = regex.compile(r"\s*年?\s*\d{1,2}\s*月")
_CODED = regex.compile(r"\p{Han}\(\d{3,7}\)$")  # 一般公共服务(201)支出: of a 科目, whichever it is
_JOINERS = frozenset(["", "、", "和", "及", "与", "以及"])
_SECTION_LEVEL = 2
_DEEPEST = 8
_unknowns = count(1)


@dataclass(slots=True)
class _Phrase:
    """The terms gathered since the last number or stop."""

    dims: Dims = NOTHING
    start: int = -1
    end: int = -1
    items: tuple[str, ...] = ()
    year: int = 0
    names_total: bool = False

    @property
    def is_head(self) -> bool:
        return bool(self.dims.scope or self.dims.flow or self.dims.item)

    @property
    def is_empty(self) -> bool:
        return self.start < 0


class Parser:
    """Reads the narrative of one document; `names` are what it calls its unit."""

    def __init__(
        self, document: Document, lexicon: Lexicon, vocabulary: Vocabulary, kind: str, year: int, names: tuple[str, ...]
    ) -> None:
        self.document, self.lexicon, self.vocabulary = document, lexicon, vocabulary
        self.items = ItemIndex(lexicon, vocabulary)
        self.year = year
        self.measure = "budget" if kind == "budget" else "final"
        self.claims = Claims()
        self.enumerations: list[Enumeration] = []
        self.absences: list[Absence] = []
        self.sections = Sections(lexicon)
        self.groups: list[Group] = []
        self.facts: list[Fact] = []
        self.words: list[Word] = []
        self.paragraph = 0
        fillers = lexicon.phrases["fillers"]
        self._unit_names = names
        self._before = sorted({*fillers["before"], *self._unit_names}, key=len, reverse=True)
        self._after = sorted(fillers["after"], key=len, reverse=True)
        self._unknown = fillers["unknown"]
        self._per = fillers["per"]
        self._points = fillers["points"]
        self._nothing = regex.compile(rf"[{''.join(fillers['nothing'])}]0(?=[,。;、)])")
        ways = lexicon.phrases["direction"]
        self._between = dict.fromkeys(ways["between_increase"], 1) | dict.fromkeys(ways["between_decrease"], -1)
        self._whole = (*fillers["whole"], *self._unit_names)
        self._differences = fillers["differences"]
        self._counts = {
            (cost, unit): item
            for occasion in lexicon.occasions
            for item, units in occasion.counts.items()
            for unit in units
            for cost in occasion.costs[:1]
        }
        openings, others = ("|".join(lexicon.phrases["base"][role]) for role in ("opening", "not_opening"))
        self._opening = regex.compile(rf"(?:{openings})(?!\w*(?:{others}))")
        self._of_which = tuple(lexicon.phrases["among"]["of_which"])
        self._goes_on = tuple(lexicon.phrases["among"]["goes_on"])
        self._completes = lexicon.phrases["completion"]["verbs"]
        self._respectively = lexicon.phrases["each"]["respectively"]
        self._as_of = lexicon.phrases["years"]["as_of"]
        self._except = lexicon.phrases["absence"]["except"]
        self._complete = frozenset(lexicon.phrases["includes"]["complete"])

    def run(self, recall: Recall[Reading] | None = None) -> None:
        """Read every heading and paragraph in order; of a document that comes again, the sections that `recall` does
        not know."""
        section: list[Heading | Paragraph] = []
        for block in self._blocks():
            if isinstance(block, Heading) and block.level <= _SECTION_LEVEL:
                self._section(section, recall)
                section = []
                self._enter(block)
            elif not isinstance(block, Table):
                section.append(block)
        self._section(section, recall)

    def _section(self, blocks: list[Heading | Paragraph], recall: Recall[Reading] | None) -> None:
        """Read what stands under a heading, or state again what it was read as."""
        if recall is None or self.groups or not blocks:
            self._read_all(blocks)
            return
        start = blocks[0].span.start
        texts = tuple((b.level, b.span.moved(-start), b.flow.text, self.document.quote(b.span)) for b in blocks)
        key = (self.vocabulary, self.year, self.measure, self._unit_names, self.sections.path, texts)
        known = recall.take(key) or self._reading(blocks, start)
        known.move(start, self.paragraph)
        self.paragraph += known.paragraphs
        self.groups = list(known.groups)
        self.claims.extend(known.claims)
        self.enumerations += known.enumerations
        self.absences += known.absences
        if all(group.level >= _SECTION_LEVEL for group in self.groups):  # else the next section may add to them
            recall.keep(key, known)

    def _reading(self, blocks: Sequence[Heading | Paragraph], start: int) -> Reading:
        """What a section says; the parser's own claims and place stay as they are."""
        outer = self.claims, self.enumerations, self.absences, self.paragraph
        self.claims, self.enumerations, self.absences = Claims(), [], []
        self.facts, self.words = [], []
        self._read_all(blocks)
        reading = Reading(
            start,
            outer[-1],
            self.paragraph - outer[-1],
            self.claims,
            self.enumerations,
            self.absences,
            self.groups,
            self.words,
            self.facts,
            [fact.keys for fact in self.facts],
            [fact.firm for fact in self.facts],
        )
        self.claims, self.enumerations, self.absences, self.paragraph = outer
        return reading

    def _read_all(self, blocks: Iterable[Heading | Paragraph]) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._enter(block)
                continue
            self.paragraph += 1
            if not self.lexicon.label_line.fullmatch(block.flow.text):
                self._read(block)

    def _blocks(self) -> Iterator[Block]:
        """The blocks of the document, a paragraph that begins with 其中 as the end of the one before it."""
        last: Block | None = None
        for block in self.document.blocks:
            if (
                isinstance(block, Paragraph)
                and isinstance(last, Paragraph)
                and block.flow.text.startswith(self._goes_on)
            ):
                last = replace(last, flow=last.flow + block.flow)
                continue
            if last is not None:
                yield last
            last = block
        if last is not None:
            yield last

    def _enter(self, heading: Heading) -> None:
        dims = self._heading_dims(heading)
        self.sections.enter(heading, dims)
        self.groups = [group for group in self.groups if group.open_ended and heading.level > group.level]

    def _heading_dims(self, heading: Heading) -> Dims:
        dims = NOTHING
        items: set[str] = set()
        for token in tokens(heading.title, self.vocabulary):
            if token.kind is Kind.TERM and token.dims:
                if token.dims.item and token.dims.item not in ("total", "grand"):
                    items.add(token.dims.item)
                flow = token.dims.flow
                if flow and dims.flow and {flow, dims.flow} == {"income", "expenditure"}:
                    flow = "both"
                dims = token.dims._replace(flow=flow).over(dims)
            elif (
                token.kind is Kind.ITEM
                and token.names
                and token.names[0][0] in self.lexicon.levels
                and len(token.names[0]) > 1
            ):
                code = self.items.resolve(token, self.sections.dims)
                dims = dims._replace(item=f"{code_class(code)}:{code}" if code else "N:" + "/".join(token.names))
                items.add(dims.item)
        if len(items) > 1:
            dims = dims._replace(item="")
        if dims.item in ("total", "grand"):
            dims = dims._replace(item="")
        return dims

    # ── one paragraph ────────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, block: Paragraph) -> None:
        flow = block.flow
        self.flow, self.text = flow, flow.text
        found = [token for token in tokens(flow.text, self.vocabulary) if token.start >= block.marker]
        self._facts: dict[int, Fact] = {}
        self._mentions: dict[int, Mention] = {}
        for token in found:
            if token.kind is Kind.NUMBER:
                self._mention(token)
        if self.sections.is_text or not any(
            t.kind in (Kind.NUMBER, Kind.ABSENCE, Kind.INCLUDES, Kind.DIRECTION) for t in found
        ):
            for mention in self._mentions.values():
                mention.reason = "not fiscal"
            return
        base = self.sections.dims
        local = block.marker > 0 or self.sections.is_performance
        if self.sections.is_performance:
            base = NOTHING
        self.base_dims = base
        self.unknown_subject = self._new_unknown()
        self.subject = base if not local or base.item else self.unknown_subject
        if local and self.groups and self.groups[-1].open_ended:
            self.subject = self.unknown_subject
        self.groups = [group for group in self.groups if group.open_ended]
        if block.marker:
            self.groups = [group for group in self.groups if group.numbered or not group.children]
            for group in self.groups:
                group.numbered = True
        self.phrase = _Phrase()
        self.last: Fact | None = None
        self.last_dims: Dims | None = None
        self.change: Change | None = None
        self.base: Dims | None = None
        self.base_open = False
        self.base_at = self.compared_at = -1
        self.direction: Word | None = None
        self.comparison: tuple[Word, Dims] | None = None
        self.share_at = -1
        self.share_part: Dims | None = None
        self.aside: Dims | None = None
        self.topic: Dims | None = None
        self.brackets: list[tuple[Any, ...]] = []
        self.spoken: list[Dims] = []
        self.leading: Dims | None = None
        self.prior: Fact | None = None
        self.fresh = True
        self.counting: Group | None = None
        self.inside = False
        self.counted: Dims | None = None
        self.counted_end = -1
        self.last_change: Change | None = None
        self.completed: Fact | None = None
        self.explained: Word | None = None
        self.reason_start = -1
        self.completed_end = -1
        self.said_year = 0
        self.direction_end = -1
        self.reading = "facts"
        self.natures: set[str] = set()
        self.headed: Dims | None = None
        self.clause_start = block.marker
        self.index = 0
        self.found = found
        while self.index < len(found):
            token = found[self.index]
            self._step(token)
            self.index += 1
        self._stop("。", len(self.text))

    def _mention(self, token: Token) -> None:
        number = token.number
        assert number is not None
        assert number.quantity is not None
        quantity = number.quantity
        if number.kind is NumberKind.BARE and "." not in number.digits:
            if number.digits != "0" or not self._nothing.match(self.text, token.start - 1):
                return
            quantity = Quantity(ZERO, ZERO, unit_named("元"))
        fact = Fact(quantity, self.flow.span(token.start, token.end))
        self._facts[token.start] = fact
        self.facts.append(fact)
        if quantity.unit.dimension != "bare" and number.digits[-1].isascii():
            mention = Mention(fact, self.sections.section, self.paragraph, token.start)
            self._mentions[id(fact)] = mention
            self.claims.mentions.append(mention)

    def _step(self, token: Token) -> None:
        kind = token.kind
        if kind is Kind.STOP:
            self._stop(token.text, token.end)
        elif self.reading == "reason":
            if kind is Kind.NUMBER:
                self._reason_number(token)
        elif kind is Kind.NUMBER:
            self._number(token)
        elif kind is Kind.TERM:
            self._term(token)
        elif kind is Kind.ITEM:
            self._item(token)
        elif kind is Kind.YEAR:
            self._year(token)
        elif kind is Kind.DIRECTION:
            self._direction(token)
        elif kind is Kind.COMPARISON:
            self._comparison(token)
        elif kind is Kind.BASE:
            self._base(token)
        elif kind is Kind.COMPARED:
            self.base_open = False
        elif kind in (Kind.AMONG, Kind.INCLUDES):
            self._among(token)
        elif kind is Kind.REASON:
            self._reason()
        elif kind is Kind.PURPOSE:
            self._purpose(token)
        elif kind is Kind.SHARE:
            self._share(token)
        elif kind is Kind.ABSENCE:
            self._absence(token)
        elif kind is Kind.ALMOST:
            self.phrase = _Phrase()
            self.base = None

    # ── stops ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _bracket(self, mark: str, end: int) -> None:
        """What stands in brackets is said aside: after it, the talk is of what it was before."""
        if mark == "(":
            self._topic()
            state = (
                self.subject,
                self.last,
                self.last_dims,
                self.aside,
                self.change,
                self.base,
                list(self.groups),
                self.reading,
                self.counting,
                self.inside,
            )
            self.brackets.append(state)
            if self.text.startswith(self._of_which, end):
                self._open_of_which()
        elif self.brackets:
            self._topic()
            (
                self.subject,
                self.last,
                self.last_dims,
                self.aside,
                self.change,
                self.base,
                self.groups,
                self.reading,
                self.counting,
                self.inside,
            ) = self.brackets.pop()
        self.direction = None
        self.clause_start = end

    def _open_of_which(self) -> None:
        """What stands in this bracket is part of the number before it, and of nothing else."""
        self.groups = []
        self.counting = None
        self.inside = True
        before = self.found[self.index - 1] if self.index else None
        if before is not None and self._facts.get(before.start) is self.last and self.last_dims is not None:
            group = Group(self.last_dims, self.last, self.paragraph, self.sections.level, False, False, of_which=True)
            self.groups = [group]
            self.claims.groups.append(group)

    def _bracket_closes(self) -> bool:
        """Whether the bracket that is open here is closed later on."""
        following = (t.text for t in self.found[self.index + 1 :] if t.kind is Kind.STOP and t.text in "()")
        return next(following, "") == ")"

    def _stop(self, mark: str, end: int) -> None:
        if mark in "()":
            self._bracket(mark, end)
            return
        if mark == "、":
            if self.phrase.is_head and not self._joins_next():
                self._topic()
            return
        if self.reading == "reason":
            if mark in "。!?" or (mark == ";" and self._resumes()):
                self.reading = "facts"
                self._end_reason(end - 1)
            else:
                return
        self._topic()
        self.headed = self.subject if mark == ":" and self.subject.item[1:2] == ":" else None
        self.direction = None
        self.comparison = None
        self.share_at = -1
        self.base_open = False
        if mark in "。;!?":
            self.base = None
            self.prior = None
            self.counting = None
            self.change = None if mark != ";" else self.change
        if mark in "。!?":
            self.aside = None
            self.groups = [g for g in self.groups if g.open_ended or g.paragraph != self.paragraph]
            if not self._bracket_closes():
                self.brackets.clear()
            if len(self.spoken) > 1 and self.leading is not None:
                self.subject = self.leading
            self.spoken = []
            self.fresh = True
        self.clause_start = end

    def _joins_next(self) -> bool:
        """Whether the phrase goes on after 、 (收入总计、支出总计均为 …)."""
        following = self.found[self.index + 1] if self.index + 1 < len(self.found) else None
        return (
            following is not None
            and following.kind in (Kind.TERM, Kind.ITEM)
            and following.start <= self.found[self.index].end + 1
        )

    def _resumes(self) -> bool:
        """Whether the text after a reason's semicolon states figures again: a term directly before an amount."""
        ahead = self.found[self.index + 1 :]
        previous: Token | None = None
        for token in ahead[:12]:
            if token.kind in (Kind.ORDINAL, Kind.REASON) or (token.kind is Kind.STOP and token.text in "。;"):
                return False
            if token.kind is Kind.NUMBER:
                return previous is not None and previous.kind in (Kind.TERM, Kind.ITEM)
            if token.kind is Kind.STOP and previous is not None and previous.kind is Kind.DIRECTION:
                return False
            previous = token
        return False

    def _topic(self) -> None:
        """A phrase that no number consumed becomes what is spoken of."""
        if self.phrase.is_head and not self.base_open and self.share_at < 0:
            self.subject = self.topic = self._compose()._replace(measure="")
            self.aside = None
        self.phrase = _Phrase()

    def _clause_end(self) -> int:
        return self.found[self.index].start if self.index < len(self.found) else len(self.text)

    def _new_unknown(self) -> Dims:
        return Dims(item=f"P:{next(_unknowns)}", flow="expenditure")

    # ── phrases ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _term(self, token: Token) -> None:
        dims = token.dims
        assert dims is not None
        if dims.nature:
            self.natures.add(dims.nature)
        if self.comparison is not None and dims.measure and not dims.item:
            self._compare_with(dims)
            return
        if self.base_open:
            if dims.period or (dims.measure and not (dims.scope or dims.flow or dims.item)):
                self.base = Dims(measure=dims.measure, period=dims.period).over(self.base or NOTHING)
                return
            self.base_open = False
            if dims.flow in BALANCES and self.base is not None and self.base.measure == "opening":
                return  # 比年初结转和结余减少…
        self._gather(dims, token)

    def _gather(self, dims: Dims, token: Token) -> None:
        phrase = self.phrase
        between = self.text[phrase.end : token.start] if phrase.end >= 0 else ""
        flow = dims.flow
        if flow and phrase.dims.flow and {flow, phrase.dims.flow} == {"income", "expenditure"} and between in _JOINERS:
            flow = "both"
        items = phrase.items
        if dims.item and dims.item not in ("total", "grand"):
            items = (*items, dims.item)
        if phrase.dims.flow in BALANCES and flow in ("income", "expenditure"):
            flow = phrase.dims.flow  # 上年结转的一般公共预算收入
        merged = dims._replace(flow=flow).over(phrase.dims)
        if dims.item in ("total", "grand") and dims.flow:
            merged = merged._replace(item=dims.item)
        start = phrase.start if phrase.start >= 0 else token.start
        names_total = phrase.names_total or bool(dims.flow and dims.item in ("total", "grand"))
        self.phrase = _Phrase(merged, start, token.end, items, phrase.year, names_total)

    def _item(self, token: Token) -> None:
        context = self.phrase.dims.over(self.groups[-1].parent if self.groups else self.base_dims)
        path = bool(token.names) and token.names[0][0] in self.lexicon.levels
        if not path and not token.text.endswith(")") and self.phrase.is_empty and self._glued(token):
            return
        code = self.items.resolve(token, context)
        if code:
            item = f"{code_class(code)}:{code}"
        elif path:
            item = "N:" + "/".join(token.names)
        else:
            return
        self.base_open = False
        self._gather(Dims(item=item), token)

    def _glued(self, token: Token) -> bool:
        """A 科目 name that is only the tail of a longer name (离休干部医疗费) is not that 科目."""
        stop = max((t.end for t in self.found[: self.index] if t.end <= token.start), default=self.clause_start)
        return bool(_HAN.search(self._strip_before(self.text[max(stop, self.clause_start) : token.start])))

    def _year(self, token: Token) -> None:
        year = int(token.text)
        as_of = self.text.endswith(self._as_of, 0, token.start)
        compared = self.base_open or token.start == self.compared_at
        role = "as-of" if as_of else "base" if compared else "own"
        self.claims.years.append(
            YearMention(
                year, self.flow.span(token.start, token.end), role, self.paragraph, token.start, self.sections.section
            )
        )
        if self.base_open:
            self.base = (self.base or NOTHING)._replace(period=year)
        else:
            self.phrase.year = year
            if not as_of and not _MONTH.match(self.text, token.end):
                self.said_year = year

    def _parent(self) -> Dims:
        """What an open phrase inherits from: the total being broken down, else the headings."""
        for group in reversed(self.groups):
            if group.parent_fact is not None or group.open_ended:
                return group.parent
        return self.base_dims

    def _compose(self) -> Dims:
        phrase = self.phrase
        own = phrase.dims
        before = self.text[self.clause_start : phrase.start]
        specific = self.subject.item not in ("", "total", "grand") and not any(word in before for word in self._whole)
        if phrase.is_head and specific and self._is_generic(phrase) and not phrase.names_total:
            dims = self.subject._replace(measure=own.measure)
        elif phrase.is_head:
            parent = self._parent()
            dims = own.over(parent)
            if own.item == "total" and self.headed is not None and not own.scope:
                dims = dims._replace(item=self.headed.item)  # 普通教育（款）：2024年预算支出合计…
            elif own.item in ("total", "grand") and own.flow:
                dims = dims._replace(item=own.item)
            elif not own.item and parent.item == "grand" and self.groups and parent is self.groups[-1].parent:
                dims = dims._replace(item="total")  # 总计…，其中：财政拨款收入…
            elif not own.item and parent.item and parent.item[1:2] != ":" and parent is self.base_dims:
                dims = dims._replace(item=parent.item if not own.flow or parent.item not in ("total", "grand") else "")
            if own.item and own.item[1:2] != ":" and own.item not in ("total", "grand"):
                dims = dims._replace(nature=own.nature)
            if (own.flow or own.scope) and not own.nature and parent is self.base_dims and not own.item:
                dims = dims._replace(nature="")
        elif own.nature:
            source = self.groups[-1].parent if self.groups else self.subject
            if source.item.startswith("P:") and self.base_dims.nature == "basic":
                source = self.base_dims  # 基本支出一节里的“（一）人员经费…”
            dims = own.over(source._replace(nature=""))
        else:
            dims = own.over(self.aside or self.subject)
        if own.flow in BALANCES and not own.item:
            # 住房保障支出…、结转下年…: not what is left of the 科目 before
            dims = dims._replace(flow=own.flow, item="", nature="")
        if own.scope == "fiscal" and self.base_dims.scope == "general" and self.share_at < 0 and dims.scope == "fiscal":
            dims = dims._replace(scope="general")  # 一般公共预算一节里的“财政拨款支出”
        measure = own.measure or (self._parent().measure if self.groups and phrase.is_head else "")
        period = phrase.year or own.period or self.said_year
        return dims._replace(
            measure=measure or self.measure,
            period=0 if period == self.year else period,
            classification=own.classification or dims.classification,
        )

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _reason_number(self, token: Token) -> None:
        fact = self._facts.get(token.start)
        if fact is not None:
            fact.firm = False
            if id(fact) in self._mentions:
                self._mentions[id(fact)].reason = "reason"

    def _number(self, token: Token) -> None:
        fact = self._facts.get(token.start)
        number = token.number
        assert number is not None
        if fact is None:
            return
        fact.subject = self.text[self.phrase.start : self.phrase.end] if not self.phrase.is_empty else ""
        self.comparison = None
        if any(word in self.text[max(self.base_at, self.clause_start) : token.start] for word in self._differences):
            self.base = None
            self.phrase = _Phrase()
            return  # 决算数与预算数的差异为…
        self._read_between(token)
        if number.kind is NumberKind.RATE:
            self._rate(token, fact)
        elif number.kind is NumberKind.POINTS:
            self.direction = None
        elif self.direction is not None and self._close(self.direction_end, token.start):
            self._change_amount(fact, token)
        elif self.base is not None and self.base_at >= self.clause_start and number.kind is NumberKind.AMOUNT:
            self._prior_value(fact)
        elif self._is_completed(token):
            self._completed(fact, token)
        else:
            self._value(fact, token, number.kind)
        self.phrase = _Phrase()
        self.base_open = False
        self.share_at = -1
        self.clause_start = token.end

    def _read_between(self, token: Token) -> None:
        """比年初预算58.00万元少3.00万元: a verb that is one only between two numbers."""
        before = self.found[self.index - 1] if self.index else None
        if self.prior is None or before is None or self._facts.get(before.start) is not self.prior:
            return
        verb = self.text[before.end : token.start]
        if sign := self._between.get(verb, 0):
            word = Word(sign, verb, self.flow.span(before.end, token.start))
            self.words.append(word)
            self.explained = self.direction = word
            self.direction_end = token.start

    def _is_completed(self, token: Token) -> bool:
        """完成年初预算数5.00万元的55.2%: the amount is the budget, not what was spent."""
        phrase = self.phrase
        if phrase.is_empty or phrase.is_head or phrase.dims.measure not in BUDGETS:
            return False
        following = self.found[self.index + 1] if self.index + 1 < len(self.found) else None
        return (
            following is not None
            and following.number is not None
            and following.number.kind is NumberKind.RATE
            and self.text[token.end : following.start].strip() == "的"
            and self.text[self.clause_start : phrase.start].rstrip().endswith(self._completes)
        )

    def _completed(self, fact: Fact, token: Token) -> None:
        subject = self.aside or self.subject
        key = key_for(subject._replace(measure=self.phrase.dims.measure, period=0), self.year)
        fact.keys = (key,) if key and key.measure != self.measure else ()
        fact.firm = not (subject.item.startswith("P:") or not subject.item)
        self.completed, self.completed_end = fact, token.end

    def _prior_value(self, fact: Fact) -> None:
        """比2023年预算1,688.74万元减少…: the base's own amount."""
        assert self.base is not None
        subject = self._compose() if self.phrase.is_head else self.aside or self.subject
        if self.phrase.is_head:
            self.subject = subject._replace(period=0)
        period = self.base.period or (0 if self.base.measure in BUDGETS else -1)
        dims = subject._replace(measure=self.base.measure or self.measure, period=period)
        fact.keys = tuple(key for each in self._keys(dims) if (key := key_for(each, self.year)))
        if dims.item.startswith("P:") or not dims.item:
            fact.firm = False
        self.prior = fact

    def _close(self, end: int, start: int) -> bool:
        return not _HAN.search(self._strip_after(self.text[end:start]))

    def _strip_after(self, text: str) -> str:
        text = text.strip(" ,:、\"'()")
        changed = True
        while changed and text:
            changed = False
            for word in self._after:
                if text.startswith(word):
                    text = text[len(word) :].lstrip(" ,:、\"'()")
                    changed = True
                    break
        return text

    def _strip_before(self, text: str) -> str:
        changed = True
        text = text.strip(" ,:、\"'()")
        while changed and text:
            changed = False
            for word in self._before:
                if text.startswith(word):
                    text = text[len(word) :].lstrip(" ,:、\"'()")
                    changed = True
                    break
        return text

    def _unknown_noun(self, start: int, end: int) -> bool:
        """Whether text before a phrase names something that the lexicon does not know."""
        if end <= start:
            return False
        left = self._strip_before(self.text[start:end])
        return any(word in left for word in self._unknown) and bool(_HAN.search(left))

    def _follows_amount(self, token: Token) -> bool:
        """Whether an amount stands directly behind another, so that the word between them is lost."""
        before = self.found[self.index - 1].number if self.index else None
        return before is not None and before.kind is NumberKind.AMOUNT and before.end == token.start

    def _is_per(self, token: Token) -> bool:
        """人均、单价、标准: an amount of another kind than the subject's."""
        start = max(self.clause_start, self.phrase.start - 8 if not self.phrase.is_empty else self.clause_start)
        return self.text.startswith("/", token.end) or any(word in self.text[start : token.start] for word in self._per)

    def _is_generic(self, phrase: _Phrase) -> bool:
        """A bare 支出, 收入 or 合计, which says nothing of whose it is."""
        dims = phrase.dims
        return (
            phrase.is_head
            and not dims.scope
            and not dims.nature
            and dims.item in ("", "total", "grand")
            and dims.flow != "both"
        )

    def _modified(self, phrase: _Phrase) -> bool:
        """Whether unknown words stand directly before a generic phrase (日常支出, 对接运维支出)."""
        start = self.clause_start
        for token in self.found[: self.index]:
            if token.kind is Kind.YEAR and start <= token.end <= phrase.start:
                start = token.end
        return len("".join(_HAN.findall(self._strip_before(self.text[start : phrase.start])))) >= 2

    def _value(self, fact: Fact, token: Token, kind: NumberKind) -> None:
        phrase = self.phrase
        if self._is_per(token) or self._follows_amount(token):
            return
        if phrase.is_empty and not _HAN.search(
            self._strip_before(self._strip_after(self.text[self.clause_start : token.start]))
        ):
            dims = self.subject if self.last is None else None
        elif phrase.is_empty:
            dims = None
        else:
            dims = self._compose()
            behind = self.text[phrase.end : token.start]
            if self._strip_after(behind) or any(word in behind for word in self._differences):
                dims = None
            elif not phrase.is_head and self._names_unknown(phrase):
                self.subject = self._new_unknown()
                dims = phrase.dims.over(self.subject)._replace(measure=phrase.dims.measure or self.measure)
            elif (
                (phrase.is_head and self._unknown_noun(self.clause_start, phrase.start))
                or (not phrase.items and _CODED.search(self.text, max(0, phrase.start - 10), phrase.start) is not None)
                or (self._is_generic(phrase) and self._modified(phrase))
                or (phrase.dims.item == "total" and not phrase.names_total and bool(self.spoken))
                or (len(set(phrase.items)) > 1 and not self._nested(phrase.items))
                or (dims.item and not phrase.items and phrase.dims.scope and self._is_named(dims.item))
            ):
                dims = None
        counted = kind is NumberKind.COUNT
        if counted:
            self._count(fact)
        if counted:
            dims = None if self.inside or self._is_qualified() else self._counted_item(dims, fact, token)
        elif dims is not None and dims.item in self.lexicon.count_items:
            dims = None
        elif dims is not None and self.inside and _same_subject(dims, self.subject):
            dims = None  # 项目支出484.00万元（含上年结转安排的支出100.00万元）
        if kind is NumberKind.BARE and dims is None:
            return
        if dims is None:
            if not counted:
                self._state_aside(fact)
            return
        self.aside = None
        self._state(fact, dims)

    def _is_qualified(self) -> bool:
        """参加其他单位组织的团组5个, 报废车辆2辆: not what the name alone stands for."""
        start = self.phrase.start
        if start < 0 or not self.phrase.dims.item:
            return False
        left = regex.split(r"[、,;。:()]", self.text[:start])[-1]
        return len("".join(_HAN.findall(self._strip_before(left)))) >= 2

    def _counted_item(self, dims: Dims | None, fact: Fact, token: Token) -> Dims | None:
        """What a count counts; one beside a cost (国内公务接待6批次、48人次) gets its key, and the talk goes on about the cost."""
        if dims is not None and dims.item in self.lexicon.count_items:
            return dims
        if dims is None and self.text[self.counted_end : token.start] == "、":
            dims = self.counted
        item = self._counts.get((dims.item, fact.quantity.unit.name)) if dims is not None else None
        if dims is not None and item is not None:
            self.counted, self.counted_end = dims, token.end
            key = key_for(dims._replace(item=item, measure=self.measure), self.year)
            fact.keys = (key,) if key else ()
        return None

    def _state_aside(self, fact: Fact) -> None:
        """An amount of something unknown: what follows about its share or change is about it, not about the subject."""
        self.aside = self._new_unknown()._replace(measure=self.measure)
        key = key_for(self.aside, self.year)
        fact.keys = (key,) if key else ()
        fact.firm = False
        self.last, self.last_dims = fact, self.aside
        self.change = None
        for group in self.groups:
            group.children.append((self.aside, fact))

    def _is_named(self, item: str) -> bool:
        """A line of its own (政府采购预算), which a bare source of money (一般公共预算拨款) does not restate."""
        return item[1:2] != ":" and item not in ("", "total", "grand")

    def _nested(self, items: tuple[str, ...]) -> bool:
        """“三公”经费支出决算中，因公出国（境）费…: a part named within its whole."""
        return any(
            identity.total.item == items[0]
            and any(part.item == items[-1] for parts in (identity.parts, *identity.alternatives) for part in parts)
            for identity in self.lexicon.identities
        )

    def _names_unknown(self, phrase: _Phrase) -> bool:
        left = self._strip_before(self.text[self.clause_start : phrase.start])
        return len("".join(_HAN.findall(left))) >= 3 and self.share_at < 0

    def _keys(self, dims: Dims) -> tuple[Dims, ...]:
        if dims.flow == "both" and dims.item[1:2] == ":":
            return (dims._replace(flow="expenditure"),)
        if dims.flow == "both":
            return (dims._replace(flow="income"), dims._replace(flow="expenditure"))
        return (dims,)

    def _state(self, fact: Fact, dims: Dims) -> None:
        keys = [key for each in self._keys(dims) if (key := key_for(each, self.year))]
        fact.keys = tuple(keys)
        if (
            self.sections.is_performance
            or self.sections.is_of_a_unit
            or dims.item.startswith("P:")
            or self._is_project(dims)
            or self._is_another_unit_s()
        ):
            fact.firm = False
        elif dims.flow in ("income", "expenditure", "both") and (
            not dims.item or (dims.item == "total" and dims.measure == "budget")
        ):
            fact.alternatives = tuple(key._replace(item="grand") for key in keys)
        if dims.flow == "both" and len(keys) > 1 and self.phrase.dims.flow != "both" and self.phrase.dims.scope:
            fact.keys, fact.alternatives = (
                tuple(keys[:1]),
                tuple(keys[1:]),
            )  # 收支总预算…：一般公共预算拨款… is either side's
        if id(fact) in self._mentions:
            self._mentions[id(fact)].dims = dims
            self._mentions[id(fact)].natures = tuple(sorted(self.natures))
        self.groups = [group for group in self.groups if not _is_beside(dims.item, group.parent.item)]
        for group in reversed(self.groups):
            if not _same_subject(group.parent, dims):
                group.children.append((dims, fact))
        self.subject = dims
        self.last, self.last_dims = fact, dims
        self.change = None
        self.fresh = False
        self.leading = self.leading or dims
        if not any(_same_subject(dims, each) for each in self.spoken):
            self.spoken.append(dims)

    def _is_another_unit_s(self) -> bool:
        """东坝管理处预算2,400.00万元: an amount of a unit whose name it begins with, other than the document's own."""
        before = plain(self.text[self.clause_start : max(self.phrase.start, self.clause_start)])
        return len(before) > 3 and before not in self._unit_names and self.lexicon.is_unit(before)

    def _is_project(self, dims: Dims) -> bool:
        """Whether what sounds like a functional item may be a project of that name: in a list of projects."""
        parents = (self.base_dims, *(group.parent for group in self.groups))
        return dims.item[:2] == "F:" and any(parent.nature == "project" for parent in parents)

    def _count(self, fact: Fact) -> None:
        group = self.counting
        if (
            group is not None
            and group.parent_fact is not None
            and group.parent_fact.quantity.unit == fact.quantity.unit
            and fact.quantity.unit.name not in self._points
        ):
            group.counts.append(fact)
            group.text = self.text

    def _word(self, token: Token) -> Word:
        word = Word(token.sign, token.text, self.flow.span(token.start, token.end))
        self.words.append(word)
        return word

    def _direction(self, token: Token) -> None:
        self.explained = word = self._word(token)
        self.base_open = False
        if token.sign == 0:
            if self.direction is not None and self.direction_end == token.start:
                self.claims.agreements.append((self.direction, word))
            self._flat(word)
            return
        self.direction, self.direction_end = word, token.end

    def _flat(self, word: Word) -> None:
        base = self.base
        subject = self._compose() if not self.phrase.is_empty else self.aside or self.subject
        if base is not None and base.measure in BUDGETS and not base.period:
            left = subject._replace(measure=self.measure)
            self._compare(left, base.measure, word)
        elif base is not None or self.phrase.is_head:
            if self.phrase.is_head:
                self.subject = subject
            self._new_change(subject, word)
        self.phrase = _Phrase()

    def _new_change(self, subject: Dims, word: Word) -> Change:
        measure = subject.measure if subject.measure not in BUDGETS or self.measure == "budget" else self.measure
        if self.phrase.dims.measure:
            measure = self.phrase.dims.measure
        if self.base is None and subject.period in (-1, self.year - 1):
            measure, self.prior = self.measure, self.prior or self.last  # 2024年执行数为0万元，增加…
        subject = subject._replace(measure=measure or self.measure, period=0)
        change = Change(
            subject,
            self.base or Dims(period=-1),
            self.paragraph,
            self._clause_end(),
            [word],
            prior=self.prior,
        )
        self.prior = None
        if self.phrase.is_empty and self.groups and not _same_subject(self.groups[-1].parent, subject):
            change.whole = self.groups[-1].parent._replace(measure=subject.measure, period=0)
        self.claims.changes.append(change)
        self.change = change
        self.last_change = change
        return change

    def _change_amount(self, fact: Fact, token: Token) -> None:
        word = self.direction
        assert word is not None
        if fact.quantity.unit.dimension != "money" or self._is_one_of_several(token):
            self.direction = None
            return
        spoken = self.aside or self.subject
        subject = self._compose() if self.phrase.is_head or self.phrase.dims.nature else self.phrase.dims.over(spoken)
        if self.phrase.is_head and self._unknown_noun(self.clause_start, self.phrase.start):
            subject = self._new_unknown()
        elif self.phrase.is_empty and self.base is None and self._noun_between(token):
            self.direction = None
            return
        if self.phrase.is_head or self.phrase.dims.nature:
            self.subject = subject
        change = self._new_change(subject, word)
        change.amount = fact
        if id(fact) in self._mentions:
            self._mentions[id(fact)].dims = subject
        self.direction = None

    def _is_one_of_several(self, token: Token) -> bool:
        """分别减少0.29亿元、0.33亿元: the first of the changes of several subjects."""
        head = self.text[max(self.clause_start, self.direction_end - 8) : self.direction_end]
        return any(word in head for word in self._respectively) and self.text.startswith("、", token.end)

    def _noun_between(self, token: Token) -> bool:
        """A direction word with its own unknown noun (其中城管经费增加20万元) is not about the subject."""
        word = self.direction
        assert word is not None
        start = self.direction_end - len(word.text)
        left = self._strip_before(self.text[self.clause_start : start])
        return bool(_HAN.search(left)) and token.start > start

    def _rate(self, token: Token, fact: Fact) -> None:
        phrase = self.phrase
        if self.completed is not None and self._close(self.completed_end, token.start):
            part = (self.aside or self.subject)._replace(measure=self.measure, period=0)
            claim = Ratio(part, (), fact, "completion", self.paragraph, self.clause_start, self.last, self.completed)
            self.claims.ratios.append(claim)
            self.explained = None
        elif self.share_at >= 0:
            self._share_rate(fact)
        elif self._is_bracketed_rate(token):
            assert self.change is not None
            self.change.rate = fact
        elif self.direction is not None and self._close(self.direction_end, token.start):
            self._change_rate(fact)
        elif phrase.dims.measure == "completion" or phrase.dims.measure in BUDGETS:
            self._completion(fact)
            self.explained = None
        self.completed = None
        self.direction = None

    def _is_bracketed_rate(self, token: Token) -> bool:
        """减少1.50万元(42.86%): the rate of the change directly before it."""
        change = self.change
        before = [t for t in self.found[max(0, self.index - 2) : self.index] if t.kind is Kind.NUMBER]
        return (
            change is not None
            and change.rate is None
            and change.amount is not None
            and bool(before)
            and self._facts.get(before[-1].start) is change.amount
            and self.text[before[-1].end : token.start] == "("
            and self.text.startswith(")", token.end)
        )

    def _change_rate(self, fact: Fact) -> None:
        word = self.direction
        assert word is not None
        change = self.change
        if self.phrase.is_head or self.phrase.dims.nature:
            subject = self._compose()
            if change is None or not _same_subject(change.subject, subject):
                self.subject = subject
                change = None
        if change is None or change.rate is not None:
            if self.base is None and self.phrase.is_empty and self.change is None:
                self.direction = None
                return
            subject = self._compose() if not self.phrase.is_empty else self.aside or self.subject
            change = self._new_change(subject, word)
        else:
            change.words.append(word)
        change.rate = fact

    def _completion(self, fact: Fact) -> None:
        measure = self.phrase.dims.measure
        subject = self._compose() if self.phrase.is_head else self.subject
        if self.phrase.is_head:
            self.subject, self.aside = subject, None
        part = subject._replace(measure=self.measure, period=0)
        order = (
            BUDGETS if measure == "completion" else {"budget": ("budget", "full", "initial")}.get(measure, (measure,))
        )
        whole = tuple(subject._replace(measure=m, period=0) for m in order)
        self.claims.ratios.append(Ratio(part, whole, fact, "completion", self.paragraph, self.clause_start))

    # ── shares ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _share(self, token: Token) -> None:
        if self.share_at >= self.clause_start >= 0:
            return  # 占…的比重: the first word opened the share
        ahead = self.found[self.index + 1 : self.index + 7]
        for following in ahead:
            if following.kind is Kind.NUMBER:
                if following.number and following.number.kind is NumberKind.RATE:
                    break
                return
            if following.kind is Kind.STOP and following.text not in "、:":
                return
        else:
            return
        if self.phrase.is_head or self.phrase.dims.nature:
            self.share_part = self._compose()
        else:
            self.share_part = None
        self.share_at = token.end
        self.phrase = _Phrase()

    def _share_rate(self, fact: Fact) -> None:
        part_fact = self.last if self.share_part is None else None
        part = self.share_part or self.last_dims or self.subject
        target = self.phrase.dims
        if self.phrase.is_empty:
            left = _HAN.search(self._strip_before(self._strip_after(self.text[self.share_at : self._clause_end()])))
            if left:
                return
            group = self.groups[-1] if self.groups else None
            whole = tuple(each._replace(measure=part.measure or self.measure) for each in self._wholes(part, group))
            whole_fact = None
            if group is not None:
                group.rates.append(fact)
                if group.parent_fact is not None and whole and _same_subject(whole[0], group.parent):
                    whole_fact = group.parent_fact if group.parent.measure in ("", part.measure) else None
            if whole or whole_fact:
                claim = Ratio(part, whole, fact, "share", self.paragraph, self.clause_start, part_fact, whole_fact)
                self.claims.ratios.append(claim)
            return
        modifier = "".join(_HAN.findall(self._strip_before(self.text[self.share_at : self.phrase.start])))
        if self._unknown_noun(self.share_at, self.phrase.start) or (
            self._is_generic(self.phrase) and len(modifier) > 1
        ):
            return
        whole = self._targets(target, part)
        kind = (
            "completion"
            if target.measure in BUDGETS and not self.phrase.is_head and self.measure == "final"
            else "share"
        )
        group = self.groups[-1] if self.groups else None
        broken_down = group is not None and target.nature and not self.phrase.is_head
        whole_fact = group.parent_fact if group and broken_down and group.parent.nature == target.nature else None
        self.claims.ratios.append(
            Ratio(part, whole, fact, kind, self.paragraph, self.clause_start, part_fact, whole_fact)
        )

    def _targets(self, target: Dims, part: Dims) -> tuple[Dims, ...]:
        """The wholes that a share's target can mean: a bare 本年支出合计 is the unit's, else the section's."""
        measure = target.measure or part.measure or self.measure
        if target.item and target.item not in ("total", "grand"):
            return tuple(target._replace(measure=m) for m in dict.fromkeys((measure, self.measure)))
        flow = target.flow or ("" if target.scope or target.nature else part.flow) or part.flow
        item = target.item or "total"
        scopes = (
            [target.scope] if target.scope else list(dict.fromkeys(["all", part.scope or "all", "fiscal", "general"]))
        )
        natures = [target.nature] if target.nature else ["all"]
        items = [item] if target.item else ["total", "grand"]
        if not target.flow and not target.nature and not target.scope and target.measure:
            return (part._replace(measure=measure),)
        return tuple(
            Dims(scope, flow, each, nature, measure, "", 0) for scope in scopes for nature in natures for each in items
        )

    def _wholes(self, part: Dims, group: Group | None) -> list[Dims]:
        """What a bare 占 can be a share of: the total that an identity knows the part to belong to, if it is being broken
        down or was spoken of, else the total being broken down."""
        known = [
            part._replace(**{name: value for name, value in identity.total._asdict().items() if value})
            for identity in self.lexicon.identities
            if not identity.tables_only and not identity.balance
            for parts in (identity.parts, *identity.alternatives)
            for each in parts
            if any(each) and all(not value or value == getattr(part, name) for name, value in each._asdict().items())
        ]
        if part.item[1:2] == ":":
            known.append(part._replace(item="total"))
        if group is not None:
            matching = [whole for whole in known if _same_subject(whole, group.parent)]
            return matching or [group.parent]
        return sorted(known, key=lambda whole: self.topic is None or not _same_subject(whole, self.topic))

    # ── comparison ───────────────────────────────────────────────────────────────────────────────────────────────

    def _comparison(self, token: Token) -> None:
        left = self._compose() if not self.phrase.is_empty else self.subject._replace(measure=self.measure)
        self.comparison = (self._word(token), left)
        self.phrase = _Phrase()

    def _compare_with(self, right: Dims) -> None:
        assert self.comparison is not None
        word, left = self.comparison
        self.comparison = None
        if right.period or right.measure not in BUDGETS:
            return
        self._compare(left, right.measure, word)

    def _compare(self, left: Dims, right: str, word: Word) -> None:
        measure = left.measure if left.measure not in BUDGETS else self.measure
        left = left._replace(measure=measure or self.measure, period=0)
        order = {"budget": ("budget", "full", "initial")}.get(right, (right,))
        rights = tuple(left._replace(measure=m) for m in order)
        word.role = "comparison"
        self.explained = word
        self.claims.comparisons.append(Comparison(left, rights, word, self.paragraph, self.clause_start))

    def _base(self, token: Token) -> None:
        """比/与/较 opens a base only before a year, 上年 or a budget."""
        following = next((t for t in self.found[self.index + 1 :]), None)
        if self._opening.match(self.text, token.end):
            self._open_base(token, Dims(measure="opening"))
            return
        if following is None or following.start > token.end + 4:
            return
        if following.kind is Kind.YEAR:
            year = int(following.text)
            ahead = self.found[self.index + 2] if self.index + 2 < len(self.found) else None
            budget = (
                ahead is not None
                and ahead.kind is Kind.TERM
                and ahead.dims is not None
                and ahead.dims.measure in BUDGETS
            )
            if year == self.year and not budget:
                if ahead is not None and ahead.kind in (Kind.COMPARED, Kind.DIRECTION, Kind.BASE):
                    self.compared_at = following.start
                return
        elif not (
            following.kind is Kind.TERM
            and following.dims
            and (following.dims.period or following.dims.measure in BUDGETS)
        ):
            if token.text in self.lexicon.phrases["base"]["implied"]:
                self.base = Dims(period=-1)
            return
        self._open_base(token, NOTHING)

    def _open_base(self, token: Token, base: Dims) -> None:
        if self.phrase.is_head:
            self.subject = self._compose()
        elif not self.phrase.is_empty:
            self.subject = self.phrase.dims.over(self.subject)
        self.phrase = _Phrase()
        self.base = base
        self.base_open = True
        self.base_at = token.start

    # ── 其中, enumerations, reasons, absence ─────────────────────────────────────────────────────────────────────

    def _among(self, token: Token) -> None:
        ahead = self.found[self.index + 1 :]
        complete = token.text in self._complete
        names, amounts = 0, 0
        for following in ahead:
            if following.kind is Kind.STOP and following.text in "。;":
                break
            if following.kind is Kind.NUMBER:
                amounts += 1
                break
            if following.kind is Kind.ITEM or (following.kind is Kind.TERM and following.dims and following.dims.item):
                names += 1
            if following.kind is Kind.STOP and following.text == "、" and names > 1 and not amounts:
                continue
        at_end = all(t.kind is Kind.STOP for t in ahead)
        if token.kind is Kind.INCLUDES and not complete and (not amounts or self._lists_names(ahead)) and not at_end:
            if names >= 1 and self.last is not None:
                self._enumerate(token)
            else:
                self._purpose(token)
            return
        if token.kind is Kind.INCLUDES and not complete and not at_end and self.last is None:
            return
        if self.phrase.is_head and self.last is None:
            self.subject = self._compose()
        parent = self.aside or self.subject
        if self.groups and self.groups[-1].open_ended and at_end:
            self.groups.clear()
        if self.fresh and self.aside is None:
            parent = parent._replace(measure=self.measure)
        fact = self._counted_parent()
        if fact is None and self.last_dims is not None and self.last_dims == parent:
            fact = self.last
        group = Group(parent, fact, self.paragraph, self.sections.level, at_end, complete)
        self.groups = [*self.groups, group][-_DEEPEST:]
        self.claims.groups.append(group)
        self.counting = group
        self.phrase = _Phrase()
        self.base = None
        self.change = None
        self.direction = None

    def _counted_parent(self) -> Fact | None:
        """The count directly before 其中 (共有车辆3辆，其中：…)."""
        previous = [t for t in self.found[: self.index] if t.kind is Kind.NUMBER]
        if previous and previous[-1].number and previous[-1].number.kind is NumberKind.COUNT:
            between = self.text[previous[-1].end : self.found[self.index].start]
            if not _HAN.search(between):
                fact = self._facts.get(previous[-1].start)
                return fact if fact is not None and fact.firm else None
        return None

    def _lists_names(self, ahead: list[Token]) -> bool:
        """Whether names separated by 、 come before any amount."""
        names = 0
        for token in ahead:
            if token.kind is Kind.NUMBER:
                return False
            if token.kind is Kind.STOP and token.text in "。;":
                break
            if token.kind is Kind.STOP and token.text == "、":
                names += 1
        return names >= 1

    def _enumerate(self, token: Token) -> None:
        owner = key_for(self.last_dims, self.year) if self.last_dims is not None else None
        end = next(
            (t.start for t in self.found[self.index + 1 :] if t.kind is Kind.STOP and t.text in "。;"),
            len(self.text),
        )
        items: list[ListedItem] = []
        at = token.end
        complete = True
        for piece in regex.finditer(r"[^、,:]+", self.text[at:end]):
            raw = piece[0]
            start = at + piece.start()
            name = raw.strip(" \"'")
            for word in self.lexicon.phrases["includes"]["open"]:
                if name.endswith(word) and name not in self.vocabulary.names:
                    complete = False
                    name = name.removesuffix(word)
            if not name:
                continue
            offset = raw.find(name)
            items.append(ListedItem(name, self.flow.span(start + offset, start + offset + len(name))))
        if owner and items and owner.item in ("total",) and owner.nature != "all":
            self.enumerations.append(Enumeration(owner, items, self.flow.span(token.start, end), complete))
        while self.index + 1 < len(self.found) and self.found[self.index + 1].start < end:
            self.index += 1
        self.phrase = _Phrase()

    def _reason(self) -> None:
        if self.direction is not None:
            last = self.last_change
            if last is not None and last.words and self._same_topic(last):
                self.claims.agreements.append((last.words[0], self.direction))
        self.direction = None
        self.comparison = None
        self.reading = "reason"
        self.reason_start = self.found[self.index].end
        self.phrase = _Phrase()

    def _end_reason(self, end: int) -> None:
        start, self.reason_start = self.reason_start, -1
        word = self.explained
        if start < 0 or word is None:
            return
        text = self.text[start:end]
        again = text.find(self.lexicon.phrases["reason"]["again"][0])
        cut = text.rfind(";", 0, again) if again >= 0 else -1
        if cut >= 0:
            text = text[:cut]
        body = text.strip(" :,;")
        if body:
            start += text.index(body)
            span = self.flow.span(start, start + len(body))
            sentence = self.text.rfind("。", 0, start) + 1
            own = any(t.kind in (Kind.DIRECTION, Kind.COMPARISON) for t in self.found if sentence <= t.start < start)
            before = self.text[sentence if own else 0 : start]
            self.claims.reasons.append(Reason(word, body, before, span, self.paragraph, self.sections.title))
        self.explained = None

    def _same_topic(self, change: Change) -> bool:
        """Whether the words before a reason (…增长的主要原因) name no other subject than the change's."""
        named = self.phrase.is_head or bool(self.phrase.dims.nature)  # 基本支出减少的原因是…
        return not named or _same_subject(self._compose(), change.subject)

    def _purpose(self, _token: Token) -> None:
        self._topic()
        self.reading = "reason"

    def _absence(self, token: Token) -> None:
        if any(self.text.startswith(word, token.end) for word in self._except):
            return
        end = next(
            (t.start for t in self.found[self.index + 1 :] if t.kind is Kind.STOP and t.text in "。;,:"),
            len(self.text),
        )
        ahead = [t for t in self.found[self.index + 1 :] if t.start < end]
        if any(t.kind in (Kind.NUMBER, Kind.DIRECTION, Kind.REASON) for t in ahead):
            return
        if self.sections.is_performance or self._unknown_noun(
            token.end, next((t.start for t in ahead if t.kind is Kind.TERM), token.end)
        ):
            return
        if any(word in self.text[token.end : end] for word in self.lexicon.phrases["absence"]["carried"]):
            return
        scope, flows, items = "", set[str](), list[str]()
        measure = ""
        for following in ahead:
            dims = following.dims
            if following.kind is not Kind.TERM or dims is None:
                continue
            scope = dims.scope or scope
            measure = dims.measure or measure
            if dims.flow in ("income", "expenditure"):
                flows.add(dims.flow)
            elif dims.flow == "both":
                flows.update(("income", "expenditure"))
            if dims.item and dims.item not in ("total", "grand") and dims.classification != "N":
                items.append(dims.item)
        if measure and measure not in ("final", self.measure):
            return
        keys = []
        for item in items:
            key = key_for(Dims(item=item, measure=self.measure), self.year)
            if key:
                keys.append(key)
        if not items and scope in ("fund", "capital"):
            for flow in sorted(flows or {"income", "expenditure"}):
                key = key_for(Dims(scope, flow, "total", "all", self.measure), self.year)
                if key:
                    keys.append(key)
        if keys:
            span = self.flow.span(token.start, end)
            self.absences.append(Absence(tuple(keys), span, self.text[token.start : end]))
        while self.index + 1 < len(self.found) and self.found[self.index + 1].start < end:
            self.index += 1
        self.phrase = _Phrase()


def _is_beside(item: str, parent: str) -> bool:
    """Whether a 科目 lies outside another one, so that it cannot be part of it."""
    return item[:2] == parent[:2] and item[1:2] == ":" and item[0] in "FE" and not item.startswith(parent)


def _same_subject(first: Dims, second: Dims) -> bool:
    keep = ("scope", "flow", "item", "nature")
    blank = {"scope": "all", "item": "total", "nature": "all", "flow": ""}
    return all((getattr(first, k) or blank[k]) == (getattr(second, k) or blank[k]) for k in keep)
