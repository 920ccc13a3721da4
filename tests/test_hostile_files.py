"""Files that once did harm (a traceback, a run that ended, time or memory out of proportion): each is read or refused in
one sentence, and soon."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gouji.cli import main

FOLDER = Path(__file__).parent / "hostile"
READ = {
    "29-digits.txt": 0,
    "minus-bracket-cell.txt": 0,
    "circled-in-column.txt": 0,
    "same-fact-500-values.txt": 1,
    "contents-dots.txt": 0,
    "space-groups-8000.txt": 0,
}
SOON = 10


@pytest.mark.parametrize("name", READ)
def test_a_file_that_did_harm_is_read_soon(name: str) -> None:
    start = time.process_time()
    result = CliRunner().invoke(main, ["lint", "--no-config", str(FOLDER / name)], catch_exceptions=False)
    assert result.exit_code == READ[name], result.output
    assert time.process_time() - start < SOON
