from hypothesis import given
from hypothesis import strategies as st

from bot.game.scoring import BONUS, RIGHT, points
from bot.model import Pace

LIMITS = st.integers(1, 600)
TIMES = st.floats(0, 10_000, allow_nan=False)


@given(st.booleans(), st.integers(1, 600) | st.none(), TIMES)
def test_wrong(speed: bool, limit: int | None, elapsed: float) -> None:
    """A wrong answer earns nothing, however fast it was."""
    assert points(correct=False, pace=Pace(limit, speed=speed), elapsed=elapsed) == 0


@given(st.integers(1, 600) | st.none(), TIMES)
def test_without_speed(limit: int | None, elapsed: float) -> None:
    """Without speed a right answer earns the same at any time."""
    assert points(correct=True, pace=Pace(limit), elapsed=elapsed) == RIGHT


@given(LIMITS, TIMES, TIMES)
def test_faster_is_never_worse(limit: int, one: float, other: float) -> None:
    """With speed an answer never earns less than a slower one, and stays within the bounds."""
    pace = Pace(limit, speed=True)
    fast, slow = (
        points(correct=True, pace=pace, elapsed=elapsed) for elapsed in sorted((one, other))
    )
    assert RIGHT <= slow <= fast <= RIGHT + BONUS


@given(LIMITS)
def test_ends_of_the_line(limit: int) -> None:
    """The bonus is whole at once, half at half time and gone at the limit."""
    pace = Pace(limit, speed=True)
    assert points(correct=True, pace=pace, elapsed=0) == 20
    assert points(correct=True, pace=pace, elapsed=limit / 2) == 15
    assert points(correct=True, pace=pace, elapsed=limit) == 10
