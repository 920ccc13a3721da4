"""The same words give the same findings: edits that change no word of a document, and the findings before and after.

    python benchmarks/metamorphic.py [--edits 5000] [--seed 1] [files…]

An edit changes how a document is written down, not what it says: its paragraphs wrapped or joined, spaces, widths of
characters, separators, line ends, encodings, tables as tabs or pipes or in a file of their own, amounts in another unit.
Exit status 1 if an edit changed a finding; what may change is said in EXCEPTIONS.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from gouji.report import Report
    from gouji.statements import Statement

ROOT = Path(__file__).resolve().parents[1]

EXCEPTIONS = {
    "W": "wording rules speak of how a text is written: spaces, widths, marks, the form of numbers",
    "wrap": "a line that begins with a number that reads like a list's (…为⏎1. 5万元) is one; edits do not break there",
    "colon": "a first line that ends in ： introduces what follows (具体如下：); edits do not break there",
    "title": "a numbered line that is broken before its first mark, or right behind it (…（项）。⏎), reads like a title; edits do not break there",
    "roundings": "an amount in 元 says more than one in 万元: documents in which something holds only within rounding keep their unit",
    "zeros": "that a list drops zeros at the end (18.17, 8.5, 5万元) is told by its decimals of 万元; in 亿元 all of them have four and more",
    "one number per line": "a line that is nothing but a number of three digits is the number of a page; edits do not break there",
}
_TITLE = regex.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|第.+部分)")
_MARK = regex.compile("[，。；]")
NAME = "文.md"
_CAPTIONS = 12  # lines between a statement's title and its first row, blank ones among them
_DIGITS = regex.compile(r"\d[\d,.]*")
_SUM = regex.compile(r"(?<![\d.,单价-])(\d[\d,]*(?:\.\d+)?)\s*万元(?!\s*[（(]?[以及含/])")
_AMOUNT = regex.compile(r"(?<![\d.,])(\d[\d,]*)(?:\.(\d{1,2}))?万元")
_HEAD_OF_LINE = regex.compile(r"[\d（(一二三四五六七八九十①-⑳、.\s第注说表公附#>*+•|-]")
_WIDE = str.maketrans({**{chr(48 + i): chr(0xFF10 + i) for i in range(10)}, "%": "％", "(": "（", ")": "）"})
_NARROW = str.maketrans({"（": "(", "）": ")", "，": ",", "：": ":", "；": ";", "％": "%"})


class Apart(NamedTuple):
    """A document whose statements are in another file."""

    text: bytes
    tables: bytes


Edit = Callable[[str, random.Random], bytes | Apart]


def is_prose(line: str) -> bool:
    """A sentence of a paragraph: no table, no heading, no label."""
    return "\t" not in line and not line.startswith("|") and len(line) > 40 and line.endswith("。")


def lines_edited(
    text: str, chance: random.Random, edit: Callable[[str, random.Random], str], share: float = 0.3
) -> str:
    lines = text.split("\n")
    return "\n".join(edit(line, chance) if is_prose(line) and chance.random() < share else line for line in lines)


def wrapped(line: str, width: int) -> str:
    """A line broken to a width, wherever that is no place at which another line could begin."""
    pieces, rest = [], line
    titled = _TITLE.match(line) is not None
    while len(rest) > width:
        at = width
        while at > 1 and (_HEAD_OF_LINE.match(rest[at]) or rest[at - 1] in " .,："):
            at -= 1
        if at < 10 or (titled and not pieces and not _MARK.search(rest[: at - 1])):
            break
        pieces.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*pieces, rest])


def wrap(text: str, chance: random.Random) -> bytes:
    return lines_edited(text, chance, lambda line, c: wrapped(line, c.choice([20, 28, 34, 38, 40, 60]))).encode()


def wrap_all(text: str, chance: random.Random) -> bytes:
    width = chance.choice([28, 34, 38, 40])
    return lines_edited(text, chance, lambda line, _: wrapped(line, width), 1.0).encode()


def ragged(text: str, chance: random.Random) -> bytes:
    def edit(line: str, c: random.Random) -> str:
        pieces, rest = [], line
        while len(rest) > 35:
            first, _, rest = wrapped(rest, c.randint(20, 34)).partition("\n")
            rest = rest.replace("\n", "")
            pieces.append(first)
            if not rest:
                break
        return "\n".join([*pieces, rest]) if rest else "\n".join(pieces)

    return lines_edited(text, chance, edit).encode()


def in_numbers(text: str, chance: random.Random) -> bytes:
    """A line end within an amount, behind its point or before it."""

    def edit(line: str, c: random.Random) -> str:
        places = [m.end() for m in regex.finditer(r"\d\.(?=\d+(?:万元|%))", line)]
        at = c.choice(places) if places else 0
        return f"{line[:at]}\n{line[at:]}" if at > 12 else line

    return lines_edited(text, chance, edit).encode()


def spaces(text: str, chance: random.Random) -> bytes:
    def edit(line: str, c: random.Random) -> str:
        for _ in range(c.randint(1, 4)):
            at = c.randrange(1, len(line))
            if not (line[at - 1].isascii() and line[at].isascii()):
                line = line[:at] + c.choice([" ", "　", "\u200b", "\xa0"]) + line[at:]
        return line

    return lines_edited(text, chance, edit).encode()


def widths(text: str, chance: random.Random) -> bytes:
    table = chance.choice([_WIDE, _NARROW])
    return lines_edited(text, chance, lambda line, _: line.translate(table)).encode()


def separators(text: str, chance: random.Random) -> bytes:
    """Thousands separators taken away or put in, in the narrative."""
    grouped = chance.random() < 0.5

    def shown(match: regex.Match[str]) -> str:
        digits = match[1].replace(",", "")
        whole = f"{int(digits):,}" if grouped else digits
        return whole + (f".{match[2]}" if match[2] else "") + "万元"

    return lines_edited(text, chance, lambda line, _: _AMOUNT.sub(shown, line), 1.0).encode()


def crlf(text: str, _: random.Random) -> bytes:
    return text.replace("\n", "\r\n").encode()


def bom(text: str, _: random.Random) -> bytes:
    return text.encode("utf-8-sig")


def encoding(text: str, chance: random.Random) -> bytes:
    return text.encode(chance.choice(["utf-16", "gb18030"]))


def pipes(text: str, _: random.Random) -> bytes:
    lines = text.split("\n")
    return "\n".join(f"|{line.replace(chr(9), '|')}|" if "\t" in line else line for line in lines).encode()


def gaps(text: str, chance: random.Random) -> bytes:
    """More blank lines between paragraphs."""
    blocks = text.split("\n\n")
    return "".join(block + "\n\n" * chance.choice([1, 1, 2]) for block in blocks).encode()


def ends(text: str, chance: random.Random) -> bytes:
    """Spaces at the ends of lines."""
    return "\n".join(
        line if "\t" in line else line + " " * chance.choice([0, 0, 1, 2]) for line in text.split("\n")
    ).encode()


def bold(text: str, chance: random.Random) -> bytes:
    """Bold amounts and list numbers."""

    def edit(line: str, c: random.Random) -> str:
        if match := _TITLE.match(line):
            return f"**{line[: match.end()]}**{line[match.end() :]}"
        amounts = list(_AMOUNT.finditer(line))
        if not amounts:
            return line
        start, end = c.choice(amounts).span()
        return f"{line[:start]}**{line[start:end]}**{line[end:]}"

    return lines_edited(text, chance, edit).encode()


def statements_of(text: str) -> list[tuple[Statement, int, int]]:
    """The known statements of a document, each with its first line, which is its title, and the line after its last."""
    found: list[tuple[Statement, int, int]] = []
    after = 0
    for statement in linted(text).statements:
        table = statement.table.span
        first, last = text.count("\n", 0, table.start), text.count("\n", 0, table.end)
        title = statement.title_span
        if title is not None and after <= (line := text.count("\n", 0, title.start)) <= first <= line + _CAPTIONS:
            first = line
        if statement.type is not None and first >= after:
            found.append((statement, first, last + 1))
        after = last + 1
    return found


def tables(text: str, _: random.Random) -> bytes | Apart:
    """The statements, with the lines over them, in a file of their own."""
    lines = text.splitlines(keepends=True)
    taken = {line for _, first, after in statements_of(text) for line in range(first, after)}
    own = "".join(line for number, line in enumerate(lines) if number not in taken)
    if not taken or not own.strip():
        return text.encode()
    return Apart(own.encode(), "".join(line for number, line in enumerate(lines) if number in taken).encode())


def moved(number: str, places: int) -> str:
    """A number with its point so many places to the left (to the right, if below zero), and as many digits behind it as stand
    for what stood there before."""
    shifted = Decimal(number.replace(",", "")).scaleb(-places)
    return f"{shifted:,f}" if "," in number else f"{shifted:f}"


def hundred_millions(text: str, _: random.Random) -> bytes:
    """Amounts of the narrative in 亿元, precision kept; of documents that drop no zeros."""
    mentions = linted(text).narrative.mentions
    if any(mention.fact.interval != mention.fact.quantity.interval for mention in mentions):
        return text.encode()
    return lines_edited(text, _, lambda line, _: _SUM.sub(lambda m: f"{moved(m[1], 4)}亿元", line), 1.0).encode()


def single_units(text: str, _: random.Random) -> bytes:
    """Amounts of the narrative in 元, to the cent; of documents without roundings."""
    if rounds(text):
        return text.encode()
    return lines_edited(text, _, lambda line, _: _SUM.sub(lambda m: f"{moved(m[1], -4)}元", line), 1.0).encode()


def tables_in_units(text: str, _: random.Random) -> bytes:
    """The amounts of statements in 元; of documents without roundings."""
    if rounds(text):
        return text.encode()
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    changes: list[tuple[int, int, str]] = []
    for statement, first, after in statements_of(text):
        head = text[starts[first] : statement.table.span.start]
        place = head.find("万元")
        if place < 0 or statement.unit is None or "万元" in text[statement.table.span.start : starts[after]]:
            continue
        changes.append((starts[first] + place, starts[first] + place + 2, "元"))
        for cell in statement.cells:
            stated = text[cell.span.start : cell.span.end]
            if cell.quantity.unit == statement.unit and regex.fullmatch(r"-?\d[\d,]*(\.\d+)?", stated):
                changes.append((*cell.span, moved(stated, -4)))
    for start, end, new in sorted(set(changes), reverse=True):
        text = text[:start] + new + text[end:]
    return text.encode()


def rounds(text: str) -> bool:
    """Whether something in a document holds only because numbers are rounded."""
    return any(outcome.name == "ROUNDING" for outcome in linted(text).tieout.outcomes)


@cache
def linted(text: str) -> Report:
    from gouji.config import Config
    from gouji.linter import lint_bytes

    return lint_bytes(text.encode(), NAME, Config())


EDITS: dict[str, Edit] = {
    "wrap": wrap,
    "wrap all": wrap_all,
    "ragged": ragged,
    "in numbers": in_numbers,
    "spaces": spaces,
    "widths": widths,
    "separators": separators,
    "crlf": crlf,
    "bom": bom,
    "encoding": encoding,
    "pipes": pipes,
    "blank lines": gaps,
    "ends of lines": ends,
    "bold": bold,
    "tables": tables,
    "亿元": hundred_millions,
    "元": single_units,
    "元 in tables": tables_in_units,
}
ONCE = {"crlf", "bom", "pipes", "tables", "亿元", "元", "元 in tables"}


def findings(edited: bytes | Apart) -> Counter[tuple[str, str]]:
    """The errors and warnings: their codes and the numbers that they are about."""
    from gouji.config import Config
    from gouji.findings import Severity
    from gouji.linter import lint_bytes

    if isinstance(edited, Apart):
        with tempfile.TemporaryDirectory() as folder:
            beside = Path(folder).resolve() / "表.txt"
            beside.write_bytes(edited.tables)
            report = lint_bytes(edited.text, NAME, Config(tables=(beside,)))
    else:
        report = lint_bytes(edited, NAME, Config())
    return Counter(
        (
            each.code,
            " ".join(
                number.replace(",", "").replace(".", "").strip("0")
                for number in _DIGITS.findall(unified("".join(each.stated.split())))
            ),
        )
        for each in report.findings
        if each.severity >= Severity.WARNING and each.code[0] != "W"
    )


def unified(text: str) -> str:
    from gouji.quantity import fold

    return fold(text)


def documents(given: list[Path]) -> list[Path]:
    examples, clean, cases = ROOT / "examples", ROOT / "tests" / "clean", ROOT / "tests" / "cases"
    found = given or sorted([*examples.glob("*.txt"), *clean.glob("*.txt"), *cases.rglob("*.txt")])
    return [path for path in found if path.stat().st_size]


def main() -> None:
    parser = argparse.ArgumentParser(description="Edits that change no word, and whether findings stay.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--edits", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="at most (default: no limit)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="the edits of one name")
    parser.add_argument("--keep", type=Path, help="a folder for the edited documents whose findings changed")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    texts = [(path, path.read_text("utf-8")) for path in documents(options.files)]
    before = cache(findings)
    until = time.monotonic() + options.seconds
    done, changed = Counter[str](), Counter[str]()
    names = [name for name in EDITS if options.only in ("", name)]
    seen = set[tuple[str, Path]]()
    while sum(done.values()) < options.edits and time.monotonic() < until:
        name = chance.choice(names)
        path, text = chance.choice(texts)
        if name in ONCE and (name, path) in seen and len(names) > 1:
            continue
        seen.add((name, path))
        edited = EDITS[name](text, chance)
        if edited == text.encode():
            continue
        done[name] += 1
        after = findings(edited)
        if after != (known := before(text.encode())):
            changed[name] += 1
            print(f"{name}: {path.name}: {dict(known - after)} → {dict(after - known)}", flush=True)
            if options.keep:
                options.keep.mkdir(exist_ok=True)
                for part, content in zip(
                    ("", "-tables"), edited if isinstance(edited, Apart) else (edited,), strict=False
                ):
                    (options.keep / f"{name.replace(' ', '-')}-{changed[name]}{part}.md").write_bytes(content)
    for name in names:
        print(f"{done[name]:6} {changed[name]:4} {name}")
    print(f"{sum(done.values())} edits, {sum(changed.values())} with other findings")
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
