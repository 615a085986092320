from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.crash.evidence import Answered, Asked, Kept, Planned, Series, Skipped
from tests.crash.judging import FORGOTTEN, QUESTION, REPORT, Case, Shown, Told, judge

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
TWO_MINUTES = timedelta(minutes=2)
NEVER = timedelta(0)

ROUND = Asked("r", "hall", None, "closed", None, NINE, NINE + TWO_MINUTES, NINE, clocked=True)
ANSWER = Answered("r", "school", "ana", (0,), correct=True, points=10, card="c", day="2026-11-23")
TOLD = Told("ana", "r", (0,), "Right, +10", NINE)
QUESTION_SEEN = Shown("hall", "m1", "r", 0, NINE, "Over · 1 of 1 right", open=False)
KEPT = Kept((ANSWER,), {"r": ROUND}, messages=frozenset({("r", "m1")}))
GOOD = Case([TOLD], [QUESTION_SEEN], KEPT, [KEPT, KEPT], {}, NEVER)

SERIES = replace(ROUND, quiz="q")
RUN = replace(KEPT, rounds={"r": SERIES}, series=(Series("q", "hall", ended=True),))
RESULT = Shown("hall", "m2", None, 0, NINE, "Result: Numbers", open=False)
UNSETTLED = replace(RUN, rounds={"r": replace(SERIES, due_at=NINE)})

DAILY = replace(ROUND, daily_at=NINE)
DAY = replace(GOOD, kept=replace(KEPT, rounds={"r": DAILY}), due={"hall": [NINE]})
SKIPPED = (Skipped("hall", NINE, "late"),)


def reported(*reports: Shown, before: Kept = RUN, remembers: timedelta = NEVER) -> Case:
    """A series that ended, and its reports; what was kept when the first bot died."""
    return Case([TOLD], [QUESTION_SEEN, *reports], RUN, [before, RUN], {}, remembers)


def test_nothing_wrong() -> None:
    """What was told, shown and kept agrees."""
    found = judge(GOOD)
    assert (found.faults, found.acknowledged, found.duplicates.total()) == ([], 1, 0)


@pytest.mark.parametrize(
    "said", ["Right, +10", "You answered this before: A. Right, +10", "Recorded: A. Whether", ""]
)
def test_an_answer_that_is_missing(said: str) -> None:
    """An answer that somebody was told of, or had acknowledged at once, has to be kept."""
    told = Told("bo", "r", (0,), said, NINE - TWO_MINUTES, prompt=True)
    found = judge(replace(GOOD, told=[TOLD, told]))
    assert found.missing == 1
    assert found.faults


def test_nothing_was_promised() -> None:
    """Whoever saw a failure, or a refusal, or was answered late or when it was over, lost none."""
    told = [
        Told("bo", "r", (0,), "", NINE),
        Told("cy", "r", (0,), "This question is over", NINE, prompt=True),
        Told("di", "r", (0,), "", NINE + TWO_MINUTES, prompt=True),
    ]
    assert judge(replace(GOOD, told=[TOLD, *told])).faults == []


def test_a_press_after_the_time_had_run_out() -> None:
    """It was refused, however much later a bot came that closed the question."""
    kept = replace(KEPT, rounds={"r": replace(ROUND, closed_at=NINE + timedelta(days=1))})
    told = Told("bo", "r", (0,), "", NINE + 2 * TWO_MINUTES, prompt=True)
    assert judge(replace(GOOD, told=[TOLD, told], kept=kept)).faults == []


@pytest.mark.parametrize(
    "told",
    [
        Told("ana", "r", (1,), "Wrong: it is A", NINE),
        Told("ana", "r", (1,), "You answered this before: B. Wrong: it is A", NINE),
        Told("ana", "r", (1,), "Studybot met an error it does not know (ValueError).", NINE),
    ],
)
def test_something_else_was_said(told: Told) -> None:
    """What people are told is what is kept, and never that nobody knows what happened."""
    assert judge(replace(GOOD, told=[TOLD, told])).faults


def test_an_answer_that_nobody_gave() -> None:
    """Nothing is kept that nobody pressed."""
    assert judge(replace(GOOD, told=[])).faults


def test_points_given_twice() -> None:
    """A card gives points once a day."""
    again = replace(ANSWER, round="r2")
    kept = Kept((ANSWER, again), {"r": ROUND, "r2": replace(ROUND, id="r2")}, (), KEPT.messages)
    told = [TOLD, replace(TOLD, round="r2")]
    assert judge(replace(GOOD, told=told, kept=kept)).twice == 1
    assert judge(replace(GOOD, told=told, kept=kept)).faults


@pytest.mark.parametrize(
    "seen",
    [
        replace(QUESTION_SEEN, text="Over · 2 of 2 right"),
        replace(QUESTION_SEEN, text="Over · nobody answered"),
        replace(QUESTION_SEEN, text="What is true?", open=True),
        replace(QUESTION_SEEN, round="another"),
    ],
)
def test_a_room_sees_something_else(seen: Shown) -> None:
    """A room sees in the end what is kept, of questions that are known."""
    assert judge(replace(GOOD, shown=[seen])).faults


def test_a_question_posted_twice() -> None:
    """That is excused where the bot died before it kept the first one, and no chat knows it."""
    both = [QUESTION_SEEN, replace(QUESTION_SEEN, id="m2", life=1)]
    unkept = replace(KEPT, messages=frozenset())
    excused = judge(replace(GOOD, shown=both, before=[unkept, KEPT]))
    assert (excused.faults, excused.duplicates) == ([], {QUESTION: 1})
    known = replace(GOOD, shown=both, before=[unkept, KEPT], remembers=TWO_MINUTES)
    assert judge(known).faults
    assert judge(replace(GOOD, shown=both)).faults
    assert judge(replace(GOOD, shown=[QUESTION_SEEN, replace(QUESTION_SEEN, id="m2")])).faults


def test_a_report_that_never_came() -> None:
    """A series that was opened and has ended is reported."""
    assert judge(reported(RESULT)).faults == []
    assert judge(reported()).faults


def test_a_report_that_came_twice() -> None:
    """That is excused where the bot died before it kept the first, and the chat forgets."""
    soon = replace(RESULT, id="m3", life=1, at=NINE + timedelta(seconds=9))
    late = replace(soon, at=NINE + timedelta(minutes=9))
    excused = judge(reported(RESULT, soon, before=UNSETTLED))
    assert (excused.faults, excused.duplicates) == ([], {REPORT: 1})
    forgotten = judge(reported(RESULT, late, before=UNSETTLED, remembers=TWO_MINUTES))
    assert (forgotten.faults, forgotten.duplicates) == ([], {FORGOTTEN: 1})
    assert judge(reported(RESULT, soon, before=UNSETTLED, remembers=TWO_MINUTES)).faults
    assert judge(reported(RESULT, soon)).faults


def test_a_day_with_its_question() -> None:
    """A question of the day is seen once in time, or skipped with a reason."""
    asked, skipped = judge(DAY), judge(unasked(SKIPPED))
    assert (asked.faults, asked.days, asked.skipped, asked.lost) == ([], 1, 0, 0)
    assert (skipped.faults, skipped.days, skipped.skipped, skipped.lost) == ([], 1, 1, 0)


def unasked(skips: tuple[Skipped, ...]) -> Case:
    """A day whose question nobody saw."""
    kept = Kept(rounds={"r": DAILY}, skips=skips)
    return replace(DAY, kept=kept, told=[], shown=[])


def test_a_day_without_its_question() -> None:
    """What was neither seen nor skipped is lost."""
    found = judge(unasked(()))
    assert found.lost == 1
    assert found.faults


def test_a_day_with_two_questions() -> None:
    """No day has two, and none that was not due."""
    two = {"r": DAILY, "r2": replace(DAILY, id="r2")}
    assert judge(replace(DAY, kept=replace(KEPT, rounds=two))).faults
    assert judge(replace(DAY, due={"hall": []})).faults


def test_a_day_whose_question_came_late() -> None:
    """More than two hours late nothing is asked."""
    late = replace(QUESTION_SEEN, at=NINE + timedelta(hours=3))
    assert judge(replace(DAY, shown=[late])).faults


def test_a_question_that_was_seen_and_skipped() -> None:
    """That is excused where the bot died before it kept that it was seen."""
    kept = replace(KEPT, rounds={"r": DAILY}, skips=SKIPPED)
    unkept = replace(KEPT, messages=frozenset())
    excused = judge(replace(DAY, kept=kept, before=[unkept, kept]))
    assert (excused.faults, excused.unsure) == ([], 1)
    assert judge(replace(DAY, kept=kept)).faults


def test_a_schedule_that_stands_still() -> None:
    """Nothing in a town lets a schedule stand still."""
    paused = (Planned("hall", None, "unreachable"),)
    assert judge(replace(DAY, kept=replace(DAY.kept, schedules=paused))).faults
