"""Cues of grammar and form: what only the right option agrees with.

After Millman, Bishop and Ebel, 1965, as the other cues.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.model import Kind
from bot.questions import grammar
from bot.questions.context import Context
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item
from bot.questions.flaws.stems import BLANK
from bot.questions.grammar import Form
from bot.questions.words import WORD, words

_MANY: Final = frozenset({"they", "their", "them", "these", "those", "themselves"})
_ONE: Final = frozenset({"it", "its", "itself"})
_ASKING: Final = re.compile(r"which of these\b", re.IGNORECASE)
_WOVEN: Final = re.compile(
    r".*?\bwhich (?:one|of the two|of these) is (?=an? |one )", re.IGNORECASE
)
"""What stands before a definition that is woven into the stem, not quoted."""
_ACTS: Final = frozenset({Form.VERB, Form.GERUND, Form.IMPERATIVE})
_HEAD: Final = re.compile(
    r"(?P<article>(?:an?|one) )?(?:[\w-]*[^\Ws] ){0,3}?(?P<noun>[\w-]+)"
    r"(?= (?:of|that|which|for|to|where|used|with|who|in|whose)\b|[,;]|$)",
    re.IGNORECASE,
)


def number(item: Item, _: Context) -> bool:
    """The stem speaks of one or of many, and the options are not all of that number."""
    if item.question.kind is Kind.ANSWER:
        return False
    woven = _WOVEN.match(item.body)
    many = _tells_many(item.body[woven.end() :] if woven else item.quoted)
    if many is not None and (not many) in map(_is_many, item.options):
        return True
    found = set(words(_ASKING.sub("", item.body)))
    verb = re.search(rf"{BLANK} (is|are|was|were|has|have|does|do)\b", item.stem)
    speaks = bool(found & (_MANY | _ONE)) or verb is not None
    return speaks and len({_is_many(text) for text in item.options} - {None}) > 1


def _tells_many(told: str) -> bool | None:
    """Whether a definition names one thing or many by its head noun, None if unsure."""
    head = _HEAD.match(told)
    if not head or grammar.form(told) in _ACTS:
        return None
    if head["article"]:
        return False
    return True if _is_many(head["noun"]) and not grammar.is_third(head["noun"]) else None


def _is_many(text: str) -> bool | None:
    """Whether ``text`` is a plural; None where capitals hide it (``DNS``, ``CSS``)."""
    name = WORD.findall(re.sub(r"\(.*?\)", "", text))
    if name and name[-1].isupper():
        return None
    return bool(name) and name[-1].endswith("s") and not name[-1].endswith(("ss", "us", "is"))


def article(item: Item, _: Context) -> bool:
    """An "a" or "an" before the blank fits some options only."""
    found = re.search(rf"\b(a|an) {BLANK}", item.stem, re.IGNORECASE)
    return bool(found) and len({text[:1].casefold() in "aeiou" for text in item.options}) > 1


def odd_form(item: Item, _: Context) -> bool:
    """The key has a grammatical form that no distractor has, and they share another."""
    if item.question.kind is not Kind.ANSWER:
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


FLAWS: Final = (
    Flaw(
        "number",
        "Singular and plural give an option away.",
        "Let question and options agree in number.",
        number,
        ours=True,
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
        ours=True,
    ),
    Flaw(
        "odd-ending",
        "The right option alone ends, or does not end, with a full stop, which gives it away.",
        "End all options with a full stop, or none of them.",
        odd_ending,
    ),
    Flaw(
        "odd-capital",
        "The right option alone begins, or does not begin, with a capital, which gives it away.",
        "Begin all options with a capital, or none of them.",
        odd_capital,
    ),
)
