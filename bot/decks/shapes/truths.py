"""True or false: a statement, and a key that says which."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decks import words
from bot.decks.nodes import Node, Part, walk
from bot.decks.shapes.base import Choosing
from bot.decks.shapes.keys import keys
from bot.model import Choice
from bot.richtext import RichText, text


def true_or_false(_: RichText, body: Sequence[Node]) -> Choosing | None:
    """Both truths of a language as options, where the key is one of them."""
    if not any(words.may_be_true(node.raw) for node in walk(body) if node.part is not Part.CODE):
        return None
    for key in keys(body):
        found = words.truth(key.value)
        if found is None or not key.sure:
            continue
        (true, false), right = found
        choices = (Choice(text(true), right), Choice(text(false), not right))
        return Choosing(choices, (text(true if right else false),), key.rest)
    return None
