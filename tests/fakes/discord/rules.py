"""What Discord demands of a message's body, in its own words for what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tests.fakes.discord.component_rules import component_flaws, length
from tests.fakes.discord.components import FILE, GALLERY, ROW, TEXT, walk
from tests.fakes.discord.refusals import Flaw, Json, Refused, Why

SUPPRESS_EMBEDS: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
SILENT: Final = 1 << 12
COMPONENTS_V2: Final = 1 << 15

_MOST_COMPONENTS: Final = 40
_MOST_TEXT: Final = 4000
_LEGACY_FIELDS: Final = ("content", "embeds", "poll", "sticker_ids")
_EMBED_TEXTS: Final = ("title", "description")


def check_message(body: Json, *, flags: int, may: int, editing: bool) -> None:
    """Refuses a body that Discord would refuse.

    Args:
        body: The message as it was sent.
        flags: What the message's flags are to be, those it has already among them.
        may: Which flags this endpoint lets a bot set.
        editing: Whether a message is changed, and so may leave things as they are.

    Raises:
        Refused: With every flaw that was found.
    """
    try:
        flaws = list(_message_flaws(body, may, v2=bool(flags & COMPONENTS_V2)))
    except (AttributeError, KeyError, TypeError) as error:
        # Discord names the place of a value of a wrong type; here it is enough that it is one.
        flaws = [Flaw((), "MODEL_TYPE_CONVERT", f"Something is of a wrong type: {error}.")]
    if flaws:
        raise Refused(Why.INVALID_BODY, flaws)
    if not editing and _empty(body):
        raise Refused(Why.EMPTY_MESSAGE)


def _message_flaws(body: Json, may: int, *, v2: bool) -> Iterator[Flaw]:
    yield from _flags(body, may)
    yield from _texts(body)
    yield from _embeds(body)
    yield from _nonce(body)
    yield from _together(body, v2=v2)
    yield from _files(body, v2=v2)
    yield from component_flaws(body.get("components") or [], v2=v2)
    yield from _totals(body.get("components") or [], v2=v2)


def _empty(body: Json) -> bool:
    shown = ("content", "embeds", "components", "poll", "sticker_ids", "attachments")
    return not any(body.get(name) for name in shown)


def _flags(body: Json, may: int) -> Iterator[Flaw]:
    flags = body.get("flags")
    if flags is not None and (not isinstance(flags, int) or flags & ~may):
        yield Flaw(("flags",), "MESSAGE_INVALID_FLAGS", "These flags cannot be set here.")


def _texts(body: Json) -> Iterator[Flaw]:
    yield from length(("content",), body.get("content"), 0, 2000)


def _embeds(body: Json) -> Iterator[Flaw]:
    embeds = body.get("embeds") or []
    if len(embeds) > 10:
        yield Flaw(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if sum(map(_embed_size, embeds)) > 6000:
        yield Flaw(
            ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000"
        )


def _embed_size(embed: Json) -> int:
    texts = [embed.get(name) or "" for name in _EMBED_TEXTS]
    texts += [(embed.get("footer") or {}).get("text") or ""]
    texts += [(embed.get("author") or {}).get("name") or ""]
    texts += [field[part] for field in embed.get("fields") or () for part in ("name", "value")]
    return sum(map(len, texts))


def _nonce(body: Json) -> Iterator[Flaw]:
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        yield Flaw(("nonce",), "NONCE_TYPE_TOO_LONG", "Nonce must be 25 characters or fewer.")
    if body.get("enforce_nonce") and not nonce:
        yield Flaw(("nonce",), "BASE_TYPE_REQUIRED", "This field is required")


def _together(body: Json, *, v2: bool) -> Iterator[Flaw]:
    """Components V2 stand alone in a message."""
    for name in _LEGACY_FIELDS if v2 else ():
        if body.get(name):
            yield Flaw(
                (name,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _files(body: Json, *, v2: bool) -> Iterator[Flaw]:
    """A component shows files that are there, and no file of Components V2 is shown otherwise."""
    there = {str(one.get("filename")) for one in body.get("attachments") or ()}
    shown = set()
    for path, part in walk(body.get("components") or []):
        for at, url in _media(part):
            scheme, _, name = url.partition("://")
            shown.add(name)
            if scheme == "attachment" and name not in there:
                text = "The referenced attachment was not found"
                yield Flaw((*path, *at), "UNFURLED_MEDIA_ITEM_REFERENCED_NOT_FOUND", text)
    for name in sorted(there - shown) if v2 else ():
        yield Flaw(("attachments",), "UNSEEN", f"Nobody sees {name!r}: no component shows it.")


def _media(part: Json) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The addresses of what a component shows, and where they stand in it."""
    if part.get("type") == FILE:
        yield ("file", "url"), str((part.get("file") or {}).get("url"))
    for index, item in enumerate(part.get("items") or () if part.get("type") == GALLERY else ()):
        yield ("items", index, "media", "url"), str((item.get("media") or {}).get("url"))


def _totals(components: Any, *, v2: bool) -> Iterator[Flaw]:  # noqa: ANN401 -- what came over the wire may be anything
    """What holds for all components of a message together."""
    parts = [part for _, part in walk(components)]
    most = _MOST_COMPONENTS if v2 else 5
    counted = parts if v2 else [part for part in parts if part.get("type") == ROW]
    if len(counted) > most:
        message = f"The total number of components exceeds the maximum of {most}."
        yield Flaw(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    size = sum(units(str(part.get("content"))) for part in parts if part.get("type") == TEXT)
    if size > _MOST_TEXT:
        message = f"The total displayable text size {size} exceeds the maximum of {_MOST_TEXT}."
        yield Flaw(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    yield from _twice(components, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")
    yield from _twice(components, "id", "COMPONENT_ID_DUPLICATED")


def _twice(components: Any, name: str, code: str) -> Iterator[Flaw]:  # noqa: ANN401 -- as above
    counts = Counter(str(part[name]) for _, part in walk(components) if part.get(name))
    for path, part in walk(components):
        if part.get(name) and counts[str(part[name])] > 1:
            yield Flaw((*path, name), code, f"Component {name} cannot be duplicated")


def units(text: str) -> int:
    """The length of a text in UTF-16 units: of the two ways to count, the one that finds more."""
    return len(text) + sum(character > "\uffff" for character in text)


_MENTION: Final = re.compile(
    r"<@!?(?P<users>\d+)>|<@&(?P<roles>\d+)>|(?P<everyone>@everyone|@here)"
)


def pings(text: str, allowed: Json | None) -> list[str]:
    """Whom this text would call, with what a body says of allowed mentions.

    Without a word about them, Discord lets every mention ping.
    """
    parse = ["users", "roles", "everyone"] if allowed is None else allowed.get("parse") or []
    called = []
    for match in _MENTION.finditer(text):
        kind = match.lastgroup or ""
        named = (allowed or {}).get(kind) if kind != "everyone" else None
        if kind in parse or match[kind] in map(str, named or ()):
            called.append(match[0])
    return called
