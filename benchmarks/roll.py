"""Real years: each published document rolled into the next year, and compared with what was published then.

Of the numbers that the rolled text tells without a mark, how many does the published text of that year tell in the same way: the amount of the
same figure, the change of the same figure against the same base, the share or completion rate of the same figures. `--differences` lists
those that differ. `stale`: numbers of last year that stand in the text unchanged and unmarked.

Why a number differs, as far as that needs no person: 公开的少几位 where the published one is ours with fewer digits (22% for 22.02%), nothing in
another unit among them: it is the same number; 公开的有误 where the published one contradicts the tables of both years, whatever they were
rounded from: no right program writes it; 公开的末位 where it is one of the values that these leave open, ours being the quotient or difference of
the tables, rounded once. 一字不差 counts what stands there digit for digit, of all that can be compared; 公开得对的里相同 the same
numbers (those with fewer digits among them), of those that were published right.

    python benchmarks/roll.py [--differences] [CORPUS]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import NamedTuple

from gouji.config import Config
from gouji.document import Paragraph
from gouji.facts import Fact, key_for
from gouji.findings import Severity
from gouji.lexicon import Dims
from gouji.linter import analyse, lint_document
from gouji.quantity import scan
from gouji.readers import read_file
from gouji.readers.several import joined
from gouji.readers.text import read_text
from gouji.relations.relation import Outcome
from gouji.report import Report
from gouji.rolling import Rolled, RollOrder, roll
from gouji.rolling.passages import measures

YEARS = (
    *(("jiangsu", f"jiangsu-{body}", (2017, 2018, 2019)) for body in ("congress", "party-office", "procuratorate")),
    ("", "putuo-wanli", (2023, 2024, 2025)),
)


FEWER, LAST_DIGIT, WRONG = "公开的少几位", "公开的末位", "公开的有误"


class Pair(NamedTuple):
    """A document and the one of the next year, each with the file of its tables, which may be itself."""

    name: str
    last: Path
    last_tables: Path
    now: Path
    now_tables: Path


def pairs(corpus: Path) -> Iterator[Pair]:
    """The pairs of years that the corpus has."""
    for folder, name, years in YEARS:
        for year in years[:-1]:
            last, now = (_file(corpus, folder, name, each) for each in (year, year + 1))
            if last is not None and now is not None:
                yield Pair(f"{name} {year}→{year + 1}", last, _tables(last), now, _tables(now))


def _file(corpus: Path, folder: str, name: str, year: int) -> Path | None:
    names = (f"{name}-{year}.pdf", f"{name}-{year}-budget.pdf")
    places = (corpus / folder, corpus / "shanghai", corpus)
    return next((place / each for place in places for each in names if (place / each).is_file()), None)


def _tables(path: Path) -> Path:
    other = path.with_name(f"{path.stem}-tables.pdf")
    return other if other.is_file() else path


class Difference(NamedTuple):
    """A number that the two texts tell differently; `whose` is why, "" where a person has to look."""

    key: str
    ours: str
    theirs: str
    whose: str

    def __str__(self) -> str:
        return f"{self.key}: {self.ours} ≠ {self.theirs} {self.whose}"


Told = dict[Hashable, dict[str, Fact]]


def told(report: Report, end: int) -> Told:
    """What a narrative tells, by what it measures: amounts, changes, shares and completion rates, as they are written."""
    found: Told = defaultdict(dict)
    narrative, year = report.narrative, report.year

    def keys(dims: Dims) -> list[Hashable]:
        flows = ("income", "expenditure") if dims.flow == "both" else (dims.flow,)
        return [key for flow in flows if (key := key_for(dims._replace(flow=flow), year)) and key.item[:2] != "P:"]

    for mention in narrative.mentions:
        if mention.fact.span.start < end and mention.reason == "":
            for key in mention.fact.keys:
                if key.item[:2] not in ("P:", "N:") and ":" not in key.measure:
                    found[key][_plain(mention.fact.text)] = mention.fact
    for change in narrative.changes:
        if change.words[0].span.start < end:
            for key in keys(change.subject):
                base = (change.base.measure, change.base.period)
                for part, fact in (("amount", change.amount), ("rate", change.rate)):
                    if fact is not None:
                        found[("change", key, base, part)][f"{change.words[0].sign:+d} {_plain(fact.text)}"] = fact
    for ratio in narrative.ratios:
        if ratio.rate.span.start < end and ratio.whole:
            for key in keys(ratio.part):
                found[(ratio.kind, key)][_plain(ratio.rate.text)] = ratio.rate
    return found


def _plain(text: str) -> str:
    """A number without what another hand may write otherwise: separators, zeros at its end."""
    number = text.replace(",", "").rstrip("万亿元%千百")
    unit = text.replace(",", "")[len(number) :]
    return (number.rstrip("0").rstrip(".") if "." in number else number) + unit


def stale(made: Rolled) -> list[str]:
    """The numbers of last year's narrative that no edit touches: those that it was read for, and in the sections with such every other one that
    tells how much or how many."""
    spans = sorted((edit.span.start, edit.span.end) for edit in made.edits)
    last = made.values.last
    mentioned = {mention.fact.span.start for mention in last.narrative.mentions if mention.fact.span.start < made.end}
    found = set(mentioned)
    for part in last.outline:
        blocks = [block for block in part.blocks if isinstance(block, Paragraph) and block.span.start < made.end]
        if part.in_contents or not any(block.span.start <= at < block.span.end for block in blocks for at in mentioned):
            continue
        for block in blocks:
            numbers = (number for number in scan(block.flow.text) if measures(number, block, last.lexicon))
            found |= {block.flow.offsets[number.start] for number in numbers}
    source = last.document.source
    return [source[at : at + 12] for at in sorted(found) if not any(start <= at < end for start, end in spans)]


def compared(pair: Pair) -> tuple[Rolled, float, list[Difference], int]:
    """The rolled document, how long that took, what differs from the published one, and how many numbers are equal."""
    started = time.monotonic()
    made = roll(RollOrder(pair.last, (pair.now_tables,), pair.last_tables if pair.last_tables != pair.last else None))
    seconds = time.monotonic() - started
    config = Config()
    config = config._replace(kind=made.values.now.kind, year=made.values.now.year)
    text = _without_marks(made)
    rolled = analyse(joined([read_text(text, "rolled"), read_file(pair.now_tables)]), config)
    published = read_file(pair.now)
    end = len(published.source)
    if pair.now_tables != pair.now:
        published = joined([published, read_file(pair.now_tables)])
    report = lint_document(published, config, read_file(pair.last_tables))
    theirs = told(report, end)
    differing: list[Difference] = []
    equal = 0
    for key, texts in told(rolled, len(text)).items():
        for each, fact in texts.items() if key in theirs else ():
            if each in theirs[key]:
                equal += 1
            else:
                whose = _whose(report, fact, list(theirs[key].values()))
                differing.append(Difference(str(key), each, "、".join(sorted(theirs[key])), whose))
    return made, seconds, differing, equal


def _whose(report: Report, ours: Fact, theirs: list[Fact]) -> str:
    """Why two numbers differ, as far as that can be said without a person."""
    mine = ours.quantity
    for fact in theirs:
        other = fact.quantity
        if not mine.value and not other.value:
            return FEWER
        if other.quantum > mine.quantum and abs(mine.value - other.value) <= other.quantum / 2:
            return FEWER
    if all(_contradicts(report, fact) for fact in theirs):
        return WRONG
    if any(abs(mine.value - fact.quantity.value) <= max(mine.quantum, fact.quantity.quantum) for fact in theirs):
        return LAST_DIGIT
    return ""


def _contradicts(report: Report, fact: Fact) -> bool:
    """Whether a published number is none of those that the displayed numbers around it, and in the tables of both years, leave open."""
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    spans = [span for finding in errors for span in (finding.span, *(r.span for r in finding.related))]
    if any(s.start < fact.span.end and fact.span.start < s.end for s in spans):
        return True
    return any(each.result is fact and each.outcome() is Outcome.FAILS for each in report.tieout.relations)


def _without_marks(made: Rolled) -> str:
    """The text without what is marked: that is told to be open."""
    from gouji.rolling.edits import applied

    edits = [edit._replace(new="……") if edit.is_mark else edit for edit in made.edits]
    return applied(made.values.last.document.source[: made.end], edits)[0]


def _row(total: int, equal: int, kinds: Counter[str]) -> str:
    """The middle of a line: how many can be compared, are equal digit for digit, differ and why, and the share of those published right."""
    right = total - kinds[WRONG]
    shares = [f"{part / whole:.1%}" if whole else "" for part, whole in ((equal, total), (equal + kinds[FEWER], right))]
    why = " | ".join(str(kinds[each]) for each in (FEWER, WRONG, LAST_DIGIT, ""))
    return f"{total} | {equal} | {shares[0]} | {why} | {shares[1]}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--differences", action="store_true", help="list the numbers that differ")
    arguments = parser.parse_args()
    print(
        f"| 文件 | 改好的数 | 可比 | 一字不差 | | {FEWER} | {WRONG} | {LAST_DIGIT} | 其余 | 公开得对的里相同 | 标出 | 未改未标 | 秒 |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
    )
    whose: Counter[str] = Counter()
    every = same = left = 0
    lists: list[str] = []
    for pair in pairs(arguments.corpus):
        made, seconds, differing, equal = compared(pair)
        kinds, total, unmarked = Counter(each.whose for each in differing), equal + len(differing), stale(made)
        whose += kinds
        every, same, left = every + total, same + equal, left + len(unmarked)
        print(
            f"| {pair.name} | {len(made.numbers)} | {_row(total, equal, kinds)} | {len(made.marks)} | {len(unmarked)} | {seconds:.1f} |",
            flush=True,
        )
        lists += [f"{pair.name}: {each}" for each in differing]
        lists += [f"{pair.name}: unmarked {text}" for text in unmarked]
    print(f"| 合计 | | {_row(every, same, whose)} | | {left} | |" if every else "no pair of years")
    if arguments.differences:
        print("\n".join(lists))
    return 0


if __name__ == "__main__":
    sys.exit(main())
