"""Pictures on a Discord of this machine: seen with the question, and no reason for it to fail."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.typing import EventDict

from adapters.chat.drawing import drawn
from tests.fakes.discord.components import GALLERY, walk
from tests.fakes.discord.messages import Message
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel
from tests.fakes.pictured import PNG, PUBLIC, pictured
from tests.fakes.wired import Wired, wired

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot with a deck with pictures, whose requests are all valid."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path, pictured(tmp_path / "notes")) as here:
            yield here


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


def shown(message: Message) -> list[dict[str, Any]]:
    """The pictures of a message, from top to bottom."""
    galleries = [part for _, part in walk(message.components) if part.get("type") == GALLERY]
    return [item for gallery in galleries for item in gallery["items"]]


def addresses(message: Message) -> list[str]:
    """Where they are; of those that were sent along only that they were."""
    return [re.sub(r"(?<=-)\w+", "…", item["media"]["url"]) for item in shown(message)]


def contents(here: Wired, message: Message) -> list[bytes]:
    """What was sent along with a message."""
    return [here.server.state.files[int(one["id"])] for one in message.attachments]


async def test_a_question_shows_its_pictures(here: Wired, hall: Channel) -> None:
    """The file beside the deck is sent along, the public one named; who cannot see reads words."""
    question = await here.quiz(hall, questions=2, seconds=10)
    assert sorted(addresses(question)) == ["attachment://picture-….png", PUBLIC]
    assert contents(here, question) == [PNG]
    assert all(item["description"] for item in shown(question))
    assert "layers]" in question.texts()
    assert here.server.complaints() == []


async def test_a_question_that_counts_answers_keeps_its_pictures(
    here: Wired, hall: Channel
) -> None:
    """They are not sent again with each change."""
    question = await here.quiz(hall)
    sent = question.attachments
    await here.press(question)
    await here.connection.drain()
    assert "1 answered" in question.texts()
    assert question.attachments == sent
    assert len(shown(question)) == 2
    assert here.server.complaints() == []


async def until_formula(here: Wired, hall: Channel) -> Message:
    """The question whose explanation is drawn."""
    for _ in range(10):
        question = await here.quiz(hall)
        if "Which net is this?" in question.texts():
            return question
    raise AssertionError("it was never asked")


async def test_a_verdict_and_the_reveal_show_a_formula(here: Wired, hall: Channel) -> None:
    """Drawn, between the words that stand around it."""
    question = await until_formula(here, hall)
    await here.press(question)
    press = await here.press(question)
    [told] = press.shown
    formula = drawn(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} x")
    assert formula in contents(here, told)
    kinds = [part.get("type") for _, part in walk(told.components)]
    assert kinds.count(GALLERY) >= 1
    await here.later(3700)
    assert formula in contents(here, question)
    assert "formula-….png" in " ".join(addresses(question))
    assert here.server.complaints() == []


async def test_a_verdict_that_lacked_a_formula_is_not_kept(
    here: Wired, hall: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told the same once it can be drawn sees it."""
    question = await until_formula(here, hall)
    await here.press(question)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("adapters.chat.gathering.drawn", lambda _: None)
        [lacking] = (await here.press(question)).shown
    [told] = (await here.press(question)).shown
    formula = drawn(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} x")
    assert formula not in contents(here, lacking)
    assert formula in contents(here, told)
    assert here.server.complaints() == []


async def test_where_files_may_not_be_sent_words_are(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """A question that is posted by the clock is posted without its pictures then."""
    first = await here.quiz(hall, questions=2, seconds=10)
    await here.server.take_right(hall, Right.ATTACH_FILES)
    await here.press(first)
    await here.later(11)
    await here.later(5)
    second = hall.messages[-1]
    assert second is not first
    assert "Which net" in second.texts()
    assert shown(second) == []
    assert "a message is sent without its pictures" in [one["event"] for one in logged]


async def test_a_picture_that_vanished_is_told_in_words(
    here: Wired, hall: Channel, tmp_path: Path
) -> None:
    """The question is asked all the same."""
    (tmp_path / "notes" / "images" / "net.png").unlink()
    question = await here.quiz(hall)
    assert addresses(question) == [PUBLIC]
    assert question.attachments == []
    assert "layers]" in question.texts()
    assert here.server.complaints() == []
