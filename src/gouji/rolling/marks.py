"""What is left to people: how it is marked in the text, and why."""

from __future__ import annotations

from collections.abc import Sequence

from gouji.document import Document, Span
from gouji.findings import Finding
from gouji.rolling.edits import UPDATE, Edit
from gouji.writing.figures import rolling_texts
from gouji.writing.forward import of_last_year
from gouji.writing.inputs import OPEN_MARK

_SAID = rolling_texts()
TITLE = _SAID["title"]
_CHECK = _SAID["check_mark"]
_CONFIRM = _SAID["confirm_mark"]
NOT_IN_TABLES = _SAID["not_in_tables"]
UNTIED = _SAID["untied"]
NOT_CHECKED = _SAID["not_checked"]
WHY = {"unchecked": UNTIED, "failed": NOT_CHECKED}
NEW_ITEM = _SAID["new_item"]
GONE_ITEM = _SAID["gone_item"]
NEW_PART = _SAID["new_part"]
GONE_PART = _SAID["gone_part"]
REASONS = _SAID["reasons"]
PURPOSES = _SAID["purposes"]
PASSAGES = _SAID["passages"]
YEARS = _SAID["years"]
DIRECTION = _SAID["direction"]
DIRECTION_OPEN = _SAID["direction_open"]
LISTS = _SAID["lists"]
ABSENCES = _SAID["absences"]
TABLES = _SAID["tables"]


def update(span: Span, text: str, why: str) -> Edit:
    """What has to be brought up to date stays, in a mark."""
    return _edit(span, UPDATE, text, why)


def confirm(span: Span, text: str, why: str) -> Edit:
    """What may be right still stays, in a mark."""
    return _edit(span, _CONFIRM, text, why)


def reason(span: Span, text: str) -> Edit:
    return Edit(span, of_last_year("reason", text), REASONS)


def purpose(span: Span, text: str) -> Edit:
    return Edit(span, of_last_year("purpose", text), PURPOSES)


def _edit(span: Span, form: str, text: str, why: str) -> Edit:
    return Edit(span, text if text.startswith(OPEN_MARK) else form.format(text=text), why)


def doubted(edits: Sequence[Edit], findings: Sequence[Finding], document: Document) -> list[Edit]:
    """The edits with a mark on each number or word that an error is about in the text that they make, unless one of what the error is about
    is marked already."""
    made = list(_made(edits))
    open_ = [span for span, edit in made if edit.is_mark]
    found = list(edits)
    for finding in findings:
        spans = (finding.span, *(related.span for related in finding.related))
        if any(_overlap(span, other) for span in spans for other in open_):
            continue
        touched = [index for index, (span, _) in enumerate(made) if _overlap(span, finding.span)]
        for index in touched:
            edit = edits[index]
            found[index] = edit._replace(new=_CHECK.format(text=edit.new), why=finding.message, is_number=False)
        if not touched:
            span = _back(finding.span, made)
            found.append(_edit(span, _CHECK, document.quote(span), finding.message))
    return sorted(found, key=lambda edit: edit.span)


def _made(edits: Sequence[Edit]) -> list[tuple[Span, Edit]]:
    """Where each edit stands in the text that they make."""
    moved = 0
    found = []
    for edit in edits:
        start = edit.span.start + moved
        found.append((Span(start, start + len(edit.new)), edit))
        moved += len(edit.new) - (edit.span.end - edit.span.start)
    return found


def _back(span: Span, made: Sequence[tuple[Span, Edit]]) -> Span:
    """Where a span of the new text, which no edit made, stands in the old one."""
    moved = 0
    for new, edit in made:
        if new.start > span.start:
            break
        moved = new.end - edit.span.end
    return span.moved(-moved)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
