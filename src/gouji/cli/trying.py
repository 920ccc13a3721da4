"""gouji demo"""

from __future__ import annotations

from pathlib import Path

import click

from gouji.cli import main
from gouji.cli.shell import fail, leave, show, write_file

_SOUND, _FAULTY, _INPUTS = "文旅局-2024-决算.txt", "文旅局-2024-决算-有误.txt", "文旅局-2024-情况.yaml"
_DRAFT, _PAGE = "说明.docx", "核对报告.html"


@main.command(short_help="用自带的例子走一遍")
@click.option(
    "-o", "--output", default="demo", type=click.Path(file_okay=False), metavar="文件夹", help="写到哪里，默认 demo。"
)
def demo(output: str) -> None:
    """把自带的例子（虚构的单位）放进一个文件夹，核对、起草一遍。已有的例子不覆盖，可以改了再试。"""
    from gouji.folders import data_folder

    folder = Path(output)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _SOUND).exists():
        fail(f"{folder}：文件夹里已有别的东西，没有写，请用 -o 写别的。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{folder}：建不了这个文件夹（{error.strerror}），请用 -o 写别的。")
    for example in sorted(data_folder("examples").iterdir()):
        if not (folder / example.name).exists():
            write_file(example.read_bytes(), str(folder / example.name))
    sound, faulty, inputs, page = (str(folder / name) for name in (_SOUND, _FAULTY, _INPUTS, _PAGE))
    _step("1. 没有错误的决算公开", "lint", sound)
    _step("2. 同一份，改错了十二处", "lint", faulty, "--fail-on", "never")
    drafting = ("draft", sound, "--inputs", inputs)
    _step(f"3. 由报表重新写出说明（{folder / _DRAFT}）", *drafting, "-o", str(folder / _DRAFT))
    _step("", *drafting, "--section", "三")
    _step(f"4. 核对报告（{page}，用浏览器打开）", "lint", faulty, "--fail-on", "never", "--format", f"html={page}")
    leave(0)


def _step(title: str, *arguments: str) -> None:
    """One command as a user would type it; the first that does not succeed is the last."""
    show(f"── {title} ──\n$ gouji {' '.join(arguments)}\n" if title else "")
    try:
        main.main(list(arguments), prog_name="gouji")
    except SystemExit as left:
        if left.code:
            raise
    show("\n")
