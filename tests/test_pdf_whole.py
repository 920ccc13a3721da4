"""The example documents printed as PDFs, ruled and unruled: what is found in them is what is found in the texts."""

from itertools import pairwise
from pathlib import Path

import pytest
from test_pdf import A4, FONT, Paper

from gouji.config import Config
from gouji.document import Heading, Table
from gouji.findings import Severity
from gouji.linter import lint_document, lint_file
from gouji.readers.pdf import read_pdf
from gouji.report import Report

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
CORPUS = ROOT.parent / "shared" / "corpus"
LEFT, RIGHT, TOP, BOTTOM = 60.0, 535.0, 80.0, 770.0
SIZE, LINE = 12, 21


class Print(Paper):
    """Prints a document with a running head and page numbers, as a word processor would."""

    def __init__(self) -> None:
        super().__init__()
        self.y = TOP
        self.number = 0
        self.begin()

    def begin(self) -> None:
        self.number += 1
        self.y = TOP
        self.text(LEFT, 40, "青川市云岭区文化和旅游局部门决算公开", 9)
        self.text(A4[0] / 2, 815, f"第 {self.number} 页", 9, centre=True)

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.page()
            self.begin()

    def paragraph(self, text: str, title: bool) -> None:
        self.y += 8 if title else 0
        width = RIGHT - LEFT
        x = LEFT + 2 * SIZE
        line = ""
        for character in text:
            if self.canvas.stringWidth(line + character, FONT, SIZE) > width - (x - LEFT):
                if character in "，。；：、）”" or (line[-1] + character).isascii():
                    line += character
                    continue
                self.line(x, line)
                x, line = LEFT, ""
            line += character
        self.line(x, line)

    def line(self, x: float, text: str) -> None:
        self.room(LINE)
        self.y += LINE
        self.text(x, self.y, text, SIZE)

    def table(self, rows: list[list[str]], ruled: bool) -> None:
        columns = max(len(row) for row in rows)
        rows = [row + [""] * (columns - len(row)) for row in rows]
        widest = 12 if ruled else 18
        wanted = [min(max(len(row[c]) for row in rows), widest) + 3 for c in range(columns)]
        edges = [LEFT]
        for share in wanted:
            edges.append(edges[-1] + (RIGHT - LEFT) * share / sum(wanted))
        size = min(9.0, (RIGHT - LEFT) / sum(wanted) / (0.62 if ruled else 0.9))
        first = next((n for n, row in enumerate(rows) if any(is_amount(cell) for cell in row)), 1)
        for number, row in enumerate(rows):
            cells = [
                self.broken(cell, right - left - 4, size)
                for cell, (left, right) in zip(row, pairwise(edges), strict=True)
            ]
            height = max(len(cell) for cell in cells) * (size + 2) + size
            self.room(height)
            top = self.y
            self.y += height
            for cell, (left, right) in zip(cells, pairwise(edges), strict=True):
                self.cell(cell, left, right, top, height, size, number < first)
                if ruled:
                    self.canvas.rect(left, self.height - self.y, right - left, height)
        self.y += 6

    def cell(
        self, lines: list[str], left: float, right: float, top: float, height: float, size: float, head: bool
    ) -> None:
        self.canvas.setFont(FONT, size)
        first = top + (height - len(lines) * (size + 2)) / 2 + size
        for number, text in enumerate(lines):
            y = self.height - first - number * (size + 2)
            if head:
                self.canvas.drawCentredString((left + right) / 2, y, text)
            elif is_amount(text):
                self.canvas.drawRightString(right - 2, y, text)
            else:
                self.canvas.drawString(left + 2, y, text)

    def broken(self, text: str, width: float, size: float) -> list[str]:
        lines = [""]
        for character in text:
            if self.canvas.stringWidth(lines[-1] + character, FONT, size) > width and not character.isascii():
                lines.append("")
            lines[-1] += character
        return lines


def is_amount(text: str) -> bool:
    return text[:1].isdigit() and "." in text


def printed(report: Report, ruled: bool) -> Report:
    """The report of the document's print; `ruled` says whether the tables of amounts have ruling lines."""
    paper = Print()
    accounts = [s.table for s in report.statements if s.type and not s.type.rows]
    for block in report.document.blocks:
        if isinstance(block, Table):
            loose = not ruled and any(block.rows[0] in table.rows for table in accounts)
            paper.table([[cell.text for cell in row] for row in block.rows], not loose)
        else:
            paper.paragraph(report.document.quote(block.span).replace("\n", ""), isinstance(block, Heading))
    return lint_document(read_pdf(paper.data(), "公开.pdf"), Config())


def told(report: Report) -> list[tuple[str, str]]:
    return sorted((f.code, f.message) for f in report.findings if f.severity >= Severity.WARNING)


def filled(report: Report) -> list[str]:
    """The statements that have an amount."""
    return [
        statement.id
        for statement in report.statements
        if statement.type
        and any(not fact.blank for band in statement.bands for row in band.rows for fact in row.cells.values())
    ]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("name", ["文旅局-2024-决算", "文旅局-2024-决算-有误"])
def test_a_printed_document_says_what_its_text_says(name: str, ruled: bool) -> None:
    report = lint_file(EXAMPLES / f"{name}.txt", Config())
    again = printed(report, ruled)
    assert filled(again) == filled(report)
    assert told(again) == told(report)
    if ruled:
        assert [s.id for s in again.statements if s.type] == [s.id for s in report.statements if s.type]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")
@pytest.mark.parametrize("name", ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"])
def test_a_real_document_has_the_same_findings_in_print(name: str) -> None:
    report = lint_file(CORPUS / f"{name}.txt", Config())
    again = printed(report, ruled=True)
    # A row of scores may be lost in print, so that a total that does not add up says nothing there.
    assert told(again) == [each for each in told(report) if each[0] != "P102" or each in told(again)]
    assert [s.id for s in again.statements if s.type] == [s.id for s in report.statements if s.type]
