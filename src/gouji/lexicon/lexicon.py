"""Reading the data folder `lexicon/` into typed tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import regex

from gouji.lexicon.words import Segmenter
from gouji.quantity import fold
from gouji.resources import data_folder


class LexiconError(Exception):
    """A faulty lexicon entry; the message names the file and the entry."""


class Dims(NamedTuple):
    """The dimensions of a fact that a word settles; "" or 0 leaves a dimension open."""

    scope: str = ""
    flow: str = ""
    item: str = ""
    nature: str = ""
    measure: str = ""
    classification: str = ""
    period: int = 0

    def over(self, base: Dims) -> Dims:
        """These dimensions, and `base`'s where these leave them open. A bare total keeps the item it totals."""
        item = self.item or base.item
        if self.item in ("total", "grand") and base.item and base.item not in ("total", "grand"):
            item = base.item
        return Dims(
            self.scope or base.scope,
            self.flow or base.flow,
            item,
            self.nature or base.nature,
            self.measure or base.measure,
            self.classification or base.classification,
            self.period or base.period,
        )


NOTHING = Dims()


class StatementType(NamedTuple):
    """A statement that the lexicon knows."""

    id: str
    kind: str
    titles: tuple[str, ...]
    key: Dims
    rows: str


class Identity(NamedTuple):
    """total = Σ parts, each given by the dimensions in which it differs from the others."""

    name: str
    total: Dims
    parts: tuple[Dims, ...]
    alternatives: tuple[tuple[Dims, ...], ...]
    balance: bool
    tables_only: bool
    statements: tuple[str, ...]
    not_items: tuple[str, ...]
    needs: Dims
    without: Dims
    open_parts: bool

    @property
    def is_of_line(self) -> bool:
        """Whether it is about a named line (三公经费, 政府采购), not about a dimension of the accounts."""
        return self.total.item not in ("", "total", "grand")


class Bound(NamedTuple):
    """part ≤ whole."""

    name: str
    part: Dims
    whole: Dims


_DIM_NAMES = {"scope", "flow", "item", "nature", "measure", "class", "period"}


@lru_cache(16384)
def plain(text: str) -> str:
    """Folded and without spaces: the form in which lexicon words are compared."""
    return fold(text).replace(" ", "").replace("\n", "")


def _dims(entry: Mapping[str, Any], where: str) -> Dims:
    unknown = set(entry) - _DIM_NAMES - {"words"}
    if unknown:
        raise LexiconError(
            f"{where}：不认识的维度 {'、'.join(sorted(unknown))}；可用的有 {'、'.join(sorted(_DIM_NAMES))}。"
        )
    values = {("classification" if k == "class" else k): v for k, v in entry.items() if k != "words"}
    return Dims(**values)


@dataclass(eq=False, repr=False)
class Lexicon:
    """All tables of the lexicon."""

    terms: dict[str, Dims]
    names: dict[str, dict[str, list[str]]]
    codes: dict[str, dict[str, str]]
    named: dict[tuple[str, str], list[tuple[int, str]]]
    phrases: dict[str, dict[str, tuple[str, ...]]]
    opposites: dict[str, str]
    statements: list[StatementType]
    other_tables: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
    columns: dict[str, frozenset[str]]
    rows: dict[str, tuple[str, ...]]
    labels: dict[str, Any]
    levels: dict[str, int]
    defaults: dict[str, str]
    identities: list[Identity]
    bounds: list[Bound]
    sections: dict[str, Any]
    _dims: dict[str, Dims] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def segmenter(self) -> Segmenter:
        """Knows every term, name and phrase word."""
        words = set(self.terms)
        for table in self.names.values():
            words.update(table)
        for name, group in self.phrases.items():
            if name not in ("fillers", "exhaustive", "natures"):
                for entries in group.values():
                    words.update(entries)
        return Segmenter(words)

    @cached_property
    def count_items(self) -> frozenset[str]:
        """The items that are counted, not paid: 人员编制, 车辆 …"""
        return frozenset(dims.item for dims in self.terms.values() if dims.classification == "N")

    @cached_property
    def totals(self) -> frozenset[str]:
        """The words that only say total: 合计, 总计."""
        return frozenset(w for w, d in self.terms.items() if d in (Dims(item="total"), Dims(item="grand")))

    @cached_property
    def total_words(self) -> frozenset[str]:
        """The words that name a total or subtotal of anything: 合计, 本年支出合计, 小计."""
        return frozenset(w for w, d in self.terms.items() if d.item in ("total", "grand") or d.nature == "all")

    @cached_property
    def subtotals(self) -> frozenset[str]:
        """The names of personnel and public spending: 人员经费合计, 公用经费 …"""
        return frozenset(w for w, d in self.terms.items() if d.nature in ("personnel", "public"))

    @cached_property
    def label_line(self) -> regex.Pattern[str]:
        """A line that labels a table (公开01表, 单位：万元, 注：…) and never continues a sentence."""
        return regex.compile("|".join(f"(?:{p})" for p in self.labels["lines"]))

    @cached_property
    def level_mark(self) -> regex.Pattern[str]:
        """The mark of a level behind an item's name: 文化和旅游(款)."""
        return regex.compile(rf"\(([{''.join(self.levels)}])\)")

    @cached_property
    def open_line(self) -> regex.Pattern[str]:
        """The end of a line that the next paragraph goes on with."""
        return regex.compile(self.labels["open"])

    @cached_property
    def titles(self) -> list[tuple[str, StatementType]]:
        """Every statement title, longest first."""
        pairs = [(plain(title), kind) for kind in self.statements for title in kind.titles]
        return sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)

    def name_of(self, classification: str, code: str, year: int) -> str:
        """The name of a code in a fiscal year: the latest that was seen by then; "" for an unknown code."""
        found = self.named.get((classification, code), [])
        by_then = [pair for pair in found if 0 < pair[0] <= year]
        return (max(by_then) if by_then else found[0])[1] if found else ""

    def code_of(self, classification: str, name: str) -> str:
        """The shortest code with this name in a classification, "" if there is none."""
        codes = self.names.get(classification, {}).get(name)
        return min(codes, key=len) if codes else ""

    def is_known(self, text: str) -> bool:
        """Whether a short text (plain) is made of the lexicon's terms, all but one character at most."""
        known = self._known.get(text)
        if known is None:
            words = self.segmenter.words(text, 0, len(text))
            covered = sum(end - start for start, end in words if text[start:end] in self.terms)
            known = self._known[text] = covered >= len(text) - 1
        return known

    def dims_of(self, text: str) -> Dims:
        """The dimensions that a short text (a header, a row name, a heading) settles; later words refine earlier ones."""
        text = plain(text)
        known = self._dims.get(text)
        if known is None:
            exact = self.terms.get(text)
            if exact is not None:
                known = exact
            else:
                known = NOTHING
                for start, end in self.segmenter.words(text, 0, len(text)):
                    term = self.terms.get(text[start:end])
                    if term is not None:
                        known = _merge(known, term)
            self._dims[text] = known
        return known


def _merge(earlier: Dims, later: Dims) -> Dims:
    merged = later.over(earlier)
    if earlier.flow and later.flow and {earlier.flow, later.flow} == {"income", "expenditure"}:
        merged = merged._replace(flow="both")
    return merged


def code_class(code: str) -> str:
    """The classification that a 科目 code belongs to: F functional, E economic, G government economic."""
    return {"2": "F", "3": "E", "5": "G"}.get(code[:1], "")


def _read(folders: Sequence[Path], name: str) -> dict[str, Any]:
    """A file of the lexicon, with what the user's folders add to it."""
    whole: dict[str, Any] = {}
    for folder in folders:
        path = folder / name
        if folder is not folders[0] and not path.is_file():
            continue
        try:
            _extend(whole, tomllib.loads(path.read_text("utf-8")), str(path))
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{path}：不是有效的 TOML（{error}）。") from None
        except UnicodeDecodeError:
            raise LexiconError(f"{path}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    return whole


def _extend(whole: dict[str, Any], more: Mapping[str, Any], where: str) -> None:
    """Lists grow, tables merge; a value of another kind than before is an error."""
    for key, value in more.items():
        known = whole.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            _extend(known, value, where)
        elif isinstance(known, list) and isinstance(value, list):
            whole[key] = known + value
        elif known is not None and type(known) is not type(value):
            raise LexiconError(f"{where}：“{key}”的写法与自带词表的不同，请对照自带词表的同名文件。")
        else:
            whole[key] = value


def _read_codes(folders: Sequence[Path], name: str) -> Iterable[tuple[str, str, int]]:
    """Code, name, and the first year in which a published document printed that pair (0 if unknown)."""
    for folder in folders:
        if folder is not folders[0] and not (folder / name).is_file():
            continue
        for number, line in enumerate((folder / name).read_text("utf-8").splitlines()[1:], 2):
            code, _, rest = line.partition("\t")
            title, _, years = rest.partition("\t")
            first = years.partition("\t")[0]
            if not code.isdigit() or not title:
                raise LexiconError(f"{folder / name} 第 {number} 行：应为“代码<Tab>名称”。")
            yield code, plain(title), int(first) if first.isdigit() else 0


def _statements(entries: list[dict[str, Any]], where: str) -> list[StatementType]:
    """The statement types; a further entry with a known id adds titles to it."""
    found: dict[str, StatementType] = {}
    for entry in entries:
        missing = {"id", "titles"} - set(entry)
        if missing:
            raise LexiconError(f"{where} 的一个 [[statement]]：缺少 {'、'.join(sorted(missing))}。")
        known = found.get(entry["id"])
        if known is not None:
            found[entry["id"]] = known._replace(titles=(*known.titles, *entry["titles"]))
            continue
        found[entry["id"]] = StatementType(
            entry["id"],
            entry.get("kind", "final"),
            tuple(entry["titles"]),
            _dims(entry.get("key", {}), f"{where} 的 {entry['id']}"),
            entry.get("rows", ""),
        )
    return list(found.values())


def load(*folders: Path) -> Lexicon:
    """Read a lexicon folder, and further ones that extend its tables. Raises LexiconError naming the file and the entry."""
    folder = folders[0]
    terms: dict[str, Dims] = {}
    for number, entry in enumerate(_read(folders, "terms.toml")["term"], 1):
        where = f"{'、'.join(str(each / 'terms.toml') for each in folders)} 第 {number} 个 [[term]]"
        dims = _dims(entry, where)
        if "words" not in entry:
            raise LexiconError(f"{where}：缺少 words。")
        for word in entry["words"]:
            if terms.setdefault(plain(word), dims) != dims:
                raise LexiconError(f"{where}：“{word}”在前面已有另一种含义。")
    names: dict[str, dict[str, list[str]]] = {"F": {}, "E": {}, "G": {}}
    codes: dict[str, dict[str, str]] = {"F": {}, "E": {}, "G": {}}
    named: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for classification, file in (("F", "functional"), ("E", "economic"), ("G", "government-economic")):
        for code, title, first in _read_codes(folders, f"{file}-codes.tsv"):
            names[classification].setdefault(title, []).append(code)
            codes[classification].setdefault(code, title)
            named.setdefault((classification, code), []).append((first, title))
    groups = _read(folders, "phrases.toml")
    phrases = {
        group: {role: tuple(plain(w) for w in words) for role, words in roles.items() if role != "pairs"}
        for group, roles in groups.items()
    }
    pairs = groups["direction"]["pairs"]
    opposites = {right: left for left, right in reversed(pairs)} | dict(reversed(pairs))
    data = _read(folders, "statements.toml")
    statements = _statements(data["statement"], str(folder / "statements.toml"))
    relations = _read(folders, "identities.toml")
    where = f"{folder / 'identities.toml'}"
    identities = [
        Identity(
            entry["name"],
            _dims(entry["total"], where),
            tuple(_dims(part, where) for part in entry["parts"]),
            tuple(tuple(_dims(part, where) for part in parts) for parts in entry.get("alternatives", [])),
            entry.get("balance", False),
            entry.get("tables_only", False),
            tuple(entry.get("statements", ())),
            tuple(entry.get("not_items", ())),
            _dims(entry.get("needs", {}), where),
            _dims(entry.get("without", {}), where),
            entry.get("open_parts", False),
        )
        for entry in relations["identity"]
    ]
    bounds = [Bound(e["name"], _dims(e["part"], where), _dims(e["whole"], where)) for e in relations["bound"]]
    return Lexicon(
        terms=terms,
        names=names,
        codes=codes,
        named=named,
        phrases=phrases,
        opposites=opposites,
        statements=statements,
        other_tables=[
            (
                e["id"],
                tuple(plain(t) for t in e.get("titles", [])),
                tuple(plain(h) for h in e.get("headers", [])),
            )
            for e in data["other"]
        ],
        columns={role: frozenset(plain(word) for word in words) for role, words in data["columns"].items()},
        rows={role: tuple(plain(word) for word in words) for role, words in data["rows"].items()},
        labels=data["labels"],
        levels=data["levels"],
        defaults=data["defaults"],
        identities=identities,
        bounds=bounds,
        sections=_read(folders, "sections.toml"),
    )


_own: tuple[Path, ...] = ()


def lexicon() -> Lexicon:
    """The lexicon that ships with gouji, with the user's folders that are in use; read once."""
    return _load(_own)


@cache
def _load(own: tuple[Path, ...]) -> Lexicon:
    return load(data_folder("lexicon"), *own)


def use(own: tuple[Path, ...]) -> None:
    """From now on, extend the lexicon by these folders."""
    global _own
    _own = own
