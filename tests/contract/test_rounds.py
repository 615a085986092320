import asyncio
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest

from bot.errors import RoundUnknown, SeriesRunning
from bot.model import CardHistory, CardId, Ending, Pace, QuizId, RoomId, Round, RoundId, RoundState
from bot.storage import SqlStore
from tests.fakes.builders import DECK, NOON, ROOM, answer, asked, message, question, series

MINUTE = timedelta(minutes=1)


def shown(new: Round, seconds: int = 30) -> Round:
    """The round as it is once its message is there."""
    return replace(
        new,
        state=RoundState.OPEN,
        opened_at=NOON,
        closes_at=NOON + timedelta(seconds=seconds),
        due_at=NOON + timedelta(seconds=seconds + 1),
    )


def closed(opened: Round) -> Round:
    """The round as it is once it is over and its reveal is still to be shown."""
    return replace(opened, state=RoundState.CLOSED, closed_at=NOON + MINUTE, due_at=NOON + MINUTE)


async def test_a_round_comes_back_whole(store: SqlStore) -> None:
    """What is read of a round is what was kept, to the microsecond."""
    new = asked(pace=Pace(seconds=30, sealed=True, speed=True), clocked=True)

    await store.open_round(new)

    assert await store.round(new.id) == new


async def test_unknown_rounds(store: SqlStore) -> None:
    """Whatever needs a round or series that is not kept raises RoundUnknown."""
    with pytest.raises(RoundUnknown):
        await store.round(RoundId("none"))
    with pytest.raises(RoundUnknown):
        await store.quiz(QuizId("none"))
    with pytest.raises(RoundUnknown):
        await store.outcome(RoundId("none"))
    with pytest.raises(RoundUnknown):
        await store.show_round(asked(), message())
    assert not await store.end_round(asked(), 0)
    assert await store.outcomes(QuizId("none")) == ()
    assert await store.messages(RoundId("none")) == ()


async def test_what_is_shown_is_what_is_kept(store: SqlStore) -> None:
    """A round that was just shown comes back as it is read later: its moments in UTC."""
    there = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    new = asked()
    await store.open_round(new)
    posted = replace(new, state=RoundState.OPEN, opened_at=there, closes_at=there, due_at=there)
    now = await store.show_round(posted, message())

    assert now == await store.round(new.id)
    for moment in (now.opened_at, now.closes_at, now.due_at):
        assert (moment, moment and moment.tzinfo) == (NOON, UTC)


async def test_showing_opens_once(store: SqlStore) -> None:
    """The first message opens a round, later ones are only remembered, again changes nothing."""
    new = asked()
    await store.open_round(new)

    opened = await store.show_round(shown(new, seconds=30), message(1))
    again = await store.show_round(shown(new, seconds=99), message(1))
    elsewhere = await store.show_round(shown(new, seconds=99), message(2))

    assert opened == again == elsewhere == await store.round(new.id) == shown(new, seconds=30)
    assert await store.messages(new.id) == (message(1), message(2))


async def test_a_click_before_the_post_is_confirmed(store: SqlStore) -> None:
    """A round that an answer ended while it was being posted is not given its full time again."""
    new = asked()
    await store.open_round(new)
    await store.record_answer(answer(new, "ana"), "Ana", hasten=NOON)

    opened = await store.show_round(shown(new, seconds=3600), message())

    assert opened.state is RoundState.OPEN
    assert opened.closes_at == opened.due_at == NOON


async def test_ending_a_round(store: SqlStore) -> None:
    """A round ends once, and is due until its reveal was shown."""
    opened = shown(asked())
    await store.open_round(opened)

    assert await store.end_round(closed(opened), 0)
    assert not await store.end_round(replace(closed(opened), state=RoundState.VOID), 0)
    assert await store.round(opened.id) == closed(opened)

    await store.settle_round(opened.id)

    assert (await store.round(opened.id)).due_at is None


async def test_an_answer_on_its_way_keeps_a_round_open(store: SqlStore) -> None:
    """A round does not end if it has more answers than its ending was made from."""
    opened = shown(asked())
    await store.open_round(opened)
    await store.record_answer(answer(opened, "ana"), "Ana")

    assert not await store.end_round(closed(opened), 0)
    assert (await store.round(opened.id)).state is RoundState.OPEN
    assert await store.end_round(closed(opened), 1)


async def test_ending_keeps_when_it_opened(store: SqlStore) -> None:
    """A round that was shown while its ending was being decided keeps the moment."""
    new = asked()
    await store.open_round(new)
    await store.show_round(shown(new), message())

    await store.end_round(closed(new), 0)

    assert (await store.round(new.id)).opened_at == NOON


async def test_one_series_in_a_room(store: SqlStore, other: SqlStore) -> None:
    """Of two series begun in a room at once by two processes one runs, the other is refused."""
    quizzes = [series(), series()]
    firsts = [asked(quiz=quiz.id) for quiz in quizzes]

    results = await asyncio.gather(
        store.open_quiz(quizzes[0], firsts[0]),
        other.open_quiz(quizzes[1], firsts[1]),
        return_exceptions=True,
    )

    [refusal] = [result for result in results if isinstance(result, SeriesRunning)]
    assert (refusal.number, refusal.total) == (1, 3)
    kept = results.index(None)
    assert await store.running_quiz(ROOM) == (quizzes[kept], firsts[kept])
    with pytest.raises(RoundUnknown):
        await store.round(firsts[1 - kept].id)


async def test_series_elsewhere_and_single_rounds_do_not_collide(store: SqlStore) -> None:
    """Another room has a series of its own, and single rounds overlap with any."""
    elsewhere = RoomId("chat", "space", "elsewhere")
    for room in (ROOM, elsewhere):
        quiz = series(room=room)
        await store.open_quiz(quiz, asked(quiz=quiz.id, room=room))
    await store.open_round(asked())

    assert len(await store.open_rounds(ROOM)) == 2


async def test_a_series_from_round_to_round(store: SqlStore) -> None:
    """Ending a round moves its series on in the same step; a series that ended takes no more."""
    quiz = series()
    first, second = (shown(asked(quiz=quiz.id, number=number)) for number in (1, 2))
    await store.open_quiz(quiz, first)

    assert await store.end_round(closed(first), 0, replace(quiz, unanswered=1), second)
    assert await store.running_quiz(ROOM) == (replace(quiz, unanswered=1), second)

    ended = replace(quiz, unanswered=2, ended_at=NOON + MINUTE, ending=Ending.STOPPED)
    assert await store.end_round(closed(second), 0, ended)
    assert await store.running_quiz(ROOM) is None
    assert await store.quiz(quiz.id) == ended
    assert [each.round for each in await store.outcomes(quiz.id)] == [closed(first), closed(second)]

    await store.open_quiz(series(), asked())


async def test_a_round_of_an_ended_series(store: SqlStore) -> None:
    """A round whose series ended meanwhile does not end with it, and nothing follows it."""
    quiz = series()
    first, second = shown(asked(quiz=quiz.id)), asked(quiz=quiz.id, number=2)
    await store.open_quiz(quiz, first)
    await store.open_round(second)
    ended = replace(quiz, ended_at=NOON, ending=Ending.STOPPED)
    await store.end_round(closed(first), 0, ended)
    third = asked(quiz=quiz.id, number=3)

    assert not await store.end_round(closed(second), 0, quiz, third)
    assert await store.round(second.id) == second
    with pytest.raises(RoundUnknown):
        await store.round(third.id)


async def test_outcomes_hold_closed_rounds_with_their_answers(store: SqlStore) -> None:
    """A series' outcomes are its closed rounds by number, answers by moment, then account."""
    quiz = series()
    rounds = [shown(asked(quiz=quiz.id, number=number)) for number in (1, 2, 3)]
    await store.open_quiz(quiz, rounds[0])
    for later in rounds[1:]:
        await store.open_round(later)
    given = [answer(rounds[1], user) for user in ("cy", "ana")]
    given.append(answer(rounds[1], "bo", at=NOON - timedelta(microseconds=1)))
    for each in given:
        await store.record_answer(each, "")
    await store.end_round(closed(rounds[1]), 3)
    await store.end_round(closed(rounds[0]), 0)
    await store.end_round(replace(closed(rounds[2]), state=RoundState.VOID), 0)

    outcomes = await store.outcomes(quiz.id)

    assert [outcome.round.number for outcome in outcomes] == [1, 2]
    assert [given.account.user for given in outcomes[1].answers] == ["bo", "ana", "cy"]
    assert await store.outcome(rounds[1].id) == outcomes[1]


async def test_open_rounds_of_a_room(store: SqlStore) -> None:
    """A room's rounds that are not over come oldest first; other rooms have theirs."""
    older, newer = asked(created_at=NOON - MINUTE), asked()
    over = shown(asked())
    for each in (newer, over, older, asked(room=RoomId("chat", "other", "room"))):
        await store.open_round(each)
    await store.end_round(closed(over), 0)

    assert await store.open_rounds(ROOM) == (older, newer)


async def test_history(store: SqlStore) -> None:
    """A card is remembered by when this room last saw it and how the whole space answered it."""
    elsewhere = RoomId("chat", "space", "elsewhere")
    here, there, away, void, unseen = (
        shown(asked(question("seen"))),
        shown(asked(question("seen"), room=elsewhere)),
        shown(asked(question("seen"), room=RoomId("chat", "another space", "room"))),
        shown(asked(question("void"))),
        asked(question("unseen")),
    )
    later = replace(shown(asked(question("seen"))), opened_at=NOON + MINUTE)
    for each in (later, here, there, away, void, unseen):
        await store.open_round(each)
    await store.end_round(replace(closed(void), state=RoundState.VOID), 0)
    await store.record_answer(answer(here, "ana"), "")
    await store.record_answer(answer(there, "bo", correct=False), "")
    await store.record_answer(answer(away, "cy"), "")

    history = await store.history(ROOM, DECK)

    assert history == {CardId("seen"): CardHistory(NOON + MINUTE, answered=2, correct=1)}
    assert (await store.history(elsewhere, DECK))[CardId("seen")].last_asked == NOON


async def test_a_series_goes_on_with_a_round_or_ends(store: SqlStore) -> None:
    """A running series always has a round that can be stopped: no other step is taken."""
    quiz = series()
    first = shown(asked(quiz=quiz.id))
    await store.open_quiz(quiz, first)
    over = replace(quiz, ended_at=NOON, ending=Ending.STOPPED)

    for step in ((quiz, None), (over, asked(quiz=quiz.id, number=2))):
        with pytest.raises(ValueError, match="series"):
            await store.end_round(closed(first), 0, *step)

    assert await store.running_quiz(ROOM) == (quiz, first)


async def test_a_question_asked_again(store: SqlStore) -> None:
    """Of two rounds with the same number the one that can still be answered is the present one."""
    for place in "abcde":
        room = RoomId("chat", "space", place)
        quiz = series(room=room)
        first, again = (shown(asked(quiz=quiz.id, room=room)) for _ in range(2))
        await store.open_quiz(quiz, first)
        await store.end_round(replace(closed(first), state=RoundState.VOID), 0, quiz, again)

        assert await store.running_quiz(room) == (quiz, again)


async def test_the_message_a_series_began_with(store: SqlStore) -> None:
    """It is the first one of the first question that was shown, whatever was clicked later."""
    new = series()
    first = asked(quiz=new.id)
    second = asked(quiz=new.id, number=2)
    await store.open_quiz(new, first)
    assert await store.first_message(new.id) is None

    opened = await store.show_round(shown(first), message(2))
    await store.show_round(opened, message(1))
    await store.end_round(closed(opened), 0, new, second)
    await store.show_round(shown(second), message(0))

    assert await store.first_message(new.id) == message(2)
    assert await store.first_message(QuizId("none")) is None
