"""From a keystroke to diagnostics, in a document of 50 KB, beside a cold analysis of the same text.

    python benchmarks/editor.py

cold     the first analysis in a new process that has loaded the lexicon: nothing of the document is known yet
warm     the analysis of the text after a one-character edit, to the diagnostics that are sent: what the server does
whole    the same with everything around it, in the same process: from handing the new version to the desk until it publishes,
         for a keystroke after a pause in typing
typing   for the last of ten keystrokes, 50 ms apart: its share of the pause that the server waits for is included
"""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import regex
from lsprotocol.types import Diagnostic, PositionEncodingKind

from gouji.linter import Memory, prepare
from gouji.lsp.analysis import Analysis, Source, Tables, analyse
from gouji.lsp.desk import Desk
from gouji.lsp.diagnostics import diagnostics
from gouji.lsp.session import Session

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "文旅局-2024-决算-有误.txt"
URI = "untitled:说明"
BYTES = 50_000
ROUNDS = 30
WARM_UP = 3
COLD_ROUNDS = 5
TARGET = 150
PAUSE = 0.15
MILLION = 1_000_000


def long_text() -> str:
    """The example, and its narrative again with other numbers, cut at 50 KB."""
    text = EXAMPLE.read_text("utf-8")
    again = regex.sub(r"(?<=\d)[1-8](?=\.\d\d万元)", lambda m: str(int(m[0]) + 1), text[text.rindex("第二部分") - 2 :])
    return (text + "\n" + again + again).encode()[:BYTES].decode("utf-8", "ignore")


def edited(text: str) -> Iterator[str]:
    """The text with one digit of the narrative changed, here and there."""
    places = [m.start() for m in regex.finditer(r"(?<=\d)\d(?=\.\d\d(?:万元|%))", text)]
    for number in range(ROUNDS + WARM_UP):
        at = places[number * 7 % len(places)]
        yield f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def source(text: str, version: int = 0) -> Source:
    return Source(URI, version, text, PositionEncodingKind.Utf16)


def get_ready() -> None:
    """As `gouji lsp` does."""
    prepare()
    gc.freeze()
    gc.disable()


def cold() -> float:
    """Milliseconds for a first analysis."""
    get_ready()
    begun = time.perf_counter_ns()
    diagnostics(analyse(source(long_text()), Tables()), Session())
    return (time.perf_counter_ns() - begun) / MILLION


def warm(session: Session) -> list[float]:
    tables, memory, took = Tables(), Memory(), []
    for text in edited(long_text()):
        begun = time.perf_counter_ns()
        diagnostics(analyse(source(text), tables, memory), session)
        took.append((time.perf_counter_ns() - begun) / MILLION)
        gc.collect()
    return took[WARM_UP:]


async def whole(session: Session, keys: int = 1) -> list[float]:
    """Milliseconds from the last of so many keystrokes, after a pause in typing, to its diagnostics."""
    shown: asyncio.Queue[int] = asyncio.Queue()

    def judge(analysis: Analysis) -> list[Diagnostic]:
        return diagnostics(analysis, session)

    def publish(source: Source, found: list[Diagnostic]) -> None:
        assert found
        shown.put_nowait(source.version)

    desk = Desk(judge, publish, print)
    desk.pause = PAUSE
    took, version = [], 0
    for text in edited(long_text()):
        await asyncio.sleep(3 * PAUSE)
        for key in range(keys):
            if key:
                await asyncio.sleep(0.05)
            version += 1
            begun = time.perf_counter_ns()
            desk.change(source(text + "\n" * key, version))
        while await shown.get() != version:
            pass
        took.append((time.perf_counter_ns() - begun) / MILLION)
    desk.stop()
    return took[WARM_UP:]


def main() -> None:
    if "--cold" in sys.argv:
        print(cold())
        return
    command = [sys.executable, __file__, "--cold"]
    colds = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(COLD_ROUNDS)]
    get_ready()
    session = Session()
    text = long_text()
    print(f"文档 {len(text.encode()):,} 字节，{len(text):,} 字；每项取中位数（最小～最大），毫秒")
    rows = {
        "cold": colds,
        "warm": warm(session),
        "whole": asyncio.run(whole(session)),
        "typing": asyncio.run(whole(session, 10)),
    }
    for name, took in rows.items():
        ratio = median(took) / median(colds)
        print(f"{name:8}{median(took):8.1f}（{min(took):.1f}～{max(took):.1f}）  为 cold 的 {ratio:.2f} 倍")
    met = median(rows["whole"]) <= TARGET
    print(f"按键到问题显示的目标 {TARGET} 毫秒：{'达到' if met else '没有达到'}")
    session.close()
    raise SystemExit(not met)


if __name__ == "__main__":
    main()
