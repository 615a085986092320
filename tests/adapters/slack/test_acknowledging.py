"""What is acknowledged when: what people asked for, and copies of it."""

from __future__ import annotations

import asyncio

from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.acknowledging import Acknowledging, Told, let_go
from adapters.slack.layout import page, small
from adapters.slack.payloads import Origin

SAID = page(small("done"))


def origin(trigger: str) -> Origin:
    """Somebody who did a thing of this name."""
    return Origin("T1", "U1", "ana", "C1", trigger, "")


def unacknowledged() -> AsyncAck:
    """What a delivery is acknowledged by."""
    return AsyncAck()  # type: ignore[no-untyped-call]


async def apologise(_: Origin, error: Exception) -> None:
    """Nothing goes wrong here."""
    raise error


class Desk:
    """Work that takes as long as the test wants."""

    def __init__(self) -> None:
        self.acknowledging = Acknowledging(apologise)
        self.may_end = asyncio.Event()
        self.done = 0

    async def work(self, told: Told) -> None:
        """Say something once it may."""
        await self.may_end.wait()
        self.done += 1
        told.set_result(SAID)

    def delivered(self, ack: AsyncAck) -> asyncio.Task[None]:
        """A delivery of the one thing that is asked for here."""
        return asyncio.create_task(
            self.acknowledging.acknowledge(ack, origin("one"), self.work), name="delivery"
        )


async def test_a_copy_waits_for_what_is_being_done() -> None:
    """It is acknowledged with the same words, and not before: what Slack heard of is done."""
    desk, first, copy = Desk(), unacknowledged(), unacknowledged()
    both = [desk.delivered(first), desk.delivered(copy)]
    await asyncio.wait(both, timeout=0.05)
    assert (first.response, copy.response) == (None, None)
    desk.may_end.set()
    await asyncio.gather(*both)
    assert desk.done == 1
    assert first.response is not None
    assert copy.response is not None
    assert "done" in str(first.response.body)
    assert first.response.body == copy.response.body


async def test_a_late_copy_is_only_acknowledged() -> None:
    """What was done is neither done nor said again."""
    desk, copy = Desk(), unacknowledged()
    desk.may_end.set()
    await desk.delivered(unacknowledged())
    await desk.acknowledging.idle()
    await desk.delivered(copy)
    assert desk.done == 1
    assert copy.response is not None
    assert copy.response.body == ""


async def test_whoever_goes_away_stops_nothing() -> None:
    """A connection that breaks off takes neither the work nor the copy's answer along."""
    desk, copy = Desk(), unacknowledged()
    first = desk.delivered(unacknowledged())
    second = desk.delivered(copy)
    await asyncio.wait([first, second], timeout=0.05)
    first.cancel()
    desk.may_end.set()
    await second
    assert desk.done == 1
    assert copy.response is not None
    assert "done" in str(copy.response.body)


def test_letting_go_twice_does_no_harm() -> None:
    """What was said with the acknowledgement stays said."""

    async def twice() -> object:
        told: Told = asyncio.get_running_loop().create_future()
        told.set_result(SAID)
        let_go(told)
        return told.result()

    assert asyncio.run(twice()) is SAID


async def test_what_is_not_done_in_the_end_is_given_up() -> None:
    """Nothing goes on working for somebody after the bot has ended."""
    desk, ack = Desk(), unacknowledged()
    delivery = desk.delivered(ack)
    await asyncio.wait([delivery], timeout=0.01)
    await desk.acknowledging.close()
    desk.may_end.set()
    await delivery
    await desk.acknowledging.idle()
    assert desk.done == 0
