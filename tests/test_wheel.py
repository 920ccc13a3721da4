"""The wheel carries lexicon and templates and runs in a clean environment outside the clone."""

import re
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def _needed(wheel: Path) -> list[metadata.Distribution]:
    """What the wheel says that it needs, and what that needs, as installed here."""
    with zipfile.ZipFile(wheel) as archive:
        told = archive.read(next(name for name in archive.namelist() if name.endswith("/METADATA"))).decode()
    wanted = re.findall("^Requires-Dist: (.*)$", told, re.MULTILINE)
    found: dict[str, metadata.Distribution] = {}
    while wanted:
        need = Requirement(wanted.pop())
        if need.name not in found and (need.marker is None or need.marker.evaluate({"extra": ""})):
            found[need.name] = metadata.distribution(need.name)
            wanted += found[need.name].requires or []
    return list(found.values())


def _environment(folder: Path, wheel: Path) -> Path:
    """The Python of an environment with the wheel and what it needs, nothing else; nothing is fetched."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'), end='')", cwd=folder))
    for distribution in _needed(wheel):
        for top in {path.parts[0] for path in distribution.files or []} - {"..", "__pycache__"}:
            if not (site / top).exists():
                (site / top).symlink_to(distribution.locate_file(top))
    pip = ("-m", "pip", "--python", python, "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-index")
    _run(sys.executable, *pip, wheel, cwd=folder)
    return python


def test_an_installed_wheel_lints_and_drafts(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    wheel = next(tmp_path.glob("gouji-*.whl"))
    names = zipfile.ZipFile(wheel).namelist()
    assert "gouji/_data/lexicon/terms.toml" in names
    assert any(name.startswith("gouji/_data/templates/") for name in names)
    python = _environment(tmp_path / "env", wheel)
    output = _run(python, "-m", "gouji", "lint", ROOT / "examples" / "文旅局-2024-决算-有误.txt", cwd=tmp_path)
    assert "错误 12" in output
    example = ROOT / "examples" / "文旅局-2024-决算.txt"
    assert "没有发现问题" in _run(python, "-m", "gouji", "lint", example, "--format", "html", cwd=tmp_path)
    output = _run(python, "-m", "gouji", "draft", example, cwd=tmp_path)
    assert "2024年度收入总计、支出总计均为1,627.08万元" in output
    assert "错误 12" in _run(python, "-m", "gouji", "demo", cwd=tmp_path)
    assert (tmp_path / "demo" / "说明.docx").is_file()
    assert "shaanxi-final" in _run(python, "-m", "gouji", "profiles", cwd=tmp_path)
