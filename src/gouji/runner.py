"""Running lint over paths: walking folders, settling options against configuration, keeping the exit status."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from gouji import faults
from gouji.about import leading
from gouji.config import Config, ConfigError, find
from gouji.deadline import too_late, within
from gouji.document import Document
from gouji.files import ChangedError, WriteError, is_read, reading, same_place, tidy, write_whole
from gouji.findings import Finding, Severity, bounded
from gouji.handing import Alone, Given, item
from gouji.lexicon import LexiconError, lexicon, use
from gouji.linter import lint_document, with_tables, worst
from gouji.readers import UnreadableError, read_bytes, read_file, read_most
from gouji.readers.several import joined
from gouji.report import Report
from gouji.reporters.reporter import CopyError, Reporter, Tally
from gouji.screen import named, tell
from gouji.suppress import BaselineError, Baselines
from gouji.targets import Place, Target, TargetError, pieces_of, places
from gouji.walking import Task, Walk
from gouji.workers import Crew, Item, Lost


class Options(NamedTuple):
    """What the command line settles; None or empty leaves it to the configuration."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    notes: bool | None = None
    max_size: int | None = None
    max_pages: int | None = None
    max_cells: int | None = None
    timeout: int | None = None
    baseline: str | None = None
    profile: str | None = None
    write_baseline: str | None = None
    no_config: bool = False
    jobs: int = 0
    tables: tuple[str, ...] = ()
    prior: Path | None = None
    together: bool = False
    fix: str = ""
    diff: bool = False
    backup: bool = False
    doubts: bool = False


_STDIN = Path("/dev/stdin")  # where the system has it, the file that standard input comes from
_LISTS = ("*.toml", "*.tsv", "profiles/*.toml")
_TRIES = 3
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


_SPARE = 120_000


class Outcome(NamedTuple):
    """What is left to tell of one file, when it has been linted in any process; `pieces` are the reporters', in order: a copy
    is bytes, or the CopyError that says why there is none. `said` is for standard error, `shown` (a diff) for standard
    output, `debug` for the log of what nobody foresaw."""

    error: str
    pieces: list[Any]
    counts: dict[Severity, int]
    status: int
    accepted: list[dict[str, str]]
    used: set[str]
    said: str = ""
    shown: str = ""
    debug: str = ""


class Runner:
    """Lints paths one by one; an unreadable one is reported and never stops the others."""

    def __init__(self, options: Options, stdin_name: str = "-", only: Collection[Path] | None = None) -> None:
        self.options = options
        self.stdin_name = stdin_name
        self.walk = Walk(lambda folder: self._config(folder).exclude, stdin_name, only)
        self.status = 0
        self.accepted: list[dict[str, str]] = []
        self.used: set[str] = set()
        self.diffs: list[str] = []
        self._configs: dict[Path, Config] = {}
        self._baselines = Baselines(bool(options.write_baseline))

    def report(self, paths: tuple[str, ...], targets: list[Target], colour: bool) -> Iterator[str]:
        """Lint, write every report that goes to a file, and yield the one for standard output as it comes.

        Raises TargetError before anything is read.
        """
        tally = Tally()
        tasks = list(self.walk.tasks(paths, self.options.together))
        self.status = 2 if self.walk.failed else self.status
        self._keep(tasks)
        where = places(targets, [task.name for task in tasks], colour, self.options.doubts)
        written = self.options.write_baseline
        if written and any(place.file and same_place(place.file, Path(written)) for place in where):
            raise TargetError(f"{written}：报告和基线写的是同一个文件，请分开。")
        shown = next((index for index, target in enumerate(targets) if not target.file), None)
        kept: list[list[Any]] = [[] for _ in targets]

        def outcomes() -> Iterator[Outcome]:
            for number, outcome in enumerate(self.run(tasks, where, tally)):
                if outcome.shown:
                    self.diffs.append(outcome.shown)
                for index, piece in enumerate(outcome.pieces):
                    if where[index].copies:
                        self._write_copy(where[index].copies[number], piece)
                    elif index != shown:
                        kept[index].append(piece)
                yield outcome

        if shown is None:
            for _ in outcomes():
                pass
        else:
            for part in where[shown].reporter.whole((outcome.pieces[shown] for outcome in outcomes()), tally):
                yield str(part)
        for place, pieces in zip(where, kept, strict=True):
            if place.file:
                self._write_report(place.file, place.reporter, pieces, tally)

    def _keep(self, tasks: list[Task]) -> None:
        """Whatever the run is to read is named before it writes, so that nothing is written over it. Raises TargetError."""
        for task in tasks:
            for path in task.paths or (_STDIN,):
                reading(path)
            with suppress(ConfigError):
                self._config_of(task)
        for config in self._configs.values():
            lists = [file for folder in config.lexicon for pattern in _LISTS for file in folder.glob(pattern)]
            for path in (*config.tables, *lists, *map(Path, filter(None, [config.baseline]))):
                reading(path)
        if self.options.prior:
            reading(self.options.prior)
        written = self.options.write_baseline
        if written and is_read(Path(written)) and self._replaced(written) is None:
            raise TargetError(f"{written}：这次要读这个文件，不能用基线覆盖，请写别的文件名。")

    def _replaced(self, path: str) -> bytes | None:
        """The contents of a baseline of this run, which a new one may replace; None of any other file."""
        file = Path(path)
        known = any(c.baseline and same_place(file, Path(c.baseline)) for c in self._configs.values())
        return file.read_bytes() if known and os.path.isfile(file) else None

    def _write_report(self, file: Path, reporter: Reporter, pieces: list[Any], tally: Tally) -> None:
        try:
            content = b"".join(_bytes(part) for part in reporter.whole(pieces, tally))
        except Exception as error:  # of one report; the others are written
            tell(faults.sentence(named(file), error))
            faults.log(faults.line(named(file), error))
            self.status = 2
        else:
            self._write(file, content)

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
        """The outcome of each file, in order. What a library that is not Python reads is read by a process of its own."""
        jobs = self.options.jobs or (os.cpu_count() or 1) + 1

        def lost(given: Given, what: Lost) -> Outcome:
            name = given.task.name
            if what.late:
                return self._unread(name, too_late(self._settled(given.task).timeout, name), where)
            return self._unread(
                name,
                f"{name}：读到一半程序停了，多半是文件已损坏、是恶意构造的，或内存不够；没有核对，请另存一份或拆成几个文件再试。",
                where,
            )

        here = Alone(partial(Runner, self.options, self.stdin_name), where, self)
        for outcome in Crew(here, lost).results([self._item(task) for task in tasks], jobs, _SPARE):
            self.status = max(self.status, outcome.status)
            if outcome.error:
                tally.unreadable += 1
            else:
                tally.add(outcome.counts)
            for said in filter(None, (outcome.error, outcome.said)):
                tell(said)
            faults.log(outcome.debug)
            self.accepted += outcome.accepted
            self.used |= outcome.used
            yield outcome

    def _item(self, task: Task) -> Item[Given]:
        config = self._settled(task)
        return item(task, config, [*config.tables, *filter(None, [self.options.prior])])

    def _settled(self, task: Task) -> Config:
        """The configuration for a task; where it is faulty, which is said when the task is done, that of no file."""
        try:
            return self._config_of(task)
        except ConfigError:
            return Config()

    @staticmethod
    def _unread(name: str, message: str, where: list[Place], debug: str = "") -> Outcome:
        unread = [None if each.copies else each.reporter.unreadable(name, message) for each in where]
        return Outcome(message, unread, {}, 2, [], set(), debug=debug)

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Outcome:
        """One document, whatever comes of it."""
        try:
            return self._lint(task, where, data)
        except (UnreadableError, ConfigError, BaselineError, LexiconError) as error:
            return self._unread(task.name, str(error), where)
        except Exception as error:  # of one file; it must not stop the others
            return self._unread(task.name, faults.sentence(task.name, error), where, faults.line(task.name, error))

    def _lint(self, task: Task, where: list[Place], data: bytes | None) -> Outcome:
        """One document: fixed if that is asked for, linted, its findings sifted, and what each report says of it."""
        name = task.name
        config = self._config_of(task)
        use(config.lexicon)
        with within(config.timeout, too_late(config.timeout, name)):
            said, shown = self._fix(task, config) if self.options.fix else ("", "")
            document, path = self._read(task, config, data)
            report = self._report(document, config)
        findings, accepted, used = self._baselines.sift(name, report.document, report.findings, config.baseline)
        counts = Counter(finding.severity for finding in findings)
        status = self._judge(report, findings, config)
        listed, report.left_out = bounded(findings)
        pieces, debug = pieces_of(where, name, path, report, listed)
        return Outcome("", pieces, counts, status, accepted, used, said, shown, debug)

    def _read(self, task: Task, config: Config, data: bytes | None) -> tuple[Document, Path | None]:
        """The document of a task, with the tables that were given beside it, and the file that its narrative is in (None
        for standard input). Raises UnreadableError."""
        if data is not None:
            most = read_most(BytesIO(data), task.name, config.limits)
            return self._with_tables([read_bytes(most, task.name, config.limits)], config), None
        found = [read_file(path, config.limits) for path in task.paths]
        first = leading(found, lexicon()) if len(found) > 1 else 0
        found.insert(0, found.pop(first))
        return self._with_tables(found, config), task.paths[first]

    def _with_tables(self, found: list[Document], config: Config) -> Document:
        return with_tables(joined(found) if len(found) > 1 else found[0], config)

    def _report(self, document: Document, config: Config) -> Report:
        prior = self.options.prior
        before = read_file(prior, config.limits) if prior else None
        return lint_document(document, config, before)

    def _fix(self, task: Task, config: Config) -> tuple[str, str]:
        """Apply the fixes to a file; what to say of it, and the diff if that is asked for. Raises UnreadableError."""
        from gouji.fixing import fix, is_fixable

        path = task.paths[0] if len(task.paths) == 1 else None
        if path is None or not is_fixable(path):
            return f"{task.name}：只能改单个的文本、Markdown 与 Word 文件，这里没有改。", ""

        def findings(document: Document) -> list[Finding]:
            own = len(document.source)
            report = self._report(self._with_tables([document], config), config)
            kept, _, _ = self._baselines.sift(task.name, report.document, report.findings, config.baseline)
            return [each for each in kept if each.span.start < own]

        name = task.name
        tidy(path.parent)
        for attempt in range(_TRIES):
            try:
                made = fix(reading(path).read_bytes(), name, findings, self.options.fix == "all")
                if self.options.diff:
                    return "", made.diff
                made.write(path, self.options.backup)
            except ChangedError:
                continue
            except WriteError as error:
                raise UnreadableError(str(error)) from None
            except OSError as error:
                raise UnreadableError(f"{name}：读取失败（{error.strerror}），没有改。") from None
            again = "改的时候文件又存过，已按新的内容" if attempt else ""
            return (f"{name}：{again}改了 {len(made.fixes)} 处。" if made.fixes else ""), ""
        raise UnreadableError(f"{name}：改的时候文件一再变动，没有改，请先关闭正在写它的程序。")

    def _config_of(self, task: Task) -> Config:
        return self._config(task.paths[0] if task.paths else Path(task.name) if task.name != "-" else Path.cwd())

    def _config(self, path: Path) -> Config:
        options = self.options
        folder = path if os.path.isdir(path) else path.parent
        config = self._configs.get(folder)
        if config is None:
            config = Config() if options.no_config else find(path)
            self._configs[folder] = config = config._replace(
                select=options.select or config.select,
                ignore=(*config.ignore, *options.ignore),
                fail_on=options.fail_on or config.fail_on,
                notes=config.notes if options.notes is None else options.notes,
                max_size=options.max_size or config.max_size,
                max_pages=options.max_pages or config.max_pages,
                max_cells=options.max_cells or config.max_cells,
                timeout=options.timeout or config.timeout,
                tables=tuple(Path(os.path.realpath(each)) for each in options.tables) or config.tables,
                profile=options.profile or config.profile,
                baseline=options.baseline or config.baseline,
            )
        return config

    def _judge(self, report: Report, findings: list[Finding], config: Config) -> int:
        gravest = worst(findings)
        found = gravest is not None and any(gravest >= _LEVELS[each] for each in config.fails_on if each in _LEVELS)
        missed = "unchecked" in config.fails_on and report.is_unchecked
        return 1 if (found or missed) and not self.options.write_baseline else 0

    def finish(self) -> None:
        """Write the baseline that was asked for; say which accepted findings no longer occur."""
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
        for name in {config.baseline for config in self._configs.values() if config.baseline}:
            try:
                known = self._baselines.known(name)
            except BaselineError:
                continue
            stale = len(known - self.used)
            if stale:
                tell(f"{name}：有 {stale} 条基线记录这次没有出现，可用 --write-baseline 重新生成。")
