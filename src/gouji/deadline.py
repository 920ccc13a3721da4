"""A limit on the time that one piece of work may take: the same on every system, in every thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gouji.readers.errors import UnreadableError


class _Late(BaseException):
    """Raised within the work when its time is up; nothing in between takes it for a fault of its own."""


@contextmanager
def within(seconds: float, message: str) -> Iterator[None]:
    """Raises UnreadableError with a message when the time is up: between two steps of Python, so not within a library's long call."""
    thread, lock = threading.get_ident(), threading.Lock()
    state = {"running": True, "late": False}

    def ring() -> None:
        with lock:
            if state["running"]:
                state["late"] = True
                _raise_in(thread, _Late)

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    except _Late:
        raise UnreadableError(message) from None
    finally:
        with lock:
            state["running"] = False
        timer.cancel()
        if state["late"]:  # where the work ended in the same moment, the call has not reached it yet
            _raise_in(thread, None)


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Let a thread raise an error at its next step; None takes back what it has not raised yet."""
    import ctypes

    raised = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


def too_late(seconds: float, name: str) -> str:
    """What to say of a file whose time is up."""
    return f"{name}：{seconds:g} 秒还没有读完、核对完，已停下，请拆成几个文件，或用 --timeout 提高上限。"
