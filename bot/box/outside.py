"""From here notes are put into the box, and what was made of them is taken out."""

from __future__ import annotations

import asyncio
import os
import pickle
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog

from bot.box.inside import LENGTH
from bot.box.jobs import Job, Made
from bot.errors import NotText, TookTooLong, TooManyCards

AT_ONCE = 2
"""Boxes there are at one time: others wait for their turn."""

_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG")
"""What of the environment goes into the box. No secret does."""

_log = structlog.get_logger(__name__)


class Box:
    """Makes decks of notes, each in a process that is ended when it takes too long."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        """Nothing runs before there is something to do."""
        self._turns = asyncio.Semaphore(at_once)

    async def make(self, job: Job) -> Made:
        """The deck that the notes are. Raises ``NotText``, ``TooManyCards`` and ``TookTooLong``.

        ``TookTooLong`` is also told where the process ended in another way: out of memory, for
        one; or where what it wrote cannot be read. The log says which.
        """
        async with self._turns:
            data = await _done(job)
        try:
            return await asyncio.to_thread(read, data, job)
        except (ValueError, EOFError, struct.error, pickle.UnpicklingError) as error:
            raise _given_up(job, unreadable=len(data)) from error


async def _done(job: Job) -> bytes:
    """What came out of the box. Raises ``TookTooLong`` where it was ended, or ended badly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.box.inside",
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(),
    )  # fmt: skip
    data: bytes | None = None
    try:
        async with asyncio.timeout(job.limits.patience):
            given = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
            data, _ = await process.communicate(given)
    except TimeoutError:
        data = None  # it may end by itself just then, and well
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if data is None or process.returncode:
        raise _given_up(job, ended=process.returncode)
    return data


def _given_up(job: Job, **why: int | None) -> TookTooLong:
    """Says so in the log."""
    _log.warning("notes were given up", source=job.source, **why)
    return TookTooLong(job.source, job.limits.seconds)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def read(data: bytes, job: Job) -> Made:
    """What came out of the box. Raises ``NotText`` and ``TooManyCards``."""
    first, *rest = _parts(data)
    if first == TooManyCards.code:
        raise TooManyCards(job.source, job.limits.cards)
    if isinstance(first, str):
        raise NotText(job.source, first)
    deck, known = first
    cards = [one for part in rest for one in part]
    return Made(
        replace(deck, cards=tuple(card for card, *_ in cards)),
        {card.id: questions for card, questions, _, _ in cards},
        {card.id: remarks for card, _, remarks, _ in cards if remarks},
        {card.id: mark for card, _, _, mark in cards},
        known,
    )


def _parts(data: bytes) -> Iterator[Any]:
    """What our own process wrote; between two parts other threads get their turn."""
    place = 0
    while place < len(data):
        (length,) = LENGTH.unpack_from(data, place)
        place += LENGTH.size
        if place + length > len(data):
            raise EOFError
        yield pickle.loads(data[place : place + length])  # noqa: S301 -- our own process wrote it
        place += length
