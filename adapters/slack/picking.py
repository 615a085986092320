"""Choosing several options: a menu that keeps what one has chosen, and a button that says it.

Slack reports every single change of a menu. Only the press of the button is an answer: its id is
that of ``bot.actions.encode_menu``, and what was chosen comes along as the state of the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from adapters.slack.layout import Json, plain
from bot import wording
from bot.actions import encode_menu
from bot.errors import WrongNumberOfPicks
from bot.model import RoundId

PICK = "pick:"
"""Begins the id of a menu, and of its block: its changes are let be, the button reads it."""


def menu(round_id: RoundId, labels: Iterable[str], choose: int, asked: str) -> Json:
    """A menu of which at most ``choose`` are chosen, and the button that answers with them.

    Its block keeps its id when the message is edited, so that what somebody has chosen stays.
    """
    options = [{"text": plain(one), "value": str(index)} for index, one in enumerate(labels)]
    select = {
        "type": "multi_static_select",
        "action_id": PICK + round_id,
        "placeholder": plain(asked),
        "options": options,
        "max_selected_items": choose,
    }
    press = {"type": "button", "action_id": encode_menu(round_id), "text": plain(wording.ANSWER)}
    return {"type": "actions", "block_id": PICK + round_id, "elements": [select, press]}


def asks(action_id: str) -> bool:
    """Whether the press of a button means what was chosen in the menu beside it."""
    return action_id.startswith(encode_menu(RoundId("-"))[:-1])


def chosen(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that were chosen when something in this message was pressed.

    Empty where it has no menu. Raises ``WrongNumberOfPicks`` where it has one and nothing was
    chosen: of that no button id can tell.
    """
    state = (payload.get("state") or {}).get("values") or {}
    menus = [
        one for block, inside in state.items() if block.startswith(PICK) for one in inside.values()
    ]
    values = tuple(option["value"] for one in menus for option in one.get("selected_options") or ())
    wanted = _wanted(payload)
    if (menus or wanted) and not values:
        raise WrongNumberOfPicks(wanted)
    return values


def _wanted(payload: Mapping[str, Any]) -> int:
    blocks = (payload.get("message") or {}).get("blocks") or ()
    elements = (one for block in blocks for one in block.get("elements") or ())
    return next((one["max_selected_items"] for one in elements if "max_selected_items" in one), 0)
