"""How what happens reaches the bot: through a socket if there is one, else by signed HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any, Final

import aiohttp
import orjson

from tests.fakes.slack.answers import acted_upon
from tests.fakes.slack.calls import SlackError
from tests.fakes.slack.deliveries import ACKNOWLEDGE_WITHIN, EVENTS, OK, Delivery
from tests.fakes.slack.signing import encoded, retried, signed
from tests.fakes.slack.sockets import Sockets
from tests.fakes.slack.state import State

_RETRY_AFTER: Final = (0.0, 60.0, 300.0)
"""Seconds after which an event that was not acknowledged is sent again."""
_USER_AGENT: Final = "Slackbot 1.0 (+https://api.slack.com/robots)"


class Delivering:
    """Sends deliveries, takes their acknowledgements, and repeats events."""

    def __init__(self, state: State, sockets: Sockets) -> None:
        self._state = state
        self._sockets = sockets
        self._chance = Random(0)
        self._tasks: set[asyncio.Task[None]] = set()
        self._due: list[tuple[float, Delivery, Delivery]] = []
        self._session: aiohttp.ClientSession | None = None
        self.urls: list[str] = []
        self.copies = 1
        self.down = False
        sockets.on_answer = self._answered

    def to(self, urls: Sequence[str], copies: int, seed: int) -> None:
        """Where the bot is from now on; each delivery goes to one of these at random."""
        self.urls, self.copies, self._chance = list(urls), copies, Random(seed)

    async def send(self, delivery: Delivery) -> Delivery:
        """Sends one, and as many copies as the network makes."""
        await self._sent(delivery)
        for _ in range(self.copies - 1):
            copy = self._again(delivery, delivery.retry)
            delivery.copies.append(copy)
            await self._sent(copy)
        return delivery

    async def repeat(self, delivery: Delivery, reason: str) -> Delivery:
        """Sends the very same once more, marked as a repetition."""
        number = delivery.retry[0] if delivery.retry else 0
        return await self._sent(self._again(delivery, (number + 1, reason)))

    def _again(self, delivery: Delivery, retry: tuple[int, str] | None) -> Delivery:
        """The same delivery, which has had no answer yet; both show what the one person sees."""
        return replace(
            delivery,
            retry=retry,
            status=None,
            body=None,
            seconds=None,
            failed=False,
            copies=[],
            retries=[],
            over=asyncio.Event(),
            timer=None,
        )

    async def _sent(self, delivery: Delivery) -> Delivery:
        state = self._state
        delivery.sent = state.clock.now()
        delivery.resend = self.repeat
        if delivery.user is not None:
            delivery.ephemerals = state.ephemerals.setdefault(delivery.user, [])
            delivery.since = len(delivery.ephemerals)
        state.deliveries.append(delivery)
        loop = asyncio.get_running_loop()
        delivery.timer = loop.call_later(ACKNOWLEDGE_WITHIN, self._late, delivery)
        if not self.down and self._sockets.connected:
            await self._sockets.send(delivery)
        elif not self.down and self.urls:
            self._start(self._posted(delivery, self._chance.choice(self.urls)))
        else:
            self._late(delivery)  # the person sees at once that nobody is there
        return delivery

    def _start(self, work: Any) -> None:  # noqa: ANN401 -- any coroutine
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _posted(self, delivery: Delivery, url: str) -> None:
        body, kind = encoded(delivery)
        headers = signed(self._state.signing_secret, body) | retried(delivery)
        headers |= {"Content-Type": kind, "User-Agent": _USER_AGENT}
        try:
            status, said, answer = await self.raw(url, body, headers)
        except (aiohttp.ClientError, TimeoutError):
            self._late(delivery)
            return
        self._answered(delivery, status, _read(said, answer.get("Content-Type", "")))
        if status != OK and "X-Slack-No-Retry" not in answer:
            self._repeat_later(delivery, "http_error")

    async def raw(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, Any]:
        """Posts anything; the status, the body and the headers of the answer.

        Raises:
            aiohttp.ClientError: There is no answer.
            TimeoutError: It did not come in time.
        """
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=ACKNOWLEDGE_WITHIN)
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        async with self._session.post(url, data=body, headers=headers) as response:
            return response.status, await response.text(), response.headers

    def _answered(self, delivery: Delivery, status: int, body: object) -> None:
        if delivery.over.is_set():
            return
        refused = ""
        if status == OK:
            try:
                acted_upon(self._state, delivery, body)
            except SlackError as error:
                refused = error.error
                said = error.more.get("errors") or [refused]
                assert isinstance(said, list)
                self._state.record.complain(f"acknowledgement of {delivery.kind}", said)
        delivery.answered(status, body, self._state.clock.now())
        delivery.failed = delivery.failed or bool(refused)
        self._state.changed()

    def _late(self, delivery: Delivery) -> None:
        if delivery.over.is_set():
            return
        delivery.fail()
        self._repeat_later(delivery, "http_timeout")
        self._state.changed()

    def _repeat_later(self, delivery: Delivery, reason: str) -> None:
        number = delivery.retry[0] if delivery.retry else 0
        if (
            delivery.type != EVENTS
            or number >= len(_RETRY_AFTER)
            or not delivery.workspace.installed
        ):
            return
        again = self._again(delivery, (number + 1, reason))
        reachable = self._sockets.connected or bool(self.urls)
        if _RETRY_AFTER[number] or not reachable or self.down:
            wait = _RETRY_AFTER[number]
            self._due.append((self._state.clock.now() + wait, delivery, again))
        else:
            self._start(self._resent(delivery, again))

    async def _resent(self, delivery: Delivery, again: Delivery) -> None:
        delivery.retries.append(again)
        await self._sent(again)

    async def advance(self, seconds: float) -> None:
        """Makes it later: what was not acknowledged has failed, and events are sent again."""
        self._state.clock.advance(seconds)
        now = self._state.clock.now()
        for delivery in list(self._state.deliveries):
            if now - delivery.sent > ACKNOWLEDGE_WITHIN:
                self._late(delivery)
        due = [one for one in self._due if one[0] <= now]
        self._due = [one for one in self._due if one[0] > now]
        for _, delivery, again in due:
            await self._resent(delivery, again)
        self._state.changed()

    async def stop(self) -> None:
        """Nobody waits for an answer any more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for delivery in self._state.deliveries:
            delivery.finish()
        if self._session is not None:
            await self._session.close()


def _read(said: str, kind: str) -> object:
    """What an acknowledgement says: JSON, or a text by itself, or nothing."""
    if not said.strip():
        return None
    if kind.startswith("application/json"):
        try:
            return orjson.loads(said)
        except orjson.JSONDecodeError:
            return said
    return said
