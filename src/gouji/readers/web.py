"""The web page reader: the published text of `.html` → Document, without what stands around it. Nothing is fetched."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import regex

from gouji.document import Document
from gouji.precompiled import pattern_of
from gouji.readers.encoding import decode
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.lines import BODY, Lines, Run
from gouji.readers.pictures import Pictures

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = regex.compile(rb"""<meta[^>]*charset\s*=\s*["']?\s*([\w-]+)""", regex.I)
_HEAD_BYTES = 4096
_DEEPEST = 200
_PICTURES = "有{}张图片，图片里的文字没有读取"
_DROPPED = frozenset(
    "script style noscript template head nav header footer aside select button textarea iframe svg object video audio".split()
)
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_HIDDEN = pattern_of(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.I)
_BLOCKS = frozenset(
    "address article blockquote body center dd details dialog div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 hr html"
    " li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{number}": number - 1 for number in range(1, 7)}
_SPACES = pattern_of(r"[ \t\r\n\f\v\xa0\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = pattern_of(r" *\n[ \n]*")
# What stands outside of the published text: at most this share of all characters, or this many of them.
_SHARE, _FEW = 20, 300
_LONG_TAG = pattern_of(r"<[A-Za-z][^<>]{8000,}+")
_MOST_ATTRIBUTES = 1000
_MOST_COVERED = 10_000  # places of a table that merged cells cover, and so many times as many as there are cells
_COVERED = 20


def read_web(data: bytes, path: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a web page called `path`. Raises UnreadableError."""
    root = _parse(_text(data, path), path)
    title = _title(root)
    _prune(root)
    images: dict[_Element, bytes] = {}
    if limits.ocr and next(root.iter("img"), None) is not None:
        from gouji.readers.web_pictures import pictures_of

        images = pictures_of(root, path, limits.size)
    layout = _Layout(path, limits, images)
    content = _content(root, images)
    if title and title not in _all(content):
        layout.write(title, 0)
    layout.lay(content)
    document = layout.lines.document(path)
    document.remarks = layout.pictures.remarks(_PICTURES)
    if not document.blocks:
        raise UnreadableError(f"{path}：网页里没有正文，请在浏览器里打开，把正文复制到文本文件再检查。")
    return document


def _text(data: bytes, path: str) -> str:
    """The page's characters: by its own declaration where UTF-8 and GB18030 are out of the question."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    if declared:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            if not encoding.startswith(("utf", "gb", "hz")):
                return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, path)


def _parse(text: str, path: str) -> _Element:
    from lxml import etree

    if any(max(len(tag[0].split()), tag[0].count('"') // 2) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise UnreadableError(
            f"{path}：网页里一个标签有 {_MOST_ATTRIBUTES} 个以上的属性，不正常，没有读取，请把正文复制到文本文件再检查。"
        )
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise UnreadableError(f"{path}：不是完整的网页，请在浏览器里打开后另存为 .html。")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise UnreadableError(
                f"{path}：网页层层嵌套超过 {_DEEPEST} 层，不正常，没有读取，请把正文复制到文本文件再检查。"
            )
    return root


def _title(root: _Element) -> str:
    """What the page calls itself: its first heading, else the first part of its title (…_某某政府网)."""
    for tag, end in (("h1", None), ("title", pattern_of(r"\s*[-_|—–].*", regex.S))):
        text = _all(next(root.iter(tag), None))
        if text:
            return end.sub("", text) if end else text
    return ""


def _prune(root: _Element) -> None:
    """Take out what is not shown, and what every page of a site has."""
    for element in list(root.iter("*")):
        parent = element.getparent()
        if parent is None or element.tag == "body":
            continue
        if (
            element.tag in _DROPPED
            or element.get("hidden") is not None
            or element.get("role") in _ROLES
            or _HIDDEN.search(element.get("style", ""))
        ):
            before = element.getprevious()
            tail = element.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(element)


def _content(root: _Element, images: Collection[_Element]) -> _Element:
    """The element that holds the published text: as far down as it leaves out no table, also none on a picture, and hardly
    any words. Links do not count, they are the way to other pages."""
    from lxml import etree

    words: dict[_Element, int] = {}
    tables: dict[_Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = [element.text or "", *(each.tail or "" for each in element)]
        inner_words = sum(len("".join(text.split())) for text in own) + sum(words[each] for each in element)
        words[element] = 0 if element.tag == "a" and element.get("href") else inner_words
        tables[element] = (element.tag == "table" or element in images) + sum(tables[each] for each in element)
    total, all_tables = words[root], tables[root]
    at = root
    while True:
        inner = max((each for each in at if each.tag in _BLOCKS), key=words.__getitem__, default=None)
        if inner is None or inner.tag in ("table", "p") or tables[inner] < all_tables:
            return at
        if (total - words[inner]) * _SHARE > total and total - words[inner] > _FEW:
            return at
        if words[inner] * 2 < total:
            return at
        at = inner


class _Layout:
    """Puts the text of a page together, block by block."""

    def __init__(self, path: str, limits: Limits, images: dict[_Element, bytes]) -> None:
        self._path, self._most_cells, self._images = path, limits.cells, images
        self.pictures = Pictures(path, limits)
        self.lines = Lines()
        self._open: list[str] = []
        self._number = 0
        self._cells = 0

    def write(self, text: str, outline: int = BODY) -> None:
        """A block of text."""
        text = _BREAK.sub("\n", text).strip(" \n")
        if text.strip():
            self._number += 1
            self.lines.paragraph([Run(text, self._number, 0)], outline)

    def lay(self, element: _Element) -> None:
        """Write out what stands in an element."""
        self._flush()
        self._walk(element)
        self._flush(_HEADINGS.get(str(element.tag), BODY))

    def _flush(self, outline: int = BODY) -> None:
        text = "".join(self._open)
        self._open.clear()
        self.write(text, outline)

    def _walk(self, element: _Element) -> None:
        if element.tag == "pre":
            self._open.append((element.text or "").replace("\t", " "))
        else:
            self._say(element.text)
        for each in element:
            if each.tag == "br":
                self._open.append("\n")
            elif each.tag == "table":
                self._flush()
                self._table(each)
            elif each in self._images:
                self._flush()
                self._picture(each)
            elif each.tag in _BLOCKS:
                self.lay(each)
            else:
                self._walk(each)
            self._say(each.tail)

    def _picture(self, image: _Element) -> None:
        """What is recognised on a picture."""
        drawn = self.pictures.recognised(self._images[image])
        if drawn is not None:
            self._number += 1
            self.lines.picture(drawn, self._number, 0)

    def _say(self, text: str | None) -> None:
        if text:
            self._open.append(_SPACES.sub(" ", text))

    def _table(self, table: _Element) -> None:
        """A table; one that holds tables, or has one column, only arranges what stands in it. A row of one cell at its top or
        bottom is a line over or under it."""
        for stray in table.iterchildren("caption", "td", "th"):
            self.lay(stray)
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        frame = any(each is not table for each in table.iter("table"))
        grid = list(self._grid(rows)) if not frame else []
        wide = [number for number, (cells, _) in enumerate(grid) if cells > 1]
        first, last = (wide[0], wide[-1]) if wide else (len(rows), len(rows))
        for number, row in enumerate(rows):
            if number == first:
                self.lines.gap()
            if first <= number <= last:
                self.lines.row([self._cell(cell) for cell in grid[number][1]])
            else:
                for cell in row.iterchildren("td", "th"):
                    self.lay(cell)
            if number == last:
                self.lines.gap()
        for image in [
            image for _, row in grid[first : last + 1] for cell in row if cell is not None for image in cell.iter("img")
        ]:
            if image in self._images:
                self._picture(image)

    def _grid(self, rows: list[_Element]) -> Iterator[tuple[int, list[_Element | None]]]:
        """Rows on the grid, each with the number of its cells: a merged cell stands at its first place, the others it covers
        are None."""
        down: dict[int, int] = {}
        cells = covered = 0
        for row in rows:
            line: list[_Element | None] = []
            count = _cover(line, down)
            for cell in row.iterchildren("td", "th"):
                across, rest = _times(cell, "colspan"), _times(cell, "rowspan") - 1
                down.update(dict.fromkeys(range(len(line), len(line) + across), rest))
                line += [cell, *[None] * (across - 1)]
                count += 1 + _cover(line, down)
                if self._cells + len(line) > self._most_cells:
                    raise UnreadableError(
                        f"{self._path}：表格超过 {self._most_cells} 格，大得不正常，没有读取，请拆成几个文件，或用 --max-cells 提高上限。"
                    )
            self._cells += len(line)
            own = sum(1 for cell in line if cell is not None)
            cells, covered = cells + own, covered + len(line) - own
            if covered > _MOST_COVERED + _COVERED * cells:
                raise UnreadableError(
                    f"{self._path}：表格里合并的格多得不正常，没有读取，请把正文复制到文本文件再检查。"
                )
            yield count, line

    def _cell(self, cell: _Element | None) -> list[Run]:
        text = _SPACES.sub(" ", "".join(_words(cell))).strip() if cell is not None else ""
        self._number += bool(text)
        return [Run(text, self._number, 0)] if text else []


def _cover(line: list[_Element | None], down: dict[int, int]) -> int:
    """Fill the next places of a row that cells above it cover; how many."""
    first = len(line)
    while down.get(len(line), 0) > 0:
        down[len(line)] -= 1
        line.append(None)
    return len(line) - first


def _words(element: _Element) -> Iterator[str]:
    """The text of an element in one line."""
    yield element.text or ""
    for each in element:
        apart = each.tag in _BLOCKS or each.tag == "br"
        if apart:
            yield " "
        yield from _words(each)
        if apart:
            yield " "
        yield each.tail or ""


def _all(element: _Element | None) -> str:
    """All the text of an element without its spaces."""
    return "".join("".join(str(each) for each in element.itertext()).split()) if element is not None else ""


def _times(cell: _Element, attribute: str) -> int:
    """A span; browsers, too, read nonsense as 1 and stop at 1000 columns and 65534 rows."""
    text = cell.get(attribute, "").strip()
    limit = 1000 if attribute == "colspan" else 65534
    return max(min(int(text), limit), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
