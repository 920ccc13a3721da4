"""Writing the sections: facts choose the wording, templates arrange it, and a rate is rounded once, at display."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from gouji.folders import data_folder
from gouji.quantity import Quantity, numeral
from gouji.writing.amounts import Amount, Marks, Source, Written
from gouji.writing.figures import (
    ZERO,
    Figures,
    code_funds,
    fund_and_code,
    passage_name,
)
from gouji.writing.inputs import OPEN_MARK, Inputs
from gouji.writing.known import Known, TemplateFaultError
from gouji.writing.lacking import TOLD, WHAT, Lack
from gouji.writing.styles import SHARED, Section, Style, StyleError, Wording

_UNIT, _YEAR = "单位名称", "年度"


class Draft(NamedTuple):
    """The drafted text (Markdown), what it lacks (each named once), where every number of it comes from, and the headings of
    its sections, by id."""

    text: str
    lacking: list[Lack]
    numbers: list[Written]
    headings: dict[str, str]


def draft(figures: Figures, inputs: Inputs, style: Style, only: str = "") -> Draft:
    """The sections of a style, or only the one of that number, id or title. Raises StyleError."""
    return _Writer(figures, inputs, style).write(only)


class _Writer:
    def __init__(self, figures: Figures, inputs: Inputs, style: Style) -> None:
        self.figures, self.inputs, self.style = figures, inputs, style
        self.marks = Marks()
        self.lacking: list[Lack] = []
        self.unit = style.numbers.base
        self.known = Known(figures, inputs, self.unit)
        year = figures.year
        self.year, self.before = (str(year), str(year - 1)) if year else (style.missing.format(what="哪一年"),) * 2
        if not year:
            self._note(Lack(_YEAR, "year", f"{_YEAR}：文件里没有写是哪一年度的"))

    def write(self, only: str) -> Draft:
        from gouji.writing.sandbox import late, sandbox

        environment = sandbox([*self.style.folders, data_folder("templates") / SHARED])
        environment.filters |= late(
            {
                "金额": self.amount,
                "金额或零": self.amount_or_nothing,
                "预算": self.budget,
                "上年": self.prior,
                "数量": self.count,
                "占比": self.share,
                "平均": self.average,
                "完成率": self.completion_rate,
                "变动": self.change,
                "完成": self.completion,
                "列举": self.breakdown,
                "用途": self.purpose,
                "款额": self.money,
                "中文": numeral,
            }
        )
        environment.tests |= late(
            {
                "有数": self.known.has_amount,
                "没有": self.known.is_none,
                "已知": lambda name: self.known.amount(name) is not None,
                "有预算": lambda name: self.known.budget(name) is not None,
                "有上年": lambda name: self.known.prior(name) is not None,
                "提到": self.known.is_spoken_of,
                "有数量": self.known.has_count,
                "有用途": self.known.has_purpose,
            }
        )
        environment.globals = {
            "年度": self.year,
            "上年度": self.before,
            "单位": self._own_name(),
            "单位名称": self._unit_name(),
            **{
                f"{fund}{name}": self.known.items("F", length, fund)
                for fund in ("", *code_funds())
                for name, length in (("类科目", 3), ("项科目", 7))
            },
            "经济科目": self.known.items("E", 3),
            "政府经济科目": self.known.items("G", 3),
            "基本支出构成": self.known.natures(),
            "文字": self.passage,
            "缺项": lambda name: self._lacks(name, "items"),
        }
        every = (*self.style.sections, *self.style.front)
        chosen = [s for s in self.style.sections if not only or only in (s.number, s.id, s.title)]
        chosen = chosen or [s for s in self.style.front if only in (s.id, s.title)]
        if not chosen:
            known = "；".join(f"{s.number}、{s.title}" if s.number else s.title for s in every)
            raise StyleError(f"这一种写法没有“{only}”一节，可用的有 {known}。")
        headings = {section.id: self._heading(section) for section in every}
        pieces: list[str] = []
        if not only and any(section.id in self.inputs.passages for section in self.style.front):
            pieces += self._part(environment, self.style.front_heading, self.style.front, headings)
        pieces += self._part(environment, "" if only else self.style.heading, chosen, headings)
        pieces = [piece for piece in pieces if piece]
        text, numbers = self.marks.lift("\n\n".join(pieces) + "\n")
        return Draft(text, self.lacking, numbers, {section.id: headings[section.id] for section in chosen})

    def _part(self, environment: Any, heading: str, sections: Iterable[Section], headings: dict[str, str]) -> list[str]:
        """A part: its heading, and its sections under theirs."""
        pieces = [f"# {self._filled(heading)}"] if heading else []
        for section in sections:
            pieces += (f"## {headings[section.id]}", self._section(environment, section))
        return pieces

    def _heading(self, section: Section) -> str:
        number = self.style.numbering.replace("{number}", section.number) if section.number else ""
        return f"{number}{self._filled(section.title)}"

    def _filled(self, text: str) -> str:
        try:
            return text.format(年度=self.year, 单位=self._own_name(), 单位名称=self._unit_name())
        except (AttributeError, LookupError, MemoryError, TypeError, ValueError):
            file = self.style.folders[0] / "style.toml"
            raise StyleError(
                f"{file}：“{text[:80]}”里只能有 {{年度}}、{{单位}}、{{单位名称}}，别的花括号请去掉。"
            ) from None

    def _unit_name(self) -> str:
        return self.inputs.unit or self.style.missing.format(what=_UNIT)

    def _own_name(self) -> str:
        return self.inputs.own or self.style.unit

    def _section(self, environment: Any, section: Section) -> str:
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        from gouji.writing.sandbox import place_of

        name = f"{section.id}.md.j2"
        try:
            text: str = environment.get_template(name).render()
        except TemplateSyntaxError as error:
            raise StyleError(
                f"{error.filename or name} 第 {error.lineno} 行：模板写法不对（{error.message}）。"
            ) from None
        except TemplateNotFound as error:
            raise StyleError(f"{self.style.folders[0]}：缺少模板 {error.message}。") from None
        except RecursionError:
            raise StyleError(f"{name}：模板自己套自己，没有尽头，请检查其中的宏与 include。") from None
        except MemoryError:
            raise StyleError(f"{name}：模板写出的文字太长，内存不够。") from None
        except Exception as error:  # a template is the user's own program
            raise StyleError(f"{place_of(error, name)}：{error or type(error).__name__}。") from None
        lines = [line.strip() for line in text.splitlines()]
        return "\n\n".join(line for line in lines if line)

    # ── what is lacking ──────────────────────────────────────────────────────────────────────────────────────────

    def _fault(self, message: str) -> NoReturn:
        raise TemplateFaultError(message)

    def _lacks(self, name: str, part: str) -> str:
        """What stands in the text where something is lacking."""
        lack = Lack(name, part, WHAT[part].format(self._shown(name, part)))
        self._note(lack)
        return self.style.missing.format(what=lack.what)

    def _is_marked(self, name: str, part: str) -> bool:
        """Whether the text says already that this is lacking."""
        return any((lack.name, lack.part) == (name, part) for lack in self.lacking)

    def _note(self, lack: Lack) -> None:
        if lack not in self.lacking:
            self.lacking.append(lack)

    def _shown(self, name: str, part: str) -> str:
        """A subject or section as people call it."""
        if part == "passage":
            return passage_name(name)
        code = fund_and_code(name)[1]
        return f"{self.figures.item(code).name}（{name}）" if code.isdigit() else name

    def _asked(self, name: str, part: str, text: str) -> str:
        """A text as given; one that is last year's (【…】) is still to be written."""
        if text.startswith(OPEN_MARK):
            self._note(Lack(name, part, TOLD[part].format(self._shown(name, part)), True))
        return text

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

    def money(self, amount: Amount) -> str:
        """1,126.32万元: rounded half up once, in the style's unit and decimals."""
        digits = self.style.numbers.amount(amount.value)
        return self.marks.mark(digits + self.unit.name, amount.sources, amount.formula)

    def _rate(self, part: Amount, whole: Amount, formula: str = "") -> str:
        """A share or rate of a base that is not nothing, from the exact amounts, rounded half up once."""
        text = self.style.numbers.rate(part.value, whole.value)
        sources = (*part.sources, *whole.sources)
        return self.marks.mark(text, sources, formula or f"{self.known.plain(part)} ÷ {self.known.plain(whole)}")

    def amount(self, name: str) -> str:
        known = self.known.amount(name)
        return self.money(known) if known is not None else self._lacks(name, "amount")

    def amount_or_nothing(self, name: str) -> str:
        """The amount; nothing where it is known that there is none."""
        known = self.known.amount(name)
        if known is None and not self.known.is_none(name):
            return self._lacks(name, "amount")
        return self.money(known or Amount(ZERO, ()))

    def budget(self, name: str) -> str:
        known = self.known.budget(name)
        return self.money(known) if known is not None else self._lacks(name, "budget")

    def prior(self, name: str) -> str:
        known = self.known.prior(name)
        return self.money(known) if known is not None else self._lacks(name, "prior")

    def count(self, name: str, unit: str) -> str:
        """A count with its unit: 3辆."""
        known = self.inputs.amount(name, "counted")
        if known is None:
            asked = self.inputs.of(name).asked
            return (self._asked(name, "counted", asked) if asked else self._lacks(name, "counted")) + unit
        return self.marks.mark(f"{known.value.normalize():f}{unit}", known.sources)

    def average(self, name: str, count: str) -> str:
        """What one of those counted costs: 平均每辆2.71万元."""
        whole, number = self.known.amount(name), self.inputs.amount(count, "counted")
        if whole is None or number is None or not number.value:
            return self._lacks(*(name, "amount") if whole is None else (count, "counted"))
        formula = f"{self.known.plain(whole)} ÷ {number.value:f}"
        return self.money(Amount(whole.value / number.value, (*whole.sources, *number.sources), formula))

    def share(self, name: str, whole: str) -> str:
        """The share of a subject in another one; of a whole that is nothing there is none."""
        part, base = self.known.amount(name), self.known.amount(whole)
        if part is None or base is None:
            return self._lacks(name if part is None else whole, "amount")
        if base.value == 0:
            self._fault(f"“{whole}”为0，不能算“{name}”的占比，请先用 is 有数 判断")
        return self._share(name, part, base)

    def _share(self, name: str, part: Amount, whole: Amount) -> str:
        """A share; none of a part that is more than its whole, which says that one of the two is wrong."""
        return self._rate(part, whole) if part.value <= whole.value else self._lacks(name, "share")

    def completion_rate(self, name: str) -> str:
        """How much of the budget was spent; of a budget that is nothing there is no rate."""
        spent, planned = self.known.amount(name), self.known.budget(name)
        if spent is None or planned is None:
            return self._lacks(name, "amount" if spent is None else "budget")
        if planned.value == 0:
            self._fault(f"“{name}”的预算为0，不能算完成率，请用 完成")
        return self._completed(name, spent, planned)

    def _completed(self, name: str, spent: Amount, planned: Amount) -> str:
        """How much of a budget that is not nothing was spent: as given, where the amounts as shown may give that rate."""
        told = self.inputs.of(name).rate
        if told and self.style.numbers.shows(planned.value):
            shown, base = (
                Quantity.parse(self.style.numbers.amount(each.value) + self.unit.name).interval
                for each in (spent, planned)
            )
            if Quantity.parse(told).interval.meets(shown / base):
                return self.marks.mark(told, (self.inputs.source(name, "rate"),))
        return self._rate(spent, planned)

    # ── wording by facts ─────────────────────────────────────────────────────────────────────────────────────────

    def change(self, name: str, wording: str = "default") -> str:
        """The change from last year with its reason, as the style words it."""
        now, before = self.known.amount(name), self.known.prior(name)
        if before is None and self.inputs.first_year:
            return self._filled(self.style.first_year)
        if now is None or before is None:
            part = "amount" if now is None else "prior"
            again = self._is_marked(name, part)  # where the amount should stand, it says so already
            return (
                self.style.missing.format(what=f"“{self._shown(name, part)}”与上年相比的变动")
                if again
                else self._lacks(name, part)
            )
        words = self._wording(self.style.changes, wording, "change")
        moved = now.value - before.value
        sources = (*now.sources, *before.sources)
        shown = self.style.numbers.difference(now.value, before.value)
        difference = Amount(shown, sources, f"{self.known.plain(now)} − {self.known.plain(before)}")
        rate = f"({self.known.plain(now)} − {self.known.plain(before)}) ÷ {self.known.plain(before)}"
        return self._worded(
            words,
            moved,
            name,
            amount=lambda: self.money(difference),
            rate=(lambda: self._rate(difference._replace(value=abs(moved)), before, rate))
            if before.value > 0
            else None,
            reason="reason",
        )

    def completion(self, name: str, wording: str = "default") -> str:
        """How much of the budget was spent, and on which side of it, with the reason."""
        spent, planned = self.known.amount(name), self.known.budget(name)
        if spent is None or planned is None:
            part = "amount" if spent is None else "budget"
            return "" if self._is_marked(name, part) else f"，{self._lacks(name, part)}"
        words = self._wording(self.style.budgets, wording, "budget")
        return self._worded(
            words,
            spent.value - planned.value,
            name,
            amount=lambda: self.money(
                Amount(self.style.numbers.difference(spent.value, planned.value), (*spent.sources, *planned.sources))
            ),
            rate=(lambda: self._completed(name, spent, planned)) if planned.value > 0 else None,
            reason="budget_reason",
        )

    def _wording(self, known: dict[str, Wording], name: str, table: str) -> Wording:
        if name not in known:
            self._fault(f"style.toml 里没有 [{table}.{name}]")
        return known[name]

    def _worded(
        self,
        words: Wording,
        moved: Decimal,
        name: str,
        *,
        amount: Callable[[], str],
        rate: Callable[[], str] | None,
        reason: str,
    ) -> str:
        """The wording of a movement, its slots filled; only the slots it has are made. One that is less than what is shown is none."""
        if moved and not self.style.numbers.shows(moved):
            moved = ZERO
        direction = "up" if moved > 0 else "down" if moved < 0 else "same"
        text = (words.text if moved else words.flat) if rate is not None else (words.bare if moved else words.nothing)
        slots: dict[str, str] = dict(self.style.words[direction])
        if "{amount}" in text:
            slots["amount"] = amount()
        if "{rate}" in text and rate is not None:
            slots["rate"] = rate()
        if "{reason}" in text:
            slots["reason"] = self._reason(name, reason)
        if "{base}" in text:
            slots["base"] = self.inputs.of(name).base or self.style.base
        if "{purpose}" in text:
            slots["purpose"] = self.purpose(name)
        try:
            return text.format(**slots, 年度=self.year, 上年度=self.before)
        except LookupError as error:
            self._fault(f"style.toml 的写法“{text}”里有不认识的 {{{error.args[0]}}}")

    def _reason(self, name: str, part: str) -> str:
        text: str = getattr(self.inputs.of(name), part)
        if not text:
            return self._lacks(name, part)
        return self.marks.mark(self._asked(name, part, text), (self.inputs.source(name, part),))

    def purpose(self, name: str) -> str:
        return self._reason(name, "purpose")

    def passage(self, section: str) -> str:
        """The text of a section that no figures make."""
        text = self.inputs.passages.get(section, "")
        if not text:
            return self._lacks(section, "passage")
        if self._asked(section, "passage", text).startswith(OPEN_MARK):
            return self.style.missing.format(what=f"“{self._shown(section, 'passage')}”一节，去年的文字在情况文件里")
        return self.marks.mark(text, (Source(self.inputs.file, "文字", section, ""),))

    def breakdown(self, name: str, flow: str) -> str:
        """The parts of income or expenditure that the statement has, each with its share, as the style lists them."""
        whole = self.known.amount(name)
        parts = self.known.parts(flow)
        if whole is None or not whole.value or not parts:
            return ""
        words = self.style.breakdown
        items = (
            words["item"].format(
                name=part.name, amount=self.money(part.amount), share=self._share(part.name, part.amount, whole)
            )
            for part in parts
        )
        return words["lead"] + words["between"].join(items)
