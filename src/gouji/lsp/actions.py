"""What can be done about a finding: apply its fix, accept it with a reason, read its rule; and all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lsprotocol import types

from gouji.document import Span
from gouji.findings import Edit, Finding
from gouji.fixing import edited, fixed
from gouji.lsp.analysis import Analysis
from gouji.lsp.diagnostics import diagnostic
from gouji.lsp.session import Session

FIX_ALL = "source.fixAll.gouji"
OPEN_RULE = "gouji.openRule"


def actions(analysis: Analysis, params: types.CodeActionParams, session: Session) -> list[types.CodeAction]:
    """The actions for a range, of the kinds that are asked for."""
    only = params.context.only
    found: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix, only):
        for finding in analysis.findings_at(analysis.places.span(params.range)):
            found += _of_finding(finding, analysis, session)
    if _wanted(FIX_ALL, only) and any(_is_safe(finding, analysis) for finding in analysis.findings):
        edits = _all_safe(analysis)
        if edits:
            edit = _workspace_edit(analysis, session, edits)
            found.append(types.CodeAction("改正全部有把握的问题", FIX_ALL, edit=edit))
    return found


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    return not only or any(kind == each or kind.startswith(f"{each}.") for each in map(str, only))


def _of_finding(finding: Finding, analysis: Analysis, session: Session) -> Iterator[types.CodeAction]:
    about = [diagnostic(finding, analysis, session)]
    fix = finding.fix
    if fix is not None and all(analysis.is_own(edit.span) for edit in fix.edits):
        yield types.CodeAction(
            fix.advice,
            types.CodeActionKind.QuickFix,
            about,
            is_preferred=fix.safe,
            edit=_workspace_edit(analysis, session, fix.edits),
        )
    for reason in session.settings.reasons:
        comment = _comment(finding, reason, analysis)
        if comment is not None:
            edit = _workspace_edit(analysis, session, [comment])
            title = f"不报告这里的 {finding.code}（{reason}）"
            yield types.CodeAction(title, types.CodeActionKind.QuickFix, about, edit=edit)
    if session.rule_page(finding.code):
        title = f"查看规则 {finding.code} 的说明"
        command = types.Command(title, OPEN_RULE, arguments=[finding.code])
        yield types.CodeAction(title, types.CodeActionKind.QuickFix, about, command=command)


def _comment(finding: Finding, reason: str, analysis: Analysis) -> Edit | None:
    """The comment that accepts a finding, before the block that it stands in."""
    spans = (block.span for block in analysis.report.document.blocks)
    block = next((span for span in spans if span.start <= finding.span.start < span.end), None)
    if block is None:
        return None
    places = analysis.places
    start = places.line(block.start).start
    return Edit(Span(start, start), f"<!-- gouji: ignore {finding.code} {reason} -->{places.newline}")


def _is_safe(finding: Finding, analysis: Analysis) -> bool:
    return finding.fix is not None and finding.fix.safe and all(analysis.is_own(e.span) for e in finding.fix.edits)


def _all_safe(analysis: Analysis) -> list[Edit]:
    """The edits after which no safe fix is left."""

    def lint(text: str) -> list[Finding]:
        found = analysis if text == analysis.source.text else analysis.of(text)
        return [finding for finding in found.findings if _is_safe(finding, found)]

    changed, _ = fixed(analysis.source.text, lint, edited)
    return _differences(analysis.source.text, changed)


def _differences(before: str, after: str) -> list[Edit]:
    """The edits that make one text of the other, line by line."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    return [
        Edit(Span(starts[i], starts[j]), "".join(new[k:m]))
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def _workspace_edit(analysis: Analysis, session: Session, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    source = analysis.source
    made = [types.TextEdit(analysis.places.range(edit.span), edit.text) for edit in edits]
    if not session.versioned:
        return types.WorkspaceEdit(changes={source.uri: made})
    document = types.OptionalVersionedTextDocumentIdentifier(source.uri, source.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(made))])
