"""Words that say which way something went, and those that do so only in their place."""

from __future__ import annotations

from gouji.facts import Word
from gouji.narrative.scene import Scene


def word_at(scene: Scene, index: int, sign: int | None = None) -> Word:
    token = scene.tokens[index]
    return Word(token.sign if sign is None else sign, token.text, scene.flow.span(token.start, token.end))


def adjusting(scene: Scene, index: int) -> int | None:
    """The way of a word that is one only of a budget (调增, 调减); None of any other."""
    words = scene.lexicon.phrases["adjusted"]
    return (1 if scene.tokens[index].text in words["more"] else -1) if scene.letters[index] == "j" else None


def sign_between(scene: Scene, way: int) -> int | None:
    """Of a word that is a way only between two numbers (高2.15个百分点)."""
    more = scene.lexicon.phrases["direction"]["between_increase"]
    return (1 if scene.tokens[way].text in more else -1) if scene.letters[way] == "w" else None
