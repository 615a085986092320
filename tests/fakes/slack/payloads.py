"""What Slack tells a bot: commands, interactions and events, as complete as the real ones."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from tests.fakes.slack import blocks as reading
from tests.fakes.slack.blocks import Pressable
from tests.fakes.slack.messages import Message
from tests.fakes.slack.state import State
from tests.fakes.slack.views import View
from tests.fakes.slack.world import APP_ID, Channel, User, Workspace

Json = dict[str, Any]
Picks = Mapping[tuple[str, str], Json]

TOKEN: Final = "fake-verification-token"  # noqa: S105 -- outdated in Slack, and opens nothing


def command(user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command, but for its trigger_id and response_url; what was typed comes escaped."""
    return {
        "token": TOKEN,
        "team_id": user.workspace.id,
        "team_domain": user.workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.payload_name,
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": html.escape(text, quote=False),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
    }


def interaction(kind: str, user: User) -> Json:
    """What all interactions have."""
    return {
        "type": kind,
        "user": user.brief(),
        "api_app_id": APP_ID,
        "token": TOKEN,
        "team": user.workspace.brief(),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(message: Message, picks: Picks) -> Json:
    """Where a message was acted in; what only one person sees is not told again."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": message.private,
    }
    if message.thread_ts is not None or message.reply_count:
        container["thread_ts"] = message.thread_ts or message.ts
    where = {"container": container, "channel": message.channel.brief()}
    where["state"] = {"values": state_values(message.blocks, picks)}
    return where if message.private else {**where, "message": message.json()}


def in_view(view: View, picks: Picks) -> Json:
    """Where a view was acted in."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": view.json(state_values(view.blocks, picks))}


def action(part: Pressable, options: Sequence[Json], ts: str) -> Json:
    """What was pressed or chosen."""
    whole = part.whole
    made: Json = {"type": part.type, "action_id": part.action_id, "block_id": part.block_id}
    for name in ("text", "value", "style", "url", "placeholder"):
        if name in whole:
            made[name] = whole[name]
    if part.type != reading.BUTTON:
        made |= chosen(part.type, options)
    return {**made, "action_ts": ts}


def chosen(kind: str, options: Sequence[Json]) -> Json:
    """What somebody has chosen in a menu, as Slack keeps it."""
    if kind in reading.SEVERAL:
        return {"type": kind, "selected_options": list(options)}
    return {"type": kind, "selected_option": options[0] if options else None}


def state_values(blocks: Sequence[Json], picks: Picks) -> Json:
    """What stands in all menus and inputs: chosen by this person, or from the beginning."""
    values: Json = {}
    for block, element in reading.elements(blocks):
        if element["type"] in {reading.BUTTON, "overflow"}:
            continue
        key = (block["block_id"], element["action_id"])
        values.setdefault(key[0], {})[key[1]] = picks.get(key) or _initial(element)
    return values


def _initial(element: Json) -> Json:
    kind = element["type"]
    if kind in reading.SELECTS:
        first = element.get("initial_option")
        return chosen(kind, element.get("initial_options") or ([first] if first else []))
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "value": element.get("initial_value")}


def filled(view: View, values: Mapping[str, Any], before: Picks) -> dict[tuple[str, str], Json]:
    """What a person has typed and chosen in a view, named by block or by action.

    Raises:
        LookupError: The view does not ask for this, or a required input is empty.
    """
    given, picks = dict(values), dict(before)
    for block, element in reading.elements(view.blocks):
        name = next((n for n in (block["block_id"], element["action_id"]) if n in given), None)
        key = (block["block_id"], element["action_id"])
        if name is not None:
            picks[key] = _entered(block, element, given.pop(name))
        elif (
            block["type"] == "input"
            and not block.get("optional")
            and _empty(before.get(key) or _initial(element))
        ):
            raise LookupError(f"{view} has to be filled in at {key}.")
    if given:
        raise LookupError(f"{view} does not ask for {sorted(given)}.")
    return picks


def _entered(block: Json, element: Json, value: Any) -> Json:  # noqa: ANN401 -- whatever is typed
    kind = element["type"]
    if kind == "file_input":
        return {"type": kind, "files": list(value)}
    if kind == "external_select":
        return chosen(kind, [value])  # one of the options that were offered for what was typed
    if kind in reading.SELECTS:
        [part] = reading.pressables([{**block, "elements": [], "element": element}])
        names = [value] if isinstance(value, str) else list(value)
        return chosen(kind, [part.chosen(name) for name in names])
    return {"type": kind, "value": value}


def _empty(value: Json) -> bool:
    return not any(part for name, part in value.items() if name != "type")


def event(state: State, workspace: Workspace, inner: Json) -> Json:
    """An event, in the envelope in which the Events API sends it."""
    stamp = state.ts()
    number = state.id("Ev")
    context = orjson.dumps({"et": inner["type"], "tid": workspace.id, "aid": APP_ID})
    return {
        "token": TOKEN,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": {**inner, "event_ts": stamp},
        "type": "event_callback",
        "event_id": number,
        "event_time": int(float(stamp)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{base64.urlsafe_b64encode(context).decode()}",
    }
