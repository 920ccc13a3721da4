"""How much of a document a style gives back: its sections drafted from its own statements and narrative, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from gouji.document import Paragraph
from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.quantity import COUNTING
from gouji.readers.text import read_text
from gouji.report import Report
from gouji.styling.outline import told_sections
from gouji.styling.texts import texts_of_styles
from gouji.writing import Inputs, draft, inputs_of, load_style, read_figures
from gouji.writing.figures import passage_sections

_ENDS = pattern_of(r"(?<=[。;；])")
_MARKERS = pattern_of(rf"^[-\s*#]*(?:\(?[\d{COUNTING}]{{1,3}}[)、.]\s*)*")
_GROUPS = pattern_of(r"(?<=\d),(?=\d{3})")
_ZEROS = pattern_of(r"(\d\.\d*?)0+(?=\D|$)")
_DRAFT = "起草.md"


def likeness(report: Report, folder: Path) -> tuple[int, int]:
    """How many sentences of a document's fiscal sections a style in a folder drafts as they are, and how many there are. Raises StyleError."""
    figures = read_figures(report)
    inputs = inputs_of(report, figures)
    style = load_style(str(folder))
    own = {section.id for section in style.sections}
    same = told = 0
    for section in told_sections(report):
        if section.id in own and section.id not in passage_sections():
            published = sentences_of((b for b in section.blocks if isinstance(b, Paragraph)), inputs)
            again = sentences_of(paragraphs(draft(figures, inputs, style, section.id).text), inputs)
            same += (published & again).total()
            told += published.total()
    return same, told


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a draft."""
    return [block for block in read_text(text, _DRAFT).blocks if isinstance(block, Paragraph)]


def sentences_of(told: Iterable[Paragraph], inputs: Inputs) -> Counter[str]:
    """The sentences of paragraphs, without reasons, list numbers, captions of charts, and what is only a matter of looks."""
    texts = {_bare(text) for each in inputs.given.values() for text in (each.reason, each.budget_reason) if text}
    reasons = sorted(texts, key=len, reverse=True)
    found: Counter[str] = Counter()
    for paragraph in told:
        text = _bare(paragraph.flow.text)
        if pattern_of(texts_of_styles()["reading"]["caption"]).search(text):
            continue
        for reason in reasons:
            text = text.replace(reason, "")
        for sentence in _ENDS.split(text):
            if bare := _MARKERS.sub("", sentence).strip(";。,:"):
                found[bare] += 1
    return found


def _bare(text: str) -> str:
    """Folded, without spaces, quotation marks, thousands separators and the zeros that end a decimal."""
    bare = _GROUPS.sub("", plain(text).replace('"', "").rstrip("。;"))
    return str(_ZEROS.sub(lambda match: match[1].rstrip("."), bare))
