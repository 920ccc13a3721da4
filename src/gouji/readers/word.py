"""The Word reader: `.docx` → Document.

A paragraph becomes a line of text, its automatic number in front; a row of a table becomes a line of cells. The text reader
does the rest. An Anchor's `paragraph` counts `word_text.paragraphs` of the main part, its `character` counts what
`word_text.Words.read` shows of that paragraph, so that who mends the file finds the very `w:t`. A note is anchored where it is
referred to, so its text is not what stands at its anchor. Headers, footers, comments and pictures are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from gouji.document import Document
from gouji.readers.archive import Package
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.lines import Lines, Run
from gouji.readers.pictures import Pictures
from gouji.readers.word_numbers import Numbers
from gouji.readers.word_styles import Styles
from gouji.readers.word_tabs import cells_of, rows_by_tabs
from gouji.readers.word_text import Image, Note, Words, chosen, paragraphs
from gouji.readers.word_xml import child, every, name, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

REMEDY = "请用 Word 或 WPS 打开后另存为 .docx"
_MOST_PARAGRAPHS = 500_000
_REMARKS = {
    "revision": "有修订标记，按接受全部修订后的文字检查",
    "hidden": "有隐藏文字，没有读取",
    "object": "有{}个嵌入的对象（如工作表），没有读取",
    "outside": "有{}处引用其他文件的内容，没有读取",
}


def read_word(data: bytes, path: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a Word file called `path`. Raises UnreadableError."""
    package = Package(data, path, REMEDY)
    main = package.related().get("officeDocument")
    body = child(package.xml(main), "w:body") if main else None
    if main is None or body is None:
        raise UnreadableError(f"{path}：文件里没有 Word 正文，{REMEDY}。")
    parts = package.related(main)
    roots = {kind: package.xml(part) for kind, part in parts.items() if kind in ("styles", "numbering", *_NOTE_PARTS)}
    targets = package.targets(main)
    layout = _Layout(path, body, roots, limits, lambda key: package.read(targets[key]) if key in targets else None)
    layout.lay(layout.blocks(body))
    layout.lay_notes()
    document = layout.lines.document(path)
    document.remarks = [text.format(n) for kind, text in _REMARKS.items() if (n := layout.words.seen[kind])]
    document.remarks[:0] = layout.pictures.remarks(_PICTURES)
    return document


_PICTURES = "有{}张图片，图片里的文字没有读取"
_NOTE_PARTS = ("footnotes", "endnotes")


class _Line(NamedTuple):
    """A paragraph's text, where it is a heading its outline level, and the text boxes and pictures that hang on it."""

    runs: list[Run]
    outline: int
    boxes: list[_Element]
    pictures: list[tuple[Image, Run]]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class _Layout:
    """Puts the text of a file together, line by line."""

    def __init__(
        self, path: str, body: _Element, roots: dict[str, _Element], limits: Limits, part: Callable[[str], bytes | None]
    ) -> None:
        """`part` gives the bytes of a picture."""
        self._path, self._most_cells, self._part = path, limits.cells, part
        self.pictures = Pictures(path, limits)
        self.lines = Lines()
        styles = Styles(roots.get("styles"))
        self.words = Words(styles)
        self._numbers = Numbers(roots.get("numbering"), styles)
        if sum(1 for _ in islice(every(body, "p"), _MOST_PARAGRAPHS + 1)) > _MOST_PARAGRAPHS:
            raise UnreadableError(
                f"{path}：有 {_MOST_PARAGRAPHS // 10000} 万以上的段落，多得不正常，没有读取，请拆成几个文件。"
            )
        self._index = {paragraph: number for number, paragraph in enumerate(paragraphs(body), 1)}
        self._notes: list[tuple[Run, Note]] = []
        self._note_texts = {
            (kind, value(note, "id")): note for kind in _NOTE_PARTS if kind in roots for note in roots[kind]
        }
        self._cells = 0

    def blocks(self, parent: _Element) -> Iterator[_Element]:
        """The paragraphs and tables directly in `parent`, content controls and the like opened."""
        for element in parent:
            kind = name(element)
            if kind in ("w:p", "w:tbl"):
                yield element
            elif kind in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
                yield from self.blocks(element)
            elif kind == "mc:AlternateContent":
                choice = chosen(element)
                yield from self.blocks(choice) if choice is not None else ()
            elif kind in ("w:altChunk", "w:subDoc"):
                self.words.seen["outside"] += 1

    def lay(self, blocks: Iterator[_Element], place: Run | None = None) -> None:
        """Write blocks out; `place` is where they are said to stand, if not where they do."""
        open_runs: list[Run] = []
        every_block = list(blocks)
        rows = rows_by_tabs(every_block)
        in_rows = False
        for block in every_block:
            if (block in rows) is not in_rows:
                in_rows = not in_rows
                self.lines.paragraph(open_runs)
                self.lines.gap()
                open_runs = []
            if in_rows:
                self._row(block, place)
                continue
            if name(block) == "w:tbl":
                self.lines.paragraph(open_runs)
                open_runs = []
                self._table(block, place)
                continue
            line, joins = self._line(block, place, open_runs)
            open_runs = line.runs if joins else []
            if not joins:
                self.lines.paragraph(line.runs, line.outline)
            self._hang(line.pictures)
            for box in line.boxes:
                self.lay(self.blocks(box), place)
        self.lines.paragraph(open_runs)

    def _row(self, paragraph: _Element, place: Run | None) -> None:
        """Write out a paragraph as a row of a table."""
        self.words.tab = "\t"
        line, _ = self._line(paragraph, place, [])
        self.words.tab = " "
        self.lines.row(cells_of(line.runs))
        self._hang(line.pictures)
        for box in line.boxes:
            self.lay(self.blocks(box), place)

    def _hang(self, pictures: list[tuple[Image, Run]]) -> None:
        """Write out what is recognised on pictures."""
        for image, place in pictures:
            drawn = self.pictures.recognised(self._part(image.key) if self.pictures.wanted else None)
            if drawn is not None:
                self.lines.picture(drawn, place.paragraph, place.character)

    def lay_notes(self) -> None:
        """Write out the notes in the order of their references, each once: a note may refer to itself."""
        for place, note in self._notes:
            found = self._note_texts.pop((note.kind, note.key), None)
            if found is not None:
                self.lay(self.blocks(found), place)

    def _line(
        self, paragraph: _Element, place: Run | None, before: list[Run], in_cell: bool = False
    ) -> tuple[_Line, bool]:
        """A paragraph after what a paragraph before it, whose end was deleted, leaves to it; and whether it does the same."""
        shown = self.words.read(paragraph)
        text = shown.text
        number = self._index.get(paragraph, 0)
        for note in shown.notes:
            self._notes.append((place or Run("", number, note.character), note))
        runs = list(before)
        properties = child(paragraph, "w:pPr")
        if not shown.joins and not (shown.hidden and not text):
            mark = self._numbers.next(properties, shown.style)
            # Word shows the number of an empty paragraph too; alone on a line it would only be in the way.
            if mark and (text.strip() or before or in_cell):
                runs.insert(0, Run(f"{mark} ", (place or Run("", number, 0)).paragraph, 0))
        if text:
            runs.append(place._replace(text=text) if place else Run(text, number, 0))
        outline = whole(child(properties, "w:outlineLvl"), default=shown.style.outline)
        pictures = [(image, place or Run("", number, image.character)) for image in shown.pictures]
        return _Line(runs, outline, shown.boxes, pictures), shown.joins

    def _table(self, table: _Element, place: Run | None) -> None:
        """Write a table out row by row. A row of one cell at its top or bottom is a line over or under it, a table of one
        column is a frame around what stands in it; what stands in a cell besides text comes after the table."""
        rows = list(self._rows(table))
        wide = [number for number, (cells, _) in enumerate(rows) if cells > 1]
        first, last = (wide[0], wide[-1]) if wide else (len(rows), len(rows))
        later: list[_Element | _Line] = []
        for number, (_, row) in enumerate(rows):
            if number == first:
                self.lines.gap()
            if first <= number <= last:
                self.lines.row([self._cell(cell, later, place) for cell in row])
            else:
                for cell in row:
                    if cell is not None:
                        self.lay(self.blocks(cell), place)
            if number == last:
                self.lines.gap()
        for element in later:
            if isinstance(element, _Line):
                self._hang(element.pictures)
            else:
                self.lay(iter([element]) if name(element) == "w:tbl" else self.blocks(element), place)

    def _rows(self, table: _Element) -> Iterator[tuple[int, list[_Element | None]]]:
        """The rows on the table's grid, each with the number of its cells: a merged cell stands at its first place, the
        others it covers are None."""
        for row in _inside(table, "w:tr"):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                self.words.seen["revision"] += 1
                continue
            self.words.seen["revision"] += child(properties, "w:ins") is not None
            cells: list[_Element | None] = [None] * whole(child(properties, "w:gridBefore"))
            count = 0
            for cell in _inside(row, "w:tc"):
                shape = child(cell, "w:tcPr")
                if child(shape, "w:cellDel") is not None:
                    self.words.seen["revision"] += 1
                    continue
                cells.append(None if _is_covered(shape) else cell)
                cells += [None] * (whole(child(shape, "w:gridSpan"), default=1) - 1)
                count += 1
                if self._cells + len(cells) > self._most_cells:
                    raise UnreadableError(
                        f"{self._path}：表格超过 {self._most_cells} 格，大得不正常，没有读取，请拆成几个文件，或用 --max-cells 提高上限。"
                    )
            self._cells += len(cells)
            yield count, cells

    def _cell(self, cell: _Element | None, later: list[_Element | _Line], place: Run | None) -> list[Run]:
        """A cell's text in one line."""
        runs: list[Run] = []
        joins = True
        for block in self.blocks(cell) if cell is not None else ():
            if name(block) == "w:tbl":
                later.append(block)
                continue
            before = [] if joins or not runs else [Run(" ", runs[-1].paragraph, runs[-1].character)]
            line, joins = self._line(block, place, [], in_cell=True)
            if line.text.strip():
                runs += before + line.runs
            later += [line, *line.boxes]
        return runs


def _inside(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row, content controls and the like opened."""
    for element in parent:
        kind = name(element)
        if kind == wanted:
            yield element
        elif kind in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"):
            yield from _inside(element, wanted)


def _is_covered(properties: _Element | None) -> bool:
    """Whether a cell only continues one over it or before it."""
    for merge in ("w:vMerge", "w:hMerge"):
        found = child(properties, merge)
        if found is not None and value(found) != "restart":
            return True
    return False
