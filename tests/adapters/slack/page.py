"""The goldens of Slack's screens, and how a person sees them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.slack.home import home
from adapters.slack.layout import IDLE
from adapters.slack.render import render
from bot.model import Period, RoomId, Standing
from bot.screens import DeckLine, HomeScreen, Upcoming
from tests.adapters.album import DECK, OLDER
from tests.adapters.album_pages import HOSTILE, ME
from tests.adapters.gallery import NOW
from tests.adapters.goldens import Goldens, album, as_sent

Json = dict[str, Any]

GOLDENS = Goldens(Path(__file__).parent / "goldens")


def homes() -> dict[str, HomeScreen]:
    """Pages of their own, by the names of what is special about them."""
    mine = Standing(3, ME, "Mia", 40, 6, 4)
    room = RoomId("slack", "T0001", "C0001")
    full = HomeScreen(
        (
            (Period.DAY, None),
            (Period.WEEK, mine),
            (Period.MONTH, replace(mine, rank=17)),
            (Period.ALL, replace(mine, rank=240, points=1010, answered=150, correct=101)),
        ),
        (
            DeckLine("questions", DECK, 20, 20, 0),
            DeckLine("statistics", "Statistics in two pages", 31, 12, 3),
        ),
        (
            Upcoming(room, NOW + timedelta(hours=21), DECK),
            Upcoming(replace(room, channel="C0002"), NOW + timedelta(days=1), "Statistics"),
        ),
    )
    nothing = HomeScreen(tuple((period, None) for period in Period), (), ())
    hostile = HomeScreen(
        nothing.standings,
        (DeckLine(HOSTILE, HOSTILE, 1, 1, 1),),
        (replace(full.upcoming[0], deck=HOSTILE),),
    )
    older = replace(full, kept=(OLDER,))
    return {
        "home, an older version of a deck": older,
        "home": full,
        "home, nothing yet": nothing,
        "home, hostile": hostile,
    }


def drawn(name: str) -> Json:
    """A screen or a home tab as it is sent."""
    if name in homes():
        return home(homes()[name], NOW)
    page = render(album()[name], NOW)
    return {"text": page.text, "blocks": [*page.blocks]}


def write() -> None:
    """Write the goldens anew."""
    GOLDENS.write((name, drawn(name)) for name in (*album(), *homes()))


def lines(name: str) -> Iterator[str]:
    """A golden as a person sees it."""
    yield "╭" + "─" * 78
    before = ""
    for block in GOLDENS.kept(name)["blocks"]:
        if before and not before == block["type"] == "actions":
            yield "│"
        before = block["type"]
        for line in _block(block):
            said = as_sent(line) if "hostile" in name else line.translate(_UNSEEN)
            yield f"│ {said}".rstrip()
    yield "╰" + "─" * 78


_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2068\u2069"), "")


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
            yield "═" * len(block["text"]["text"])
        case "context":
            yield from (one["text"] for one in block["elements"])
        case "rich_text":
            for element in block["elements"]:
                yield from _element(element)
        case "actions":
            yield "  ".join(map(_pressed, block["elements"]))


def _element(element: Json) -> Iterator[str]:
    said = "".join(map(_leaf, element["elements"])).split("\n")
    match element["type"]:
        case "rich_text_list":
            yield from _items(element)
        case "rich_text_preformatted":
            yield from (f"    {line}" for line in said)
        case "rich_text_quote":
            yield from (f"> {line}" for line in said)
        case _:
            yield from said


def _items(block: Json) -> Iterator[str]:
    inset = "  " * block.get("indent", 0) + "> " * block.get("border", 0)
    for number, item in enumerate(block["elements"], block.get("offset", 0) + 1):
        mark = f"{number}. " if block["style"] == "ordered" else "• "
        said = "".join(map(_leaf, item["elements"]))
        yield inset + mark + textwrap.indent(said, inset + " " * len(mark)).lstrip()


def _leaf(leaf: Json) -> str:
    match leaf["type"]:
        case "text":
            words: str = leaf["text"]
            return f"`{words}`" if leaf.get("style", {}).get("code") else words
        case "link":
            return f"<{leaf['url']}>"
        case "channel":
            return f"#{leaf['channel_id']}"
        case "date":
            return str(leaf["fallback"])
        case _:
            return ""


def _pressed(one: Json) -> str:
    if one["type"] == "multi_static_select":
        options = "  /  ".join(option["text"]["text"] for option in one["options"])
        return f"[ {one['placeholder']['text']} ▾ ]  {options} "
    around = "«»" if one.get("style") == "primary" else "  "
    label = one["text"]["text"]
    label = f"({label})" if one["action_id"].startswith(IDLE) else label
    return f"[{around[0]}{label}{around[1]}]"
