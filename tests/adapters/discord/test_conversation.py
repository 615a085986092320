"""What people do in a server, and what they then see: on a simulated Discord with its rules."""

import asyncio
from pathlib import Path

import pytest

from bot.invocations import Invocation
from bot.model import Request
from bot.screens import Reply
from bot.service import Studybot
from tests.fakes.simulated import response, simulation, words

pytestmark = pytest.mark.timeout(60)

ONE = """# Cells

## 1. What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water
"""


async def test_slow_work_is_announced(tmp_path: Path) -> None:
    """What takes over a second and a half is deferred; the question then stands in its place."""
    async with simulation(tmp_path, ONE, core=Slow) as here:
        result = await here.someone("Ana").slash(here.channel, "quiz")
        await here.env.advance_time(5)

        assert "'type': 5" in here.env.transcript()
        assert not response(result).ephemeral
        assert "mitochondria" in words(response(result))
        assert len(await here.bot.store.open_rounds(here.room)) == 1


async def test_a_slow_mistake_stays_private(tmp_path: Path) -> None:
    """What was announced to the room and then went wrong is taken back and told to the asker."""
    async with simulation(tmp_path, ONE, core=Slow) as here:
        result = await here.someone("Ana").slash(here.channel, "quiz", deck="physics")
        await here.env.advance_time(5)

        assert "'type': 5" in here.env.transcript()
        assert result.response is None
        assert [told.ephemeral for told in result.followups] == [True]
        assert "physics" in words(result.followups[0])


async def test_a_channel_where_the_bot_may_not_write(tmp_path: Path) -> None:
    """A question that could never be revealed is not asked; the asker learns what is missing."""
    async with simulation(tmp_path) as here:
        ana = here.someone("Ana")

        told = response(await ana.slash(here.closed_channel(), "quiz"))

        assert told.ephemeral
        assert "Send Messages" in words(told)
        assert await here.bot.store.open_rooms(here.room.space) == ()


async def test_proposals_while_typing(tmp_path: Path) -> None:
    """A deck is proposed by its title and chosen by its name."""
    async with simulation(tmp_path) as here:
        offered = await here.someone("Ana").autocomplete(here.channel, "quiz", "deck", "organs")

        assert offered == [{"name": "Organs of the cell", "value": "cells"}]


class Slow(Studybot):
    """A core in which every command takes two seconds."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Wait, then do it."""
        await asyncio.sleep(2)
        return await super().perform(invocation, request)
