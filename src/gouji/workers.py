"""Work done by processes of their own, which a faulty or hostile file may end, keep or fill without harm to the run.

A worker is a fresh Python that gets the work once and then one item after another over its standard input, and answers over
its standard output; nothing is shared, so it is the same on every system. It has a deadline and, where the system knows such
a thing, a limit of address space. Where it ends without an answer, the item is tried once more in a fresh worker, never here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, BinaryIO, Generic, NamedTuple, Protocol, TypeVar

from gouji.precompiled import save
from gouji.readers import telling

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
R = TypeVar("R", covariant=True)

# Ctrl+C is for the process that was started; it ends its workers itself.
_BOOT = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from gouji.workers import serve; serve()"
WORKER = "--gouji-worker"  # what a program that PyInstaller built is started with to be a worker
_GRACE = 3  # seconds that a worker has to say itself that its time is up
_BEGIN = 120  # seconds that it may take to start on a busy machine
_READY = b"+"
_SPACE = 1 << 30
_SPACE_PER_BYTE = 100
_TRIES = 2
_FAREWELL = 3  # seconds that what was ended may take to be gone


class Item(NamedTuple, Generic[I]):
    """One piece of work: what it is about, the bytes it is about, the seconds it may take, and whether it may be done in this
    process (`calm`: nothing in it leaves Python)."""

    about: I
    size: int
    seconds: float
    calm: bool


class Lost(NamedTuple):
    """What became of an item that no worker answered: it took too long (`late`), or ended the worker."""

    late: bool


class _Step(NamedTuple):
    """What a worker says before it has its answer: so many of so many pages are recognised."""

    done: int
    total: int


class Hands(Protocol[I, R]):
    """Those who do items, on this machine or elsewhere."""

    def results(self, items: Sequence[Item[I]], jobs: int, spare: int) -> Generator[R, None, None]:
        """The result of each item, in order."""
        ...


class Crew(Generic[I, T]):
    """Workers on the same work. Items are done in order; the calm ones here, as long as nothing else is ready, and once there
    are no more of them, by one worker more what is left."""

    def __init__(self, work: Callable[[I], T], lost: Callable[[I, Lost], T]) -> None:
        """`work` goes to each worker, once; `lost` says what comes of an item that none could do."""
        self._work, self._lost = work, lost

    def results(self, items: Sequence[Item[I]], jobs: int, spare: int) -> Generator[T, None, None]:
        """The result of each item, in order. A worker for calm items is started for every `spare` bytes of them."""
        wild = sum(not item.calm for item in items)
        calm = sum(item.size for item in items if item.calm)
        most = wild + calm // spare
        count = min(max(jobs - bool(calm), bool(wild)), most)
        claims: _Claims[I, T] = _Claims(items, spare)
        threads = [self._thread(claims) for _ in range(count)]
        try:
            for index in range(len(items)):
                while (own := claims.own(index)) is not None:
                    claims.settle(own, self._work(items[own].about))
                if len(threads) < min(jobs, most) and claims.is_for_workers():
                    threads.append(self._thread(claims))
                yield claims.result(index)
        finally:
            claims.close()
            until = time.monotonic() + _FAREWELL
            for thread in threads:  # no worker outlives the run
                thread.join(max(until - time.monotonic(), 0))

    def _thread(self, claims: _Claims[I, T]) -> threading.Thread:
        thread = threading.Thread(target=self._tend, args=(claims,), daemon=True)
        thread.start()
        return thread

    def _tend(self, claims: _Claims[I, T]) -> None:
        """Hand items to a worker until there are no more."""
        hand: Hand[I, T] = Hand(partial(claims.hire, self._work))
        try:
            while (index := claims.next()) is not None:
                item = claims.items[index]
                found = hand.do(item)
                claims.settle(index, self._lost(item.about, found) if isinstance(found, Lost) else found)
        except BaseException as error:
            claims.fail(error)
        finally:
            hand.stop()


class Hand(Generic[I, T]):
    """One worker at a time for item after item: what ends it is tried once more in a fresh one."""

    def __init__(self, hire: Callable[[], Worker]) -> None:
        self._hire = hire
        self._worker = hire()

    def do(self, item: Item[I]) -> T | Lost:
        """The result of an item, or what became of it."""
        for _ in range(_TRIES):
            found: T | Lost = self._worker.do(item)
            if not isinstance(found, Lost):
                return found
            self._worker.stop()
            self._worker = self._hire()
            if found.late:
                break
        return found

    def stop(self) -> None:
        self._worker.stop()


class _Claims(Generic[I, T]):
    """Which items are taken, the results that are there, and the workers."""

    def __init__(self, items: Sequence[Item[I]], spare: int) -> None:
        self.items, self._spare = items, spare
        self._left = sum(item.size for item in items if item.calm)
        self._calm = deque(index for index, item in enumerate(items) if item.calm)
        self._wild = deque(index for index, item in enumerate(items) if not item.calm)
        self._results: dict[int, T] = {}
        self._error: BaseException | None = None
        self._workers: list[Worker] = []
        self._closed = False
        self._news = threading.Condition()

    def hire(self, work: Callable[..., Any]) -> Worker:
        """A worker that ends with the run."""
        with self._news:
            worker = Worker(work)
            self._workers.append(worker)
            if self._closed:
                worker.end()
            return worker

    def own(self, wanted: int) -> int | None:
        """A calm item to do here while the wanted one is not there, the first that is free."""
        with self._news:
            if wanted in self._results or self._error is not None or not self._calm:
                return None
            return self._take(self._calm.popleft())

    def next(self) -> int | None:
        """An item for a worker: the first that is not calm; else the last, where so much is left that it is worth while."""
        with self._news:
            if self._wild:
                return self._wild.popleft()
            return self._take(self._calm.pop()) if self._left > self._spare and self._calm else None

    def is_for_workers(self) -> bool:
        """Whether all that is left is for workers."""
        with self._news:
            return bool(self._wild) and not self._calm

    def _take(self, index: int) -> int:
        self._left -= self.items[index].size
        return index

    def settle(self, index: int, result: T) -> None:
        with self._news:
            self._results[index] = result
            self._news.notify_all()

    def fail(self, error: BaseException) -> None:
        with self._news:
            self._error = error
            self._news.notify_all()

    def result(self, index: int) -> T:
        with self._news:
            while index not in self._results and self._error is None:
                self._news.wait()
            if index in self._results:
                return self._results.pop(index)
            assert self._error is not None
            raise self._error

    def close(self) -> None:
        """Nothing more is wanted; whoever still works is ended."""
        with self._news:
            self._closed = True
            self._calm.clear()
            self._wild.clear()
            for worker in self._workers:
                worker.end()


class Worker:
    """A process, and the pipes to and from it; it is started when it gets its first item."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def do(self, item: Item[Any]) -> Any:
        """The result of an item, or what became of it."""
        if self._ended:
            return Lost(False)
        process = self._process or self._start()
        late = threading.Event()
        try:
            with _ended(process, item.seconds + _GRACE, late):
                _send(process, (item.about, item.size))
                assert process.stdout is not None
                while isinstance(found := pickle.load(process.stdout), _Step):
                    telling.say(*found)
                return found
        except (OSError, EOFError, pickle.UnpicklingError):
            return Lost(late.is_set())

    def _start(self) -> subprocess.Popen[bytes]:
        """A process that has the work; how long it takes to begin is not counted."""
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        command = [sys.executable, WORKER] if getattr(sys, "frozen", False) else [sys.executable, "-c", _BOOT]
        self._process = process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
        )
        assert process.stdout is not None
        if self._ended:
            process.kill()
        with suppress(OSError), _ended(process, _BEGIN, threading.Event()):  # told by the answer that does not come
            _send(process, sys.path)
            _send(process, self._work)
            process.stdout.read(len(_READY))
        return process

    def end(self) -> None:
        """End it, whoever waits for its answer."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End the process; another thread that waits for its answer gets none."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


@contextmanager
def _ended(process: subprocess.Popen[bytes], seconds: float, late: threading.Event) -> Iterator[None]:
    """End a process, and say so, when its time is up."""

    def ring() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _send(process: subprocess.Popen[bytes], what: Any) -> None:
    assert process.stdin is not None
    pickle.dump(what, process.stdin)
    process.stdin.flush()


def boot() -> None:
    """Be a worker of a program that has its modules in itself."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pickle.load(sys.stdin.buffer)
    serve()


def serve() -> None:
    """What a worker does: item after item, until there are no more."""
    import gc

    given: BinaryIO = sys.stdin.buffer
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(what: Any) -> None:
        answers.write(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))
        answers.flush()

    telling.listen(lambda done, total: answer(_Step(done, total)))
    gc.disable()  # a run makes many objects and almost no cycles
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt, MemoryError):
        work = pickle.load(given)
        answers.write(_READY)
        answers.flush()
        while True:
            about, size = pickle.load(given)
            _limit(_SPACE + _SPACE_PER_BYTE * size)
            answer(work(about))
            save()
            gc.collect()
            gc.freeze()  # what stays from the first item on (the lexicon, the rules) is not gone through again


def _limit(space: int) -> None:
    """Limit the address space of this process, where the system knows such a thing."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (space, resource.getrlimit(resource.RLIMIT_AS)[1]))
