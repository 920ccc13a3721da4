"""Of which year and kind a document is: its title says it, and the titles over its tables bear it out or overrule it."""

from __future__ import annotations

from collections import Counter

from gouji.about.words import about_words
from gouji.about.writing import Writing
from gouji.lexicon import Lexicon

_OVERRULE = 2
_OFTEN = 5


def year_of(writing: Writing, words: Lexicon) -> int:
    """The fiscal year.

    That of the first title that names one, unless the titles of the statements, or of the parts, name another one several times over
    and the text does so too, or nothing but the title names it; without a title the year that the statements, the opening, the text and at last the cells name
    most often, years of comparison aside; 0 if there is none.
    """
    titled = next((years[0] for title in writing.titles if (years := _years_of_title(title, words))), 0)
    captions = Counter(year for text, _ in writing.captions for year in _years(text))
    in_text = Counter(year for flow in writing.flows for year in _years(flow.text))
    if not titled:
        opening = Counter(year for text in writing.opening for year in _years(text))
        return _most(captions) if captions else _told_first(writing, opening or in_text)
    best = _most(captions)
    if captions[best] >= _OVERRULE * max(captions[titled], 1) and in_text[best] > in_text[titled]:
        return best
    parts = Counter(year for text in writing.short if writing.is_title(text) for year in _years_of_part(text, words))
    best = _most(parts)
    if parts[best] > _OVERRULE * parts[titled] and captions[best] >= captions[titled]:
        return best if in_text[best] > _OVERRULE * in_text[titled] else titled
    often = _most(in_text)
    told = in_text[titled] - sum(titled in _years(title) for title in writing.titles)
    return often if in_text[often] >= _OFTEN and told <= 0 and not captions[titled] else titled


def kind_of(writing: Writing, words: Lexicon) -> str:
    """final (决算), budget (预算) or unknown: by the titles, else by the titles of the statements, else by the text. Where
    the titles of several statements are all of the other kind, they overrule the title."""
    kinds: dict[str, list[str]] = words.sections["kind"]
    statements = Counter(kind for _, kind in writing.captions if kind)
    for texts in (writing.titles, writing.opening):
        titled = _voted(texts, kinds, words)
        if titled:
            other = _most_common(statements)
            overruled = other != titled and statements[other] > _OVERRULE and not statements[titled]
            return other if overruled else titled
    return _most_common(statements) or _voted([flow.text for flow in writing.flows], kinds, words) or "unknown"


def _years(text: str) -> list[int]:
    return [int(year) for year in about_words().year.findall(text)]


def _years_of_title(title: str, words: Lexicon) -> list[int]:
    """The years that a title names, without those of what it says besides: 2024年预算执行情况和2025年预算."""
    elsewhere = words.sections["heading-years"]["elsewhere"]
    found = list(about_words().year.finditer(title))
    ends = [*(match.start() for match in found[1:]), len(title)][: len(found)]
    years = [int(match[1]) for match in found]
    own = [
        year
        for year, match, end in zip(years, found, ends, strict=True)
        if not any(word in title[match.end() : end] for word in elsewhere)
    ]
    return own or years


def _years_of_part(text: str, words: Lexicon) -> list[int]:
    """The years that a title of a part names, as the whole document's has one (2024年度部门决算情况说明)."""
    if not _voted([text], words.sections["kind"], words):
        return []
    return _years_of_title(text, words)


def _told_first(writing: Writing, counts: Counter[int]) -> int:
    """The year that a text names most often; the one after it where the text begins with that (2015年支出…，较2014年…。2014年…)."""
    best = _most(counts)
    first = next((year for flow in writing.flows for year in _years(flow.text)), 0)
    return first if first == best + 1 else best


def _most(counts: Counter[int]) -> int:
    """What was counted most often, the later of equals; 0 if nothing was."""
    best = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count == best), default=0)


def _most_common(counts: Counter[str]) -> str:
    return counts.most_common(1)[0][0] if counts else ""


def _voted(texts: list[str], kinds: dict[str, list[str]], words: Lexicon) -> str:
    """final if any text names it, else budget if any does."""
    for kind in ("final", "budget"):
        if any(_names(text, kinds[kind], words) for text in texts):
            return kind
    return ""


def _names(text: str, names: list[str], words: Lexicon) -> bool:
    """Whether a text names a kind of account, other than both in one word (预决算公开)."""
    for both in words.sections["both"]["words"]:
        text = text.replace(both, "")
    return any(name in text for name in names)
