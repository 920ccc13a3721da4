"""Imports go one way: a lower layer never imports a higher one (design.md)."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "gouji"
LAYERS = [
    ["leftovers"],
    ["folders", "precompiled", "recall", "files", "screen", "nearest", "schemas"],
    ["cache"],
    ["resources"],
    ["faults"],
    ["quantity"],
    ["lexicon"],
    ["document", "signposts"],
    ["about", "doubts"],
    ["facts", "findings"],
    ["relations"],
    ["readers", "statements"],
    ["narrative"],
    ["tieout"],
    ["report", "coverage", "records", "form_ticks"],
    ["extract", "writing"],
    ["rules", "config", "suppress"],
    ["linter", "reporters"],
    ["deadline", "workers", "walking", "watching", "changed", "grouping", "manifest", "keys", "progress"],
    ["targets", "handing", "priors", "outcomes", "settling"],
    ["checking", "proofing", "drafting", "fixing"],
    ["remembering", "cluster"],
    ["runner", "exporting"],
    ["rolling"],
    ["splitting", "styling"],
    ["units"],
    ["relinting"],
    ["api", "lsp", "desk"],
    ["cli"],
    ["start"],
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


ROOMS = [path for room in ("narrative", "tieout") for path in sorted((PACKAGE / room).glob("*.py"))]


def test_contributing_shows_the_layers() -> None:
    """Each row of the table stands above the rows that may import from it, and no module is missing."""
    text = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text("utf-8").partition("| layer |")[2].partition("\n\n")[0]
    rows = [re.findall(r"`(\w+)`", line.split("|")[1]) for line in text.splitlines()[2:]]
    assert sorted(name for row in rows for name in row) == sorted(LEVEL)
    assert all(max(LEVEL[a] for a in one) < min(LEVEL[b] for b in other) for one, other in pairwise(rows))


@pytest.mark.parametrize("path", ROOMS, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_rooms_of_the_narrative_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 50, node.name
        if isinstance(node, ast.ClassDef):
            assert sum(isinstance(part, ast.AnnAssign) for part in node.body) <= 12, node.name


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_import_of_a_higher_layer(path: Path) -> None:
    room = _room(path)
    if room in ("__init__", "__main__"):
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("gouji."):
            target = node.module.split(".")[1]
            assert LEVEL[target] <= LEVEL[room], f"{room} imports {target}"
