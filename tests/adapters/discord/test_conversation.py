"""A few things people do, before a second judge of Discord's rules: a simulated Discord."""

from pathlib import Path

import pytest

from tests.fakes.simulated import response, simulation, words

pytestmark = pytest.mark.timeout(60)

ONE = """# Cells

## 1. What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water
"""


async def test_a_question_and_its_verdict(tmp_path: Path) -> None:
    """The room sees the question, one person alone the verdict."""
    async with simulation(tmp_path, ONE) as here:
        ana = here.someone("Ana")
        question = response(await ana.slash(here.channel, "quiz"))
        told = response(await ana.click(question, label="A"))

        assert not question.ephemeral
        assert "What do mitochondria do?" in words(question)
        assert told.ephemeral
        assert "cells.md" in words(told)


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


async def test_a_question_a_day(tmp_path: Path) -> None:
    """Whoever manages the server sets it, and at its time it stands in the channel."""
    async with simulation(tmp_path) as here:
        mo = here.someone("Mo", organiser=True)
        told = response(await mo.slash(here.channel, "daily set", time="10am", timezone="UTC"))
        schedule = await here.bot.store.schedule(here.room)
        assert schedule
        assert schedule.next
        await here.wait((schedule.next.at - here.env.now()).total_seconds())

        assert told.ephemeral
        assert "every day at 10:00, UTC" in words(told)
        [asked] = await here.bot.store.open_rounds(here.room)
        assert asked.daily
        assert asked.opened_at


async def test_times_are_proposed_while_typing(tmp_path: Path) -> None:
    """What is typed is offered in its proper spelling."""
    async with simulation(tmp_path) as here:
        mo = here.someone("Mo", organiser=True)

        offered = await mo.autocomplete(here.channel, "daily set", "time", "9p")

        assert {"name": "21:00", "value": "21:00"} in offered
