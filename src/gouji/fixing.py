"""Applying fixes to a text: the safe ones, on demand the others, until none is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import unified_diff

from gouji.findings import Edit, Finding, Fix

_ROUNDS = 10


def fixed(source: str, lint: Callable[[str], Sequence[Finding]], unsafe: bool = False) -> tuple[str, list[Fix]]:
    """The source with its fixes applied, and which these were. `lint` gives the findings of a source, as selected and
    unsuppressed; it is asked again after each round, so that fixing twice gives what fixing once gave."""
    applied: list[Fix] = []
    seen = {source}
    for _ in range(_ROUNDS):
        fixes = _apart([f.fix for f in lint(source) if f.fix is not None and (unsafe or f.fix.safe)])
        changed = edited(source, [edit for fix in fixes for edit in fix.edits])
        if changed in seen:
            break
        applied += fixes
        source = changed
        seen.add(source)
    return source, applied


def edited(source: str, edits: Sequence[Edit]) -> str:
    """The source with the edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        source = source[: edit.span.start] + edit.text + source[edit.span.end :]
    return source


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that do not touch one another, the earlier first."""
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for fix in fixes:
        if not any(_touch(edit, other) for edit in fix.edits for other in taken):
            chosen.append(fix)
            taken += fix.edits
    return chosen


def _touch(a: Edit, b: Edit) -> bool:
    return (a.span.start < b.span.end and b.span.start < a.span.end) or a.span == b.span


def diff(name: str, before: str, after: str) -> str:
    """A unified diff."""
    lines = (text.splitlines(keepends=True) for text in (before, after))
    old, new = ([line if line.endswith("\n") else line + "\n" for line in each] for each in lines)
    return "".join(unified_diff(old, new, name, f"{name}（改后）"))
