"""Files as a chat gives them out; and as nobody should who is to be trusted."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

Giving = Callable[[web.BaseRequest, bytes], Awaitable[web.StreamResponse]]
"""What answers a request for a file, whose bytes are given along."""

_PIECE: Final = b"# more\n" * 1000
_ENOUGH: Final = 10_000
"""Pieces after which somebody who reads without end has been shown to."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file was asked for; ``opened_with`` is what came as its authorization."""

    path: str
    opened_with: str


class Downloads:
    """Gives out files, in the ways that a test has planned, else as they are."""

    def __init__(self) -> None:
        self.asked: list[Download] = []
        self.sent = 0
        """Bytes that were given out in ways that a test has planned."""
        self._planned: list[Giving] = []

    def plan(self, giving: Giving) -> None:
        """The next file is given out like this."""
        self._planned.append(giving)

    def ask(self, request: web.BaseRequest) -> None:
        """Keeps that a file was asked for."""
        said = request.headers.get("Authorization", "")
        self.asked.append(Download(request.path, said))

    async def give(self, request: web.BaseRequest, content: bytes) -> web.StreamResponse:
        """The answer to a request for a file."""
        if self._planned:
            return await self._planned.pop(0)(request, content)
        return web.Response(body=content)

    # ---- ways

    async def endless(self, request: web.BaseRequest, _: bytes) -> web.StreamResponse:
        """A file that does not end, as fast as it is read."""
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _piece in range(_ENOUGH):
            try:
                await answer.write(_PIECE)
            except ConnectionError:
                break
            self.sent += len(_PIECE)
        return answer

    @staticmethod
    async def hanging(request: web.BaseRequest, content: bytes) -> web.StreamResponse:
        """A file that begins, and then nothing comes any more."""
        answer = web.StreamResponse(headers={"Content-Length": str(len(content) + 1)})
        await answer.prepare(request)
        await answer.write(content)
        await asyncio.sleep(3600)
        return answer

    @staticmethod
    async def cut_off(request: web.BaseRequest, content: bytes) -> web.StreamResponse:
        """A file of which the connection is lost half way."""
        answer = web.StreamResponse(headers={"Content-Length": str(len(content))})
        await answer.prepare(request)
        await answer.write(content[: len(content) // 2])
        if request.transport:
            request.transport.close()
        return answer

    @staticmethod
    async def packed(_: web.BaseRequest, __: bytes) -> web.StreamResponse:
        """Little that would become a lot if it were unpacked."""
        bomb = gzip.compress(b"\n" * 50_000_000)
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})


def redirected(target: str) -> Giving:
    """The file is said to be somewhere else."""

    async def give(_: web.BaseRequest, __: bytes) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": target})

    return give


def refused(status: int) -> Giving:
    """The file is not given out."""

    async def give(_: web.BaseRequest, __: bytes) -> web.StreamResponse:
        return web.Response(status=status)

    return give
