"""Names and notes that try to be more than words."""

from pathlib import Path

from tests.adapters.hostile import SIGNS, SLACK_SIGNS
from tests.fakes.chats.bot import connected
from tests.fakes.chats.chat import Chat

CALLS = "@everyone @here <@1> <@&1> <!channel> <!here> <@U0123> <!subteam^S0123> <#C0123>"
NAME = "@everyone <!channel> <@U0123>"


def notes(prompt: str, right: str, wrong: str) -> str:
    """A deck of one card."""
    return f"# Cells\n\n## {prompt}?\nSee {right}.\n\n- [x] {right}\n- [ ] {wrong}\n"


async def test_nobody_is_called(chat: Chat, tmp_path: Path) -> None:
    """Whatever stands in notes and names, no message calls anybody, from question to board."""
    chat.person(NAME)
    text = notes(f"What is {CALLS}", f"one {CALLS}", f"two {CALLS}").replace("<", r"\<")
    async with connected(chat, tmp_path, text) as bot:
        question = await chat.command(NAME, "quiz")
        assert "@everyone" in question.texts().replace("\u200b", "").replace("\\", "")
        [right], _ = await bot.options()
        verdict = await chat.press(NAME, question, right)
        await bot.later(2)
        board = await chat.command(NAME, "leaderboard")
        shown = await chat.share(NAME, board, "Show to the room")
        await chat.command(NAME, "stop")
        await bot.later(2)

        assert "1 of 1 right" in question.texts()
        for message in (question, verdict, board, shown):
            assert chat.pings(message) == []


async def test_signs_are_let_be(chat: Chat, tmp_path: Path) -> None:
    """Notes full of a chat's own signs are asked and answered like any others."""
    signs = " ".join((*SIGNS, *SLACK_SIGNS)).replace("\n", " ")
    async with connected(chat, tmp_path, notes(f"What is {signs}", "one", "two")) as bot:
        question = await chat.command("Ana", "quiz")
        [right], _ = await bot.options()

        assert "Right, +10" in (await chat.press("Ana", question, right)).texts()
        assert chat.pings(question) == []


async def test_a_deck_that_nobody_could_mean(chat: Chat, tmp_path: Path) -> None:
    """What was typed is told again as words alone."""
    async with connected(chat, tmp_path):
        told = await chat.command("Ana", "quiz", deck=CALLS[:60])

        assert "There is no deck" in told.texts()
        assert chat.pings(told) == []
