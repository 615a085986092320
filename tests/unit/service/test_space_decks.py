"""Decks that people give to their space: who may, what becomes of them, and who sees them."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.commands import DECK_ADD, Source
from bot.decks import library
from bot.decks.parsing import parse
from bot.errors import (
    BadOption,
    FileTooLarge,
    NameTaken,
    NoCards,
    NotesGone,
    NotText,
    NotYourDeck,
    OrganiserOnly,
    StudybotError,
    TookTooLong,
    TooManyCards,
    TooManyDecks,
    UnknownDeck,
)
from bot.exporting import anki, table
from bot.invocations import Invocation, Upload, read
from bot.model import AccountId, DeckId, RoomId, Severity, SpaceId
from bot.schedules import SkipReason
from bot.screens import (
    BoardScreen,
    DailyScreen,
    DeckChange,
    DeckListScreen,
    DeckNews,
    DeckReportScreen,
    FileScreen,
    RevealScreen,
    Verdict,
    VerdictScreen,
)
from bot.service import Catalog, Studybot, librarian, shelves
from bot.service.librarian import cleaned, own_id
from tests.fakes.box import OpenBox
from tests.fakes.world import DECK, HALL, YARD, World, world

BIRDS = """\
# Birds

## What lays the largest egg?
The ostrich.

- [x] The ostrich
- [ ] The wren

## What sings at night?
The nightingale.

- [x] The nightingale
- [ ] The crow

## What cannot fly?
The kiwi.

- [x] The kiwi
- [ ] The gull
"""
CHANGED = datetime.fromtimestamp(1_700_000_000, UTC)
ELSEWHERE = RoomId("test", "another school", "hall")


@pytest.fixture
async def school(cells: World) -> World:
    """A space with a deck of its own, beside the one of the content folder."""
    await cells.add(BIRDS, "Birds of Prey.md")
    return cells


async def listed(here: World, room: RoomId = HALL) -> list[str]:
    """What the list of decks calls them."""
    screen = (await here.say("/deck list", room=room)).private
    assert isinstance(screen, DeckListScreen)
    return [line.name for line in screen.decks]


# --- adding ---


async def test_a_file_becomes_a_deck(cells: World) -> None:
    """It is reported, listed and asked."""
    screen = await cells.add(BIRDS, "Birds of Prey.md")

    assert (screen.news, screen.change) == (DeckNews.ADDED, None)
    assert (screen.deck.name, screen.deck.title, screen.deck.cards) == ("Birds of Prey", "Birds", 3)
    assert (screen.source, screen.recall) == ("Birds of Prey.md", 0)
    assert await listed(cells) == ["cells", "Birds of Prey"]
    asked = await cells.ask('/quiz "birds of prey"')
    assert asked.head.deck == "Birds"


async def test_a_name_may_be_given(cells: World) -> None:
    """Then the deck is called so everywhere, whatever the file and its heading say."""
    told = await cells.add(BIRDS, "y.md", called=' Lecture  "3" ')
    assert (told.deck.name, told.deck.title) == ("Lecture '3'", "Lecture '3'")


async def test_adding_again_updates(school: World) -> None:
    """Cards that were edited keep what was scored on them; it is told what changed."""
    before = (await school.ask('/quiz "Birds of Prey"')).round
    await school.answer(before)
    known = {card.id for card in await school.store.known_cards(await birds(school))}
    edited = BIRDS.partition("## What cannot")[0].replace("largest egg", "largst egg")
    edited += "## Who builds no nest?\nThe cuckoo.\n"
    screen = await school.add(edited, "birds of prey.MD")

    assert screen.news is DeckNews.UPDATED
    assert screen.change == DeckChange(new=1, edited=1, gone=1, same=1)
    assert await listed(school) == ["cells", "birds of prey"]
    after = {card.id for card in await school.store.known_cards(await birds(school))}
    assert len(after - known) == 1
    assert known < after


async def test_adding_the_same_again_changes_nothing(school: World) -> None:
    """And it says so."""
    screen = await school.add(BIRDS, "Birds of Prey.md")
    assert screen.change == DeckChange(new=0, edited=0, gone=0, same=3)


async def test_a_deck_with_errors_loads_its_good_cards(cells: World) -> None:
    """What is wrong is among its findings."""
    screen = await cells.add("# N\n\n## What is good?\nThis.\n\n## What is not?\n")
    assert (screen.deck.cards, screen.deck.problems) == (1, 1)


async def test_notes_without_a_card_are_refused(school: World) -> None:
    """With what was found in them; the good deck of that name stays."""
    with pytest.raises(NoCards) as refused:
        await school.add("# Nothing\n\n## What is this?\n", "Birds of Prey.md")
    assert refused.value.findings
    assert (await school.ask('/quiz "Birds of Prey"')).head.deck == "Birds"


async def test_the_worst_of_what_was_found_comes_first(school: World) -> None:
    """Whoever reads one line reads what costs a card, not what may be left as it is."""
    notes = "# Nothing\n\n## Do you want to contribute?\nYes.\n\n## What is this?\n"
    with pytest.raises(NoCards) as refused:
        await school.add(notes, "Birds of Prey.md")
    severities = [one.severity for one in refused.value.findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert len(set(severities)) > 1


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("deck.pdf", b"# A", BadOption),
        ("deck.md", b"x" * 1_000_001, FileTooLarge),
        ("deck.md", b"%PDF-1.7 and so on", NotText),
        ("deck.md", b"".join(b"## What is %d?\nIt.\n" % n for n in range(2001)), TooManyCards),
        ("cells.md", BIRDS.encode(), NameTaken),
        ("ORGANS of the cell.md", BIRDS.encode(), NameTaken),
    ],
)
async def test_refused(cells: World, name: str, data: bytes, error: type[StudybotError]) -> None:
    """What is no deck, or would be taken for another one, changes nothing."""
    with pytest.raises(error):
        await cells.hand(Upload(name, data))
    assert await listed(cells) == ["cells"]


async def test_a_command_without_its_file(cells: World) -> None:
    """A path that somebody typed in a chat is no file."""
    with pytest.raises(BadOption):
        await cells.say("/deck add /etc/passwd.md", "Olga")


async def test_only_organisers_add_and_remove(school: World) -> None:
    """Everybody may look at decks and take them away."""
    with pytest.raises(OrganiserOnly):
        await school.add(BIRDS, who="Ana")
    with pytest.raises(OrganiserOnly):
        await school.say('/deck remove "birds of prey"', "Mo")
    assert (await school.say("/deck show birds")).private


async def test_a_space_has_so_many_decks(school: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """More need room, which removing makes; what replaces a deck needs none."""
    monkeypatch.setattr(librarian, "MOST_DECKS", 1)
    with pytest.raises(TooManyDecks):
        await school.add(BIRDS)
    await school.add(BIRDS, "Birds of Prey.md")
    await school.say("/deck remove birds", "Olga")
    await school.add(BIRDS)


async def test_a_space_has_so_many_bytes(school: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its decks together."""
    monkeypatch.setattr(librarian, "MOST_BYTES", 2 * len(BIRDS) - 1)
    with pytest.raises(TooManyDecks) as refused:
        await school.add(BIRDS)
    assert refused.value.size
    await school.add(BIRDS + "\n", "Birds of Prey.md")


# --- whose they are ---


async def test_no_other_space_sees_a_deck(school: World) -> None:
    """Neither lists nor names nor proposals, whichever way it is asked for."""
    name = await birds(school)
    assert await listed(school, ELSEWHERE) == ["cells"]
    for line in ("/quiz", "/deck show", "/deck export", "/leaderboard", "/daily set 9:00"):
        for called in ('"Birds of Prey"', str(name)):
            with pytest.raises(UnknownDeck) as unknown:
                await school.say(f"{line} deck:{called}", "Olga", ELSEWHERE)
            assert unknown.value.known == ("cells",)
    with pytest.raises(UnknownDeck):
        await school.say(f"/settings deck:{name}", "Olga", ELSEWHERE)
    with pytest.raises(UnknownDeck):
        await school.say(f"/deck remove {name}", "Olga", ELSEWHERE)
    proposed = await school.bot.proposals(Source.DECKS, "", None, ELSEWHERE.space)
    assert [one.value for one in proposed] == ["cells"]
    assert await school.bot.proposals(Source.TOPICS, "", name, ELSEWHERE.space) == ()
    assert (await school.bot.welcome(ELSEWHERE.space, ())).decks == (("Organs of the cell", 4),)
    home = await school.bot.home(AccountId("test", "", "ana"), ELSEWHERE.space, school.clock.now())
    assert [line.name for line in home.decks] == ["cells"]


async def test_its_own_space_sees_it_everywhere(school: World) -> None:
    """In every room, in proposals, at home and in greetings."""
    assert await listed(school, YARD) == ["cells", "Birds of Prey"]
    proposed = await school.bot.proposals(Source.DECKS, "bi", None, HALL.space)
    assert [(one.value, one.label) for one in proposed] == [("Birds of Prey", "Birds")]
    assert (await school.bot.welcome(HALL.space, ())).decks[1] == ("Birds", 3)
    home = await school.bot.home(AccountId("test", "", "ana"), HALL.space, school.clock.now())
    assert [line.cards for line in home.decks] == [4, 3]
    await school.say("/settings deck:birds", "Olga")
    assert (await school.ask("/quiz")).head.deck == "Birds"


async def test_two_spaces_with_decks_of_one_name(school: World) -> None:
    """They are two decks, with scores of their own."""
    await school.add(BIRDS, "Birds of Prey.md", room=ELSEWHERE)
    asked = await school.ask('/quiz "Birds of Prey"')
    await school.answer(asked.round)

    assert await birds(school) != own_id(ELSEWHERE.space, "Birds of Prey")
    board = (await school.say('/leaderboard deck:"Birds of Prey"', room=ELSEWHERE)).private
    assert isinstance(board, BoardScreen)
    assert (board.deck, board.rows) == ("Birds", ())


async def test_another_process_sees_what_was_added(school: World) -> None:
    """At its next use of the deck, in the revision that is the last."""
    other = Studybot(school.store, Catalog([]), Random(1), UTC, box=OpenBox())
    show = "/deck show birds"
    first = await other.perform(read(show), school.request("Ana"))
    await school.add(BIRDS + "## What swims?\nThe penguin.\n", "Birds of Prey.md")
    second = await other.perform(read(show), school.request("Ana"))
    await school.say("/deck remove birds", "Olga")

    assert [one.private.deck.cards for one in (first, second)] == [3, 4]  # type: ignore[union-attr]
    with pytest.raises(StudybotError):
        await other.perform(read(show), school.request("Ana"))


async def test_notes_are_read_when_they_are_needed(tmp_path: Path) -> None:
    """Not at the start, not for a list, and not twice."""
    async with world(tmp_path) as before:
        await before.add(BIRDS)
        ids = await known(before)
    async with world(tmp_path, seed=2) as after:
        await listed(after)
        await after.bot.proposals(Source.DECKS, "", None, HALL.space)
        await after.say("/leaderboard deck:notes")
        assert after.box.made == []
        for _ in range(3):
            await after.ask("/quiz notes")
        assert len(after.box.made) == 1
        assert await known(after) == ids


# --- removing ---


async def test_a_removed_deck_is_not_offered(school: World) -> None:
    """Its open questions finish, its points stay, and it comes back with its scores."""
    asked = await school.ask('/quiz "Birds of Prey"')
    other = await school.ask('/quiz "Birds of Prey"')
    await school.answer(asked.round)
    screen = (await school.say("/deck remove birds", "Olga")).private

    assert isinstance(screen, DeckReportScreen)
    assert (screen.news, screen.deck.name) == (DeckNews.REMOVED, "Birds of Prey")
    assert await listed(school) == ["cells"]
    with pytest.raises(UnknownDeck):
        await school.say('/quiz "Birds of Prey"')
    assert isinstance((await school.answer(other.round, "Bo")).private, VerdictScreen)
    board = (await school.say('/leaderboard deck:"Birds of Prey"')).private
    assert isinstance(board, BoardScreen)
    assert board.deck == "Birds"

    again = await school.add(BIRDS, "Birds of Prey.md")
    assert again.news is DeckNews.RESTORED
    assert len(await known(school)) == 3


async def test_decks_of_the_content_folder_stay(school: World) -> None:
    """A space cannot take from others what all are offered."""
    with pytest.raises(NotYourDeck):
        await school.say("/deck remove cells", "Olga")
    with pytest.raises(UnknownDeck):
        await school.say("/deck remove atoms", "Olga")


async def test_a_daily_question_of_a_removed_deck(school: World) -> None:
    """It is left out, as where the notes of the content folder are gone; then it comes again."""
    await school.say('/daily set 10:00 UTC deck:"Birds of Prey"', "Olga")
    await school.say("/deck remove birds", "Olga")
    shown = (await school.say("/daily show")).private
    assert isinstance(shown, DailyScreen)
    assert shown.plan
    assert shown.plan.deck == "Birds"
    await school.wait(3600)
    await school.wait(120)
    skipped = (await school.say("/daily show")).private
    assert isinstance(skipped, DailyScreen)
    assert [one.reason for one in skipped.skips] == [SkipReason.NOTES_GONE]

    await school.add(BIRDS, "Birds of Prey.md")
    await school.wait(24 * 3600 - 120)
    assert school.newest().head.deck == "Birds"


async def test_a_series_of_a_removed_deck_ends(school: World) -> None:
    """Its open question is revealed; no further one is asked."""
    asked = await school.ask('/quiz "Birds of Prey" questions:3 seconds:10')
    await school.say("/deck remove birds", "Olga")
    await school.wait(11)
    await school.wait(60)

    assert [type(one) for one in school.edited()][-1:] == [RevealScreen]
    assert await school.store.running_quiz(HALL) is None
    assert asked.head.total == 1 or school.posted()


async def test_a_deck_that_cannot_be_read_any_more(tmp_path: Path) -> None:
    """Whoever asks for it is told; what was asked before goes on, and is not held up twice."""
    async with world(tmp_path) as before:
        await before.add(BIRDS)
        await before.say("/daily set 10:00 UTC deck:notes", "Olga")
        asked = [(await before.ask("/quiz notes")).round for _ in range(2)]
    async with world(tmp_path, seed=2) as after:
        after.box.full = True
        for one in asked:
            verdict = (await after.answer(one)).private
            assert isinstance(verdict, VerdictScreen)
            assert verdict.verdict is Verdict.RIGHT
        assert len(after.box.made) == 1
        with pytest.raises(TookTooLong):
            await after.say("/quiz notes")
        with pytest.raises(TookTooLong):
            await after.add(BIRDS, "other.md")
        assert (await after.ask("/quiz")).head.deck == "Organs of the cell"
        await after.wait(3600)
        await after.wait(120)
        shown = (await after.say("/daily show")).private
        assert isinstance(shown, DailyScreen)
        assert [one.reason for one in shown.skips] == [SkipReason.NOTES_GONE]


async def test_a_deck_that_can_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read for crowds too, also after others took its place at hand."""
    monkeypatch.setattr(shelves, "AT_HAND", 1)
    async with world(tmp_path) as before:
        await before.add(BIRDS)
        asked = [(await before.ask("/quiz notes")).round for _ in range(2)]
    async with world(tmp_path, seed=2) as after:
        after.box.full = True
        await after.answer(asked[0])
        after.box.full = False
        await after.say("/deck show notes")
        await after.add(BIRDS, "other.md")
        made = len(after.box.made)
        await after.answer(asked[1])
        assert len(after.box.made) == made + 1


async def test_two_processes_that_update_at_once(school: World) -> None:
    """Both files are taken, one after the other; neither half of one."""
    other = Studybot(school.store, Catalog([]), Random(1), UTC, box=OpenBox())
    name = "Birds of Prey.md"
    files = [Upload(name, f"{BIRDS}\n## What swims {word}?\nIt.\n".encode()) for word in "ab"]
    replies = await asyncio.gather(
        school.bot.perform(Invocation(DECK_ADD, {"file": files[0]}), school.request("Olga")),
        other.perform(Invocation(DECK_ADD, {"file": files[1]}), school.request("Olga")),
    )
    (kept,) = await school.store.space_decks(HALL.space)
    found = await school.store.space_notes(HALL.space, kept.id)

    assert all(isinstance(one.private, DeckReportScreen) for one in replies)
    assert kept.revision == 3
    assert found
    assert found[1].data in {file.data for file in files}


# --- taking away ---


@pytest.mark.parametrize(
    ("wanted", "ending", "begins"),
    [("markdown", "md", b"# Birds"), ("csv", "csv", b"\xef\xbb\xbfid,"), ("anki", "apkg", b"PK")],
)
async def test_a_deck_as_a_file(school: World, wanted: str, ending: str, begins: bytes) -> None:
    """Under a name that every system takes."""
    screen = (await school.say(f"/deck export birds {wanted}")).private
    assert isinstance(screen, FileScreen)
    assert (screen.name, screen.deck, screen.cards) == (f"birds-of-prey.{ending}", "Birds", 3)
    assert screen.data.startswith(begins)
    assert "data" not in repr(screen)


async def test_notes_come_back_byte_by_byte(cells: World) -> None:
    """Whatever their encoding and line ends."""
    data = "# Vögel\r\n\r\n## Was fliegt?\r\nDer Spatz.\r\n".encode("utf-16")
    await cells.hand(Upload("v.md", data))
    screen = (await cells.say("/deck export v")).private
    assert isinstance(screen, FileScreen)
    assert screen.data == data


async def test_a_deck_of_the_content_folder_as_a_file(tmp_path: Path) -> None:
    """Its file as it is there."""
    (tmp_path / "cells.md").write_text(DECK)
    async with world(tmp_path) as here:
        screen = (await here.say("/deck export")).private
        assert isinstance(screen, FileScreen)
        assert screen.data == DECK.encode()


async def test_a_deck_whose_file_is_gone(cells: World) -> None:
    """Nobody is told where the bot keeps its notes."""
    with pytest.raises(NotesGone) as gone:
        await cells.say("/deck export cells")
    assert vars(gone.value) == {"deck": "Organs of the cell"}


async def exported(here: World, wanted: str) -> bytes:
    """The first deck as a file of this format."""
    screen = (await here.say(f"/deck export cells {wanted}")).private
    assert isinstance(screen, FileScreen)
    return screen.data


@pytest.mark.parametrize("wanted", ["csv", "anki"])
async def test_a_deck_whose_file_is_gone_is_still_at_hand(cells: World, wanted: str) -> None:
    """What is made of the deck itself needs no file, and is the same each time."""
    data = await exported(cells, wanted)
    assert data
    assert data == await exported(cells, wanted)


async def test_a_deck_that_is_as_it_was_read_before(tmp_path: Path) -> None:
    """Its file is handed out as it is; Anki is told when that was written, readable or not."""
    file = tmp_path / "cells.md"
    async with world(tmp_path) as here:
        gone = await exported(here, "anki")
        file.write_bytes(b"PK\x03\x04 and so on")
        assert await exported(here, "markdown") == b"PK\x03\x04 and so on"
        assert await exported(here, "csv") == table.packed(here.catalog.entries()[0].deck)
        broken = await exported(here, "anki")
        file.write_bytes(b" " * (library.LARGEST + 1))
        os.utime(file, (0, 1_700_000_000))
        larger = await exported(here, "anki")
    assert larger == anki.packed(parse(DECK.encode(), "cells.md"), CHANGED)
    assert len({gone, broken, larger}) == 3


# --- names ---


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a\u202eb\x07c\ud800", "abc"),
        ("  two\n\tlines ", "two lines"),
        ("x" * 100, "x" * 60),
        ("\u00e9", "e\u0301"),
    ],
)
def test_names_are_cleaned(given: str, name: str) -> None:
    """A name is one short line of what can be seen, however it was written."""
    assert cleaned(given) == cleaned(name)
    assert len(cleaned(given)) <= 60


@pytest.mark.parametrize("name", ["../../etc/passwd.md", "C:\\notes\\passwd.md", "\u200b.md"])
async def test_a_path_is_no_name(cells: World, name: str) -> None:
    """Only the last part of a path names a deck, and one without a name gets some."""
    screen = await cells.add(BIRDS, name)
    assert screen.deck.name in {"passwd", "notes"}


def test_ids_of_spaces_never_meet() -> None:
    """One name in one space is one deck in any case; the parts of a space are not run together."""
    one = own_id(SpaceId("a", "bc"), "Notes")
    assert one == own_id(SpaceId("a", "bc"), "nOTES")
    others = [SpaceId("ab", "c"), SpaceId("a", "b"), SpaceId("a", "bc ")]
    assert len({one, *(own_id(space, "Notes") for space in others)}) == 4
    assert len(own_id(SpaceId("a", "b"), "x" * 60)) <= 32


# --- helpers ---


async def birds(here: World) -> DeckId:
    """The id of the space's deck."""
    return next(one.id for one in await here.store.space_decks(HALL.space))


async def known(here: World) -> set[str]:
    """The ids of its cards."""
    return {card.id for card in await here.store.known_cards(await birds(here))}
