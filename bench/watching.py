"""How long it takes until a saved file is live, in the bot as a person starts it.

    .venv/bin/python -m bench.watching [--saves N] [--cards N]

A deck is saved again and again at odd moments, broken, mended and deleted, while the quiz in a
terminal runs; live is what it says after the decks were changed. Once the system tells of changes,
once nobody does, as on a network drive: then the folder has only been looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.process import ROOT

PATIENCE = 30.0
"""Seconds that are waited for one save."""

UNTOLD = {"WATCHFILES_FORCE_POLLING": "1", "WATCHFILES_POLL_DELAY_MS": "3600000"}
"""Has nothing told of changes."""


async def main(saves: int, cards: int) -> None:
    """Print what was measured."""
    for way, settings in (("the system tells", {}), ("nobody tells", UNTOLD)):
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "content").mkdir()
            file = folder / "content" / "deck.md"
            file.write_text(_deck(cards, 0))
            async with _quiz(folder, settings) as said:
                await _measure(way, file, said, saves, cards)


async def _measure(way: str, file: Path, said: asyncio.Queue[str], saves: int, cards: int) -> None:
    saved, broken, gone = [], [], []
    for number in range(1, saves + 1):
        saved.append(await _until(said, "read again", file, _deck(cards, number)))
        broken.append(await _until(said, "The last good", file, f"```\n{_deck(cards, number)}"))
        await _until(said, "read again", file, _deck(cards, number))
        gone.append(await _until(said, "is gone", file, None))
        await _until(said, "read again", file, _deck(cards, 0))
    for what, took in (("saved", saved), ("broken", broken), ("deleted", gone)):
        figures = f"{median(took):6.2f} s median {max(took):6.2f} s worst"
        print(f"{figures} of {saves}: {what}, a deck of {cards} cards, {way}")


async def _until(said: asyncio.Queue[str], words: str, file: Path, text: str | None) -> float:
    """Write the file, or delete it; the seconds until the words are said."""
    await asyncio.sleep(random.uniform(0.2, 1.4))  # noqa: S311 -- no secret
    assert said.empty()
    begun = perf_counter()
    _write(file, text)
    async with asyncio.timeout(PATIENCE):
        while words not in await said.get():
            pass
    return perf_counter() - begun


def _write(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink()
    else:
        file.write_text(text)


@asynccontextmanager
async def _quiz(folder: Path, settings: dict[str, str]) -> AsyncIterator[asyncio.Queue[str]]:
    """What a quiz in a terminal says of files, line by line."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters", "play"),
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said: asyncio.Queue[str] = asyncio.Queue()

    async def listen() -> None:
        assert process.stdout
        async for line in process.stdout:
            if b"deck.md" in line:
                said.put_nowait(line.decode())

    assert process.stdout
    await process.stdout.readline()  # the greeting
    listening = asyncio.create_task(listen())
    try:
        yield said
    finally:
        process.terminate()
        await process.wait()
        await listening


def _deck(cards: int, number: int) -> str:
    lines = (f"## {one}. What is part {one}?\nPart {one} of {number}.\n" for one in range(cards))
    return "# Deck\n\n" + "\n".join(lines)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--saves", type=int, default=20)
    reader.add_argument("--cards", type=int, default=200)
    arguments = reader.parse_args()
    asyncio.run(main(arguments.saves, arguments.cards))
