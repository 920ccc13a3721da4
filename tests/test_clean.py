"""Whole invented disclosures in the wording of twelve jurisdictions, every number of which ties out: nothing is found."""

from pathlib import Path

import pytest

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_file

DOCUMENTS = sorted((Path(__file__).parent / "clean").glob("*.txt"))
# The reason for a rise goes on, behind a semicolon, with what fell: it is not known where the reason ends.
KNOWN = {"中央-2025-预算": ["R101"]}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_clean_document_is_silent(path: Path) -> None:
    report = lint_file(path, Config())
    found = [(f.code, f.message) for f in report.findings if f.severity >= Severity.WARNING]
    assert [code for code, _ in found] == KNOWN.get(path.stem, []), found
    assert report.tieout.coverage.failed == 0
