"""The wordings of movements that a document has: gathered place by place, completed with each other, and named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from gouji.precompiled import pattern_of
from gouji.rolling.wording import Words
from gouji.writing import load_style
from gouji.writing.styles import Style, Wording

FORMS = ("text", "flat", "bare", "nothing")
CHANGES, COMPLETIONS = "change", "budget"
_FULL = "national"
_DIRECTIONS = ("up", "down")
_REFERENCE = pattern_of(r"§(\d+)")
_WITH_RATE = pattern_of(r"\([^()]*\{rate\}[^()]*\)|（[^（）]*\{rate\}[^（）]*）|[,，、][^,，、。；]*\{rate\}")
_RATE = "{rate}"


@dataclass
class Wordings:
    """The wordings of a document, by the places that use them; `style` is the nearest one, for what the document never says."""

    style: Style
    words: Words
    _forms: list[tuple[str, str, dict[str, Counter[str]]]] = field(default_factory=list)
    _merged: dict[int, int] = field(default_factory=dict)
    _pairs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = load_style(_FULL).words
        self._pairs |= {name: (words["up"][name], words["down"][name]) for name in words["up"]}

    def slot(self, text: str, sign: int) -> str | None:
        """The name by which wordings call a word of direction; None for one that has no opposite."""
        other = self.words.turned(text)
        if other is None:
            return None
        pair = (text, other) if sign > 0 else (other, text)
        known = next((name for name, each in self._pairs.items() if each == pair), None)
        if known is None:
            known = pair[0][0] + pair[1][0]
            while known in self._pairs:
                known += pair[0][-1]
            self._pairs[known] = pair
        return known

    def use(self, table: str, section: str, form: str, text: str) -> str:
        """A place with a wording: how the template refers to it until it has a name."""
        self._forms.append((table, section, {form: Counter([text])}))
        return f"§{len(self._forms) - 1}"

    def merge(self, references: list[str]) -> None:
        """Places that a loop makes one of."""
        first, *others = (int(each[1:]) for each in references)
        for other in others:
            self._merged[other] = first
            for form, texts in self._forms[other][2].items():
                self._forms[first][2].setdefault(form, Counter()).update(texts)

    def settled(self) -> tuple[dict[str, str], dict[str, dict[str, Wording]]]:
        """The name for each reference, and the wordings by table and name."""
        names: dict[str, str] = {}
        tables: dict[str, dict[str, Wording]] = {CHANGES: {}, COMPLETIONS: {}}
        usual = self._usual()
        for index, (table, section, forms) in enumerate(self._forms):
            if index not in self._merged:
                wording = self._complete(table, forms, usual[table])
                names[f"§{index}"] = _name(tables[table], section, wording)
                tables[table].setdefault(names[f"§{index}"], wording)
        if not tables[CHANGES]:
            tables[CHANGES]["default"] = self._complete(CHANGES, {}, usual[CHANGES])
        return names, tables

    def _usual(self) -> dict[str, dict[str, Counter[str]]]:
        found: dict[str, dict[str, Counter[str]]] = {
            table: {f: Counter() for f in FORMS} for table in (CHANGES, COMPLETIONS)
        }
        for index, (table, _, forms) in enumerate(self._forms):
            for form, texts in forms.items() if index not in self._merged else ():
                found[table][form].update(text for text in texts.elements() if not text.startswith("{"))
        return found

    def _complete(self, table: str, forms: dict[str, Counter[str]], usual: dict[str, Counter[str]]) -> Wording:
        """A wording with all its forms: its own, then the document's, then the nearest style's."""
        own = {form: _most(forms.get(form, Counter())) for form in FORMS}
        default = self._default(table)
        text = own["text"] or _most(usual["text"]) or default.text
        if table == COMPLETIONS:
            before, rate, behind = text.rpartition(_RATE)
            flat, bare, nothing = own["flat"] or before + rate, own["bare"] or behind, own["nothing"]
        else:
            stands_alone = not text.startswith("{")
            flat = own["flat"] or (_most(usual["flat"]) or default.flat if stands_alone else self.words.flat)
            bare, nothing = own["bare"] or text, own["nothing"] or flat
        return Wording(text, flat, _without_rate(bare), _without_rate(nothing))

    def _default(self, table: str) -> Wording:
        known = self.style.changes if table == CHANGES else self.style.budgets
        found = known.get("default") or next(iter(known.values()), None)
        whole = load_style(_FULL)
        if found is None or "{base}" in found.text:
            found = whole.changes["default"] if table == CHANGES else whole.budgets["full"]
        return found

    def directions(self) -> dict[str, dict[str, str]]:
        """The words of each direction, by the names that wordings use for them."""
        found = {way: {name: pair[at] for name, pair in self._pairs.items()} for at, way in enumerate(_DIRECTIONS)}
        equal = load_style(_FULL).words["same"]
        return {**found, "same": {name: equal.get(name, "") for name in self._pairs}}


def _without_rate(text: str) -> str:
    """A wording of a base that is nothing and gives no rate; one that told only the rate tells the amount."""
    return str(_WITH_RATE.sub("", text)).replace(_RATE, "{amount}") if _RATE in text else text


def _most(texts: Counter[str]) -> str:
    return max(texts, key=lambda text: texts[text], default="")


def _name(known: dict[str, Wording], section: str, wording: Wording) -> str:
    """The name of a wording that is known, or a new one: that of the section where it comes first."""
    name = next((name for name, each in known.items() if each == wording), "")
    number = 1
    while not name:
        name = section if number == 1 else f"{section}-{number}"
        name = "" if name in known else name
        number += 1
    return name


def named(template: str, names: dict[str, str]) -> str:
    """A template with the names of its wordings."""
    return str(_REFERENCE.sub(lambda match: names[match[0]], template))
