"""Applying fixes to a file: the safe ones, on demand the others, until none is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple, TypeVar

from gouji.document import Document
from gouji.files import WriteError, keep_copy, write_whole
from gouji.findings import Edit, Finding, Fix
from gouji.readers import read_bytes
from gouji.readers.encoding import encode_like
from gouji.readers.kinds import kind_of
from gouji.readers.word_edit import TextChange, changed_word, changes_between
from gouji.screen import visible

_ROUNDS = 10
_S = TypeVar("_S")


class Fixed(NamedTuple):
    """A file with its fixes applied: the bytes before and after, the fixes, and a diff of the text."""

    before: bytes
    after: bytes
    fixes: list[Fix]
    diff: str

    def write(self, path: Path, backup: bool) -> None:
        """Replace the file, at once and whole; with `backup` the old one is kept beside it (.bak). Raises WriteError, and
        ChangedError if it is not any more what was fixed."""
        if self.after != self.before:
            kept = keep_copy(path, self.before) if backup else None
            try:
                write_whole(path, self.after, self.before)
            except WriteError:
                if kept is not None:
                    kept.unlink()
                raise


def is_fixable(path: Path) -> bool:
    """Whether fixes can be written into files of this kind: text and Word."""
    return kind_of(path) in ("text", "word")


def can_be_tracked(path: Path) -> bool:
    """Whether fixes can be written into files of this kind as revisions: Word."""
    return kind_of(path) == "word"


def fix(
    data: bytes, name: str, lint: Callable[[Document], Sequence[Finding]], unsafe: bool, tracked: bool = False
) -> Fixed:
    """Fix a file, if asked for as revisions of a Word file. `lint` gives the findings of a document, as selected and unsuppressed. Raises
    UnreadableError."""

    def findings(state: bytes) -> Sequence[Finding]:
        document = read_bytes(state, name)
        inside = range(len(document.source))
        found = lint(document)
        return [f for f in found if f.fix is None or all(edit.span.start in inside for edit in f.fix.edits)]

    def applied(state: bytes, edits: Sequence[Edit]) -> bytes:
        document = read_bytes(state, name)
        if kind_of(name) == "word":
            changes = [change for edit in edits if (change := _in_word(document, edit)) is not None]
            return changed_word(state, name, changes) if changes else state
        return encode_like(edited(document.source, edits), state, name)

    after, fixes = fixed(data, findings, applied, unsafe)
    if tracked and after != data:
        after = changed_word(data, name, changes_between(data, after, name), tracked=True)
    return Fixed(data, after, fixes, diff(name, read_bytes(data, name).source, read_bytes(after, name).source))


def _in_word(document: Document, edit: Edit) -> TextChange | None:
    """An edit as a change of one paragraph; None if it goes over several, or into a number that Word makes itself."""
    first, last = document.anchor(edit.span.start), document.anchor(edit.span.end - 1)
    if first is None or last is None or first.paragraph != last.paragraph:
        return None
    start = first.character + edit.span.start - first.offset
    end = last.character + edit.span.end - last.offset
    return TextChange(first.paragraph, start, end, document.quote(edit.span), edit.text)


def fixed(
    state: _S,
    lint: Callable[[_S], Sequence[Finding]],
    apply: Callable[[_S, Sequence[Edit]], _S],
    unsafe: bool = False,
) -> tuple[_S, list[Fix]]:
    """A state with its fixes applied, and which these were. It is linted again after each round, so that fixing twice gives
    what fixing once gave."""
    done: list[Fix] = []
    seen = [state]
    for _ in range(_ROUNDS):
        fixes = _apart([f.fix for f in lint(state) if f.fix is not None and (unsafe or f.fix.safe)])
        changed = apply(state, [edit for each in fixes for edit in each.edits])
        if changed in seen:
            break
        done += fixes
        state = changed
        seen.append(state)
    return state, done


def edited(source: str, edits: Sequence[Edit]) -> str:
    """The source with the edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        source = source[: edit.span.start] + edit.text + source[edit.span.end :]
    return source


def _apart(fixes: Sequence[Fix]) -> list[Fix]:
    """The fixes that do not touch one another, the earlier first."""
    chosen: list[Fix] = []
    taken: list[Edit] = []
    for each in fixes:
        if not any(_touch(edit, other) for edit in each.edits for other in taken):
            chosen.append(each)
            taken += each.edits
    return chosen


def _touch(a: Edit, b: Edit) -> bool:
    return (a.span.start < b.span.end and b.span.start < a.span.end) or a.span == b.span


def diff(name: str, before: str, after: str) -> str:
    """A unified diff, to be looked at."""
    old, new = ([visible(line, "\t") + "\n" for line in _lines(text)] for text in (before, after))
    return "".join(unified_diff(old, new, visible(name), f"{visible(name)}（改后）"))


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
