"""SARIF 2.1.0: what code-scanning services read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from typing import Any

from gouji import __version__
from gouji.findings import advice
from gouji.reporters.json import Json, dump
from gouji.reporters.places import place, uri
from gouji.reporters.reporter import Tally
from gouji.rules.page import page
from gouji.rules.registry import load

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Sarif(Json):
    """One run: the rules with their manuals, a result for each finding, a notification for each unreadable file and each doubt."""

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:
        files = list(pieces)
        rules = _rules(files)
        index = {rule["id"]: number for number, rule in enumerate(rules)}
        run = {
            "tool": {"driver": {"name": "gouji", "version": __version__, "language": "zh-CN", "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "artifacts": [{"location": {"uri": uri(file["path"])}} for file in files],
            "invocations": [
                {
                    "executionSuccessful": tally.unreadable == 0,
                    "toolExecutionNotifications": [
                        *(_unreadable(file) for file in files if file["error"]),
                        *(each for number, file in enumerate(files) for each in _doubts(file, number)),
                    ],
                }
            ],
            "results": [
                _result(file["path"], number, finding, index[finding["code"]])
                for number, file in enumerate(files)
                for finding in file["findings"]
            ],
        }
        yield dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rules(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every rule of the registry, and what was found besides (G001: a comment that accepts nothing)."""
    known = load()
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": cleandoc(rule.manual)},
            "help": {"text": f"{cleandoc(rule.manual)}\n\n依据：{rule.source}。", "markdown": page(rule)},
            "defaultConfiguration": {"level": rule.severity.label},
        }
        for rule in known.values()
    ]
    others = {f["code"]: f["name"] for file in files for f in file["findings"] if f["code"] not in known}
    return rules + [{"id": code, "name": name} for code, name in others.items()]


def _unreadable(file: dict[str, Any]) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri(file["path"])}}}
    return {"level": "error", "message": {"text": file["error"]}, "locations": [location]}


def _doubts(file: dict[str, Any], artifact: int) -> Iterator[dict[str, Any]]:
    """What of a file was not understood."""
    whole = {"physicalLocation": {"artifactLocation": _artifact(file["path"], artifact)}}
    for doubt in file["doubts"]:
        place = doubt.get("location")
        text = _placed(doubt["text"], place) if place else doubt["text"]
        at = _location(file["path"], artifact, place) if place else whole
        yield {"level": "note", "message": {"text": text}, "locations": [at]}


def _result(path: str, artifact: int, finding: dict[str, Any], rule: int) -> dict[str, Any]:
    proof = finding["formula"]
    text = finding["message"] + (f"。算式：{proof}" if proof and proof not in finding["message"] else "")
    result = {
        "ruleId": finding["code"],
        "ruleIndex": rule,
        "level": finding["severity"],
        "message": {"text": _placed(text, finding["location"])},
        "locations": [_location(path, artifact, finding["location"])],
        "partialFingerprints": {"gouji/v1": finding["fingerprint"]},
    }
    if finding["related"]:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": _placed(related["message"], related["location"])},
                **_location(path, artifact, related["location"]),
            }
            for number, related in enumerate(finding["related"], 1)
        ]
    if finding["fix"]:
        result["fixes"] = [_fix(path, artifact, finding["fix"])]
    return result


def _placed(text: str, location: dict[str, Any]) -> str:
    """The text, with the place in words where the file has no lines to point at."""
    return text if location["line"] else f"{place(location)}：{text}"


def _artifact(path: str, artifact: int) -> dict[str, Any]:
    return {"uri": uri(path), "index": artifact}


def _location(path: str, artifact: int, location: dict[str, Any]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path, artifact)}
    if not location["line"]:
        name = place(location)
        return {"physicalLocation": physical, "logicalLocations": [{"name": name, "fullyQualifiedName": name}]}
    physical["region"] = {
        "startLine": location["line"],
        "startColumn": location["column"],
        "endLine": location["end_line"],
        "endColumn": location["end_column"],
        "charOffset": location["offset"],
        "charLength": location["length"],
        "snippet": {"text": location["text"]},
    }
    return {"physicalLocation": physical}


def _fix(path: str, artifact: int, fix: dict[str, Any]) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {"charOffset": edit["offset"], "charLength": edit["length"]},
            "insertedContent": {"text": edit["text"]},
        }
        for edit in fix["edits"]
    ]
    change = {"artifactLocation": _artifact(path, artifact), "replacements": replacements}
    return {"description": {"text": advice(fix["description"], fix["safe"])}, "artifactChanges": [change]}
