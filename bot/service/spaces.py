"""What a space wishes: its time zone, its first deck, the rooms where quizzes may run."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import date, datetime, timedelta, tzinfo

import structlog

from bot import times
from bot.errors import NoDecks, NoRoomChosen, NoRoomForOthers, NotInThisRoom, OrganiserOnly
from bot.invocations import Invocation
from bot.model import Request, RoomId, SpaceId
from bot.ports import Store
from bot.schedules import SpaceSettings
from bot.screens import SettingsScreen
from bot.service.catalog import Entry
from bot.service.known import Recent
from bot.service.shelves import Shelves

SPACES = 20_000
"""Spaces whose wishes are kept at hand."""

FRESH = timedelta(seconds=10)
"""How long another process may go on with what a space no longer wishes."""


_log = structlog.get_logger(__name__)


class Spaces:
    """Knows what each space wishes, and changes it."""

    def __init__(self, store: Store, shelves: Shelves, zone: tzinfo) -> None:
        """Take the memory, the decks, and where a day begins for a space that never said."""
        self._store = store
        self._shelves = shelves
        self._zone = zone
        self._known: Recent[SpaceId, tuple[datetime, SpaceSettings]] = Recent(SPACES)
        self._asking = asyncio.Lock()

    async def settings(self, space: SpaceId, at: datetime) -> SpaceSettings:
        """What the space wishes, as of a few seconds ago at the worst."""
        known = self._fresh(space, at)
        if known is None:
            async with self._asking:  # a crowd that answers at once asks once
                known = self._fresh(space, at)
                if known is None:
                    known = await self._store.settings(space)
                    self._known.put(space, (at, known))
        return known

    def _fresh(self, space: SpaceId, at: datetime) -> SpaceSettings | None:
        known = self._known.get(space)
        return known[1] if known and abs(at - known[0]) <= FRESH else None

    async def read_all(self, platforms: Collection[str], at: datetime) -> None:
        """Have at hand what spaces wish, for whoever is about to go through them all."""
        for space, wishes in (await self._store.all_settings(platforms)).items():
            self._known.put(space, (at, wishes))

    async def zone(self, space: SpaceId, at: datetime) -> tzinfo:
        """Where the space's days begin; where the bot's do, if its zone is unknown here."""
        name = (await self.settings(space, at)).zone
        return known_zone(name) or self._zone

    async def day(self, space: SpaceId, at: datetime) -> date:
        """The date that ``at`` falls on in the space."""
        return at.astimezone(await self.zone(space, at)).date()

    async def deck(self, name: str | None, space: SpaceId, at: datetime) -> Entry:
        """The deck of this name; unnamed, the one that the space asks first.

        Raises ``UnknownDeck`` and ``NoDecks``.
        """
        first = None if name else (await self.settings(space, at)).deck
        entry = await self._shelves.by_id(first, space) if first else None
        return entry or await self._shelves.find(name, space)

    async def admit(self, request: Request) -> None:
        """Raise ``NotInThisRoom`` where the space wants no quiz."""
        channels = (await self.settings(request.room.space, request.at)).channels
        here = {request.room.channel, request.within}
        if channels and not request.alone and here.isdisjoint(channels):
            raise NotInThisRoom

    async def change(self, invocation: Invocation, request: Request) -> None:
        """Keep what the space wishes from now on, as far as something is given.

        Raises ``OrganiserOnly``, ``UnknownDeck``, ``NoDecks``, ``NoRoomChosen`` and
        ``NoRoomForOthers``.
        """
        if not request.person.organiser:
            raise OrganiserOnly
        if request.alone and invocation.word("rooms") == "here":
            raise NoRoomForOthers
        space = request.room.space
        deck = invocation.word("deck")
        chosen = await self._shelves.locate(deck, space) if deck else None
        async with self._asking:
            before = await self._store.settings(space)
            after = SpaceSettings(
                zone=invocation.word("timezone") or before.zone,
                deck=chosen or before.deck,
                channels=_channels(invocation.word("rooms"), before.channels, request.room.channel),
                forgiving=invocation.chosen("forgiving", before.forgiving),
            )
            await self._store.keep_settings(space, after)
            self._known.put(space, (request.at, after))

    async def screen(self, space: SpaceId, at: datetime, *, changed: bool) -> SettingsScreen:
        """What the space wishes, to be read."""
        wishes = await self.settings(space, at)
        try:
            deck = (await self.deck(None, space, at)).deck.title
        except NoDecks:
            deck = ""
        return SettingsScreen(
            changed,
            str(await self.zone(space, at)),
            deck,
            tuple(RoomId(space.platform, space.workspace, one) for one in wishes.channels),
            wishes.forgiving,
        )


def known_zone(name: str) -> tzinfo | None:
    """The zone of this name; None where there is no name, or it is unknown here."""
    try:
        return times.zone(name) if name else None
    except ValueError:
        _log.warning("a time zone is not known here", zone=name)
        return None


def _channels(word: str | None, before: tuple[str, ...], here: str) -> tuple[str, ...]:
    """Where quizzes may run from now on: the channels, or everywhere where there are none."""
    match word:
        case "everywhere":
            return ()
        case "here":
            return tuple(sorted({*before, here}))
        case "not-here":
            if here not in before:
                raise NoRoomChosen
            return tuple(one for one in before if one != here)
        case _:
            return before
