"""Socket Mode: the connections a bot opens, and what is sent through them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.fakes.slack.deliveries import EVENTS, Delivery
from tests.fakes.slack.state import State
from tests.fakes.slack.world import APP_ID

Json = dict[str, Any]

MOST: Final = 10
"""Connections that one app may have."""


@dataclass(eq=False, slots=True)
class Connection:
    """One socket."""

    socket: web.WebSocketResponse
    leaving: bool = False
    """Whether it was asked to go: it is given nothing while there is another."""
    mute: bool = False
    """Whether nothing goes through any more, though nobody has been told."""
    sent: int = 0


@dataclass(eq=False)
class Sockets:
    """All sockets of the app; each envelope goes through one of them, in turn."""

    state: State
    connections: list[Connection] = field(default_factory=list)
    opened: int = 0
    """How many were opened so far."""
    most: int = MOST
    """How many there may be at once."""
    refuse: bool = False
    """Whether new connections are turned away."""
    on_answer: Callable[[Delivery, int, object], None] = lambda *_: None
    """Who hears the acknowledgements."""
    _waiting: dict[str, Delivery] = field(default_factory=dict)
    _turn: int = 0

    @property
    def connected(self) -> bool:
        """Whether anything can be sent."""
        return bool(self.connections)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """One connection, from its opening to its end."""
        ticket = request.query.get("ticket", "")
        if self.refuse or ticket not in self.state.tickets:
            return web.Response(status=503 if self.refuse else 401)
        self.state.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        try:
            await socket.prepare(request)
        except ConnectionError:  # the client has gone in the meantime
            return web.Response()
        if len(self.connections) >= self.most:
            await socket.send_str(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket)
        self.connections.append(connection)
        self.opened += 1
        try:
            await socket.send_str(self._hello())
            self.state.changed()
            async for message in socket:
                if connection.mute:
                    continue
                if message.type is WSMsgType.PING:
                    await socket.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    await self._heard(message.data)
        finally:
            self._gone(connection)
        return socket

    def _gone(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        self.state.changed()

    def _hello(self) -> str:
        return json.dumps(
            {
                "type": "hello",
                "num_connections": len(self.connections),
                "debug_info": {
                    "host": "applink-fake",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": APP_ID},
            }
        )

    async def _heard(self, said: str) -> None:
        try:
            answer = json.loads(said)
            delivery = self._waiting.pop(answer["envelope_id"], None)
        except (ValueError, TypeError, KeyError):
            self.state.record.violations.append(f"socket: not an acknowledgement: {said[:200]}")
            return
        if delivery is None:
            self.state.record.violations.append(f"socket: no such envelope: {said[:200]}")
            return
        payload = answer.get("payload")
        if payload and not delivery.accepts_payload:
            kind = delivery.kind
            self.state.record.violations.append(f"socket: {kind} accepts no payload: {payload}")
        self.on_answer(delivery, 200, payload)

    async def send(self, delivery: Delivery) -> None:
        """Sends one envelope through the connection whose turn it is."""
        number = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": number,
            "type": delivery.type,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.accepts_payload,
        }
        if delivery.type == EVENTS:
            attempt, reason = delivery.retry or (0, "")
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        self._waiting[number] = delivery
        staying = [one for one in self.connections if not one.leaving] or self.connections
        connection = staying[self._turn % len(staying)]
        self._turn += 1
        connection.sent += 1
        if connection.mute:
            return
        try:
            await connection.socket.send_str(json.dumps(envelope))
        except ConnectionError:
            self._gone(connection)  # it is lost with the connection; the person waits in vain

    async def disconnect(
        self, reason: str = "refresh_requested", *, count: int | None = None
    ) -> None:
        """Asks connections to be opened anew (``warning``: soon, by ``refresh_requested``)."""
        for connection in self.connections[:count]:
            connection.leaving = reason != "warning"
            await connection.socket.send_str(_disconnect(reason))

    def mute(self) -> None:
        """Lets every connection fall silent: not even a ping is answered."""
        for connection in self.connections:
            connection.mute = True

    async def drop(self, *, abruptly: bool = True, count: int | None = None) -> None:
        """Closes connections, all or so many: with a word, or as when a cable is pulled."""
        for connection in self.connections[:count]:
            self._gone(connection)
            if abruptly:
                _cut(connection.socket)
            else:
                await connection.socket.close()


def _cut(socket: web.WebSocketResponse) -> None:
    transport = socket.get_extra_info("transport")
    request = socket._req  # noqa: SLF001 -- aiohttp offers no public way to pull the cable
    if transport is None and request is not None:
        transport = request.transport
    if transport is not None:
        transport.abort()


def _disconnect(reason: str) -> str:
    debug = {"host": "applink-fake"}
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": debug})
