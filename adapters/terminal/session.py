"""A sitting at a terminal: from the greeting to the last line, beside the clock-driven work."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import structlog

from adapters.terminal import prose
from adapters.terminal.client import Terminal
from adapters.terminal.completion import Names
from adapters.terminal.layout import Page
from adapters.terminal.pipe import Pipe
from bot import wording
from bot.errors import StudybotError
from bot.model import Deck
from bot.ports import Clock

FOLLOW = timedelta(seconds=0.5)
"""How often it is looked what other processes did."""

_log = structlog.get_logger(__name__)


class Lines(Protocol):
    """Where lines come from."""

    def streams(self) -> AbstractContextManager[None]:
        """What the standard streams have to go through meanwhile."""
        ...

    async def line(self) -> str | None:
        """The next line; None once there are no more."""
        ...


class Clockwork(Protocol):
    """The clock-driven side: ``bot.runner.Runner``."""

    async def run(self) -> None: ...  # noqa: D102
    async def settle(self) -> object: ...  # noqa: D102


class Outlet:
    """Standard output, which may go away before we do: then ``gone`` is set and nothing written."""

    def __init__(self) -> None:
        """Look once at what the standard streams are."""
        shown = sys.stdout is not None and sys.stdout.isatty()
        self.gone = asyncio.Event()
        self.page = Page(self._write, colour=shown)
        self.interactive = (
            shown
            and sys.stdin is not None
            and sys.stdin.isatty()
            and os.environ.get("TERM") != "dumb"
        )

    def _write(self, words: str) -> None:
        try:
            if sys.stdout is not None:
                sys.stdout.write(words)
                sys.stdout.flush()
                return
        except OSError:
            pass
        self.gone.set()


def greet(outlet: Outlet, decks: Sequence[Deck], problems: Sequence[StudybotError]) -> None:
    """Say what this is, what can be asked and how to begin; and which files could not be read."""
    said = wording.greeting([(deck.title, len(deck.cards)) for deck in decks])
    outlet.page.text(prose.one_line(f"The quiz in this terminal: {said}"))
    for problem in problems:
        outlet.page.text(prose.one_line(wording.explain(problem)))


def aside(outlet: Outlet) -> Callable[[str], None]:
    """A way to say something that nobody asked for, on a line of its own."""
    return lambda words: outlet.page.text(prose.one_line(words))


def listen(outlet: Outlet, terminal: Terminal, names: Names, clock: Clock, history: Path) -> Lines:
    """Where this process gets its lines from: a keyboard, or whatever is piped into it."""
    if not outlet.interactive:
        # A closed descriptor's number may be any file's by now.
        return Pipe(0 if sys.stdin else os.open(os.devnull, os.O_RDONLY))
    from adapters.terminal.keyboard import Keyboard  # noqa: PLC0415 - takes its time to load

    return Keyboard(terminal.person.name, names, history, lambda: terminal.status(clock.now()))


async def sit(
    terminal: Terminal, lines: Lines, clockwork: Clockwork, clock: Clock, outlet: Outlet
) -> None:
    """Show what is open, then obey line after line until they end or the person leaves.

    What the clock drives goes on meanwhile; if that fails, so does this. At the end of the lines
    a timed question or series that they began or answered is stayed with until it is over; where
    there were none, whatever goes on in the room is. It ends as well where nobody reads what is
    written; raises ``BrokenPipeError`` if somebody did before.
    """
    with lines.streams():
        await terminal.resume()
        tasks = [
            asyncio.create_task(_talk(terminal, lines, clockwork, clock, outlet)),
            asyncio.create_task(clockwork.run()),
            asyncio.create_task(_follow(terminal, clock)),
            asyncio.create_task(_reader_gone(outlet)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _reader_gone(outlet: Outlet) -> None:
    await outlet.gone.wait()
    if sys.stdout is None:  # it was closed from the start, which is nobody's failure
        return
    raise BrokenPipeError(errno.EPIPE, "nobody reads any more")


async def _talk(
    terminal: Terminal, lines: Lines, clockwork: Clockwork, clock: Clock, outlet: Outlet
) -> None:
    spoken = False
    while (line := await lines.line()) is not None:
        spoken = spoken or bool(line.strip())
        if not await terminal.handle(line):
            return
        await _catch_up(terminal, clockwork)
        # A pipe's next line was written for the next question; a person sees when it comes.
        while not outlet.interactive and terminal.desk.between():
            await clock.sleep_until(clock.now() + FOLLOW)
    while terminal.desk.expects(own=spoken):
        await clock.sleep_until(clock.now() + FOLLOW)


async def _catch_up(terminal: Terminal, clockwork: Clockwork) -> None:
    """Let everything that follows from a line be shown before the next one is read."""
    try:
        await clockwork.settle()
        await terminal.follow()
    except StudybotError as error:
        terminal.tell(error)


async def _follow(terminal: Terminal, clock: Clock) -> None:
    while True:
        await clock.sleep_until(clock.now() + FOLLOW)
        try:
            await terminal.follow()
        except StudybotError as error:
            _log.warning("the room cannot be followed", error=str(error))
