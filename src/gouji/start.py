"""The entry point: answers --version at once, and loads the command line for everything else."""

import atexit
import gc
import os
import sys
from io import TextIOWrapper

from gouji import __version__


def main() -> None:
    """Run gouji with the process's arguments."""
    if getattr(sys, "frozen", False) and sys.argv[1:] == ["--gouji-worker"]:
        from gouji.workers import boot

        boot()
        return
    if sys.argv[1:] in (["--version"], ["-V"]):
        try:
            print(f"gouji {__version__}", flush=True)
        except OSError:
            os._exit(2)  # nothing is left to be written
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what its encoding does not have is written out
            stream.reconfigure(errors="backslashreplace")
    gc.disable()  # a run makes many objects and almost no cycles; workers collect between files
    atexit.register(gc.freeze)  # nor is anything looked through once more at the end

    from gouji.cli import main as command_line

    command_line(prog_name="gouji")
