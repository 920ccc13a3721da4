"""gouji cache"""

from __future__ import annotations

from datetime import date

from gouji.cli import main
from gouji.cli.shell import fail, show


@main.group(short_help="以前核对的结果：看有多少，清空")
def cache() -> None:
    """没有变过的文件不再核对，直接用以前的结果。结果存在用户自己的缓存文件夹里，只有本人能读。"""


@cache.command(short_help="看存了多少、存在哪里")
def info() -> None:
    """看存了多少、存在哪里。"""

    from gouji.cache import MOST, Cache

    found = Cache().info()
    if found is None:
        fail("缓存用不了：文件夹写不进去，或者别人也能读；不影响核对，只是每次都重新核对。")
    since = f"，最久没有用的是 {date.fromtimestamp(found.oldest)} 的" if found.entries else ""
    show(
        f"{found.path}：{found.entries} 份，{found.size / 1048576:.1f} MB（最多 {MOST >> 20} MB，多了先去掉最久没有用的）{since}。\n"
    )


@cache.command(short_help="清空")
def clear() -> None:
    """清空。"""
    from gouji.cache import Cache

    kept = Cache()
    found = kept.info()
    if found is None:
        fail("缓存用不了：文件夹写不进去，或者别人也能读。")
    kept.clear()
    show(f"已清空 {found.entries} 份。\n")
