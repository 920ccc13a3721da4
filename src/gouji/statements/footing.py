"""Relations inside statements: column footing, cross-footing, balance, and identities between rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gouji.facts import Fact, FactKey
from gouji.lexicon import Dims, Identity, Lexicon
from gouji.lexicon import lexicon as lexicon_in_use
from gouji.relations import AtMost, Relation, Same, Sum
from gouji.statements.statement import Row, Statement, StatementBand

KeyMap = dict[FactKey, list[Fact]]


def footing(statement: Statement, lexicon: Lexicon) -> list[Relation]:
    """Every relation that one statement's own frame promises."""
    relations: list[Relation] = []
    for band in statement.bands:
        relations += _code_tree(band)
        if statement.type:
            relations += _number_tree(band)
        if statement.type and statement.type.rows == "projects":
            relations += _project_chain(band)
    if statement.type:
        keys = key_map(statement_facts(statement, understood_rows_only=True))
        relations += identity_relations(keys, lexicon, statement.id)
    else:
        for band in statement.bands:
            relations += _flat_total(band, lexicon)
    return relations


def statement_facts(statement: Statement, understood_rows_only: bool = False) -> Iterator[Fact]:
    """The facts of a statement's cells; optionally without rows where an amount stands under an unknown header."""
    for band in statement.bands:
        unknown = {column for column, dims in band.columns.items() if dims is None}
        for row in band.rows:
            if understood_rows_only and (
                row.garbled
                or any(
                    not row.cells[c].blank and not band.names[c].startswith("其中") for c in unknown & set(row.cells)
                )
            ):
                continue
            yield from row.cells.values()


def key_map(facts: Iterable[Fact]) -> KeyMap:
    """Facts by key. A key that occurs with different amounts in one statement is ambiguous and left out."""
    found: KeyMap = {}
    for fact in facts:
        for key in fact.keys:
            found.setdefault(key, []).append(fact)
    for key, entries in list(found.items()):
        amounts = [fact for fact in entries if not fact.blank]
        if len(amounts) > 1 and any(not amounts[0].interval.meets(other.interval) for other in amounts[1:]):
            del found[key]
        else:
            found[key] = amounts[:1] or entries[:1]
    return found


def part_key(total: FactKey, dims: Dims) -> FactKey:
    """The key that differs from `total` in the given dimensions."""
    scope, flow, item, nature, measure, period = total
    return FactKey(
        dims.scope or scope,
        dims.flow or flow,
        dims.item or item,
        dims.nature or nature,
        dims.measure or measure,
        period,
    )


def whole_key(key: FactKey, dims: Dims) -> FactKey:
    """The key of what bounds a part; a named line (公务接待费) has neither scope nor flow."""
    if dims.item[1:2] == ":" or dims.item in ("", "total", "grand"):
        return part_key(key, dims)
    return FactKey("", "", dims.item, "", dims.measure or key.measure, key.period)


def matches(key: FactKey, dims: Dims) -> bool:
    """Whether a key has all the dimensions that `dims` settles."""
    return (
        (not dims.item or dims.item == key.item)
        and (not dims.flow or dims.flow == key.flow)
        and (not dims.nature or dims.nature == key.nature)
        and (not dims.scope or dims.scope == key.scope)
        and (not dims.measure or dims.measure == key.measure)
    )


def identity_relations(keys: KeyMap, lexicon: Lexicon, statement_id: str = "") -> Iterator[Relation]:
    """The identities of the lexicon among the facts of one statement (blank parts count as nothing)."""
    by_item: dict[str, list[tuple[FactKey, list[Fact]]]] = {"": list(keys.items())}
    for entry in keys.items():
        by_item.setdefault(entry[0].item, []).append(entry)
    others = {
        (key.flow, key.measure)
        for key, facts in keys.items()
        if key.scope in ("fund", "capital") and not facts[0].blank and facts[0].quantity.value != 0
    }
    for identity in lexicon.identities:
        if identity.statements and statement_id not in identity.statements:
            continue
        for key, totals in by_item.get(identity.total.item, ()):
            if totals[0].blank or not matches(key, identity.total) or key.item in identity.not_items:
                continue
            relation = _identity(identity, key, totals[0], keys, (key.flow, key.measure) not in others)
            if relation:
                yield relation
    for bound in lexicon.bounds:
        for key, parts in by_item.get(bound.part.item, ()):
            whole = keys.get(whole_key(key, bound.whole)) if matches(key, bound.part) else None
            if whole and not parts[0].blank and not whole[0].blank:
                yield AtMost(parts[0], whole[0])


def _identity(identity: Identity, key: FactKey, total: Fact, keys: KeyMap, is_all_general: bool) -> Relation | None:
    """`is_all_general`: no money of a fund is there, so that general money may be all."""

    def present(dims: Dims) -> bool:
        return part_key(key, dims) in keys

    if any(identity.needs) and not present(identity.needs):
        return None
    if any(identity.without) and present(identity.without):
        return None
    for dims in (identity.parts, *identity.alternatives):
        parts = [keys[part_key(key, part)][0] for part in dims if part_key(key, part) in keys]
        parts = [part for part in parts if part is not total]
        if not parts or all(part.blank for part in parts):
            continue
        if identity.balance:
            return Sum(total, parts[:1], kind="balance")
        first = keys.get(part_key(key, dims[0]), [None])[0]
        if (
            len(parts) < 2
            and identity.total.item not in ("grand",)
            and not (identity.total.scope and parts[0] is first and is_all_general)
        ):
            continue
        same_row = all(part.row == total.row and part.statement == total.statement for part in parts)
        return Sum(total, parts, kind="cross" if same_row else "identity")
    return None


def _addable(band: StatementBand) -> list[int]:
    """The columns whose numbers add up: not rates (增减%)."""
    rates = tuple(lexicon_in_use().columns["rate"])
    return [column for column in band.columns if not band.names.get(column, "").endswith(rates)]


def _sum(total_row: Row, part_rows: list[Row], columns: Iterable[int], kind: str) -> Iterator[Relation]:
    for column in columns:
        total = total_row.cells.get(column)
        if total is None or total.blank or column in total_row.garbled or total.quantity.unit.dimension == "rate":
            continue
        if any(column in row.garbled for row in part_rows):
            continue
        parts = [row.cells[column] for row in part_rows if column in row.cells]
        if parts and any(not part.blank for part in parts):
            yield Sum(total, parts, kind=kind)


def _code_tree(band: StatementBand) -> Iterator[Relation]:
    coded: dict[str, Row] = {}
    for row in band.rows:
        if row.code:
            if row.code in coded:
                return
            coded[row.code] = row
    if len(coded) < 2:
        return
    children: dict[str, list[Row]] = {}
    for code, row in coded.items():
        parent = next((code[:n] for n in (5, 3) if n < len(code) and code[:n] in coded), "")
        children.setdefault(parent, []).append(row)
    for parent, rows in children.items():
        if parent:
            yield from _sum(coded[parent], rows, _addable(band), "column")
    total = next((r for r in band.rows if not r.code and r.dims == Dims(item="total")), None)
    tops = children.get("", [])
    if total and len({row.code[0] for row in tops}) == 1 and len({len(row.code) for row in tops}) == 1:
        yield from _sum(total, tops, _addable(band), "column")


def _number_tree(band: StatementBand) -> Iterator[Relation]:
    rows: list[Row] = []
    total: Row | None = None
    for row in band.rows:
        if row.dims and row.dims.item in ("total", "grand") and not row.level:
            total = row
            break
        if not row.among:
            rows.append(row)
    if any(not row.level and any(not cell.blank for cell in row.cells.values()) for row in rows):
        return
    rows = [row for row in rows if row.level]
    if not rows:
        return
    top = min(row.level for row in rows)
    stack: list[tuple[Row, list[Row]]] = []
    groups: list[tuple[Row, list[Row]]] = []
    tops: list[Row] = []
    for row in rows:
        while stack and stack[-1][0].level >= row.level:
            stack.pop()
        if stack:
            stack[-1][1].append(row)
        if row.level == top:
            tops.append(row)
        stack.append((row, []))
        groups.append(stack[-1])
    for parent, parts in groups:
        if parts:
            yield from _sum(parent, parts, _addable(band), "column")
    if total and len(tops) + 1 >= 2:
        yield from _sum(total, tops, _addable(band), "column")


def _project_chain(band: StatementBand) -> Iterator[Relation]:
    """A list of projects under a chain of headings (合计, 部门, 单位, 项目类别) that all show the grand total."""
    rows = [row for row in band.rows if any(not cell.blank for cell in row.cells.values())]
    if len(rows) < 3 or not rows[0].dims or rows[0].dims.item != "total":
        return
    for column in band.columns:
        chain = [row for row in rows if column in row.cells and not row.cells[column].blank]
        if len(chain) < 3:
            continue
        first = chain[0].cells[column]
        depth = 1
        while depth < len(chain) and chain[depth].cells[column].quantity.value == first.quantity.value:
            depth += 1
        leaves = [row.cells[column] for row in chain[depth:]]
        if depth >= 2 and len(leaves) >= 2:
            yield Sum(first, leaves, kind="column")
            for row in chain[1:depth]:
                yield Same(row.cells[column], first)


def _repeats(row: Row, total: Row) -> bool:
    """Whether a row shows the total again, as the department over its units does."""
    amounts = [(cell, total.cells.get(column)) for column, cell in row.cells.items() if not cell.blank]
    return bool(amounts) and all(other and cell.quantity.value == other.quantity.value for cell, other in amounts)


def _flat_total(band: StatementBand, lexicon: Lexicon) -> Iterator[Relation]:
    """An unrecognised table whose first or last row is a plain 合计 over rows without any hierarchy."""
    labels = [row.label for row in band.rows]
    totals = [row for row in band.rows if row.dims == Dims(item="total")]
    if len(totals) != 1 or totals[0] not in (band.rows[0], band.rows[-1]) or len(band.rows) < 4:
        return
    words = lexicon.terms
    if any(row.among or row.code or row.level for row in band.rows):
        return
    if any(
        row is not totals[0] and words.get(label) and words[label].nature == "all"
        for row, label in zip(band.rows, labels, strict=True)
    ):
        return
    parts = [row for row in band.rows if row is not totals[0] and row.label]
    if len(parts) != len(band.rows) - 1 or any(_repeats(row, totals[0]) for row in parts):
        return
    for relation in _sum(totals[0], parts, _addable(band), "column"):
        if sum(isinstance(site, Fact) and not site.blank for site in relation.sites) >= 3:
            yield relation
