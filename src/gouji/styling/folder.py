"""The files of a style that was taken: `style.toml` and a template for each section."""

from __future__ import annotations

import json
from collections.abc import Iterator

from gouji.styling.taking import Entry, Taken

_DIRECTIONS = ("up", "down", "same")


def written(taken: Taken) -> dict[str, str]:
    """The files, by name."""
    files = {f"{section}.md.j2": text for section, text in taken.templates.items()}
    return {"style.toml": "\n".join(_style(taken)) + "\n", **files}


def _style(taken: Taken) -> Iterator[str]:
    notes, texts = taken.words["notes"], taken.words["style"]
    yield notes["head"].format(file=taken.file)
    yield f"title = {_text(texts['title'].format(file=taken.file))}"
    for key, value in (("kind", taken.kind), ("unit", taken.unit), ("heading", taken.heading)):
        yield f"{key} = {_text(value)}"
    if taken.first != 1:
        yield f"first = {taken.first}"
    yield f"missing = {_text(texts['missing'])}"
    yield f"first_year = {_text(texts['first_year'])}"
    if taken.front:
        yield from ("", "[front]", f"heading = {_text(taken.front_heading)}")
        yield from _entries("front.section", taken.front)
    yield from ("", "[numbers]")
    for key, value in taken.numbers._asdict().items():
        yield f"{key} = {_text(value) if isinstance(value, str) else str(value).lower()}"
    yield from ("", notes["words"], "[words]")
    for way in _DIRECTIONS:
        pairs = ", ".join(f"{_text(name)} = {_text(word)}" for name, word in taken.directions[way].items())
        yield f"{way} = {{ {pairs} }}"
    for table, wordings in taken.wordings.items():
        for number, (name, wording) in enumerate(wordings.items()):
            yield from ("", *([notes[table]] if number == 0 else []), f"[{table}.{_key(name)}]")
            for form, text in wording._asdict().items():
                if form != "nothing" or text != wording.flat:
                    yield f"{form} = {_text(text)}"
    yield from ("", "[breakdown]")
    yield from (f"{key} = {_text(value)}" for key, value in taken.breakdown.items())
    yield from _entries("section", taken.sections)


def _entries(table: str, entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        yield from ("", f"[[{table}]]", f"id = {_text(entry.id)}", f"title = {_text(entry.title)}")
        if not entry.numbered:
            yield "numbered = false"


def _text(value: str) -> str:
    """A TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.isascii() else _text(name)
