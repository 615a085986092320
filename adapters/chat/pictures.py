"""Pictures in what is told: which can be shown, where they come from, and what stands for them.

An author says where a picture is; nothing is fetched by us. A public address is given to the
platform, a file beside the deck and a formula are sent along. All else stays its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeVar
from urllib.parse import quote, urlsplit

from adapters.chat.rounds import key
from bot.richtext import (
    Block,
    Formula,
    Image,
    Inlines,
    Paragraph,
    RichText,
    Span,
    inlines,
    remade,
    walk,
)
from bot.screens import AnswerScreen, QuestionScreen, RevealScreen, Screen, VerdictScreen

LONGEST = 1000
"""Characters of an address."""

ENDINGS = frozenset({"png", "jpg", "jpeg", "gif", "webp"})
"""What chats show, by the ending of a name."""

ROOM = 450
"""Units that a picture counts for in a text: a message of 3900 has room for eight of them."""

ATTACHED = "attachment://"
"""Begins the address of a picture that is sent along."""

ALT = 1000
"""Characters that are told of a picture to those who do not see it."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_INWARD = frozenset(
    {"arpa", "example", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain"}
    | {"corp", "localhost", "onion", "private", "test"}
)
"""Last parts of names that lead nowhere, or to where the public cannot go."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"]")

Picture = Image | Formula
Place = Callable[[Picture], str]
"""The address at which a platform shows a picture; empty where it cannot."""

_Shows = TypeVar("_Shows", bound=Screen)


@dataclass(frozen=True, slots=True)
class Shown(Image):
    """A picture that the platform shows: ``source`` is the address by which it does."""


def public(source: str, endings: Collection[str] = ENDINGS) -> str:
    """An author's address of a picture as anybody may be sent to it; empty if it is none.

    It names a host of the public web, nobody's password, and a kind of picture that is shown.
    """
    if len(source) > LONGEST or _UNSAFE.search(source):
        return ""
    try:
        parts = urlsplit(source)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or port == 0:
        return ""
    if not _HOST.fullmatch(host) or len(host) > 253 or host.rpartition(".")[2] in _INWARD:  # noqa: PLR2004 -- of DNS
        return ""
    if ending(parts.path) not in endings:
        return ""
    address = quote(source, safe="%/:?#[]@!$&'()*+,;=~-._|{}^`")
    return address if len(address) <= LONGEST else ""


def ending(path: str) -> str:
    """What kind of file the last part of a path says it is, in small letters."""
    _, dot, said = path.rpartition("/")[2].rpartition(".")
    return said.lower() if dot else ""


def name(picture: Picture) -> str:
    """A file name for a picture that is sent along: the same one for the same picture."""
    if isinstance(picture, Formula):
        return f"formula-{_mark(picture.tex)}.png"
    return f"picture-{_mark(picture.file)}.{ending(picture.file)}"


def _mark(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def sent_along(picture: Picture, endings: Collection[str] = ENDINGS) -> bool:
    """Whether we have to send this picture, and could."""
    if isinstance(picture, Formula):
        return picture.drawn
    return bool(picture.file) and ending(picture.file) in endings


def alone(block: Block) -> bool:
    """Whether a block is nothing but shown pictures, so that no word need stand for them."""
    return isinstance(block, Paragraph) and all(
        isinstance(span, Shown) or (isinstance(span, Span) and not span.text.strip())
        for span in block.spans
    )


def within(block: Block) -> Iterable[Shown]:
    """The shown pictures of a block, in reading order."""
    return (span for span in inlines((block,)) if isinstance(span, Shown))


def illustrated(screen: _Shows, place: Place) -> _Shows:
    """The screen with its pictures as ``Shown`` wherever ``place`` knows an address.

    The very same screen where nothing is to be shown, as nearly always.
    """
    match screen:
        case QuestionScreen(stem=stem, options=options):
            if _any((stem, *options)):
                return replace(screen, stem=_rich(stem, place), options=_each(options, place))
        case VerdictScreen(options=options, explanation=explanation):
            if _any((*(options[index] for index in key(screen)), explanation)):
                explained = _rich(explanation, place)
                return replace(screen, options=_each(options, place), explanation=explained)
        case AnswerScreen(answer=answer):
            if _any((answer,)):
                return replace(screen, answer=_rich(answer, place))
        case RevealScreen(stem=stem, options=options, explanation=explanation):
            if _any((stem, *options, explanation)):
                return replace(
                    screen,
                    stem=_rich(stem, place),
                    options=_each(options, place),
                    explanation=_rich(explanation, place),
                )
        case _:
            pass
    return screen


def _any(texts: Sequence[RichText]) -> bool:
    return any(
        any(isinstance(span, Image) for span in inlines(rich))
        or any(isinstance(block, Formula) and block.drawn for block in walk(rich))
        for rich in texts
        if rich
    )


def _each(texts: Sequence[RichText], place: Place) -> tuple[RichText, ...]:
    return tuple(_rich(one, place) for one in texts)


def _rich(rich: RichText, place: Place) -> RichText:
    def formula(block: Formula) -> Block:
        address = place(block)
        return Paragraph((Shown(address, block.formula),)) if address else block

    return remade(rich, lambda spans: _spans(spans, place), formula)


def _spans(spans: Inlines, place: Place) -> Inlines:
    return tuple(
        Shown(address, span.alt) if isinstance(span, Image) and (address := place(span)) else span
        for span in spans
    )
