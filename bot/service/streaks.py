"""On how many days in a row people answered the question of the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.game import streaks
from bot.model import AccountId, SpaceId
from bot.ports import Store
from bot.service.spaces import Spaces

WINDOW = 40
"""Question days that are looked at first: few streaks are longer."""

WIDER = 8
"""How much further is looked where one is."""


class Streaks:
    """Counts from what is kept, which is little to read for a streak of the usual length."""

    def __init__(self, store: Store, spaces: Spaces) -> None:
        """Take the memory, and what knows whether a space forgives a missed day."""
        self._store = store
        self._spaces = spaces

    async def of(
        self, space: SpaceId, accounts: Collection[AccountId], at: datetime
    ) -> Mapping[AccountId, int]:
        """The streak of each account, in days; those who have none are left out."""
        if not accounts:
            return {}
        forgiving = (await self._spaces.settings(space, at)).forgiving
        limit, left, found = WINDOW, set(accounts), dict[AccountId, int]()
        while left:
            days = await self._store.question_days(space, limit)
            if not days:
                break
            answered = await self._store.days_answered(space, left, days[-1].day)
            whole = len(days) < limit
            for account in tuple(left):
                own = answered.get(account, frozenset())
                if whole or streaks.decided(days, own, forgiving=forgiving):
                    left.remove(account)
                    found[account] = streaks.streak(days, own, forgiving=forgiving)
            limit *= WIDER
        return {account: streak for account, streak in found.items() if streak}

    async def one(self, space: SpaceId, account: AccountId, at: datetime) -> int:
        """The streak of one account."""
        return (await self.of(space, [account], at)).get(account, 0)
