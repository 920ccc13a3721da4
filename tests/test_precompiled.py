"""What was compiled once is kept between runs, and never believed where it could be somebody else's or broken."""

import marshal
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = r"""
import sys
from gouji import precompiled
import regex
real, made = regex.compile, []
regex.compile = lambda *given, **lists: made.append(given[0]) or real(*given, **lists)
found = precompiled.pattern_of(r"(?P<sum>\d+)(?:\L<units>)", regex.I, units=["万元", "YUAN"])
assert found.fullmatch("12yuan")["sum"] == "12" and not found.fullmatch("12亿元")
table = precompiled.toml_of("words = ['甲', '乙']\n[more]\nyear = 2024\n")
assert table == {"words": ["甲", "乙"], "more": {"year": 2024}}
print(len(made))
"""


def _compiled(home: Path) -> int:
    env = {**os.environ, "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home), "HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=env, capture_output=True, text=True)
    assert not done.stderr
    return int(done.stdout)


def _kept(home: Path) -> Path:
    (kept,) = home.rglob("*.bin")
    return kept


def test_a_second_run_compiles_nothing(tmp_path: Path) -> None:
    assert _compiled(tmp_path) == 1
    assert _compiled(tmp_path) == 0
    assert not list(tmp_path.rglob("*.new"))


def test_what_earlier_versions_left_does_not_pile_up(tmp_path: Path) -> None:
    _compiled(tmp_path)
    whole = marshal.loads(_kept(tmp_path).read_bytes())
    (table,) = (key for key in whole if isinstance(key, str))
    _kept(tmp_path).write_bytes(marshal.dumps({table: whole[table], "an earlier table": bytes(3 << 20)}))
    assert _compiled(tmp_path) == 1
    assert marshal.loads(_kept(tmp_path).read_bytes()) == whole


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    _compiled(tmp_path)
    for content in (b"", b"\x00\xff broken", _kept(tmp_path).read_bytes()[:-9]):
        _kept(tmp_path).write_bytes(content)
        assert _compiled(tmp_path) == 1
        assert _compiled(tmp_path) == 0


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="only there the system tells who may write a file")
def test_a_file_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    _compiled(tmp_path)
    _kept(tmp_path).chmod(0o666)
    assert _compiled(tmp_path) == 1


def test_no_place_to_keep_it_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "Library").write_text("")
    (tmp_path / "gouji").write_text("")
    assert _compiled(tmp_path) == 1
    assert _compiled(tmp_path) == 1
