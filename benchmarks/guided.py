"""A search for inputs that raise, guided by the lines that they reach: Atheris over the reader of numbers and that of texts.

    pip install atheris && python benchmarks/guided.py [numbers|texts] [--seconds 3600]

It ends with the first input that raises what no reader may raise, and keeps it in `.bench/guided/`. Atheris is not among the
dependencies (Linux, CPython 3.11 to 3.13).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
MOST = 4000  # bytes of an input


def numbers(data: bytes) -> None:
    """Whatever a number reads as has an interval, and is shown as a number again."""
    from gouji.quantity import fold, parse_cell, scan, stated_unit, unit_named

    text = fold(data.decode("utf-8", "ignore"))
    unit = stated_unit(text) or unit_named("万元")
    parse_cell(text, unit)
    for found in scan(text):
        assert 0 <= found.start < found.end <= len(text)
        if found.quantity is not None:
            assert found.quantity.interval.low <= found.quantity.interval.high
            assert found.quantity.text


def texts(data: bytes) -> None:
    """Whatever is read is refused in one sentence, or stands where its spans say."""
    from gouji.document import Table
    from gouji.readers import UnreadableError, read_bytes

    try:
        document = read_bytes(data, "文.md")
    except UnreadableError:
        return
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(document.source)
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                assert cell.span.end <= len(document.source)
        else:
            assert len(block.flow.text) == len(block.flow.offsets)


TARGETS: dict[str, Callable[[bytes], None]] = {"numbers": numbers, "texts": texts}


def seeds(folder: Path) -> None:
    """Lines for numbers, pieces of documents for texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted((ROOT / "tests" / "cases").rglob("*.txt"))):
        text = path.read_text("utf-8")
        parts = text.splitlines() if folder.name == "numbers" else [text]
        for part, each in enumerate(parts):
            (folder / f"{number}-{part}").write_bytes(each.encode()[:MOST])


def main() -> None:
    parser = argparse.ArgumentParser(description="Inputs that raise, searched for by what they reach.")
    parser.add_argument("target", choices=TARGETS, nargs="?", default="texts")
    parser.add_argument("--seconds", type=int, default=3600)
    options = parser.parse_args()
    kept = ROOT / ".bench" / "guided"
    seeds(kept / options.target)
    with atheris.instrument_imports(include=["gouji"]):
        import gouji.quantity
        import gouji.readers  # noqa: F401
    arguments = [
        sys.argv[0],
        f"-max_total_time={options.seconds}",
        f"-max_len={MOST}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={kept}/{options.target}-",
        str(kept / options.target),
    ]
    atheris.Setup(arguments, TARGETS[options.target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    main()
