"""Running lint over paths: walking folders, settling options against configuration, keeping the exit status."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from gouji.config import Config, ConfigError, find
from gouji.files import write_whole
from gouji.findings import Finding, Severity
from gouji.linter import lint_bytes, lint_file, worst
from gouji.readers import UnreadableError, is_readable
from gouji.report import Report
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


_COLLECT_EVERY = 40
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


class Runner:
    """Lints paths one by one; an unreadable one is reported and never stops the others."""

    def __init__(self, options: Options, stdin_name: str = "-") -> None:
        self.options = options
        self.stdin_name = stdin_name
        self.status = 0
        self.accepted: list[dict[str, str]] = []
        self.used: set[str] = set()
        self._configs: dict[Path, Config] = {}
        self._baselines: dict[str, set[str]] = {}

    def text(self, paths: tuple[str, ...], colour: bool) -> Iterator[str]:
        """The report for people."""
        from gouji.reporters import text

        files, counts, broken = 0, dict.fromkeys(Severity, 0), 0
        summaries = []
        for name, result in self.run(paths):
            if isinstance(result, str):
                broken += 1
                print(result, file=sys.stderr)
                continue
            report, findings = result
            files += 1
            yield from text.render(name, report, findings, colour)
            for finding in findings:
                counts[finding.severity] += 1
            summaries.append(text.summary(name, report))
        yield from summaries
        total = f"共 {files} 个文件：错误 {counts[Severity.ERROR]}，疑点 {counts[Severity.WARNING]}"
        if counts[Severity.NOTE]:
            total += f"，提示 {counts[Severity.NOTE]}"
        if broken:
            total += f"；{broken} 个文件无法读取"
        yield total + "。"

    def json(self, paths: tuple[str, ...], started: float) -> Iterator[str]:
        """The report for programs."""
        from gouji.reporters import json as reporter

        files: list[dict[str, Any]] = []
        for name, result in self.run(paths):
            if isinstance(result, str):
                print(result, file=sys.stderr)
                files.append(reporter.unreadable_object(name, result))
            else:
                files.append(reporter.file_object(name, *result))
        yield reporter.render(files, time.perf_counter() - started)

    def run(self, paths: tuple[str, ...]) -> Iterator[tuple[str, tuple[Report, list[Finding]] | str]]:
        """Each file with its report and findings, or with the sentence that says why it cannot be read."""
        for number, (path, name) in enumerate(self._expand(paths), 1):
            if number % _COLLECT_EVERY == 0:
                gc.collect()
            try:
                if path is None:
                    config = self._config(Path(name) if name != "-" else Path.cwd())
                    report = lint_bytes(sys.stdin.buffer.read(), name, config)
                else:
                    config = self._config(path)
                    report = lint_file(path, config)
                findings = self._accept(name, report, config)
            except (UnreadableError, ConfigError, BaselineError) as error:
                self.status = 2
                yield name, str(error)
                continue
            self._judge(findings, config)
            yield name, (report, findings)

    def _expand(self, paths: tuple[str, ...]) -> Iterator[tuple[Path | None, str]]:
        for given in paths:
            if given == "-":
                yield None, self.stdin_name
                continue
            path = Path(given)
            if not path.is_dir():
                yield path, given
                continue
            config = self._config(path)
            found = [
                file
                for file in sorted(path.rglob("*"))
                if file.is_file()
                and is_readable(file)
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            ]
            found = [file for file in found if not any(file.match(pattern) for pattern in config.exclude)]
            if not found:
                self.status = 2
                print(f"{given}：文件夹里没有可检查的文件（txt、md）。", file=sys.stderr)
            for file in found:
                yield file, str(file)

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

    def _accept(self, name: str, report: Report, config: Config) -> list[Finding]:
        findings = report.findings
        if self.options.write_baseline:
            for finding in findings:
                key = fingerprint(name, report.document, finding)
                self.accepted.append(
                    {
                        "fingerprint": key,
                        "file": Path(name).name,
                        "code": finding.code,
                        "message": finding.message,
                    }
                )
        if not config.baseline or self.options.write_baseline:
            return findings
        known = self._baselines.get(config.baseline)
        if known is None:
            known = self._baselines[config.baseline] = read_baseline(Path(config.baseline))
        kept = []
        for finding in findings:
            key = fingerprint(name, report.document, finding)
            if key in known:
                self.used.add(key)
            else:
                kept.append(finding)
        return kept

    def _judge(self, findings: list[Finding], config: Config) -> None:
        level = _LEVELS.get(config.fail_on)
        gravest = worst(findings)
        if (
            self.status == 0
            and level is not None
            and gravest is not None
            and gravest >= level
            and not self.options.write_baseline
        ):
            self.status = 1

    def finish(self) -> None:
        """Write the baseline that was asked for; say which accepted findings no longer occur."""
        if self.options.write_baseline:
            import json

            path = Path(self.options.write_baseline)
            body = {
                "tool": "gouji",
                "accepted": sorted(self.accepted, key=lambda e: (e["file"], e["code"], e["fingerprint"])),
            }
            try:
                write_whole(path, json.dumps(body, ensure_ascii=False, indent=2) + "\n")
            except OSError as error:
                print(
                    f"{path}：写不进去（{error.strerror}），请检查文件夹是否存在、是否有权限。",
                    file=sys.stderr,
                )
                self.status = 2
                return
            print(f"已把 {len(self.accepted)} 个问题写入基线 {path}。", file=sys.stderr)
        for name, known in self._baselines.items():
            stale = len(known - self.used)
            if stale:
                print(
                    f"{name}：有 {stale} 条基线记录这次没有出现，可用 --write-baseline 重新生成。",
                    file=sys.stderr,
                )
