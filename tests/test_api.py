"""The Python API: the examples of its page run as they stand."""

import os
from pathlib import Path

import pytest
import regex

import gouji

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = regex.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), regex.S)


@pytest.mark.parametrize("code", EXAMPLES, ids=["lint", "folder", "draft", "roll"])
def test_an_example_of_the_page_runs(code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.symlink(ROOT / "examples", tmp_path / "examples")
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        exec(code, {})
    finally:
        os.chdir(before)
    output = capsys.readouterr().out
    assert any(told in output for told in ("A104", "1,627.08万元", "【请更新：4个】"))


def test_only_the_promised_names() -> None:
    assert set(gouji.__all__) == {"__version__", "draft", "lint", "read", "roll"}
    with pytest.raises(AttributeError, match="nothing"):
        _ = gouji.nothing
