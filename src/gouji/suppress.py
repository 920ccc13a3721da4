"""Accepting findings: comments in the text, and baselines of findings accepted earlier."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path

from gouji.document import Document, Span
from gouji.files import small
from gouji.findings import Finding, Severity
from gouji.precompiled import pattern_of

_COMMENT = pattern_of(r"<!--\s*gouji\s*[:：]\s*ignore\b(?P<rest>(?>[^<-]+|-(?!->)|<(?!!--))*+)-->")
UNUSED = ("G001", "unused-suppression")
UNUSED_PAGE = """# G001 没有用上的注释

`<!-- gouji: ignore A102 原因 -->` 后面的一段没有它要接受的问题：问题已经改好，或者代码写错了。

删去这条注释，或者改正代码。
"""
_CODE = pattern_of(r"[A-Z]\d{0,3}(?![A-Za-z0-9])")


@dataclass(slots=True)
class _Suppression:
    codes: tuple[str, ...]
    span: Span
    block: Span | None
    used: bool = False


def apply_comments(document: Document, findings: list[Finding]) -> list[Finding]:
    """Drop the findings that a comment `<!-- gouji: ignore A102 原因 -->` accepts for the block after it.

    A comment inside a block holds for that block. A comment that accepts nothing is reported (G001).
    """
    suppressions = list(_suppressions(document))
    if not suppressions:
        return findings
    by_block: dict[Span, dict[tuple[str, ...], _Suppression]] = {}
    for suppression in suppressions:
        if suppression.block is not None:
            by_block.setdefault(suppression.block, {}).setdefault(suppression.codes, suppression)
    blocks = sorted(by_block)
    starts = [block.start for block in blocks]
    kept = []
    for finding in findings:
        at = bisect_right(starts, finding.span.start) - 1
        near = by_block[blocks[at]].values() if at >= 0 else ()
        accepting = next((each for each in near if _accepts(each, finding)), None)
        if accepting is None:
            kept.append(finding)
        else:
            accepting.used = True
    kept += [
        Finding(
            *UNUSED,
            Severity.WARNING,
            f"多余的忽略注释：其后的段落没有 {'、'.join(s.codes) or '任何'} 问题，请删去",
            s.span,
            stated=document.quote(s.span),
        )
        for s in suppressions
        if not s.used
    ]
    return kept


def _suppressions(document: Document) -> list[_Suppression]:
    spans = [block.span for block in document.blocks]
    starts = [span.start for span in spans]
    found = []
    for match in _COMMENT.finditer(document.source):
        span = Span(match.start(), match.end())
        around = spans[max(0, bisect_right(starts, span.start) - 1)] if spans else None
        inside = around if around and around.start <= span.start and span.end <= around.end else None
        index = bisect_left(starts, span.end)
        following = spans[index] if index < len(spans) else None
        found.append(_Suppression(tuple(_CODE.findall(match["rest"])), span, inside or following))
    return found


def _accepts(suppression: _Suppression, finding: Finding) -> bool:
    block = suppression.block
    if block is None or not block.start <= finding.span.start < block.end:
        return False
    return not suppression.codes or any(finding.code.startswith(code) for code in suppression.codes)


class BaselineError(Exception):
    """A baseline file that cannot be read; one Chinese sentence."""


def fingerprint(path: str, document: Document, finding: Finding) -> str:
    """A key by content: the file's name, the code, the words around the number without digits' place in the file."""
    import hashlib

    start = max(0, finding.span.start - 20)
    context = "".join(document.source[start : finding.span.end + 10].split())
    text = "\0".join((Path(path).name, finding.code, finding.stated, context))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def read_baseline(path: Path) -> set[str]:
    """The accepted fingerprints. Raises BaselineError."""
    import json

    try:
        data = json.loads(small(path).decode("utf-8-sig"))
        return {entry["fingerprint"] for entry in data["accepted"]}
    except FileNotFoundError:
        raise BaselineError(f"{path}：基线文件不存在，请先用 --write-baseline 生成。") from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BaselineError(f"{path}：不是 gouji 的基线文件，请用 --write-baseline 重新生成。") from None


class Baselines:
    """The findings that were accepted earlier, by baseline; or, where a new baseline is to be written, those that go into it."""

    def __init__(self, anew: bool) -> None:
        self._anew = anew
        self._known: dict[str, set[str]] = {}

    def known(self, baseline: str) -> set[str]:
        """The fingerprints in a baseline. Raises BaselineError."""
        if baseline not in self._known:
            self._known[baseline] = read_baseline(Path(baseline))
        return self._known[baseline]

    def sift(
        self, name: str, document: Document, findings: list[Finding], baseline: str
    ) -> tuple[list[Finding], list[dict[str, str]], set[str]]:
        """The findings of a file that its baseline ("": none) does not accept, the entries of a new one, and the accepted ones
        that still occur. Raises BaselineError."""
        if self._anew:
            file = Path(name).name
            entries = [
                {"fingerprint": fingerprint(name, document, f), "file": file, "code": f.code, "message": f.message}
                for f in findings
            ]
            return findings, entries, set()
        if not baseline:
            return findings, [], set()
        known = self.known(baseline)
        kept, used = [], set()
        for finding in findings:
            key = fingerprint(name, document, finding)
            if key in known:
                used.add(key)
            else:
                kept.append(finding)
        return kept, [], used
