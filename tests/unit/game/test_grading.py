import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OptionOutOfRange, WrongNumberOfPicks
from bot.game.grading import DID_NOT, KNEW_IT, correct
from bot.model import CardId, Kind, Question, Source
from bot.richtext import text


def question(options: int, *key: int) -> Question:
    """A question with so many options; open recall for none."""
    kind = Kind.AUTHORED if options else Kind.RECALL
    letters = tuple(text(str(number)) for number in range(options))
    return Question(CardId("c"), kind, text("?"), letters, key, text("!"), Source("d.md", 1))


def test_one_right() -> None:
    """Of one right option, only that option is right."""
    assert correct(question(3, 1), (1,))
    assert not correct(question(3, 1), (2,))


@given(st.sets(st.integers(0, 4), min_size=2), st.sets(st.integers(0, 4), min_size=1))
def test_several_right(key: set[int], picks: set[int]) -> None:
    """Of several right options, all and only those are right; of others as many must be chosen."""
    asked = question(5, *sorted(key))
    if len(picks) == len(key):
        assert correct(asked, tuple(sorted(picks))) == (key == picks)
    else:
        with pytest.raises(WrongNumberOfPicks) as refused:
            correct(asked, tuple(sorted(picks)))
        assert refused.value.choose == len(key)


def test_open_recall() -> None:
    """Of open recall, the person says whether they knew it."""
    assert correct(question(0), KNEW_IT)
    assert not correct(question(0), DID_NOT)


@pytest.mark.parametrize(
    ("picks", "pressed"), [((3,), (3,)), ((99,), (99,)), ((-1,), (-1,)), ((0, 4), (4,))]
)
def test_not_offered(picks: tuple[int, ...], pressed: tuple[int, ...]) -> None:
    """Options that a question does not have are refused."""
    with pytest.raises(OptionOutOfRange) as refused:
        correct(question(3, 1), picks)
    assert (refused.value.pressed, refused.value.options) == (pressed, 3)


@pytest.mark.parametrize("picks", [(), (0, 1), (1, 1)])
def test_not_one(picks: tuple[int, ...]) -> None:
    """Where one option is right, none and several are refused rather than judged."""
    with pytest.raises(WrongNumberOfPicks):
        correct(question(3, 1), picks)
