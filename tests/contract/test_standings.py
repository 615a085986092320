from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.model import AccountId, Answer, Board, DeckId, Period, RoomId, SpaceId, Standing
from bot.storage import SqlStore
from bot.storage.transaction import Transaction
from tests.fakes.builders import NOON, TODAY, account, answer, asked, board, question

spaces = count(1)


@dataclass(frozen=True)
class Given:
    """An answer as a test draws it."""

    user: str
    room: str
    deck: str
    card: str
    day: date
    minute: int
    correct: bool
    points: int


# Few of each, so that ties in points, accuracy and time are common.
drawn = st.builds(
    Given,
    user=st.sampled_from(["ana", "bo", "Bo", "cy", "ä", "Z"]),
    room=st.sampled_from(["hall", "lab"]),
    deck=st.sampled_from(["keras", "git"]),
    card=st.sampled_from(["one", "two", "three"]),
    # The end of a year, of an ISO week and of a month.
    day=st.sampled_from([date(2026, 12, 27), date(2026, 12, 31), date(2027, 1, 1)]),
    minute=st.integers(0, 3),
    correct=st.booleans(),
    points=st.sampled_from([10, 10, 17, 70, 640]),
)


async def record(store: SqlStore, space: str, given: Iterable[Given]) -> list[tuple[Given, Answer]]:
    """Ask and answer; what was kept of each."""
    kept = []
    for each in given:
        room = RoomId("chat", space, each.room)
        new = asked(question(each.card), room=room, deck=each.deck)
        await store.open_round(new)
        points = each.points if each.correct else 0
        made = answer(new, each.user, correct=each.correct, points=points, day=each.day)
        made = replace(made, at=NOON + timedelta(minutes=each.minute))
        kept.append((each, (await store.record_answer(made, each.user.title())).answer))
    return kept


def is_on(given: Given, board: Board) -> bool:
    """Whether an answer is on a board."""
    return (
        board.channel in {"", given.room}
        and board.deck in {None, given.deck}
        and board.period.key(given.day) == board.period.key(board.day)
    )


def reached_at(answers: Sequence[Answer]) -> datetime:
    """When the points were reached: the last answer that earned any, else the first of all."""
    earning = [each.at for each in answers if each.points]
    return max(earning) if earning else min(each.at for each in answers)


def recount(kept: Iterable[tuple[Given, Answer]], board: Board) -> list[Standing]:
    """A board, counted as slowly and plainly as can be."""
    answers: dict[AccountId, list[Answer]] = defaultdict(list)
    for each, answered in kept:
        if is_on(each, board):
            answers[answered.account].append(answered)
    points = {who: sum(each.points for each in theirs) for who, theirs in answers.items()}
    right = {who: sum(each.correct for each in theirs) for who, theirs in answers.items()}
    order = sorted(
        answers,
        key=lambda who: (
            -points[who],
            -Fraction(right[who], len(answers[who])),
            reached_at(answers[who]),
            who,
        ),
    )
    return [
        Standing(
            rank=1 + sum(other > points[who] for other in points.values()),
            account=who,
            name=who.user.title(),
            points=points[who],
            answered=len(answers[who]),
            correct=right[who],
        )
        for who in order
    ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given=st.lists(drawn, max_size=14),
    which=st.builds(
        Board,
        space=st.builds(lambda: SpaceId("chat", f"space {next(spaces)}")),
        period=st.sampled_from(Period),
        day=st.just(date(2026, 12, 31)),
        channel=st.sampled_from(["", "hall"]),
        deck=st.sampled_from([None, DeckId("keras")]),
    ),
    size=st.integers(1, 4),
)
async def test_standings_equal_a_recount(
    store: SqlStore, given: list[Given], which: Board, size: int
) -> None:
    """Whatever is answered, every page of a board, and everyone's own rank, are a recount's."""
    expected = recount(await record(store, which.space.workspace, given), which)

    shown: list[Standing] = []
    for number in range(max(1, -(-len(expected) // size))):
        page = await store.standings(which, number, size, account("ana"))
        shown.extend(page.rows)
        assert (page.page, page.total) == (number, len(expected))
        assert page.own == next((line for line in expected if line.account.user == "ana"), None)
    assert shown == expected


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=st.lists(drawn, max_size=14))
async def test_boards_are_what_the_answers_say(store: SqlStore, given: list[Given]) -> None:
    """A recount of all boards finds nothing wrong, whatever was answered."""
    await record(store, f"space {next(spaces)}", given)

    assert await store.rescore() == 0


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("tallies", "UPDATE tallies SET points = points + 10 WHERE account_user = 'ana'"),
        ("tallies", "DELETE FROM tallies WHERE account_user = 'ana'"),
        ("histogram", "UPDATE histogram SET players = players + 1"),
        ("card_counts", "UPDATE card_counts SET correct = 0"),
    ],
)
async def test_spoiled_boards_are_mended(store: SqlStore, table: str, change: str) -> None:
    """A recount finds every spoiled line and puts it right."""
    given = [
        Given("ana", "hall", "keras", "one", TODAY, 0, correct=True, points=10),
        Given("bo", "lab", "keras", "one", TODAY, 0, correct=True, points=10),
    ]
    await record(store, "space", given)

    def lines(transaction: Transaction) -> list[tuple[object, ...]]:
        rows = transaction.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4"))  # noqa: S608
        return [tuple(row) for row in rows]

    healthy = await store.database.read(lines)
    spoiled = await store.database.write(lambda each: each.execute(text(change)).rowcount)

    assert await store.rescore() == spoiled > 0
    assert await store.database.read(lines) == healthy
    assert await store.rescore() == 0


async def test_pages_beyond_the_ends(store: SqlStore) -> None:
    """A page past the end is the last, one before 0 the first, and an empty board has one page."""
    given = [
        Given(f"user {number}", "hall", "keras", "one", TODAY, number, correct=True, points=10)
        for number in range(5)
    ]
    await record(store, "space", given)

    assert (await store.standings(board(), 9, 2, None)).page == 2
    assert (await store.standings(board(), -3, 2, None)).page == 0
    empty = await store.standings(board(deck=DeckId("unknown")), 4, 2, account("ana"))
    assert (empty.rows, empty.page, empty.total, empty.own) == ((), 0, 0, None)


async def test_players_without_a_name(store: SqlStore) -> None:
    """An account that was never named is called by its id."""
    new = asked()
    await store.open_round(new)
    await store.record_answer(answer(new, "u123"), "")

    page = await store.standings(board(), 0, 10, account("u123"))

    assert page.own is not None
    assert page.own.name == "u123"
    assert page.rows == (page.own,)


async def test_a_name_that_became_known_later(store: SqlStore) -> None:
    """A name is on boards as soon as it is kept, whoever it is of, and without any answer."""
    new = asked()
    await store.open_round(new)
    await store.record_answer(answer(new, "ana"), "ana.l")

    await store.keep_name(account("ana"), "Ana\0 L")
    await store.keep_name(account("bo"), "Bo")

    page = await store.standings(board(), 0, 10, None)
    assert [row.name for row in page.rows] == ["Ana L"]
    assert await store.names([account("bo")]) == {account("bo"): "Bo"}
