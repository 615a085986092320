"""What Discord allows in a message of components, and what can be read in one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from adapters.discord.render import render
from bot.actions import decode
from bot.screens import Screen

ROW, BUTTON, MENU, TEXT, GALLERY, RULE, FRAME = 1, 2, 3, 10, 12, 14, 17

Component = dict[str, Any]


def drawn(screen: Screen, now: datetime) -> list[Component]:
    """The components of a screen as they are sent."""
    view = render(screen, now)
    view.stop()
    components: list[Component] = view.to_components()  # type: ignore[no-untyped-call]  # theirs
    return components


def every(components: list[Component]) -> Iterator[Component]:
    """All components, outer before inner."""
    for one in components:
        yield one
        yield from every(one.get("components", []))


def texts(components: list[Component]) -> list[str]:
    """The Markdown of every text, from top to bottom."""
    return [one["content"] for one in every(components) if one["type"] == TEXT]


def labels(components: list[Component]) -> list[str]:
    """What stands on the buttons."""
    return [one["label"] for one in every(components) if one["type"] == BUTTON]


def length(words: str) -> int:
    """As the stricter of two ways of counting has it: in UTF-16."""
    return len(words.encode("utf-16-le")) // 2


def faults(components: list[Component]) -> list[str]:
    """Everything that Discord would refuse."""
    found = list(every(components))
    said = texts(components)
    ids = [one["custom_id"] for one in found if "custom_id" in one]
    wrong = {
        "more than 40 components": len(found) > 40,
        "more than 4000 characters": sum(map(length, said)) > 4000,
        "an empty text": any(not one.replace("\u200b", "").strip() for one in said),
        "an id twice": len(set(ids)) < len(ids),
        "a strange id": any(not 1 <= len(one) <= 100 for one in ids),
        "an empty frame or row": any(one.get("components") == [] for one in found),
    }
    return [fault for fault, here in wrong.items() if here] + [
        fault for one in found for fault in _faults(one)
    ]


def _faults(one: Component) -> Iterator[str]:
    match one["type"]:
        case 1 if len(one["components"]) > 5:
            yield "more than five in a row"
        case 1 if len(one["components"]) > 1 and MENU in {in_["type"] for in_ in one["components"]}:
            yield "a menu beside something"
        case 2:
            if not one["disabled"]:
                decode(one["custom_id"])
            if not 1 <= length(one["label"]) <= 80:
                yield f"a label of {length(one['label'])}"
        case 3:
            yield from _menu_faults(one)
        case 12:
            if not 1 <= len(one["items"]) <= 10:
                yield f"{len(one['items'])} pictures in a gallery"
            if any(length(item.get("description") or "") > 1024 for item in one["items"]):
                yield "a picture that is described at length"


def _menu_faults(menu: Component) -> Iterator[str]:
    options = menu["options"]
    values = [one["value"] for one in options]
    decode(menu["custom_id"], values[: menu["max_values"]])
    if not 1 <= len(options) <= 25 or len(set(values)) < len(values):
        yield "options that cannot be"
    if not 1 <= menu["min_values"] == menu["max_values"] <= len(options):
        yield "a choice that cannot be made"
    if not 1 <= length(menu["placeholder"]) <= 150:
        yield "a placeholder that cannot be"
    if any(not 1 <= length(one["label"]) <= 100 for one in options):
        yield "an option's label that cannot be"
