"""The HTTP side: from a request on the wire to a method of the Web API or a response_url."""

from __future__ import annotations

import base64
import binascii
import math
from collections import deque
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from tests.fakes.discord.calls import Answer
from tests.fakes.discord.faults import LOST, Faults
from tests.fakes.slack import (
    chat_methods,
    file_methods,
    oauth_methods,
    people_methods,
    view_methods,
)
from tests.fakes.slack.calls import Asked, Call, Json, Method, SlackError, TooMany, bearer
from tests.fakes.slack.pictures import Unshown
from tests.fakes.slack.responding import respond
from tests.fakes.slack.state import State
from tests.fakes.slack.world import Workspace

_KEPT: Final = 20_000
_AS_JSON: Final = frozenset({"blocks", "attachments", "view", "metadata", "files"})
_COMMON: Final = frozenset({"token", "client_id", "client_secret", "team_id"})
_GONE: Final = frozenset({"used_url", "expired_url", "invalid_url"})


class Rest:
    """Slack's Web API, and the response_urls."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._methods: dict[str, Method] = {
            one.name: one
            for one in (
                *chat_methods.METHODS,
                *people_methods.METHODS,
                *view_methods.METHODS,
                *oauth_methods.METHODS,
                *file_methods.METHODS,
            )
        }
        self.requests: deque[Asked] = deque(maxlen=_KEPT)
        self.down = False

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one request."""
        path = request.path
        name = path.removeprefix("/api/")
        args = await _arguments(request)
        met = self._faults.take("POST", path)
        for fault in met:
            await fault.wait()
        failing = next((fault for fault in met if fault.answer is not None), None)
        workspace = self._state.with_token(_token(request, args))
        answer = Answer(503, "Service unavailable")
        if not self.down and (failing is None or failing.after_effect):
            answer = self._answer(request, name, args)
        if failing is not None and failing.answer is not None and not self.down:
            answer = failing.answer
        where = workspace.id if workspace else ""
        said = {key: value for key, value in args.items() if key not in {"token", "client_secret"}}
        now = self._state.clock.now()
        self.requests.append(Asked(now, name, said, answer.status, answer.body, where))
        self._state.changed()
        return _written(request, answer)

    def _answer(self, request: web.BaseRequest, name: str, args: Json) -> Answer:
        try:
            if request.path.startswith("/response/"):
                return self._respond(request.path.removeprefix("/response/"), args)
            if request.path.startswith("/upload/"):
                return file_methods.received(self._state, request.path, args)
            if not request.path.startswith("/api/"):
                self._state.record.unknown.append(request.path)
                return Answer(404, "Not found")
            return self._called(request, name, args)
        except Exception as error:  # noqa: BLE001 -- a fault of this server is shown in the test, not hidden by retries
            self._state.record.crashes.append(f"{name}: {error!r}")
            return Answer(500, f"the fake failed: {error!r}")

    def _respond(self, number: str, body: Json) -> Answer:
        try:
            respond(self._state, number, body)
        except SlackError as refused:
            self._complain("response_url", refused)
            return Answer(404 if refused.error in _GONE else 400, refused.body())
        return Answer(200, "ok")

    def _called(self, request: web.BaseRequest, name: str, args: Json) -> Answer:
        method = self._methods.get(name)
        if method is None:
            self._state.record.unknown.append(name)
            return Answer(200, {"ok": False, "error": "unknown_method", "req_method": name})
        headers: dict[str, str] = {}
        try:
            workspace = self._allowed(method, _token(request, args))
            headers["x-oauth-scopes"] = ",".join(sorted(workspace.scopes))
            self._unknown(method, args)
            if wait := self._state.limits.call(workspace.id, name):
                raise TooMany(wait)  # noqa: TRY301 -- answered like every refusal
            token = _token(request, args)
            call = Call(self._state, name, workspace, _basic(request, args), token)
            return Answer(200, method.handler(call), headers)
        except TooMany as refused:
            self._state.record.limited.append(f"{name}: one too many")
            return limited(refused.after)
        except SlackError as refused:
            self._complain(name, refused)
            return Answer(200, refused.body(), headers)

    def _complain(self, name: str, refused: SlackError) -> None:
        if isinstance(refused, Unshown):
            return
        if refused.error in {
            "invalid_blocks",
            "invalid_arguments",
            "msg_blocks_too_long",
            "no_text",
        }:
            said = refused.more.get("errors") or [refused.error]
            assert isinstance(said, list)
            self._state.record.complain(f"{name}: {refused.error}", said)

    def _unknown(self, method: Method, args: Json) -> None:
        names = sorted(args.keys() - method.arguments - _COMMON)
        said = [f"unknown parameter {name!r}" for name in names]
        self._state.record.complain(method.name, said)

    def _allowed(self, method: Method, token: str) -> Workspace:
        """For whom this token may call this method.

        Raises:
            SlackError: It may not.
        """
        first = next(iter(self._state.workspaces.values()))
        if method.opens == "none":
            return first
        if not token:
            raise SlackError("not_authed")
        if method.opens == "app":
            if token != self._state.app_token:
                kind = "not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth"
                raise SlackError(kind)
            return first
        return self._with_scope(method, token)

    def _with_scope(self, method: Method, token: str) -> Workspace:
        workspace = self._state.with_token(token)
        if workspace is None:
            app = token == self._state.app_token
            raise SlackError("not_allowed_token_type" if app else "invalid_auth")
        if workspace.revoked:
            raise SlackError(workspace.revoked)
        if method.scopes and not method.scopes & workspace.scopes:
            needed, given = sorted(method.scopes), sorted(workspace.scopes)
            raise SlackError("missing_scope", needed=",".join(needed), provided=",".join(given))
        return workspace


def limited(after: float) -> Answer:
    """The answer to one request too many."""
    seconds = str(max(1, math.ceil(after)))
    return Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": seconds})


def _token(request: web.BaseRequest, args: Json) -> str:
    return bearer(request.headers.get("Authorization", "")) or str(args.get("token") or "")


def _basic(request: web.BaseRequest, args: Json) -> Json:
    """The arguments, with what the client said of itself in the header."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return args
    try:
        name, _, word = base64.b64decode(secret).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return args
    return {**args, "client_id": name, "client_secret": word}


async def _arguments(request: web.BaseRequest) -> Json:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        parts = {name: _part(value) for name, value in form.items()}
        return {**dict(request.query), **_decoded(parts)}
    raw = await request.read()
    if request.path.startswith("/upload/"):
        return {"file": raw}
    if request.content_type == "application/json":
        try:
            given = orjson.loads(raw or b"{}")
        except orjson.JSONDecodeError:
            return {"_unreadable": raw.decode(errors="replace")}
        args = given if isinstance(given, dict) else {"_unreadable": given}
    else:
        args = dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True))
    return _decoded({**dict(request.query), **args})


def _part(value: object) -> object:
    return value.file.read() if isinstance(value, web.FileField) else value


def _decoded(args: dict[str, Any]) -> Json:
    for name in args.keys() & _AS_JSON:
        if isinstance(args[name], str):
            try:
                args[name] = orjson.loads(args[name])
            except orjson.JSONDecodeError:
                continue
    return args


def _written(request: web.BaseRequest, answer: Answer) -> web.Response:
    if answer.status == LOST:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    headers = dict(answer.headers)
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, headers=headers, text=answer.body)
    headers["Content-Type"] = "application/json; charset=utf-8"
    return web.Response(status=answer.status, headers=headers, body=orjson.dumps(answer.body))
