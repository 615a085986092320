"""Flaws of truth: a distractor that is right as well, as far as the notes tell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

from bot.model import Kind
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.words import content, is_negation, is_small, normal, stem, words

_ALIKE: Final = 0.35
"""The share of what is asked that, said of a distractor too, makes it doubtful."""
_SAID: Final = 0.7
"""The share of a claim that, said by the card itself, makes the claim true of it."""
_SAME: Final = 0.35
_CLAIM: Final = 3
"""Words of meaning above which an option claims something rather than names it."""


def contained_option(item: Item, _: Context) -> bool:
    """One answer says all that another says: if the shorter is right, so is the longer.

    Names may contain each other (``Crossentropy``, ``Sparse Crossentropy``): they are not claims.
    """
    prose = (text for text, code in zip(item.options, item.coded, strict=True) if not code)
    told = [[stem(word) for word in words(text) if not is_small(word)] for text in prose]
    claims = [stems for stems in told if len(stems) > _CLAIM]
    return any(_within(one, other) for one, other in permutations(claims, 2))


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether ``one`` stands in ``other``, in its order, perhaps with more in between."""
    rest = iter(other)
    return len(one) < len(other) and all(word in rest for word in one)


def right_as_well(item: Item, context: Context) -> bool:
    """A distractor of which the notes say the same as of the key, here or at another place."""
    match item.question.kind:
        case Kind.TERM | Kind.CLOZE:
            return _means_it_too(item, context)
        case Kind.ANSWER:
            return _is_said_here(item, context) or _says_the_same(item)
        case Kind.AUTHORED | Kind.RECALL:
            return False


def _means_it_too(item: Item, context: Context) -> bool:
    """Whether what is asked stands in a definition of a distractor, wherever that is."""
    asked = (
        content(item.stem)
        - context.prompts.get(item.question.card, frozenset())
        - content(_TEMPLATE)
    )
    return any(
        _covers(meaning, asked)
        for text in item.distractors
        for meaning in context.meanings.get(normal(text), ())
    )


def _is_said_here(item: Item, context: Context) -> bool:
    """Whether the card itself says what a distractor claims."""
    said = context.said.get(item.question.card, frozenset())
    claims = (content(text) for text in item.distractors)
    return any(len(claim & said) >= _SAID * len(claim) for claim in claims if len(claim) > 1)


def _says_the_same(item: Item) -> bool:
    """Whether a distractor claims much of what the key claims."""
    claims = [claim for text in item.distractors if len(claim := content(text)) > _CLAIM]
    keys = [content(text) for text in item.keys]
    shared = ((len(one & key), min(len(one), len(key))) for one in claims for key in keys)
    return any(both > max(1, _SAME * least) for both, least in shared)


def _covers(meaning: frozenset[str], asked: frozenset[str]) -> bool:
    decisive = {word for word in asked if word[-1].isdigit() or is_negation(word)}
    return bool(asked) and decisive <= meaning and len(asked & meaning) >= _ALIKE * len(asked)


_TEMPLATE: Final = "fits the description which of the two one fills the blank goes used"


FLAWS: Final = (
    Flaw(
        "contained-option",
        "One option says all that another says, so both may be right.",
        "Reword one of them so that only one can be right.",
        contained_option,
    ),
    Flaw(
        "right-as-well",
        "The notes say the same of a wrong option as of the right one.",
        "Tell the two apart in the notes.",
        right_as_well,
        ours=True,
    ),
)
