"""What a shell offers while a command is typed, and its script for PowerShell, which click does not have."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName gouji -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $encoding = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    $env:PYTHONIOENCODING = 'utf-8'
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_WORD = $wordToComplete
    $env:_GOUJI_COMPLETE = 'powershell_complete'
    gouji | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
    }
    Remove-Item Env:_GOUJI_COMPLETE, Env:COMP_WORD, Env:COMP_WORDS, Env:PYTHONIOENCODING
    [Console]::OutputEncoding = $encoding
}
"""


class PowerShell(ShellComplete):
    """Completion in PowerShell, which offers files by itself where nothing is said."""

    name = "powershell"

    def source(self) -> str:
        return _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        words, word = split_arg_string(os.environ["COMP_WORDS"])[1:], os.environ.get("COMP_WORD", "")
        return (words[:-1] if word and words else words), word

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.value}\t{item.help or ''}" if item.type == "plain" else ""


add_completion_class(PowerShell)


def script(shell: str, group: click.Group) -> str:
    """What a shell has to run at its start to complete the commands of gouji."""
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    assert completion is not None
    return completion(group, {}, "gouji", "_GOUJI_COMPLETE").source()


def offered(what: str, typed: str) -> list[CompletionItem]:
    """The values of an option or argument that begin with what has been typed, behind the last comma of it."""
    before, comma, begun = typed.rpartition(",")
    return [
        CompletionItem(before + comma + value, help=meaning)
        for value, meaning in _values(what)
        if value.lower().startswith(begun.lower())
    ]


def _values(what: str) -> Iterator[tuple[str, str]]:
    if what == "shell":
        yield from dict.fromkeys(SHELLS, "").items()
    elif what == "schema":
        from gouji.schemas import SCHEMAS

        yield from dict.fromkeys(SCHEMAS, "").items()
    elif what == "rule":
        from gouji.rules.codes import codes

        yield from codes().items()
    elif what == "format":
        from gouji.reporters import FORMATS

        yield from dict.fromkeys(FORMATS, "").items()
    elif what == "profile":
        from gouji.lexicon.profiles import load, names

        yield from ((name, load(name).title) for name in names())
    elif what == "style":
        from gouji.writing import load_style, style_names

        yield from ((name, load_style(name).title) for name in style_names())
    else:
        yield from dict.fromkeys(("error", "warning", "note", "unchecked", "never"), "").items()
