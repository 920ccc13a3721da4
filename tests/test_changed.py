"""--changed-since: only what differs from a git revision."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import gouji

from gouji.changed import RevisionError, changed_since

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")

RIGHT = "# 2024年度部门决算\n十、机关运行经费支出情况说明\n2024年度机关运行经费年初预算30万元，支出决算11万元，完成年初预算的36.67%。\n"
WRONG = RIGHT.replace("36.67", "63.67")


def git(folder: Path, *arguments: str) -> str:
    names = ("-c", "user.name=某人", "-c", "user.email=a@example.invalid", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *names, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose files all have an error and are committed."""
    root = tmp_path / "公开 文件"
    (root / "二级单位").mkdir(parents=True)
    for name in ("旧.md", "提交.md", "暂存.md", "未存.md", "删除.md", "二级单位/改名.md"):
        (root / name).write_text(WRONG, "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "一")
    return root


def _change(root: Path) -> None:
    for name in ("提交.md", "暂存.md", "未存.md"):
        (root / name).write_text(WRONG + "\n又一段。\n", "utf-8")
        if name == "提交.md":
            git(root, "commit", "-q", "-a", "-m", "二")
        if name == "暂存.md":
            git(root, "add", name)
    (root / "删除.md").unlink()
    git(root, "mv", "二级单位/改名.md", "二级单位/新名.md")
    (root / "新 文件\n.md").write_text(WRONG, "utf-8")
    (root / ".gitignore").write_text("略.md\n", "utf-8")
    (root / "略.md").write_text(WRONG, "utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的文件名不能换行")
def test_committed_staged_unstaged_and_untracked_files_count_as_changed(repository: Path) -> None:
    _change(repository)
    found = {path.relative_to(repository.resolve()).as_posix() for path in changed_since("HEAD~1", [repository])}
    expected = {"提交.md", "暂存.md", "未存.md", "二级单位/新名.md", "新 文件\n.md", ".gitignore"}
    assert found == expected
    assert changed_since("HEAD~1", [repository / "二级单位" / "新名.md"]) == changed_since("HEAD~1", [repository])


def test_lint_keeps_to_the_changed_files_within_the_given_paths(repository: Path) -> None:
    assert gouji("lint", ".", "--changed-since", "HEAD", cwd=repository).returncode == 0
    (repository / "旧.md").write_text(WRONG + "\n", "utf-8")
    (repository / "二级单位" / "改名.md").write_text(WRONG + "\n", "utf-8")
    done = gouji("lint", ".", "--changed-since", "HEAD", cwd=repository)
    assert done.returncode == 1
    assert "旧.md:3" in done.stdout
    assert "共 2 个文件：错误 2" in done.stdout
    done = gouji("lint", "二级单位", "提交.md", "--changed-since", "HEAD", cwd=repository)
    assert "共 1 个文件：错误 1" in done.stdout
    done = gouji("lint", "没有.md", "--changed-since", "HEAD", cwd=repository)
    assert done.returncode == 2
    assert "文件不存在" in done.stderr


def test_a_link_to_a_folder_is_followed(repository: Path, tmp_path: Path) -> None:
    link = tmp_path / "链接"
    try:
        link.symlink_to(repository)
    except OSError:
        pytest.skip("不能建立链接")
    (repository / "旧.md").write_text(WRONG + "\n", "utf-8")
    assert "共 1 个文件" in gouji("lint", str(link), "--changed-since", "HEAD").stdout


@pytest.mark.parametrize("revision", ["没有这个版本", "--all", "-z", "", "HEAD:旧.md", "HEAD..HEAD"])
def test_a_bad_revision_is_one_sentence(repository: Path, revision: str) -> None:
    done = gouji("lint", ".", f"--changed-since={revision}", cwd=repository)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "没有版本" in done.stderr


def test_outside_a_repository_it_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "说明.md").write_text(WRONG, "utf-8")
    done = gouji("lint", "说明.md", "--changed-since", "HEAD", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "不在 git 仓库" in done.stderr
    assert gouji("lint", "-", "--changed-since", "HEAD", cwd=tmp_path).returncode == 2


def test_without_git_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match="没有找到 git"):
        changed_since("HEAD", [tmp_path])
