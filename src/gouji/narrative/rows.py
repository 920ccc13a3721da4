"""Rows: the amounts of a paragraph in their order, as a list or a sum would have them, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.facts import Word
from gouji.narrative.claims import ALL, SOME, Amount, Row
from gouji.narrative.scene import HAN, Scene
from gouji.narrative.vocabulary import Kind
from gouji.narrative.ways import sign_between
from gouji.precompiled import pattern_of

_BASE = pattern_of(r"[vI][ftOhHi]*[YpmMeExknb][YpmMeExknbhHiftO]*$|I[hHiftO]*$")
_BASE_OF = pattern_of(r"[vI][Yp][^NCR.,;()]*$")
"""比上年财政总收入20.00亿元减少…: what was last year, whatever it is called."""
_WAY = pattern_of(r"[DG][ftOKrMEHhnbi]*$|^w$")
_OPENS = pattern_of(r"[alzq:(]|[hnmMeE][ft]+,")
_AMONG = pattern_of(r"[,;]?a")
_HEADS = pattern_of(r"[,.]?[alf]+:?[.,]?")
_OPENERS = (Kind.AMONG, Kind.INCLUDES)
_ENDS = (Kind.STOP, Kind.AMONG, Kind.INCLUDES)
_LEAST_NAME = 2
_DASH, _DASHED = "——", 99
"""——教育支出12.00万元: a row of a list without numbers, and its level, below all that have one."""


def row(scene: Scene) -> Row:
    """The amounts and counts of a paragraph; what a comparison starts from (比2023年…万元) is none of them."""
    number = scene.flow.text[: scene.marker].strip()
    level = _DASHED if not scene.marker and scene.flow.text.startswith(_DASH) else scene.level
    return Row(scene.paragraph, level, number, tuple(_amounts(scene)))


def _amounts(scene: Scene) -> Iterator[Amount]:
    at = [index for index, letter in enumerate(scene.letters) if letter in "NC" and index in scene.facts]
    first = before = next((i for i, token in enumerate(scene.tokens) if token.start >= scene.marker), 0)
    depth = 0
    for index, following in zip(at, [*at[1:], len(scene.letters)], strict=False):
        lead, behind = scene.letters[before:index], scene.letters[index + 1 : following]
        depth += lead.count("(") - lead.count(")")
        listed = lead == "v" and before > first  # 20.40万元、10.30万元和9.30万元
        based = _BASE.search(lead) or (behind[:1] in ("D", "G") and _BASE_OF.search(lead))
        if (listed or not based) and not _is_of_each(scene, before, index):
            way = _WAY.search(lead)
            word = _word(scene, before + way.start()) if way else None
            start = _start(scene, before, index)
            if before == first and all(
                token.text == "、" for token in scene.tokens[first:start] if token.kind in _ENDS
            ):
                start = first  # 9.文献编目、保护464.40万元
            name = "".join(scene.text(start, index).split())
            noun = _noun(scene, before, index)
            own = (each for each in at if each > index and not _is_of_each(scene, index + 1, each))
            until = scene.letters[index + 1 : next(own, len(scene.letters))]  # 672.00万元，人均800.00元；…
            ends = "." in behind or following == len(scene.letters)
            leads = before == first and start == first
            divided = _is_divided(scene, index + 1, following)
            opens = "" if not _OPENS.search(behind) else ALL if divided else SOME
            heads = bool(_HEADS.fullmatch(behind))
            more = scene.flow.text.startswith(scene.lexicon.phrases["includes"]["open"], scene.tokens[index].end)
            among = bool(_AMONG.match(behind))
            yield Amount(
                scene.facts[index], word, name, noun, opens, ends, leads, heads, among, more, depth, ";" in until
            )
        before = index + 1


def _is_divided(scene: Scene, first: int, last: int) -> bool:
    """Whether words divide all of what stands before them (按资金来源划分)."""
    divides = tuple(scene.lexicon.phrases["among"]["divides"])
    return any(token.kind in _OPENERS and token.text.startswith(divides) for token in scene.tokens[first:last])


def _is_of_each(scene: Scene, first: int, index: int) -> bool:
    """平均每辆3.00万元: what one of several costs is no part of what all cost (审查及标准3.00万元 is)."""
    start = next((i + 1 for i in range(index - 1, first - 1, -1) if scene.tokens[i].kind is Kind.STOP), first)
    begins = next((token for token in scene.tokens[start:index] if token.kind is not Kind.FILLER), None)
    return begins is not None and begins.kind is Kind.PER


def _word(scene: Scene, index: int) -> Word:
    token, between = scene.tokens[index], sign_between(scene, index)
    return Word(token.sign if between is None else between, token.text, scene.flow.span(token.start, token.end))


def _start(scene: Scene, first: int, last: int) -> int:
    """Where the words directly before an amount begin; what they have in brackets is theirs."""
    start, depth = last, 0
    while start > first:
        token = scene.tokens[start - 1]
        stops = token.kind is Kind.STOP
        depth += (stops and token.text == ")") - (stops and token.text == "(")
        if depth < 0 or (not depth and token.kind in _ENDS and token.text != "("):
            break
        start -= 1
    return start if not depth else last


def _noun(scene: Scene, first: int, last: int) -> str:
    """The words directly before an amount, where some of them are nobody's but its own."""
    start = last
    while start > first and scene.tokens[start - 1].kind not in _ENDS:
        start -= 1
    unknown = "".join(token.text for token in scene.tokens[start:last] if token.kind is Kind.UNKNOWN)
    return "".join(scene.text(start, last).split()) if len(HAN.findall(unknown)) >= _LEAST_NAME else ""
