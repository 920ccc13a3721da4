"""One disclosure: fixed if that is asked for, linted, its findings sifted, and what each report says of it."""

from __future__ import annotations

import os
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from gouji import faults
from gouji.about import about, leading
from gouji.config import Config, ConfigError, find
from gouji.deadline import too_late, within
from gouji.document import Document
from gouji.files import ChangedError, WriteError, reading, tidy
from gouji.findings import Finding, Severity, bounded
from gouji.lexicon import LexiconError, lexicon, use
from gouji.linter import lint_document, with_tables, worst
from gouji.priors import Told, prior_of, read_as_one, told
from gouji.readers import UnreadableError, read_bytes, read_file, read_most
from gouji.readers.several import joined
from gouji.report import Report
from gouji.suppress import BaselineError, Baselines
from gouji.targets import Place, pieces_of
from gouji.walking import NAMES, Task

_TRIES = 3
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


class Options(NamedTuple):
    """What the command line settles; None or empty leaves it to the configuration. `priors` are the disclosures of last
    year, where `prior` is a folder."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    notes: bool | None = None
    max_size: int | None = None
    max_pages: int | None = None
    max_cells: int | None = None
    timeout: int | None = None
    ocr: bool | None = None
    baseline: str | None = None
    profile: str | None = None
    write_baseline: str | None = None
    no_config: bool = False
    jobs: int = 0
    tables: tuple[str, ...] = ()
    prior: Path | None = None
    priors: tuple[Told, ...] | None = None
    manifest: Path | None = None
    gather: str = NAMES
    fix: str = ""
    diff: bool = False
    backup: bool = False
    track: bool = False
    doubts: bool = False
    no_cache: bool = False
    cluster: str = ""
    verbose: bool = False


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


class Checker:
    """Lints disclosures one by one; an unreadable one is told of, and never stops the others."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.configs: dict[Path, Config] = {}
        self.baselines = Baselines(bool(options.write_baseline))

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Outcome:
        """One document, whatever comes of it."""
        try:
            return self._lint(task, where, data)
        except (UnreadableError, ConfigError, BaselineError, LexiconError) as error:
            return unread(task.name, str(error), where)
        except Exception as error:  # of one file; it must not stop the others
            return unread(task.name, faults.sentence(task.name, error), where, faults.line(task.name, error))

    def _lint(self, task: Task, where: list[Place], data: bytes | None) -> Outcome:
        """One document: fixed if that is asked for, linted, its findings sifted, and what each report says of it."""
        name = task.name
        config = self.config_of(task)
        use(config.lexicon)
        with within(config.timeout, too_late(config.timeout, name)):
            said, shown = self._fix(task, config) if self.options.fix else ("", "")
            document, path = self._read(task, config, data)
            before, missing = self._before(task, document, config)
            report = lint_document(document, config, before)
        said = "\n".join(filter(None, (said, missing and f"{name}：{missing}。")))
        findings, accepted, used = self.baselines.sift(name, report.document, report.findings, config.baseline)
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

    def _before(self, task: Task, document: Document, config: Config) -> tuple[Document | None, str]:
        """Last year's document, or why there is none where there should be one. Raises UnreadableError."""
        paths, missing = task.prior, ""
        if not paths and self.options.priors is not None:
            paths, missing = prior_of(told(task, about(document, lexicon())), self.options.priors)
        elif not paths and self.options.prior:
            paths = (self.options.prior,)
        return (read_as_one(paths, config.limits) if paths else None), missing

    def _fix(self, task: Task, config: Config) -> tuple[str, str]:
        """Apply the fixes to a file; what to say of it, and the diff if that is asked for. Raises UnreadableError."""
        from gouji.fixing import can_be_tracked, fix, is_fixable

        path = task.paths[0] if len(task.paths) == 1 else None
        if path is None or not is_fixable(path):
            return f"{task.name}：只能改单个的文本、Markdown 与 Word 文件，这里没有改。", ""

        if self.options.track and not can_be_tracked(path):
            return f"{task.name}：修订只能写在 Word 文件里，这里没有改。", ""

        def findings(document: Document) -> list[Finding]:
            own = len(document.source)
            whole = self._with_tables([document], config)
            report = lint_document(whole, config, self._before(task, whole, config)[0])
            kept, _, _ = self.baselines.sift(task.name, report.document, report.findings, config.baseline)
            return [each for each in kept if each.span.start < own]

        name = task.name
        tidy(path.parent)
        for attempt in range(_TRIES):
            try:
                made = fix(reading(path).read_bytes(), name, findings, self.options.fix == "all", self.options.track)
                if self.options.diff:
                    return "", made.diff
                made.write(path, self.options.backup)
            except ChangedError:
                continue
            except WriteError as error:
                raise UnreadableError(str(error)) from None
            except OSError as error:
                raise UnreadableError(f"{name}：读取失败（{error.strerror}），没有改。") from None
            how = "，写成修订" if self.options.track else ""
            again = "改的时候文件又存过，已按新的内容" if attempt else ""
            return (f"{name}：{again}改了 {len(made.fixes)} 处{how}。" if made.fixes else ""), ""
        raise UnreadableError(f"{name}：改的时候文件一再变动，没有改，请先关闭正在写它的程序。")

    def config_of(self, task: Task) -> Config:
        """The configuration for a disclosure, with what a list settles for it. Raises ConfigError."""
        path = task.paths[0] if task.paths else Path(task.name) if task.name != "-" else Path.cwd()
        config = self.config(path)
        if task.profile or task.kind:
            config = config._replace(profile=task.profile or config.profile, kind=task.kind or config.kind)
        return config

    def config(self, path: Path) -> Config:
        """The configuration for a file or folder, under what the command line settles. Raises ConfigError."""
        options = self.options
        folder = path if os.path.isdir(path) else path.parent
        config = self.configs.get(folder)
        if config is None:
            config = Config() if options.no_config else find(path)
            self.configs[folder] = config = config._replace(
                select=options.select or config.select,
                ignore=(*config.ignore, *options.ignore),
                fail_on=options.fail_on or config.fail_on,
                notes=config.notes if options.notes is None else options.notes,
                max_size=options.max_size or config.max_size,
                max_pages=options.max_pages or config.max_pages,
                max_cells=options.max_cells or config.max_cells,
                timeout=options.timeout or config.timeout,
                ocr=config.ocr if options.ocr is None else options.ocr,
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


def unread(name: str, message: str, where: list[Place], debug: str = "") -> Outcome:
    """What is left to tell of a file that could not be read."""
    unread = [None if each.copies else each.reporter.unreadable(name, message) for each in where]
    return Outcome(message, unread, {}, 2, [], set(), debug=debug)
