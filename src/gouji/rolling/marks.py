"""What is left to people: how it is marked in the text, and why."""

from __future__ import annotations

from gouji.document import Span
from gouji.rolling.edits import Edit
from gouji.writing.forward import PURPOSE, REASON
from gouji.writing.inputs import OPEN_MARK

_UPDATE = "【请更新：{text}】"
_CONFIRM = "【请确认：{text}】"
NOT_IN_TABLES = "今年的报表里没有这个数"
UNTIED = "去年的文件里没有报表或算式说明这个数是什么"
NOT_CHECKED = "去年的文件里，这个数与报表或算式对不上，不知道是哪一个数"
REASONS = "原因是去年的"
PURPOSES = "用途是去年的"
PASSAGES = "说的是去年的情况，报表里没有"
YEARS = "年份不知道要不要改"
DIRECTION = "增减与去年不同，这里的说法要改"
LISTS = "列举的是去年有数的项目，今年的报表里不一定有"
ABSENCES = "去年没有，今年的报表里有"
TABLES = "今年的报表里没有这张表"


def update(span: Span, text: str, why: str) -> Edit:
    """What has to be brought up to date stays, in a mark."""
    return _edit(span, _UPDATE, text, why)


def confirm(span: Span, text: str, why: str) -> Edit:
    """What may be right still stays, in a mark."""
    return _edit(span, _CONFIRM, text, why)


def reason(span: Span, text: str) -> Edit:
    return _edit(span, REASON, text, REASONS)


def purpose(span: Span, text: str) -> Edit:
    return _edit(span, PURPOSE, text, PURPOSES)


def _edit(span: Span, form: str, text: str, why: str) -> Edit:
    return Edit(span, text if text.startswith(OPEN_MARK) else form.format(text=text), why)
