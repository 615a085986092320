import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.discord.waiting import Clock, Ids
from tests.fakes.discord.wire import Json, Wire, wired

GUILDS = 1


class Listener:
    """A gateway client written by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.stream = zlib.decompressobj()

    async def next(self) -> Json:
        """What comes next."""
        message = await self.socket.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.BINARY:
            found: Json = json.loads(self.stream.decompress(message.data))
        else:
            found = json.loads(message.data)
        return found

    async def events(self, count: int) -> list[tuple[int, str]]:
        """The sequence numbers and names of so many events."""
        events = [await self.next() for _ in range(count)]
        return [(event["s"], event["t"]) for event in events]

    async def closed(self) -> int | None:
        """The code the connection is closed with."""
        await self.socket.receive(timeout=5)
        return self.socket.close_code

    async def identify(self, wire: Wire, **more: object) -> None:
        """Says who it is."""
        data = {"token": wire.server.token, "intents": GUILDS, "shard": [0, 1], **more}
        await self.socket.send_json({"op": 2, "d": data})

    async def resume(self, wire: Wire, session: str, seq: int) -> None:
        """Goes on with a session."""
        data = {"token": wire.server.token, "session_id": session, "seq": seq}
        await self.socket.send_json({"op": 6, "d": data})


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A Discord to talk to by hand."""
    async with wired() as wire:
        yield wire


@asynccontextmanager
async def listening(wire: Wire, **query: str) -> AsyncIterator[Listener]:
    """A connection that was greeted."""
    async with wire.session.ws_connect(wire.server.gateway_url, params=query) as socket:
        listener = Listener(socket)
        assert (await listener.next())["op"] == 10
        yield listener


@pytest.mark.parametrize("query", [{}, {"compress": "zlib-stream"}], ids=["plain", "zlib"])
async def test_a_session_begins(wire: Wire, query: dict[str, str]) -> None:
    """Heartbeats are answered; a new session is told who it is and which servers there are."""
    async with listening(wire, **query) as listener:
        await listener.socket.send_json({"op": 1, "d": None})
        assert await listener.next() == {"op": 11}
        await listener.identify(wire)
        assert await listener.events(2) == [(1, "READY"), (2, "GUILD_CREATE")]


@given(st.integers(1, 9), st.data())
def test_a_server_can_be_made_for_a_shard(count: int, data: st.DataObject) -> None:
    """Ids never come twice, and those made for a shard belong to it."""
    ids = Ids(Clock())
    shards = data.draw(st.lists(st.integers(0, count - 1), max_size=5))
    made = [ids.on_shard(shard, count) for shard in shards]
    assert [(one >> 22) % count for one in made] == shards
    assert len({*made, ids.next()}) == len(made) + 1


BAD = {
    "a wrong token": (4004, {"token": "x"}),
    "a shard that is not": (4010, {"shard": [1, 1]}),
    "no intents": (4013, {"intents": None}),
    "privileged intents": (4014, {"intents": 1 << 15}),
}


@pytest.mark.parametrize(("code", "wrong"), BAD.values(), ids=BAD)
async def test_a_wrong_greeting_is_refused(wire: Wire, code: int, wrong: dict[str, object]) -> None:
    """The connection is closed with Discord's code for it, and a test can tell."""
    async with listening(wire) as listener:
        await listener.identify(wire, **wrong)
        assert await listener.closed() == code
    assert [refused for refused, _ in wire.server.gateway.closes] == [code]


async def test_missed_events_are_told_again(wire: Wire) -> None:
    """All that was not seen comes in its order, and then the word that it was all."""
    async with listening(wire) as listener:
        await listener.identify(wire)
        session = (await listener.next())["d"]["session_id"]
        await wire.server.drop_gateway()
    for _ in range(3):
        await wire.command()
    async with listening(wire) as listener:
        await listener.resume(wire, session, 1)
        missed = [(2, "GUILD_CREATE"), *((n, "INTERACTION_CREATE") for n in (3, 4, 5))]
        assert await listener.events(5) == [*missed, (6, "RESUMED")]


async def test_what_cannot_be_resumed(wire: Wire) -> None:
    """An unknown session is invalid; more than was ever sent cannot have been seen."""
    async with listening(wire) as listener:
        await listener.resume(wire, "unknown", 0)
        assert await listener.next() == {"op": 9, "d": False}
        await listener.identify(wire)
        session = (await listener.next())["d"]["session_id"]
        await wire.server.drop_gateway()
    async with listening(wire) as listener:
        await listener.resume(wire, session, 99)
        assert await listener.closed() == 4007


async def test_a_goodbye_ends_the_session(wire: Wire) -> None:
    """A client that closes with 1000 has nothing to come back to."""
    async with listening(wire) as listener:
        await listener.identify(wire)
        await listener.events(2)
    await wire.server.until(lambda: not wire.server.gateway.connections)
    assert wire.server.gateway.sessions == {}
