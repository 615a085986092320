from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.game.boards import rank, tally
from bot.model import AccountId, Answer, RoundId, Tally

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
ACCOUNTS = st.sampled_from("abcdef").map(lambda user: AccountId("t", "", user))
MOMENTS = st.integers(0, 50).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def answers(draw: st.DrawFn) -> list[Answer]:
    """Answers of a few people in a few rounds, at most one each in a round."""
    taken = draw(st.lists(st.tuples(st.integers(0, 9), ACCOUNTS), unique=True, max_size=40))
    return [
        Answer(
            RoundId(f"r{number}"),
            account,
            (0,),
            draw(MOMENTS),
            date(2026, 11, 22),
            0.0,
            worth is not None,
            worth or 0,
        )
        for number, account in taken
        for worth in [draw(st.sampled_from([None, 0, 10, 15]))]
    ]


@given(answers())
def test_recount(given_answers: list[Answer]) -> None:
    """A tally is what counting by hand gives."""
    for line in tally(given_answers):
        own = [answer for answer in given_answers if answer.account == line.account]
        assert line.points == sum(answer.points for answer in own)
        assert line.answered == len(own)
        assert line.correct == sum(answer.correct for answer in own)
        earning = [answer.at for answer in own if answer.points]
        assert line.reached_at == (max(earning) if earning else min(answer.at for answer in own))
    assert {line.account for line in tally(given_answers)} == {one.account for one in given_answers}


@given(answers())
def test_ranks(given_answers: list[Answer]) -> None:
    """A rank is one more than how many have more points: ties share it, and the next is skipped."""
    board = rank(tally(given_answers), {})
    for line in board:
        assert line.rank == 1 + sum(other.points > line.points for other in board)


@given(answers())
def test_order(given_answers: list[Answer]) -> None:
    """Within equal points: accuracy, then who got there first, then the account."""
    tallies = {line.account: line for line in tally(given_answers)}
    for above, below in pairwise(rank(tallies.values(), {})):
        first, second = tallies[above.account], tallies[below.account]
        assert _key(first) < _key(second)


@given(answers(), st.randoms(use_true_random=False))
def test_any_order_of_arrival(given_answers: list[Answer], rng: Random) -> None:
    """The order in which answers are counted changes nothing."""
    shuffled = rng.sample(given_answers, len(given_answers))
    assert rank(tally(shuffled), {}) == rank(tally(given_answers), {})


def test_names() -> None:
    """A board shows display names, and the user id of whoever has none."""
    ana, bo = AccountId("t", "", "1"), AccountId("t", "", "2")
    lines = [Tally(ana, 20, 2, 2, START), Tally(bo, 10, 2, 1, START)]
    assert [line.name for line in rank(lines, {ana: "Ana"})] == ["Ana", "2"]


def _key(line: Tally) -> tuple[object, ...]:
    return (-line.points, -line.correct / line.answered, line.reached_at, line.account)
