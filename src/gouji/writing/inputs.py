"""What the statements do not have: budgets, last year's amounts, counts, reasons, purposes and free text, by subject, in a
YAML file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from gouji.about import KIND_NAMES
from gouji.document import Cell, Document, Span, Table
from gouji.files import small
from gouji.lexicon.lexicon import plain
from gouji.nearest import nearest
from gouji.precompiled import pattern_of
from gouji.quantity import unit_named
from gouji.report import Report
from gouji.writing.amounts import Amount, Source
from gouji.writing.calling import unit_called
from gouji.writing.figures import Figures, code_funds, passage_id, passage_name, subjects
from gouji.writing.layouts import words_of

_WAN = unit_named("万元").factor
_AMOUNTS = ("决算", "预算", "上年", "数量")
_TEXTS = ("原因", "预算原因", "用途", "上年口径", "包括", "完成率")
_FIELDS = (*_AMOUNTS, *_TEXTS)
_UNIT, _OWN, _PASSAGES, _SUBJECT, _FIRST_YEAR = "单位名称", "称谓", "文字", "指标", "首年"
_YEAR, _KIND, _ORIGIN, _FORMER, _SECTION = "年度", "种类", "出处", "曾用名", "节"
OPEN_MARK = "【"
_ADDRESS = pattern_of(r"([A-Z]+)(\d+)")
_RATE = pattern_of(r"\d+(\.\d+)?%")
_CELL = pattern_of(r"[^\t\n]*")


class InputsError(Exception):
    """A faulty inputs file; the message is one Chinese sentence that names the file, the place and the remedy."""


class Given(NamedTuple):
    """What is given of one subject: amounts in 元 (`amount` where no statement has it), a count, and texts; `base` is what
    last year's amount is (预算, 预算执行数), where the style's own word will not do; `names` are what it is spent on, as listed; `rate` is the completion
    rate as it is to be shown (97%), where it is not the one of the amounts to the style's decimals; `asked` stands in a count's place where it is still to be filled in (【请更新：…】)."""

    amount: Decimal | None = None
    budget: Decimal | None = None
    prior: Decimal | None = None
    counted: Decimal | None = None
    reason: str = ""
    budget_reason: str = ""
    purpose: str = ""
    base: str = ""
    names: str = ""
    rate: str = ""
    asked: str = ""


_NOTHING = Given()
_NAMES = dict(zip(Given._fields, (*_FIELDS, "数量"), strict=True))
_PARTS = {shown: part for part, shown in reversed(_NAMES.items())}


@dataclass(slots=True)
class Inputs:
    """What is given by subject, the unit's name and what it calls itself, the text of sections that no figures make (by the section's id), and whether
    the unit is new, so that there is no last year.

    `year` and `kind` are those of the document it was taken from, `origin` is that document's file: what was read out of a narrative is outranked by
    statements (`weak`: the subjects and parts of which that is so). `former` is a name that the unit had last year."""

    given: dict[str, Given] = field(default_factory=dict)
    unit: str = ""
    own: str = ""
    passages: dict[str, str] = field(default_factory=dict)
    file: str = ""
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    first_year: bool = False
    year: int = 0
    kind: str = ""
    origin: str = ""
    former: str = ""
    weak: frozenset[tuple[str, str]] = frozenset()

    def of(self, name: str) -> Given:
        return self.given.get(name, _NOTHING)

    def over(self, other: Inputs) -> Inputs:
        """These inputs, and what `other` gives where these say nothing."""
        given, sources = dict(other.given), dict(other.sources)
        for name, mine in self.given.items():
            theirs = given.get(name, _NOTHING)
            for part, value in mine._asdict().items():
                if value not in (None, ""):
                    theirs = theirs._replace(**{part: value})
                    sources[name, part] = self.source(name, part)
            given[name] = theirs
        return replace(
            self,
            given=given,
            unit=self.unit or other.unit,
            own=self.own or other.own,
            passages={**other.passages, **self.passages},
            file=self.file or other.file,
            sources=sources,
            first_year=self.first_year or other.first_year,
            former=self.former or other.former,
        )

    def is_weak(self, name: str, part: str) -> bool:
        """Whether a value was read out of a narrative, so that statements outrank it."""
        return (name, part) in self.weak

    def amount(self, name: str, part: str) -> Amount | None:
        """An amount or count that is given of a subject: `part` is a field of Given."""
        value = getattr(self.of(name), part)
        return None if value is None else Amount(value, (self.source(name, part),))

    def source(self, name: str, part: str) -> Source:
        """Where a given value comes from: the inputs file, if not from elsewhere (last year's statements)."""
        known = self.sources.get((name, part))
        if known is not None:
            return known
        value = getattr(self.of(name), part)
        shown = value if isinstance(value, str) else f"{value if part == 'counted' else value / _WAN:f}"
        what = f"{_NAMES[part]}（出自{self.origin}）" if self.is_weak(name, part) else _NAMES[part]
        return Source(self.file, name, what, shown)


def read_inputs(path: Path) -> Inputs:
    """Read an inputs file. Raises InputsError."""
    import yaml

    try:
        data = yaml.safe_load(small(path).decode("utf-8-sig"))
    except OSError as error:
        raise InputsError(f"{path}：打不开（{error.strerror}）。") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputsError(
            f"{path}：不是有效的 YAML（{' '.join(str(error).split())}），请检查缩进和冒号后的空格。"
        ) from None
    if data is None:
        return Inputs(file=str(path))
    if not isinstance(data, dict):
        raise InputsError(f"{path}：最外层应是“指标: 内容”，请对照 gouji extract --inputs 写出的文件。")
    passages = data.pop(_PASSAGES, None) or {}
    if not isinstance(passages, dict) or any(map(_is_nested, passages.values())):
        raise InputsError(f"{path}：“{_PASSAGES}”下面应是“节: 文字”。")
    headings = [data.pop(key, "") or "" for key in (_UNIT, _OWN, _ORIGIN, _FORMER)]
    if any(map(_is_nested, headings)):
        raise InputsError(f"{path}：“{_UNIT}”“{_OWN}”“{_ORIGIN}”“{_FORMER}”应是一段文字。")
    unit, own, origin, former = map(str, headings)
    first_year = data.pop(_FIRST_YEAR, False)
    if not isinstance(first_year, bool):
        raise InputsError(f"{path}：“{_FIRST_YEAR}”应是 true 或 false，现在是 {first_year!r}。")
    year, kind = data.pop(_YEAR, 0), data.pop(_KIND, "")
    kinds = {shown: name for name, shown in KIND_NAMES.items()}
    if not isinstance(year, int) or (kind and kind not in kinds):
        raise InputsError(f"{path}：“{_YEAR}”应是年份，“{_KIND}”应是{'或'.join(kinds)}，现在是 {year!r}、{kind!r}。")
    given = {str(name): _given(path, str(name), entry) for name, entry in data.items()}
    for name in given.keys() - subjects().keys():
        if not name[-1:].isdigit() and (close := nearest(name, subjects())):  # 政府性基金2120801 is a 科目
            raise InputsError(f"{path}：没有指标“{name}”，是不是“{close}”？")
    told = ((name, part, value) for name, each in given.items() for part, value in each._asdict().items())
    weak = frozenset((name, part) for name, part, value in told if origin and value not in (None, "", False))
    texts = {passage_id(str(name)): str(text).strip() for name, text in passages.items()}
    return Inputs(given, unit, own, texts, str(path), {}, first_year, year, kinds.get(kind, ""), origin, former, weak)


def _given(path: Path, name: str, entry: Any) -> Given:
    if not isinstance(entry, dict) or set(entry) - set(_FIELDS) or any(map(_is_nested, entry.values())):
        raise InputsError(f"{path}：“{name}”下面只能有 {'、'.join(_FIELDS)}，每项一个数或一段文字。")
    return given_of(entry, f"{path}：“{name}”")


def _is_nested(value: Any) -> bool:
    """Whether a value is itself a list or a table: written out, a few lines of YAML may be gigabytes of them."""
    return isinstance(value, (dict, list, set, tuple))


def given_of(entry: dict[str, Any], where: str, places: Mapping[str, str] | None = None) -> Given:
    """What a table of fields gives, amounts in 万元. Raises InputsError naming `where`, the field, and its place (by field) if given."""
    values: list[Decimal | None] = []
    counted = entry.get("数量")
    asked = counted.strip() if isinstance(counted, str) and counted.strip().startswith(OPEN_MARK) else ""
    for name in _AMOUNTS:
        value = "" if asked and name == "数量" else entry.get(name)
        factor = Decimal(1) if name == "数量" else _WAN
        try:
            values.append(None if value in (None, "") else Decimal(str(value).replace(",", "")) * factor)
        except (InvalidOperation, ValueError):
            unit = "数" if name == "数量" else "以万元为单位的数"
            place = f"（{places[name]}）" if places and name in places else ""
            raise InputsError(f"{where}的“{name}”{place}应是{unit}，现在是“{value}”。") from None
    reason, budget_reason, purpose, base, names, rate = (str(entry.get(name) or "") for name in _TEXTS)
    if rate and not _RATE.fullmatch(rate):
        raise InputsError(f"{where}的“完成率”应是百分数，如 97%，现在是 {rate!r}。")
    amount, budget, prior, counted = values
    return Given(amount, budget, prior, counted, reason, budget_reason, purpose, base, names, rate, asked)


def inputs_in(report: Report) -> Inputs:
    """What a document gives in tables of inputs: a workbook's sheets 情况 (指标, 预算, 上年, 原因 …) and 文字 (节, 文字). Raises InputsError."""
    found = Inputs(unit=unit_called(report), file=report.document.path)
    document = report.document
    for heads, table in _tables_of_inputs(document):
        for row in table.rows:
            _take(found, document, dict(zip(heads, row, strict=False)))
    found.passages.update(_passages_in(document))
    return found


def _tables_of_inputs(document: Document) -> Iterator[tuple[list[str], Table]]:
    """Each table of inputs with its heads: one that has them, and what follows on the same sheet."""
    heads: list[str] = []
    sheet = ""
    for _, table in document.tables():
        anchor = document.anchor(table.span.start)
        own = anchor.cell.rpartition("!")[0] if anchor else ""
        first = [plain(cell.text) for cell in table.rows[0]]
        if _SUBJECT in first and len(set(first) & set(_FIELDS)) > 1:
            heads, sheet = first, own
        elif not heads or not own or own != sheet:
            heads = []
            continue
        yield heads, table


def own_sheets(document: Document) -> frozenset[Span]:
    """Where the tables stand of the sheet of inputs that `gouji new` makes: they are no statements."""
    wanted = set(words_of("inputs")["headers"])
    return frozenset(table.span for heads, table in _tables_of_inputs(document) if wanted <= set(heads))


def _passages_in(document: Document) -> dict[str, str]:
    """The texts of a sheet with the columns 节 and 文字: a paragraph a row, of the section that was named last."""
    cells: dict[str, dict[tuple[int, str], str]] = {}
    for anchor in document.anchors:
        sheet, _, address = anchor.cell.rpartition("!")
        match = _ADDRESS.fullmatch(address)
        if match is not None:
            text = _CELL.match(document.source, anchor.offset)
            cells.setdefault(sheet, {})[int(match[2]), match[1]] = text[0].strip() if text else ""
    found: dict[str, list[str]] = {}
    for texts in cells.values():
        if (texts.get((1, "A")), texts.get((1, "B"))) != (_SECTION, _PASSAGES):
            continue
        section = ""
        for row in sorted({row for row, _ in texts} - {1}):
            section = texts.get((row, "A"), "") or section
            if paragraph := texts.get((row, "B"), ""):
                found.setdefault(passage_id(section), []).append(paragraph)
    return {name: "\n\n".join(paragraphs) for name, paragraphs in found.items()}


def _take(found: Inputs, document: Document, row: dict[str, Cell]) -> None:
    """What one row of a table of inputs gives."""
    subject = row.get(_SUBJECT)
    cells = {head: row[head] for head in _FIELDS if head in row and row[head].text.strip()}
    name = subject.text.strip() if subject else ""
    if subject is None or not cells or name in ("", _SUBJECT):
        return
    where = f"{document.path}：“{name}”"
    places = {head: document.place(cell.span.start) for head, cell in cells.items()}
    found.given[name] = given_of({head: cell.text.strip() for head, cell in cells.items()}, where, places)
    for head, cell in cells.items():
        found.sources[name, _PARTS[head]] = Source(document.path, places[head], f"{name}：{head}", cell.text.strip())


def with_prior(inputs: Inputs, now: Figures, before: Figures) -> Inputs:
    """The inputs with last year's amounts from last year's statements, where none are given, or where others were read out of a narrative."""
    given, sources, weak = dict(inputs.given), dict(inputs.sources), set(inputs.weak)
    codes = [item.code for kind in ("F", "E", "G") for length in (3, 7) for item in now.items(length, kind)]
    funds = [(fund, scope, length) for fund, scope in code_funds().items() for length in (3, 7)]
    codes += [fund + item.code for fund, scope, length in funds for item in now.items(length, "F", scope)]
    for name in [*subjects(), *codes]:
        known = given.get(name, _NOTHING)
        value = before.amount(name)
        if value is None or not (
            known.prior is None or ((name, "prior") in weak and not before.shows(name, known.prior))
        ):
            continue
        given[name] = known._replace(prior=value.value)
        sources[name, "prior"] = value.sources[0]
        weak.discard((name, "prior"))
    return replace(inputs, given=given, sources=sources, weak=frozenset(weak))


def write_inputs(inputs: Inputs, blanks: Mapping[str, Collection[str]] | None = None) -> str:
    """The inputs as YAML, amounts in 万元; `blanks` are the fields of Given, by subject, to leave a place for."""
    import yaml

    def shown(part: str, value: Any) -> Any:
        return f"{value if part == 'counted' else value / _WAN:f}" if isinstance(value, Decimal) else value

    head = {
        _UNIT: inputs.unit,
        _OWN: inputs.own,
        _FORMER: inputs.former,
        _FIRST_YEAR: inputs.first_year,
        _YEAR: inputs.year,
        _KIND: KIND_NAMES.get(inputs.kind, ""),
        _ORIGIN: inputs.origin,
    }
    data: dict[str, Any] = {key: value for key, value in head.items() if value or key in (blanks or {})}
    for name, given in inputs.given.items():
        empty = (blanks or {}).get(name, ())
        entry = {
            _NAMES[part]: shown(part, value) if value is not None else ""
            for part, value in given._asdict().items()
            if value not in (None, "") or part in empty
        }
        if entry:
            data[name] = entry
    if inputs.passages:
        data[_PASSAGES] = {passage_name(name): text for name, text in inputs.passages.items()}
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    return text
