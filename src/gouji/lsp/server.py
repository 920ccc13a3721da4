"""The server: which requests there are and who answers them."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCRequestMessage
from pygls.uris import to_fs_path

from gouji import __version__
from gouji.linter import prepare
from gouji.lsp.actions import FIX_ALL, OPEN_RULE, actions
from gouji.lsp.analysis import Analysis, Source
from gouji.lsp.completion import completion, drafted_section
from gouji.lsp.desk import Desk
from gouji.lsp.diagnostics import diagnostics
from gouji.lsp.hints import hints
from gouji.lsp.hover import hover
from gouji.lsp.navigation import definition, references
from gouji.lsp.session import Session
from gouji.lsp.settings import SECTION, read_settings
from gouji.lsp.stream import INVALID_PARAMS, REFUSED, Messages, refused
from gouji.lsp.symbols import symbols
from gouji.tieout import Coverage

DRAFT_SECTION = "gouji.draftSection"
COVERAGE = "gouji/coverage"
_Answer = Callable[[Analysis, Any, Session], Any]
_ACTION_KINDS: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]
_ANSWERS: dict[str, tuple[_Answer, Any]] = {
    types.TEXT_DOCUMENT_HOVER: (hover, None),
    types.TEXT_DOCUMENT_DEFINITION: (definition, None),
    types.TEXT_DOCUMENT_REFERENCES: (references, None),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (symbols, None),
    types.TEXT_DOCUMENT_INLAY_HINT: (hints, None),
    types.TEXT_DOCUMENT_COMPLETION: (completion, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (actions, types.CodeActionOptions(code_action_kinds=_ACTION_KINDS)),
}


def serve() -> None:
    """Talk to an editor over standard input and output until it leaves."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())
    logging.getLogger("pygls").propagate = False
    prepare()
    gc.freeze()
    gc.disable()  # the desk collects while nobody types
    Server().start_io(Messages(sys.stdin.buffer))  # type: ignore[arg-type]


class Protocol(LanguageServerProtocol):
    """What a request says that its method does not know is refused, by its id."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        if "jsonrpc" not in data:
            return data
        if data.get("method") != REFUSED:
            try:
                return super().structure_message(data)
            except JsonRpcException as error:
                if "id" not in data or "method" not in data:
                    raise
                told = refused(INVALID_PARAMS, f"{data['method']}: {error.message}", data["id"])
                data = {"jsonrpc": "2.0", **told}
        return JsonRPCRequestMessage(data["id"], REFUSED, "2.0", data["params"])


class Server(LanguageServer):
    """A fault becomes a message in the editor's log; nothing is raised."""

    def __init__(self) -> None:
        # Whole texts: the protocol's lines and Python's are not the same, so pieces could go astray.
        super().__init__("gouji", __version__, types.TextDocumentSyncKind.Full, protocol_cls=Protocol)
        self.session = Session()
        self.desk = Desk(self._judge, self._publish, self.tell)
        for name, (answer, options) in _ANSWERS.items():
            self.feature(name, options)(self._handler(name, answer))
        reactions: dict[str, Callable[[Any], None]] = {
            types.INITIALIZE: self._initialize,
            types.TEXT_DOCUMENT_DID_OPEN: self._changed,
            types.TEXT_DOCUMENT_DID_CHANGE: self._changed,
            types.TEXT_DOCUMENT_DID_SAVE: self._saved,
            types.TEXT_DOCUMENT_DID_CLOSE: self._closed,
            types.WORKSPACE_DID_CHANGE_CONFIGURATION: self._configured,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._files_changed,
            types.SHUTDOWN: self._stopped,
        }
        self.feature(REFUSED)(partial(_refuse))
        for name, react in reactions.items():
            self.feature(name)(partial(react))  # pygls marks what it is given, and a method cannot be marked
        self.command(OPEN_RULE)(partial(self._open_rule))
        self.command(DRAFT_SECTION)(partial(self._draft_section))

    def tell(self, message: str) -> None:
        """One message for the editor's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def report_server_error(self, error: Exception, _source: Any) -> None:
        self.tell(f"没有听懂编辑器的一条消息（{error}）。")

    def _judge(self, analysis: Analysis) -> tuple[list[types.Diagnostic], Coverage]:
        return diagnostics(analysis, self.session), analysis.report.tieout.coverage

    def _publish(self, source: Source, found: tuple[list[types.Diagnostic], Coverage]) -> None:
        shown, coverage = found
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(source.uri, shown, source.version))
        self.protocol.notify(COVERAGE, {"uri": source.uri, **coverage._asdict()})

    def _handler(self, name: str, answer: _Answer) -> Callable[[Any], Awaitable[Any]]:
        async def handle(params: Any) -> Any:
            try:
                return await self.desk.ask(params.text_document.uri, lambda a: answer(a, params, self.session))
            except Exception as error:
                self.tell(f"{name} 没有答成（{error!r}）。")
                return None

        return handle

    def _initialize(self, params: types.InitializeParams) -> None:
        edits = params.capabilities.workspace and params.capabilities.workspace.workspace_edit
        self.session.versioned = bool(edits and edits.document_changes)
        self._settle(params.initialization_options)

    def _configured(self, params: types.DidChangeConfigurationParams) -> None:
        if isinstance(params.settings, dict) and SECTION in params.settings:  # editors send those of others, or none
            self._settle(params.settings)
            self.desk.again()

    def _settle(self, given: Any) -> None:
        self.session.settings, faults = read_settings(given)
        self.desk.pause = self.session.settings.pause / 1000
        self.desk.tables.named = tuple(Path(each).resolve() for each in self.session.settings.tables)
        for fault in faults:
            self.tell(fault)

    def _changed(self, params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams) -> None:
        if self.session.has_page(params.text_document.uri):
            return  # its examples have faults on purpose
        document = self.workspace.get_text_document(params.text_document.uri)
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        self.desk.change(Source(document.uri, document.version or 0, document.source, encoding))

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        self.desk.again(params.text_document.uri)

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self.desk.close(uri)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _files_changed(self, _params: types.DidChangeWatchedFilesParams) -> None:
        self.desk.again()

    async def _open_rule(self, code: str) -> None:
        """Show a rule's page; where the editor cannot, say where it is."""
        address = self.session.rule_page(code)
        if not address:
            return
        window = self.client_capabilities.window
        if window and window.show_document and window.show_document.support:
            external = not address.startswith("file:")
            shown = types.ShowDocumentParams(address, external=external, take_focus=True)
            await self.window_show_document_async(shown)
        else:
            place = address if not address.startswith("file:") else str(Path(to_fs_path(address) or ""))
            self.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"规则 {code} 的说明：{place}"))

    async def _draft_section(self, uri: str, position: Any) -> str:
        """The text of the section at a position, for an editor to insert."""
        place = types.Position(position["line"], position["character"])
        text = await self.desk.ask(uri, lambda analysis: drafted_section(analysis, place, self.session))
        return text or ""

    def _stopped(self, _params: None) -> None:
        self.desk.stop()
        self.session.close()


def _refuse(params: dict[str, Any]) -> None:
    """Answer a malformed message."""
    raise JsonRpcException(params["reason"], params["code"])
