"""A bot that is killed at bad moments and started again, on every chat."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.chats.chat import Chat, Message, Request
from tests.fakes.chats.every import CHATS, chat_of
from tests.fakes.process import school

pytestmark = [pytest.mark.timeout(90), pytest.mark.long]


@pytest.fixture(params=CHATS)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A chat with three people in it, that at the end has nothing to complain of."""
    async with chat_of(request.param, limited=True) as chat:
        for name in ("Ana", "Bo", "Cy"):
            chat.person(name)
        yield chat
    assert chat.complaints() == []


async def test_killed(chat: Chat, tmp_path: Path) -> None:
    """Whatever was going on goes on after the restart, and nothing is lost or counted twice.

    A question of Ana's own series had been posted without the bot having heard of that, one was
    open in the hall, and the time of one in the yard was running.
    """
    async with chat.process(school(tmp_path)) as first:
        await posted_unheard(chat)
        question = await chat.command("Bo", "quiz")
        verdict = await chat.press("Bo", question, "A")
        timed = await chat.command("Cy", "quiz", "yard", seconds=4)
        assert "Recorded: A" in (await chat.press("Cy", timed, "A")).texts()
        await first.kill()
    async with chat.process(tmp_path) as second:
        await old_buttons_answer(chat, question, verdict)
        await posted_series_goes_on(chat)
        await chat.until(lambda: "Over" in timed.texts(), 20)
        assert "of 1 right" in timed.texts()
        assert await second.stop() == 0
        assert second.rows("select count(*) from answers") == [(5,)]
        own = chat.room("@Ana").channel
        earned = second.rows(
            "select rounds.channel, sum(correct), sum(points)"
            " from answers join rounds on rounds.id = answers.round group by rounds.channel"
        )
        [(right, points)] = [(right, points) for room, right, points in earned if room == own]
        assert points == 10 * right
        assert re.search(rf"{points} points.*{right} of 2 right", chat.newest("@Ana").texts())


async def posted_unheard(chat: Chat) -> None:
    """Ana answers, the next question is posted, and the bot does not hear that it was."""
    first = await chat.command("Ana", "quiz", "@Ana", questions=2)
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
    await chat.press("Ana", chat.messages("@Ana")[1], "A")
    await chat.until(lambda: "Result: " in chat.newest("@Ana").texts(), 20)
    shown = [re.search("question . of 2|Result", one.texts()) for one in chat.messages("@Ana")]
    told = [one[0] for one in shown if one]
    copies = told.count("question 2 of 2")
    assert copies == 1 or not chat.knows_again
    assert told == ["question 1 of 2", *["question 2 of 2"] * copies, "Result"]
    assert all("Over" in one.texts() for one in chat.messages("@Ana")[:-1])
