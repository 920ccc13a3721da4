"""A worker or the server that is killed loses nothing and does nothing twice."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from desks import PATIENCE, many
from sqlalchemy import insert, select

from gouji.desk.app import desk_for
from gouji.desk.people import LOCAL
from gouji.desk.settings import Settings, settled
from gouji.desk.store import keep
from gouji.desk.tables import batches, blobs

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="要看子进程（/proc）")


class Server:
    """A desk in a process of its own."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-m", "gouji", "serve", "--no-browser", "--data", str(data), "--jobs", "2"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"(http://\S+?)/enter\?key=(\S+)", line):
                break
        self.client = httpx.Client(base_url=found[1], headers={"authorization": f"Bearer {found[2]}"}, timeout=PATIENCE)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.client.get("/health")
                return
            except httpx.TransportError:
                time.sleep(0.1)

    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for children in found for pid in children.read_text().split()]

    def kill(self) -> None:
        self.client.close()
        self.process.kill()
        self.process.wait()


def test_a_batch_goes_on_after_kills_and_nothing_is_lost_or_doubled(tmp_path) -> None:
    server = Server(tmp_path)
    batch = server.client.post("/api/batches", files=[("files", ("批.zip", many(24)))]).json()["id"]
    seen = 0
    until = time.monotonic() + PATIENCE
    while seen < 2:
        assert time.monotonic() < until
        now = server.client.get(f"/api/batches/{batch}").json()
        if now["state"] == "checking" and now["done"] > 4 * seen:
            seen += 1
            if seen % 2 and server.workers():
                os.kill(server.workers()[0], signal.SIGKILL)
            else:
                server.kill()
                server = Server(tmp_path)
        time.sleep(0.1)
    try:
        while (now := server.client.get(f"/api/batches/{batch}").json())["done"] < now["all"]:
            assert time.monotonic() < until
            time.sleep(0.2)
        rows = server.client.get(f"/api/batches/{batch}/units").json()["units"]
        assert len({row["unit"] for row in rows}) == len(rows) == 24
        assert {row["state"] for row in rows} == {"done"}
        assert now["errors"] == 8
        assert len(server.client.get("/api/batches").json()) == 1
    finally:
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(15) == 0


def test_an_upload_that_broke_off_with_the_server_leaves_nothing(tmp_path) -> None:
    settings = settled(Settings(tmp_path))
    desk = desk_for(settings)
    row = {"id": "0" * 32, "owner": LOCAL, "name": "半批", "state": "taking", "remarks": [], "touched": time.time()}
    with desk.store.writing() as to:
        to.execute(insert(batches).values(**row))
        keep(to, b"half")
    desk.start()
    with desk.store.reading() as at:
        assert at.execute(select(batches)).all() == at.execute(select(blobs)).all() == []
    desk.stop()
