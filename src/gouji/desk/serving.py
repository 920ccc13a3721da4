"""Start and end of `gouji serve`."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from gouji.desk.app import application, desk_for
from gouji.desk.settings import Settings, SettingsError, settled

_TRIES = 20
_GRACE = 2  # seconds that open answers have when the desk ends


def opened(settings: Settings, is_fixed: bool) -> tuple[uvicorn.Server, socket.socket, str]:
    """A server that is not running yet, its socket, and the address that opens it. `is_fixed`: no other port will do. Raises SettingsError."""
    settings = settled(settings)
    bound = bound_to(settings.host, settings.port, 1 if is_fixed else _TRIES)
    settings = settings._replace(port=bound.getsockname()[1])
    server = server_of(application(desk_for(settings)))
    address = settings.origin or f"http://{_shown(settings)}:{settings.port}"
    return server, bound, f"{address}/enter?key={settings.key}" if settings.key else f"{address}/"


def serve(settings: Settings, is_fixed: bool, browser: bool, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl+C. Raises SettingsError."""
    server, bound, address = opened(settings, is_fixed)
    is_own = "/enter?key=" in address
    tell("gouji 已在这台机器上打开，请用浏览器访问这个地址（别人没有这个地址进不来）：" if is_own else "gouji 已打开：")
    tell(address)
    tell("文件只存在这台机器上。按 Ctrl+C 结束。")
    if browser:
        threading.Thread(target=_open, args=(server, address), daemon=True).start()
    with suppress(KeyboardInterrupt):  # the way to end it
        server.run(sockets=[bound])


def server_of(app: ASGIApp) -> uvicorn.Server:
    """The server, which says nothing of requests: their addresses may hold keys."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        proxy_headers=False,
    )
    return uvicorn.Server(config)


def _open(server: uvicorn.Server, address: str) -> None:
    """Open the browser once somebody answers there."""
    while not server.started and not server.should_exit:
        time.sleep(0.05)
    if server.started:
        webbrowser.open(address)


def _shown(settings: Settings) -> str:
    host = socket.gethostname() if settings.host in ("0.0.0.0", "::") else settings.host
    return f"[{host}]" if ":" in host else host


def bound_to(host: str, port: int, tries: int) -> socket.socket:
    """A socket at the port, or at the next free one."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    for each in range(port, port + tries):
        bound = socket.socket(kind, socket.SOCK_STREAM)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else takes the port from under us
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, each))
        except OSError:
            bound.close()
        else:
            return bound
    raise SettingsError(f"{host} 的端口 {port} 打不开，可能已被占用，请用 --port 换一个。")
