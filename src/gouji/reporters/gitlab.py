"""GitLab's code quality report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from gouji.reporters.json import Json, dump
from gouji.reporters.places import place
from gouji.reporters.reporter import Tally

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


class Gitlab(Json):
    """An issue for each finding and each unreadable file; fingerprints stay when lines move."""

    def whole(self, pieces: Iterable[dict[str, Any]], tally: Tally) -> Iterator[str | bytes]:  # noqa: ARG002
        seen: Counter[str] = Counter()
        issues = []
        for file in pieces:
            path = Path(file["path"]).as_posix()
            if file["error"]:
                key = sha256(f"unreadable\0{path}".encode()).hexdigest()[:20]
                issues.append(_issue(path, 1, "unreadable", "blocker", file["error"], key))
            for finding in file["findings"]:
                location = finding["location"]
                text = f"{finding['code']} {finding['message']}"
                if not location["line"]:
                    text = f"{place(location)}：{text}"
                key = _told_apart(finding["fingerprint"], seen)
                severity = _SEVERITIES[finding["severity"]]
                issues.append(_issue(path, location["line"] or 1, finding["name"], severity, text, key))
        yield dump(issues)


def _told_apart(fingerprint: str, seen: Counter[str]) -> str:
    """GitLab drops all but one issue of a fingerprint: the second and later ones of the same words are numbered."""
    seen[fingerprint] += 1
    return fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}"


def _issue(path: str, line: int, name: str, severity: str, text: str, fingerprint: str) -> dict[str, Any]:
    return {
        "description": text,
        "check_name": name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
