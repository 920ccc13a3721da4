"""A raw client of the language server: JSON-RPC over the standard streams of a process."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

_PATIENCE = 240


class Editor:
    """An editor that has open what a test tells it to."""

    def __init__(self, encodings: list[str] | None = None, settings: dict[str, Any] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gouji", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._last = 0
        self.logged: list[str] = []
        self.errors: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.diagnostics: dict[str, dict[str, Any]] = {}
        capabilities = {
            "general": {"positionEncodings": encodings or ["utf-16"]},
            "workspace": {"workspaceEdit": {"documentChanges": True}},
            "window": {"showDocument": {"support": True}},
        }
        given = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self.about = self.ask("initialize", {**given, "initializationOptions": settings})
        self.notify("initialized", {})

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            length = 0
            while line.strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
                line = self.process.stdout.readline()
            self._messages.put(json.loads(self.process.stdout.read(length)))

    def send_bytes(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _send(self, message: dict[str, Any]) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def reply(self, method: str, params: Any) -> dict[str, Any]:
        """The whole reply to a request."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._last and "method" not in message:
                return message
            if "error" in message:
                self.errors.append(message)

    def refusal(self, number: int | None = None) -> dict[str, Any]:
        """The next error reply to a request of this id; without one, to what nobody could tell the id of."""
        while True:
            message = next((each for each in self.errors if each.get("id") == number), None) or self._next()
            if message in self.errors:
                self.errors.remove(message)
            if "error" in message and message.get("id") == number:
                return message

    def ask(self, method: str, params: Any) -> Any:
        reply = self.reply(method, params)
        assert "error" not in reply, reply
        return reply["result"]

    def _next(self) -> dict[str, Any]:
        message = self._messages.get(timeout=_PATIENCE)
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]
        elif message.get("method") == "window/logMessage":
            self.logged.append(message["params"]["message"])
        elif "method" in message and "id" in message:
            self.requests.append(message)
            self._send({"id": message["id"], "result": {"success": True}})
        return message

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a document; its diagnostics."""
        uri = path.as_uri()
        self.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": text}},
        )
        return self.found(uri, 1)

    def change(self, path: Path, version: int, text: str) -> None:
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": path.as_uri(), "version": version}, "contentChanges": [{"text": text}]},
        )

    def found(self, uri: str, version: int) -> list[dict[str, Any]]:
        """The diagnostics of a version, as soon as they come."""
        while self.diagnostics.get(uri, {}).get("version") != version:
            self._next()
        diagnostics: list[dict[str, Any]] = self.diagnostics[uri]["diagnostics"]
        return diagnostics

    def log(self, words: str) -> list[str]:
        """The messages of the log with these words, as soon as there is one."""
        while not (told := [message for message in self.logged if words in message]):
            self._next()
        return told

    def told(self, method: str) -> dict[str, Any]:
        """What the next notification of a method says."""
        while (message := self._next()).get("method") != method:
            pass
        params: dict[str, Any] = message["params"]
        return params

    def close(self) -> int:
        """Leave; the exit status."""
        self.ask("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(_PATIENCE)
