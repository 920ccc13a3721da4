"""The statements in last year's document: this year's in their place; tables that no statement of this year replaces are marked."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.about.writing import has_amount
from gouji.document import Document, Span, Table
from gouji.precompiled import pattern_of
from gouji.quantity import NumberKind, Unit, fold, scan
from gouji.report import Report
from gouji.rolling import marks
from gouji.rolling.edits import Edit
from gouji.rolling.values import Values
from gouji.statements import Statement
from gouji.writing.figures import rolling_texts

_MARK = rolling_texts()["table_mark"] + "\n\n"
_PIPES = pattern_of(r"\s*\|")
_DASHES = "---"


def table_edits(values: Values, end: int) -> Iterator[Edit]:
    """The edits of the tables that stand before the offset `end`."""
    for statement, rows in replaced(values, end):
        table, document = statement.table, values.last.document
        yield from unit_edits(values, statement)
        yield Edit(table.span, _as_text(rows, document, table.span))
    for table in dated(values, end):
        yield from _years(values, table)
    for table in outdated(values, end):
        at = _line_start(values.last.document, table.span.start)
        yield Edit(Span(at, at), _MARK, marks.TABLES)


def replaced(values: Values, end: int) -> Iterator[tuple[Statement, list[list[str]]]]:
    """Each statement of last year's document with the rows of this year's."""
    for statement, new in pairs(values, end):
        yield statement, [[cell.text for cell in row] for row in new.table.rows]


def pairs(values: Values, end: int) -> Iterator[tuple[Statement, Statement]]:
    """The statements of last year's document, each with this year's of its kind, in their order."""
    left = [statement for statement in values.now.statements if _is_whole(statement)]
    for statement in values.last.statements:
        if not _is_whole(statement) or statement.table.span.start >= end:
            continue
        new = next((each for each in left if each.id == statement.id), None)
        if new is not None:
            left.remove(new)
            yield statement, new


def unit_edits(values: Values, statement: Statement) -> Iterator[Edit]:
    """The unit over a table, where this year's statement is in another one."""
    new = next((each for old, each in pairs(values, len(values.last.document.source)) if old is statement), None)
    if new is None or new.unit is None or statement.unit is None or new.unit.name == statement.unit.name:
        return
    for text, span in statement.captions:
        if statement.unit.name in text:
            yield Edit(span, _in_unit(values.last.document.quote(span), statement.unit, new.unit))
            return


def _in_unit(text: str, old: Unit, new: Unit) -> str:
    head, _, tail = text.rpartition(old.name)
    return head + new.name + tail


def outdated(values: Values, end: int) -> Iterator[Table]:
    """Tables with amounts of last year in whose place nothing of this year comes."""
    given = {old.table for old, _ in pairs(values, end)}
    for _, table in values.last.document.tables():
        if table.span.start < end and table not in given and has_amount(table):
            yield table


def dated(values: Values, end: int) -> Iterator[Table]:
    """Tables without amounts (a list of the statements), in which years may stand."""
    return (t for _, t in values.last.document.tables() if t.span.start < end and not has_amount(t))


def _years(values: Values, table: Table) -> Iterator[Edit]:
    known = {str(year): str(year + values.distance) for year in (values.last.year, values.last.year - 1)}
    for cell in (cell for row in table.rows for cell in row):
        text = values.last.document.quote(cell.span)
        for number in scan(fold(text)):
            if number.kind is NumberKind.YEAR and number.digits in known:
                span = Span(cell.span.start + number.start, cell.span.start + number.end)
                yield Edit(span, known[number.digits])


def unplaced(values: Values, end: int) -> list[Statement]:
    """This year's statements for which last year's document has no place, if it has statements at all."""
    placed = {new for _, new in pairs(values, end)}
    return [each for each in values.now.statements if _is_whole(each) and each not in placed] if placed else []


def _is_whole(statement: Statement) -> bool:
    return statement.type is not None and not statement.prior and statement.type.rows != "performance"


def _as_text(rows: list[list[str]], document: Document, span: Span) -> str:
    """Rows as lines, their cells between tabs or pipes as those of the table before."""
    line = document.source[_line_start(document, span.start) : span.end].partition("\n")[0]
    if not _PIPES.match(line):
        return "\n".join("\t".join(row) for row in rows)
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    lines.insert(1, "|" + f" {_DASHES} |" * width)
    return "\n".join(lines).removeprefix("| ").removesuffix(" |")


def _line_start(document: Document, offset: int) -> int:
    return document.source.rfind("\n", 0, offset) + 1


def has_statements(report: Report) -> bool:
    """Whether a document has statements of its own."""
    return any(_is_whole(statement) for statement in report.statements)
