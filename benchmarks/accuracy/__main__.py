"""Accuracy of `gouji lint`: gold errors, planted errors, clean documents, coverage.

    python benchmarks/accuracy [--seed 1] [--each 40] [--misses 5] [-o FILE.json] [--against FILE.json] [documents…]

What the numbers mean, and how the last run came out: docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gold
import mutation
from coverage import Covered, sections
from documents import CLEAN, Original, default_documents, read_all
from mutation import Planted, Reach, Restores, describe

from gouji.findings import Severity

# Rates are in percent, with one decimal, as text.
Table = dict[str, dict[str, Any]]


def rate(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f}" if whole else "—"


def wide(text: str, width: int) -> str:
    return text + " " * max(0, width - len(text) - sum(ord(character) > 0x2E80 for character in text))


def tallied(planted: Sequence[Planted]) -> dict[str, Any]:
    able = [p for p in planted if p.detectable]
    found = [p for p in able if p.new]
    offered = [p for p in found if p.fix_offered]
    return {
        "planted": len(planted),
        "no_redundancy": sum(p.reach is Reach.NO_REDUNDANCY for p in planted),
        "within_rounding": sum(p.reach is Reach.WITHIN_ROUNDING for p in planted),
        "detectable": len(able),
        "detected": len(found),
        "located": sum(p.located for p in found),
        "in_proof": sum(p.in_proof for p in found),
        "one_error": sum(p.one_error for p in found),
        "fix_offered": len(offered),
        "fix_right": sum(p.fix is not Restores.NO for p in offered),
        "unsafe_fix": sum(p.unsafe for p in found),
    }


COLUMNS = (
    ("planted", "种下"), ("no_redundancy", "无从发现"), ("within_rounding", "在舍入内"), ("detectable", "可发现"),
    ("detected", "发现"), ("located", "在该处"), ("in_proof", "在证明里"), ("one_error", "恰一个错误"),
    ("fix_offered", "给出改法"), ("fix_right", "改法正确"), ("unsafe_fix", "“安全”而错"),
)  # fmt: skip


ELSEWHERE: dict[str, Callable[[Planted], bool]] = {
    "别处": lambda planted: not planted.located and not planted.in_proof,
    "在证明里": lambda planted: planted.in_proof,
    "连带": lambda planted: not planted.one_error,
}


def show_mutation(originals: list[Original], options: argparse.Namespace) -> tuple[Table, list[str]]:
    print(f"\n种错误（种子 {options.seed}，每类至多 {options.each} 处）")
    print(wide("", 36) + "".join(f" {title}" for _, title in COLUMNS) + "  发现率%")
    table: Table = {}
    groups: dict[str, list[Planted]] = {}
    everything: list[Planted] = []
    notes: list[str] = []
    for kind, _places, planted in mutation.run(originals, options.seed, options.each):
        table[kind.name] = tallied(planted)
        groups.setdefault(kind.group, []).extend(planted)
        everything += planted
        show_row(kind.name, table[kind.name])
        notes += [f"没发现 {kind.name}: {describe(p)}" for p in planted if p.missed][: options.misses]
        if options.misses:
            for title, chosen in ELSEWHERE.items():
                notes += [
                    f"{title} {kind.name}: {describe(p)} ⇒ {'; '.join(f.code + ' ' + f.message for f in p.new)}"
                    for p in planted
                    if p.detectable and p.new and chosen(p)
                ][: options.misses]
            notes += [
                f"改法不对 {kind.name}: {describe(p)} ⇒ {'; '.join(f.fix.description for f in p.new if f.fix)}"
                for p in planted
                if p.detectable and p.new and p.fix_offered and (p.fix is Restores.NO or p.unsafe)
            ][: options.misses]
    print()
    for name, planted in groups.items():
        table[f"group:{name}"] = tallied(planted)
        show_row(name, table[f"group:{name}"])
    table["all"] = tallied(everything)
    show_row("all", table["all"])
    whole = table["all"]
    print(
        f"可发现的 {whole['detectable']} 个：发现 {rate(whole['detected'], whole['detectable'])}%，"
        f"指在该处或其证明里 {rate(whole['located'] + whole['in_proof'], whole['detected'])}%"
        f"（正在该处 {rate(whole['located'], whole['detected'])}%），"
        f"恰一个错误 {rate(whole['one_error'], whole['detected'])}%，"
        f"改法正确 {rate(whole['fix_right'], whole['fix_offered'])}%"
    )
    return table, notes


def show_row(name: str, row: dict[str, Any]) -> None:
    numbers = "".join(f"{row[key]:>{1 + len(title) + sum(ord(c) > 0x2E80 for c in title)}}" for key, title in COLUMNS)
    print(wide(name, 36) + numbers + f"  {rate(row['detected'], row['detectable']):>6}", flush=True)


def show_gold(originals: list[Original], misses: int) -> Table:
    result = gold.compare(originals)
    if not result.certain and not result.uncertain:
        print("人工清单：没有语料，略过")
        return {}
    print("人工清单（确定的条目）")
    table: Table = {}
    for (severity, kind), tally in sorted(result.certain.items()):
        table[f"{severity}/{kind}"] = {"entries": tally.entries, "found": tally.found}
        mark = "" if kind in gold.NUMERIC else "（非数字）"
        print(f"  {wide(severity, 8)} {wide(kind + mark, 28)} {tally.found:>3} / {tally.entries}")
        for missed in tally.missed[:misses]:
            print(f"      没发现 {missed}")
    for severity in ("error", "warning"):
        tally = result.numeric(severity)
        table[f"{severity}/numeric"] = {"entries": tally.entries, "found": tally.found}
        print(f"  {severity}，数字类：{tally.found} / {tally.entries}（{rate(tally.found, tally.entries)}%）")
    uncertain = sum(t.entries for t in result.uncertain.values())
    print(f"  不确定的条目：{sum(t.found for t in result.uncertain.values())} / {uncertain}")
    errors = sum(severity is Severity.ERROR for severity, _ in result.unlisted)
    table["notes_raised"] = {"entries": result.notes, "found": len(result.notes_raised)}
    table["unlisted_errors"] = {"found": errors}
    table["unlisted_warnings"] = {"found": len(result.unlisted) - errors}
    print(f"  尾差与识别噪声 {result.notes} 条，误报 {len(result.notes_raised)} 条")
    print(f"  清单之外：错误 {errors}，疑点 {len(result.unlisted) - errors}")
    for line in (*result.notes_raised, *(f"清单之外 {text}" for _, text in result.unlisted)):
        print(f"      {line}")
    return table


def show_clean(originals: list[Original]) -> Table:
    clean = [original for original in originals if original.path in CLEAN]
    table: Table = {}
    print("\n没有错误的文件")
    for original in clean:
        findings = [f for f in original.report.findings if f.severity >= Severity.WARNING]
        table[original.path.name] = {"findings": len(findings)}
        print(f"  {original.path.name}：{len(findings)} 个问题")
        for finding in findings:
            print(f"      {finding.code} {finding.message}")
    return table


def show_coverage(originals: list[Original], misses: int) -> Table:
    found = sections(originals)
    print("\n覆盖（收支各节）")
    table: Table = {}
    for covered in found:
        if covered.section.fiscal:
            show_section(covered, misses)
    for name in dict.fromkeys(covered.document for covered in found):
        own = [covered.section for covered in found if covered.document == name and covered.section.fiscal]
        numbers, checked = sum(s.numbers for s in own), sum(s.checked for s in own)
        table[name] = {"numbers": numbers, "checked": checked}
        print(f"  {wide(name, 40)} {checked:>4} / {numbers:<4} {rate(checked, numbers)}%")
    numbers, checked = (sum(row[key] for row in table.values()) for key in ("numbers", "checked"))
    table["all"] = {"numbers": numbers, "checked": checked}
    print(f"  {wide('合计', 40)} {checked:>4} / {numbers:<4} {rate(checked, numbers)}%")
    return table


def show_section(covered: Covered, misses: int) -> None:
    section = covered.section
    if section.checked == section.numbers:
        return
    reasons = "，".join(f"{reason.value} {count}" for reason, count in section.reasons.most_common())
    print(f"  {covered.document} {section.title[:24]}：{section.checked} / {section.numbers}；{reasons}")
    for line in covered.left[:misses]:
        print(f"      {line}")


def compare(now: dict[str, Table], before: dict[str, Table]) -> None:
    """Every number that differs from a previous run."""
    changed = [
        f"  {part} {row} {name}: {before[part][row][name]} → {value}"
        for part, table in now.items()
        for row, values in table.items()
        for name, value in values.items()
        if before.get(part, {}).get(row, {}).get(name, value) != value
    ]
    print("\n与上次相比：" + ("" if changed else "没有变化"))
    print("\n".join(changed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path, help="text documents (default: the corpus and the example)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=40, help="planted errors per kind, all documents together")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to show per kind or section")
    parser.add_argument("--only", choices=["gold", "mutation", "coverage"], help="one part")
    parser.add_argument("-o", "--output", type=Path, help="write the numbers as JSON")
    parser.add_argument("--against", type=Path, help="the JSON of an earlier run to compare with")
    options = parser.parse_args()

    originals = read_all(options.documents or default_documents())
    result: dict[str, Table] = {}
    notes: list[str] = []
    if options.only in (None, "gold"):
        result["gold"] = show_gold(originals, options.misses)
        result["clean"] = show_clean(originals)
    if options.only in (None, "coverage"):
        result["coverage"] = show_coverage(originals, options.misses)
    if options.only in (None, "mutation"):
        result["mutation"], notes = show_mutation(originals, options)
    if notes:
        print("\n" + "\n".join(notes))
    if options.against:
        compare(result, json.loads(options.against.read_text("utf-8")))
    if options.output:
        options.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
