import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHOICES = "- [x] It is even\n- [ ] It is odd\n- [ ] It is negative\n"
NOTES = "# Numbers\n" + "".join(
    f"\n## {number}. What is true of {number}0?\nTen divides it.\n\n{CHOICES}"
    for number in range(1, 8)
)


class Playing:
    """A terminal quiz in a process of its own, at the other end of a pipe."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.seen = ""

    def say(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def until(self, words: str) -> str:
        """Read on until a line holds these words; everything read since they were asked for."""
        assert self.process.stdout
        read = ""
        while words not in read:
            line = self.process.stdout.readline()
            assert line, f"{words!r} never came:\n{self.seen}{read}"
            read += line
        self.seen += read
        return read

    def answer_question(self, number: int) -> None:
        """Press A on this question once it is shown."""
        self.until(f"question {number} of 3")
        self.until("Type a, b or c")
        self.say("a")

    def right(self) -> int:
        """In how many reveals this person was right."""
        return len(re.findall(r"^Over:.* 1 of 1 right$", self.seen, re.MULTILINE))


@contextmanager
def playing(folder: Path) -> Iterator[Playing]:
    """A process that is gone in the end, whatever happened."""
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content" / "numbers.md").write_text(NOTES, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if "STUDYBOT" not in name}
    process = subprocess.Popen(
        [sys.executable, "-m", "adapters", "play", "--as", "Ana"],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield Playing(process)
        finally:
            process.kill()


@pytest.mark.long
@pytest.mark.parametrize("seconds", [20, 2])
def test_killed_in_the_second_round(tmp_path: Path, seconds: int) -> None:
    """A series killed in its second round goes on there, and its report counts every round.

    With a long limit the second round is still open; with a short one it ran out meanwhile.
    """
    with playing(tmp_path) as first:
        first.say(f"/quiz questions:3 seconds:{seconds}")
        first.answer_question(1)
        first.until("question 2 of 3")
        first.process.kill()
    with playing(tmp_path) as second:
        for number in (2, 3):
            second.answer_question(number)
        second.until("Result: Numbers")
        result = second.until(" right\n")
    right = first.right() + second.right()
    assert re.search(rf"1\s+Ana\s+{right * 10} points\s+{right} of 3 right", result)
