"""The command line."""

from __future__ import annotations

import click

from gouji import __version__
from gouji.cli.shell import ChineseGroup


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "-V", "--version", prog_name="gouji", message="%(prog)s %(version)s", help="显示版本。"
)
def main() -> None:
    """勾稽：核对部门预决算公开的报表与情况说明。"""


# Each module puts its commands into the group.
from gouji.cli import caching, drafting, editing, extracting, linting, manual, rolling, serving, styling, trying  # noqa: E402

__all__ = [
    "caching",
    "drafting",
    "editing",
    "extracting",
    "linting",
    "main",
    "manual",
    "rolling",
    "serving",
    "styling",
    "trying",
]
