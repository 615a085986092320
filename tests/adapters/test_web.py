import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace

import pytest
from aiohttp import web as aiohttp_web
from structlog.typing import EventDict

from adapters import probes, web

HERE = "127.0.0.1"
PATH = "/chat/events"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Caller:
    """Talks HTTP by hand, over one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    def send(self, *parts: bytes) -> None:
        """Send these bytes."""
        self._writer.write(b"".join(parts))

    async def post(self, body: bytes = b"", path: str = PATH, *fields: str) -> Answer:
        """Send a whole request and read its answer."""
        self.send(head(path, f"Content-Length: {len(body)}", *fields), body)
        return await self.answer()

    async def answer(self) -> Answer:
        """The next answer."""
        first, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(int(first.split()[1]), headers, body)

    async def closed(self) -> bool:
        """Whether the other side has closed the connection; waits for it."""
        try:
            return await self._reader.read() == b""
        except ConnectionError:
            return True


def head(path: str = PATH, *fields: str, method: str = "POST") -> bytes:
    """The head of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *fields, "", ""]).encode()


@asynccontextmanager
async def calling(place: tuple[str, int]) -> AsyncIterator[Caller]:
    """A connection to the server."""
    reader, writer = await asyncio.open_connection(*place)
    try:
        yield Caller(reader, writer)
    finally:
        writer.close()


async def echo(request: aiohttp_web.BaseRequest) -> aiohttp_web.StreamResponse:
    """Say what was sent."""
    return aiohttp_web.Response(body=await request.read())


async def refuse(_: aiohttp_web.BaseRequest) -> aiohttp_web.StreamResponse:
    """As for a wrong signature."""
    return aiohttp_web.Response(status=401)


async def fail(_: aiohttp_web.BaseRequest) -> aiohttp_web.StreamResponse:
    """An error nobody foresaw."""
    raise ValueError("opensesame")


class Slow:
    """A handler that answers when it is told to."""

    def __init__(self) -> None:
        self.begun, self.free = asyncio.Event(), asyncio.Event()

    async def __call__(self, _: aiohttp_web.BaseRequest) -> aiohttp_web.StreamResponse:
        """Answer, once it is free."""
        self.begun.set()
        await self.free.wait()
        return aiohttp_web.Response(text="done")


def serving(
    handler: web.Handler = echo, limits: web.Limits = web.CHATS
) -> AbstractAsyncContextManager[tuple[str, int]]:
    """A server with one handler."""
    return web.serve(HERE, 0, pages={}, routes={("POST", PATH): handler}, limits=limits)


@pytest.mark.parametrize("size", [0, 1, 100_000, web.BODY])
async def test_a_connection_serves_again_and_again(size: int) -> None:
    """Whatever the size of the bodies; nobody is told what software this is."""
    async with serving() as place, calling(place) as caller:
        for letter in (b"a", b"b"):
            answer = await caller.post(letter * size)

            assert (answer.status, answer.body) == (200, letter * size)
            assert "server" not in answer.headers


async def test_requests_that_come_together_are_answered_in_order() -> None:
    """A client may send the next before it has read the last."""
    async with serving() as place, calling(place) as caller:
        caller.send(head(PATH, "Content-Length: 1"), b"a", head(PATH, "Content-Length: 1"), b"b")

        assert [(await caller.answer()).body for _ in range(2)] == [b"a", b"b"]


async def test_bodies_are_bounded() -> None:
    """One that is announced too long is refused before it is sent, another while it is."""
    async with serving() as place:
        async with calling(place) as caller:
            caller.send(head(PATH, f"Content-Length: {web.BODY + 1}"))
            assert (await caller.answer()).status == 413
            assert await caller.closed()
        async with calling(place) as caller:
            chunk = b"%x\r\n%b\r\n" % (1 << 16, b"x" * (1 << 16))
            caller.send(head(PATH, "Transfer-Encoding: chunked"), chunk * 17)
            assert (await caller.answer()).status == 413


async def test_a_body_is_what_was_sent() -> None:
    """Nothing is unpacked: a signature is that of the bytes, and few may become many."""
    packed = b"\x1f\x8b nothing that can be unpacked"
    async with serving() as place, calling(place) as caller:
        assert (await caller.post(packed, PATH, "Content-Encoding: gzip")).body == packed


async def test_broken_bodies_are_refused() -> None:
    """They never reach a handler."""
    async with serving(fail) as place, calling(place) as caller:
        caller.send(head(PATH, "Transfer-Encoding: chunked"), b"xyz\r\n")

        assert (await caller.answer()).status == 400


async def test_slow_bodies_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever announces more than he sends holds a connection for a while and no longer."""
    monkeypatch.setattr(web, "SENDING", 0.02)
    async with serving(fail) as place, calling(place) as caller:
        caller.send(head(PATH, "Content-Length: 10"), b"a")

        assert (await caller.answer()).status == 408
        assert await caller.closed()


@pytest.mark.parametrize("sent", [b"", b"POST / HTTP/1.1\r\nX-Slow: "], ids=["silent", "slow"])
async def test_who_asks_nothing_is_cut_off(sent: bytes) -> None:
    """A connection has to ask for something soon."""
    short = replace(web.CHATS, opening=0.02)
    async with serving(limits=short) as place, calling(place) as caller:
        caller.send(sent)
        assert await caller.closed()


async def test_unused_connections_end() -> None:
    """After a while, which begins with the last answer."""
    short = replace(web.CHATS, kept=0.02)
    async with serving(limits=short) as place, calling(place) as caller:
        assert (await caller.post(b"a")).status == 200
        assert await caller.closed()


async def test_used_connections_stay() -> None:
    """However long ago they were opened."""
    short = replace(web.CHATS, opening=0.2)
    async with serving(limits=short) as place, calling(place) as caller:
        assert (await caller.post(b"a")).status == 200
        async with calling(place) as silent:
            assert await silent.closed()
        assert (await caller.post(b"b")).body == b"b"


async def test_what_is_refused_ends_the_connection() -> None:
    """Whoever has no right signature holds none open."""
    async with serving(refuse) as place, calling(place) as caller:
        answer = await caller.post(b"a")

        assert (answer.status, answer.headers["connection"]) == (401, "close")
        assert await caller.closed()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", f"{PATH}?a=b", 200),
        ("POST", "/", 404),
        ("POST", f"{PATH}/", 404),
        ("GET", "/chat", 404),
        ("GET", PATH, 405),
        ("DELETE", PATH, 405),
    ],
)
async def test_only_what_is_served_is_served(method: str, path: str, status: int) -> None:
    """Another path is not there; another method is not for it, and the right one is told."""
    async with serving() as place, calling(place) as caller:
        caller.send(head(path, "Content-Length: 0", method=method))
        answer = await caller.answer()

    assert answer.status == status
    assert (answer.headers.get("allow") == "post") is (status == 405)


async def test_errors_are_logged_and_not_told(logged: list[EventDict]) -> None:
    """The answer is 500 and nothing else; the next request is answered as ever."""
    async with serving(fail) as place, calling(place) as caller:
        answer = await caller.post(b"a", f"{PATH}?secret=1")

    assert (answer.status, answer.body) == (500, b"")
    (entry,) = logged
    assert (entry["log_level"], entry["path"]) == ("error", PATH)
    assert isinstance(entry["exc_info"], ValueError)
    logged.clear()


@pytest.mark.parametrize(("length", "status"), [(7000, 200), (20_000, 400)])
async def test_heads_may_be_long(length: int, status: int) -> None:
    """As long as balancers and browsers make them, and not without end."""
    async with serving() as place, calling(place) as caller:
        answer = await caller.post(b"", PATH, f"Cookie: {'x' * length}")

    assert answer.status == status
    assert b"aiohttp" not in answer.body.lower()


async def test_a_crowd_is_served_at_once() -> None:
    """Hundreds of connections; one too many is closed."""
    slow, most = Slow(), web.CHATS.connections
    async with serving(slow) as place:
        connections = [await asyncio.open_connection(*place) for _ in range(most)]
        callers = [Caller(*connection) for connection in connections]
        for caller in callers:
            caller.send(head(PATH, "Content-Length: 0"))
        await slow.begun.wait()
        async with calling(place) as late:
            assert await late.closed()
        slow.free.set()
        answers = await asyncio.gather(*(caller.answer() for caller in callers))
        for _, writer in connections:
            writer.close()

    assert {answer.status for answer in answers} == {200}


async def test_a_stop_sees_requests_answered() -> None:
    """Who asks nothing is let go at once, and nobody new is let in."""
    slow = Slow()
    serving_slow = web.serve(
        HERE, 0, pages={}, routes={("POST", PATH): slow, ("POST", "/echo"): echo}
    )
    place = await serving_slow.__aenter__()
    async with calling(place) as busy, calling(place) as idle, calling(place) as fresh:
        assert (await idle.post(b"a", "/echo")).status == 200
        busy.send(head(PATH, "Content-Length: 0"))
        await slow.begun.wait()
        stopping = asyncio.create_task(serving_slow.__aexit__(None, None, None))

        assert await idle.closed()
        assert await fresh.closed()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*place)
        assert not stopping.done()
        slow.free.set()
        answer = await busy.answer()
        await stopping

        assert (answer.status, answer.body) == (200, b"done")
        assert answer.headers["connection"] == "close"
        assert await busy.closed()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_stop_takes_the_rest_of_a_body() -> None:
    """A request whose head is there is under way."""
    serving_echo = serving()
    place = await serving_echo.__aenter__()
    async with calling(place) as caller, calling(place) as idle:
        caller.send(head(PATH, "Content-Length: 2"), b"a")
        assert (await idle.post(b"x")).status == 200  # by now the other's head was read
        stopping = asyncio.create_task(serving_echo.__aexit__(None, None, None))
        assert await idle.closed()
        caller.send(b"b")

        assert (await caller.answer()).body == b"ab"
        await stopping


async def test_a_stop_refuses_what_comes_behind() -> None:
    """A request behind the one under way finds nobody, and its sender knows to go elsewhere."""
    slow = Slow()
    serving_slow = serving(slow)
    place = await serving_slow.__aenter__()
    async with calling(place) as caller, calling(place) as idle:
        caller.send(head(PATH, "Content-Length: 0"), head(PATH, "Content-Length: 0"))
        await slow.begun.wait()
        stopping = asyncio.create_task(serving_slow.__aexit__(None, None, None))
        assert await idle.closed()
        slow.free.set()

        assert (await caller.answer()).status == 200
        assert await caller.closed()
        await stopping


async def test_a_stop_does_not_wait_for_ever() -> None:
    """What hangs is cut off, and nothing is left of it."""
    slow = Slow()
    short = replace(web.CHATS, drain=0.02)
    async with serving(slow, short) as place, calling(place) as caller:
        caller.send(head(PATH, "Content-Length: 0"))
        await slow.begun.wait()  # and goes before it is answered

    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_health_is_told_beside_it() -> None:
    """At the same address, with a connection for each question, as ever."""
    routes = {("POST", PATH): echo}
    async with probes.serve(HERE, 0, alive=[], ready=[], routes=routes) as place:
        async with calling(place) as caller:
            assert (await caller.post(b"a")).body == b"a"
            caller.send(head("/readyz", method="GET"))
            answer = await caller.answer()
            assert await caller.closed()
        async with calling(place) as caller:
            assert (await caller.post(b"", "/healthz")).status == 404

    assert (answer.status, answer.body) == (200, b'{"status": "ok"}')


def test_it_works_on_the_quicker_event_loop() -> None:
    """What the bot is really run on keeps connections, refuses and drains as well."""
    uvloop = pytest.importorskip("uvloop", reason="Windows has none")

    async def work() -> None:
        await test_a_connection_serves_again_and_again(100_000)
        await test_bodies_are_bounded()
        await test_a_stop_sees_requests_answered()
        await test_a_stop_does_not_wait_for_ever()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())
