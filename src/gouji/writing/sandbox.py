"""Where templates run: nothing outside their folders is read, and no single step makes gigabytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gouji.files import is_within, reading

_LONGEST = 1_000_000
_HIGHEST_POWER = 100


class _Folders(FileSystemLoader):
    """Templates in folders; a link that leads out of its folder is not followed."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        if not any(is_within(Path(found[1]), Path(folder)) for folder in self.searchpath):
            raise TemplateNotFound(template, f"{template}（是指向文件夹以外的链接，没有读取）")
        reading(Path(found[1]))
        return found


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        sizes = [len(each) for each in (left, right) if isinstance(each, (str, bytes, list, tuple))]
        times = [each for each in (left, right) if isinstance(each, int)]
        if (sizes and times and sizes[0] * times[0] > _LONGEST) or (operator == "**" and right > _HIGHEST_POWER):
            raise OverflowError(f"模板里的 {operator} 算出的东西太大")
        return super().call_binop(context, operator, left, right)


def sandbox(folders: Sequence[Path]) -> Environment:
    """An environment for templates in these folders, the earlier before the later."""
    return _Sandbox(
        loader=_Folders(folders), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


def late(functions: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The functions as filters that run only where a template comes to them: Jinja would run those of constants at once."""
    from jinja2 import pass_context

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        return pass_context(lambda _context, *values: function(*values))

    return {name: wrapped(function) for name, function in functions.items()}


def place_of(error: BaseException, name: str) -> str:
    """The template and the line in it where an error came up."""
    place = name
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            place = f"{Path(file).name} 第 {trace.tb_lineno} 行"
        trace = trace.tb_next
    return place
