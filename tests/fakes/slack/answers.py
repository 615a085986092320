"""What an acknowledgement does besides acknowledging."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack.calls import SlackError
from tests.fakes.slack.deliveries import COMMANDS, EVENTS, Delivery
from tests.fakes.slack.responding import said
from tests.fakes.slack.rules import check_view
from tests.fakes.slack.state import State
from tests.fakes.slack.views import View

Json = dict[str, Any]


def acted_upon(state: State, delivery: Delivery, body: object) -> None:
    """Shows what the acknowledgement says: a message, a changed view, errors in a view.

    Raises:
        SlackError: Slack would refuse it.
    """
    if delivery.type == COMMANDS:
        if body:
            answer = body if isinstance(body, dict) else {"text": str(body)}
            said(state, delivery, answer, "acknowledgement of a command")
        return
    if delivery.kind == "view_submission" and delivery.view is not None:
        _submitted(state, delivery, delivery.view, body if isinstance(body, dict) else {})
    elif delivery.kind == "block_suggestion":
        if not isinstance(body, dict) or not {"options", "option_groups"} & body.keys():
            raise SlackError("no options")
    elif body and delivery.type != EVENTS:
        state.record.complain(f"acknowledgement of {delivery.kind}", [f"nobody sees {body!r}"])


def _submitted(state: State, delivery: Delivery, view: View, body: Json) -> None:
    match body.get("response_action"):
        case "errors":
            known = {block.get("block_id") for block in view.blocks if block["type"] == "input"}
            if not body["errors"] or not body["errors"].keys() <= known:
                raise SlackError("errors for no block of the view")
            view.errors = dict(body["errors"])
        case "update":
            state.rewritten(view, check_view(body.get("view")))
        case "push":
            above = state.shown(view.user, check_view(body.get("view")), delivery)
            above.previous = view
            delivery.opened.append(above)
        case "clear":
            _closed(view.root, state)
        case None:
            view.open = False
            if view.previous is not None:
                view.previous.open = True
        case other:
            raise SlackError(f"unknown response_action {other!r}")
    state.changed()


def _closed(root: View, state: State) -> None:
    for view in state.views.values():
        if view.root is root:
            view.open = False
