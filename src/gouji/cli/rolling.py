"""gouji roll"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.cli import main
from gouji.cli.shell import config_option, debug_option, fail, leave, write, write_file
from gouji.files import same_place
from gouji.screen import named, tell

if TYPE_CHECKING:
    from gouji.rolling import Rolled

_WRITTEN = (".md", ".txt", ".docx")


@main.command(short_help="把去年公开的文件改成今年的")
@click.argument("document", metavar="去年的文件或文件夹", required=False)
@click.argument("tables", metavar="今年的报表…", nargs=-1)
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="清单.csv",
    help="今年的报表在清单里，一行一个单位；表头：单位、文件、报表、上年、负责人。",
)
@click.option("--prior", type=click.Path(dir_okay=False), metavar="文件", help="去年的报表，去年的文件里没有报表时用。")
@click.option("--provenance", type=click.Path(dir_okay=False), metavar="文件", help="每个数的来处与算式，写成 JSON。")
@click.option("--track", is_flag=True, help="改动写成 Word 的修订（要去年的文件也是 Word）。")
@click.option("--strict", is_flag=True, help="有要更新、要确认的就不写，退出状态 1。")
@click.option("--force", is_flag=True, help="今年的报表自己对不上也写。")
@click.option(
    "-o", "--output", type=click.Path(), metavar="文件", help="写到文件：.docx、.md 或 .txt；文件夹的，写文件夹。"
)
@click.option("--no-cache", is_flag=True, help="写文件夹或清单时，不用以前写的，也不记下这次的（见 gouji cache）。")
@config_option
@debug_option
def roll(
    document: str | None,
    tables: tuple[str, ...],
    manifest: str | None,
    prior: str | None,
    provenance: str | None,
    track: bool,
    strict: bool,
    force: bool,
    output: str | None,
    no_cache: bool,
) -> None:
    """把去年公开的文件改成今年的：今年的报表里有的数、由它们算得出的增减、方向、比率、占比，连同年份，照去年的说法改好。

    不知道的不留去年的：数量、原因、用途、绩效等写成【请更新：…】【请确认：…】，列在最后。去年的文件是 Word 的，改在原来的文件里，格式不变，
    每处要改的有批注；报表换成今年的。写文件夹的（gouji roll 去年公开/ 今年报表/ -o 今年/），每个单位按名称找去年的，各写一个 Word 文件，还有一张汇总。
    """
    from gouji.cli.all_units import Sought, is_for_all, roll_all
    from gouji.config import ConfigError
    from gouji.lexicon import LexiconError
    from gouji.readers import UnreadableError
    from gouji.reporters.reporter import CopyError
    from gouji.rolling import RollOrder
    from gouji.rolling import roll as run
    from gouji.writing import StyleError

    if bool(tables) == bool(manifest):
        fail(
            "用法不对：请写去年的文件和今年的报表，今年的报表也可以写 --manifest 清单.csv；用 gouji roll --help 查看用法。"
        )
    if document is None or is_for_all([document, *tables], manifest):
        if prior or provenance or strict:
            fail("一次写所有单位的，不能用 --prior、--provenance、--strict。")
        roll_all(document, Sought(tables, manifest, no_cache), track, force, output)
    ending = Path(output).suffix.lower() if output else ""
    if ending and ending not in _WRITTEN:
        fail(f"{output}：这里写不出 {ending} 文件，文件名请以 {'、'.join(_WRITTEN)} 结尾。")
    if output and any(same_place(Path(output), Path(each)) for each in (document, *tables, provenance, prior) if each):
        fail(f"{named(output)}：-o 写的是别的参数里的文件，请换一个名字。")
    is_word = Path(document).suffix.lower() == ".docx"
    if track and not (is_word and ending == ".docx"):
        fail("--track 只能用于 Word：去年的文件与 -o 都要是 .docx。")
    order = RollOrder(Path(document), tuple(map(Path, tables)), Path(prior) if prior else None)
    try:
        made = run(order)
        _stop(order.tables[0], made, strict, force)
        content = made.word(order.document, track) if ending == ".docx" else made.whole
    except (CopyError, StyleError, UnreadableError, ConfigError, LexiconError) as error:
        fail(str(error))
    if output:
        write_file(content, output)
    else:
        write(str(content), None)
    if provenance:
        write(made.provenance(), provenance)
    _tell_marks(output or document, made)
    leave(0)


def _stop(tables: Path, made: Rolled, strict: bool, force: bool) -> None:
    """End with status 1 where this year's statements contradict themselves, or, if asked to, where something is left open."""
    from gouji.reporters import text as text_reporter

    if made.faults:
        for line in text_reporter.lines(str(tables), made.values.now, made.faults, False):
            tell(line)
        if not force:
            tell(f"{named(tables)}：报表自己对不上（{len(made.faults)} 处），请先改正；确要照写，请加 --force。")
            leave(1)
    if strict and made.listed():
        for line in made.listed():
            tell(line)
        tell(f"没有写（--strict）：还有 {len(made.listed())} 处要更新或确认。")
        leave(1)


def _tell_marks(name: str, made: Rolled) -> None:
    """Say how much is left to people, and of what kinds."""
    if not made.values.distance:
        same = f"去年的文件与报表都是{made.values.now.year}年度的，只改与报表对不上的数"
        tell(f"{named(name)}：{same}：改了 {len(made.numbers)} 个。")
    if not made.listed():
        return
    kinds = Counter(edit.why for edit in made.marks)
    for why, count in kinds.most_common():
        tell(f"{count} 处：{why}")
    if others := len(made.listed()) - kinds.total():
        tell(f"{others} 处：只要看一看")
    tell(f"{named(name)}：改好 {len(made.numbers)} 个数，还有 {len(made.listed())} 处要更新或确认，列在最后。")
