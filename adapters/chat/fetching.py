"""Fetching a file that somebody handed over: from the chat's own hosts, and no more than it may be.

What a chat says of the file is believed as little as the file: neither where it is, nor its size.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import aiohttp
import yarl

from adapters.chat.plain import one_line
from bot.commands import Access, Command
from bot.errors import FileNotFetched, FileTooLarge, OrganiserOnly
from bot.model import Request

SECONDS = 20.0
"""How long a file may take: of deck's size it takes less than one."""

_OK = 200
_GONE = frozenset({403, 404, 410})
_PIECE = 64 * 1024
_NAME = 100
"""Characters of a file's name that are kept, from its end."""

LOST = "the chat does not have it any more"
"""Why a file cannot be fetched that was there."""

_ELSEWHERE = "it is not where this chat keeps its files"
_SLOW = "it took too long to arrive"
_AWAY = "the chat did not give it out"

_PLAIN = {"Accept-Encoding": "identity"}
"""Nothing is unpacked: a small file could then become a huge one."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as the chat tells of it: its name, its size in bytes, where it is.

    ``size`` is 0 where the chat does not say. Whoever has the ``address`` may have the file.
    """

    name: str
    size: int
    address: str = field(repr=False)


def called(name: str) -> str:
    """The name of a file as it may be shown and kept."""
    return one_line(name)[-_NAME:].strip()


def admit(command: Command, request: Request) -> None:
    """Refuse whoever may not give a command before anything is fetched for it.

    Raises ``OrganiserOnly``. The use case decides the same again.
    """
    if command.access is Access.ORGANISER and not request.person.organiser:
        raise OrganiserOnly


class Source:
    """Where a chat keeps the files of its people, and how they are got from there."""

    def __init__(self, origins: Iterable[str]) -> None:
        """Fetch from addresses that begin as ``origins`` do, such as ``https://files.example``."""
        self._origins = frozenset(_origin(yarl.URL(one)) for one in origins)

    async def fetch(
        self,
        session: aiohttp.ClientSession,
        handed: Handed,
        limit: int,
        headers: Mapping[str, str] | None = None,
        proxy: str | None = None,
    ) -> bytes:
        """A file of at most ``limit`` bytes; ``headers`` open it, and go to no other address.

        Raises ``FileNotFetched`` and ``FileTooLarge``.
        """
        if not self.holds(handed.address):
            raise FileNotFetched(handed.name, _ELSEWHERE)
        asked = session.get(
            handed.address,
            headers={**(headers or {}), **_PLAIN},
            allow_redirects=False,
            auto_decompress=False,
            proxy=proxy,
            timeout=aiohttp.ClientTimeout(total=SECONDS),
        )
        try:
            async with asyncio.timeout(SECONDS), asked as answer:
                return await _read(answer, handed, limit)
        except TimeoutError:
            raise FileNotFetched(handed.name, _SLOW) from None
        except (aiohttp.ClientError, OSError):
            # What went wrong may name the address, which opens the file.
            raise FileNotFetched(handed.name, _AWAY) from None

    def holds(self, address: str) -> bool:
        """Whether this is where the chat itself keeps its files."""
        try:
            found = yarl.URL(address)
        except (TypeError, ValueError):
            return False
        return _origin(found) in self._origins and found.user is None


def _origin(address: yarl.URL) -> tuple[str, str | None, int | None]:
    return address.scheme, address.host, address.port


def _is_a_file(answer: aiohttp.ClientResponse) -> bool:
    """Whether it is no page, such as one to sign in at, and not packed, which nobody asked for."""
    packed = answer.headers.get("Content-Encoding", "identity").lower() != "identity"
    return not packed and answer.content_type != "text/html"


async def _read(answer: aiohttp.ClientResponse, handed: Handed, limit: int) -> bytes:
    if answer.status != _OK or not _is_a_file(answer):
        raise FileNotFetched(handed.name, LOST if answer.status in _GONE else _AWAY)
    if (answer.content_length or 0) > limit:
        raise FileTooLarge(handed.name, answer.content_length or 0, limit)
    data = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        data += piece
        if len(data) > limit:
            raise FileTooLarge(handed.name, 0, limit)
    return bytes(data)
