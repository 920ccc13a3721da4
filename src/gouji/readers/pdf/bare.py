"""pdfium's functions with plain addresses where pypdfium2 has typed pointers: they are called several times for each character, and
most of the time of such a call goes into making pointers and telling their types."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


class Bare:
    """pypdfium2's raw names; its functions take and give addresses, 0 or None for none, and `ctypes.byref` for what they fill in."""

    def __getattr__(self, name: str) -> Any:
        import pypdfium2.raw

        found = getattr(pypdfium2.raw, name)
        if getattr(found, "argtypes", None) is not None:
            found = _bare(found)
        setattr(self, name, found)
        return found


@cache
def bare() -> Bare:
    """The functions, made once."""
    return Bare()


def address(pointer: Any) -> int:
    """Where a typed pointer leads."""
    return ctypes.addressof(pointer.contents)


def _bare(function: Any) -> Any:
    result, *arguments = map(_plain, (function.restype, *function.argtypes))
    # A function of Python's own kind keeps the interpreter's lock: none of these takes long enough to be worth giving it up.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if isinstance(kind, type) and issubclass(kind, ctypes._Pointer) else kind
