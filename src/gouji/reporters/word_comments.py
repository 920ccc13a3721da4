"""A copy of a Word file with a comment on each finding: the text, and every other part of the file, as it was."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from gouji.document import Document
from gouji.files import DamagedError, replaced
from gouji.findings import Finding
from gouji.readers.archive import Package
from gouji.readers.errors import UnreadableError
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Shown, Words, paragraphs
from gouji.readers.word_xml import child, every, whole
from gouji.reporters.notes import AUTHOR, INITIALS, is_own, note
from gouji.reporters.reporter import CopyError
from gouji.reporters.word_looks import Looks, looks_of
from gouji.reporters.word_ranges import Range, put, refer

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CONTENTS = "[Content_Types].xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def commented(data: bytes, document: Document, findings: list[Finding]) -> bytes:
    """The Word file with a comment on each finding. Raises CopyError."""
    try:
        package = Package(data, document.path, "请用 Word 或 WPS 打开后另存为 .docx")
        main = package.related()["officeDocument"]
        root = package.xml(main)
        parts = package.related(main)
        styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
        changed, comments = comments_part(package, main, parts, root.tag[1:].partition("}")[0])
        restyled, looks = looks_of(package, parts)
    except UnreadableError as error:
        raise CopyError(str(error)) from None
    except KeyError:
        raise CopyError(f"{document.path}：文件在核对之后变了，请再核对一次。") from None
    body = child(root, "w:body")
    words = Words(styles)
    shown = [] if body is None else [(each, words.read(each)) for each in paragraphs(body)]
    if not shown:
        raise CopyError(f"{document.path}：文件里没有可以加批注的段落。")
    number = 1 + max((whole(each, "id") for each in every(comments, "comment")), default=-1)
    now = datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ")  # Word writes the local time so
    ranges = []
    for key, finding in enumerate(findings, number):
        ranges.append(_range(str(key), document, finding, shown))
        add_comment(comments, str(key), now, note(document, finding), looks)
    put(ranges, shown, looks)
    changed |= restyled if findings else {}
    changed[main] = _bytes(root)
    changed[parts.get("comments") or new_name(package, main)] = _bytes(comments)
    try:
        return replaced(data, changed)
    except DamagedError as error:
        raise CopyError(
            f"{document.path}：文件里的 {error} 已损坏，做不出副本，请用 Word 或 WPS 打开后另存为 .docx，或用 --format html。"
        ) from None


def _range(key: str, document: Document, finding: Finding, shown: list[tuple[_Element, Shown]]) -> Range:
    """What a finding is about, in the paragraphs of the file; where its text is not found there (it stands in a note, or Word
    makes it, as it does numbers), the whole paragraph; of a finding in another file, the first one."""
    span = finding.span
    if not is_own(document, finding):
        return Range(key, 0, 0, 0, None)
    anchors = document.anchors_of(span)
    ends = [*(anchor.offset for anchor in anchors[1:]), span.end][: len(anchors)]
    found: list[tuple[int, int, int]] = []
    for anchor, end in zip(anchors, ends, strict=True):
        index, begin = anchor.paragraph - 1, max(anchor.offset, span.start)
        quoted = document.source[begin:end].rstrip("\t\n")
        at = anchor.character + begin - anchor.offset
        if quoted and 0 <= index < len(shown):
            text = shown[index][1].text[at : at + len(quoted)]
            if text.replace("\n", " ") == quoted.replace("\n", " "):
                found.append((index, at, at + len(quoted)))
    if found:
        return Range(key, found[0][0], found[0][1], found[-1][0], found[-1][2])
    index = min(max(anchors[0].paragraph - 1, 0), len(shown) - 1) if anchors else 0
    return Range(key, index, 0, index, None)


def add_comment(comments: _Element, key: str, date: str, lines: list[str], looks: Looks) -> None:
    """A comment of these lines, as Word writes one."""
    from lxml import etree

    space = comments.tag[1:].partition("}")[0]
    w = f"{{{space}}}"
    comment = etree.SubElement(
        comments, f"{w}comment", {f"{w}id": key, f"{w}author": AUTHOR, f"{w}initials": INITIALS, f"{w}date": date}
    )
    for number, line in enumerate(lines):
        paragraph = etree.SubElement(comment, f"{w}p")
        if looks.text:
            etree.SubElement(etree.SubElement(paragraph, f"{w}pPr"), f"{w}pStyle", {f"{w}val": looks.text})
        if not number:
            refer(etree.SubElement(paragraph, f"{w}r"), "annotationRef", {}, looks)
        text = etree.SubElement(etree.SubElement(paragraph, f"{w}r"), f"{w}t", {_SPACE: "preserve"})
        text.text = line


def comments_part(
    package: Package, main: str, parts: Mapping[str, str], space: str
) -> tuple[dict[str, bytes], _Element]:
    """The root of the file's comments; if it has none yet, a new one, and what changes in the parts that have to name it."""
    from lxml import etree

    if "comments" in parts:
        return {}, package.xml(parts["comments"])
    name = new_name(package, main)
    contents = package.xml(_CONTENTS)
    etree.SubElement(contents, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": _COMMENTS})
    folder, file = posixpath.split(main)
    links = posixpath.join(folder, "_rels", f"{file}.rels")
    empty = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'
    relations = package.xml(links) if package.has(links) else etree.fromstring(empty)
    taken = {each.get("Id") for each in relations}
    key = next(key for number in range(1, len(taken) + 2) if (key := f"rId{number}") not in taken)
    attributes = {"Id": key, "Type": f"{_OFFICE[space]}/comments", "Target": posixpath.basename(name)}
    etree.SubElement(relations, f"{{{_RELATIONSHIPS}}}Relationship", attributes)
    return {_CONTENTS: _bytes(contents), links: _bytes(relations)}, etree.Element(
        f"{{{space}}}comments", nsmap={"w": space}
    )


def new_name(package: Package, main: str) -> str:
    """A name that no part has yet."""
    folder = posixpath.dirname(main)
    names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(package.names) + 1))
    return next(name for name in names if not package.has(name))


def _bytes(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
