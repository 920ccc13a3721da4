"""What the READMEs show is what the program prints."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main

ROOT = Path(__file__).resolve().parent.parent
PROMPT = "$ gouji "


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_what_is_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = (ROOT / name).read_text("utf-8").partition("```console\n")[2].partition("```")[0].splitlines()
    assert shown[0].startswith(PROMPT)
    printed = CliRunner().invoke(main, [*shown[0].removeprefix(PROMPT).split(), "--no-cache"]).output.splitlines()
    rest = iter(printed)
    assert [line for line in shown[1:] if line != "…" and line not in rest] == []
