"""A desk to test: it runs in this process on a port of its own, with a client that has come in."""

import io
import os
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from gouji.desk.app import application, desk_for
from gouji.desk.desk import Desk
from gouji.desk.serving import bound_to, server_of
from gouji.desk.settings import Settings, settled
from gouji.desk.tables import metadata

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FAULTY = EXAMPLES / "文旅局-2024-决算-有误.txt"
LAST, NOW = EXAMPLES / "文旅局-2024-决算.txt", EXAMPLES / "文旅局-2025-报表.txt"
PATIENCE = 180.0


class Running:
    """A desk that runs, and the address that opens it."""

    def __init__(self, desk: Desk, address: str) -> None:
        self.desk, self.address = desk, address
        self.key = desk.settings.key or desk.settings.token

    @property
    def entry(self) -> str:
        return f"{self.address}/enter?key={self.key}"

    def program(self) -> httpx.Client:
        """A client that brings the key with each request."""
        return httpx.Client(base_url=self.address, headers={"authorization": f"Bearer {self.key}"}, timeout=PATIENCE)

    def browser(self) -> "Browser":
        return Browser(self)


class Browser:
    """What a browser does: it has come in, keeps the cookie, and sends where a form comes from."""

    def __init__(self, running: Running) -> None:
        self.client = httpx.Client(base_url=running.address, follow_redirects=True, timeout=PATIENCE)
        self.origin = running.address
        if running.desk.settings.key:
            assert self.client.get(running.entry).status_code == 200
        else:
            self.client.post("/login", data={"secret": running.key}, headers={"origin": self.origin})

    @property
    def csrf(self) -> str:
        return self.client.get("/").text.partition("/delete?csrf=")[2][:32]

    def send(self, path: str, **what: Any) -> httpx.Response:
        """Send a form."""
        return self.client.post(f"{path}?csrf={self.csrf}", headers={"origin": self.origin}, **what)

    def check(self, *paths: Path) -> str:
        """The address of a case, once it has been checked."""
        files = [("own", (path.name, path.read_bytes())) for path in paths]
        return self.wait(self.send("/lint", files=files).url.path)

    def wait(self, page: str) -> str:
        until = time.monotonic() + PATIENCE
        while "data-events" in self.client.get(page).text:
            assert time.monotonic() < until
            time.sleep(0.2)
        return page


@contextmanager
def running(data: Path, **others: Any) -> Iterator[Running]:
    database = os.environ.get("GOUJI_TEST_DATABASE", "")
    if database:
        _empty(database)
    settings = settled(Settings(data, jobs=2, database=database, **others))
    bound = bound_to("127.0.0.1", 0, 1)
    settings = settings._replace(port=bound.getsockname()[1])
    desk = desk_for(settings)
    server = server_of(application(desk))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield Running(desk, f"http://127.0.0.1:{settings.port}")
    finally:
        server.should_exit = True
        thread.join(10)


def path_of(address: str) -> str:
    return urlsplit(address).path


def _empty(database: str) -> None:
    """Every test begins with nothing, on a server too."""
    engine = create_engine(make_url(database).set(drivername="postgresql+pg8000"))
    metadata.drop_all(engine)
    engine.dispose()


def small(unit: str, share: str = "60.00%", year: int = 2024) -> str:
    """A disclosure of a few lines; any other share is an error."""
    return (
        f"# {unit}{year}年度部门决算公开\n\n## 三、支出决算情况说明\n\n"
        f"{year}年度本年支出合计100.00万元，其中：基本支出60.00万元，占{share}；项目支出40.00万元，占40.00%。\n"
    )


def zip_of(files: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def many(count: int) -> bytes:
    """A zip of the files of many units; every third has an error."""
    names = [f"青川市云岭区第{number}小学" for number in range(1, count + 1)]
    shares = ["61.00%" if number % 3 == 0 else "60.00%" for number in range(count)]
    return zip_of({f"{n}/{n}决算.md": small(n, s) for n, s in zip(names, shares, strict=True)})
