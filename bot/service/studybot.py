"""The front door of the core: every command, every button, every due moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, tzinfo
from random import Random
from typing import assert_never

from bot import commands
from bot.actions import Action, AnswerRound, ShowAnswer, TurnBoard
from bot.box import Box
from bot.commands import Source
from bot.errors import UnknownCommand
from bot.invocations import Invocation
from bot.model import (
    AccountId,
    Message,
    Request,
    RoomId,
    Round,
    RoundId,
    RoundState,
    SpaceId,
)
from bot.ports import Pictures, Store
from bot.schedules import Pause, PauseReason, Schedule
from bot.screens import (
    HelpScreen,
    HomeScreen,
    QuestionScreen,
    QuizReport,
    Reply,
    Screen,
    WelcomeScreen,
)
from bot.service import proposals
from bot.service.advancing import Advancing, Step
from bot.service.asking import Asker
from bot.service.catalog import Catalog
from bot.service.dailies import Dailies
from bot.service.due import DueSchedules
from bot.service.handing_out import HandingOut
from bot.service.librarian import Librarian
from bot.service.planning import Planning
from bot.service.proposals import Proposal
from bot.service.quizzes import Quizzes
from bot.service.scores import Scores
from bot.service.shelves import Shelves
from bot.service.spaces import Spaces
from bot.service.streaks import Streaks


class Studybot:
    """The use cases as adapters and the runner call them. Raises ``StudybotError``s alone."""

    def __init__(  # noqa: PLR0913 -- everything it runs on
        self,
        store: Store,
        catalog: Catalog,
        rng: Random,
        zone: tzinfo,
        *,
        pictures: Pictures | None = None,
        box: Box | None = None,
    ) -> None:
        """Take the memory, the decks of all, the chance and the place where a day begins.

        ``pictures`` are those beside the decks; without them none is found. ``box`` is where notes
        that people hand over are read.
        """
        self._store = store
        self._catalog = catalog
        self._pictures = pictures
        box = box or Box()
        self._shelves = shelves = Shelves(store, catalog, box)
        self._wakes: list[Callable[[], None]] = []
        asker = Asker(store, rng)
        self._spaces = Spaces(store, shelves, zone)
        streaks = Streaks(store, self._spaces)
        planning = Planning(store, shelves, asker, self._spaces)
        self._quizzes = Quizzes(
            store, shelves, asker, spaces=self._spaces, streaks=streaks, wake=self._woken
        )
        self._scores = Scores(store, shelves, self._spaces, streaks)
        self._advancing = Advancing(store, shelves, asker)
        self._dailies = Dailies(store, shelves, self._spaces, planning, self._woken)
        self._librarian = Librarian(store, catalog, shelves, box)
        self._handing_out = HandingOut(store, catalog, shelves, self._spaces)
        self._due = DueSchedules(
            store,
            asker,
            spaces=self._spaces,
            planning=planning,
            advancing=self._advancing,
            streaks=streaks,
        )

    def wakes(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` as well whenever something became due earlier than was known."""
        self._wakes.append(wake)

    def wakes_no_more(self, wake: Callable[[], None]) -> None:
        """Undo that: nobody waits there any more."""
        self._wakes.remove(wake)

    async def picture(self, file: str) -> bytes | None:
        """What is in the file of a picture beside a deck; None where there is none any more."""
        return await asyncio.to_thread(self._pictures.read, file) if self._pictures else None

    async def perform(  # noqa: C901, PLR0911, PLR0912 -- a case for each command
        self, invocation: Invocation, request: Request
    ) -> Reply:
        """Do what a command says."""
        match invocation.command:
            case commands.QUIZ:
                return await self._quizzes.start(invocation, request)
            case commands.STOP:
                return await self._quizzes.stop(request)
            case commands.LEADERBOARD:
                return await self._scores.leaderboard(invocation, request)
            case commands.DAILY_SET:
                return await self._dailies.set(invocation, request)
            case commands.DAILY_SHOW:
                return await self._dailies.show(request)
            case commands.DAILY_SKIP:
                return await self._dailies.skip(request)
            case commands.DAILY_OFF:
                return await self._dailies.off(request)
            case commands.SETTINGS:
                return await self._settings(invocation, request)
            case commands.DECK_LIST:
                return Reply(private=await self._shelves.listing(request.room.space))
            case commands.DECK_SHOW:
                name, space = invocation.word("deck"), request.room.space
                deck = await self._spaces.deck(name, space, request.at)
                return Reply(private=await deck.report())
            case commands.DECK_ADD:
                return await self._librarian.add(invocation, request)
            case commands.DECK_REMOVE:
                return await self._librarian.remove(invocation, request)
            case commands.DECK_EXPORT:
                return await self._handing_out.export(invocation, request)
            case commands.HELP:
                return Reply(private=_help(invocation.word("command")))
            case unknown:
                raise UnknownCommand(unknown.name, "help")

    async def press(
        self, action: Action, request: Request, message: Message | None = None
    ) -> Reply:
        """Do what a button means; ``message`` is the one it was pressed on, if the room sees it."""
        match action:
            case AnswerRound():
                return await self._quizzes.answer(action, request, message)
            case ShowAnswer():
                return await self._quizzes.show_answer(action, request, message)
            case TurnBoard():
                return await self._scores.turn(action, request)
            case _:
                assert_never(action)

    async def shown(self, asked: Round | RoundId, message: Message, at: datetime) -> Screen | None:
        """A question was posted: ``message`` shows it since ``at``, when its clock starts.

        Whoever has the round as it was posted gives that, and saves looking for it.
        A screen that comes back must be put in its place: the question was ended meanwhile. Raises
        ``RoundUnknown``.
        """
        return await self._quizzes.shown(asked, message, at)

    async def screen(self, round_id: RoundId) -> Screen:
        """What a round's messages should show now. Raises ``RoundUnknown``."""
        return await self._quizzes.screen(round_id)

    async def messages(self, round_id: RoundId) -> tuple[Message, ...]:
        """Every message that shows a round, first one first."""
        return await self._store.messages(round_id)

    async def report(self, round_id: RoundId) -> QuizReport | None:
        """The report of the round's series once that has ended. Raises ``RoundUnknown``."""
        return await self._advancing.report(round_id)

    async def open_rounds(
        self, room: RoomId, now: datetime, besides: AccountId | None = None
    ) -> tuple[QuestionScreen, ...]:
        """What can be answered in a room, oldest first, but for what ``besides`` has answered."""
        return await self._quizzes.open_questions(room, now, besides)

    async def running(self, room: RoomId) -> QuestionScreen | None:
        """The present question of the series that runs in a room, shown yet or not; or None."""
        return await self._quizzes.running(room)

    async def advance(self, due: Round, now: datetime, serving_since: datetime) -> Step | None:
        """Take a round that was claimed one step on; what is to be shown for it."""
        return await self._advancing.advance(due, now, serving_since)

    async def ask_daily(
        self, due: Schedule, now: datetime, serving_since: datetime, claimed_until: datetime
    ) -> Round | None:
        """Take a schedule that was claimed one step on; the round to post now, if there is one.

        It is kept, and claimed until ``claimed_until`` for whoever called.
        """
        return await self._due.ask(due, now, serving_since, claimed_until)

    async def refresh(self, platforms: Collection[str], now: datetime) -> None:
        """Plan again what may have been planned under other rules of time zones than today's."""
        await self._due.refresh(platforms, now)

    async def settled(self, round_id: RoundId) -> None:
        """A round's ending was shown everywhere."""
        await self._advancing.settled(round_id)

    async def abandon(self, due: Round, now: datetime) -> None:
        """The room of a due round cannot be reached any more."""
        await self._advancing.abandon(due, now)

    async def unreachable(self, due: Round, reason: str, now: datetime) -> None:
        """The room of a due round says that it cannot be written in: nothing is asked there."""
        await self._due.pause(due.room, Pause(PauseReason.UNREACHABLE, now, reason))
        await self._advancing.abandon(due, now)

    async def unshown(self, round_id: RoundId, now: datetime) -> None:
        """The reply that was to show a round never arrived: it must not hold up the room."""
        asked = await self._store.round(round_id)
        if asked.state is RoundState.POSTING:
            await self._advancing.abandon(asked, now)

    async def lose(self, place: RoomId | SpaceId, now: datetime, detail: str = "") -> int:
        """A room is gone, or a whole space: end what is open there, and ask nothing more.

        ``detail``: the room may be there, and this is why the platform lets nobody write in it.
        Returns how many rounds were ended. Nothing is forgotten: boards stay as they are.
        """
        if isinstance(place, RoomId):
            reason = PauseReason.UNREACHABLE if detail else PauseReason.ROOM_GONE
            await self._due.pause(place, Pause(reason, now, detail))
        else:
            await self._due.pause_all(place, Pause(PauseReason.SPACE_LEFT, now))
        rooms = [place] if isinstance(place, RoomId) else await self._store.open_rooms(place)
        lost = [asked for room in rooms for asked in await self._store.open_rounds(room)]
        for asked in lost:
            await self._advancing.abandon(asked, now)
        return len(lost)

    async def welcome(self, space: SpaceId, missing: tuple[str, ...]) -> WelcomeScreen:
        """How to begin, for a space the bot has just come to without some of its rights."""
        decks = await self._shelves.offered(space)
        return WelcomeScreen(tuple((title, cards) for _, title, cards in decks), missing)

    async def named(self, account: AccountId, name: str) -> None:
        """It became known how somebody is called: boards say so from now on."""
        await self._store.keep_name(account, name)

    async def home(self, account: AccountId, space: SpaceId, at: datetime) -> HomeScreen:
        """What someone finds on a page of their own in a space."""
        standings = await self._scores.home(account, space, at)
        decks = (await self._shelves.listing(space)).decks
        kept = tuple(entry.kept for entry in self._catalog.entries() if entry.kept)
        return HomeScreen(standings, decks, await self._dailies.upcoming(space, at), kept)

    async def proposals(
        self, source: Source, typed: str, deck: str | None, space: SpaceId
    ) -> tuple[Proposal, ...]:
        """What may be meant in a space by what was typed so far, the likeliest first.

        ``deck`` is what was given as the deck so far: the topics are that deck's.
        """
        return await proposals.proposals(self._shelves, source, typed, deck, space)

    async def _settings(self, invocation: Invocation, request: Request) -> Reply:
        space = request.room.space
        if invocation.values:
            await self._spaces.change(invocation, request)
        if invocation.word("timezone"):
            await self._dailies.moved(space, request.at)
        changed = bool(invocation.values)
        return Reply(private=await self._spaces.screen(space, request.at, changed=changed))

    def _woken(self) -> None:
        for wake in self._wakes:
            wake()


def _help(only: str | None) -> HelpScreen:
    """The commands, or those that begin with this word."""
    return HelpScreen(
        tuple(one for one in commands.COMMANDS if only is None or one.name.split()[0] == only)
    )
