"""What the command line settles for a desk."""

from __future__ import annotations

import ipaddress
import os
import secrets
import socket
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

TOKEN = "GOUJI_TOKEN"  # the environment variable with the token of an office's desk
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHORTEST = 16


class SettingsError(Exception):
    """A desk cannot be set up as asked; the message is one Chinese sentence with the remedy."""


class Settings(NamedTuple):
    """`key` opens the desk of one user on a loopback address; elsewhere a `token`, or `users` (a file) do. `origin` is the address
    that browsers see where it is another (a reverse proxy)."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    database: str = ""
    keep: int = 30
    upload: int = 500
    key: str = ""
    token: str = ""
    users: Path | None = None
    origin: str = ""
    jobs: int = 0

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the desk."""
        return self.host in LOOPBACK

    @property
    def has_people(self) -> bool:
        """Whether whoever comes in has to say who they are."""
        return bool(self.token or self.users)

    @property
    def cookie(self) -> str:
        """The name of the cookie; a browser keeps those of two ports apart only by it."""
        return f"gouji-{self.port}"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the desk by https."""
        return self.origin.startswith("https://")

    def knows(self, host: str) -> bool:
        """Whether a Host header names this desk. A name that somebody else's DNS may turn to this address is none of ours."""
        if self.origin and host == urlsplit(self.origin).netloc:
            return True
        name, port = _parted(host)
        if port != str(self.port):
            return False
        return name in LOOPBACK or (not self.is_local and (_is_address(name) or name == socket.gethostname().lower()))


def settled(settings: Settings) -> Settings:
    """The settings with the secret that opens the desk. Raises SettingsError where nobody would be kept out."""
    token = settings.token or os.environ.get(TOKEN, "").strip()
    if token and len(token) < _SHORTEST:
        raise SettingsError(f"口令太短（{len(token)} 个字符），请用至少 {_SHORTEST} 个字符的。")
    settings = settings._replace(token=token)
    if settings.origin:
        parts = urlsplit(settings.origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
            raise SettingsError(f"{settings.origin}：--origin 请写成 https://名称 的样子，后面不带路径。")
        settings = settings._replace(origin=f"{parts.scheme}://{parts.netloc}")
    if settings.has_people:
        return settings
    if not settings.is_local or settings.origin:
        raise SettingsError(
            f"让别的机器也能打开，必须先设口令或用户：请加 --token-file 文件（或环境变量 {TOKEN}），或 --users 文件。"
        )
    return settings._replace(key=secrets.token_urlsafe(32))


def token_in(path: Path) -> str:
    """The token in a file. Raises SettingsError."""
    try:
        token = path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path}：口令文件读不了，请检查路径和权限。") from None
    if not token:
        raise SettingsError(f"{path}：口令文件是空的。")
    return token


def _parted(host: str) -> tuple[str, str]:
    """The name and the port of a Host header."""
    try:
        parts = urlsplit(f"//{host}")
        return (parts.hostname or "", str(parts.port or 80))
    except ValueError:
        return "", ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
