"""Cues: what tells the key to someone who knows nothing of the subject.

After Millman, Bishop and Ebel, "An Analysis of Test-Wiseness", Educational and Psychological
Measurement 25(3), 1965, and Haladyna, Downing and Rodriguez, 2002 (guidelines 24 to 28).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from typing import Final

from bot.model import Kind
from bot.questions import grammar
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.flaws.stems import BLANK
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
_MANY: Final = frozenset({"they", "their", "them", "these", "those", "themselves"})
_ONE: Final = frozenset({"it", "its", "itself"})
_ASKING: Final = re.compile(r"which of these\b", re.IGNORECASE)
_NAME: Final = 3
_HEAD: Final = re.compile(
    r"(?P<article>(?:an?|one) )?(?:[\w-]+ ){0,3}?(?P<noun>[\w-]+)"
    r"(?= (?:of|that|which|for|to|where|used|with|who|in|whose)\b|[,;]|$)",
    re.IGNORECASE,
)


def leak(item: Item, context: Context) -> bool:
    """A word of the stem points at the key: the same word, an inflection, a part, an acronym.

    It counts only where it favours the key: not if half the distractors share it, nor if it
    stands all over the deck (a key that repeats its very subject does give it away), nor in a
    topic that names something of every option ("A and B: ...").
    """
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
    if item.authored:
        return False
    names = [re.split(r" ?[()]", text)[0] or text for text in item.options]
    for told in (item.topic, item.body):
        asked = [_names(told, name) for name in names]
        if any(asked) and not all(asked):
            return True
    return False


def _names(text: str, option: str) -> bool:
    name = " ".join(map(stem, words(option)))
    return len(name) >= _NAME and f" {name} " in f" {' '.join(map(stem, words(text)))} "


def number(item: Item, _: Context) -> bool:
    """The stem speaks of one or of many, and the options are not all of that number."""
    if item.authored or item.question.kind is Kind.ANSWER:
        return False
    if (many := _quotes_many(item.quoted)) is not None:
        keys, others = ({_is_many(text) for text in side} for side in (item.keys, item.distractors))
        if keys == {many} and others == {not many}:
            return True
    found = set(words(_ASKING.sub("", item.body)))
    verb = re.search(rf"{BLANK} (is|are|was|were|has|have|does|do)\b", item.stem)
    speaks = bool(found & (_MANY | _ONE)) or verb is not None
    return speaks and len({_is_many(text) for text in item.options}) > 1


def _quotes_many(quoted: str) -> bool | None:
    """Whether the quoted definition names one thing or many by its head noun, None if unsure."""
    head = _HEAD.match(quoted)
    if not head:
        return None
    if head["article"]:
        return False
    return True if _is_many(head["noun"]) and not grammar.is_third(head["noun"]) else None


def _is_many(text: str) -> bool:
    name = words(re.sub(r"\(.*?\)", "", text))
    return bool(name) and name[-1].endswith("s") and not name[-1].endswith(("ss", "us", "is"))


def article(item: Item, _: Context) -> bool:
    """An "a" or "an" before the blank fits some options only."""
    found = re.search(rf"\b(a|an) {BLANK}", item.stem, re.IGNORECASE)
    return bool(found) and len({text[:1].casefold() in "aeiou" for text in item.options}) > 1


def odd_form(item: Item, _: Context) -> bool:
    """The key has a grammatical form that no distractor has, and they share another."""
    if item.authored or item.question.kind is not Kind.ANSWER:
        return False
    keys = {grammar.form(text) for text in item.keys}
    others = {grammar.form(text) for text in item.distractors}
    return keys.isdisjoint(others) and len(keys) == len(others) == 1


def odd_ending(item: Item, _: Context) -> bool:
    """Only the key ends, or does not end, with a full stop."""
    return not any(item.coded) and _only_key(item, lambda text: text.endswith("."))


def odd_capital(item: Item, _: Context) -> bool:
    """Only the key begins, or does not begin, with a capital letter."""
    return not any(item.coded) and _only_key(
        item, lambda text: text[:1].isupper() or not text[:1].isalpha()
    )


def _only_key(item: Item, test: Callable[[str], bool]) -> bool:
    keys, others = set(map(test, item.keys)), set(map(test, item.distractors))
    return len(keys) == len(others) == 1 and keys != others and len(item.distractors) > 1


def absolute_distractor(item: Item, _: Context) -> bool:
    """Every distractor says "always", "never", "only", ... and the key does not."""
    if any(item.coded) or not item.distractors:
        return False
    others = [set(words(text)) & _ABSOLUTE for text in item.distractors]
    return all(others) and not any(set(words(text)) & _ABSOLUTE for text in item.keys)


FLAWS: Final = (
    Flaw(
        "leak",
        "A word of the question points at the right option.",
        "Say it with another word, or let a wrong option share it.",
        leak,
    ),
    Flaw(
        "length",
        "The right option is much longer or shorter than the wrong ones.",
        "Bring the options to about the same length.",
        length,
    ),
    Flaw(
        "named-distractor",
        "The stem names some of the options.",
        "Describe the term without naming its siblings.",
        named_distractor,
    ),
    Flaw(
        "number",
        "Singular and plural give an option away.",
        "Let stem and options agree in number.",
        number,
    ),
    Flaw(
        "article",
        '"A" or "an" gives an option away.',
        "Move the article into the options.",
        article,
    ),
    Flaw(
        "odd-form",
        "Only the right option has its grammatical form.",
        "Begin all options in the same way.",
        odd_form,
    ),
    Flaw(
        "odd-ending",
        "Only the right option ends, or does not end, with a full stop.",
        "End all options in the same way.",
        odd_ending,
    ),
    Flaw(
        "odd-capital",
        "Only the right option begins, or does not begin, with a capital.",
        "Begin all options in the same way.",
        odd_capital,
    ),
    Flaw(
        "absolute-distractor",
        'All wrong options say "always", "never" or "only", and the right one does not.',
        "Take those words out of the wrong options.",
        absolute_distractor,
    ),
)
