"""JUnit's XML: a suite for each file, a case for each finding, or one that passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree import ElementTree

from gouji.findings import advice
from gouji.reporters.json import Json
from gouji.reporters.places import place, printable
from gouji.reporters.reporter import Tally


class Junit(Json):
    """Findings as failures, notes as skipped, an unreadable file as an error."""

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:
        root = ElementTree.Element("testsuites", name="gouji")
        for file in pieces:
            _suite(root, file)
        for name in ("tests", "failures", "errors", "skipped"):
            root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
        root.set("time", f"{tally.seconds:.3f}")
        ElementTree.indent(root)
        yield '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _suite(root: ElementTree.Element, file: dict[str, Any]) -> None:
    path, findings = printable(file["path"]), file["findings"]
    suite = ElementTree.SubElement(root, "testsuite", name=path, tests=str(len(findings) or 1))
    skipped = sum(finding["severity"] == "note" for finding in findings)
    suite.set("failures", str(len(findings) - skipped))
    suite.set("errors", str(int(bool(file["error"]))))
    suite.set("skipped", str(skipped))
    if not findings:
        case = ElementTree.SubElement(suite, "testcase", classname=path, name="勾稽核对")
        if file["error"]:
            ElementTree.SubElement(case, "error", message=printable(file["error"]))
    for finding in findings:
        title = f"{place(finding['location'])} {finding['code']} {finding['name']}"
        case = ElementTree.SubElement(suite, "testcase", classname=path, name=printable(title))
        if finding["location"]["line"]:
            case.set("file", path)
            case.set("line", str(finding["location"]["line"]))
        if finding["severity"] == "note":
            ElementTree.SubElement(case, "skipped", message=printable(finding["message"]))
            continue
        failure = ElementTree.SubElement(case, "failure", type=finding["severity"])
        failure.set("message", printable(finding["message"]))
        failure.text = printable("\n".join(_proof(finding)))


def _proof(finding: dict[str, Any]) -> Iterator[str]:
    yield f"文中：{finding['location']['text']}"
    if finding["expected"]:
        yield f"应为：{finding['expected']}"
    if finding["formula"]:
        yield f"算式：{finding['formula']}"
    for related in finding["related"]:
        yield f"依据：{place(related['location'])} {related['message']}"
    if finding["fix"]:
        yield f"建议：{advice(finding['fix']['description'], finding['fix']['safe'])}"
