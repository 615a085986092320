"""Kill bots, many times, and tell what became of it: see ``make crash``."""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
import time

import uvloop

from tests.crash import results
from tests.crash.running import LIVES, tell
from tests.fakes.chats.every import CHATS


def main() -> int:
    """What the arguments say; 1 if anything went wrong."""
    given = argparse.ArgumentParser(prog="make crash")
    given.add_argument("--kills", type=int, default=20, help="how many bots to kill")
    given.add_argument("--chat", choices=CHATS, help="in this chat alone")
    given.add_argument("--seed", type=int, help="of the first story; others follow from it")
    wish = given.parse_args()
    lives = min(LIVES, wish.kills)
    seed = time.time_ns() % 1_000_000 if wish.seed is None else wish.seed
    chats = [wish.chat] if wish.chat else CHATS
    plots = [
        (chats[number % len(chats)], seed + number // len(chats))
        for number in range(math.ceil(wish.kills / lives))
    ]
    print(f"{len(plots)} stories of {lives} kills, from seed {seed} on")  # noqa: T201 -- see above
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcomes = runner.run(tell(plots, lives))
    wrong = list(results.faults(outcomes, lives))
    print("\n".join((results.table(outcomes), *wrong)))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
