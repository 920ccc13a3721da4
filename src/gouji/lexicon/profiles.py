"""Profiles: what a jurisdiction requires of a disclosure, as data (`lexicon/profiles/<name>.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from gouji.lexicon.lexicon import Lexicon, LexiconError, plain
from gouji.resources import data_folder


class RequiredSection(NamedTuple):
    """A section and the words that its title may have."""

    id: str
    titles: tuple[str, ...]
    required: bool


class RequiredItem(NamedTuple):
    """What a section must speak of: one of `words`."""

    section: str
    words: tuple[str, ...]
    what: str


class Profile(NamedTuple):
    """The requirements of one kind of document in one jurisdiction. `statements` are ids of statement types."""

    name: str
    title: str
    kind: str
    documents: tuple[str, ...]
    source: str
    ordered: bool
    reason_from: int
    statements: tuple[str, ...]
    sections: tuple[RequiredSection, ...]
    items: tuple[RequiredItem, ...]

    def section_of(self, title: str) -> RequiredSection | None:
        """The section that a heading opens: of the words in the heading, the first names it, of those the longest."""
        text = plain(title).replace('"', "").replace("'", "")
        found = [
            (-text.index(word), len(word), section)
            for section in self.sections
            for word in section.titles
            if word in text
        ]
        return max(found, key=lambda each: each[:2])[2] if found else None


NATIONAL = "national"


@cache
def load(name: str) -> Profile:
    """The profile of a name. Raises KeyError if there is none, LexiconError naming a faulty file."""
    path = data_folder("lexicon") / "profiles" / f"{name}.toml"
    if not path.is_file():
        raise KeyError(name)
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return Profile(
            name,
            data["title"],
            data["kind"],
            tuple(data["documents"]),
            data["source"],
            data["ordered"],
            data["reason_from"],
            tuple(data["statements"]),
            tuple(
                RequiredSection(e["id"], tuple(_bare(t) for t in e["titles"]), e["required"]) for e in data["section"]
            ),
            tuple(
                RequiredItem(e["section"], tuple(_bare(w) for w in e["words"]), e["what"]) for e in data.get("item", [])
            ),
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise LexiconError(f"{path}：不是有效的公开要求（{error}）。") from None


def names() -> list[str]:
    """The names of all profiles."""
    return sorted(path.stem for path in (data_folder("lexicon") / "profiles").glob("*.toml"))


def _bare(word: str) -> str:
    return plain(word).replace('"', "").replace("'", "")


def recognise(kind: str, texts: list[str], lexicon: Lexicon) -> Profile | None:
    """The profile of a document: the one with most of its words among the titles, else the national one of its kind."""
    bare = "\n".join(_bare(text) for text in texts)
    hits = {
        entry["profile"]: sum(_bare(word) in bare for word in entry["words"])
        for entry in lexicon.sections["recognised"]
        if entry["kind"] == kind
    }
    best = max(hits, key=lambda name: hits[name], default="")
    if best and hits[best]:
        return load(best)
    return load(f"{NATIONAL}-{kind}") if kind in ("final", "budget") else None
