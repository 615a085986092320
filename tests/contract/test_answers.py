import asyncio

from bot.model import Board, Period
from bot.storage import SqlStore
from tests.fakes.builders import TODAY, answer, asked


async def test_two_processes_keep_one_answer(store: SqlStore, other: SqlStore) -> None:
    """The same player answering at the same moment through two stores is given one answer back."""
    new = asked()
    await store.open_round(new)

    first, second = await asyncio.gather(
        store.record_answer(answer(new, "ana"), "Ana"),
        other.record_answer(answer(new, "ana", correct=False), "Ana"),
    )

    assert first.answer == second.answer
    assert first.first != second.first
    assert (await other.outcome(new.id)).answers == (first.answer,)
    board = Board(new.room.space, Period.ALL, TODAY)
    assert (await store.standings(board, 0, 10, None)).total == 1
