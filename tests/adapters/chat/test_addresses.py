import pytest

from adapters.chat.addresses import address, among


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("https://e.org/a?b=c", "https://e.org/a?b=c"),
        (" HTTP://e.org ", "HTTP://e.org"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://bank.example@e.org", "https://bank.example%40e.org"),
        ("https://e.org/>\n<b|c", "https://e.org/%3E%0A%3Cb%7Cc"),
        ("https://e.org/" + "a" * 300, ""),
        ("e.org", ""),
    ],
)
def test_an_address_shows_itself(words: str, target: str) -> None:
    """Only the web is led to, and nothing in the address can be taken for a sign."""
    assert address(words) == target


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("see https://e.org/a.", ["see ", "*https://e.org/a", "."]),
        ("(https://e.org/(x))", ["(", "*https://e.org/(x)", ")"]),
        ("a https://e.org https://f.org b", ["a ", "*https://e.org", " ", "*https://f.org", " b"]),
        ("steam://run", ["steam://run"]),
        ("no address", ["no address"]),
    ],
)
def test_addresses_end_where_their_sentence_goes_on(words: str, found: list[str]) -> None:
    """Every character is there, in or beside an address."""
    pieces = [f"*{target}" if target else said for said, target in among(words)]

    assert [piece for piece in pieces if piece] == found
