"""Narratives in the wording of all provinces: true ones stay silent, contradictory ones are found where they are.

The files of `wording/` hold the fragments by what they are about; `codes.toml` has by the kind of a fault the rules that may tell it. `misses.txt` names the planted
contradictions that are not found: case, from, to, and the reason why no reader could prove them, or “provable”.
"""

import re
import tomllib
from pathlib import Path

import pytest

from gouji.config import Config
from gouji.document import Span
from gouji.findings import Finding, Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text

FOLDER = Path(__file__).parent / "wording"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CODES = {kind: set(codes.split()) for kind, codes in FILES.pop("codes")["codes"].items()}
CASES = [case for file in FILES.values() for case in file["case"]]
MISSES = dict(line.rsplit("\t", 1) for line in (FOLDER / "misses.txt").read_text("utf-8").splitlines() if line.strip())
PROVABLE = "provable"


def _findings(case: dict, text: str) -> list[Finding]:
    words = case["heading"] + case["text"]
    years = [int(year) for year in re.findall(r"(?<![比与较])(20\d\d)\s*年", words)]
    years = years or [int(year) + 1 for year in re.findall(r"(20\d\d)\s*年", words)]
    config = Config(kind=case["kind"], year=max(years, default=0))
    document = read_text(f"{case['heading']}\n\n{text}\n", case["id"])
    return [f for f in lint_document(document, config).findings if f.severity >= Severity.WARNING]


def _is_found(case: dict, fault: dict) -> bool:
    """Whether an error of the right kind is at what was changed, or has it in its proof."""
    start = len(case["heading"]) + 2 + case["text"].index(fault["from"])
    changed = Span(start, start + len(fault["to"]))
    return any(
        f.severity is Severity.ERROR
        and f.code in CODES[fault["what"]]
        and any(
            span.start < changed.end and changed.start < span.end for span in (f.span, *(r.span for r in f.related))
        )
        for f in _findings(case, case["text"].replace(fault["from"], fault["to"], 1))
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_true_fragment_is_silent(case: dict) -> None:
    assert [(f.code, f.message) for f in _findings(case, case["text"])] == []


def test_planted_contradictions_are_found() -> None:
    missed = {
        f"{case['id']}\t{fault['from']}\t{fault['to']}"
        for case in CASES
        for fault in case["faults"]
        if not _is_found(case, fault)
    }
    assert missed == MISSES.keys()


def test_of_those_that_can_be_proved_few_are_missed() -> None:
    provable = sum(len(case["faults"]) for case in CASES) - sum(reason != PROVABLE for reason in MISSES.values())
    assert list(MISSES.values()).count(PROVABLE) <= 0.03 * provable
