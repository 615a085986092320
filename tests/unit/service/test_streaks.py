"""Days in a row: whose question days they are, and how little is read for them."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from bot.box import Box
from bot.model import AccountId, Daily, Pace, RoomId, Round, RoundState, SpaceId
from bot.schedules import Attendance, QuestionDay, SpaceSettings
from bot.service.catalog import Catalog
from bot.service.shelves import Shelves
from bot.service.spaces import FRESH, Spaces
from bot.service.streaks import WIDER, WINDOW, Streaks
from bot.storage import SqlStore
from tests.fakes.builders import NOON, ROOM, account, answer, asked

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
SPACE = ROOM.space
ANA, BO = account("ana"), account("bo")


class Counted(SqlStore):
    """A store that counts how often the space's days are read, and accounts' own ones."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.database)
        self.limits: list[int] = []
        self.looks = 0

    async def question_days(self, space: SpaceId, limit: int) -> tuple[QuestionDay, ...]:
        """As the store does."""
        self.limits.append(limit)
        return await super().question_days(space, limit)

    async def attendance(
        self, space: SpaceId, accounts: Collection[AccountId], since: date
    ) -> Mapping[AccountId, Attendance]:
        """As the store does."""
        self.looks += 1
        return await super().attendance(space, accounts, since)


@pytest.fixture
def counted(store: SqlStore) -> Counted:
    """The store, counting."""
    return Counted(store)


@pytest.fixture
def streaks(counted: Counted) -> Streaks:
    """What is tried."""
    return fresh(counted)


def fresh(store: SqlStore) -> Streaks:
    """The same in a process of its own."""
    return Streaks(store, Spaces(store, Shelves(store, Catalog([]), Box()), UTC))


async def ask(
    store: SqlStore,
    ago: int,
    *answering: str,
    whose: str = "",
    room: str = "room",
    live: bool = False,
) -> Round:
    """A question of a day that so many people answered; of somebody's own day, or of the space."""
    at = NOON - ago * DAY
    new = asked(room=RoomId("chat", "space", f"@{whose}" if whose else room), created_at=at)
    new = replace(
        new,
        starter=account(whose or "olga"),
        pace=Pace(alone=bool(whose)),
        daily=Daily(at, at.date(), at + DAY),
        state=RoundState.OPEN,
        opened_at=at,
    )
    await store.open_round(new)
    for user in answering:
        await store.record_answer(answer(new, user, at=at, day=at.date()), user)
    if not live:
        await end(store, new, len(answering))
    return new


async def end(store: SqlStore, ended: Round, answers: int) -> None:
    """The question takes no more answers."""
    over = replace(ended, state=RoundState.CLOSED, closed_at=ended.opened_at, due_at=None)
    assert await store.end_round(over, answers)


async def forgive(store: SqlStore) -> None:
    """The space forgives a missed day a week."""
    await store.keep_settings(SPACE, SpaceSettings(forgiving=True))


async def test_what_others_are_asked_alone_ends_no_streak(
    store: SqlStore, streaks: Streaks
) -> None:
    """A day on which only somebody else had a question of their own is no day of the space."""
    for ago in (4, 2):
        await ask(store, ago, "ana")
    for ago in (3, 1):
        await ask(store, ago, "bo", whose="bo")
    assert await streaks.of(SPACE, [ANA], NOON) == {ANA: 2}


async def test_ones_own_question_counts(store: SqlStore, streaks: Streaks) -> None:
    """Whoever answers where they are alone keeps their streak, in company and without."""
    await ask(store, 4, "ana", "bo")
    await ask(store, 3, "bo")
    await ask(store, 3, "ana", whose="ana")
    await ask(store, 2, "ana", whose="ana")
    await ask(store, 1, "ana", "bo")
    assert await streaks.of(SPACE, [ANA, BO], NOON) == {ANA: 4, BO: 3}


async def test_missing_ones_own_question_ends_ones_own_streak(
    store: SqlStore, streaks: Streaks
) -> None:
    """Somebody who learns alone has question days like anybody, and nobody else has them."""
    for ago in (5, 3):
        await ask(store, ago, "bo", whose="bo")
    await ask(store, 4, "ana", "bo")
    await ask(store, 2, whose="bo")
    today = await ask(store, 0, "bo", whose="bo", live=True)
    assert await streaks.one(today, BO, NOON) == 1
    assert await streaks.of(SPACE, [ANA, BO], NOON) == {ANA: 1, BO: 1}
    await forgive(store)
    assert await streaks.of(SPACE, [BO], NOON + 2 * FRESH) == {BO: 4}


async def test_an_own_question_that_is_open_ends_nothing(store: SqlStore, streaks: Streaks) -> None:
    """Nor does it where the space's question of that day is over."""
    await ask(store, 1, "ana")
    await ask(store, 0)
    assert await streaks.of(SPACE, [ANA], NOON) == {}
    await ask(store, 0, whose="ana", live=True)
    assert await streaks.of(SPACE, [ANA], NOON) == {ANA: 1}


@pytest.mark.parametrize("whose", ["", "ana"])
@pytest.mark.parametrize("missed", [None, 1, WINDOW - 1, WINDOW, WINDOW + 1])
async def test_streaks_of_any_length(store: SqlStore, missed: int | None, whose: str) -> None:
    """A streak is as long as it is, however much has to be read for it."""
    amount = WINDOW + 3
    for ago in range(amount):
        await ask(store, ago, *([] if ago == missed else ["ana"]), whose=whose)
    expected = amount if missed is None else missed
    assert await fresh(store).of(SPACE, [ANA, BO], NOON) == {ANA: expected}


async def test_a_crowd_reads_the_days_once(counted: Counted, streaks: Streaks) -> None:
    """Whoever answers within some seconds is told from what the first of them read."""
    today = await ask(counted, 0, "ana", "bo", live=True)
    everybody = [ANA, BO] * 20
    told = await asyncio.gather(*(streaks.one(today, one, NOON + SECOND) for one in everybody))
    assert told == [1] * 40
    assert (counted.limits, counted.looks) == ([WINDOW], 40)
    await streaks.of(SPACE, [ANA, BO], NOON + FRESH)
    assert counted.limits == [WINDOW]
    await streaks.one(today, ANA, NOON + FRESH + 2 * SECOND)
    assert counted.limits == [WINDOW] * 2


async def test_a_long_streak_is_at_hand_too(counted: Counted, streaks: Streaks) -> None:
    """What was read for somebody with a long streak is not read again for the next."""
    for ago in range(1, WINDOW + 3):
        await ask(counted, ago, "ana")
    today = await ask(counted, 0, "ana", "bo", live=True)
    assert await streaks.one(today, BO, NOON) == 1
    assert counted.limits == [WINDOW]
    for second in (0, 1, 2):
        assert await streaks.one(today, ANA, NOON + second * SECOND) == WINDOW + 3
        assert await streaks.one(today, BO, NOON + second * SECOND) == 1
    assert counted.limits == [WINDOW, WINDOW * WIDER]


async def test_a_new_question_counts_at_once(counted: Counted, streaks: Streaks) -> None:
    """What was read just before a question was asked does not do for those who answer it."""
    yesterday = await ask(counted, 1, "ana", live=True)
    just_before = NOON - SECOND
    assert await streaks.of(SPACE, [ANA, BO], just_before) == {ANA: 1}
    await end(counted, yesterday, 1)
    today = await ask(counted, 0, "ana", "bo", live=True)
    assert await streaks.one(today, ANA, NOON) == 2
    assert await streaks.one(today, BO, NOON) == 1
    assert counted.limits == [WINDOW] * 2


async def test_a_second_question_of_the_day(counted: Counted, streaks: Streaks) -> None:
    """The day is known already, and yet what ended before the second question is read again."""
    await ask(counted, 2, "ana", "bo")
    yesterday = await ask(counted, 1, "ana", room="other", live=True)
    first = await ask(counted, 0, "ana", live=True)
    assert await streaks.one(first, ANA, NOON) == 3
    await end(counted, yesterday, 1)
    second = await ask(counted, 0, "bo", room="other", live=True)
    second = replace(second, opened_at=NOON + SECOND)
    assert await streaks.one(second, BO, NOON + 2 * SECOND) == 1
    assert counted.limits == [WINDOW] * 2


async def test_another_process_has_another_clock(counted: Counted, streaks: Streaks) -> None:
    """Whether the clock of whoever asked is slow or fast, the day counts, and is read once."""
    await streaks.of(SPACE, [ANA], NOON + 3 * SECOND)
    slow = await ask(counted, 0, "ana", live=True)
    assert await streaks.one(slow, ANA, NOON + 4 * SECOND) == 1
    fast = replace(slow, opened_at=NOON + 8 * SECOND)
    for second in (5, 6, 7, 9):
        assert await streaks.one(fast, ANA, NOON + second * SECOND) == 1
    assert counted.limits == [WINDOW] * 3


async def test_a_question_of_ones_own_reads_no_days_again(
    counted: Counted, streaks: Streaks
) -> None:
    """It is none of the space's days, and so none is missing there."""
    today = await ask(counted, 0, "ana", whose="ana", live=True)
    for second in (1, 2, 3):
        assert await streaks.one(today, ANA, NOON + second * SECOND) == 1
    assert counted.limits == [WINDOW]


async def test_nobody_asks_for_nobody(counted: Counted, streaks: Streaks) -> None:
    """For no account nothing is read."""
    assert await streaks.of(SPACE, [], NOON) == {}
    assert (counted.limits, counted.looks) == ([], 0)


async def test_each_space_has_its_own(store: SqlStore, streaks: Streaks) -> None:
    """What is at hand of one space is nothing to another."""
    await ask(store, 0, "ana")
    assert await streaks.of(SPACE, [ANA], NOON) == {ANA: 1}
    assert await streaks.of(SpaceId("chat", "elsewhere"), [ANA], NOON) == {}
