"""S108 code-name"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Related, Severity
from gouji.lexicon import Lexicon
from gouji.lexicon.entries import CodeName
from gouji.lexicon.lexicon import code_class, plain
from gouji.precompiled import pattern_of
from gouji.report import Report
from gouji.rules.passages import flows
from gouji.rules.registry import Remark, check

_LEAST_NAME = 4


@check(
    "S108",
    "code-name",
    bad="""
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
208\t社会保障和就业支出\t330.00\t300.00\t30.00
20805\t行政事业单位养老支出\t330.00\t300.00\t30.00
2080505\t机关事业单位职业年金缴费支出\t330.00\t300.00\t30.00
""",
    good="""
# 2024年度部门决算
支出决算表
公开03表
单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t330.00\t300.00\t30.00
208\t社会保障和就业支出\t330.00\t300.00\t30.00
20805\t行政事业单位养老支出\t330.00\t300.00\t30.00
2080505\t机关事业单位基本养老保险缴费支出\t330.00\t300.00\t30.00
""",
    source="财政部《政府收支分类科目》",
)
def code_name(report: Report) -> Iterator[Remark]:
    """科目代码与科目名称对不上，或名称写错了一个字。

    代码下写的是另一个代码的名称、以前年度的名称（按本文的年度），或者表里、文中“（项）”前的名称与科目名称只差一个字。
    代码词表没有收的，只提示没有核对：词表没有收全。
    """
    words = report.lexicon
    labels: set[str] = set()
    faults: dict[str, list[Span]] = {}
    for statement in report.statements:
        if statement.type is None or statement.prior:
            continue
        for band in statement.bands:
            for row in band.rows:
                classification = code_class(row.code) if row.code else ""
                if not classification or not row.cells or not row.label:
                    continue
                label = _spelt(plain(row.label), words)
                labels.add(label)
                span = next(iter(row.cells.values())).span
                names = words.named.get((classification, row.code))
                if names is None:
                    yield Remark(
                        span, f"词表没有收代码 {row.code}（{row.label}），没有核对它的名称", severity=Severity.NOTE
                    )
                    continue
                fault = _fault(words, names, classification, label, report.year)
                if fault:
                    faults.setdefault(f"代码 {row.code} {fault}", []).append(span)
    for fault, spans in faults.items():
        more = f"（共 {len(spans)} 处）" if len(spans) > 1 else ""
        yield Remark(spans[0], fault + more, tuple(Related("同样的写法", span) for span in spans[1:]))
    yield from _in_text(report, words, labels)


def _fault(words: Lexicon, names: list[CodeName], classification: str, label: str, year: int) -> str:
    """What is wrong with a code's label in a year; "" where it is a name of the code, or no name of anything we know."""
    then = [each for each in names if each.holds(year)]
    current = words.name_of(classification, names[0].code, year)
    own = [each for each in names if each.name == label]
    if own:
        last = max(each.last or year for each in own)
        if not year or last >= year:
            return ""
        return f"自{last + 1}年起{f'叫“{current}”' if then else '不再使用'}，这里写的是以前的“{label}”"
    if any(each.name.startswith(label) for each in then):
        return ""  # a narrow cell shows the beginning
    if not then:
        return ""  # what the code was called in that year is not known
    others = [each for each in words.called.get((classification, label), ()) if each.holds(year)]
    if others:
        width = sorted(words.levels.values())[-2]
        other = next((each for each in others if each.code[:width] == names[0].code[:width]), others[0])
        return f"是“{current}”，这里写的是“{label}”（{other.code}）"
    near = next((each.name for each in then if _slipped(label, each.name)), "")
    return f"是“{near}”，这里写作“{label}”，差一个字" if near else ""


def _in_text(report: Report, words: Lexicon, labels: set[str]) -> Iterator[Remark]:
    """In the narrative: former names beside their code, and names that are an item's but for one character."""
    levels = sorted(words.levels, key=lambda level: words.levels[level])
    width, lowest = words.levels[levels[-2]], words.levels[levels[-1]]
    name = r"[\u4e00-\u9fff]{2,30}"
    path = pattern_of(rf"(?P<above>{name})\({levels[-2]}\)(?P<item>{name})\({levels[-1]}\)")
    coded = pattern_of(rf"(?P<name>{name})\((?P<code>\d{{3}}|\d{{5}}|\d{{7}})[{''.join(levels)}]?\)")
    told: set[str] = set()
    for flow in flows(report.document):
        for match in coded.finditer(flow.text):
            names = words.named.get(("F", match["code"]), [])
            written = max((n.name for n in names if match["name"].endswith(n.name)), key=len, default="")
            written = written or _of_another(words, names, match["name"], report.year)
            fault = _fault(words, names, "F", written, report.year) if written else ""
            if fault and fault not in told:
                told.add(fault)
                yield Remark(flow.span(*match.span()), f"代码 {match['code']} {fault}")
        for match in path.finditer(flow.text):
            item = match["item"]
            if item in told or item in labels or any(("F", each) in words.called for each in _spellings(item, words)):
                continue
            above = {each.code for each in words.called.get(("F", match["above"]), ()) if len(each.code) == width}
            near = next(
                (
                    each.name
                    for (_, code), names in words.named.items()
                    if len(code) == lowest and code[:width] in above
                    for each in names
                    if each.holds(report.year) and _slipped(item, each.name)
                ),
                "",
            )
            if near:
                told.add(item)
                yield Remark(flow.span(*match.span("item")), f"没有科目“{item}”，应是“{near}”，差一个字")


def _of_another(words: Lexicon, names: list[CodeName], text: str, year: int) -> str:
    """The name of another code with which words before a code end (行政运行(2010302)); not of one above or below it."""
    for start in range(len(text) - _LEAST_NAME + 1 if names else 0):
        others = [each.code for each in words.called.get(("F", text[start:]), ()) if each.holds(year)]
        if others:
            code = names[0].code
            related = any(code.startswith(each) or each.startswith(code) for each in others)
            part = any(text[start:] in each.name for each in names)
            return "" if related or part else text[start:]
    return ""


def _spellings(item: str, words: Lexicon) -> Iterator[str]:
    """An item's name, and what it is with its last word (支出) added or dropped."""
    tail = words.sections["subjects"]["expenditure"]
    item = _spelt(item, words)
    yield from (item, item + tail, item.removesuffix(tail))


def _spelt(name: str, words: Lexicon) -> str:
    """A name with the words that may be written in two ways written in one."""
    for other, usual in words.sections["spellings"].items():
        name = name.replace(other, usual)
    return name


def _slipped(written: str, name: str) -> bool:
    """Whether a name was written with one character wrong, or one missing or too many inside; its ends may be cut off."""
    if len(written) == len(name):
        return sum(a != b for a, b in zip(written, name, strict=True)) == 1
    short, long = sorted((written, name), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(1, len(long) - 1))
