"""The same work on a Dask cluster (`--cluster`, gouji[cluster]); nothing else imports this module.

What Dask sends is pickle: whoever reaches its ports may run programs there. So the scheduler is on this machine or speaks TLS.

A worker of the cluster gives each item to a process of its own, as `gouji.workers` does at home: time and memory are bounded
in the same way, and a faulty file ends no worker. A worker that is gone is Dask's to replace; its item is done by another.
Files that a worker sees under the same path are read there; others are sent, and laid out under a folder of the worker's.
"""

from __future__ import annotations

import ipaddress
import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from gouji import __version__, faults
from gouji.checking import Checker
from gouji.config import GIVEN
from gouji.handing import Given
from gouji.outcomes import HandsError, Options, Outcome
from gouji.targets import Place
from gouji.workers import Hand, Item, Lost, Worker

_WAIT = 30  # seconds to reach the scheduler, and for its first worker
_AHEAD = 3  # items handed out for each thread of the cluster
_RETRIES = 2  # beside those that Dask makes for a worker that is gone


class _Seen(NamedTuple):
    """A file as this machine sees it."""

    path: str
    size: int
    time: int


class _Job(NamedTuple):
    """An item with all that it reads: contents only where a worker has asked for them."""

    item: Item[Given]
    folder: str
    config: str | None
    seen: tuple[_Seen, ...]
    contents: tuple[bytes | None, ...] | None = None


class _Needed(NamedTuple):
    """A worker's answer: it does not see the files."""


def checked(address: str) -> str:
    """The address of a scheduler that may be spoken to. Raises HandsError."""
    whole = address if "://" in address else f"tcp://{address}"
    try:
        parts = urlsplit(whole)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or not port or parts.scheme not in ("tcp", "tls"):
        raise HandsError(f"--cluster {address}：不是调度程序的地址，应像 tcp://127.0.0.1:8786 或 tls://主机:8786。")
    if parts.scheme == "tcp" and not _is_here(host):
        raise HandsError(
            f"--cluster {address}：Dask 之间传的是能运行程序的数据（pickle），没有加密不能出本机；请用 tls:// 地址，或本机的 tcp://127.0.0.1:端口。"
        )
    return whole


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Cluster:
    """Workers elsewhere, with the results that `gouji.workers.Crew` has."""

    def __init__(
        self,
        options: Options,
        where: list[Place],
        lost: Callable[[Given, Lost], Outcome],
        files: Callable[[Given], Sequence[Path]],
    ) -> None:
        """`files` are all that an item reads, whether they are there or not. Raises HandsError."""
        self._address = checked(options.cluster)
        self._may_send = options.priors is None  # of a folder of last year's, nobody knows before which is read
        self._work, self._lost, self._files = _There(options, where), lost, files
        self._token = uuid4().hex
        self._is_sent = False

    def results(self, items: Sequence[Item[Given]], jobs: int, spare: int) -> Generator[Outcome, None, None]:  # noqa: ARG002
        """The result of each item, in order. Raises HandsError if the cluster cannot be reached, or fails."""
        if not items:
            return
        client = _connected(self._address)
        try:
            ahead = _AHEAD * sum(client.nthreads().values())
            left, running = deque(items), deque[tuple[Item[Given], Any]]()
            while left or running:
                while left and len(running) < ahead:
                    item = left.popleft()
                    running.append((item, self._handed(client, item)))
                yield self._result(client, *running.popleft())
        finally:
            with suppress(Exception):
                client.run(dismiss, self._token)
            with suppress(Exception):
                client.close(timeout=_WAIT)

    def _handed(self, client: Any, item: Item[Given]) -> Any:
        job = _job(item, self._files(item.about), self._is_sent)
        return client.submit(perform, __version__, self._token, self._work, job, pure=False, retries=_RETRIES)

    def _result(self, client: Any, item: Item[Given], future: Any) -> Outcome:
        from distributed import KilledWorker

        try:
            found = future.result()
            if isinstance(found, _Needed):
                if not self._may_send:
                    raise FileNotFoundError("用 --prior 文件夹的，文件要放在集群的每台机器都以同一路径看得到的地方")
                self._is_sent = True
                found = self._handed(client, item).result()
        except KilledWorker:
            found = Lost(late=False)
        except Exception as error:
            faults.log(faults.line(self._address, error))
            raise HandsError(
                f"--cluster {self._address}：集群出了错（{error}），没有做完；再运行一次，做完的不再做。"
            ) from None
        outcome: Outcome = self._lost(item.about, found) if isinstance(found, Lost) else found
        return outcome


def _connected(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise HandsError("--cluster 要用 distributed，请先运行 pip install 'gouji[cluster]'。") from None
    import logging

    made: Any = distributed  # Dask has no types
    for name in ("distributed", "distributed.client"):  # Dask gives each a level of its own
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # Certificates are those of Dask's own configuration (distributed.comm.tls).
        security = made.Security(require_encryption=True) if address.startswith("tls:") else None
        client = made.Client(address, security=security, timeout=_WAIT, set_as_default=False)
        client.wait_for_workers(1, timeout=_WAIT)
    except Exception as error:
        faults.log(faults.line(address, error))
        raise HandsError(f"--cluster {address}：连不上，或集群里没有工作进程（{error}）。") from None
    return client


def _job(item: Item[Given], files: Sequence[Path], is_sent: bool) -> _Job:
    seen, contents = [], []
    for path in dict.fromkeys(map(os.path.abspath, files)):
        with suppress(OSError):
            if os.path.isfile(path):
                state = os.stat(path)
                seen.append(_Seen(path, state.st_size, int(state.st_mtime)))
                contents.append(Path(path).read_bytes() if is_sent else None)
    config = os.environ.get(GIVEN)
    return _Job(item, os.getcwd(), config, tuple(seen), tuple(contents) if is_sent else None)


class _There:
    """The work as a process of a cluster's worker does it: in the folder that it was started in, or the one that stands for
    it. `root` is that of the files that were sent, "" where they are seen under their own paths."""

    def __init__(self, options: Options, where: list[Place]) -> None:
        self._options, self._where = options, where
        self._checkers: dict[str, Checker] = {}

    def __call__(self, about: tuple[Given, str, str | None, str]) -> Outcome:
        given, folder, config, root = about
        os.chdir(root + folder)
        os.environ.pop(GIVEN, None)
        if config:
            os.environ[GIVEN] = root + config
        checker = self._checkers.get(root)
        if checker is None:
            checker = self._checkers[root] = Checker(_moved(self._options, root))
        task = given.task
        paths, prior = (tuple(_under(root, path) for path in every) for every in (task.paths, task.prior))
        outcome = checker.lint(task._replace(paths=paths, prior=prior), self._where, given.data)
        found: Outcome = _told(outcome, root) if root else outcome
        return found


def _moved(options: Options, root: str) -> Options:
    """The options with the files that they name where they were sent to."""
    return options._replace(
        tables=tuple(str(_under(root, Path(each))) for each in options.tables),
        prior=_under(root, options.prior) if options.prior else None,
        baseline=str(_under(root, Path(options.baseline))) if options.baseline else None,
    )


def _under(root: str, path: Path) -> Path:
    return Path(root + str(path)) if path.is_absolute() else path


def _told(value: Any, root: str) -> Any:
    """A result in which files go by the names that they have at home."""
    if isinstance(value, str):
        return value.replace(root, "")
    if isinstance(value, dict):
        return {_told(key, root): _told(each, root) for key, each in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_told(each, root) for each in value))
    if isinstance(value, list | tuple | set):
        return type(value)(_told(each, root) for each in value)
    return type(value)(*_told(value.args, root)) if isinstance(value, Exception) else value


class _Own:
    """What one thread of a worker has: a process, and a folder for what is sent."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.hand: Hand[Any, Any] = Hand(lambda: Worker(work))
        self._folder: TemporaryDirectory[str] | None = None

    def laid_out(self, job: _Job) -> str:
        """The root under which the files that were sent stand, the folder that the run was started in too. No configuration
        above it counts."""
        self._folder = self._folder or TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True)
        root = os.path.realpath(self._folder.name)
        Path(root, "gouji.toml").touch()
        os.makedirs(root + job.folder, exist_ok=True)
        for seen, content in zip(job.seen, job.contents or (), strict=True):
            path = Path(root + seen.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content or b"")
        return root

    def stop(self) -> None:
        self.hand.stop()
        if self._folder is not None:
            self._folder.cleanup()


_owned: dict[tuple[str, int], _Own] = {}


def perform(version: str, token: str, work: _There, job: _Job) -> Outcome | Lost | _Needed:
    """One item, on a worker of the cluster: its result, what became of it, or that its files are needed."""
    if version != __version__:
        raise RuntimeError(f"集群上是 gouji {__version__}，这里是 {version}")
    if job.contents is None and not (os.path.isdir(job.folder) and all(map(_is_seen, job.seen))):
        return _Needed()
    key = (token, threading.get_ident())
    own = _owned.get(key)
    if own is None:
        own = _owned[key] = _Own(work)
    root = "" if job.contents is None else own.laid_out(job)
    about = (job.item.about, job.folder, job.config, root)
    found: Outcome | Lost = own.hand.do(Item(about, job.item.size, job.item.seconds, calm=False))
    for seen in job.seen if root else ():
        with suppress(OSError):
            os.unlink(root + seen.path)
    return found


def _is_seen(seen: _Seen) -> bool:
    try:
        state = os.stat(seen.path)
    except OSError:
        return False
    return (state.st_size, int(state.st_mtime)) == (seen.size, seen.time)


def dismiss(token: str) -> None:
    """The run is over: on a worker of the cluster, end its processes and remove what was sent."""
    for key in [key for key in _owned if key[0] == token]:
        _owned.pop(key).stop()
