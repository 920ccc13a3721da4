"""Detecting the encoding of a text file."""

from __future__ import annotations

from gouji.readers.errors import UnreadableError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "gb18030": "GB18030",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
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
    return "utf-8" if _is_utf8(data) else "gb18030"


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, or mostly so, or so for longer than they are GB18030: then the first byte that is not is what
    is wrong with them. Text in GB18030 has almost no character that is one in UTF-8."""
    wrong = _fault(data, "utf-8")
    if wrong is None:
        return True
    text = data.decode("utf-8", "replace")
    if sum(character > "\x7f" for character in text) > 3 * text.count("\ufffd"):
        return True
    other = _fault(data, "gb18030")
    return other is not None and wrong > other


def _fault(data: bytes, encoding: str) -> int | None:
    """Where the first byte stands that is not of an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return None


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
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            f"{name}：文字编码不对，文件的第 {error.start + 1} 个字节 0x{data[error.start]:02X}（第 {line} 行）不是有效的 {_NAMES[encoding]}，可能不完整，或混有两种编码，请另存为 UTF-8 文本。"
        ) from None
