"""The outline of a document: its headings with what stands under each, the table of contents aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from gouji.document import Block, Document, Heading, Paragraph, Table
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of

_STOP = "。"
_ENTRY = pattern_of(r"(.*?[^\d.…· ])[.…· ]*\d{1,3}")
_TITLE = 40


@dataclass(eq=False, slots=True)
class Part:
    """A heading and the blocks directly under it; `parent` is the heading over it."""

    heading: Heading
    parent: Part | None
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    in_contents: bool = False

    @property
    def title(self) -> str:
        return self.heading.title

    @property
    def level(self) -> int:
        return self.heading.level

    def all_blocks(self) -> list[Block]:
        """The blocks under the heading and under those below it."""
        return self.blocks + [block for part in self.parts for block in part.all_blocks()]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.all_blocks() if isinstance(block, Paragraph)]

    @property
    def text(self) -> str:
        return "".join(paragraph.flow.text for paragraph in self.paragraphs)

    @property
    def number(self) -> str:
        """The number before the title: 第一部分, 一、, （二）."""
        text = self.heading.flow.text
        return text[: max(0, text.find(self.title))]


def outline(document: Document, words: Lexicon) -> list[Part]:
    """Every heading in reading order."""
    found: list[Part] = []
    stack: list[Part] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            while stack and stack[-1].level >= block.level:
                stack.pop()
            part = Part(block, stack[-1] if stack else None)
            if stack:
                stack[-1].parts.append(part)
            stack.append(part)
            found.append(part)
        elif isinstance(block, Paragraph | Table) and stack:
            stack[-1].blocks.append(block)
    _mark_contents(document, found, words)
    return found


def contents(document: Document, lexicon: Lexicon) -> list[range]:
    """The tables of contents: the indices of the blocks from the heading “目录” to where its first entry comes again."""
    words = tuple(lexicon.sections["contents"]["words"])
    blocks = document.blocks
    found: list[range] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table) or len(block.flow.text) > _TITLE or not plain(block.flow.text).endswith(words):
            continue
        first = next((i for i in range(index + 1, len(blocks)) if isinstance(blocks[i], Heading)), None)
        end = _end_of_contents(blocks, first) if first is not None else None
        if end is not None and not (found and index in found[-1]):
            found.append(range(index, end))
    return found


def _end_of_contents(blocks: list[Block], first: int) -> int | None:
    """Where the first entry comes again: as it is, shorter (a folded heading) or longer."""
    entry = blocks[first]
    assert isinstance(entry, Heading)
    title = _bare(entry)
    for index in range(first + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table):
            break
        if isinstance(block, Heading) and block.level == entry.level:
            text = _bare(block)
            if title.startswith(text) or text.startswith(title):
                return index
    return _end_of_run(blocks, first, entry.level)


def _end_of_run(blocks: list[Block], first: int, level: int) -> int | None:
    """Where the entries right behind one another end, if another than the first of them comes again: the part that the first names
    may have no title in the text."""
    end = first
    while end < len(blocks) and isinstance(blocks[end], Heading) and getattr(blocks[end], "level", 0) == level:
        end += 1
    entries = {_bare(block) for block in blocks[first + 1 : end] if isinstance(block, Heading)}
    again = any(
        isinstance(block, Heading) and block.level == level and _bare(block) in entries for block in blocks[end:]
    )
    return end if again else None


def _bare(heading: Heading) -> str:
    text = plain(heading.flow.text)
    entry = _ENTRY.fullmatch(text)
    return entry[1] if entry is not None else text


def _mark_contents(document: Document, parts: list[Part], words: Lexicon) -> None:
    """The headings of the tables of contents; without one that says so, a run of headings without text in which a level
    comes again and of which most titles come again further on. A heading with a page number whose title another heading
    has is an entry wherever it stands."""
    told = {document.blocks[index] for entries in contents(document, words) for index in entries}
    titles = {part.title for part in parts}
    for each in parts:
        entry = _ENTRY.fullmatch(each.title)
        each.in_contents = each.heading in told or (entry is not None and entry[1] in titles)
    if told:
        return
    run: list[Part] = []
    for index, part in enumerate([*parts, None]):
        if part is not None and not part.blocks and not part.heading.flow.text.endswith(_STOP):
            run.append(part)
            continue
        levels = [each.level for each in run]
        if len(run) >= 4 and any(levels[i + 1] <= levels[i] for i in range(len(levels) - 1)):
            last = max(i for i in range(len(levels) - 1) if levels[i + 1] <= levels[i])
            later = {_bare(each.heading) for each in parts[index - len(run) + last + 1 :]}
            if 2 * sum(_bare(each.heading) in later for each in run[: last + 1]) >= last + 1:
                for entry_part in run[: last + 1]:
                    entry_part.in_contents = True
        run = []
