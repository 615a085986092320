import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import RoundOver, RoundUnknown
from bot.model import DeckId, Kind, RoomId, RoundId, RoundState
from bot.storage import SqlStore
from tests.fakes.builders import NOON, ROOM, TODAY, account, answer, asked, board, question

SECOND = timedelta(seconds=1)
DECK_B = DeckId("b")


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
    assert (await store.standings(board(), 0, 10, None)).total == 1


async def test_double_clicks_in_one_batch(store: SqlStore) -> None:
    """Of several clicks committed together the first one counts."""
    new = asked()
    await store.open_round(new)

    right, *others = await asyncio.gather(
        store.record_answer(answer(new, "ana"), "Ana"),
        store.record_answer(answer(new, "ana", correct=False), "Ana"),
        store.record_answer(answer(new, "ana", correct=False), "Ana"),
    )

    assert right.first
    assert right.answer == answer(new, "ana")
    assert [(each.answer, each.first) for each in others] == [(right.answer, False)] * 2


async def test_no_answer_of_two_hundred_is_lost(store: SqlStore, other: SqlStore) -> None:
    """200 players answering at once through two processes are all on the boards."""
    new = asked()
    await store.open_round(new)

    await asyncio.gather(
        *(
            (store, other)[number % 2].record_answer(answer(new, f"player {number}"), "")
            for number in range(200)
        )
    )

    assert len((await store.outcome(new.id)).answers) == 200
    page = await store.standings(board(), 0, 200, None)
    assert page.total == len(page.rows) == 200
    assert await store.rescore() == 0


async def test_one_players_answers_all_add_up(store: SqlStore, other: SqlStore) -> None:
    """One player answering 40 rounds at once through two processes loses no point."""
    rounds = [asked(question(f"card {number}")) for number in range(40)]
    for new in rounds:
        await store.open_round(new)

    await asyncio.gather(
        *(
            (store, other)[number % 2].record_answer(answer(new, "ana"), "Ana")
            for number, new in enumerate(rounds)
        )
    )

    [line] = (await store.standings(board(), 0, 10, None)).rows
    assert (line.points, line.answered, line.correct) == (400, 40, 40)


async def test_a_card_is_rewarded_once_a_day(store: SqlStore, other: SqlStore) -> None:
    """However many rounds ask a card at once in two processes, one answer a day earns points."""
    rounds = [asked(room=RoomId("chat", "space", f"room {number}")) for number in range(10)]
    for new in rounds:
        await store.open_round(new)

    kept = await asyncio.gather(
        *(
            (store, other)[number % 2].record_answer(answer(new, "ana"), "Ana")
            for number, new in enumerate(rounds)
        )
    )

    assert sorted(each.answer.points for each in kept) == [0] * 9 + [10]
    assert all(each.first and each.answer.correct for each in kept)


async def test_what_is_rewarded_again(store: SqlStore) -> None:
    """Another day, space, deck, card or player, and a card so far answered wrong, earn points."""
    first = asked()
    others = [
        asked(room=RoomId("chat", "elsewhere", "room")),
        asked(deck="other deck"),
        asked(question("other card")),
    ]
    wrong, after = asked(question("hard")), asked(question("hard"))
    for new in (first, *others, wrong, after):
        await store.open_round(new)
    tomorrow = asked()
    await store.open_round(tomorrow)
    await store.record_answer(answer(first, "ana"), "")
    await store.record_answer(answer(wrong, "ana", correct=False), "")

    again = [answer(new, "ana") for new in (*others, after)]
    again.append(answer(tomorrow, "ana", day=TODAY + timedelta(days=1)))
    again.append(answer(first, "bo"))
    kept = [await store.record_answer(each, "") for each in again]

    assert [each.answer.points for each in kept] == [10] * 6


async def test_when_an_answer_counts(store: SqlStore) -> None:
    """An answer counts up to the very moment a round closes, and while it is being posted."""
    posting = asked()
    opened = replace(posting, id=RoundId("open"), state=RoundState.OPEN, closes_at=NOON)
    for new in (posting, opened):
        await store.open_round(new)

    assert (await store.record_answer(answer(posting, "ana"), "")).first
    assert (await store.record_answer(answer(opened, "ana", at=NOON), "")).first
    with pytest.raises(RoundOver):
        await store.record_answer(answer(opened, "bo", at=NOON + timedelta(microseconds=1)), "")


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.VOID])
async def test_after_the_end(store: SqlStore, state: RoundState) -> None:
    """A round that is over takes no answer, and still gives back the one it has."""
    new = asked()
    await store.open_round(new)
    kept = await store.record_answer(answer(new, "ana"), "")
    await store.end_round(replace(new, state=state), 1)

    again = await store.record_answer(answer(new, "ana", correct=False), "")

    assert again == replace(kept, first=False)
    with pytest.raises(RoundOver):
        await store.record_answer(answer(new, "bo"), "")


async def test_a_failing_answer_fails_alone(store: SqlStore) -> None:
    """Answers that do not count leave those they are committed with unharmed."""
    new, over = asked(), replace(asked(), state=RoundState.CLOSED)
    for each in (new, over):
        await store.open_round(each)

    results = await asyncio.gather(
        store.record_answer(answer(RoundId("none"), "ana"), ""),
        store.record_answer(answer(new, "ana"), ""),
        store.record_answer(answer(over, "ana"), ""),
        store.record_answer(answer(new, "bo"), ""),
        return_exceptions=True,
    )

    assert [type(result).__name__ for result in results] == [
        "RoundUnknown",
        "Recorded",
        "RoundOver",
        "Recorded",
    ]
    assert len((await store.outcome(new.id)).answers) == 2


async def test_a_broken_answer_fails_alone(store: SqlStore) -> None:
    """An answer that cannot be written does not take those committed with it along."""
    new = asked()
    await store.open_round(new)
    naive = answer(new, "ana", at=NOON.replace(tzinfo=None))

    refused, kept = await asyncio.gather(
        store.record_answer(naive, ""),
        store.record_answer(answer(new, "bo"), ""),
        return_exceptions=True,
    )

    assert isinstance(refused, TypeError)
    assert not isinstance(kept, BaseException)
    assert (await store.outcome(new.id)).answers == (kept.answer,)


async def test_hasten(store: SqlStore) -> None:
    """An answer may end its round sooner, never later, and answers after that do not count."""
    new = replace(asked(), state=RoundState.OPEN, closes_at=NOON + SECOND, due_at=NOON + SECOND)
    await store.open_round(new)

    await store.record_answer(answer(new, "ana"), "", hasten=NOON + 2 * SECOND)
    assert await store.round(new.id) == new

    await store.record_answer(answer(new, "bo"), "", hasten=NOON)
    assert await store.round(new.id) == replace(new, closes_at=NOON, due_at=NOON)
    with pytest.raises(RoundOver):
        await store.record_answer(answer(new, "cy", at=NOON + SECOND), "")


async def test_only_a_first_answer_hastens(store: SqlStore) -> None:
    """A second click changes nothing, not even when the round ends."""
    new = asked()
    await store.open_round(new)
    await store.record_answer(answer(new, "ana"), "")

    await store.record_answer(answer(new, "ana"), "", hasten=NOON - SECOND)

    assert await store.round(new.id) == new


async def test_a_cancelled_caller_loses_nothing(store: SqlStore) -> None:
    """An answer whose caller gives up is kept like the others it is committed with."""
    new = asked()
    await store.open_round(new)
    calls = [
        asyncio.create_task(store.record_answer(answer(new, user), "")) for user in ("ana", "bo")
    ]
    await asyncio.sleep(0)

    calls[0].cancel()
    kept = await calls[1]

    assert kept.first
    answers = (await store.outcome(new.id)).answers
    assert [each.account.user for each in answers] == ["ana", "bo"]
    with pytest.raises(asyncio.CancelledError):
        await calls[0]


async def test_names(store: SqlStore) -> None:
    """The last name given is the one known, whatever characters it holds; no name leaves it."""
    rounds = [asked(question(str(number))) for number in range(3)]
    for new, name in zip(rounds, ("Ana", "Ana\0 \ud83d 🎓", ""), strict=True):
        await store.open_round(new)
        await store.record_answer(answer(new, "ana"), name)
    await store.record_answer(answer(rounds[0], "bo"), "")

    assert await store.names([account("ana"), account("bo")]) == {account("ana"): "Ana ? 🎓"}
    assert await store.names([]) == {}


async def test_one_batch_for_several_rooms(store: SqlStore) -> None:
    """What people answer at once in several rooms, decks and days adds up on every board."""
    halls = [RoomId("chat", "space", name) for name in ("hall", "lab")]
    rounds = [
        asked(question(f"card {deck}"), room=room, deck=deck) for room in halls for deck in "ab"
    ]
    for new in rounds:
        await store.open_round(new)

    await asyncio.gather(
        *(
            store.record_answer(answer(new, user, correct=right, at=NOON + number * SECOND), user)
            for number, new in enumerate(rounds)
            for user, right in (("ana", True), ("bo", number % 2 == 0), ("cy", number == 3))
        ),
        store.record_answer(answer(rounds[0], "dee", day=TODAY + timedelta(days=1)), "dee"),
    )

    lines = (await store.standings(board(), 0, 10, None)).rows
    assert [(line.name, line.points, line.answered, line.correct) for line in lines] == [
        ("ana", 20, 4, 4),
        ("dee", 10, 1, 1),
        ("bo", 10, 4, 2),
        ("cy", 10, 4, 1),
    ]
    lines = (await store.standings(board(channel="lab", deck=DECK_B), 0, 10, None)).rows
    assert [(line.name, line.points) for line in lines] == [("cy", 10), ("ana", 0), ("bo", 0)]
    assert await store.rescore() == 0


async def test_points_that_nobody_has_any_more(store: SqlStore) -> None:
    """Players who move on leave nothing behind that a recount would find or a rank would count."""
    first, second = asked(question("first")), asked(question("second"))
    for new in (first, second):
        await store.open_round(new)
        for user in ("ana", "bo"):
            await store.record_answer(answer(new, user), user)

    page = await store.standings(board(), 0, 1, account("bo"))

    assert page.own is not None
    assert (page.total, page.own.rank, page.own.points) == (2, 1, 20)
    assert (await store.standings(board(), 1, 1, None)).rows[0].rank == 1
    assert await store.rescore() == 0


async def test_self_rated_answers(store: SqlStore) -> None:
    """Open recall is kept and remembered of the card, and enters no board."""
    new = asked(question("recall", kind=Kind.RECALL))
    await store.open_round(new)

    await store.record_answer(answer(new, "ana", points=0), "Ana")

    assert (await store.standings(board(), 0, 10, account("ana"))).total == 0
    [history] = (await store.history(ROOM, new.deck)).values()
    assert (history.answered, history.correct) == (1, 1)
    assert await store.rescore() == 0


async def test_unknown_round_alone(store: SqlStore) -> None:
    """An answer to a round that is not kept raises RoundUnknown."""
    with pytest.raises(RoundUnknown):
        await store.record_answer(answer(RoundId("none"), "ana"), "")
