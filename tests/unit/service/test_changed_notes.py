"""What becomes of everything that goes on when the notes below it change."""

from datetime import UTC, datetime
from typing import cast

import pytest

from bot.actions import ShowAnswer
from bot.commands import Source
from bot.decks.parsing import parse
from bot.errors import DatabaseLocked, LastGoodShown, NotText, UnknownDeck
from bot.model import DeckId, KnownCard
from bot.ports import Store
from bot.richtext import plain
from bot.screens import (
    AnswerScreen,
    DailyScreen,
    DeckListScreen,
    DeckReportScreen,
    QuizReport,
    RevealScreen,
    Verdict,
    VerdictScreen,
)
from tests.fakes.world import DECK, HALL, World, person

SOUND = "# Sound\n\n## What is a tone?\nA periodic sound.\n"


async def change(world: World, **texts: str) -> None:
    """Have these be all the notes there are."""
    decks = [parse(text.encode(), f"{name}.md") for name, text in texts.items()]
    await world.catalog.replace(decks, (), world.store)


def older(deck: str) -> LastGoodShown:
    """That a deck is shown though its file is broken."""
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    return LastGoodShown("cells.md", deck, noon, noon, "UTC", NotText("cells.md", "a picture"))


async def test_an_open_question_stays_as_it_was_asked(cells: World) -> None:
    """Its stem, its options and its key; also where its card and its deck are gone."""
    asked = await cells.ask("/quiz")
    for text in (DECK.replace("[x]", "[ ]").replace("What", "How"), "# Nothing\n"):
        await change(cells, cells=text)
        assert await cells.bot.screen(asked.round) == asked
    await change(cells, sound=SOUND)
    verdict = (await cells.answer(asked.round)).private

    assert isinstance(verdict, VerdictScreen)
    assert verdict.verdict is Verdict.RIGHT
    await cells.say("/stop")
    assert isinstance(await cells.bot.screen(asked.round), RevealScreen)


async def test_a_series_goes_on_with_the_notes_as_they_are(cells: World) -> None:
    """The next question is one of the new ones; without any notes the series ends."""
    await cells.say("/quiz questions:3 seconds:20")
    await change(cells, cells=DECK.partition("## 1.")[0] + SOUND.partition("\n\n")[2])
    await cells.wait(25)
    await cells.wait(25)
    assert "tone" in plain(cells.newest().stem)
    await change(cells)
    for _ in range(6):
        await cells.wait(25)

    assert any(isinstance(screen, QuizReport) for screen in cells.posted())


async def test_names_are_the_new_ones(cells: World) -> None:
    """Decks and topics that are proposed, found and listed are those of the folder now."""
    await change(cells, sound="# Sound\n\n## Tones\n\n### What is a tone?\nA sound.\n")

    async def proposed(source: Source) -> list[str]:
        found = await cells.bot.proposals(source, "", None, HALL.space)
        return [one.value for one in found]

    assert await proposed(Source.DECKS) == ["sound"]
    assert await proposed(Source.TOPICS) == ["Tones"]
    with pytest.raises(UnknownDeck):
        await cells.say("/quiz cells")


async def test_an_unchanged_deck_keeps_what_was_made_of_it(cells: World) -> None:
    """Only what changed is looked at again."""
    await change(cells, cells=DECK)
    before = cells.catalog.find("cells")
    await change(cells, cells=DECK, sound=SOUND)

    assert cells.catalog.find("cells") is before
    await change(cells, cells=DECK.replace("store", "keep"), sound=SOUND)
    assert cells.catalog.find("cells") is not before


async def test_edited_cards_keep_their_scores(cells: World) -> None:
    """Before the edited deck can be asked, its cards have their ids."""
    asked = await cells.ask("/quiz")
    await cells.answer(asked.round)
    await cells.catalog.recognise(cells.store)
    ids = {card.id for card in cells.catalog.find("cells").deck.cards}
    await change(cells, cells=DECK.replace("What do mitochondria", "What does a mitochondrium"))

    assert {card.id for card in cells.catalog.find("cells").deck.cards} == ids
    assert (await cells.store.history(HALL, DeckId("cells"))).keys() <= ids


class Failing:
    """A memory that cannot be asked."""

    async def known_cards(self, deck: DeckId) -> tuple[KnownCard, ...]:
        """See ``Store.known_cards``."""
        raise DatabaseLocked(deck)


async def test_without_memory_nothing_changes(cells: World) -> None:
    """A deck whose cards could not be recognised is not asked."""
    with pytest.raises(DatabaseLocked):
        await cells.catalog.replace(
            [parse(SOUND.encode(), "sound.md")], (), cast("Store", Failing())
        )

    assert [entry.deck.id for entry in cells.catalog.entries()] == ["cells"]


async def test_an_older_version_is_told(cells: World) -> None:
    """In the list, in the deck's report, to who has a question a day of it, and on the own page."""
    decks, broken = (
        [parse(DECK.encode(), "cells.md"), parse(SOUND.encode(), "sound.md")],
        older("cells"),
    )
    await cells.catalog.replace(decks, [broken], cells.store)
    listed = (await cells.say("/deck list")).private
    shown = (await cells.say("/deck show cells")).private
    other = (await cells.say("/deck show sound")).private
    daily = (await cells.say("/daily set 9:00 deck:cells", "Olga")).private
    home = await cells.bot.home(person("Ana").account, HALL.space, cells.clock.now())

    assert isinstance(listed, DeckListScreen)
    assert isinstance(shown, DeckReportScreen)
    assert isinstance(other, DeckReportScreen)
    assert isinstance(daily, DailyScreen)
    assert daily.plan
    assert listed.broken == (broken,)
    assert (shown.kept, other.kept, daily.plan.kept) == (broken, None, broken)
    assert home.kept == (broken,)
    await cells.catalog.replace(decks, (), cells.store)
    assert (await cells.bot.home(person("Ana").account, HALL.space, cells.clock.now())).kept == ()


async def test_the_whole_answer_is_that_of_the_card(cells: World) -> None:
    """A person who reads on reads the card as it is now, or as it was where it is gone."""
    asked = await cells.ask("/quiz")
    await cells.answer(asked.round)
    await change(cells, sound=SOUND)
    reply = await cells.bot.press(ShowAnswer(asked.round), cells.request("Ana"))
    assert isinstance(reply.private, AnswerScreen)
    assert reply.private.answer
