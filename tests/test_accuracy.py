"""The ratchet of benchmarks/accuracy: verdicts keep to their findings, and no error goes unread."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks" / "accuracy"))

import gold  # noqa: E402
import verdicts  # noqa: E402
from documents import Original, draw, draw_cities  # noqa: E402
from places import Key, Pages, key_of  # noqa: E402
from verdicts import Verdict  # noqa: E402

from gouji.config import Config  # noqa: E402
from gouji.document import Anchor, Document, Span  # noqa: E402
from gouji.findings import Edit, Finding, Related, Severity  # noqa: E402
from gouji.linter import lint_document  # noqa: E402
from gouji.readers.text import read_text  # noqa: E402

EXAMPLE = ROOT / "examples" / "文旅局-2024-决算.txt"


def paged(*pages: str) -> Document:
    """A document whose pages hold these texts."""
    anchors, source = [], ""
    for number, text in enumerate(pages, 1):
        anchors.append(Anchor(len(source), page=number))
        source += text + "\n"
    return Document("甲.pdf", source, anchors=anchors)


def at(document: Document, text: str, message: str = "", nth: int = 0, code: str = "F101") -> str:
    """The key of a finding at the n-th place of a text."""
    start = -1
    for _ in range(nth + 1):
        start = document.source.index(text, start + 1)
    finding = Finding(code, "", Severity.ERROR, message, Span(start, start + len(text)))
    return str(key_of(Pages(document), finding, "甲"))


def test_a_key_stays_when_the_page_is_laid_out_otherwise() -> None:
    before = paged("封面", "合计\t1,200.00\t300.00\n基本支出\t900.00")
    after = paged("封面", "基本支出\t900.00\n表头\n合计 300.00\n1,200.00", "又一页")
    assert at(before, "1,200.00") == at(after, "1,200.00")
    assert at(before, "1,200.00") == at(paged("封面", "支出1200.00万元"), "1200.00万元")


def test_a_key_tells_equal_numbers_apart_and_holds_no_text() -> None:
    document = paged("编制30人，实有30人，共130人")
    first, second = at(document, "30"), at(document, "30", nth=1)
    assert first != second
    assert second == f"{first}.2"
    assert "30" not in first.split(":")[-1]
    assert at(document, "实有30人") != at(document, "编制30人")


def test_what_is_missing_is_part_of_the_key() -> None:
    document = paged("某局2026年度部门预算")
    title = document.source.strip()
    one = at(document, title, "没有“国有资产”一节", code="S101")
    assert one != at(document, title, "没有“收支总体情况”一节", code="S101")
    assert one == at(document, title, "应有而没有“国有资产”一节（本市）", code="S101")


def test_a_text_is_keyed_by_line_and_a_key_survives_writing() -> None:
    document = read_text("第一行\n\n支出10.00万元。", "甲.txt")
    key = at(document, "10.00")
    assert key.startswith("甲:3:F101:")
    assert str(Key.parse(key)) == key
    assert Key.parse("甲:表:一!C7:F101:abc").where == "表:一!C7"


def keys(*codes: str) -> list[Key]:
    return [Key("甲", "1", code, f"{number:08}") for number, code in enumerate(codes)]


def judged(errors: list[Key], verdict: str) -> verdicts.Verdicts:
    return dict.fromkeys(errors, Verdict(verdict, "算过"))


def test_an_unjudged_error_fails_in_a_sample_and_over_the_whole() -> None:
    errors = keys(*["F101"] * 40)
    known = judged(errors[:-1], "true")
    for whole in (False, True):
        (fault,) = verdicts.faults(errors, known, whole)
        assert str(errors[-1]) in fault


def test_over_the_whole_corpus_enough_errors_must_be_true() -> None:
    proofs, others = keys(*["X101"] * 20), keys(*["A101"] * 20)
    most = {**judged(proofs, "true"), proofs[0]: Verdict("false", "算过")}
    assert verdicts.faults(proofs, most, whole=True) == []
    more = {**most, proofs[1]: Verdict("misplaced", "算过")}
    assert len(verdicts.faults(proofs, more, whole=True)) == 1
    assert verdicts.faults(proofs, more, whole=False) == []
    worse = {**judged(others, "true"), **judged(others[:4], "false")}
    assert len(verdicts.faults(others, worse, whole=True)) == 1


def test_verdicts_that_match_nothing_are_stale_where_the_document_was_read() -> None:
    old, other = Key("甲", "1", "F101", "a"), Key("乙", "1", "F101", "b")
    assert verdicts.stale([old, other], found=[], documents=["甲"]) == [old]


def test_a_judge_writes_verdicts_and_is_told_of_a_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "判.tsv"
    file.write_text("# 甲 1\n甲:1:F101:aa\tfalse\t漏加一行\n甲:2:F101:bb\t\t\n", "utf-8")
    added = verdicts.read_keyed(file)
    assert added == {Key("甲", "1", "F101", "aa"): Verdict("false", "漏加一行")}
    kept = tmp_path / "verdicts.tsv"
    verdicts.write(added, kept)
    assert verdicts.read(kept) == added
    for line in ("甲:1:F101:aa\tmaybe\t漏加", "甲:1:F101:aa\ttrue\t", "甲\ttrue\t漏加"):
        file.write_text(line, "utf-8")
        with pytest.raises(verdicts.VerdictError, match="第1行"):
            verdicts.read_keyed(file)


def test_sharing_a_line_with_a_gold_entry_is_not_finding_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "支出10.00万元，比上年增加2.00万元，增长30%。\n另说支出11.00万元。"
    entry = {"line": 1, "quote": "增长30%", "against": "支出11.00 万元", "kind": "percent", "severity": "error", "why": "", "certain": True}  # fmt: skip
    monkeypatch.setattr(gold, "entries", lambda _: [entry])
    report = lint_document(read_text(text, "甲.txt"), Config())

    def found(place: str, *related: str) -> int:
        spans = [Span(text.index(each), text.index(each) + len(each)) for each in (place, *related)]
        finding = Finding("A101", "", Severity.ERROR, "", spans[0], related=[Related("", span) for span in spans[1:]])
        report.findings = [finding]
        return gold.compare(report, "甲").of("error").found

    assert found("30%") == 1
    assert found("10.00万元", "30%") == 0
    assert found("11.00万元", "30%") == 1
    assert found("11.00万元") == 0


def test_an_error_planted_in_a_cell_after_reading_is_linted() -> None:
    read = Original.read(EXAMPLE).report.document
    read.anchors = [Anchor(0, page=1)]
    original = Original(EXAMPLE, lint_document(read, Config()))
    assert original.report.findings == []
    cell = next(c for s in original.report.statements if s.id == "final-03" for c in s.amounts)
    true = original.source[cell.span.start : cell.span.end]
    planted = original.linted_with([Edit(cell.span, ("9" if true[0] != "9" else "8") + true[1:])])
    spans = [span for f in planted.findings for span in (f.span, *(related.span for related in f.related))]
    assert any(span.start < cell.span.end and cell.span.start < span.end for span in spans)


def test_draws_repeat_by_seed() -> None:
    paths = [Path(f"{city}-{number}.pdf") for city in ("甲", "乙", "丙") for number in range(4)]
    assert draw(paths, 5, 1) == draw(list(reversed(paths)), 5, 1) != draw(paths, 5, 2)
    assert len(draw_cities(paths, 2, 1)) == 2
