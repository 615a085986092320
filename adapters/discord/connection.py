"""The connection to Discord: made, kept, watched and ended in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, Never

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.chat.counting import Counts
from adapters.chat.fetching import Source
from adapters.discord import failures, rights
from adapters.discord.buttons import listen
from adapters.discord.client import Discord
from adapters.discord.commands import Tree
from adapters.discord.inbound import Inbound
from adapters.discord.limiting import Limiting
from adapters.discord.membership import Membership
from bot import wording
from bot.errors import BadSetting, PlatformUnavailable, SecretRefused
from bot.ports import Clock, Store
from bot.service import Studybot

GRACE = 5.0
"""Seconds that answers under way, and counts not yet shown, get when the bot is stopped."""

DECLARED_AGAIN = timedelta(minutes=5)
"""How long Discord is left alone that did not take the commands."""

FILES = ("https://cdn.discordapp.com", "https://media.discordapp.net")
"""Where Discord keeps what people attach."""

WRONG_TOKEN = 4004
WRONG_SHARDS = frozenset({4010, 4011})

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How to reach Discord. Without addresses it is the real one; without shards all of them."""

    token: str = field(repr=False)
    api_url: str | None = None
    gateway_url: str | None = None
    shard_ids: list[int] | None = None
    shard_count: int | None = None


class Client(discord.AutoShardedClient):
    """The SDK's client with the least it needs: no message is read, nobody is remembered."""

    def __init__(self, options: Options) -> None:
        """Connect to nothing yet."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing is spoken
        self.limiting = Limiting()
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            shard_ids=options.shard_ids,  # type: ignore[arg-type]  # None means all of them
            shard_count=options.shard_count,
            max_ratelimit_timeout=failures.PATIENCE,
            http_trace=self.limiting.trace,
        )
        self.wished = options.shard_count
        self.files = Source([*FILES, *filter(None, [options.api_url])])
        self.connected: set[int] = set()
        self.settled = asyncio.Event()

    async def hang_up(self) -> None:
        """Hear of nothing any more; what is to be sent can still be sent."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))

    # --- what the gateway says of itself ---

    async def on_shard_connect(self, shard_id: int) -> None:
        """A new session has begun."""
        self.connected.add(shard_id)
        _log.info("connected", shard=shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A session goes on after a cut; nothing was missed."""
        self.connected.add(shard_id)
        _log.info("connected again", shard=shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A connection was cut; the SDK makes it again by itself."""
        self.connected.discard(shard_id)
        _log.info("disconnected", shard=shard_id)

    async def on_ready(self) -> None:
        """Every server is known."""
        self.settled.set()

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:  # noqa: ANN401 -- the SDK's
        """Whatever an event's handler did not expect; the next one is not held up by it."""
        _log.exception("an event could not be dealt with", handler=event_method)


class Connection:
    """A client that is logged in, with all that answers on it."""

    routes: ClassVar[Mapping[tuple[str, str], Never]] = {}
    """Nothing is answered over HTTP: Discord is asked for what happens there."""

    def __init__(self, client: Client, studybot: Studybot, store: Store, clock: Clock) -> None:
        """Wire what answers, what posts and what counts; connect to nothing yet."""
        self._store = store
        self._clock = clock
        self._declared = False
        self.platform = Discord(studybot, client, clock)
        client.limiting.told = self.platform
        self.name = self.platform.name
        self._client = client
        self._counts = Counts(studybot, self.platform.mend, clock)
        self._inbound = Inbound(studybot, self._counts, self.platform.edit, clock, client.files)
        self._tree = Tree(client, self._inbound)
        listen(client, self._inbound)
        self._membership = Membership(studybot, self.platform, clock)
        self._membership.listen(client)

    async def declare(self) -> None:
        """Tell Discord of the commands, if they are not what it was last told.

        Where it does not take them now, ``run`` tries again: those it knows still work.
        """
        name, wanted = f"commands of {self._client.application_id}", self._tree.fingerprint()
        self._declared = await self._store.note(name) == wanted
        if self._declared:
            return
        try:
            await self._tree.sync()
        except (discord.DiscordException, *failures.NETWORK) as error:
            _log.warning("Discord did not take the commands", reason=str(error))
        else:
            self._declared = True
            await self._store.keep_note(name, wanted)
            _log.info("told Discord of the commands")

    async def run(self) -> None:
        """Be there for people until cancelled. Raises why it cannot go on if it cannot."""
        declaring = asyncio.create_task(self._declare_later())
        try:
            await self._client.connect()
        except discord.ConnectionClosed as error:
            raise self._fatal(error) from error
        except (discord.DiscordException, RecursionError, *failures.NETWORK) as error:
            # The SDK tries to connect for more than an hour, each try within the one before.
            raise PlatformUnavailable(f"Discord: {_said(error)}", failures.AWAY) from error
        finally:
            declaring.cancel()
            await asyncio.gather(declaring, return_exceptions=True)
        raise PlatformUnavailable("the connection was ended", failures.AWAY)

    async def _declare_later(self) -> None:
        while not self._declared:
            await self._clock.sleep_until(self._clock.now() + DECLARED_AGAIN)
            await self.declare()

    def _fatal(self, error: discord.ConnectionClosed) -> Exception:
        if error.code == WRONG_TOKEN:
            return SecretRefused("DISCORD_TOKEN", "Discord")
        if error.code in WRONG_SHARDS and self._client.wished:
            expected = "as many shards as Discord asks for: leave it out, and the bot asks"
            return BadSetting("DISCORD_SHARD_COUNT", str(self._client.wished), expected)
        return PlatformUnavailable(f"Discord closed the connection ({error.code})", failures.AWAY)

    async def introduction(self) -> str:
        """In how many servers the bot is, once they are known; if in none, how to invite it."""
        await self._client.settled.wait()
        invitation = rights.invitation(self._client.application_id or 0)
        return wording.in_servers(str(self._client.user), len(self._client.guilds), invitation)

    async def trouble(self) -> str:
        """Why nobody on Discord can be served now; empty when all are."""
        expected = self._client.shard_ids or range(self._client.shard_count or 1)
        missing = [shard for shard in expected if shard not in self._client.connected]
        if not missing:
            return ""
        return f"not connected to the gateway, shards {', '.join(map(str, missing))}"

    async def idle(self) -> None:
        """Return once nobody waits for an answer, and all that was heard of is dealt with."""
        await self._inbound.idle()
        await self._membership.idle()

    async def drain(self) -> None:
        """Hear of nothing new, answer whoever still waits, show what was counted.

        That may take a few seconds, and no more: however many go on pressing, it ends.
        """
        try:
            async with asyncio.timeout(GRACE):
                await self._client.hang_up()
                await self.idle()
                await self._counts.close()
                await self.platform.close()
        except TimeoutError:
            _log.warning("stopped before everything was shown")


@asynccontextmanager
async def connected(
    studybot: Studybot, store: Store, clock: Clock, options: Options
) -> AsyncIterator[Connection]:
    """Log in and declare the commands; nobody is answered before ``run``.

    Raises ``SecretRefused`` and ``PlatformUnavailable``.
    """
    async with logged_in(options) as client:
        connection = Connection(client, studybot, store, clock)
        await connection.declare()
        try:
            yield connection
        finally:
            await connection.drain()


@asynccontextmanager
async def logged_in(options: Options) -> AsyncIterator[Client]:
    """A client whose token Discord has accepted. Raises as ``connected`` does."""
    with _addresses(options):
        async with Client(options) as client:
            try:
                await client.login(options.token)
                if options.gateway_url and options.shard_count is None:
                    # Asked by the SDK itself, Discord's answer would name its own gateway.
                    client.shard_count, _, _ = await client.http.get_bot_gateway()
            except discord.LoginFailure as error:
                raise SecretRefused("DISCORD_TOKEN", "Discord") from error
            except (discord.DiscordException, *failures.NETWORK) as error:
                raise PlatformUnavailable(f"Discord: {_said(error)}", failures.AWAY) from error
            except (TypeError, LookupError, ValueError) as error:  # the SDK takes it for Discord
                what = "what answers there is not Discord; check DISCORD_API_URL and any proxy"
                raise PlatformUnavailable(what, failures.AWAY) from error
            yield client


@contextmanager
def _addresses(options: Options) -> Iterator[None]:
    """Point the SDK where the options say. It keeps these for all clients of a process."""
    api, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        if options.api_url:
            Route.BASE = options.api_url
        if options.gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(options.gateway_url)
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, gateway


def _said(error: Exception) -> str:
    """What went wrong, in a few words: whatever answers may say a lot."""
    if isinstance(error, discord.HTTPException):
        return failures.reason(error)
    return str(error)[:200] or type(error).__name__
