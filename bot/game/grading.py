"""Whether an answer is right."""

from __future__ import annotations

from bot.errors import OptionOutOfRange, WrongNumberOfPicks
from bot.model import Question

KNEW_IT = (0,)
DID_NOT = (1,)


def correct(question: Question, picks: tuple[int, ...]) -> bool:
    """Whether ``picks`` are all and only the right options; of open recall, whether it was known.

    Raises ``OptionOutOfRange`` for picks that the question does not have, and
    ``WrongNumberOfPicks`` for more or fewer of them than are right: the question says how many.
    """
    options = len(question.options) or len((KNEW_IT, DID_NOT))
    strange = tuple(pick for pick in picks if not 0 <= pick < options)
    if strange:
        raise OptionOutOfRange(strange, len(question.options))
    choose = len(question.key) or 1
    if len(set(picks)) != choose or len(picks) != choose:
        raise WrongNumberOfPicks(choose)
    return set(picks) == set(question.key or KNEW_IT)
