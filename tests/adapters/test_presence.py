import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.terminal.presence import Presence

ROOT = Path(__file__).parents[2]
# A lock belongs to a process, so whoever else is attached has to be one.
OTHER = """
import sys
from pathlib import Path
from adapters.terminal.presence import Presence

with Presence(Path(sys.argv[1])) as here:
    for line in sys.stdin:
        seen = [here.alone() for _ in range(int(line))]
        print(any(seen), flush=True)
"""


class Other:
    """Another terminal's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """Take the process at the other end of the pipe."""
        self._process = process

    def look(self, times: int) -> None:
        """Let it look so many times whether it is alone."""
        assert self._process.stdin
        self._process.stdin.write(f"{times}\n")
        self._process.stdin.flush()

    def was_alone(self) -> bool:
        """Whether it was, at least once."""
        assert self._process.stdout
        return self._process.stdout.readline() == "True\n"


@contextmanager
def attached(lock: Path) -> Iterator[Other]:
    """Another process that holds the lock, and lets go of it by dying."""
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", OTHER, lock],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        other = Other(process)
        other.look(1)
        other.was_alone()
        yield other
        process.kill()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no POSIX locks")


def test_whoever_else_is_attached_is_noticed(tmp_path: Path) -> None:
    """And noticed to be gone, however it went."""
    lock = tmp_path / "lock"
    with Presence(lock) as here:
        assert here.alone()
        with attached(lock) as there:
            there.look(1)
            assert not there.was_alone()
            assert not here.alone()
        assert here.alone()


def test_of_two_that_look_at_the_same_moment_neither_is_alone(tmp_path: Path) -> None:
    """Looking never lets go of what says that one is there."""
    lock = tmp_path / "lock"
    with Presence(lock) as here, attached(lock) as there:
        there.look(100_000)
        seen = any(here.alone() for _ in range(100_000))
        assert not seen
        assert not there.was_alone()


def test_without_a_lock_everybody_is_alone(tmp_path: Path) -> None:
    """A folder that cannot hold the lock stops nobody from playing."""
    with Presence(tmp_path / "missing" / "lock") as here:
        assert here.alone()


def test_on_a_database_server_nobody_is_alone() -> None:
    """Who else is there cannot be seen from here."""
    with Presence(None) as here:
        assert not here.alone()
