"""One call of Discord's REST side: what was asked, what is answered, and by which route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.refusals import Flaw, Json, Refused, Why
from tests.fakes.discord.state import State


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has found its route; ``at`` holds the parts of the path by name."""

    state: State
    at: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: Sequence[Json] = ()

    def json(self) -> Json:
        """The body, which has to be an object.

        Raises:
            Refused: It is not.
        """
        if not isinstance(self.body, dict):
            flaw = Flaw((), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            raise Refused(Why.INVALID_BODY, [flaw])
        return self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; None has no body."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], "Answer | Awaitable[Answer]"]


@dataclass(frozen=True, slots=True)
class Route:
    """One place of the API, written as Discord's own description writes it."""

    method: str
    template: str
    handler: Handler
    authorised: bool = True

    @property
    def parts(self) -> list[str]:
        """The path's parts, those that vary in braces."""
        return self.template.strip("/").split("/")

    def match(self, parts: Sequence[str]) -> dict[str, str] | None:
        """The varying parts of this path by name, or None if it is another's."""
        found: dict[str, str] = {}
        for mine, given in zip(self.parts, parts, strict=True):
            if mine.startswith("{"):
                found[mine[1:-1]] = given
            elif mine != given:
                return None
        ids = (value for name, value in found.items() if name.endswith("_id"))
        return found if all(value.isdecimal() for value in ids) else None


class Router:
    """Finds the route of a path."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes: dict[tuple[str, int], list[tuple[Route, list[str]]]] = {}
        for route in routes:
            key = (route.method, len(route.parts))
            self._routes.setdefault(key, []).append((route, route.parts))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route of this path and its varying parts; those without any come first."""
        parts = path.strip("/").split("/")
        for route, _ in self._routes.get((method, len(parts)), ()):
            found = route.match(parts)
            if found is not None:
                return route, found
        return None
