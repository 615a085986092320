"""Where the pictures of a deck are, as far as their addresses tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.model import Card, Deck
from bot.richtext import Image, Inlines, RichText, inlines, remade

LONGEST = 500
"""Characters of a path."""

_DEEPEST = 20
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|\u2028\u2029\ud800-\udfff]")

_SIGNATURES = (
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"\xff\xd8\xff"),
    re.compile(rb"GIF8[79]a"),
    re.compile(rb"RIFF....WEBP", re.DOTALL),
)
SIGNATURE = 12
"""Bytes that tell whether a file is a picture."""


def is_beside(source: str) -> bool:
    """Whether an address of a picture means a file: it has no scheme and names no host."""
    return bool(source) and not _ELSEWHERE.match(source)


def path(source: str) -> str:
    """The path that an address means, from the folder of the deck; empty if it leads out of it."""
    address = source.partition("#")[0].partition("?")[0]
    if len(address) > LONGEST:
        return ""
    plain = address.encode("utf-8", "surrogatepass")
    try:
        words = _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), plain).decode()
    except UnicodeDecodeError:
        return ""
    parts = [part for part in words.split("/") if part != "."]
    return "/".join(parts) if is_within("/".join(parts)) else ""


def is_within(file: str) -> bool:
    """Whether a path stays in the folder that it begins in, and names nothing hidden."""
    parts = file.split("/")
    return (
        len(file) <= LONGEST
        and len(parts) <= _DEEPEST
        and not _UNSAFE.search(file)
        and all(part.strip() and not part.startswith(".") for part in parts)
    )


def is_picture(beginning: bytes) -> bool:
    """Whether a file that begins so is a picture that chats show."""
    return any(signature.match(beginning) for signature in _SIGNATURES)


def named(deck: Deck) -> Iterator[tuple[int, Image]]:
    """Every picture in the cards of a deck, with the line of its card."""
    for card in deck.cards:
        for rich in _texts(card):
            yield from ((card.line, one) for one in inlines(rich) if isinstance(one, Image))


def _texts(card: Card) -> Iterator[RichText]:
    yield card.prompt
    yield card.answer
    yield from (choice.text for choice in card.choices)


def placed(deck: Deck, place: Callable[[Image], str]) -> Deck:
    """The deck with the files of its pictures."""

    def change(rich: RichText) -> RichText:
        return remade(rich, lambda spans: _placed(spans, place))

    def changed(card: Card) -> Card:
        choices = tuple(replace(one, text=change(one.text)) for one in card.choices)
        return replace(
            card, prompt=change(card.prompt), answer=change(card.answer), choices=choices
        )

    return replace(deck, cards=tuple(map(changed, deck.cards)))


def _placed(spans: Inlines, place: Callable[[Image], str]) -> Inlines:
    return tuple(
        replace(span, file=place(span)) if isinstance(span, Image) else span for span in spans
    )
