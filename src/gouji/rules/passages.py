"""Reading the narrative for what rules of wording and structure look for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain
from typing import Any

import regex

from gouji.document import Cell, Document, Flow, Heading, Paragraph, Span, Table
from gouji.findings import Edit, Fix
from gouji.lexicon import Lexicon, lexicon
from gouji.lexicon.lexicon import plain
from gouji.narrative.outline import Part
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.report import Report
from gouji.resources import LexiconError, compiled, key_place, of_lexicon, read_lexicon

_SENTENCE = 12
_TITLE = 40
_LONG_TITLE = 80
_YEARS = pattern_of(r"(?<!\d)20\d\d(?=年)")


@of_lexicon
def wording(name: str) -> dict[str, Any]:
    """An entry of `lexicon/wording.toml`, with its pattern compiled, in which \\L<increase>, \\L<decrease> and \\L<paired> stand for
    the words of `phrases.toml`. Raises LexiconError for a faulty pattern."""
    entry: dict[str, Any] = read_lexicon("wording.toml")[name]
    words = read_lexicon("phrases.toml")["direction"]
    lists = {"increase": words["increase"], "decrease": words["decrease"], "paired": chain(*words["pairs"])}
    used = {each: found for each, found in lists.items() if f"\\L<{each}>" in entry["pattern"]}
    return {**entry, "pattern": compiled("wording.toml", name, entry["pattern"], **used)}


@of_lexicon
def slips() -> list[tuple[Any, str]]:
    """The slips of the pen of `lexicon/wording.toml`: what is written (a pattern) and what is meant. Raises LexiconError."""
    found = []
    for number, entry in enumerate(read_lexicon("wording.toml")["slips"], 1):
        try:
            found.append((pattern_of(entry["pattern"]), entry["better"]))
        except regex.error as error:
            place = key_place("wording.toml", "slips")
            raise LexiconError(f"{place}：第 {number} 条 pattern 不是有效的正则表达式（{error}）。") from None
    return found


def replacing(span: Span, old: str, new: str, safe: bool = False) -> Fix:
    """Write `new` for `old` at a span."""
    return Fix(f"把“{old}”改为“{new}”", safe, (Edit(span, new),))


def beginning(document: Document) -> Span:
    """Where to say that something is missing from the document: its first line."""
    return document.blocks[0].span if document.blocks else Span(0, 0)


def names_its_subject(part: Part, words: Lexicon) -> bool:
    """Whether the body of a section says what its heading is about, if the heading is about a thing we know."""
    names: dict[str, str] = words.sections["subjects"]
    head = words.dims_of(part.title)
    named = names.get(head.scope) or names.get(head.nature) or head.item or names.get(head.flow, "")
    return not named or plain(named) in part.text.replace('"', "")


def is_titled_otherwise(report: Report) -> bool:
    """Whether the first short line that names a kind of account names only another kind than the report's, or two years: its kind, and
    with it whose year is whose, is not certain."""
    kinds: dict[str, list[str]] = report.lexicon.sections["kind"]
    first = next(flows(report.document), None)
    if first is not None and len(first.text) < _LONG_TITLE and len(set(_YEARS.findall(first.text))) > 1:
        return True
    for flow in flows(report.document):
        named = {kind for kind, words in kinds.items() if any(word in flow.text for word in words)}
        if named and len(flow.text) < _TITLE:
            return report.kind not in named
    return False


def flows(document: Document) -> Iterator[Flow]:
    """The re-flowed text of each heading and paragraph."""
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.flow


def long_cells(document: Document) -> Iterator[Cell]:
    """The table cells that hold sentences, where each character is where the source has it."""
    for _, table in document.tables():
        yield from long_cells_of(table)


def long_cells_of(table: Table) -> Iterator[Cell]:
    """Those of one table."""
    for row in table.rows:
        for cell in row:
            if len(cell.text) >= _SENTENCE and len(cell.text) == cell.span.end - cell.span.start:
                yield cell


def joined_cells(document: Document) -> Iterator[Flow]:
    """The cells that hold sentences which line ends broke: the text of forms that were put together again."""
    for _, table in document.tables():
        for row in table.rows:
            for cell in row:
                start, end = cell.span
                if (
                    _SENTENCE <= len(cell.text) < end - start
                    and "".join(document.quote(cell.span).split()) == cell.text
                ):
                    offsets = array("L", (at for at in range(start, end) if not document.source[at].isspace()))
                    yield Flow(fold(cell.text), offsets)


def texts(document: Document) -> Iterator[Flow]:
    """The headings and paragraphs, and behind them the cells that hold sentences."""
    yield from flows(document)
    for cell in long_cells(document):
        yield Flow.of(document.source, *cell.span)
    yield from joined_cells(document)


def places(document: Document, name: str) -> Iterator[tuple[str, Span, Flow, int]]:
    """Where the pattern of a wording occurs: the text to mark, its span, the flow and the offset in it."""
    pattern = wording(name)["pattern"]
    for flow in flows(document):
        left = [match.span() for match in lexicon().unwritten.finditer(flow.text)] if "[" in flow.text else []
        for match in pattern.finditer(flow.text):
            if any(start < match.start() and match.end() < end for start, end in left):
                continue  # in a mark: nobody says it yet
            group = next((each for each in range(1, pattern.groups + 1) if match.start(each) >= 0), 0)
            start, end = match.span(group)
            yield match[group], flow.span(start, end), flow, start
