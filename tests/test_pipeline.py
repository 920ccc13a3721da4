"""gouji in other programs' pipelines: pre-commit, the GitHub action, and what docs/pipeline.md says of them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from test_changed import RIGHT, WRONG, git
from test_cli import gouji

from gouji.readers import is_readable
from gouji.readers.kinds import SUFFIXES

ROOT = Path(__file__).resolve().parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGE = (ROOT / "docs" / "pipeline.md").read_text("utf-8")
SOURCE = ("src", "lexicon", "templates", "examples", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

needs_bash = pytest.mark.skipif(sys.platform == "win32" or shutil.which("bash") is None, reason="没有 bash")


@pytest.fixture
def hook(tmp_path: Path) -> Path:
    """This working tree as a repository of hooks."""
    folder = tmp_path / "gouji"
    folder.mkdir()
    for name in SOURCE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "gouji")
    return folder


def _commit(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    git(folder, "add", ".")
    names = ("-c", "user.name=某人", "-c", "user.email=a@example.invalid")
    command = ["git", *names, "commit", "-m", "说明"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
def test_pre_commit_shows_the_finding_and_blocks_the_commit(tmp_path: Path, hook: Path) -> None:
    pytest.importorskip("pre_commit", reason="没有 pre-commit")
    mine = tmp_path / "公开"
    mine.mkdir()
    git(mine, "init", "-q")
    config = {"repos": [{"repo": str(hook), "rev": git(hook, "rev-parse", "HEAD"), "hooks": [{"id": "gouji"}]}]}
    (mine / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    (mine / "说明.md").write_text(WRONG, "utf-8")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    pre_commit = [sys.executable, "-m", "pre_commit", "install", "--install-hooks"]
    installed = subprocess.run(pre_commit, cwd=mine, env=environment, capture_output=True, check=False)
    if b"No matching distribution" in installed.stdout:
        pytest.skip("取不到依赖，装不了 pre-commit 的环境")
    assert installed.returncode == 0, installed.stdout.decode()
    blocked = _commit(mine, environment)
    assert blocked.returncode == 1
    assert "说明.md:3" in blocked.stderr.decode()
    assert "错误 A103" in blocked.stderr.decode()
    assert git(mine, "rev-list", "--all") == ""
    (mine / "说明.md").write_text(RIGHT, "utf-8")
    assert _commit(mine, environment).returncode == 0
    assert git(mine, "rev-list", "--all", "--count") == "1"


def test_the_hook_takes_every_kind_of_file_that_lint_reads() -> None:
    (entry,) = HOOKS
    assert (entry["id"], entry["entry"], entry["language"]) == ("gouji", "gouji lint", "python")
    for suffix in filter(None, SUFFIXES):
        assert is_readable(Path("公开/说明" + suffix))
        assert regex.search(entry["files"], "公开/说明" + suffix), suffix
    assert not regex.search(entry["files"], "src/main.py")


def test_the_action_is_well_formed() -> None:
    assert {"name", "description", "inputs", "runs"} <= set(ACTION)
    assert {"paths", "args", "version", "fail-on", "sarif"} <= set(ACTION["inputs"])
    assert all({"description", "default"} == set(entry) for entry in ACTION["inputs"].values())
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert ("run" in step) != ("uses" in step)
        assert "shell" in step or "uses" in step
        assert "${{" not in step.get("run", ""), "an input in a script could run as a command"
    used = set(regex.findall(r"inputs\.([\w-]+)", str(ACTION["runs"])))
    assert used == set(ACTION["inputs"])


def _step(name: str, folder: Path, values: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """A step's script, run as GitHub runs it."""
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == name)
    assert set(values) <= set(step["env"])
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    given = dict.fromkeys(step["env"], "") | values | {"PYTHONUTF8": "1", "PATH": path}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env={**os.environ, **given}, capture_output=True, check=False)


@needs_bash
def test_the_action_annotates_and_fails(tmp_path: Path) -> None:
    (tmp_path / "有 空格").mkdir()
    (tmp_path / "有 空格" / "说明.md").write_text(WRONG, "utf-8")
    (tmp_path / "别的.md").write_text(RIGHT, "utf-8")
    values = {"PATHS": "有 空格\n别的.md\n", "SARIF": "结果.sarif", "ARGS": "--select A --notes"}
    done = _step("核对", tmp_path, values)
    assert done.returncode == 1, done.stderr.decode()
    assert done.stdout.decode().startswith("::error file=有 空格/说明.md,line=3")
    assert (tmp_path / "结果.sarif").exists()
    assert _step("核对", tmp_path, values | {"FAIL_ON": "never"}).returncode == 0
    assert _step("核对", tmp_path, {"PATHS": "没有.md"}).returncode == 2


def _blocks(language: str) -> list[str]:
    return regex.findall(rf"```{language}\n(.*?)```", PAGE, regex.S)


def test_the_page_names_options_and_inputs_that_exist() -> None:
    known = gouji("lint", "--help").stdout
    for line in [
        line for block in _blocks("sh") + _blocks("yaml") for line in block.splitlines() if "gouji lint" in line
    ]:
        for option in regex.findall(r"(?<=\s)--[a-z-]+", line.partition("#")[0]):
            assert option in known, option
    configurations: list[Any] = [yaml.safe_load(block) for block in _blocks("yaml")]
    (workflow,) = (each for each in configurations if "jobs" in each)
    (step,) = (step for step in workflow["jobs"]["gouji"]["steps"] if "gouji@" in step["uses"])
    assert set(step["with"]) <= set(ACTION["inputs"])
    for name in ACTION["inputs"]:
        assert f"| `{name}` |" in PAGE
