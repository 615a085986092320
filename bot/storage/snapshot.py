"""A question as JSON, for the round that keeps it.

The nouns carry no tags. Each kind of block and span has a required field no other has, and unknown
fields are refused, so that JSON fits one kind or none: nothing is told apart by trying in order.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.model import Question

KEPT_PARSED = 1024
"""Questions kept in their parsed form: every click on a round reads its question again."""


class _Snapshot(BaseModel):
    """The envelope; a form that older versions could not read gets the next ``version``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    question: Question


def to_json(question: Question) -> str:
    """The question as compact JSON; what has its default value is left out."""
    return _Snapshot(version=1, question=question).model_dump_json(exclude_defaults=True)


@lru_cache(maxsize=KEPT_PARSED)
def from_json(snapshot: str) -> Question:
    """The question that ``to_json`` wrote. Anything else raises ``ValueError``."""
    return _Snapshot.model_validate_json(snapshot).question
