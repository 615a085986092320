"""The process in which a deck is made: ``python -m bot.box.inside``, notes in, a deck out.

It has no settings, no secrets and no database. What comes out is a row of pickled parts, each
behind its length in four bytes: first one that says how it went, and for a deck then its cards,
some at a time, so that whoever reads them has time for other things in between.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from bot.box.jobs import Job, Limits
from bot.decks.identity import recognise
from bot.decks.parsing import parse
from bot.errors import NotText, TooManyCards
from bot.model import Card
from bot.questions.making import Maker

LENGTH = struct.Struct(">I")
"""How long the part behind it is."""

TOO_MUCH = 3
"""How this process ends where more comes out than may."""

BEHIND = 10
"""How far this process stands behind the bot where both want the processor."""

TOGETHER = 50
"""Cards in one part."""


def main() -> None:
    """Do the one job that standard input holds."""
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from whoever began this process
    bound(job.limits)
    gc.disable()  # this process ends before that would pay
    room = job.limits.made
    for part in written(job):
        room -= len(part)
        if room < 0:
            sys.exit(TOO_MUCH)
        sys.stdout.buffer.write(part)


def bound(limits: Limits) -> None:
    """Have the system end this process where it takes more than it may, where it can do that."""
    if hasattr(os, "nice"):
        os.nice(BEHIND)
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for what, most in wanted.items():
        with suppress(ValueError, OSError):  # a stricter limit is set, or the system has no such
            resource.setrlimit(what, (most, most))


def written(job: Job) -> Iterator[bytes]:
    """The parts that come out, each behind its length."""
    for part in made(job):
        data = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
        yield LENGTH.pack(len(data)) + data


def made(job: Job) -> Iterator[object]:
    """What comes out: an error, or a deck without cards, what is remembered, and the cards."""
    try:
        deck = parse(job.data, job.source)
    except NotText as error:
        yield error.reason
        return
    if len(deck.cards) > job.limits.cards:
        yield TooManyCards.code
        return
    deck = replace(deck, id=job.id, title=job.title or deck.title)
    found = recognise(job.known, deck)
    deck = found.deck
    yield replace(deck, cards=()), found.cards
    maker = Maker(deck)
    rest = iter(deck.cards)
    while some := list(islice(rest, TOGETHER)):
        yield [_whole(card, maker) for card in some]


def _whole(card: Card, maker: Maker) -> object:
    return card, maker.questions(card), maker.remarks(card), mark(card)


def mark(card: Card) -> str:
    """What tells whether a card was edited: its words, its choices and the headings above it."""
    said = repr((card.prompt, card.answer, card.choices, card.topic))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


if __name__ == "__main__":
    main()
