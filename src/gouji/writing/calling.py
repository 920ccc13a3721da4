"""What a document calls its unit where it speaks of it."""

from __future__ import annotations

from gouji.about.words import about_words
from gouji.document import Paragraph
from gouji.quantity import fold
from gouji.report import Report
from gouji.writing.figures import own_names

_OWN = "own"


def unit_called(report: Report) -> str:
    """The unit's name, with the words that say that it is the unit alone (某局（本级）) where the sentences have them more often than not; where there are
    no sentences, the tables."""
    unit, about = report.about.unit, report.about
    if not unit or about.extent != _OWN:
        return unit
    document = report.document
    flows = [block.flow.text for block in document.blocks if isinstance(block, Paragraph)]
    text = "".join(flow for flow in flows if "。" in flow) or fold(document.source)
    name = fold(unit)
    for mark, extent in about_words().extent.items():
        if extent == _OWN and 2 * text.count(f"{name}({mark})") > text.count(name):
            return f"{unit}（{mark}）"
    return unit


def own_name(report: Report) -> str:
    """What the narrative calls its unit (本部门, 本单位), the more usual one; "" if neither."""
    counts = {name: report.document.source.count(name) for name in own_names()}
    return max(counts, key=lambda name: counts[name]) if any(counts.values()) else ""
