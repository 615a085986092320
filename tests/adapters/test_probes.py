import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest
from structlog.typing import EventDict

from adapters import probes
from bot import wording
from bot.errors import BadSetting, DatabaseLocked

HERE = "127.0.0.1"


@dataclass
class Part:
    """A part of the bot that says what a test makes it say."""

    name: str
    says: Callable[[], Awaitable[str]]
    asked: int = 0

    async def trouble(self) -> str:
        """What it was made to say."""
        self.asked += 1
        return await self.says()


def saying(name: str, sentence: str = "") -> Part:
    """A part that answers at once."""

    async def answer() -> str:
        return sentence

    return Part(name, answer)


def raising(name: str, error: Exception) -> Part:
    """A part that cannot be asked."""

    async def answer() -> str:
        raise error

    return Part(name, answer)


class Stuck:
    """A part that does not answer before it is let go; ``deaf`` ones cannot be cancelled."""

    name = "database"

    def __init__(self, *, deaf: bool = False) -> None:
        self.asked = 0
        self.begun, self.free, self.given_up = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._deaf = deaf

    async def trouble(self) -> str:
        """Nothing, once it is free."""
        self.asked += 1
        self.begun.set()
        while not self.free.is_set():
            try:
                await self.free.wait()
            except asyncio.CancelledError:
                self.given_up.set()
                if not self._deaf:
                    raise
        return ""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> object:
        """The body, read as JSON."""
        return json.loads(self.body)


async def ask(place: tuple[str, int], path: str = "/readyz", method: str = "GET") -> Answer:
    """Ask as any program would, and read until the connection is closed."""
    return await send(place, f"{method} {path} HTTP/1.1\r\nHost: {place[0]}\r\n\r\n".encode())


async def send(place: tuple[str, int], sent: bytes) -> Answer:
    """Send these bytes and read until the connection is closed."""
    reader, writer = await asyncio.open_connection(*place)
    writer.write(sent)
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return Answer(int(first.split()[1]), headers, body)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz?verbose=1"])
async def test_all_is_well(path: str) -> None:
    """200, one word, and nothing a cache would keep."""
    part = saying("clock")
    async with probes.serve(HERE, 0, alive=[part], ready=[part]) as place:
        answer = await ask(place, path)

    assert (answer.status, answer.said) == (200, {"status": "ok"})
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
    assert part.asked == 1


async def test_each_page_asks_its_own_parts() -> None:
    """A bot that works may still be unable to serve people; only those in trouble are named."""
    database = saying("database", "It is full.")
    ready = [saying("clock"), database, saying("chat", "It is away.")]
    async with probes.serve(HERE, 0, alive=[saying("clock")], ready=ready) as place:
        alive, unready = await ask(place, "/healthz"), await ask(place, "/readyz")

    assert alive.status == 200
    assert unready.status == 503
    assert unready.headers["cache-control"] == "no-store"
    assert unready.said == {
        "status": "unavailable",
        "trouble": {"database": "It is full.", "chat": "It is away."},
    }


async def test_trouble_passes() -> None:
    """Every request asks anew."""
    sentences = ["It starts.", ""]

    async def answer() -> str:
        return sentences.pop(0)

    async with probes.serve(HERE, 0, alive=[], ready=[Part("chat", answer)]) as place:
        assert [(await ask(place)).status, (await ask(place)).status] == [503, 200]


@pytest.mark.parametrize("page", [saying("a"), saying("a", "It is not well.")])
async def test_only_the_head_is_sent_where_only_it_is_asked_for(page: Part) -> None:
    """HEAD answers as GET does, without the body."""
    async with probes.serve(HERE, 0, alive=[], ready=[page]) as place:
        whole, head = await ask(place), await ask(place, method="HEAD")

    assert (head.status, head.body) == (whole.status, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/healthz/", "/healthz/x", "/metrics", "//healthz"])
async def test_nothing_else_is_served(path: str) -> None:
    """Whatever else is asked for is not there, and nobody is asked for it."""
    part = saying("clock")
    async with probes.serve(HERE, 0, alive=[part], ready=[part]) as place:
        answer = await ask(place, path)

    assert answer.status == 404
    assert part.asked == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
async def test_nothing_can_be_done_there(method: str) -> None:
    """The pages are read and nothing more."""
    part = saying("clock")
    async with probes.serve(HERE, 0, alive=[part], ready=[part]) as place:
        answer = await ask(place, method=method)

    assert answer.status == 404
    assert part.asked == 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        (b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GARBAGE\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 3000 + b"\r\n\r\n", 400),
        (b"GET /" + b"x" * 3000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nContent-Length: a\r\n\r\n", 400),
    ],
    ids=["page", "no page", "no HTTP", "TLS", "long field", "long path", "bad length"],
)
async def test_nobody_is_told_what_software_this_is(
    sent: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even who sends garbage; that fills no log either, and no memory."""
    caplog.set_level(logging.DEBUG)
    async with probes.serve(HERE, 0, alive=[], ready=[]) as place:
        answer = await send(place, sent)
        assert (await ask(place)).status == 200

    assert answer.status == status
    assert "server" not in answer.headers
    assert b"aiohttp" not in answer.body.lower()
    assert len(answer.body) < 1000
    assert [record for record in caplog.records if record.name != "asyncio"] == []


async def test_a_body_is_not_read() -> None:
    """The answer comes at once, however much was announced."""
    announced = b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nx"
    async with probes.serve(HERE, 0, alive=[], ready=[]) as place, asyncio.timeout(5):
        assert (await send(place, announced)).status == 404


async def test_errors_with_a_sentence_are_told_in_it() -> None:
    """What the database says of itself stands beside its name."""
    error = DatabaseLocked("studybot.db")
    async with probes.serve(HERE, 0, alive=[], ready=[raising("database", error)]) as place:
        answer = await ask(place)

    assert answer.said == {
        "status": "unavailable",
        "trouble": {"database": wording.explain(error)},
    }


async def test_of_other_errors_only_the_kind_is_told(logged: list[EventDict]) -> None:
    """Their text may hold a secret: neither the answer nor the log has it."""
    part = raising("chat", ValueError("opensesame"))
    async with probes.serve(HERE, 0, alive=[], ready=[part]) as place:
        answer = await ask(place)

    assert answer.status == 503
    assert b"ValueError" in answer.body
    assert b"opensesame" not in answer.body
    assert [entry["probe"] for entry in logged] == ["chat"]
    assert "opensesame" not in repr(logged)


@pytest.mark.parametrize("deaf", [False, True], ids=["stuck", "deaf"])
async def test_a_hanging_part_is_not_waited_for(
    deaf: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is that there was none, and it comes soon; the others are heard all the same."""
    monkeypatch.setattr(probes, "LIMIT", 0.02)
    stuck = Stuck(deaf=deaf)
    ready: list[probes.Probe] = [stuck, saying("chat", "It is away.")]
    async with probes.serve(HERE, 0, alive=[saying("clock")], ready=ready) as place:
        answer = await ask(place)
        assert (await ask(place, "/healthz")).status == 200
        stuck.free.set()

    assert answer.status == 503
    assert answer.said == {
        "status": "unavailable",
        "trouble": {"database": "There was no answer within 0 seconds.", "chat": "It is away."},
    }


async def test_a_part_that_hung_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never came back is given up: it does not stand in the way of the next question."""
    monkeypatch.setattr(probes, "LIMIT", 0.02)
    lost = Stuck()
    answers = [lost.trouble, saying("database").trouble]

    async def answer() -> str:
        return await answers.pop(0)()

    async with probes.serve(HERE, 0, alive=[], ready=[Part("database", answer)]) as place:
        assert (await ask(place)).status == 503
        await lost.given_up.wait()
        assert (await ask(place)).status == 200


async def test_a_part_that_is_being_asked_is_not_asked_again() -> None:
    """However many want to know: a crowd of watchers costs the database one question."""
    stuck = Stuck()
    async with probes.serve(HERE, 0, alive=[], ready=[stuck]) as place:
        asking = [asyncio.create_task(ask(place)) for _ in range(20)]
        await stuck.begun.wait()
        stuck.free.set()
        answers = await asyncio.gather(*asking)
        most = stuck.asked

    assert {answer.status for answer in answers} == {200}
    assert most < 20


async def test_whoever_sends_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection is closed after a while, whether it was used or not."""
    monkeypatch.setattr(probes, "LIFETIME", 0.02)
    async with probes.serve(HERE, 0, alive=[], ready=[]) as place:
        reader, writer = await asyncio.open_connection(*place)
        writer.write(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        assert await reader.read() == b""
        writer.close()


async def test_connections_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is closed at once; when another has ended, there is room again."""
    monkeypatch.setattr(probes, "CONNECTIONS", 1)
    stuck = Stuck()
    async with probes.serve(HERE, 0, alive=[], ready=[stuck]) as place:
        first = asyncio.create_task(ask(place))
        await stuck.begun.wait()
        reader, writer = await asyncio.open_connection(*place)
        assert await reader.read() == b""
        writer.close()
        stuck.free.set()
        assert (await first).status == 200


async def test_a_stop_waits_for_nobody() -> None:
    """Whoever was asking is told, whoever sends nothing is cut off, and nothing is left."""
    stuck = Stuck()
    async with probes.serve(HERE, 0, alive=[], ready=[stuck]) as place:
        asking = asyncio.create_task(ask(place))
        reader, writer = await asyncio.open_connection(*place)
        await stuck.begun.wait()
    answer = await asking

    assert answer.status == 503
    assert b"is being stopped" in answer.body
    assert await reader.read() == b""
    writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*place)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_taken_port_is_named() -> None:
    """The setting, what it is, and what to do; whoever wires it decides whether to go on."""
    with socket.socket() as other:
        other.bind((HERE, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BadSetting) as raised:
            async with probes.serve(HERE, port, alive=[], ready=[]):
                pytest.fail("it is taken")

    assert (raised.value.name, raised.value.value) == ("STUDYBOT_HTTP", f"{HERE}:{port}")
    assert "no other program has" in wording.explain(raised.value)


@pytest.mark.parametrize(
    ("host", "shown"), [("192.0.2.1", "192.0.2.1:1"), ("2001:db8::1", "[2001:db8::1]:1")]
)
async def test_an_address_of_another_machine_is_named(host: str, shown: str) -> None:
    """Nobody can listen there."""
    with pytest.raises(BadSetting) as raised:
        async with probes.serve(host, 1, alive=[], ready=[]):
            pytest.fail("it is no address of this machine")

    assert raised.value.value == shown


def test_it_works_on_the_quicker_event_loop() -> None:
    """What the bot is really run on answers, refuses garbage, and names a taken port as well."""
    uvloop = pytest.importorskip("uvloop", reason="Windows has none")

    async def work() -> None:
        async with probes.serve(HERE, 0, alive=[], ready=[saying("a", "No.")]) as place:
            assert (await ask(place, "/healthz")).status == 200
            assert (await ask(place)).status == 503
            assert "server" not in (await send(place, b"GARBAGE\r\n\r\n")).headers
            with pytest.raises(BadSetting):
                await probes.serve(*place, alive=[], ready=[]).__aenter__()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())
