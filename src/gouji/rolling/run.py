"""One run of `gouji roll`: last year's document and this year's statements become this year's document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gouji.config import Config, find
from gouji.deadline import within
from gouji.document import Document, Span
from gouji.drafting import is_of_statements
from gouji.facts import Fact
from gouji.files import reading
from gouji.findings import Finding
from gouji.linter import Memory, analyse, lint_document
from gouji.proofing import proofread, statement_blocks
from gouji.readers import UnreadableError, read_file
from gouji.readers.kinds import kind_of
from gouji.readers.several import joined
from gouji.report import Report
from gouji.rolling.edits import Edit, applied, cut_short, settled
from gouji.rolling.markdown import markdown
from gouji.rolling.marks import TITLE, doubted
from gouji.rolling.narratives import narrative_edits
from gouji.rolling.news import untold
from gouji.rolling.paragraphs import Paragraphs
from gouji.rolling.tables import has_statements, replaced, table_edits, unplaced
from gouji.rolling.values import Values
from gouji.rolling.word import rolled_word
from gouji.screen import named
from gouji.statements import Statement
from gouji.writing import Draft, Told, load_style, read_figures, refuse_prior
from gouji.writing.amounts import Written

_INNER = str.maketrans("“”", "‘’")  # of a title with quotation marks of its own
_RENAMED = "若是改了名，请先把去年文件里的旧名称换成今年的，再往前推。"


class RollOrder(NamedTuple):
    """Last year's document, the files with this year's statements, and if the document has none, the one with last year's."""

    document: Path
    tables: tuple[Path, ...]
    prior: Path | None = None


class Rolled(NamedTuple):
    """What becomes of last year's document: its edits, the text that they make of it, and the places of the numbers in that. `faults` are the
    errors that this year's statements have among themselves, `unplaced` the titles of those that the document has no place for, `news` what of them is new and told nowhere."""

    values: Values
    end: int
    edits: list[Edit]
    text: str
    numbers: list[Written]
    faults: list[Finding]
    unplaced: list[str]
    news: list[Fact]

    @property
    def marks(self) -> list[Edit]:
        """What is left to people."""
        return [edit for edit in self.edits if edit.is_mark]

    def listed(self) -> list[str]:
        """What is left to people, one line each, under the heading where it stands."""
        paragraphs = Paragraphs(self.values.last.document, self.end)
        lines = [f"{self._under(paragraphs, edit)}{edit.shown}：{edit.why}" for edit in self.marks]
        lines += [
            f"{self._under(paragraphs, edit)}{cut_short(edit.new or self.values.last.document.quote(edit.span))}：{edit.note}"
            for edit in self.edits
            if edit.note
        ]
        lines += [f"{cell.place}{cell.text}：去年没有，去年的文件里也没有说到，请加上" for cell in self.news]
        return [*lines, *(f"《{title}》：去年的文件里没有这张表，请加上" for title in self.unplaced)]

    def heading(self, paragraphs: Paragraphs, edit: Edit) -> str:
        """The title over an edit, as it stands in the new text; "" if there is none."""
        span = paragraphs.heading(edit.span)
        if span is None:
            return ""
        inside = [each for each in self.edits if span.start <= each.span.start and each.span.end <= span.end]
        moved = [each._replace(span=each.span.moved(-span.start)) for each in inside]
        return "".join(applied(self.values.last.document.quote(span), moved)[0].split())

    def _under(self, paragraphs: Paragraphs, edit: Edit) -> str:
        title = self.heading(paragraphs, edit)
        return f"“{title.translate(_INNER)}”" if title else ""

    @property
    def whole(self) -> str:
        """The text, with what is left to people listed at its end."""
        lines = "".join(f"{number}. {line}\n" for number, line in enumerate(self.listed(), 1))
        return f"{self.text.rstrip()}\n\n# {TITLE}\n\n{lines}" if lines else self.text

    def word(self, path: Path, track: bool) -> bytes:
        """As a Word file: last year's own with the edits in it, or of a document of another kind a new one. Raises UnreadableError and StyleError."""
        last = self.values.last
        if kind_of(path) == "word":
            data = reading(path).read_bytes()
            return rolled_word(data, self.values, self.end, self.edits, self.listed(), track)
        from gouji.writing.word import write_word

        style = load_style("national")
        spans = [(span.start, span.end) for statement in last.statements for span in _printed_anew(statement)]
        lines = "".join(f"{number}. {line}\n" for number, line in enumerate(self.listed(), 1))
        text = markdown(last, self.end, self.edits, spans) + (f"\n# {TITLE}\n\n{lines}" if lines else "")
        return write_word(text, self.values.now, {"kind": style.kind, "word": style.word}, {})

    def provenance(self) -> str:
        """Where every number of the text comes from, as JSON."""
        whole = {"schema_version": 1, "numbers": [number.as_json() for number in self.numbers]}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _printed_anew(statement: Statement) -> Iterator[Span]:
    """Where a statement stands, with its title and the lines over it, that this year's takes the place of in a new Word file."""
    if statement.type is not None and statement.type.rows != "performance":
        over = [span for _, span in statement.captions]
        yield from filter(None, (statement.table.span, statement.title_span, *over))


def roll(order: RollOrder) -> Rolled:
    """Roll forward, within the time that one file may take. Raises UnreadableError, ConfigError and LexiconError, each one
    Chinese sentence."""
    config = find(order.document)
    late = f"{named(order.document)}：{config.timeout} 秒还没有写完，已停下，请拆成几个文件，或在配置中提高 timeout。"
    with within(config.timeout, late):
        return _roll(order, config)


def _roll(order: RollOrder, config: Config) -> Rolled:
    document = read_file(order.document, config.limits)
    end = len(document.source)
    last = analyse(document, config)
    memory = Memory()
    now = lint_document(joined([read_file(path, config.limits) for path in order.tables]), config, memory=memory)
    if now.kind not in ("budget", "final"):
        now = lint_document(now.document, config._replace(kind=last.kind), memory=memory)
    _refuse(order, last, now)
    if order.prior is not None:
        last = _beside(document, analyse(read_file(order.prior, config.limits), config), config)
    elif last.year == now.year and not has_statements(last):
        last = _beside(document, now, config)
    return rolled(Values(last, now), end, config, memory)


def rolled(values: Values, end: int, config: Config, memory: Memory | None = None) -> Rolled:
    """The document of `values.last`, up to the offset `end`, as this year's figures have it; `memory` is what these were read with."""
    document, now = values.last.document, values.now
    faults = [finding for finding in now.findings if is_of_statements(now, finding)]
    edits = settled([*narrative_edits(values, end), *(table_edits(values, end) if values.distance else ())], document)
    if values.distance:
        edits = _proved(edits, values, end, config, memory)
    text, numbers = applied(document.source[:end], edits)
    titles = [statement.title for statement in unplaced(values, end)] if values.distance else []
    return Rolled(
        values, end, edits, text, numbers, faults, titles, list(untold(values, edits)) if values.distance else []
    )


def _proved(edits: list[Edit], values: Values, end: int, config: Config, memory: Memory | None) -> list[Edit]:
    """The edits, with a mark on every number about which the linter would have an error to report in the text they make."""
    text, numbers = applied(values.last.document.source[:end], _without_statements(edits, values, end))
    proof = proofread(Draft(text, [], numbers, {}), read_figures(values.now), values.now, config, memory=memory)
    return doubted(edits, proof.errors, values.last.document)


def _without_statements(edits: list[Edit], values: Values, end: int) -> list[Edit]:
    """The edits with blank lines, as long, for this year's statements: these stand behind the text in any case."""
    tables = {statement.table.span for statement, _ in replaced(values, end)}
    return [each._replace(new="\n" * len(each.new)) if each.span in tables else each for each in edits]


def _beside(document: Document, other: Report, config: Config) -> Report:
    """Last year's document beside the statements of another file."""
    blocks = list(statement_blocks(other))
    return analyse(joined([document, replace(other.document, blocks=blocks)]), config)


def _refuse(order: RollOrder, last: Report, now: Report) -> None:
    """Raises UnreadableError where last year's document is none of the year before, or of another unit or kind than the statements."""
    if not has_statements(now):
        raise UnreadableError(f"{named(order.tables[0])}：没有认出一张报表，请给今年的报表。")
    if not any(cell.quantity.value for statement in now.statements for cell in statement.cells if not cell.blank):
        raise UnreadableError(f"{named(order.tables[0])}：报表里一个数也没有，请先填好报表。")
    for report, path in ((last, order.document), (now, order.tables[0])):
        if not report.year:
            raise UnreadableError(f"{named(path)}：看不出是哪一年度的，不能往前推；请在文件里写明年度。")
    if last.year != now.year:
        refuse_prior(_told(order.document, last), _told(order.tables[0], now), "", _RENAMED)


def _told(path: Path, report: Report) -> Told:
    return Told(str(path), report.about.names or (report.about.unit,), read_figures(report), report)
