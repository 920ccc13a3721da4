"""Readers: bytes of a file → Document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gouji.document import Document
from gouji.readers.encoding import decode
from gouji.readers.errors import UnreadableError
from gouji.readers.limits import DEFAULT, Limits
from gouji.readers.office import SUFFIXES as OTHERS
from gouji.readers.office import read_office
from gouji.readers.pdf import read_pdf
from gouji.readers.text import read_text
from gouji.readers.web import SUFFIXES as PAGES
from gouji.readers.web import read_web
from gouji.readers.word import SUFFIXES as WORD
from gouji.readers.word import read_word
from gouji.readers.workbook import SUFFIXES as WORKBOOKS
from gouji.readers.workbook import read_workbook

_READERS: dict[str, Callable[[bytes, str, Limits], Document]] = {
    **dict.fromkeys(WORKBOOKS, read_workbook),
    **dict.fromkeys(WORD, read_word),
    **dict.fromkeys(PAGES, read_web),
    **dict.fromkeys(OTHERS, read_office),
    ".pdf": read_pdf,
}
_SUFFIXES = {".txt", ".md", ".markdown", ".text", ""} | set(_READERS)

__all__ = ["Limits", "UnreadableError", "is_readable", "read_bytes", "read_file"]


def is_readable(path: Path) -> bool:
    """Whether a file found while walking a folder is one that lint reads."""
    is_lock = path.name.startswith("~$")  # what Word and WPS leave beside a file that is open
    return path.suffix.lower() in _SUFFIXES - {""} and not is_lock


def read_file(path: Path, limits: Limits = DEFAULT) -> Document:
    """Read a file. Raises UnreadableError with one Chinese sentence that names the file and the remedy."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UnreadableError(f"{path}：是文件夹，不是文件。")
        if size > limits.size:
            raise UnreadableError(
                f"{path}：文件 {size / 1048576:.1f} MB，超过上限 {limits.size / 1048576:.0f} MB；如确需检查，请用 --max-size 提高上限。"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"{path}：文件不存在，请检查路径和文件名。") from None
    except PermissionError:
        raise UnreadableError(f"{path}：没有读取权限，请关闭占用它的程序或修改权限。") from None
    except OSError as error:
        raise UnreadableError(f"{path}：读取失败（{error.strerror or error}）。") from None
    return read_bytes(data, str(path), limits)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a file called `name`. Raises UnreadableError."""
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is not None:
        if not data:
            raise UnreadableError(f"{name}：文件是空的，没有可检查的内容。")
        return reader(data, name, limits)
    if data.startswith(b"%PDF"):
        return read_pdf(data, name, limits)
    return read_text(decode(data, name), name)
