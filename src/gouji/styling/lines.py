"""The paragraphs of a section as lines of a template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.document import Document, Heading, Paragraph, Span
from gouji.precompiled import pattern_of
from gouji.quantity import COUNTING, fold
from gouji.styling.expressions import Expressions, absent, amounts
from gouji.styling.movements import Piece, filled
from gouji.styling.outline import ToldSection
from gouji.writing.known import Known

CODE = pattern_of(r"'(\d{3,7})'")
_NUMBER = pattern_of(rf"\d+|[{COUNTING}]+")
_HEADING = "### "


class Line(NamedTuple):
    """A line of a template: its text, and as it stands in a loop over items (`code` is whose it is here); "" if it is no item's."""

    text: str
    code: str = ""
    general: str = ""


def lines_of(section: ToldSection, expressions: Expressions) -> list[Line]:
    """The headings and paragraphs of a section."""
    document = expressions.subjects.report.document
    found = []
    for block in section.blocks:
        if isinstance(block, Heading):
            pieces = list(expressions.named(block))
            found.append(Line(_HEADING + _text(document, block.span, pieces)))
        else:
            found.append(_line(section, block, expressions))
    return [line for line in found if line.text]


def _line(section: ToldSection, block: Paragraph, expressions: Expressions) -> Line:
    document = expressions.subjects.report.document
    pieces = expressions.pieces(section.id, block)
    denied = _denied(block, pieces, expressions)
    if denied is not None:
        return Line(denied)
    text = _text(document, block.span, pieces)
    codes = set(CODE.findall(text))
    if len(codes) != 1:
        return Line(text)
    code = codes.pop()
    more = [*pieces, *_item_names(block, code, expressions.subjects.known)]
    number = _NUMBER.search(block.flow.text, 0, block.marker)
    if number is not None:
        shown = "loop.index" if number[0].isdecimal() else "loop.index | 中文"
        more.append(Piece(block.flow.span(*number.span()), f"{{{{ {shown} }}}}"))
    general = _text(document, block.span, more).replace(f"'{code}'", "科目.code").replace(code, "{{ 科目.code }}")
    return Line(text, code, general)


def _item_names(block: Paragraph, code: str, known: Known) -> Iterator[Piece]:
    """The name of an item, as fully as the paragraph has it."""
    item = known.figures.item(code)
    for field in ("path", "short", "below", "name"):
        name = fold(getattr(item, field))
        at = block.flow.text.find(name) if name else -1
        if at >= 0:
            yield Piece(block.flow.span(at, at + len(name)), f"{{{{ 科目.{field} }}}}")
            return


def _denied(block: Paragraph, pieces: list[Piece], expressions: Expressions) -> str | None:
    """A paragraph that says that there is nothing of a subject, and what stands there once there is something."""
    inside = [names for span, names in expressions.absences if block.span.start <= span.start < block.span.end]
    others = [piece for piece in pieces if "%" not in piece.text]
    if len(inside) != 1 or any("|" in piece.text for piece in others):
        return None
    text = _text(expressions.subjects.report.document, block.span, others)
    known = expressions.subjects.known
    names = [name for name in inside[0] if known.is_none(name)]
    if not names:
        return None
    told = expressions.words["absent"].format(amounts=amounts(names))
    return absent(names, f"\n{text}\n", f"\n{told}\n")


def _text(document: Document, span: Span, pieces: list[Piece]) -> str:
    """The text of a span with the pieces in it, as a template has it."""
    return filled(document.source, span, [(p.span, p.text) for p in pieces], _literal).lstrip("#*")


def _literal(text: str) -> str:
    """A text that the template engine takes for nothing else."""
    return text.replace("{", "{{ '{' }}") if "{" in text else text
