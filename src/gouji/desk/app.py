"""The desk as one ASGI application."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from gouji import __version__, faults
from gouji.desk import across, api, api_batches, batches, clerk, door, round_pages, seat_pages, units
from gouji.desk.desk import Desk, environment, static_files
from gouji.desk.gate import Gate
from gouji.desk.line import Line
from gouji.desk.people import Doorkeeper
from gouji.desk.settings import Settings
from gouji.desk.store import Store
from gouji.desk.taking import TakingError
from gouji.screen import visible

_PAGES = (door, clerk, units, batches, across, round_pages, seat_pages, api, api_batches)
_ROUTERS = tuple(page.routes for page in _PAGES)


def desk_for(settings: Settings) -> Desk:
    """A desk that has not begun to work. Raises SettingsError."""
    store = Store(settings)
    keeper = Doorkeeper(settings)
    return Desk(settings, store, Line(store, settings), keeper, environment(), static_files(), threading.Event())


def application(desk: Desk) -> Gate:
    """The routes behind the gate."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        desk.stop()

    app = FastAPI(
        title="gouji 勾稽",
        version=__version__,
        description="核对与起草部门预决算公开。登录后用 Authorization: Bearer 口令。",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.desk = desk
    for router in _ROUTERS:
        app.include_router(router)
    app.add_exception_handler(TakingError, _refused)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(Exception, _broken)
    return Gate(app, desk.settings, desk.store, desk.keeper)


async def _unfit(request: Request, error: Exception) -> Response:
    """A request that does not say what it has to."""
    assert isinstance(error, RequestValidationError)
    places = "、".join(dict.fromkeys(str(each["loc"][-1]) for each in error.errors()))
    return await _refused(request, HTTPException(422, f"请求里的 {visible(places)} 没有给，或写得不对。"))


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw, in one sentence; `--debug` has the details."""
    place = getattr(
        request.scope.get("route"), "path", ""
    )  # as it is written here: in an address there may be a unit's link
    faults.log(faults.line(place, error))
    message = f"出了没有料到的错（{type(error).__name__}），没有做完；请用 gouji serve --debug 日志文件 再试，把日志发给 gouji 的开发者。"
    return await _refused(request, HTTPException(500, message))


_SAID = {404: "没有这一页，可能已经删除或过了保留的天数。", 405: "这个地址不能这样用。"}


def _allowed(request: Request) -> list[str]:
    """What can be done at an address: by all routes, of which a router names only the first."""
    methods: set[str] = set()
    for route in (route for router in _ROUTERS for route in router.routes):
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= route.methods or set()
    return sorted(methods)


async def _refused(request: Request, error: Exception) -> Response:
    """One sentence: for programs as JSON, for people on a page."""
    status, message = 400, str(error)
    if isinstance(error, HTTPException):
        status, message = error.status_code, _SAID.get(error.status_code, str(error.detail))
    headers = getattr(error, "headers", None)
    if status == 405:
        headers = {"allow": ", ".join(_allowed(request))}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": message}, status, headers)
    desk: Desk = request.app.state.desk
    return desk.page(request, "message", status, message=message)
