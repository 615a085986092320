"""A bot in a process of its own: started, looked at from outside, stopped."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Generic, TypeVar

ROOT = Path(__file__).parents[1]

Server = TypeVar("Server")


class Bot(Generic[Server]):
    """A running bot and what it talks to. What the system tells of it is Linux's alone."""

    def __init__(self, process: asyncio.subprocess.Process, server: Server) -> None:
        self.server = server
        self.process = process
        self.started = perf_counter()

    def cpu(self) -> float:
        """Seconds of a processor that all its threads have used; 0 where nobody tells."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        used = [path.read_text() for path in tasks.glob("*/schedstat")]
        return sum(int(one.split()[0]) for one in used) / 1e9

    def memory(self) -> float:
        """Megabytes of memory that it holds; 0 where nobody tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        for line in status.read_text().splitlines() if status.exists() else ():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


async def quiet(seconds: float) -> None:
    """Wait for a moment when nobody else uses the machine much, at most so long."""
    begin = perf_counter()
    while perf_counter() - begin < seconds:
        before = _idle()
        await asyncio.sleep(0.3)
        if _idle() - before > 0.3 * (os.cpu_count() or 1) * 0.75:
            return


def _idle() -> float:
    """Seconds that processors had nothing to do, all together; without end where nobody tells."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return perf_counter() * 1000
    return int(stat.read_text().split(maxsplit=5)[4]) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def started(
    server: Server,
    arguments: Sequence[str],
    folder: Path,
    root: Path,
    settings: Mapping[str, str],
) -> AsyncIterator[Bot[Server]]:
    """Meanwhile a bot runs in ``folder``, with the code of ``root``; it is stopped in order."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), **settings}
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        yield Bot(process, server)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
