"""Texts whose clauses were taken out, doubled, swapped or taken from elsewhere, with words of the lexicon and forms of numbers put in:
what a reader of the narrative may meet, however little sense it makes."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parents[1]
_CLAUSE = regex.compile("[^，。；：、]*[，。；：、]?")
_WORD = regex.compile('"([\u4e00-\u9fff、，（）]{1,8})"')
_NUMBER = regex.compile(r"\d[\d,.]*(?:万元|%|元|人|个|辆|批次|亿元)?")
_FORMS = ("约{0}", "近{0}", "{0}以上", "{0}及以上", "{0}左右", "不低于{0}", "{0}和{0}", "{0}、{0}", "{0}（{0}）", "{0}至{0}", "-{0}", "{0}{0}", "0", "0%", "0.00万元", "")  # fmt: skip
_SHARE = 0.15


@cache
def _words() -> list[str]:
    files = sorted((ROOT / "lexicon").glob("*.toml"))
    return sorted({word for path in files for word in _WORD.findall(path.read_text("utf-8"))})


def reworded(text: str, others: list[str], chance: random.Random) -> str:
    """A text with some of its lines changed; clauses are taken from `others`, too."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line and chance.random() < _SHARE:
            for _ in range(chance.choice([1, 2, 3, 6])):
                line = _changed(line, others, chance)
            lines[number] = line
    return "\n".join(lines)


def _changed(line: str, others: list[str], chance: random.Random) -> str:
    what = chance.randrange(7)
    if what > 5 and (numbers := list(_NUMBER.finditer(line))):
        number = chance.choice(numbers)
        return line[: number.start()] + chance.choice(_FORMS).format(number[0]) + line[number.end() :]
    if what > 3:
        at = chance.randrange(len(line) + 1)
        return line[:at] + chance.choice(_words()) + line[at:]
    clauses = [clause for clause in _CLAUSE.findall(line) if clause]
    if not clauses:
        return line
    at, to = chance.randrange(len(clauses)), chance.randrange(len(clauses))
    if what == 0:
        del clauses[at]
    elif what == 1:
        clauses.insert(to, clauses[at])
    elif what == 2:
        clauses[at], clauses[to] = clauses[to], clauses[at]
    else:
        clauses[at:at] = _CLAUSE.findall(chance.choice(others))
    return "".join(clauses)
