import asyncio
from dataclasses import replace
from datetime import UTC, date, time, timedelta, timezone

import pytest
from sqlalchemy import update
from structlog.typing import EventDict

from bot.errors import RoundUnknown
from bot.model import Daily, DeckId, Kind, RoomId, RoundId, RoundState, SpaceId
from bot.schedules import (
    Occurrence,
    Pause,
    PauseReason,
    Rule,
    Schedule,
    Skip,
    SkipReason,
    SpaceSettings,
)
from bot.storage import SqlStore
from bot.storage.tables import schedules
from tests.fakes.builders import NOON, ROOM, TODAY, account, asked, question, scheduled

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CHAT = ("chat",)


def room(channel: str, *, platform: str = "chat", workspace: str = "space") -> RoomId:
    """A room of the space of ``ROOM``, or elsewhere."""
    return RoomId(platform, workspace, channel)


async def kept(store: SqlStore, *new: Schedule) -> list[Schedule]:
    """The schedules as they are once they are kept."""
    for each in new:
        assert await store.change_schedule(None, each)
    return [replace(each, revision=1) for each in new]


async def spoil(store: SqlStore, which: RoomId, **values: str) -> None:
    """Put nonsense in the place of what is kept of a room's schedule."""
    change = update(schedules).where(schedules.c.channel == which.channel).values(**values)
    await store.database.write(lambda each: each.execute(change))


async def test_a_schedule_comes_back_whole(store: SqlStore) -> None:
    """What is read of a schedule is what was kept, with the next revision."""
    whole = Schedule(
        room=ROOM,
        rule=Rule(time(21, 30), (1, 3, 7), "Europe/Berlin"),
        deck=DeckId("keras"),
        setter=account("setter"),
        set_at=NOON,
        alone=True,
        next=Occurrence(date(2026, 11, 23), NOON + DAY),
        planned=question("layers", kind=Kind.RECALL),
        last=RoundId("last"),
    )
    paused = replace(
        whole, next=None, planned=None, pause=Pause(PauseReason.ROOM_GONE, NOON, "channel_deleted")
    )
    assert await store.schedule(ROOM) is None

    assert await store.change_schedule(None, whole)
    [first] = [await store.schedule(ROOM)]
    assert first == replace(whole, revision=1)
    assert await store.change_schedule(first, paused)
    assert await store.schedule(ROOM) == replace(paused, revision=2)


async def test_one_schedule_a_room(store: SqlStore, other: SqlStore) -> None:
    """Of all who set a room's first schedule at once one does, and that one's is kept."""
    made = [replace(scheduled(), rule=Rule(time(hour))) for hour in range(8)]

    done = await asyncio.gather(
        *((store, other)[n % 2].change_schedule(None, each) for n, each in enumerate(made))
    )

    assert sum(done) == 1
    assert await store.schedule(ROOM) == replace(made[done.index(True)], revision=1)


async def test_one_change_of_several(store: SqlStore, other: SqlStore) -> None:
    """Of all who ask at once what is due one does, and nothing of the others is kept."""
    [before] = await kept(store, scheduled())
    after = replace(before, next=Occurrence(TODAY + DAY, NOON + DAY))
    rounds = [asked(due_at=NOON) for _ in range(8)]

    done = await asyncio.gather(
        *(
            (store, other)[n % 2].change_schedule(
                before,
                replace(after, last=each.id),
                each,
                [Skip(room(each.id), NOON, SkipReason.LATE)],
            )
            for n, each in enumerate(rounds)
        )
    )

    assert sum(done) == 1
    [winner] = [each for each, won in zip(rounds, done, strict=True) if won]
    assert await store.schedule(ROOM) == replace(after, last=winner.id, revision=2)
    assert await store.open_rounds(ROOM) == (winner,)
    noted = [each.id for each in rounds if await store.skips(room(each.id), 1)]
    assert noted == [winner.id]


async def test_a_change_after_another(store: SqlStore) -> None:
    """Whoever saw an earlier schedule changes, ends and opens nothing."""
    [seen] = await kept(store, scheduled())
    assert await store.change_schedule(seen, replace(seen, alone=True))
    late = asked()
    skip = Skip(ROOM, NOON, SkipReason.WISHED)

    assert not await store.change_schedule(seen, seen, late, [skip])
    assert not await store.change_schedule(seen, None, None, [skip])
    assert not await store.change_schedule(None, seen, late, [skip])

    assert await store.schedule(ROOM) == replace(seen, alone=True, revision=2)
    assert await store.skips(ROOM, 9) == ()
    with pytest.raises(RoundUnknown):
        await store.round(late.id)


async def test_an_ended_schedule(store: SqlStore) -> None:
    """A schedule that was ended is gone, and whoever saw it changes nothing of one set again."""
    [seen] = await kept(store, scheduled())
    assert await store.change_schedule(seen, None, None, [Skip(ROOM, NOON, SkipReason.WISHED)])
    assert await store.schedule(ROOM) is None
    assert not await store.change_schedule(seen, seen)
    assert not await store.change_schedule(seen, None)

    [again] = await kept(store, replace(scheduled(), set_at=NOON))

    assert again.revision == seen.revision
    assert not await store.change_schedule(seen, replace(seen, alone=True))
    await store.hold_schedule(seen, NOON + DAY)
    assert await store.claim_schedules(CHAT, NOON, MINUTE) == (again,)


async def test_all_or_nothing(store: SqlStore) -> None:
    """Where the round cannot be kept, the schedule stays and nothing is noted."""
    [before] = await kept(store, scheduled())
    twice = asked()
    await store.open_round(twice)

    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.change_schedule(
            before, replace(before, alone=True), twice, [Skip(ROOM, NOON, SkipReason.LATE)]
        )

    assert await store.schedule(ROOM) == before
    assert await store.skips(ROOM, 9) == ()


async def test_a_change_of_no_room_or_two(store: SqlStore) -> None:
    """A schedule does not move to another room, and nothing is not changed into nothing."""
    [before] = await kept(store, scheduled())
    for change in ((before, scheduled(room("other"))), (None, None)):
        with pytest.raises(ValueError, match="one room"):
            await store.change_schedule(*change)


async def test_what_is_asked_is_claimed(store: SqlStore) -> None:
    """The round that a schedule asks is its asker's until the moment given, and anybody's then."""
    [before] = await kept(store, scheduled())
    new = asked(due_at=NOON)
    new = replace(new, daily=Daily(NOON, TODAY, NOON + DAY))
    after = replace(before, next=Occurrence(TODAY + DAY, NOON + DAY))

    assert await store.change_schedule(before, after, new, claimed_until=NOON + MINUTE)

    assert await store.claim_due(CHAT, NOON, MINUTE) == ()
    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + MINUTE
    assert await store.claim_due(CHAT, NOON + MINUTE, MINUTE) == (new,)


async def test_the_schedules_of_a_space(store: SqlStore) -> None:
    """They come as they are due, those at one moment by room, and paused ones last."""
    paused, last, second, tied, first = await kept(
        store,
        scheduled(room("a"), None),
        scheduled(room("b"), NOON + DAY),
        scheduled(room("e"), NOON),
        scheduled(room("c"), NOON),
        scheduled(room("d"), NOON - DAY),
    )
    more_paused, theirs, _ = await kept(
        store,
        scheduled(room("f"), None),
        scheduled(room("a", workspace="elsewhere")),
        scheduled(room("a", platform="elsewhere")),
    )

    assert await store.schedules(ROOM.space) == (first, tied, second, last, paused, more_paused)
    assert await store.all_schedules(CHAT) == (theirs, last, tied, first, second)
    assert await store.all_schedules(()) == ()


async def test_schedules_are_claimed_in_order(store: SqlStore) -> None:
    """Those due by now are taken, earliest first, then by room, at most so many."""
    later, tied, theirs, first, future, _ = await kept(
        store,
        scheduled(room("a"), NOON + 2 * MINUTE),
        scheduled(room("c"), NOON + MINUTE),
        scheduled(room("b", workspace="another"), NOON + MINUTE),
        scheduled(room("d", platform="zulip"), NOON),
        scheduled(room("e"), NOON + 4 * MINUTE),
        scheduled(room("f"), None),
    )
    served, now = ("zulip", "chat"), NOON + 3 * MINUTE

    assert await store.claim_schedules(served, now, MINUTE, limit=3) == (first, theirs, tied)
    assert await store.claim_schedules(served, now, MINUTE) == (later,)
    assert await store.claim_schedules(served, now, MINUTE) == ()
    assert await store.next_due(served, now, MINUTE) == NOON + 4 * MINUTE
    assert await store.claim_schedules(served, NOON + 4 * MINUTE, MINUTE, limit=9) == (
        first,
        theirs,
        tied,
        later,
        future,
    )


async def test_schedules_elsewhere(store: SqlStore) -> None:
    """A process takes, counts and releases nothing of a platform it does not serve."""
    [theirs] = await kept(store, scheduled(room("a", platform="elsewhere")))

    assert await store.claim_schedules(CHAT, NOON, MINUTE) == ()
    assert await store.claim_schedules((), NOON, MINUTE) == ()
    assert await store.next_due(CHAT, NOON, MINUTE) is None
    assert await store.next_due((), NOON, MINUTE) is None
    assert await store.claim_schedules(("elsewhere",), NOON, MINUTE) == (theirs,)
    await store.release_claims(CHAT)
    assert await store.claim_schedules(("elsewhere",), NOON, MINUTE) == ()
    await store.release_claims(("elsewhere",))
    assert await store.claim_schedules(("elsewhere",), NOON, MINUTE) == (theirs,)


async def test_leases_of_schedules_expire(store: SqlStore) -> None:
    """A schedule whose taker died is taken again once the lease is over, not before."""
    [ours] = await kept(store, scheduled())
    await store.claim_schedules(CHAT, NOON, MINUTE)

    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + MINUTE
    almost = NOON + MINUTE - timedelta(microseconds=1)
    assert await store.claim_schedules(CHAT, almost, MINUTE) == ()
    assert await store.claim_schedules(CHAT, NOON + MINUTE, MINUTE) == (ours,)


async def test_schedules_are_shared_out(store: SqlStore, other: SqlStore) -> None:
    """Processes that claim at the same moment never take the same schedule."""
    new = await kept(store, *(scheduled(room(f"room {number:02}")) for number in range(30)))

    claims = await asyncio.gather(
        *(each.claim_schedules(CHAT, NOON, MINUTE, limit=4) for each in (store, other) * 4)
    )
    rest = await store.claim_schedules(CHAT, NOON, MINUTE)

    taken = [each.room for claim in (*claims, rest) for each in claim]
    assert sorted(taken) == [each.room for each in new]


async def test_a_change_ends_the_claim(store: SqlStore) -> None:
    """A schedule that was changed is taken when its new question is due, whoever had it."""
    [before] = await kept(store, scheduled())
    await store.claim_schedules(CHAT, NOON, 9 * MINUTE)

    await store.change_schedule(before, before)

    after = replace(before, revision=2)
    assert await store.claim_schedules(CHAT, NOON, 9 * MINUTE) == (after,)


async def test_held(store: SqlStore) -> None:
    """A schedule that is held is the same as before, and taken by nobody until that moment."""
    [ours] = await kept(store, scheduled())
    await store.claim_schedules(CHAT, NOON, MINUTE)
    until = NOON + 60 * MINUTE

    await store.hold_schedule(ours, until)

    assert await store.schedule(ROOM) == ours
    assert await store.next_due(CHAT, NOON, MINUTE) == until
    assert await store.claim_schedules(CHAT, until - MINUTE, MINUTE) == ()
    assert await store.claim_schedules(CHAT, until, MINUTE) == (ours,)
    assert await store.change_schedule(ours, replace(ours, alone=True))


async def test_holding_brings_nothing_forward(store: SqlStore) -> None:
    """A schedule held until before its question is due is due with its question."""
    [ours] = await kept(store, scheduled(at=NOON + DAY))

    await store.hold_schedule(ours, NOON)

    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + DAY


async def test_holding_what_changed_meanwhile(store: SqlStore) -> None:
    """A schedule that was changed or paused is not held by whoever saw it before."""
    moved, paused = await kept(store, scheduled(), scheduled(room("b")))
    await store.change_schedule(moved, replace(moved, next=Occurrence(TODAY, NOON + MINUTE)))
    await store.change_schedule(paused, replace(paused, next=None))

    for each in (moved, paused, replace(paused, next=None, revision=2)):
        await store.hold_schedule(each, NOON + DAY)

    assert await store.next_due(CHAT, NOON, MINUTE) == NOON + MINUTE
    [again] = await store.claim_schedules(CHAT, NOON + 2 * DAY, MINUTE)
    assert again.room == moved.room


@pytest.mark.parametrize(
    "nonsense",
    [
        {"time": "25:00"},
        {"days": "[]"},
        {"days": "[1,8]"},
        {"days": "daily"},
        {"next_day": "today"},
        {"planned": "{}"},
        {"pause_reason": "tired"},
    ],
    ids=str,
)
async def test_a_schedule_that_cannot_be_read(
    store: SqlStore, logged: list[EventDict], nonsense: dict[str, str]
) -> None:
    """It is taken off the list and logged, the others are taken, and the room can set another."""
    broken, whole = await kept(store, scheduled(room("a")), scheduled(room("b")))
    await spoil(store, broken.room, **nonsense)

    assert await store.all_schedules(CHAT) == await store.schedules(ROOM.space) == (whole,)
    assert await store.schedule(broken.room) is None
    logged.clear()
    assert await store.claim_schedules(CHAT, NOON, MINUTE) == (whole,)
    assert [entry["schedule"] for entry in logged] == ["chat/space/a"]
    logged.clear()
    assert await store.claim_schedules(CHAT, NOON + 2 * MINUTE, MINUTE) == (whole,)
    assert logged == []

    assert await store.change_schedule(None, scheduled(room("a")))
    assert await store.schedule(room("a")) == replace(broken, revision=1)
    logged.clear()


async def test_skips(store: SqlStore) -> None:
    """What was skipped comes latest first, each moment with the reason it was noted with first."""
    skips = [Skip(ROOM, NOON + number * DAY, SkipReason.LATE) for number in range(3)]
    for each in (*skips, replace(skips[1], reason=SkipReason.WISHED)):
        await store.note_skip(each)
    await store.note_skip(Skip(room("other"), NOON, SkipReason.NOTES_GONE))
    [ours] = await kept(store, scheduled(at=NOON + 9 * DAY))

    again = [
        replace(skips[2], reason=SkipReason.UNREACHABLE),
        Skip(ROOM, NOON - DAY, SkipReason.WISHED),
    ]
    assert await store.change_schedule(ours, ours, None, again)

    assert await store.skips(ROOM, 9) == (*reversed(skips), again[1])
    assert await store.skips(ROOM, 2) == (skips[2], skips[1])


async def test_settings(store: SqlStore) -> None:
    """A space that never said anything has the defaults, and then what it said last."""
    space = ROOM.space
    assert await store.settings(space) == SpaceSettings()
    said = SpaceSettings("Europe/Berlin", DeckId("keras"), ("hall", "lab"), forgiving=True)

    await store.keep_settings(space, said)
    assert await store.settings(space) == said
    assert await store.settings(SpaceId("chat", "elsewhere")) == SpaceSettings()

    await store.keep_settings(space, SpaceSettings(channels=("hall",)))
    assert await store.settings(space) == SpaceSettings(channels=("hall",))


async def test_a_question_that_is_asked_after_all(store: SqlStore) -> None:
    """A skip of the moment that is next now, or of a later one, is forgotten; others are kept."""
    [one] = await kept(store, scheduled(at=NOON + DAY))
    skips = [Skip(ROOM, NOON + days * DAY, SkipReason.WISHED) for days in range(4)]
    elsewhere = Skip(room("yard"), NOON + 2 * DAY, SkipReason.WISHED)
    for skip in (*skips, elsewhere):
        await store.note_skip(skip)

    assert one.next
    sooner = replace(one, next=Occurrence(TODAY + DAY, NOON + 2 * DAY))
    assert await store.change_schedule(one, sooner)

    assert await store.skips(ROOM, 9) == (skips[1], skips[0])
    assert await store.skips(room("yard"), 9) == (elsewhere,)


async def test_the_last_question_of_a_room(store: SqlStore) -> None:
    """It is the latest of a day that is not void; what people ask is none."""
    day = Daily(NOON, TODAY, NOON + DAY)
    first, last, void, single = (asked(created_at=NOON + hours * HOUR) for hours in range(4))
    elsewhere = asked(room=room("yard"), created_at=NOON + DAY)
    for one in (first, last, elsewhere):
        await store.open_round(replace(one, daily=day))
    await store.open_round(replace(void, daily=day, state=RoundState.VOID))
    await store.open_round(single)

    assert await store.last_daily(ROOM) == replace(last, daily=day)
    assert await store.last_daily(room("nowhere")) is None


async def test_all_settings(store: SqlStore) -> None:
    """Every space of these platforms that ever wished something is there."""
    here, there = SpaceId("chat", "space"), SpaceId("chat", "another")
    await store.keep_settings(here, SpaceSettings(zone="Europe/Berlin"))
    await store.keep_settings(there, SpaceSettings(forgiving=True))
    await store.keep_settings(SpaceId("another chat", "space"), SpaceSettings(zone="UTC"))

    assert await store.all_settings(CHAT) == {
        here: SpaceSettings(zone="Europe/Berlin"),
        there: SpaceSettings(forgiving=True),
    }


async def test_moments_come_back_in_utc(store: SqlStore) -> None:
    """Whatever zone a moment was given in, UTC comes back, to the microsecond."""
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await store.change_schedule(None, replace(scheduled(at=there), set_at=there))
    await store.note_skip(Skip(ROOM, there, SkipReason.LATE))

    found = await store.schedule(ROOM)
    [skip] = await store.skips(ROOM, 1)

    assert found is not None
    assert found.next is not None
    for moment in (found.next.at, found.set_at, skip.at):
        assert (moment, moment.tzinfo) == (NOON, UTC)
