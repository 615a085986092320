"""The HTTP side: from a request on the wire through all that Discord puts before an endpoint."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from aiohttp import web

from tests.fakes.discord import applications, channels, webhooks
from tests.fakes.discord.calls import Answer, Call, Route, Router
from tests.fakes.discord.faults import LOST, Faults
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.limits import Limits
from tests.fakes.discord.refusals import Json, Refused, Why
from tests.fakes.discord.spec import ALLOWANCES, Complaint, Spec
from tests.fakes.discord.state import State

API: Final = "/api/v10"
_KEPT: Final = 20_000

Found = tuple[Route, dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One request and what came of it."""

    at: float
    method: str
    path: str
    template: str
    """The route, as Discord's description writes it; empty where there is none."""
    query: Mapping[str, str]
    body: Any
    status: int
    answer: Any

    def __str__(self) -> str:
        """In one line of a transcript."""
        code = self.answer.get("code", "") if isinstance(self.answer, dict) else ""
        body = "" if self.body is None else orjson.dumps(self.body).decode()[:300]
        return f"{self.method} {self.path} -> {self.status} {code} {body}".rstrip()


@dataclass(eq=False, slots=True)
class Record:
    """What a test may look at afterwards."""

    requests: deque[Asked] = field(default_factory=lambda: deque(maxlen=_KEPT))
    unknown: list[str] = field(default_factory=list)
    """Requests to places that this server has not."""
    violations: list[str] = field(default_factory=list)
    """Bodies that Discord would refuse."""
    spec_violations: list[str] = field(default_factory=list)
    """What requests said against Discord's description."""
    spec_allowed: set[str] = field(default_factory=set)
    """The named allowances that were made use of."""
    limited: list[str] = field(default_factory=list)
    """Requests that were one too many."""
    crashes: list[str] = field(default_factory=list)
    """Faults of this server itself."""


class Rest:
    """Discord's REST API."""

    def __init__(
        self, state: State, gateway: Gateway, limits: Limits, faults: Faults, spec: Spec | None
    ) -> None:
        self._state = state
        self._gateway = gateway
        self._limits = limits
        self._faults = faults
        self._spec = spec
        self._routes = Router(
            (
                *applications.ROUTES,
                *channels.ROUTES,
                *webhooks.ROUTES,
                Route("GET", "/gateway", self._where, authorised=False),
                Route("GET", "/gateway/bot", self._where),
            )
        )
        self.record = Record()

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one request."""
        method, path = request.method, request.path
        body, files = await self._read(request)
        query = dict(request.query)
        found = None
        if path.startswith(API + "/"):
            found = self._routes.find(method, path.removeprefix(API))
        met = self._faults.take(method, path.removeprefix(API))
        for fault in met:
            await fault.wait()
        failing = next((fault for fault in met if fault.answer is not None), None)
        answer = Answer(LOST)
        if failing is None or failing.after_effect:
            answer = await self._answer(request, found, query, body, files)
        if failing is not None and failing.answer is not None:
            answer = failing.answer
        self._limits.answered(answer.status)
        template = found[0].template if found else ""
        now, status = self._state.clock.now(), answer.status
        asked = Asked(now, method, path, template, query, body, status, answer.body)
        self.record.requests.append(asked)
        self._state.changed()
        return _written(request, answer)

    def _where(self, _call: Call) -> Answer:
        return Answer(200, self._gateway.where())

    async def _read(self, request: web.BaseRequest) -> tuple[Any, list[Json]]:
        if request.content_type == "multipart/form-data":
            return await self._multipart(request)
        raw = await request.read()
        try:
            return (orjson.loads(raw) if raw else None), []
        except orjson.JSONDecodeError:
            return raw.decode(errors="replace"), []

    async def _multipart(self, request: web.BaseRequest) -> tuple[Any, list[Json]]:
        form = await request.post()
        files = [self._file(part) for part in form.values() if isinstance(part, web.FileField)]
        return orjson.loads(str(form.get("payload_json", "{}"))), files

    def _file(self, part: web.FileField) -> Json:
        return self._state.stored(part.filename, part.file.read(), part.content_type)

    async def _answer(
        self,
        request: web.BaseRequest,
        found: Found,
        query: Mapping[str, str],
        body: object,
        files: list[Json],
    ) -> Answer:
        name = f"{request.method} {request.path}"
        if found is None:
            self.record.unknown.append(name)
            return Answer(404, Refused(Why.GENERAL).body())
        route, at = found
        self._checked(route, at, query, body)
        if route.authorised and request.headers.get("Authorization") != f"Bot {self._state.token}":
            return Answer(401, Refused(Why.UNAUTHORIZED).body())
        headers: dict[str, str] = {}
        refusal = self._limits.use_whole(route)
        if refusal is None:
            headers, refusal = self._limits.use(route, at.get("channel_id", ""))
        if refusal is not None:
            self.record.limited.append(name)
            return refusal
        answer = await self._handled(name, route, Call(self._state, at, query, body, files))
        return Answer(answer.status, answer.body, headers)

    def _checked(
        self, route: Route, at: Mapping[str, str], query: Mapping[str, str], body: object
    ) -> None:
        if self._spec is None:
            return
        for complaint in self._spec.check(route.method, route.template, at, query, body):
            allowance = _allowance(complaint)
            if allowance is None:
                self.record.spec_violations.append(str(complaint))
            else:
                self.record.spec_allowed.add(allowance)

    async def _handled(self, name: str, route: Route, call: Call) -> Answer:
        try:
            if isinstance(call.body, str):
                raise Refused(Why.INVALID_JSON)  # noqa: TRY301 -- answered like every refusal
            answer = route.handler(call)
            return await answer if inspect.isawaitable(answer) else answer
        except Refused as refused:
            if refused.why in {Why.INVALID_BODY, Why.EMPTY_MESSAGE, Why.INVALID_JSON}:
                flaws = "; ".join(map(str, refused.flaws))
                self.record.violations.append(f"{name}: {refused}: {flaws}")
            return Answer(refused.why.status, refused.body())
        except Exception as error:  # noqa: BLE001 -- a fault of this server is shown in the test, not hidden by retries
            self.record.crashes.append(f"{name}: {error!r}")
            return Answer(501, {"message": f"the fake failed: {error!r}", "code": 0})


def _allowance(complaint: Complaint) -> str | None:
    return next((one.name for one in ALLOWANCES if one.covers(complaint)), None)


def _written(request: web.BaseRequest, answer: Answer) -> web.Response:
    if answer.status == LOST:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, headers=answer.headers, text=answer.body)
    # Clients compare the type with exactly this, without a character set.
    headers = {**answer.headers, "Content-Type": "application/json"}
    return web.Response(status=answer.status, headers=headers, body=orjson.dumps(answer.body))
