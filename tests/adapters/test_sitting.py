import os
from pathlib import Path

import pytest

from adapters.terminal.identity import MAX_NAME, person
from adapters.terminal.pipe import LONGEST, Pipe


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
    """A line without an end is cut rather than kept in memory."""
    file = tmp_path / "lines"
    file.write_bytes(b"x" * (LONGEST * 3) + b"\nlast\n")
    with file.open("rb") as opened:
        pipe = Pipe(opened.fileno())
        found = [await pipe.line() for _ in range(3)]

    assert all(line is not None and len(line) < LONGEST * 2 for line in found)
