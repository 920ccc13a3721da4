"""Detecting the encoding of a text file."""

from __future__ import annotations

from gouji.readers.errors import UnreadableError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    (b"PK\x03\x04", "Office 文档或压缩包（docx、xlsx、zip）"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文档（doc、xls）"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)


def decode(data: bytes, name: str) -> str:
    """The text of `data`: UTF-8 with or without BOM, UTF-16, or GB18030. Raises UnreadableError."""
    return _strict(data, _encoding(data, name), name)


def encode_like(text: str, data: bytes, name: str) -> bytes:
    """A text in the encoding of `data`, with its byte order mark if it has one."""
    encoding = _encoding(data, name)
    if encoding == "utf-16":
        mark, order = (data[:2], "utf-16-be" if data[:1] == b"\xfe" else "utf-16-le")
        return mark + text.encode(order)
    return text.encode(encoding)


def _encoding(data: bytes, name: str) -> str:
    if not data.strip():
        raise UnreadableError(f"{name}：文件是空的，没有可检查的内容。")
    for signature, what in _BINARY:
        if data.startswith(signature):
            raise UnreadableError(f"{name}：这是{what}，不是文本，请按它真正的格式改正后缀再检查。")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if b"\x00" in data:
        bare = _bare_utf16(data)
        if bare is None:
            raise UnreadableError(f"{name}：这是二进制文件，不是文本，请按它真正的格式改正后缀再检查。")
        return bare
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _bare_utf16(data: bytes) -> str | None:
    sample = data[: 4000 - len(data) % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(
            c in "\r\n\t" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or c >= "\uff00" for c in text
        ) > 0.95 * len(text):
            return encoding
    return None


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}：无法识别文字编码（第 {error.start + 1} 个字节处不是有效的 UTF-8、GB18030 或 UTF-16），请另存为 UTF-8 文本。"
        ) from None
