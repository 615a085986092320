import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.model import Daily, Kind, Pace, RoomId, Round, RoundState, SpaceId, Streak, Yesterday
from bot.richtext import text as rich
from bot.schedules import Attendance, QuestionDay
from bot.storage import SqlStore, attending, open_store
from bot.storage.transaction import Transaction
from tests.fakes.builders import NOON, ROOM, TODAY, account, answer, asked, message, question

DAY = timedelta(days=1)
SPACE = ROOM.space


def of_day(number: int = 0, *, room: RoomId = ROOM, kind: Kind = Kind.TERM) -> Round:
    """A new round with the question of a day, so many days after today."""
    at = NOON + number * DAY
    daily = Daily(at, TODAY + number * DAY, at + DAY)
    return replace(asked(question(f"card {number}", kind=kind), room=room), daily=daily)


def of_own_day(number: int = 0, who: str = "ana", *, room: str = "") -> Round:
    """A new round with the question of a day that somebody set where they are alone."""
    new = of_day(number, room=RoomId("chat", "space", room or f"@{who}"))
    return replace(new, starter=account(who), pace=Pace(alone=True))


def shown(new: Round) -> Round:
    """The round as it is once people see it."""
    return replace(new, state=RoundState.OPEN, opened_at=NOON)


def over(opened: Round, state: RoundState = RoundState.CLOSED) -> Round:
    """The round as it is after its end."""
    return replace(opened, state=state, closed_at=NOON, due_at=None)


async def keep(store: SqlStore, *rounds: Round) -> None:
    """Keep rounds as they are."""
    for each in rounds:
        await store.open_round(each)


async def test_what_makes_a_question_of_a_day_comes_back(store: SqlStore) -> None:
    """A round keeps its day, yesterday's result and the streaks, whatever becomes of it."""
    yesterday = Yesterday(TODAY - DAY, rich("What?"), (rich("This"), rich("that")), 12, 9)
    streaks = (Streak("Ana\N{COMBINING ACUTE ACCENT} 🎓", 41), Streak("", 1))
    daily = Daily(NOON, TODAY, NOON + DAY - timedelta(microseconds=1), yesterday, streaks)
    new = replace(asked(clocked=True), daily=daily)
    await store.open_round(new)

    assert await store.round(new.id) == new
    opened = await store.show_round(shown(new), message())
    assert opened.daily == daily
    assert await store.end_round(over(opened), 0)
    assert (await store.outcome(new.id)).round.daily == daily


async def test_question_days(store: SqlStore) -> None:
    """Days on which the space was asked come latest first, each once, at most so many."""
    elsewhere = RoomId("chat", "space", "elsewhere")
    await keep(
        store,
        over(of_day(0)),
        shown(of_day(2)),
        over(of_day(2, room=elsewhere)),
        over(of_day(1, room=elsewhere)),
        shown(of_day(5, room=RoomId("chat", "another space", "room"))),
        shown(of_day(6, room=RoomId("another chat", "space", "room"))),
        shown(asked()),
    )

    days = (
        QuestionDay(TODAY + 2 * DAY, over=False),
        QuestionDay(TODAY + DAY, over=True),
        QuestionDay(TODAY, over=True),
    )
    assert await store.question_days(SPACE, 9) == days
    assert await store.question_days(SPACE, 2) == days[:2]
    assert await store.question_days(SpaceId("chat", "nowhere"), 9) == ()


async def test_when_a_day_counts(store: SqlStore) -> None:
    """A day counts from when a question of it was opened, unless all of them were void."""
    first, second = of_day(), of_day(room=RoomId("chat", "space", "elsewhere"))
    await keep(store, first, second)
    assert await store.question_days(SPACE, 9) == ()

    await store.show_round(shown(first), message())
    assert await store.question_days(SPACE, 9) == (QuestionDay(TODAY, over=False),)
    await store.end_round(over(first), 0)
    assert await store.question_days(SPACE, 9) == (QuestionDay(TODAY, over=False),)
    await store.end_round(over(second, RoundState.VOID), 0)
    assert await store.question_days(SPACE, 9) == (QuestionDay(TODAY, over=True),)


async def test_a_question_that_was_never_seen_holds_no_day_open(store: SqlStore) -> None:
    """A day is over though the question of another room was given up before anybody saw it."""
    first, second = of_day(), of_day(room=RoomId("chat", "space", "elsewhere"))
    await keep(store, over(first), second)
    assert await store.question_days(SPACE, 9) == (QuestionDay(TODAY, over=False),)

    await store.settle_round(second.id)
    assert await store.question_days(SPACE, 9) == (QuestionDay(TODAY, over=True),)


async def test_days_with_void_questions_only(store: SqlStore) -> None:
    """A day whose questions were never seen, or counted for nothing, was no question day."""
    await keep(store, over(of_day(), RoundState.VOID), of_day(1))

    assert await store.question_days(SPACE, 9) == ()


async def test_own_questions_make_no_day_of_the_space(store: SqlStore) -> None:
    """What somebody is asked alone is a day of theirs, and of nobody else's."""
    await keep(store, over(of_day(0)), over(of_day(2)))
    await keep(store, *(over(of_own_day(number)) for number in (0, 1)), shown(of_own_day(3)))
    await keep(store, over(of_own_day(1, "bo")), over(of_own_day(5, "bo"), RoundState.VOID))

    days = (QuestionDay(TODAY + 2 * DAY, over=True), QuestionDay(TODAY, over=True))
    assert await store.question_days(SPACE, 9) == days
    accounts = [account("ana"), account("bo"), account("cy")]
    own = [QuestionDay(TODAY + number * DAY, over=number < 3) for number in (3, 1, 0)]
    assert await store.attendance(SPACE, accounts, TODAY) == {
        account("ana"): Attendance(own=tuple(own)),
        account("bo"): Attendance(own=(own[1],)),
    }
    found = await store.attendance(SPACE, accounts, TODAY + 2 * DAY)
    assert found == {account("ana"): Attendance(own=(own[0],))}
    assert await store.attendance(SpaceId("chat", "nowhere"), accounts, TODAY) == {}


async def test_two_own_questions_of_a_day(store: SqlStore) -> None:
    """Whoever is asked twice on a day has one day, and it is over when both are."""
    first, second = of_own_day(), of_own_day(room="another")
    await keep(store, over(first), second)
    ana, over_by_now = account("ana"), QuestionDay(TODAY, over=True)
    assert await store.attendance(SPACE, [ana], TODAY) == {ana: Attendance(own=(over_by_now,))}

    await store.show_round(shown(second), message(room=second.room))
    await store.record_answer(answer(second, "ana"), "")
    still = QuestionDay(TODAY, over=False)
    found = await store.attendance(SPACE, [ana], TODAY)
    assert found == {ana: Attendance(frozenset({TODAY}), (still,))}
    await store.end_round(over(second), 1)
    found = await store.attendance(SPACE, [ana], TODAY)
    assert found == {ana: Attendance(frozenset({TODAY}), (over_by_now,))}


async def test_how_days_are_found(sqlite_url: str) -> None:
    """Days are found by indexes alone: no other room's question is walked over, none is sorted."""
    plans: list[str] = []

    async with open_store(sqlite_url) as store:

        def look(transaction: Transaction) -> None:
            @event.listens_for(transaction.connection, "before_cursor_execute")
            def explain(*said: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's
                _, cursor, statement, parameters, *_ = said
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans.extend(row[3] for row in cursor.fetchall())

            attending.load_question_days(transaction, SPACE, 9)
            attending.load_attendance(transaction, SPACE, [account("ana")], TODAY)

        await store.database.read(look)

    walks = [plan for plan in plans if " rounds " in plan or " attended " in plan]
    space, who = "platform=? AND workspace=?", "account_platform=? AND account_workspace=?"
    starter = who.replace("account_", "starter_")
    days, own = (
        f"SEARCH rounds USING INDEX ix_rounds_{of}_day ({space}" for of in ("daily", "own")
    )
    assert walks == [
        f"{days})",
        f"{days} AND daily_day<?)",
        f"{days} AND daily_day=? AND state=?)",
        f"{days} AND daily_day=? AND state=?)",
        f"SEARCH attended USING PRIMARY KEY ({space} AND {who} AND account_user=? AND day>?)",
        f"{own} AND {starter} AND starter_user=? AND daily_day>?)",
    ]


async def test_days_answered(store: SqlStore) -> None:
    """An account answered on the days of the questions it answered, right or wrong or by itself."""
    rounds = [of_day(0), of_day(1), of_day(2, kind=Kind.RECALL)]
    beside, elsewhere = asked(), of_day(3, room=RoomId("chat", "another space", "room"))
    await keep(store, *rounds, beside, elsewhere)
    # Late in the night, when the date is another one already.
    await store.record_answer(answer(rounds[0], "ana", day=TODAY + 9 * DAY), "")
    await store.record_answer(answer(rounds[1], "ana", correct=False), "")
    await store.record_answer(answer(rounds[2], "ana", points=0), "")
    await store.record_answer(answer(rounds[1], "bo"), "")
    await store.record_answer(answer(beside, "cy"), "")
    await store.record_answer(answer(elsewhere, "cy"), "")
    everybody = [account(name) for name in ("ana", "bo", "cy", "dee")]

    async def answered(since: date, *who: str) -> dict[str, set[int]]:
        accounts = [account(name) for name in who] or everybody
        found = await store.attendance(SPACE, accounts, since)
        return {
            who.user: {(day - TODAY).days for day in one.answered} for who, one in found.items()
        }

    assert await answered(TODAY) == {"ana": {0, 1, 2}, "bo": {1}}
    assert await answered(TODAY + 2 * DAY) == {"ana": {2}}
    assert await answered(TODAY, "bo", "bo") == {"bo": {1}}
    assert await store.attendance(SPACE, (), TODAY) == {}
    assert await store.attendance(elsewhere.room.space, [account("cy")], TODAY) == {
        account("cy"): Attendance(frozenset({TODAY + 3 * DAY}))
    }


async def test_two_questions_of_a_day(store: SqlStore, other: SqlStore) -> None:
    """Whoever answers in several rooms, or clicks twice, in two processes at once, has one day."""
    rooms = [RoomId("chat", "space", f"room {number}") for number in range(6)]
    rounds = [of_day(room=room) for room in rooms]
    await keep(store, *rounds)

    await asyncio.gather(
        *(
            (store, other)[number % 2].record_answer(answer(each, user), user)
            for number, each in enumerate(rounds * 2)
            for user in ("ana", "bo")
        )
    )

    today = Attendance(frozenset({TODAY}))
    found = await store.attendance(SPACE, [account("ana"), account("bo")], TODAY)
    assert found == {account("ana"): today, account("bo"): today}
    assert await store.rescore() == 0


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM attended WHERE account_user = 'ana'",
        "UPDATE attended SET day = '2026-11-20' WHERE account_user = 'bo' AND day = '2026-11-22'",
        "INSERT INTO attended VALUES ('chat', 'nowhere', 'chat', '', 'cy', '2026-11-22')",
    ],
)
async def test_spoiled_days_are_mended(store: SqlStore, change: str) -> None:
    """A recount finds every day that is missing, and every day too many, and puts it right."""
    rounds = [of_day(0), of_day(1), asked()]
    await keep(store, *rounds)
    for each in rounds:
        for user in ("ana", "bo"):
            await store.record_answer(answer(each, user), user)

    def lines(transaction: Transaction) -> list[tuple[object, ...]]:
        rows = transaction.execute(text("SELECT * FROM attended ORDER BY 1, 2, 3, 4, 5, 6"))
        return [tuple(row) for row in rows]

    healthy = await store.database.read(lines)
    assert len(healthy) == 4
    assert await store.rescore() == 0
    await store.database.write(lambda each: each.execute(text(change)))
    spoiled = set(healthy) ^ set(await store.database.read(lines))

    assert await store.rescore() == len(spoiled) > 0
    assert await store.database.read(lines) == healthy
    assert await store.rescore() == 0
