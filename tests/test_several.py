"""Narrative and tables in separate files, and last year's report beside this year's."""

import json
from pathlib import Path

import pytest
from test_cli import gouji
from writers import to_docx_and_xlsx

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes, lint_document, lint_file
from gouji.readers import UnreadableError, read_bytes
from gouji.readers.several import joined
from gouji.readers.text import read_text

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"

TABLE = """收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t{income}\t本年支出合计\t{income}
年初结转和结余\t{opening}\t年末结转和结余\t{closing}
总计\t{total}\t总计\t{total}
"""
TITLE = "# {year}年度部门决算\n"
NARRATIVE = """一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为512.00万元，与上年相比减少{change}万元，下降{rate}%，主要原因是：项目减少。
"""


def _table(income: str, opening: str, closing: str, total: str) -> str:
    return TABLE.format(income=income, opening=opening, closing=closing, total=total)


def _said(findings):
    return [(f.code, f.message) for f in findings if f.severity >= Severity.WARNING]


NOW = _table("500.00", "12.00", "12.00", "512.00")
BEFORE = TITLE.format(year=2023) + _table("528.00", "12.00", "12.00", "540.00")


def test_a_narrative_is_checked_against_tables_in_another_file() -> None:
    text = TITLE.format(year=2024) + NARRATIVE.format(change="28.00", rate="5.19")
    tables = read_text(NOW.replace("512.00", "513.00"), "表.txt")
    report = lint_document(joined([read_text(text, "说明.txt"), tables]), Config())
    wrong = next(f for f in report.findings if f.code == "T101")
    assert report.document.place(wrong.span.start) == "3:18"
    assert next(report.document.place(related.span.start) for related in wrong.related).startswith("表.txt:8:")


def _has_the_findings_of_its_text(path: Path) -> None:
    words, sheets = to_docx_and_xlsx(path.read_text("utf-8"))
    both = lint_document(joined([read_bytes(words, "说明.docx"), read_bytes(sheets, "表.xlsx")]), Config())
    text = lint_file(path, Config())
    assert sorted(_said(both.findings)) == sorted(_said(text.findings))
    assert [s.id for s in both.statements if s.type] == [s.id for s in text.statements if s.type]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*决算*.txt")), ids=lambda path: path.stem)
def test_a_word_file_and_its_workbook_have_the_findings_of_the_text(path: Path) -> None:
    _has_the_findings_of_its_text(path)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="没有 ../shared/corpus：只在有语料的机器上运行")
@pytest.mark.parametrize("name", ["huyi-2024-final", "huzhu-2024-final", "beilin-2024-budget"])
def test_a_real_document_in_word_and_excel_has_the_findings_of_its_text(name: str) -> None:
    _has_the_findings_of_its_text(CORPUS / f"{name}.txt")


def test_changes_and_opening_balances_are_checked_against_last_year_s_report() -> None:
    text = TITLE.format(year=2024) + NOW + NARRATIVE.format(change="28.00", rate="5.19")
    assert _said(lint_document(read_text(text, "今年.txt"), Config(), read_text(BEFORE, "去年.txt")).findings) == []
    text = TITLE.format(year=2024) + NOW + NARRATIVE.format(change="20.00", rate="3.76")
    assert _said(lint_document(read_text(text, "今年.txt"), Config()).findings) == []
    report = lint_document(read_text(text, "今年.txt"), Config(), read_text(BEFORE, "去年.txt"))
    assert [code for code, _ in _said(report.findings)] == ["A102"]
    assert "应为28.00万元，文中为20.00万元" in report.findings[0].message
    assert "去年.txt:9:4" in [report.document.place(r.span.start) for r in report.findings[0].related]
    other = BEFORE.replace("年末结转和结余\t12.00", "年末结转和结余\t20.00")
    text = TITLE.format(year=2024) + NOW + NARRATIVE.format(change="28.00", rate="5.19")
    report = lint_document(read_text(text, "今年.txt"), Config(), read_text(other, "去年.txt"))
    assert [code for code, _ in _said(report.findings)] == ["X101"]
    assert report.document.file(report.findings[0].span.start) == "今年.txt"


def test_another_year_s_report_is_refused() -> None:
    with pytest.raises(UnreadableError, match="是2022年度的，不能作2024年度的上年"):
        lint_document(
            read_text(TITLE.format(year=2024) + NOW, "今年.txt"),
            Config(),
            read_text(BEFORE.replace("2023", "2022"), "前年.txt"),
        )


def test_a_contents_entry_of_a_table_in_another_file_is_not_missing() -> None:
    parts = (
        ("第一部分 部门概况", ""),
        ("一、主要职责", "负责水务。"),
        ("二、机构设置", "设办公室。"),
        ("三、工作任务", "清淤。"),
        ("第二部分 部门预算表", "见附件。"),
        ("第三部分 情况说明", ""),
        ("一、收支预算说明", "2025年收入预算12.00万元。"),
        ("第四部分 名词解释", "略。"),
    )
    titles = "\n".join(title for title, _ in parts).replace(
        "预算表", "预算表\n一、收支总表\n二、收入总表\n三、支出总表\n四、财政拨款收支总表"
    )
    body = "\n".join("\n".join(filter(None, part)) for part in parts)
    text = f"2025年部门预算\n目录\n{titles}\n\n{body}\n"
    assert "S109" not in {each.code for each in lint_bytes(text.encode(), "说明.txt", Config()).findings}
    table = "\n{}\n项目\t合计\n合计\t12.00\n\n"
    others = "".join(map(table.format, ("二、收入总表", "三、支出总表", "四、财政拨款收支总表")))
    here = text.replace("见附件。\n", others)
    assert "S109" in {each.code for each in lint_bytes(here.encode(), "说明.txt", Config()).findings}


def test_of_a_folder_the_narrative_leads_whatever_the_files_are_called(tmp_path: Path) -> None:
    tables = TITLE.format(year=2024) + TABLE.format(income="500.00", opening="12.00", closing="12.00", total="512.00")
    (tmp_path / "决算-附表.txt").write_text(tables, "utf-8")
    said = NARRATIVE.format(change="8.00", rate="1.54").replace("512.00", "521.00")
    (tmp_path / "决算.txt").write_text(TITLE.format(year=2024) + said, "utf-8")
    done = gouji("lint", str(tmp_path), "--together", "--format", "json", "--no-config")
    (file,) = json.loads(done.stdout)["files"]
    (finding,) = [each for each in file["findings"] if each["code"] == "T101"]
    assert finding["location"]["text"] == "521.00万元"
    assert "path" not in finding["location"]
    assert file["about"]["narrative"]
    assert file["about"]["tables"]
