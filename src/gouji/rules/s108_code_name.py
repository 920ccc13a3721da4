"""S108 code-name"""

from __future__ import annotations

from collections.abc import Iterator

from gouji.document import Span
from gouji.findings import Related, Severity
from gouji.lexicon import Lexicon, lexicon
from gouji.lexicon.lexicon import code_class, plain
from gouji.report import Report
from gouji.rules.passages import places, wording
from gouji.rules.registry import Remark, check


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
    """科目代码与科目名称对不上。

    代码下写的是另一个代码的名称，或者到本年度已经改了名的旧名（报表里的，文中“名称（210类）”这样写明代码的）；
    代码不在科目表里的按提示（科目每年有调整，词表未必收全）。
    """
    words = lexicon()
    renamed: dict[tuple[str, str], list[tuple[Span, str]]] = {}
    for statement in report.statements:
        if statement.type is None:
            continue
        for band in statement.bands:
            for row in band.rows:
                classification = code_class(row.code) if row.code else ""
                codes = words.codes.get(classification, {})
                if not codes or not row.cells or not row.label:
                    continue
                span = next(iter(row.cells.values())).span
                label, known = plain(row.label), codes.get(row.code)
                current = words.name_of(classification, row.code, report.year)
                named = words.names[classification].get(label, [])
                if known is None and row.code not in named:
                    yield Remark(span, f"科目表里没有代码 {row.code}（{row.label}）", severity=Severity.NOTE)
                elif known is not None and known != label and named and row.code not in named:
                    yield Remark(span, f"代码 {row.code} 是“{current}”，表中写的是“{row.label}”（{named[0]}）")
                elif row.code in named and _is_older(words, classification, row.code, label, current):
                    renamed.setdefault((row.code, row.label), []).append((span, current))
    for text, span, flow, at in places(report.document, "name-with-code"):
        code = wording("name-with-code")["pattern"].search(flow.text, at)[2]
        current = words.name_of("F", code, report.year)
        for _, name in words.named.get(("F", code), []):
            if plain(text).endswith(name) and _is_older(words, "F", code, name, current):
                renamed.setdefault((code, name), []).append((span, current))
    for (code, name), found in renamed.items():
        more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        span, current = found[0]
        related = tuple(Related(name, each) for each, _ in found[1:])
        yield Remark(span, f"代码 {code} 现名“{current}”，写的是旧名“{name}”{more}", related, current)


def _is_older(words: Lexicon, classification: str, code: str, label: str, current: str) -> bool:
    """Whether a name of a code was dated, and a later one has replaced it by the year in question."""
    first = {name: year for year, name in words.named.get((classification, code), [])}
    return label != current and 0 < first.get(label, 0) < first.get(current, 0)
