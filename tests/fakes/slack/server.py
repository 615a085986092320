"""A Slack on this machine: the real SDK connects to it, and a test plays the people."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from aiohttp import web

from tests.fakes.discord.calls import Answer
from tests.fakes.discord.faults import LOST, Fault, Faults, Hold
from tests.fakes.downloads import Downloads
from tests.fakes.slack.acting import Acting
from tests.fakes.slack.calls import Asked
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.delivering import Delivering
from tests.fakes.slack.limits import Limits
from tests.fakes.slack.serving import Rest, limited
from tests.fakes.slack.signing import signed
from tests.fakes.slack.sockets import Sockets

Result = TypeVar("Result")

_LARGEST: Final = 64 * 1024 * 1024


class FakeSlack(Acting):
    """Web API, Socket Mode and signed HTTP of a Slack, on a port of its own, for one app.

    Use it as ``async with FakeSlack() as server``; point the client at ``server.api_url`` and give
    it ``server.bot_token``, and ``server.app_token`` or ``server.signing_secret``. What happens
    goes through a socket if there is one, else to where ``deliver_to`` says.
    """

    def __init__(self) -> None:
        super().__init__()
        self.faults = Faults()
        self.downloads = Downloads()
        self.sockets = Sockets(self.state)
        self._rest = Rest(self.state, self.faults)
        self._delivering = Delivering(self.state, self.sockets)
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
        await web.TCPSite(self._runner, "127.0.0.1", port, backlog=1024).start()
        host, bound = self._runner.addresses[0][:2]
        self.state.origin = f"http://{host}:{bound}"
        self.state.socket_url = f"ws://{host}:{bound}/socket"

    async def stop(self) -> None:
        """Closes every connection and the port."""
        self.sockets.refuse = True
        await self.sockets.drop(abruptly=False)
        await self._delivering.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/socket"):
            return await self.sockets.serve(request)
        if request.path.startswith("/files/"):
            return await self._file(request)
        return await self._rest.serve(request)

    async def _file(self, request: web.BaseRequest) -> web.StreamResponse:
        self.downloads.ask(request)
        may = [one for one in self.state.workspaces.values() if "files:read" in one.scopes]
        if request.headers.get("Authorization") not in {f"Bearer {one.token}" for one in may}:
            page = "<!DOCTYPE html><html><body>Sign in to Slack</body></html>"
            return web.Response(text=page, content_type="text/html")  # as Slack does: 200, a page
        content = self.state.files.get(request.path.split("/")[2])
        if content is None:
            return web.Response(status=404)
        return await self.downloads.give(request, content)

    # ---- where it is, and what opens it

    @property
    def api_url(self) -> str:
        """Where the Web API is; ends with ``/api/``."""
        return f"{self.state.origin}/api/"

    @property
    def bot_token(self) -> str:
        """The bot's token in the first workspace."""
        return self.workspace.token

    @property
    def app_token(self) -> str:
        """The app's token for Socket Mode."""
        return self.state.app_token

    @property
    def signing_secret(self) -> str:
        """With what deliveries by HTTP are signed."""
        return self.state.signing_secret

    @property
    def client_id(self) -> str:
        """The app's name in installations."""
        return self.state.client_id

    @property
    def client_secret(self) -> str:
        """The app's word in installations."""
        return self.state.client_secret

    # ---- how the bot is reached

    def deliver_to(self, *urls: str, copies: int = 1, seed: int = 0) -> None:
        """Where the bot's endpoints are, for when there is no socket.

        Args:
            urls: Each delivery goes to one of them, at random.
            copies: How often each delivery arrives.
            seed: Of that chance.
        """
        self._delivering.to(urls, copies, seed)

    @property
    def endpoints(self) -> list[str]:
        """Where deliveries go when there is no socket."""
        return self._delivering.urls

    async def sent(self, delivery: Delivery) -> Delivery:
        """Sends a delivery to the bot."""
        return await self._delivering.send(delivery)

    def sign(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers that sign a body, at a moment of the real time (now if none is given)."""
        return signed(self.state.signing_secret, body, at)

    async def deliver_raw(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Posts anything to the bot; the status and the body of its answer.

        Raises:
            aiohttp.ClientError: There is no answer.
        """
        status, said, _ = await self._delivering.raw(url, body, headers)
        return status, said

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

    async def connected(self, sockets: int = 1) -> None:
        """Waits until so many sockets are open."""
        await self.until(lambda: len(self.sockets.connections) >= sockets)

    @property
    def requests(self) -> deque[Asked]:
        """The requests so far, oldest first."""
        return self._rest.requests

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything the bot was told, oldest first."""
        return self.state.deliveries

    @property
    def limits(self) -> Limits:
        """How often the bot has posted and edited, and whether it is held to the rate."""
        return self.state.limits

    def called(self, name: str) -> list[Asked]:
        """The calls of one method, oldest first."""
        return [asked for asked in self.requests if asked.path == name]

    def complaints(self) -> list[str]:
        """Everything a well-behaved bot never does; a test may ask that there be none."""
        return self.state.record.all()

    def transcript(self) -> str:
        """What happened, one line a request or delivery, for a failure that can be read."""
        told = [(one.sent, f"-> {one!r}") for one in self.deliveries]
        asked = [(one.at, str(one)) for one in self.requests]
        both = sorted([*told, *asked], key=lambda one: one[0])
        first = both[0][0] if both else 0.0
        lines = [f"{(at - first) * 1000:9.1f} ms  {what}" for at, what in both]
        sockets = f"sockets: {len(self.sockets.connections)} open, {self.sockets.opened} so far"
        return "\n".join([*lines, sockets, *self.complaints()])

    # ---- what goes wrong

    async def advance(self, seconds: float) -> None:
        """Makes it later for the server: triggers and response_urls run out, events come again.

        Signatures keep the real time, or the bot would take them for forged.
        """
        await self._delivering.advance(seconds)

    def fail_next(  # noqa: PLR0913 -- what an answer is made of
        self,
        path: str,
        *,
        status: int = 200,
        error: str = "",
        retry_after: float | None = None,
        body: Any = None,  # noqa: ANN401 -- whatever the test has answered
        times: int = 1,
        after_effect: bool = False,
    ) -> None:
        """Lets the next requests fail.

        Args:
            path: A regular expression, looked for in ``/api/chat.postMessage``, ``/response/…``.
            status: What is answered; 0 cuts the connection without a word.
            error: Slack's word for what is wrong.
            retry_after: Answers a rate limit that ends after so many seconds.
            body: The answer's body; Slack's own form if none is given.
            times: How many requests it happens to.
            after_effect: Whether what was asked for happens nevertheless.
        """
        answer = Answer(status, {"ok": False, "error": error} if error else "failed")
        if body is not None:
            answer = Answer(status, body)
        if retry_after is not None:
            answer = limited(retry_after)
        self.faults.add(Fault("*", re.compile(path), times, answer, after_effect))

    def lose_next(self, path: str, *, times: int = 1) -> None:
        """Lets the next requests have their effect, and cuts the connection before the answer."""
        self.fail_next(path, status=LOST, times=times, after_effect=True)

    def delay_next(self, path: str, seconds: float, *, times: int = 1) -> None:
        """Lets the next requests wait before anything happens."""
        self.faults.add(Fault("*", re.compile(path), times, delay=seconds))

    def hold_next(self, path: str) -> Hold:
        """Lets the next request wait until it is released."""
        hold = Hold()
        self.faults.add(Fault("*", re.compile(path), 1, hold=hold))
        return hold

    async def go_down(self) -> None:
        """From now on the Web API answers 503, sockets are cut, and nothing is delivered."""
        self._rest.down = self._delivering.down = self.sockets.refuse = True
        await self.sockets.drop()

    def come_back(self) -> None:
        """Everything is as it was before ``go_down``."""
        self._rest.down = self._delivering.down = self.sockets.refuse = False

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks the bot to open its sockets anew; ``warning`` tells it some seconds before."""
        await self.sockets.disconnect(reason)

    def mute_sockets(self) -> None:
        """Every socket stays open and falls silent, as behind a firewall that forgot it."""
        self.sockets.mute()

    async def drop_sockets(self, *, abruptly: bool = True) -> None:
        """Cuts every socket."""
        await self.sockets.drop(abruptly=abruptly)


def _request(*parts: Any) -> web.BaseRequest:  # noqa: ANN401 -- handed through as aiohttp gives them
    message, payload, protocol, writer, task = parts
    loop = protocol._loop  # noqa: SLF001 -- as aiohttp's own factory does it
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LARGEST)
