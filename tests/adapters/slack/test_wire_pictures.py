"""Pictures on a Slack of this machine: seen with the question, and no reason for it to fail."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.typing import EventDict

from adapters.chat.drawing import drawn
from tests.fakes.pictured import PNG, PUBLIC, pictured
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel
from tests.fakes.slack_wired import Wired, by_socket, wired

pytestmark = pytest.mark.timeout(60)

FORMULA = r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} x"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot with a deck with pictures, all of whose blocks are right."""
    async with FakeSlack() as server:
        server.add_channel("hall")
        core = pictured(tmp_path / "notes")
        async with wired(server, tmp_path, by_socket(server), core=core) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    return here.server.workspace.named("hall")


def shown(message: Message) -> list[dict[str, Any]]:
    """The pictures of a message, from top to bottom."""
    return [block for block in message.blocks if block["type"] == "image"]


def contents(here: Wired, message: Message) -> list[bytes | str]:
    """What they show: what was sent to Slack, or where the others are."""
    files = here.server.state.files
    return [
        files[one["slack_file"]["id"]] if "slack_file" in one else one["image_url"]
        for one in shown(message)
    ]


async def test_a_question_shows_its_pictures(here: Wired, hall: Channel) -> None:
    """The file beside the deck is sent once, the public one named; who cannot see reads words."""
    question = await here.quiz(hall)
    assert set(contents(here, question)) == {PNG, PUBLIC}
    assert all(one["alt_text"] for one in shown(question))
    assert "layers" in question.text
    await here.quiz(hall)
    await here.press(question)
    await here.connection.drain()
    assert "1 answered" in question.texts()
    assert set(contents(here, question)) == {PNG, PUBLIC}
    assert list(here.server.state.files.values()).count(PNG) == 1


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
    [told] = (await here.press(question)).shown
    assert drawn(FORMULA) in contents(here, told)
    kinds = [block["type"] for block in told.blocks]
    place = kinds.index("image")
    assert kinds[place - 1] == kinds[place + 1] == "rich_text"
    await here.later(3700)
    assert drawn(FORMULA) in contents(here, question)


async def test_what_was_just_sent_is_waited_for(here: Wired, hall: Channel) -> None:
    """Slack needs a moment until it can show a file."""
    here.server.state.unready = 1
    here.clock.hurry()
    question = await here.quiz(hall)
    assert PNG in contents(here, question)
    assert here.asked("chat.postMessage") == ["invalid_blocks", "ok"]


async def test_a_verdict_waits_for_what_was_just_sent(here: Wired, hall: Channel) -> None:
    """As the question does."""
    question = await until_formula(here, hall)
    here.server.state.unready = 1
    here.clock.hurry()
    [told] = (await here.press(question)).shown
    assert drawn(FORMULA) in contents(here, told)


async def test_where_a_picture_cannot_be_fetched_words_are(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """The question is asked, changed and answered all the same."""
    here.server.state.broken.add(PUBLIC)
    here.clock.hurry()
    question = await until_formula(here, hall)
    assert shown(question) == []
    assert PUBLIC in question.texts()
    [told] = (await here.press(question)).shown
    assert told.texts()
    await here.connection.drain()
    assert "1 answered" in question.texts()
    assert "pictures cannot be shown" in [one["event"] for one in logged]


async def test_a_workspace_that_takes_no_files_reads_words(
    here: Wired, hall: Channel, logged: list[EventDict]
) -> None:
    """One that installed the bot before it could send any, and it is not asked at each question."""
    here.server.workspace.scopes -= {"files:write"}
    for _ in range(2):
        question = await here.quiz(hall)
        assert contents(here, question) == [PUBLIC]
        assert "layers]" in question.texts()
    assert here.asked("files.getUploadURLExternal") == ["missing_scope"]
    assert "a workspace takes no pictures" in [one["event"] for one in logged]
