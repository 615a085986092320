"""Lines from a pipe or a file, read without holding up anything else."""

from __future__ import annotations

import asyncio
import codecs
import os
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager, nullcontext

WAITING = 100
"""Lines read ahead at most."""

LONGEST = 100_000
"""Characters of a line that are kept at least; what follows of a longer one is passed over."""


class Pipe:
    """Reads a file descriptor in a thread of its own, which ends with the process.

    Regular files, which an event loop cannot wait for, are read as well; and what is read with
    ``os.read`` holds no lock that the end of the interpreter would have to wait for.
    """

    def __init__(self, descriptor: int) -> None:
        """Take what to read; reading begins with the first line asked for."""
        self._descriptor = descriptor
        self._lines: asyncio.Queue[str | None] = asyncio.Queue(WAITING)
        self._thread: threading.Thread | None = None

    def streams(self) -> AbstractContextManager[None]:
        """The standard streams are left as they are."""
        return nullcontext()

    async def line(self) -> str | None:
        """The next line, or None at the end, from then on."""
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._read, args=(loop,), daemon=True)
            self._thread.start()
        found = await self._lines.get()
        if found is None:
            self._lines.put_nowait(None)
        return found

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        for line in _lines(self._descriptor):
            if not self._hand_over(line, loop):
                return
        self._hand_over(None, loop)

    def _hand_over(self, line: str | None, loop: asyncio.AbstractEventLoop) -> bool:
        """Wait until there is room for the line. False once nobody reads any more."""
        putting = self._lines.put(line)
        try:
            asyncio.run_coroutine_threadsafe(putting, loop).result()
        except (RuntimeError, CancelledError):  # the loop was closed, or is being closed
            putting.close()
            return False
        return True


def _lines(descriptor: int) -> Iterator[str]:
    """Whole lines; of one that is too long its beginning alone."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    rest, cut = "", False
    while data := _some(descriptor):
        *whole, rest = (rest + decoder.decode(data)).split("\n")
        for line in whole:
            if not cut:
                yield line
            cut = False
        if len(rest) > LONGEST:
            if not cut:
                yield rest
            rest, cut = "", True
    if rest and not cut:
        yield rest


def _some(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # closed, or no longer there
        return b""
