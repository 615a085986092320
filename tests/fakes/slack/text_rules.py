"""What is written wrongly inside texts: signs that were not escaped, and people who are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

_MEANT: Final = re.compile(
    r"<(?:@[UW]\w+|#C\w+(?:\|[^<>]*)?|![a-z]+(?:\^[^<>|]+)*(?:\|[^<>]*)?"
    r"|(?:https?|mailto|slack):[^<>|\s]+(?:\|[^<>]*)?)>"
)
"""What angle brackets are for: mentions, dates, links."""
_BARE: Final = re.compile(r"&(?!amp;|lt;|gt;)")
_CALLS: Final = re.compile(r"<(?:@[UW]\w+|!(?:channel|here|everyone|subteam\^\w+)(?:\|[^<>]*)?)>")
_CALLING: Final = frozenset({"user", "usergroup", "broadcast"})


def unescaped(mrkdwn: str) -> Iterator[str]:
    """Signs that mrkdwn needs escaped."""
    rest = _MEANT.sub("", mrkdwn)
    if "<" in rest:
        yield f"mrkdwn with an unescaped <: {mrkdwn[:80]!r}"
    if _BARE.search(mrkdwn):
        yield f"mrkdwn with an unescaped &: {mrkdwn[:80]!r}"


def callings(blocks: Sequence[Any], texts: Sequence[str]) -> Iterator[str]:
    """Whoever would be notified by being named; a channel may be named, for that calls nobody."""
    for text in texts:
        for call in _CALLS.findall(text):
            yield f"a text calls {call}"
    for element in _inner(list(blocks)):
        if element.get("type") in _CALLING:
            yield f"rich text calls a {element['type']}"


def _inner(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _inner(part)
    elif isinstance(value, list):
        for part in value:
            yield from _inner(part)
