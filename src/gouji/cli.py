"""The command line."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gouji import __version__

if TYPE_CHECKING:
    from gouji.report import Report


def fail(message: str) -> NoReturn:
    """One sentence on standard error, exit status 2."""
    click.echo(message, err=True)
    raise SystemExit(2)


class ChineseGroup(click.Group):
    """Reports usage errors in Chinese."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["standalone_mode"] = False
        try:
            return super().main(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            raise SystemExit(0) from None
        except click.UsageError as error:
            fail(f"用法不对：{_explain(error)}；用 gouji --help 查看用法。")
        except click.ClickException as error:
            fail(error.format_message())
        except click.exceptions.Exit as error:
            raise SystemExit(error.exit_code) from None
        except click.Abort:
            fail("已中断。")
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            raise SystemExit(0) from None


def _explain(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        close = f"，是不是 {error.possibilities[0]}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{close}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {error.param.human_readable_name if error.param else ''}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else ""
        return f"{name} 的值不对（{error.message}）"
    if "No such command" in error.message:
        return error.message.replace("No such command", "没有这个命令：").rstrip(".")
    return error.message.rstrip(".")


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "-V", "--version", prog_name="gouji", message="%(prog)s %(version)s", help="显示版本。"
)
def main() -> None:
    """勾稽：核对部门预决算公开的报表与情况说明。"""


def _codes(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for entry in value for code in entry.split(",") if code.strip())


@main.command(short_help="核对文件或文件夹")
@click.argument("paths", nargs=-1, required=True, metavar="文件或文件夹…")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="输出格式。",
    show_default=True,
)
@click.option("--select", multiple=True, callback=_codes, metavar="代码", help="只报告这些规则（可写前缀，逗号分隔）。")
@click.option("--ignore", multiple=True, callback=_codes, metavar="代码", help="不报告这些规则（可写前缀，逗号分隔）。")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default=None,
    help="达到此级别时以状态 1 退出，默认 error。",
)
@click.option("--notes", is_flag=True, default=None, help="也显示提示（四舍五入尾差）。")
@click.option("--stdin-filename", metavar="文件名", help="从标准输入读取（路径写 -）时所当作的文件名。")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="文件", help="把报告写到文件。")
@click.option("--max-size", type=click.IntRange(1), metavar="MB", help="单个文件的大小上限，默认 20。")
@click.option("--baseline", type=click.Path(dir_okay=False), metavar="文件", help="不报告基线文件中已接受的问题。")
@click.option("--write-baseline", type=click.Path(dir_okay=False), metavar="文件", help="把现有问题全部写入基线文件。")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="个", help="同时用几个进程，默认比处理器多一个。")
@click.option("--profile", metavar="名称", help="按哪一套公开要求检查（gouji profiles 列出），默认自动识别。")
@click.option("--no-config", is_flag=True, help="不读取 gouji.toml 与 pyproject.toml。")
def lint(
    paths: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    notes: bool | None,
    stdin_filename: str | None,
    output: str | None,
    max_size: int | None,
    baseline: str | None,
    write_baseline: str | None,
    jobs: int | None,
    profile: str | None,
    no_config: bool,
) -> None:
    """核对报表与情况说明，报告能够证明的错误。

    路径可以是文件、文件夹（逐个查找其中的 docx、xlsx、html、txt、md 等），或 -（标准输入）。退出状态：0 没有达到 --fail-on 级别的问题，1 有，2 用法不对或有文件无法读取。
    """
    from gouji.runner import Options, Runner

    options = Options(select, ignore, fail_on, notes, max_size, baseline, profile, write_baseline, no_config, jobs or 0)
    runner = Runner(options, stdin_filename or "-")
    started = time.perf_counter()
    colour = form == "text" and output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    pieces = runner.json(paths, started) if form == "json" else runner.text(paths, colour)
    _write(pieces, output)
    runner.finish()
    raise SystemExit(runner.status)


def _write(pieces: Iterator[str], output: str | None) -> None:
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=not piece.endswith("\n"))
        return
    text = "".join(piece if piece.endswith("\n") else piece + "\n" for piece in pieces)
    from gouji.files import write_whole

    try:
        write_whole(Path(output), text)
    except OSError as error:
        fail(f"{output}：写不进去（{error.strerror}），请检查文件夹是否存在、是否有权限。")


@main.command(short_help="提取报表与正文中的数据")
@click.argument("path", metavar="文件")
@click.option("--inputs", is_flag=True, help="改写成 gouji draft --inputs 用的文件（YAML）：预算、上年数、原因。")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="文件", help="写到文件。")
def extract(path: str, inputs: bool, output: str | None) -> None:
    """把识别出的报表与正文事实写成结构化数据（JSON）。"""
    import json

    report = _analysed(path)
    if inputs:
        from gouji.draft import inputs_of, read_figures, write_inputs

        _write(iter([write_inputs(inputs_of(report, read_figures(report)))]), output)
        return
    from gouji.extract import figures

    _write(iter([json.dumps(figures(report), ensure_ascii=False, indent=2) + "\n"]), output)


@main.command(short_help="由报表写出情况说明")
@click.argument("path", metavar="文件")
@click.option("--inputs", type=click.Path(dir_okay=False), metavar="文件", help="预算、上年数与原因（YAML）。")
@click.option("--prior", type=click.Path(dir_okay=False), metavar="文件", help="上年公开的文件，上年数取自它的报表。")
@click.option("--style", default="national", metavar="名称", help="写法，默认 national。")
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="文件", help="写到文件（Markdown）。")
def draft(path: str, inputs: str | None, prior: str | None, style: str, output: str | None) -> None:
    """由一份文件里的报表写出情况说明各节。

    增减方向、比率都由报表的数算出；预算、上年数、原因写在 --inputs 里（gouji extract --inputs 可从已有的说明得到）。缺什么，写完后逐条列出。
    """
    from gouji.draft import InputsError, StyleError, read_figures, read_inputs, with_prior
    from gouji.draft import draft as write

    try:
        figures = read_figures(_analysed(path))
        given = read_inputs(Path(inputs)) if inputs else {}
        if prior:
            given = with_prior(given, figures, read_figures(_analysed(prior)))
        text, lacking = write(figures, given, style)
    except (InputsError, StyleError) as error:
        fail(str(error))
    _write(iter([text]), output)
    for what in lacking:
        click.echo(f"{path}：{what}。", err=True)


def _analysed(path: str) -> Report:
    """The analysis of one file, or the end of the program with one sentence."""
    from gouji.config import Config, ConfigError, find
    from gouji.lexicon import LexiconError
    from gouji.linter import analyse
    from gouji.readers import UnreadableError, read_bytes, read_file

    try:
        config = find(Path(path)) if path != "-" else Config()
        document = (
            read_bytes(sys.stdin.buffer.read(), "-")
            if path == "-"
            else read_file(Path(path), config.max_size * 1048576)
        )
        return analyse(document, config)
    except (UnreadableError, ConfigError, LexiconError) as error:
        fail(str(error))


@main.command(short_help="列出各地的公开要求")
def profiles() -> None:
    """列出各地的公开要求：名称、适用的文件、依据。"""
    from gouji.config import ConfigError, find
    from gouji.lexicon import LexiconError, use
    from gouji.lexicon.profiles import load, names

    try:
        use(find(Path.cwd()).lexicon)
        found = [load(name) for name in names()]
    except (ConfigError, LexiconError) as error:
        fail(str(error))
    for profile in found:
        click.echo(f"{profile.name}  {profile.title}  {'、'.join(profile.documents)}  {profile.source}")


@main.command(short_help="列出全部规则")
def rules() -> None:
    """列出全部规则：代码、名称、级别、说明。"""
    from gouji.rules.registry import load

    for entry in load().values():
        click.echo(f"{entry.code}  {entry.severity.chinese}  {entry.title}  [{entry.name}]")


@main.command(name="rule", short_help="说明一条规则")
@click.argument("code", metavar="代码")
def rule_page(code: str) -> None:
    """说明一条规则：查什么、为什么、错误与正确的例子、依据。"""
    from gouji.rules.registry import load

    found = load().get(code.upper()) or next((r for r in load().values() if r.name == code.lower()), None)
    if found is None:
        fail(f"没有规则 {code}；用 gouji rules 列出全部规则。")
    from gouji.rules.page import page

    click.echo(page(found), nl=False)
