"""gouji lint"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gouji.cli import main
from gouji.cli.shell import config_option, debug_option, endlessly, fail, leave, offers, show
from gouji.config import MOST, is_fail_on
from gouji.nearest import nearest

if TYPE_CHECKING:
    from gouji.outcomes import Options
    from gouji.targets import Target


def _codes(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(code.strip().upper() for entry in value for code in entry.split(",") if code.strip())
    if found:
        from gouji.rules.codes import fault

        for wrong in filter(None, map(fault, found)):
            raise click.BadParameter(wrong)
    return found


def _fail_on(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_fail_on(value):
        raise click.BadParameter("应为 error、warning、note、unchecked（几个用逗号隔开）或 never。")
    return value


@main.command(short_help="核对文件或文件夹")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="文件或文件夹…")
@click.option(
    "--format",
    "forms",
    multiple=True,
    metavar="格式[=文件]",
    shell_complete=offers("format"),
    help="text（默认）、json、html、xlsx、docx、pdf、csv、sarif、github、gitlab、rdjson、junit；可写几次：--format html=报告.html --format json=结果.json。docx、pdf 和一个工作簿的 xlsx 是写上了问题的副本，写成“格式=文件夹/”则每个文件一份。",
)
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    shell_complete=offers("rule"),
    metavar="代码",
    help="只报告这些规则（可写前缀，逗号分隔）。",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    shell_complete=offers("rule"),
    metavar="代码",
    help="不报告这些规则（可写前缀，逗号分隔）。",
)
@click.option(
    "--fail-on",
    metavar="级别",
    callback=_fail_on,
    shell_complete=offers("level"),
    help="达到此级别时以状态 1 退出：error（默认）、warning、note，unchecked（有没有核对的），几个用逗号隔开；或者 never。",
)
@click.option("--notes", is_flag=True, default=None, help="也显示提示（四舍五入尾差）。")
@click.option("-v", "--verbose", is_flag=True, help="超过十份也列出每份的每个问题，不只每份一行。")
@click.option("--doubts", is_flag=True, help="列出没有读懂、没有核对的地方。")
@click.option("--stdin-filename", metavar="文件名", help="从标准输入读取（路径写 -）时所当作的文件名。")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="文件或文件夹",
    help="把报告写到文件；格式没有写“=文件”的那一种。",
)
@click.option("--max-size", type=click.IntRange(1, MOST), metavar="MB", help="单个文件的大小上限，默认 20。")
@click.option("--max-pages", type=click.IntRange(1, MOST), metavar="页", help="PDF 的页数上限，默认 2000。")
@click.option(
    "--max-cells", type=click.IntRange(1, MOST), metavar="格", help="一个工作表或一份文件的表格的格数上限，默认五十万。"
)
@click.option("--timeout", type=click.IntRange(1, MOST), metavar="秒", help="一个文件最多用多久，默认 300。")
@click.option("--ocr", is_flag=True, default=None, help="扫描的页和图片上的表，由机器识别文字（需要 gouji[ocr]）。")
@click.option("--baseline", type=click.Path(dir_okay=False), metavar="文件", help="不报告基线文件中已接受的问题。")
@click.option("--write-baseline", type=click.Path(dir_okay=False), metavar="文件", help="把现有问题全部写入基线文件。")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="个", help="同时用几个进程，默认比处理器多一个。")
@click.option(
    "--profile",
    metavar="名称",
    shell_complete=offers("profile"),
    help="按哪一套公开要求检查（gouji profiles 列出），默认自动识别。",
)
@click.option(
    "--tables", multiple=True, type=click.Path(dir_okay=False), metavar="文件", help="报表在另外的文件里；可写几次。"
)
@click.option(
    "--prior",
    type=click.Path(),
    metavar="文件或文件夹",
    help="上年公开的文件：核对上年数、变动与年初结转；写文件夹的，按单位名称各找各的。",
)
@click.option("--together", is_flag=True, help="给出的文件（或文件夹里的）是同一份公开，合在一起核对。")
@click.option("--each-folder", is_flag=True, help="每个子文件夹是一份公开，里面的文件合在一起核对。")
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="清单.csv",
    help="按清单（CSV 或工作簿）核对，一行一份公开；表头：单位、文件、报表、上年、公开要求、种类。",
)
@click.option("--no-group", is_flag=True, help="不按文件名把说明与报表合为一份。")
@click.option("--fix", is_flag=True, help="改正有把握的问题，写回文本与 Word 文件。")
@click.option("--unsafe-fixes", is_flag=True, help="连没有十足把握的也改（要人再看）。")
@click.option("--diff", is_flag=True, help="只显示会改成什么，不写文件。")
@click.option("--track", is_flag=True, help="与 --fix 或 --unsafe-fixes 同用：Word 里的改动写成修订，由人接受或拒绝。")
@click.option("--backup", is_flag=True, help="改之前把原文件另存为 .bak。")
@click.option("--changed-since", metavar="版本", help="只核对与 git 的这个版本不同的文件（已提交、未提交、未跟踪的）。")
@click.option("--watch", is_flag=True, help="文件一保存就重新核对，按 Ctrl+C 停止。")
@click.option(
    "--cluster",
    metavar="地址",
    help="交给 Dask 集群核对：本机的 tcp://127.0.0.1:8786，或加密的 tls://主机:8786（要先安装 gouji[cluster]）。",
)
@click.option("--no-cache", is_flag=True, help="不用以前核对的结果，也不记下这次的（见 gouji cache）。")
@click.option("--no-config", is_flag=True, help="不读取 gouji.toml 与 pyproject.toml。")
@config_option
@debug_option
def lint(
    paths: tuple[str, ...],
    forms: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    notes: bool | None,
    verbose: bool,
    doubts: bool,
    stdin_filename: str | None,
    output: str | None,
    max_size: int | None,
    max_pages: int | None,
    max_cells: int | None,
    timeout: int | None,
    ocr: bool | None,
    baseline: str | None,
    write_baseline: str | None,
    jobs: int | None,
    profile: str | None,
    tables: tuple[str, ...],
    prior: str | None,
    together: bool,
    each_folder: bool,
    manifest: str | None,
    no_group: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    track: bool,
    backup: bool,
    changed_since: str | None,
    watch: bool,
    cluster: str | None,
    no_cache: bool,
    no_config: bool,
) -> None:
    """核对报表与情况说明，报告能够证明的错误。

    路径可以是文件、文件夹（逐个查找其中的 docx、pdf、xlsx、html、txt 等），或 -（标准输入）。退出状态：0 没有达到 --fail-on 级别的问题，1 有，2 用法不对或有文件无法读取。
    """
    from gouji.outcomes import HandsError, Options
    from gouji.progress import progress
    from gouji.runner import Runner
    from gouji.targets import TargetError

    if bool(paths) == bool(manifest):
        fail("用法不对：请写要核对的文件或文件夹，或者 --manifest 清单.csv，两者选一；用 gouji --help 查看用法。")
    if track and not (fix or unsafe_fixes):
        fail("--track 要与 --fix 或 --unsafe-fixes 同用。")
    if cluster and (fix or unsafe_fixes or diff or watch):
        fail("--cluster 只用来核对，不能与 --fix、--unsafe-fixes、--diff、--watch 同用。")
    kind = "all" if unsafe_fixes else "safe" if fix or diff else ""
    options = Options(
        select=select,
        ignore=ignore,
        fail_on=fail_on,
        notes=notes,
        max_size=max_size,
        max_pages=max_pages,
        max_cells=max_cells,
        timeout=timeout,
        ocr=ocr,
        baseline=baseline,
        profile=profile,
        write_baseline=write_baseline,
        no_config=no_config,
        jobs=jobs or 0,
        tables=tables,
        prior=Path(prior) if prior else None,
        manifest=Path(manifest) if manifest else None,
        gather=_gather(together, each_folder, no_group),
        fix=kind,
        diff=diff,
        backup=backup,
        track=track,
        doubts=doubts,
        no_cache=no_cache,
        cluster=cluster or "",
        verbose=verbose,
    )
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if watch:
        _watch(paths, options, colour, bool(output or changed_since or kind or set(forms) - {"text"}))
    runner = Runner(options, stdin_filename or "-", _only(changed_since, paths))
    runner.progress = progress()
    targets = _targets(forms, output)
    try:
        for part in runner.report(paths, targets, colour):
            if not diff:
                with runner.progress.aside():
                    show(part)
    except (TargetError, HandsError) as error:
        fail(str(error))
    show("".join(runner.diffs))
    runner.finish()
    leave(runner.status)


def _gather(together: bool, each_folder: bool, no_group: bool) -> str:
    """How files are made into disclosures."""
    from gouji.walking import APART, FOLDERS, NAMES, TOGETHER

    asked = [way for way, wanted in ((TOGETHER, together), (FOLDERS, each_folder), (APART, no_group)) if wanted]
    if len(asked) > 1:
        fail("--together、--each-folder、--no-group 只能写一个。")
    return asked[0] if asked else NAMES


def _only(changed_since: str | None, paths: tuple[str, ...]) -> set[Path] | None:
    """The files to keep to, None for all."""
    from gouji.changed import RevisionError
    from gouji.changed import changed_since as changed

    if changed_since is None:
        return None
    if "-" in paths:
        fail("--changed-since 只能用于文件和文件夹，不能用于标准输入（-）。")
    try:
        return changed(changed_since, map(Path, paths))
    except RevisionError as error:
        fail(str(error))


def _watch(paths: tuple[str, ...], options: Options, colour: bool, elsewhere: bool) -> NoReturn:
    """Lint on each save until Ctrl+C."""
    from gouji.config import ConfigError
    from gouji.relinting import relint

    if elsewhere or options.write_baseline:
        fail("--watch 只把报告显示在屏幕上，不能与 --format、-o、--write-baseline、--changed-since 同用。")
    for path in paths:
        if not os.path.exists(path):
            fail(f"{path}：文件不存在，请检查路径和文件名（--watch 不能用于标准输入）。")
    try:
        endlessly(map(show, relint(paths, options, colour)))
    except ConfigError as error:
        fail(str(error))


def _targets(forms: tuple[str, ...], output: str | None) -> list[Target]:
    """Where each report goes: the one without a file of its own to `output`, or else to standard output."""
    from gouji.reporters import FORMATS, named
    from gouji.targets import Target

    targets = []
    for given in forms or ("text",):
        form, _, file = given.partition("=")
        if form not in FORMATS:
            close = nearest(form.lower(), FORMATS)
            fail(f"没有格式 {form}，" + (f"是不是 {close}？" if close else f"可用的有 {'、'.join(FORMATS)}。"))
        targets.append(Target(form, file))
    open_ended = [index for index, target in enumerate(targets) if not target.file]
    if len(open_ended) > 1:
        fail("几种格式中只有一种可以不写文件，其余请写成 --format 格式=文件。")
    if output and not open_ended:
        fail("-o 没有对应的格式：每种格式都已写明文件。")
    if output:
        targets[open_ended[0]] = targets[open_ended[0]]._replace(file=output)
    for target in targets:
        if not target.file and named(target.form).binary:
            fail(f"{target.form} 不能写到屏幕，请用 -o 文件 或 --format {target.form}=文件。")
    return targets
