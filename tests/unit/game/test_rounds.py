from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.game import rounds, series
from bot.game.series import Then
from bot.model import (
    AccountId,
    CardId,
    DeckId,
    Ending,
    Kind,
    Pace,
    Question,
    Quiz,
    QuizId,
    RoomId,
    Round,
    RoundId,
    RoundState,
    Source,
)
from bot.richtext import text

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROOM = RoomId("t", "w", "c")
ANA = AccountId("t", "w", "ana")
QUESTION = Question(
    CardId("c"),
    Kind.TERM,
    text("?"),
    tuple(text(word) for word in ("one", "two", "three", "four")),
    (1,),
    text("!"),
    Source("d.md", 1),
)


def asked(number: int = 1, pace: Pace | None = None, quiz: str | None = "q") -> Round:
    """A round of a series of five, not yet shown."""
    return Round(
        id=RoundId("r"),
        room=ROOM,
        quiz=QuizId(quiz) if quiz else None,
        number=number,
        total=5,
        deck=DeckId("d"),
        deck_title="D",
        question=QUESTION,
        pace=pace or Pace(30),
        starter=ANA,
        state=RoundState.POSTING,
        created_at=NOW,
        due_at=NOW,
    )


def quiz(unanswered: int = 0, pace: Pace | None = None) -> Quiz:
    """A running series of five."""
    return Quiz(QuizId("q"), ROOM, DeckId("d"), "D", "", 5, pace or Pace(30), ANA, NOW, unanswered)


@given(st.text("abc123", min_size=1, max_size=12).map(RoundId))
def test_dealing_keeps_the_key(round_id: RoundId) -> None:
    """Dealing moves options, loses none, and the key goes with the right one."""
    dealt = rounds.deal(QUESTION, round_id)
    assert sorted(map(str, dealt.options)) == sorted(map(str, QUESTION.options))
    assert [dealt.options[index] for index in dealt.key] == [QUESTION.options[1]]


def test_dealing_is_the_same_everywhere() -> None:
    """The order of options follows from the round id alone, and differs between rounds."""
    orders = {rounds.deal(QUESTION, RoundId(f"r{number}")).options for number in range(50)}
    assert rounds.deal(QUESTION, RoundId("r1")) == rounds.deal(QUESTION, RoundId("r1"))
    assert len(orders) > 10


def test_ids_differ() -> None:
    """Round ids are short, and a thousand of them are all different."""
    rng = Random(1)
    ids = {rounds.new_id(rng) for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {12}


@pytest.mark.parametrize(
    ("seconds", "speed", "in_series", "alone", "expected"),
    [
        (None, False, False, False, Pace()),
        (20, False, False, False, Pace(20, sealed=True)),
        (None, True, False, False, Pace(30, sealed=True, speed=True)),
        (None, False, True, False, Pace(30)),
        (None, False, True, True, Pace(alone=True)),
        (5, False, True, True, Pace(5, sealed=True, alone=True)),
    ],
)
def test_pace(
    seconds: int | None, speed: bool, in_series: bool, alone: bool, expected: Pace
) -> None:
    """Only a limit someone asked for seals verdicts; a series in company moves on by itself."""
    assert rounds.pace(seconds=seconds, speed=speed, series=in_series, alone=alone) == expected


def test_the_clock_starts_when_shown() -> None:
    """A round's time runs from when it was shown, not from when it was written."""
    later = NOW + timedelta(seconds=9)
    shown = rounds.shown(asked(), later)
    assert shown.opened_at == later
    assert shown.closes_at == later + timedelta(seconds=30)
    assert shown.due_at == later + timedelta(seconds=31)
    assert rounds.elapsed(asked(), later) == 0
    assert rounds.elapsed(shown, later + timedelta(seconds=4)) == 4


def test_patience() -> None:
    """A question without a limit is open for an hour."""
    assert rounds.shown(asked(pace=Pace()), NOW).closes_at == NOW + timedelta(hours=1)


def test_an_answer_ends_the_wait_of_someone_alone() -> None:
    """Alone, a timed or a series' round ends with the answer; a single open one does not."""
    assert rounds.hastened(asked(), NOW, alone=True) == NOW
    assert rounds.hastened(asked(pace=Pace(9), quiz=None), NOW, alone=True) == NOW
    assert rounds.hastened(asked(pace=Pace(), quiz=None), NOW, alone=True) is None


def test_company_is_given_time() -> None:
    """In company an answer never cuts a limit short, and ends an endless wait after a while."""
    assert rounds.hastened(asked(), NOW, alone=False) is None
    waited = rounds.hastened(asked(pace=Pace(alone=True)), NOW, alone=False)
    assert waited == NOW + timedelta(seconds=30)


def over_at(
    number: int, answered: int, unanswered: int, late: timedelta, *, served: bool = True
) -> series.Finished:
    """What follows when a round of a series is found over by ``late``, by who began to serve then.

    Or long before, if ``served``.
    """
    shown = rounds.shown(asked(number), NOW)
    assert shown.due_at is not None
    now = shown.due_at + late
    return series.finish(shown, quiz(unanswered), answered, now, NOW if served else now)


def test_next() -> None:
    """An answered round is closed, forgives the silence before it, and the next one follows."""
    over = over_at(2, 1, 4, timedelta(0))
    assert (over.round.state, over.then) == (RoundState.CLOSED, Then.NEXT)
    assert over.quiz == quiz(0)


def test_last() -> None:
    """After the last round the series is complete."""
    over = over_at(5, 1, 0, timedelta(0))
    assert over.quiz
    assert (over.quiz.ending, over.then) == (Ending.COMPLETE, Then.NOTHING)


def test_silence_ends_a_series() -> None:
    """The fifth round in a row that nobody answered is the last."""
    assert over_at(4, 0, 3, timedelta(0)).then is Then.NEXT
    over = over_at(4, 0, 4, timedelta(0))
    assert over.quiz
    assert over.quiz.ending is Ending.UNANSWERED


def test_unserved_rounds_do_not_count() -> None:
    """A round that ran out while no process served it is void and asked again, without blame."""
    over = over_at(3, 0, 4, timedelta(seconds=10), served=False)
    assert (over.round.state, over.then) == (RoundState.VOID, Then.AGAIN)
    assert over.quiz == quiz(4)


def test_a_slow_process_is_no_excuse() -> None:
    """A round that was served, but ended late, counts: nothing is asked again for ever."""
    assert over_at(3, 0, 0, timedelta(minutes=5)).then is Then.NEXT


def test_answers_are_never_void() -> None:
    """An answered round counts, however late its end is noticed."""
    assert over_at(3, 1, 0, timedelta(days=1), served=False).round.state is RoundState.CLOSED


def test_stale_series_end() -> None:
    """A series that stood still for hours is not suddenly gone on with."""
    over = over_at(3, 0, 0, timedelta(hours=3), served=False)
    assert over.quiz
    assert (over.quiz.ending, over.then) == (Ending.INTERRUPTED, Then.NOTHING)


def test_stop() -> None:
    """Stopping closes what was shown, voids what was not, and ends the series."""
    shown = series.stop(rounds.shown(asked(), NOW), quiz(), NOW, Ending.STOPPED)
    unseen = series.stop(asked(), quiz(), NOW, Ending.STOPPED)
    assert shown.round.state is RoundState.CLOSED
    assert unseen.round.state is RoundState.VOID
    assert shown.quiz == replace(quiz(), ended_at=NOW, ending=Ending.STOPPED)


def test_pause() -> None:
    """Whoever is timed is given time to read the reveal; someone alone and untimed goes on."""
    assert series.pause(quiz()) > timedelta(0)
    assert series.pause(quiz(pace=Pace(20, sealed=True, alone=True))) > timedelta(0)
    assert series.pause(quiz(pace=Pace(alone=True))) == timedelta(0)
