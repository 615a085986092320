"""The Discord of the measurements: that of the tests, with presses and answers that cost it little.

What the fake does for one press and its answer would be a good part of what is measured: here the
events are written beforehand, and of an answer only its arrival is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import orjson
from aiohttp import web

from tests.fakes.discord.interactions import COMPONENT, MESSAGE, Interaction
from tests.fakes.discord.invoking import press_data
from tests.fakes.discord.messages import Message
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.serving import API
from tests.fakes.discord.world import User

Json = dict[str, Any]


@dataclass(eq=False, slots=True)
class Click:
    """One press that is to be sent, and what came of it."""

    event: Json
    custom_id: str
    message: Json
    """The message that Discord makes of the answer, but for what the bot puts in it."""
    sent: float = 0.0
    acknowledged: float = 0.0
    told: float = 0.0
    """When it was sent, acknowledged and answered; the last two differ where the bot deferred."""
    shown: Json = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, str]:
        """Where the bot sends the acknowledgement, and the answer after a deferral."""
        number, token, bot = (self.event[key] for key in ("id", "token", "application_id"))
        callback = f"{API}/interactions/{number}/{token}/callback"
        return callback, f"{API}/webhooks/{bot}/{token}/messages/@original"

    @property
    def deferred(self) -> bool:
        """Whether the person was told to wait first."""
        return self.acknowledged != self.told

    def take(self, path: str, body: Json, now: float) -> Json:
        """Take what the bot sends; what Discord says to it."""
        if path == self.paths[1]:
            self.told, self.shown = now, body
            return self.message | body
        self.acknowledged = now
        about = {"id": self.event["id"], "type": COMPONENT}
        if body["type"] != MESSAGE:
            return {"interaction": about}
        self.told, self.shown = now, body["data"]
        about["response_message_id"] = self.message["id"]
        resource = {"type": MESSAGE, "message": self.message | self.shown}
        return {"interaction": about, "resource": resource}


class MeasuredDiscord(FakeDiscord):
    """A fake Discord on which many people press at once."""

    def __init__(self) -> None:
        super().__init__(limit=None)
        self._expected: dict[str, Click] = {}
        self._missing = 0
        self._all = asyncio.Event()

    @property
    def settings(self) -> dict[str, str]:
        """What leads a bot here, as environment."""
        return {
            "DISCORD_TOKEN": self.token,
            "DISCORD_API_URL": self.api_url,
            "DISCORD_GATEWAY_URL": self.gateway_url,
            "STUDYBOT_HTTP": "off",
        }

    def crowd(self, message: Message, people: int) -> list[Click]:
        """Presses that new people will make, shared out over the message's buttons."""
        ids = [part.custom_id for part in message.buttons()]
        return [self._click(message, ids[one % len(ids)]) for one in range(people)]

    def _click(self, message: Message, custom_id: str) -> Click:
        user = User(self.state.ids.next(), "Somebody")
        data = press_data(user, message, custom_id, None)
        press = Interaction(
            self.state.ids.next(),
            f"{self.state.ids.next():x}" * 10,
            COMPONENT,
            user,
            message.channel,
            data,
            0.0,
            message,
        )
        private = Message(
            self.state.ids.next(),
            message.channel,
            self.state.bot,
            self.state.clock.written(),
            flags=64,
            seen_by=user,
            interaction=press,
        )
        return Click(press.json(self.state.bot), custom_id, private.json())

    async def press_all(self, clicks: Sequence[Click], within: float = 0.0) -> float:
        """Sends the presses, evenly ``within`` so many seconds or at once; sees all answered.

        Returns the seconds from the first press to the last answer. Raises ``TimeoutError`` if
        some are never answered.
        """
        self._expected = {path: click for click in clicks for path in click.paths}
        self._missing = len(clicks)
        self._all.clear()
        guild = next(iter(self.state.guilds.values()))
        begin = perf_counter()
        for number, click in enumerate(clicks):
            await asyncio.sleep(begin + number * within / len(clicks) - perf_counter())
            click.sent = perf_counter()
            await self.gateway.dispatch("INTERACTION_CREATE", click.event, guild)
        async with asyncio.timeout(60):
            await self._all.wait()
        return max(click.told for click in clicks) - begin

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        click = self._expected.get(request.path)
        if click is None:
            return await super()._serve(request)
        body = orjson.loads(await request.read())
        said = click.take(request.path, body, perf_counter())
        self._missing -= click.told > 0
        if not self._missing:
            self._all.set()
        return web.Response(body=orjson.dumps(said), content_type="application/json")
