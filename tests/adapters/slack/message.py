"""What Slack and this house allow in a message, and what can be read in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.forms import FORM
from adapters.slack.layout import IDLE, Page
from adapters.slack.picking import PICK
from bot.actions import decode
from tests.fakes.slack.blocks import BUTTON, length, pressables
from tests.fakes.slack.calls import SlackError
from tests.fakes.slack.rules import check_message, check_view, style_flaws, view_style_flaws

Json = dict[str, Any]

LARGEST = 10_000
"""Characters in all blocks of a message, safely below what Slack was seen to refuse."""

_KINDS = {
    *("header", "context", "rich_text", "actions"),
    *("plain_text", "button", "multi_static_select"),
    *("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"),
    *("text", "link", "date", "channel"),
    "image",
}
"""All that a message is made of: nothing that is read as mrkdwn or notifies."""

_UNESCAPED = re.compile(r"[<>]|&(?!amp;|lt;|gt;)")


def every(value: object) -> Iterator[Json]:
    """All objects in blocks, outer before inner, in reading order."""
    if isinstance(value, dict):
        yield value
        value = tuple(value.values())
    for inside in value if isinstance(value, list | tuple) else ():
        yield from every(inside)


def said(blocks: object) -> str:
    """The characters of texts and addresses, one behind the other."""
    return "".join(str(one.get("text", one.get("url", ""))) for one in every(blocks))


def labels(page: Page) -> list[str]:
    """What stands on the buttons."""
    return [one.label for one in pressables(page.blocks) if one.type == BUTTON]


def buttons(page: Page) -> dict[str, str]:
    """What the buttons that mean something mean, by what stands on them."""
    found = (one for one in pressables(page.blocks) if one.type == BUTTON)
    return {one.label: one.action_id for one in found if not one.action_id.startswith(IDLE)}


def faults(page: Page) -> list[str]:
    """Everything that Slack would refuse, or that this house does not want."""
    blocks = list(page.blocks)
    ids = [one.action_id for one in pressables(blocks)]
    kinds = {one["type"] for one in every(blocks) if "type" in one}
    wrong = {
        "no block": not blocks,
        "no words": not page.text.strip(),
        "words too long": len(page.text) > 4000,
        "a sign in the words": bool(_UNESCAPED.search(page.text)),
        "too much in all": length(blocks) > LARGEST,
        "an id twice": len(set(ids)) < len(ids),
        "something strange": not kinds <= _KINDS,
    }
    return [
        *(fault for fault, here in wrong.items() if here),
        *style_flaws({"text": page.text, "blocks": blocks}),
        *_refused(page),
        *_undecoded(page),
    ]


def home_faults(view: Json) -> list[str]:
    """Everything that Slack would refuse in a home tab."""
    try:
        check_view(view, home=True)
    except SlackError as error:
        return [f"{error} {error.__dict__}"]
    kinds = {one["type"] for one in every(view["blocks"]) if "type" in one}
    wrong = {
        "too much in all": length(view["blocks"]) > LARGEST,
        "something strange": not kinds <= _KINDS,
        "read otherwise by the SDK": View(**view).to_dict() != view,
    }
    return [*(fault for fault, here in wrong.items() if here), *view_style_flaws(view)]


def parsed(block: Json) -> Json:
    """A block as the SDK reads it, which leaves out what it does not know."""
    read = Block.parse(block)
    return read.to_dict() if isinstance(read, Block) else {}


def _refused(page: Page) -> Iterator[str]:
    try:
        check_message({"text": page.text, "blocks": [*page.blocks]}, edit=True)
    except SlackError as error:
        yield f"{error} {error.__dict__}"


def _undecoded(page: Page) -> Iterator[str]:
    """Buttons whose id nobody understands."""
    menus = [one for one in pressables(page.blocks) if one.type != BUTTON]
    values = [option["value"] for one in menus for option in one.options]
    for one in pressables(page.blocks):
        if not one.action_id.startswith((IDLE, PICK, FORM)):
            decode(one.action_id, values if one.action_id.startswith("c:") else ())
        if not 1 <= len(one.label) <= 75:
            yield f"a label of {len(one.label)}"
