"""A Discord on this machine: the real client connects to it, and a test plays the people."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from aiohttp import web

from tests.fakes.discord.acting import Acting
from tests.fakes.discord.faults import LOST, Fault, Faults, Hold, failure
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.limits import Limits, too_many
from tests.fakes.discord.serving import API, Asked, Record, Rest
from tests.fakes.discord.spec import Spec
from tests.fakes.downloads import Downloads

Result = TypeVar("Result")

_LARGEST: Final = 64 * 1024 * 1024


class FakeDiscord(Acting):
    """REST and gateway of a Discord, on a port of its own, for one bot.

    Use it as ``async with FakeDiscord() as server``; point the client at ``server.api_url`` and
    ``server.gateway_url`` and give it ``server.token``.

    Args:
        spec: Discord's description, to check every request against; None checks nothing.
        limit: Posts, and edits, that a channel takes in each window; None takes any number.
        window: The length of that window, in seconds.
        whole: Requests of all kinds that the bot may make in any second, but for those that answer
            people: 50 on the real one; None takes any number.
        compress: Whether the gateway's messages are compressed when the client asks for it.
    """

    def __init__(
        self,
        *,
        spec: Spec | None = None,
        limit: int | None = 5,
        window: float = 5.0,
        whole: int | None = None,
        compress: bool = True,
    ) -> None:
        super().__init__()
        self.gateway = Gateway(self.state, compress=compress)
        self.limits = Limits(self.state.clock, limit, window, whole)
        self.faults = Faults()
        self.downloads = Downloads()
        self._rest = Rest(self.state, self.gateway, self.limits, self.faults, spec)
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listens on this machine, on a free port unless one is named."""
        server = web.Server(self._serve, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        host, bound = self._runner.addresses[0][:2]
        self.state.origin = f"http://{host}:{bound}"
        self.gateway.url = f"ws://{host}:{bound}/gateway"
        self.state.dispatch = self.gateway.dispatch

    async def stop(self) -> None:
        """Closes every connection and the port."""
        await self.gateway.drop(None)
        self.state.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/gateway"):
            return await self.gateway.serve(request)
        if request.path.startswith("/cdn/"):
            return await self._file(request)
        return await self._rest.serve(request)

    async def _file(self, request: web.BaseRequest) -> web.StreamResponse:
        self.downloads.ask(request)
        number = request.path.split("/")[2]
        content = self.state.files.get(int(number)) if number.isdecimal() else None
        if content is None:
            return web.Response(status=404)
        return await self.downloads.give(request, content)

    # ---- where it is

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.state.token

    @property
    def api_url(self) -> str:
        """Where the REST side is."""
        return self.state.origin + API

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return self.gateway.url

    # ---- what is waited for, and what has happened

    async def until(self, predicate: Callable[[], Result], seconds: float = 10.0) -> Result:
        """Waits until this is true; it is asked again whenever anything has happened here.

        Raises:
            AssertionError: It has not become true in this time; tells what has happened.
        """
        try:
            return await self.state.waiting.until(predicate, seconds)
        except TimeoutError:
            raise AssertionError(f"This did not happen:\n{self.transcript()}") from None

    async def connected(self, shards: int = 1) -> None:
        """Waits until so many shards of the bot listen."""
        await self.until(lambda: len(self.gateway.connected) >= shards)

    @property
    def record(self) -> Record:
        """What was asked, and what was wrong with it."""
        return self._rest.record

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The commands the bot has registered."""
        return self.state.commands

    @property
    def requests(self) -> deque[Asked]:
        """The requests so far, oldest first."""
        return self.record.requests

    @property
    def unknown(self) -> list[str]:
        """Requests to places that this server has not."""
        return self.record.unknown

    @property
    def violations(self) -> list[str]:
        """Bodies that Discord would refuse, and why."""
        return self.record.violations

    @property
    def spec_violations(self) -> list[str]:
        """What requests said against Discord's description."""
        return self.record.spec_violations

    def complaints(self) -> list[str]:
        """Everything a well-behaved client never does; a test may ask that there be none."""
        record = self.record
        limited = [f"{request}: one too many" for request in record.limited]
        closed = [f"gateway: closed with {code}: {said}" for code, said in self.gateway.closes]
        unknown = [f"{request}: no such place" for request in record.unknown]
        if self.limits.banned:
            limited.append(f"{self.limits.invalid} refusals in ten minutes: banned")
        wrong = record.violations + record.spec_violations + record.crashes
        return wrong + unknown + limited + closed

    def transcript(self) -> str:
        """What happened, one line a request, for a failure that can be read."""
        first = self.requests[0].at if self.requests else 0.0
        lines = [f"{(asked.at - first) * 1000:9.1f} ms  {asked}" for asked in self.requests]
        counts = f"identified {len(self.gateway.identifies)}, resumed {len(self.gateway.resumes)}"
        listening = f"listening {len(self.gateway.connected)}"
        return "\n".join([*lines, f"gateway: {counts}, {listening}", *self.complaints()])

    # ---- what goes wrong

    def advance(self, seconds: float) -> None:
        """Makes it later for the server: tokens, nonces and rate limits run out."""
        self.state.advance(seconds)

    def fail_next(  # noqa: PLR0913 -- what an answer is made of
        self,
        method: str,
        path: str,
        status: int,
        *,
        times: int = 1,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        after_effect: bool = False,
    ) -> None:
        """Lets the next requests fail.

        Args:
            method: The HTTP method, or ``*``.
            path: A regular expression that is looked for in the path after ``/api/v10``.
            status: What is answered; 0 cuts the connection without a word.
            times: How many requests it happens to.
            body: The answer's body; Discord's own form if none is given.
            headers: The answer's headers.
            after_effect: Whether what was asked for happens nevertheless.
        """
        answer = failure(status, body, headers)
        self.faults.add(Fault(method, re.compile(path), times, answer, after_effect))

    def lose_next(self, method: str, path: str, *, times: int = 1) -> None:
        """Lets the next requests have their effect, and cuts the connection before the answer."""
        self.fail_next(method, path, LOST, times=times, after_effect=True)

    def limit_next(self, method: str, path: str, after: float, *, everywhere: bool = False) -> None:
        """Answers the next request with a rate limit that ends after so many seconds."""
        answer = too_many(after, {}, everywhere=everywhere)
        self.faults.add(Fault(method, re.compile(path), 1, answer))

    def delay_next(self, method: str, path: str, seconds: float, *, times: int = 1) -> None:
        """Lets the next requests wait before anything happens."""
        self.faults.add(Fault(method, re.compile(path), times, delay=seconds))

    def hold_next(self, method: str, path: str) -> Hold:
        """Lets the next request wait until it is released."""
        hold = Hold()
        self.faults.add(Fault(method, re.compile(path), 1, hold=hold))
        return hold

    async def drop_gateway(self, code: int | None = None) -> None:
        """Cuts every gateway connection: with a close code, or abruptly without one."""
        await self.gateway.drop(code)

    async def ask_reconnect(self) -> None:
        """Asks the bot to connect again (op 7)."""
        await self.gateway.ask_reconnect()

    async def invalidate(self, *, resumable: bool) -> None:
        """Says that the bot's sessions are invalid (op 9)."""
        await self.gateway.invalidate(resumable=resumable)


def _request(*parts: Any) -> web.BaseRequest:  # noqa: ANN401 -- handed through as aiohttp gives them
    message, payload, protocol, writer, task = parts
    loop = protocol._loop  # noqa: SLF001 -- as aiohttp's own factory does it
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LARGEST)
