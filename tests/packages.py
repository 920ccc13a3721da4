"""Builds Word files part by part, for what python-docx has no words for."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def part(root: str, inner: str, space: str = WORD) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" {_SPACES}>{inner}</w:{root}>'


def relations(targets: dict[str, str], more: str = "") -> str:
    each = "".join(f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{t}"/>' for kind, t in targets.items())
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}{more}</Relationships>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(body: str, space: str = WORD, links: str = "", **parts: str) -> bytes:
    """A Word file of a body and of parts: styles, numbering, footnotes."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{each}+xml"/>'
        for name, each in {"document": "document.main", **{name: name for name in parts}}.items()
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="{relationships}"/>'
            f"{overrides}</Types>",
            "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
            "word/_rels/document.xml.rels": relations({kind: f"{kind}.xml" for kind in parts}, links),
            "word/document.xml": part("document", f"<w:body>{body}</w:body>", space),
            **{f"word/{kind}.xml": part(roots[kind], inner, space) for kind, inner in parts.items()},
        }
    )


def p(inner: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    runs = inner if inner.startswith("<") else r(inner) if inner else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(inner: str, properties: str = "") -> str:
    content = inner if inner.startswith("<") else p(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
