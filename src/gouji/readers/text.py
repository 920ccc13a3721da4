"""The text reader: Markdown or plain text, as it comes out of Word, PDF and web pages, → Document.

Headings are recognised by their numbering, not by `#`. Lines that a page or a narrow column broke are joined again.
Tables are tab-separated or Markdown pipe tables; a table continued over a page is joined and its repeated head dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

import regex

from gouji.document import Block, Document, Flow, Heading, Paragraph, Table
from gouji.lexicon import lexicon
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import fold
from gouji.readers.errors import UnreadableError
from gouji.readers.flattened import flattened_in
from gouji.readers.form_cells import forms_by_head
from gouji.readers.forms import Form, Line, forms_in
from gouji.readers.gaps import Spaced, may_hold_tables
from gouji.readers.strided import strided_in
from gouji.readers.text_flow import MARKUP, TAGS, UNIT_END, LineKind, SourceLine, flow_of, is_number_torn
from gouji.readers.text_tables import read_table

_COMMENT_LINE = pattern_of(r"\s*<!--.*-->\s*")
_PAGE_NUMBER = pattern_of(
    r"\s*(?:[-—–]+\s*\d{1,4}\s*[-—–]+|第\s*\d{1,4}\s*页(?:\s*[,/共]*\s*\d*\s*页?)?|\d{1,4}\s*/\s*\d{1,4}|\d{1,3})\s*"
)
_WIDE_GAP = pattern_of(r"\S\s{3,}\S")

_NUMERAL = "一二三四五六七八九十百"
_MARKERS: tuple[tuple[int, regex.Pattern[str]], ...] = (
    (1, pattern_of(rf"第[{_NUMERAL}]{{1,3}}(?:部分|章|节|编)[、:.\s]*")),
    (2, pattern_of(rf"[{_NUMERAL}]{{1,3}}[、.](?!\d(?!\d{{3}}年))\s*")),
    (3, pattern_of(rf"\([{_NUMERAL}]{{1,3}}\)[、.]?\s*")),
    (4, pattern_of(r"\d{1,2}(?:[、.](?![\d])|\.(?=\d{4}年))\s*")),
    (5, pattern_of(r"\(\d{1,2}\)[、.]?\s*|\d{1,2}\)\s*")),
    (6, pattern_of(r"[①-⑳]\s*")),
)
_BULLET = pattern_of(r"\s*(?:[-*+•●■]\s+|#{1,6}\s*|>\s*)+")
_AMOUNT = pattern_of(r"\d\s*(?:%|[百千万亿]*元)")
_SENTENCE_END = "。;:!?"
_BRACKETS = (("《", "》"), ("(", ")"))
_BRACKET_REACH = 60
_LONGEST_WORD = 10
_LONGEST_LABEL = 200
_LONGEST_TITLE = 60
_LONGEST_PARAGRAPH = 50_000  # fifty times as long as the longest of real documents
_FULL = 0.85
_NARROW = 0.6
_FEW_SENTENCES = 5
_SPACED = 0.9


def read_text(source: str, path: str, titles: Mapping[int, int] = MappingProxyType({})) -> Document:
    """Parse the text of a file; `path` is only remembered.

    `titles` are lines that the file itself marks as headings, by the offset at which they begin: the level that such a line
    has if it shows no number; a level below zero is that of no heading, but of a line that begins a paragraph.
    Raises UnreadableError where what should be a paragraph is as long as a book.
    """
    document = Document(path, source)
    lines = _classify(source, titles)
    open_lines = [_form_line(line) for line in lines]
    statements = flattened_in(open_lines)
    forms = {**statements.found, **forms_in(open_lines)}
    others = forms_by_head(open_lines, forms)
    forms |= others.found
    taken = [range(index, form.following) for index, form in forms.items()]
    strided = strided_in(open_lines, taken)
    cut = [own for own in statements.left if not _meets(strided.found, own.start, own.stop)]
    cut += [own for own in strided.left if not any(own.start < other.stop and other.start < own.stop for other in cut)]
    forms |= strided.found
    spaces = _spaced_in(source, lines)
    forms |= {index: table for index, table in spaces.found.items() if not _meets(forms, index, table.following)}
    unread = [own for own in spaces.left if not _meets(forms, own.start, own.stop)]
    for index in [
        *(index for own in unread for index in own),
        *(index for own in cut for index in own),
    ]:
        lines[index] = lines[index]._replace(kind=LineKind.LEFT)  # cells, no sentences or titles
    for index in forms:
        lines[index] = lines[index]._replace(kind=LineKind.FORM)
    document.remarks += [
        f"第{own.start + 1}行起的表散成一格一行，有空格分不清在哪一栏，没有拼起来" for own in sorted(cut, key=list)
    ]
    document.remarks += [
        f"第{index + 1}行起的绩效表散成一格一行，没有拼起来，其中的数没有核对" for index in others.left
    ]
    for begins, what in (
        ([own.start for own in unread], "没有对齐，分不清列，没有读"),
        ([index for index, form in forms.items() if form.table.unsure], "没有完全对齐，其中的数只用来证实"),
    ):
        if begins:
            numbers = "、".join(str(begin + 1) for begin in sorted(begins))
            document.remarks.append(f"第{numbers}行起的表以空格分列，上下{what}")
    blocks = document.blocks
    spaced = _is_spaced(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.kind in (LineKind.TAB, LineKind.PIPE):
            index = read_table(source, lines, index, blocks)
        elif line.kind is LineKind.FORM:
            blocks.append(forms[index].table)
            index = forms[index].following
        elif line.kind is LineKind.TEXT:
            index = _read_paragraph(source, lines, index, blocks, spaced)
        else:
            index += 1
    longest = max((len(block.flow.text) for block in blocks if not isinstance(block, Table)), default=0)
    if longest > _LONGEST_PARAGRAPH:
        raise UnreadableError(
            f"{path}：有一段 {longest} 字，超过 {_LONGEST_PARAGRAPH // 10_000} 万字，长得不正常，没有核对，请分段再试。"
        )
    return document


def _spaced_in(source: str, lines: list[SourceLine]) -> Spaced:
    """The tables whose columns spaces keep apart; the geometry of pages is loaded for a text that may have one."""
    if not may_hold_tables(lines):
        return Spaced({}, [])
    from gouji.readers.spaced import spaced_in

    return spaced_in(source, lines)


def _meets(forms: Mapping[int, Form], start: int, stop: int) -> bool:
    """Whether one of the forms has lines from `start` to `stop`."""
    return any(begin < stop and start < form.following for begin, form in forms.items())


def _is_spaced(lines: list[SourceLine]) -> bool:
    """Whether the text keeps its paragraphs apart with blank lines, so that a line end is none of a paragraph: what ends in
    a full stop is followed by no other line of words, with few exceptions."""
    ends = followed = 0
    for line, after in pairwise(lines):
        if line.kind is LineKind.TEXT and line.text.rstrip().endswith("。"):
            ends += 1
            followed += after.kind is LineKind.TEXT
    return ends >= _FEW_SENTENCES and followed <= (1 - _SPACED) * ends


def _form_line(line: SourceLine) -> Line:
    """A line as one of a form may be: text, or a number alone; but no page's number."""
    paged = line.kind is LineKind.STRAY and not line.text.strip().isdigit()
    return Line(line.start, "" if paged else line.text, line.kind in (LineKind.TEXT, LineKind.STRAY))


def _classify(source: str, titles: Mapping[int, int]) -> list[SourceLine]:
    lines: list[SourceLine] = []
    start = 0
    for text in source.splitlines(keepends=True):
        body = text.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        lead = len(body) - len(body.lstrip("\ufeff"))
        text_of_line = body[lead:]
        lines.append(
            SourceLine(start + lead, start + len(body), text_of_line, _kind(text_of_line), titles.get(start, 0))
        )
        start += len(text)
    for i, line in enumerate(lines):
        if line.kind is LineKind.TAB and sum(1 for cell in line.text.split("\t") if cell.strip()) < 2:
            near = [lines[j].kind for j in (i - 1, i + 1) if 0 <= j < len(lines)]
            if LineKind.TAB not in near or (
                line.text.startswith("\t") and line.text.count("\t") == 1 and len(line.text) > 40
            ):
                lines[i] = line._replace(kind=LineKind.TEXT if line.text.strip() else LineKind.BLANK)
    return lines


def _kind(text: str) -> LineKind:
    stripped = text.strip()
    if not stripped or _COMMENT_LINE.fullmatch(text):
        return LineKind.TAB if "\t" in text and stripped == "" and text.count("\t") > 1 else LineKind.BLANK
    if stripped.endswith("|") and (len(stripped) > 1 if stripped.startswith("|") else stripped.count("|") > 1):
        return LineKind.PIPE
    if "\t" in text.rstrip() or text.count("\t") > 1:
        return LineKind.TAB
    if _PAGE_NUMBER.fullmatch(text):
        return LineKind.STRAY
    return LineKind.TEXT


def marker(text: str) -> tuple[int, int]:
    """The level of the list or heading number that folded `text` starts with, and its length; (0, 0) for none."""
    for level, pattern in _MARKERS:
        match = pattern.match(text)
        if match:
            return level, match.end()
    return 0, 0


def _is_heading(text: str, level: int, length: int) -> bool:
    """Whether a numbered line is a title rather than a numbered sentence: it is short and states nothing."""
    title = text[length:].rstrip(" ")
    if lexicon().item_title.search(title):
        return True
    if level > 3 and lexicon().item_part.search(title):
        return False  # a path of names that goes on on the next line
    if not title or len(title) > 60:
        return level == 1
    if title.endswith(".") or title[-1] in "。:":
        if len(title) > 40 or ":" in title[:-1]:
            return False
        title = title[:-1]
    return not any(mark in title for mark in "。;,!?") and not _AMOUNT.search(title)


def _is_label(text: str) -> bool:
    return bool(lexicon().label_line.fullmatch(text.replace(" ", "")))


def _names_table(text: str) -> bool:
    """Whether a line is the title of a known statement, or its number: 表八："""
    words = lexicon()
    if len(text) > _LONGEST_TITLE or not any(word in text for word in words.title_parts["table"]):
        return False
    title = plain(text)
    return words.has_table_number(title) or words.statement_title(title) is not None


def _bare(line: SourceLine) -> str:
    """The words of a line, folded, without what marks them bold and the like."""
    return fold((TAGS.sub("", line.text) if MARKUP.search(line.text) else line.text).strip())


def _read_paragraph(source: str, lines: list[SourceLine], index: int, blocks: list[Block], spaced: bool) -> int:
    first = _strip_bullet(lines[index])
    flow = flow_of(source, [first])
    if not flow.text:
        return index + 1
    level, length = marker(flow.text)
    title = lines[index].title
    heading = (flow, index + 1) if title > 0 else _heading(source, lines, index, first, spaced)
    if heading is not None:
        flow, following = heading
        blocks.append(Heading(flow, level or title, flow.text[length:].rstrip(" .。:")))
        return following
    torn = bool(level) and _is_heading(flow.text, level, length)
    ranges = [first]
    open_text = _Open(flow.text, _width(lines[index].text))
    following = index + 1
    while following < len(lines):
        blank = following
        while blank < len(lines) and lines[blank].kind in (LineKind.BLANK, LineKind.STRAY):
            blank += 1
        if blank == len(lines) or lines[blank].kind is not LineKind.TEXT:
            break
        candidate = lines[blank]
        words = _bare(candidate)
        if not torn and not _continues(open_text, candidate, words, blank > following, spaced):
            break
        torn = False
        ranges.append((candidate.start, candidate.end))
        open_text.add(words, _width(candidate.text))
        following = blank + 1
    if len(ranges) > 1:
        flow = flow_of(source, ranges)
    blocks.append(Paragraph(flow, length, level))
    return following


def _heading(
    source: str, lines: list[SourceLine], index: int, first: tuple[int, int], spaced: bool
) -> tuple[Flow, int] | None:
    """The title that a numbered line is, with the next, shorter line where that closes a bracket, and where it ends; None
    where the line is a sentence, if one that a page broke."""
    flow = flow_of(source, [first])
    level, length = marker(flow.text)
    if not level or not _is_heading(flow.text, level, length):
        return None
    following = _next_text(lines, index)
    if following is None:
        return flow, index + 1
    after = lines[following]
    if spaced and following == index + 1 and flow.text.endswith("。"):
        return None  # a sentence's end that is a line's by chance
    if _is_bracket_open(flow.text):
        joined = flow_of(source, [first, (after.start, after.end)])
        if _is_bracket_open(joined.text):
            return flow, index + 1
        ends = _width(after.text) < _FULL * _width(lines[index].text)
        return (joined, following + 1) if ends and _is_heading(joined.text, level, length) else None
    return None if _is_torn(lines[index], flow.text[length:], after) else (flow, index + 1)


def _next_text(lines: list[SourceLine], index: int) -> int | None:
    """The next line of text that may go on with a line: it has no number, no mark and no label of its own."""
    index += 1
    while index < len(lines) and lines[index].kind in (LineKind.BLANK, LineKind.STRAY):
        index += 1
    if index == len(lines) or lines[index].kind is not LineKind.TEXT or lines[index].title:
        return None
    text = _bare(lines[index])
    return None if marker(text)[0] or _is_label(text) or _BULLET.match(lines[index].text) else index


def _is_torn(line: SourceLine, title: str, after: SourceLine) -> bool:
    """Whether what reads like a title is the first line of a sentence that goes on: it ends within an amount, with a word
    that ends nothing, or, behind a colon, within a word or as wide as the unfinished line after it."""
    if UNIT_END.search(title) or lexicon().torn_line.search(title) or is_number_torn(line.text, after.text):
        return True
    if ":" not in title[:-1]:
        return False
    text = _bare(after)
    if _tears_word(title, text):
        return True
    wide = _width(line.text)
    return text[-1] not in _SENTENCE_END and _FULL * wide <= _width(after.text) <= wide / _FULL


def _tears_word(before: str, after: str) -> bool:
    """Whether a word of the lexicon begins on one line and ends on the next."""
    tail = before[-_LONGEST_WORD:]
    text = tail + after[:_LONGEST_WORD].replace(" ", "")
    return any(start < len(tail) < end for start, end in lexicon().segmenter.words(text, 0, len(text)))


def _width(text: str) -> int:
    """How wide a line is set: a Chinese character is two wide."""
    return sum(1 + (character > "\u2e80") for character in text.strip())


def _is_bracket_open(text: str) -> bool:
    """Whether a bracket that opened near the end of a text is not closed."""
    reach = max(len(text) - _BRACKET_REACH, 0)
    return any(text.rfind(opened, reach) > text.rfind(closed, reach) for opened, closed in _BRACKETS)


def _strip_bullet(line: SourceLine) -> tuple[int, int]:
    match = _BULLET.match(line.text)
    return (line.start + match.end() if match else line.start, line.end)


class _Open:
    """A paragraph that may go on with the next line, as much of it as settles that: how it begins and ends, how long it is, how
    wide its last line and its two widest are set, and whether its sentences have marks."""

    def __init__(self, text: str, width: int) -> None:
        self.head = self.tail = text
        self.length = len(text)
        self.lines = 1
        self.width = self.widest = width
        self.wide = 0
        self.stopped = self.marked = self.gap = False
        self._note(text)

    def _note(self, text: str) -> None:
        self.stopped |= any(mark in text for mark in "。,;")
        self.marked |= self.stopped or "、" in text
        self.gap |= _WIDE_GAP.search(text) is not None

    def add(self, text: str, width: int) -> None:
        """The words of the next line, and how wide it is set."""
        self._note(text)
        if len(self.head) < _LONGEST_LABEL:
            self.head += text
        self.tail = (self.tail + text)[-_LONGEST_LABEL:]
        self.length += len(text)
        self.lines += 1
        self.width = width
        self.wide, self.widest = sorted((self.wide, self.widest, width))[1:]


def _continues(so_far: _Open, line: SourceLine, words: str, blank_between: bool, spaced: bool) -> bool:
    """Whether `line`, of these words, continues what a paragraph leaves open: a sentence; or the paragraph itself, where its lines are broken
    wherever they are full, or where blank lines keep paragraphs apart (`spaced`)."""
    if not words or line.title or _BULLET.match(line.text):
        return False
    if marker(words)[0] or _is_label(words) or _is_label(so_far.head):
        return False
    if _names_table(words) or (so_far.lines == 1 and _names_table(so_far.head)):
        return False
    last = so_far.tail[-1]
    full = so_far.lines > 1 and min(so_far.width, so_far.wide) >= _FULL * so_far.widest
    if last == ";" and full:
        return True
    if last in _SENTENCE_END:
        if last == ":" and lexicon().open_line.search(so_far.tail):
            return True
        onward = spaced or full or last == ";" or lexicon().onward_line.match(words) is not None
        return not blank_between and onward and not line.text[:1].isspace()
    if _is_bracket_open(so_far.tail):
        return True
    if _WIDE_GAP.search(line.text.strip()) or so_far.gap:
        return False
    label = so_far.lines == 1 and not so_far.marked and last != "," and not is_number_torn(so_far.tail, words)
    if label and so_far.width < _NARROW * _width(line.text) and not lexicon().torn_line.search(so_far.tail):
        return False  # a line without a mark, far from full, is no beginning of a sentence
    if last in "图表)" and not so_far.marked:
        return False
    if so_far.lines == 1 and all(map(lexicon().title_line.fullmatch, (so_far.tail, words))):
        return False
    if not blank_between:
        return so_far.length >= 12 or so_far.stopped
    return so_far.marked or so_far.length >= 25
