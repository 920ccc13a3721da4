"""Small invented documents, each showing one thing to find, to leave alone, to say or to write.

`cases/cases.toml` holds what is expected and why. `cases/open.txt` names the cases that do not hold yet, so that a change by
which more hold, or fewer, is seen.
"""

import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner

from gouji.cli import main
from gouji.config import Config
from gouji.findings import Severity
from gouji.linter import lint_document
from gouji.readers import read_file
from gouji.reporters.json import file_object

FOLDER = Path(__file__).parent / "cases"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["case"]
OPEN = set((FOLDER / "open.txt").read_text("utf-8").split())
NAMES = [f"{case['file']}#{number}" for number, case in enumerate(CASES)]
Case = dict[str, Any]
Found = dict[str, Any]


@cache
def _found(file: str) -> list[Found]:
    """The errors and warnings of a file, as the JSON report writes them."""
    config = Config()
    report = lint_document(read_file(FOLDER / file, config.limits), config)
    severe = [finding for finding in report.findings if finding.severity >= Severity.WARNING]
    return file_object(file, report, severe)["findings"]


def _trouble(case: Case) -> str:
    """What is wrong with what the program says of a case; nothing if the case holds."""
    if "run" in case:
        return _of_commands(case)
    found = _found(case["file"])
    if case["expect"] == "silent":
        never = tuple(case.get("never", [""]))
        return _told([each for each in found if each["code"].startswith(never)])
    if not any(_meets(each, case) for each in found):
        return f"没有 {case.get('code')} {case['at']!r} {case.get('value', '')}：{_told(found)}"
    beside = [other for other in CASES if other["file"] == case["file"] and other["expect"] == "report"]
    errors = [each for each in found if each["severity"] == "error" and not each["code"].startswith(_also(case))]
    return _told([each for each in errors if not any(_meets(each, other) for other in beside)])


def _also(case: Case) -> tuple[str, ...]:
    return tuple(case.get("also", []))


def _told(found: list[Found]) -> str:
    return "；".join(f"{each['severity']} {each['code']} {each['location']['text']!r}" for each in found)


def _meets(found: Found, case: Case) -> bool:
    """Whether a finding has the code, the severity, the place and, where one is given, the right value."""
    places = [case["at"], case["against"]] if case.get("either") else [case["at"]]
    return (
        found["code"].startswith(case.get("code", ""))
        and case.get("severity", "") in ("", found["severity"])
        and any(_stands(found["location"], case["file"], place) for place in places)
        and case.get("value", "") in f"{found.get('expected')} {found['message']}"
    )


def _stands(location: Found, file: str, place: str) -> bool:
    """Whether a location overlaps a place: by offsets in a text file, by its words in any other."""
    if not file.endswith(".txt"):
        return "".join(location["text"].split()) in "".join(place.split())
    text = (FOLDER / file).read_text("utf-8")
    begin, end = location["offset"], location["offset"] + max(location["length"], 1)
    return any(each.start() < end and begin < each.end() for each in re.finditer(re.escape(place), text))


def _of_commands(case: Case) -> str:
    """What the last of the commands of a case writes must contain some words and must not contain others."""
    runner = CliRunner()
    output = ""
    with TemporaryDirectory() as folder:
        for command in case["run"]:
            words = [word.format(file=FOLDER / case["file"], tmp=folder) for word in shlex.split(command)]
            words = [str(FOLDER / word) if word.startswith("messages/") else word for word in words]
            result = runner.invoke(main, words)
            output = result.output
    lacks = [f"缺 {text!r}" for text in case.get("must_contain", []) if text not in output]
    return "；".join(lacks + [f"有 {text!r}" for text in case.get("must_not_contain", []) if text in output])


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OPEN])
def test_a_case_holds(name: str) -> None:
    case = CASES[NAMES.index(name)]
    assert not _trouble(case), case["why"]


def test_the_open_cases_are_listed() -> None:
    assert {name for name in OPEN if not _trouble(CASES[NAMES.index(name)])} == set(), (
        "这些已经成立，从 open.txt 里去掉"
    )
