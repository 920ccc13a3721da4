"""The help of a command in Chinese, its columns even where characters are two cells wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_WORDS = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "Show this message and exit.": "显示这些说明。",
}
_EXTRA = re.compile(r"  \[([^]]*)]$")  # what click says of an option behind its help
_EXTRAS = (
    (re.compile(r"^required$"), "必填"),
    (re.compile(r"^default: (.*)$"), r"默认 \1"),
    (re.compile(r"^(\d+)<=x<=(\d+)$"), r"\1 至 \2"),
    (re.compile(r"^x>=(\d+)$"), r"\1 以上"),
)
_PIECE = re.compile(r"[!-~]+|.", re.S)  # a word of Latin letters stays whole
_NEVER_FIRST = frozenset("，。；：、？！）》”’…")
_COLUMN = 32  # the widest first column
_HANGING = 2  # cells kept for the marks that stay on their line


class Formatter(click.HelpFormatter):
    """Writes what click composes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        self.write(f"用法：{prog} {_chinese(args)}\n")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            as_typed = paragraph.startswith("\b")
            for line in paragraph.removeprefix("\b\n").split("\n") if as_typed else [_joined(paragraph)]:
                self._write_lines(line, self.current_indent)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _COLUMN, col_spacing: int = 2) -> None:
        rows = list(rows)
        column = min(max((_width(first) for first, _ in rows), default=0), col_max) + col_spacing
        for first, second in rows:
            self.write(f"{'':>{self.current_indent}}{first}")
            if _width(first) + col_spacing > column:
                self.write("\n")
                self.write(" " * (self.current_indent + column))
            else:
                self.write(" " * (column - _width(first)))
            self._write_lines(_chinese(second), self.current_indent + column, begun=True)

    def _write_lines(self, text: str, indent: int, begun: bool = False) -> None:
        for number, line in enumerate(_wrapped(text, max(self.width - indent - _HANGING, 20))):
            self.write(f"{'' if begun and not number else ' ' * indent}{line}\n")


def _chinese(text: str) -> str:
    """What click says in English, in Chinese."""
    for english, chinese in _WORDS.items():
        text = text.replace(english, chinese)
    found = _EXTRA.search(text)
    if not found:
        return text
    extras = found[1].split("; ")
    for pattern, told in _EXTRAS:
        extras = [pattern.sub(told, extra) for extra in extras]
    return f"{text[: found.start()]}（{'，'.join(extras)}）"


def _joined(paragraph: str) -> str:
    return "".join(line.strip() for line in paragraph.splitlines())


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of a width in cells; a mark that ends a clause stays on its line."""
    line, used = "", 0
    for piece in _PIECE.findall(text):
        cells = _width(piece)
        if used + cells > width and line and piece not in _NEVER_FIRST:
            yield line.rstrip()
            line, used = "", 0
            piece, cells = (piece, cells) if piece != " " else ("", 0)
        line, used = line + piece, used + cells
    yield line.rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
