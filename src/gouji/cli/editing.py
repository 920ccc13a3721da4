"""gouji lsp"""

from __future__ import annotations

import click

from gouji.cli import main
from gouji.cli.shell import fail


@main.command(short_help="供编辑器边写边查")
@click.option("--stdio", is_flag=True, expose_value=False, help="从标准输入输出通信（也只有这一种）。")
def lsp() -> None:
    """语言服务器：由编辑器启动，边写边报告问题。设置见 docs/editors.md。"""
    try:
        from gouji.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        fail("gouji lsp 要用 pygls，请先运行 pip install 'gouji[lsp]'。")
    serve()
