"""Edit notes in every way, with a database in the middle, and tell what happened to scores.

.venv/bin/python -m tests.edits
"""

from __future__ import annotations

import asyncio
import sys
import tempfile

from bot.storage import open_store
from tests.edits.playing import all_played, table
from tests.fakes.postgres import running_server


async def main() -> int:
    """Print the table for each database; 1 if any score is not where it belongs."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = await _shown("SQLite", f"sqlite:///{folder}/studybot.db")
    with running_server() as server:
        async with server.database() as url:
            wrong += await _shown("PostgreSQL", url)
    print("\n".join(wrong) or "every score is where it belongs")  # noqa: T201 -- what came of it
    return 1 if wrong else 0


async def _shown(database: str, url: str) -> list[str]:
    async with open_store(url) as store:
        shown = await all_played(store)
        changed = await store.rescore()
    print(f"{database}\n\n{table(shown)}\n\nrescoring changed {changed} lines\n")  # noqa: T201 -- the table
    wrong = [fault for each in shown for fault in each.faults]
    return [*wrong, "boards differ from the answers"] if changed else wrong


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
