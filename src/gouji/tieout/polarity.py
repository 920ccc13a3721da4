"""Which way a reason goes: 追加 is more, 压减 is less."""

from __future__ import annotations

from gouji.lexicon import Phrases
from gouji.precompiled import pattern_of

_CLAUSES = pattern_of(r"[^,;、。:]+")


def polarity(text: str, phrases: Phrases) -> set[int]:
    """The directions that a reason's clauses speak of: 1 more, −1 less, 0 a clause that speaks of both, or one behind 上年有奖励未发放
    that may speak of last year as well."""
    words = phrases["polarity"]
    found: set[int] = set()
    behind_past = False
    for word in words["but"]:
        text = text.rpartition(word)[2]
    for match in _CLAUSES.finditer(text):
        clause = match[0]
        behind_past = behind_past and not any(word in clause for word in phrases["years"]["own"])
        if any(word in clause for word in words["vague"]):
            found.add(0)
            continue
        signs = {sign for sign, role in ((1, "up"), (-1, "down")) if _has(clause, words[role], words["negation"])}
        if len(signs) > 1:
            found.add(0)
        elif signs:
            found.add(0 if behind_past else _of_this_year(clause, signs.pop(), words))
        elif any(clause.find(word) >= 0 for role in ("up", "down") for word in words[role]):
            found.add(0)
        elif clause.startswith(tuple(words["past"])):
            behind_past = True
    return found


def _of_this_year(clause: str, sign: int, words: dict[str, tuple[str, ...]]) -> int:
    """What a clause says of this year: what was not paid last year is paid now; of other events of last year, 0."""
    past = next((word for word in words["past"] if word in clause), "")
    if not past or clause.partition(past)[2].startswith(tuple(words["carried"])):
        return sign
    begins = clause.lstrip(words["lead"][0]).startswith(past)
    return -sign if begins and any(word in clause for word in words["deferred"]) else 0


def _has(clause: str, words: tuple[str, ...], negations: tuple[str, ...]) -> bool:
    """Whether a clause has one of the words, not directly denied."""
    for word in words:
        at = clause.find(word)
        while at >= 0:
            if not clause.endswith(negations, 0, at):
                return True
            at = clause.find(word, at + 1)
    return False
