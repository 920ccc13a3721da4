"""Running lint over paths: walking folders, settling options against configuration, keeping the exit status."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji import faults
from gouji.config import Config, ConfigError, lists
from gouji.files import WriteError, is_read, reading, same_place, write_whole
from gouji.findings import Severity
from gouji.outcomes import Options, Outcome, unread
from gouji.progress import Progress
from gouji.reporters.reporter import CopyError, Reporter, Tally
from gouji.screen import named, tell
from gouji.settling import Settings
from gouji.targets import Place, Target, TargetError, places
from gouji.walking import APART, NAMES, Task, Walk

if TYPE_CHECKING:
    from gouji.cache import Cache
    from gouji.checking import Checker
    from gouji.handing import Given
    from gouji.priors import Told
    from gouji.remembering import Known, Memory
    from gouji.workers import Hands, Item, Lost

_STDIN = Path("/dev/stdin")  # where the system has it, the file that standard input comes from
INTERRUPTED = 130  # the exit status after Ctrl+C
_SPARE = 120_000  # bytes of text for which a further process is worth while


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def _checker(options: Options, settings: Settings | None = None) -> Checker:
    """What lints disclosures; loaded where one is linted."""
    from gouji.checking import Checker

    return Checker(options, settings)


class Runner:
    """Lints the disclosures of paths one by one, and writes the reports on them."""

    def __init__(self, options: Options, stdin_name: str = "-", only: Collection[Path] | None = None) -> None:
        self.options = options
        self.settings = Settings(options)
        self.walk = Walk(lambda folder: self.settings.at(folder).exclude, stdin_name, only)
        self.status = 0
        self.accepted: list[dict[str, str]] = []
        self.used: set[str] = set()
        self.diffs: list[str] = []
        self.progress = Progress()

    @cached_property
    def checker(self) -> Checker:
        """What lints in this process; loaded when the first disclosure is not known yet."""
        return _checker(self.options, self.settings)

    def report(self, paths: tuple[str, ...], targets: list[Target], colour: bool) -> Iterator[str]:
        """Lint, write every report that goes to a file, and yield the one for standard output as it comes.

        Raises TargetError before anything is read.
        """
        tally = Tally()
        tasks = self._tasks(paths)
        prior = self.options.prior
        priors = self.walk.tasks([str(prior)], self.options.gather) if prior and os.path.isdir(prior) else None
        self.status = 2 if self.walk.failed else self.status
        self._keep([*tasks, *(priors or ())])
        where = places(targets, [task.name for task in tasks], colour, self.options.doubts, self.options.verbose)
        written = self.options.write_baseline
        if written and any(place.file and same_place(place.file, Path(written)) for place in where):
            raise TargetError(f"{written}：报告和基线写的是同一个文件，请分开。")
        if priors is not None:
            self._find_priors(priors)
        shown = next((index for index, target in enumerate(targets) if not target.file), None)
        kept: list[list[Any]] = [[] for _ in targets]

        def outcomes() -> Iterator[Outcome]:
            for number, outcome in enumerate(self.run(tasks, where, tally)):
                if outcome.shown:
                    self.diffs.append(outcome.shown)
                for index, piece in enumerate(outcome.pieces):
                    place = where[index]
                    if place.copies:
                        self._write_copy(place.copies[number], piece)
                    elif place.pages:
                        self._write_page(place, place.pages[number], piece)
                        kept[index].append((piece.row, place.pages[number].name))
                    elif index != shown:
                        kept[index].append(piece)
                yield outcome

        if shown is None:
            for _ in outcomes():
                pass
            if len(tasks) > 1:
                remembered = f"，其中 {tally.remembered} 个没有变过" if tally.remembered else ""
                tell(f"{tally}。用时 {tally.seconds:.0f} 秒{remembered}。")
        else:
            for part in where[shown].reporter.whole((outcome.pieces[shown] for outcome in outcomes()), tally):
                yield str(part)
        for place, pieces in zip(where, kept, strict=True):
            if place.file:
                make = place.reporter.index if place.pages else place.reporter.whole
                self._write_report(place.file, partial(make, pieces, tally))

    def pieces(self, paths: tuple[str, ...], reporter: Reporter) -> Iterator[Any]:
        """What a reporter says of each file, as it comes, for somebody else to make a whole of. Raises TargetError."""
        tasks = self._tasks(paths)
        self.status = 2 if self.walk.failed else self.status
        self._keep(tasks)
        return (outcome.pieces[0] for outcome in self.run(tasks, [Place(reporter, None, [])], Tally()))

    def _tasks(self, paths: tuple[str, ...]) -> list[Task]:
        options = self.options
        if options.manifest is None:
            alone = options.gather == NAMES and options.fix  # only single files are fixed
            return self.walk.tasks(paths, APART if alone else options.gather)
        from gouji.manifest import ManifestError, tasks_of

        try:
            return self.walk.wanted(tasks_of(options.manifest))
        except ManifestError as error:
            raise TargetError(str(error)) from None

    def _keep(self, tasks: list[Task]) -> None:
        """Whatever the run is to read is named before it writes, so that nothing is written over it. Raises TargetError."""
        for task in tasks:
            for path in (*(task.paths or (_STDIN,)), *task.prior):
                reading(path)
            with suppress(ConfigError):
                self.settings.of(task)
        for config in self.settings.by_folder.values():
            for path in (*config.tables, *lists(*config.lexicon), *map(Path, filter(None, [config.baseline]))):
                reading(path)
        if self.options.prior:
            reading(self.options.prior)
        written = self.options.write_baseline
        if written and is_read(Path(written)) and self._replaced(written) is None:
            raise TargetError(f"{written}：这次要读这个文件，不能用基线覆盖，请写别的文件名。")

    def _find_priors(self, tasks: list[Task]) -> None:
        """Of last year's documents, whose each is; what cannot be read is said."""
        from gouji.handing import Alone, item
        from gouji.priors import Teller, Told
        from gouji.remembering import each_told
        from gouji.workers import Crew

        teller = partial(Teller, self.options.no_config)

        def lost(given: Given, what: Lost) -> Told:  # noqa: ARG001
            return Told(given.task.paths, error=f"{given.task.name}：读不了，没有用作上年的。")

        def read(tasks: Sequence[Task]) -> Iterator[Told]:
            items = [item(task, self._settled(task), []) for task in tasks]
            return Crew(Alone(teller, []), lost).results(items, self._jobs, _SPARE)

        cache = None if self.options.no_cache else self._cache()
        priors = tuple(each_told(cache, tasks, self._settled, read))
        if cache:
            cache.close()
        for each in priors:
            if each.error:
                tell(each.error)
        self.options = self.options._replace(priors=priors)

    @property
    def _jobs(self) -> int:
        return self.options.jobs or (os.cpu_count() or 1) + 1

    def _replaced(self, path: str) -> bytes | None:
        """The contents of a baseline of this run, which a new one may replace; None of any other file."""
        file = Path(path)
        known = any(c.baseline and same_place(file, Path(c.baseline)) for c in self.settings.by_folder.values())
        return file.read_bytes() if known and os.path.isfile(file) else None

    def _write_report(self, file: Path, make: Callable[[], Iterable[str | bytes]]) -> None:
        try:
            content = b"".join(map(_bytes, make()))
        except Exception as error:  # of one report; the others are written
            tell(faults.sentence(named(file), error))
            faults.log(faults.line(named(file), error))
            self.status = 2
        else:
            self._write(file, content)

    def _write_page(self, place: Place, file: Path, piece: Any) -> None:
        """Write the page of a file that could be read."""
        if not piece.error and place.file:
            self._write_report(file, partial(place.reporter.page, piece, place.file.name))

    def _write_copy(self, file: Path, copy: bytes | CopyError | None) -> None:
        """Write what has been made of a file, if anything has."""
        if isinstance(copy, CopyError):
            tell(copy)
            self.status = 2
        elif copy is not None:
            self._write(file, copy)

    def _write(self, file: Path, content: str | bytes, replacing: bytes | None = None) -> bool:
        try:
            write_whole(file, content, replacing)
        except WriteError as error:
            tell(error)
            self.status = 2
            return False
        return True

    def run(self, tasks: list[Task], where: list[Place], tally: Tally) -> Iterator[Outcome]:
        """The outcome of each file, in order. What a library that is not Python reads is read by a process of its own. Raises HandsError."""

        def lost(given: Given, what: Lost) -> Outcome:
            from gouji.deadline import too_late

            name = given.task.name
            if what.late:
                return unread(given.task, too_late(self._settled(given.task).timeout, name), where)
            return unread(
                given.task,
                f"{name}：读到一半程序停了，多半是文件已损坏、是恶意构造的，或内存不够；没有核对，请另存一份或拆成几个文件再试。",
                where,
            )

        if self.options.cluster:
            from gouji.cluster import checked

            checked(self.options.cluster)  # also where every result is remembered
        self.progress.begin(len(tasks))
        memory = self._memory(where)
        known = [self._known(memory, task) for task in tasks] if memory else [None] * len(tasks)
        there = [bool(memory and memory.has(each)) for each in known]
        items = [self._item(task) for task, is_there in zip(tasks, there, strict=True) if not is_there]
        made = self._made(items, where, lost)
        try:
            for task, key, is_there in zip(tasks, known, there, strict=True):
                outcome = memory.get(key) if memory and key and is_there else None
                tally.remembered += outcome is not None
                if outcome is None:  # one that another process has put out meanwhile is made alone
                    outcome = next(self._made([self._item(task)], where, lost) if is_there else made)
                    if memory:
                        memory.put(key, outcome)
                self._take(outcome, tally)
                yield outcome
        except KeyboardInterrupt:
            done = tally.files + tally.unreadable
            tally.left = len(tasks) - done
            tell(f"已中断：核对了 {done} 份，还有 {tally.left} 份没有核对。")
            self.status = INTERRUPTED
        finally:
            made.close()
            self.progress.end()
            if memory:
                memory.close()

    def _made(
        self, items: list[Item[Given]], where: list[Place], lost: Callable[[Given, Lost], Outcome]
    ) -> Generator[Outcome, None, None]:
        """The outcome of each item, in order; nothing is loaded for none."""
        if items:
            yield from self._hands(where, lost).results(items, self._jobs, _SPARE)

    def _hands(self, where: list[Place], lost: Callable[[Given, Lost], Outcome]) -> Hands[Given, Outcome]:
        """Who does the work: processes of this machine, or a cluster. Raises HandsError."""
        if not self.options.cluster:
            from gouji.handing import Alone
            from gouji.workers import Crew

            return Crew(Alone(partial(_checker, self.options), where, lambda: self.checker), lost)
        from gouji.cluster import Cluster

        return Cluster(self.options, where, lost, self._read_for)

    def _read_for(self, given: Given) -> list[Path]:
        """Every file that is read for a disclosure."""
        task, config = given.task, self._settled(given.task)
        others = [config.file, Path(config.baseline) if config.baseline else None]
        return [
            *task.paths,
            *task.prior,
            *config.tables,
            *self._beside(),
            *filter(None, others),
            *lists(*config.lexicon),
        ]

    def _take(self, outcome: Outcome, tally: Tally) -> None:
        """Count an outcome, and say what is to be said of it."""
        self.status = max(self.status, outcome.status)
        if outcome.error:
            tally.unreadable += 1
        else:
            tally.add(outcome.counts)
        for said in filter(None, (outcome.error, outcome.said)):
            tell(said)
        self.progress.step(outcome.counts.get(Severity.ERROR, 0), bool(outcome.error))
        faults.log(outcome.debug)
        self.accepted += outcome.accepted
        self.used |= outcome.used

    def _memory(self, where: list[Place]) -> Memory | None:
        """What earlier runs came to, where nothing is to be written besides reports."""
        options = self.options
        if options.no_cache or options.fix or options.write_baseline:
            return None
        from gouji.remembering import Memory

        return Memory(self._cache(), where)

    @staticmethod
    def _cache() -> Cache:
        from gouji.cache import Cache

        return Cache()

    def _known(self, memory: Memory, task: Task) -> Known | None:
        try:
            return memory.known(task, self.settings.of(task), self._beside(), self._priors)
        except ConfigError:
            return None

    @cached_property
    def _priors(self) -> str:
        """What tells last year's documents in a folder from others: their contents, and what they say of themselves."""
        from gouji.keys import digest

        priors = self.options.priors or ()
        return repr([(each, [digest(path) for path in each.paths]) for each in priors if not each.error])

    def _beside(self) -> list[Path]:
        """The file of last year that is read for every disclosure."""
        return [self.options.prior] if self.options.prior and self.options.priors is None else []

    def _item(self, task: Task) -> Item[Given]:
        from gouji.handing import item

        config = self._settled(task)
        return item(task, config, [*config.tables, *task.prior, *self._beside()])

    def _settled(self, task: Task) -> Config:
        """The configuration for a task; where it is faulty, which is said when the task is done, that of no file."""
        try:
            return self.settings.of(task)
        except ConfigError:
            return Config()

    def finish(self) -> None:
        """Write the baseline that was asked for; say which accepted findings no longer occur."""
        if not self.options.write_baseline and not any(each.baseline for each in self.settings.by_folder.values()):
            return
        from gouji.suppress import BaselineError

        if self.options.write_baseline:
            import json

            path = self.options.write_baseline
            body = {
                "tool": "gouji",
                "accepted": sorted(self.accepted, key=lambda e: (e["file"], e["code"], e["fingerprint"])),
            }
            if not self._write(Path(path), json.dumps(body, ensure_ascii=False, indent=2) + "\n", self._replaced(path)):
                return
            tell(f"已把 {len(self.accepted)} 个问题写入基线 {named(path)}。")
        for name in {config.baseline for config in self.settings.by_folder.values() if config.baseline}:
            try:
                known = self.checker.baselines.known(name)
            except BaselineError:
                continue
            stale = len(known - self.used)
            if stale:
                tell(f"{name}：有 {stale} 条基线记录这次没有出现，可用 --write-baseline 重新生成。")
