"""The Slack of the measurements: that of the tests, with presses and answers that cost it little.

What the fake does for one press and its answer would be a good part of what is measured: here the
deliveries are written and signed beforehand, and of an answer only its arrival is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from aiohttp import web

from adapters.slack.paths import REQUESTS
from tests.fakes.slack import payloads
from tests.fakes.slack.deliveries import INTERACTIVE, Delivery
from tests.fakes.slack.delivering import Delivering
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import encoded
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.world import User

Json = dict[str, Any]

SOCKET, HTTP, INSTALLED = "Socket Mode", "HTTP", "HTTP, installed"
"""The ways in which the bot is reached; by the last one, in any number of workspaces."""


@dataclass(eq=False, slots=True)
class Click:
    """One press that is to be sent, and what came of it."""

    number: str
    action_id: str
    path: str
    """Where the bot answers it."""
    delivery: Delivery
    written: bytes
    """What is sent: an envelope, or a signed request."""
    sent: float = 0.0
    acknowledged: float = 0.0
    told: float = 0.0
    """When it was sent, acknowledged and answered."""
    answer: bytes = b""

    @property
    def shown(self) -> Json:
        """What the person was told."""
        shown: Json = orjson.loads(self.answer)
        return shown


class _Sockets(Sockets):
    """Sockets on which acknowledgements of presses are noted, and nothing else is done."""

    noted: Noted

    async def _heard(self, said: str) -> None:
        click = self.noted.waiting.get(orjson.loads(said).get("envelope_id", ""))
        if click is None:
            await super()._heard(said)
        else:
            self.noted.acknowledge(click)


class Noted:
    """The presses of a crowd, and which of them still wait for something."""

    def __init__(self, clicks: Sequence[Click] = ()) -> None:
        self.waiting = {key: click for click in clicks for key in (click.number, click.path)}
        self._missing = 2 * len(clicks)
        self._all = asyncio.Event()

    def acknowledge(self, click: Click) -> None:
        """The bot has heard of it."""
        assert not click.acknowledged, click
        click.acknowledged = perf_counter()
        self._done()

    def tell(self, click: Click, answer: bytes) -> None:
        """The bot has answered it."""
        assert not click.told, click
        click.told, click.answer = perf_counter(), answer
        self._done()

    def _done(self) -> None:
        self._missing -= 1
        if not self._missing:
            self._all.set()

    async def everything(self) -> None:
        """Return once each is acknowledged and answered. Raises ``TimeoutError``."""
        async with asyncio.timeout(60):
            await self._all.wait()


class _Line(asyncio.Protocol):
    """A kept connection to the bot, on which one press at a time is delivered."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._deliver: tuple[Noted, Click] | None = None

    @property
    def open(self) -> bool:
        """Whether anything can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # uvloop's is none by its type

    def send(self, noted: Noted, click: Click) -> None:
        """Deliver a press."""
        assert self._transport
        self._deliver = noted, click
        self._transport.write(click.written)

    def data_received(self, data: bytes) -> None:
        if self._deliver is None:  # the rest of an answer
            return
        noted, click = self._deliver
        self._deliver = None
        assert data.startswith(b"HTTP/1.1 200"), data
        noted.acknowledge(click)

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()


class MeasuredSlack(FakeSlack):
    """A fake Slack in which many people press at once."""

    def __init__(self, way: str = SOCKET, port: int = 0) -> None:
        """``port`` is where the bot listens on this machine, if it is not reached by sockets."""
        super().__init__()
        self.sockets = self._own = _Sockets(self.state)
        self._delivering = Delivering(self.state, self.sockets)
        self._way, self._port = way, port
        self._own.noted = self._noted = Noted()
        self._lines: list[_Line] = []
        if port:
            self.deliver_to(f"{self.bot_url}{REQUESTS}")

    @property
    def bot_url(self) -> str:
        """Where the bot listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def settings(self) -> dict[str, str]:
        """What leads a bot here, as environment."""
        api = {"SLACK_API_URL": self.api_url, "STUDYBOT_HTTP": "off"}
        if self._port:
            api["STUDYBOT_HTTP"] = f"127.0.0.1:{self._port}"
        if self._way == SOCKET:
            return {**api, "SLACK_BOT_TOKEN": self.bot_token, "SLACK_APP_TOKEN": self.app_token}
        api["SLACK_SIGNING_SECRET"] = self.signing_secret
        if self._way == HTTP:
            return {**api, "SLACK_BOT_TOKEN": self.bot_token}
        return {
            **api,
            "SLACK_CLIENT_ID": self.client_id,
            "SLACK_CLIENT_SECRET": self.client_secret,
            "STUDYBOT_URL": "https://quiz.example.org",
        }

    def crowd(self, messages: Sequence[Message], people: int) -> list[Click]:
        """Presses that new people will make, shared out over the messages and their buttons."""
        clicks = []
        for one in range(people):
            round_, place = divmod(one, len(messages))
            message = messages[place]
            parts = message.buttons()
            clicks.append(self._click(message, round_ % len(parts)))
        return clicks

    def _click(self, message: Message, button: int) -> Click:
        user = User(self.state.id("U"), "Somebody", message.channel.workspace)
        part = message.buttons()[button]
        payload = payloads.interaction("block_actions", user) | payloads.in_message(message, {})
        payload["actions"] = [payloads.action(part, (), self.state.ts())]
        number, secret = self.state.id("E"), f"{next(self.state.serial):024x}"
        payload["trigger_id"] = f"{number}.1.{secret}"
        path = f"/response/{user.workspace.id}/{number}/{secret}"
        payload["response_url"] = f"{self.state.origin}{path}"
        delivery = Delivery(INTERACTIVE, user.workspace, payload, user)
        written = self._envelope(number, payload) if not self._port else self._request(delivery)
        return Click(number, part.action_id, path, delivery, written)

    @staticmethod
    def _envelope(number: str, payload: Json) -> bytes:
        envelope = {
            "envelope_id": number,
            "type": INTERACTIVE,
            "payload": payload,
            "accepts_response_payload": False,
        }
        return orjson.dumps(envelope)

    def _request(self, delivery: Delivery) -> bytes:
        body, kind = encoded(delivery)
        fields = {
            "Host": f"127.0.0.1:{self._port}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept-Encoding": "gzip,deflate",
            "Accept": "application/json,*/*",
            "Content-Length": str(len(body)),
            "Content-Type": kind,
            **self.sign(body),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"POST {REQUESTS} HTTP/1.1\r\n{head}\r\n".encode() + body

    async def press_all(self, clicks: Sequence[Click], within: float = 0.0) -> float:
        """Sends the presses, evenly ``within`` so many seconds or at once; sees all answered.

        Returns the seconds from the first press to the last answer. Raises ``TimeoutError`` if
        some are never answered.
        """
        self._own.noted = self._noted = Noted(clicks)
        begin = perf_counter()
        for number, click in enumerate(clicks):
            await asyncio.sleep(begin + number * within / len(clicks) - perf_counter())
            click.sent = perf_counter()
            if self._port:
                self._lines[number].send(self._noted, click)
            else:
                connection = self._own.connections[number % len(self._own.connections)]
                await connection.socket.send_frame(click.written, web.WSMsgType.TEXT)
        await self._noted.everything()
        return max(click.told for click in clicks) - begin

    async def dial(self, lines: int) -> None:
        """Open so many connections to the bot, where it is reached by HTTP."""
        if not self._port:
            return
        self._lines = [line for line in self._lines if line.open]
        loop = asyncio.get_running_loop()
        while len(self._lines) < lines:
            _, line = await loop.create_connection(_Line, "127.0.0.1", self._port)
            self._lines.append(line)

    async def stop(self) -> None:
        """Closes every connection and the port."""
        for line in self._lines:
            line.close()
        await super().stop()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        click = self._noted.waiting.get(request.path)
        if click is None:
            return await super()._serve(request)
        self._noted.tell(click, await request.read())
        return web.Response(body=b"ok", content_type="text/html")
