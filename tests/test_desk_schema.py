"""The API keeps to its own description, whatever is sent to it."""

import subprocess
import sys

import pytest
from desks import running
from samples import WHOLE

pytest.importorskip("schemathesis")


def test_the_api_is_as_it_says(tmp_path) -> None:
    with running(tmp_path) as desk:
        # What is in a file decides too whether it is taken, and no description of an API can say that: positive_data_acceptance is left out.
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{desk.address}/api/openapi.json"),
            *("-H", f"Authorization: Bearer {desk.key}"),
            *("--max-time", "40" if WHOLE else "15", "--seed", "1", "--no-color", "--request-timeout", "60"),
            *("--phases", "examples,coverage,fuzzing", "--exclude-checks", "positive_data_acceptance"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
