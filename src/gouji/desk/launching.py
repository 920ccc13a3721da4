"""The desk as a program that is started by a double click: in a window where pywebview is there, else in the browser."""

from __future__ import annotations

import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_data_path

from gouji.desk.serving import opened, serve
from gouji.desk.settings import Settings, SettingsError
from gouji.screen import tell
from gouji.workers import WORKER, boot


def main() -> None:
    """Run the desk until its window is closed or Ctrl+C."""
    if sys.argv[1:] == [WORKER]:
        boot()
        return
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else user_data_path("gouji", appauthor=False)
    try:
        if find_spec("webview") is None:
            serve(Settings(data), False, True, tell)
        else:
            _in_window(Settings(data))
    except SettingsError as error:
        tell(error)
        raise SystemExit(2) from None


def _in_window(settings: Settings) -> None:
    import webview

    server, bound, address = opened(settings, False)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    webview.create_window("勾稽", address, width=1366, height=820)
    webview.start()
    server.should_exit = True
    thread.join(10)
