"""Copies of the reviewer's own file: the findings are where they belong, and nothing else has changed."""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from packages import STRICT, WORD, p, part, r, relations, word, zipped
from pypdf.annotations import FreeText
from test_cli import BAD, GOOD, gouji
from test_pdf import A4, Paper
from writers import to_docx

from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_bytes, lint_document
from gouji.readers import read_bytes
from gouji.readers.several import joined
from gouji.readers.word_styles import Styles
from gouji.readers.word_text import Words, paragraphs
from gouji.reporters.docx import Docx
from gouji.reporters.pdf import annotated
from gouji.reporters.word_comments import commented
from gouji.reporters.word_looks import Looks
from gouji.reporters.word_ranges import Range, put

FOUND = 12
HEADING, BEFORE, WRONG, AFTER = (
    "十、机关运行经费支出情况说明",
    "2024年度机关运行经费支出60.00万元，比上年增加10.00万元，增长",
    "50.00%",
    "，主要原因是人员增加。",
)
WRONG_TEXT = f"{HEADING}\n{BEFORE}{WRONG}{AFTER}\n"


def copy(tmp_path: Path, form: str, name: str, data: bytes) -> bytes:
    """What `--format` hands back for a file."""
    source, made = tmp_path / name, tmp_path / f"made.{form}"
    source.write_bytes(data)
    done = gouji("lint", str(source), "--format", form, "-o", str(made), "--no-config")
    assert done.returncode == 1, done.stderr
    assert not done.stdout
    assert not done.stderr
    assert source.read_bytes() == data
    return made.read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def marked(root: etree._Element, space: str = WORD) -> dict[str, str]:
    """The text between the marks of each comment; every range has one beginning, one end and one reference behind it."""
    w = f"{{{space}}}"
    texts: dict[str, str] = {}
    active: list[str] = []
    closed: list[str] = []
    for element in root.iter():
        key = element.get(f"{w}id", "")
        if element.tag == f"{w}commentRangeStart":
            assert key not in texts
            texts[key] = ""
            active.append(key)
        elif element.tag == f"{w}commentRangeEnd":
            active.remove(key)
            closed.append(key)
        elif element.tag == f"{w}commentReference":
            closed.remove(key)
        elif element.tag in (f"{w}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"):
            for each in active:
                texts[each] += element.text or ""
    assert not active
    assert not closed
    return texts


def notes(data: bytes, name: str = "word/comments.xml", space: str = WORD) -> dict[str, str]:
    w = f"{{{space}}}"
    return {
        each.get(f"{w}id"): "\n".join("".join(line.itertext()) for line in each.iter(f"{w}p"))
        for each in etree.fromstring(parts(data)[name]).iter(f"{w}comment")
    }


@pytest.mark.parametrize("numbered", [False, True], ids=["numbers", "automatic"])
def test_a_word_file_gets_a_comment_on_every_finding(numbered: bool, tmp_path: Path) -> None:
    data = to_docx(BAD.read_text("utf-8"), numbered)
    made = copy(tmp_path, "docx", "说明.docx", data)
    before, after = lint_bytes(data, "说明.docx", Config()), lint_bytes(made, "说明.docx", Config())
    assert after.document.source == before.document.source
    assert after.document.anchors == before.document.anchors
    assert after.findings == before.findings
    texts, comments = marked(etree.fromstring(parts(made)["word/document.xml"])), notes(made)
    assert list(texts.values()) == [before.document.quote(finding.span) for finding in before.findings]
    assert len(texts) == FOUND
    assert set(comments) == set(texts)
    for finding, comment in zip(before.findings, comments.values(), strict=True):
        assert comment.startswith(f"错误 {finding.code}：{finding.message}")
        assert finding.formula in comment
        assert not finding.expected or f"应为：{finding.expected}" in comment
        assert not finding.fix or finding.fix.description in comment
    old, new = parts(data), parts(made)
    touched = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/styles.xml"}
    assert {name for name, content in old.items() if new[name] != content} == touched
    assert new.keys() - old.keys() == {"word/comments.xml"}
    opened = docx.Document(io.BytesIO(made))
    assert [(each.author, each.initials) for each in opened.comments] == [("gouji", "勾")] * FOUND


STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="别的"/></w:style>"""
CHINESE = """<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="annotation text"/></w:style>
<w:style w:type="character" w:styleId="a4"><w:name w:val="annotation reference"/></w:style>"""


@pytest.mark.parametrize(
    ("styles", "text", "reference"),
    [(STYLES, "CommentText", "CommentReference1"), (STYLES + CHINESE, "a3", "a4")],
    ids=["added", "there already"],
)
def test_comments_have_the_style_of_word_whatever_the_file_calls_it(
    styles: str, text: str, reference: str, tmp_path: Path
) -> None:
    data = word(p(HEADING) + p(BEFORE + WRONG + AFTER), styles=styles)
    old, new = parts(data), parts(copy(tmp_path, "docx", "说明.docx", data))
    comments = etree.fromstring(new["word/comments.xml"])
    assert {each.get(qn("w:val")) for each in comments.iter(qn("w:pStyle"))} == {text}
    assert len(list(comments.iter(qn("w:annotationRef")))) == len(comments) == 1
    body = etree.fromstring(new["word/document.xml"])
    marks = [each.getparent() for each in body.iter(qn("w:commentReference"))]
    assert [mark.find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val")) for mark in marks] == [reference]
    names = {
        each.get(qn("w:styleId")): each.find(qn("w:name")).get(qn("w:val"))
        for each in etree.fromstring(new["word/styles.xml"]).iter(qn("w:style"))
    }
    assert (names[text], names[reference]) == ("annotation text", "annotation reference")
    assert (old["word/styles.xml"] == new["word/styles.xml"]) == ("a3" in names)


def test_runs_keep_their_formatting_and_comments_that_were_there_stay(tmp_path: Path) -> None:
    bold, red = "<w:b/>", '<w:color w:val="FF0000"/>'
    old = '<w:comment w:id="7" w:author="科长"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'
    first = p('<w:commentRangeStart w:id="7"/>' + r(HEADING) + '<w:commentRangeEnd w:id="7"/>')
    first = first.replace("</w:p>", '<w:r><w:commentReference w:id="7"/></w:r></w:p>')
    body = first + p(r(BEFORE + "50", bold) + r(".00%" + AFTER, red))
    packed = parts(word(body))
    packed["word/comments.xml"] = part("comments", old).encode()
    packed["word/_rels/document.xml.rels"] = relations({"comments": "comments.xml"}).encode()
    data = zipped(packed)
    made = copy(tmp_path, "docx", "说明.docx", data)
    root = etree.fromstring(parts(made)["word/document.xml"])
    assert marked(root) == {"7": HEADING, "8": WRONG}
    assert notes(made)["7"] == "请核对"
    assert list(notes(made)) == ["7", "8"]
    runs = [
        (element.findtext(qn("w:t")), element.find(qn("w:rPr"))[0].tag)
        for element in root.iter(qn("w:p"))
        for element in element.iter(qn("w:r"))
        if element.find(qn("w:rPr")) is not None and len(element.find(qn("w:rPr")))
    ]
    assert runs == [(BEFORE, qn("w:b")), ("50", qn("w:b")), (".00%", qn("w:color")), (AFTER, qn("w:color"))]
    changed = {name for name, content in parts(data).items() if parts(made)[name] != content}
    assert changed == {"word/document.xml", "word/comments.xml"}


def test_the_strict_form_of_word_files(tmp_path: Path) -> None:
    made = copy(tmp_path, "docx", "说明.docx", word(p(HEADING) + p(BEFORE + WRONG + AFTER), STRICT))
    assert marked(etree.fromstring(parts(made)["word/document.xml"]), STRICT) == {"0": WRONG}
    assert list(notes(made, space=STRICT)) == ["0"]
    assert (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
        in parts(made)["word/_rels/document.xml.rels"]
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(f"<w:hyperlink>{r(BEFORE + WRONG)}</w:hyperlink>{r(AFTER)}"), WRONG),
        (p(f"{r(BEFORE)}<w:ins>{r(WRONG + AFTER)}</w:ins>"), WRONG),
        (p(f"<w:r><w:t>{BEFORE}</w:t><w:t>{WRONG}</w:t><w:tab/><w:t>{AFTER}</w:t></w:r>"), WRONG),
        # Word has no comments in text boxes: the run that the box hangs on is marked.
        (
            p(f"<w:r><w:t>见框</w:t><w:pict><w:txbxContent>{p(BEFORE + WRONG + AFTER)}</w:txbxContent></w:pict></w:r>"),
            None,
        ),
        # What stands in a ruby is marked with it.
        (p(f"{r(BEFORE)}<w:r><w:ruby><w:rubyBase>{r(WRONG)}</w:rubyBase></w:ruby></w:r>{r(AFTER)}"), WRONG),
    ],
    ids=["link", "inserted", "one run", "text box", "ruby"],
)
def test_where_a_number_may_stand(body: str, text: str | None, tmp_path: Path) -> None:
    data = word(p(HEADING) + body)
    made = copy(tmp_path, "docx", "说明.docx", data)
    root = etree.fromstring(parts(made)["word/document.xml"])
    texts = marked(root)
    assert texts == {"0": f"见框{BEFORE}{WRONG}{AFTER}" if text is None else text}
    for box in root.iter(qn("w:txbxContent"), qn("w:rubyBase")):
        assert not list(box.iter(qn("w:commentRangeStart"), qn("w:commentReference")))
    assert read_bytes(made, "说明.docx").source == read_bytes(data, "说明.docx").source


def test_a_finding_in_a_note_is_on_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    body = p(HEADING) + p(r("本部门的情况见注。") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    note = f'<w:footnote w:id="2">{p(BEFORE + WRONG + AFTER)}</w:footnote>'
    made = copy(tmp_path, "docx", "说明.docx", word(body, footnotes=note))
    assert marked(etree.fromstring(parts(made)["word/document.xml"])) == {"0": "本部门的情况见注。"}


TEXTS = st.text("收入支出，。1234567890.%", min_size=1, max_size=8)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=3), st.data())
def test_any_ranges_are_marked_exactly(content: list[list[str]], data: st.DataObject) -> None:
    body = "".join(p("".join(r(run, "<w:b/>") for run in runs)) for runs in content)
    texts = ["".join(runs) for runs in content]
    root = etree.fromstring(part("document", f"<w:body>{body}</w:body>").encode())
    words = Words(Styles(None))
    shown = [(each, words.read(each)) for each in paragraphs(root)]
    places = [(index, at) for index, text in enumerate(texts) for at in range(len(text))]
    expected = {}
    ranges = []
    for number in range(data.draw(st.integers(1, 5))):
        first = data.draw(st.integers(0, len(places) - 1))
        last = data.draw(st.integers(first, len(places) - 1))
        (one, begin), (other, end) = places[first], places[last]
        ranges.append(Range(str(number), one, begin, other, end + 1))
        expected[str(number)] = "".join(texts[index][at] for index, at in places[first : last + 1])
    put(ranges, shown, Looks())
    assert marked(root) == expected
    assert ["".join(each.itertext()) for each in paragraphs(root)] == texts
    runs = [run for run in root.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    assert all(run[0].find(qn("w:b")) is not None and len(run) == 2 for run in runs)


def test_a_file_without_findings_comes_back_as_it_is(tmp_path: Path) -> None:
    data = word(p("2024年度收入总计10.00万元。"))
    source, made = tmp_path / "说明.docx", tmp_path / "批.docx"
    source.write_bytes(data)
    assert gouji("lint", str(source), "--format", "docx", "-o", str(made), "--no-config").returncode == 0
    assert made.read_bytes() == data


def test_other_files_get_a_list_in_word(tmp_path: Path) -> None:
    made = docx.Document(io.BytesIO(copy(tmp_path, "docx", "说明.txt", BAD.read_bytes())))
    assert made.paragraphs[0].text == "问题清单"
    assert made.paragraphs[1].text == f"说明.txt：错误 {FOUND}"
    (table,) = made.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["位置", "代码", "级别", "问题", "文中", "应为", "算式", "依据"]
    assert len(rows) == FOUND + 1
    report = lint_bytes(BAD.read_bytes(), "说明.txt", Config())
    for row, finding in zip(rows[1:], report.findings, strict=True):
        assert row[:4] == [report.document.place(finding.span.start), finding.code, "错误", finding.message]
        assert row[5:7] == [finding.expected, finding.formula]
    again = Docx().copy("说明.txt", None, report, report.findings)
    assert again == (tmp_path / "made.docx").read_bytes()


def paper() -> Paper:
    drawn = Paper()
    drawn.text(70, 100, "2024年度部门决算情况说明", 16)
    drawn.page()
    drawn.text(70, 100, HEADING, 14)
    drawn.text(90, 130, "2024年度机关运行经费支出60.00万元，比上年增加10.00万元，")
    drawn.text(70, 150, f"增长{WRONG}{AFTER}")
    return drawn


def turned(data: bytes, turn: int, crop: tuple[float, float, float, float]) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    for page in writer.pages:
        page.mediabox = pypdf.generic.RectangleObject((0, 0, *A4))
        page.cropbox = pypdf.generic.RectangleObject(crop)
        page.rotate(turn)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "crop", [(0, 0, *A4), (30, 40, 560, 800), (-50, 40, 700, 800)], ids=["whole", "crop", "beyond"]
)
def test_a_pdf_gets_a_note_at_every_finding(turn: int, crop: tuple[float, float, float, float], tmp_path: Path) -> None:
    data = turned(paper().data(), turn, crop)
    made = copy(tmp_path, "pdf", "说明.pdf", data)
    assert made.startswith(data)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert not pages[0].annotations
    highlight, popup = (each.get_object() for each in pages[1].annotations)
    assert highlight["/Subtype"] == "/Highlight"
    assert highlight["/T"] == "gouji"
    assert highlight["/Contents"].startswith("错误 A101：")
    assert "应为：20.00%" in highlight["/Contents"]
    assert popup["/Subtype"] == "/Popup"
    assert popup["/Parent"].get_object() == highlight
    assert highlight["/Popup"].get_object() == popup
    left, bottom, right, top = (float(value) for value in highlight["/Rect"])
    points = [float(value) for value in highlight["/QuadPoints"]]
    assert (min(points[::2]), min(points[1::2]), max(points[::2]), max(points[1::2])) == (left, bottom, right, top)
    document = pypdfium2.PdfDocument(made)
    text = document[1].get_textpage().get_text_bounded(left + 1, bottom + 1, right - 1, top - 1)
    assert text.strip() == WRONG
    assert pypdfium2.raw.FPDFPage_GetAnnotCount(document[1]) == 2
    assert read_bytes(made, "说明.pdf").source == read_bytes(data, "说明.pdf").source


def test_only_the_number_is_highlighted_not_the_mark_behind_it(tmp_path: Path) -> None:
    drawn = Paper()
    drawn.text(70, 100, "三、部门人员情况", 14)
    drawn.text(90, 130, "截至2024年底，本部门人员编制72人，其中行政编制24人、事业编制46人。")
    made = copy(tmp_path, "pdf", "说明.pdf", drawn.data())
    highlight = pypdf.PdfReader(io.BytesIO(made)).pages[0].annotations[0].get_object()
    left, bottom, right, top = (float(value) for value in highlight["/Rect"])
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded(left + 1, bottom + 1, right - 1, top - 1)
    assert text.strip() == "72人"


def test_annotations_that_were_there_stay(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(paper().data()))
    writer.add_annotation(1, FreeText(text="请核对", rect=(100, 100, 200, 120)))
    data = io.BytesIO()
    writer.write(data)
    made = copy(tmp_path, "pdf", "说明.pdf", data.getvalue())
    found = [each.get_object() for each in pypdf.PdfReader(io.BytesIO(made)).pages[1].annotations]
    assert [each["/Subtype"] for each in found] == ["/FreeText", "/Highlight", "/Popup"]


def test_findings_at_one_place_share_a_note() -> None:
    data = paper().data()
    report = lint_bytes(data, "说明.pdf", Config())
    (finding,) = report.findings
    other = replace(finding, code="A109", severity=Severity.WARNING)
    made = annotated(data, report.document, [finding, other])
    highlight = pypdf.PdfReader(io.BytesIO(made)).pages[1].annotations[0].get_object()
    assert highlight["/Subj"] == "A101、A109"
    assert "\n\n疑点 A109：" in highlight["/Contents"]
    assert [float(value) for value in highlight["/C"]] == pytest.approx([1, 0.7, 0.7], abs=0.01)


def refused(*arguments: str, cwd: Path, stdin: bytes = b"") -> str:
    done: subprocess.CompletedProcess[str] = gouji("lint", *arguments, cwd=cwd, stdin=stdin)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.endswith("。\n")
    return done.stderr


def test_only_a_pdf_comes_back_as_one(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_bytes(GOOD.read_bytes())
    message = refused("说明.txt", "--format", "pdf=批.pdf", cwd=tmp_path)
    assert message.startswith("说明.txt：不是 PDF")
    assert "--format html" in message
    (tmp_path / "锁.pdf").write_bytes(locked())
    assert "加不上批注" in refused("锁.pdf", "--format", "pdf=批.pdf", cwd=tmp_path)
    assert not (tmp_path / "批.pdf").exists()


def locked() -> bytes:
    """A PDF that anyone may read and nobody may change."""
    writer = pypdf.PdfWriter(io.BytesIO(paper().data()))
    writer.encrypt("", "密", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "公开'03!表"
    rows = [["支出决算表"], ["单位：万元"], ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [["", "合计", 30.5, 20.25, 10.25], ["201", "一般公共服务支出", 31.5, 20.25, 10.25]]
    for row in rows:
        sheet.append(row)
    sheet["G1"] = "=C4+1"
    sheet["C5"].comment = openpyxl.comments.Comment("请核对", "科长")
    sheet["C5"].number_format = "0.00"
    made.create_sheet("说明")["A1"] = "说明"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize("name", ["公开表.xlsx", "公开表.xlsm"])
def test_a_workbook_gets_its_cells_marked_and_the_list_in_front(name: str, tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(copy(tmp_path, "xlsx", name, book())))
    assert made.sheetnames == ["问题清单", "公开'03!表", "说明"]
    assert made.active.title == "问题清单"
    assert [sheet.sheet_view.tabSelected for sheet in made] == [True, False, False]
    listed, sheet = made.worksheets[:2]
    assert listed.max_row == 2
    assert listed["B2"].value == "公开'03!表!C5"
    assert listed["B2"].hyperlink.location == "'公开''03!表'!C5"
    cell = sheet["C5"]
    assert cell.fill.fgColor.rgb == "00FFB3B3"
    assert (cell.value, cell.number_format) == (31.5, "0.00")
    assert cell.comment.text.startswith("请核对\n\n错误 F102：")
    assert "应为：30.50万元" in cell.comment.text
    assert sheet["G1"].value == "=C4+1"
    others = [each for row in sheet for each in row if each.coordinate != "C5"]
    assert not any(each.comment or each.fill.fill_type for each in others)


def test_several_files_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    faulty = word(p(HEADING) + p(BEFORE + WRONG + AFTER))
    (tmp_path / "a" / "说明.docx").write_bytes(faulty)
    (tmp_path / "a" / "坏.docx").write_bytes(b"PK")
    (tmp_path / "b" / "说明.txt").write_bytes(BAD.read_bytes())
    (tmp_path / "b" / "公开表.xlsx").write_bytes(book())
    done = gouji(
        "lint", "a", "b", "--format", "docx=批/注/", "--format", "xlsx=批/注/", "-j", "3", "--no-group", cwd=tmp_path
    )
    assert done.returncode == 2
    assert not done.stdout
    assert done.stderr.startswith("a/坏.docx：")
    names = {path.name for path in (tmp_path / "批" / "注").glob("*.docx")}
    assert names == {"说明-勾稽.docx", "说明-勾稽2.docx", "公开表-勾稽.docx"}
    assert list(notes((tmp_path / "批" / "注" / "说明-勾稽.docx").read_bytes())) == ["0"]
    made = openpyxl.load_workbook(tmp_path / "批" / "注" / "公开表-勾稽.xlsx")
    assert made.sheetnames == ["问题清单", "公开'03!表", "说明"]
    done = gouji("lint", "a/说明.docx", "b", "--no-group", "--format", "xlsx", "-o", "全部.xlsx", cwd=tmp_path)
    assert done.returncode == 1
    assert openpyxl.load_workbook(tmp_path / "全部.xlsx")["问题清单"].max_row == FOUND + 3


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    source = tmp_path / "说明.docx"
    data = word(p(HEADING) + p(BEFORE + WRONG + AFTER))
    source.write_bytes(data)
    (tmp_path / "好.txt").write_bytes(GOOD.read_bytes())
    assert "不能用报告覆盖" in refused("说明.docx", "--format", "docx", "-o", "./说明.docx", cwd=tmp_path)
    assert "不能用报告覆盖" in refused("说明.docx", "--format", "json=说明.docx", cwd=tmp_path)
    assert "docx=文件夹/" in refused("说明.docx", "好.txt", "--format", "docx=批.docx", cwd=tmp_path)
    assert "不要写文件夹" in refused("说明.docx", "--format", f"json={tmp_path}", cwd=tmp_path)
    assert "建不了" in refused("说明.docx", "--format", "docx=好.txt/", cwd=tmp_path)
    assert "-o 文件" in refused("说明.docx", "--format", "docx", cwd=tmp_path)
    assert "请写文件的路径" in refused("-", "--format", "pdf=批.pdf", cwd=tmp_path, stdin="2024年".encode())
    assert source.read_bytes() == data
    assert {path.name for path in tmp_path.iterdir()} == {"说明.docx", "好.txt"}


def test_what_is_found_in_another_file_read_with_it_is_noted_in_front() -> None:
    for name, data in (("说明.docx", word(p("正文。"))), ("说明.pdf", plain_pdf())):
        document = joined([read_bytes(data, name), read_bytes(WRONG_TEXT.encode(), "附.txt")])
        report = lint_document(document, Config())
        (finding,) = report.findings
        assert document.file(finding.span.start) == "附.txt"
        if name.endswith(".docx"):
            made = commented(data, document, [finding])
            assert marked(etree.fromstring(parts(made)["word/document.xml"])) == {"0": "正文。"}
            note = notes(made)["0"]
        else:
            made = annotated(data, document, [finding])
            note = pypdf.PdfReader(io.BytesIO(made)).pages[0].annotations[0].get_object()["/Contents"]
        assert note.startswith("附.txt:2:")


def plain_pdf() -> bytes:
    drawn = Paper()
    drawn.text(70, 100, "2024年度部门决算公开的说明文字，没有数。")
    return drawn.data()
