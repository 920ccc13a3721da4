"""Last year's document and this year's statements for the desk: what changes, what is left to people, and the Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gouji.drafting import Order, run
from gouji.rolling import Rolled, RollOrder, roll
from gouji.rolling.edits import Edit, applied
from gouji.rolling.paragraphs import Paragraphs


def rolled_forward(own: list[Path], beside: list[Path], detail: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """`own` are last year's document and this year's statements, `beside` a file with last year's statements; of `detail`, `filled` is what
    people wrote for what was left to them, by its number, and `word` whether the file is wanted."""
    document, *tables = own
    made = roll(RollOrder(document, tuple(tables), beside[0] if beside else None))
    filled = {int(number): text for number, text in detail.get("filled", {}).items()}
    told = _told(made, filled)
    made = _filled(made, filled)
    return {**told, "text": made.whole}, made.word(document, bool(detail.get("track"))) if detail.get("word") else b""


def drafted(own: list[Path], beside: list[Path], detail: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A draft from the statements in `own`; `beside` is last year's document."""
    prior = beside[0] if beside else None
    made = run(Order(own[0], prior=prior, style=str(detail.get("style", "")), tables=tuple(own[1:])))
    told = {
        "text": made.text,
        "faults": [finding.message for finding in made.faults],
        "lacking": [lack.what for lack in made.draft.lacking],
    }
    return told, made.forced().word() if detail.get("word") else b""


def _filled(made: Rolled, filled: dict[int, str]) -> Rolled:
    """The edits with what people wrote."""
    edits = [
        Edit(edit.span, filled[number]) if edit.is_mark and filled.get(number) else edit
        for number, edit in enumerate(made.edits)
    ]
    text, numbers = applied(made.values.last.document.source[: made.end], edits)
    return made._replace(edits=edits, text=text, numbers=numbers)


def _told(made: Rolled, filled: dict[int, str]) -> dict[str, Any]:
    """What becomes of last year's document, before anybody has filled in anything."""
    document = made.values.last.document
    paragraphs = Paragraphs(document, made.end)
    changes, left, written = [], [], []
    for number, edit in enumerate(made.edits):
        entry = {
            "number": number,
            "section": made.heading(paragraphs, edit),
            "before": _around(document.source, edit)[0],
            "old": " ".join(document.quote(edit.span).split()),
            "new": " ".join(edit.new.split()),
            "after": _around(document.source, edit)[1],
        }
        if edit.is_mark and filled.get(number):
            written.append({**entry, "why": edit.why, "text": filled[number]})
        elif edit.is_mark:
            left.append({**entry, "why": edit.why})
        elif edit.new != document.quote(edit.span):
            sources = [{"place": source.place, "what": source.what, "text": source.text} for source in edit.sources]
            changes.append({**entry, "formula": edit.formula, "sources": sources, "note": edit.note})
    return {
        "year": made.values.now.year,
        "last": made.values.last.year,
        "unit": made.values.now.about.unit or made.values.last.about.unit,
        "changes": changes,
        "left": left,
        "written": written,
        "more": [f"{cell.place}{cell.text}：去年没有，去年的文件里也没有说到，请加上" for cell in made.news]
        + [f"《{title}》：去年的文件里没有这张表，请加上" for title in made.unplaced],
        "faults": [finding.message for finding in made.faults],
    }


_AROUND = 24


def _around(source: str, edit: Edit) -> tuple[str, str]:
    """The words before and behind an edit in its line."""
    before = source[max(0, edit.span.start - _AROUND) : edit.span.start].rpartition("\n")[2]
    after = source[edit.span.end : edit.span.end + _AROUND].partition("\n")[0]
    return " ".join(before.split()), " ".join(after.split())
