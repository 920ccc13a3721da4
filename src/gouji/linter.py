"""Linting one document: from the file's bytes to its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from gouji.about import about
from gouji.config import Config
from gouji.document import Document, Span
from gouji.facts import Fact
from gouji.findings import Finding, Related, Severity
from gouji.lexicon import Lexicon, lexicon, use
from gouji.lexicon.profiles import load as load_profile
from gouji.lexicon.profiles import recognise as recognise_profile
from gouji.lexicon.profiles import stated as stated_profile
from gouji.narrative.kept import Kept
from gouji.narrative.outline import outline
from gouji.narrative.reading import read_narrative
from gouji.narrative.unwritten import without_lists
from gouji.narrative.vocabulary import Vocabulary
from gouji.readers import Limits, UnreadableError, read_bytes, read_file
from gouji.readers.several import append, joined
from gouji.recall import Recall
from gouji.report import Report
from gouji.rules import findings_of, notes_of, remarks_of
from gouji.statements import Statement, read_cells, read_statement, recognise
from gouji.statements.goals import goals_of
from gouji.statements.performance import scores_of
from gouji.statements.reading import Reading as StatementReading
from gouji.suppress import apply_comments
from gouji.tieout import NOTHING_BEFORE, Before, tie_out

_BEFORE = "（上年）"
_OF_NUMBERS = "DATNFXP"


def prepare() -> None:
    """Load what every document needs, before the first one is waited for."""
    from gouji.rules.registry import load

    load()
    assert lexicon().segmenter


def lint_file(path: Path, config: Config) -> Report:
    """Lint a file. Raises UnreadableError, and LexiconError for a faulty folder of the user's."""
    use(config.lexicon)
    return lint_document(with_tables(read_file(path, config.limits), config), config)


def lint_bytes(data: bytes, name: str, config: Config) -> Report:
    """Lint the contents of a file called `name`. Raises UnreadableError."""
    use(config.lexicon)
    return lint_document(with_tables(read_bytes(data, name, config.limits), config), config)


def with_tables(document: Document, config: Config, read: Callable[[Path, Limits], Document] = read_file) -> Document:
    """A document with the files that the configuration names as its tables, unless it is one of them.

    Raises UnreadableError.
    """
    if not config.tables or Path(document.path).resolve() in config.tables:
        return document
    return joined([document, *(read(path, config.limits) for path in config.tables)])


class Memory:
    """What tables and sections of a document were read as, for when it comes again with little changed: what is unchanged
    is not read again. A report made with a memory holds until the next one is begun."""

    def __init__(self) -> None:
        self.statements: Recall[StatementReading] = Recall()
        self.sections: Recall[Kept] = Recall()

    def turn(self) -> None:
        """The document comes again."""
        self.statements.turn()
        self.sections.turn()


def lint_document(
    document: Document, config: Config, prior: Document | None = None, memory: Memory | None = None
) -> Report:
    """Lint a document that has been read; `prior` is last year's.

    Raises UnreadableError if `prior` is of another year.
    """
    report = analyse(document, config, prior, memory)
    document, tieout = report.document, report.tieout
    notes = config.notes or "note" in config.fails_on
    found = list(findings_of(document, tieout.causes, report.lexicon))
    remarked = remarks_of(report, notes)
    if document.recognised.offsets:
        found, remarked = _as_recognised(document, found, remarked)
    remarks: list[Finding] = []
    for remark in remarked:
        if notes or remark.severity > Severity.NOTE:
            found = _without_echoes(found, remark, document)
            remarks.append(remark)
    found += remarks
    if notes:
        found += notes_of(document, tieout.relations, tieout.outcomes)
    ignored = config.ignores_for(Path(document.path))
    chosen = [f for f in found if _selected(f.code, config.select) and not _matches(f.code, ignored)]
    report.findings = _told_once([f for f in apply_comments(document, chosen) if not _matches(f.code, ignored)])
    report.findings.sort(key=lambda f: (f.span.start, -f.severity, f.code))
    tieout.fail(report.narrative.mentions, _wrong(report.findings))
    return report


def _wrong(findings: Iterable[Finding]) -> frozenset[Span]:
    """The places of numbers that contradict others."""
    return frozenset(f.span for f in findings if f.severity > Severity.NOTE and f.code[0] in _OF_NUMBERS)


def _as_recognised(
    document: Document, found: list[Finding], remarked: Iterator[Finding]
) -> tuple[list[Finding], Iterator[Finding]]:
    """The findings of a document of which a machine has read a part."""
    from gouji.rules.recognised import by_figures, by_words

    return [by_figures(document, each) for each in found], (by_words(document, each) for each in remarked)


def _told_once(found: list[Finding]) -> list[Finding]:
    """Of several findings that would have the same words of a text replaced by the same, such as a wrong year, the gravest and first."""
    kept: dict[tuple[Span, str], Finding] = {}
    for finding in found:
        edit = (finding.span, finding.expected) if finding.expected else None
        other = kept.get(edit) if edit is not None else None
        if edit is not None and (other is None or finding.severity > other.severity):
            kept[edit] = finding
    return [f for f in found if not f.expected or kept[f.span, f.expected] is f]


def _without_echoes(found: list[Finding], remark: Finding, document: Document) -> list[Finding]:
    """An error that a check proves at a number leaves nothing to say of what the number broke besides: of a text that formulas skip, what they came to."""
    if remark.severity is not Severity.ERROR:
        return found
    skipped = remark.span.start in document.texts
    kept = []
    for finding in found:
        spans = (finding.span, *(related.span for related in finding.related))
        overlap = any(span.start < remark.span.end and remark.span.start < span.end for span in spans)
        if overlap or (skipped and any(span.start in document.formulas for span in spans)):
            remark.related.append(Related(finding.message, finding.span))
        else:
            kept.append(finding)
    return kept


def analyse(document: Document, config: Config, prior: Document | None = None, memory: Memory | None = None) -> Report:
    """Everything a document states, tied out, if given against last year's: the ground on which the rules stand."""
    use(config.lexicon)
    if memory is not None:
        memory.turn()
    words = lexicon()
    document = without_lists(document, words)
    stated = about(document, words)
    stated = replace(stated, year=config.year or stated.year, kind=config.kind or stated.kind)
    year, kind = stated.year, stated.kind
    inputs = _own_sheets(document)
    statements = [each for each in recognise(document, words) if each.table.span not in inputs]
    for statement in statements:
        statement.redacted = stated.removed is not None
        read_statement(statement, document, words, year, memory.statements if memory else None)
    vocabulary = Vocabulary.build(words, _names(statements), stated.names)
    narrative = read_narrative(document, vocabulary, kind, year, memory.sections if memory else None)
    parts = outline(document, words)
    titles = [part.title for part in parts] + [s.title for s in statements] + list(stated.titles)
    profile = load_profile(config.profile) if config.profile else stated_profile(kind, document.source, words)
    profile = profile or recognise_profile(kind, titles, words, stated.place.province)
    before = _before(document, prior, words, year) if prior is not None else NOTHING_BEFORE
    every = scores_of(statements)
    scores = [form for form in every if not form.statement.table.doubts]
    goals = goals_of(statements)
    tieout = tie_out(document, statements, narrative, words, year, kind, scores, before)
    return Report(document, stated, statements, tieout, narrative, profile, parts, every, goals, words)


def _own_sheets(document: Document) -> frozenset[Span]:
    """Where the sheet of inputs stands in a workbook of `gouji new`."""
    if not any(anchor.cell for anchor in document.anchors):
        return frozenset()
    from gouji.writing.inputs import own_sheets

    return own_sheets(document)


def vocabulary_of(report: Report) -> Vocabulary:
    """The words with which the narrative of a report was read."""
    return Vocabulary.build(report.lexicon, _names(report.statements), report.about.names)


def _matches(code: str, prefixes: tuple[str, ...]) -> bool:
    return any(code.startswith(prefix.upper()) for prefix in prefixes)


def _selected(code: str, select: tuple[str, ...]) -> bool:
    return not select or code.startswith("G") or _matches(code, select)


def _before(document: Document, prior: Document, words: Lexicon, year: int) -> Before:
    """Last year's document, whose source comes behind the document's own."""
    stated = about(prior, words)
    if year and stated.year and stated.year != year - 1:
        raise UnreadableError(f"{prior.path}：是{stated.year}年度的，不能作{year}年度的上年，请换成{year - 1}年度的。")
    whole = replace(document, blocks=append(document, prior))
    statements = recognise(whole, words)
    for statement in statements:
        statement.index += len(document.blocks)  # its cells are of no statement of the document's own
        statement.title += _BEFORE
        read_cells(statement, words, year - 1)
        for cell in statement.cells:
            cell.published = True
    narrative = read_narrative(whole, Vocabulary.build(words, _names(statements), stated.names), stated.kind, year - 1)
    told = [mention.fact for mention in narrative.mentions if _is_known(mention.fact)]
    for fact in told:
        fact.published = True
    return Before(statements, told)


def _names(statements: Iterable[Statement]) -> tuple[tuple[str, str], ...]:
    """The codes and names of the rows of statements."""
    rows = (row for statement in statements for band in statement.bands for row in band.rows)
    return tuple((row.code, row.label) for row in rows if row.code and row.label)


def _is_known(fact: Fact) -> bool:
    """Whether it is certain what a number measures."""
    return fact.firm and bool(fact.keys) and not fact.alternatives and fact.keys[0].item[:2] not in ("P:", "N:")


def worst(findings: list[Finding]) -> Severity | None:
    """The gravest severity among findings, None if there are none."""
    return max((f.severity for f in findings), default=None)
