"""What is shown to people: text from documents and names of files, so that no character of them commands a terminal."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

# Control characters, marks that turn the direction of what follows, separators of lines, and halves of surrogate pairs.
COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str, keep: str = "") -> str:
    r"""A text whose control characters are written out, but for those to keep.

    >>> visible("一\x1b[2J\n二\t三", keep="\t")
    '一\\x1b[2J\\n二\t三'
    """
    return COMMANDS.sub(lambda match: match[0] if match[0] in keep else repr(match[0])[1:-1], text)


def named(path: Path | str) -> str:
    r"""The name of a file as people read it: one whose bytes are not UTF-8 is in GB18030, as from an archive made on Windows.

    >>> named(os.fsdecode("决算.txt".encode("gb18030")))
    '决算.txt'
    """
    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        data = os.fsencode(name)
    else:
        return name
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", "backslashreplace")


def tell(message: object) -> None:
    """Say one sentence on standard error, on one line."""
    with suppress(OSError, ValueError):  # nobody is there to hear it
        sys.stderr.write(visible(str(message)) + "\n")
        sys.stderr.flush()
