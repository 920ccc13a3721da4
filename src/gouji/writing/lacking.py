"""What a draft lacks, and how to say it."""

from __future__ import annotations

from typing import NamedTuple

WHAT = {
    "amount": "“{}”的数",
    "budget": "“{}”的预算数",
    "prior": "“{}”的上年数",
    "counted": "“{}”的数量",
    "reason": "“{}”增减的原因",
    "budget_reason": "“{}”与预算不同的原因",
    "purpose": "“{}”的用途",
    "items": "“{}”包括哪些",
    "passage": "“{}”一节的文字",
    "unit": "{}",
    "share": "“{}”的占比：分项大于总项，请核对两个数",
}
TOLD = {part: f"{text}，现在写的是去年的" for part, text in WHAT.items()}


class Lack(NamedTuple):
    """What a draft lacks: a part (a field of Given, or passage) of a subject (or section), and how to say it; `told` where last year's stands there, to
    be confirmed."""

    name: str
    part: str
    what: str
    told: bool = False
