"""Reading the data folder `lexicon/`, and the user's folders in use, into typed tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gouji.files import small
from gouji.lexicon.entries import Bound, CodeName, Dims, Identity, Occasion, StatementType
from gouji.lexicon.lexicon import Lexicon, plain
from gouji.resources import LexiconError, entry_place, key_place, lexicon_files, of_lexicon, read_lexicon

_DIM_NAMES = {"scope", "flow", "item", "nature", "measure", "class", "period"}
_CODES = (("F", "functional"), ("E", "economic"), ("G", "government-economic"))


class FaultError(Exception):
    """What is wrong with an entry; where it stands is added outside."""


@contextmanager
def entry_checked(name: str, table: str, number: int = 0) -> Iterator[None]:
    """Says of what fails inside in which line of the file the `number`th `[[table]]`, or the `[table]`, stands.

    Raises LexiconError.
    """
    try:
        yield
    except (FaultError, KeyError) as error:
        place = entry_place(name, table, number) if number else key_place(name, table)
        fault = f"[{table}] 缺少 {error.args[0]}。" if isinstance(error, KeyError) else error
        raise LexiconError(f"{place}：{fault}") from None


def words_in(entry: Mapping[str, Any], key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The list of words under a key. Raises KeyError if there is none and no default."""
    if default is not None and key not in entry:
        return default
    words = entry[key]
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise FaultError(f'{key} 应为一组带引号的词，如 {key} = ["甲", "乙"]。')
    return tuple(words)


def _dims(entry: Mapping[str, Any]) -> Dims:
    unknown = set(entry) - _DIM_NAMES - {"words"}
    if unknown:
        raise FaultError(f"不认识的维度 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(sorted(_DIM_NAMES))}。")
    values = {("classification" if k == "class" else k): v for k, v in entry.items() if k != "words"}
    return Dims(**values)


def _terms() -> dict[str, Dims]:
    terms: dict[str, Dims] = {}
    for number, entry in enumerate(read_lexicon("terms.toml")["term"], 1):
        with entry_checked("terms.toml", "term", number):
            dims = _dims(entry)
            for word in words_in(entry, "words"):
                if terms.setdefault(plain(word), dims) != dims:
                    raise FaultError(f"“{word}”在前面已有另一种含义。")
    return terms


def _variants(title: str) -> list[str]:
    """The titles that one with optional words in [brackets], of which there may be a choice [of|or], stands for, in that
    order and without a word last: the fullest first, [|one] the other way round."""
    before, bracket, rest = title.partition("[")
    if not bracket:
        return [title]
    word, _, behind = rest.partition("]")
    words = dict.fromkeys((*word.split("|"), ""))
    return [before + middle + variant for middle in words for variant in _variants(behind)]


def _statements(entries: list[dict[str, Any]]) -> list[StatementType]:
    """The statement types; a further entry with a known id adds titles to it, or with a key of its own another form of it."""
    found: dict[tuple[str, Dims], StatementType] = {}
    for number, entry in enumerate(entries, 1):
        with entry_checked("statements.toml", "statement", number):
            titles = tuple(variant for title in words_in(entry, "titles") for variant in _variants(title))
            key = _dims(entry.get("key", {}))
            known = found.get((entry["id"], key)) or next((t for t in found.values() if t.id == entry["id"]), None)
            if known is not None and ("key" not in entry or known.key == key):
                found[known.id, known.key] = known._replace(titles=(*known.titles, *titles))
                continue
            found[entry["id"], key] = StatementType(
                entry["id"],
                entry.get("kind", "final"),
                titles,
                key,
                entry.get("rows", ""),
                tuple(map(plain, words_in(entry, "columns", ()))),
                tuple((plain(label), plain(name)) for label, name in entry.get("labels", {}).items()),
            )
    return list(found.values())


def _other_tables(entries: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = []
    for number, entry in enumerate(entries, 1):
        with entry_checked("statements.toml", "other", number):
            titles, headers = (tuple(map(plain, words_in(entry, key, ()))) for key in ("titles", "headers"))
            found.append((entry["id"], titles, headers))
    return found


def _identities(entries: list[dict[str, Any]]) -> list[Identity]:
    found = []
    for number, entry in enumerate(entries, 1):
        with entry_checked("identities.toml", "identity", number):
            found.append(
                Identity(
                    entry["name"],
                    _dims(entry["total"]),
                    tuple(map(_dims, entry["parts"])),
                    tuple(tuple(map(_dims, parts)) for parts in entry.get("alternatives", [])),
                    entry.get("balance", False),
                    entry.get("tables_only", False),
                    words_in(entry, "statements", ()),
                    words_in(entry, "not_items", ()),
                    _dims(entry.get("needs", {})),
                    _dims(entry.get("without", {})),
                    entry.get("open_parts", False),
                    entry.get("told_apart", False),
                )
            )
    return found


def _bounds(entries: list[dict[str, Any]]) -> list[Bound]:
    found = []
    for number, entry in enumerate(entries, 1):
        with entry_checked("identities.toml", "bound", number):
            found.append(Bound(entry["name"], _dims(entry["part"]), _dims(entry["whole"])))
    return found


def _occasions(entries: list[dict[str, Any]]) -> list[Occasion]:
    found = []
    for number, entry in enumerate(entries, 1):
        with entry_checked("identities.toml", "occasion", number):
            counts = {count["item"]: words_in(count, "units") for count in entry["counts"]}
            found.append(Occasion(words_in(entry, "costs"), counts, entry.get("required", False)))
    return found


def _codes(name: str) -> Iterator[CodeName]:
    """The rows of a table of codes: code, name, first and last fiscal year of the name (empty: none known), source."""
    for path in lexicon_files(name):
        for number, line in enumerate(_text(path).splitlines()[1:], 2):
            code, title, first, last = (*line.split("\t"), "", "", "")[:4]
            if not code.isdigit() or not title:
                raise LexiconError(f"{path} 第 {number} 行：应为“代码<Tab>名称”。")
            yield CodeName(code, plain(title), *(int(year) if year.isdigit() else 0 for year in (first, last)))


def _text(path: Path) -> str:
    try:
        return small(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(
            f"{path}：不是 UTF-8 编码（第 {error.start + 1} 个字节），请另存为 UTF-8（Excel 里选“Unicode 文本”的会是 UTF-16，也要另存）。"
        ) from None
    except OSError as error:
        raise LexiconError(f"{path}：读取失败（{error.strerror}）。") from None


@of_lexicon
def lexicon() -> Lexicon:
    """The lexicon that ships with gouji, with the user's folders that are in use; read once.

    Raises LexiconError naming the file and the line of a faulty entry.
    """
    names: dict[str, dict[str, list[str]]] = {classification: {} for classification, _ in _CODES}
    codes: dict[str, dict[str, str]] = {classification: {} for classification, _ in _CODES}
    named: dict[tuple[str, str], list[CodeName]] = {}
    called: dict[tuple[str, str], list[CodeName]] = {}
    for classification, file in _CODES:
        for each in _codes(f"{file}-codes.tsv"):
            codes[classification].setdefault(each.code, each.name)
            named.setdefault((classification, each.code), []).append(each)
            called.setdefault((classification, each.name), []).append(each)
    for (classification, name), found in called.items():
        # a name that has moved to another code means that one, where nothing tells the year
        names[classification][name] = [each.code for each in found if each.holds(0)] or [each.code for each in found]
    groups = read_lexicon("phrases.toml")
    pairs = groups["direction"]["pairs"]
    phrases = {}
    for group, roles in groups.items():
        with entry_checked("phrases.toml", group):
            phrases[group] = {role: tuple(plain(w) for w in words_in(roles, role)) for role in roles if role != "pairs"}
    data = read_lexicon("statements.toml")
    relations = read_lexicon("identities.toml")
    with entry_checked("statements.toml", "columns"):
        columns = {role: frozenset(map(plain, words_in(data["columns"], role))) for role in data["columns"]}
    with entry_checked("statements.toml", "rows"):
        rows = {role: tuple(map(plain, words_in(data["rows"], role))) for role in data["rows"]}
    return Lexicon(
        terms=_terms(),
        names=names,
        codes=codes,
        named=named,
        called=called,
        phrases=phrases,
        opposites={right: left for left, right in reversed(pairs)} | dict(reversed(pairs)),
        statements=_statements(data["statement"]),
        other_tables=_other_tables(data["other"]),
        columns=columns,
        rows=rows,
        labels=data["labels"],
        title_parts={part: words_in(data["titles"], part) for part in data["titles"]},
        levels=data["levels"],
        defaults=data["defaults"],
        identities=_identities(relations["identity"]),
        bounds=_bounds(relations["bound"]),
        occasions=_occasions(relations["occasion"]),
        sections=read_lexicon("sections.toml"),
    )
