"""Web addresses among foreign words: which of them may lead anywhere, and where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adapters.chat.plain import clean

_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#\\]+", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"[\s<>\\`*|@]|~(?=~)|\](?=\()")
_TRAILING = "?!.,:;*_~'\"\u2019\u201d\u00bb\u2026"
_LONGEST = 300


def address(words: str) -> str:
    """A web address that shows itself, nothing in it being markup; empty for any other address."""
    words = clean(words).strip()
    if len(words) > _LONGEST or not _WEB.match(words):
        return ""
    return _IN_ADDRESS.sub(_percent, words)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())


def among(words: str) -> Iterator[tuple[str, str]]:
    """Harmless words and the addresses among them, in order: of each pair one is empty."""
    done = 0
    for found in _ADDRESS.finditer(words) if "://" in words else ():
        end = found.start() + len(_without_trailing(found.group()))
        if target := address(words[found.start() : end]):
            yield words[done : found.start()], ""
            yield "", target
            done = end
    yield words[done:], ""


def _without_trailing(words: str) -> str:
    """An address without what belongs to the sentence it stands in."""
    while words:
        opening = {")": "(", "]": "["}.get(words[-1])
        if opening and words.count(words[-1]) <= words.count(opening):
            break
        if not opening and words[-1] not in _TRAILING:
            break
        words = words[:-1]
    return words
