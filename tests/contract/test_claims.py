import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.typing import EventDict

from bot.model import Daily, RoomId, Round, RoundState
from bot.storage import SqlStore
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction
from tests.fakes.builders import NOON, TODAY, answer, asked, message, scheduled

MINUTE = timedelta(minutes=1)
CHAT = ("chat",)


async def due(store: SqlStore, *moments: int, platform: str = "chat") -> list[Round]:
    """Rounds that are due so many minutes after noon."""
    rounds = []
    for minutes in moments:
        room = RoomId(platform, "space", "room")
        rounds.append(asked(room=room, due_at=NOON + minutes * MINUTE))
        await store.open_round(rounds[-1])
    return rounds


async def test_what_is_due_comes_in_order(store: SqlStore) -> None:
    """Rounds due by now are taken, earliest first, then by number, at most so many."""
    later, first, second, future = await due(store, 2, 0, 1, 4)
    tied = replace(asked(due_at=NOON + MINUTE), number=0)
    await store.open_round(tied)

    taken = await store.claim_due(CHAT, NOON + 3 * MINUTE, MINUTE, limit=3)

    assert taken == (first, tied, second)
    assert await store.claim_due(CHAT, NOON + 3 * MINUTE, MINUTE) == (later,)
    assert await store.claim_due(CHAT, NOON + 3 * MINUTE, MINUTE) == ()
    now = NOON + 3 * MINUTE
    assert await store.next_due(CHAT, now, MINUTE) == future.due_at == NOON + 4 * MINUTE


async def test_only_platforms_that_are_served(store: SqlStore) -> None:
    """A process takes nothing of a platform it does not serve."""
    [theirs] = await due(store, 0, platform="elsewhere")

    assert await store.claim_due(CHAT, NOON, MINUTE) == ()
    assert await store.claim_due((), NOON, MINUTE) == ()
    assert await store.next_due(CHAT, NOON, MINUTE) is None
    assert await store.claim_due(("chat", "elsewhere"), NOON, MINUTE) == (theirs,)


async def test_leases_expire(store: SqlStore) -> None:
    """What was taken and not finished is taken again once the lease is over, not before."""
    [new] = await due(store, 0)
    await store.claim_due(CHAT, NOON, MINUTE)

    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + MINUTE
    assert await store.claim_due(CHAT, NOON + MINUTE - timedelta(microseconds=1), MINUTE) == ()
    assert await store.claim_due(CHAT, NOON + MINUTE, MINUTE) == (new,)


async def test_the_clock_was_set_back(store: SqlStore) -> None:
    """A claim that would last for more than two leases counts for nothing, whatever is claimed."""
    [new] = await due(store, 0)
    assert await store.change_schedule(None, scheduled())
    daily = replace(scheduled(), revision=1)
    before = NOON + 60 * MINUTE
    assert await store.claim_due(CHAT, before, MINUTE) == (new,)
    assert await store.claim_schedules(CHAT, before, MINUTE) == (daily,)

    slightly = before - MINUTE
    assert await store.claim_due(CHAT, slightly, MINUTE) == ()
    assert await store.claim_schedules(CHAT, slightly, MINUTE) == ()
    assert await store.next_due(CHAT, slightly, MINUTE) == before + MINUTE

    back = slightly - timedelta(microseconds=1)
    assert await store.next_due(CHAT, back, MINUTE) == NOON
    assert await store.claim_due(CHAT, back, MINUTE) == (new,)
    assert await store.next_due(CHAT, back, MINUTE) == NOON
    assert await store.claim_schedules(CHAT, back, MINUTE) == (daily,)
    assert await store.next_due(CHAT, back, MINUTE) == back + MINUTE


async def test_what_is_due_next(store: SqlStore) -> None:
    """It is the earliest of what is free and of what is claimed, of rounds and of schedules."""
    for minutes in (5, 7):
        room = RoomId("rounds", "space", f"room {minutes}")
        await store.open_round(asked(room=room, due_at=NOON + minutes * MINUTE))
        room = RoomId("schedules", "space", f"room {minutes}")
        await store.change_schedule(None, scheduled(room, NOON + (minutes + 1) * MINUTE))
    now, lease = NOON + 6 * MINUTE, 3 * MINUTE

    async def due_next(*platforms: str) -> float | None:
        found = await store.next_due(platforms, now, lease)
        return None if found is None else (found - NOON) / MINUTE

    assert await due_next("rounds", "schedules") == 5
    assert await due_next("schedules") == 6
    await store.claim_due(("rounds",), now, lease)
    assert await due_next("rounds", "schedules") == 6
    assert await due_next("rounds") == 7
    await store.claim_schedules(("schedules",), now, lease)
    assert await due_next("rounds", "schedules") == 7
    assert await due_next("schedules") == 8
    await store.claim_due(("rounds",), NOON + 7 * MINUTE, lease)
    await store.claim_schedules(("schedules",), NOON + 8 * MINUTE, lease)
    assert await due_next("rounds") == await due_next("schedules") == 9
    await store.release_claims(("schedules",))
    assert await due_next("schedules") == 6
    assert await due_next("rounds") == 9
    assert await due_next() is None


async def test_two_processes_never_take_the_same(store: SqlStore, other: SqlStore) -> None:
    """Processes that claim at the same moment share the rounds out among them."""
    rounds = await due(store, *range(30))

    claims = await asyncio.gather(
        *(each.claim_due(CHAT, NOON + 30 * MINUTE, MINUTE, limit=4) for each in (store, other) * 4)
    )
    rest = await store.claim_due(CHAT, NOON + 30 * MINUTE, MINUTE)

    taken = [each.id for claim in (*claims, rest) for each in claim]
    assert sorted(taken) == sorted(each.id for each in rounds)


async def test_postponed(store: SqlStore) -> None:
    """A round given back is due again from the moment asked for."""
    [new] = await due(store, 0)
    await store.claim_due(CHAT, NOON, 9 * MINUTE)

    await store.postpone(new.id, NOON + 2 * MINUTE)

    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + 2 * MINUTE
    assert await store.claim_due(CHAT, NOON + MINUTE, MINUTE) == ()
    assert await store.claim_due(CHAT, NOON + 2 * MINUTE, MINUTE) == (
        replace(new, due_at=NOON + 2 * MINUTE),
    )


async def test_postponing_what_changed_meanwhile(store: SqlStore) -> None:
    """A claim that a change ended cannot be given back: the change says when it is due."""
    hastened, settled = await due(store, 0, 0)
    await store.claim_due(CHAT, NOON, 9 * MINUTE)
    await store.record_answer(answer(hastened, "ana"), "", hasten=NOON)
    await store.settle_round(settled.id)

    await store.postpone(hastened.id, NOON + 2 * MINUTE)
    await store.postpone(settled.id, NOON + 2 * MINUTE)

    assert [each.id for each in await store.claim_due(CHAT, NOON, 9 * MINUTE)] == [hastened.id]
    assert (await store.round(settled.id)).due_at is None


async def test_changes_end_claims(store: SqlStore) -> None:
    """Showing, ending and hastening a round let anybody take it when it is next due."""
    shown, ended, hastened = await due(store, 0, 0, 0)
    await store.claim_due(CHAT, NOON, 9 * MINUTE)

    await store.show_round(replace(shown, state=RoundState.OPEN), message())
    await store.end_round(replace(ended, state=RoundState.CLOSED), 0)
    await store.record_answer(answer(hastened, "ana"), "", hasten=NOON)

    taken = await store.claim_due(CHAT, NOON, 9 * MINUTE)
    assert {each.id for each in taken} == {shown.id, ended.id, hastened.id}


async def test_settled(store: SqlStore) -> None:
    """A round with nothing left to do is never due again."""
    [new] = await due(store, 0)

    await store.settle_round(new.id)

    assert await store.next_due(CHAT, NOON, MINUTE) is None
    assert await store.claim_due(CHAT, NOON, MINUTE) == ()


async def test_an_open_round_is_never_settled(store: SqlStore) -> None:
    """A round that people see keeps its end to come, whoever thinks it was never shown."""
    opened = replace(asked(due_at=NOON), state=RoundState.OPEN, opened_at=NOON)
    await store.open_round(opened)

    await store.settle_round(opened.id)

    assert (await store.round(opened.id)).due_at == opened.due_at


@pytest.mark.parametrize(
    "nonsense",
    [{"snapshot": "{}"}, {"pace": "[]"}, {"state": "lost"}, {"daily": "{}"}],
    ids=str,
)
async def test_a_round_that_cannot_be_read(
    store: SqlStore, logged: list[EventDict], nonsense: dict[str, str]
) -> None:
    """It is taken off the list and logged, and the others are taken."""
    [broken, whole] = await due(store, 0, 0)

    def spoil(transaction: Transaction) -> None:
        transaction.execute(update(rounds).where(rounds.c.id == broken.id).values(**nonsense))

    await store.database.write(spoil)

    assert await store.claim_due(CHAT, NOON, MINUTE) == (whole,)
    assert [entry["round"] for entry in logged] == [broken.id]
    logged.clear()
    assert await store.claim_due(CHAT, NOON + 2 * MINUTE, MINUTE) == (whole,)


async def test_claims_of_the_dead(store: SqlStore) -> None:
    """Whoever serves a platform alone takes over at once what a dead process had claimed."""
    [ours] = await due(store, 0)
    await due(store, 0, platform="elsewhere")
    await store.claim_due(("chat", "elsewhere"), NOON, MINUTE)

    await store.release_claims(CHAT)

    assert await store.claim_due(("chat", "elsewhere"), NOON, MINUTE) == (ours,)


async def test_a_clock_that_was_set_back(store: SqlStore) -> None:
    """What began later than it is now begins now, what is to be shown is due; twice is as once."""
    back = NOON - 60 * MINUTE
    waiting = asked(created_at=NOON, due_at=NOON + 2 * MINUTE)
    failing = asked(created_at=NOON, due_at=NOON + 40 * MINUTE, clocked=True)
    theirs = asked(room=RoomId("elsewhere", "space", "room"))
    running, daily, over = (
        asked(),
        replace(asked(), daily=Daily(NOON, TODAY, NOON + MINUTE)),
        asked(),
    )
    old = asked(created_at=back - MINUTE, due_at=back + MINUTE)
    for one in (waiting, failing, theirs, running, daily, over, old):
        await store.open_round(one)
    opened = [
        await store.show_round(
            replace(
                one,
                state=RoundState.OPEN,
                opened_at=NOON,
                closes_at=NOON + 3 * MINUTE,
                due_at=NOON + 4 * MINUTE,
            ),
            message(),
        )
        for one in (running, daily, over)
    ]
    ended = replace(opened[2], state=RoundState.CLOSED, closed_at=NOON, due_at=NOON + MINUTE)
    assert await store.end_round(ended, 0)
    slightly = NOON - MINUTE
    assert await store.set_back(CHAT, slightly) == 0

    assert [await store.set_back(CHAT, back) for _ in range(2)] == [4, 0]

    assert await store.round(waiting.id) == replace(
        waiting, created_at=back, due_at=back + 2 * MINUTE
    )
    assert await store.round(failing.id) == replace(failing, created_at=back, due_at=back)
    assert await store.round(running.id) == replace(
        opened[0], opened_at=back, closes_at=back + 3 * MINUTE, due_at=back + 4 * MINUTE
    )
    assert await store.round(daily.id) == opened[1]
    assert await store.round(over.id) == replace(ended, due_at=back)
    assert [await store.round(one.id) for one in (theirs, old)] == [theirs, old]
