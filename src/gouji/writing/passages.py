"""What a document says in the sections that no figures make."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gouji.document import Document, Paragraph, Span
from gouji.lexicon.profiles import Profile
from gouji.narrative.outline import Part
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.writing.figures import passage_openings, passage_sections

_DEEPEST = 3
_GATHERED = (None, "others")  # only in these a title in a paragraph opens a section; in a glossary it is a word
# （五）国有资产占用情况：…, 4.绩效目标设置情况。…: a title with what it is the title of in one paragraph
_RUN_IN = pattern_of(
    r"(?P<number>(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\(?\d+[\).、])\s*)(?P<title>[^\d:。,;]{2,30})[:。]\s*(?=\S)"
)


def passages_of(report: Report) -> dict[str, str]:
    """The text of the sections that no figures make, as the document has it, by the section's id."""
    profile = report.profile
    if profile is None:
        return {}
    captions = {span.start for statement in report.statements for _, span in statement.captions}
    found: dict[str, str] = {}
    parts = [part for part in report.outline if not part.in_contents]
    for part in parts:
        section = _passage(profile, part.title)
        if section and not found.get(section) and _is_outermost(part, profile):
            found[section] = "\n\n".join(_lines(part, report.document, captions))
    for part in parts:
        if _passage(profile, part.title) in _GATHERED:
            for section, lines in _run_in(part, profile, report.document, captions):
                found[section] = found.get(section) or "\n\n".join(lines)
    return {section: text for section, text in found.items() if text}


def _passage(profile: Profile, title: str) -> str | None:
    section = profile.section_of(title)
    return section.id if section is not None and section.id in passage_sections() else None


def _is_outermost(part: Part, profile: Profile) -> bool:
    """Whether a section stands in no other one, but in one that gathers what else there is to say."""
    above = part.parent
    while above is not None and ((section := profile.section_of(above.title)) is None or section.id in _GATHERED):
        above = above.parent
    return part.level <= _DEEPEST and above is None


def _lines(part: Part, document: Document, captions: Collection[int]) -> Iterator[str]:
    """The lines of a section with the headings in it (### …), without what stands over its tables."""
    for block in part.blocks:
        if isinstance(block, Paragraph) and block.span.start not in captions:
            yield written(document, block.span)
    for each in part.parts:
        lines = list(_lines(each, document, captions))
        if lines:
            yield f"{'#' * (each.level - part.level + 2)} {written(document, each.heading.span)}"
            yield from lines


def _run_in(
    part: Part, profile: Profile, document: Document, captions: Collection[int]
) -> Iterator[tuple[str, list[str]]]:
    """The passages under titles in the paragraphs of a section, each up to the next title; a list that a paragraph announces, up
    to the section's end."""
    opened: tuple[str, list[str]] | None = None
    announced = False
    for block in part.blocks:
        if not isinstance(block, Paragraph) or block.span.start in captions:
            continue
        told = None if announced else _RUN_IN.match(block.flow.text)
        begun = next((name for name, said in passage_openings().items() if said.search(block.flow.text)), None)
        if begun is not None and not announced:
            announced = True
            if opened:
                yield opened
            opened = (begun, [])
            continue
        if told:
            if opened:
                yield opened
            section = _passage(profile, told["title"])
            opened = (section, []) if section else None
        if opened:
            start = told.end() if told else 0
            opened[1].append(written(document, block.flow.span(start, len(block.flow.text))))
    if opened:
        yield opened


def written(document: Document, span: Span) -> str:
    """A text as the document has it, without line breaks."""
    return "".join(document.quote(span).split()).lstrip("#*")
