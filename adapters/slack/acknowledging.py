"""Telling Slack in time that something arrived, and doing once what it may deliver twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.chat.underway import UnderWay
from adapters.slack.layout import Page
from adapters.slack.payloads import Origin

IN_TIME = 1.5
"""Seconds until Slack is told that something arrived; it gives up by itself after three."""

DELIVERIES = 10_000
"""Deliveries that are known again should Slack send them twice."""

_log = structlog.get_logger(__name__)

Told = asyncio.Future[Page | None]
"""Done once Slack may be told that something arrived, with what the person sees at once."""

Work = Callable[[Told], Awaitable[None]]
"""What is done for somebody; it may go on after they were told."""


class Acknowledging:
    """Does what people ask for, side by side, and acknowledges each thing."""

    def __init__(self, apologise: Callable[[Origin, Exception], Awaitable[None]]) -> None:
        """``apologise`` tells somebody of an error that nobody foresaw."""
        self._apologise = apologise
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._begun: dict[str, Told] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way = UnderWay()

    async def acknowledge(self, ack: AsyncAck, origin: Origin, work: Work) -> None:
        """Begin the work, and acknowledge as soon as it allows, or as late as Slack does.

        A copy of what is being done is acknowledged with it, one of what was done at once.
        """
        told = self._begun.get(origin.trigger)
        if told is None and self._is_new(origin.trigger):
            told = self._begin(origin, work)
        page = await asyncio.shield(told) if told else None
        if page:
            await ack(text=page.text, blocks=page.blocks, response_type="ephemeral")
        else:
            await ack()

    async def idle(self) -> None:
        """Return once nobody waits for an answer."""
        await self._under_way.idle()

    async def close(self) -> None:
        """Give up what is still being done."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, origin: Origin, work: Work) -> Told:
        loop = asyncio.get_running_loop()
        told: Told = loop.create_future()
        timer = loop.call_later(IN_TIME, let_go, told)
        told.add_done_callback(lambda _: timer.cancel())
        self._begun[origin.trigger] = told
        task = asyncio.create_task(self._see_to(origin, work, told))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return told

    async def _see_to(self, origin: Origin, work: Work, told: Told) -> None:
        with self._under_way:
            try:
                await work(told)
            except Exception as error:  # noqa: BLE001 -- nobody is left without an answer
                _log.exception("an answer could not be shown")
                let_go(told)
                await self._apologise(origin, error)
            finally:
                let_go(told)
                del self._begun[origin.trigger]

    def _is_new(self, trigger: str) -> bool:
        """Whether this process sees a delivery for the first time."""
        if trigger in self._seen:
            return False
        self._seen[trigger] = None
        if len(self._seen) > DELIVERIES:
            self._seen.popitem(last=False)
        return True


def let_go(told: Told) -> None:
    """Have what arrived acknowledged, if it is not yet; what there is to see comes behind."""
    if not told.done():
        told.set_result(None)
