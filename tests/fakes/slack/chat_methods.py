"""The methods that write and change messages."""

from __future__ import annotations

from typing import Any, Final

from tests.fakes.slack.calls import Call, Json, Method, SlackError, TooMany, method
from tests.fakes.slack.messages import Message
from tests.fakes.slack.pictures import shown
from tests.fakes.slack.rules import check_message, style_flaws
from tests.fakes.slack.world import Channel

_SAID: Final = "text blocks attachments metadata mrkdwn parse link_names"


def post(call: Call) -> Json:
    """``chat.postMessage``."""
    channel = call.writable()
    _checked(call)
    wait = call.state.limits.post(call.workspace.id, channel.id)
    if wait and call.state.limits.enforce:
        raise TooMany(wait)
    _thread(channel, call.args)
    if call.args.get("unfurl_links") not in {False, "false", "0"}:
        call.state.record.complain(call.name, ["unfurl_links is not false"])
    body = {**call.args, "reply_broadcast": call.flag("reply_broadcast")}
    return _said(call.state.posted(channel, body))


def _checked(call: Call, *, edit: bool = False) -> None:
    check_message(call.args, edit=edit)
    shown(call.state, call.args.get("blocks"))
    call.state.record.complain(call.name, style_flaws(call.args))


def _thread(channel: Channel, args: Json) -> None:
    """A reply to a reply goes where the reply went, as people see it in Slack.

    Raises:
        SlackError: There is no such message to reply to.
    """
    ts = args.get("thread_ts")
    if not ts:
        return
    root = channel.find(str(ts))
    if root is None:
        raise SlackError("thread_not_found")
    args["thread_ts"] = root.thread_ts or root.ts


def _said(message: Message) -> Json:
    return {
        "ok": True,
        "channel": message.channel.id,
        "ts": message.ts,
        "message": message.json(),
    }


def update(call: Call) -> Json:
    """``chat.update``: what is not named stays as it is."""
    message = _own(call, "cant_update_message")
    if message.channel.archived:
        raise SlackError("is_archived")
    _checked(call, edit=True)
    wait = call.state.limits.edit(call.workspace.id, message.channel.id)
    if wait and call.state.limits.enforce:
        raise TooMany(wait)
    if wait:
        call.state.record.limited.append(f"{call.name}: over {call.state.limits.edits} a minute")
    if call.flag("reply_broadcast"):
        message.broadcast = True
    call.state.edited(message, call.args)
    return {**_said(message), "text": message.text}


def delete(call: Call) -> Json:
    """``chat.delete``."""
    message = _own(call, "cant_delete_message")
    call.state.removed(message)
    return {"ok": True, "channel": message.channel.id, "ts": message.ts}


def _own(call: Call, foreign: str) -> Message:
    channel = call.channel()
    message = channel.find(call.need("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.author is not call.workspace.bot:
        raise SlackError(foreign)
    return message


def post_ephemeral(call: Call) -> Json:
    """``chat.postEphemeral``."""
    channel, user = call.writable(), call.user()
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    _checked(call)
    _thread(channel, call.args)
    message = call.state.posted(channel, call.args, seen_by=user)
    return {"ok": True, "message_ts": message.ts}


def permalink(call: Call) -> Json:
    """``chat.getPermalink``."""
    channel = call.channel()
    ts = call.need("message_ts")
    if channel.find(ts) is None:
        raise SlackError("message_not_found")
    host = f"https://{call.workspace.domain}.slack.com"
    link = f"{host}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def _shown(messages: list[Message], call: Call) -> dict[str, Any]:
    latest, limit = call.args.get("latest"), int(call.args.get("limit") or 100)
    kept = [one for one in messages if one.ts >= str(call.args.get("oldest") or "")]
    kept = [one for one in kept if not latest or one.ts <= str(latest)]
    return {
        "ok": True,
        "messages": [one.json() for one in kept[:limit]],
        "has_more": len(kept) > limit,
        "response_metadata": {"next_cursor": ""},
    }


def history(call: Call) -> Json:
    """``conversations.history``, newest first."""
    channel = call.channel()
    if not channel.joined:
        raise SlackError("not_in_channel")
    return _shown(channel.messages[::-1], call)


def replies(call: Call) -> Json:
    """``conversations.replies``: the message itself and its thread, oldest first."""
    channel = call.channel()
    if not channel.joined:
        raise SlackError("not_in_channel")
    root = channel.find(call.need("ts"))
    if root is None:
        raise SlackError("thread_not_found")
    return _shown([root, *channel.thread(root.ts)], call)


_WRITE: Final = "chat:write"
_READ: Final = "channels:history groups:history im:history mpim:history"
_PAGED: Final = "channel cursor limit oldest latest inclusive include_all_metadata"
_POST: Final = (
    f"channel {_SAID} thread_ts reply_broadcast unfurl_links unfurl_media username icon_emoji "
    "icon_url as_user markdown_text"
)
METHODS: Final[tuple[Method, ...]] = (
    method("chat.postMessage", post, _POST, _WRITE),
    method("chat.update", update, f"channel ts {_SAID} reply_broadcast as_user", _WRITE),
    method("chat.delete", delete, "channel ts as_user", _WRITE),
    method(
        "chat.postEphemeral",
        post_ephemeral,
        "channel user text blocks attachments thread_ts link_names parse username icon_emoji "
        "icon_url as_user markdown_text",
        _WRITE,
    ),
    method("chat.getPermalink", permalink, "channel message_ts"),
    method("conversations.history", history, _PAGED, _READ),
    method("conversations.replies", replies, f"{_PAGED} ts", _READ),
)
