from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest

from tests.fakes.slack.endpoint import Endpoint, listening
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tinybot import TinyBot, on_http, on_socket


@pytest.fixture
async def server() -> AsyncIterator[FakeSlack]:
    """A Slack without a bot."""
    async with FakeSlack() as server:
        yield server


@pytest.fixture
async def endpoint(server: FakeSlack) -> AsyncIterator[Endpoint]:
    """The address to which the server delivers."""
    async with listening(server) as endpoint:
        yield endpoint


class Client:
    """A socket that a test holds in its hands."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self) -> dict[str, object]:
        """What comes next."""
        said: dict[str, object] = await self.socket.receive_json(timeout=5)
        return said

    async def acknowledge(self, envelope: dict[str, object], **more: object) -> None:
        """Acknowledges an envelope."""
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], **more})


async def opened(server: FakeSlack, stack: AsyncExitStack) -> Client:
    """A new socket, after its hello."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    bearer = {"Authorization": f"Bearer {server.app_token}"}
    async with session.post(f"{server.api_url}apps.connections.open", headers=bearer) as answer:
        url = (await answer.json())["url"]
    client = Client(await stack.enter_async_context(session.ws_connect(url)))
    assert (await client.next())["type"] in {"hello", "disconnect"}
    return client


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """Closes what a test has opened."""
    async with AsyncExitStack() as stack:
        yield stack


async def test_envelopes_take_turns(server: FakeSlack, stack: AsyncExitStack) -> None:
    """Of several sockets each gets the next envelope; the acknowledgement comes by either."""
    one, two = await opened(server, stack), await opened(server, stack)
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    first = await server.command(ana, hall, "/quiz")
    second = await server.command(ana, hall, "/quiz")
    sent = [await one.next(), await two.next()]
    assert [envelope["type"] for envelope in sent] == ["slash_commands"] * 2
    await two.acknowledge(sent[0], payload={"text": "Hello"})
    await one.acknowledge(sent[1])
    assert (await first.outcome()).shown[0].text == "Hello"
    assert (await second.outcome()).shown == []
    assert server.complaints() == []


async def test_a_ticket_opens_one_socket(server: FakeSlack, stack: AsyncExitStack) -> None:
    """The address of a socket is good once."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(f"{server.state.socket_url}/?ticket=none")


async def test_ten_sockets_are_the_most(server: FakeSlack, stack: AsyncExitStack) -> None:
    """The eleventh is closed with the reason."""
    for _ in range(10):
        await opened(server, stack)
    await opened(server, stack)
    assert len(server.sockets.connections) == 10


async def test_wrong_acknowledgements_are_complained_of(
    server: FakeSlack, stack: AsyncExitStack
) -> None:
    """An unknown envelope, something unreadable, or words that nobody would see."""
    client = await opened(server, stack)
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    await client.socket.send_str("hello?")
    await client.socket.send_json({"envelope_id": "none"})
    message = server.write(ana, hall, "x")
    press = await server.press_anyway(ana, message, "a", value="v")
    await client.acknowledge(await client.next(), payload={"text": "seen by nobody"})
    await press.outcome()
    said = "; ".join(server.complaints())
    assert "not an acknowledgement: hello?" in said
    assert "no such envelope" in said
    assert "accepts no payload" in said


@pytest.mark.parametrize("cut", ["refreshed", "closed", "dropped", "mute"])
async def test_the_real_client_comes_back(server: FakeSlack, cut: str) -> None:
    """Asked to refresh, closed, cut off or left in silence, the SDK comes back and hears on."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    async with on_socket(TinyBot(server), server, ping_interval=0.5):
        if cut == "refreshed":
            await server.disconnect()
        elif cut == "mute":
            server.mute_sockets()
        else:
            await server.drop_sockets(abruptly=cut == "dropped")
        await server.until(lambda: server.sockets.opened > 1)
        await server.until(lambda: len(server.sockets.connections) == 1)
        await (await server.command(ana, hall, "/ask")).outcome()
        await server.until(lambda: hall.messages)
    assert server.complaints() == []


async def test_nobody_there_is_seen_at_once(server: FakeSlack) -> None:
    """Without a bot a command fails at once, as people see it in Slack."""
    delivery = await server.command(server.add_user("Ana"), server.add_channel("hall"), "/quiz")
    assert (delivery.failed, delivery.status) == (True, None)


async def test_a_delivery_is_signed(server: FakeSlack, endpoint: Endpoint) -> None:
    """Commands are form fields, interactions a payload, events JSON; each with a good signature."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    await (await server.command(ana, hall, "/quiz", "a & b")).outcome()
    message = server.write(ana, hall, "x")
    await (await server.press_anyway(ana, message, "a")).outcome()
    await (await server.event("channel_rename", channel={"id": hall.id})).outcome()
    for body, headers in endpoint.heard:
        at = float(headers["X-Slack-Request-Timestamp"])
        assert server.sign(body, at)["X-Slack-Signature"] == headers["X-Slack-Signature"]
    bodies = [body for body, _ in endpoint.heard]
    assert b"text=a+%26amp%3B+b" in bodies[0]
    assert bodies[1].startswith(b"payload=")
    assert bodies[2].startswith(b"{")


async def test_a_bad_answer_fails(server: FakeSlack, endpoint: Endpoint) -> None:
    """What is not answered with 200 has failed, and a text is shown to who typed the command."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    endpoint.status = 500
    assert (await (await server.command(ana, hall, "/quiz")).outcome()).failed
    endpoint.status, endpoint.body = 200, "Hello"
    answered = await (await server.command(ana, hall, "/quiz")).outcome()
    assert [message.text for message in answered.shown] == ["Hello"]
    assert answered.shown[0].seen_by is ana


async def test_events_come_again(server: FakeSlack, endpoint: Endpoint) -> None:
    """An event is sent again at once, after a minute and after five, marked; a command never."""
    hall = server.add_channel("hall")
    endpoint.status = 500
    await (await server.command(server.add_user("Ana"), hall, "/quiz")).outcome()
    event = await server.event("channel_archive", channel=hall.id)
    await server.until(lambda: len(endpoint.heard) == 3 and event.retries[0].failed)
    await server.advance(61)
    await server.until(lambda: len(endpoint.heard) == 4)
    endpoint.status = 200
    await server.until(lambda: len(server.deliveries) == 4 and server.deliveries[3].over.is_set())
    await server.advance(301)
    await server.until(lambda: len(endpoint.heard) == 5)
    await server.advance(3600)
    numbers = [headers.get("X-Slack-Retry-Num") for _, headers in endpoint.heard]
    assert numbers == [None, None, "1", "2", "3"]
    assert len({body for body, _ in endpoint.heard[1:]}) == 1
    assert endpoint.heard[2][1]["X-Slack-Retry-Reason"] == "http_error"


async def test_a_test_can_deliver_again(server: FakeSlack, endpoint: Endpoint) -> None:
    """The very same body comes once more, marked as a repetition; copies are not marked."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    first = await (await server.command(ana, hall, "/quiz")).outcome()
    again = await (await first.redeliver("http_timeout")).outcome()
    assert again.acknowledged
    server.deliver_to(endpoint.url, copies=2)
    twice = await (await server.command(ana, hall, "/quiz")).outcome()
    await twice.copies[0].outcome()
    bodies = [body for body, _ in endpoint.heard]
    assert (bodies[0] == bodies[1], bodies[2] == bodies[3]) == (True, True)
    numbers = [headers.get("X-Slack-Retry-Num") for _, headers in endpoint.heard]
    assert numbers == [None, "1", None, None]


async def test_endpoints_share_the_work(server: FakeSlack) -> None:
    """With several endpoints each of them is given something, the same way for the same seed."""
    hall, ana = server.add_channel("hall"), server.add_user("Ana")
    bot, other = TinyBot(server), TinyBot(server)
    async with on_http(bot, server), on_http(other, server):
        urls = [*server.endpoints]
        async with on_http(bot, server):
            server.deliver_to(*server.endpoints, *urls, seed=1)
            for _ in range(6):
                await (await server.command(ana, hall, "/ask")).outcome()
    assert len(bot.seen) + len(other.seen) == 6
    assert bot.seen
    assert other.seen


async def test_what_is_too_late_has_failed(server: FakeSlack, stack: AsyncExitStack) -> None:
    """After three seconds the person sees an error, whatever the bot says afterwards."""
    client = await opened(server, stack)
    late = await server.command(server.add_user("Ana"), server.add_channel("hall"), "/quiz")
    await server.advance(3.1)
    await client.acknowledge(await client.next(), payload={"text": "Sorry"})
    assert (await late.outcome()).failed
    await client.socket.ping()
    assert (late.shown, late.acknowledged) == ([], False)


async def test_forged_and_stale_requests_are_refused_by_bolt(server: FakeSlack) -> None:
    """A test can send what Slack never would: a wrong signature, an old one, or garbage."""
    async with on_http(TinyBot(server), server):
        [url] = server.endpoints
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = b"command=%2Fsay&text=x"
        good, wrong = server.sign(body) | form, server.sign(b"other") | form
        stale = server.sign(body, at=1_700_000_000) | form
        assert (await server.deliver_raw(url, body, good)) == (200, "x")
        assert (await server.deliver_raw(url, body, wrong))[0] == 401
        assert (await server.deliver_raw(url, body, stale))[0] == 401
        assert (await server.deliver_raw(url, body, form))[0] == 401
