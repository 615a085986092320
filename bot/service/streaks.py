"""On how many days in a row people answered the question of the day."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.game import streaks
from bot.model import AccountId, Round, SpaceId
from bot.ports import Store
from bot.schedules import Attendance, QuestionDay
from bot.service.known import Recent
from bot.service.spaces import FRESH, SPACES, Spaces

WINDOW = 30
"""Question days that are looked at first: few streaks are longer."""

WIDER = 8
"""How much further is looked where one is."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A space's latest question days, ``limit`` of them or all there are, as of a moment."""

    at: datetime
    limit: int
    days: tuple[QuestionDay, ...]

    def tells_of(self, asked: Round) -> bool:
        """Whether that question is among them, and what was over when it was asked is."""
        if asked.opened_at and self.at < asked.opened_at:
            return False
        day = asked.daily.day if asked.daily else None
        return asked.pace.alone or any(one.day == day for one in self.days)


class Streaks:
    """Counts from what is kept, which is little to read for a streak of the usual length."""

    def __init__(self, store: Store, spaces: Spaces) -> None:
        """Take the memory, and what knows whether a space forgives a missed day."""
        self._store = store
        self._spaces = spaces
        self._known: Recent[SpaceId, _Known] = Recent(SPACES)
        self._asking = asyncio.Lock()

    async def of(
        self,
        space: SpaceId,
        accounts: Collection[AccountId],
        at: datetime,
        asked: Round | None = None,
    ) -> Mapping[AccountId, int]:
        """The streak of each account, in days; those who have none are left out.

        The space's question days are those of a few seconds ago at the worst, and no older than
        the question ``asked``.
        """
        if not accounts:
            return {}
        forgiving = (await self._spaces.settings(space, at)).forgiving
        limit, left, found = WINDOW, set(accounts), dict[AccountId, int]()
        while left:
            shared = await self._days(space, limit, at, asked)
            whole = len(shared) < limit
            since = date.min if whole else shared[-1].day
            present = await self._store.attendance(space, left, since)
            for account in tuple(left):
                one = present.get(account, Attendance())
                days = streaks.together(shared, one.own)
                length, ended = streaks.streak(days, one.answered, forgiving=forgiving)
                if whole or ended:
                    left.remove(account)
                    found[account] = length
            limit *= WIDER
        return {account: length for account, length in found.items() if length}

    async def one(self, asked: Round, account: AccountId, at: datetime) -> int:
        """The streak of one account that answered the question of a day."""
        return (await self.of(asked.room.space, [account], at, asked)).get(account, 0)

    async def _days(
        self, space: SpaceId, limit: int, at: datetime, asked: Round | None
    ) -> tuple[QuestionDay, ...]:
        """The space's latest question days, read at most once by a crowd."""
        known = self._at_hand(space, limit, at, asked)
        if known is None:
            async with self._asking:
                known = self._at_hand(space, limit, at, asked)
                if known is None:
                    days = await self._store.question_days(space, limit)
                    # It is read after the question was seen to be open, whatever clocks say.
                    seen = max(at, asked.opened_at or at) if asked else at
                    known = _Known(seen, limit, days)
                    self._known.put(space, known)
        return known.days[:limit]

    def _at_hand(
        self, space: SpaceId, limit: int, at: datetime, asked: Round | None
    ) -> _Known | None:
        known = self._known.get(space)
        if known is None or known.limit < limit or abs(at - known.at) > FRESH:
            return None
        return known if asked is None or known.tells_of(asked) else None
