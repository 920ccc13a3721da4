"""A Word file with its findings as comments; of any other file, the findings as a table in Word."""

from __future__ import annotations

from pathlib import Path

from gouji.findings import Finding
from gouji.report import Report
from gouji.reporters.json import file_object
from gouji.reporters.reporter import Reporter, original
from gouji.reporters.sheet import rows


class Docx(Reporter):
    """A copy for each file."""

    binary = True
    suffix = ".docx"
    gathers = False

    def copy(self, name: str, path: Path | None, report: Report, findings: list[Finding]) -> bytes:
        if Path(name).suffix.lower() == ".docx":
            from gouji.reporters.word_comments import commented

            data = original(name, path)
            return commented(data, report.document, findings) if findings else data
        from gouji.reporters.word_review import review_list

        return review_list(name, list(rows(file_object(name, report, findings))))
