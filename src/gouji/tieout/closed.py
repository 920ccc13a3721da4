"""Lists within a sentence that their words close: 其他…, which is all the rest, their sum (…，合计111.70万元), the names of all kinds
that there are (货物、工程、服务), or 本年收入… and what was carried into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gouji.facts import TOTALS, Fact
from gouji.narrative.claims import Amount, Row
from gouji.relations import Relation, Sum
from gouji.tieout.carried import SIDES
from gouji.tieout.complete import inner, is_one_digit, is_one_slip
from gouji.tieout.ground import Ground
from gouji.tieout.lists import is_like, opening

_MOST_ROWS = 20
_LEAST_NAME = 2
_LEAST_PARTS = 3


class Closed(Ground):
    """The relations of lists that are closed by their last words."""

    def relations(self) -> Iterator[Relation]:
        for index, row in enumerate(self.claims.rows):
            yield from self._of(row)
            yield from self._of_rows(self.claims.rows[max(index - _MOST_ROWS, 0) : index], row)

    def _of_rows(self, before: Sequence[Row], row: Row) -> Iterator[Relation]:
        """（1）…36.00万元；（2）…；（3）…。⏎以上三项合计120.00万元: of as many numbered rows right before as it says."""
        closing = self.lexicon.phrases["exhaustive"]
        counted, total = row.amounts[:2] if len(row.amounts) > 1 and not row.level else (None, None)
        if counted is None or total is None or not counted.leads or not total.name.endswith(closing["sums"]):
            return
        if counted.name and counted.name not in closing["above"]:
            return  # 社会保障和就业支出与卫生健康支出两项合计30.00万元
        if counted.fact.quantity.unit.name not in closing["counted"] or counted.fact.quantity.value > _MOST_ROWS:
            return
        count = int(counted.fact.quantity.value)
        rows = [other for other in before if other.level][-count:]
        firsts = [other.amounts[0] for other in rows if other.amounts and other.amounts[0].leads]
        same = len({other.level for other in rows}) == 1 and all(is_like(first, total) for first in firsts)
        if len(firsts) == count > 1 and same:
            yield Sum(total.fact, [first.fact for first in firsts], kind="parts")

    def _of(self, row: Row) -> Iterator[Relation]:
        closing = self.lexicon.phrases["exhaustive"]
        for total, parts in inner(row.amounts):
            if len(parts) < 2 or any(part.opens or part.sign for part in parts[:-1]):
                continue
            rest = any(_is_the_rest(parts, total, word) for word in closing["rest"])
            if rest or self._is_with_carried(total, parts):
                yield Sum(total.fact, [part.fact for part in parts], kind="parts")
        for division in self.lexicon.sections["division"]:
            for relation in _divided(row.amounts, division["of"], division["kinds"]):
                if relation.is_met or not self._is_of_another(relation, division["of"]):
                    yield relation
        yield from _two_sides(row.amounts)
        for index, amount in enumerate(row.amounts):
            yield from _alone(row.amounts[:index], amount, closing["all"])
            yield from _apart_by(row.amounts[:index], amount, closing["apart_by"])
            if any(word in amount.name for word in closing["sums"]) and not amount.sign:
                yield from _added(_before(row.amounts[:index], amount, closing["sums"]), amount, closing["added"])
            if amount.name.endswith(closing["balance"]) and not amount.sign:
                yield from _balance(row.amounts[:index], amount, closing["balance_of"])
            before = row.amounts[:index]
            count = _count(before, closing["counted"]) if amount.name.endswith(closing["sums"]) else 0
            alone = closing["alone"] if amount.fact.quantity.unit.is_count else ()
            named = {amount.name, self._own(amount.name)}
            if (count or not named.isdisjoint((*closing["sums"], *alone))) and not amount.sign:
                yield from _summed(amount, _before(before[:-1] if count else before, amount, closing["sums"]), count)

    def _own(self, name: str) -> str:
        """全年合计: a name without the words before it that change nothing."""
        begins = [word for word in self.lexicon.phrases["fillers"]["before"] if name.startswith(word) and word != name]
        return name.removeprefix(max(begins, key=len, default=""))

    def _is_of_another(self, relation: Sum, of: Sequence[str]) -> bool:
        """全市一般公共预算收入…；县级一般公共预算收入…。全市收入中，税收收入…: whether parts make another total of the same name, or a sentence
        tells one before that is surer (采购计划…，实际采购…)."""
        for row in self.claims.rows:
            named = [each.fact for each in row.amounts if any(word in each.name for word in of)]
            if any(fact is not relation.total and fact.quantity.value == relation.computed for fact in named):
                return True
            before = named[: named.index(relation.total)] if relation.total in named else []
            if not relation.total.firm and any(fact.firm for fact in before):
                return True
        return False

    def _is_with_carried(self, total: Amount, parts: Sequence[Amount]) -> bool:
        """收入预算合计…，包括本年收入…，上年结转…: whether the parts of a total are the year's own amount, and balances, of which no
        statement has another one."""
        own = self.lexicon.terms.get(parts[0].name)
        flows = {key.flow for key in total.fact.keys if key.item in TOTALS and key.nature == "all"}
        if own is None or own.item != "total" or flows != {own.flow} or own.flow not in SIDES:
            return False
        told = [{key.flow for key in part.fact.keys} for part in parts[1:]]
        left = set(SIDES[own.flow]).difference(*told)
        more = any(
            key.flow in left and not cell.blank and cell.quantity.value != 0
            for key, cells in self.book.cells.items()
            for cell in cells
        )
        return not more and all(flows and flows <= set(SIDES[own.flow]) for flows in told)


def _alone(before: Sequence[Amount], amount: Amount, words: tuple[str, ...]) -> Iterator[Sum]:
    """资本性支出1.42万元，全部为办公设备购置1.42万元: all of the amount before."""
    whole = before[-1] if before else None
    if whole is None or whole.ends or whole.sign or amount.sign or not amount.name.startswith(words):
        return
    if is_like(amount, whole):
        yield Sum(whole.fact, [amount.fact], kind="parts")


def _apart_by(before: Sequence[Amount], amount: Amount, words: tuple[str, ...]) -> Iterator[Sum]:
    """支出决算1,123.44万元，年初预算1,221.40万元，…。预决算差异97.96万元: by how much two amounts of one line lie apart."""
    if len(before) < 2 or not amount.name.endswith(words) or any(each.sign for each in (amount, *before[-2:])):
        return
    more, less = sorted((each.fact for each in before[-2:]), key=lambda fact: -fact.quantity.value)
    lines = [{key._replace(measure="") for key in fact.keys} for fact in (more, less)]
    if lines[0] & lines[1] and all(is_like(each, amount) for each in before[-2:]):
        yield Sum(amount.fact, [more, less], [1, -1], kind="parts")


def _divided(amounts: Sequence[Amount], of: Sequence[str], kinds: Sequence[str]) -> Iterator[Sum]:
    """A total behind which a list opens, in the same sentence or the next, with all the kinds that there are, each once."""
    for index, total in enumerate(amounts):
        at = opening(amounts, index) if any(word in total.name for word in of) else 0
        parts = [part for part in amounts[at : at + 3 * len(kinds)] if is_like(part, total)][: len(kinds)]
        named = [word for word in of if word in total.name]  # 离退休 has 退休 within, and is none of the kinds
        own = sum(kind in total.name for kind in kinds if not any(kind in word for word in named))  # 新增一般债券
        if not at or total.sign or 0 < own < len(kinds) or any(part.ends or part.more for part in parts[:-1]):
            continue
        told_of = [sum(kind in (part.name or part.noun) for part in parts) for kind in kinds]
        behind = _inside(amounts, parts[-1]) if parts and not parts[-1].ends else ()
        again = any(kind in part.name for part in behind[:1] for kind in kinds)
        if all(count == 1 for count in told_of) and not again and all(is_like(part, total) for part in parts):
            told = Sum(total.fact, [part.fact for part in parts], kind="parts")
            told.loose = _others_behind(amounts, parts[-1])
            yield told
            continue
        of_kind = [is_like(part, total) and any(kind in part.name for kind in kinds) for part in parts]
        some = parts[: of_kind.index(False)] if False in of_kind else parts
        told = Sum(total.fact, [part.fact for part in some], kind="parts")
        if len(some) > 1 and max(told_of) == 1 and told.computed > total.fact.quantity.value and not told.is_met:
            yield told  # 政府采购200.00万元，其中货物50.00万元，服务160.00万元


def _inside(amounts: Sequence[Amount], last: Amount) -> Sequence[Amount]:
    """What stands behind an amount, to the end of its bracket."""
    rest = amounts[amounts.index(last) + 1 :]
    return rest[: next((n for n, each in enumerate(rest) if each.depth < last.depth), len(rest))]


def _others_behind(amounts: Sequence[Amount], last: Amount) -> tuple[Fact, ...]:
    """货物3.00万元，工程0万元，服务20.00万元，框架协议采购10.00万元: what goes on behind all the kinds that are known."""
    rest = _inside(amounts, last) if not last.ends else ()
    end = next((n for n, part in enumerate(rest, 1) if part.ends), len(rest))
    return tuple(part.fact for part in rest[:end] if is_like(part, last) and not part.sign)


def _two_sides(amounts: Sequence[Amount]) -> Iterator[Relation]:
    """收支总预算…。收入包括：…；支出包括：…: of two lists of one total, one that does not make it where the other does, or both where they
    make another one; what is less than the total may be told in part."""
    for index, total in enumerate(amounts):
        at = opening(amounts, index)
        if not at or total.sign or {key.flow for key in total.fact.keys} != {"income", "expenditure"}:
            continue
        rest = amounts[at:]
        first = next((n for n, part in enumerate(rest, 1) if part.opens), len(rest))
        last = next((n for n, part in enumerate(rest, 1) if part.ends and n > first), len(rest))
        sides = rest[:first], rest[first:last]
        if any(len(side) < 2 or not all(is_like(part, total) and not part.more for part in side) for side in sides):
            continue
        one, two = (Sum(total.fact, [part.fact for part in side], kind="parts") for side in sides)
        if one.is_met != two.is_met:
            broken = two if one.is_met else one
            broken.likely = broken.computed < total.fact.quantity.value
            yield broken
        elif not one.is_met and one.computed == two.computed:
            yield from (one, two)


def _added(told: Sequence[Amount], total: Amount, words: Sequence[str]) -> Iterator[Relation]:
    """一般公共预算收入…，加上级补助收入…，调入资金…，收入总计…: where one slip of the pen or one digit is all that is wrong, it very
    likely is."""
    first = next((n for n, part in enumerate(told) if n and part.name.startswith(tuple(words))), 0)
    added = [part.fact for part in told[first:]]
    if not first or len(added) + 1 < _LEAST_PARTS or any(part.more for part in told):
        return
    sums = [Sum(total.fact, [part.fact, *added], kind="parts") for part in told[:first]]
    relation = sums[-1]
    if not any(each.is_met for each in sums) and (is_one_slip(relation) or is_one_digit(relation)):
        relation.likely = True
        yield relation


def _balance(amounts: Sequence[Amount], left: Amount, sides: Sequence[str]) -> Iterator[Relation]:
    """总收入98.62亿元，…；总支出95.30亿元，…；收支结余3.32亿元: of the one income and the one expenditure that its sentence tells."""
    first = next((n for n in range(len(amounts), 0, -1) if amounts[n - 1].ends), 0)
    told = [each for each in amounts[first:] if not each.sign and is_like(each, left)]
    named = [[each.fact for each in told if each.name.endswith(side)] for side in sides]
    if len(told) == len(sides) and all(len(facts) == 1 for facts in named):
        more, less = sorted((facts[0] for facts in named), key=lambda fact: -fact.quantity.value)
        yield Sum(left.fact, [more, less], [1, -1], kind="parts")


def _count(before: Sequence[Amount], units: Sequence[str]) -> int:
    """Of how many amounts a sum says it is (两项合计); 0 if it says nothing."""
    last = before[-1] if before else None
    told = last is not None and not last.name and last.fact.quantity.unit.name in units
    return int(last.fact.quantity.value) if last is not None and told else 0


def _summed(total: Amount, parts: Sequence[Amount], count: int) -> Iterator[Relation]:
    """…，两项合计111.70万元: of as many as it says; …，合计111.70万元: of all before it, where there are but two only if a slip of the
    pen is all that is wrong."""
    parts = parts[-count:]
    if len(parts) < max(count, 2):
        return
    relation = Sum(total.fact, [part.fact for part in parts], kind="parts")
    relation.likely = not count and len(parts) < _LEAST_PARTS
    if not relation.likely or relation.is_met or is_one_slip(relation):
        yield relation


def _before(amounts: Sequence[Amount], total: Amount, sums: Sequence[str]) -> list[Amount]:
    """The amounts of a list directly before its sum."""
    parts: list[Amount] = []
    pairs = len(amounts) > 1 and not amounts[-1].name and total.fact.quantity.unit.is_count
    for amount in reversed(amounts):
        if pairs and not is_like(amount, total) and not (amount.name or amount.opens or amount.ends):
            continue  # 3笔280.00万元、4笔110.80万元，共7笔
        closes = amount.breaks and any(word in amount.name for word in sums)  # …，共计117,540万元；支出98,600万元…
        if amount.opens or amount.ends or amount.sign or closes or not is_like(amount, total):
            break
        parts.append(amount)
    return parts[::-1]


def _is_the_rest(parts: Sequence[Amount], total: Amount, word: str) -> bool:
    """Whether the last part is all that is left of the total (政府购买服务…：…、其他服务)."""
    rest = parts[-1].name.removeprefix(word)
    unknown = parts[-1].noun == parts[-1].name  # no 其他收入, which is a line of its own
    named = unknown and parts[-1].name.startswith(word) and len(rest) >= _LEAST_NAME
    return named and rest in total.name and sum(part.name.startswith(word) for part in parts) == 1
