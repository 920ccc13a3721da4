"""The lexicon: every domain word, read from the data folder `lexicon/`."""

from gouji.lexicon.lexicon import (
    NOTHING,
    Bound,
    Dims,
    Identity,
    Lexicon,
    LexiconError,
    StatementType,
    lexicon,
    use,
)
from gouji.lexicon.words import Segmenter

__all__ = [
    "NOTHING",
    "Bound",
    "Dims",
    "Identity",
    "Lexicon",
    "LexiconError",
    "Segmenter",
    "StatementType",
    "lexicon",
    "use",
]
