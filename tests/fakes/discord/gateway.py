"""The gateway: sessions, the connections they are served over, and resuming them."""

from __future__ import annotations

import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from tests.fakes.discord.state import State
from tests.fakes.discord.world import Guild

Json = dict[str, Any]

DISPATCH: Final = 0
HEARTBEAT: Final = 1
IDENTIFY: Final = 2
PRESENCE: Final = 3
VOICE: Final = 4
RESUME: Final = 6
RECONNECT: Final = 7
MEMBERS: Final = 8
INVALID_SESSION: Final = 9
HELLO: Final = 10
ACKNOWLEDGED: Final = 11

_GUILDS: Final = 1 << 0
_PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15
_REMEMBERED: Final = 5_000
_ENDING: Final = {WSCloseCode.OK, WSCloseCode.GOING_AWAY}
_BEAT: Final = 41_250


# Makes a message shorter, knowing all the messages before it.
Compressor = Callable[[bytes], bytes]


def compressor(kind: str) -> Compressor | None:
    """The compression a client asks for; None where it asks for none."""
    match kind:
        case "zlib-stream":
            deflate = zlib.compressobj(level=1)
            return lambda message: deflate.compress(message) + deflate.flush(zlib.Z_SYNC_FLUSH)
        case "zstd-stream":
            return _zstandard()
        case _:
            return None


def _zstandard() -> Compressor:
    import zstandard  # noqa: PLC0415 -- only a client that has it asks for it

    stream = zstandard.ZstdCompressor(level=1).compressobj()
    block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
    return lambda message: stream.compress(message) + stream.flush(block)


@dataclass(eq=False, slots=True)
class Connection:
    """One WebSocket of a client."""

    socket: web.WebSocketResponse
    transport: Any
    compress: Compressor | None
    session: Session | None = None
    cut: bool = False
    """Whether this side ended it."""

    async def send(self, payload: Json) -> None:
        """Sends what belongs to no session's history."""
        await self.send_raw(orjson.dumps(payload))

    async def send_raw(self, message: bytes) -> None:
        """Sends a message as it is; one that is gone is not missed, a session remembers."""
        if self.socket.closed:
            return
        try:
            if self.compress is None:
                await self.socket.send_str(message.decode())
            else:
                await self.socket.send_bytes(self.compress(message))
        except ConnectionError:
            pass


@dataclass(eq=False, slots=True)
class Session:
    """What one shard of the bot is told, whether it is connected now or not."""

    id: str
    shard: int
    shards: int
    intents: int
    connection: Connection | None = None
    ready: bool = False
    """Whether it was told of everything there is."""
    sequence: int = 0
    sent: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    @property
    def connected(self) -> bool:
        """Whether a client listens now."""
        return self.ready and self.connection is not None and not self.connection.socket.closed

    def serves(self, guild: Guild | None) -> bool:
        """Whether this server's events belong to this shard; direct messages to the first."""
        return self.shard == (0 if guild is None else (guild.id >> 22) % self.shards)

    async def tell(self, event: str, data: Json) -> None:
        """Sends an event, and keeps it for a client that has to resume."""
        self.sequence += 1
        message = orjson.dumps({"op": DISPATCH, "t": event, "s": self.sequence, "d": data})
        self.sent.append((self.sequence, message))
        if self.connection is not None:
            await self.connection.send_raw(message)


class Refusal(Exception):
    """The client breaks the protocol: its connection is closed with this code."""

    def __init__(self, code: int, said: str) -> None:
        self.code = code
        super().__init__(said)


class Gateway:
    """All sessions and connections of the bot."""

    def __init__(self, state: State, *, compress: bool = True) -> None:
        self._state = state
        self._compress = compress
        self.shards = 1
        """How many shards are recommended to the bot."""
        self.url = ""
        self.privileged = False
        """Whether the privileged intents are granted."""
        self.beat = _BEAT
        """Milliseconds between two heartbeats."""
        self.sessions: dict[str, Session] = {}
        self.connections: list[Connection] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0
        self.closes: list[tuple[int, str]] = []
        """Connections that were refused: code and reason."""

    @property
    def connected(self) -> list[Session]:
        """The sessions to which a client listens now."""
        return [session for session in self.sessions.values() if session.connected]

    def where(self) -> Json:
        """What a client is told that asks for the gateway, and how often it may identify."""
        limit = {
            "total": 1000,
            "remaining": 1000 - len(self.identifies),
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        return {"url": self.url, "shards": self.shards, "session_start_limit": limit}

    async def dispatch(self, event: str, data: Json, guild: Guild | None) -> None:
        """Tells an event to every session it belongs to."""
        for session in list(self.sessions.values()):
            wanted = event == "INTERACTION_CREATE" or session.intents & _GUILDS
            if wanted and session.serves(guild):
                await session.tell(event, data)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serves one connection to its end."""
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, autoping=True)
        try:
            await socket.prepare(request)
        except ConnectionError:  # the client has gone in the meantime
            return web.Response()
        # A client takes what is not compressed as well.
        compress = compressor(request.query.get("compress", "")) if self._compress else None
        connection = Connection(socket, request.transport, compress)
        self.connections.append(connection)
        try:
            await connection.send({"op": HELLO, "d": {"heartbeat_interval": self.beat}})
            await self._listen(connection)
        except Refusal as refusal:
            self.closes.append((refusal.code, str(refusal)))
            await socket.close(code=refusal.code, message=str(refusal).encode())
        finally:
            self._gone(connection)
        return socket

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                raise Refusal(4002, "Error while decoding payload.")
            payload = orjson.loads(message.data)
            await self._received(connection, payload.get("op"), payload.get("d"))
            self._state.changed()

    def _gone(self, connection: Connection) -> None:
        self.connections.remove(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            # A client that says goodbye needs no memory; one that is cut off may resume.
            if connection.socket.close_code in _ENDING and not connection.cut:
                self.sessions.pop(session.id, None)
        self._state.changed()

    async def _received(self, connection: Connection, op: object, data: Any) -> None:  # noqa: ANN401 -- what came over the wire may be anything
        match op:
            case 1:
                self.heartbeats += 1
                await connection.send({"op": ACKNOWLEDGED})
            case 2:
                await self._identify(connection, data)
            case 6:
                await self._resume(connection, data)
            case 3 | 4 | 8 if connection.session is None:
                raise Refusal(4003, "Not authenticated.")
            case 3 | 4:
                pass
            case _:
                raise Refusal(4001, "Unknown opcode.")

    def _authenticate(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise Refusal(4005, "Already authenticated.")
        if data.get("token") != self._state.token:
            raise Refusal(4004, "Authentication failed.")

    async def _identify(self, connection: Connection, data: Json) -> None:
        self.identifies.append(data)
        self._authenticate(connection, data)
        shard, shards = data.get("shard") or (0, 1)
        intents = data.get("intents")
        if not 0 <= shard < shards:
            raise Refusal(4010, "Invalid shard.")
        if not isinstance(intents, int) or intents < 0:
            raise Refusal(4013, "Invalid intent(s).")
        if intents & _PRIVILEGED and not self.privileged:
            raise Refusal(4014, "Disallowed intent(s).")
        session = Session(secrets.token_hex(16), shard, shards, intents, connection)
        self.sessions[session.id] = connection.session = session
        await self._welcome(session)

    async def _welcome(self, session: Session) -> None:
        bot = self._state.bot
        guilds = [g for g in self._state.guilds.values() if not g.removed and session.serves(g)]
        ready = {
            "v": 10,
            "user": bot.self(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": f"{self.url}/resume",
            "shard": [session.shard, session.shards],
            "application": {"id": str(bot.id), "flags": 0},
        }
        await session.tell("READY", ready)
        for guild in guilds if session.intents & _GUILDS else ():
            # "Unavailable: no" tells a server that was there before from one just joined.
            await session.tell("GUILD_CREATE", guild.event() | {"unavailable": False})
        session.ready = True

    async def _resume(self, connection: Connection, data: Json) -> None:
        self.resumes.append(data)
        self._authenticate(connection, data)
        session = self.sessions.get(str(data.get("session_id")))
        if session is None:
            await connection.send({"op": INVALID_SESSION, "d": False})
            return
        seen = data.get("seq") or 0
        if seen > session.sequence:
            raise Refusal(4007, "Invalid seq.")
        connection.session = session
        # What happens meanwhile is not sent yet, and so comes in its order.
        session.connection = None
        while missed := [one for one in session.sent if one[0] > seen]:
            for _, message in missed:
                await connection.send_raw(message)
            seen = missed[-1][0]
        session.connection = connection
        await session.tell("RESUMED", {"_trace": []})

    async def drop(self, code: int | None) -> None:
        """Cuts every connection: with a close code, or with no word at all."""
        for connection in list(self.connections):
            connection.cut = True
            if code is not None:
                await connection.socket.close(code=code)
            elif connection.transport is not None:
                connection.transport.abort()

    async def ask_reconnect(self) -> None:
        """Asks every client to connect again."""
        for connection in list(self.connections):
            await connection.send({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Says that every session is invalid; one that cannot be resumed is forgotten."""
        for connection in list(self.connections):
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
                connection.session.connection = None
            await connection.send({"op": INVALID_SESSION, "d": resumable})
