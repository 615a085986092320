from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from bot.model import DeckId, Kind, RoomId, RoundId
from bot.schedules import (
    Occurrence,
    Pause,
    PauseReason,
    Rule,
    Schedule,
)
from bot.storage import SqlStore
from bot.storage.tables import schedules
from tests.fakes.builders import NOON, ROOM, TODAY, account, question

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CHAT = ("chat",)


def room(channel: str, *, platform: str = "chat", workspace: str = "space") -> RoomId:
    """A room of the space of ``ROOM``, or elsewhere."""
    return RoomId(platform, workspace, channel)


def scheduled(where: RoomId = ROOM, at: datetime | None = NOON) -> Schedule:
    """A new schedule whose next question is due at that moment, or which is paused."""
    return Schedule(
        room=where,
        rule=Rule(time(9, 30)),
        deck=None,
        setter=account("setter"),
        set_at=NOON - DAY,
        alone=False,
        next=None if at is None else Occurrence(TODAY, at),
        pause=Pause(PauseReason.UNREACHABLE, NOON) if at is None else None,
    )


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
