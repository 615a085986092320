"""The contracts between the core and what it runs on: a store, chat platforms, a clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.model import (
    AccountId,
    Answer,
    Board,
    CardHistory,
    CardId,
    DeckId,
    KnownCard,
    Message,
    MessageId,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundOutcome,
    SpaceDeck,
    SpaceId,
    SpaceNotes,
    Standing,
)
from bot.schedules import Attendance, QuestionDay, Schedule, Skip, SpaceSettings
from bot.screens import Screen

MOST_KNOWN = 10_000
"""Cards of a deck of a space that are remembered together with those that are gone."""

MOST_REMOVED = 100
"""Decks that are remembered though a space removed them."""


class Clock(Protocol):
    """The time, and a way to wait for it, so that tests can drive both."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once ``moment`` is reached; at once if it is past."""
        ...


class Pictures(Protocol):
    """The pictures beside the decks."""

    def read(self, file: str) -> bytes | None:
        """What is in a picture, which ``file`` leads to from the folder that all decks are in.

        None where nothing is there that could be shown: whoever asks shows words instead.
        """
        ...


class Platform(Protocol):
    """One chat platform as the runner sees it.

    Every method may raise ``RoomUnreachable`` (for good) or ``PlatformUnavailable`` (for now).
    """

    @property
    def name(self) -> str:
        """What stands in the ``platform`` part of every id of this platform."""
        ...

    async def turn(self, room: RoomId) -> None:
        """Return once the platform takes another request for the room, first come first served.

        ``post`` and ``edit`` wait for nothing of the kind: whoever sends much asks before each.
        """
        ...

    async def post(
        self,
        room: RoomId,
        screen: Screen,
        since: datetime | None = None,
        below: Message | None = None,
    ) -> MessageId:
        """Show ``screen`` to the whole room as a new message.

        ``below`` is the message that the screen's series began with: where there are threads, the
        series goes on in that message's.
        ``since`` is the earliest moment at which another process may have posted it and died
        before it could say so: it is then not posted twice, as far as the platform can tell.
        """
        ...

    async def edit(self, message: Message, screen: Screen) -> None:
        """Put ``screen`` in the place of what ``message`` shows. Raises ``MessageGone``."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as it is kept. ``first`` is false where an earlier one counts instead."""

    answer: Answer
    first: bool


@dataclass(frozen=True, slots=True)
class StandingsPage:
    """Part of a board. ``page`` counts from 0 and is the one shown; ``total`` counts players.

    ``own`` is the asker's standing, wherever it is, or None if they are not on the board.
    """

    rows: tuple[Standing, ...]
    page: int
    total: int
    own: Standing | None


class Store(Protocol):
    """Everything that is remembered. Each method is one transaction.

    Times are aware; UTC comes back. Any method may raise a ``DatabaseError``.
    Rows of one moment come back in a fixed order, the same on every database.
    """

    # --- opening and showing ---

    async def open_round(self, asked: Round) -> None:
        """Keep a new round that belongs to no series."""
        ...

    async def open_quiz(self, quiz: Quiz, first: Round) -> None:
        """Keep a new series and its first round, or nothing.

        Raises ``SeriesRunning`` if one runs in the room: the database decides, not a check.
        """
        ...

    async def show_round(self, shown: Round, message: Message) -> Round:
        """Remember that ``message`` shows the round; open it as ``shown`` if it was POSTING.

        Of a round in any other state only the message is remembered. Returns the round as it is
        now. Doing it twice changes nothing. A round that an answer hastened while it was POSTING
        keeps that end. Raises ``RoundUnknown``.
        """
        ...

    async def end_round(
        self, ended: Round, answers: int, quiz: Quiz | None = None, following: Round | None = None
    ) -> bool:
        """Close or void a round, update its series and keep the round that follows; all or nothing.

        Raises ``ValueError`` for a series that goes on without a round, or ends and has one.

        Only if the round is still POSTING or OPEN and has exactly ``answers`` answers, and its
        series, where ``quiz`` is given, has not ended: otherwise nothing changes and the result
        is False. A round that was shown meanwhile keeps the moment it opened.
        """
        ...

    async def settle_round(self, round_id: RoundId) -> None:
        """Nothing is left to do for this round (``due_at`` becomes None).

        Its ending was shown, or it was never shown. A round that is OPEN is left as it is: it was
        clicked or shown meanwhile, and its own end is to come.
        """
        ...

    # --- reading ---

    async def round(self, round_id: RoundId) -> Round:
        """The round as it is now. Raises ``RoundUnknown``."""
        ...

    async def quiz(self, quiz_id: QuizId) -> Quiz:
        """The series as it is now. Raises ``RoundUnknown``."""
        ...

    async def outcome(self, round_id: RoundId) -> RoundOutcome:
        """The round and its answers in order of ``at``, then account. Raises ``RoundUnknown``."""
        ...

    async def outcomes(self, quiz_id: QuizId) -> tuple[RoundOutcome, ...]:
        """All closed rounds of a series with their answers, by number."""
        ...

    async def messages(self, round_id: RoundId) -> tuple[Message, ...]:
        """Every message that shows the round, first one first."""
        ...

    async def first_message(self, quiz_id: QuizId) -> Message | None:
        """The first message that shows the first question of a series; None before there is one.

        Of a first question that was never shown it is the next one's.
        """
        ...

    async def running_quiz(self, room: RoomId) -> tuple[Quiz, Round] | None:
        """The series that runs in the room and its present round, or None.

        That is the one that is POSTING or OPEN: a running series always has just one.
        """
        ...

    async def open_rounds(self, room: RoomId) -> tuple[Round, ...]:
        """The room's rounds that are POSTING or OPEN, oldest first."""
        ...

    async def open_rooms(self, space: SpaceId) -> tuple[RoomId, ...]:
        """The rooms of a space with a round that is POSTING or OPEN, in order of their ids."""
        ...

    async def history(self, room: RoomId, deck: DeckId) -> Mapping[CardId, CardHistory]:
        """What is remembered of the deck's cards; a card never asked or answered is left out.

        ``last_asked`` is the latest ``opened_at`` of this room's rounds, void ones left out; the
        counts are of all answers in its whole space, self-rated ones included.
        """
        ...

    async def names(self, accounts: Collection[AccountId]) -> Mapping[AccountId, str]:
        """The last known display names; an account never named is left out."""
        ...

    async def keep_name(self, account: AccountId, name: str) -> None:
        """Remember how somebody is called from now on, until an answer of theirs says otherwise."""
        ...

    # --- answers and boards ---

    async def record_answer(
        self, answer: Answer, name: str, hasten: datetime | None = None
    ) -> Recorded:
        """Keep a first answer; returns only after the commit. Concurrent calls share one commit.

        An answer counts while the round is POSTING or OPEN and ``at`` is not after ``closes_at``.
        An account's earlier answer comes back with ``first`` false, whatever the round's state.
        ``points`` are kept if this account was given none for this card, in this space, on this
        ``day``, and become 0 otherwise. Answers to objective questions enter every board of the
        room and the space in the same transaction. ``hasten``, of an answer that is the first,
        ends the round by then at the latest (``closes_at`` and ``due_at``). ``elapsed`` is kept
        to the microsecond. An empty ``name`` leaves the last one known. A caller that is
        cancelled takes nothing back. Raises ``RoundUnknown`` and ``RoundOver``.
        """
        ...

    async def standings(
        self, board: Board, page: int, size: int, viewer: AccountId | None
    ) -> StandingsPage:
        """A page of ``size`` lines; a page past the end becomes the last, before 0 the first.

        Order: points, accuracy, who got there first, account. Equal points share a rank (1, 2, 2,
        4). Accounts never named have their user id for a name.
        """
        ...

    async def rescore(self) -> int:
        """Rebuild every board from the answers; the number of lines that were wrong.

        Counts the lines of boards, of what ranks are read from, and of the answers to each card.
        Nobody writes meanwhile: on SQLite other processes may find the database locked.
        """
        ...

    # --- what is asked every day ---

    async def schedule(self, room: RoomId) -> Schedule | None:
        """The room's schedule, or None."""
        ...

    async def schedules(self, space: SpaceId) -> tuple[Schedule, ...]:
        """The schedules of a space, the next to come first, then those that are paused, by room."""
        ...

    async def all_schedules(self, platforms: Collection[str]) -> tuple[Schedule, ...]:
        """Every schedule of these platforms that is not paused, by room."""
        ...

    async def change_schedule(
        self,
        before: Schedule | None,
        after: Schedule | None,
        asked: Round | None = None,
        skipped: Sequence[Skip] = (),
        claimed_until: datetime | None = None,
    ) -> bool:
        """Put ``after`` in the place of ``before``, open a round, note skips; or nothing.

        ``before`` None: there is none yet; ``after`` None: there is none any more. Only if the
        schedule's revision is that of ``before`` (or there is none): otherwise nothing changes and
        the result is False. What is kept has the next revision, and no claim. The round ``asked``
        is claimed until ``claimed_until``. A skip that was noted before is kept as it is; one for
        the moment of ``after.next``, or a later one, is forgotten: it is asked then.
        A schedule that was ended and set again is another one, whatever its revision. Raises
        ``ValueError`` unless what is there and what will be are of one room.
        """
        ...

    async def hold_schedule(self, held: Schedule, until: datetime) -> None:
        """Nobody takes the schedule before ``until``; nothing, if it was changed meanwhile.

        It ends the claim, and brings nothing forward: before ``next`` nobody takes it anyway.
        """
        ...

    async def skips(self, room: RoomId, limit: int) -> tuple[Skip, ...]:
        """What was skipped in the room, the latest first."""
        ...

    async def last_daily(self, room: RoomId) -> Round | None:
        """The room's latest question of a day that is not void, or None."""
        ...

    async def note_skip(self, skip: Skip) -> None:
        """Note that a question was not asked; one noted for that moment before is kept as it is."""
        ...

    async def question_days(self, space: SpaceId, limit: int) -> tuple[QuestionDay, ...]:
        """The latest days on which the space was asked (``Daily.day``), the latest first.

        A day counts from when a round of it was opened, unless all its rounds were void. Rounds of
        rooms where somebody is alone (``Pace.alone``) are left out: see ``attendance``.
        """
        ...

    async def attendance(
        self, space: SpaceId, accounts: Collection[AccountId], since: date
    ) -> Mapping[AccountId, Attendance]:
        """On which question days each account answered, from ``since`` on, and its own ones.

        An account with neither is left out. A right answer is not asked for. An account's own
        question days are those of rounds that it started and is alone with; they count as others.
        """
        ...

    async def settings(self, space: SpaceId) -> SpaceSettings:
        """What the space wishes; the defaults where it never said."""
        ...

    async def all_settings(self, platforms: Collection[str]) -> Mapping[SpaceId, SpaceSettings]:
        """What every space of these platforms wishes that ever said so."""
        ...

    async def keep_settings(self, space: SpaceId, settings: SpaceSettings) -> None:
        """Keep what the space wishes from now on."""
        ...

    # --- decks ---

    async def known_cards(self, deck: DeckId) -> tuple[KnownCard, ...]:
        """The cards this deck was last seen with, gone ones included, by id."""
        ...

    async def keep_cards(self, deck: DeckId, cards: Sequence[KnownCard]) -> None:
        """Remember these cards of the deck; others it once had stay remembered."""
        ...

    async def space_decks(self, space: SpaceId) -> tuple[SpaceDeck, ...]:
        """The decks a space was given, those removed included, by id."""
        ...

    async def space_deck(self, space: SpaceId, deck: DeckId) -> SpaceDeck | None:
        """The deck of this id, removed or not, if it is one of the space's."""
        ...

    async def space_notes(
        self, space: SpaceId, deck: DeckId
    ) -> tuple[SpaceDeck, SpaceNotes, tuple[KnownCard, ...]] | None:
        """A deck of the space with its notes and ``known_cards``, of one moment; None if removed.

        None as well where the space never had it.
        """
        ...

    async def put_deck(
        self, deck: SpaceDeck, notes: SpaceNotes, cards: Sequence[KnownCard]
    ) -> bool:
        """Give a space this deck, in the place of its revision before, and ``keep_cards``; or not.

        Only if the revision kept is one less, or none is kept: otherwise nothing changes and the
        result is False. Beyond ``MOST_KNOWN`` cards, those that are gone are forgotten.
        """
        ...

    async def remove_deck(self, space: SpaceId, deck: DeckId, at: datetime) -> bool:
        """Offer a space's deck no longer; False if it is not offered.

        Its notes are deleted, its name and its ``known_cards`` stay. Beyond ``MOST_REMOVED`` decks
        of the space, what was removed first is forgotten altogether.
        """
        ...

    # --- what adapters want to know after a restart ---

    async def note(self, name: str) -> str | None:
        """What was last kept under this name, or None."""
        ...

    async def keep_note(self, name: str, value: str) -> None:
        """Keep ``value`` under this name, in the place of what was there."""
        ...

    async def once(self, name: str, at: datetime) -> bool:
        """Whether the thing of this name is done for the first time; from now on it is done.

        True for one alone of all who ask, in any process, and for nobody else until a day after
        that one's ``at``. Whoever was told so and dies before the deed leaves it undone.
        """
        ...

    # --- where an app was let in ---

    async def installation(self, app: str, space: SpaceId) -> str | None:
        """What was last kept for this app in this space, or None. It is a secret."""
        ...

    async def keep_installation(self, app: str, space: SpaceId, value: str, at: datetime) -> None:
        """Keep what lets the app into the space, installed ``at``, in the place of an earlier one.

        ``value`` never stands in a log or an error.
        """
        ...

    async def forget_installation(self, app: str, space: SpaceId, until: datetime) -> None:
        """Delete what was kept, unless it was installed after ``until``.

        So word of an end that comes late ends no new beginning.
        """
        ...

    # --- the clock ---

    async def claim_due(
        self, platforms: Collection[str], now: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[Round, ...]:
        """Take what is due on these platforms, earliest ``due_at`` first, then by number.

        A round that cannot be read is taken off the list, and logged, so that it holds up no other.
        What is taken is nobody else's for ``lease``, in any process; changing the round's state
        (``show_round``, ``end_round``, ``settle_round``, ``record_answer`` with ``hasten``) ends
        the claim, and so does ``postpone``. A claim that would last for more than two leases is
        from before the clock was set back, and counts for nothing.
        """
        ...

    async def postpone(self, round_id: RoundId, until: datetime) -> None:
        """Give a claimed round back, to be taken again from ``until`` on (its new ``due_at``).

        Nothing changes if its claim was ended meanwhile: that change says when it is due.
        """
        ...

    async def claim_schedules(
        self, platforms: Collection[str], now: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[Schedule, ...]:
        """Take the schedules whose ``next`` is due here, earliest first, then by room.

        As with ``claim_due``, what is taken is nobody else's for ``lease``; any change ends that.
        """
        ...

    async def release_claims(self, platforms: Collection[str]) -> None:
        """End all claims on these platforms: for whoever knows that nobody else serves them."""
        ...

    async def set_back(self, platforms: Collection[str], now: datetime) -> int:
        """Let nothing here wait for a moment named by a clock that was set back since; how many.

        A round that began more than a minute later than ``now`` begins now. An open one stays so
        for as long as it was to, the question of a day to its end; what is to be posted, and what
        has ended, is due at once. Doing it twice changes nothing.
        """
        ...

    async def next_due(
        self, platforms: Collection[str], now: datetime, lease: timedelta
    ) -> datetime | None:
        """When one of the two claims will next have something here, running claims counted in."""
        ...
