"""Who may come in: by the key of the one user of a loopback desk, by an office's token, or by name and password (scrypt)."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gouji.desk.settings import Settings, SettingsError
from gouji.files import WriteError, write_whole

LOCAL = "local"  # the one user of a loopback desk
_N, _R, _P, _LENGTH = 1 << 14, 8, 1, 32
_LINE = re.compile(r"(?P<name>[^:\s]{1,60}):scrypt\$(?P<salt>[0-9a-f]{32})\$(?P<hash>[0-9a-f]{64})")
_PATIENCE, _PAUSE, _MOST = 5, 60.0, 10_000


class Visitor(NamedTuple):
    """Whoever sent a request: whose data they see, and what proves that a page of ours sent it ("" where no cookie did)."""

    owner: str
    csrf: str

    @property
    def name(self) -> str:
        """The name of a user, "" where there are none."""
        return self.owner.removeprefix("user:") if self.owner.startswith("user:") else ""


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """What the pages of a session send back with everything that changes something."""
    return hashlib.sha256(b"csrf:" + token.encode()).hexdigest()[:32]


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, told in a time that says nothing of them."""
    return bool(one) and hmac.compare_digest(one.encode(), other.encode())


def new_owner(settings: Settings, name: str) -> str:
    """Whose data a new session sees: a user's own, or with a shared token those of this session alone."""
    return f"user:{name}" if settings.users else f"session:{secrets.token_hex(16)}"


class Doorkeeper:
    """Checks passwords and tokens; whoever fails too often waits."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._users = read_users(settings.users) if settings.users else {}
        self._failed: dict[str, list[float]] = {}

    def admits(self, name: str, secret: str) -> bool:
        """Whether a name and a password, or the token, open the desk."""
        if not self._settings.users:
            return same(self._settings.token or self._settings.key, secret)
        salt, known = self._users.get(name, ("00" * 16, ""))
        return same(known, _scrypt(secret, salt))

    def wait(self, address: str) -> bool:
        """Whether an address has failed too often of late."""
        return len(self._recent(address)) >= _PATIENCE

    def failed(self, address: str) -> None:
        """One more failure."""
        if len(self._failed) > _MOST:
            self._failed.clear()
        self._failed[address] = [*self._recent(address), time.monotonic()]

    def _recent(self, address: str) -> list[float]:
        since = time.monotonic() - _PAUSE
        found = [each for each in self._failed.get(address, []) if each > since]
        if not found:
            self._failed.pop(address, None)
        return found


def read_users(path: Path) -> dict[str, tuple[str, str]]:
    """The salts and hashes of a users file by name. Raises SettingsError."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{path}：用户文件读不了，请先用 gouji serve --users {path} --set-password 姓名 建立。"
        ) from None
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise SettingsError(f"{path} 第 {number} 行：不是用户文件的写法，请用 --set-password 重写这个用户。")
        found[match["name"]] = (match["salt"], match["hash"])
    if not found:
        raise SettingsError(f"{path}：一个用户也没有，请先用 --set-password 姓名 加上。")
    return found


def set_password(path: Path, name: str, password: str) -> None:
    """Put a user into a file, or change the password. Raises SettingsError."""
    if not re.fullmatch(r"[^:\s]{1,60}", name):
        raise SettingsError("姓名不能为空，不能有空格和冒号，最多 60 个字。")
    if len(password) < 8:
        raise SettingsError("密码太短，请用至少 8 个字符。")
    users = read_users(path) if path.exists() else {}
    salt = secrets.token_hex(16)
    users[name] = (salt, _scrypt(password, salt))
    text = "".join(f"{each}:scrypt${salt}${known}\n" for each, (salt, known) in users.items())
    try:
        with suppress(FileExistsError):  # closed to others from the first
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        write_whole(path, text)
    except OSError as error:
        raise SettingsError(f"{path}：写不进去（{error.strerror}）。") from None
    except WriteError as error:
        raise SettingsError(str(error)) from None


def _scrypt(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=_N, r=_R, p=_P, dklen=_LENGTH).hex()
