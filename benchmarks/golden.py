"""What the narrative is read as, written down line by line, so that a change of the grammar is seen, judged and meant.

    python benchmarks/golden.py FILE_OR_FOLDER... > before.txt      then, after a change, again, and diff the two

Each number of a narrative is one line: its state, what it measures, whether it may accuse; each claim and each error one
more. Fragments in a `.toml` with `[[case]]` (tests/wording) are read each as a document of its own.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from gouji.config import Config
from gouji.facts import Fact
from gouji.findings import Severity
from gouji.linter import lint_document, lint_file
from gouji.readers import UnreadableError
from gouji.readers.text import read_text
from gouji.report import Report

_ENDINGS = (".txt", ".md", ".pdf", ".docx", ".html", ".xlsx")


def _lines(report: Report) -> Iterator[str]:
    """What one document is read as."""
    tieout, claims = report.tieout, report.narrative

    def at(fact: Fact | None) -> str:
        return f"{fact.text}@{fact.span.start}" if fact is not None else "-"

    for mention in claims.mentions:
        fact = mention.fact
        keys = " | ".join("/".join(map(str, key)) for key in fact.keys)
        keys = "P" if "/P:" in keys else keys
        why = tieout.unchecked.get(fact)
        yield f"number {at(fact)} {tieout.states[fact]} {keys or '-'} {'firm' if fact.firm else 'open'} {why.value if why else ''}"
    for change in claims.changes:
        words = "".join(f"{word.text}{word.sign:+d}" for word in change.words)
        yield f"change {words} {at(change.amount)} {at(change.rate)} prior {at(change.prior)}"
    for ratio in claims.ratios:
        yield f"{ratio.kind} {at(ratio.rate)} part {at(ratio.part_fact)} whole {at(ratio.whole_fact)}"
    for comparison in claims.comparisons:
        yield f"comparison {comparison.word.text}@{comparison.word.span.start}"
    for reason in claims.reasons:
        yield f"reason @{reason.span.start} of {reason.word.text}@{reason.word.span.start}"
    for finding in report.findings:
        if finding.severity >= Severity.WARNING:
            yield f"{finding.severity.name} {finding.code} @{finding.span.start} {finding.message}"


def _of_file(path: Path) -> list[str]:
    try:
        if path.suffix == ".toml":
            return list(_of_fragments(path))
        return [f"{path.name}\t{line}" for line in _lines(lint_file(path, Config()))]
    except UnreadableError:
        return [f"{path.name}\tunreadable"]


def _of_fragments(path: Path) -> Iterator[str]:
    for case in tomllib.loads(path.read_text("utf-8")).get("case", []):
        if "text" in case:
            document = read_text(f"{case['heading']}\n\n{case['text']}\n", case["id"])
            for line in _lines(lint_document(document, Config(kind=case["kind"]))):
                yield f"{case['id']}\t{line}"


def main() -> None:
    """Print what every file given, or in a folder given, is read as."""
    files: list[Path] = []
    for name in sys.argv[1:]:
        given = Path(name)
        files += sorted(p for p in given.rglob("*") if p.suffix in _ENDINGS) if given.is_dir() else [given]
    with Pool() as pool:
        for lines in pool.imap(_of_file, files):
            print(*lines, sep="\n")


if __name__ == "__main__":
    main()
