"""gouji draft, styles, new"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.cli import main
from gouji.cli.shell import (
    config_option,
    debug_option,
    endlessly,
    fail,
    leave,
    offers,
    refuse_other_endings,
    write,
    write_file,
)
from gouji.files import same_place
from gouji.screen import named, tell

if TYPE_CHECKING:
    from gouji.drafting import Drafted, Order
    from gouji.findings import Finding
    from gouji.report import Report


@main.command(short_help="由报表写出情况说明")
@click.argument("path", type=click.Path(), metavar="文件或文件夹", required=False)
@click.option(
    "--inputs", type=click.Path(), metavar="文件", help="预算、上年数、原因等（YAML）；文件夹的，也写文件夹。"
)
@click.option(
    "--prior", type=click.Path(), metavar="文件", help="上年公开的文件，上年数取自它的报表；文件夹的，也写文件夹。"
)
@click.option(
    "--style",
    default="",
    metavar="名称",
    shell_complete=offers("style"),
    help="写法（gouji styles 列出）或自己的写法的文件夹，默认按文件判断。",
)
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="清单.csv",
    help="按清单写，一行一个单位；表头：单位、文件、报表、上年、负责人。",
)
@click.option("--section", default="", metavar="节", help="只写一节：它的序号（三）或标题。")
@click.option("--provenance", type=click.Path(dir_okay=False), metavar="文件", help="每个数的来处与算式，写成 JSON。")
@click.option("--charts", is_flag=True, help="在 Word 文件里画对比图与结构图（要先安装 gouji[charts]）。")
@click.option("--strict", is_flag=True, help="缺什么就不写，退出状态 1。")
@click.option("--force", is_flag=True, help="报表或起草的文字自己对不上也写；与数不符的百分数仍然不写。")
@click.option("--watch", is_flag=True, help="文件一改就重写，按 Ctrl+C 停止。")
@click.option(
    "-o", "--output", type=click.Path(), metavar="文件", help="写到文件：.md，或带报表的 .docx；文件夹的，写文件夹。"
)
@click.option("--no-cache", is_flag=True, help="写文件夹或清单时，不用以前写的，也不记下这次的（见 gouji cache）。")
@config_option
@debug_option
def draft(
    path: str | None,
    inputs: str | None,
    prior: str | None,
    style: str,
    manifest: str | None,
    section: str,
    provenance: str | None,
    charts: bool,
    strict: bool,
    force: bool,
    watch: bool,
    output: str | None,
    no_cache: bool,
) -> None:
    """由一份文件里的报表写出情况说明各节。

    文件可以是工作簿、已有的公开文件，或 gouji extract 写出的数据。增减方向、比率都由报表的数算出；预算、上年数、原因写在 --inputs
    里（gouji extract --inputs 可从已有的说明得到）或工作簿的“情况”表里。缺什么，写作【待补充：…】，并列在最后。
    写文件夹或清单的，每个单位写一个 Word 文件，还有一张汇总。
    """
    from gouji.cli.all_units import Sought, draft_all, is_for_all
    from gouji.drafting import Order
    from gouji.watching import changes

    if bool(path) == bool(manifest):
        fail("用法不对：请写报表的文件或文件夹，或者 --manifest 清单.csv，两者选一；用 gouji draft --help 查看用法。")
    if is_for_all([path], manifest):
        if section or provenance or charts or strict or watch:
            fail("一次写所有单位的，不能用 --section、--provenance、--charts、--strict、--watch。")
        draft_all(Sought((path,) if path else (), manifest, no_cache), inputs, prior, style, force, output)
    refuse_other_endings(output, (".md", ".txt", ".docx"))
    refuse_other_endings(provenance, (".json",))
    if output and provenance and same_place(Path(output), Path(provenance)):
        fail(f"{named(output)}：-o 和 --provenance 写的是同一个文件，请分开。")
    if charts and not _is_word(output):
        fail("--charts 只能画在 Word 文件里，请加 -o 说明.docx。")
    files = [Path(name) if name else None for name in (path, inputs, prior)]
    order = Order(files[0] or Path(), files[1], files[2], style, section, charts)

    def once() -> int:
        return _draft(order, provenance, strict, force, output)

    if not watch:
        leave(once())
    watched = [file for file in files if file is not None]
    watched += [file for file in Path(style).glob("*") if file.is_file()] if Path(style).is_dir() else []
    endlessly(once() for _ in changes(lambda: watched))


def _is_word(output: str | None) -> bool:
    return output is not None and output.lower().endswith(".docx")


def _draft(order: Order, provenance: str | None, strict: bool, force: bool, output: str | None) -> int:
    """Draft once; the exit status."""
    from gouji.config import ConfigError
    from gouji.drafting import run
    from gouji.lexicon import LexiconError
    from gouji.readers import UnreadableError
    from gouji.writing import InputsError, StyleError
    from gouji.writing.charts import ChartsError

    try:
        drafted = run(order)
        if force:
            drafted = drafted.forced()
        content = drafted.word() if _is_word(output) else drafted.text
    except (InputsError, StyleError, ChartsError, UnreadableError, ConfigError, LexiconError) as error:
        tell(error)
        return 2
    stopped = _faults(order, drafted)
    if stopped and not force:
        return 1
    if strict and drafted.draft.lacking:
        for lack in drafted.draft.lacking:
            tell(f"{named(order.path)}：缺 {lack.what}。")
        return 1
    if output:
        write_file(content, output)
    else:
        write(str(content), None)
    if provenance:
        write(drafted.provenance(), provenance)
    if output and drafted.draft.lacking:
        counts = (
            (f"还缺 {len(drafted.missing)} 项", drafted.missing),
            (f"待确认 {len(drafted.to_confirm)} 项", drafted.to_confirm),
        )
        tell(f"{named(output)}：{'，'.join(text for text, lacks in counts if lacks)}，列在最后。")
    return 0


def _faults(order: Order, drafted: Drafted) -> bool:
    """Say what the figures contradict among themselves, and what the draft does; whether that stops it."""
    from gouji.reporters import text as text_reporter

    def say(name: str, report: Report, findings: list[Finding]) -> None:
        for line in text_reporter.lines(name, report, findings, False):
            tell(line)

    faults, proof = drafted.faults, drafted.proof
    if faults and drafted.report is not None:
        say(str(order.path), drafted.report, faults)
        tell(f"{named(order.path)}：报表自己对不上（{len(faults)} 处），请先改正；确要照写，请加 --force。")
    say("起草的文字", proof.report, proof.findings)
    if proof.errors:
        tell(
            f"起草的文字与报表或自己对不上（{len(proof.errors)} 处），请先改正报表或情况文件；确要照写，请加 --force。"
        )
    return bool(faults or proof.errors)


@main.command(short_help="列出起草的写法")
def styles() -> None:
    """列出起草的写法：名称与适用的文件。"""
    from gouji.writing import load_style, style_names

    write("\n".join(f"{name}  {load_style(name).title}" for name in style_names()), None)
    leave(0)


@main.command(short_help="写出要填的空白工作簿或情况文件")
@click.option(
    "--profile",
    metavar="名称",
    shell_complete=offers("profile"),
    help="空白工作簿：按哪一套公开要求（gouji profiles 列出）。",
)
@click.option("--year", type=click.IntRange(2000, 2099), metavar="年份", help="默认按今天：决算为上年，预算为本年。")
@click.option("--reasons", metavar="文件", help="情况文件：列出由这份报表起草还要写的原因、上年数等。")
@click.option("--inputs", type=click.Path(dir_okay=False), metavar="文件", help="与 --reasons 同用：已有的情况文件。")
@click.option("--prior", type=click.Path(dir_okay=False), metavar="文件", help="与 --reasons 同用：上年公开的文件。")
@click.option("--style", default="", metavar="名称", help="与 --reasons 同用：写法，默认按文件判断。")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False),
    metavar="文件",
    help="写到文件（.xlsx 或 .yaml）。",
)
@config_option
@debug_option
def new(
    profile: str | None,
    year: int | None,
    reasons: str | None,
    inputs: str | None,
    prior: str | None,
    style: str,
    output: str,
) -> None:
    """写出要填的东西：空白工作簿（--profile），或情况文件（--reasons）。

    空白工作簿有该公开的和说明里要写到的报表、“情况”（预算、上年数、原因）和填写说明；填好后用 gouji lint 核对，用 gouji draft 起草。
    情况文件只列要写的：哪些科目缺原因、缺上年数，一处不多。已有的文件不覆盖。
    """
    from gouji.config import ConfigError
    from gouji.lexicon import LexiconError
    from gouji.readers import UnreadableError
    from gouji.writing import InputsError, StyleError

    if (profile is None) == (reasons is None):
        fail("请写 --profile 名称（空白工作簿）或 --reasons 文件（情况文件），两者选一。")
    if profile is not None and not output.endswith(".xlsx"):
        fail(f"{output}：空白工作簿的文件名要以 .xlsx 结尾。")
    if reasons is not None:
        refuse_other_endings(output, (".yaml", ".yml"))
    if os.path.exists(output):
        fail(f"{output}：已有这个文件，没有覆盖；请换一个名字，或先把它移走。")
    try:
        if reasons is not None:
            from gouji.drafting import Order, run

            order = Order(Path(reasons), Path(inputs) if inputs else None, Path(prior) if prior else None, style)
            content: str | bytes = run(order).to_fill_in()
        else:
            content = _blank(str(profile), year)
    except (ConfigError, LexiconError, InputsError, StyleError, UnreadableError) as error:
        fail(str(error))
    write_file(content, output)


def _blank(profile: str, year: int | None) -> bytes:
    from datetime import date

    from gouji.config import find
    from gouji.lexicon import use
    from gouji.lexicon.profiles import load
    from gouji.writing.blank import blank_workbook

    use(find(Path.cwd()).lexicon)
    required = load(profile)
    return blank_workbook(required, year or date.today().year - (required.kind == "final"))
