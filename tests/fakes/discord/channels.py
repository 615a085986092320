"""The REST side of channels and their messages."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.calls import Answer, Call, Route
from tests.fakes.discord.messages import Message
from tests.fakes.discord.refusals import Flaw, Json, Refused, Why
from tests.fakes.discord.rights import Right
from tests.fakes.discord.rules import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SILENT,
    SUPPRESS_EMBEDS,
    check_message,
)
from tests.fakes.discord.state import State, sending

NONCE_KEPT: Final = 120.0
"""Seconds for which a nonce is enforced: Discord says no more than "a few minutes"."""

_MAY_POST: Final = SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2
_MAY_EDIT: Final = SUPPRESS_EMBEDS | COMPONENTS_V2 | EPHEMERAL


def post(call: Call) -> Answer:
    """Create Message."""
    state, body = call.state, call.json()
    channel = state.reach(call.at["channel_id"])
    state.reach(call.at["channel_id"], sending(channel))
    if call.files:
        state.reach(call.at["channel_id"], Right.ATTACH_FILES)
    if channel.recipient is not None and not channel.recipient.accepts_direct_messages:
        raise Refused(Why.CANNOT_SEND_TO_USER)
    flags = body.get("flags") or 0
    check_message(with_files(call), flags=flags, may=_MAY_POST, editing=False)
    known = state.nonces.get((channel.id, body.get("nonce") or ""))
    if body.get("enforce_nonce") and known is not None and _fresh(state, known):
        return Answer(200, known.json())
    channel.archived = False
    message = state.posted(channel, with_files(call), author=state.bot, flags=flags)
    if body.get("nonce"):
        state.nonces[channel.id, body["nonce"]] = message
    return Answer(200, message.json())


def _fresh(state: State, message: Message) -> bool:
    posted = (message.id >> 22) / 1000
    now = (state.ids.next() >> 22) / 1000
    return not message.deleted and now - posted <= NONCE_KEPT


def with_files(call: Call, body: Json | None = None) -> Json:
    """The body, with the files that came along as its attachments.

    Raises:
        Refused: They are larger together than Discord takes.
    """
    body = call.json() if body is None else body
    if sum(one["size"] for one in call.files) > call.state.largest:
        raise Refused(Why.TOO_LARGE)
    return {**body, "attachments": list(call.files)} if call.files else body


def edit(state: State, message: Message, body: Json) -> Message:
    """Changes a message as Discord does.

    Raises:
        Refused: The body breaks a rule, or would leave nothing of the message.
    """
    given = body.get("flags")
    if given is not None and message.v2 and not given & COMPONENTS_V2:
        text = "The IS_COMPONENTS_V2 flag cannot be taken off a message."
        raise Refused(Why.INVALID_BODY, [Flaw(("flags",), "MESSAGE_CANNOT_REMOVE_V2", text)])
    flags = message.flags & ~LOADING | (given or 0)
    kept = {"content": message.content, "embeds": message.embeds}
    kept |= {"components": message.components, "attachments": message.attachments}
    check_message({**kept, **body}, flags=flags, may=_MAY_EDIT, editing=True)
    if not any({**kept, **body}.get(name) for name in kept):
        raise Refused(Why.EMPTY_MESSAGE)
    message.before.append(message.texts())
    message.flags = flags
    message.write(body)
    message.edits += 1
    message.edited = state.clock.written()
    state.changed()
    return message


def _message(call: Call, *needed: Right) -> Message:
    channel = call.state.reach(call.at["channel_id"], *needed)
    message = call.state.messages.get(int(call.at["message_id"]))
    if message is None or message.channel is not channel or message.private:
        raise Refused(Why.UNKNOWN_MESSAGE)
    return message


def patch(call: Call) -> Answer:
    """Edit Message."""
    message = _message(call)
    if message.author is not call.state.bot:
        raise Refused(Why.NOT_THE_AUTHOR)
    if message.channel.archived:
        raise Refused(Why.ARCHIVED)
    return Answer(200, edit(call.state, message, with_files(call)).json())


def get(call: Call) -> Answer:
    """Get Channel Message."""
    channel = call.state.reach(call.at["channel_id"])
    if not channel.rights(call.state.bot) & Right.READ_MESSAGE_HISTORY:
        raise Refused(Why.MISSING_ACCESS)
    return Answer(200, read(call.state, _message(call)))


def delete(call: Call) -> Answer:
    """Delete Message."""
    message = _message(call)
    if message.author is not call.state.bot:
        call.state.reach(call.at["channel_id"], Right.MANAGE_MESSAGES)
    call.state.removed(message)
    return Answer(204)


def history(call: Call) -> Answer:
    """Get Channel Messages: newest first, and none without the right to read the history."""
    channel = call.state.reach(call.at["channel_id"])
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= 100:
        text = "int value should be between 1 and 100."
        raise Refused(Why.INVALID_BODY, [Flaw(("limit",), "NUMBER_TYPE_MAX", text)])
    if not channel.rights(call.state.bot) & Right.READ_MESSAGE_HISTORY:
        return Answer(200, [])
    before, after = (int(call.query.get(name, 0)) for name in ("before", "after"))
    there = [m for m in channel.messages if m.id > after and (not before or m.id < before)]
    page = there[:limit] if after else there[-limit:]
    return Answer(200, [read(call.state, message) for message in reversed(page)])


def read(state: State, message: Message) -> Json:
    """A message as the bot may read it: what others wrote needs an intent it has not."""
    emptied = {} if message.author is state.bot else {"content": "", "components": [], "embeds": []}
    return message.json() | emptied


def channel(call: Call) -> Answer:
    """Get Channel."""
    return Answer(200, call.state.reach(call.at["channel_id"]).json())


def change(call: Call) -> Answer:
    """Modify Channel, of which a bot without further rights may only take out a thread."""
    state, body = call.state, call.json()
    thread = state.reach(call.at["channel_id"])
    state.reach(call.at["channel_id"], sending(thread))
    if set(body) != {"archived"} or body["archived"]:
        raise Refused(Why.MISSING_PERMISSIONS)
    thread.archived = False
    return Answer(200, thread.json())


def open_direct(call: Call) -> Answer:
    """Create DM."""
    recipient = str(call.json().get("recipient_id") or "")
    user = call.state.users.get(int(recipient)) if recipient.isdecimal() else None
    if user is None:
        text = "Value is not a user."
        raise Refused(Why.INVALID_BODY, [Flaw(("recipient_id",), "INVALID_RECIPIENT", text)])
    return Answer(200, call.state.direct(user).json())


_MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
ROUTES: Final = (
    Route("POST", "/channels/{channel_id}/messages", post),
    Route("GET", "/channels/{channel_id}/messages", history),
    Route("PATCH", _MESSAGE, patch),
    Route("GET", _MESSAGE, get),
    Route("DELETE", _MESSAGE, delete),
    Route("GET", "/channels/{channel_id}", channel),
    Route("PATCH", "/channels/{channel_id}", change),
    Route("POST", "/users/@me/channels", open_direct),
)
