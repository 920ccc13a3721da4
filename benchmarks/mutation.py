"""Mutation: plant one random error at a time in clean documents and see what lint makes of it.

    python benchmarks/mutation.py [--seed 1] [--each 40] [--misses 0] [files…]

Columns:
  places      where such an error can be planted in the documents
  planted     errors planted, one at a time
  detectable  … at a number or word that occurs in a relation of the unmutated document
  detected    … with an error or warning that the unmutated document does not have
  det∩able    detected among the detectable
  primary     … with such a finding at the planted place itself
  related     … not primary, but with such a finding that names the planted place as related
  one error   … with exactly one new finding of severity error
  fix         … with a fix offered by a new finding
  restored    … with one of these fixes giving back the original number in its unit, or the original word
  rounded     … not restored, but with one giving the same amount in another unit or precision
  bad safe    … with a fix called safe that does neither
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from itertools import pairwise
from pathlib import Path

from gouji.config import Config
from gouji.document import Span
from gouji.facts import Fact, Word
from gouji.findings import Finding, Fix, Severity
from gouji.lexicon import lexicon
from gouji.linter import lint_document
from gouji.quantity import Quantity
from gouji.readers.text import read_text
from gouji.report import Report

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
CORPUS_FILES = ("huyi-2024-final.txt", "huzhu-2024-final.txt", "beilin-2024-budget.txt")
EXAMPLE = ROOT / "examples" / "文旅局-2024-决算.txt"

# Changes smaller than this many units of the last digit may be within rounding.
LEAST_RATE_QUANTA = 3
LEAST_CELL_QUANTA = 10
_COMPARISONS = {"大于": "小于", "小于": "大于", "高于": "低于", "低于": "高于", "多于": "少于", "少于": "多于"}
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")

Mutator = Callable[[str, Fact | Word, random.Random], str | None]


class Restores(IntEnum):
    """What a fix makes of a planted error."""

    NO = 0
    ROUNDED = 1
    EXACTLY = 2


@dataclass(frozen=True)
class Original:
    """An unmutated document and what lint says about it."""

    path: Path
    source: str
    report: Report
    sites: frozenset[Span]


@dataclass(frozen=True)
class Place:
    """Where an error of a kind can be planted."""

    original: Original
    site: Fact | Word

    @property
    def text(self) -> str:
        return self.original.source[self.site.span.start : self.site.span.end]

    @property
    def detectable(self) -> bool:
        span = self.site.span
        return span in self.original.sites or any(_overlap(span, other) for other in self.original.sites)


@dataclass(frozen=True)
class Planted:
    """One planted error and what became of it."""

    place: Place
    text: str
    new: tuple[Finding, ...]
    primary: bool
    related: bool
    one_error: bool
    fix_offered: bool
    restored: bool
    rounded: bool
    bad_safe: bool


@dataclass(frozen=True)
class Kind:
    """A kind of error: where it can be, and how it is made."""

    name: str
    places: Callable[[Report], Iterator[Fact | Word]]
    mutate: Mutator


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _number(text: str) -> Decimal | None:
    """The first number of `text`, read without its spaces."""
    match = _NUMBER.search("".join(text.split()))
    if match is None:
        return None
    try:
        return Decimal(match.group().replace(",", ""))
    except InvalidOperation:
        return None


def _leads_with_zero(text: str) -> bool:
    match = _NUMBER.search("".join(text.split()))
    return match is not None and re.match(r"-?0[\d,]", match.group()) is not None


def _digits(text: str) -> list[int]:
    return [index for index, character in enumerate(text) if character in "0123456789"]


def _replaced(text: str, changes: dict[int, str]) -> str:
    return "".join(changes.get(index, character) for index, character in enumerate(text))


def _other_digit(text: str, least: Decimal, rng: random.Random) -> str | None:
    """`text` with one digit replaced such that the number changes by `least` or more."""
    before = _number(text)
    options = [_replaced(text, {at: digit}) for at in _digits(text) for digit in "0123456789"]
    chosen = [
        option
        for option in options
        if option != text
        and not _leads_with_zero(option)
        and before is not None
        and (after := _number(option)) is not None
        and abs(after - before) >= least
    ]
    return rng.choice(chosen) if chosen else None


def _last_place(text: str) -> Decimal:
    number = _number(text)
    return Decimal(0) if number is None else Decimal(1).scaleb(int(number.as_tuple().exponent))


def flip(text: str, site: Fact | Word, _rng: random.Random) -> str | None:
    return lexicon().opposites.get(text) if isinstance(site, Word) and text == site.text else None


def flip_comparison(text: str, _site: Fact | Word, _rng: random.Random) -> str | None:
    return _COMPARISONS.get(text)


def change_rate(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    return _other_digit(text, LEAST_RATE_QUANTA * _last_place(text), rng)


def change_cell(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    number = _number(text)
    if number is None:
        return None
    places = _last_place(text)
    return _other_digit(text, LEAST_CELL_QUANTA * places if places < 1 else places, rng)


def swap_digits(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    at = _digits(text)
    pairs = [(a, b) for a, b in pairwise(at) if text[a] != text[b]]
    options = [_replaced(text, {a: text[b], b: text[a]}) for a, b in pairs]
    options = [option for option in options if not _leads_with_zero(option)]
    return rng.choice(options) if options else None


def shift_point(text: str, _site: Fact | Word, rng: random.Random) -> str | None:
    """The decimal point one place to the left or right; ×10 where there is none."""
    match = _NUMBER.search(text)
    number = _number(text)
    if match is None or not number or match.group() != "".join(match.group().split()):
        return None
    digits = match.group()
    places = -int(number.as_tuple().exponent)
    options = [number * 10] if places == 0 else [number.scaleb(1), number.scaleb(-1)]
    value = rng.choice(options)
    shown = f"{value:,f}" if "," in digits else f"{value:f}"
    return text[: match.start()] + shown + text[match.end() :]


def smaller_unit(text: str, _site: Fact | Word, _rng: random.Random) -> str | None:
    return text[:-2] + "元" if text.endswith("万元") and _number(text) else None


def direction_words(report: Report) -> Iterator[Word]:
    for change in report.parser.claims.changes:
        yield from change.words
    for relation in report.tieout.relations:
        for site in relation.sites:
            if isinstance(site, Word) and site.role == "direction":
                yield site


def comparison_words(report: Report) -> Iterator[Word]:
    for comparison in report.parser.claims.comparisons:
        yield comparison.word


def mentions(dimension: str) -> Callable[[Report], Iterator[Fact]]:
    def found(report: Report) -> Iterator[Fact]:
        for mention in report.parser.claims.mentions:
            if mention.fact.quantity.unit.dimension == dimension:
                yield mention.fact

    return found


def cells(report: Report) -> Iterator[Fact]:
    for statement in report.statements:
        for band in statement.bands:
            for row in band.rows:
                yield from (cell for cell in row.cells.values() if not cell.blank)


KINDS = (
    Kind("direction word flipped", direction_words, flip),
    Kind("percentage changed", mentions("rate"), change_rate),
    Kind("amount: digits swapped", mentions("money"), swap_digits),
    Kind("amount: point shifted", mentions("money"), shift_point),
    Kind("unit 万元→元", mentions("money"), smaller_unit),
    Kind("大于↔小于", comparison_words, flip_comparison),
    Kind("table cell changed", cells, change_cell),
)


def places(kind: Kind, originals: Sequence[Original]) -> list[Place]:
    """Every place for a kind of error, once, in reading order; not where the unmutated document has a finding."""
    found: list[Place] = []
    for original in originals:
        taken = {finding.span for finding in original.report.findings}
        sites = {site.span: site for site in kind.places(original.report)}
        for span in sorted(sites):
            place = Place(original, sites[span])
            possible = kind.mutate(place.text, place.site, random.Random(0)) is not None
            if possible and not any(_overlap(span, other) for other in taken):
                found.append(place)
    return found


def lint(source: str, path: Path) -> Report:
    return lint_document(read_text(source, str(path)), Config())


def plant(place: Place, text: str) -> Planted:
    """Plant `text` at a place and lint."""
    original, start, end = place.original, place.site.span.start, place.site.span.end
    source = original.source[:start] + text + original.source[end:]
    shift = len(text) - (end - start)

    def moved(offset: int) -> int:
        return offset + shift if offset >= end else offset

    known = {(finding.code, moved(finding.span.start)) for finding in original.report.findings}
    new = tuple(
        finding
        for finding in lint(source, original.path).findings
        if finding.severity >= Severity.WARNING and (finding.code, finding.span.start) not in known
    )
    here = Span(start, start + len(text))
    primary = any(_overlap(finding.span, here) for finding in new)
    fixes = [finding.fix for finding in new if finding.fix is not None]
    good = [_restores(fix, source, here, place) for fix in fixes]
    return Planted(
        place,
        text,
        new,
        primary,
        not primary and any(_overlap(other.span, here) for finding in new for other in finding.related),
        sum(finding.severity == Severity.ERROR for finding in new) == 1,
        bool(fixes),
        Restores.EXACTLY in good,
        max(good, default=Restores.NO) is Restores.ROUNDED,
        any(fix.safe and restores is Restores.NO for fix, restores in zip(fixes, good, strict=True)),
    )


def _restores(fix: Fix, source: str, here: Span, place: Place) -> Restores:
    """Whether a fix gives back the original text, or at the planted place the original value."""
    fixed = source
    for edit in sorted(fix.edits, key=lambda e: e.span, reverse=True):
        fixed = fixed[: edit.span.start] + edit.text + fixed[edit.span.end :]
    if "".join(fixed.split()) == "".join(place.original.source.split()):
        return Restores.EXACTLY
    if len(fix.edits) != 1 or not _overlap(fix.edits[0].span, here):
        return Restores.NO
    return _compare(fix.edits[0].text, place.text)


def _compare(text: str, original: str) -> Restores:
    value = _number(text)
    if value is not None and value == _number(original) and _unit(text) == _unit(original):
        return Restores.EXACTLY
    try:
        meets = Quantity.parse(text).interval.meets(Quantity.parse(original).interval)
    except ValueError:
        return Restores.NO
    return Restores.ROUNDED if meets else Restores.NO


def _unit(text: str) -> str:
    return _NUMBER.sub("", "".join(text.split()), count=1)


HEAD = (
    ("places", 7), ("planted", 8), ("detectable", 11), ("detected", 9), ("det∩able", 9), ("primary", 8),
    ("related", 8), ("one error", 10), ("fix", 5), ("restored", 9), ("rounded", 8), ("bad safe", 9),
)  # fmt: skip


def row(name: str, count: int, results: Sequence[Planted]) -> str:
    numbers = (
        count,
        len(results),
        sum(r.place.detectable for r in results),
        sum(bool(r.new) for r in results),
        sum(bool(r.new) and r.place.detectable for r in results),
        sum(r.primary for r in results),
        sum(r.related for r in results),
        sum(r.one_error for r in results),
        sum(r.fix_offered for r in results),
        sum(r.restored for r in results),
        sum(r.rounded for r in results),
        sum(r.bad_safe for r in results),
    )
    columns = "".join(f"{number:>{width}}" for number, (_, width) in zip(numbers, HEAD, strict=True))
    wide = sum(ord(character) > 0x2E80 for character in name)
    return f"{name:{24 - wide}}{columns}"


def describe(result: Planted) -> str:
    place = result.place
    document, span = place.original.report.document, place.site.span
    position = document.position(span.start)
    source = place.original.source
    before = " ".join(source[max(0, span.start - 30) : span.start].split())
    after = " ".join(source[span.end : span.end + 20].split())
    return f"{place.original.path.name}:{position.line}: …{before}[{place.text} → {result.text}]{after}…"


def default_files() -> list[Path]:
    return [path for path in (*(CORPUS / name for name in CORPUS_FILES), EXAMPLE) if path.is_file()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Plant random errors in clean documents and count the detected.")
    parser.add_argument("files", nargs="*", type=Path, help="text documents (default: the corpus and an example)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random choices (default 1)")
    parser.add_argument("--each", type=int, default=40, help="errors per kind, all documents together (default 40)")
    parser.add_argument("--misses", type=int, default=0, help="misses per kind and bad fixes to list")
    options = parser.parse_args()

    originals = []
    for path in options.files or default_files():
        source = path.read_text("utf-8-sig")
        report = lint(source, path)
        sites = frozenset(site.span for relation in report.tieout.relations for site in relation.sites)
        originals.append(Original(path, source, report, sites))
        print(f"{path.name}: {len(report.findings)} findings before, {len(report.tieout.relations)} relations")

    print(f"\nseed {options.seed}\n{'':24}" + "".join(f"{name:>{width}}" for name, width in HEAD))
    everything: list[Planted] = []
    total = 0
    for kind in KINDS:
        rng = random.Random(f"{options.seed} {kind.name}")
        found = places(kind, originals)
        results: list[Planted] = []
        for place in rng.sample(found, min(options.each, len(found))):
            text = kind.mutate(place.text, place.site, rng)
            if text is not None:
                results.append(plant(place, text))
        print(row(kind.name, len(found), results), flush=True)
        everything += results
        total += len(found)
        missed = [result for result in results if result.place.detectable and not result.new]
        for result in missed[: options.misses]:
            print(f"    missed  {describe(result)}")
    print(row("all", total, everything))
    for result in [result for result in everything if result.bad_safe][: options.misses]:
        fix = next(finding.fix for finding in result.new if finding.fix is not None and finding.fix.safe)
        print(f"    bad safe fix  {describe(result)}  {fix.description}")


if __name__ == "__main__":
    main()
