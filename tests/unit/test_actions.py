import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions import (
    MAX_ID,
    MAX_PAGE,
    MAX_PART,
    Action,
    AnswerRound,
    ShowAnswer,
    TurnBoard,
    decode,
    encode,
    encode_menu,
)
from bot.errors import UnknownAction
from bot.model import MAX_OPTIONS, DeckId, Period, RoundId

WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-", min_size=1, max_size=40)
ROUNDS = WORDS.map(RoundId)
PICKS = st.sets(st.integers(0, MAX_OPTIONS - 1), min_size=1).map(lambda picks: tuple(sorted(picks)))
ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(AnswerRound, ROUNDS, PICKS),
    st.builds(ShowAnswer, ROUNDS, st.integers(0, MAX_PART)),
    st.builds(
        TurnBoard,
        st.sampled_from(Period),
        st.none() | WORDS.map(DeckId),
        st.booleans(),
        st.integers(0, MAX_PAGE),
        st.booleans(),
    ),
)


@given(ACTIONS)
def test_round_trip(action: Action) -> None:
    """What a button means is what is read back from its id."""
    assert decode(encode(action)) == action


@given(ACTIONS)
def test_length(action: Action) -> None:
    """Every id fits the smallest limit of any platform, in characters no platform changes."""
    assert len(encode(action)) <= MAX_ID
    assert re.fullmatch(r"[A-Za-z0-9_.:-]+", encode(action))


@given(ROUNDS, PICKS, st.randoms())
def test_menus(round_id: RoundId, picks: tuple[int, ...], chance: Random) -> None:
    """What was chosen in a menu means what a button with the same picks would, in any order."""
    chosen = [str(pick) for pick in picks]
    chance.shuffle(chosen)
    assert decode(encode_menu(round_id), chosen) == AnswerRound(round_id, picks)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("c:r1", []),
        ("c:r1", ["0", "0"]),
        ("c:r1", ["10"]),
        ("c:r1", ["x"]),
        ("c:r1", [""]),
        ("c:", ["0"]),
        ("c:r1:0", ["0"]),
        ("a:r1:0", ["0"]),
        ("c", ["0"]),
    ],
)
def test_strange_menus(text: str, chosen: list[str]) -> None:
    """A menu of which nothing, or nothing it holds, was chosen is refused."""
    with pytest.raises(UnknownAction):
        decode(text, chosen)


@given(ACTIONS, ACTIONS)
def test_distinct(one: Action, other: Action) -> None:
    """Two buttons that mean different things never share an id."""
    assert (encode(one) == encode(other)) == (one == other)


@given(st.text(max_size=150) | st.from_regex(r"[awb]:[a-z0-9]{0,5}:[0-9.:a-z]{0,20}"))
def test_hostile(text: str) -> None:
    """An id that was never made is refused; one that is accepted means exactly itself."""
    try:
        action = decode(text)
    except UnknownAction:
        return
    assert encode(action) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a:r1",
        "a:r1:",
        "a:r1:1.0",
        "a:r1:1.1",
        "a:r1:10",
        "a:r1:-1",
        "a:r1:٣",
        "a:r 1:0",
        "b:week::0",
        "b:year::0:",
        "b:week:sh:0:",
        "b:week::01:",
        "w:r1:extra",
        "w:r1:0",
        "w:r1:1:2",
        "c:r1",
        "A:r1:0",
        "w:" + "x" * 99,
    ],
)
def test_refused(text: str) -> None:
    """A torn, padded, reordered or foreign id is refused rather than guessed at."""
    with pytest.raises(UnknownAction):
        decode(text)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("a:0123456789ab:0", AnswerRound(RoundId("0123456789ab"), (0,))),
        ("a:0123456789ab:0.2", AnswerRound(RoundId("0123456789ab"), (0, 2))),
        ("w:0123456789ab", ShowAnswer(RoundId("0123456789ab"))),
        ("w:0123456789ab:2", ShowAnswer(RoundId("0123456789ab"), 2)),
        (
            "b:week:hs:3:keras",
            TurnBoard(Period.WEEK, DeckId("keras"), here=True, page=3, share=True),
        ),
        ("b:all::0:", TurnBoard(Period.ALL, None, here=False, page=0)),
    ],
)
def test_for_ever(text: str, action: Action) -> None:
    """Ids on messages that were posted long ago keep their meaning."""
    assert decode(text) == action


def test_unspeakable() -> None:
    """An action that no button can hold is a mistake of the program, found where it is made."""
    for action in (
        AnswerRound(RoundId("a:b"), (0,)),
        AnswerRound(RoundId("r"), ()),
        AnswerRound(RoundId("r"), (2, 1)),
        TurnBoard(Period.ALL, None, here=False, page=-1),
    ):
        with pytest.raises(ValueError, match=r"page|id|indices"):
            encode(action)
