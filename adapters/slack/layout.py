"""A message of Slack: blocks from top to bottom, and the same in plain words.

Foreign words stand in ``plain_text`` and ``rich_text`` alone, in which Slack reads no signs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from adapters.slack import spoken
from adapters.slack.leaves import PICTURE
from bot.actions import Action, encode

Json = dict[str, Any]

LABEL = 75
"""Units of what stands on a button or in a menu."""

HEADER = 150
"""Units of a header."""

RICH = "rich_text"

IDLE = "idle:"
"""Begins the id of a button that means nothing now and only keeps its place."""


@dataclass(frozen=True)
class Page:
    """A message: what is drawn, and what is told where nothing can be drawn.

    ``text`` stands in notifications and is what screen readers read; it is escaped, as Slack
    wants it there. ``blocks`` are as they are sent; nobody changes them. ``plain`` is the page with
    words for its pictures, should Slack refuse them; None where it has no pictures.
    """

    text: str
    blocks: tuple[Json, ...]
    plain: Page | None = None

    @cached_property
    def written(self) -> str:
        """The page as JSON, written once for all who are shown it."""
        return json.dumps({"text": self.text, "blocks": self.blocks})


def page(*parts: Json) -> Page:
    """A message of those parts that are not blank."""
    blocks = tuple(block for part in parts if part for block in _blocks(part))
    return Page(spoken.escaped(spoken.lines(blocks)), blocks)


def _blocks(part: Json) -> Iterator[Json]:
    """A part as it is; of rich text the pictures in it as blocks of their own."""
    if part["type"] != RICH:
        yield part
        return
    for pictured, inside in groupby(part["elements"], lambda one: one["type"] == PICTURE):
        if pictured:
            yield from inside
        else:
            yield {"type": RICH, "elements": list(inside)}


def noted(shown: Page, said: str) -> Page:
    """The message with a line in small letters below it."""
    plain = shown.plain and noted(shown.plain, said)
    return replace(page(*shown.blocks, small(said)), plain=plain)


def plain(words: str) -> Json:
    """Words in which nothing is a sign, not even the name of an emoji."""
    return {"type": "plain_text", "text": words, "emoji": False}


def header(words: str) -> Json:
    """A title; blank where there is none."""
    return {"type": "header", "text": plain(words)} if words else {}


def small(*said: str) -> Json:
    """What is said in passing, in small letters; blank where nothing is."""
    words = " · ".join(filter(None, said))
    return {"type": "context", "elements": [plain(words)]} if words else {}


def rich(elements: Iterable[Json]) -> Json:
    """Elements of rich text below one another; blank where there are none."""
    inside = list(elements)
    return {"type": RICH, "elements": inside} if inside else {}


def button(action: Action, label: str, *, spoken_label: str = "", primary: bool = False) -> Json:
    """A button that means an action; ``spoken_label`` is read out instead of its label."""
    press: Json = {"type": "button", "action_id": encode(action), "text": plain(label)}
    if spoken_label:
        press["accessibility_label"] = spoken_label
    return {**press, "style": "primary"} if primary else press


def idle(label: str) -> Json:
    """A button that means nothing now and only keeps its place.

    Slack has no button that cannot be pressed: whoever hears presses lets those be whose ids
    begin with ``IDLE``.
    """
    return {"type": "button", "action_id": f"{IDLE}{label}", "text": plain(label)}


def buttons(presses: Iterable[Json]) -> Json:
    """Buttons side by side, of two that mean the same the first; blank where there are none."""
    different: dict[str, Json] = {}
    for one in presses:
        different.setdefault(one["action_id"], one)
    return {"type": "actions", "elements": [*different.values()]} if different else {}


def every(value: object) -> Iterator[Json]:
    """All objects in blocks, outer before inner, in reading order."""
    if isinstance(value, dict):
        yield value
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for inside in value:
        yield from every(inside)
