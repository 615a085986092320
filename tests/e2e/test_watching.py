"""Notes are edited while the bot serves people: what they are asked, and what they are told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, User
from tests.fakes.people import commanded, pressed
from tests.fakes.process import Process, school, serving

pytestmark = pytest.mark.timeout(90)

CELLS = "# Cells\n\n## What is a cell?\nA unit of life.\n"
BROKEN = "# Cells\n\n```\n## What is a cell?\nA unit of life.\n"


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord that checks every request, and at the end has nothing to complain of."""
    async with FakeDiscord(spec=published()) as server:
        yield server
    assert server.complaints() == []


@dataclass
class Hall:
    """A room in which Ana asks what decks there are."""

    server: FakeDiscord
    bot: Process
    room: Channel
    ana: User

    async def say(self, name: str, **given: str) -> Message:
        """What a command is answered with."""
        return await commanded(self.server, self.ana, self.room, name, **given)

    async def listed(self, words: str, *, wanted: bool = True) -> None:
        """Ask for the decks until the list has these words, or has them no more."""
        async with asyncio.timeout(20):
            while (words in (await self.say("deck list")).texts()) is not wanted:
                pass

    async def logged(self, words: str) -> str:
        """The newest line of the log with these words, once there is one."""
        async with asyncio.timeout(20):
            while words not in self.bot.said:
                await self.say("deck list")
        return next(line for line in reversed(self.bot.said.splitlines()) if words in line)


async def test_notes_are_edited_while_people_play(server: FakeDiscord, tmp_path: Path) -> None:
    """A new file is asked, a broken one is told of and stays as it was, a deleted one is gone."""
    room, ana = (await server.add_guild("School", "hall")).channel("hall"), server.add_user("Ana")
    async with serving(server, school(tmp_path), STUDYBOT_LOG="info") as bot:
        hall = Hall(server, bot, room, ana)
        file = tmp_path / "content" / "cells.md"
        file.write_text(CELLS)
        await hall.listed("cells")
        question = await hall.say("quiz", deck="cells")
        assert "What is a cell?" in question.texts()

        file.write_text(BROKEN)
        await hall.listed("Put a line with")
        warning = await hall.logged("notes cannot be used")
        assert "line=3" in warning
        assert "Put a line with ```" in warning
        shown = await hall.say("deck show", deck="cells")
        assert "The last good version of cells.md is shown" in shown.texts()
        assert "What is a cell?" in (await hall.say("quiz", deck="cells")).texts()

        file.unlink()
        await hall.listed("cells", wanted=False)
        answer = await pressed(server, ana, question, question.buttons()[0].label)
        assert "A unit of life." in answer.texts()
        assert await bot.stop() == 0
        assert "Traceback" not in bot.said
