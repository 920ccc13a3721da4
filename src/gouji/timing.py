"""A limit on the time that one file may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from gouji.readers import UnreadableError


@contextmanager
def within(seconds: int, name: str) -> Iterator[None]:
    """Raises UnreadableError when the time is up; only where the system has alarms, and in the main thread."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> NoReturn:
        raise UnreadableError(
            f"{name}：{seconds} 秒还没有读完、核对完，已停下，请拆成几个文件，或用 --timeout 提高上限。"
        )

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
