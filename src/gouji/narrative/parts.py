"""What may be a part of what, by the lexicon alone."""

from __future__ import annotations

from itertools import pairwise

from gouji.facts import TOTALS
from gouji.lexicon import Dims, Lexicon


def is_line(item: str) -> bool:
    """A line of its own (政府采购预算), which a bare source of money (一般公共预算拨款) does not restate."""
    return item[1:2] != ":" and item not in ("", *TOTALS)


def is_nested(items: tuple[str, ...], lexicon: Lexicon) -> bool:
    """“三公”经费支出决算中，因公出国（境）费…: each a part of the one before (not 因公出国（境）费、公务接待费…, of which an amount is all)."""
    return all(
        whole == part
        or any(
            identity.total.item == whole
            and any(each.item == part for parts in (identity.parts, *identity.alternatives) for each in parts)
            for identity in lexicon.identities
        )
        for whole, part in pairwise(items)
    )


def whole_of(items: tuple[str, ...], lexicon: Lexicon) -> str:
    """因公出国（境）费、公务用车购置及运行费和公务接待费的预算数…: the line of which all parts are named; empty if there is none."""
    named = set(items)
    for identity in lexicon.identities if len(named) > 1 else ():
        for parts in (identity.parts, *identity.alternatives) if identity.is_of_line else ():
            if len(named) == len(items) and named == {part.item for part in parts}:
                return identity.total.item
    return ""


def is_outside(dims: Dims, parent: Dims, lexicon: Lexicon) -> bool:
    """基本支出160万元，其中人员经费…；项目支出40万元; 事业收入63万元，其中医疗收入…；其他收入1万元: of two parts of one whole, or of 科目 side by side, none is in the other."""
    for name in ("nature", "scope"):
        one, other = getattr(dims, name), getattr(parent, name)
        if one and other and one != other:
            for identity in lexicon.identities:
                if not {one, other} - {getattr(part, name) for part in identity.parts}:
                    return True
    return _is_beside(dims.item, parent.item)


def _is_beside(item: str, parent: str) -> bool:
    """Whether a 科目 lies outside another one, so that it cannot be part of it."""
    return item[:2] == parent[:2] and item[1:2] == ":" and item[0] in "FE" and not item.startswith(parent)
