"""The REST side of interactions: the first answer, and what the token is used for after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.fakes.discord.calls import Answer, Call, Route
from tests.fakes.discord.channels import edit, with_files
from tests.fakes.discord.component_rules import length
from tests.fakes.discord.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRED_MESSAGE,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    UPDATE,
    Interaction,
    Response,
)
from tests.fakes.discord.messages import Message
from tests.fakes.discord.refusals import Flaw, Json, Refused, Why
from tests.fakes.discord.rules import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SILENT,
    SUPPRESS_EMBEDS,
    check_message,
)
from tests.fakes.discord.state import State

_MAY: Final = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | COMPONENTS_V2
_ANSWERS: Final = {
    COMMAND: {MESSAGE, DEFERRED_MESSAGE, MODAL},
    COMPONENT: {MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
}


def callback(call: Call) -> Answer:
    """Create Interaction Response."""
    state, body = call.state, call.json()
    interaction = state.interactions.get(call.at["interaction_token"])
    if interaction is None or str(interaction.id) != call.at["interaction_id"]:
        raise Refused(Why.UNKNOWN_INTERACTION)
    now = state.clock.now()
    interaction.acknowledge(now)
    if body.get("type") not in _ANSWERS[interaction.kind]:
        text = f"Value must be one of {sorted(_ANSWERS[interaction.kind])}."
        raise Refused(Why.INVALID_BODY, [Flaw(("type",), "BASE_TYPE_CHOICES", text)])
    interaction.answered(_respond(call, interaction, body), now)
    state.changed()
    if call.query.get("with_response") in {"1", "true", "True"}:
        return Answer(200, _resource(interaction))
    return Answer(204)


def _respond(call: Call, interaction: Interaction, body: Json) -> Response:
    state, kind, data = call.state, body["type"], with_files(call, body.get("data") or {})
    match kind:
        case 4:
            return Response(kind, _post(state, interaction, data))
        case 5:
            flags = (data.get("flags") or 0) & EPHEMERAL | LOADING
            return Response(kind, _new(state, interaction, {}, flags))
        case 6:
            return Response(kind, interaction.pressed)
        case 7:
            return Response(kind, edit(state, _pressed(interaction), data))
        case 8:
            flaws = list(_choices(data))
            if flaws:
                raise Refused(Why.INVALID_BODY, flaws)
    return Response(kind, None, data)


def _pressed(interaction: Interaction) -> Message:
    if interaction.pressed is None or interaction.pressed.deleted:
        raise Refused(Why.UNKNOWN_MESSAGE)
    return interaction.pressed


def _post(state: State, interaction: Interaction, body: Json) -> Message:
    flags = body.get("flags") or 0
    check_message(body, flags=flags, may=_MAY, editing=False)
    return _new(state, interaction, body, flags)


def _new(state: State, interaction: Interaction, body: Json, flags: int) -> Message:
    if interaction.channel.deleted:
        raise Refused(Why.UNKNOWN_CHANNEL)
    private = interaction.user if flags & EPHEMERAL else None
    return state.posted(
        interaction.channel,
        body,
        author=state.bot,
        flags=flags,
        seen_by=private,
        interaction=interaction,
    )


def _choices(data: Json) -> Iterator[Flaw]:
    choices = data.get("choices")
    if not isinstance(choices, list) or len(choices) > 25:
        text = "Must be 25 or fewer in length."
        yield Flaw(("data", "choices"), "BASE_TYPE_MAX_LENGTH", text)
        return
    for index, choice in enumerate(choices):
        here = ("data", "choices", index)
        yield from length((*here, "name"), choice.get("name", ""), 1, 100)
        if isinstance(choice.get("value"), str):
            yield from length((*here, "value"), choice["value"], 1, 100)


def _resource(interaction: Interaction) -> Json:
    """The answer to ``with_response``; the message itself only where one was written."""
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    response = interaction.response
    if response is None or response.message is None:
        return {"interaction": about}
    message = response.message
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = message.loading
    about["response_message_ephemeral"] = message.private
    if response.type in {MESSAGE, UPDATE}:
        resource = {"type": response.type, "message": message.json()}
        return {"interaction": about, "resource": resource}
    return {"interaction": about}


def _interaction(call: Call) -> Interaction:
    interaction = call.state.interactions.get(call.at["webhook_token"])
    if interaction is None or call.at["webhook_id"] != str(call.state.bot.id):
        raise Refused(Why.UNKNOWN_WEBHOOK)
    interaction.follow(call.state.clock.now())
    return interaction


def followup(call: Call) -> Answer:
    """Create Followup Message; the first one after a deferral takes the place it keeps."""
    interaction, body = _interaction(call), with_files(call)
    response = interaction.response
    if response and response.type == DEFERRED_MESSAGE and response.message:
        first = response.message
        if first.loading and not first.deleted:
            given = {**body, "flags": (body.get("flags") or 0) & ~EPHEMERAL}
            check_message(given, flags=given["flags"], may=_MAY, editing=False)
            return Answer(200, edit(call.state, first, given).json())
    message = _post(call.state, interaction, body)
    interaction.followups.append(message)
    call.state.changed()
    return Answer(200, message.json())


def _own(call: Call) -> Message:
    """The message that the path means, if it is one of this interaction."""
    interaction = _interaction(call)
    response = interaction.response
    original = response.message if response else None
    own = [original] if original else []
    if "message_id" in call.at:
        own = [m for m in own + interaction.followups if str(m.id) == call.at["message_id"]]
    if not own or own[0].deleted:
        raise Refused(Why.UNKNOWN_MESSAGE)
    if own[0].channel.deleted:
        raise Refused(Why.UNKNOWN_CHANNEL)
    return own[0]


def get(call: Call) -> Answer:
    """Get Original Interaction Response, Get Followup Message."""
    return Answer(200, _own(call).json())


def patch(call: Call) -> Answer:
    """Edit Original Interaction Response, Edit Followup Message."""
    return Answer(200, edit(call.state, _own(call), with_files(call)).json())


def delete(call: Call) -> Answer:
    """Delete Original Interaction Response, Delete Followup Message."""
    call.state.removed(_own(call))
    return Answer(204)


_WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"
_CALLBACK: Final = "/interactions/{interaction_id}/{interaction_token}/callback"
ROUTES: Final = (
    Route("POST", _CALLBACK, callback, authorised=False),
    Route("POST", _WEBHOOK, followup, authorised=False),
    *(
        Route(method, f"{_WEBHOOK}/messages/{which}", handler, authorised=False)
        for which in ("@original", "{message_id}")
        for method, handler in (("GET", get), ("PATCH", patch), ("DELETE", delete))
    ),
)
