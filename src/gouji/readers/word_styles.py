"""What the styles of a Word file settle for a paragraph: its outline level, its numbering, whether it is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.readers.lines import BODY
from gouji.readers.word_xml import child, every, flag, value, whole

if TYPE_CHECKING:
    from lxml.etree import _Element


class Style(NamedTuple):
    """A style with all that it inherits. `outline` is 0 to 8 for headings, BODY for text; `list_style` is the style that
    gives the list `list_id`."""

    outline: int = BODY
    list_id: str = ""
    list_level: int = 0
    list_style: str = ""
    hidden: bool | None = None


class Styles:
    """The styles of a file, by id. A style that is based on itself inherits nothing more."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default = ""
        for element in every(root, "style") if root is not None else ():
            key = value(element, "styleId")
            self._elements.setdefault(key, element)
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self.default = key

    def get(self, key: str) -> Style:
        """The style called `key`; one that says nothing if there is none."""
        if key not in self._resolved:
            chain: dict[str, None] = {}
            at = key
            while at in self._elements and at not in chain and at not in self._resolved:
                chain[at] = None
                at = value(child(self._elements[at], "w:basedOn"))
            style = self._resolved.get(at, Style())
            for each in reversed(chain):
                style = self._resolved[each] = self._over(each, style)
            self._resolved.setdefault(key, style)
        return self._resolved[key]

    def _over(self, key: str, base: Style) -> Style:
        element = self._elements[key]
        properties = child(element, "w:pPr")
        hidden = flag(child(element, "w:rPr"), "w:vanish")
        style = base._replace(
            outline=whole(child(properties, "w:outlineLvl"), default=base.outline),
            hidden=base.hidden if hidden is None else hidden,
        )
        numbering = child(properties, "w:numPr")
        if numbering is None:
            return style
        return style._replace(
            list_id=value(child(numbering, "w:numId")) or base.list_id,
            list_level=whole(child(numbering, "w:ilvl"), default=base.list_level),
            list_style=key,
        )

    def list_of(self, key: str) -> str:
        """The list that a numbering style stands for."""
        return self.get(key).list_id
