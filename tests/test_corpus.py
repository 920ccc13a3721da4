"""The real documents of ../shared/corpus, where they are (CI has them, a user's clone does not)."""

import json
from pathlib import Path

import pytest
from samples import sample

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_file
from gouji.quantity import fold

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
NAMES = ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"]
KINDS = {
    "direction",
    "percent",
    "sum",
    "table-internal",
    "cross-table",
    "amount-vs-table",
    "text-text",
    "count",
    "zero-base",
}
STATEMENTS = {
    "huyi-2024-final": (9, "万元", [f"final-0{i}" for i in range(1, 10)]),
    "huzhu-2024-final": (11, "万元", [f"final-{i:02}" for i in range(1, 12)]),
    "beilin-2024-budget": (10, "元", ["budget-totals", "budget-fiscal-totals", "budget-general-functional"]),
}
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")


@pytest.fixture(scope="module", params=NAMES)
def linted(request):
    gold = [json.loads(line) for line in (CORPUS / "gold" / f"{request.param}.jsonl").read_text("utf-8").splitlines()]
    return request.param, lint_file(CORPUS / f"{request.param}.txt", Config()), gold


def _lines(report, finding) -> set[int]:
    spans = [finding.span, *(related.span for related in finding.related)]
    return {report.document.position(span.start).line for span in spans}


def test_statements_are_recognised_with_their_unit(linted) -> None:
    name, report, _ = linted
    least, unit, ids = STATEMENTS[name]
    accounts = [s for s in report.statements if s.type and s.type.rows != "performance"]
    assert len(accounts) >= least
    assert set(ids) <= {s.id for s in accounts}
    assert {s.unit.name for s in accounts if s.unit} == {unit}
    assert all(s.row_count for s in accounts)


def test_every_finding_is_a_gold_entry(linted) -> None:
    _, report, gold = linted
    known = {entry["line"] for entry in gold if entry["severity"] != "note"}
    for finding in report.findings:
        if finding.severity >= Severity.WARNING:
            assert _lines(report, finding) & known, finding.message


def test_no_gold_note_is_reported(linted) -> None:
    _, report, gold = linted
    source = report.document.source
    lines = [0, *(i + 1 for i, c in enumerate(source) if c == "\n")]
    wrong = {entry["line"] for entry in gold if entry["severity"] != "note"}
    for entry in gold:
        at = source.find(entry["quote"], lines[entry["line"] - 1])
        if entry["severity"] != "note" or at < 0 or entry["line"] in wrong:
            continue
        for finding in report.findings:
            if finding.severity >= Severity.WARNING:
                assert not at <= finding.span.start < at + len(entry["quote"]), (finding.message, entry["why"])


def test_the_certain_numeric_gold_errors_are_found(linted) -> None:
    _, report, gold = linted
    found = set().union(*(_lines(report, finding) for finding in report.findings))
    for entry in gold:
        if entry["severity"] == "error" and entry["certain"] and entry["kind"] in KINDS:
            assert entry["line"] in found, entry["why"]


def test_coverage_of_the_fiscal_sections(linted) -> None:
    name, report, _ = linted
    fiscal = ("收支说明",) if "budget" in name else None
    states = [
        report.tieout.states[m.fact]
        for m in report.narrative.mentions
        if (
            m.section in fiscal if fiscal else "决算情况" in m.section or m.section.startswith(("机关运行", "政府采购"))
        )
    ]
    checked = sum(state != "unchecked" for state in states)
    assert checked * 100 >= 85 * len(states)


def test_coverage_of_a_performance_part_with_an_attached_report() -> None:
    report = lint_file(CORPUS / "shaanxi-medical-2024-final.txt", Config())
    begin = report.document.source.index("十三、预算绩效情况说明\n\n（一）")
    states = [report.tieout.states[m.fact] for m in report.narrative.mentions if m.fact.span.start > begin]
    assert sum(state != "unchecked" for state in states) * 100 >= 80 * len(states)


def test_a_changed_cell_is_found_and_located(linted) -> None:
    """Each seventh amount cell (of the sample each twenty-first), tripled: found, at the cell or among the numbers of its proof."""
    from gouji.linter import lint_document
    from gouji.readers.text import read_text

    _, report, _ = linted
    source = report.document.source
    before = {(f.code, f.span) for f in report.findings}
    cells = [
        cell
        for statement in report.statements
        if statement.type and statement.type.rows == ""
        for band in statement.bands
        for row in band.rows
        if row.code
        for cell in row.cells.values()
        if not cell.blank and cell.quantity.value and cell.keys
    ][::7]
    cells = sample(cells, 3)
    missed = []
    for cell in cells:
        changed = cell.quantity.digits(cell.quantity.value * 3)
        text = source[: cell.span.start] + changed + source[cell.span.end :]
        again = lint_document(read_text(text, report.document.path), Config())
        fresh = [f for f in again.findings if f.severity is Severity.ERROR and (f.code, f.span) not in before]
        places = [span for f in fresh for span in (f.span, *(related.span for related in f.related))]
        if not any(span.start <= cell.span.start < span.end for span in places):
            missed.append(cell.place)
    assert len(missed) * 20 <= len(cells), missed


PAPERS = {
    "putuo-finance-2024-final": ("万元", [6, 8, 10, 12, 15, 16, 18, 19, 20], range(5, 26)),
    "putuo-commerce-2025-budget": ("元", [9, 10, 12, 14, 15, 17, 18, 19, 21], range(3, 23)),
    "putuo-wanli-2024-budget": ("元", [10, 11, 16, 21, 22, 27, 28, 29, 31], range(2, 34)),
    "putuo-final-template": ("万元", [5, 6, 7, 8, 10, 11, 12, 13, 14], range(4, 24)),
}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request):
    path = CORPUS / "gold" / f"{request.param}.jsonl"
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []
    return request.param, lint_file(CORPUS / f"{request.param}.pdf", Config()), gold


def _page(report, span) -> int:
    return report.document.anchor(span.start).page


def _paragraph_at(report, span) -> str:
    """The squeezed text of the block in which a span stands."""
    block = next(b for b in report.document.blocks if b.span.start <= span.start < b.span.end)
    return _squeezed(report.document.quote(block.span))


def _squeezed(text: str) -> str:
    return fold("".join(text.split()))


def test_every_statement_of_a_pdf_is_found_on_its_page(paper) -> None:
    name, report, _ = paper
    unit, pages, _ = PAPERS[name]
    assert [_page(report, s.table.span) for s in report.statements] == pages
    assert all(s.type for s in report.statements)
    units = {s.unit.name for s in report.statements if "three-public" not in s.type.id}
    assert units == {unit}


def test_every_page_of_a_pdf_is_read(paper) -> None:
    name, report, _ = paper
    blank = {14} if name == "putuo-finance-2024-final" else set()  # an empty row of a table, without text
    assert set(PAPERS[name][2]) - blank <= {anchor.page for anchor in report.document.anchors}
    assert report.document.remarks == []


def test_every_finding_of_a_pdf_is_a_gold_entry(paper) -> None:
    name, report, gold = paper
    wrong = [entry for entry in gold if entry["severity"] != "note"]
    for finding in report.findings:
        if finding.severity is Severity.ERROR or (finding.severity is Severity.WARNING and gold):
            about = _paragraph_at(report, finding.span)
            pages = {entry["page"] for entry in wrong if _squeezed(entry["quote"])[:12] in about}
            assert _page(report, finding.span) in pages, (name, finding.message)


def test_the_certain_numeric_gold_errors_of_a_pdf_are_found(paper) -> None:
    _, report, gold = paper
    found = [f for f in report.findings if f.severity >= Severity.WARNING]
    for entry in gold:
        if entry["severity"] == "error" and entry["certain"]:
            quote = _squeezed(entry["quote"])
            assert any(
                quote in _paragraph_at(report, f.span)
                and _page(report, f.span) == entry["page"]
                and (
                    _squeezed(report.document.quote(f.span)) in quote
                    or quote in _squeezed(report.document.quote(f.span))
                )
                for f in found
            ), entry["why"]


@pytest.mark.parametrize("name", ["putuo-commerce-2025-budget", "putuo-final-template"])
def test_a_flattened_paper_without_gold_errors_has_none(name: str) -> None:
    report = lint_file(CORPUS / f"{name}.pdftotext.txt", Config())
    assert [f.message for f in report.findings if f.severity is Severity.ERROR] == []
