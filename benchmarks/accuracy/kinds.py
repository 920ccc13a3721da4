"""The kinds of errors that are planted: where each can be, and how it is made.

A kind yields `Plan`s: the edits that make the error, the spans at which a reader would look for it, and the site whose
changed value tells whether any relation of the document can reveal it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import NamedTuple

from documents import Original, overlap

from gouji.document import Heading, Paragraph, Span
from gouji.facts import Fact, Word
from gouji.findings import Edit
from gouji.lexicon import lexicon
from gouji.relations import Agree, GrowthFrom, Relation, Same, Sum
from gouji.relations import Change as ChangeRelation

# Changes smaller than this many units of the last digit may be within rounding.
LEAST_RATE_QUANTA = 3
LEAST_CELL_QUANTA = 10
COMPARISONS = {"大于": "小于", "小于": "大于", "高于": "低于", "低于": "高于", "多于": "少于", "少于": "多于"}
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?= ?年)")
_SENTENCE = re.compile(r"[^。\n]{12,}。")

Mutator = Callable[[str, Fact | Word, random.Random], str | None]


@dataclass(frozen=True)
class Plan:
    """One error: its edits, where it is located, the sites it changes, the relations it breaks where that is known,
    and the texts that a right fix puts back."""

    original: Original
    edits: tuple[Edit, ...]
    at: tuple[Span, ...]
    sites: tuple[Fact | Word, ...] = ()
    breaks: tuple[Relation, ...] | None = None
    truths: tuple[str, ...] = ()


class Kind(NamedTuple):
    """A kind of error. `place` finds where it can be; `make` plants it there."""

    name: str
    group: str
    places: Callable[[Original], list[object]]
    make: Callable[[Original, object, random.Random], Plan | None]


def number_in(text: str) -> Decimal | None:
    """The first number of `text`, read without its spaces."""
    match = NUMBER.search("".join(text.split()))
    if match is None:
        return None
    try:
        return Decimal(match.group().replace(",", ""))
    except InvalidOperation:
        return None


def _leads_with_zero(text: str) -> bool:
    match = NUMBER.search("".join(text.split()))
    return match is not None and re.match(r"-?0[\d,]", match.group()) is not None


def _digits(text: str) -> list[int]:
    return [index for index, character in enumerate(text) if character in "0123456789"]


def _replaced(text: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(index, character) for index, character in enumerate(text))


def _last_place(text: str) -> Decimal:
    number = number_in(text)
    return Decimal(0) if number is None else Decimal(1).scaleb(int(number.as_tuple().exponent))


def _other_digit(text: str, least: Decimal, rng: random.Random) -> str | None:
    """`text` with one digit replaced such that the number changes by `least` or more."""
    before = number_in(text)
    options = [_replaced(text, {at: digit}) for at in _digits(text) for digit in "0123456789"]
    chosen = [
        option
        for option in options
        if option != text
        and not _leads_with_zero(option)
        and before is not None
        and (after := number_in(option)) is not None
        and abs(after - before) >= least
    ]
    return rng.choice(chosen) if chosen else None


def change_rate(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    return _other_digit(text, LEAST_RATE_QUANTA * _last_place(text), rng)


def change_cell(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    places = _last_place(text)
    return _other_digit(text, LEAST_CELL_QUANTA * places if places < 1 else places, rng) if places else None


def change_count(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    return _other_digit(text, Decimal(1), rng)


def swap_digits(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    at = _digits(text)
    options = [_replaced(text, {a: text[b], b: text[a]}) for a, b in pairwise(at) if text[a] != text[b]]
    options = [option for option in options if not _leads_with_zero(option)]
    return rng.choice(options) if options else None


def lose_digit(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    match = NUMBER.search(text)
    if match is None or "," in match.group():
        return None
    whole = match.group().partition(".")[0]
    if len(whole) < 2:
        return None
    at = match.start() + rng.randrange(len(whole))
    option = text[:at] + text[at + 1 :]
    return None if _leads_with_zero(option) else option


def shift_point(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    """The decimal point one place to the left or right."""
    match = NUMBER.search(text)
    number = number_in(text)
    if match is None or not number or "." not in match.group():
        return None
    value = number.scaleb(rng.choice([1, -1]))
    shown = f"{value:,f}" if "," in match.group() else f"{value:f}"
    return text[: match.start()] + shown + text[match.end() :]


def times_ten(text: str, _site: Fact | Word, _rng: random.Random) -> str | None:
    """A zero too many before the decimal point."""
    match = NUMBER.search(text)
    number = number_in(text)
    if match is None or not number or "," in match.group():
        return None
    whole, point, rest = match.group().partition(".")
    return None if whole == "0" else text[: match.start()] + whole + "0" + point + rest + text[match.end() :]


def other_unit(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    return text[:-2] + rng.choice(["元", "亿元"]) if text.endswith("万元") and number_in(text) else None


def flip(text: str, site: Fact | Word, _rng: random.Random) -> str | None:
    return lexicon().opposites.get(text) if isinstance(site, Word) and text == site.text else None


def flip_comparison(text: str, _site: Fact | Word, _rng: random.Random) -> str | None:
    return COMPARISONS.get(text)


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────


def direction_words(original: Original) -> Iterator[Word]:
    for change in original.report.narrative.changes:
        yield from change.words
    for relation in original.report.tieout.relations:
        for site in relation.sites:
            if isinstance(site, Word) and site.role == "direction":
                yield site


def comparison_words(original: Original) -> Iterator[Word]:
    for comparison in original.report.narrative.comparisons:
        yield comparison.word


def mentions(dimension: str) -> Callable[[Original], Iterator[Fact]]:
    def found(original: Original) -> Iterator[Fact]:
        for mention in original.report.narrative.mentions:
            if mention.fact.quantity.unit.dimension.startswith(dimension) and not mention.reason:
                yield mention.fact

    return found


def cells(size: str) -> Callable[[Original], Iterator[Fact]]:
    def found(original: Original) -> Iterator[Fact]:
        for statement in original.report.statements:
            codes = {row.code for band in statement.bands for row in band.rows}
            for band in statement.bands:
                for row in band.rows:
                    parent = any(code != row.code and code.startswith(row.code) for code in codes) and row.code
                    total = row.dims is not None and row.dims.item in ("total", "grand") and not row.code
                    own = "total" if total else "subtotal" if parent else "leaf"
                    if own == size:
                        yield from (cell for cell in row.cells.values() if not cell.blank)

    return found


def at_sites(sites: Callable[[Original], Iterator[Fact | Word]]) -> Callable[[Original], list[object]]:
    def places(original: Original) -> list[object]:
        unique = {site.span: site for site in sites(original)}
        return [unique[span] for span in sorted(unique)]

    return places


def by_text(mutate: Mutator) -> Callable[[Original, object, random.Random], Plan | None]:
    """Plant an error that changes the text of one site."""

    def make(original: Original, site: object, rng: random.Random) -> Plan | None:
        assert isinstance(site, Fact | Word)
        true = original.source[site.span.start : site.span.end]
        text = mutate(true, site, rng)
        if text is None:
            return None
        return Plan(original, (Edit(site.span, text),), (site.span,), (site,), truths=(true,))

    return make


def _fiscal_paragraphs(original: Original) -> list[tuple[Paragraph, list[Fact]]]:
    """Paragraphs with the amounts in them."""
    amounts = sorted(
        (m.fact for m in original.report.narrative.mentions if not m.reason), key=lambda fact: fact.span.start
    )
    found = []
    for block in original.report.document.blocks:
        if isinstance(block, Paragraph):
            span = block.flow.span(0, len(block.flow.text))
            own = [fact for fact in amounts if span.start <= fact.span.start < span.end]
            if own:
                found.append((block, own))
    return found


def swap_places(original: Original) -> list[object]:
    found: list[object] = []
    for _, facts in _fiscal_paragraphs(original):
        money = [fact for fact in facts if fact.quantity.unit.dimension == "money"]
        found += [
            (a, b)
            for a, b in pairwise(money)
            if a.quantity.value != b.quantity.value and a.quantity.unit == b.quantity.unit and a.keys and b.keys
        ]
    return found


def swap(original: Original, place: object, _rng: random.Random) -> Plan:
    a, b = place  # type: ignore[misc]
    source = original.source
    texts = source[a.span.start : a.span.end], source[b.span.start : b.span.end]
    edits = (Edit(a.span, texts[1]), Edit(b.span, texts[0]))
    return Plan(original, edits, (a.span, b.span), (a, b), truths=texts)


def flat_places(original: Original) -> list[object]:
    return [
        change
        for change in original.report.narrative.changes
        if change.words and change.amount is not None and change.words[0].span.end <= change.amount.span.start
        and change.amount.quantity.value
    ]  # fmt: skip


def call_flat(original: Original, place: object, _rng: random.Random) -> Plan | None:
    """与上年相比减少120.36万元，下降9.65% → 与上年相比持平. What is left to reveal it: the year before's own number, or
    another word for the direction."""
    change = place
    sites = [*change.words, *(fact for fact in (change.amount, change.rate) if fact)]  # type: ignore[attr-defined]
    span = Span(min(s.span.start for s in sites), max(s.span.end for s in sites))
    if "。" in original.source[span.start : span.end] or span.end - span.start > 60:
        return None
    outside = [
        relation
        for site in sites
        for relation in _relation_of(original, site)
        if isinstance(relation, ChangeRelation | GrowthFrom | Agree)
        and any(
            not overlap(site.span, span) for site in relation.sites if getattr(relation, "current", None) is not site
        )
    ]
    return Plan(original, (Edit(span, "持平"),), (span,), breaks=tuple(outside))


def year_places(original: Original) -> list[object]:
    """Years, this one and the last, in paragraphs that state figures."""
    found: list[object] = []
    for block, _ in _fiscal_paragraphs(original):
        for match in _YEAR.finditer(original.source, block.span.start, block.span.end):
            if int(match[1]) - original.report.year in (0, -1):
                found.append(Span(*match.span()))
    return found


def year_off(original: Original, place: object, rng: random.Random) -> Plan:
    assert isinstance(place, Span)
    """Nothing can reveal the year of what is told as a reason: it dates no figure, and no comparison."""
    year = int(original.source[place.start : place.end])
    dating = any(mention.span == place for mention in original.report.narrative.years)
    breaks = None if dating else ()
    return Plan(original, (Edit(place, str(year + rng.choice([-1, 1]))),), (place,), breaks=breaks)


def _relation_of(original: Original, fact: Fact | Word) -> tuple[Relation, ...]:
    return tuple(original.relations_at.get(fact.span, ()))


def listing_places(original: Original) -> list[object]:
    """Complete lists of economic items, where the document has the statement that they are of."""
    detailed = any(s.type and s.type.key.classification == "E" for s in original.report.statements)
    found = original.report.narrative.enumerations
    return [each for each in found if detailed and each.complete and len(each.items) > 2]


def drop_listed(original: Original, place: object, rng: random.Random) -> Plan:
    items = place.items  # type: ignore[attr-defined]
    at = rng.randrange(len(items) - 1)
    span = Span(items[at].span.start, items[at + 1].span.start)
    return Plan(original, (Edit(span, ""),), (place.span,))  # type: ignore[attr-defined]


def add_listed(original: Original, place: object, rng: random.Random) -> Plan | None:
    """Add an economic item of which the statements have no amount."""
    statements = original.report.statements
    cells = [c for s in statements for band in s.bands for row in band.rows for c in row.cells.values()]
    paid = {cell.keys[0].item for cell in cells if cell.keys and not cell.blank and cell.quantity.value}
    items = place.items  # type: ignore[attr-defined]
    names = {item.name for item in items}
    group = {code[:3] for code, name in lexicon().codes["E"].items() if name in names and len(code) == 5}
    shown = {row.code for s in statements for band in s.bands for row in band.rows}
    options = sorted(
        name
        for code, name in lexicon().codes["E"].items()
        if len(code) == 5 and code[:3] in group and code in shown and f"E:{code}" not in paid and name not in names
    )
    if not options:
        return None
    at = items[0].span.start
    return Plan(original, (Edit(Span(at, at), rng.choice(options) + "、"),), (place.span,))  # type: ignore[attr-defined]


def section_places(original: Original) -> list[object]:
    """Neighbouring sections that both state figures: the spans of their bodies."""
    blocks = original.report.document.blocks
    heads = [i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level <= 2]
    amounts = [m.fact.span.start for m in original.report.narrative.mentions if m.fact.keys and m.fact.firm]
    bodies: list[tuple[int, Span]] = []
    for number, (start, end) in enumerate(pairwise([*heads, len(blocks)])):
        body = [block for block in blocks[start + 1 : end] if isinstance(block, Paragraph | Heading)]
        if len(body) == end - start - 1 and body:
            span = Span(body[0].flow.span(0, 1).start, body[-1].flow.span(0, len(body[-1].flow.text)).end)
            if sum(span.start <= at < span.end for at in amounts) >= 3:
                bodies.append((number, span))
    return [(a, b) for (i, a), (j, b) in pairwise(bodies) if j == i + 1]


def paste_section(original: Original, place: object, _rng: random.Random) -> Plan:
    kept, overwritten = place  # type: ignore[misc]
    text = original.source[kept.start : kept.end]
    return Plan(original, (Edit(overwritten, text),), (overwritten,), breaks=None)


def sentence_places(original: Original) -> list[object]:
    found: list[object] = []
    for block, facts in _fiscal_paragraphs(original):
        span = block.flow.span(0, len(block.flow.text))
        for match in _SENTENCE.finditer(original.source, span.start, span.end):
            own = [
                f
                for f in facts
                if match.start() <= f.span.start < match.end() and f.keys and f.firm and _relation_of(original, f)
            ]
            if own:
                found.append((match.start(), match.end(), own))
    return found


def repeat_sentence(original: Original, place: object, rng: random.Random) -> Plan | None:
    """The sentence once more behind itself, with another value."""
    start, end, facts = place  # type: ignore[misc]
    fact = rng.choice(facts)
    source = original.source
    true = source[fact.span.start : fact.span.end]
    text = change_cell(true, fact, rng)
    if text is None:
        return None
    again = source[start : fact.span.start] + text + source[fact.span.end : end]
    return Plan(original, (Edit(Span(end, end), again),), (fact.span, Span(end, end)), truths=(true,))


def breakdown_places(original: Original) -> list[object]:
    """Parts that stand between two others of their sum, each with its relation."""
    found: list[object] = []
    for relation in original.report.tieout.relations:
        if not isinstance(relation, Sum) or relation.kind != "parts":
            continue
        parts = sorted((p for p in relation.parts if not p.in_table and not p.constant), key=lambda p: p.span.start)
        for before, part in pairwise(parts):
            between = original.source[before.span.end : part.span.end]
            if part.quantity.value and "。" not in between and "\n\n" not in between and len(between) < 120:
                found.append((relation, before, part))
    return found


def remove_part(original: Original, place: object, _rng: random.Random) -> Plan:
    """A breakdown may leave things out, unless it gives every part its share."""
    relation, before, part = place  # type: ignore[misc]
    source = original.source
    tail = re.match(r"[^。；;\n]{0,12}%", source[part.span.end :])
    start = before.span.end
    head = re.match(r"[^。；;\n]{0,12}%", source[start : part.span.start])
    start += head.end() if head else 0
    end = part.span.end + (tail.end() if tail else 0)
    spans = [site.span for site in relation.sites if site is not part]
    left = [site for site in relation.parts if site is not part and not site.in_table]
    shared = tail is not None and len(left) >= 2 and any(cell.in_table for cell in _same_as(original, part))
    breaks = (relation,) if shared else ()
    return Plan(original, (Edit(Span(start, end), ""),), (Span(start, start), *spans), breaks=breaks)


def _same_as(original: Original, fact: Fact) -> list[Fact]:
    """The other statements of the same fact."""
    same = [relation for relation in _relation_of(original, fact) if isinstance(relation, Same)]
    return [site for relation in same for site in relation.sites if isinstance(site, Fact) and site is not fact]


KINDS = (
    Kind("方向词写反 direction", "direction", at_sites(direction_words), by_text(flip)),
    Kind("百分数改动 percentage", "percentage", at_sites(mentions("rate")), by_text(change_rate)),
    Kind("金额两位颠倒 swapped digits", "amount", at_sites(mentions("money")), by_text(swap_digits)),
    Kind("金额漏一位 lost digit", "amount", at_sites(mentions("money")), by_text(lose_digit)),
    Kind("小数点移位 decimal point", "decimal", at_sites(mentions("money")), by_text(shift_point)),
    Kind("金额十倍 ×10", "decimal", at_sites(mentions("money")), by_text(times_ten)),
    Kind("单位写错 unit", "unit", at_sites(mentions("money")), by_text(other_unit)),
    Kind("两项金额对调 items swapped", "swap", swap_places, swap),
    Kind("大于↔小于 comparison", "comparison", at_sites(comparison_words), by_text(flip_comparison)),
    Kind("有增减写成持平 flat", "flat", flat_places, call_flat),
    Kind("单元格改动：明细 leaf cell", "cell", at_sites(cells("leaf")), by_text(change_cell)),
    Kind("单元格改动：小计 subtotal cell", "cell", at_sites(cells("subtotal")), by_text(change_cell)),
    Kind("单元格改动：合计 total cell", "cell", at_sites(cells("total")), by_text(change_cell)),
    Kind("年份差一年 year", "year", year_places, year_off),
    Kind("数量改动 count", "count", at_sites(mentions("count")), by_text(change_count)),
    Kind("列举漏一项 listed item dropped", "listing", listing_places, drop_listed),
    Kind("列举多一项 listed item added", "listing", listing_places, add_listed),
    Kind("抄成相邻一节 section pasted", "section", section_places, paste_section),
    Kind("重复一句而数不同 repeated sentence", "repeat", sentence_places, repeat_sentence),
    Kind("分项删去一项 part removed", "breakdown", breakdown_places, remove_part),
)
CELLS = tuple(kind for kind in KINDS if kind.group == "cell")
