"""Who asks for what, and what they may do where they ask it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from adapters.slack.api import Api
from adapters.slack.identity import account, direct, room
from adapters.slack.payloads import Origin
from adapters.slack.people import People
from adapters.slack.reaching import reach
from bot.commands import DECK_ADD, DECK_REMOVE, SETTINGS, Access, Audience, Command
from bot.errors import StudybotError
from bot.invocations import Invocation
from bot.model import Person, Request, RoomId

SOON = 1.0
"""Seconds that Slack may take to say who somebody is, of the three in which it opens a form."""


class Askers:
    """Knows people; what they may do costs a question to Slack, and is asked where it matters."""

    def __init__(self, api: Api, people: People) -> None:
        """Take what asks Slack, and what knows how people are called."""
        self._api = api
        self._people = people

    def request(self, origin: Origin, at: datetime) -> Request:
        """Somebody doing what anybody may do."""
        place, someone = room(origin.team, origin.channel), account(origin.team, origin.user)
        person = Person(someone, self._people.name(someone, origin.name))
        return Request(person, place, at, alone=direct(place))

    async def refused(self, origin: Origin, command: Command) -> bool:
        """Whether it is known, in time for a form to be opened, that somebody may not fill it in.

        Nothing is lost where it is not: it is decided when the form comes back.
        """
        if not _organises(Invocation(command), room(origin.team, origin.channel)):
            return False
        try:
            async with asyncio.timeout(SOON):
                return not await self._people.organiser(origin.team, origin.user)
        except (StudybotError, TimeoutError):
            return False

    async def commanding(self, origin: Origin, at: datetime, invocation: Invocation) -> Request:
        """Somebody giving a command.

        Where the bot is to write because of it when nobody is there to be told that it cannot,
        whoever asks is told now. Raises ``Uninvited``, ``RoomUnreachable`` and
        ``PlatformUnavailable``.
        """
        command, team, user = invocation.command, origin.team, origin.user
        moderator = organiser = False
        if command.access is Access.STARTER:
            moderator = await self._people.moderator(team, origin.channel, user)
        elif _organises(invocation, room(team, origin.channel)):
            organiser = await self._people.organiser(team, user)
        request = self.request(origin, at)
        if _posts_later(command) and (organiser or request.alone):
            await reach(self._api, team, origin.channel)
        person = replace(request.person, moderator=moderator, organiser=organiser)
        return replace(request, person=person)


def _organises(invocation: Invocation, place: RoomId) -> bool:
    """Whether a command is for organisers alone.

    How one is asked in one's own direct messages is one's own affair, while decks are the whole
    workspace's also there; and anybody may look at what the workspace wishes.
    """
    command = invocation.command
    if command is SETTINGS:
        return bool(invocation.values)
    of_all = command in {DECK_ADD, DECK_REMOVE}
    return command.access is Access.ORGANISER and (of_all or not direct(place))


def _posts_later(command: Command) -> bool:
    return command.posts and command.audience is Audience.ASKER
