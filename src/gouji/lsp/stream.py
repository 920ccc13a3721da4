"""What an editor sends, message by message: one that is malformed is refused, and the next one is read."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

import regex

REFUSED = "gouji/refused"
PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS = -32700, -32600, -32602
_LONGEST_LINE = 8192
_MOST_BYTES = 256 * 1048576
_LENGTH = regex.compile(rb"content-length\s*:\s*(\S+)\s*$", regex.I)
_OTHER = regex.compile(rb"[\w-]+\s*:.*")


class Messages:
    """Standard input as the server reads it: header, blank line, body, each well-formed.

    What is not becomes a request of our own (`REFUSED`) that the server answers with an error. A header is also found behind
    the rest of a body that was longer than it said.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []
        self._body = b""

    def readline(self) -> bytes:
        if not self._lines:
            self._body = self._next()
            if not self._body:
                return b""
            self._lines = [b"Content-Length: %d\r\n" % len(self._body), b"\r\n"]
        return self._lines.pop(0)

    def read(self, _length: int) -> bytes:
        return self._body

    def close(self) -> None:
        self._stream.close()

    def _next(self) -> bytes:
        """The body of the next message; empty where the stream ends."""
        length, fault, told = -1, "", False
        while line := self._stream.readline(_LONGEST_LINE):
            if not line.strip():
                if length >= 0 and not fault:
                    body = self._stream.read(length)
                    return _checked(body) if len(body) == length else b""
                if fault or told:
                    return _refusal(PARSE_ERROR, fault or "no Content-Length")
            elif match := _LENGTH.search(line):
                text = match[1]
                good = text.isdigit() and len(text) < 12 and int(text) <= _MOST_BYTES
                length, fault = (int(text), "") if good else (-1, f"malformed Content-Length {text[:40]!r}")
            elif not _OTHER.fullmatch(line.strip()):
                fault = fault or f"malformed header {line[:40]!r}"
            else:
                told = True
        return b""


def _checked(body: bytes) -> bytes:
    """A body as it is, or why it is none that can be answered."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        return _refusal(PARSE_ERROR, f"no JSON: {error}")
    if not isinstance(message, dict):
        return _refusal(INVALID_REQUEST, "a message is one object")
    number = message.get("id")
    own = number if isinstance(number, (int, str)) and not isinstance(number, bool) else None
    if message.get("jsonrpc") != "2.0" or own != number:
        return _refusal(INVALID_REQUEST, "jsonrpc is “2.0”, id a number or a text", own)
    if "method" not in message:
        answered = own is not None and ("result" in message or "error" in message)
        return body if answered else _refusal(INVALID_REQUEST, "neither a method nor an answer", own)
    if not isinstance(message["method"], str):
        return _refusal(INVALID_REQUEST, "a method is a text", own)
    if not isinstance(message.get("params"), (dict, list, type(None))):
        return _refusal(INVALID_PARAMS, "params are an object or a list", own)
    return body


def _refusal(code: int, reason: str, number: int | str | None = None) -> bytes:
    return json.dumps({"jsonrpc": "2.0", **refused(code, reason, number)}).encode()


def refused(code: int, reason: str, number: int | str | None) -> dict[str, Any]:
    """The request that a malformed message becomes."""
    return {"id": number, "method": REFUSED, "params": {"code": code, "reason": reason}}
