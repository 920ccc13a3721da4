"""Which table is which statement, which tables go on from the one before, and the unit of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from gouji.document import Cell, Document, Heading, Paragraph, Table
from gouji.lexicon import Lexicon, StatementType
from gouji.lexicon.lexicon import plain
from gouji.quantity import Unit, stated_unit, unit_named
from gouji.resources import of_lexicon
from gouji.statements.beside import beside, joined
from gouji.statements.columns import is_amount
from gouji.statements.form_head import begins_with_head, form_head, head_cells, head_row
from gouji.statements.grid import has_head, head_rows, head_texts
from gouji.statements.indicators import columns_of
from gouji.statements.performance import vocabulary
from gouji.statements.project_lists import is_list_of_projects, told_once
from gouji.statements.statement import Statement
from gouji.statements.titles import Caption, Title, captions, captions_in, is_of_labels, title_of

_LABEL = 50
_SIGNATURE_ROWS = 40
_FIRST_ROWS = 4
_PROJECT_FORM = "performance-self-project"
_PROJECT_GOALS = "performance-goal-project"
_CAPTION_ROWS = 6


@of_lexicon
def _first_labels() -> frozenset[str]:
    """The labels with which a form begins: of the name of its project, or of the unit whose it is."""
    words = vocabulary()
    return frozenset([*words["rows"]["project"], *words["form"]["begin"]])


def recognise(document: Document, lexicon: Lexicon) -> list[Statement]:
    """Every table of the document that has amounts or is a known statement, in order."""
    found: list[Statement] = []
    for index, table, first in _tables(document, lexicon):
        over = list(captions(document, index, lexicon)) if first else []
        inside = captions_in(table, lexicon)
        title = _agreeing(title_of(over, inside, lexicon), table)
        if title.type is None and _is_other(table, over, lexicon):
            continue
        if title.type is None and (kind := _form(table, lexicon)) is not None:
            title = title._replace(type=kind)
        prior = any(lexicon.prior_mark.search(plain(text)) for text, _ in over)
        last = found[-1] if found else None
        if last and last.prior == prior and _goes_on(document, last, index, table, title, lexicon):
            last.table = joined(last.table, table, last.table.rows + _going_on(last, table, lexicon))
            last.index = index
            continue
        if last and last.prior == prior and (wider := _beside(document, last, index, table, title, lexicon)):
            last.table, last.index = wider, index
            continue
        torn = last is not None and title.type is last.type is not None and _same_title(title, last, lexicon)
        if torn and last is not None and title.type is not None:  # each project has a form of its own under one title
            whole = _begins_with_total(table, lexicon) and not _has_other_columns(last, table, lexicon)
            torn = title.type.rows != "performance" and not whole
            last.torn = torn
        unit = next((u for text, _ in over if (u := stated_unit(text))), None) or _unit_in_cells(table)
        statement = Statement(
            index, title.text, title.type, table, title.span, unit, unit is not None, [*over, *inside]
        )
        statement.prior, statement.torn = prior, torn
        if last is not None and None in (title.type, last.type) and _may_be_one(document, last, table, lexicon):
            last.torn = statement.torn = True
        statement.lossy = document.is_paged(table.span) and not table.gathered
        found.append(statement)
    for statement in found:
        if statement.type is not None and statement.type.rows == "performance":
            statement.table = told_once(statement.table)
    _settle_units(found, lexicon)
    return found


def _may_be_one(document: Document, last: Statement, table: Table, lexicon: Lexicon) -> bool:
    """Whether a table may be the rest of the one on the page before, whose head its own repeats."""
    before, after = document.anchor(last.table.span.end - 1), document.anchor(table.span.start)
    if before is None or after is None or not before.page or after.page != before.page + 1:
        return False
    head = head_texts(table, lexicon)
    return len(head) > 2 and head == head_texts(last.table, lexicon)


def _tables(document: Document, lexicon: Lexicon) -> Iterator[tuple[int, Table, bool]]:
    """The tables of a document, those that are several statements one below the other cut at their titles; and whether
    each is the first of its table."""
    for index, table in document.tables():
        if is_of_labels(table, lexicon):
            continue
        begins = [
            at for at in range(1, len(table.rows)) if _begins_statement(table.rows[at : at + _CAPTION_ROWS], lexicon)
        ]
        for first, end in pairwise([0, *begins, len(table.rows)]):
            yield index, replace(table, rows=table.rows[first:end]) if begins else table, first == 0


def _begins_statement(rows: list[list[Cell]], lexicon: Lexicon) -> bool:
    """Whether the first of some rows is the title of a statement that goes on below it."""
    title = [cell.text for cell in rows[0] if cell.text]
    kind = lexicon.statement_title(plain(title[0])) if len(title) == 1 else None
    if kind is None:
        return False
    below = ([plain(cell.text) for cell in row if cell.text] for row in rows[1:])
    head = next((row for row in below if len(row) > 1 and not all(map(lexicon.label_line.fullmatch, row))), [])
    if kind.rows == "performance":  # over its first label, or over its year and that
        return bool(head) and head[0] in _first_labels()
    return bool(head) and not any(map(is_amount, head))


def _agreeing(title: Title, table: Table) -> Title:
    """A title whose statement has other columns than the table is of no known statement."""
    if title.type is None or not title.type.columns:
        return title
    texts = "\n".join(plain(cell.text) for row in table.rows[:_SIGNATURE_ROWS] for cell in row if cell.text)
    agrees = all(any(word in texts for word in column.split("|")) for column in title.type.columns)
    return title if agrees else title._replace(type=None)


def _form(table: Table, lexicon: Lexicon) -> StatementType | None:
    """What a table is that its own head tells: a list of projects with their goals, or a self-assessment."""
    if is_list_of_projects(table):
        return next(kind for kind in lexicon.statements if kind.id == _PROJECT_GOALS)
    return _self_assessment(table, lexicon)


def _self_assessment(table: Table, lexicon: Lexicon) -> StatementType | None:
    """What a table is that begins with the name of a project and has the head and the total of a self-assessment."""
    rows = vocabulary()["rows"]
    texts = [[plain(cell.text) for cell in row if cell.text] for row in table.rows]
    begun = any(text.rstrip(":") in rows["project"] for row in texts[:_FIRST_ROWS] for text in row)
    head = form_head(table) if begun else -1
    if head < 0:
        return None
    has_points = columns_of(head_cells(table, head))["score"] >= 0
    if has_points and not any({*row[:2]} & {*rows["total"], *rows["above"]} for row in texts[head:]):
        return None
    return next(kind for kind in lexicon.statements if kind.id == _PROJECT_FORM)


def _goes_on(document: Document, last: Statement, index: int, table: Table, title: Title, lexicon: Lexicon) -> bool:
    """Whether a table continues the one before: under the same title with the same head or none, or under no title with the
    same head, and with nothing but labels in between."""
    between = document.blocks[last.index + 1 : index]
    is_form = last.type is not None and last.type.rows == "performance"
    if is_form and not (is_list_of_projects(last.table) and is_list_of_projects(table)):
        # its funds and its indicators may be a table each
        return not title.named and not between and head_row(last.table) < 0 and begins_with_head(table)
    labels = [block for block in between if isinstance(block, Paragraph | Heading) and len(block.flow.text) < _LABEL]
    if len(labels) < len(between):
        return False
    if document.file(document.blocks[last.index].span.start) != document.file(document.blocks[index].span.start):
        return False
    if title.named:
        return (
            title.type is last.type is not None
            and _same_title(title, last, lexicon)
            and _heads_agree(last, table, lexicon)
        )
    numbered = any(lexicon.has_table_number(plain(block.flow.text)) for block in labels)
    return not numbered and last.type is not None and not last.type.rows and _heads_agree(last, table, lexicon)


def _beside(
    document: Document, last: Statement, index: int, table: Table, title: Title, lexicon: Lexicon
) -> Table | None:
    """The statement before with the columns of a table that stand on a later page, under the same title or under none."""
    if last.type is None or last.type.rows or (title.named and title.type is not last.type):
        return None
    if title.named and not _same_title(title, last, lexicon):
        return None
    between = document.blocks[last.index + 1 : index]
    labels = [block for block in between if isinstance(block, Paragraph | Heading) and len(block.flow.text) < _LABEL]
    if len(labels) < len(between) or (labels and not title.named):
        return None
    if document.file(document.blocks[last.index].span.start) != document.file(document.blocks[index].span.start):
        return None
    return beside(last.table, table, lexicon)


def _has_other_columns(last: Statement, table: Table, lexicon: Lexicon) -> bool:
    """Whether each of two tables has headers that the other lacks."""
    mine, other = set(head_texts(table, lexicon)), set(head_texts(last.table, lexicon))
    return bool(mine and other) and not (mine <= other or other <= mine)


def _same_title(title: Title, last: Statement, lexicon: Lexicon) -> bool:
    return lexicon.bare_title(title.text) == lexicon.bare_title(last.title)


def _heads_agree(last: Statement, table: Table, lexicon: Lexicon) -> bool:
    """A repeated head, whole or what a page's end left of it, or none at all over as many columns."""
    mine, other = set(head_texts(table, lexicon)), set(head_texts(last.table, lexicon))
    if mine and (mine <= other or other <= mine):
        own_total = _begins_with_total(table, lexicon) and not _repeats_total(last, table, lexicon)
        return not (own_total and _has_total(last.table, lexicon))
    width = max(map(len, table.rows))
    return not has_head(table, lexicon) and width == max(map(len, last.table.rows))


def _has_total(table: Table, lexicon: Lexicon) -> bool:
    return any(plain(cell.text) in lexicon.totals for row in table.rows for cell in row)


def _begins_with_total(table: Table, lexicon: Lexicon) -> bool:
    """The total of a table of its own stands in its first row of data."""
    first = len(head_rows(table, lexicon))
    return any(plain(cell.text) in lexicon.totals for row in table.rows[first : first + 1] for cell in row)


def _repeats_total(last: Statement, table: Table, lexicon: Lexicon) -> bool:
    """Whether a page repeats the total row of the pages before below its head."""
    first = len(head_rows(table, lexicon))
    total = [plain(cell.text) for row in table.rows[first : first + 1] for cell in row]
    known = ([plain(cell.text) for cell in row] for row in last.table.rows)
    return sum(map(is_amount, total)) > 0 and any(row == total for row in known)


def _going_on(last: Statement, table: Table, lexicon: Lexicon) -> list[list[Cell]]:
    """The rows that a table adds to the statement that it continues."""
    if not _begins_with_total(table, lexicon) or not _repeats_total(last, table, lexicon):
        return table.rows
    first = len(head_rows(table, lexicon))
    return table.rows[:first] + table.rows[first + 1 :]


def _unit_in_cells(table: Table) -> Unit | None:
    for row in table.rows[:4]:
        for cell in row:
            if "单位" in cell.text and (unit := stated_unit(cell.text)):
                return unit
    return None


def _is_other(table: Table, over: list[Caption], lexicon: Lexicon) -> bool:
    """A table of contents or of units: without amounts."""
    if any(is_amount(plain(cell.text)) for row in table.rows for cell in row):
        return False
    heads = {plain(cell.text) for row in table.rows[:2] for cell in row if cell.text}
    nearest = plain(over[0][0]) if over else ""
    return any(heads & set(headers) or nearest in titles for _, titles, headers in lexicon.other_tables)


def _settle_units(statements: list[Statement], lexicon: Lexicon) -> None:
    """A statement that states no unit has the one that the document's other statements state."""
    stated = Counter(s.unit for s in statements if s.unit and s.type)
    for statement in statements:
        if statement.unit is None and statement.type and statement.type.rows != "performance":
            statement.unit = stated.most_common(1)[0][0] if stated else _default_unit(statement.type, lexicon)


def _default_unit(kind: StatementType, lexicon: Lexicon) -> Unit:
    return unit_named(lexicon.defaults[f"unit_{kind.kind}"])
