"""Flaws of the options by themselves."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from bot.model import MAX_OPTIONS
from bot.questions import facets
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.words import content, normal, stem, words
from bot.richtext import is_blank

MOST_GENERATED: Final = 4
_FEWEST: Final = 2
_LONG: Final = 250
_OPENING: Final = 3
_POINTER: Final = re.compile(
    r"\b(?:following|above|below|this|these|those|former|latter|aforementioned|previous)\b|:$",
    re.IGNORECASE,
)
_SAME: Final = 4
_OTHERS: Final = (
    r"(?: of)?(?: (?:the|these|them|those))?(?: (?:above|options|answers|choices|others?))"
)
_TRUE: Final = r"(?: of (?:these|them|those))? (?:are|is) (?:correct|right|true)"
_ALL: Final = re.compile(
    rf"(?:all|both|any)(?:{_OTHERS}(?:{_TRUE})?|{_TRUE}| of (?:these|them|those))|"
    r"todas las anteriores|tous les choix|alle genannten",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    rf"(?:none|neither)(?:{_OTHERS}(?:{_TRUE})?|{_TRUE}| of (?:these|them|those))|"
    r"ninguna de las anteriores|aucun de ces choix|keine der genannten",
    re.IGNORECASE,
)


def no_key(item: Item, _: Context) -> bool:
    """No option is right, or the key names one that is not there."""
    key = item.question.key
    return not key or not all(0 <= at < len(item.options) for at in key)


def nothing_wrong(item: Item, _: Context) -> bool:
    """Every option is right, so that nothing is asked."""
    return bool(item.options) and not item.distractors


def option_count(item: Item, _: Context) -> bool:
    """Fewer than two options, or more than a message (authored) or a reader (generated) takes."""
    most = MAX_OPTIONS if item.authored else MOST_GENERATED
    return not _FEWEST <= len(item.options) <= most


def blank_option(item: Item, _: Context) -> bool:
    """An option that shows nothing."""
    return any(is_blank(option) for option in item.question.options)


def equal_options(item: Item, _: Context) -> bool:
    """Two options that read the same; code is compared to the letter."""
    seen = Counter(
        text if coded else " ".join(text.casefold().rstrip(". ").split())
        for text, coded in zip(item.options, item.coded, strict=True)
    )
    return any(count > 1 for count in seen.values())


def near_equal_options(item: Item, _: Context) -> bool:
    """Two options in prose that differ in no word: in an ending or a mark at most."""
    prose = [text for text, coded in zip(item.options, item.coded, strict=True) if not coded]
    told = Counter(tuple(stem(word) for word in words(text) if word != "s") for text in prose)
    return any(count > 1 for word, count in told.items() if word)


def mixed_kinds(item: Item, _: Context) -> bool:
    """The key is code and no distractor is, or the other way round."""
    if not item.distractors or not item.keys:
        return False
    keys = {code for at, code in enumerate(item.coded) if at in item.question.key}
    others = {code for at, code in enumerate(item.coded) if at not in item.question.key}
    return (len(keys) == 1 and keys.isdisjoint(others)) or (not item.authored and keys != others)


def all_of_the_above(item: Item, _: Context) -> bool:
    """An option that points at all the others; in a shuffled order it means nothing."""
    return any(_ALL.fullmatch(text.rstrip(". ")) for text in item.options)


def none_of_the_above(item: Item, _: Context) -> bool:
    """An option that denies all the others: whoever picks it may still not know the answer."""
    return any(_NONE.fullmatch(text.rstrip(". ")) for text in item.options)


def facet_option(item: Item, context: Context) -> bool:
    """An option that is only a label, such as "Purpose" or "Step 2"."""
    return any(
        facets.is_facet(text) or normal(text) in context.recurring
        for text, coded in zip(item.options, item.coded, strict=True)
        if not coded and content(text) and not any(word[-1].isdigit() for word in words(text))
    )


def dangling_option(item: Item, _: Context) -> bool:
    """An option we took out of the notes that points at something left behind there."""
    return any(_POINTER.search(text) for text in item.options)


def long_option(item: Item, _: Context) -> bool:
    """An option nobody reads to its end in a chat."""
    return any(len(text) > _LONG for text in item.options)


def repeated_opening(item: Item, _: Context) -> bool:
    """All options begin with the same words, half of the shortest: they belong into the stem."""
    told = [words(text) for text in item.options]
    if len(told) < _FEWEST or any(item.coded):
        return False
    same = max(_SAME, min(map(len, told)) // 2)
    return min(map(len, told)) > same and len({found[:same] for found in told}) == 1


FLAWS: Final = (
    Flaw(
        "no-key",
        "No option is marked as right, so nobody could answer.",
        "Mark the right option: - [x].",
        no_key,
        serious=True,
    ),
    Flaw(
        "nothing-wrong",
        "Every option is marked as right, so there is nothing to choose.",
        "Add an option that is wrong: - [ ].",
        nothing_wrong,
        serious=True,
    ),
    Flaw(
        "option-count",
        "The question has fewer than two options or more than ten.",
        "Add an option, or split the question into two.",
        option_count,
        serious=True,
    ),
    Flaw(
        "blank-option",
        "An option is empty.",
        "Write something behind the box, or remove the line.",
        blank_option,
        serious=True,
    ),
    Flaw(
        "equal-options",
        "Two options read the same, so one of them would be wrong and right.",
        "Change or remove one of them.",
        equal_options,
        serious=True,
    ),
    Flaw(
        "near-equal-options",
        "Two options are the same but for an ending or a sign.",
        "Make the difference that matters easy to see, or remove one of them.",
        near_equal_options,
    ),
    Flaw(
        "mixed-kinds",
        "The right option looks different: only it is code, or only it is not.",
        "Write all options as code, or none of them.",
        mixed_kinds,
    ),
    Flaw(
        "all-of-the-above",
        'An option says "all of the above", but the order of options changes each time.',
        "Remove it and mark every right option with [x] instead.",
        all_of_the_above,
    ),
    Flaw(
        "none-of-the-above",
        'An option says "none of the above", so the right answer need not be known to pick it.',
        "Write a real option instead.",
        none_of_the_above,
    ),
    Flaw(
        "facet-option",
        "An option is only a label.",
        "Name the thing itself.",
        facet_option,
        ours=True,
    ),
    Flaw(
        "dangling-option",
        "An option points at something that is not there.",
        "Name what is meant.",
        dangling_option,
        ours=True,
    ),
    Flaw(
        "long-option",
        "An option is longer than people read in a chat.",
        "Keep each option under 250 characters and say the rest in the answer.",
        long_option,
    ),
    Flaw(
        "repeated-opening",
        "All options begin with the same words, which everyone has to read again and again.",
        "Move those words into the question.",
        repeated_opening,
    ),
)
