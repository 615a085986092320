import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import OptionOutOfRange
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
    """Of several right options, all and only those are right."""
    asked = question(5, *sorted(key))
    assert correct(asked, tuple(sorted(picks))) == (key == picks)


def test_open_recall() -> None:
    """Of open recall, the person says whether they knew it."""
    assert correct(question(0), KNEW_IT)
    assert not correct(question(0), DID_NOT)


@pytest.mark.parametrize("picks", [(3,), (-1,), (), (0, 1), (1, 1), (99,)])
def test_not_offered(picks: tuple[int, ...]) -> None:
    """Picks that a question with one right option does not offer are refused with its letters."""
    with pytest.raises(OptionOutOfRange) as refused:
        correct(question(3, 1), picks)
    assert refused.value.letters == "A B C"
