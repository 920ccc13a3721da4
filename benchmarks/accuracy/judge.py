"""Judge findings of the corpus: list those that nobody has judged, and take verdicts.

    python benchmarks/accuracy/judge.py --unjudged [--only DOCUMENT] [--errors] [--unopened CITY,…]
    python benchmarks/accuracy/judge.py --add FILE.tsv          lines: key, true|misplaced|false, reason
    python benchmarks/accuracy/judge.py --second 60 --seed 1    judged ones, drawn by seed, without their verdicts
    python benchmarks/accuracy/judge.py --agree FILE.tsv        how far a second reader's verdicts agree

Whoever judges has read the page and done the sum. The reason never quotes the document.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable
from pathlib import Path

import verdicts
from documents import CORPUS, corpus_documents
from survey import Found, survey

from gouji.findings import Severity


def show(found: Iterable[Found]) -> None:
    """Each finding as a comment, and under it the key that a verdict names."""
    for each in found:
        key = each.key
        print(f"# {key.document} {key.where} {each.severity.chinese} {key.code} 【{' '.join(each.text.split())[:80]}】")
        print(f"#   {each.message}")
        if each.formula and each.formula not in each.message:
            print(f"#   {each.formula}")
        print(f"{key}\t\t")


def agree(second: verdicts.Verdicts, first: verdicts.Verdicts) -> None:
    """How many verdicts of two readers agree, and which do not."""
    both = [key for key in second if key in first]
    same = [key for key in both if second[key].verdict == first[key].verdict]
    print(f"两人都判过 {len(both)} 条，一致 {len(same)} 条" + (f"（{len(same) * 100 // len(both)}%）" if both else ""))
    for key in both:
        if key not in same:
            one, other = first[key], second[key]
            print(f"  {key}\t{one.verdict}（{one.reason}）\t{other.verdict}（{other.reason}）")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--unjudged", action="store_true", help="print the findings without a verdict")
    what.add_argument("--add", type=Path, metavar="FILE", help="take the verdicts of a file")
    what.add_argument("--second", type=int, metavar="N", help="print so many judged errors and warnings, drawn by seed")
    what.add_argument("--agree", type=Path, metavar="FILE", help="compare a second reader's verdicts")
    parser.add_argument("--only", action="append", default=[], metavar="DOCUMENT", help="only of this document or city")
    parser.add_argument("--errors", action="store_true", help="only errors")
    parser.add_argument("--unopened", default="", metavar="CITY,…", help="leave out the documents of these cities")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> int:
    options = parsed()
    try:
        judged = verdicts.read()
        if options.add:
            new = verdicts.read_keyed(options.add)
            verdicts.write({**judged, **new})
            print(f"记下 {len(new)} 条，其中改判 {sum(key in judged and judged[key] != new[key] for key in new)} 条。")
            return 0
        if options.agree:
            agree(verdicts.read_keyed(options.agree), judged)
            return 0
    except verdicts.VerdictError as error:
        print(error, file=sys.stderr)
        return 2
    paths = [
        path
        for path in corpus_documents(options.unopened.split(","))
        if not options.only or path.stem in options.only or path.stem.partition("-")[0] in options.only
    ]
    if not paths:
        print(f"没有这样的文件（语料应在 {CORPUS.parent.name}/{CORPUS.name}）。", file=sys.stderr)
        return 2
    found = [f for each in survey(paths) for f in each.findings if f.severity is Severity.ERROR or not options.errors]
    if options.unjudged:
        show(each for each in found if each.key not in judged)
    else:
        able = [each for each in found if each.key in judged]
        show(random.Random(options.seed).sample(able, min(options.second, len(able))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
