"""Where the data folders `lexicon/` and `templates/` are: beside `src/` in a clone, inside the package in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` ("lexicon" or "templates").

    Raises FileNotFoundError if the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"安装不完整：找不到数据目录 {name}，请重新安装 gouji。")
