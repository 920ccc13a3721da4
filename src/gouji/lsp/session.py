"""What answers depend on besides the document: the editor's settings and abilities, and where the rules' pages are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pygls.uris import to_fs_path

from gouji.lsp.settings import Settings
from gouji.rules.page import write
from gouji.rules.registry import load


@dataclass
class Session:
    """`versioned`: the editor takes edits of a version of a document."""

    settings: Settings = field(default_factory=Settings)
    versioned: bool = False
    _pages: TemporaryDirectory[str] | None = None

    def rule_page(self, code: str) -> str:
        """The address of a rule's page; "" for a code that has none."""
        if code not in load():
            return ""
        if self.settings.rules:
            return f"{self.settings.rules.rstrip('/')}/{code}.md"
        if self._pages is None:
            self._pages = TemporaryDirectory(prefix="gouji-")
            write(Path(self._pages.name))
        return (Path(self._pages.name) / f"{code}.md").as_uri()

    def has_page(self, uri: str) -> bool:
        """Whether a document is one of the rules' pages on this machine."""
        if self._pages is None or not uri.startswith("file:"):
            return False
        return Path(to_fs_path(uri) or "").parent == Path(self._pages.name)

    def close(self) -> None:
        if self._pages is not None:
            self._pages.cleanup()
