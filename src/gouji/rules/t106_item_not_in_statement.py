"""T106 item-not-in-statement"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from gouji.document import Flow, Span
from gouji.facts import Fact
from gouji.findings import Related
from gouji.lexicon import Lexicon
from gouji.lexicon.lexicon import code_class, lacks, plain
from gouji.narrative.claims import Mention
from gouji.report import Report
from gouji.rules.passages import flows, wording
from gouji.rules.registry import Remark, check
from gouji.statements.statement import Row

_TABLE = """
一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目代码\t科目名称\t小计\t基本支出\t项目支出
\t合计\t100.00\t80.00\t20.00
205\t教育支出\t70.00\t50.00\t20.00
20502\t普通教育\t70.00\t50.00\t20.00
2050201\t学前教育\t30.00\t20.00\t10.00
2050202\t小学教育\t40.00\t30.00\t10.00
221\t住房保障支出\t30.00\t30.00\t
22102\t住房改革支出\t30.00\t30.00\t
2210201\t住房公积金\t30.00\t30.00\t
"""

_FEWEST = 3
_ALIKE = 0.6
_LONG = 8
_LEAST_SHOWN = 4
_MOST_ADDED = 4
_SAME = 3  # places of one slip that are told one by one


class _Path(NamedTuple):
    """A name with its levels as it is written: 社会保障和就业支出（类）…（款）…（项）; `end` is where the next one begins."""

    steps: list[tuple[str, str, Span]]
    span: Span
    start: int
    end: int
    flow: Flow


class _Rows(NamedTuple):
    """The rows with a functional code of the document's statements, the names and levels that codes have, whether they are
    printed, so that a narrow cell may show the beginning of a name, and the document's year."""

    labels: dict[str, str]
    rows: dict[str, list[Row]]
    words: Lexicon
    printed: bool
    year: int

    @property
    def items(self) -> dict[str, str]:
        lowest = max(self.words.levels.values())
        return {code: label for code, label in self.labels.items() if len(code) == lowest}

    def is_called(self, name: str, code: str) -> bool:
        """Whether a name is that of a code's row, or the whole one of which the row has the beginning."""
        label = self.labels.get(code, "")
        whole = self.words.codes["F"].get(code, "")
        if _same(name, label) or (bool(label) and whole.startswith(label) and _same(name, whole)):
            return True
        return self.printed and len(label) >= _LEAST_SHOWN and plain(name).startswith(label)


@check(
    "T106",
    "item-not-in-statement",
    bad=f"""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.教育支出（类）普通教育（款）初中教育（项）。年初预算40.00万元，支出决算40.00万元，完成年初预算的100%。
{_TABLE}""",
    good=f"""
# 2024年度部门决算
五、一般公共预算财政拨款支出决算情况说明
1.教育支出（类）普通教育（款）小学教育（项）。年初预算40.00万元，支出决算40.00万元，完成年初预算的100%。
{_TABLE}""",
    source="《2024年政府收支分类科目》；同一指标在同一公开文件中应一致",
)
def item_not_in_statement(report: Report) -> Iterator[Remark]:
    """文中列的支出项，报表里没有，名称写得不一样，或者不在所写的类、款之下。

    只看写明（项）并且有本年金额的科目。报表列到项级时与报表比：级次写错的（“住房改革支出（类）”），名称与报表里同一金额的科目不同的，
    “卫生健康支出（类）住房改革支出（款）”这样类、款写错的，以及报表上那一款列得完整而没有这一项的。
    “其它”与“其他”、多写少写“支出”不算。报表不在文中时，只与科目表里的名称比，差一两个字的才报告。
    """
    rows = _rows(report)
    known = len(rows.items) >= _FEWEST
    told: dict[str, list[tuple[Span, str, tuple[Related, ...]]]] = {}
    for path in _paths(report):
        mention = _amount(report, path)
        if mention is None:
            continue
        wrong = _shifted(path, rows) or (
            _against_rows(path, mention, rows) if known else _against_names(path, rows.words)
        )
        if wrong is not None:
            span, message, related = wrong
            told.setdefault(message, []).append((span, message, related))
    for same in told.values():
        for number, (span, message, related) in enumerate(same[:_SAME], 1):
            more = f"（另有 {len(same) - _SAME} 处相同）" if number == _SAME < len(same) else ""
            yield Remark(span, message + more, related)


def _rows(report: Report) -> _Rows:
    labels: dict[str, str] = {}
    rows: dict[str, list[Row]] = {}
    printed = False
    for statement in report.statements:
        is_own = statement.type is not None and statement.type.key.classification == "F" and not statement.prior
        if is_own and not statement.is_doubtful:
            printed |= report.document.is_paged(statement.table.span)
            for row in (
                row for band in statement.bands for row in band.rows if code_class(row.code) == "F" and row.label
            ):
                labels[row.code] = plain(row.label)
                rows.setdefault(row.code, []).append(row)
    return _Rows(labels, rows, report.lexicon, printed, report.year)


def _paths(report: Report) -> Iterator[_Path]:
    """The names of items with their levels, in reading order."""
    pattern = wording("item-path")["pattern"]
    step = wording("item-step")["pattern"]
    for flow in flows(report.document):
        found = list(pattern.finditer(flow.text))
        for index, match in enumerate(found):
            steps = [
                (each[2], each[1].strip("\"'、"), flow.span(*each.span()))
                for each in step.finditer(flow.text, *match.span())
            ]
            end = found[index + 1].start() if index + 1 < len(found) else len(flow.text)
            yield _Path(steps, flow.span(*match.span()), match.end(), end, flow)


def _amount(report: Report, path: _Path) -> Mention | None:
    """The amount of this year that is told behind a name, None if there is none or nothing."""
    own = "budget" if report.kind == "budget" else "final"
    changes = {fact for change in report.narrative.changes for fact in (change.amount, change.prior, change.rate)}
    if path.start >= path.end:
        return None
    span = path.flow.span(path.start, path.end)
    for mention in report.narrative.mentions:
        fact, dims = mention.fact, mention.dims
        if not span.start <= fact.span.start < span.end or fact.quantity.unit.dimension != "money" or fact in changes:
            continue
        if dims is not None and (dims.period or dims.measure != own or dims.scope in ("fund", "capital")):
            continue
        return mention if fact.quantity.value else None
    return None


_Wrong = tuple[Span, str, tuple[Related, ...]]


def _against_rows(path: _Path, mention: Mention, rows: _Rows) -> _Wrong | None:
    levels = rows.words.levels
    name = path.steps[-1][1]
    codes = [code for code in rows.items if rows.is_called(name, code)]
    if not codes:
        return _absent(path, mention, rows)
    parents = [code for code in codes if _is_amount_of(mention, rows.rows[code])] or codes
    for level, step, _ in path.steps[:-1]:
        width = levels[level]
        above = {code[:width] for code in parents if code[:width] in rows.labels}
        if not above or any(rows.is_called(step, code) for code in above):
            continue
        if len(parents) > 1 or not any(_is_amount_of(mention, rows.rows[code]) for code in parents):
            continue  # another item of this name may be meant
        shown = "、".join(f"“{label}”" for label in sorted({rows.labels[code] for code in above}))
        code = parents[0][:width]
        if code in rows.words.names["F"].get(plain(step), []):
            return path.span, f"“{step}”（{level}）与报表里的名称不同，报表里 {code} 是{shown}", ()
        return path.span, f"报表里“{name}”在{shown}（{level}）之下，文中写在“{step}”（{level}）之下", ()
    if any(_is_amount_of(mention, rows.rows[code]) for code in codes):
        return None
    above = {each for each in rows.labels if _is_above(each, path, rows)}
    return _absent(path, mention, rows) if above and not any(code.startswith(tuple(above)) for code in codes) else None


def _is_above(code: str, path: _Path, rows: _Rows) -> bool:
    """Whether a code is that of the 款 of a path."""
    levels = rows.words.levels
    second = sorted(levels.values())[-2]
    return len(code) == second and any(
        levels[level] == second and rows.is_called(step, code) for level, step, _ in path.steps[:-1]
    )


def _shifted(path: _Path, rows: _Rows) -> _Wrong | None:
    """A name at a level that is not its own, as the statements' codes and the classification say."""
    words = rows.words
    levels = {width: level for level, width in words.levels.items()}
    names = words.names["F"]
    for level, step, _ in path.steps:
        if step.startswith(tuple(wording("item-path")["other"])):
            continue
        widths = {len(code) for code, label in rows.labels.items() if plain(step) == label}
        whole = (plain(step), *(plain(step) + tail for tail in words.rows["tails"]))  # 教育 is 教育支出 too
        then = [each for name in whole for each in words.called.get(("F", name), ()) if each.holds(rows.year)]
        widths |= {len(each.code) for each in then} or {len(code) for name in whole for code in names.get(name, [])}
        told = words.levels[level]
        if widths and told not in widths and (own := levels.get(min(widths))):
            return path.span, f"“{step}”是{own}，文中写作（{level}）", ()
    return None


def _absent(path: _Path, mention: Mention, rows: _Rows) -> _Wrong | None:
    """An item that no row names: another row has its amount and a like name, or its 款 lists all items without it."""
    name = path.steps[-1][1]
    span, levels = path.span, rows.words.levels
    alike = [code for code in rows.items if _is_amount_of(mention, rows.rows[code])]
    alike = [code for code in alike if _likeness(name, rows.labels[code]) >= _ALIKE or _same_parent(path, code, rows)]
    if len({rows.labels[code] for code in alike}) == 1:
        row = rows.rows[alike[0]][0]
        cell = next(iter(row.cells.values()))
        named = rows.words.codes["F"].get(row.code, "") if row.label.isdigit() else row.label
        if _same(name, named):
            return None  # another statement cuts it short
        message = f"“{name}”与报表里的名称不同，报表里 {row.code} 是“{named}”"
        return span, message, (Related(f"{cell.place}：{cell.text}", cell.span),)
    parents = {
        code
        for level, step, _ in path.steps[:-1]
        for code in rows.labels
        if len(code) == levels[level] and rows.is_called(step, code)
    }
    deepest = max(parents, key=len, default="")
    if (
        mention.dims is not None
        and deepest
        and len(deepest) == sorted(levels.values())[-2]
        and _lists_all(deepest, rows)
    ):
        return span, f"报表里没有“{name}”这一项", ()
    return None


def _same_parent(path: _Path, code: str, rows: _Rows) -> bool:
    levels = rows.words.levels
    return any(
        levels[level] == len(code) - 2 and rows.is_called(step, code[: levels[level]])
        for level, step, _ in path.steps[:-1]
    )


def _lists_all(parent: str, rows: _Rows) -> bool:
    """Whether the items under a 款 make its amount, so that none was lost in reading."""
    totals = [fact for row in rows.rows[parent] for fact in list(row.cells.values())[:1]]
    items = [code for code in rows.items if code.startswith(parent)]
    parts = [next(iter(rows.rows[code][0].cells.values()), None) for code in items]
    known = [part for part in parts if part is not None and not part.blank]
    whole = sum(part.quantity.value for part in known)
    return bool(known) and any(not total.blank and total.quantity.value == whole for total in totals[:1])


def _is_amount_of(mention: Mention, rows: list[Row]) -> bool:
    facts: list[Fact] = [fact for row in rows for fact in row.cells.values() if not fact.blank]
    return any(fact.interval.meets(mention.fact.interval) for fact in facts)


def _against_names(path: _Path, words: Lexicon) -> _Wrong | None:
    """Without statements: an item that the classification does not have, and one that differs from it by a slip."""
    level, name, _ = path.steps[-1]
    known = words.names["F"]
    if any(_same(name, each) for each in known) or name.startswith(tuple(wording("item-path")["other"])):
        return None
    above = {code for _, step, _ in path.steps[:-1] for code in known.get(plain(step), [])}
    for other, codes in known.items():
        under = any(code.startswith(tuple(above)) for code in codes) if above else False
        if any(len(code) == words.levels[level] for code in codes) and (
            _lacks(name, other) or (under and _confused(name, other))
        ):
            return path.span, f"“{name}”不是科目表里的名称，相近的是“{other}”", ()
    return None


def _lacks(name: str, known: str) -> bool:
    """Whether a name is a long known one without a few of its characters."""
    return _LONG <= len(name) < len(known) <= len(name) + _MOST_ADDED and lacks(name, known)


def _confused(name: str, known: str) -> bool:
    """Whether two names differ in one character only, which is easily taken for the other."""
    if len(name) != len(known):
        return False
    wrong = [{one, other} for one, other in zip(name, known, strict=True) if one != other]
    pairs: list[str] = wording("item-path")["confused"]
    return len(wrong) == 1 and any(wrong[0] == set(pair) for pair in pairs)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _same(name: str, label: str) -> bool:
    """Whether two names are one: 其它 for 其他, 支出 added or dropped, and what may be left out before it, apart."""
    first, second = _bare(name), _bare(label)
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    return any(long == word + short for word in wording("item-path")["before"])


def _bare(name: str) -> str:
    words = wording("item-path")
    bare: str = plain(name).replace(*words["other"]).removesuffix(words["behind"])
    return bare
