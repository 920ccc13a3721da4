"""Profiles: what a jurisdiction requires of a disclosure, as data (`lexicon/profiles/<name>.toml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

from gouji.lexicon.lexicon import Lexicon, plain, unquoted
from gouji.lexicon.reading import FaultError, entry_checked, lexicon, words_in
from gouji.resources import LexiconError, key_place, lexicon_files, of_lexicon, read_lexicon


class RequiredSection(NamedTuple):
    """A section and the words that its title may have; required from the fiscal year `since` on. `custom`: places that
    have rules of their own do otherwise, so that its absence is only worth a note."""

    id: str
    titles: tuple[str, ...]
    required: bool
    since: int = 0
    custom: bool = False


class RequiredItem(NamedTuple):
    """What a section must speak of: one of `words`. A `part` of the section's amount is nothing, and need not be named,
    where the parts that are named make up the whole."""

    section: str
    words: tuple[str, ...]
    what: str
    since: int = 0
    part: bool = False
    custom: bool = False


class Profile(NamedTuple):
    """The requirements of one kind of document in one jurisdiction. `statements` are ids of statement types, `since` the
    fiscal years from which some of them are required; with `empty_list` the empty ones must be listed with their reasons. `forms` are statements
    that its workbook has besides, since a draft tells of them."""

    name: str
    title: str
    kind: str
    documents: tuple[str, ...]
    source: str
    ordered: bool
    reason_from: int
    empty_list: bool
    statements: tuple[str, ...]
    since: dict[str, int]
    sections: tuple[RequiredSection, ...]
    items: tuple[RequiredItem, ...]
    forms: tuple[str, ...] = ()

    @property
    def workbook(self) -> tuple[str, ...]:
        """The statements of the empty workbook."""
        return tuple(dict.fromkeys((*self.statements, *self.forms)))

    def sections_in(self, year: int) -> list[RequiredSection]:
        """The sections that are required in a fiscal year."""
        return [section for section in self.sections if section.required and _asked(section.since, year)]

    def items_in(self, year: int) -> list[RequiredItem]:
        """What the sections must speak of in a fiscal year."""
        return [item for item in self.items if _asked(item.since, year)]

    def statements_in(self, year: int) -> list[str]:
        """The statements that are required in a fiscal year."""
        return [each for each in self.statements if _asked(self.since.get(each, 0), year)]

    def section_of(self, title: str) -> RequiredSection | None:
        """The section that a heading opens: of the words in the heading, the first names it, of those the longest."""
        text = unquoted(plain(title))
        found = [
            (-text.index(word), len(word), section)
            for section in self.sections
            for word in section.titles
            if word in text
        ]
        return max(found, key=lambda each: each[:2])[2] if found else None


NATIONAL = "national"


def _asked(since: int, year: int) -> bool:
    """Whether what is required from a year on is required in a year; in an unknown one (0) it is not."""
    return not since or year >= since


@of_lexicon
def load(name: str) -> Profile:
    """The profile of a name, in the lexicon or in a folder of the user's.

    Raises LexiconError if there is none, and naming the file and the line of what is faulty.
    """
    file = f"profiles/{name}.toml"
    if PurePath(name).name != name or not any(lexicon_files(file)):
        raise LexiconError(f"没有“{name}”这一套公开要求，可用的有 {'、'.join(names())}。")
    data = read_lexicon(file)
    base: Profile | None = None
    if "extends" in data:
        if data["extends"] == name or data["extends"] not in names():
            raise LexiconError(f"{key_place(file, 'extends')}：没有公开要求 {data['extends']}。")
        base = load(data["extends"])
    sections, items = [], []
    for number, entry in enumerate(data.get("section", ()), 1):
        with entry_checked(file, "section", number):
            titles = tuple(map(_bare, words_in(entry, "titles")))
            rest = {key: entry[key] for key in ("since", "custom") if key in entry}
            sections.append(RequiredSection(entry["id"], titles, entry["required"], **rest))
    for number, entry in enumerate(data.get("item", ()), 1):
        with entry_checked(file, "item", number):
            words = tuple(map(_bare, words_in(entry, "words")))
            rest = {key: entry[key] for key in ("since", "part", "custom") if key in entry}
            items.append(RequiredItem(entry["section"], words, entry["what"], **rest))
    values = base._asdict() if base else {"since": {}, "forms": ()}
    known = {statement.id for statement in lexicon().statements}
    with entry_checked(file, name):
        values |= {key: data[key] for key in Profile._fields if key in data}
        if missing := [key for key in Profile._fields if key not in (*values, "name", "sections", "items")]:
            raise FaultError(f"缺少 {'、'.join(missing)}。")
        values |= {key: words_in(values, key) for key in ("documents", "statements", "forms") if key in data}
        if unknown := [
            each for each in (*values["statements"], *values["forms"], *values["since"]) if each not in known
        ]:
            raise FaultError(f"statements：没有报表 {'、'.join(unknown)}，可用的是 lexicon/statements.toml 里的 id。")
        values |= {"name": name, "sections": _merged(base.sections if base else (), sections, data.get("order"))}
        values |= {"items": (*(base.items if base else ()), *items)}
    return Profile(**values)


def _merged(
    base: tuple[RequiredSection, ...], own: list[RequiredSection], order: list[str] | None
) -> tuple[RequiredSection, ...]:
    """The sections of the base, each replaced by its own of the same id, the new ones after them, in the order said."""
    found = {section.id: section for section in (*base, *own)}
    if order and (unknown := [each for each in order if each not in found]):
        raise FaultError(f"order：没有一节叫 {'、'.join(unknown)}。")
    return tuple(found[each] for each in order) if order else tuple(found.values())


def names() -> list[str]:
    """The names of all profiles."""
    return sorted({path.stem for folder in lexicon_files("profiles") for path in folder.glob("*.toml")})


def stated(kind: str, text: str, lexicon: Lexicon) -> Profile | None:
    """The profile that a document itself says it follows, as the workbooks of `gouji new` do; None if it says none of its kind."""
    before, after = str(lexicon.sections["stated-profile"]["said"]).split("{name}")
    _, found, rest = text.partition(before)
    name = rest.partition(after)[0]
    profile = load(name) if found and name in names() else None
    return profile if profile is not None and profile.kind == kind else None


def _bare(word: str) -> str:
    return unquoted(plain(word))


def _without(bare: str, others: Sequence[str]) -> str:
    for other in others:
        bare = bare.replace(_bare(other), "")
    return bare


def recognise(kind: str, texts: list[str], lexicon: Lexicon, province: str = "") -> Profile | None:
    """The profile of a document: the one with most of its words among the titles, of no other province than the document's
    own if that is known; where it is not, words that others may have taken over tell it by two at least. Else the national one of its kind."""
    bare = "\n".join(_bare(text) for text in texts)
    hits = {
        entry["profile"]: _weight(entry, _without(bare, entry.get("unlike", ())))
        for entry in lexicon.sections["recognised"]
        if entry["kind"] == kind and (not province or entry.get("province", province) == province)
    }
    best = max(hits, key=lambda name: hits[name], default="")
    if best and hits[best] > (0 if province else 1):
        return load(best)
    return load(f"{NATIONAL}-{kind}") if kind in ("final", "budget") else None


def _weight(entry: Mapping[str, Any], titles: str) -> int:
    """How much titles say for a profile: what tells it alone, such as a place's name, counts as two."""
    alone, words = (sum(_bare(word) in titles for word in entry.get(key, ())) for key in ("alone", "words"))
    return 2 * alone + words
