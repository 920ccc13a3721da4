"""The words of the grammar: the lexicon's, and the names that the document's own tables and title add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from gouji.lexicon import Dims, Lexicon, Segmenter
from gouji.quantity import Number


class Kind(Enum):
    """What a token is in the grammar. FILLER changes nothing; UNKNOWN may change everything."""

    NUMBER = auto()
    YEAR = auto()
    DATE = auto()
    CODE = auto()
    TERM = auto()
    ITEM = auto()
    DIRECTION = auto()
    COMPARISON = auto()
    BASE = auto()
    OPENING = auto()
    COMPARED = auto()
    APART = auto()
    COMPLETE = auto()
    OF = auto()
    AMONG = auto()
    INCLUDES = auto()
    REASON = auto()
    PURPOSE = auto()
    SHARE = auto()
    RESPECTIVELY = auto()
    ABSENCE = auto()
    ORDINAL = auto()
    ALMOST = auto()
    DIFFERENCE = auto()
    PER = auto()
    STOP = auto()
    FILLER = auto()
    MARK = auto()
    UNKNOWN = auto()


class Token(NamedTuple):
    """A token of folded paragraph text. Which of the optional fields are set goes by its kind."""

    kind: Kind
    start: int
    end: int
    text: str
    number: Number | None = None
    dims: Dims | None = None
    sign: int = 0
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


_MOST_NAME = 100  # no name of an item or unit is longer; the segmenter keeps every beginning of a word
_LEAST_NAME = 2


@dataclass(eq=False)
class Vocabulary:
    """The lexicon's words by their role in the grammar, and the item names that the document's own tables add.

    `units` are what the document calls its unit. `known` are the tokens of the paragraphs read so far: in an editor a
    document comes again with one of them changed.
    """

    lexicon: Lexicon
    roles: dict[str, Token]
    segmenter: Segmenter
    names: dict[str, set[str]]
    codes: dict[str, set[str]]
    units: tuple[str, ...]
    known: dict[str, tuple[Token, ...]] = field(default_factory=dict)

    @staticmethod
    @lru_cache(4)
    def build(lexicon: Lexicon, rows: tuple[tuple[str, str], ...], units: tuple[str, ...]) -> Vocabulary:
        """`rows` are the (code, name) pairs of the document's statements."""
        names: dict[str, set[str]] = {}
        codes: dict[str, set[str]] = {}
        for code, name in rows:
            names.setdefault(name, set()).add(code)
            codes.setdefault(code, set()).add(name)
        roles = _roles(lexicon)
        known = {name for table in lexicon.names.values() for name in table}
        fresh = [
            name
            for name in names
            if name not in known and name not in lexicon.terms and _LEAST_NAME <= len(name) <= _MOST_NAME
        ]
        own = [name for name in units if name not in roles and name not in lexicon.terms and len(name) <= _MOST_NAME]
        roles = {**roles, **{name: Token(Kind.FILLER, 0, 0, name) for name in own}}
        segmenter = lexicon.segmenter.with_words([*fresh, *own]) if fresh or own else lexicon.segmenter
        return Vocabulary(lexicon, roles, segmenter, names, codes, units)

    def spelt(self, name: str) -> str:
        """A name in the spelling of the tables (其他 for 其它)."""
        for written, meant in self.lexicon.sections["spellings"].items():
            name = name.replace(written, meant)
        return name

    def word(self, text: str) -> Token | None:
        """What a word is, wherever it stands; None if nobody knows it."""
        dims = self.lexicon.terms.get(text)
        if dims is not None:
            return Token(Kind.TERM, 0, 0, text, dims=dims)
        role = self.roles.get(text)
        if role is not None:
            return role
        codes = self.names.get(text) or {c for t in self.lexicon.names.values() for c in t.get(text, ())}
        return Token(Kind.ITEM, 0, 0, text, names=(text,), codes=tuple(sorted(codes))) if codes else None


_ROLES: tuple[tuple[Kind, str, str, int], ...] = (
    (Kind.COMPARISON, "comparison", "greater", 1),
    (Kind.COMPARISON, "comparison", "less", -1),
    (Kind.COMPARISON, "comparison", "equal", 0),
    (Kind.DIRECTION, "direction", "increase", 1),
    (Kind.DIRECTION, "direction", "decrease", -1),
    (Kind.DIRECTION, "direction", "flat", 0),
    (Kind.DIRECTION, "direction", "short_increase", 1),
    (Kind.DIRECTION, "direction", "short_decrease", -1),
    (Kind.ALMOST, "direction", "almost", 0),
    (Kind.COMPARED, "base", "compared", 0),
    (Kind.BASE, "base", "words", 0),
    (Kind.OPENING, "base", "opening", 0),
    (Kind.APART, "base", "apart", 0),
    (Kind.APART, "base", "excluding", 0),
    (Kind.APART, "base", "comparable", 0),
    (Kind.AMONG, "among", "words", 0),
    (Kind.AMONG, "includes", "main", 0),
    (Kind.INCLUDES, "includes", "complete", 0),
    (Kind.INCLUDES, "includes", "words", 0),
    (Kind.REASON, "reason", "words", 0),
    (Kind.PURPOSE, "reason", "purpose", 0),
    (Kind.ORDINAL, "reason", "ordinals", 0),
    (Kind.SHARE, "share", "words", 0),
    (Kind.COMPLETE, "completion", "verbs", 0),
    (Kind.RESPECTIVELY, "each", "respectively", 0),
    (Kind.ABSENCE, "absence", "words", 0),
    (Kind.DIFFERENCE, "fillers", "differences", 0),
    (Kind.PER, "fillers", "per", 0),
    (Kind.OF, "fillers", "of", 0),
    (Kind.FILLER, "each", "words", 0),
    (Kind.FILLER, "years", "as_of", 0),
    (Kind.FILLER, "fillers", "before", 0),
    (Kind.FILLER, "fillers", "after", 0),
)
"""Each kind's words: the group and role of phrases.toml. Of a word in two of them, the first counts."""


@lru_cache(4)
def _roles(lexicon: Lexicon) -> Mapping[str, Token]:
    phrases = lexicon.phrases
    roles: dict[str, Token] = {}
    for kind, group, role, sign in _ROLES:
        for word in phrases[group][role]:
            if word[0].isalnum():  # a mark between words ends what it stands behind
                roles.setdefault(word, Token(kind, 0, 0, word, sign=sign))
    return roles
