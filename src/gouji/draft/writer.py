"""Writing the sections: facts choose the wording, templates arrange it, and a rate is rounded once, at display."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from gouji.draft.figures import ZERO, Figures, Item, parts_of
from gouji.draft.inputs import Given, Inputs
from gouji.lexicon import Dims
from gouji.quantity import numeral, unit_named
from gouji.resources import data_folder

_NOTHING = Given()


class StyleError(Exception):
    """A style that is not there, or a faulty one; the message is one Chinese sentence."""


def styles() -> list[str]:
    """The names of the styles."""
    return sorted(path.parent.name for path in data_folder("templates").glob("*/style.toml"))


def draft(figures: Figures, inputs: Inputs, style: str = "national") -> tuple[str, list[str]]:
    """The sections as Markdown, and what they lack (last year's amounts, budgets, reasons). Raises StyleError."""
    folder = data_folder("templates") / style
    if not (folder / "style.toml").is_file():
        raise StyleError(f"没有“{style}”这一种写法，可用的有 {'、'.join(styles())}。")
    writer = _Writer(figures, inputs, tomllib.loads((folder / "style.toml").read_text("utf-8")))
    return writer.write(folder), writer.lacking


class _Writer:
    def __init__(self, figures: Figures, inputs: Inputs, style: dict[str, Any]) -> None:
        self.figures, self.inputs, self.style = figures, inputs, style
        self.lacking: list[str] = []
        self.numbered = 0
        numbers = style["numbers"]
        self.unit = unit_named(numbers["unit"])
        self.quantum = Decimal(1).scaleb(-numbers["places"])
        self.rate_quantum = Decimal(1).scaleb(-numbers["rate_places"])

    def write(self, folder: Path) -> str:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
        )
        environment.filters |= {
            "amount": self.amount,
            "budget": self.budget,
            "change": self.change,
            "completion": self.completion,
            "share_of": self.share_of,
            "breakdown": self.breakdown,
            "class_share": self.class_share,
            "money": self.money,
            "chinese": numeral,
        }
        environment.tests |= {
            "present": self._is_present,
            "budgeted": lambda name: self._budget(name) is not None,
            "known_before": lambda name: self.given(name).prior is not None,
        }
        context = {
            "year": self.figures.year,
            "number": self._number,
            "classes": self.figures.items(3),
            "items": self.figures.items(7),
            "natures": self.figures.natures(),
            "has": lambda scope: any(self._scoped(scope).values()),
            "fund": self._scoped("fund"),
            "capital": self._scoped("capital"),
        }
        sections = (
            environment.get_template(f"{name}.md.j2").render(context).strip() for name in self.style["sections"]
        )
        return "\n\n".join(section for section in sections if section) + "\n"

    def _is_present(self, name: str) -> bool:
        """Whether there is anything to say of a subject: an amount, a budget, or an amount last year."""
        value = self._known(name)
        return value is not None and any((value, self._budget(name), self.given(name).prior))

    def _number(self) -> str:
        self.numbered += 1
        return numeral(self.numbered)

    def _scoped(self, scope: str) -> dict[str, Decimal]:
        flows = ("opening", "income", "expenditure", "closing")
        return {flow: self.figures.of(Dims(scope=scope, flow=flow)) for flow in flows}

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def given(self, name: str) -> Given:
        return self.inputs.get(name, _NOTHING)

    def money(self, value: Decimal) -> str:
        """1,126.32万元: rounded half up once; a bare 0 for nothing."""
        shown = (value / self.unit.factor).quantize(self.quantum, rounding=ROUND_HALF_UP)
        digits = "0" if value == 0 else f"{shown:,f}" if self.style["numbers"]["grouping"] else f"{shown:f}"
        return digits + self.unit.name

    def rate(self, part: Decimal, whole: Decimal) -> str:
        value = (part / whole * 100).quantize(self.rate_quantum, rounding=ROUND_HALF_UP)
        return "100%" if part == whole else "0%" if part == 0 else f"{value:f}%"

    def value(self, name: str) -> Decimal:
        value = self._known(name)
        if value is None:
            self._lacks(f"报表里没有“{name}”，按0写")
        return value or ZERO

    def _known(self, name: str) -> Decimal | None:
        value = self.figures.value(name)
        return self.given(name).amount if value is None else value

    def _lacks(self, what: str) -> None:
        if what not in self.lacking:
            self.lacking.append(what)

    def amount(self, name: str) -> str:
        return self.money(self.value(name))

    def _budget(self, name: str) -> Decimal | None:
        given = self.given(name).budget
        return given if given is not None else self.figures.value(name, "budget")

    def budget(self, name: str) -> str:
        return self.money(self._budget(name) or ZERO)

    # ── wording by facts ─────────────────────────────────────────────────────────────────────────────────────────

    def change(self, name: str, lead: str = "，") -> str:
        """The change from last year with its reason; nothing where last year is not known."""
        now, given = self.value(name), self.given(name)
        if given.prior is None:
            self._lacks(f"没有“{name}”的上年数，没有写与上年相比的变动")
            return ""
        words, difference = self.style["change"], now - given.prior
        if difference == 0:
            return lead + str(words["flat"])
        kind = "up" if difference > 0 else "down"
        if given.prior == 0:
            text = str(words["from_zero"]).format(amount=self.money(difference))
        else:
            rate = self.rate(abs(difference), given.prior)
            text = str(words[kind]).format(amount=self.money(abs(difference)), rate=rate)
        return lead + text + self._reason(kind, given.reason, name, "")

    def completion(self, name: str, budget: str) -> str:
        """How much of the budget was spent, and on which side of it, with the reason."""
        planned = self._budget(name)
        if planned is None:
            self._lacks(f"没有“{name}”的预算数，没有写完成预算的情况")
            return ""
        spent, words = self.value(name), self.style["budget"]
        text = str(words["complete"]).format(budget=budget, rate=self.rate(spent, planned)) if planned else ""
        if spent == planned:
            return text + str(words["equal"]).format(budget=budget)
        kind = "over" if spent > planned else "under"
        return text + self._reason(kind, self.given(name).budget_reason, name, budget)

    def _reason(self, kind: str, reason: str, name: str, budget: str) -> str:
        if not reason:
            self._lacks(f"“{name}”没有写原因")
        words = self.style["reason"]
        return str(words[kind]).format(reason=reason or words["missing"], budget=budget)

    def share_of(self, name: str, whole: str) -> str:
        total = self.value(whole)
        return self.rate(self.value(name), total) if total else "0%"

    def class_share(self, item: Item) -> str:
        whole = self.value("一般公共预算财政拨款支出")
        value = self.value(item.code)
        share = f"，占{self.rate(value, whole)}" if whole else ""
        return f"{item.path}{self.money(value)}{share}"

    def breakdown(self, name: str, flow: str) -> str:
        """，其中：…: the parts that the statement of income or expenditure has, each with its share."""
        whole = self.value(name)
        parts = []
        for label, dims in parts_of(flow):
            value = self.figures.of(dims._replace(flow=flow))
            if value:
                parts.append(f"{label}{self.money(value)}，占{self.rate(value, whole)}")
        return "，其中：" + "；".join(parts) if parts and whole else ""
