"""Which files differ from a revision of git: committed since, staged, not staged, or not tracked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


class RevisionError(Exception):
    """Git cannot tell; one Chinese sentence with the remedy."""


def changed_since(revision: str, paths: Iterable[Path]) -> set[Path]:
    """The files that differ from `revision`, in the repositories that the paths are in. Raises RevisionError."""
    folders = (path if path.is_dir() else path.parent for path in paths)
    roots = {_root(folder) for folder in folders if folder.is_dir()}
    return {root / name for root in roots for name in _names(root, revision)}


def located(path: Path) -> Path:
    """A path as `changed_since` writes it: a link in the folder's true place is the link, not what it leads to."""
    return path.parent.resolve() / path.name


def _root(folder: Path) -> Path:
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(os.fsdecode(done.stdout).removesuffix("\n")).resolve()
    if b"safe.directory" in done.stderr:
        raise RevisionError(
            f"{folder}：git 认为这个仓库属于别的用户，请先运行 git config --global --add safe.directory '{folder.resolve()}'。"
        )
    raise RevisionError(f"{folder}：不在 git 仓库的工作区里，不能用 --changed-since；请去掉它，或换成仓库里的路径。")


def _names(root: Path, revision: str) -> list[str]:
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    if found.returncode:
        raise RevisionError(
            f"{root}：没有版本 {revision}，请检查 --changed-since 的写法；浅克隆里没有的版本，要先用 git fetch 取来。"
        )
    commit = os.fsdecode(found.stdout).strip()
    tracked = _git(root, "diff", "--name-only", "-z", "--no-renames", "--no-relative", "--diff-filter=d", commit, "--")
    others = _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    for done in (tracked, others):
        if done.returncode:
            reason = done.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise RevisionError(f"{root}：git 没能列出改过的文件（{reason}），请先在这里运行 git status 看看。")
    return [os.fsdecode(name) for name in (tracked.stdout + others.stdout).split(b"\0") if name]


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"}, stdin=subprocess.DEVNULL
        )
    except OSError:
        raise RevisionError("没有找到 git，不能用 --changed-since；请先安装 git，或去掉这个选项。") from None
