"""Where a finding stands, told without its text.

A place must stay the same while readers, rules and messages change around it, and while other findings come and go. So it
is the page (line, paragraph, cell) together with a short digest of what stands there, and, where the page has the same once more,
its number among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import regex

from gouji.document import Document, Span
from gouji.findings import Finding
from gouji.quantity import fold

_NUMBER = regex.compile(r"-?\d[\d,]*(?:\.\d+)?")
_QUOTED = regex.compile(r"[“《](?P<words>[^”》]+)[”》]")
_WORDS = 12


class Key(NamedTuple):
    """A finding as a verdict names it."""

    document: str
    where: str
    code: str
    place: str

    def __str__(self) -> str:
        return ":".join(self)

    @staticmethod
    def parse(text: str) -> Key:
        """Raises ValueError. A cell may have a colon in its sheet's name."""
        document, rest = text.split(":", 1)
        where, code, place = rest.rsplit(":", 2)
        return Key(document, where, code, place)

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """By document and page."""
        number = int(self.where) if self.where.isdigit() else 0
        return self.document, number, self.where, self.code, self.place


class Folded(NamedTuple):
    """Text without its spaces, folded, each character with its offset in the source."""

    text: str
    offsets: list[int]

    def find(self, quote: str) -> Iterator[Span]:
        """Every place where a text that has been squeezed stands."""
        at = self.text.find(quote) if quote else -1
        while at >= 0:
            yield Span(self.offsets[at], self.offsets[at + len(quote) - 1] + 1)
            at = self.text.find(quote, at + 1)


class Pages:
    """A document by its pages (lines, paragraphs, cells): which a place is on, and what stands on each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._pieces: dict[str, list[Span]] = {}
        source = document.source
        if document.anchors:
            ends = [anchor.offset for anchor in document.anchors[1:]] + [len(source)]
            for anchor, end in zip(document.anchors, ends, strict=True):
                where = anchor.cell or str(anchor.page or anchor.paragraph)
                self._pieces.setdefault(where, []).append(Span(anchor.offset, end))
        else:
            starts = document.line_starts
            ends = [*starts[1:], len(source)]
            for line, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
                self._pieces[str(line)] = [Span(start, end)]

    def where(self, offset: int) -> str:
        """The page an offset is on."""
        anchor = self.document.anchor(offset)
        if anchor is None:
            return str(self.document.position(offset).line)
        return anchor.cell or str(anchor.page or anchor.paragraph)

    def before(self, where: str, offset: int) -> str:
        """What stands on a page before an offset."""
        pieces = self._pieces.get(where, [])
        source = self.document.source
        return "".join(source[start : min(end, offset)] for start, end in pieces if start < offset)

    def folded(self, where: str) -> Folded:
        """What stands on a page."""
        return self._fold(self._pieces.get(where, []))

    def whole(self) -> Folded:
        """What stands in the document."""
        return self._fold([Span(0, len(self.document.source))])

    def _fold(self, pieces: list[Span]) -> Folded:
        source = self.document.source
        offsets = [at for start, end in pieces for at in range(start, end) if not source[at].isspace()]
        return Folded(fold("".join(source[at] for at in offsets)), offsets)


def squeezed(text: str) -> str:
    """Folded, without spaces."""
    return fold("".join(text.split()))


def key_of(pages: Pages, finding: Finding, name: str) -> Key:
    """The key of a finding in the document called `name`.

    What stands at a place is its number, so that commas and a unit make no difference, or its first words; where the message
    speaks of something that does not stand there (a section that is missing), that belongs to it.
    """
    span = finding.span
    where = pages.where(span.start)
    text = squeezed(pages.document.quote(span))
    before = fold(pages.before(where, span.start))
    number = _NUMBER.match(text)
    if number:
        mark = _plain(number.group())
        earlier = sum(_plain(found.group()) == mark for found in _NUMBER.finditer(before))
    else:
        words = text[:_WORDS]
        earlier = squeezed(before).count(words) if words else 0
        quoted = [squeezed(found["words"]) for found in _QUOTED.finditer(finding.message)]
        mark = "\0".join([words, *[each for each in quoted if each not in text][:1]])
    digest = sha256(mark.encode()).hexdigest()[:8]
    return Key(name, where, finding.code, f"{digest}.{earlier + 1}" if earlier else digest)


def _plain(number: str) -> str:
    return number.replace(",", "")
