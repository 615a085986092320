"""A deck as a package for Anki. Brought in again, it updates what it brought before."""

from __future__ import annotations

import hashlib
import io
import itertools
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime

import genanki

from bot.exporting import page
from bot.model import Card, Deck

_MODEL = genanki.Model(
    1_607_392_319,
    "Studybot",
    fields=[{"name": name} for name in ("Question", "Options", "Key", "Answer", "Source")],
    templates=[
        {
            "name": "Recall",
            "qfmt": "{{Question}}{{Options}}",
            "afmt": (
                "{{FrontSide}}<hr id=answer>{{#Key}}<p><b>{{Key}}</b></p>{{/Key}}{{Answer}}"
                "<p class=source>{{Source}}</p>"
            ),
        }
    ],
    css=(
        ".card{font-family:sans-serif;font-size:1.1em;text-align:left}"
        "table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .5em}"
        "ol.options{list-style-type:upper-alpha}.source{font-size:.7em;opacity:.7}"
    ),
)
"""How its cards look. Its number and its fields stay: Anki knows it again by them."""

_SINCE = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP archive can tell of; when it was packed is nobody's business."""

_CLASH = ("\x1f", "\0")
"""What Anki keeps fields apart with, and what no database takes."""


def packed(deck: Deck, changed_at: datetime) -> bytes:
    """The package: a note for each card, made of what the notes say and not of our questions.

    ``changed_at`` is when the notes came to be what they are: Anki takes over what is newer than
    what it has. The same deck and moment give the same bytes.
    """
    decks = genanki.Deck(_number(deck.id), _name(deck))
    for card in deck.cards:
        decks.add_note(_note(deck, card))
    moment = changed_at.timestamp()
    with closing(sqlite3.connect(":memory:")) as connection:
        # Anki tells notes of two packages apart by their guids; these numbers only count them.
        first = int(moment * 1000) + _number(deck.id)
        genanki.Package(decks).write_to_db(connection.cursor(), moment, itertools.count(first))
        connection.commit()
        collection = connection.serialize()
    return _zipped({"collection.anki2": collection, "media": b"{}"})


def _note(deck: Deck, card: Card) -> genanki.Note:
    right = [place for place, choice in enumerate(card.choices) if choice.right]
    options = "".join(f"<li>{page.html(choice.text)}</li>" for choice in card.choices)
    fields = (
        page.html(card.prompt),
        f'<ol class="options">{options}</ol>' if options else "",
        page.words(", ".join(chr(ord("A") + place) for place in right)),
        page.html(card.answer),
        page.words(f"{deck.source}:{card.line}"),
    )
    return genanki.Note(
        model=_MODEL,
        fields=[_one_field(field) for field in fields],
        sort_field=str(card.line),
        tags=_tags(card),
        guid=genanki.guid_for(deck.id, card.id),
    )


def _one_field(field: str) -> str:
    for sign in _CLASH:
        field = field.replace(sign, "")
    return field


def _tags(card: Card) -> list[str]:
    """The headings above the card as one tag, in which Anki sees a tree."""
    words = ("_".join(heading.replace("::", ":").split()) for heading in card.topic)
    return ["::".join(filter(None, words))] if any(card.topic) else []


def _name(deck: Deck) -> str:
    """Anki makes a tree of names with two colons, which a title does not mean."""
    return " ".join(deck.title.replace("::", ":").split()) or deck.id


def _number(deck_id: str) -> int:
    """A number for a deck, in the range from which people draw theirs."""
    digest = hashlib.blake2b(deck_id.encode(), digest_size=4).digest()
    return (1 << 30) + int.from_bytes(digest) % (1 << 30)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _SINCE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
