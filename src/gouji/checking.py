"""One disclosure: fixed if that is asked for, linted, its findings sifted, and what each report says of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from gouji import faults
from gouji.about import about, leading
from gouji.config import Config, ConfigError
from gouji.deadline import too_late, within
from gouji.document import Document
from gouji.files import ChangedError, WriteError, reading
from gouji.findings import Finding, Severity, bounded
from gouji.leftovers import tidy
from gouji.lexicon import LexiconError, lexicon, use
from gouji.linter import lint_document, with_tables, worst
from gouji.outcomes import Options, Outcome, unread
from gouji.priors import prior_of, read_as_one, told
from gouji.readers import UnreadableError, read_bytes, read_file, read_most
from gouji.readers.several import joined
from gouji.report import Report
from gouji.settling import Settings
from gouji.suppress import BaselineError, Baselines
from gouji.targets import Place, pieces_of
from gouji.walking import Task

_TRIES = 3
_LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


class Checker:
    """Lints disclosures one by one; an unreadable one is told of, and never stops the others."""

    def __init__(self, options: Options, settings: Settings | None = None) -> None:
        self.options = options
        self.settings = settings or Settings(options)
        self.baselines = Baselines(bool(options.write_baseline))

    def lint(self, task: Task, where: list[Place], data: bytes | None = None) -> Outcome:
        """One document, whatever comes of it."""
        try:
            return self._lint(task, where, data)
        except (UnreadableError, ConfigError, BaselineError, LexiconError) as error:
            return unread(task, str(error), where)
        except Exception as error:  # of one file; it must not stop the others
            return unread(task, faults.sentence(task.name, error), where, faults.line(task.name, error))

    def _lint(self, task: Task, where: list[Place], data: bytes | None) -> Outcome:
        """One document: fixed if that is asked for, linted, its findings sifted, and what each report says of it."""
        name = task.name
        config = self.settings.of(task)
        use(config.lexicon)
        with within(config.timeout, too_late(config.timeout, name)):
            said, shown = self._fix(task, config) if self.options.fix else ("", "")
            document, path = self._read(task, config, data)
            before, missing = self._before(task, document, config)
            report = lint_document(document, config, before)
        if task.unit:
            report.about = replace(report.about, unit=task.unit)
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

    def _judge(self, report: Report, findings: list[Finding], config: Config) -> int:
        gravest = worst(findings)
        found = gravest is not None and any(gravest >= _LEVELS[each] for each in config.fails_on if each in _LEVELS)
        missed = "unchecked" in config.fails_on and report.is_unchecked
        return 1 if (found or missed) and not self.options.write_baseline else 0
