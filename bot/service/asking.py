"""Choosing what to ask next, and writing it down as a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from bot.game import rounds
from bot.model import (
    AccountId,
    Card,
    Daily,
    Deck,
    Pace,
    Question,
    Quiz,
    QuizId,
    Request,
    RoomId,
    Round,
    RoundId,
    RoundState,
)
from bot.ports import Store
from bot.questions.choosing import choose, choose_for_learning
from bot.schedules import Schedule
from bot.service.catalog import Entry


class Asker:
    """Picks a card for a room and makes it a round."""

    def __init__(self, store: Store, rng: Random) -> None:
        """Take the memory of what was asked, and the chance."""
        self._store = store
        self._rng = rng

    async def question(
        self, entry: Entry, topic: str | None, room: RoomId, *, series: bool
    ) -> Question:
        """What this room should be asked next: in a series objectively, as far as the cards go.

        Raises ``EmptyDeck`` and ``UnknownTopic``.
        """
        cards = await entry.askable(topic) if series else entry.cards(topic)
        history = await self._store.history(room, entry.deck.id)
        return await entry.ask(choose(cards, history, self._rng), self._rng)

    async def of_the_day(self, entry: Entry, room: RoomId) -> Question:
        """What this room should be asked next by a question a day. Raises ``EmptyDeck``."""
        history = await self._store.history(room, entry.deck.id)
        card = choose_for_learning(await entry.askable(None), history, self._rng)
        return await entry.ask(card, self._rng)

    async def again(self, entry: Entry, card: Card, planned: Question) -> Question:
        """What was planned, if the notes still make it; else another question about its card."""
        made = await entry.questions_about(card)
        return planned if planned in made else self._rng.choice(made)

    def quiz(self, request: Request, deck: Deck, topic: str | None, total: int, pace: Pace) -> Quiz:
        """A new series, started by whoever asks."""
        return Quiz(
            id=QuizId(rounds.new_id(self._rng)),
            room=request.room,
            deck=deck.id,
            deck_title=deck.title,
            topic=topic or "",
            total=total,
            pace=pace,
            starter=request.person.account,
            started_at=request.at,
        )

    def single(self, request: Request, deck: Deck, made: Question, pace: Pace) -> Round:
        """A round of its own, asked by a person."""
        asked = self._alone(request.room, request.person.account, deck, made, request.at)
        return replace(asked, pace=pace, due_at=request.at + rounds.UNCONFIRMED)

    def daily(self, due: Schedule, deck: Deck, made: Question, daily: Daily, at: datetime) -> Round:
        """The round of a day, due at once."""
        asked = self._alone(due.room, due.setter, deck, made, at)
        return replace(asked, pace=Pace(alone=due.alone), clocked=True, daily=daily)

    def _alone(
        self, room: RoomId, starter: AccountId, deck: Deck, made: Question, at: datetime
    ) -> Round:
        """A round that belongs to no series, due at once."""
        round_id = RoundId(rounds.new_id(self._rng))
        return Round(
            id=round_id,
            room=room,
            quiz=None,
            number=1,
            total=1,
            deck=deck.id,
            deck_title=deck.title,
            question=rounds.deal(made, round_id),
            pace=Pace(),
            starter=starter,
            state=RoundState.POSTING,
            created_at=at,
            due_at=at,
        )

    def in_series(
        self, quiz: Quiz, number: int, made: Question, at: datetime, post_at: datetime | None
    ) -> Round:
        """A round of a series; the clock posts it at ``post_at``, a person's reply where None."""
        round_id = RoundId(rounds.new_id(self._rng))
        return Round(
            id=round_id,
            room=quiz.room,
            quiz=quiz.id,
            number=number,
            total=quiz.total,
            deck=quiz.deck,
            deck_title=quiz.deck_title,
            question=rounds.deal(made, round_id),
            pace=quiz.pace,
            starter=quiz.starter,
            state=RoundState.POSTING,
            created_at=at,
            due_at=post_at or at + rounds.UNCONFIRMED,
            clocked=post_at is not None,
        )
