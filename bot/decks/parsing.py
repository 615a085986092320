"""Bytes to a deck: read, tokenise once, let the shapes claim their lines, make the cards."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from bot.decks import cards, ids, linting, markdown, nothing, reading
from bot.decks.claiming import claimed
from bot.decks.outline import outline
from bot.decks.shapes import Draft
from bot.decks.titles import is_about_the_file
from bot.model import Deck, DeckId

_ID_LENGTH = 32


def parse(data: bytes, source: str) -> Deck:
    """The deck that a Markdown file holds; ``source`` is the file's name as people know it.

    Whatever looked like a question and became no card is a finding with its line.

    Raises:
        NotText: the bytes are no text.
    """
    read = reading.read(data, source)
    outlined = outline(markdown.document(read.text))
    claims = claimed(outlined)
    made = cards.made(claims.drafts)
    found = [
        *read.findings,
        *claims.findings,
        *made.findings,
        *ids.stray(outlined.document.blocks, _given(claims.drafts)),
        *linting.lint(outlined, read.text),
    ]
    if not made.cards:
        found.append(nothing.explained(outlined, read.text))
    found.sort(key=lambda finding: finding.line)
    title = _title(outlined.title, read.title) or _title_from_name(source)
    return Deck(deck_id(source), title, source, made.cards, tuple(found))


def _title(heading: str, front: str) -> str:
    """The first large heading names the deck, unless it is an ``Introduction`` or the like."""
    return front if front and is_about_the_file(heading, numbered=False) else heading or front


def _given(drafts: Iterable[Draft]) -> list[str]:
    return [draft.given_id for draft in drafts if draft.given_id is not None]


def deck_id(source: str) -> DeckId:
    """A short name for a file: its name without ending, in lower-case ASCII, 32 characters at most.

    A name that has to be cut, or has no such characters, ends in a hash of the whole name.
    """
    stem = _stem(source)
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    if slug and len(slug) <= _ID_LENGTH:
        return DeckId(slug)
    mark = hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return DeckId(f"{slug[: _ID_LENGTH - len(mark) - 1].strip('-')}-{mark}".strip("-"))


def _stem(source: str) -> str:
    path = PurePosixPath(source)
    return str(path.with_suffix("")) if path.suffix else source


def _title_from_name(source: str) -> str:
    words = re.sub(r"[-_\s]+", " ", PurePosixPath(_stem(source)).name).strip()
    return words[:1].upper() + words[1:] or source
