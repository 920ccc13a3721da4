"""Accuracy of `gouji lint`: the corpus as judged and as listed, clean documents, coverage, planted errors.

    python benchmarks/accuracy [--seed 1] [--each 40] [--misses 5] [-o FILE.json] [--against FILE.json] [documents…]
    python benchmarks/accuracy --check [--sample 25 --seed 1] [--unopened CITY,…]

What the numbers mean, and how the last run came out: docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import corpus
import mutation
import verdicts
from coverage import Covered, sections
from documents import CLEAN, CORPUS, Original, corpus_documents, default_documents, draw, draw_cities, read_all
from kinds import CELLS, KINDS, Kind
from mutation import Planted, Reach, Restores, describe
from survey import Surveyed, survey
from table import Table, rate, wide

from gouji.findings import Severity


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


def show_mutation(
    title: str, originals: list[Original], kinds: Sequence[Kind], options: argparse.Namespace, most: int | None = None
) -> tuple[Table, list[str]]:
    print(f"\n{title}（{len(originals)} 份文件，种子 {options.seed}，每类至多 {options.each} 处）")
    print(wide("", 36) + "".join(f" {title}" for _, title in COLUMNS) + "  发现率%")
    table: Table = {}
    groups: dict[str, list[Planted]] = {}
    everything: list[Planted] = []
    notes: list[str] = []
    for kind, _places, planted in mutation.run(originals, kinds, options.seed, options.each, most):
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


def show_planted(
    originals: Sequence[Original], corpus_paths: Sequence[Path], options: argparse.Namespace
) -> tuple[dict[str, Table], list[str]]:
    """Errors of every kind in the texts, and in the cells of the PDFs that were named or are drawn from the corpus."""
    texts = [original for original in originals if not original.report.document.anchors]
    papers = [original for original in originals if original.path.suffix == ".pdf"]
    if not options.documents:
        pdfs = [path for path in corpus_paths if path.suffix == ".pdf"]
        papers = read_all(draw(pdfs, options.pdfs, options.seed))
    result: dict[str, Table] = {}
    notes: list[str] = []
    if texts:
        result["mutation"], notes = show_mutation("种错误：文本", texts, KINDS, options)
    if papers:
        most = -(-options.each * 3 // len(papers))
        result["cells"], missed = show_mutation("种错误：PDF 读出的表格", papers, CELLS, options, most)
        notes += missed
    return result, notes


def show_row(name: str, row: dict[str, Any]) -> None:
    numbers = "".join(f"{row[key]:>{1 + len(title) + sum(ord(c) > 0x2E80 for c in title)}}" for key, title in COLUMNS)
    print(wide(name, 36) + numbers + f"  {rate(row['detected'], row['detectable']):>6}", flush=True)


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
        if covered.fiscal:
            show_section(covered, misses)
    for name in dict.fromkeys(covered.document for covered in found):
        own = [covered.section for covered in found if covered.document == name and covered.fiscal]
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


def check(surveyed: Sequence[Surveyed], judged: verdicts.Verdicts, whole: bool) -> int:
    """Whether every error has been read, and enough are true; what is wrong, and the exit status."""
    errors = [f.key for each in surveyed for f in each.findings if f.severity is Severity.ERROR]
    faults = verdicts.faults(errors, judged, whole)
    print("\n".join(faults))
    print(
        f"{len(surveyed)} 份文件，错误 {len(errors)} 个："
        + (
            f"有 {len(faults)} 处不合（judge.py --unjudged --errors 列出没有判断的）"
            if faults
            else "都有人判断过，合格"
        )
    )
    return 1 if faults else 0


def show_stale(surveyed: Sequence[Surveyed], judged: verdicts.Verdicts) -> None:
    """The verdicts that no finding matches any more."""
    found = [f.key for each in surveyed for f in each.findings]
    left = verdicts.stale(judged, found, [each.name for each in surveyed])
    print(f"\n不再对应任何问题的判断 {len(left)} 条")
    for key in left:
        print(f"  {key}\t{judged[key].verdict}\t{judged[key].reason}")


PARTS = ("corpus", "gold", "clean", "coverage", "mutation")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path, help="documents (default: the corpus and the example)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=40, help="planted errors per kind, all documents together")
    parser.add_argument("--pdfs", type=int, default=20, help="PDFs of the corpus in whose tables errors are planted")
    parser.add_argument("--misses", type=int, default=0, help="how many misses to show per kind or section")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument(
        "--check", action="store_true", help="only whether every error has been judged and enough are true"
    )
    parser.add_argument("--sample", type=int, default=0, help="so many documents of the corpus, drawn by seed")
    parser.add_argument("--stale", action="store_true", help="list the verdicts that no finding matches any more")
    parser.add_argument("--unopened", default="", metavar="CITY,…", help="leave out the documents of these cities")
    parser.add_argument("--draw-cities", type=int, default=0, metavar="N", help="print so many cities, drawn by seed")
    parser.add_argument("-o", "--output", type=Path, help="write the numbers as JSON")
    parser.add_argument("--against", type=Path, help="the JSON of an earlier run to compare with")
    return parser.parse_args()


def main() -> int:
    options = parsed()
    corpus_paths = corpus_documents(options.unopened.split(","))
    if options.draw_cities:
        print(",".join(draw_cities(corpus_paths, options.draw_cities, options.seed)))
        return 0
    if options.check and not corpus_paths:
        print(f"没有语料（{CORPUS.parent.name}/{CORPUS.name}），没有核对错误的判断。", file=sys.stderr)
        return 0

    def wanted(part: str) -> bool:
        return not options.check and options.only in (None, part)

    result: dict[str, Table] = {}
    notes: list[str] = []
    if options.check or options.stale or wanted("corpus") or wanted("gold"):
        paths = options.documents or corpus_paths
        chosen = draw(paths, options.sample, options.seed) if options.sample else paths
        surveyed, judged = survey(chosen), verdicts.read()
        if wanted("corpus"):
            result["corpus"] = corpus.show(surveyed, judged)
        if wanted("gold"):
            result["gold"] = corpus.show_gold(surveyed, options.misses)
        if options.stale:
            show_stale(surveyed, judged)
        if options.check:
            return check(surveyed, judged, whole=chosen == corpus_paths)
    if any(map(wanted, ("clean", "coverage", "mutation"))):
        originals = read_all(options.documents or default_documents())
        if wanted("clean"):
            result["clean"] = show_clean(originals)
        if wanted("coverage"):
            result["coverage"] = show_coverage(originals, options.misses)
        if wanted("mutation"):
            planted, notes = show_planted(originals, corpus_paths, options)
            result.update(planted)
    if notes:
        print("\n" + "\n".join(notes))
    if options.against:
        compare(result, json.loads(options.against.read_text("utf-8")))
    if options.output:
        options.output.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
