"""The manual page of the whole program, made of what its commands say of themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from gouji import __version__

_AFTER = {
    "退出状态": {
        "0": "没有达到 --fail-on 级别的问题。",
        "1": "有。",
        "2": "用法不对，或有文件、文件夹、配置、基线不能用；其余文件照常核对。",
    },
    "文件": {
        "gouji.toml": "配置，由文件所在的文件夹往上找；也可以是 pyproject.toml 的 [tool.gouji]。",
    },
    "环境变量": {
        "GOUJI_CONFIG": "用这个配置，同 --config。",
        "NO_COLOR": "屏幕上的报告不用颜色。",
    },
}


def page(group: click.Group) -> str:
    """The page in man's own language; CJK text is broken at any character."""
    return "\n".join(_lines(group)) + "\n"


def _lines(group: click.Group) -> Iterator[str]:
    context = click.Context(group, info_name="gouji")
    yield '.\\" -*- coding: UTF-8 -*-'
    yield ".do mso zh.tmac"
    yield f'.TH GOUJI 1 "" "gouji {__version__}" "勾稽"'
    yield from (".ad l", ".nh")
    yield ".SH 名称"
    yield f"gouji \\- {_text(group.help or '')}"
    yield ".SH 用法"
    yield ".B gouji"
    yield "命令 [选项] [参数]"
    yield ".SH 命令"
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _command(name, command, context)
    for title, entries in _AFTER.items():
        yield f".SH {title}"
        for name, meaning in entries.items():
            yield from (".TP", f".B {_text(name)}", _text(meaning))


def _command(name: str, command: click.Command, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=above)
    wanted = " ".join(piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]")
    yield f".SS gouji {name} {_text(wanted)}".rstrip()
    for number, paragraph in enumerate((command.help or "").split("\n\n")):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and record is not None and "--help" not in option.opts:
            yield from (".TP", f".B {_text(record[0])}", _text(option.help or ""))


def _text(text: str) -> str:
    """A text in which nothing commands the page."""
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
