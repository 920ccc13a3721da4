"""Reporters: findings → what people and programs read. `FORMATS` names them; each is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from gouji.reporters.reporter import Reporter

FORMATS = {
    "text": "Text",
    "json": "Json",
    "html": "Html",
    "xlsx": "Xlsx",
    "docx": "Docx",
    "pdf": "Pdf",
    "csv": "Csv",
    "sarif": "Sarif",
    "github": "Github",
    "gitlab": "Gitlab",
    "rdjson": "Rdjson",
    "junit": "Junit",
}


def named(form: str) -> type[Reporter]:
    """The reporter of a format."""
    return cast("type[Reporter]", getattr(import_module(f"gouji.reporters.{form}"), FORMATS[form]))
