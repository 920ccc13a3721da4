"""Files that are broken, locked or made to do harm: one sentence for each, no traceback, no network, no flood."""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from packages import p, part, r, relations, tbl, tc, word, zipped

from gouji.cli import main
from gouji.config import Config
from gouji.linter import lint_document
from gouji.readers import UnreadableError, read_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)


def replaced(data: bytes, name: str, content: str | bytes) -> bytes:
    """A package in which one part is another."""
    with ZipFile(BytesIO(data)) as archive:
        return zipped({**{each: archive.read(each) for each in archive.namelist()}, name: content})


def with_dtd(dtd: str, inner: str) -> bytes:
    text = part("document", f"<w:body>{p(inner)}</w:body>").replace("?>", f"?>{dtd}", 1)
    return replaced(word(""), "word/document.xml", text)


def bomb(name: str, megabytes: int) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
        for _ in range(megabytes):
            entry.write(bytes(1048576))
    return file.getvalue()


def lzma_zip() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_LZMA) as archive:
        archive.writestr("_rels/.rels", relations({"officeDocument": "word/document.xml"}))
    return file.getvalue()


def many_parts() -> bytes:
    return zipped({f"{number}.xml": "" for number in range(10_001)})


def zip_with_password() -> bytes:
    data = bytearray(word(p("字")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(sign)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(sign, start + 4)
    return bytes(data)


def sheet(cell: str) -> bytes:
    workbook = Workbook()
    workbook.active["A1"], workbook.active[cell] = 1, 2
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def repeated() -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    row = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
    body = f"<office:body><office:spreadsheet><table:table>{row}</table:table></office:spreadsheet></office:body>"
    return zipped({"content.xml": f"<office:document-content {names}>{body}</office:document-content>"})


DEEP = "<w:sdt><w:sdtContent>" * 400 + p("深") + "</w:sdtContent></w:sdt>" * 400
CASES = {
    "空文件": ("文.docx", b"", "空的"),
    "不是压缩包": ("文.docx", "其实是文本".encode(), "损坏"),
    "截断": ("文.docx", word(p("字") * 500)[:-200], "损坏"),
    "有密码的 Word": ("文.docx", LOCKED, "有密码"),
    "有密码的 Excel": ("表.xlsx", LOCKED, "有密码"),
    "压缩包有密码": ("文.docx", zip_with_password(), "有密码"),
    "改了后缀的旧版": ("文.docx", OLE + bytes(2000), "旧版"),
    "压缩炸弹": ("文.docx", bomb("word/document.xml", 120), "大得不正常"),
    "表格里的压缩炸弹": ("表.xlsx", bomb("xl/worksheets/sheet1.xml", 120), "大得不正常"),
    "部件太多": ("文.docx", many_parts(), "多得不正常"),
    "实体膨胀": ("文.docx", with_dtd(LAUGHS + "]>", "<w:r><w:t>&l9;</w:t></w:r>"), "XML"),
    "属性里的实体": ("文.docx", with_dtd(LAUGHS + "]>", '<w:r w:x="&l9;"/>'), "文.docx"),
    "外部实体": (
        "文.docx",
        with_dtd('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "<w:r><w:t>&x;</w:t></w:r>"),
        "DTD",
    ),
    "外部定义": ("文.docx", with_dtd('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', "字"), "DTD"),
    "别的压缩方式": ("文.docx", lzma_zip(), "压缩方式"),
    "三百万段": (
        "文.docx",
        replaced(word(""), "word/document.xml", part("document", f"<w:body>{'<w:p/>' * 3_000_000}</w:body>")),
        "正常",
    ),
    "没有正文": ("文.docx", zipped({"a.txt": "字"}), "没有 Word 正文"),
    "正文不是 XML": ("文.docx", replaced(word(""), "word/document.xml", "<w:document"), "XML"),
    "正文是二进制": ("文.docx", replaced(word(""), "word/document.xml", bytes(100)), "XML"),
    "层层嵌套": ("文.docx", word(DEEP), "XML"),
    "一格跨一百万列": ("文.docx", word(tbl(tc("宽", '<w:gridSpan w:val="999999"/>') + tc("窄"))), "50"),
    "列前空一百万列": (
        "文.docx",
        word(tbl(f'<w:trPr><w:gridBefore w:val="999999"/></w:trPr>{tc("甲")}{tc("乙")}')),
        "50",
    ),
    "相距最远的两格": ("表.xlsx", sheet("XFD1048576"), "零散的单元格"),
    "重复十亿格": ("表.ods", repeated(), "零散的单元格"),
    "表格截断": ("表.xlsx", sheet("B2")[:-300], "损坏"),
}


@pytest.mark.parametrize(("name", "data", "words"), CASES.values(), ids=CASES)
def test_a_hostile_file_is_refused_in_one_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name}：")
    assert words in message
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "\n" not in message


def test_the_command_line_says_it_without_a_traceback(tmp_path) -> None:
    path = tmp_path / "锁住.docx"
    path.write_bytes(LOCKED)
    result = CliRunner().invoke(main, ["lint", str(path)])
    assert result.exit_code == 2
    assert "有密码" in result.output
    assert "Traceback" not in result.output


def test_nothing_outside_of_the_file_is_opened(monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    outside = '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'
    links = outside.format("attachedTemplate", "http://127.0.0.1:9/a.dotm") + outside.format(
        "styles", "file:///etc/passwd"
    )
    body = p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>") + p("一、收入")
    assert read_bytes(word(body, links=links), "文.docx").source.split() == ["一、收入"]


def test_a_part_outside_of_the_package_is_not_there() -> None:
    data = replaced(word(""), "_rels/.rels", relations({"officeDocument": "../../../etc/passwd"}))
    with pytest.raises(UnreadableError, match="没有 Word 正文"):
        read_bytes(data, "文.docx")


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableError):
        read_bytes(bytes(whole), "文.docx")


DAMAGED = word(
    p("一、收入") + tbl(tc("甲", '<w:gridSpan w:val="2"/>') + tc("乙"), tc("丙") + tc("丁")),
    styles='<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>',
)
NAMES = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:sdt",
    "w:sdtContent",
    "w:ins",
    "w:del",
    "w:tcPr",
    "w:gridSpan",
]
NAMES += ["w:pPr", "w:numPr", "w:numId", "w:vMerge", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:txbxContent"]
NAMES += ["w:fldChar", "w:trPr", "w:gridBefore", "w:footnoteReference", "w:rPr", "w:vanish", "w:outlineLvl"]
TREES = st.recursive(
    st.just("字"),
    lambda inner: st.builds(
        lambda name, value, parts: (
            f'<{name} w:val="{value}" w:id="1" w:fldCharType="{value}">{"".join(parts)}</{name}>'
        ),
        st.sampled_from(NAMES),
        st.sampled_from(["1", "0", "-1", "x", "", "99999999999999999999", "begin", "end"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=40,
)


@given(TREES)
def test_any_nonsense_of_elements_is_read_or_refused(body: str) -> None:
    numbering = '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%1.%9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    with suppress(UnreadableError):
        read_bytes(word(body, numbering=numbering, footnotes=f'<w:footnote w:id="1">{body}</w:footnote>'), "文.docx")


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    note = f'<w:footnote w:id="1">{p(r("注") + reference)}</w:footnote>'
    assert read_bytes(word(p(r("文") + reference), footnotes=note), "文.docx").source.split() == ["文", "注"]


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_ends(*_: object) -> None:
        while True:
            time.sleep(0.01)

    monkeypatch.setattr("gouji.checking.lint_document", never_ends)
    path = tmp_path / "慢.txt"
    path.write_text("# 2024年度部门决算\n", "utf-8")
    result = CliRunner().invoke(main, ["lint", str(path), "--timeout", "1"])
    assert result.exit_code == 2
    assert "1 秒还没有读完、核对完" in result.output


def test_amounts_of_many_digits_beside_the_smallest_are_compared() -> None:
    large = "9" * 22
    text = f"""2024年度部门预算

收入预算总表
单位：亿元
单位名称\t合计\t一般公共预算拨款收入\t政府性基金预算拨款收入\t其他收入
合计\t0.0000000001\t{large}.25\t0.00\t0.00
青石镇人民政府\t{large}.25\t{large}.25\t\t
"""
    found = lint_document(read_bytes(text.encode(), "预算.txt"), Config()).findings
    assert [(finding.code, finding.stated) for finding in found] == [("F102", "0.0000000001")]


def test_limits_are_settled_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "表.html"
    cells = "<td>1</td>" * 50
    path.write_text(f"<html><body><p>2024年度部门决算</p><table><tr>{cells}</tr></table></body></html>", "utf-8")
    result = CliRunner().invoke(main, ["lint", str(path), "--max-cells", "10"])
    assert result.exit_code == 2
    assert "用 --max-cells 提高上限" in result.output
    assert CliRunner().invoke(main, ["lint", str(path)]).exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="no limit of address space")
def test_a_name_of_a_whole_page_takes_no_memory_out_of_proportion(tmp_path: Path) -> None:
    import resource

    rows = ["支出决算表", "单位：万元", "科目代码\t科目名称\t本年支出合计", f"205\t{'教育' * 40_000}\t100.00"]
    (tmp_path / "决算.txt").write_text("\n".join(rows), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "gouji", "lint", "决算.txt"],
        cwd=tmp_path,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
        timeout=120,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
