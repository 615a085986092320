"""Whatever is odd in what Slack sends by HTTP: the real SDK on a wire."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.typing import EventDict

from tests.fakes.slack.blocks import pressables
from tests.fakes.slack.deliveries import COMMANDS, Delivery
from tests.fakes.slack.deliveries import EVENTS as EVENTS_API
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import FORM, JSON
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import Wired, by_http, wired

Json = dict[str, Any]

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot that Slack reaches by HTTP, and that asks it for nothing wrong."""
    async with FakeSlack() as server:
        server.add_channel("hall")
        async with wired(server, tmp_path, by_http(server)) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    return here.server.workspace.named("hall")


@pytest.fixture
def ana(here: Wired) -> User:
    """Somebody who takes part."""
    return here.server.add_user("Ana")


MISSING = object()
ODDITIES: list[object] = [None, 7, "\ud800\0", ["x"]]
NOT_READ = {"message", "blocks", "title", "submit", "close", "event_context"}
"""Parts of a payload that are long, and that nobody reads."""


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where anything stands in a payload."""
    inner: Iterable[tuple[Any, object]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, part in inner:
        yield (*path, key)
        if key not in NOT_READ:
            yield from places(part, (*path, key))


def changed(payload: Json, path: tuple[Any, ...], odd: object) -> Json:
    """A copy in which something odd stands there, or nothing."""
    copy: Json = json.loads(json.dumps(payload))
    where: Any = copy
    for key in path[:-1]:
        where = where[key]
    if odd is MISSING:
        del where[path[-1]]
    else:
        where[path[-1]] = odd
    return copy


def written(delivery: Delivery, payload: Json) -> tuple[bytes, str]:
    """A payload in the way in which this delivery came."""
    if delivery.type == COMMANDS:
        plain = {name: str(value) for name, value in payload.items() if value is not None}
        return urlencode(plain, errors="replace").encode(), FORM
    said = json.dumps(payload)
    if delivery.type == EVENTS_API:
        return said.encode(), JSON
    return urlencode({"payload": said}).encode(), FORM


async def of_every_kind(here: Wired, hall: Channel, ana: User) -> list[Delivery]:
    """One delivery of each kind that the bot listens to."""
    question = await here.quiz(hall)
    form = (await here.command(ana, hall, "form")).modal
    [menu, *_] = [one for one in pressables(form.blocks) if one.type == "external_select"]
    found = [
        here.server.deliveries[0],
        await here.server.type_in(ana, form, menu, "num"),
        await here.server.submit(ana, form, {}),
        await here.press(question, "A", who=ana),
        await here.server.open_home(ana),
        await here.server.invite_bot(hall),
        await here.server.event("channel_left", channel="C1"),
        await here.server.event("tokens_revoked", tokens={"bot": ["x"]}),
    ]
    for one in found:
        await one.outcome()
    return found


async def test_anything_odd_in_a_payload(
    here: Wired, hall: Channel, ana: User, logged: list[EventDict]
) -> None:
    """Whatever stands wherever in what Slack sends: it is never 500, and nothing fails."""
    for delivery in await of_every_kind(here, hall, ana):
        for number, path in enumerate(places(delivery.payload)):
            # Each of them often enough, and not everywhere: every request takes its time.
            for odd in (MISSING, *(ODDITIES[one % len(ODDITIES)] for one in (number, number + 1))):
                body, kind = written(delivery, changed(delivery.payload, path, odd))
                status = await here.sent(body, kind)
                failed = [one for one in logged if one["log_level"] == "error"]
                assert (status in {200, 400, 404}, failed) == (True, []), (delivery, path, odd)
