"""Whole invented disclosures in the wording of twelve jurisdictions, every number of which ties out: nothing is found."""

from pathlib import Path

import pytest
from writers import to_docx, to_docx_and_xlsx, to_html

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes, lint_document, lint_file
from gouji.readers import read_bytes
from gouji.readers.several import joined
from gouji.report import Report

DOCUMENTS = sorted((Path(__file__).parent / "clean").glob("*.txt"))


def said(report: Report) -> list[tuple[str, str]]:
    return [(f.code, f.message) for f in report.findings if f.severity >= Severity.WARNING]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_clean_document_is_silent(path: Path) -> None:
    report = lint_file(path, Config())
    assert said(report) == []
    assert report.tieout.coverage.failed == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_clean_document_is_silent_in_every_format(path: Path) -> None:
    text = path.read_text("utf-8")
    words, sheets = to_docx_and_xlsx(text)
    both = lint_document(joined([read_bytes(words, "说明.docx"), read_bytes(sheets, "表.xlsx")]), Config())
    reports = [lint_bytes(to_docx(text), "公开.docx", Config()), lint_bytes(to_html(text), "公开.html", Config()), both]
    for report in reports:
        assert said(report) == []
