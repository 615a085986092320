"""Whether an answer is right."""

from __future__ import annotations

from string import ascii_uppercase

from bot.errors import OptionOutOfRange
from bot.model import Question

KNEW_IT = (0,)
DID_NOT = (1,)


def correct(question: Question, picks: tuple[int, ...]) -> bool:
    """Whether ``picks`` are all and only the right options; of open recall, whether it was known.

    Raises ``OptionOutOfRange`` for picks that the question does not offer: none, twice the same,
    more than one where one option is right.
    """
    if not question.objective:
        _offered(question, picks, 2)
        return picks == KNEW_IT
    _offered(question, picks, len(question.options))
    return set(picks) == set(question.key)


def letter(index: int) -> str:
    """The letter that an option carries: A for 0; a question mark where no letter is left."""
    return ascii_uppercase[index] if 0 <= index < len(ascii_uppercase) else "?"


def _offered(question: Question, picks: tuple[int, ...], options: int) -> None:
    several = len(question.key) > 1
    offered = all(0 <= pick < options for pick in picks)
    if not offered or not picks or len(set(picks)) < len(picks) or (len(picks) > 1 and not several):
        pressed = " ".join(map(letter, picks))
        raise OptionOutOfRange(pressed, " ".join(map(letter, range(options))))
