"""A bot that is killed at bad moments and started again, on every chat."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.chats.chat import Chat, Message, Request
from tests.fakes.chats.every import CHATS, chat_of
from tests.fakes.process import Process, school

pytestmark = pytest.mark.timeout(90)


@pytest.fixture(params=CHATS)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A chat with three people in it, that at the end has nothing to complain of."""
    async with chat_of(request.param, limited=True) as chat:
        for name in ("Ana", "Bo", "Cy"):
            chat.person(name)
        yield chat
    assert chat.complaints() == []


async def test_killed(chat: Chat, tmp_path: Path) -> None:
    """Whatever was going on goes on after the restart, and nothing is counted twice.

    A question was open in the hall, a timed series ran in the yard, and a question of Ana's own
    series had been posted without the bot having heard of that.
    """
    async with chat.process(school(tmp_path)) as first:
        question = await chat.command("Bo", "quiz")
        verdict = await chat.press("Bo", question, "A")
        timed = await chat.command("Cy", "quiz", "yard", questions=2, seconds=2)
        assert "Recorded: A" in (await chat.press("Cy", timed, "A")).texts()
        own = await chat.command("Ana", "quiz", "@Ana", questions=2)
        await posted_unheard(chat, own)
        await first.kill()
    async with chat.process(tmp_path) as second:
        await old_buttons_answer(chat, question, verdict)
        await posted_series_goes_on(chat)
        await timed_series_goes_on(chat, second, timed)
        assert await second.stop() == 0
        assert second.rows("select count(*) from answers") == [(6,)]


async def posted_unheard(chat: Chat, first: Message) -> None:
    """Ana answers, the next question is posted, and the bot does not hear that it was."""
    chat.lose_next(Request.POST)
    await chat.press("Ana", first, "A")
    await chat.until(lambda: len(chat.messages("@Ana")) == 2)


async def old_buttons_answer(chat: Chat, question: Message, verdict: Message) -> None:
    """The same buttons answer after the restart, each person once, and the count goes on."""
    again = (await chat.press("Bo", question, "B")).texts()
    assert "You answered this before: A." in again
    assert verdict.texts().splitlines()[1:] == again.splitlines()[1:]
    assert "You answered this before" not in (await chat.press("Cy", question, "B")).texts()
    await chat.until(lambda: "2 answered" in question.texts())


async def posted_series_goes_on(chat: Chat) -> None:
    """What was posted works; where the chat could not tell it is posted again, and both do."""
    second = chat.messages("@Ana")[1]
    await chat.press("Ana", second, "A")
    await chat.until(lambda: "Result: " in chat.newest("@Ana").texts(), 20)
    shown = [re.search("question . of 2|Result", one.texts()) for one in chat.messages("@Ana")]
    told = [one[0] for one in shown if one]
    copies = told.count("question 2 of 2")
    assert copies == 1 or not chat.knows_again
    assert told == ["question 1 of 2", *["question 2 of 2"] * copies, "Result"]
    assert all("Over" in one.texts() for one in chat.messages("@Ana")[:-1])


async def timed_series_goes_on(chat: Chat, bot: Process, first: Message) -> None:
    """The series goes on after the restart, and its report counts the answers before it."""
    await chat.until(lambda: "Over" in first.texts(), 20)
    await chat.until(lambda: len(chat.messages("yard")) == 2, 20)
    second = chat.newest("yard")
    assert "question 2 of 2" in second.texts()
    assert "Recorded: A" in (await chat.press("Cy", second, "A")).texts()
    await chat.until(lambda: len(chat.messages("yard")) == 3, 20)
    assert "Over" in second.texts()
    earned = {
        channel: (right, points)
        for channel, right, points in bot.rows(
            "select rounds.channel, sum(correct), sum(points)"
            " from answers join rounds on rounds.id = answers.round group by rounds.channel"
        )
    }
    right, points = earned[chat.room("yard").channel]
    assert points == 10 * right
    assert re.search(rf"{points} points.*{right} of 2 right", chat.newest("yard").texts())
