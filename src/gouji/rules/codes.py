"""The codes of rules as people write them, whole or only their beginning."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from gouji.nearest import nearest
from gouji.suppress import UNUSED


@cache
def codes() -> Mapping[str, str]:
    """The name of each rule by its code, as its file is called; no rule is imported for it."""
    files = (file.stem.partition("_") for file in sorted(Path(__file__).parent.iterdir()) if file.stem[1:4].isdigit())
    names = {code.upper(): name.replace("_", "-") for code, _, name in files}
    return MappingProxyType(names | dict([UNUSED]))


def fault(code: str) -> str:
    """What is wrong with a code or prefix of codes, as a clause with a suggestion; "" if a rule begins with it."""
    known = codes()
    if any(each.startswith(code) for each in known):
        return ""
    by_name = {name: each for each, name in known.items()}
    close = by_name.get(nearest(code.lower(), by_name)) or nearest(code, known)
    family = [each for each in known if each[0] == code[0]]
    if not close and family:
        return f"没有规则 {code}，{code[0]} 类的是 {family[0]} 至 {family[-1]}（gouji rules 列出全部规则）"
    remedy = f"，是不是 {close}" if close else f"，代码以 {'、'.join(sorted({each[0] for each in known}))} 开头"
    return f"没有规则 {code}{remedy}（gouji rules 列出全部规则）"
