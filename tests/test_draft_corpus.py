"""Drafting real documents again from their own tables: the published numbers and sentences come back."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
sys.path.insert(0, str(ROOT / "benchmarks"))

from draft_fidelity import compare  # noqa: E402

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="没有语料 ../shared/corpus")


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("shaanxi-medical-2024-final.txt", "shaanxi-final"),
        ("huyi-2024-final.txt", "shaanxi-final"),
        ("huzhu-2024-final.txt", "qinghai-final"),
        ("beilin-2024-budget.txt", "shaanxi-unit-budget"),
        ("putuo-finance-2024-final.pdf", "shanghai-final"),
        ("putuo-commerce-2025-budget.pdf", "shanghai-budget"),
        ("putuo-wanli-2024-budget.pdf", "shanghai-budget"),
        ("cities/wuxi-statistics-2026.pdf", "jiangsu-budget"),
    ],
)
def test_a_published_narrative_is_drafted_again(name: str, style: str) -> None:
    found = compare(CORPUS / name, style)
    assert found.numbers > 60
    assert found.same >= 0.9 * found.sentences
    # What is not drafted again: rates of a base that is nothing, and what the document itself has wrong.
    wrong = {"fiscal 数 3E+3 money", "general 数 0.7173 rate", "general 数 3.2672E+6 money", "notes 数 3.5267E+6 money"}
    of_nothing = {"procurement 数 0 rate", "sangong 数 0 rate", "notes 数 1 rate"}
    assert {miss for miss in found.misses if " 数 " in miss} <= wrong | of_nothing


def test_a_narrative_without_statements_is_drafted_from_its_inputs_alone() -> None:
    found = compare(CORPUS / "fengxiang-2023-final.txt", "shaanxi-final")
    assert found.numbers > 100
    assert found.agreed >= 0.9 * found.numbers


@pytest.mark.parametrize(
    ("name", "style"), [("fuzhou-medical-2026.pdf", "fujian-budget"), ("xian-audit-2026.pdf", "shaanxi-budget")]
)
def test_the_numbers_of_a_budget_come_back(name: str, style: str) -> None:
    found = compare(CORPUS / "cities" / name, style)
    assert found.numbers == found.agreed > 30
