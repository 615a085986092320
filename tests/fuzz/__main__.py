"""Ten minutes of fuzzing: ``make fuzz``, or ``make fuzz MINUTES=1``.

What was found interesting is kept in ``build/fuzz/corpus`` and built upon the next time; a file
that breaks a law is kept in ``build/fuzz`` and named, and the command fails.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.covering import Covered, covered
from tests.fuzz.pieces import DECKS, FRAGMENTS

HOME = Path("build") / "fuzz"
BUILT_IN = Path("content") / "questions.md"
LONGEST = 4096
"""Bytes of a file: enough for every shape, and thousands of files a minute."""

_NONE = (
    "There is no fuzzer for this Python: atheris is built for Python 3.11 to 3.14 on Linux, x86-64."
    " The laws it holds are held by `make test` as well, with fewer files.\n"
)


def main() -> None:
    """Fuzz, then say how much of the code the files found reach."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long")
    parser.add_argument("--seed", type=int, default=0, help="0 for another one each time")
    given = parser.parse_args()
    if find_spec("atheris") is None:
        parser.exit(1, _NONE)
    corpus = HOME / "corpus"
    plant(corpus)
    done = fuzz(corpus, int(given.minutes * 60), given.seed)
    for one in covered(corpus):
        print_line(one)
    sys.exit(done)


def plant(corpus: Path) -> None:
    """Write the first files of the corpus, and the dictionary beside it."""
    corpus.mkdir(parents=True, exist_ok=True)
    built_in = BUILT_IN.read_text("utf-8").split("\n## ")
    for text in (*DECKS, *("## " + part for part in built_in)):
        data = text.encode()
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    words = sorted({piece.encode() for piece in FRAGMENTS})
    (HOME / "words.dict").write_text("".join(map(entry, words)), "ascii")


def entry(word: bytes) -> str:
    """A line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n'


def fuzz(corpus: Path, seconds: int, seed: int) -> int:
    """Run the fuzzer in a process of its own, for it ends the one it runs in; its exit code."""
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST,
        "seed": seed,
        "timeout": 60,
        "rss_limit_mb": 2048,
        "print_final_stats": 1,
        "dict": HOME / "words.dict",
        "artifact_prefix": f"{HOME}/",
    }
    given = [f"-{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.fuzz.target", *given, str(corpus)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own


def print_line(one: Covered) -> None:
    """One row of the table of coverage."""
    share = one.reached / one.lines
    sys.stdout.write(f"{one.name:32} {one.reached:5} of {one.lines:5} lines  {share:6.1%}\n")


if __name__ == "__main__":
    main()
