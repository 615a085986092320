"""Blocks as a person meets them: what they say, what can be pressed, what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

BUTTON: Final = "button"
SELECTS: Final = frozenset(
    {
        "static_select",
        "multi_static_select",
        "external_select",
        "multi_external_select",
        "users_select",
        "conversations_select",
        "channels_select",
        "checkboxes",
        "radio_buttons",
        "overflow",
    }
)
SEVERAL: Final = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})
"""Menus in which one chooses any number."""
_LINK: Final = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button or a menu where somebody finds it; ``whole`` is the element as it was sent."""

    type: str
    action_id: str
    block_id: str
    label: str
    value: str | None
    style: str | None
    whole: Mapping[str, Any]

    @property
    def action(self) -> str:
        """What the bot is told was pressed, as any chat names it."""
        return self.action_id

    @property
    def url(self) -> str | None:
        """Where a button leads outside of Slack."""
        return self.whole.get("url")

    @property
    def options(self) -> list[Json]:
        """What a menu offers."""
        grouped = [one for group in self.whole.get("option_groups", ()) for one in group["options"]]
        return [*self.whole.get("options", ()), *grouped]

    def chosen(self, value: str) -> Json:
        """The option of this value.

        Raises:
            LookupError: The menu does not offer it.
        """
        for option in self.options:
            if option["value"] == value:
                return option
        offered = ", ".join(option["value"] for option in self.options)
        raise LookupError(f"{self.action_id!r} does not offer {value!r}; it offers: {offered}.")


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block, in reading order."""
    for block in blocks:
        found = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        if block.get("type") in {"section", "actions", "input", "context_actions"}:
            for element in found:
                if isinstance(element, dict) and "action_id" in element:
                    yield block, element


def pressables(blocks: Sequence[Json]) -> list[Pressable]:
    """Buttons and menus, in reading order."""
    return [_pressable(block, element) for block, element in elements(blocks)]


def _pressable(block: Json, element: Json) -> Pressable:
    label = (element.get("text") or element.get("placeholder") or {}).get("text", "")
    return Pressable(
        element["type"],
        element["action_id"],
        block.get("block_id", ""),
        label,
        element.get("value"),
        element.get("style"),
        element,
    )


def with_ids(blocks: Sequence[Json], serial: Iterator[int]) -> list[Json]:
    """The blocks as Slack keeps them: what has no ``block_id`` or ``action_id`` is given one."""
    kept = []
    for block in blocks:
        mine = {"block_id": f"fake{next(serial)}", **block}
        if isinstance(mine.get("elements"), list) and mine["type"] == "actions":
            mine["elements"] = [_with_id(element, serial) for element in mine["elements"]]
        for name in ("accessory", "element"):
            if isinstance(mine.get(name), dict):
                mine[name] = _with_id(mine[name], serial)
        kept.append(mine)
    return kept


def _with_id(element: Json, serial: Iterator[int]) -> Json:
    if element.get("type") == "image":
        return element
    return {"action_id": f"fake{next(serial)}", **element}


def texts(blocks: Sequence[Json]) -> list[str]:
    """What the blocks say, one entry a piece, in reading order; no labels of buttons or menus."""
    return [said for block in blocks for said in _said(block) if said]


def _said(block: Json) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield from map(_text, [block.get("text"), *(block.get("fields") or ())])
            if (block.get("accessory") or {}).get("type") == "image":
                yield block["accessory"]["alt_text"]
        case "header" | "alert":
            yield _text(block["text"])
        case "context":
            yield " ".join(one.get("alt_text") or _text(one) for one in block["elements"])
        case "markdown":
            yield block["text"]
        case "image":
            yield from (_text(block.get("title")), block["alt_text"])
        case "rich_text":
            yield from (_rich(part) for part in block["elements"])
        case "table":
            yield from (" | ".join(map(_cell, row)) for row in block["rows"])
        case "input":
            yield from (_text(block["label"]), _text(block.get("hint")))


def _text(text: Json | None) -> str:
    if text is None:
        return ""
    return unescaped(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def unescaped(mrkdwn: str) -> str:
    """What is read where mrkdwn says this; the signs of styles are left in."""
    shown = _LINK.sub(lambda link: link[2] or link[1], mrkdwn)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cell(cell: Json) -> str:
    return (
        "\n".join(_rich(part) for part in cell["elements"]) if "elements" in cell else cell["text"]
    )


def _rich(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(_rich(item) for item in part["elements"])
    return "".join(map(_leaf, part["elements"]))


def _leaf(leaf: Json) -> str:
    match leaf["type"]:
        case "link":
            return str(leaf.get("text") or leaf["url"])
        case "emoji":
            return f":{leaf['name']}:"
        case "date":
            return str(leaf.get("fallback", leaf["timestamp"]))
        case "channel":
            return f"#{leaf['channel_id']}"
        case "user" | "usergroup" | "broadcast":
            return "@" + str(leaf.get("user_id") or leaf.get("range"))
    return str(leaf.get("text", ""))


def length(value: object) -> int:
    """How many characters people read in these blocks, labels included."""
    if isinstance(value, list):
        return sum(map(length, value))
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    own = len(text) if isinstance(text, str) else 0
    return own + sum(map(length, value.values()))
