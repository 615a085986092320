"""What the worst files cost: processor time and memory of one sign or line, over and over.

    .venv/bin/python -m bench.hostile [MEGABYTES]

Every file is read in a process of its own, which is ended after a minute.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from time import process_time

from bot.decks.parsing import parse
from bot.errors import NotText

PIECES = (
    *("[", "![", ">", "> ", "- ", "*", "**a ", "_", "<", "<b>", "`", "|", "$", "&", "\\", "a"),
    *("word ", "a?\n\n", "# \n", "## a?\nb\n", "- [x] a\n", "A) x\n", "Q: a\nA: b\n", "a :: b\n"),
    *("==a== ", "{{a}}", "<details>\n", "<details><summary>Q?</summary>a</details>\n", "\n", "\0a"),
    *("\N{GRINNING FACE}", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "- **T**: d\n"),
    *("|a|b|\n|-|-|\n|c|d|\n\n", "[x]: /u\n", "[a](b) ", "![a](b) ", "~~~\n\n~~~\n", "> > a\n"),
)
SECONDS = 60


def main() -> None:
    """A line for each piece, in a process for each."""
    size = sys.argv[1] if len(sys.argv) > 1 else "1"
    for place in range(len(PIECES)):
        command = [sys.executable, "-m", "bench.hostile", size, str(place)]
        try:
            subprocess.run(command, check=True, timeout=SECONDS)  # noqa: S603 - this module
        except subprocess.TimeoutExpired:
            print(f"{PIECES[place]!r:60} over {SECONDS} s")


def measure(piece: str, size: int) -> None:
    """Read ``size`` bytes of ``piece``, and print what it took."""
    data = (piece.encode() * (size // len(piece.encode()) + 1))[:size]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    try:
        shown = f"{len(parse(data, 'n.md').cards)} cards"
    except NotText:
        shown = "refused"
    took = process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{piece!r:60} {took:7.2f} s {grown / 1024:7.0f} MB  {shown}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 - a size and a place
        measure(PIECES[int(sys.argv[2])], int(float(sys.argv[1]) * 1_000_000))
    else:
        main()
