"""What Discord demands of each kind of component by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.fakes.discord.components import (
    BUTTON,
    CONTAINER,
    ENTITY_SELECTS,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SELECT,
    SELECTS,
    SEPARATOR,
    TEXT,
    THUMBNAIL,
    Path,
)
from tests.fakes.discord.refusals import Flaw, Json

_INSIDE: Final = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR})
_TOP: Final = _INSIDE | {CONTAINER}
_LINK: Final = 5
_PREMIUM: Final = 6


def component_flaws(components: Any, *, v2: bool) -> Iterator[Flaw]:  # noqa: ANN401 -- what came over the wire may be anything
    """What is wrong with a message's components, each looked at by itself."""
    if not isinstance(components, list):
        yield Flaw(("components",), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    yield from _all(("components",), components, _TOP if v2 else frozenset({ROW}))


def length(path: Path, value: object, least: int, most: int) -> Iterator[Flaw]:
    """Whether a text that is there has a length within these bounds."""
    if value is not None and not isinstance(value, str):
        yield Flaw(path, "STRING_TYPE_CONVERT", "Could not interpret the value as string.")
    elif value is not None and not least <= len(value) <= most:
        message = f"Must be between {least} and {most} in length."
        yield Flaw(path, "BASE_TYPE_BAD_LENGTH", message)


def _all(path: Path, parts: Any, allowed: frozenset[int]) -> Iterator[Flaw]:  # noqa: ANN401 -- as above
    for index, part in enumerate(parts if isinstance(parts, list) else ()):
        yield from _one((*path, index), part, allowed)


def _one(path: Path, part: Any, allowed: frozenset[int]) -> Iterator[Flaw]:  # noqa: ANN401 -- as above
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in allowed:
        message = f"Value of field 'type' must be one of {sorted(allowed)}."
        yield Flaw((*path, "type"), "BASE_TYPE_CHOICES", message)
        return
    yield from _RULES[kind](path, part)


def _count(path: Path, parts: object, least: int, most: int) -> Iterator[Flaw]:
    if not isinstance(parts, list) or not least <= len(parts) <= most:
        message = f"Must be between {least} and {most} in length."
        yield Flaw(path, "BASE_TYPE_BAD_LENGTH", message)


def _row(path: Path, row: Json) -> Iterator[Flaw]:
    parts = row.get("components") or []
    here = (*path, "components")
    menu = any(isinstance(part, dict) and part.get("type") in SELECTS for part in parts)
    yield from _count(here, parts, 1, 1 if menu else 5)
    yield from _all(here, parts, SELECTS if menu else frozenset({BUTTON}))


def _section(path: Path, section: Json) -> Iterator[Flaw]:
    parts = section.get("components")
    yield from _count((*path, "components"), parts, 1, 3)
    yield from _all((*path, "components"), parts, frozenset({TEXT}))
    if section.get("accessory") is None:
        yield Flaw((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        accessory = section["accessory"]
        yield from _one((*path, "accessory"), accessory, frozenset({BUTTON, THUMBNAIL}))


def _container(path: Path, container: Json) -> Iterator[Flaw]:
    parts = container.get("components")
    yield from _count((*path, "components"), parts, 1, 40)
    yield from _all((*path, "components"), parts, _INSIDE)
    colour = container.get("accent_color")
    if colour is not None and not 0 <= colour <= 0xFFFFFF:
        yield Flaw((*path, "accent_color"), "NUMBER_TYPE_MAX", "Value must be a colour.")


def _text(path: Path, text: Json) -> Iterator[Flaw]:
    content = text.get("content")
    if not isinstance(content, str) or not content.strip():
        yield Flaw((*path, "content"), "BASE_TYPE_REQUIRED", "This field is required")
    else:
        yield from length((*path, "content"), content, 1, 4000)


def _button(path: Path, button: Json) -> Iterator[Flaw]:
    style = button.get("style")
    yield from length((*path, "label"), button.get("label"), 0, 80)
    if style not in range(1, _PREMIUM + 1):
        yield Flaw((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, …, 6}.")
    elif style == _LINK:
        yield from _either(path, button, "url", "custom_id")
    elif style != _PREMIUM:
        yield from _either(path, button, "custom_id", "url")
        yield from length((*path, "custom_id"), button.get("custom_id"), 1, 100)
    if style != _PREMIUM and not button.get("label") and not button.get("emoji"):
        message = "A button must have a label or an emoji."
        yield Flaw(path, "BUTTON_COMPONENT_LABEL_REQUIRED", message)


def _either(path: Path, part: Json, needed: str, forbidden: str) -> Iterator[Flaw]:
    if part.get(needed) is None:
        yield Flaw((*path, needed), "BASE_TYPE_REQUIRED", "This field is required")
    if part.get(forbidden) is not None:
        message = f"A {needed} and a {forbidden} cannot both be specified"
        yield Flaw((*path, forbidden), "BUTTON_COMPONENT_BOTH_SPECIFIED", message)


def _select(path: Path, menu: Json) -> Iterator[Flaw]:
    if menu.get("custom_id") is None:
        yield Flaw((*path, "custom_id"), "BASE_TYPE_REQUIRED", "This field is required")
    yield from length((*path, "custom_id"), menu.get("custom_id"), 1, 100)
    yield from length((*path, "placeholder"), menu.get("placeholder"), 0, 150)
    options = menu.get("options") or []
    most_there = 25
    if menu.get("type") == SELECT:
        yield from _count((*path, "options"), options, 1, 25)
        yield from _options((*path, "options"), options)
        most_there = len(options)
    least = 1 if menu.get("min_values") is None else menu["min_values"]
    most = 1 if menu.get("max_values") is None else menu["max_values"]
    if not 0 <= least <= 25 or least > max(most, 1):
        yield Flaw((*path, "min_values"), "NUMBER_TYPE_MAX", "Must be at most max_values.")
    if not 1 <= most <= max(most_there, 1):
        message = f"Must be between 1 and {most_there}, the number of options."
        yield Flaw((*path, "max_values"), "NUMBER_TYPE_MAX", message)
    if sum(bool(option.get("default")) for option in options) > most:
        message = "More options are chosen from the start than may be."
        yield Flaw((*path, "options"), "COMPONENT_SELECT_TOO_MANY_DEFAULTS", message)


def _options(path: Path, options: list[Json]) -> Iterator[Flaw]:
    seen: set[object] = set()
    for index, option in enumerate(options):
        here = (*path, index)
        for name in ("label", "value"):
            if not option.get(name):
                yield Flaw((*here, name), "BASE_TYPE_REQUIRED", "This field is required")
            yield from length((*here, name), option.get(name), 1, 100)
        yield from length((*here, "description"), option.get("description"), 0, 100)
        if option.get("value") in seen:
            message = "The specified option value is already used"
            yield Flaw((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(option.get("value"))


def _gallery(path: Path, gallery: Json) -> Iterator[Flaw]:
    yield from _count((*path, "items"), gallery.get("items"), 1, 10)
    for index, item in enumerate(gallery.get("items") or ()):
        yield from _media((*path, "items", index, "media"), item.get("media"))


def _thumbnail(path: Path, thumbnail: Json) -> Iterator[Flaw]:
    yield from _media((*path, "media"), thumbnail.get("media"))
    yield from length((*path, "description"), thumbnail.get("description"), 1, 1024)


def _file(path: Path, file: Json) -> Iterator[Flaw]:
    yield from _media((*path, "file"), file.get("file"))


def _media(path: Path, media: Any) -> Iterator[Flaw]:  # noqa: ANN401 -- as above
    url = media.get("url") if isinstance(media, dict) else None
    if not str(url).startswith(("http://", "https://", "attachment://")):
        message = 'Scheme must be one of ("http", "https", "attachment").'
        yield Flaw((*path, "url"), "URL_TYPE_INVALID_SCHEME", message)


def _separator(path: Path, separator: Json) -> Iterator[Flaw]:
    if separator.get("spacing") not in {None, 1, 2}:
        yield Flaw((*path, "spacing"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")


_RULES: Final[dict[int, Callable[[Path, Json], Iterator[Flaw]]]] = {
    ROW: _row,
    BUTTON: _button,
    **dict.fromkeys((SELECT, *ENTITY_SELECTS), _select),
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
