"""The words of `lexicon/about.toml` and `lexicon/jurisdictions.toml`, compiled."""

from __future__ import annotations

from typing import NamedTuple

import regex

from gouji.resources import compiled, of_lexicon, read_lexicon

_FILE = "about.toml"
_PLACES = "jurisdictions.toml"


class AboutWords(NamedTuple):
    """How a document says whose it is and what it holds."""

    year: regex.Pattern[str]
    sentence: regex.Pattern[str]
    titles: tuple[regex.Pattern[str], ...]
    cover: regex.Pattern[str]
    sheet: regex.Pattern[str]
    label: regex.Pattern[str]
    code: regex.Pattern[str]
    superior: regex.Pattern[str]
    belongs: regex.Pattern[str]
    extent: dict[str, str]
    extent_said: dict[str, regex.Pattern[str]]
    body: dict[str, list[str]]
    elsewhere: regex.Pattern[str]
    rounding: regex.Pattern[str]
    redaction: regex.Pattern[str]
    removed: regex.Pattern[str]


class Places(NamedTuple):
    """The provinces with their cities, and by what names a unit's place begins."""

    cities: dict[str, str]
    short: dict[str, str]
    municipalities: frozenset[str]
    provinces: frozenset[str]
    central: tuple[str, ...]
    before: tuple[str, ...]
    county: regex.Pattern[str]
    city_end: str


@of_lexicon
def about_words() -> AboutWords:
    """Raises LexiconError for a faulty pattern."""
    data = read_lexicon(_FILE)
    unit = data["unit"]
    name = rf"[\u4e00-\u9fff]{{2,30}}?(?:{'|'.join(unit['ends'])})"

    def named(pattern: str) -> regex.Pattern[str]:
        for key, value in (("{before}", unit["before"]), ("{name}", name), ("{mark}", unit["mark"])):
            pattern = pattern.replace(key, value)
        return compiled(_FILE, "unit", pattern)

    return AboutWords(
        year=compiled(_FILE, "year", data["year"]["pattern"]),
        sentence=compiled(_FILE, "sentence", data["sentence"]["pattern"]),
        titles=tuple(map(named, unit["titles"])),
        cover=named(unit["cover"]),
        sheet=named(unit["sheet"]),
        label=named(unit["label"]),
        code=compiled(_FILE, "unit", unit["code"]),
        superior=named(unit["superior"]),
        belongs=named(unit["belongs"]),
        extent={word: extent for extent, words in data["extent"].items() for word in words},
        extent_said={key: compiled(_FILE, "extent-said", pattern) for key, pattern in data["extent-said"].items()},
        body=data["body"],
        elsewhere=compiled(_FILE, "elsewhere", data["elsewhere"]["pattern"]),
        rounding=compiled(_FILE, "rounding", data["rounding"]["pattern"]),
        redaction=compiled(_FILE, "redaction", data["redaction"]["pattern"]),
        removed=compiled(_FILE, "removed", data["removed"]["pattern"]),
    )


@of_lexicon
def places_known() -> Places:
    """Raises LexiconError for a faulty pattern."""
    data = read_lexicon(_PLACES)
    cities = {city: province for province, under in data["provinces"].items() for city in under}
    short: dict[str, str] = {}
    for name in (*data["provinces"], *cities):
        bare = next((name.removesuffix(end) for end in data["suffixes"] if name.endswith(end)), name)
        if len(bare) > 1:
            short.setdefault(bare, name)
    return Places(
        cities,
        short,
        frozenset(data["municipalities"]),
        frozenset(data["provinces"]),
        tuple(data["central"]),
        tuple(data["before"]),
        compiled(_PLACES, "county", data["county"]),
        data["city_end"],
    )
