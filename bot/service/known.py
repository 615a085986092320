"""What this process knows of rounds already, so that a click need not ask the store.

Everything here was once true, and either stays so or is checked again by the store when an answer
is kept; forgetting any of it costs one question to the store.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from bot.errors import RoundUnknown
from bot.game import rounds
from bot.model import Message, Round, RoundId, RoundState
from bot.ports import Store

ROUNDS = 1_000
"""Rounds whose question is kept at hand."""

MESSAGES = 10_000
"""Messages that are known to be kept."""

ENDED = frozenset({RoundState.CLOSED, RoundState.VOID})
"""The states of a round that takes no answers any more."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """As many values as ``limit`` allows: what was not used for longest is forgotten."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value of the key, or None."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Key, value: Value) -> None:
        """Keep the value in the place of any other of this key."""
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._limit:
            self._values.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Clicked:
    """A round as it is known, and whether the message clicked was ``new`` to this process."""

    round: Round
    new: bool

    @property
    def stale(self) -> bool:
        """Whether the message has buttons to answer with although its round is over."""
        return self.new and self.round.state in ENDED


class KnownRounds:
    """The rounds this process has to do with, and the messages that are kept of them.

    A round given from memory may have ended since, and have got another ``closes_at``. Its
    question, its pace and the moment it opened never change.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rounds: Recent[RoundId, Round] = Recent(ROUNDS)
        self._messages: Recent[tuple[RoundId, Message], bool] = Recent(MESSAGES)
        self._asking: WeakValueDictionary[RoundId, asyncio.Lock] = WeakValueDictionary()

    async def clicked(self, round_id: RoundId, message: Message | None, at: datetime) -> Clicked:
        """The round of a button; the message it is on is kept from now on, if there is one.

        A round that was still being posted is open since ``at``. Raises ``RoundUnknown``.
        """
        known = message is None or self._messages.get((round_id, message)) is not None
        if known and (asked := self._rounds.get(round_id)):
            return Clicked(asked, new=False)
        async with self._turn(round_id):  # many may click at once what nobody knows yet
            asked = self._rounds.get(round_id) or await self.now(round_id)
            if message is None or self._messages.get((round_id, message)):
                return Clicked(asked, new=False)
            if message.room != asked.room:  # an id from elsewhere must not take this message over
                raise RoundUnknown
            return Clicked(await self.shown(asked, message, at), new=True)

    async def now(self, round_id: RoundId) -> Round:
        """The round as the store has it. Raises ``RoundUnknown``."""
        return self._keep(await self._store.round(round_id))

    async def shown(self, asked: Round, message: Message, at: datetime) -> Round:
        """The round as it is once ``message`` is known to show it, open since ``at`` or before."""
        now = await self._store.show_round(rounds.shown(asked, at), message)
        self._messages.put((asked.id, message), value=True)
        return self._keep(now)

    def _keep(self, asked: Round) -> Round:
        # One that is being posted is about to get its moments.
        if asked.state is not RoundState.POSTING:
            self._rounds.put(asked.id, asked)
        return asked

    def _turn(self, round_id: RoundId) -> asyncio.Lock:
        return self._asking.setdefault(round_id, asyncio.Lock())
