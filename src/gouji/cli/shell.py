"""What every command shares: usage errors in Chinese, one way to fail, one way to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

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


def write(text: str, output: str | None) -> None:
    """Write a text to a file, or show it."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_file(text if text.endswith("\n") else text + "\n", output)


def write_file(content: str | bytes, output: str) -> None:
    """Write a file, or end the program with one sentence."""
    from gouji.files import write_whole

    try:
        write_whole(Path(output), content)
    except OSError as error:
        fail(f"{output}：写不进去（{error.strerror}），请检查文件夹是否存在、是否有权限。")


def endlessly(rounds: Iterable[object]) -> NoReturn:
    """Go through what has no end of its own, until Ctrl+C; exit status 0."""
    with suppress(KeyboardInterrupt):
        for _ in rounds:
            pass
    raise SystemExit(0)


def analysed(path: str) -> Report:
    """The analysis of one file, or the end of the program with one sentence."""
    from gouji.config import Config, ConfigError, find
    from gouji.lexicon import LexiconError
    from gouji.linter import analyse
    from gouji.readers import UnreadableError, read_bytes, read_file

    try:
        config = find(Path(path)) if path != "-" else Config()
        document = read_bytes(sys.stdin.buffer.read(), "-") if path == "-" else read_file(Path(path), config.limits)
        return analyse(document, config)
    except (UnreadableError, ConfigError, LexiconError) as error:
        fail(str(error))
