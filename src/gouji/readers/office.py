"""The reader of `.doc`, `.wps`, `.rtf` and `.odt`: LibreOffice, where it is installed, makes a `.docx` of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import regex

from gouji.document import Document
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.web import read_web
from gouji.readers.word import read_word

_REMEDY = "请用 Word 或 WPS 另存为 .docx"
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SECONDS = 120
_MOST_BYTES = 128 * 1048576
_PAGE = regex.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|meta|body)\b", regex.I)
# No macros, no active content, nothing fetched for a document.
_SETTINGS = {
    "MacroSecurityLevel": "3",
    "DisableMacrosExecution": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
}


def read_office(data: bytes, path: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a document called `path`. Raises UnreadableError."""
    if data.startswith(b"PK\x03\x04") and not path.lower().endswith(".odt"):
        return read_word(data, path, limits)
    if _PAGE.match(data):
        return read_web(data, path, limits)
    program = _program()
    if program is None:
        raise UnreadableError(
            f"{path}：读取 {Path(path).suffix.lower()} 要用 LibreOffice，这台机器上没有安装，{_REMEDY}。"
        )
    with TemporaryDirectory(prefix="gouji-") as folder:
        document = read_word(_convert(program, data, path, Path(folder)), path, limits)
    document.remarks.append("由 LibreOffice 转换成 .docx 后读取，段落的序号是转换后的")
    return document


def _program() -> str | None:
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _convert(program: str, data: bytes, path: str, folder: Path) -> bytes:
    """The document as `.docx`, made in a folder of its own with a profile of its own."""
    source, made = folder / f"source{Path(path).suffix.lower()}", folder / "made" / "source.docx"
    source.write_bytes(data)
    _write_profile(folder / "profile")
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"]
    command += ["--outdir", str(made.parent), str(source)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": str(folder)},
        )
    except OSError as error:
        raise UnreadableError(f"{path}：LibreOffice 启动不了（{error.strerror}），{_REMEDY}。") from None
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"{path}：LibreOffice 用了 {_SECONDS} 秒还没有打开，{_REMEDY}。") from None
    finally:
        _stop(process)
    if not made.is_file() and process.returncode:
        raise UnreadableError(
            f"{path}：LibreOffice 自己出错退出（{process.returncode}），机器上没有字体时会这样：请安装一种中文字体后再试，或者{_REMEDY[1:]}。"
        )
    if not made.is_file():
        raise UnreadableError(f"{path}：LibreOffice 打不开，可能有密码或已损坏，{_REMEDY}。")
    if made.stat().st_size > _MOST_BYTES:
        raise UnreadableError(f"{path}：转换后大得不正常，没有读取，{_REMEDY}。")
    return made.read_bytes()


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in _SETTINGS.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program if it still runs, and those it has started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
