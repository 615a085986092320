import asyncio
import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from adapters.terminal import session
from adapters.terminal.identity import MAX_NAME, person
from adapters.terminal.pipe import LONGEST, Pipe
from bot.errors import RoundUnknown
from tests.adapters.seat import seat


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Ana", "Ana"),
        ("  Ana \n Maria ", "Ana Maria"),
        ("A\x1b[31mna\u202e", "A[31mna"),
        ("x" * 100, "x" * MAX_NAME),
        ("é", "é"),
    ],
)
def test_a_name_is_made_harmless(given: str, name: str) -> None:
    """Names are one line, not too long, and hold nothing that a terminal obeys."""
    who = person(given)

    assert (who.name, who.account.user) == (name, name)
    assert not who.moderator
    assert who.organiser


@pytest.mark.parametrize("given", [None, "", "\x1b\x07"])
def test_without_a_name_the_login_name_is_taken(
    given: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system knows none either, it is "you"."""
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    assert person(given).name == "login"

    def nameless() -> str:
        raise KeyError

    monkeypatch.setattr("getpass.getuser", nameless)
    assert person(given).name == "you"


async def lines(data: bytes) -> list[str]:
    """Everything read from a pipe that held ``data``."""
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    pipe, found = Pipe(reading), []
    while (line := await pipe.line()) is not None:
        found.append(line)
    assert await pipe.line() is None
    os.close(reading)
    return found


async def test_a_pipe_is_read_line_by_line() -> None:
    """The last line needs no end, and bytes that are no UTF-8 stop nothing."""
    assert await lines(b"") == []
    assert await lines(b"a\n\nb") == ["a", "", "b"]
    assert await lines(b"\xef\xbb\xbf/quiz\r\n\xff\n") == ["/quiz\r", "\ufffd"]


async def test_a_file_is_read_like_a_pipe(tmp_path: Path) -> None:
    """Of a line that has no end in sight the beginning is one line, and the rest is none."""
    file = tmp_path / "lines"
    file.write_bytes(b"x" * (LONGEST * 3) + b"\nlast\n")
    with file.open("rb") as opened:
        pipe = Pipe(opened.fileno())
        first, *others = [await pipe.line() for _ in range(3)]

    assert first
    assert set(first) == {"x"}
    assert LONGEST < len(first) < LONGEST * 2
    assert others == ["last", None]


class Script:
    """Lines that were written before."""

    def __init__(self, *lines: str) -> None:
        """Take the lines."""
        self._lines = list(lines)

    def streams(self) -> AbstractContextManager[None]:
        """Nothing is done to the streams."""
        return nullcontext()

    async def line(self) -> str | None:
        """The next one."""
        return self._lines.pop(0) if self._lines else None


class Failing:
    """A clock's side that cannot do what is due."""

    async def run(self) -> None:
        """Do nothing, for ever."""
        await asyncio.Event().wait()

    async def settle(self) -> None:
        """Fail in a way that has a sentence."""
        raise RoundUnknown


async def test_what_fails_after_a_line_is_told_and_the_sitting_goes_on(tmp_path: Path) -> None:
    """Whatever it is that has a sentence."""
    async with seat(tmp_path) as ana:
        lines = Script("/help", "/deck list")
        await session.sit(ana.terminal, lines, Failing(), ana.clock, session.Outlet())
        said = ana.printed()

    assert said.count("only you: This question is no longer kept.") == 2
    assert "1 deck" in said
