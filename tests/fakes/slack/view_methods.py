"""The methods that show modals and home tabs."""

from __future__ import annotations

from typing import Final

from tests.fakes.slack.calls import Call, Json, Method, SlackError, method
from tests.fakes.slack.rules import check_view, view_style_flaws
from tests.fakes.slack.views import View

_MOST_PUSHED: Final = 3


def opened(call: Call) -> Json:
    """``views.open``."""
    body = _checked(call)
    external = body.get("external_id")
    if external and any(one.body.get("external_id") == external for one in _open(call)):
        raise SlackError("duplicate_external_id")
    delivery = call.state.pulled(call.need("trigger_id"))
    assert delivery.user is not None, "an event has no trigger_id"
    view = call.state.shown(delivery.user, body, delivery)
    delivery.opened.append(view)
    return {"ok": True, "view": view.json()}


def pushed(call: Call) -> Json:
    """``views.push``: a modal above the one that was acted in."""
    body = _checked(call)
    delivery = call.state.pulled(call.need("trigger_id"))
    if delivery.view is None or delivery.user is None:
        raise SlackError("not_found")
    view = call.state.shown(delivery.user, body, delivery)
    view.previous = delivery.view
    if _depth(view) > _MOST_PUSHED:
        raise SlackError("push_limit_reached")
    delivery.opened.append(view)
    return {"ok": True, "view": view.json()}


def _depth(view: View) -> int:
    return 1 if view.previous is None else 1 + _depth(view.previous)


def updated(call: Call) -> Json:
    """``views.update``."""
    body = _checked(call)
    view = _named(call)
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise SlackError("hash_conflict")
    call.state.rewritten(view, body)
    return {"ok": True, "view": view.json()}


def _named(call: Call) -> View:
    wanted, external = call.args.get("view_id"), call.args.get("external_id")
    for view in _open(call):
        if view.id == wanted or (external and view.body.get("external_id") == external):
            return view
    raise SlackError("not_found")


def _open(call: Call) -> list[View]:
    views = call.state.views.values()
    return [view for view in views if view.open and view.workspace is call.workspace]


def published(call: Call) -> Json:
    """``views.publish``: somebody's home tab."""
    body = _checked(call, home=True)
    user = call.user("user_id")
    view = call.workspace.homes.get(user.id)
    if view is None:
        view = call.state.shown(user, body)
        call.workspace.homes[user.id] = view
    elif call.args.get("hash") and call.args["hash"] != view.hash:
        raise SlackError("hash_conflict")
    else:
        call.state.rewritten(view, body)
    return {"ok": True, "view": view.json()}


def _checked(call: Call, *, home: bool = False) -> Json:
    body = check_view(call.args.get("view"), home=home)
    call.state.record.complain(call.name, view_style_flaws(body))
    return body


METHODS: Final[tuple[Method, ...]] = (
    method("views.open", opened, "trigger_id interactivity_pointer view"),
    method("views.push", pushed, "trigger_id interactivity_pointer view"),
    method("views.update", updated, "view_id external_id view hash"),
    method("views.publish", published, "user_id view hash"),
)
