from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.decks.library import Library, Listing, Reading, Sign
from bot.decks.parsing import parse
from bot.decks.shelf import AGAIN, STILL, SURE, News, Shelf, cards_lost
from bot.errors import (
    CardsLost,
    FileMissing,
    FileUnreadable,
    LastGoodShown,
    NotText,
    StudybotError,
)
from bot.model import Deck

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONE = "# T\n\n## Who?\nShe.\n"
TWO = f"{ONE}\n## What?\nThat.\n"
NONE = "# T\n\n```\n## Who?\nShe.\n"


@dataclass
class Folder:
    """A folder that a test writes, and a shelf that looks at it whenever time passes."""

    files: dict[str, str | StudybotError] = field(default_factory=dict)
    problems: dict[str, StudybotError] = field(default_factory=dict)
    now: float = 100.0
    reads: int = 0

    def __post_init__(self) -> None:
        self._versions: dict[str, int] = dict.fromkeys(self.files, 1)
        self.shelf = Shelf(Library((), (), {one: self._read(one, b"") for one in self.files}), NOON)

    def _read(self, source: str, known: bytes) -> Reading:
        self.reads += 1
        text = self.files[source]
        if isinstance(text, StudybotError):
            return Reading((), b"", text)
        same = text.encode() == known
        outcome = None if same else parse(text.encode(), source)
        return Reading(self._sign(source), text.encode(), outcome)

    def _sign(self, source: str) -> Sign:
        return (self._versions[source],)

    def save(self, source: str, text: str | StudybotError) -> None:
        """Write a file, or have it be unreadable."""
        self.files[source] = text
        self._versions[source] = self._versions.get(source, 0) + 1

    def remove(self, source: str) -> None:
        """Delete a file."""
        del self.files[source]

    def look(self) -> list[News]:
        """What is news at this moment."""
        at = NOON + timedelta(seconds=self.now - 100)
        files = {} if self.problems.get("") else {one: self._sign(one) for one in self.files}
        news = self.shelf.see(Listing(files, {}, self.problems), self.now, at)
        for source, known in self.shelf.to_read(self.now).items():
            taken = self.shelf.take(source, self._read(source, known), self.now, at)
            news += [taken] if taken else []
        return news

    def wait(self, seconds: float) -> list[News]:
        """What becomes news while time passes."""
        news, end = self.look(), self.now + seconds
        while self.now < end:
            self.now = min(end, max(self.now + 0.01, self.shelf.wake()))
            news += self.look()
        return news

    def cards(self) -> dict[str, int]:
        """How many cards each deck has that is shown."""
        return {deck.id: len(deck.cards) for deck in self.shelf.decks()}

    def codes(self) -> list[str]:
        """What is wrong."""
        return [one.code for one in self.shelf.problems("UTC")]


def test_nothing_changed_is_no_news() -> None:
    """What was read at the start is not read again."""
    folder = Folder({"a.md": ONE})

    assert (folder.wait(10), folder.reads, folder.cards()) == ([], 1, {"a": 1})


def test_a_saved_file_is_shown_once_it_lies_still() -> None:
    """Not while it is being written, then at once, and it is read again for slow clocks."""
    folder = Folder({"a.md": ONE})
    for _ in range(5):
        folder.save("a.md", TWO)
        assert folder.wait(STILL / 2) == []
    (news,) = folder.wait(STILL)

    assert (news.deck, folder.cards()) == (folder.shelf.decks()[0], {"a": 2})
    folder.files["a.md"] = f"{TWO}\n## Why?\nSo.\n"  # within the second that its time is told in
    folder.wait(AGAIN + STILL)
    assert folder.cards() == {"a": 3}


def test_a_half_written_file_is_never_shown() -> None:
    """Fewer cards are believed only after a while; the rest may be on its way."""
    folder = Folder({"a.md": TWO})
    for text in ("", ONE[:9], ONE):
        folder.save("a.md", text)
        assert folder.wait(SURE / 2) == []
        assert folder.cards() == {"a": 2}
    folder.save("a.md", TWO)

    assert folder.wait(AGAIN) == []
    folder.save("a.md", ONE)
    folder.wait(SURE)
    assert (folder.cards(), folder.codes()) == ({"a": 1}, [])


def test_a_broken_file_keeps_its_last_good_version() -> None:
    """Whatever is wrong with it, since when and why is told; mended, it is shown."""
    folder = Folder({"a.md": ONE})
    for broken, reason in ((NONE, CardsLost), (NotText("a.md", "x"), NotText)):
        folder.save("a.md", broken)
        (news,) = folder.wait(5)
        assert isinstance(news.trouble, reason)
        assert news.deck
        (told,) = folder.shelf.problems("UTC")
        assert isinstance(told, LastGoodShown)
        assert (told.deck, told.read, folder.cards()) == ("a", NOON, {"a": 1})
        assert told.since > NOON
    folder.save("a.md", TWO)
    folder.wait(STILL)

    assert (folder.cards(), folder.codes()) == ({"a": 2}, [])


def test_what_was_there_before_mends_it_too() -> None:
    """A file that was broken and is put back as it was has no trouble any more."""
    folder = Folder({"a.md": ONE})
    folder.save("a.md", NONE)
    folder.wait(5)
    folder.save("a.md", ONE)

    assert [one.trouble for one in folder.wait(1)] == [None]
    assert folder.codes() == []


def test_a_file_that_cannot_be_read_is_tried_again() -> None:
    """A network drive comes back without a file on it having changed."""
    folder = Folder({"a.md": ONE})
    folder.save("a.md", FileUnreadable("a.md", "Stale file handle"))
    assert len(folder.wait(10)) == 1
    folder.files["a.md"] = TWO
    folder.wait(AGAIN)

    assert (folder.cards(), folder.codes()) == ({"a": 2}, [])


def test_a_new_file_that_is_broken_is_a_problem() -> None:
    """There is nothing to show in its place."""
    folder = Folder()
    folder.save("a.md", NotText("a.md", "x"))
    (news,) = folder.wait(5)

    assert (news.deck, folder.codes(), folder.cards()) == (None, ["not-text"], {})


def test_a_version_without_cards_is_no_good_one() -> None:
    """What was of no use before is not told as what is shown now."""
    folder = Folder({"a.md": NONE})
    folder.save("a.md", NotText("a.md", "x"))
    folder.wait(5)

    assert folder.codes() == ["not-text"]


def test_a_deleted_file_is_gone() -> None:
    """After a moment: editors delete what they are about to write."""
    folder = Folder({"a.md": ONE, "b.md": ONE})
    folder.remove("a.md")
    assert folder.wait(SURE * 0.9) == []
    assert folder.cards() == {"a": 1, "b": 1}
    folder.save("a.md", TWO)
    folder.wait(STILL)
    assert folder.cards() == {"a": 2, "b": 1}
    folder.remove("a.md")

    assert folder.wait(5) == [News("a.md", None, None)]
    assert folder.cards() == {"b": 1}


def test_a_renamed_file_leaves_its_name_at_once() -> None:
    """Where both names make one id, nobody sees two decks or another id."""
    folder = Folder({"Cells.md": ONE})
    folder.remove("Cells.md")
    folder.save("CELLS.md", ONE)
    seen = [folder.cards() for _ in range(20) if folder.wait(0.05) is not None]

    assert seen == [{"cells": 1}] * 20


def test_a_folder_that_is_away_keeps_all_decks() -> None:
    """Nobody deletes their notes by taking the whole folder; each is told of."""
    folder = Folder({"a.md": ONE, "b/c.md": ONE})
    folder.problems[""] = FileMissing("notes")
    assert len(folder.wait(5)) == 2
    assert (folder.codes(), folder.cards()) == (["last-good-shown"] * 2, {"a": 1, "b-c": 1})
    folder.problems.clear()
    folder.wait(5)

    assert folder.codes() == []


def test_a_folder_that_may_not_be_listed_keeps_its_decks() -> None:
    """What is below a trouble has that trouble."""
    folder = Folder({"a.md": ONE, "b/c.md": ONE})
    folder.problems["b"] = FileUnreadable("b", "Permission denied")
    folder.remove("b/c.md")
    folder.wait(5)

    assert (folder.codes(), folder.cards()) == (
        ["file-unreadable", "last-good-shown"],
        {"a": 1, "b-c": 1},
    )


def test_problems_of_the_start_are_no_news() -> None:
    """They were told at the start."""
    trouble = FileUnreadable("a.md", "it is a link out of the folder")
    library = Library((), (trouble,), {"a.md": Reading((), b"", trouble)})
    shelf = Shelf(library, NOON)

    assert shelf.see(Listing({}, {}, {"a.md": trouble}), 5.0, NOON) == []
    assert shelf.problems("UTC") == (trouble,)


def test_what_counts_as_lost() -> None:
    """No card where there were some; or a new error that cost most of them. Fewer alone do not."""
    ten = "# T\n" + "".join(f"\n## What is {number}?\nIt.\n" for number in range(10))
    cut = ten.replace("## What is 3?", "```\n## What is 3?")

    def lost(before: str, now: str) -> CardsLost | None:
        return cards_lost(deck(before), deck(now))

    assert lost(ten, ONE) is None
    assert lost(ten, ten.replace("## What is 8?", "```\n## What is 8?")) is None
    assert lost(NONE, NONE) is None
    told = lost(ten, cut)
    assert told
    assert (told.cards, told.before, told.line) == (3, 10, 12)
    assert lost(ten, "") is not None


def deck(text: str) -> Deck:
    """The deck that a text gives."""
    return parse(text.encode(), "a.md")


TEXTS = st.sampled_from(["", ONE, TWO, NONE, "# Nothing\n", NotText("a.md", "x")])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a.md", "A.md", "b/c.md"]),
        st.none() | TEXTS,
        st.floats(0, 3),
    ),
    max_size=12,
)


@given(STEPS)
def test_what_is_shown_is_right_in_the_end(
    steps: list[tuple[str, str | StudybotError | None, float]],
) -> None:
    """Whatever happened before, a good file is shown as it is, and each deck has a file."""
    folder = Folder({"a.md": ONE})
    for source, text, seconds in steps:
        if text is not None:
            folder.save(source, text)
        elif source in folder.files:
            folder.remove(source)
        folder.wait(seconds)
    folder.wait(10)
    shown = {one.source: one for one in folder.shelf.decks()}

    assert shown.keys() <= folder.files.keys()
    assert len({one.id for one in shown.values()}) == len(shown)
    for source, text in folder.files.items():
        if isinstance(text, str) and (now := parse(text.encode(), source)).cards:
            assert shown[source].cards == now.cards
    assert folder.wait(10) == []
