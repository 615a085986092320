"""What is looked up: boards, decks, help; and what is said of a command that asks for too much."""

from pathlib import Path

import pytest

from tests.fakes.chats.bot import Bot, connected
from tests.fakes.chats.chat import Chat, Message, reader

TOPICS = """# Cells

## Energy

### What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins

## Memory

### Where is the DNA kept?
In the nucleus.

- [x] In the nucleus
- [ ] In the vacuole
"""


async def board(chat: Chat, bot: Bot, players: int) -> Message:
    """Ana's board of the day on which so many answered."""
    question = await chat.command("Ana", "quiz")
    [right], _ = await bot.options()
    crowd = [f"Player {number}" for number in range(1, players)]
    for name in crowd:
        chat.person(name)
    await chat.crowd(["Ana", *crowd], question, right)
    await bot.later(2)
    return await chat.command("Ana", "leaderboard", period="day")


async def test_a_board_turns_where_it_is(chat: Chat, bot: Bot) -> None:
    """Its pages and periods change in place; shown to the room, it is a message for all."""
    page = await board(chat, bot, 12)
    assert reader(page) == "Ana"
    assert "Today" in page.texts()
    assert "page 1 of 2" in page.texts()

    assert await chat.turn("Ana", page, "Next page") is page
    assert "page 2 of 2" in page.texts()
    assert await chat.turn("Ana", page, "This week") is page
    assert "This week" in page.texts()
    shown = await chat.share("Ana", page, "Show to the room")

    assert not shown.private
    assert "This week" in shown.texts()
    assert not shown.buttons()


async def test_a_board_of_this_room(chat: Chat, bot: Bot) -> None:
    """What was earned in another room is not on it."""
    await board(chat, bot, 1)

    here = await chat.command("Ana", "leaderboard", here=True)
    there = await chat.command("Ana", "leaderboard", "yard", here=True)

    assert "in this room" in here.texts()
    assert "1 player" in here.texts()
    assert "Nobody is on this board yet." in there.texts()


async def test_an_empty_board(chat: Chat, bot: Bot) -> None:
    """Where nobody has answered yet it says how to begin."""
    told = await chat.command("Ana", "leaderboard")

    assert reader(told) == "Ana"
    assert "Nobody is on this board yet. /quiz asks a question." in told.texts()
    assert await bot.open() == 0


async def test_the_decks(chat: Chat, bot: Bot) -> None:
    """They are listed with what is in them, and each is told of on a page of its own."""
    listed = await chat.command("Ana", "deck list")
    shown = await chat.command("Ana", "deck show", deck="numbers")

    assert [reader(one) for one in (listed, shown)] == ["Ana", "Ana"]
    assert "Numbers" in listed.texts()
    assert "7 cards" in listed.texts()
    assert "written by the author" in shown.texts()
    assert await bot.open() == 0


async def test_help(chat: Chat, bot: Bot) -> None:
    """It tells of every command, and of one in particular what it takes."""
    everything = await chat.command("Ana", "help")
    one = await chat.command("Ana", "help", command="quiz")

    assert reader(everything) == "Ana"
    for name in ("/quiz", "/stop", "/leaderboard", "/deck list", "/help"):
        assert name in everything.texts()
    assert "seconds" in one.texts()
    assert await bot.open() == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"deck": "numbrs"}, "There is no deck “numbrs”. Did you mean “numbers”?"),
        ({"topic": "Energie"}, "has no topic “Energie”. Did you mean “Energy”?"),
    ],
)
async def test_an_unknown_name(
    chat: Chat, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    """Whoever mistypes a deck or a topic is told alone, with what comes nearest."""
    async with connected(chat, tmp_path, TOPICS) as bot:
        told = await chat.command("Ana", "quiz", **given)

        assert reader(told) == "Ana"
        assert said in told.texts()
        assert await bot.open() == 0


async def test_one_topic(chat: Chat, tmp_path: Path) -> None:
    """Asked for a topic, the bot asks of nothing else."""
    async with connected(chat, tmp_path, TOPICS):
        question = await chat.command("Ana", "quiz", topic="memory")

        assert "Where is the DNA kept?" in question.texts()
        assert "Cells · Memory" in question.texts()
