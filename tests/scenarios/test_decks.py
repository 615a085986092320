"""Decks that people bring themselves: added, asked, mended, taken away as a file, removed."""

import pytest

from bot.box import Box
from tests.fakes.chats.bot import Bot
from tests.fakes.chats.chat import Chat, File

CARD = "## {}\n\n- [x] {}\n- [ ] Sodium\n- [ ] Helium\n"
QUESTIONS = ("What do cells breathe?", "Oxygen"), ("What are bones made of?", "Calcium")

pytestmark = pytest.mark.usefixtures("organiser")


def notes(*questions: tuple[str, str]) -> File:
    """Notes with questions and their right answers."""
    cards = "\n".join(CARD.format(*one) for one in questions or QUESTIONS)
    return File("cells.md", f"# Cells\n\n{cards}".encode())


@pytest.mark.parametrize("box", [Box()], ids=["a box of its own"])
async def test_a_deck_that_somebody_brought(chat: Chat, bot: Bot) -> None:
    """Added, asked from, mended with its scores kept, handed out again, and removed."""
    added = await chat.command("Mo", "deck add", file=notes())
    assert "Cells" in added.texts()
    assert "2 cards" in added.texts()

    question = await chat.command("Ana", "quiz", deck="cells", seconds=10)
    [right], _ = await bot.options()
    await chat.press("Ana", question, right)
    await bot.later(12)
    board = await chat.command("Ana", "leaderboard", deck="cells")
    assert " 10 " in board.texts()

    mended = notes(("What do cells breathe in?", "Oxygen"), QUESTIONS[1], ("What is salt?", "NaCl"))
    updated = await chat.command("Mo", "deck add", file=mended)
    assert "3 cards" in updated.texts()
    again = await chat.command("Ana", "leaderboard", deck="cells")
    assert " 10 " in again.texts()

    told = await chat.command("Bo", "deck export", deck="cells")
    [(name, data)] = chat.files("Bo", told).items()
    assert name.endswith(".md")
    assert b"What do cells breathe in?" in data

    removed = await chat.command("Mo", "deck remove", deck="cells")
    assert "“cells” is removed" in removed.texts()
    gone = await chat.command("Ana", "quiz", deck="cells")
    assert "There is no deck “cells”" in gone.texts()
    assert " 10 " in (await chat.command("Ana", "leaderboard")).texts()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("kind", ["markdown", "csv", "anki"])
async def test_every_kind_of_file(chat: Chat, kind: str) -> None:
    """What anybody may look at, anybody may take away."""
    await chat.command("Mo", "deck add", file=notes())
    told = await chat.command("Ana", "deck export", deck="cells", format=kind)
    [(name, data)] = chat.files("Ana", told).items()

    ending = {"markdown": ".md", "csv": ".csv", "anki": ".apkg"}[kind]
    assert name.startswith("cells")
    assert name.endswith(ending)
    assert (data == notes().content) is (kind == "markdown")


async def test_only_organisers_bring_decks(chat: Chat, bot: Bot) -> None:
    """Others are told so, and nothing changes."""
    for name, given in (
        ("deck add", {"file": notes()}),
        ("deck remove", {"deck": "numbers"}),
    ):
        told = await chat.command("Ana", name, **given)
        assert "Only those who manage this server or workspace" in told.texts()
    assert "Cells" not in (await chat.command("Ana", "deck list")).texts()
    assert await bot.open() == 0


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "is not text"),
        (b"Just a few words without any question in them.", "No question was found"),
        (b"", "No question was found"),
    ],
)
async def test_a_file_that_is_no_deck(chat: Chat, content: bytes, said: str) -> None:
    """The person is told why, and what would be one."""
    told = await chat.command("Mo", "deck add", file=File("cells.md", content))

    assert said in told.texts()
    assert "cells" not in (await chat.command("Ana", "deck list")).texts()


@pytest.mark.usefixtures("bot")
async def test_a_deck_that_is_brought_directly(chat: Chat) -> None:
    """On every chat an organiser may bring notes to a conversation with the bot alone."""
    added = await chat.command("Mo", "deck add", "@Mo", file=notes())

    assert "2 cards" in added.texts()


@pytest.mark.usefixtures("bot")
async def test_names_that_are_more_than_words(chat: Chat) -> None:
    """Whatever a deck and its file are called, nobody is called by it."""
    calls = "@everyone <@1> <!channel> <@U0123> *b*"
    file = File("<!here> @here.md", b"# " + calls.encode() + b"\n\n" + notes().content)
    for told in (
        await chat.command("Mo", "deck add", file=file, name=calls),
        await chat.command("Mo", "deck list"),
        await chat.command("Mo", "deck export", deck=calls),
        await chat.command("Mo", "deck remove", deck=calls),
    ):
        assert chat.pings(told) == []
