"""The same documents by two workers of this machine and by two of a Dask cluster on it: overhead, a killed worker, TLS (Linux).

    pip install 'gouji[cluster]'
    python benchmarks/cluster.py --documents 60            # needs ../shared/corpus; TLS needs openssl

Scheduler and workers are processes of their own, with one thread each. Every run must write the same bytes as the local one; of the
cluster's runs one has a worker killed with -9 after a third of the time. Overhead is told in wall time and in processor time (of the
client, the scheduler, the workers and the processes that these start): where other programs have the processors, the second tells more.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from province import copies

CERTIFICATE = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
TICK = os.sysconf("SC_CLK_TCK")


class Run(NamedTuple):
    """One command: its exit status and output, wall time and the processor time of all that took part."""

    status: int
    output: bytes
    seconds: float
    processor: float


class Cluster(NamedTuple):
    """A scheduler and its workers."""

    address: str
    processes: list[subprocess.Popen[bytes]]

    @property
    def processor(self) -> float:
        return sum(_processor(process.pid) for process in self.processes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--largest", type=int, default=1 << 20, metavar="KB")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["GOUJI_CACHE"] = str(folder / "cache")
        copies(folder / "documents", options.documents, options.largest << 10, random.Random(1))
        command = [sys.executable, "-m", "gouji", "lint", str(folder / "documents"), "--no-config", "--no-cache"]
        command += ["--no-group", "--format", "csv"]
        local = [run([*command, "--jobs", "2"]) for _ in range(options.rounds)]
        print(f"local: {told(local)}", flush=True)
        for kind in ("tcp", "tls"):
            with cluster(folder, kind == "tls") as found:
                there = [run([*command, "--cluster", found.address], found) for _ in range(options.rounds)]
                _same(local[0], there)
                wall = min(each.seconds for each in there) / min(each.seconds for each in local) - 1
                work = min(each.processor for each in there) / min(each.processor for each in local) - 1
                print(f"{kind}: {told(there)}: {wall:+.0%} wall, {work:+.0%} processor time (aim +15%)", flush=True)
                threading.Timer(min(each.seconds for each in there) / 3, found.processes[-1].kill).start()
                _same(local[0], [after := run([*command, "--cluster", found.address], found)])
                ended = found.processes[-1].poll() == -signal.SIGKILL
                print(
                    f"{kind}, a worker killed in mid-run ({ended}): {after.seconds:.1f} s, the same bytes", flush=True
                )


def told(runs: list[Run]) -> str:
    return f"{min(each.seconds for each in runs):.1f} s, {min(each.processor for each in runs):.1f} s of processors"


def _same(local: Run, others: list[Run]) -> None:
    for each in others:
        assert (each.output, each.status) == (local.output, local.status), each.output[-400:]


def run(command: list[str], there: Cluster | None = None) -> Run:
    before = there.processor if there else 0.0
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output, own = process.stdout.read() if process.stdout else b"", os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    others = there.processor - before if there else 0.0
    return Run(os.waitstatus_to_exitcode(own[1]), output, seconds, own[2].ru_utime + own[2].ru_stime + others)


def _processor(pid: int) -> float:
    """The processor time of a process, and of those that it has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


@contextmanager
def cluster(folder: Path, secure: bool) -> Iterator[Cluster]:
    """A scheduler and two workers on this machine."""
    scheme = "tls" if secure else "tcp"
    if secure:
        pem, key = folder / "cert.pem", folder / "key.pem"
        request = ["openssl", *CERTIFICATE.split(), "-keyout", str(key), "-out", str(pem)]
        subprocess.run(request, check=True, capture_output=True)
        tls = "DASK_DISTRIBUTED__COMM__TLS__"
        os.environ |= {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true", f"{tls}CA_FILE": str(pem)}
        for who in ("CLIENT", "SCHEDULER", "WORKER"):
            os.environ |= {f"{tls}{who}__CERT": str(pem), f"{tls}{who}__KEY": str(key)}
    file = folder / f"{scheme}.json"

    def start(module: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", "--scheduler-file", str(file), "--no-dashboard"]
        command += ["--protocol", scheme, "--host", "127.0.0.1", *more]
        return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    processes = [start("dask_scheduler", "--port", "0")]
    try:
        processes += [start("dask_worker", "--nthreads", "1", "--no-nanny") for _ in range(2)]
        while not file.exists():
            time.sleep(0.1)
        probe = (
            "import sys, distributed\n"
            "with distributed.Client(scheduler_file=sys.argv[1], timeout=120) as client:\n"
            "    client.wait_for_workers(2, timeout=120); print(client.scheduler.address)"
        )
        said = subprocess.run([sys.executable, "-c", probe, str(file)], check=True, capture_output=True, text=True)
        yield Cluster(said.stdout.strip(), processes)
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
