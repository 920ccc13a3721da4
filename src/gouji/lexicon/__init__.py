"""The lexicon: every domain word, read from the data folder `lexicon/`."""

from gouji.lexicon.entries import NOTHING, Bound, Dims, Identity, Phrases, StatementType
from gouji.lexicon.lexicon import Lexicon
from gouji.lexicon.reading import lexicon
from gouji.lexicon.words import Segmenter
from gouji.resources import LexiconError, use

__all__ = [
    "NOTHING",
    "Bound",
    "Dims",
    "Identity",
    "Lexicon",
    "LexiconError",
    "Phrases",
    "Segmenter",
    "StatementType",
    "lexicon",
    "use",
]
