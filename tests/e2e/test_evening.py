"""A whole evening on every chat: the bot is a process, people click."""

import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.chats.chat import Chat, Request, reader
from tests.fakes.chats.every import CHATS, chat_of
from tests.fakes.process import Process, school

pytestmark = pytest.mark.timeout(90)

INTERRUPTED = 130


# By HTTP there is a shorter evening in test_slack.py.
@pytest.fixture(
    params=[pytest.param(one, marks=[pytest.mark.long] * (one == "slack-http")) for one in CHATS]
)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A chat that at the end has nothing to complain of."""
    async with chat_of(request.param, limited=True) as chat:
        yield chat
    assert chat.complaints() == []


def quiet(bot: Process) -> bool:
    """Whether it has met nothing that it did not expect."""
    return not re.search(r"Traceback|\[error|\[critical", bot.said)


async def test_an_evening(chat: Chat, tmp_path: Path) -> None:
    """A question is asked, answered, counted and revealed; the board is turned and shared.

    In the end the bot is stopped while a verdict is on its way, which still arrives.
    """
    people = ["Ana", "Late", *(f"Player {number}" for number in range(10))]
    for name in people:
        chat.person(name)
    async with chat.process(school(tmp_path)) as bot:
        await a_question(chat, people)
        await a_board(chat)
        question = await chat.command("Ana", "quiz")
        hold = chat.hold_next(Request.VERDICT)
        press = await chat.pressing("Late", question, "A")
        await hold.reached.wait()
        bot.signal(signal.SIGTERM)
        hold.release()

        assert reader(await chat.told(press)) == "Late"
        assert await bot.ended() == 0
        assert "1 answered" in question.texts()
        assert bot.rows("select count(*) from answers") == [(13,)]
        assert quiet(bot)


async def a_question(chat: Chat, people: list[str]) -> None:
    """Everybody answers Ana's question, one of them twice and one too late."""
    question = await chat.command("Ana", "quiz")
    assert "nobody answered yet" in question.texts()
    told = [await chat.press(name, question, "A") for name in people]
    assert [reader(one) for one in told] == people
    again = await chat.press("Ana", question, "B")
    assert "You answered this before: A." in again.texts()
    await chat.until(lambda: "12 answered" in question.texts())
    assert "the answer follows" in (await chat.command("Ana", "stop")).texts()
    await chat.until(lambda: "of 12 right" in question.texts())
    assert not question.buttons()


async def a_board(chat: Chat) -> None:
    """Ana looks at the board's second page, and shows it to everybody."""
    board = await chat.command("Ana", "leaderboard")
    assert reader(board) == "Ana"
    assert "page 1 of 2" in board.texts()
    assert await chat.turn("Ana", board, "Next page") is board
    assert "page 2 of 2" in board.texts()
    shown = await chat.share("Ana", board, "Show to the room")
    assert "page 2 of 2" in shown.texts()
    assert not shown.buttons()


@pytest.mark.parametrize(
    "chat", ["discord", pytest.param("slack-socket", marks=pytest.mark.long)], indirect=True
)
async def test_five_hundred_at_once(chat: Chat, tmp_path: Path) -> None:
    """Five hundred people press at one moment: each is told, counted and kept exactly once."""
    crowd = [f"Player {number}" for number in range(500)]
    for name in crowd:
        chat.person(name)
    async with chat.process(school(tmp_path)) as bot:
        question = await chat.command("Player 0", "quiz")
        told = await chat.crowd(crowd, question, "B")
        assert [reader(one) for one in told] == crowd
        await chat.until(lambda: "500 answered" in question.texts())
        bot.signal(signal.SIGINT)

        assert await bot.ended() == INTERRUPTED
        assert bot.rows("select count(*), count(distinct account_user) from answers") == [
            (500, 500)
        ]
        assert quiet(bot)
