"""The wheel carries lexicon and templates and runs in a clean environment outside the clone."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def test_an_installed_wheel_lints_and_drafts(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    wheel = next(tmp_path.glob("gouji-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "gouji/_data/lexicon/terms.toml" in names
    assert any(name.startswith("gouji/_data/templates/") for name in names)
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    _run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel, cwd=tmp_path)
    output = _run(python, "-m", "gouji", "lint", ROOT / "examples" / "文旅局-2024-决算-有误.txt", cwd=tmp_path)
    assert "错误 12" in output
    example = ROOT / "examples" / "文旅局-2024-决算.txt"
    assert "没有发现问题" in _run(python, "-m", "gouji", "lint", example, "--format", "html", cwd=tmp_path)
    output = _run(python, "-m", "gouji", "draft", example, cwd=tmp_path)
    assert "2024年度收入总计、支出总计均为1,627.08万元" in output
    assert "错误 12" in _run(python, "-m", "gouji", "demo", cwd=tmp_path)
    assert (tmp_path / "demo" / "说明.docx").is_file()
    assert "shaanxi-final" in _run(python, "-m", "gouji", "profiles", cwd=tmp_path)
