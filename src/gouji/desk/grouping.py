"""Which files of a batch belong to one disclosure: by their names, by the unit that they name, by the folder they are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gouji.about.names import bare
from gouji.grouping import grouped as grouped_by_name


class Seen(NamedTuple):
    """A file: its id, folder and name, and what it says of itself (as `About.told`), {} if it could not be read."""

    id: str
    folder: str
    name: str
    about: dict[str, Any]

    @property
    def unit(self) -> str:
        return bare(self.about.get("unit") or "")

    @property
    def time(self) -> tuple[str, int]:
        """The kind and the year."""
        return self.about.get("kind", "unknown"), self.about.get("year") or 0


class Group(NamedTuple):
    """A disclosure: what it is called, its files, and last year's of the same unit."""

    name: str
    own: list[Seen]
    prior: list[Seen]


def grouped(files: Sequence[Seen]) -> list[Group]:
    """The disclosures of a batch."""
    sets = _by_folder(_by_unit(_by_name(files)))
    year = _year(files)
    last = [each for each in sets if year and _head(each).time[1] == year - 1]
    groups = [Group(_called(each), each, []) for each in sets if each not in last]
    for each in last:
        head = _head(each)
        fitting = [g for g in groups if head.unit and _is_after(_head(g.own), head)]
        if len(fitting) == 1 and not fitting[0].prior:
            fitting[0].prior.extend(each)
        else:
            groups.append(Group(_called(each), each, []))
    return groups


def grouped_for_round(own: Sequence[Seen], last: Sequence[Seen], names: Sequence[str]) -> list[Group]:
    """The units of a round: those whose statements are there with last year's files of each, those of which only last year's are, and those that are
    only named."""
    groups = grouped(own)
    for each in grouped(last):
        name = _named(each)
        home = next((group for group in groups if _named(group) == name), None)
        if home is None:
            home = Group(each.name, [], [])
            groups.append(home)
        home.prior.extend([*each.own, *each.prior])
    known = {_named(group) for group in groups} | {bare(group.name) for group in groups}
    return [*groups, *(Group(name, [], []) for name in names if bare(name) not in known)]


def _named(group: Group) -> str:
    files = group.own or group.prior
    return (_head(files).unit if files else "") or bare(group.name)


def _by_name(files: Sequence[Seen]) -> list[list[Seen]]:
    """A narrative and its tables, as far as their names say so."""
    paths: dict[str, list[Seen]] = {}
    for file in files:
        paths.setdefault(f"{file.folder}/{file.name}", []).append(file)
    alone = [[file] for same in paths.values() if len(same) > 1 for file in same]
    single = {Path(path): same[0] for path, same in paths.items() if len(same) == 1}
    return [[single[path] for path in each] for each in grouped_by_name(list(single))] + alone


def _by_unit(sets: list[list[Seen]]) -> list[list[Seen]]:
    """Tables join the one narrative of their unit, kind and year."""
    whole = dict(enumerate(sets))
    for place, each in enumerate(sets):
        head = _head(each)
        if head.unit and _is_tables(each):
            same = (o for o in whole.values() if _head(o).unit == head.unit and _head(o).time == head.time)
            homes = [other for other in same if other is not each and not _is_tables(other)]
            if len(homes) == 1:
                homes[0].extend(each)
                del whole[place]
    return list(whole.values())


def _by_folder(sets: list[list[Seen]]) -> list[list[Seen]]:
    """Tables that name no unit join the only disclosure of their folder."""
    whole = dict(enumerate(sets))
    for place, each in enumerate(sets):
        head = _head(each)
        if not head.unit and head.folder and head.about and _is_tables(each):
            homes = [other for other in whole.values() if other is not each and _head(other).folder == head.folder]
            if len(homes) == 1 and not _is_tables(homes[0]):
                homes[0].extend(each)
                del whole[place]
    return list(whole.values())


def _head(files: list[Seen]) -> Seen:
    """The file that tells whose a disclosure is: the first that names a unit."""
    return next((file for file in files if file.unit), files[0])


def _is_tables(files: list[Seen]) -> bool:
    return not any(file.about.get("narrative") for file in files)


def _is_after(own: Seen, last: Seen) -> bool:
    return own.unit == last.unit and own.time == (last.time[0], last.time[1] + 1)


def _year(files: Sequence[Seen]) -> int:
    """The year that the batch is about: the one that most files are of, of equals the later."""
    years = Counter(file.time[1] for file in files if file.time[1])
    return max(years, key=lambda year: (years[year], year), default=0)


def _called(files: list[Seen]) -> str:
    """The unit, or else the folder, or else the file."""
    head = _head(files)
    return head.about.get("unit") or head.folder.rpartition("/")[2] or Path(head.name).stem
