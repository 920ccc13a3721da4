"""Narratives in the wording of all provinces: true ones stay silent, contradictory ones are found.

`cases.toml` holds the fragments; `misses.txt` names the planted contradictions that are not found yet, so that a change
which finds more, or fewer, is seen.
"""

import re
import tomllib
from pathlib import Path

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text

FOLDER = Path(__file__).parent / "wording"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["case"]
MISSES = set((FOLDER / "misses.txt").read_text("utf-8").split("\n"))


def _findings(case: dict, text: str) -> list:
    words = case["heading"] + case["text"]
    years = [int(year) for year in re.findall(r"(?<![比与较])(20\d\d)\s*年", words)]
    years = years or [int(year) + 1 for year in re.findall(r"(20\d\d)\s*年", words)]
    config = Config(kind=case["kind"], year=max(years, default=0))
    document = read_text(f"{case['heading']}\n\n{text}\n", case["id"])
    return [f for f in lint_document(document, config).findings if f.severity >= Severity.WARNING]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_true_fragment_is_silent(case: dict) -> None:
    assert [(f.code, f.message) for f in _findings(case, case["text"])] == []


def test_planted_contradictions_are_found() -> None:
    missed = {
        f"{case['id']}\t{fault['from']}\t{fault['to']}"
        for case in CASES
        for fault in case["faults"]
        if not any(
            f.severity is Severity.ERROR for f in _findings(case, case["text"].replace(fault["from"], fault["to"], 1))
        )
    }
    assert missed == {line for line in MISSES if line}
