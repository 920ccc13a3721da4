"""What every request has to pass before anything of it is read: its Host, where it comes from, who sent it, how long it is."""

from __future__ import annotations

import json
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gouji.desk.people import LOCAL, Doorkeeper, Visitor, csrf_of, hashed, same
from gouji.desk.settings import Settings
from gouji.desk.store import Store

_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/enter", "/login", "/static/", "/health", "/u/")  # a link of /u/ says itself who may use it
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with none, a browser sends no Origin with our own forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "no-store",
}
_DRAIN = 64 << 20
TOO_LONG = "上传的内容超过上限（{most} MB），没有接收；请分几次上传，或用 --upload 提高上限。"


class Gate:
    """The outermost part of the desk."""

    def __init__(self, app: ASGIApp, settings: Settings, store: Store, keeper: Doorkeeper) -> None:
        self._app, self._settings, self._store, self._keeper = app, settings, store, keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        problem = self._foreign(scope, headers) or self._too_long(headers)
        if not problem:
            visitor = await run_in_threadpool(self._visitor, headers)
            scope.setdefault("state", {})["visitor"] = visitor
            problem = self._unknown(scope, headers, visitor)
        if problem:
            if problem[0] == 413:
                await _drained(receive)
            await _refuse(scope, send, *problem)
        else:
            await self._app(scope, self._counted(receive), _with_headers(send))

    def _foreign(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """A request that was not meant for this desk, or that a page of somebody else sent."""
        host = headers.get("host", "").lower()
        if len(headers.getlist("host")) != 1 or not self._settings.knows(host):
            return 400, "这个地址不是 gouji 的，请用启动时显示的地址打开。"
        origin = headers.get("origin")
        own = self._settings.origin or f"http://{host}"
        if origin is not None and origin.lower() not in (own, f"http://{host}"):
            return 403, "请求来自别的网页，没有接受。"
        site = headers.get("sec-fetch-site", "none")
        if site not in ("same-origin", "none") and not (
            scope["method"] in _SAFE
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        ):
            return 403, "请求来自别的网页，没有接受。"
        return None

    def _too_long(self, headers: Headers) -> tuple[int, str] | None:
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self._settings.upload << 20:
            return 413, TOO_LONG.format(most=self._settings.upload)
        return None

    def _visitor(self, headers: Headers) -> Visitor | None:
        """Whoever has a session, or brings the key or token (`Authorization: Bearer`)."""
        kind, _, secret = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            if self._settings.key and same(self._settings.key, secret):
                return Visitor(LOCAL, "")
            name, _, password = secret.partition(":") if self._settings.users else ("", "", secret)
            if self._settings.has_people and not self._keeper.wait("bearer"):
                if self._keeper.admits(name, password):
                    return Visitor(f"user:{name}" if name else "token", "")
                self._keeper.failed("bearer")
            return None
        token = _cookie(headers, self._settings.cookie)
        owner = self._store.session(hashed(token)) if token else ""
        return Visitor(owner, csrf_of(token)) if owner else None

    def _unknown(self, scope: Scope, headers: Headers, visitor: Visitor | None) -> tuple[int, str] | None:
        """A request of nobody, or one that no page of ours sent although a cookie came with it."""
        if scope["path"].startswith(_OPEN):
            return None
        if visitor is None:
            return 401, "还没有登录。"
        if scope["method"] not in _SAFE and visitor.csrf:
            query = parse_qs(scope["query_string"].decode("latin-1"))
            given = headers.get("x-csrf-token") or query.get("csrf", [""])[0]
            if not same(visitor.csrf, given):
                return 403, "这个页面打开得太久了，请刷新后再试。"
        return None

    def _counted(self, receive: Receive) -> Receive:
        """The body, as long as it is not too long."""
        most = self._settings.upload << 20
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                await _drained(receive)
                raise HTTPException(413, TOO_LONG.format(most=self._settings.upload))
            return message

        return counted


async def _drained(receive: Receive) -> None:
    """Throw away what still comes, within reason: who is cut off while sending does not hear why."""
    left = _DRAIN
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _with_headers(send: Send) -> Send:
    """Every answer says what a browser may do with it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                if name not in headers:
                    headers[name] = value
        await send(message)

    return sent


async def _refuse(scope: Scope, send: Send, status: int, message: str) -> None:
    """One sentence, for programs as JSON; who has to come in first is sent to the door."""
    is_page = not scope["path"].startswith("/api/")
    kind, body = "text/plain; charset=utf-8", message
    extra: list[tuple[bytes, bytes]] = []
    if not is_page:
        kind, body = "application/json", json.dumps({"detail": message}, ensure_ascii=False)
    elif status == 401:
        status, body = 303, ""
        extra = [(b"location", b"/login")]
    if status == 401:
        extra = [(b"www-authenticate", b"Bearer")]
    sent = _with_headers(send)
    head = [(b"content-type", kind.encode()), (b"connection", b"close"), *extra]
    await sent({"type": "http.response.start", "status": status, "headers": head})
    await sent({"type": "http.response.body", "body": body.encode()})
