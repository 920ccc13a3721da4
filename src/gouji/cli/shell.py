"""What every command shares: usage errors in Chinese, one way to fail, one way to write, options of all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click

from gouji import faults
from gouji.nearest import nearest
from gouji.screen import named, tell, visible

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from gouji.config import Config
    from gouji.report import Report

_F = TypeVar("_F", bound=Callable[..., Any])
_unshown = False  # whether something could not be written to standard output


def fail(message: str) -> NoReturn:
    """One sentence on standard error, exit status 2."""
    tell(message)
    raise SystemExit(2)


class _Context(click.Context):
    """One whose help is in Chinese."""

    def make_formatter(self) -> click.HelpFormatter:
        from gouji.cli.helping import Formatter

        return Formatter(width=self.terminal_width, max_width=self.max_content_width)


class _Command(click.Command):
    context_class = _Context


class _Group(click.Group):
    context_class = _Context
    command_class = _Command


class ChineseGroup(_Group):
    """Reports usage errors, and whatever else goes wrong, in Chinese. `modules` of gouji.cli hold the commands, by name."""

    modules: Mapping[str, str]
    group_class = _Group

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.modules:
            import_module(f"gouji.cli.{self.modules[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        global _unshown
        if "_GOUJI_COMPLETE" in os.environ:
            import gouji.cli.completing  # noqa: F401 (adds PowerShell to the shells that click knows)
        kwargs["standalone_mode"] = False
        _unshown = False
        try:
            return super().main(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError as error:
            show(error.format_message() + "\n")
            raise SystemExit(0) from None
        except click.UsageError as error:
            fail(f"用法不对：{_explain(error)}；用 {_command(error)} --help 查看用法。")
        except click.ClickException as error:
            fail(error.format_message())
        except click.exceptions.Exit as error:
            raise SystemExit(error.exit_code) from None
        except click.Abort:
            fail("已中断。")
        except OSError as error:
            _give_up()
            faults.log(faults.line("gouji", error))
            fail(f"系统不让读写（{error.strerror or error}），没有做完。")
        except Exception as error:
            faults.log(faults.line("gouji", error))
            fail(faults.sentence("gouji", error))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for, or a usage error that says which one may have been meant."""
        name = args[0]
        if name in self.modules or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        close = nearest(name.lower(), self.modules)
        if close or not os.path.exists(name):
            raise click.UsageError(f"没有命令 {name}{f'，是不是 {close}' if close else ''}", ctx)
        raise click.UsageError(f"没有写要做什么，是不是 gouji lint {name}", ctx)


def _command(error: click.UsageError) -> str:
    """The command that was called wrongly, as it is typed."""
    return error.ctx.command_path if error.ctx else "gouji"


def _explain(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        close = f"，是不是 {error.possibilities[0]}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{close}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少它的值，或者多了一个值"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {error.param.human_readable_name if error.param else ''}"
    if isinstance(error, click.BadParameter):
        if isinstance(error.param.type if error.param else None, click.Path) and "not readable" in error.message:
            given = error.message.partition("'")[2].rpartition("'")[0]
            return f"{given}：没有读取权限，请修改权限"
        name = error.param.opts[0] if error.param and error.param.opts else ""
        return f"{name} 的值不对：{_wanted(error)}"
    if "unexpected extra argument" in error.message:
        return f"多写了 {error.message.partition('(')[2].rstrip(').')}"
    return error.message.rstrip("。.")


def _wanted(error: click.BadParameter) -> str:
    """What a parameter should be, in the words of the command where it has its own."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.IntRange):
        return f"应为 {kind.min} 以上的整数" if kind.max is None else f"应为 {kind.min} 到 {kind.max} 的整数"
    if isinstance(kind, click.Choice):
        return f"应为 {'、'.join(map(str, kind.choices))} 之一"
    if isinstance(kind, click.Path):
        return "这是文件夹，应为文件"
    return error.message.rstrip("。.")


def offers(what: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """What a shell offers as the value of an option or argument."""

    def complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        from gouji.cli.completing import offered

        return offered(what, typed)

    return complete


def debug_option(command: _F) -> _F:
    """--debug: where the details go of what nobody foresaw."""

    def settle(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        faults.log_to(Path(value) if value else None)

    @wraps(command)
    def checked(*arguments: Any, **options: Any) -> Any:
        if (why := faults.no_log(_paths(options.values()))) is not None:
            fail(why)
        return command(*arguments, **options)

    return click.option(
        "--debug",
        type=click.Path(dir_okay=False),
        metavar="日志文件",
        expose_value=False,
        is_eager=True,
        callback=settle,
        help="把没有料到的错的详情写进日志。",
    )(cast(_F, checked))


def _paths(values: Iterable[Any]) -> list[str]:
    """What options and arguments name, files or not."""
    return [
        each for value in values for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str)
    ]


def config_option(command: _F) -> _F:
    """--config: the configuration that the user answers for."""

    def settle(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        from gouji.config import GIVEN

        if value:
            os.environ[GIVEN] = os.path.realpath(value)

    return click.option(
        "--config",
        type=click.Path(dir_okay=False),
        metavar="文件",
        expose_value=False,
        callback=settle,
        help="用这个配置；它可以写文件夹以外的文件。",
    )(command)


def show(text: str) -> None:
    """Write to standard output. What a full disk or a reader who has gone does not take stops nothing else; a full disk is
    said once, and makes the exit status 2."""
    global _unshown
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        _give_up()
    except OSError as error:
        _unshown = True
        _give_up()
        tell(f"标准输出写不进去（{error.strerror}）。")


def leave(status: int) -> NoReturn:
    """The end of the program: with this status, unless something could not be shown."""
    raise SystemExit(2 if _unshown else status)


def _give_up() -> None:
    """What is still to be shown, and what the buffers hold, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def write(text: str, output: str | None) -> None:
    """Write a text to a file, or show it."""
    text = text if text.endswith("\n") else text + "\n"
    if output is None:
        show(visible(text, "\n\t"))
    else:
        write_file(text, output)


def write_file(content: str | bytes, output: str) -> None:
    """Write a file, or end the program with one sentence."""
    from gouji.files import WriteError, write_whole

    try:
        write_whole(Path(output), content)
    except WriteError as error:
        fail(str(error))


def refuse_other_endings(output: str | None, known: tuple[str, ...]) -> None:
    """End with one sentence where a file's name promises what is not written."""
    ending = Path(output).suffix.lower() if output else ""
    if ending and ending not in known:
        fail(f"{output}：这里写不出 {ending} 文件，文件名请以 {'、'.join(known)} 结尾。")


def endlessly(rounds: Iterable[object]) -> NoReturn:
    """Go through what has no end of its own, until Ctrl+C; exit status 0."""
    with suppress(KeyboardInterrupt):
        for _ in rounds:
            pass
    raise SystemExit(0)


@contextmanager
def in_time(path: str) -> Iterator[Config]:
    """The configuration for a file, and the time that it allows. Raises ConfigError, UnreadableError."""
    from gouji.config import Config, find
    from gouji.deadline import within

    config = find(Path(path)) if path != "-" else Config()
    late = f"{named(path)}：{config.timeout} 秒还没有做完，已停下，请拆成几个文件，或在配置中提高 timeout。"
    with within(config.timeout, late):
        yield config


def analysed(path: str) -> Report:
    """The analysis of one file, or the end of the program with one sentence."""
    from gouji.config import ConfigError
    from gouji.lexicon import LexiconError
    from gouji.linter import analyse
    from gouji.readers import UnreadableError, read_bytes, read_file, read_most

    try:
        with in_time(path) as config:
            document = (
                read_bytes(read_most(sys.stdin.buffer, "-", config.limits), "-", config.limits)
                if path == "-"
                else read_file(Path(path), config.limits)
            )
            return analyse(document, config)
    except (UnreadableError, ConfigError, LexiconError) as error:
        fail(str(error))
    except Exception as error:
        faults.log(faults.line(path, error))
        fail(faults.sentence(named(path), error))
