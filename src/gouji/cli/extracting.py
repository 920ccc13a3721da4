"""gouji extract"""

from __future__ import annotations

import os
from pathlib import Path

import click

from gouji.cli import main
from gouji.cli.shell import analysed, config_option, debug_option, fail, leave, refuse_other_endings, write
from gouji.screen import named, tell

_TABLES = (".csv", ".jsonl", ".parquet", ".duckdb")


@main.command(short_help="提取报表与正文中的数据")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="文件或文件夹…")
@click.option("--inputs", is_flag=True, help="改写成 gouji draft --inputs 用的文件（YAML）：预算、上年数、原因。")
@click.option(
    "--year",
    type=click.IntRange(2000, 2099),
    metavar="年份",
    help="与 --inputs 同用：要写哪一年度的；比文件晚一年的，去年的决算数成为上年数，预算去掉，原因标为请确认。",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    metavar="文件",
    help="写到文件：.json（一份文件的），或 .parquet、.duckdb、.csv、.jsonl（多少份文件都可以，一个数一行）。",
)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="个", help="同时用几个进程，默认比处理器多一个。")
@click.option(
    "--cluster",
    metavar="地址",
    help="写表时交给 Dask 集群：本机的 tcp://127.0.0.1:8786，或加密的 tls://主机:8786（要先安装 gouji[cluster]）。",
)
@config_option
@debug_option
def extract(
    paths: tuple[str, ...], inputs: bool, year: int | None, output: str | None, jobs: int | None, cluster: str | None
) -> None:
    """把识别出的报表与正文事实写成结构化数据。

    一份文件的写成 JSON；写到 .parquet、.duckdb、.csv 或 .jsonl 的是三张表：每个数一行、每份文件一行、每个问题一行，各列的含义见 docs/data.md。.parquet 和 .duckdb 要先安装 gouji[data]。
    """
    if output and Path(output).suffix.lower() in _TABLES and not inputs:
        leave(_tables(paths, Path(output), jobs or 0, cluster or ""))
    if len(paths) > 1 or os.path.isdir(paths[0]):
        fail("几份文件、文件夹的数据写成表，请用 -o 数据.parquet（或 .duckdb、.csv、.jsonl）。")
    if year is not None and not inputs:
        fail("--year 要与 --inputs 同用。")
    refuse_other_endings(output, (".yaml", ".yml") if inputs else (".json", *_TABLES))
    _one(paths[0], inputs, year, output)
    leave(0)


def _one(path: str, inputs: bool, year: int | None, output: str | None) -> None:
    """The figures of one file, or the inputs of a draft from them."""
    report = analysed(path)
    if not inputs:
        from gouji.extract import figures
        from gouji.reporters.json import dump

        write(dump(figures(report)), output)
        return
    from gouji.writing import forward, inputs_of, read_figures, write_inputs

    told = inputs_of(report, read_figures(report))
    if year is not None and not told.year:
        fail(f"{named(path)}：看不出是哪一年度的，不能往前推；请在文件里写明年度。")
    if year is not None and year not in (told.year, told.year + 1):
        fail(f"{named(path)}：是{told.year}年度的，只能写成{told.year}或{told.year + 1}年度的情况。")
    write(write_inputs(forward(told) if year is not None and year == told.year + 1 else told), output)


def _tables(paths: tuple[str, ...], output: Path, jobs: int, cluster: str) -> int:
    """Facts, documents and findings of any number of files; the exit status."""
    from gouji.exporting import ExportError, export, prepare
    from gouji.files import WriteError
    from gouji.outcomes import HandsError, Options
    from gouji.reporters.records import Records
    from gouji.runner import Runner
    from gouji.targets import TargetError

    runner = Runner(Options(fail_on="never", jobs=jobs, cluster=cluster))
    try:
        prepare(output)
        counts = export(runner.pieces(paths, Records()), output)
    except (ExportError, WriteError, TargetError, HandsError) as error:
        fail(str(error))
    tell(f"{named(output)}：文件 {counts['documents']} 份，数据 {counts['facts']} 行，问题 {counts['findings']} 处。")
    return runner.status
