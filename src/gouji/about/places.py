"""The jurisdiction of a unit."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from gouji.about.words import Places, places_known
from gouji.about.writing import Writing

_LEAST = 2


class Place(NamedTuple):
    """A jurisdiction; what is not known is ""."""

    province: str = ""
    city: str = ""
    county: str = ""

    @property
    def level(self) -> str:
        """province, city or county; "" if none is known."""
        if self.county:
            return "county"
        if self.city:
            return "city"
        return "province" if self.province else ""


NOWHERE = Place()


def place_of(unit: str, writing: Writing) -> Place:
    """Where a unit is: by its name; what the name leaves open by the place that titles and text name most often."""
    known = places_known()
    for text in (unit, *writing.titles):
        place = _begins(text, known)
        if place.province:
            return place
    own = _begins(unit, known)
    if unit.startswith(known.central):
        return own
    text = "".join(flow.text for flow in writing.flows)
    times = Counter({city: text.count(city) for city in known.cities if city in text})
    city, times_named = times.most_common(1)[0] if times else ("", 0)
    if times_named >= _LEAST and own.county:
        return Place(known.cities[city], city, own.county)
    provinces = Counter({name: text.count(name) for name in known.provinces if name in text})
    province, times_named = provinces.most_common(1)[0] if provinces else ("", 0)
    return Place(province, "", own.county) if times_named >= _LEAST else own


def _begins(text: str, known: Places) -> Place:
    """The place at the beginning of a text: province, city and county, each if it is there."""
    rest = text
    for word in known.before:
        rest = rest.removeprefix(word)
    province, rest = _taken(rest, known, known.provinces)
    city, rest = _taken(rest, known, frozenset(known.cities))
    if city and not province:
        province = known.cities[city]
    match = known.county.match(rest)
    county = match[1] if match and (province or len(match[1]) > 2) else ""
    if county.endswith(known.city_end) and not city:
        within = known.county.match(rest.removeprefix(county))
        if within and not within[1].endswith(known.city_end):
            city, county = county, within[1]  # a city that no list has
    if province in known.municipalities:
        return Place(province, "", county)
    return Place(province, city, county)


def _taken(text: str, known: Places, names: frozenset[str]) -> tuple[str, str]:
    """The longest of the names, in full or short, that a text begins with, and the rest of it."""
    for length in range(min(len(text), 14), 1, -1):
        head = text[:length]
        name = head if head in names else known.short.get(head, "")
        if name in names:
            return name, text[length:]
    return "", text
