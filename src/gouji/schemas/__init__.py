"""What other programs may rely on, as JSON Schemas: the reports of lint and extract, and the configuration."""

from __future__ import annotations

from pathlib import Path

SCHEMAS = {"lint": "lint.schema.json", "extract": "extract.schema.json", "config": "gouji.schema.json"}


def read(name: str) -> str:
    """The schema called `name`, as it stands in its file."""
    return (Path(__file__).parent / SCHEMAS[name]).read_text("utf-8")
