import asyncio
import json
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.authorizing import OneWorkspace
from adapters.slack.door import Door
from bot.errors import DatabaseUnavailable
from bot.wording import installing, told

TEAM, STRANGERS = "T1", "T2"
AWAY = DatabaseUnavailable("here", "it is away")


class Place(OneWorkspace):
    """A workspace whose token is kept where it may not be reached."""

    away = False

    async def found(self, team: str | None, organisation: str | None) -> AuthorizeResult | None:
        """Look it up."""
        if self.away:
            raise AWAY
        return await super().found(team, organisation)


class Bot:
    """A bot of one command, one button and two events, and what it heard."""

    def __init__(self) -> None:
        self.place = Place("xoxb", {"team_id": TEAM, "user_id": "U1", "bot_id": "B1"})
        self.heard: asyncio.Queue[str | None] = asyncio.Queue()
        self.app = AsyncApp(
            client=AsyncWebClient(),
            authorize=self.place,  # type: ignore[arg-type]  # it takes an AsyncAuthorize as well
            before_authorize=Door(self.place),
            request_verification_enabled=False,
        )
        self.app.command("/quiz")(self._hear)
        self.app.action("press")(self._hear)
        self.app.event("app_home_opened")(self._hear)
        self.app.event("app_uninstalled")(self._hear)

    async def hear(self, body: dict[str, object] | str) -> BoltResponse:
        """Send the bot a request."""
        text = body if isinstance(body, str) else json.dumps(body)
        return await self.app.async_dispatch(AsyncBoltRequest(body=text))

    async def _hear(self, ack: AsyncAck, client: AsyncWebClient) -> None:
        self.heard.put_nowait(client.token)
        await ack()


@pytest.fixture
def bot() -> Bot:
    """A bot in one workspace."""
    return Bot()


def command(team: str) -> str:
    """Somebody types a command."""
    return urlencode({"command": "/quiz", "team_id": team, "user_id": "U2", "text": ""})


def event(kind: str, team: str) -> dict[str, object]:
    """Something happens in a workspace."""
    return {"type": "event_callback", "team_id": team, "event": {"type": kind, "user": "U2"}}


async def test_who_is_let_in(bot: Bot) -> None:
    """Requests of the workspace are answered with its token, in one step."""
    assert (await bot.hear(command(TEAM))).status == 200
    assert (await bot.hear(event("app_home_opened", TEAM))).status == 200

    assert [await bot.heard.get(), await bot.heard.get()] == ["xoxb", "xoxb"]


async def test_who_is_not(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """A person where the bot is not installed is told so at once, and no error is logged."""
    caplog.set_level(logging.INFO)

    answer = await bot.hear(command(STRANGERS))
    ignored = await bot.hear(event("app_home_opened", STRANGERS))

    assert (answer.status, answer.body) == (200, installing.NOT_INSTALLED)
    assert (ignored.status, ignored.body) == (200, "")
    assert bot.heard.empty()
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


async def test_the_last_word(bot: Bot) -> None:
    """That the bot was removed is heard although there is no token any more."""
    await bot.hear(event("app_uninstalled", STRANGERS))
    assert await bot.heard.get() is None


async def test_the_database_is_away(bot: Bot) -> None:
    """A person is told that it is not their fault; an event is refused, to be sent again."""
    bot.place.away = True

    answer = await bot.hear(command(TEAM))
    refused = await bot.hear(event("app_home_opened", TEAM))

    assert (answer.status, answer.body) == (200, told(AWAY))
    assert refused.status == 503
    assert bot.heard.empty()


@pytest.fixture
async def replies() -> AsyncIterator[tuple[str, list[dict[str, object]]]]:
    """An address to answer a press at, and what was answered."""
    said: list[dict[str, object]] = []

    async def answer(request: web.Request) -> web.Response:
        said.append(await request.json())
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), said


def press(team: str, address: str) -> dict[str, object]:
    """Somebody presses a button."""
    return {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": "U2"},
        "actions": [{"action_id": "press", "type": "button"}],
        "response_url": address,
    }


async def test_a_press_is_answered(bot: Bot, replies: tuple[str, list[dict[str, object]]]) -> None:
    """Whoever presses a button that the bot left behind is told, and nobody else."""
    address, said = replies

    answer = await bot.hear(press(STRANGERS, address))

    assert (answer.status, answer.body) == (200, "")
    assert [each["text"] for each in said] == [installing.NOT_INSTALLED]
    assert said[0]["response_type"] == "ephemeral"
    assert said[0]["replace_original"] is False


async def test_a_press_that_cannot_be_answered(bot: Bot) -> None:
    """Where the answer does not arrive the press is acknowledged all the same."""
    answer = await bot.hear(press(STRANGERS, "http://127.0.0.1:9/"))
    assert answer.status == 200
    assert bot.heard.empty()
