"""Decks as packages for Anki."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.decks.identity import carry_over
from bot.decks.parsing import parse
from bot.decks.remembering import remembered
from bot.exporting import anki, page
from bot.model import Deck
from bot.richtext import Formula

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTES = """\
# Cells :: the <b>parts</b>

## Energy use
### What makes energy?
The **mitochondrion**, as in `a < b`:

$$
\\frac{a}{b} < 3
$$

- [ ] The wall
- [x] The [latex]x[/latex]

### What is told of the wall?
| part | made of |
| --- | --- |
| wall | cellulose |

1. It is stiff.
2. It [keeps](https://example.org/?a=1&b=2) \\\\(x\\\\) in.
"""


def deck(notes: str = NOTES) -> Deck:
    """The deck of these notes."""
    return parse(notes.encode(), "cells.md")


Row = tuple[str, ...]


def opened(data: bytes, folder: Path) -> tuple[list[Row], int, list[str], list[str]]:
    """The notes (guid, tags, fields), how many cards, the names of decks and kinds of notes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        file = Path(archive.extract("collection.anki2", folder))
    with closing(sqlite3.connect(file)) as found:
        notes = found.execute("SELECT guid, tags, flds FROM notes ORDER BY id").fetchall()
        (cards,) = found.execute("SELECT count(*) FROM cards WHERE nid IN (SELECT id FROM notes)")
        decks, models = found.execute("SELECT decks, models FROM col").fetchone()
    names = [[one["name"] for one in json.loads(told).values()] for told in (decks, models)]
    file.unlink()
    return notes, cards[0], names[0], list(json.loads(models))


def test_a_package_opens(tmp_path: Path) -> None:
    """An archive with a database: a note and a card for each of ours, in a deck of its own."""
    notes, cards, decks, _ = opened(anki.packed(deck(), NOW), tmp_path)

    assert (len(notes), cards) == (2, 2)
    assert "Cells : the parts" in decks
    assert {tags for _, tags, _ in notes} == {" Energy_use "}


def test_fields_are_pages(tmp_path: Path) -> None:
    """Code, lists, tables and formulas are shown as such; options stand with their key."""
    (first, second), *_ = opened(anki.packed(deck(), NOW), tmp_path)
    prompt, options, key, answer, source = first[2].split("\x1f")

    assert prompt == "<p>What makes energy?</p>"
    assert options.startswith('<ol class="options"><li><p>The wall</p></li>')
    assert "[latex]" not in options
    assert (key, source) == ("B", "cells.md:4")
    assert "<b>mitochondrion</b>" in answer
    assert "<code>a &lt; b</code>" in answer
    assert "\\[\\frac{a}{b} &lt; 3\\]" in answer
    table = second[2].split("\x1f")[3]
    assert "<tr><th>part</th><th>made of</th></tr><tr><td>wall</td>" in table
    assert '<ol start="1"><li><p>It is stiff.</p></li>' in table
    assert '<a href="https://example.org/?a=1&amp;b=2">keeps</a>' in table
    assert "\\(" not in table


def test_the_same_is_packed_the_same(tmp_path: Path) -> None:
    """Neither chance nor the time of day is in a package."""
    assert anki.packed(deck(), NOW) == anki.packed(deck(), NOW)
    assert list(tmp_path.iterdir()) == []


def test_an_edited_card_is_the_same_note(tmp_path: Path) -> None:
    """So Anki updates what it has, and keeps when it is due."""
    before = deck()
    after = carry_over(remembered(before), deck(NOTES.replace("What makes", "Who makes")))
    old, *_ = opened(anki.packed(before, NOW), tmp_path)
    new, *_, kinds = opened(anki.packed(after, NOW + timedelta(hours=1)), tmp_path)

    assert [guid for guid, *_ in old] == [guid for guid, *_ in new]
    assert old[0] != new[0]
    assert kinds == opened(anki.packed(before, NOW), tmp_path)[3]


def test_cards_of_two_decks_are_two_notes(tmp_path: Path) -> None:
    """Ids of cards are only unique in their deck."""
    one = opened(anki.packed(deck(), NOW), tmp_path)[0]
    other = opened(anki.packed(replace(deck(), id=type(deck().id)("other")), NOW), tmp_path)[0]

    assert not {guid for guid, *_ in one} & {guid for guid, *_ in other}


def test_what_anki_would_run_is_only_shown(tmp_path: Path) -> None:
    """Neither scripts, nor LaTeX, nor sounds, nor gaps; a field ends where it ends."""
    hostile = (
        "# H\n\n## What is <script>alert(1)</script> here?\n"
        "`[sound:a.mp3]` [latex]\\input{x}[/latex] {{c1::gap}} \x1f <img src=x onerror=y>"
        " [link](javascript:alert(1))\n\n![alt](file:///etc/passwd)\n"
    )
    ((_, _, fields),) = opened(anki.packed(deck(hostile), NOW), tmp_path)[0]

    assert fields.count("\x1f") == 4
    for sign in ("<script", "[sound", "[latex", "{{c1", "<img", "href="):
        assert sign not in fields


def test_no_run_of_braces_in_a_formula_is_a_gap_in_anki() -> None:
    """However many stand side by side, none are next to each other in what Anki reads."""
    for amount in range(2, 6):
        tex = "{" * amount + "c1::x" + "}" * amount

        assert "{{" not in page.html((Formula(tex, tex=tex),))
