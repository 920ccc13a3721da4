"""The sections of a document that a style has: those whose titles the profile knows, wherever in the outline they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gouji.document import Heading, Paragraph, Table
from gouji.lexicon.lexicon import plain
from gouji.narrative.outline import Part
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.writing.figures import passage_sections

_DEEPEST = 3
_NO_NAME = pattern_of(r"[^\w（）]+")


class ToldSection(NamedTuple):
    """A section: its id, the heading, and the headings and paragraphs under it, without its statements and what stands over them."""

    id: str
    part: Part
    blocks: tuple[Heading | Paragraph, ...]


def told_sections(report: Report) -> list[ToldSection]:
    """The sections in reading order, each id once: what is told again under another title goes by that title."""
    found: dict[str, ToldSection] = {}
    captions = {span.start for statement in report.statements for _, span in statement.captions}
    tables = {statement.table.span.start for statement in report.statements if statement.type is not None}
    titles = {plain(statement.title) for statement in report.statements}
    for section, part in _opened(report, [part for part in report.outline if part.parent is None]):
        if any(title.endswith(plain(part.title)) for title in titles):
            continue  # what stands under it is a note on the statement
        blocks = tuple(_told(part, captions, tables))
        name = section
        if section in found:
            name = "" if section in passage_sections() else _NO_NAME.sub("", plain(part.title))
        if name and name not in found and any(isinstance(block, Paragraph) for block in blocks):
            found[name] = ToldSection(name, part, blocks)
    return list(found.values())


def _opened(report: Report, parts: list[Part]) -> Iterator[tuple[str, Part]]:
    """The parts that are sections, the outermost; below one that only gathers others (部门情况), those."""
    for part in parts:
        section = None if part.in_contents or report.profile is None else report.profile.section_of(part.title)
        inner = list(_opened(report, part.parts)) if part.level < _DEEPEST else []
        if section is None or (inner and _only_gathers(part, section.id, {found for found, _ in inner})):
            yield from inner
        else:
            yield section.id, part


def _only_gathers(part: Part, section: str, inner: set[str]) -> bool:
    """Whether a part says nothing itself and is there for others: a part of the document (第二部分), or one under which its own section comes no more."""
    bare = not any(isinstance(block, Paragraph) for block in part.blocks)
    return bare and (part.parent is None or section not in inner)


def _told(part: Part, captions: set[int], tables: set[int]) -> Iterator[Heading | Paragraph]:
    """What a section tells, up to its first statement."""
    for block in part.blocks:
        if isinstance(block, Table):
            if block.span.start in tables:
                return
        elif isinstance(block, Paragraph) and block.span.start not in captions:
            yield block
    for each in part.parts:
        yield each.heading
        yield from _told(each, captions, tables)
