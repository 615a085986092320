"""Validators that look, of several alternatives, only at the one that was meant.

Discord's description is full of alternatives that a constant tells apart. Trying them all finds
the same, but takes tens of milliseconds for one message, and says of every alternative what is
wrong with it instead of what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Json = dict[str, Any]
Check = Callable[..., Iterator[ValidationError]]


def validator_for(schemas: Mapping[str, Json]) -> type[Draft202012Validator]:
    """The validator for a document with these named schemas."""
    kinds = {name: _kinds(schema) for name, schema in schemas.items()}

    def among(
        plain: Check,
        validator: Draft202012Validator,
        branches: Sequence[Json],
        instance: object,
        schema: Json,
    ) -> Iterator[ValidationError]:
        if all("const" in branch for branch in branches):
            yield from _constants(branches, instance)
        elif branches[0] == {"type": "null"} and len(branches) == 2:
            if instance is not None:
                yield from validator.descend(instance, branches[1])
        elif isinstance(instance, dict) and (table := _table(branches, kinds)):
            yield from _meant(table, validator, instance)
        else:
            yield from plain(validator, branches, instance, schema)

    def one_of(*arguments: Any) -> Iterator[ValidationError]:  # noqa: ANN401 -- handed through
        return among(Draft202012Validator.VALIDATORS["oneOf"], *arguments)

    def any_of(*arguments: Any) -> Iterator[ValidationError]:  # noqa: ANN401 -- as above
        return among(Draft202012Validator.VALIDATORS["anyOf"], *arguments)

    own = {"oneOf": one_of, "anyOf": any_of}
    made: type[Draft202012Validator] = extend(Draft202012Validator, own)  # type: ignore[no-untyped-call]
    return made


def _kinds(schema: Json) -> frozenset[int]:
    """The values of ``type`` that tell things of this schema from others."""
    values = schema.get("properties", {}).get("type", {}).get("enum", ())
    return frozenset(value for value in values if isinstance(value, int))


def _constants(branches: Sequence[Json], instance: object) -> Iterator[ValidationError]:
    known = [branch["const"] for branch in branches]
    if not any(value == instance and type(value) is type(instance) for value in known):
        yield ValidationError(f"{instance!r} is not one of {known}", instance=instance)


def _table(branches: Sequence[Json], kinds: Mapping[str, frozenset[int]]) -> dict[int, Json]:
    """Which alternative each ``type`` means; empty where that does not tell them apart."""
    table: dict[int, Json] = {}
    for branch in branches:
        own = kinds.get(branch.get("$ref", "").rpartition("/")[2], frozenset())
        if not own or own & table.keys():
            return {}
        table |= dict.fromkeys(own, branch)
    return table


def _meant(
    table: dict[int, Json], validator: Draft202012Validator, instance: Json
) -> Iterator[ValidationError]:
    branch = table.get(instance.get("type", 0))
    if branch is None:
        said = f"type {instance.get('type')!r} is not one of {sorted(table)}"
        yield ValidationError(said, instance=instance)
    else:
        yield from validator.descend(instance, branch)
