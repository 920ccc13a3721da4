"""What the statements do not have: budgets, last year's amounts and reasons, by subject, in a YAML file."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from gouji.draft.figures import Figures, subjects
from gouji.facts import FactKey, key_for
from gouji.lexicon import Dims
from gouji.narrative.claims import Reason
from gouji.quantity import unit_named
from gouji.report import Report

_WAN = unit_named("万元").factor
_FIELDS = ("决算", "预算", "上年", "原因", "预算原因")


class InputsError(Exception):
    """A faulty inputs file; the message is one Chinese sentence that names the file, the place and the remedy."""


class Given(NamedTuple):
    """What is given of one subject: amounts in 元 (`amount` where no statement has it), reasons as text."""

    amount: Decimal | None = None
    budget: Decimal | None = None
    prior: Decimal | None = None
    reason: str = ""
    budget_reason: str = ""


Inputs = dict[str, Given]


def read_inputs(path: Path) -> Inputs:
    """Read an inputs file. Raises InputsError."""
    import yaml

    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise InputsError(f"{path}：打不开（{error.strerror}）。") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputsError(f"{path}：不是有效的 YAML（{error}），请检查缩进和冒号后的空格。") from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise InputsError(f"{path}：最外层应是“指标: 内容”，请对照 gouji extract --inputs 写出的文件。")
    return {str(name): _given(path, str(name), entry) for name, entry in data.items()}


def _given(path: Path, name: str, entry: Any) -> Given:
    if not isinstance(entry, dict) or set(entry) - set(_FIELDS):
        raise InputsError(f"{path}：“{name}”下面只能有 {'、'.join(_FIELDS)}。")
    amounts = []
    for field in ("决算", "预算", "上年"):
        value = entry.get(field)
        try:
            amounts.append(None if value is None else Decimal(str(value).replace(",", "")) * _WAN)
        except InvalidOperation:
            raise InputsError(f"{path}：“{name}”的“{field}”应是以万元为单位的数，现在是 {value!r}。") from None
    amount, budget, prior = amounts
    return Given(amount, budget, prior, str(entry.get("原因") or ""), str(entry.get("预算原因") or ""))


def inputs_of(report: Report, figures: Figures) -> Inputs:
    """What an existing narrative says beyond its tables: budgets, last year's amounts (stated or implied by the changes)
    and reasons."""
    claims = report.parser.claims
    said: dict[FactKey, Decimal] = {}
    for mention in claims.mentions:
        for key in mention.fact.keys:
            said.setdefault(key, mention.fact.quantity.value)
    reasons = {id(reason.word): _as_written(report, reason) for reason in claims.reasons}
    for first, again in claims.agreements:  # 减少…，下降的主要原因是…
        if id(again) in reasons:
            reasons.setdefault(id(first), reasons[id(again)])
    found: Inputs = {}
    names = [*subjects(), *(item.code for item in figures.items(7))]
    for name in names:
        dims = subjects().get(name) or Dims(scope="general", flow="expenditure", item=f"F:{name}")
        budgets = [key_for(dims._replace(measure=m), report.year) for m in ("initial", "full", "budget")]
        budget = next((said[key] for key in budgets if key is not None and key in said), None)
        own = key_for(dims._replace(measure="final"), report.year)
        stated = said.get(own) if own is not None and figures.value(name) is None else None
        current = figures.value(name) if stated is None else stated
        prior, reason = None, ""
        for change in claims.changes:
            subject = change.subject._replace(flow="income") if change.subject.flow == "both" else change.subject
            grand = subject._replace(item="grand") if dims.item == "grand" and not subject.item else subject
            if key_for(grand._replace(measure="final", period=0), report.year) != own or change.base.measure:
                continue
            sign = change.words[0].sign
            if change.amount is not None and current is not None:
                prior = current - sign * change.amount.quantity.value
            elif sign == 0:
                prior = current
            reason = next((reasons[id(word)] for word in change.words if id(word) in reasons), reason)
            break
        budget_reason = next(
            (
                reasons[id(comparison.word)]
                for comparison in claims.comparisons
                if id(comparison.word) in reasons
                and key_for(comparison.left._replace(measure="final"), report.year) == own
            ),
            "",
        )
        given = Given(stated, budget, prior, reason, budget_reason)
        if any(value not in (None, "") for value in given):
            found[name] = given
    return found


def _as_written(report: Report, reason: Reason) -> str:
    """The reason as the document has it, without line breaks."""
    return "".join(report.document.quote(reason.span).split())


def with_prior(inputs: Inputs, now: Figures, before: Figures) -> Inputs:
    """The inputs with last year's amounts from last year's statements, where they are not given already."""
    found = dict(inputs)
    for name in [*subjects(), *(item.code for item in now.items(7))]:
        given = found.get(name, Given())
        value = before.value(name)
        if given.prior is None and value is not None:
            found[name] = given._replace(prior=value)
    return found


def write_inputs(inputs: Inputs) -> str:
    """The inputs as YAML, amounts in 万元."""
    import yaml

    def amount(value: Decimal | None) -> str | None:
        return None if value is None else f"{value / _WAN:f}"

    data = {
        name: {
            field: value
            for field, value in zip(
                _FIELDS, (amount(g.amount), amount(g.budget), amount(g.prior), g.reason, g.budget_reason), strict=True
            )
            if value
        }
        for name, g in inputs.items()
    }
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    return text
