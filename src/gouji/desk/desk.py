"""What every route has at hand: the settings, the store, the line of jobs, the pages; and how one is answered."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from gouji import __version__
from gouji.desk.line import Line
from gouji.desk.people import Doorkeeper, Visitor
from gouji.desk.settings import Settings
from gouji.desk.store import Store, owned
from gouji.desk.taking import Roles, new_case
from gouji.folders import data_folder

_STATIC = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_HOUR = 3600.0


@dataclass(slots=True)
class Desk:
    """The parts of a running desk."""

    settings: Settings
    store: Store
    line: Line
    keeper: Doorkeeper
    pages: Environment
    static: dict[str, tuple[str, str]]
    ended: threading.Event

    def start(self) -> None:
        """Begin to work the line off, and to forget what is not kept."""
        self.line.start()
        threading.Thread(target=self._forget, daemon=True).start()

    def stop(self) -> None:
        self.ended.set()
        self.line.stop()
        self.store.close()

    def _forget(self) -> None:
        while not self.ended.is_set():
            with suppress(SQLAlchemyError):
                self.store.forget(time.time())
            self.ended.wait(_HOUR)

    def address(self, request: Request) -> str:
        """What browsers call the desk."""
        return self.settings.origin or f"http://{request.headers['host']}"

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page."""
        visitor: Visitor | None = request.state.visitor
        text = self.pages.get_template(f"{name}.html.j2").render(
            visitor=visitor,
            csrf=visitor.csrf if visitor else "",
            settings=self.settings,
            version=__version__,
            here=request.url.path,
            section="",
            status=status,
            **values,
        )
        return HTMLResponse(text, status)


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def visitor_of(request: Request) -> Visitor:
    """Whoever sent the request; the gate lets nobody else in."""
    visitor: Visitor = request.state.visitor
    return visitor


AtDesk = Annotated[Desk, Depends(desk_of)]
By = Annotated[Visitor, Depends(visitor_of)]


def environment() -> Environment:
    """The pages; everything in them is escaped."""
    pages = Environment(
        loader=FileSystemLoader(data_folder("templates") / "desk"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["when"] = lambda seconds: time.strftime("%m-%d %H:%M", time.localtime(seconds))
    pages.globals["recognises"] = find_spec("rapidocr") is not None
    pages.filters["wan"] = lambda amount: "" if amount is None else f"{amount / 10000:,.2f}"
    return pages


def static_files() -> dict[str, tuple[str, str]]:
    """The files that pages ask for, by name: text and type. No other is ever read for a request."""
    folder = data_folder("templates") / "desk"
    return {name: ((folder / name).read_text("utf-8"), kind) for name, kind in _STATIC.items()}


def found_or_404(at: Connection, table: Any, key: str, by: Visitor) -> Any:
    """A case or a batch of the visitor's own."""
    found = owned(at, table, key, by.owner)
    if found is None:
        raise HTTPException(404)
    return found


def begin(desk: Desk, by: Visitor, task: str, roles: Roles, detail: dict[str, Any]) -> str:
    """A new case, whose job is in the line."""
    with desk.store.writing() as at:
        case = new_case(at, by, task, roles, detail)
    desk.line.wake()
    return case


def to(path: str) -> RedirectResponse:
    """On to another page, after something was sent."""
    return RedirectResponse(path, 303)


_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


def download(content: bytes, name: str) -> Response:
    """A file to keep, never to be shown in the place of a page of ours."""
    suffix = name[name.rfind(".") :]
    headers = {
        "content-disposition": f"attachment; filename=\"gouji{suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
    }
    return Response(content, media_type=_TYPES.get(suffix, "application/octet-stream"), headers=headers)
