"""One run of `gouji draft`: figures, inputs and a style become a text, if the figures tie out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gouji.about import KIND_NAMES
from gouji.config import find
from gouji.deadline import within
from gouji.document import Document
from gouji.files import small
from gouji.findings import Finding, Severity
from gouji.lexicon import use
from gouji.lexicon.lexicon import unquoted
from gouji.linter import lint_document
from gouji.proofing import Proof, proofread, without_faulty_rates
from gouji.readers import UnreadableError, read_file
from gouji.readers.several import joined
from gouji.report import Report
from gouji.screen import named
from gouji.writing import (
    Draft,
    Given,
    Inputs,
    Lack,
    Style,
    StyleError,
    Told,
    draft,
    figures_of_extract,
    inputs_in,
    load_style,
    of_this_year,
    read_figures,
    read_inputs,
    refuse_prior,
    style_names,
    with_prior,
    write_inputs,
)
from gouji.writing.charts import Chart, plan
from gouji.writing.charts import draw as drawn
from gouji.writing.wordlook import look_of

_EXTRACTED = (".json", ".yaml", ".yml")


class Order(NamedTuple):
    """What to draft: the file of the figures, and the options of the command; `tables` are further files of the figures."""

    path: Path
    inputs: Path | None = None
    prior: Path | None = None
    style: str = ""
    section: str = ""
    charts: bool = False
    tables: tuple[Path, ...] = ()


class Drafted(NamedTuple):
    """The draft, what it was given, the report of the file its figures come from (None for figures as `gouji extract` writes them), and the
    errors that the figures have among themselves; `proof` is what lint says of the draft; `charts` by the heading of their section, None where none
    are asked for."""

    draft: Draft
    inputs: Inputs
    style: Style
    report: Report | None
    faults: list[Finding]
    proof: Proof
    charts: dict[str, list[Chart]] | None = None

    def forced(self) -> Drafted:
        """The draft for one who wants it all the same: a rate that contradicts its amounts is not written."""
        return self._replace(draft=without_faulty_rates(self.draft, self.proof))

    @property
    def text(self) -> str:
        """The text, with what is still lacking listed at its end."""
        lists = (("待补充（补齐后删去）", self.missing), ("待确认（改好后删去）", self.to_confirm))
        parts = (
            f"\n# {title}\n\n" + "".join(f"{number}. {lack.what}\n" for number, lack in enumerate(lacks, 1))
            for title, lacks in lists
            if lacks
        )
        return self.draft.text + "".join(parts)

    @property
    def missing(self) -> list[Lack]:
        """What is not there at all."""
        return [lack for lack in self.draft.lacking if not lack.told]

    @property
    def to_confirm(self) -> list[Lack]:
        """Where last year's words stand."""
        return [lack for lack in self.draft.lacking if lack.told]

    def word(self) -> bytes:
        """The text, the charts and the statements as a Word file. Raises StyleError and ChartsError."""
        from gouji.writing.word import write_word

        style = {"kind": self.style.kind, "word": self.style.word}
        pictures = drawn(self.charts, look_of(style)) if self.charts is not None else {}
        return write_word(self.text, self.report, style, pictures)

    def to_fill_in(self) -> str:
        """The inputs as given, with an empty place for everything that is lacking, as YAML."""
        given = dict(self.inputs.given)
        blanks: dict[str, list[str]] = {}
        passages = dict(self.inputs.passages)
        for lack in self.draft.lacking:
            if lack.part == "passage":
                passages.setdefault(lack.name, "")
            elif lack.part not in ("statement", "year", "items"):
                if lack.part != "unit":
                    given.setdefault(lack.name, Given())
                blanks.setdefault(lack.name, []).append(lack.part)
        return write_inputs(replace(self.inputs, given=given, passages=passages), blanks)

    def provenance(self) -> str:
        """Where every number of the text comes from, as JSON."""
        whole = {"schema_version": 1, "style": self.style.title, "numbers": [n.as_json() for n in self.draft.numbers]}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def run(order: Order) -> Drafted:
    """Draft, within the time that one file may take. Raises UnreadableError, ConfigError, LexiconError, InputsError and
    StyleError, each one Chinese sentence."""
    seconds = find(order.path).timeout
    late = f"{named(order.path)}：{seconds} 秒还没有写完，已停下，请拆成几个文件，或在配置中提高 timeout。"
    with within(seconds, late):
        return _run(order)


def _run(order: Order) -> Drafted:
    told = _told(order.path, order.tables)
    report, figures = told.report, told.figures
    if figures.is_blank:
        raise UnreadableError(f"{order.path}：报表里一个数也没有，请先填好报表再起草。")
    given = inputs_in(report) if report is not None else Inputs()
    faults = [f for f in report.findings if is_of_statements(report, f)] if report is not None else []
    if order.inputs is not None:
        given = of_this_year(read_inputs(order.inputs), told).over(given)
    given = with_prior(given, figures, figures.before())
    prior: Document | None = None
    if order.prior is not None:
        before = _told(order.prior)
        refuse_prior(before, told, given.former)
        given = with_prior(given, figures, before.figures)
        prior = before.report.document if before.report is not None else None
    config = find(order.path)
    use(config.lexicon)  # not that of last year's folder
    name = order.style or ("national" if report is None else style_of(report, order.path))
    style = load_style(name)
    if style.kind != figures.kind:
        raise StyleError(
            f"{order.path}：这是{KIND_NAMES.get(figures.kind, '没有认出种类的文件')}，写法 {name} 是写{KIND_NAMES[style.kind]}的，"
            f"请用 --style 另选（{'、'.join(_styles_of(figures.kind))}）。"
        )
    made = draft(figures, given, style, order.section)
    if not order.section:
        made = made._replace(lacking=[*made.lacking, *_missing(report, given)])
    charts: dict[str, list[Chart]] | None = None
    if order.charts:
        charts, lacking = plan(figures, given, style, made.headings, look_of({"word": style.word}))
        made = made._replace(lacking=[*made.lacking, *lacking])
    return Drafted(made, given, style, report, faults, proofread(made, figures, report, config, prior), charts)


def _told(path: Path, others: Sequence[Path] = ()) -> Told:
    """What a file of figures tells, with others beside it: a document, or what `gouji extract` wrote."""
    if path.suffix.lower() in _EXTRACTED:
        return _extracted(path)
    config = find(path)
    documents = [read_file(each, config.limits) for each in (path, *others)]
    report = lint_document(joined(documents) if others else documents[0], config)
    figures = read_figures(report)
    return Told(str(path), report.about.names or (report.about.unit,), figures, report)


def _extracted(path: Path) -> Told:
    import yaml

    try:
        data = yaml.safe_load(small(path).decode("utf-8-sig"))
        figures = figures_of_extract(data, named(path))
        return Told(str(path), ((data.get("about") or {}).get("unit") or "",), figures, None)
    except OSError as error:
        raise UnreadableError(f"{named(path)}：打不开（{error.strerror}）。") from None
    except (
        yaml.YAMLError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        reason = f"缺少 {error}" if isinstance(error, KeyError) else " ".join(str(error).split())
        raise UnreadableError(f"{named(path)}：不是 gouji extract 写出的数据（{reason}）。") from None


def _missing(report: Report | None, given: Inputs) -> list[Lack]:
    """What a whole disclosure has that nothing was given of: the unit's name, and statements that are not there."""
    found = [] if given.unit else [Lack("单位名称", "unit", "单位名称")]
    if report is None or report.profile is None or report.profile.kind != report.kind:
        return found
    there = {statement.id for statement in report.statements if not statement.prior}
    if not there & set(report.profile.statements):
        return [*found, Lack("", "statement", "公开的报表，一张也没有")]
    titles = {each.id: each.titles[0] for each in report.lexicon.statements}
    absent = [each for each in report.profile.statements_in(report.year) if each not in there]
    return [*found, *(Lack(each, "statement", f"报表《{unquoted(titles[each])}》，没有找到") for each in absent)]


def style_of(report: Report, path: Path) -> str:
    """The style of the jurisdiction whose profile the document has, else the national one. Raises StyleError."""
    profile = report.profile.name if report.profile else ""
    if profile in style_names():
        return profile
    if report.kind == "final":
        return "national"
    raise StyleError(f"{path}：没有认出用哪一种写法，请用 --style 指明（{'、'.join(_styles_of(report.kind))}）。")


def _styles_of(kind: str) -> list[str]:
    """The styles for a kind of document; all where it is not known."""
    return [name for name in style_names() if load_style(name).kind == kind] or style_names()


def is_of_statements(report: Report, finding: Finding) -> bool:
    """Whether an error stands in a statement: the figures do not tie out."""
    return finding.severity is Severity.ERROR and any(
        statement.table.span.start <= finding.span.start < statement.table.span.end for statement in report.statements
    )
