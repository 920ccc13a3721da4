"""gouji profiles, rules, rule"""

from __future__ import annotations

from pathlib import Path

import click

from gouji.cli import main
from gouji.cli.shell import fail, leave, write


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
    write("\n".join(f"{p.name}  {p.title}  {'、'.join(p.documents)}  {p.source}" for p in found), None)
    leave(0)


@main.command(short_help="列出全部规则")
def rules() -> None:
    """列出全部规则：代码、名称、级别、说明。"""
    from gouji.rules.registry import load

    write("\n".join(f"{r.code}  {r.severity.chinese}  {r.title}  [{r.name}]" for r in load().values()), None)
    leave(0)


@main.command(name="rule", short_help="说明一条规则")
@click.argument("code", metavar="代码")
def rule_page(code: str) -> None:
    """说明一条规则：查什么、为什么、错误与正确的例子、依据。"""
    from gouji.rules.registry import load

    found = load().get(code.upper()) or next((r for r in load().values() if r.name == code.lower()), None)
    if found is None:
        fail(f"没有规则 {code}；用 gouji rules 列出全部规则。")
    from gouji.rules.page import page

    write(page(found), None)
    leave(0)
