"""The same words give the same findings, however they are written down (`benchmarks/metamorphic.py` has the edits)."""

import importlib.util
import random
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.config import Config
from gouji.linter import lint_file

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = ROOT / "tests" / "hostile"
EXAMPLE = ROOT / "examples" / "文旅局-2024-决算-有误.txt"


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("metamorphic", ROOT / "benchmarks" / "metamorphic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


METAMORPHIC = _benchmark()
TEXT = EXAMPLE.read_text("utf-8")
BEFORE = METAMORPHIC.findings(TEXT.encode())


@pytest.mark.parametrize("name", METAMORPHIC.EDITS)
@settings(max_examples=2)
@given(seed=st.integers(0, 10**6))
def test_an_edit_that_changes_no_word_changes_no_finding(name: str, seed: int) -> None:
    edited = METAMORPHIC.EDITS[name](TEXT, random.Random(seed))
    assert METAMORPHIC.findings(edited) == BEFORE


def _found(path: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.stated) for finding in lint_file(path, Config()).findings]


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        ("rewrap-A102-1.txt", EXAMPLE),
        ("rewrap-T103-1.txt", EXAMPLE),
        ("rewrap-A105-1.txt", ROOT / "tests" / "clean" / "中央-2025-预算.txt"),
        ("rewrap-W108-1.txt", ROOT / "tests" / "clean" / "中央-2024-决算.txt"),
    ],
)
def test_a_document_in_other_lines_has_the_same_findings(wrapped: str, whole: Path) -> None:
    assert _found(HOSTILE / wrapped) == _found(whole)


def test_a_bold_number_of_a_list_is_its_number() -> None:
    assert _found(HOSTILE / "markdown-bold-marker.md") == []
