"""One run of `gouji draft`: figures, inputs and a style become a text, if the figures tie out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gouji.about import KIND_NAMES
from gouji.config import Config, find
from gouji.files import reading
from gouji.findings import Finding, Severity
from gouji.linter import analyse, lint_document
from gouji.readers import UnreadableError, read_file
from gouji.report import Report
from gouji.screen import named
from gouji.writing import (
    Draft,
    Figures,
    Given,
    Inputs,
    Style,
    StyleError,
    draft,
    figures_of_extract,
    inputs_in,
    load_style,
    read_figures,
    read_inputs,
    style_names,
    with_prior,
    write_inputs,
)
from gouji.writing.charts import Chart, plan
from gouji.writing.charts import draw as drawn
from gouji.writing.wordlook import look_of

_EXTRACTED = (".json", ".yaml", ".yml")


class Order(NamedTuple):
    """What to draft: the file of the figures, and the options of the command."""

    path: Path
    inputs: Path | None = None
    prior: Path | None = None
    style: str = ""
    section: str = ""
    charts: bool = False


class Drafted(NamedTuple):
    """The draft, what it was given, the report of the file its figures come from (None for figures as `gouji extract` writes them), and the
    errors that the figures have among themselves; `charts` by the heading of their section, None where none are asked for."""

    draft: Draft
    inputs: Inputs
    style: Style
    report: Report | None
    faults: list[Finding]
    charts: dict[str, list[Chart]] | None = None

    @property
    def text(self) -> str:
        """The text, with what is still lacking listed at its end."""
        if not self.draft.lacking:
            return self.draft.text
        lines = "".join(f"{number}. {lack.what}\n" for number, lack in enumerate(self.draft.lacking, 1))
        return f"{self.draft.text}\n# 待补充（补齐后删去）\n\n{lines}"

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
            else:
                given.setdefault(lack.name, Given())
                blanks.setdefault(lack.name, []).append(lack.part)
        return write_inputs(replace(self.inputs, given=given, passages=passages), blanks)

    def provenance(self) -> str:
        """Where every number of the text comes from, as JSON."""
        whole = {"schema_version": 1, "style": self.style.title, "numbers": [n.as_json() for n in self.draft.numbers]}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def run(order: Order) -> Drafted:
    """Draft. Raises UnreadableError, ConfigError, LexiconError, InputsError and StyleError, each one Chinese sentence."""
    report: Report | None = None
    faults: list[Finding] = []
    if order.path.suffix.lower() in _EXTRACTED:
        figures = _extracted(order.path)
        given = Inputs()
        name = order.style or "national"
    else:
        config = find(order.path)
        document = read_file(order.path, config.limits)
        report = lint_document(document, config)
        faults = [finding for finding in report.findings if _is_of_statements(report, finding)]
        figures = read_figures(report)
        given = inputs_in(report)
        name = order.style or style_of(report, order.path)
    if order.inputs is not None:
        given = read_inputs(order.inputs).over(given)
    given = with_prior(given, figures, figures.before())
    if order.prior is not None:
        given = with_prior(given, figures, _figures(order.prior))
    style = load_style(name)
    if style.kind != figures.kind:
        raise StyleError(
            f"{order.path}：这是{KIND_NAMES.get(figures.kind, '没有认出种类的文件')}，写法 {name} 是写{KIND_NAMES[style.kind]}的，"
            f"请用 --style 另选（{'、'.join(style_names())}）。"
        )
    made = draft(figures, given, style, order.section)
    if not order.charts:
        return Drafted(made, given, style, report, faults)
    charts, lacking = plan(figures, given, style, made.headings, look_of({"word": style.word}))
    return Drafted(made._replace(lacking=[*made.lacking, *lacking]), given, style, report, faults, charts)


def _figures(path: Path) -> Figures:
    if path.suffix.lower() in _EXTRACTED:
        return _extracted(path)
    config = find(path)
    return read_figures(analyse(read_file(path, config.limits), Config(lexicon=config.lexicon)))


def _extracted(path: Path) -> Figures:
    import yaml

    try:
        return figures_of_extract(yaml.safe_load(reading(path).read_text("utf-8-sig")), named(path))
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


def style_of(report: Report, path: Path) -> str:
    """The style of the jurisdiction whose profile the document has, else the national one. Raises StyleError."""
    profile = report.profile.name if report.profile else ""
    if profile in style_names():
        return profile
    if report.kind == "final":
        return "national"
    raise StyleError(f"{path}：没有认出用哪一种写法，请用 --style 指明（{'、'.join(style_names())}）。")


def _is_of_statements(report: Report, finding: Finding) -> bool:
    """Whether an error stands in a statement: the figures do not tie out."""
    return finding.severity is Severity.ERROR and any(
        statement.table.span.start <= finding.span.start < statement.table.span.end for statement in report.statements
    )
