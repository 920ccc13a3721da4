"""Which files belong to one disclosure, as far as their names say so: a narrative and its tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import regex

from gouji.lexicon.lexicon import plain
from gouji.precompiled import pattern_of
from gouji.readers.kinds import kind_of
from gouji.resources import compiled, of_lexicon, read_lexicon

_FILE = "files.toml"
_JOINS = pattern_of(r"[\W_]+")


@of_lexicon
def _roles() -> tuple[dict[str, regex.Pattern[str]], regex.Pattern[str]]:
    """The words of a name by the role that they give its file, the longest first, and the number before a name."""
    role = read_lexicon(_FILE)["role"]

    def any_of(words: list[str]) -> regex.Pattern[str]:
        return pattern_of("|".join(map(regex.escape, sorted(words, key=len, reverse=True))))

    words = {name: any_of(role[name]) for name in ("narrative", "tables", "either")}
    return words, compiled(_FILE, "role", role["number"])


def grouped(paths: Sequence[Path]) -> list[tuple[Path, ...]]:
    """The files by disclosure, in the order of their first ones; of a disclosure of several, the narrative first.

    Files of one folder whose names differ only in what they call themselves belong together, if one is the narrative and
    the others are tables: 甲局2024年决算说明.docx and 甲局2024年决算公开表.xlsx.
    """
    sets: dict[tuple[Path, str], list[tuple[Path, str]]] = {}
    for path in paths:
        role, core = _told(path)
        sets.setdefault((path.parent, core), []).append((path, role))
    whole: dict[Path, tuple[Path, ...]] = {}
    for files in sets.values():
        narratives = [path for path, role in files if role == "narrative"]
        tables = [path for path, role in files if role == "tables"]
        if len(narratives) == 1 and tables and len(files) == len(tables) + 1:
            whole |= dict.fromkeys([*narratives, *tables], (*narratives, *tables))
    return list(dict.fromkeys(whole.get(path, (path,)) for path in paths))


def _told(path: Path) -> tuple[str, str]:
    """What a file's name says that it is (narrative, tables, "" where it says both), and the rest of the name."""
    words, number = _roles()
    stem = number.sub("", plain(path.stem))
    tables, rest = words["tables"].subn("", stem)[::-1]
    narrative, rest = words["narrative"].subn("", rest)[::-1]
    core = _JOINS.sub("", words["either"].sub("", rest))
    if tables and narrative:
        return "", core
    return "tables" if tables or (not narrative and kind_of(path) == "workbook") else "narrative", core
