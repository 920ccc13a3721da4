"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable

_SIMILAR = 0.6


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like one that was mistyped, "" if none is.

    >>> nearest("lnit", ["lint", "draft"]), nearest("--formt", ["--format"]), nearest("x", ["lint"])
    ('lint', '--format', '')
    """
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), 1, _SIMILAR)), "")
