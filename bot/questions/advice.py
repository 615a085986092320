"""Advice: labels that tell what to do (``Add more data``) and name nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.questions import grammar
from bot.questions.words import table, words

_PURE: Final = table("""
    add adjust apply avoid choose collect compute configure consider create define determine don
    ensure evaluate gather identify implement improve increase initialize install keep make
    optimize perform prepare prevent provide reduce remove understand use using validate verify
    """)
"""Verbs that are no nouns: a plural behind them is what they are done to."""

_QUANTIFIERS: Final = table("""
    the a an your its their this that these those more less fewer all each every any some many
    several enough other another different only better larger smaller higher lower too
    """)


def is_advice(name: str) -> bool:
    """Whether ``name`` tells what to do: a verb with a determiner, a quantifier or a plural.

    ``Load balancer`` and ``Check constraint`` are names, though they begin like verbs.
    """
    match words(name):
        case [first, second, *_] as told if first in _PURE or grammar.is_base(first):
            plural = first in _PURE and told[-1].endswith("s") and not told[-1].endswith("ss")
            return first == "using" or second in _QUANTIFIERS or plural
        case _:
            return False


def tells_what_to_do(name: str, definition: str) -> bool:
    """Whether a verb begins ``name`` and its definition goes on in the imperative."""
    first, *_ = (*words(name), "")
    return first in _PURE and grammar.form(definition) is grammar.Form.IMPERATIVE


def is_a_list_of_advice(names: Sequence[str]) -> bool:
    """Whether half of ``names`` are advice, or begin as if they were, so that the others are too.

    ``Add salt`` and ``Use heat`` are; ``Add operator`` and ``Remove operator`` are kinds of one
    thing.
    """
    begun = [told for name in names if len(told := words(name)) > 1 and told[0] in _PURE]
    verbs = len(begun) if len({told[-1] for told in begun}) > 1 else 0
    return 0 < len(names) <= 2 * max(verbs, sum(map(is_advice, names)))
