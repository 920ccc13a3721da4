"""How the benchmark's tables are printed and kept."""

from __future__ import annotations

from typing import Any

Table = dict[str, dict[str, Any]]


def rate(part: int, whole: int) -> str:
    """In percent, with one decimal."""
    return f"{part * 1000 // whole / 10:.1f}" if whole else "—"


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) + sum(ord(character) > 0x2E80 for character in text)


def wide(text: str, columns: int) -> str:
    """The text, filled up to so many columns."""
    return text + " " * max(0, columns - width(text))
