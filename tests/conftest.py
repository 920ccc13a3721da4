"""Settings for every test."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is: a test of what is read or written fails by what it asserts. What
# must not take long is measured in processor time (test_hostile_files.py).
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")

# Tests start gouji in folders of their own, where `PYTHONPATH=src` would name another folder.
if paths := os.environ.get("PYTHONPATH"):
    os.environ["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, paths.split(os.pathsep)))


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one test found is not another's."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("GOUJI_CACHE", str(folder))
    return folder


# Files whose tests take long go to the workers first, so that at the end no worker waits for another.
LONG = (
    "test_desk_pages",
    "test_roll",
    "test_desk_browser",
    "test_lsp",
    "test_roll_round",
    "test_corpus",
    "test_wheel",
    "test_desk_schema",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
