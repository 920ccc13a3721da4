"""What is written into styles that are taken from documents, and what is read of these: `templates/taken.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from gouji.folders import data_folder


@cache
def texts_of_styles() -> dict[str, Any]:
    """The tables of the file."""
    return tomllib.loads((data_folder("templates") / "taken.toml").read_text("utf-8"))
