"""Findings as rows of a table, for the formats that people open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gouji.findings import Severity, advice
from gouji.reporters.places import place, printable
from gouji.rules.registry import load

TITLE, UNREADABLE = "问题清单", "无法读取"
HEAD = ("文件", "位置", "代码", "规则", "级别", "问题", "文中", "应为", "算式", "依据", "建议")
FILLS = {Severity.ERROR.chinese: "F8D7DA", Severity.WARNING.chinese: "FFF3CD", Severity.NOTE.chinese: "E7F1FB"}


def rows(file: dict[str, Any]) -> Iterator[list[str]]:
    """A row for each finding of a file, or one that says why it could not be read."""
    if file["error"]:
        yield [printable(file["path"]), "", "", "", UNREADABLE, printable(file["error"]), "", "", "", "", ""]
    titles = load()
    for finding in file["findings"]:
        rule = titles.get(finding["code"])
        fix = finding["fix"]
        cells = (
            file["path"],
            place(finding["location"]),
            finding["code"],
            rule.title if rule else finding["name"],
            Severity[finding["severity"].upper()].chinese,
            finding["message"],
            " ".join(finding["location"]["text"].split()),
            finding["expected"] or "",
            finding["formula"] or "",
            "\n".join(f"{place(each['location'])} {each['message']}" for each in finding["related"]),
            advice(fix["description"], fix["safe"]) if fix else "",
        )
        yield [printable(cell) for cell in cells]
