"""Looking notes through for ``studybot check``: no database and no chat is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from adapters.terminal.checked import Checked
from bot import wording
from bot.decks.library import Library, folder, load
from bot.decks.reading import read
from bot.errors import StudybotError
from bot.model import Deck
from bot.service.catalog import Entry


def looked_through(path: Path) -> Iterator[Checked | str]:
    """Each deck in a file or a folder, and a sentence for each that cannot be read."""
    try:
        within = os.path.isdir(path)  # noqa: PTH112 - pathlib's raises for a strange path
        library = folder(path) if within else Library((load(path),), ())
    except StudybotError as error:
        yield wording.explain(error)
        return
    for deck in library.decks:
        yield _checked(path / deck.source if within else path, deck)
    yield from map(wording.explain, library.problems)
    if not library.decks and not library.problems:
        yield wording.nothing_to_check(str(path))


def _checked(path: Path, deck: Deck) -> Checked:
    entry = Entry(deck)
    lines: list[str] = []
    if findings := entry.findings():
        with suppress(OSError, StudybotError):  # it went away since it was read
            lines = read(path.read_bytes(), path.name).text.split("\n")
    return Checked(str(path), deck, entry.questions(), findings, tuple(lines))
