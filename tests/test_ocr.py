"""Pages that are pictures: what a machine recognises on them becomes a page like any other. The machine is a double that
says what stands on the paper the picture was taken of; the last test asks the real one, where it is installed."""

import subprocess
import sys
from base64 import b64decode, b64encode
from io import BytesIO
from math import cos, radians, sin

import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner
from docx import Document as Word
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from test_pdf import A4, EDGES, HEAD, ROWS, Paper

from gouji.cli import main
from gouji.config import Config
from gouji.document import Document, Table
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers import Limits, UnreadableError, read_bytes, read_file
from gouji.readers.ocr import scan
from gouji.readers.ocr.crop import Crops
from gouji.readers.ocr.engine import MissingEngineError, Sign, installed
from gouji.readers.ocr.file import is_large, picture
from gouji.readers.ocr.picture import page_of, shot
from gouji.readers.ocr.ruling import ink, runs, skew
from gouji.readers.pdf import read_pdf
from gouji.readers.pdf.lines import lines_of, split
from gouji.readers.pdf.page import Glyph, Page, Rule
from gouji.readers.pdf.pages import read_page
from gouji.readers.pdf.tables import grids
from gouji.readers.several import joined
from gouji.report import Report
from gouji.reporters.html import Html
from gouji.reporters.view import view

DPI = 150
SCALE = 200 / 72  # at which a page is read
WHITE = (255, 255, 255)


class Teller:
    """An engine that knows what stands on the upper half of the paper: words with wide gaps are lines of their own. What
    stands on its head it reads, but is not sure of."""

    def __init__(self, paper: bytes, score: float = 0.999) -> None:
        document = pypdfium2.PdfDocument(paper)
        self.pages = [read_page(document, index) for index in range(len(document))]
        self.score = score
        self.asked = 0

    def lines(self, picture: np.ndarray) -> list[list[Sign]]:
        page = self.pages[self.asked % len(self.pages)]
        self.asked += 1
        upright = (picture.shape[1] > picture.shape[0]) == (page.width > page.height)
        half = picture.shape[0] // 2
        on_its_head = upright and (picture[:half] < 100).sum() < (picture[half:] < 100).sum()
        score = 0.3 if on_its_head else self.score
        found = []
        for line in lines_of(page.glyphs):
            for piece in split(line, 0.7):
                signs = []
                for glyph in piece.glyphs:
                    box = (glyph.x0, glyph.base - 0.9 * glyph.em, glyph.x1, glyph.base + 0.2 * glyph.em)
                    if not upright:
                        box = (page.height - box[3], box[0], page.height - box[1], box[2])
                    signs.append(Sign(glyph.text, *(SCALE * each for each in box), score))
                found.append(signs)
        return found


def scanned(paper: bytes, askew: float = 0.0, turned: int = 0, over=lambda picture: picture) -> bytes:
    """A PDF of pictures of a paper's pages, turned clockwise by some degrees."""
    document = pypdfium2.PdfDocument(paper)
    pictures = []
    for page in document:
        picture = over(page.render(scale=DPI / 72).to_pil().convert("RGB"))
        picture = picture.rotate(-askew, Image.Resampling.BICUBIC, fillcolor=WHITE)
        pictures.append(picture.rotate(-90 * turned, expand=True))
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI)
    return buffer.getvalue()


@pytest.fixture
def paper() -> bytes:
    sheet = Paper()
    sheet.text(A4[0] / 2, 80, "支出决算表", 16, centre=True)
    sheet.text(430, 110, "单位：万元", 9)
    sheet.ruled(120, [HEAD, *ROWS])
    sheet.text(70, 300, "2024年度支出决算合计1,234.56万元，比上年增加34.56万元，增长2.88%。")
    return sheet.data()


@pytest.fixture
def read(paper: bytes, monkeypatch: pytest.MonkeyPatch):
    def with_machine(data: bytes, score: float = 0.999) -> Document:
        monkeypatch.setattr(scan, "installed", lambda: Teller(paper, score))
        return read_pdf(data, "扫描.pdf", Limits(ocr=600))

    return with_machine


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for block in document.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.parametrize("askew", [0.0, 1.0, -2.3])
def test_a_scan_says_what_the_paper_says(paper: bytes, read, askew: float) -> None:
    printed = read_pdf(paper, "打印.pdf")
    document = read(scanned(paper, askew))
    assert cells(document) == cells(printed) == [HEAD, *ROWS]
    assert document.source.split() == printed.source.split()
    assert document.remarks == ["第1页为图片，文字由机器识别，可能有误，据此发现的问题只作疑点"]


def test_a_page_that_lies_on_its_side_is_turned(paper: bytes, read) -> None:
    assert cells(read(scanned(paper, turned=1))) == [HEAD, *ROWS]


def test_each_character_knows_how_sure_the_machine_was(paper: bytes, read) -> None:
    document = read(scanned(paper), 0.875)
    at = document.source.index("34.56万元")
    assert [score for _, score in document.recognised.within(document.blocks[-1].span)][:3] == [0.875] * 3
    assert "".join(document.source[offset] for offset in document.recognised.offsets) == "".join(
        document.source.split()
    )
    both = joined([read_pdf(paper, "打印.pdf"), document])
    assert both.recognised.offsets[0] == both.source.index("支出决算表", at)


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
def test_a_number_is_shown_where_it_stands_on_the_crooked_page(paper: bytes, read, turned: int) -> None:
    askew = 2.0
    straight, crooked = read(scanned(paper)), read(scanned(paper, askew, turned))
    boxes = []
    for document in (straight, crooked):
        anchor = document.anchor(document.source.index("234.56"))
        assert anchor is not None
        assert anchor.box is not None
        boxes.append(((anchor.box[0] + anchor.box[2]) / 2, (anchor.box[1] + anchor.box[3]) / 2))
    x, y = boxes[0][0] - A4[0] / 2, boxes[0][1] - A4[1] / 2
    x, y = x * cos(radians(askew)) - y * sin(radians(askew)), x * sin(radians(askew)) + y * cos(radians(askew))
    if turned == 1:
        x, y = -y + A4[1] / 2, x + A4[0] / 2
    elif turned == 3:
        x, y = y + A4[1] / 2, -x + A4[0] / 2
    else:
        x, y = (-x, -y) if turned else (x, y)
        x, y = x + A4[0] / 2, y + A4[1] / 2
    assert boxes[1] == pytest.approx((x, y), abs=3)


def test_a_seal_a_grey_head_and_a_grey_page_change_nothing(paper: bytes, read) -> None:
    def spoilt(picture: Image.Image) -> Image.Image:
        picture = Image.blend(picture, Image.new("RGB", picture.size, (150, 150, 150)), 0.4)
        draw = ImageDraw.Draw(picture)
        scale = DPI / 72
        draw.ellipse((300 * scale, 150 * scale, 400 * scale, 250 * scale), outline=(230, 30, 30), width=6)
        draw.line((250 * scale, 205 * scale, 450 * scale, 205 * scale), fill=(230, 30, 30), width=3)
        return picture

    assert cells(read(scanned(paper, over=spoilt))) == [HEAD, *ROWS]


def test_strokes_of_characters_are_no_ruling_lines() -> None:
    picture = Image.new("L", (1000, 600), 255)
    draw = ImageDraw.Draw(picture)
    draw.line((50, 100, 950, 103), fill=0, width=3)  # not quite level
    draw.line((500, 50, 500, 550), fill=0, width=2)
    for x in range(60, 900, 40):
        draw.line((x, 300, x + 24, 300), fill=0, width=3)
        draw.line((x + 12, 280, x + 12, 320), fill=0, width=3)
    draw.rectangle((100, 400, 400, 450), fill=0)
    level, upright = runs(ink(np.asarray(picture), 200), 200)
    assert [(round(run.at), round(run.start, -1), round(run.end, -1)) for run in upright] == [(500, 50, 550)]
    assert [round(run.at / 10) for run in level if run.end - run.start > 500] == [10]
    assert all(abs(run.at - 101.5) < 2 or 390 < run.at < 460 for run in level)


@pytest.mark.parametrize("askew", [-4.0, -0.3, 0.0, 1.0, 2.75])
def test_how_far_a_page_is_askew(paper: bytes, askew: float) -> None:
    picture = next(iter(pypdfium2.PdfDocument(paper))).render(scale=1.5).to_pil().convert("L")
    crooked = np.asarray(picture.rotate(-askew, Image.Resampling.BICUBIC, fillcolor=255))
    assert skew(ink(crooked, 108)) == pytest.approx(askew, abs=0.05)


def test_a_picture_without_text_stays_unread(paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    teller = Teller(paper)
    monkeypatch.setattr(teller, "lines", lambda _: [])
    monkeypatch.setattr(scan, "installed", lambda: teller)
    with pytest.raises(UnreadableError, match="只有图片"):
        read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600))


def test_a_huge_page_is_drawn_small() -> None:
    sheet = Paper((5000.0, 5000.0))
    sheet.text(70, 80, "决算")
    paper = sheet.data()
    document = pypdfium2.PdfDocument(paper)
    taken = shot(document, read_page(document, 0))
    assert taken.pixels.shape[0] * taken.pixels.shape[1] < 12_100_000
    assert page_of(1, taken, Teller(paper)).width == pytest.approx(5000, abs=2)


@pytest.mark.parametrize("how", ["option", "configuration"])
def test_without_an_engine_one_sentence_says_how_to_get_it(
    paper: bytes, tmp_path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def missing() -> None:
        raise MissingEngineError

    monkeypatch.setattr(scan, "installed", missing)
    path = tmp_path / "扫描.pdf"
    path.write_bytes(scanned(paper))
    (tmp_path / "gouji.toml").write_text("ocr = true\n" if how == "configuration" else "", "utf-8")
    monkeypatch.setattr("gouji.handing._is_text", bool)  # read in this process, with the double
    result = CliRunner().invoke(main, ["lint", str(path), *(["--ocr"] if how == "option" else [])])
    assert result.exit_code == 2
    assert "pip install 'gouji[ocr]'" in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_engine_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    installed.cache_clear()
    with pytest.raises(MissingEngineError):
        installed()


def test_a_pdf_with_text_needs_nothing_of_it(paper: bytes, tmp_path) -> None:
    path = tmp_path / "打印.pdf"
    path.write_bytes(paper)
    code = (
        "import sys; from pathlib import Path; from gouji.readers import Limits, read_file;"
        f"read_file(Path({str(path)!r}), Limits(ocr=600));"
        "print([m for m in sys.modules if m.split('.')[0] in ('numpy', 'PIL', 'rapidocr') or '.ocr' in m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_real_engine_reads_amounts() -> None:
    pytest.importorskip("rapidocr", reason="gouji[ocr] is not installed")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    rows = [["Total", "8,361.07", "6,083.90", "2,277.17"], ["Part", "31,608.33", "1,000.50", "30,607.83"]]
    sheet = Paper()
    sheet.canvas.grid(EDGES[1:], [A4[1] - 120 - 20 * number for number in range(3)])
    sheet.canvas.setFont("Vera", 9)
    for y, row in enumerate(rows):
        for text, left in zip(row, EDGES[1:], strict=False):
            sheet.canvas.drawString(left + 4, A4[1] - 134 - 20 * y, text)
    document = read_pdf(scanned(sheet.data(), 0.8), "扫描.pdf", Limits(ocr=600))
    assert cells(document) == rows
    assert all(score > 0.9 for score in document.recognised.scores)


def test_what_hangs_on_recognised_figures_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Paper()
    sheet.text(70, 80, "2024年度支出决算合计1,234.56万元，比上年增加34.56万元，增长9.88%。")
    paper = sheet.data()
    monkeypatch.setattr(scan, "installed", lambda: Teller(paper))
    printed = lint_document(read_pdf(paper, "打印.pdf"), Config())
    read = lint_document(read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600)), Config())
    assert [(each.code, each.severity) for each in printed.findings] == [("A101", Severity.ERROR)]
    assert [(each.code, each.severity) for each in read.findings] == [("A101", Severity.WARNING)]
    assert read.findings[0].message.endswith("（据识别的文字）")
    assert read.findings[0].fix is None or not read.findings[0].fix.safe


def table_of(rows: list[list[str]]) -> bytes:
    sheet = Paper()
    sheet.text(A4[0] / 2, 80, "支出决算表", 16, centre=True)
    sheet.text(470, 90, "公开03表", 9)
    sheet.text(70, 110, "编制单位：云岭区图书馆", 9)
    sheet.text(430, 110, "单位：万元", 9)
    sheet.ruled(120, [HEAD, *rows])
    return sheet.data()


def linted(rows: list[list[str]], monkeypatch: pytest.MonkeyPatch, score: float = 0.999) -> Report:
    """A picture of a table, linted."""
    paper = table_of(rows)
    monkeypatch.setattr(scan, "installed", lambda: Teller(paper, score))
    return lint_document(read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600)), Config())


def with_total(text: str) -> list[list[str]]:
    return [*ROWS[:-1], ["合计", "", text, "1,000.00", "234.56"]]


def test_a_total_that_no_misreading_explains_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    report = linted(with_total("1,999.56"), monkeypatch)
    assert [each.severity for each in report.findings] == [Severity.WARNING]
    assert report.document.quote(report.findings[0].span) == "1,999.56"
    assert not any("识别存疑" in doubt.text for doubt in report.doubts)


@pytest.mark.parametrize("text", ["1,284.56", "1,234.58", "11,234.56", "123,456"])
def test_a_total_that_one_misread_character_explains_is_a_doubt(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    report = linted(with_total(text), monkeypatch)
    assert report.findings == []
    assert any(f"“{text}”识别存疑" in doubt.text for doubt in report.doubts)


def test_figures_that_the_machine_is_not_sure_of_accuse_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    report = linted(with_total("1,999.56"), monkeypatch, 0.8)
    assert report.findings == []
    assert any("识别存疑" in doubt.text for doubt in report.doubts)


def test_a_table_with_ink_that_nobody_read_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = with_total("1,999.56")
    paper = table_of(rows)
    teller = Teller(paper)
    read = teller.lines
    monkeypatch.setattr(
        teller, "lines", lambda picture: [line for line in read(picture) if line[0].text + line[1].text != "23"]
    )
    monkeypatch.setattr(scan, "installed", lambda: teller)
    report = lint_document(read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600)), Config())
    assert report.findings == []
    table = next(block for block in report.document.blocks if isinstance(block, Table))
    assert any("没有认出来" in doubt for doubt in table.doubts)


def test_pages_for_which_there_is_no_time_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Paper()
    for number in (1, 2, 3):
        sheet.text(70, 80, f"第{number}部分 部门决算情况说明，全年支出共计1,234.56万元。")
        sheet.page()
    paper = sheet.data()
    monkeypatch.setattr(scan, "installed", lambda: Teller(paper))
    clock = iter([0.0, 0.0, 100.0, 700.0, 800.0])
    monkeypatch.setattr(scan, "monotonic", lambda: next(clock))
    document = read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600))
    assert document.remarks == [
        "第3页为图片，没有读取",
        "第1、2页为图片，文字由机器识别，可能有误，据此发现的问题只作疑点",
        "第3页来不及识别，可用 --timeout 给更多的时间",
    ]


def test_invisible_text_behind_a_picture_is_recognised_text(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "2024年度支出决算合计1,234.56万元，比上年增加34.56万元，增长9.88%。"
    sheet = Paper()
    text = sheet.canvas.beginText(70, A4[1] - 80)
    sheet.text(0, -50, "", 12)  # chooses the font
    text.setFont(sheet.canvas._fontname, 12)
    text.setTextRenderMode(3)
    text.textLine(said)
    sheet.canvas.drawText(text)
    sheet.picture()
    behind = sheet.data()
    report = lint_document(read_pdf(behind, "扫描.pdf"), Config())
    assert said in report.document.source
    assert report.findings == []
    assert any("识别存疑" in doubt.text for doubt in report.doubts)
    assert "衬在后面的文字是别的程序识别的" in report.document.remarks[0]
    monkeypatch.setattr(scan, "installed", lambda: Teller(behind))
    again = lint_document(read_pdf(behind, "扫描.pdf", Limits(ocr=600)), Config())
    assert [each.severity for each in again.findings] == [Severity.WARNING]
    assert again.document.remarks == ["第1页为图片，文字由机器识别，可能有误，据此发现的问题只作疑点"]


class Unsure(Teller):
    """An engine that is not sure of some characters: the first of the texts that it takes them for."""

    def __init__(self, paper: bytes, *texts: tuple[str, int]) -> None:
        super().__init__(paper)
        self.texts = texts

    def lines(self, picture: np.ndarray) -> list[list[Sign]]:
        found = super().lines(picture)
        for text, at in self.texts:
            line = next(line for line in found if "".join(sign.text for sign in line) == text)
            line[at] = line[at]._replace(score=0.6)
        return found


def linted_unsure(rows: list[list[str]], monkeypatch: pytest.MonkeyPatch, *texts: tuple[str, int]) -> Report:
    paper = table_of(rows)
    monkeypatch.setattr(scan, "installed", lambda: Unsure(paper, *texts))
    return lint_document(read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600)), Config())


def test_an_unsure_digit_is_read_as_the_table_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    report = linted_unsure(with_total("1,254.56"), monkeypatch, ("1,254.56", 3))
    assert report.findings == []
    assert any("“1,254.56”识别存疑，按表内的勾稽关系读作“1,234.56”" in doubt.text for doubt in report.doubts)
    total = next(c for s in report.statements for c in s.cells if report.document.quote(c.span) == "1,254.56")
    assert total.quantity.value == 12345600
    assert all(relation.is_met for relation in report.tieout.relations)


def test_a_digit_that_the_machine_was_sure_of_is_not_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    report = linted_unsure(with_total("1,999.56"), monkeypatch, ("1,999.56", 2))
    assert not any("读作" in doubt.text for doubt in report.doubts)


LOW = (595.0, 260.0)


@pytest.fixture
def table() -> bytes:
    """A paper as high as the table on it."""
    sheet = Paper(LOW)
    sheet.text(LOW[0] / 2, 40, "支出决算表", 16, centre=True)
    sheet.text(430, 60, "单位：万元", 9)
    sheet.ruled(80, [HEAD, *ROWS[:-1], ["合计", "", "1,999.56", "1,000.00", "234.56"]])
    return sheet.data()


def picture_of(paper: bytes, turned: int = 0) -> bytes:
    picture = next(iter(pypdfium2.PdfDocument(paper))).render(scale=SCALE).to_pil().convert("RGB")
    buffer = BytesIO()
    picture.rotate(-90 * turned, expand=True).save(buffer, "PNG")
    return buffer.getvalue()


SAID = "文字由机器识别，可能有误，据此发现的问题只作疑点"


def file_with(picture: bytes, kind: str) -> bytes:
    """A file with a sentence, a table as a picture, and a sentence."""
    texts = ("2024年度支出决算合计1,999.56万元。", "无其他需要说明的事项。")
    if kind == "html":
        source = f"data:image/png;base64,{b64encode(picture).decode()}"
        return f"<h1>决算</h1><p>{texts[0]}</p><p><img src='{source}'></p><p>{texts[1]}</p>".encode()
    if kind == "pdf":
        sheet = Paper()
        sheet.text(70, 80, texts[0])
        sheet.canvas.drawImage(ImageReader(BytesIO(picture)), 0, A4[1] - 100 - LOW[1], *LOW)
        sheet.text(70, 420, texts[1])
        return sheet.data()
    word, buffer = Word(), BytesIO()
    word.add_paragraph(texts[0])
    word.add_picture(BytesIO(picture))
    word.add_paragraph(texts[1])
    word.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_a_table_on_a_picture_beside_text_is_read(table: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "installed", lambda: Teller(table))
    data = file_with(picture_of(table), kind)
    document = read_bytes(data, f"公开.{kind}", Limits(ocr=600))
    assert cells(document) == [HEAD, *ROWS[:-1], ["合计", "", "1,999.56", "1,000.00", "234.56"]]
    words = "".join(document.source.split())
    assert words.index("支出决算合计") < words.index("20701") < words.index("无其他")
    assert document.remarks == [f"第1页有图片，{SAID}" if kind == "pdf" else f"有1张图片，{SAID}"]
    report = lint_document(document, Config())
    assert {each.severity for each in report.findings} == {Severity.WARNING}
    plain = read_bytes(data, f"公开.{kind}")
    assert not cells(plain)
    assert not plain.recognised.offsets


def test_a_picture_on_its_side_beside_text_is_read_and_shown_where_it_lies(
    table: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "installed", lambda: Teller(table))
    sheet = Paper()
    sheet.text(70, 40, "2024年度支出决算合计1,999.56万元，比上年增加34.56万元。")
    sheet.canvas.drawImage(ImageReader(BytesIO(picture_of(table, 1))), 100, A4[1] - 60 - LOW[0], LOW[1], LOW[0])
    document = read_pdf(sheet.data(), "公开.pdf", Limits(ocr=600))
    assert "合计 1,999.56 1,000.00 234.56" in " ".join(" ".join(filter(None, row)) for row in cells(document))
    straight = read_pdf(table, "表.pdf")
    box, upright = (
        each.anchor(each.source.rindex("1,999.56")).box  # type: ignore[union-attr]
        for each in (document, straight)
    )
    assert box == pytest.approx(
        (100 + LOW[1] - upright[3], 60 + upright[0], 100 + LOW[1] - upright[1], 60 + upright[2]), abs=4
    )


def test_what_hangs_on_an_empty_place_of_a_recognised_table_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = table_of(ROWS)
    monkeypatch.setattr(scan, "installed", lambda: Teller(paper))
    document = read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600))
    empty = next(cell for _, table in document.tables() for row in table.rows for cell in row if not cell.text)
    assert document.is_recognised(empty.span)
    assert not read_pdf(paper, "打印.pdf").is_recognised(empty.span)


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_a_report_shows_what_was_recognised(table: bytes, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "installed", lambda: Teller(table))
    report = lint_document(read_bytes(file_with(picture_of(table), kind), f"公开.{kind}", Limits(ocr=600)), Config())
    assert report.document.quote(report.findings[0].span) == "1,999.56"
    shown = view("公开", report, report.findings).findings[0].crops[0][1]
    head, _, data = shown.partition(",")
    assert head == "data:image/jpeg;base64"
    cut = np.asarray(Image.open(BytesIO(b64decode(data)))).astype(int)
    assert 20 < cut.shape[0] < 150 < cut.shape[1] < 700
    red = np.nonzero((cut[:, :, 0] - cut[:, :, 1] > 60).any(axis=0))[0]
    inside = cut[:, red[0] + 5 : red[-1] - 4]
    assert (inside.max(axis=2) < 110).any(axis=0).mean() > 0.5  # the digits stand in the frame
    body = Html(colour=False, doubts=False).piece("公开", report, report.findings).body
    assert shown in body


def test_pictures_in_a_report_are_bounded(table: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "installed", lambda: Teller(table))
    monkeypatch.setattr("gouji.readers.ocr.crop._MOST", 3)
    document = read_pdf(scanned(table), "扫描.pdf", Limits(ocr=600))
    crops = Crops(document)
    spans = [cell.span for _, each in document.tables() for row in each.rows for cell in row if cell.text]
    assert sum(bool(crops.of(span)) for span in spans) == 3
    crops.close()


def test_what_was_recognised_is_kept_for_the_next_run(paper: bytes, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path))
    teller = Teller(paper)
    monkeypatch.setattr(scan, "installed", lambda: teller)
    data = scanned(paper, 1.0)
    first = read_pdf(data, "扫描.pdf", Limits(ocr=600, keep=True))
    second = read_pdf(data, "扫描.pdf", Limits(ocr=600, keep=True))
    assert teller.asked == 1
    assert second.source == first.source
    assert second.recognised == first.recognised
    assert second.anchors == first.anchors
    read_pdf(data, "扫描.pdf", Limits(ocr=600))
    assert teller.asked == 2


def test_only_so_many_pictures_of_a_file_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Paper()
    for number in (1, 2):
        sheet.text(70, 80, f"第{number}部分 部门决算情况说明，全年支出共计1,234.56万元。")
        sheet.page()
    paper = sheet.data()
    monkeypatch.setattr(scan, "installed", lambda: Teller(paper))
    monkeypatch.setattr(scan, "MOST", 1)
    document = read_pdf(scanned(paper), "扫描.pdf", Limits(ocr=600))
    assert document.remarks[-1] == "第2页没有识别（一份文件最多识别1页图片），请拆成几份"


def test_a_picture_that_is_too_large_is_not_unpacked() -> None:
    buffer = BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    assert not is_large(buffer.getvalue())
    assert picture(buffer.getvalue()) is None
    assert picture(b"\x89PNG\r\n\x1a\n" + bytes(100)) is None


def test_pictures_that_a_browser_saved_beside_a_page_are_read(
    table: bytes, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "installed", lambda: Teller(table))
    page = "<h1>决算</h1><p>2024年度支出决算合计1,999.56万元。</p><p><img src='./决算_files/表.png'><img src='../表.png'></p>"
    (tmp_path / "表.png").write_bytes(picture_of(table))
    (tmp_path / "决算.html").write_text(page, "utf-8")
    assert not cells(read_file(tmp_path / "决算.html", Limits(ocr=600)))
    (tmp_path / "决算_files").mkdir()
    (tmp_path / "决算_files" / "表.png").write_bytes(picture_of(table))
    document = read_file(tmp_path / "决算.html", Limits(ocr=600))
    assert cells(document)[0] == HEAD
    assert document.remarks == [f"有1张图片，{SAID}"]


@pytest.mark.parametrize("score", [0.0, 0.99])
def test_a_column_without_text_on_a_picture_is_a_stroke_taken_for_a_line(score: float) -> None:
    edges = [0.0, 100.0, 110.0, 200.0]
    rules = [Rule(x, 0, x, 60) for x in edges] + [Rule(0, y, 200, y) for y in (0.0, 20.0, 40.0, 60.0)]
    glyphs = [
        Glyph(text, x, x + 8, y, 10, 0, score) for y in (14.0, 34.0, 54.0) for x, text in ((5.0, "费"), (150.0, "1"))
    ]
    page = Page(1, 200, 60, 0, glyphs, rules, [], 0, [])
    (grid,), _ = grids(page)
    assert len(grid.edges) - 1 == (2 if score else 3)
    assert {len(row) for row in grid.rows} == {len(grid.edges) - 1}
