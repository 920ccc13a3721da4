"""The corpus by city and by code: what lint reports, what a person says of it, and how much was understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gold
from survey import Found, Part, Surveyed
from table import Table, rate, wide, width
from verdicts import PROOFS, Verdicts, share

from gouji.findings import Severity

_FAMILIES = f"{PROOFS}ADNRWG"
_EACH = "真/错位/误/未判"


def show(surveyed: Sequence[Surveyed], verdicts: Verdicts) -> Table:
    """By city, then by family of codes."""
    print(f"\n语料：{len(surveyed)} 份文件（{_EACH}：读过原页的人怎么判）")
    head = (
        "文件",
        "报表 认出+没认出",
        "绩效表",
        "数字核对",
        "表格核对",
        f"错误 {_EACH}",
        f"疑点 {_EACH}",
        "清单：错误",
        "疑点",
        "误报",
    )
    print(f"  {wide('', 12)}" + "  ".join(head))
    table: Table = {}
    for city in sorted({each.city for each in surveyed}):
        table[city] = _show_group(city, head, [each for each in surveyed if each.city == city], verdicts)
    table["all"] = _show_group("合计", head, surveyed, verdicts)
    for each in surveyed:
        if each.unreadable:
            print(f"  读不了：{each.unreadable}")
    print(f"\n  {wide('', 12)}错误 {_EACH}  判过的里真的占  疑点 {_EACH}  判过的里真的占")
    found = [f for each in surveyed for f in each.findings]
    for family in _FAMILIES:
        own = [f for f in found if f.key.code[0] == family]
        if own:
            table[f"family:{family}"] = _show_family(family, own, verdicts)
    proofs = [f for f in found if f.key.code[0] in PROOFS]
    table[f"family:{PROOFS}"] = _show_family(PROOFS, proofs, verdicts)
    table["family:all"] = _show_family("全部", found, verdicts)
    return table


def _show_group(name: str, head: Sequence[str], group: Sequence[Surveyed], verdicts: Verdicts) -> dict[str, Any]:
    found = [f for each in group for f in each.findings]
    lists = sum((each.gold for each in group), gold.Gold())
    errors, warnings = lists.of("error"), lists.of("warning")
    numbers = _sum([each.numbers for each in group])
    tables = _sum([each.tables for each in group if each.tables])
    row: dict[str, Any] = {
        "documents": len(group),
        "recognised": sum(each.recognised for each in group),
        "unrecognised": sum(each.unrecognised for each in group),
        "forms": sum(each.forms for each in group),
        "checked": numbers.part,
        "numbers": numbers.whole,
        "tables_checked": tables.part,
        "tables": tables.whole,
        **_judged(found, verdicts),
        "gold_errors": [errors.found, errors.entries],
        "gold_warnings": [warnings.found, warnings.entries],
        "gold_notes_raised": len(lists.notes_raised),
    }
    cells = (
        f"{row['documents']}",
        f"{row['recognised']}+{row['unrecognised']}",
        f"{row['forms']}",
        f"{rate(*numbers)}%",
        f"{rate(*tables)}%" if tables.whole else "—",
        _counts(row["error"]),
        _counts(row["warning"]),
        f"{errors.found}/{errors.entries}",
        f"{warnings.found}/{warnings.entries}",
        f"{len(lists.notes_raised)}",
    )
    print(f"  {wide(name, 12)}" + "  ".join(wide(cell, width(title)) for cell, title in zip(cells, head, strict=True)))
    return row


def _show_family(name: str, found: Sequence[Found], verdicts: Verdicts) -> dict[str, Any]:
    row = _judged(found, verdicts)
    print(
        f"  {wide(name, 12)}"
        + "  ".join(
            f"{wide(_counts(row[s]), 20)}  {wide(rate(row[s][1], sum(row[s][1:4])) + '%', 14)}"
            for s in ("error", "warning")
        )
    )
    return row


def _judged(found: Sequence[Found], verdicts: Verdicts) -> dict[str, list[int]]:
    """By severity: how many, and how many of them true, misplaced, false, unjudged."""
    shares = {s: share([f.key for f in found if f.severity is s], verdicts) for s in (Severity.ERROR, Severity.WARNING)}
    return {s.label: [*each, each.unjudged] for s, each in shares.items()}


def _counts(judged: Sequence[int]) -> str:
    number, *each = judged
    return f"{number}：{'/'.join(map(str, each))}" if number else "0"


def _sum(parts: Sequence[Part]) -> Part:
    return Part(sum(p.part for p in parts), sum(p.whole for p in parts))


def show_gold(surveyed: Sequence[Surveyed], misses: int) -> Table:
    """The lists of what is wrong, by kind: what of them is found."""
    result = sum((each.gold for each in surveyed), gold.Gold())
    if not result.certain and not result.uncertain:
        print("\n人工清单：没有语料，略过")
        return {}
    print("\n人工清单（确定的条目）")
    table: Table = {}
    for (severity, kind), tally in sorted(result.certain.items()):
        table[f"{severity}/{kind}"] = {"entries": tally.entries, "found": tally.found}
        mark = "" if kind in gold.NUMERIC else "（非数字）"
        print(f"  {wide(severity, 8)} {wide(kind + mark, 28)} {tally.found:>3} / {tally.entries}")
        _print_some("没发现 ", tally.missed, misses)
    for severity in ("error", "warning"):
        for name, kinds in (("数字类", gold.NUMERIC), ("全部", None)):
            tally = result.of(severity, kinds)
            table[f"{severity}/{'numeric' if kinds else 'all'}"] = {"entries": tally.entries, "found": tally.found}
            print(f"  {severity}，{name}：{tally.found} / {tally.entries}（{rate(tally.found, tally.entries)}%）")
    uncertain = sum(t.entries for t in result.uncertain.values())
    print(f"  不确定的条目：{sum(t.found for t in result.uncertain.values())} / {uncertain}")
    errors = sum(severity is Severity.ERROR for severity, _ in result.unlisted)
    table["notes_raised"] = {"entries": result.notes, "found": len(result.notes_raised)}
    table["unlisted_errors"] = {"found": errors}
    table["unlisted_warnings"] = {"found": len(result.unlisted) - errors}
    print(f"  尾差与识别噪声 {result.notes} 条，误报 {len(result.notes_raised)} 条")
    print(f"  有清单的文件里、清单之外：错误 {errors}，疑点 {len(result.unlisted) - errors}")
    print(f"  在所说的页上没有找到原文的条目 {len(result.unplaced)} 条")
    _print_some("误报 ", result.notes_raised, misses)
    _print_some("清单之外 ", [text for _, text in result.unlisted], misses)
    _print_some("没有找到原文 ", result.unplaced, misses)
    return table


def _print_some(mark: str, lines: Sequence[str], number: int) -> None:
    for line in lines[:number]:
        print(f"      {mark}{line}")
