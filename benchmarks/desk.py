"""The desk under load: many uploads at once, and a batch of many units.

    python benchmarks/desk.py FOLDER [--uploads 40] [--units 500]

FOLDER has real documents. A `gouji serve` of its own is started on a loopback port; `--uploads` of its files are sent at once, and meanwhile the
home page is asked for ten times a second. Then a batch of `--units` small invented files is checked, and its pages are timed. Exit status 1 if
something was lost or doubled, the page took more than 200 ms in the median, or the server's memory grew by more than half.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from desks import many

KINDS = (".docx", ".pdf", ".xlsx", ".html", ".txt")
PATIENCE = 3600.0
SLOW = 0.2


class Server:
    """A desk of its own, and clients that have the key."""

    def __init__(self, data: str) -> None:
        command = [*(sys.executable, "-m", "gouji", "serve", "--no-browser", "--data", data, "-j", "2")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"(http://\S+)/enter\?key=(\S+)", line):
                self.address, self.key = found.groups()
                break
        self.client = self.one()
        while True:
            try:
                self.client.get("/health")
                return
            except httpx.ConnectError:
                time.sleep(0.1)

    def one(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers={"authorization": f"Bearer {self.key}"}, timeout=PATIENCE)

    def memory(self) -> tuple[int, int]:
        """MB of the server, and of its workers together."""
        own = _rss(self.process.pid)
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [pid for file in children for pid in file.read_text().split()]
        return own, sum(_rss(int(pid)) for pid in pids)


def _rss(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE") >> 20


def timed(client: httpx.Client, path: str, times: int) -> float:
    """The median of some answers, in seconds."""
    found = []
    for _ in range(times):
        begun = time.monotonic()
        assert client.get(path).status_code == 200
        found.append(time.monotonic() - begun)
    return statistics.median(found)


class Watch(threading.Thread):
    """Asks for the home page and looks at the memory, ten times a second, until it is told to end."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server, self.ended = server, threading.Event()
        self.answers: list[float] = []
        self.own: list[int] = []
        self.workers: list[int] = []

    def run(self) -> None:
        client = self._server.one()
        client.headers["connection"] = "close"  # a kept one may be closed in the moment in which it is used again
        while not self.ended.wait(0.1):
            self.answers.append(timed(client, "/", 1))
            own, workers = self._server.memory()
            self.own.append(own)
            self.workers.append(workers)


def uploads(server: Server, files: list[Path], count: int) -> bool:
    idle = timed(server.client, "/", 50)
    watch = Watch(server)
    watch.start()
    begun = time.monotonic()

    def send(file: Path) -> str:
        with server.one() as client:
            answer = client.post("/api/lint", files=[("files", (file.name, file.read_bytes()))])
            assert answer.status_code in (200, 202), answer.text
            return str(answer.json()["id"])

    with ThreadPoolExecutor(count) as pool:
        ids = list(pool.map(send, islice(cycle(files), count)))
    sent = time.monotonic() - begun
    states: dict[str, str] = {}
    while len(states) < count:
        assert time.monotonic() - begun < PATIENCE
        for each in [one for one in ids if one not in states]:
            state = server.client.get(f"/api/cases/{each}").json()["state"]
            if state in ("done", "failed"):
                states[each] = state
        time.sleep(0.5)
    watch.ended.set()
    watch.join()
    done = time.monotonic() - begun
    kept = server.client.get("/api/cases", params={"limit": 100}).json()
    is_whole = len(set(ids)) == len(kept) == count
    median = statistics.median(watch.answers)
    late = statistics.quantiles(watch.answers, n=20)[-1]
    half = len(watch.own) // 2
    before, after = statistics.median(watch.own[:half]), statistics.median(watch.own[half:])
    print(
        f"{count} uploads sent in {sent:.1f} s, all done in {done:.1f} s; {list(states.values()).count('done')} checked, the others unreadable"
    )
    print(f"lost or doubled: {'none' if is_whole else 'SOME'}")
    print(
        f"home page: idle {idle * 1000:.0f} ms, meanwhile median {median * 1000:.0f} ms ({median / idle:.1f}×), 95% {late * 1000:.0f} ms, {len(watch.answers)} answers"
    )
    print(
        f"server: first half {before:.0f} MB, second half {after:.0f} MB, most {max(watch.own)} MB; workers together at most {max(watch.workers)} MB"
    )
    return is_whole and median < SLOW and after < before * 1.5


def batch(server: Server, units: int) -> bool:
    begun = time.monotonic()
    made = server.client.post("/api/batches", files=[("files", ("批.zip", many(units)))]).json()["id"]
    while (now := server.client.get(f"/api/batches/{made}").json())["state"] != "checking" or now["done"] < now["all"]:
        assert time.monotonic() - begun < PATIENCE
        time.sleep(1)
    print(
        f"batch of {units}: sorted and checked in {time.monotonic() - begun:.0f} s; {now['units']} units, {now['errors']} errors"
    )
    rows = server.client.get(f"/api/batches/{made}/units").json()["units"]
    slowest = 0.0
    pages = {
        "overview": f"/batches/{made}",
        "sorted by unit, page 7": f"/batches/{made}?sort=unit&down=false&page=7",
        "searched": f"/batches/{made}?words=499",
        "one unit": f"/cases/{rows[0]['id']}",
        "its report": f"/cases/{rows[0]['id']}/report",
        "across": f"/batches/{made}/across",
    }
    for name, path in pages.items():
        took = timed(server.client, path, 15)
        slowest = max(slowest, took)
        print(f"  {name}: {took * 1000:.0f} ms")
    for name in ("xlsx", "print"):
        begun = time.monotonic()
        size = len(server.client.get(f"/batches/{made}/{name}").content)
        print(f"  {name}: {time.monotonic() - begun:.1f} s, {size >> 10} KB")
    return now["units"] == units and now["errors"] == -(-units // 3) and slowest < SLOW


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--uploads", type=int, default=40)
    parser.add_argument("--units", type=int, default=500)
    asked = parser.parse_args()
    files = sorted(each for each in asked.folder.rglob("*") if each.suffix in KINDS)
    with tempfile.TemporaryDirectory() as data:
        server = Server(data)
        try:
            is_fine = not asked.uploads or uploads(server, files, asked.uploads)
            return 0 if (not asked.units or batch(server, asked.units)) and is_fine else 1
        finally:
            server.process.terminate()
            server.process.wait(30)


if __name__ == "__main__":
    sys.exit(main())
