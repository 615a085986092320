import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from structlog.typing import EventDict

from adapters.watching import Notes, watching
from bot.decks.library import Library, folder
from bot.errors import DatabaseLocked, FileMissing
from bot.model import DeckId, KnownCard
from bot.ports import Store
from bot.service import Catalog
from bot.storage import open_store
from tests.fakes.clock import FakeClock

ONE = "# Cells\n\n## What is a cell?\nA unit of life.\n"
TWO = f"{ONE}\n## What is DNA?\nA molecule.\n"
BROKEN = ONE.replace("## What", "```\n## What")

LONG = 20.0
"""Seconds within which a file is read on a machine that does a lot else."""


class Seen:
    """A folder that is watched, and what is said of it."""

    def __init__(self, path: Path, catalog: Catalog) -> None:
        self.path = path
        self.catalog = catalog
        self.said: asyncio.Queue[str] = asyncio.Queue()

    async def told(self, part: str) -> str:
        """The next sentence that holds this part."""
        async with asyncio.timeout(LONG):
            while part not in (said := await self.said.get()):
                pass
        return said

    def cards(self) -> dict[str, int]:
        """How many cards each deck has that can be asked."""
        return {one.deck.id: len(one.deck.cards) for one in self.catalog.entries()}


@asynccontextmanager
async def watched(path: Path, store: Store) -> AsyncIterator[Seen]:
    """The folder is read, then watched meanwhile."""
    try:
        library = folder(path)
    except FileMissing:
        library = Library((), ())
    seen = Seen(path, Catalog(library.decks, library.problems))
    await seen.catalog.recognise(store)
    notes = Notes(path, library, "UTC")
    async with watching(notes, seen.catalog, store, FakeClock(), seen.said.put_nowait):
        yield seen


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A memory."""
    async with open_store(f"sqlite:///{tmp_path / 'test.db'}") as store:
        yield store


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with one deck."""
    path = tmp_path / "content"
    path.mkdir()
    (path / "cells.md").write_text(ONE)
    return path


@pytest.fixture(params=["the system tells", "it is polled", "nobody tells"])
def told_how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How it becomes known that something changed: the last as on a network drive."""
    how = str(request.param)
    if how != "the system tells":
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    if how == "nobody tells":
        monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "600000")
    return how


def replaced(path: Path, text: str) -> None:
    """Save as careful editors do: the old file goes away, another one takes its name."""
    other = path.with_name(f"{path.name}~")
    other.write_text(text)
    path.rename(path.with_name(f"{path.name}.bak"))
    other.rename(path)


@pytest.mark.usefixtures("told_how")
async def test_what_is_saved_is_asked(content: Path, store: Store) -> None:
    """New files, edits of any kind, folders, other names and deletions."""
    async with watched(content, store) as seen:
        (content / "atoms.md").write_text(ONE)
        assert await seen.told("atoms.md") == "atoms.md was read again: Cells, 1 card."
        (content / "cells.md").write_text(TWO)
        await seen.told("cells.md was read again: Cells, 2 cards.")
        replaced(content / "cells.md", ONE)
        await seen.told("cells.md was read again: Cells, 1 card.")
        (content / "week").mkdir()
        (content / "week" / "one.md").write_text(ONE)
        await seen.told("week/one.md")
        (content / "week" / "one.md").write_text(TWO)
        await seen.told("week/one.md was read again: Cells, 2 cards.")
        (content / "week").rename(content / "day")
        await seen.told("week/one.md is gone, and its deck with it.")
        (content / "atoms.md").unlink()
        await seen.told("atoms.md is gone")

        assert seen.cards() == {"cells": 1, "day-one": 2}


@pytest.mark.usefixtures("told_how")
async def test_a_folder_may_come_go_and_be_replaced(content: Path, store: Store) -> None:
    """One that is not there yet is no error; one that is taken away takes no deck with it."""
    later, away = content.with_name("later"), content.with_name("away")
    async with watched(later, store) as seen:
        shutil.move(content, later)
        await seen.told("cells.md was read again")
        shutil.move(later, away)
        await seen.told("There is no file")
        assert seen.cards() == {"cells": 1}
        later.mkdir()
        (later / "cells.md").write_text(TWO)
        await seen.told("cells.md was read again: Cells, 2 cards.")
        shutil.rmtree(away)
        shutil.move(later, away)
        later.mkdir()
        (later / "atoms.md").write_text(ONE)
        await seen.told("cells.md is gone")

        assert seen.cards() == {"atoms": 1}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.usefixtures("told_how")
async def test_a_config_map_is_followed(tmp_path: Path, store: Store) -> None:
    """Kubernetes changes all files in one step, by where one hidden link leads."""
    top = tmp_path / "volume"
    for version, text in (("..1", ONE), ("..2", TWO)):
        (top / version / "week").mkdir(parents=True)
        (top / version / "cells.md").write_text(text)
        (top / version / "week" / "one.md").write_text(text)
    (top / "..data").symlink_to("..1")
    (top / "cells.md").symlink_to("..data/cells.md")
    (top / "week").symlink_to("..data/week")
    async with watched(top, store) as seen:
        (top / "..data_tmp").symlink_to("..2")
        (top / "..data_tmp").rename(top / "..data")
        shutil.rmtree(top / "..1")
        await seen.told("week/one.md")

        assert seen.cards() == {"cells": 2, "week-one": 2}


async def test_one_file_alone_is_watched(content: Path, store: Store) -> None:
    """Where the notes are one file, others beside it are not."""
    (content / "atoms.md").write_text(ONE)
    async with watched(content / "cells.md", store) as seen:
        (content / "atoms.md").write_text(TWO)
        replaced(content / "cells.md", TWO)
        await seen.told("cells.md was read again: Cells, 2 cards.")

        assert seen.cards() == {"cells": 2}


async def test_a_burst_of_saves_is_read_seldom(content: Path, store: Store) -> None:
    """The last version counts, and not each one on the way costs a reading."""
    async with watched(content, store) as seen:
        for number in range(200):
            text = "".join(f"\n## What is {one}?\nIt.\n" for number in range(number) for one in "a")
            (content / "cells.md").write_text(f"{ONE}{text}")
            await asyncio.sleep(0)
        (content / "cells.md").write_text(TWO)
        await seen.told("2 cards")

        assert seen.said.qsize() == 0
        assert seen.cards() == {"cells": 2}


async def test_what_is_broken_is_logged(
    content: Path, store: Store, logged: list[EventDict]
) -> None:
    """File, line, and what to do; then that it is live again, and with which errors."""
    (content / "long.md").write_text("".join(f"## What is {n}?\nIt.\n\n" for n in range(9)))
    async with watched(content, store) as seen:
        (content / "cells.md").write_text(BROKEN)
        told = await seen.told("cells.md")
        (warning,) = [one for one in logged if one["log_level"] == "warning"]
        assert (warning["file"], warning["line"]) == ("cells.md", 3)
        assert "Put a line with ```" in warning["reason"]
        assert warning["shown"] == "the last good version"
        assert told.startswith("The last good version of cells.md is shown, as it was on ")
        assert (seen.cards()["cells"], seen.catalog.find("cells").kept is None) == (1, False)

        (content / "cells.md").write_text(TWO)
        await seen.told("cells.md was read again")
        assert seen.catalog.find("cells").kept is None
        text = (content / "long.md").read_text()
        (content / "long.md").write_text(text.replace("## What is 7", "```\n## What is 7"))
        said = await seen.told("long.md was read again")
        assert "7 cards, 1 error: /deck show long says more" in said
        errors = logged[-1]
        assert (errors["event"], errors["file"], errors["line"]) == (
            "notes have errors",
            "long.md",
            22,
        )


class Moody:
    """A memory that fails a few times."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.failures = 0

    async def known_cards(self, deck: DeckId) -> tuple[KnownCard, ...]:
        """See ``Store.known_cards``."""
        if self.failures:
            self.failures -= 1
            raise DatabaseLocked("here")
        return await self._store.known_cards(deck)

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)


async def test_a_memory_that_fails_is_asked_again(
    content: Path, store: Store, logged: list[EventDict]
) -> None:
    """Until then everything is as it was."""
    moody = Moody(store)
    async with watched(content, cast("Store", moody)) as seen:
        moody.failures = 2
        (content / "cells.md").write_text(TWO)
        await seen.told("2 cards")

    failed = [one for one in logged if one["event"] == "changed notes are not asked yet"]
    assert (len(failed), failed[0]["log_level"]) == (2, "warning")


async def test_two_that_watch_one_folder_agree(content: Path, store: Store) -> None:
    """Each card has the same id in both, whoever came first."""
    async with watched(content, store) as one, watched(content, store) as other:
        for _ in range(3):
            text = (content / "cells.md").read_text()
            text += "\n## Where is the DNA of a cell?\nIn the nucleus, mostly.\n"
            replaced(content / "cells.md", text.replace("Where is the DNA", "Where is that DNA", 1))
            await asyncio.gather(one.told("read again"), other.told("read again"))
            ids = [card.id for card in one.catalog.find("cells").deck.cards]

            assert ids == [card.id for card in other.catalog.find("cells").deck.cards]
            assert len(await store.known_cards(DeckId("cells"))) == len(ids)
