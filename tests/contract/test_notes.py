from dataclasses import replace

from bot.model import RoomId, RoundId, SpaceId
from bot.storage import SqlStore
from tests.fakes.builders import ROOM, asked


async def test_a_note_is_kept(store: SqlStore, other: SqlStore) -> None:
    """The last value kept under a name is what every process reads; other names have none."""
    await store.keep_note("commands", "one")
    await store.keep_note("commands", "two")

    assert await other.note("commands") == "two"
    assert await store.note("nothing") is None


async def test_open_rooms(store: SqlStore) -> None:
    """The rooms of a space that have something open, each once; other spaces are left out."""
    elsewhere = RoomId(ROOM.platform, "elsewhere", ROOM.channel)
    first = RoomId(ROOM.platform, ROOM.workspace, "0-first")
    for number, room in enumerate((ROOM, ROOM, first, elsewhere)):
        await store.open_round(replace(asked(), id=RoundId(f"r{number}"), room=room))

    found = await store.open_rooms(SpaceId(ROOM.platform, ROOM.workspace))

    assert found == (first, ROOM)
