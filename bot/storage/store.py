"""The store: each method of the contract as one transaction."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from bot.errors import DatabaseError, StudybotError
from bot.model import (
    AccountId,
    Answer,
    Board,
    CardHistory,
    CardId,
    DeckId,
    KnownCard,
    Message,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundOutcome,
    SpaceDeck,
    SpaceId,
    SpaceNotes,
)
from bot.ports import Recorded, StandingsPage
from bot.schedules import Attendance, QuestionDay, Schedule, Skip, SpaceSettings
from bot.storage import (
    answers,
    attending,
    cards,
    claims,
    doing,
    installing,
    keeping,
    notes,
    reading,
    rescoring,
    rounds,
    scheduling,
    schema,
    setting_back,
    shelving,
    standings,
    wishes,
)
from bot.storage.answers import Submission
from bot.storage.batching import Batcher
from bot.storage.database import Database
from bot.storage.transaction import Transaction

SWEEP = 64
"""Of so many things done once, one pays for the forgetting of old ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something small that is done for many rooms at a moment; ``key`` says to what."""

    key: str
    work: Callable[[Transaction], Any]


class SqlStore:
    """``bot.ports.Store`` on SQLite or PostgreSQL. Made and ended by ``open_store``."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._answers = Batcher(self._record, singly=_may_be_one)
        self._changes = Batcher(self._change, singly=_may_be_one)
        self._deeds = itertools.count()

    async def close(self) -> None:
        """Commit the answers and changes that were taken; none is taken any more."""
        await self._answers.close()
        await self._changes.close()

    async def version(self) -> str:
        """The version of the schema: the newest there is, once the store is open."""
        return await self.database.read(schema.check) or ""

    # --- opening and showing ---

    async def open_round(self, asked: Round) -> None:
        await self.database.write(rounds.open_round, asked)

    async def open_quiz(self, quiz: Quiz, first: Round) -> None:
        await self.database.write(rounds.open_quiz, quiz, first)

    async def show_round(self, shown: Round, message: Message) -> Round:
        work = partial(rounds.show_round, shown=shown, message=message)
        kept: Round = await self._changes.submit(Change(shown.id, work))
        return kept

    async def end_round(
        self, ended: Round, answers: int, quiz: Quiz | None = None, following: Round | None = None
    ) -> bool:
        return await self.database.write(rounds.end_round, ended, answers, quiz, following)

    async def settle_round(self, round_id: RoundId) -> None:
        await self.database.write(rounds.settle_round, round_id)

    # --- reading ---

    async def round(self, round_id: RoundId) -> Round:
        return await self.database.read(reading.load_round, round_id)

    async def quiz(self, quiz_id: QuizId) -> Quiz:
        return await self.database.read(reading.load_quiz, quiz_id)

    async def outcome(self, round_id: RoundId) -> RoundOutcome:
        return await self.database.read(reading.load_outcome, round_id)

    async def outcomes(self, quiz_id: QuizId) -> tuple[RoundOutcome, ...]:
        return await self.database.read(reading.load_outcomes, quiz_id)

    async def messages(self, round_id: RoundId) -> tuple[Message, ...]:
        return await self.database.read(reading.load_messages, round_id)

    async def first_message(self, quiz_id: QuizId) -> Message | None:
        return await self.database.read(reading.load_first_message, quiz_id)

    async def running_quiz(self, room: RoomId) -> tuple[Quiz, Round] | None:
        return await self.database.read(reading.load_running_quiz, room)

    async def open_rounds(self, room: RoomId) -> tuple[Round, ...]:
        return await self.database.read(reading.load_open_rounds, room)

    async def open_rooms(self, space: SpaceId) -> tuple[RoomId, ...]:
        return await self.database.read(reading.load_open_rooms, space)

    async def history(self, room: RoomId, deck: DeckId) -> Mapping[CardId, CardHistory]:
        return await self.database.read(cards.load_history, room, deck)

    async def names(self, accounts: Collection[AccountId]) -> Mapping[AccountId, str]:
        return await self.database.read(reading.load_names, accounts)

    async def keep_name(self, account: AccountId, name: str) -> None:
        await self.database.write(keeping.keep_name, account, name)

    # --- answers and boards ---

    async def record_answer(
        self, answer: Answer, name: str, hasten: datetime | None = None
    ) -> Recorded:
        return await self._answers.submit(Submission(answer, name, hasten))

    async def _record(self, batch: Sequence[Submission]) -> Sequence[Recorded | Exception]:
        return await self.database.write(answers.record_answers, batch)

    async def _change(self, batch: Sequence[Change]) -> Sequence[Any]:
        return await self.database.write(_change_all, batch)

    async def standings(
        self, board: Board, page: int, size: int, viewer: AccountId | None
    ) -> StandingsPage:
        return await self.database.read(standings.load_standings, board, page, size, viewer)

    async def rescore(self) -> int:
        return await self.database.write(rescoring.rescore)

    # --- what is asked every day ---

    async def schedule(self, room: RoomId) -> Schedule | None:
        return await self.database.read(scheduling.load_schedule, room)

    async def schedules(self, space: SpaceId) -> tuple[Schedule, ...]:
        return await self.database.read(scheduling.load_schedules, space)

    async def all_schedules(self, platforms: Collection[str]) -> tuple[Schedule, ...]:
        return await self.database.read(scheduling.load_all_schedules, platforms)

    async def change_schedule(
        self,
        before: Schedule | None,
        after: Schedule | None,
        asked: Round | None = None,
        skipped: Sequence[Skip] = (),
        claimed_until: datetime | None = None,
    ) -> bool:
        room = before.room if before else after.room if after else None
        work = partial(
            scheduling.change_schedule,
            before=before,
            after=after,
            asked=asked,
            skipped=skipped,
            claimed_until=claimed_until,
        )
        changed: bool = await self._changes.submit(Change(str(room), work))
        return changed

    async def hold_schedule(self, held: Schedule, until: datetime) -> None:
        await self.database.write(scheduling.hold_schedule, held, until)

    async def last_daily(self, room: RoomId) -> Round | None:
        return await self.database.read(reading.load_last_daily, room)

    async def skips(self, room: RoomId, limit: int) -> tuple[Skip, ...]:
        return await self.database.read(scheduling.load_skips, room, limit)

    async def note_skip(self, skip: Skip) -> None:
        await self.database.write(scheduling.note_skip, skip)

    async def question_days(self, space: SpaceId, limit: int) -> tuple[QuestionDay, ...]:
        return await self.database.read(attending.load_question_days, space, limit)

    async def attendance(
        self, space: SpaceId, accounts: Collection[AccountId], since: date
    ) -> Mapping[AccountId, Attendance]:
        return await self.database.read(attending.load_attendance, space, accounts, since)

    async def settings(self, space: SpaceId) -> SpaceSettings:
        return await self.database.read(wishes.load_settings, space)

    async def all_settings(self, platforms: Collection[str]) -> Mapping[SpaceId, SpaceSettings]:
        return await self.database.read(wishes.load_all_settings, platforms)

    async def keep_settings(self, space: SpaceId, settings: SpaceSettings) -> None:
        await self.database.write(wishes.keep_settings, space, settings)

    # --- decks ---

    async def known_cards(self, deck: DeckId) -> tuple[KnownCard, ...]:
        return await self.database.read(cards.load_known_cards, deck)

    async def keep_cards(self, deck: DeckId, cards_: Sequence[KnownCard]) -> None:
        await self.database.write(cards.keep_cards, deck, cards_)

    async def space_decks(self, space: SpaceId) -> tuple[SpaceDeck, ...]:
        return await self.database.read(shelving.load_space_decks, space)

    async def space_deck(self, space: SpaceId, deck: DeckId) -> SpaceDeck | None:
        return await self.database.read(shelving.load_space_deck, space, deck)

    async def space_notes(
        self, space: SpaceId, deck: DeckId
    ) -> tuple[SpaceDeck, SpaceNotes, tuple[KnownCard, ...]] | None:
        return await self.database.read(shelving.load_space_notes, space, deck)

    async def put_deck(
        self, deck: SpaceDeck, notes_: SpaceNotes, cards_: Sequence[KnownCard]
    ) -> bool:
        return await self.database.write(shelving.put_deck, deck, notes_, cards_)

    async def remove_deck(self, space: SpaceId, deck: DeckId, at: datetime) -> bool:
        return await self.database.write(shelving.remove_deck, space, deck, at)

    # --- what adapters want to know after a restart ---

    async def note(self, name: str) -> str | None:
        return await self.database.read(notes.load_note, name)

    async def keep_note(self, name: str, value: str) -> None:
        await self.database.write(notes.keep_note, name, value)

    async def once(self, name: str, at: datetime) -> bool:
        sweep = next(self._deeds) % SWEEP == 0
        return await self.database.write(doing.do_once, name, at, sweep=sweep)

    # --- where an app was let in ---

    async def installation(self, app: str, space: SpaceId) -> str | None:
        return await self.database.read(installing.load_installation, app, space)

    async def keep_installation(self, app: str, space: SpaceId, value: str, at: datetime) -> None:
        await self.database.write(installing.keep_installation, app, space, value, at)

    async def forget_installation(self, app: str, space: SpaceId, until: datetime) -> None:
        await self.database.write(installing.forget_installation, app, space, until)

    # --- the clock ---

    async def claim_due(
        self, platforms: Collection[str], now: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[Round, ...]:
        return await self.database.write(claims.claim_due, platforms, now, lease, limit)

    async def postpone(self, round_id: RoundId, until: datetime) -> None:
        await self.database.write(claims.postpone, round_id, until)

    async def claim_schedules(
        self, platforms: Collection[str], now: datetime, lease: timedelta, limit: int = 100
    ) -> tuple[Schedule, ...]:
        return await self.database.write(claims.claim_schedules, platforms, now, lease, limit)

    async def release_claims(self, platforms: Collection[str]) -> None:
        await self.database.write(claims.release_claims, platforms)

    async def set_back(self, platforms: Collection[str], now: datetime) -> int:
        return await self.database.write(setting_back.set_back, platforms, now)

    async def next_due(
        self, platforms: Collection[str], now: datetime, lease: timedelta
    ) -> datetime | None:
        return await self.database.read(claims.load_next_due, platforms, now, lease)


def _change_all(transaction: Transaction, batch: Sequence[Change]) -> list[Any]:
    """The result of each change, or why it came to nothing: then it has changed nothing."""
    results: dict[int, Any] = {}
    # In one order for all, so that two transactions seldom wait for each other.
    for place, change in sorted(enumerate(batch), key=lambda one: one[1].key):
        try:
            results[place] = change.work(transaction)
        except (StudybotError, ValueError) as error:
            results[place] = error
    return [results[place] for place in range(len(batch))]


def _may_be_one(error: Exception) -> bool:
    """Whether a batch may have failed for one of what is in it: the database itself is well."""
    return not isinstance(error, DatabaseError)
