"""P112 funds-parts"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gouji.facts import Fact
from gouji.findings import Related, Severity
from gouji.quantity import Interval, total
from gouji.report import Report
from gouji.rules.registry import Remark, check
from gouji.statements.funds import PARTS, SPENT, Column, Number
from gouji.statements.goals import Amount, Goals
from gouji.statements.performance import Scores
from gouji.statements.slips import Slip, project_slip, slips

_FORM = """
# 2024年度部门决算
十三、预算绩效情况说明
项目支出绩效自评表
项目名称\t古籍修缮\t\t\t\t\t
项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t40.00\t40.00\t40.00\t10\t100%\t10
\t其中：当年财政拨款\t40.00\t{0}\t{0}\t—\t100%\t—
\t上年结转资金\t0.00\t3.00\t3.00\t—\t100%\t—
\t其他资金\t0.00\t0.00\t0.00\t—\t—\t—
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修缮册数\t200册\t210册\t90\t90
总分\t\t\t\t\t\t100\t100
"""
_LEAST_PARTS = 2
_LEAST_HELD = 5
_HELD = Decimal("0.8")
_NAMES = {"initial": "年初预算数", "budget": "全年预算数", "executed": "全年执行数"}
_SOURCES = {"fiscal": "财政拨款", "other": "其他资金"}


@check(
    "P112",
    "funds-parts",
    bad=_FORM.format("38.00"),
    good=_FORM.format("37.00"),
    source="年度资金总额 = 当年财政拨款 + 上年结转资金 + 其他资金；金额合计 = 基本支出 + 项目支出",
    severity=Severity.ERROR,
)
def funds_parts(report: Report) -> Iterator[Remark]:
    """绩效自评表、绩效目标表的资金，各部分与总额对不上。

    各部分都写了数，合计与总额不等；或者一部分比总额还大。有一部分空着、其余的合计又比总额小的，按疑点报告：空着的不一定是零；
    一张表列许多项目，空着的栏在其余的项目上都等于零的，才按错误报告。
    """
    budgets = [
        b.quantity.interval for form in report.scores if form.project and form.whole and (b := form.whole.budget)
    ]
    for form in report.scores:
        yield from _rows_of_project(form)
        yield from _overall(form, max(budgets, key=lambda interval: interval.low, default=None))
    elsewhere = [fact.quantity.value / fact.quantity.unit.factor for fact in _told(report)]
    without_zeros = _lists_without_zeros(report.goals)
    for goals in report.goals:
        shown = [number.value for amount in goals.amounts for number in _numbers(amount)] + elsewhere
        for amount in goals.amounts:
            told = [part for part in amount.parts if part.number is not None]
            parts = [(p.label, p.number) for p in (told if goals.statement.index in without_zeros else amount.parts)]
            yield from _compare(amount.label, amount.number, parts, amount.closed, shown)
        yield from _tasks(goals)


def _lists_without_zeros(listed: Sequence[Goals]) -> frozenset[int]:
    """The lists of projects that leave a source blank where it gives nothing: the others make the amount of nearly all of them."""
    blank = [(goals.statement.index, amount) for goals in listed for amount in goals.amounts if _has_blank(amount)]
    held = Counter(index for index, amount in blank if _is_made_of_what_is_shown(amount))
    told = Counter(index for index, _ in blank)
    return frozenset(at for at, count in held.items() if count >= _LEAST_HELD and count >= _HELD * told[at])


def _has_blank(amount: Amount) -> bool:
    return amount.closed and any(part.number is None for part in amount.parts)


def _is_made_of_what_is_shown(amount: Amount) -> bool:
    return amount.number.value == sum(part.number.value for part in amount.parts if part.number is not None)


def _rows_of_project(form: Scores) -> Iterator[Remark]:
    """年度资金总额 over 当年财政拨款, 上年结转资金, 其他资金, column by column. A form without a row for what was carried over may
    have left that out."""
    whole = form.whole
    rows = {kind: row for kind in PARTS if (row := form.funds.row(kind)) is not None}
    closed = "other" in rows or {"central", "local"} <= rows.keys()
    if whole is None or not closed or form.funds.unread or len(rows) < _LEAST_PARTS:
        return
    for column, amount in whole.amounts.items():
        parts = [(row.label, row.amounts.get(column)) for row in rows.values()]
        slip = _slip(form, column)
        for remark in _compare(f"{whole.label}的{_NAMES[column[0]]}", amount, parts, not form.funds.unknown, slip=slip):
            yield remark if "carried" in rows else remark._replace(severity=Severity.WARNING)


def _overall(form: Scores, largest: Interval | None) -> Iterator[Remark]:
    """总额 = 财政拨款 + 其他资金 in each row, and 金额合计 over the rows where these are sound."""
    broken: set[Column] = set()
    for row in form.funds.rows:
        for measure, name in _NAMES.items():
            amount = row.amounts.get((measure, "total"))
            columns = [(measure, source) for source in _SOURCES]
            if amount is None or not any(column in row.amounts or column in row.blanks for column in columns):
                continue
            parts = [(_SOURCES[source], row.amounts.get((measure, source))) for _, source in columns]
            remarks = list(_compare(f"{row.label}{name}的总额", amount, parts))
            broken.update((measure, source) for source in ("total", *_SOURCES) if remarks)
            yield from remarks
    whole, rows = form.whole, [own for kind in SPENT if (own := form.funds.row(kind)) is not None]
    more = any(row.kind not in (*SPENT, *PARTS) for row in form.funds.rows if row is not whole)
    if whole is None or not {"basic", "project"} <= {row.kind for row in rows} or more or form.funds.unknown:
        return
    for column, amount in whole.amounts.items():
        if column not in broken:
            parts = [(row.label, row.amounts.get(column)) for row in rows]
            told = project_slip(form, largest) if largest is not None and column == ("budget", "total") else None
            slip = _slip(form, column) or told
            yield from _compare(f"{whole.label}的{_NAMES[column[0]]}", amount, parts, slip=slip)


def _slip(form: Scores, column: Column) -> Slip | None:
    """The amount of a column that the rate beside it says is the wrong one."""
    return next((slip for slip in slips(form) if slip.column == column), None)


def _tasks(goals: Goals) -> Iterator[Remark]:
    """总额 = 财政拨款 + 其他资金 of each task, and their total over the tasks where these are sound."""
    broken = False
    wrong = _wrong_totals(goals)
    if len(wrong) == 1:
        [(wrong_source, number)] = wrong
        *tasks, last = goals.tasks
        parts = [(task.label, task.amounts[wrong_source]) for task in tasks]
        yield from _compare(f"{last.label}的{_SOURCES.get(wrong_source, '总额')}", number, parts)
        return
    for task in goals.tasks:
        whole, shown = task.amounts.get("total"), [source for source in _SOURCES if source in task.amounts]
        if whole is not None and len(shown) == len(_SOURCES):
            parts = [(_SOURCES[source], task.amounts[source]) for source in shown]
            remarks = list(_compare(f"“{task.label}”的总额", whole, parts))
            broken = broken or bool(remarks)
            yield from remarks
    if broken or not goals.tasks:
        return
    *tasks, total_row = goals.tasks
    for source, amount in total_row.amounts.items():
        if amount is not None:
            parts = [(task.label, task.amounts[source]) for task in tasks]
            yield from _compare(f"{total_row.label}的{_SOURCES.get(source, '总额')}", amount, parts)


def _wrong_totals(goals: Goals) -> list[tuple[str, Number]]:
    """The amounts of the total row that are not the sum of the tasks, where the other sources' are and their sum tells as well."""
    if not goals.tasks:
        return []
    *tasks, last = goals.tasks
    sums = {source: [task.amounts.get(source) for task in tasks] for source in last.amounts}
    if any(number is None for numbers in sums.values() for number in numbers) or None in last.amounts.values():
        return []
    whole = {source: total([n.quantity.interval for n in numbers if n is not None]) for source, numbers in sums.items()}
    told = {source: number for source, number in last.amounts.items() if number is not None}
    differing = [(source, n) for source, n in told.items() if not whole[source].meets(n.quantity.interval)]
    parts = [interval for source, interval in whole.items() if source in _SOURCES]
    sound = len(parts) == len(_SOURCES) and "total" in whole and total(parts).meets(whole["total"])
    return differing if sound and len(differing) < len(told) else []


def _told(report: Report) -> list[Fact]:
    """The amounts of the text and of the statements that are no forms."""
    cells = [
        cell
        for statement in report.statements
        if statement.type is not None and statement.type.rows != "performance"
        for cell in statement.amounts
    ]
    return [each.fact for each in report.narrative.mentions] + cells


def _numbers(amount: Amount) -> list[Number]:
    return [amount.number, *(part.number for part in amount.parts if part.number is not None)]


def _compare(
    name: str,
    amount: Number,
    parts: Sequence[tuple[str, Number | None]],
    closed: bool = True,
    shown: Sequence[Decimal] = (),
    slip: Slip | None = None,
) -> Iterator[Remark]:
    """The parts against their whole; more than it, where they are not known to be all (`closed`). A part that is more than the
    whole is wrong, unless the form shows it again (`shown`) or the rates tell which amount is (`slip`)."""
    numbers = [number for _, number in parts if number is not None]
    if not numbers or any(number.value < 0 for number in numbers):
        return
    found = total([number.quantity.interval for number in numbers])
    value = sum((number.value for number in numbers), Decimal(0))
    stated = amount.quantity
    blank = [label for label, number in parts if number is None]
    if found.meets(stated.interval) or (not closed and found.low < stated.interval.high):
        return
    added = f"{' + '.join(number.text for number in numbers)} = " if len(numbers) > 1 else ""
    formula = f"{added}{stated.show(value)} ≠ {amount.text}"
    above = next((number for number in numbers if number.quantity.interval.low > stated.interval.high), None)
    if above is not None and shown.count(above.value) > 1 and shown.count(amount.value) <= 1:
        above = None
    wrong = slip.number if slip is not None else above or amount
    due = slip.due.middle if slip is not None else value if wrong is amount and not blank else None
    missing = f"，{'、'.join(blank)}空着" if blank else ""
    yield Remark(
        wrong.span,
        f"{name}写{amount.text}，各部分合计{stated.show(value)}{missing}：{formula}",
        tuple(
            Related(f"{label or '合计'}：{number.text}", number.span)
            for label, number in [*parts, ("总额", amount)]
            if number is not None
        ),
        "" if due is None else wrong.quantity.show(due),
        formula,
        Severity.WARNING if blank and above is None and found.high < stated.interval.low else None,
    )
