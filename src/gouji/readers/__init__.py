"""Readers: bytes of a file → Document."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gouji.files import reading
from gouji.readers.errors import UnreadableError
from gouji.readers.kinds import is_known, kind_of
from gouji.readers.limits import DEFAULT, Limits
from gouji.screen import named

if TYPE_CHECKING:
    from gouji.document import Document

__all__ = ["Limits", "UnreadableError", "is_readable", "read_bytes", "read_file", "read_most"]


def is_readable(path: Path) -> bool:
    """Whether a file found while walking a folder is one that lint reads."""
    is_lock = path.name.startswith("~$")  # what Word and WPS leave beside a file that is open
    return is_known(path) and not is_lock


def read_file(path: Path, limits: Limits = DEFAULT) -> Document:
    """Read a file. Raises UnreadableError with one Chinese sentence that names the file and the remedy."""
    name = named(path)
    try:
        size = reading(path).stat().st_size
        if path.is_dir():
            raise UnreadableError(f"{name}：是文件夹，不是文件。")
        if size > limits.size:
            raise UnreadableError(
                f"{name}：文件 {size / 1048576:.1f} MB，超过上限 {limits.size / 1048576:.0f} MB；如确需检查，请用 --max-size 提高上限。"
            )
        with path.open("rb") as file:
            data = read_most(file, str(path), limits)
    except FileNotFoundError:
        raise UnreadableError(f"{name}：文件不存在，请检查路径和文件名。") from None
    except PermissionError:
        raise UnreadableError(f"{name}：没有读取权限，请关闭占用它的程序或修改权限。") from None
    except OSError as error:
        raise UnreadableError(f"{name}：读取失败（{error.strerror or error}）。") from None
    except ValueError:
        raise UnreadableError(f"{name}：文件名里有不能用的字符，请改名再试。") from None
    return read_bytes(data, name, limits)


def read_most(file: BinaryIO, name: str, limits: Limits = DEFAULT) -> bytes:
    """What a stream holds; one without end, and one that grows, is not read on beyond the limit. Raises UnreadableError."""
    data = file.read(limits.size + 1)
    if len(data) > limits.size:
        raise UnreadableError(
            f"{name}：超过上限 {limits.size / 1048576:.0f} MB；如确需检查，请用 --max-size 提高上限。"
        )
    return data


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read the contents of a file called `name`. Raises UnreadableError."""
    kind = kind_of(name, data)
    if kind == "text":
        from gouji.readers.encoding import decode
        from gouji.readers.text import read_text

        return read_text(decode(data, name), name)
    if not data:
        raise UnreadableError(f"{name}：文件是空的，没有可检查的内容。")
    document: Document = getattr(import_module(f"gouji.readers.{kind}"), f"read_{kind}")(data, name, limits)
    sheets = kind == "workbook" and not any(document.tables())
    if (sheets or not document.source.strip()) and not document.remarks:
        raise UnreadableError(f"{name}：文件是空的，没有可检查的内容。")
    return document
