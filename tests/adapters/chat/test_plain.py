import pytest
from hypothesis import given

from adapters.chat import plain
from tests.adapters.hostile import WORDS


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ana", "Ana"),
        ("  A\nna ", "A na"),
        ("x" * 40, "x" * 31 + "…"),
        ("宽" * 20, "宽" * 15 + "…"),
        ("", "no name"),
        ("\u202e\u200b", "no name"),
        ("דנה", "\u2068דנה\u2069"),
        ("a\u202eb", "ab"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_a_name(words: str, shown: str) -> None:
    """One short line that hides nothing, turns nothing around and piles nothing up."""
    assert plain.name(words) == shown


@given(WORDS)
def test_a_name_keeps_to_its_place(said: str) -> None:
    """No name is wider than its column, and whatever turns it is closed inside of it."""
    shown = plain.name(said)

    assert 1 <= plain.columns(shown) <= plain.NAME
    assert plain.units(shown) <= 2 * plain.NAME + 2
    inside = shown.removeprefix("\u2068").removesuffix("\u2069")
    assert not set(inside) & set("\u2066\u2067\u2068\u2069\u202e\n")
