"""Every rule has a bad example that fires exactly it, a good one that is silent, and a page."""

from pathlib import Path

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers.text import read_text
from gouji.rules.page import page
from gouji.rules.registry import load

RULES = list(load().values())


def _codes(text: str, severity: Severity = Severity.WARNING) -> list[str]:
    report = lint_document(read_text(text, "例.txt"), Config(notes=severity is Severity.NOTE))
    return [finding.code for finding in report.findings if finding.severity >= severity]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_bad_example_fires_exactly_the_rule(rule) -> None:
    assert set(_codes(rule.bad, min(rule.severity, Severity.WARNING))) == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_good_example_is_silent(rule) -> None:
    assert rule.good
    assert _codes(rule.good) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_tells_what_and_why(rule) -> None:
    text = page(rule)
    assert rule.title in text
    assert rule.source in text
    assert len(rule.manual.strip().splitlines()) > 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_in_docs_is_the_rule_s(rule) -> None:
    folder = Path(__file__).resolve().parents[1] / "docs" / "rules"
    assert (folder / f"{rule.code}.md").read_text("utf-8") == page(rule), "运行 make pages"
    assert f"[{rule.code}]" in (folder / "README.md").read_text("utf-8")


def test_the_families_of_the_design_are_there() -> None:
    assert {rule.code[0] for rule in RULES} == set("DATNFXYPRWS")


def test_shares_of_procurement_need_not_all_be_told() -> None:
    text = (
        "# 2024年度部门决算\n十一、政府采购情况说明\n2024年度政府采购支出总额196.74万元，其中：政府采购货物支出17.17万元、"
        "政府采购工程支出0.30万元、政府采购服务支出179.27万元。授予中小企业合同金额{0}万元，占政府采购支出总额的{1}%；"
        "货物采购授予中小企业合同金额占货物支出金额的9.16%，服务采购授予中小企业合同金额占服务支出金额的90.84%。"
    )
    assert "A110" in _codes(text.format("182.07", "92.54"))
    assert "A110" not in _codes(text.format("164.71", "83.72"))
