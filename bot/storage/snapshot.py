"""A question as JSON, for the round that keeps it, and what makes it the question of a day.

The nouns carry no tags. Each kind of block and span has a required field no other has, and unknown
fields are refused, so that JSON fits one kind or none: nothing is told apart by trying in order.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.model import Daily, Question
from bot.storage.types import in_utc

KEPT_PARSED = 1024
"""Questions kept in their parsed form: every click on a round reads its question again."""


class _Envelope(BaseModel):
    """A form that older versions could not read gets the next ``version``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]


class _Snapshot(_Envelope):
    question: Question


class _DailySnapshot(_Envelope):
    daily: Daily


def to_json(question: Question) -> str:
    """The question as compact JSON; what has its default value is left out."""
    return _Snapshot(version=1, question=question).model_dump_json(exclude_defaults=True)


@lru_cache(maxsize=KEPT_PARSED)
def from_json(snapshot: str) -> Question:
    """The question that ``to_json`` wrote. Anything else raises ``ValueError``."""
    return _Snapshot.model_validate_json(snapshot).question


def daily_to_json(daily: Daily) -> str:
    """What makes a round the question of a day, as compact JSON. A naive moment is refused."""
    written = _DailySnapshot(version=1, daily=_in_utc(daily))
    return written.model_dump_json(exclude_defaults=True)


@lru_cache(maxsize=KEPT_PARSED)
def daily_from_json(snapshot: str) -> Daily:
    """What ``daily_to_json`` wrote, its moments in UTC. Anything else raises ``ValueError``."""
    read = _DailySnapshot.model_validate_json(snapshot).daily
    try:
        return _in_utc(read)
    except TypeError as error:
        raise ValueError("a moment without a zone") from error


def _in_utc(daily: Daily) -> Daily:
    return replace(daily, at=in_utc(daily.at), until=in_utc(daily.until))
