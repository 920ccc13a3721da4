"""The open documents: the newest version of each is analysed when typing pauses, and older work is dropped."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gouji.config import ConfigError
from gouji.lexicon import LexiconError
from gouji.linter import Memory
from gouji.lsp.analysis import Analysis, Source, Tables, analyse
from gouji.readers import UnreadableError
from gouji.resources import use
from gouji.suppress import BaselineError

_T = TypeVar("_T")
_A = TypeVar("_A")
_FAULTS = (UnreadableError, ConfigError, LexiconError, BaselineError)


@dataclass(eq=False)
class _Version:
    source: Source
    since: float
    memory: Memory
    analysis: asyncio.Future[Analysis] | None = None
    publishing: asyncio.Task[None] | None = None

    def drop(self) -> None:
        for work in (self.publishing, self.analysis):
            if work is not None:
                work.cancel()


class Desk(Generic[_T]):
    """One worker thread does all analysis, since the lexicon in use is the process's; the event loop goes on reading.

    `publish` is called with each version that is still the newest and what `judge` makes of it in the worker, `tell` with
    a sentence for the log.
    """

    def __init__(
        self,
        judge: Callable[[Analysis], _T],
        publish: Callable[[Source, _T], None],
        tell: Callable[[str], None],
    ) -> None:
        self.pause = 0.0
        self._judge, self._publish, self._tell = judge, publish, tell
        self._worker = ThreadPoolExecutor(1, "gouji")
        self.tables = Tables()
        self._open: dict[str, _Version] = {}
        self._told = ""

    def change(self, source: Source) -> None:
        """A new version: analysed at once after a pause in typing, otherwise when the next pause comes."""
        now = asyncio.get_running_loop().time()
        before = self._open.get(source.uri)
        self._open[source.uri] = version = _Version(source, now, before.memory if before else Memory())
        wait = self.pause if before is not None and now - before.since < self.pause else 0.0
        if before is not None:
            before.drop()
        version.publishing = asyncio.create_task(self._show(version, wait))

    def again(self, uri: str | None = None) -> None:
        """Analyse anew, for what a document depends on may have changed: one document, or all."""
        for version in [each for key, each in self._open.items() if uri in (None, key)]:
            self.change(version.source)

    def close(self, uri: str) -> None:
        version = self._open.pop(uri, None)
        if version is not None:
            version.drop()

    def stop(self) -> None:
        for uri in list(self._open):
            self.close(uri)
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def ask(self, uri: str, question: Callable[[Analysis], _A]) -> _A | None:
        """The answer from the newest version of a document; None for one that is not open or cannot be analysed."""
        while (version := self._open.get(uri)) is not None:
            try:
                analysis = await asyncio.shield(self._analysis(version))
            except asyncio.CancelledError:
                if self._open.get(uri) is version:
                    raise  # the question was withdrawn
                continue
            except Exception:
                return None  # told when it was to be published
            if self._open.get(uri) is version:
                return await self._work(_answer, question, analysis)
        return None

    def _work(self, work: Callable[..., _A], *about: Any) -> asyncio.Future[_A]:
        return asyncio.get_running_loop().run_in_executor(self._worker, work, *about)

    def _analysis(self, version: _Version) -> asyncio.Future[Analysis]:
        if version.analysis is None:
            version.analysis = self._work(analyse, version.source, self.tables, version.memory)
        return version.analysis

    async def _show(self, version: _Version, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            analysis = await self._analysis(version)
            self._publish(version.source, await self._work(_answer, self._judge, analysis))
            self._told = ""
        except Exception as error:
            version.memory = Memory()  # what was half read is not to be remembered
            message = str(error) if isinstance(error, _FAULTS) else f"{version.source.uri}：没有核对成（{error!r}）。"
            if message != self._told:
                self._told = message
                self._tell(message)
        await asyncio.sleep(self.pause)
        await self._work(gc.collect)


def _answer(question: Callable[[Analysis], _A], analysis: Analysis) -> _A:
    use(analysis.config.lexicon)
    return question(analysis)
