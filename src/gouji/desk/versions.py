"""What a new version of a disclosure changed: which findings are gone, which are left, which are new."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple


class Compared(NamedTuple):
    """The findings of two versions: 改好, 未改, 新增."""

    mended: list[dict[str, Any]]
    left: list[dict[str, Any]]
    new: list[dict[str, Any]]

    def __str__(self) -> str:
        return f"改好{len(self.mended)}处，未改{len(self.left)}处，新增{len(self.new)}处"


def compared(before: dict[str, Any], now: dict[str, Any]) -> Compared:
    """What became of the findings of `before`: one is the same in words and surroundings (its key), or where only those moved, in what it
    says."""
    old, new = _findings(before), _findings(now)
    left: list[dict[str, Any]] = []
    for sign in (_key, _saying):
        known = Counter(map(sign, old))
        kept = []
        matched: Counter[Any] = Counter()
        for finding in new:
            if matched[sign(finding)] < known[sign(finding)]:
                matched[sign(finding)] += 1
                left.append(finding)
            else:
                kept.append(finding)
        new = kept
        rest = []
        for finding in old:
            if matched[sign(finding)]:
                matched[sign(finding)] -= 1
            else:
                rest.append(finding)
        old = rest
    return Compared(old, left, new)


def _findings(told: dict[str, Any]) -> list[dict[str, Any]]:
    found = zip(told["file"]["findings"], told["keys"], strict=True)
    return [{**finding, "key": key} for finding, key in found]


def _key(finding: dict[str, Any]) -> Any:
    return finding["key"]


def _saying(finding: dict[str, Any]) -> Any:
    return finding["code"], finding["stated"], finding["expected"], finding["location"]["text"]
