"""Sections: the heading path over a paragraph, and the scope it sets."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.document import Heading
from gouji.lexicon import NOTHING, Dims, Lexicon
from gouji.lexicon.lexicon import plain


@dataclass(slots=True)
class _Entry:
    level: int
    title: str
    dims: Dims


class Sections:
    """The stack of headings at a point of the document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._stack: list[_Entry] = []

    def enter(self, heading: Heading, dims: Dims) -> None:
        """Move under a heading whose own words settle `dims`."""
        while self._stack and self._stack[-1].level >= heading.level:
            self._stack.pop()
        settled = dims.over(self.dims)
        if not (settled.flow or settled.item):  # 支出决算, which in a sentence only says what kind of amount follows
            dims = dims._replace(flow=self._flow(heading.title))
        self._stack.append(_Entry(heading.level, heading.title, dims))

    def _flow(self, title: str) -> str:
        """The one side that a title names; "" if it names none or both."""
        names = self._lexicon.sections["subjects"]
        named = [flow for flow in ("income", "expenditure") if names[flow] in title]
        return named[0] if len(named) == 1 else ""

    @property
    def path(self) -> tuple[tuple[int, str, Dims], ...]:
        """The headings, outermost first, with what each settles."""
        return tuple((entry.level, entry.title, entry.dims) for entry in self._stack)

    @property
    def level(self) -> int:
        return self._stack[-1].level if self._stack else 0

    @property
    def title(self) -> str:
        """The heading path, outermost first."""
        return " / ".join(entry.title for entry in self._stack)

    @property
    def section(self) -> str:
        """The title of the numbered section (一、二、…) that a reader would name."""
        for entry in self._stack:
            if entry.level == 2:
                return entry.title
        return self._stack[0].title if self._stack else ""

    @property
    def dims(self) -> Dims:
        """What the headings settle: an inner heading refines the outer ones."""
        dims = NOTHING
        for entry in self._stack:
            own = entry.dims
            if (own.item and own.item not in ("total", "grand")) or own.flow or own.scope:
                dims = dims._replace(item="", nature="")
            if own.scope == "fiscal" and dims.scope == "general":
                own = own._replace(scope="")  # 一般公共预算一节里的“财政拨款支出”
            dims = own.over(dims)
        return dims._replace(measure="", period=0)

    @property
    def is_of_a_unit(self) -> bool:
        """A section about one of several units: its heading is nothing but a unit's name (执法大队, 局机关), or names a government's own level
        (区本级财政决算收支情况)."""
        titles = [plain(entry.title) for entry in self._stack if entry.level > 1]
        office = self._lexicon.elsewhere.office
        return any(self._lexicon.is_unit(title) or office.search(title) for title in titles) or self._has("own_level")

    def _has(self, kind: str) -> bool:
        words = self._lexicon.sections[kind]["words"]
        return any(word in entry.title for entry in self._stack for word in words)

    @property
    def is_text(self) -> bool:
        """Duties, glossaries and the like: prose whose numbers measure nothing fiscal."""
        return self._has("text")

    @property
    def is_performance(self) -> bool:
        return self._has("performance")
