"""Discord's published description of its API, and what requests say against it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord.alternatives import validator_for

Json = dict[str, Any]

_URI: Final = "urn:discord"
_BESIDE: Final = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
_TRUTH: Final[dict[str, bool]] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing in a request that the description does not know."""

    method: str
    template: str
    where: str
    said: str
    value: object = None

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.method} {self.template}: {self.where}: {self.said}"


@dataclass(frozen=True, slots=True)
class Allowance:
    """Something that Discord takes although its description words it differently."""

    name: str
    reason: str
    covers: Callable[[Complaint], bool]


# discord.py sends these; each is named, so that nothing else passes with it.
ALLOWANCES: Final = (
    Allowance(
        "with_response=1",
        "the description wants true or false; Discord's own guide and every SDK send 1",
        lambda complaint: complaint.where == "query with_response" and complaint.value == "1",
    ),
    Allowance(
        "wait and with_components as numbers",
        "as with_response: discord.py sends these truths of a webhook as 0 and 1",
        lambda complaint: (
            complaint.where in {"query wait", "query with_components"}
            and complaint.value in {"0", "1"}
        ),
    ),
    Allowance(
        "recipient_id as a number",
        "Discord reads a snowflake from a number as well; discord.py sends one",
        lambda complaint: complaint.where == "body.recipient_id" and _whole(complaint.value),
    ),
    Allowance(
        "attachment id as a number",
        "discord.py counts new files from 0, as Discord's guide on uploads does",
        lambda complaint: (
            ".attachments." in complaint.where
            and complaint.where.endswith(".id")
            and _whole(complaint.value)
        ),
    ),
)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class Spec:
    """The description, with one compiled validator for each place that is asked for."""

    def __init__(self, document: Json) -> None:
        self._document = document
        resource: Resource[Any] = DRAFT202012.create_resource(document)
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        self._class = validator_for(document["components"]["schemas"])
        self._validators: dict[str, Draft202012Validator] = {}
        self._operations: dict[tuple[str, str], Json | None] = {}

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Reads the description from a file."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def check(
        self,
        method: str,
        template: str,
        at: Mapping[str, str],
        query: Mapping[str, str],
        body: object,
    ) -> list[Complaint]:
        """What a request says that the description does not know.

        Args:
            method: The HTTP method.
            template: The route, with names in braces for what varies.
            at: What stands in the path for those names.
            query: The query's parameters.
            body: The body; None where there is none.
        """
        operation = self._operation(method, template)
        if operation is None:
            return [Complaint(method, template, "path", "is not in the description")]
        said = [*self._parameters(operation, at, query), *self._body(operation, body)]
        return [Complaint(method, template, *one) for one in said]

    def check_answer(
        self, method: str, template: str, status: int, body: object
    ) -> list[Complaint]:
        """What an answer says that the description does not promise; errors have one form."""
        operation = self._operation(method, template) or {"responses": {}}
        known = operation["responses"]
        name = next((n for n in (str(status), f"{status // 100}XX") if n in known), None)
        if name is None:
            return [Complaint(method, template, str(status), "is not in the description")]
        content = known[name].get("content")
        place = f"{operation['at']}/responses/{name}" if content else known[name].get("$ref")
        if place is None or body is None:
            return []
        pointer = f"{_URI}{place}/content/{_escaped('application/json')}/schema"
        said = self._errors({"$ref": pointer}, body, f"answer {status}")
        return [Complaint(method, template, *one) for one in said]

    def _operation(self, method: str, template: str) -> Json | None:
        key = (method, template)
        if key not in self._operations:
            place = self._document["paths"].get(template, {})
            found = place.get(method.lower())
            pointer = f"#/paths/{_escaped(template)}/{method.lower()}"
            both = [*place.get("parameters", ()), *(found or {}).get("parameters", ())]
            self._operations[key] = found and found | {"at": pointer, "parameters": both}
        return self._operations[key]

    def _parameters(
        self, operation: Json, at: Mapping[str, str], query: Mapping[str, str]
    ) -> Iterator[tuple[str, str, object]]:
        known = {(one["in"], one["name"]): one for one in operation["parameters"]}
        for place, values in (("path", at), ("query", query)):
            for name, value in values.items():
                parameter = known.get((place, name))
                if parameter is None:
                    yield f"{place} {name}", "is not in the description", value
                    continue
                schema = parameter["schema"]
                for error in self._validator(schema).iter_errors(_read(schema, value)):
                    yield f"{place} {name}", error.message, value

    def _body(self, operation: Json, body: Any) -> Iterator[tuple[str, str, object]]:  # noqa: ANN401 -- what came over the wire may be anything
        described = operation.get("requestBody")
        if described is None:
            if body is not None:
                yield "body", "none is expected", body
            return
        if body is None:
            if described.get("required"):
                yield "body", "is missing", None
            return
        reference = f"{operation['at']}/requestBody/content/{_escaped('application/json')}/schema"
        yield from self._errors({"$ref": _URI + reference}, body, "body")

    def _errors(
        self,
        schema: Json,
        instance: Any,  # noqa: ANN401 -- as above
        name: str,
    ) -> Iterator[tuple[str, str, object]]:
        for error in self._validator(schema).iter_errors(instance):
            for leaf in _leaves(error):
                where = ".".join([name, *map(str, leaf.absolute_path)])
                yield where, leaf.message[:300], leaf.instance

    def _validator(self, schema: Json) -> Draft202012Validator:
        key = json.dumps(schema)
        if key not in self._validators:
            whole = _absolute(schema)
            self._validators[key] = self._class(whole, registry=self._registry)
        return self._validators[key]


def _absolute(schema: Any) -> Any:  # noqa: ANN401 -- any part of a schema
    """The schema with references that lead into the document from anywhere."""
    if isinstance(schema, dict):
        return {
            key: _URI + value if key == "$ref" and value.startswith("#") else _absolute(value)
            for key, value in schema.items()
        }
    return [_absolute(part) for part in schema] if isinstance(schema, list) else schema


def _escaped(part: str) -> str:
    """A key as a JSON pointer in a URI writes it."""
    written = part.replace("~", "~0").replace("/", "~1")
    return written.replace("{", "%7B").replace("}", "%7D")


def _read(schema: Json, value: str) -> str | int:
    """A parameter's text as the value that the description speaks of."""
    kind = schema.get("type")
    if kind == "integer" and value.lstrip("-").isdecimal():
        return int(value)
    return _TRUTH.get(value, value) if kind == "boolean" else value


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """What is really wrong: of alternatives, only the one that comes nearest is looked into."""
    if not error.context:
        yield error
        return
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    for inner in min(branches.values(), key=len):
        yield from _leaves(inner)


@functools.cache
def published() -> Spec | None:
    """The description that lies beside the repository; None where it is missing."""
    return Spec.load(_BESIDE) if _BESIDE.is_file() else None
