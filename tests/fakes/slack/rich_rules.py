"""What Slack refuses in rich text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Json = dict[str, Any]
Found = tuple[str, str]

_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "rich_text_section": frozenset(),
    "rich_text_list": frozenset({"style", "indent", "offset", "border"}),
    "rich_text_quote": frozenset({"border"}),
    "rich_text_preformatted": frozenset({"border", "language"}),
}
_LEAVES: Final[Mapping[str, frozenset[str]]] = {
    "text": frozenset({"text"}),
    "link": frozenset({"url", "text", "unsafe"}),
    "emoji": frozenset({"name", "unicode", "url", "skin_tone"}),
    "user": frozenset({"user_id"}),
    "usergroup": frozenset({"usergroup_id"}),
    "channel": frozenset({"channel_id"}),
    "broadcast": frozenset({"range"}),
    "date": frozenset({"timestamp", "format", "url", "fallback"}),
    "color": frozenset({"value"}),
}
_NEEDED: Final[Mapping[str, str]] = {"text": "text", "link": "url", "emoji": "name"}
_STYLES: Final = frozenset({"bold", "italic", "strike", "code", "underline"})
_DEEPEST: Final = 8


def rich_flaws(parts: object, at: str) -> Iterator[Found]:
    """Whatever is wrong with the elements of a ``rich_text`` block."""
    if not isinstance(parts, list) or not parts:
        yield "must have at least 1 item", at
        return
    for index, part in enumerate(parts):
        yield from _part(part, f"{at}/{index}")


def _part(part: Json, at: str) -> Iterator[Found]:
    kind = part.get("type", "")
    if kind not in _PARTS:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    for name in part.keys() - {"type", "elements"} - _PARTS[kind]:
        yield f"invalid additional property: {name}", at
    inside = part.get("elements")
    if not isinstance(inside, list):
        yield "missing required field: elements", at
        return
    if kind == "rich_text_list":
        yield from _list(part, inside, at)
        return
    for index, leaf in enumerate(inside):
        yield from _leaf(leaf, f"{at}/elements/{index}")


def _list(part: Json, inside: list[Json], at: str) -> Iterator[Found]:
    if part.get("style") not in {"bullet", "ordered"}:
        yield "style must be bullet or ordered", f"{at}/style"
    if not 0 <= part.get("indent", 0) <= _DEEPEST:
        yield f"indent must be 0 to {_DEEPEST}", f"{at}/indent"
    if not inside:
        yield "must have at least 1 item", f"{at}/elements"
    for index, item in enumerate(inside):
        if item.get("type") != "rich_text_section":
            yield f"unsupported type in a list: {item.get('type')}", f"{at}/elements/{index}"
        else:
            yield from _part(item, f"{at}/elements/{index}")


def _leaf(leaf: Json, at: str) -> Iterator[Found]:
    kind = leaf.get("type", "")
    if kind not in _LEAVES:
        yield f"unsupported type: {kind}", f"{at}/type"
        return
    for name in leaf.keys() - {"type", "style"} - _LEAVES[kind]:
        yield f"invalid additional property: {name}", at
    if kind in _NEEDED and not leaf.get(_NEEDED[kind]):
        yield "must be more than 0 characters", f"{at}/{_NEEDED[kind]}"
    style = leaf.get("style", {})
    if not isinstance(style, dict) or not style.keys() <= _STYLES:
        yield f"unknown style: {style}", f"{at}/style"
    elif not all(isinstance(on, bool) for on in style.values()):
        yield "a style is true or false", f"{at}/style"
