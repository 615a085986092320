"""Cues: what tells the key to someone who knows nothing of the subject.

After Millman, Bishop and Ebel, "An Analysis of Test-Wiseness", Educational and Psychological
Measurement 25(3), 1965, and Haladyna, Downing and Rodriguez, 2002 (guidelines 24 to 28).
"""

from __future__ import annotations

import re
from statistics import median
from typing import Final

from bot.model import Kind
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.words import (
    acronyms,
    akin,
    hints,
    initials,
    is_small,
    stem,
    table,
    words,
)

_TELLING: Final = 20
"""Characters from which on the length of an option tells anything."""
_READ: Final = 1000
"""Characters of a text that are compared word by word: nobody hunts for a hint beyond them."""
_LONGER, _SHORTER = 1.5, 2 / 3
_ABSOLUTE: Final = table("""
    always never all none only every completely entirely must
    """)
_NAME: Final = 3


def leak(item: Item, context: Context) -> bool:
    """A word of the stem points at the key: the same word, an inflection, a part, an acronym.

    It counts only where it favours the key: not if half the distractors share it, nor if it
    stands all over the deck (a key that repeats its very subject does give it away), nor in a
    topic that names something of every option ("A and B: ..."), nor in a stem that names them all.
    """
    if all(text.casefold() in item.stem.casefold() for text in item.options):
        return False
    common = frozenset() if item.question.kind is Kind.ANSWER else context.common
    topic = _all_words(item.topic)
    fair = all(any(_holds(word, text) for word in topic) for text in item.options)
    told = {
        word
        for word in _all_words(item.body if fair else item.stem)
        if not is_small(word) and not word.isdigit() and stem(word) not in common
    }
    return any(_points(word, item) for word in told) or _acronym(item)


def _all_words(text: str) -> set[str]:
    return {*words(text[:_READ]), *hints(text[:_READ])}


def _points(word: str, item: Item) -> bool:
    if not any(_holds(word, text) for text in item.keys):
        return False
    shared = sum(_holds(word, text) for text in item.distractors)
    return shared * 2 < len(item.distractors)


def _holds(word: str, option: str) -> bool:
    return any(akin(word, hint) for hint in hints(option[:_READ]))


def _acronym(item: Item) -> bool:
    """Whether the stem spells out an acronym of the key alone, or abbreviates the key alone."""
    letters = initials(item.body[:_READ])
    short = acronyms(item.body[:_READ])

    def tells(text: str) -> bool:
        spelled = any(mark in letters for mark in acronyms(text[:_READ]))
        return spelled or initials(text[:_READ]) in short

    return any(map(tells, item.keys)) and not any(map(tells, item.distractors))


def length(item: Item, _: Context) -> bool:
    """The key is over 1.5 times as long as the middle distractor, or under two thirds of it."""
    if not item.keys or not item.distractors:
        return False
    middle = median(len(text) for text in item.distractors)
    longest, shortest = max(map(len, item.keys)), min(map(len, item.keys))
    too_long = longest > _TELLING and longest > _LONGER * middle
    return too_long or (middle > _TELLING and shortest < _SHORTER * middle)


def named_distractor(item: Item, _: Context) -> bool:
    """The stem names some of the options, so those are out, or in."""
    names = [re.split(r" ?[()]", text)[0] or text for text in item.options]
    for told in (item.topic, item.body):
        asked = [_names(told, name) for name in names]
        if any(asked) and not all(asked):
            return True
    return False


def _names(text: str, option: str) -> bool:
    name = " ".join(map(stem, words(option)))
    return len(name) >= _NAME and f" {name} " in f" {' '.join(map(stem, words(text)))} "


def told_key(item: Item, _: Context) -> bool:
    """The right option stands in the stem word for word, and not all others do.

    Words that are all over the deck are no leak, but the whole of the key is.
    """
    named = [_names(item.stem, text) for text in item.options]
    return not all(named) and any(named[at] for at in item.question.key)


def absolute_distractor(item: Item, _: Context) -> bool:
    """Every distractor says "always", "never", "only", ... and the key does not."""
    if any(item.coded) or not item.distractors:
        return False
    others = [set(words(text)) & _ABSOLUTE for text in item.distractors]
    return all(others) and not any(set(words(text)) & _ABSOLUTE for text in item.keys)


FLAWS: Final = (
    Flaw(
        "leak",
        "A word of the question stands in the right option and gives it away.",
        "Say it in another word, or use it in a wrong option too.",
        leak,
    ),
    Flaw(
        "length",
        "The right option is much longer or shorter than the wrong ones, which gives it away.",
        "Make all options about equally long.",
        length,
    ),
    Flaw(
        "named-distractor",
        "The question names some of the options.",
        "Describe the term without naming its siblings.",
        named_distractor,
        ours=True,
    ),
    Flaw(
        "told-key",
        "The right option stands in the question.",
        "Say it in other words.",
        told_key,
        ours=True,
    ),
    Flaw(
        "absolute-distractor",
        'Every wrong option says "always", "never", "only" or the like, which gives them away.',
        "Take those words out of some wrong options, or reword them.",
        absolute_distractor,
    ),
)
