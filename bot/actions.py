"""What a button means, and the id string that says so.

An id is all the state a message has: it must be readable by every process and every later
version, so a verb's letters and the order of its fields are never given another meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.errors import UnknownAction
from bot.model import MAX_OPTIONS, DeckId, Period, RoundId

MAX_ID = 100
"""Characters a button id may have: the smallest limit of any platform."""

MAX_PAGE = 999_999

MAX_PART = 999

_WORD = re.compile(r"[A-Za-z0-9_-]{1,40}")
_INDICES = tuple(map(str, range(MAX_OPTIONS)))


@dataclass(frozen=True, slots=True)
class AnswerRound:
    """Choose options of a round: their indices, ascending.

    Where one option is right, a button holds one. Of open recall, 0 says "knew it", 1 "did not".
    """

    round: RoundId
    picks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show the whole answer of a round privately; of a long one this ``part``, from 0."""

    round: RoundId
    part: int = 0


@dataclass(frozen=True, slots=True)
class TurnBoard:
    """Show a page of a board, ``page`` from 0, to whoever asks or, with ``share``, to the room."""

    period: Period
    deck: DeckId | None
    here: bool
    page: int
    share: bool = False


Action = AnswerRound | ShowAnswer | TurnBoard


def encode(action: Action) -> str:
    """The id of a button with this meaning: at most 100 characters of ``[A-Za-z0-9_.:-]``.

    Raises ``ValueError`` for an action no button can hold: a strange round or deck id, picks that
    are no ascending option indices, a page out of range.
    """
    match action:
        case AnswerRound(round=round_id, picks=picks):
            fields = ["a", _word(round_id), _picks(picks)]
        case ShowAnswer(round=round_id, part=part):
            if not 0 <= part <= MAX_PART:
                raise ValueError(f"part {part}")
            fields = ["w", _word(round_id), *([str(part)] if part else [])]
        case TurnBoard(period=period, deck=deck, here=here, page=page, share=share):
            if not 0 <= page <= MAX_PAGE:
                raise ValueError(f"page {page}")
            flags = ("h" if here else "") + ("s" if share else "")
            fields = ["b", period.value, flags, str(page), _word(deck) if deck else ""]
        case _:
            assert_never(action)
    return ":".join(fields)


def encode_menu(round_id: RoundId) -> str:
    """The id of a menu that chooses several options of a round: their indices are its values."""
    return f"c:{_word(round_id)}"


def decode(text: str, chosen: Sequence[str] = ()) -> Action:
    """What the id of a button means, or of a menu of which the values ``chosen`` were chosen.

    Raises ``UnknownAction`` for anything ``encode`` and ``encode_menu`` never made.
    """
    try:
        button = _button_of(text, chosen) if text.startswith("c:") or chosen else text
        action = _decode(button.split(":") if len(button) <= MAX_ID else [])
        if encode(action) == button:
            return action
    except ValueError:
        pass
    raise UnknownAction


def _button_of(menu: str, chosen: Sequence[str]) -> str:
    """The id of the button that would choose the same options."""
    verb, round_id = menu.split(":")
    if verb != "c":
        raise ValueError(menu)
    picks = sorted(_INDICES.index(value) for value in chosen)
    return f"a:{round_id}:{'.'.join(map(str, picks))}"


def _decode(fields: list[str]) -> Action:
    match fields:
        case ["a", round_id, picks]:
            return AnswerRound(RoundId(round_id), tuple(map(int, picks.split("."))))
        case ["w", round_id]:
            return ShowAnswer(RoundId(round_id))
        case ["w", round_id, part]:
            return ShowAnswer(RoundId(round_id), int(part))
        case ["b", period, flags, page, deck]:
            return TurnBoard(
                Period(period),
                DeckId(deck) if deck else None,
                "h" in flags,
                int(page),
                "s" in flags,
            )
        case _:
            raise ValueError(fields)


def _word(word: str) -> str:
    if not _WORD.fullmatch(word):
        raise ValueError(f"not an id: {word!r}")
    return word


def _picks(picks: tuple[int, ...]) -> str:
    if (
        not picks
        or list(picks) != sorted(set(picks))
        or not 0 <= picks[0] <= picks[-1] < MAX_OPTIONS
    ):
        raise ValueError(f"not option indices: {picks}")
    return ".".join(map(str, picks))
