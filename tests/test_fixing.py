"""--fix, --diff, --backup, --tables, --prior, --together: what the command line does to and with files."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from lxml import etree

from gouji.cli import main
from gouji.readers import read_bytes
from gouji.readers.word_edit import TextChange, changed_word

TEXT = """# 2024年度部门决算
三、部门人员情况
截止2024年底，本部门人员编制20人。
"""


def _run(*arguments: str):
    return CliRunner().invoke(main, ["lint", *arguments])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_safe_fixes_are_written_in_the_file_s_own_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    result = _run(str(path), "--fix", "--backup")
    assert "改了 1 处" in result.output
    assert path.read_bytes().decode(encoding) == TEXT.replace("截止", "截至").replace("\n", "\r\n")
    assert (tmp_path / "说明.txt.bak").read_bytes().decode(encoding) == TEXT.replace("\n", "\r\n")
    fixed = path.read_bytes()
    assert "改了" not in _run(str(path), "--fix").output
    assert path.read_bytes() == fixed


def test_a_diff_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(TEXT, "utf-8")
    output = _run(str(path), "--diff").output
    assert "-截止2024年底" in output
    assert "+截至2024年底" in output
    assert path.read_text("utf-8") == TEXT


def test_settings_and_comments_are_honoured(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(TEXT, "utf-8")
    _run(str(path), "--fix", "--ignore", "W101")
    assert path.read_text("utf-8") == TEXT
    path.write_text(TEXT.replace("截止", "<!-- gouji: ignore W101 原文如此 -->\n截止"), "utf-8")
    _run(str(path), "--fix")
    assert "截止" in path.read_text("utf-8")


def test_unsafe_fixes_only_when_asked_for(tmp_path: Path) -> None:
    text = "# 2024年度部门决算\n三、支出决算情况说明\n2024年度本年支出合计100.00万元，其中：基本支出60.00万元，占61.00%；项目支出40.00万元，占40.00%。\n"
    path = tmp_path / "说明.md"
    path.write_text(text, "utf-8")
    _run(str(path), "--fix")
    safe = path.read_text("utf-8")
    _run(str(path), "--unsafe-fixes")
    assert path.read_text("utf-8") == text.replace("61.00%", "60.00%")
    assert safe in (text, text.replace("61.00%", "60.00%"))


def _word(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("2024年度部门决算")
    document.add_paragraph("三、部门人员情况")
    paragraph = document.add_paragraph("截")
    paragraph.add_run("止").bold = True
    paragraph.add_run("2024年底，本部门人员编制20人。")
    document.save(str(path))


def test_a_word_file_keeps_its_runs(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    _word(path)
    before = path.read_bytes()
    assert "改了 1 处" in _run(str(path), "--fix", "--backup").output
    assert (tmp_path / "说明.docx.bak").read_bytes() == before
    after = docx.Document(str(path)).paragraphs[2]
    assert after.text == "截至2024年底，本部门人员编制20人。"
    assert [run.bold for run in after.runs] == [None, True, None]
    fixed = path.read_bytes()
    _run(str(path), "--fix")
    assert path.read_bytes() == fixed


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _states(data: bytes) -> tuple[str, str]:
    """The text of a Word file with its revisions accepted, and with them rejected."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    gone = {"accepted": f"{W}del", "rejected": f"{W}ins"}
    found = []
    for way in ("accepted", "rejected"):
        texts = list(root.iter(f"{W}t", f"{W}delText"))
        kept = [each.text or "" for each in texts if not any(a.tag == gone[way] for a in each.iterancestors())]
        found.append("".join(kept))
    return found[0], found[1]


def test_fixes_of_a_word_file_as_revisions(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    _word(path)
    before = _states(path.read_bytes())[0]
    assert "改了 1 处，写成修订" in _run(str(path), "--fix", "--track").output
    data = path.read_bytes()
    assert _states(data) == (before.replace("截止", "截至"), before)
    assert 'w:author="gouji"' in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert [run.bold for run in docx.Document(io.BytesIO(data)).paragraphs[2].runs] == [None, None]
    assert "改了" not in _run(str(path), "--fix", "--track").output
    assert path.read_bytes() == data


def test_a_revision_parts_the_insertion_of_somebody_else() -> None:
    document = docx.Document()
    inserted = document.add_paragraph()._p.makeelement(f"{W}ins", {f"{W}id": "7", f"{W}author": "张三"})
    document.paragraphs[0]._p.append(inserted)
    inserted.append(document.paragraphs[0].add_run("本部门截止2024年底编制20人")._r)
    stream = io.BytesIO()
    document.save(stream)
    changes = [TextChange(1, 4, 5, "止", "至"), TextChange(1, 13, 13, "", "共")]
    data = changed_word(stream.getvalue(), "说明.docx", changes, tracked=True)
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    authors = [each.get(f"{W}author") for each in root.iter(f"{W}ins")]
    assert authors == ["张三", "gouji", "张三", "gouji", "张三"]
    assert not [each for each in root.iter(f"{W}ins") for a in each.iterancestors() if a.tag == each.tag]
    keys = [each.get(f"{W}id") for each in root.iter(f"{W}ins", f"{W}del")]
    assert len(keys) == len(set(keys))
    assert _states(data)[0] == "本部门截至2024年底编制共20人"


def test_a_number_is_one_revision(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    document = docx.Document()
    for line in (
        "2024年度部门决算",
        "三、支出决算情况说明",
        "2024年度本年支出合计100.00万元，其中：基本支出60.00万元，占61.00%；项目支出40.00万元，占40.00%。",
    ):
        document.add_paragraph(line)
    document.save(str(path))
    _run(str(path), "--unsafe-fixes", "--track")
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    assert ["".join(each.itertext()) for each in root.iter(f"{W}ins", f"{W}del")] == ["60.00%", "61.00%"]


def test_what_can_t_be_tracked_is_said_and_left(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(TEXT, "utf-8")
    assert "修订只能写在 Word 文件里" in _run(str(path), "--fix", "--track").output
    assert path.read_text("utf-8") == TEXT
    result = _run(str(path), "--track")
    assert result.exit_code == 2
    assert "--track 要与 --fix" in result.output


def test_a_change_that_does_not_stand_there_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "说明.docx"
    _word(path)
    data = changed_word(path.read_bytes(), str(path), [TextChange(3, 0, 2, "截至", "至于")])
    assert read_bytes(data, "说明.docx").source == read_bytes(path.read_bytes(), "说明.docx").source
    changed = changed_word(path.read_bytes(), str(path), [TextChange(3, 0, 2, "截止", "至")])
    runs = docx.Document(io.BytesIO(changed)).paragraphs[2].runs
    assert [run.text for run in runs] == ["至", "", "2024年底，本部门人员编制20人。"]


def test_what_can_t_be_fixed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "说明.html"
    path.write_text(f"<html><body>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</body></html>", "utf-8")
    assert "只能改单个的文本、Markdown 与 Word 文件" in _run(str(path), "--fix").output


TABLE = """收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
本年收入合计\t500.00\t本年支出合计\t500.00
年初结转和结余\t12.00\t年末结转和结余\t12.00
总计\t512.00\t总计\t512.00
"""
NARRATIVE = """# 2024年度部门决算
一、收入支出决算总体情况说明
2024年度收入总计、支出总计均为513.00万元，与上年相比减少27.00万元，下降5.00%，主要原因是：项目减少。
"""


def test_tables_last_year_and_files_that_belong_together(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    (folder / "说明.txt").write_text(NARRATIVE, "utf-8")
    (tmp_path / "表.txt").write_text(TABLE, "utf-8")
    assert "T101" not in _run(str(folder)).output
    output = _run(str(folder), "--tables", str(tmp_path / "表.txt")).output
    assert "T101" in output
    assert "表.txt:8:" in output
    before = "# 2023年度部门决算\n" + TABLE.replace("500.00", "588.00").replace("512.00", "600.00")
    (tmp_path / "去年.txt").write_text(before, "utf-8")
    output = _run(str(folder), "--prior", str(tmp_path / "去年.txt")).output
    assert "去年.txt:9:" in output
    assert "600.00万元" in output
    (folder / "表.txt").write_text(TABLE, "utf-8")
    output = _run(str(folder), "--together").output
    assert "T101" in output
    assert "共 1 个文件" in output or "个文件" not in output


def test_an_unreadable_table_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text(NARRATIVE, "utf-8")
    result = _run(str(tmp_path / "说明.txt"), "--tables", str(tmp_path / "没有.xlsx"))
    assert result.exit_code == 2
    assert "没有.xlsx：文件不存在" in result.output
