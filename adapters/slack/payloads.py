"""What Slack sends, read once: no more of it is believed than what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Payload = Mapping[str, Any]

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class Malformed(ValueError):
    """Something that Slack would not send."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something in which workspace and channel, and how it is answered.

    ``trigger`` names this one thing that was done, however often it is delivered. ``thread`` is
    the message whose thread it happened in, which that message itself is not. ``answer_to`` is a
    secret of some minutes; empty where Slack names no address to answer at.
    """

    team: str
    user: str
    name: str
    channel: str
    trigger: str
    answer_to: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A slash command: its name without the slash, and what was typed behind it."""

    origin: Origin
    command: str
    words: str


@dataclass(frozen=True, slots=True)
class Press:
    """A press on a button or menu. ``message`` is None where only one person sees it.

    ``payload`` has what was chosen in the menus of the message.
    """

    origin: Origin
    action_id: str
    message: str | None
    payload: Payload


@dataclass(frozen=True, slots=True)
class Happening:
    """An event in a workspace; ``id`` is the same however often it is delivered."""

    team: str
    id: str
    at: datetime
    event: Payload

    def text(self, name: str) -> str:
        """A part of the event that is words. Raises ``Malformed``."""
        return _text(self.event, name)


def check(body: object, *ids: object) -> None:
    """Refuse what slack_bolt, which believes all it reads, would stumble over.

    ``ids`` are those that it found. Raises ``Malformed``.
    """
    whole = _mapping(body)
    match whole.get("type"):
        case "event_callback":
            _text(_part(whole, "event"), "type")
        case "block_actions":
            _text(_first(whole, "actions"), "action_id")
            _check_fields(whole)
        case "block_suggestion":
            _text(whole, "action_id")
            _check_fields(whole.get("view") or {})
        case "view_submission":
            view = _part(whole, "view")
            _text(view, "type")
            _text(view, "callback_id")
            _check_fields(view)
        case None if "command" in whole or "ssl_check" in whole:
            pass
        case kind if not isinstance(kind, str):
            raise Malformed("type")
    for one in ids:
        if one is not None and not _is_plain(one):
            raise Malformed("id")


def _check_fields(asking: object) -> None:
    """See that what stands in the menus and fields of a message or form can be read."""
    state = _mapping(asking).get("state") or {}
    for inside in _mapping(_mapping(state).get("values") or {}).values():
        for field in _mapping(inside).values():
            several = _mapping(field).get("selected_options") or []
            if not isinstance(several, list):
                raise Malformed("selected_options")
            for option in filter(None, (*several, field.get("selected_option"))):
                if not isinstance(_mapping(option).get("value"), str):
                    raise Malformed("value")
            _check_files(field.get("files") or [])


def _check_files(files: object) -> None:
    if not isinstance(files, list):
        raise Malformed("files")
    for file in files:
        _text(_mapping(file), "id")


def happening(body: Payload, team: str | None) -> Happening:
    """An event. Raises ``Malformed``."""
    try:
        at = datetime.fromtimestamp(int(body["event_time"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise Malformed("event_time") from None
    return Happening(_known(team), _text(body, "event_id"), at, _part(body, "event"))


def line(body: Payload, team: str | None) -> Line:
    """A slash command. Raises ``Malformed``."""
    origin = Origin(
        team=_known(team),
        user=_text(body, "user_id"),
        name=_words(body.get("user_name")),
        channel=_text(body, "channel_id"),
        trigger=_text(body, "trigger_id"),
        answer_to=_text(body, "response_url"),
    )
    words = _words(body.get("text"))
    for entity, sign in _ENTITIES:
        words = words.replace(entity, sign)
    return Line(origin, _text(body, "command").removeprefix("/"), words)


def press(body: Payload, team: str | None) -> Press:
    """A press on a message. Raises ``Malformed``."""
    user, container = _part(body, "user"), _part(body, "container")
    message = _text(container, "message_ts")
    action = _first(body, "actions")
    hidden = container.get("is_ephemeral") is True
    origin = Origin(
        team=_known(team),
        user=_text(user, "id"),
        name=_words(user.get("name") or user.get("username")),
        channel=_text(container, "channel_id"),
        trigger=_text(body, "trigger_id"),
        answer_to=_text(body, "response_url"),
        thread=_thread(container, message),
    )
    return Press(origin, _text(action, "action_id"), None if hidden else message, body)


def filler(body: Payload, team: str | None, channel: str) -> Origin:
    """Who filled in a form that was opened in a channel. Raises ``Malformed``."""
    user = _part(body, "user")
    if not _is_plain(channel):
        raise Malformed("channel")
    return Origin(
        team=_known(team),
        user=_text(user, "id"),
        name=_words(user.get("name") or user.get("username")),
        channel=channel,
        trigger=_text(body, "trigger_id"),
        answer_to="",
    )


def _thread(container: Payload, message: str) -> str | None:
    """The thread that a message is in. Slack names it also of the one that the thread is below."""
    found = _text(container, "thread_ts") if container.get("thread_ts") else None
    return None if found == message else found


def _known(team: str | None) -> str:
    if not team:
        raise Malformed("no workspace")
    return team


def _text(part: Payload, name: str) -> str:
    """What only machines read, such as an id; it is never empty."""
    value = part.get(name)
    if not isinstance(value, str) or not value or not _is_plain(value):
        raise Malformed(name)
    return value


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _words(value: object) -> str:
    """What people wrote, as far as it is text that can be kept."""
    found = value if isinstance(value, str) else ""
    return found.replace("\0", "").encode(errors="replace").decode()


def _part(whole: Payload, name: str) -> Payload:
    return _mapping(whole.get(name))


def _mapping(value: object) -> Payload:
    if not isinstance(value, dict):
        raise Malformed(type(value).__name__)
    return value


def _first(whole: Payload, name: str) -> Payload:
    values = whole.get(name)
    if not isinstance(values, list) or not values:
        raise Malformed(name)
    return _mapping(values[0])
