import asyncio
from pathlib import Path
from random import Random

import pytest

from bot.commands import COMMANDS
from bot.decks.parsing import parse
from bot.errors import EmptyDeck, FileMissing, NoDecks, UnknownDeck, UnknownTopic
from bot.model import Card, CardId, Finding
from bot.questions.making import Maker
from bot.screens import DeckListScreen, DeckReportScreen, HelpScreen
from bot.service import Catalog
from tests.fakes.world import DECK, World, world

DECK_COMMANDS = ["deck list", "deck show", "deck add", "deck remove", "deck export"]

TOPICS = """\
# Book

## Cells

### 1. What is a cell?
A unit.

## Laws

### 2. What is a law?
A rule.
"""


def catalog(**texts: str) -> Catalog:
    """The decks with these names and texts."""
    return Catalog([parse(text.encode(), f"{name}.md") for name, text in texts.items()])


async def test_list(cells: World) -> None:
    """The list of decks says what each holds."""
    screen = (await cells.say("/deck list")).private
    assert isinstance(screen, DeckListScreen)
    (line,) = screen.decks
    assert (line.name, line.title, line.cards, line.objective) == (
        "cells",
        "Organs of the cell",
        4,
        3,
    )


async def test_show(cells: World) -> None:
    """A deck's report counts its questions by kind, and the cards left to open recall."""
    screen = (await cells.say("/deck show")).private
    assert isinstance(screen, DeckReportScreen)
    assert dict(screen.kinds) == {"authored": 3}
    assert (screen.recall, screen.source) == (1, "cells.md")


async def test_help(cells: World) -> None:
    """Help shows every command."""
    screen = (await cells.say("/help")).private
    assert isinstance(screen, HelpScreen)
    assert screen.commands == COMMANDS


async def test_help_on_one_command(cells: World) -> None:
    """Help on a command shows it alone, and all that begin with the same word."""
    screen = (await cells.say("/deck help")).private
    assert isinstance(screen, HelpScreen)
    assert [command.name for command in screen.commands] == DECK_COMMANDS


@pytest.mark.parametrize(
    "name", ["cells", "CELLS", "cells.md", "cel", "organs of the cell", "Organs"]
)
def test_names(name: str) -> None:
    """A deck is found by file, title, or the beginning of either, in any case."""
    assert catalog(atoms="# Atoms", cells=DECK).find(name).deck.id == "cells"


def test_whole_names_before_beginnings() -> None:
    """A deck of just this name is meant rather than one whose name goes on."""
    assert catalog(ab=DECK, a=DECK).find("a").deck.id == "a"


def test_first_deck_with_cards() -> None:
    """Without a name the first deck that has cards is meant."""
    assert catalog(atoms="# Atoms", cells=DECK).find(None).deck.id == "cells"


def test_nothing_to_find() -> None:
    """No decks, no such deck, no such topic and no cards are four different troubles."""
    with pytest.raises(NoDecks):
        catalog().find(None)
    with pytest.raises(UnknownDeck):
        catalog(cells=DECK).find("")
    with pytest.raises(UnknownTopic) as topic:
        catalog(book=TOPICS).find(None).cards("Atoms")
    assert topic.value.known == ("Cells", "Laws")
    with pytest.raises(EmptyDeck):
        catalog(atoms="# Atoms").find(None).cards(None)


def test_topics() -> None:
    """A topic is a heading above cards; only those are asked."""
    entry = catalog(book=TOPICS).find(None)
    assert entry.topics() == (("Cells", 1), ("Laws", 1))
    assert len(entry.cards("law")) == 1


async def test_questions_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rooms want a deck at the same moment, it is gone through once."""
    made: list[CardId] = []

    def remarks(_: Maker, card: Card) -> tuple[Finding, ...]:
        made.append(card.id)
        return ()

    monkeypatch.setattr(Maker, "remarks", remarks)
    entry = catalog(book=TOPICS).find(None)
    await asyncio.gather(*(entry.prepare() for _ in range(5)))
    assert made == [card.id for card in entry.deck.cards]


async def test_broken_files_are_listed() -> None:
    """A file that could not be read stands beside the decks that could."""
    decks = Catalog([parse(DECK.encode(), "cells.md")], [FileMissing("atoms.md")])
    assert [error.code for error in (await decks.listing()).broken] == ["file-missing"]


async def test_questions_name_their_topic() -> None:
    """A question that is asked says below which headings its card stands."""
    entry = catalog(book=TOPICS).find(None)
    assert (await entry.ask(entry.cards("laws")[0], Random(1))).topic == ("Laws",)


async def test_edited_cards_keep_their_ids(tmp_path: Path) -> None:
    """A typo mended while the bot was away does not make a new card."""
    async with world(tmp_path) as before:
        await before.catalog.recognise(before.store)
        known = ids(before)
    async with world(
        tmp_path, DECK.replace("What do mitochondria", "What does a mitochondrium")
    ) as after:
        assert ids(after) != known
        await after.catalog.recognise(after.store)
        assert ids(after) == known


def ids(opened: World) -> list[CardId]:
    """The ids of the cards that can be asked."""
    return [card.id for card in opened.catalog.find(None).deck.cards]
