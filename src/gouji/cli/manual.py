"""gouji profiles, rules, rule, completion, man, schema"""

from __future__ import annotations

from pathlib import Path

import click

from gouji.cli import main
from gouji.cli.shell import fail, leave, offers, write
from gouji.nearest import nearest


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
@click.argument("code", metavar="代码", shell_complete=offers("rule"))
def rule_page(code: str) -> None:
    """说明一条规则：查什么、为什么、错误与正确的例子、依据。"""
    from gouji.rules.registry import load

    found = load().get(code.upper()) or next((r for r in load().values() if r.name == code.lower()), None)
    if found is None:
        from gouji.rules.codes import fault
        from gouji.suppress import UNUSED, UNUSED_PAGE

        if code.upper() == UNUSED[0] or code.lower() == UNUSED[1]:
            write(UNUSED_PAGE, None)
            leave(0)
        about = [f"{r.code}  {r.title}" for r in load().values() if code in r.title]
        if about:
            write("\n".join(about), None)
            leave(0)
        fail(f"{fault(code.upper()) or f'“{code}”不是一条规则的代码（gouji rules 列出全部规则）'}。")
    from gouji.rules.page import page

    write(page(found), None)
    leave(0)


@main.command(short_help="写出命令行补全的脚本")
@click.argument("shell", metavar="bash|zsh|fish|powershell", shell_complete=offers("shell"))
def completion(shell: str) -> None:
    """写出一段脚本，终端启动时运行它，就能用 Tab 键补全命令、选项、规则、格式。

    bash：gouji completion bash >> ~/.bashrc；zsh：同样写进 ~/.zshrc；fish：写到 ~/.config/fish/completions/gouji.fish；PowerShell：gouji completion powershell >> $PROFILE。
    """
    from gouji.cli.completing import SHELLS, script

    if shell not in SHELLS:
        close = nearest(shell, SHELLS)
        fail(f"没有 {shell} 的补全，" + (f"是不是 {close}？" if close else f"可用的有 {'、'.join(SHELLS)}。"))
    write(script(shell, main), None)
    leave(0)


@main.command(short_help="写出手册页（man）")
def man() -> None:
    """写出手册页：gouji man > ~/.local/share/man/man1/gouji.1，以后用 man gouji 看。"""
    from gouji.cli.manpage import page

    write(page(main), None)
    leave(0)


@main.command(short_help="写出 JSON Schema")
@click.argument("name", metavar="lint|extract|config", shell_complete=offers("schema"))
def schema(name: str) -> None:
    """写出 JSON Schema：gouji lint --format json 的（lint）、gouji extract 的（extract）、gouji.toml 的（config）。"""
    from gouji.schemas import SCHEMAS, read

    if name not in SCHEMAS:
        close = nearest(name, SCHEMAS)
        fail(f"没有 {name} 的 Schema，" + (f"是不是 {close}？" if close else f"可用的有 {'、'.join(SCHEMAS)}。"))
    write(read(name), None)
    leave(0)
