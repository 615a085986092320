"""Components as Discord keeps them: read in order, counted, and found by what is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]
Path = tuple[str | int, ...]

ROW: Final = 1
BUTTON: Final = 2
SELECT: Final = 3
SECTION: Final = 9
TEXT: Final = 10
THUMBNAIL: Final = 11
GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
ENTITY_SELECTS: Final = frozenset({5, 6, 7, 8})
SELECTS: Final = ENTITY_SELECTS | {SELECT}


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button or a menu, as a person sees it; ``values`` are those of a menu's options."""

    kind: int
    custom_id: str
    label: str
    disabled: bool
    style: int
    values: tuple[str, ...] = ()
    least: int = 1
    most: int = 1

    @property
    def action(self) -> str:
        """What the bot is told was pressed, as any chat names it."""
        return self.custom_id


# What Discord writes of itself where a bot has left it out.
_LEFT_OUT: Final[dict[int, Json]] = {
    CONTAINER: {"accent_color": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def walk(components: Any, path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:  # noqa: ANN401 -- what came over the wire may be anything
    """Every component with its place, in the order in which a message is read."""
    for index, component in enumerate(components if isinstance(components, list) else ()):
        if isinstance(component, dict):
            here = (*path, index)
            yield here, component
            yield from walk(component.get("components"), (*here, "components"))
            accessory = component.get("accessory")
            if isinstance(accessory, dict):
                yield (*here, "accessory"), accessory


def texts(components: list[Json]) -> Iterator[str]:
    """What a message's text displays say, in reading order."""
    return (str(part["content"]) for _, part in walk(components) if part.get("type") == TEXT)


def pressables(components: list[Json]) -> Iterator[Pressable]:
    """The buttons and menus of a message, in reading order."""
    for _, part in walk(components):
        if (part.get("type") == BUTTON or part.get("type") in SELECTS) and "custom_id" in part:
            yield pressable(part)


def pressable(part: Json) -> Pressable:
    """What a person sees of this button or menu."""
    return Pressable(
        part["type"],
        part["custom_id"],
        part.get("label") or part.get("placeholder") or "",
        bool(part.get("disabled")),
        part.get("style") or 0,
        tuple(option["value"] for option in part.get("options") or ()),
        _or(part.get("min_values"), 1),
        _or(part.get("max_values"), 1),
    )


def numbered(components: list[Json]) -> list[Json]:
    """The components as Discord gives them back: a copy in which each has its number."""
    taken = {part["id"] for _, part in walk(components) if part.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    return [_numbered(part, free) for part in components]


def _numbered(part: Json, free: Iterator[int]) -> Json:
    given = {key: value for key, value in part.items() if value is not None}
    copy = _LEFT_OUT.get(part.get("type", 0), {}) | given
    copy["id"] = part.get("id") or next(free)
    if "components" in part:
        copy["components"] = [_numbered(child, free) for child in part["components"]]
    if isinstance(part.get("accessory"), dict):
        copy["accessory"] = _numbered(part["accessory"], free)
    return copy


def _or(value: int | None, default: int) -> int:
    return default if value is None else value
