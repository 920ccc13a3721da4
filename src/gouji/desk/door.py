"""The door: coming in and going out, and what is there for everybody."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from gouji.desk.desk import AtDesk, to
from gouji.desk.desk import Desk as DeskType
from gouji.desk.people import LOCAL, hashed, new_owner, same

routes = APIRouter(include_in_schema=False)
_WAIT = "输错的次数太多，请一分钟后再试。"


@routes.get("/enter")
def enter(desk: AtDesk, key: str = "") -> Response:
    """The address that `gouji serve` opens: its key becomes a cookie."""
    if not same(desk.settings.key, key):
        raise HTTPException(403, "这个地址已经不能用了，请用 gouji serve 这一次显示的地址打开。")
    return _came_in(desk, LOCAL)


@routes.get("/login")
def login(request: Request, desk: AtDesk) -> Response:
    return desk.page(request, "login", 200 if desk.settings.has_people else 401, wrong="")


@routes.post("/login")
def log_in(
    request: Request, desk: AtDesk, secret: Annotated[str, Form()] = "", name: Annotated[str, Form()] = ""
) -> Response:
    if request.headers.get("origin") is None:  # a browser always says it
        raise HTTPException(403, "请求来自别的网页，没有接受。")
    address = f"{request.client.host if request.client else ''} {name}"
    if desk.keeper.wait(address):
        return desk.page(request, "login", 429, wrong=_WAIT)
    if not desk.settings.has_people or not desk.keeper.admits(name, secret):
        desk.keeper.failed(address)
        return desk.page(request, "login", 403, wrong="姓名或密码不对。" if desk.settings.users else "口令不对。")
    return _came_in(desk, new_owner(desk.settings, name))


@routes.post("/logout")
def log_out(request: Request, desk: AtDesk) -> Response:
    token = request.cookies.get(desk.settings.cookie, "")
    desk.store.close_session(hashed(token))
    answer = to("/login")
    answer.delete_cookie(desk.settings.cookie)
    return answer


@routes.get("/static/{name}")
def static(desk: AtDesk, name: str) -> Response:
    if name not in desk.static:
        raise HTTPException(404)
    text, kind = desk.static[name]
    return Response(text, media_type=kind, headers={"cache-control": "max-age=300"})


@routes.get("/health")
def health() -> Response:
    return PlainTextResponse("ok")


def _came_in(desk: DeskType, owner: str) -> Response:
    token = secrets.token_urlsafe(32)
    desk.store.open_session(hashed(token), owner)
    answer = to("/")
    age = desk.settings.keep * 86400 if desk.settings.has_people else None
    answer.set_cookie(
        desk.settings.cookie, token, max_age=age, httponly=True, samesite="strict", secure=desk.settings.is_secure
    )
    return answer
