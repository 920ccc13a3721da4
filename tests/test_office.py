"""Old kinds of documents: through LibreOffice where it is, else one sentence that says what to do."""

import shutil
import socket
from pathlib import Path

import pytest
from machine import HAS_FONTS
from packages import p, word, zipped

from gouji.document import Heading
from gouji.readers import UnreadableError, is_readable, office, read_bytes

installed = pytest.mark.skipif(office._program() is None or not HAS_FONTS, reason="没有 LibreOffice 或字体")


def rtf(*paragraphs: str) -> bytes:
    written = "".join("".join(f"\\u{ord(sign)}?" for sign in text) + "\\par " for text in paragraphs)
    return ("{\\rtf1\\ansi\\uc1 " + written + "}").encode()


@pytest.fixture
def fake(monkeypatch, tmp_path: Path):
    """A program in the place of LibreOffice."""

    def install(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(office, "_program", lambda: str(program))

    return install


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf", ".odt"])
def test_without_libreoffice_the_remedy_is_named(suffix: str, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(UnreadableError, match=rf"^旧\{suffix}：.*另存为 \.docx。$"):
        read_bytes(b"\xd0\xcf\x11\xe0" + bytes(100), f"旧{suffix}")


@installed
def test_rich_text_is_read() -> None:
    document = read_bytes(rtf("一、收入支出情况", "本年收入合计10.00万元。"), "旧.rtf")
    assert [(b.level, b.title) for b in document.blocks if isinstance(b, Heading)] == [(2, "收入支出情况")]
    assert document.source.split() == ["一、收入支出情况", "本年收入合计10.00万元。"]
    assert document.remarks == ["由 LibreOffice 转换成 .docx 后读取，段落的序号是转换后的"]


def linked(address: str) -> bytes:
    """An OpenDocument text with a picture that lies elsewhere; LibreOffice fetches it unless it is told not to."""
    names = {"office": "office", "text": "text", "draw": "drawing", "manifest": "manifest"}
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    kind = "application/vnd.oasis.opendocument.text"
    picture = (
        f'<draw:frame text:anchor-type="as-char"><draw:image xlink:href="{address}" xlink:type="simple"/></draw:frame>'
    )
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest:manifest {spaces} manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
            "content.xml": f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text><text:p>正文。{picture}</text:p></office:text></office:body></office:document-content>",
        }
    )


@installed
def test_nothing_is_fetched_for_a_document() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        data = linked(f"http://127.0.0.1:{server.getsockname()[1]}/x.png")
        assert read_bytes(data, "旧.odt").source.split() == ["正文。"]
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_newer_file_or_a_page_under_an_old_name_needs_no_program(monkeypatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    assert read_bytes(word(p("一、收入")), "新.doc").source.split() == ["一、收入"]
    assert read_bytes("<html><body><p>一、收入</p></body></html>".encode(), "页.doc").source.split() == ["一、收入"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="没有 sh")
@pytest.mark.parametrize(
    ("script", "words"), [("exit 0", "可能有密码"), ("sleep 30", "还没有打开"), ("exit 134", "没有字体时")]
)
def test_a_conversion_that_fails_is_one_sentence(script: str, words: str, fake, monkeypatch) -> None:
    fake(script)
    monkeypatch.setattr(office, "_SECONDS", 0.3)
    with pytest.raises(UnreadableError, match=words) as caught:
        read_bytes(b"\xd0\xcf\x11\xe0", "旧.doc")
    assert str(caught.value).count("。") == 1


def test_lock_files_are_passed_over() -> None:
    assert is_readable(Path("文件.docx"))
    assert not is_readable(Path("~$文件.docx"))
