"""What a worker process does for the desk: an order with the bytes of its files becomes results. Nothing here knows of the database."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from gouji import faults
from gouji.about import leading
from gouji.config import GIVEN, Config, ConfigError, find
from gouji.deadline import within
from gouji.desk.comparing import amounts, wordings
from gouji.desk.publishing import differences
from gouji.document import Document
from gouji.findings import Finding, bounded
from gouji.lexicon import LexiconError, lexicon, use
from gouji.linter import analyse, lint_document
from gouji.readers import UnreadableError, read_bytes, read_most
from gouji.readers.kinds import kind_of
from gouji.readers.several import joined
from gouji.report import Report
from gouji.reporters import named as reporter_of
from gouji.reporters.json import file_object, unreadable_object
from gouji.reporters.reporter import CopyError, Reporter, Tally
from gouji.suppress import fingerprint


class Source(NamedTuple):
    """A file as it was uploaded; its name is only a name."""

    name: str
    data: bytes


class Order(NamedTuple):
    """What to do (lint, look, copy, roll, draft) with which files; `beside` are last year's statements or report, `forms` the copies that
    are wanted, `folder` where a file may be put for a library that wants a path."""

    task: str
    own: list[Source]
    beside: list[Source]
    forms: list[str]
    detail: dict[str, Any]
    folder: str = ""


_OWN = {"pdf": "pdf", "workbook": "xlsx"}  # in which form a file of a kind gets its findings; the others, as Word


class Made(NamedTuple):
    """What came of an order: one sentence if nothing did; what is told of it; the contents that were made, by form, or the sentence that
    says why one was not; `debug` is for the log."""

    error: str
    told: dict[str, Any]
    contents: dict[str, bytes | str]
    debug: str = ""


def settings() -> Config:
    """The configuration: the one that whoever started the desk names, none that comes with the documents."""
    return find(Path(os.sep)) if os.environ.get(GIVEN) else Config()


def work(order: Order) -> Made:
    """Do an order, whatever comes of it."""
    name = order.own[0].name if order.own else ""
    try:
        config = settings()
        config = config._replace(ocr=bool(order.detail.get("ocr")) or config.ocr)
        use(config.lexicon)
        late = f"{name}：{config.timeout} 秒还没有做完，已停下，请拆成几个文件再试。"
        with within(config.timeout, late):
            return _TASKS[order.task](order, config)
    except (UnreadableError, ConfigError, LexiconError, CopyError) as error:
        return Made(str(error), {}, {})
    except Exception as error:  # of one order; it must not stop the others
        message = f"{name}：出了没有料到的错（{type(error).__name__}），没有做完。"
        return Made(message, {}, {}, faults.line(name, error))


def _lint(order: Order, config: Config) -> Made:
    lead, report = _linted(order, config)
    listed, report.left_out = bounded(report.findings)
    last = partial(_last, order, config) if order.beside else None
    compared = {"wordings": wordings(report, listed), "amounts": amounts(report, last)}
    keys = [fingerprint("", report.document, finding) for finding in listed]
    told = file_object(lead.name, report, listed)
    page = _page()
    html = b"".join(_bytes(part) for part in page.whole([page.piece(lead.name, report, listed)], _tally(report)))
    fixable = _fixable(lead, report.document, report.findings)
    kind = kind_of(lead.name, lead.data)
    forms = [
        _OWN.get(kind, "docx") if form == "own" else form for form in order.forms if form != "pdf" or kind == "pdf"
    ]
    order = order._replace(forms=forms)
    counts = Counter(finding.severity.label for finding in report.findings)
    told = {"file": told, "keys": keys, "counts": dict(counts), "fixable": fixable, **compared}
    return Made("", told, {"html": html, **_copies(order, lead, report, listed)})


def _last(order: Order, config: Config) -> Report:
    """What last year's document states."""
    return analyse(joined([_read(source, config) for source in order.beside]), config)


@cache
def _page() -> Reporter:
    """What writes the report; its templates are compiled once."""
    return reporter_of("html")()


def _copy(order: Order, config: Config) -> Made:
    """Copies of a file that has been linted before."""
    if order.forms == ["fixed"]:
        return Made("", {}, {"fixed": _fixed(order, config)})
    lead, report = _linted(order, config)
    listed, report.left_out = bounded(report.findings)
    return Made("", {}, _copies(order, lead, report, listed))


def _look(order: Order, config: Config) -> Made:
    """What a file says of itself, to know whose it is; where it is to be split, also the workbooks of the units whose statements it has."""
    from gouji.about import about

    source = order.own[0]
    document = _read(source, config)
    found = about(document, lexicon()).told(lambda _: {})
    if order.detail.get("split") and Path(source.name).suffix.lower() in (".xlsx", ".xlsm"):
        from gouji.desk.splitting import split

        return Made("", found, split(source.data, document))
    return Made("", found, {})


def _compare(order: Order, config: Config) -> Made:
    """What has been published otherwise than it was sent."""
    whole = joined([_read(source, config) for source in order.own])
    return Made("", differences(whole, joined([_read(source, config) for source in order.beside])), {})


def _linted(order: Order, config: Config) -> tuple[Source, Report]:
    """The file with the narrative, and the report on it and on what belongs to it."""
    documents = [_read(source, config) for source in order.own]
    first = leading(documents, lexicon()) if len(documents) > 1 else 0
    documents.insert(0, documents.pop(first))
    prior = joined([_read(source, config) for source in order.beside]) if order.beside else None
    document = joined(documents) if len(documents) > 1 else documents[0]
    report = lint_document(document, config, prior)
    accepted = set(order.detail.get("accepted", ()))
    report.findings = [f for f in report.findings if not accepted or fingerprint("", document, f) not in accepted]
    return order.own[first], report


def _read(source: Source, config: Config) -> Document:
    data = read_most(BytesIO(source.data), source.name, config.limits)
    return read_bytes(data, source.name, config.limits)


def _copies(order: Order, lead: Source, report: Report, listed: list[Finding]) -> dict[str, bytes | str]:
    """The copies that are wanted, each or why there is none."""
    found: dict[str, bytes | str] = {}
    path = _put(order.folder, lead)
    for form in order.forms:
        try:
            found[form] = reporter_of(form)().copy(lead.name, path, report, listed)
        except CopyError as error:
            found[form] = str(error)
        except Exception as error:  # of one copy; the others are made
            found[form] = f"{lead.name}：这一份没有做成（{type(error).__name__}）。"
    return found


def _fixable(lead: Source, document: Document, findings: list[Finding]) -> int:
    """How many findings can be put right without a doubt in the file itself."""
    if kind_of(lead.name, lead.data) not in ("word", "text"):
        return 0
    end = document.files[1][0] if len(document.files) > 1 else len(document.source)
    safe = (f.fix for f in findings if f.fix is not None and f.fix.safe)
    return sum(all(edit.span.start < end for edit in fix.edits) for fix in safe)


def _fixed(order: Order, config: Config) -> bytes:
    """The file with its narrative, put right."""
    from gouji.fixing import fix

    lead, _ = _linted(order, config)
    others = [source for source in order.own if source is not lead]

    def findings(document: Document) -> list[Finding]:
        end = len(document.source)
        whole = joined([document, *(_read(source, config) for source in others)]) if others else document
        return [f for f in lint_document(whole, config).findings if f.span.start < end]

    return fix(lead.data, lead.name, findings, unsafe=False, tracked=kind_of(lead.name, lead.data) == "word").after


def _put(folder: str, source: Source, stem: str = "1") -> Path:
    """A file for a library that wants a path; nothing of its name but the kind."""
    suffix = Path(source.name).suffix.lower()
    path = Path(folder) / f"{stem}{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}"
    path.write_bytes(source.data)
    return path


def _tally(report: Report) -> Tally:
    tally = Tally()
    tally.add({})
    for finding in report.findings:
        tally.counts[finding.severity] += 1
    return tally


def _bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()


def _roll(order: Order, config: Config) -> Made:
    from gouji.desk.forward import rolled_forward

    return _placed(order, config, rolled_forward)


def _draft(order: Order, config: Config) -> Made:
    from gouji.desk.forward import drafted

    return _placed(order, config, drafted)


def _placed(order: Order, config: Config, make: Callable[..., tuple[dict[str, Any], bytes]]) -> Made:
    """What is made of files in a folder; its messages have the names that the files came with."""
    from gouji.writing import InputsError, StyleError

    own = [_put(order.folder, source, f"own{number}") for number, source in enumerate(order.own, 1)]
    beside = [_put(order.folder, source, f"beside{number}") for number, source in enumerate(order.beside, 1)]
    names = dict(zip(map(str, (*own, *beside)), (s.name for s in (*order.own, *order.beside)), strict=True))
    del config
    try:
        told, word = make(own, beside, order.detail)
    except (UnreadableError, CopyError, StyleError, InputsError) as error:
        return Made(_renamed(str(error), names), {}, {})
    return Made("", _renamed(told, names), {"docx": word} if word else {})


def _renamed(what: Any, names: dict[str, str]) -> Any:
    """What is told, with the names of files instead of where they were put."""
    if isinstance(what, str):
        for path, name in names.items():
            what = what.replace(path, name)
        return what
    if isinstance(what, dict):
        return {key: _renamed(value, names) for key, value in what.items()}
    return [_renamed(each, names) for each in what] if isinstance(what, list) else what


def unread(name: str, message: str) -> dict[str, Any]:
    """What is told of a file that could not be read."""
    return unreadable_object(name, message)


_TASKS: dict[str, Callable[[Order, Config], Made]] = {
    "lint": _lint,
    "copy": _copy,
    "look": _look,
    "roll": _roll,
    "draft": _draft,
    "compare": _compare,
}
