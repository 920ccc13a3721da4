"""Running lint over paths: walking folders, settling options against configuration, keeping the exit status."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gouji.changed import located
from gouji.config import Config, ConfigError, find
from gouji.files import write_whole
from gouji.findings import Finding, Severity
from gouji.lexicon import LexiconError
from gouji.linter import lint_bytes, lint_file, worst
from gouji.readers import UnreadableError, is_readable
from gouji.report import Report
from gouji.reporters import named
from gouji.reporters.reporter import Reporter, Tally
from gouji.share import shared
from gouji.suppress import BaselineError, fingerprint, read_baseline


class Options(NamedTuple):
    """What the command line settles; None or empty leaves it to the configuration."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    notes: bool | None = None
    max_size: int | None = None
    baseline: str | None = None
    profile: str | None = None
    write_baseline: str | None = None
    no_config: bool = False
    jobs: int = 0


_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def _size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0


class Target(NamedTuple):
    """A format and the file its report goes to, "" for standard output."""

    form: str
    file: str = ""


class Outcome(NamedTuple):
    """What is left to tell of one file, when it has been linted in any process; `pieces` are the reporters', in order."""

    error: str
    pieces: list[Any]
    counts: dict[Severity, int]
    status: int
    accepted: list[dict[str, str]]
    used: set[str]


class Runner:
    """Lints paths one by one; an unreadable one is reported and never stops the others."""

    def __init__(self, options: Options, stdin_name: str = "-", only: Collection[Path] | None = None) -> None:
        """`only`: of the files, those among these, as `gouji.changed` tells them; an absent one is still reported."""
        self.options = options
        self.stdin_name = stdin_name
        self.only = only
        self.status = 0
        self.accepted: list[dict[str, str]] = []
        self.used: set[str] = set()
        self._configs: dict[Path, Config] = {}
        self._baselines: dict[str, set[str]] = {}

    def report(self, paths: tuple[str, ...], targets: list[Target], colour: bool) -> Iterator[str]:
        """Lint, write every report that goes to a file, and yield the one for standard output as it comes."""
        tally = Tally()
        reporters = [named(target.form)(colour and not target.file) for target in targets]
        shown = next((index for index, target in enumerate(targets) if not target.file), None)
        kept: list[list[Any]] = [[] for _ in targets]

        def outcomes() -> Iterator[Outcome]:
            for outcome in self.run(paths, reporters, tally):
                for index, piece in enumerate(outcome.pieces):
                    if index != shown:
                        kept[index].append(piece)
                yield outcome

        if shown is None:
            for _ in outcomes():
                pass
        else:
            for part in reporters[shown].whole((outcome.pieces[shown] for outcome in outcomes()), tally):
                yield str(part)
        for target, made, pieces in zip(targets, reporters, kept, strict=True):
            if target.file:
                self._write(target.file, b"".join(_bytes(part) for part in made.whole(pieces, tally)))

    def _write(self, file: str, content: str | bytes) -> bool:
        try:
            write_whole(Path(file), content)
        except OSError as error:
            print(f"{file}：写不进去（{error.strerror}），请检查文件夹是否存在、是否有权限。", file=sys.stderr)
            self.status = 2
            return False
        return True

    def run(self, paths: tuple[str, ...], reporters: list[Reporter], tally: Tally) -> Iterator[Outcome]:
        """The outcome of each file, in order; on machines that can, several processes share the work."""
        files = [(path, name) for path, name in self._expand(paths) if self._wanted(path)]
        alone = len(files) < 2 or any(path is None for path, _ in files)
        jobs = 1 if alone else min(len(files), self.options.jobs or (os.cpu_count() or 1) + 1)

        def lint(index: int) -> Outcome:
            return self.lint(*files[index], reporters)

        for outcome in shared(lint, [_size(path) for path, _ in files], jobs):
            self.status = max(self.status, outcome.status)
            if outcome.error:
                tally.unreadable += 1
                print(outcome.error, file=sys.stderr)
            else:
                tally.add(outcome.counts)
            self.accepted += outcome.accepted
            self.used |= outcome.used
            yield outcome

    def lint(self, path: Path | None, name: str, reporters: list[Reporter]) -> Outcome:
        """One file: linted, its findings sifted, and what each report says of it."""
        try:
            if path is None:
                config = self._config(Path(name) if name != "-" else Path.cwd())
                report = lint_bytes(sys.stdin.buffer.read(), name, config)
            else:
                config = self._config(path)
                report = lint_file(path, config)
            accepted: list[dict[str, str]] = []
            findings, used = self._accept(name, report, config, accepted)
        except (UnreadableError, ConfigError, BaselineError, LexiconError) as error:
            message = str(error)
            return Outcome(message, [each.unreadable(name, message) for each in reporters], {}, 2, [], set())
        counts = Counter(finding.severity for finding in findings)
        pieces = [each.piece(name, report, findings) for each in reporters]
        return Outcome("", pieces, counts, self._judge(findings, config), accepted, used)

    def _expand(self, paths: tuple[str, ...]) -> Iterator[tuple[Path | None, str]]:
        for given in paths:
            if given == "-":
                yield None, self.stdin_name
                continue
            path = Path(given)
            if not path.is_dir():
                yield path, given
                continue
            try:
                found = self.within(path)
            except ConfigError as error:
                self.status = 2
                print(error, file=sys.stderr)
                continue
            if not found:
                self.status = 2
                print(f"{given}：文件夹里没有可检查的文件（txt、md、xlsx）。", file=sys.stderr)
            for file in found:
                yield file, str(file)

    def _wanted(self, path: Path | None) -> bool:
        return self.only is None or path is None or not path.exists() or located(path) in self.only

    def within(self, folder: Path) -> list[Path]:
        """The files of a folder that are to be linted."""
        config = self._config(folder)
        found = [
            file
            for file in sorted(folder.rglob("*"))
            if file.is_file()
            and is_readable(file)
            and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        ]
        return [file for file in found if not any(file.match(pattern) for pattern in config.exclude)]

    def _config(self, path: Path) -> Config:
        options = self.options
        folder = path if path.is_dir() else path.parent
        config = self._configs.get(folder)
        if config is None:
            config = Config() if options.no_config else find(path)
            self._configs[folder] = config = config._replace(
                select=options.select or config.select,
                ignore=(*config.ignore, *options.ignore),
                fail_on=options.fail_on or config.fail_on,
                notes=config.notes if options.notes is None else options.notes,
                max_size=options.max_size or config.max_size,
                profile=options.profile or config.profile,
                baseline=options.baseline
                or (str((config.folder or Path()) / config.baseline) if config.baseline else ""),
            )
        return config

    def _accept(
        self, name: str, report: Report, config: Config, accepted: list[dict[str, str]]
    ) -> tuple[list[Finding], set[str]]:
        """The findings that no baseline accepts, and the accepted ones that still occur; or all go into a new one."""
        findings, used = report.findings, set[str]()
        if self.options.write_baseline:
            for finding in findings:
                key = fingerprint(name, report.document, finding)
                accepted.append(
                    {
                        "fingerprint": key,
                        "file": Path(name).name,
                        "code": finding.code,
                        "message": finding.message,
                    }
                )
        if not config.baseline or self.options.write_baseline:
            return findings, used
        known = self._known(config.baseline)
        kept = []
        for finding in findings:
            key = fingerprint(name, report.document, finding)
            if key in known:
                used.add(key)
            else:
                kept.append(finding)
        return kept, used

    def _known(self, baseline: str) -> set[str]:
        if baseline not in self._baselines:
            self._baselines[baseline] = read_baseline(Path(baseline))
        return self._baselines[baseline]

    def _judge(self, findings: list[Finding], config: Config) -> int:
        level = _LEVELS.get(config.fail_on)
        gravest = worst(findings)
        found = level is not None and gravest is not None and gravest >= level
        return 1 if found and not self.options.write_baseline else 0

    def finish(self) -> None:
        """Write the baseline that was asked for; say which accepted findings no longer occur."""
        if self.options.write_baseline:
            import json

            path = self.options.write_baseline
            body = {
                "tool": "gouji",
                "accepted": sorted(self.accepted, key=lambda e: (e["file"], e["code"], e["fingerprint"])),
            }
            if not self._write(path, json.dumps(body, ensure_ascii=False, indent=2) + "\n"):
                return
            print(f"已把 {len(self.accepted)} 个问题写入基线 {path}。", file=sys.stderr)
        for name in {config.baseline for config in self._configs.values() if config.baseline}:
            try:
                known = self._known(name)
            except BaselineError:
                continue
            stale = len(known - self.used)
            if stale:
                print(
                    f"{name}：有 {stale} 条基线记录这次没有出现，可用 --write-baseline 重新生成。",
                    file=sys.stderr,
                )
