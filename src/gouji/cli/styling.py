"""gouji style"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.cli import main
from gouji.cli.shell import analysed, config_option, debug_option, fail, in_time, leave, write_file
from gouji.files import same_place
from gouji.screen import named, tell

if TYPE_CHECKING:
    from gouji.report import Report


@main.command(short_help="由公开的文件得到起草的写法")
@click.argument("document", metavar="文件")
@click.option("--force", is_flag=True, help="文件夹里已有东西也写：同名的换掉，别的不动。")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False), metavar="文件夹", help="写到这个文件夹。"
)
@config_option
@debug_option
def style(document: str, force: bool, output: str) -> None:
    """由一份公开的文件（正文与报表）得到它的写法：style.toml 与每节一个模板，gouji draft --style 用，也可以再改。

    增减、完成预算、占比、列举的说法，数字的小数与千分位，各节的标题与次序都照那份文件；数换成指标，原因、用途、数量留给情况文件。
    """
    from gouji.readers import UnreadableError
    from gouji.styling import take, written

    folder = Path(output)
    if not force and folder.is_dir() and any(os.scandir(folder)):
        fail(f"{named(output)}：文件夹里已有东西，没有写；请换一个文件夹，确要写进去，请加 --force。")
    report = analysed(document)
    if report.kind not in ("budget", "final") or not report.year:
        fail(f"{named(document)}：看不出是哪一年度的预算或决算，得不到写法。")
    try:
        with in_time(document):
            taken = take(report, os.path.basename(document))
    except UnreadableError as error:
        fail(str(error))
    if taken is None:
        fail(f"{named(document)}：没有认出情况说明的各节，得不到写法；请给正文与报表都有的文件。")
    files = written(taken)
    if any(same_place(folder / name, Path(document)) for name in files):
        fail(f"{named(output)}：-o 会换掉“{named(document)}”，请换一个文件夹。")
    _write(folder, files)
    _tell(
        document,
        output,
        report,
        sum(text.count("【") for name, text in files.items() if name.endswith(".j2")),
        len(taken.sections),
    )
    leave(0)


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{named(str(folder))}：建不了这个文件夹（{error.strerror}）。")
    for name, text in files.items():
        write_file(text, str(folder / name))


def _tell(document: str, output: str, report: Report, count: int, sections: int) -> None:
    """Say what was written, what is left to people, and how much of the document it gives back."""
    from gouji.readers import UnreadableError
    from gouji.styling.likeness import likeness
    from gouji.writing import StyleError

    try:
        with in_time(document):
            same, told = likeness(report, Path(output))
    except (StyleError, UnreadableError) as error:
        fail(str(error))
    again = f"由它自己的报表起草，{told} 句里 {same} 句与原文相同" if told else ""
    left = f"，还有 {count} 处【待补充】要人写" if count else ""
    tell(f"{named(output)}：写好 {sections} 节{left}。{again}{'。' if again else ''}")
