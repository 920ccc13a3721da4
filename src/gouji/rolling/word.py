"""A Word file rolled forward: its text changed where it stands, its statements filled anew, a comment on everything that is left to people."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Document
from gouji.files import DamagedError, replaced
from gouji.readers import UnreadableError
from gouji.readers.archive import Package
from gouji.readers.word import REMEDY
from gouji.readers.word_changes import Tracker, change_by, changed, set_text, w_of
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Words, paragraphs
from gouji.readers.word_xml import child, every, name, whole
from gouji.reporters.word_comments import add_comment, comments_part, new_name
from gouji.reporters.word_looks import Looks, looks_of
from gouji.reporters.word_ranges import Range, put
from gouji.rolling.edits import Edit
from gouji.rolling.marks import TITLE
from gouji.rolling.tables import replaced as refilled_statements
from gouji.rolling.values import Values
from gouji.rolling.word_tables import UNREAD, refilled, table_of

if TYPE_CHECKING:
    from lxml.etree import _Element


class _Change(NamedTuple):
    """A change in a paragraph (0-based index), by its characters."""

    paragraph: int
    start: int
    end: int
    new: str
    why: str


class _Mark(NamedTuple):
    """A comment on some characters of a paragraph; on all of it if `end` is None."""

    paragraph: _Element
    start: int
    end: int | None
    why: str


def rolled_word(data: bytes, values: Values, end: int, edits: list[Edit], lines: list[str], track: bool) -> bytes:
    """The file with the edits made, its statements filled with this year's, and `lines` listed at its end. Raises UnreadableError."""
    from lxml import etree

    document = values.last.document
    package = Package(data, document.path, REMEDY)
    main = package.related().get("officeDocument", "")
    root = package.xml(main) if main else None
    body = child(root, "w:body")
    if root is None or body is None:
        raise UnreadableError(f"{document.path}：文件里没有 Word 正文，{REMEDY}。")
    parts = package.related(main)
    styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
    tracker = Tracker(root) if track else None
    file = _File(document, body, styles, tracker)
    marks = [*file.edit(edits, _table_spans(values, end)), *file.refill(values, end)]
    _list(body, lines, tracker)
    parts_changed, comments = comments_part(package, main, parts, root.tag[1:].partition("}")[0])
    restyled, looks = looks_of(package, parts)
    _comment(comments, marks, body, styles, looks)
    if marks or "comments" in parts:
        parts_changed[parts.get("comments") or new_name(package, main)] = _bytes(comments)
        parts_changed |= restyled if marks else {}
    else:
        parts_changed = {}
    parts_changed[main] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    try:
        return replaced(data, parts_changed)
    except DamagedError as error:
        raise UnreadableError(f"{document.path}：文件里的 {error} 已损坏，改不了，{REMEDY}。") from None


class _File:
    """The paragraphs of a file, in their order."""

    def __init__(self, document: Document, body: _Element, styles: Styles, tracker: Tracker | None) -> None:
        self._document, self._styles, self._tracker = document, styles, tracker
        words = Words(styles)
        self._added: dict[_Element, _Element] = {}
        self._shown = [(paragraph, words.read(paragraph)) for paragraph in paragraphs(body)]

    def edit(self, edits: list[Edit], tables: list[tuple[int, int]]) -> list[_Mark]:
        """Make the edits that stand in no table that is filled anew; what is to be commented on."""
        wanted: dict[int, list[_Change]] = defaultdict(list)
        added: list[Edit] = []
        for edit in edits:
            if edit.new == self._document.quote(edit.span) or any(a <= edit.span.start < b for a, b in tables):
                continue
            if (
                edit.span.start == edit.span.end
                and edit.new != edit.new.strip("\n")
                and not edit.new.endswith("】\n\n")
            ):
                added.append(edit)
                continue
            for each in self._changes(edit):
                wanted[each.paragraph].append(each)
        marks = [mark for edit in added for mark in self._paragraph_added(edit)]
        return marks + [mark for index in sorted(wanted) for mark in self._paragraph(index, wanted[index])]

    def _changes(self, edit: Edit) -> list[_Change]:
        """An edit by paragraphs: the first takes the new text, others lose theirs. What the file makes itself (the number of a list) is no
        text that could be changed."""
        anchors = self._document.anchors_of(edit.span)
        ends = [*(anchor.offset for anchor in anchors[1:]), edit.span.end][: len(anchors)]
        found: list[_Change] = []
        for anchor, stop in zip(anchors, ends, strict=True):
            begin = max(anchor.offset, edit.span.start)
            index, start = anchor.paragraph - 1, anchor.character + begin - anchor.offset
            if not 0 <= index < len(self._shown):
                continue
            shown = self._shown[index][1].text
            quoted = self._document.source[begin:stop].rstrip("\n")
            finish = start + len(quoted)
            if shown[start:finish].split() != quoted.split():
                continue
            if found and found[-1].paragraph == index:
                found[-1] = found[-1]._replace(end=finish)
            else:
                found.append(_Change(index, start, finish, "" if found else edit.new, "" if found else edit.why))
        return found

    def _paragraph(self, index: int, changes: list[_Change]) -> list[_Mark]:
        paragraph, shown = self._shown[index]
        pieces = list(shown.pieces)
        marks: list[_Mark] = []
        change = change_by(self._tracker)
        ordered = sorted(changes, key=lambda each: each.start)
        for each in reversed(ordered):
            if each.start < each.end:
                change(pieces, each.start, each.end, each.new)
        moved = 0
        for each in ordered:
            at = each.start + moved
            if each.why:
                end = at + len(each.new) if each.start < each.end else None
                marks.append(_Mark(paragraph, at if end else 0, end, each.why))
            moved += len(each.new) - (each.end - each.start) if each.start < each.end else 0
        if (
            shown.text
            and not any(each.new for each in ordered)
            and (ordered[0].start, ordered[-1].end) == (0, len(shown.text))
        ):
            self._strike(paragraph)
        return marks

    def _strike(self, paragraph: _Element) -> None:
        """Take away a paragraph of which nothing is left."""
        parent = paragraph.getparent()
        if self._tracker is not None:
            self._tracker.paragraph(paragraph, "del")
        elif parent is not None and sum(name(each) == "w:p" for each in parent) > 1:
            parent.remove(paragraph)

    def _paragraph_added(self, edit: Edit) -> list[_Mark]:
        """A paragraph like the one where the edit stands, behind it or before it."""
        behind = edit.new.startswith("\n")
        anchor = self._document.anchor(edit.span.start - 1 if behind else edit.span.start)
        if anchor is None or not 0 <= anchor.paragraph - 1 < len(self._shown):
            return []
        model, shown = self._shown[anchor.paragraph - 1]
        text = edit.new.strip("\n")
        start = self._document.source.rfind("\n", 0, anchor.offset + 1) + 1
        if self._document.source[start : start + len(shown.text)] != shown.text:
            text = text.partition(" ")[2]  # the number of a list that the file makes itself
        paragraph = deepcopy(model)
        pieces = Words(self._styles).read(paragraph).pieces
        changed(pieces, 0, sum(len(piece.text) for piece in pieces), text)
        place = self._added.get(model, model)
        if behind:
            place.addnext(paragraph)
            self._added[model] = paragraph
        else:
            model.addprevious(paragraph)
        if self._tracker is not None:
            self._tracker.paragraph(paragraph, "ins")
        return [_Mark(paragraph, 0, None, edit.why)]

    def refill(self, values: Values, end: int) -> list[_Mark]:
        """Fill the statements with this year's; those of other columns are to be commented on."""
        marks = []
        for statement, rows in refilled_statements(values, end):
            paragraph = self._first(statement.table.span.start)
            table = table_of(paragraph) if paragraph is not None else None
            old = [[cell.text for cell in row] for row in statement.table.rows]
            if paragraph is None:
                continue
            above = table.getprevious() if table is not None else None
            place = above if above is not None and name(above) == "w:p" else paragraph
            why = UNREAD if table is None else refilled(table, old, rows, Words(self._styles), self._tracker)
            if why:
                marks.append(_Mark(place, 0, None, why))
        return marks

    def _first(self, offset: int) -> _Element | None:
        anchor = self._document.anchor(offset)
        index = anchor.paragraph - 1 if anchor is not None else -1
        return self._shown[index][0] if 0 <= index < len(self._shown) else None


def _table_spans(values: Values, end: int) -> list[tuple[int, int]]:
    return [(statement.table.span.start, statement.table.span.end) for statement, _ in refilled_statements(values, end)]


def _comment(comments: _Element, marks: list[_Mark], body: _Element, styles: Styles, looks: Looks) -> None:
    words, wanted = Words(styles), {mark.paragraph for mark in marks}
    shown = [(paragraph, words.read(paragraph)) for paragraph in paragraphs(body) if paragraph in wanted]
    places = {paragraph: index for index, (paragraph, _) in enumerate(shown)}
    first = 1 + max((whole(each, "id") for each in every(comments, "comment")), default=-1)
    date = datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")  # Word writes the local time so
    ranges = []
    for key, mark in enumerate(marks, first):
        index = places.get(mark.paragraph)
        if index is not None:
            ranges.append(Range(str(key), index, mark.start, index, mark.end))
            add_comment(comments, str(key), date, [mark.why], looks)
    put(ranges, shown, looks)


def _list(body: _Element, lines: list[str], tracker: Tracker | None) -> None:
    """What is left to people, as paragraphs at the end."""
    w = w_of(body)
    last = body[-1] if len(body) and name(body[-1]) == "w:sectPr" else None
    numbered = [TITLE, *(f"{number}. {line}" for number, line in enumerate(lines, 1))] if lines else []
    for text in numbered:
        paragraph = body.makeelement(f"{w}p")
        run = paragraph.makeelement(f"{w}r")
        content = run.makeelement(f"{w}t")
        set_text(content, text)
        run.append(content)
        holder = paragraph if tracker is None else tracker.revision(body, "ins")
        holder.append(run)
        if holder is not paragraph:
            paragraph.append(holder)
        if last is None:
            body.append(paragraph)
        else:
            last.addprevious(paragraph)


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
