"""gouji serve"""

from __future__ import annotations

from pathlib import Path

import click

from gouji.cli import main
from gouji.cli.shell import config_option, debug_option, fail, leave
from gouji.screen import tell

_PORT = 8765


@main.command(short_help="在浏览器里用：核对、沿用去年、批量核对")
@click.option("--port", type=click.IntRange(1, 65535), metavar="端口", help="用这个端口；不写则从 8765 起找空闲的。")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址。")
@click.option("--data", type=click.Path(file_okay=False), metavar="文件夹", help="数据放在哪里，默认是用户数据文件夹。")
@click.option(
    "--database",
    metavar="地址",
    help="用 PostgreSQL：postgresql://用户:密码@主机/库名。也可写在环境变量 GOUJI_DATABASE。",
)
@click.option("--keep", type=click.IntRange(1, 3650), default=30, metavar="天", help="文件和结果保留几天，默认 30。")
@click.option("--upload", type=click.IntRange(1, 100_000), default=500, metavar="MB", help="一次上传的上限，默认 500。")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="个", help="同时用几个进程，默认与处理器同数。")
@click.option(
    "--host", default="127.0.0.1", metavar="地址", help="让别的机器也能打开（如 0.0.0.0），要有口令或用户文件。"
)
@click.option(
    "--token-file",
    type=click.Path(dir_okay=False),
    metavar="文件",
    help="口令在这个文件里；也可写在环境变量 GOUJI_TOKEN。",
)
@click.option("--users", type=click.Path(dir_okay=False), metavar="文件", help="用户文件，每人用自己的姓名和密码登录。")
@click.option("--set-password", metavar="姓名", help="在 --users 的文件里加一个用户，或改密码，然后结束。")
@click.option(
    "--origin", default="", metavar="网址", help="浏览器看到的网址（反向代理的），如 https://gouji.example.cn。"
)
@config_option
@debug_option
def serve(
    port: int | None,
    no_browser: bool,
    data: str | None,
    database: str | None,
    keep: int,
    upload: int,
    jobs: int | None,
    host: str,
    token_file: str | None,
    users: str | None,
    set_password: str | None,
    origin: str,
) -> None:
    """打开一个本机的网页：拖进文件就能核对，用去年的文件和今年的报表写今年的，一批单位一起核对。也是供程序用的接口（/api）。

    文件不离开这台机器。按 Ctrl+C 结束。
    """
    import os

    try:
        from gouji.desk.people import set_password as write_password
        from gouji.desk.serving import serve as run
        from gouji.desk.settings import Settings, SettingsError, token_in
    except ImportError as error:
        fail(f"gouji serve 要用 {error.name}，请先运行 pip install 'gouji[serve]'。")
    try:
        if set_password:
            if not users:
                fail("--set-password 要与 --users 文件 一起用。")
            write_password(
                Path(users), set_password, click.prompt("密码", hide_input=True, confirmation_prompt="再输一次")
            )
            leave(0)
        settings = Settings(
            data=Path(data) if data else _data_folder(),
            host=host,
            port=port or _PORT,
            database=database or os.environ.get("GOUJI_DATABASE", ""),
            keep=keep,
            upload=upload,
            token=token_in(Path(token_file)) if token_file else "",
            users=Path(users) if users else None,
            origin=origin,
            jobs=jobs or 0,
        )
        run(settings, port is not None, not no_browser, tell)
    except SettingsError as error:
        fail(str(error))
    leave(0)


def _data_folder() -> Path:
    """Where programs of this system keep a user's data."""
    from platformdirs import user_data_path

    return user_data_path("gouji", appauthor=False)
