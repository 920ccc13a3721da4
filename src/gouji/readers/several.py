"""Several files that belong to one disclosure, read as one document."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.document import Block, Document, shifted


def joined(documents: Sequence[Document]) -> Document:
    """The documents one after another, under the path of the first; every place keeps the file it is in."""
    first, *others = documents
    for other in others:
        first.blocks += append(first, other)
    return first


def append(document: Document, other: Document) -> list[Block]:
    """Put another file's source behind a document's own; its blocks, as they stand there."""
    if not document.files:
        document.files = [(0, document.path)]
    at = len(document.source) + 1
    document.source += "\n" + other.source
    document.files += [(at + offset, path) for offset, path in other.files or [(0, other.path)]]
    document.anchors += [anchor._replace(offset=anchor.offset + at) for anchor in other.anchors]
    document.formulas |= {offset + at for offset in other.formulas}
    document.texts |= {offset + at for offset in other.texts}
    document.recognised.extend(other.recognised, at)
    document.pictures += [each._replace(offset=each.offset + at) for each in other.pictures]
    document.remarks += [f"{other.path}：{remark}" for remark in other.remarks]
    document.forget_lines()
    return [shifted(block, at) for block in other.blocks]
