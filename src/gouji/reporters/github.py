"""GitHub's workflow commands: findings as annotations of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from gouji.reporters.json import Json
from gouji.reporters.places import place
from gouji.reporters.reporter import Tally
from gouji.reporters.sheet import UNREADABLE
from gouji.screen import visible

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


class Github(Json):
    """A command for each finding and each unreadable file, as they come."""

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:  # noqa: ARG002
        for file in pieces:
            if file["error"]:
                yield _command("error", {"file": file["path"], "title": UNREADABLE}, file["error"])
            for finding in file["findings"]:
                yield _annotation(file["path"], finding)


def _annotation(path: str, finding: dict[str, Any]) -> str:
    location, message = finding["location"], finding["message"]
    properties: dict[str, Any] = {"file": path}
    if location["line"]:
        properties |= {"line": location["line"], "endLine": location["end_line"]}
        if location["line"] == location["end_line"]:
            properties |= {"col": location["column"], "endColumn": location["end_column"]}
    else:
        message = f"{place(location)}：{message}"
    properties["title"] = f"{finding['code']} {finding['name']}"
    return _command(_COMMANDS[finding["severity"]], properties, message)


def _command(name: str, properties: dict[str, Any], message: str) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text, "\r\n\t").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
