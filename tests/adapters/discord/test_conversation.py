"""What people do in a server, and what they then see: on a simulated Discord with its rules."""

import asyncio
from pathlib import Path

import discord
import pytest
from structlog.typing import EventDict

from bot.actions import AnswerRound, encode, encode_menu
from bot.invocations import Invocation
from bot.model import Request, RoundId
from bot.screens import Reply
from bot.service import Studybot
from tests.fakes.simulated import Simulation, components, response, simulation, words

pytestmark = pytest.mark.timeout(60)

RECALL = "# Cells\n\n## 1. Tell the story of endosymbiosis.\nIt is long.\n"
TWO = """# Cells

## 1. Which of these have a wall?
Plants and fungi.

- [x] Plants
- [x] Fungi
- [ ] Mammals
"""
ONE = """# Cells

## 1. What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water
"""


async def open_round(here: Simulation) -> tuple[RoundId, tuple[int, ...]]:
    """The round that is open in the channel, and its key."""
    asked = (await here.bot.store.open_rounds(here.room))[-1]
    return asked.id, asked.question.key


def press(asked: RoundId, *picks: int) -> str:
    """The id of an option's button."""
    return encode(AnswerRound(asked, picks))


async def test_a_question_and_its_verdicts(tmp_path: Path) -> None:
    """The room sees the question, each person alone their verdict; the first answer counts."""
    async with simulation(tmp_path, ONE) as here:
        ana, bo = here.someone("Ana"), here.someone("Bo")
        question = response(await ana.slash(here.channel, "quiz"))
        asked, (key,) = await open_round(here)
        wrong = (key + 1) % 3

        right = response(await ana.click(question, custom_id=press(asked, key)))
        failed = response(await bo.click(question, custom_id=press(asked, wrong)))
        again = response(await bo.click(question, custom_id=press(asked, key)))
        await here.wait(2)

        assert not question.ephemeral
        assert "What do mitochondria do?" in words(question)
        assert all(told.ephemeral for told in (right, failed, again))
        assert "Right" in words(right)
        assert "They release energy" in words(failed)
        assert "before" in words(again)
        assert "2 answered" in words(question)
        outcome = await here.bot.store.outcome(asked)
        assert [one.correct for one in outcome.answers] == [True, False]


async def test_several_right_options(tmp_path: Path) -> None:
    """Where two are right they are chosen together, in a menu."""
    async with simulation(tmp_path, TWO) as here:
        ana = here.someone("Ana")
        question = response(await ana.slash(here.channel, "quiz"))
        asked, key = await open_round(here)

        chosen = [str(index) for index in reversed(key)]
        told = response(await ana.select(question, chosen, custom_id=encode_menu(asked)))

        assert "Right" in words(told)


async def test_open_recall(tmp_path: Path) -> None:
    """The answer is shown to whoever asks for it, who then says whether they knew it."""
    async with simulation(tmp_path, RECALL) as here:
        ana = here.someone("Ana")
        question = response(await ana.slash(here.channel, "quiz"))
        asked, _ = await open_round(here)

        answer = response(await ana.click(question, label="Show the answer"))
        noted = response(await ana.click(answer, label="I knew it"))

        assert answer.ephemeral
        assert "It is long." in words(answer)
        assert "you knew it" in words(noted)
        assert len((await here.bot.store.outcome(asked)).answers) == 1


async def test_a_board_turns_where_it_is(tmp_path: Path) -> None:
    """The pages of one's own board change in place; shown to the room, it is a new message."""
    async with simulation(tmp_path, ONE) as here:
        ana = here.someone("Ana")
        question = response(await ana.slash(here.channel, "quiz"))
        asked, (key,) = await open_round(here)
        await ana.click(question, custom_id=press(asked, key))

        board = response(await ana.slash(here.channel, "leaderboard"))
        buttons = [one["custom_id"] for one in components(board) if one["type"] == 2]
        week = next(one for one in buttons if one.startswith("b:week"))
        turned = await ana.click(board, custom_id=week)
        shared = response(await ana.click(board, label="Show to the room"))

        assert board.ephemeral
        assert "This week" in words(board)
        assert turned.followups == []
        assert not shared.ephemeral
        assert "Ana" in words(shared)


async def test_a_series_with_its_report(tmp_path: Path) -> None:
    """Questions follow each other by the clock, each is revealed in its place, a report ends it."""
    async with simulation(tmp_path) as here:
        ana = here.someone("Ana")
        first = response(await ana.slash(here.channel, "quiz", questions=2, seconds=10))
        asked, key = await open_round(here)
        if len(key) == 1:
            told = response(await ana.click(first, custom_id=press(asked, *key)))
            assert "Recorded" in words(told)

        for _ in range(3):
            await here.wait(11)

        assert "Over" in words(first)
        last = here.channel.last_message
        assert last is not None
        assert "Result" in "\n".join(
            item.content
            for item in discord.ui.LayoutView.from_message(last).walk_children()
            if isinstance(item, discord.ui.TextDisplay)
        )


async def test_only_the_starter_or_a_moderator_stops(tmp_path: Path) -> None:
    """Somebody else is told so; whoever may manage messages can."""
    async with simulation(tmp_path) as here:
        ana, bo, mo = here.someone("Ana"), here.someone("Bo"), here.someone("Mo", moderator=True)
        await ana.slash(here.channel, "quiz", questions=3)

        refused = response(await bo.slash(here.channel, "stop"))
        stopped = response(await mo.slash(here.channel, "stop"))

        assert refused.ephemeral
        assert stopped.ephemeral
        assert "moderator" in words(refused)
        assert "result follows" in words(stopped)


async def test_an_unreadable_button_is_answered(tmp_path: Path) -> None:
    """A button of another version says so instead of failing without a word."""
    async with simulation(tmp_path) as here:
        ana = here.someone("Ana")
        view = discord.ui.LayoutView()
        button: discord.ui.Button[discord.ui.LayoutView]
        button = discord.ui.Button(label="?", custom_id="z:new:thing")
        view.add_item(discord.ui.ActionRow(button))
        view.stop()
        channel = here.env.bot.get_channel(here.channel.id)
        assert isinstance(channel, discord.TextChannel)
        posted = await channel.send(view=view)

        told = response(await ana.click(posted, custom_id="z:new:thing"))

        assert told.ephemeral
        assert "newer version" in words(told)


async def test_an_error_nobody_foresaw_reaches_the_person(
    tmp_path: Path, logged: list[EventDict]
) -> None:
    """Whatever breaks inside, the person is told in a sentence, and the log says what broke."""
    async with simulation(tmp_path, core=Broken) as here:
        told = response(await here.someone("Ana").slash(here.channel, "quiz"))

        assert told.ephemeral
        assert "ZeroDivisionError" in words(told)
    assert [entry["event"] for entry in logged if entry["log_level"] == "error"] == [
        "an interaction failed"
    ]
    logged.clear()


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


async def test_a_verdict_leaves_nothing_behind(tmp_path: Path) -> None:
    """However many people are answered, no task stays for any of them."""
    async with simulation(tmp_path, ONE) as here:
        ana = here.someone("Ana")
        question = response(await ana.slash(here.channel, "quiz"))
        asked, (key,) = await open_round(here)
        await ana.click(question, custom_id=press(asked, key))
        await here.wait(2)
        before = len(asyncio.all_tasks())

        for _ in range(20):
            await ana.click(question, custom_id=press(asked, key))
        await here.wait(2)

        assert len(asyncio.all_tasks()) <= before


class Broken(Studybot):
    """A core in which every command fails in a way nobody foresaw."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Divide by nothing."""
        return Reply() if 1 / 0 else await super().perform(invocation, request)


class Slow(Studybot):
    """A core in which every command takes two seconds."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Wait, then do it."""
        await asyncio.sleep(2)
        return await super().perform(invocation, request)
