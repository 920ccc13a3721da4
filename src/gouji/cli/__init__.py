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


# The module of each command; it is loaded when the command is asked for, and puts it into the group.
main.modules = {
    "cache": "caching",
    "completion": "manual",
    "demo": "trying",
    "draft": "drafting",
    "extract": "extracting",
    "lint": "linting",
    "lsp": "editing",
    "man": "manual",
    "new": "drafting",
    "profiles": "manual",
    "roll": "rolling",
    "rule": "manual",
    "rules": "manual",
    "schema": "manual",
    "serve": "serving",
    "style": "styling",
    "styles": "drafting",
}
