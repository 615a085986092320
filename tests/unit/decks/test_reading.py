import pytest

from bot.decks.reading import Reading, read
from bot.errors import NotText
from bot.model import Severity

DECK = "# Notes\n\n## 1. What is “X”?\nAn é.\n"


def codes(reading: Reading) -> list[tuple[int, str]]:
    """Line and code of each finding."""
    return [(finding.line, finding.code) for finding in reading.findings]


def test_utf8_is_read_as_it_is() -> None:
    """A well-formed file gives its text and no finding."""
    assert read(DECK.encode(), "notes.md") == Reading(DECK, "", ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_character(encoding: str) -> None:
    """A file with a mark gives the text behind the mark."""
    assert read(DECK.encode(encoding), "notes.md").text == DECK


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_a_mark(encoding: str) -> None:
    """UTF-16 that lost its mark is read, and told."""
    reading = read(DECK.encode(encoding), "notes.md")

    assert reading.text == DECK
    assert codes(reading) == [(1, "encoding")]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_line_end_becomes_a_line_feed(end: str) -> None:
    """Windows and old Mac line ends are read like Unix ones, and are nothing to tell."""
    assert read(DECK.replace("\n", end).encode(), "notes.md") == Reading(DECK, "", ())


def test_double_encoding_is_undone_and_told_with_its_line() -> None:
    """Text that was encoded twice reads as it was meant, and the finding shows the repair."""
    twice = "fine\nKeras — é".encode().decode("cp1252", "replace")
    reading = read(f"{twice}\nend “x”".encode(), "notes.md")

    assert reading.text == "fine\nKeras — é\nend “x”"
    assert codes(reading) == [(2, "encoding-repaired")]
    assert reading.findings[0].message.endswith("“â€” Ã©” is read as “— é”.")


def test_a_repair_leaves_entities_alone() -> None:
    """Mending a line does not decode what its author escaped."""
    line = "`&lt;b&gt;` â€” code"

    assert read(line.encode(), "notes.md").text == "`&lt;b&gt;` — code"


def test_nulls_are_left_out_and_told_with_the_line_of_the_first() -> None:
    """NUL characters never reach a card."""
    reading = read(b"one\r\ntwo\0 and more words\n\0", "notes.md")

    assert reading.text == "one\ntwo and more words\n"
    assert codes(reading) == [(2, "nul")]


def test_windows_1252_lines_are_read_and_told() -> None:
    """A line that is no UTF-8 is read as what it most likely is."""
    reading = read("naïve\n".encode("cp1252") + "naïve\n".encode(), "notes.md")

    assert reading.text == "naïve\nnaïve\n"
    assert codes(reading) == [(1, "encoding")]


def test_a_file_in_windows_1252_is_told_once() -> None:
    """One finding stands at the first of its lines and counts them."""
    reading = read("ok\nnaïve\nok\nnaïf\n".encode("cp1252"), "notes.md")

    assert codes(reading) == [(2, "encoding")]
    assert reading.findings[0].message.startswith("2 lines")


def test_a_damaged_byte_is_shown_as_such() -> None:
    """A broken byte in a UTF-8 line is an error with its line, and the rest of it stays."""
    reading = read(b"ok\nna\xc3\xafve \xff end\n", "notes.md")

    assert reading.text == "ok\nnaïve \ufffd end\n"
    assert codes(reading) == [(2, "undecodable")]
    assert reading.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"PK\x03\x04", b"\x89PNG\r\n", bytes(range(32)) * 20, b"\0" * 100]
)
def test_what_nobody_typed_is_refused(data: bytes) -> None:
    """Pictures, archives and the like are no decks."""
    with pytest.raises(NotText) as refused:
        read(data, "picture.md")

    assert refused.value.path == "picture.md"


def test_front_matter_is_blanked_and_gives_the_title() -> None:
    """The YAML block leaves empty lines behind, so that line numbers stay."""
    reading = read(b'---\ntitle: "My: deck"\ntags: [a, b]\n---\n# Q\n', "notes.md")

    assert reading == Reading("\n\n\n\n# Q\n", "My: deck", ())


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n# Not front matter\n\n---\n",
        "---\nJust a rule above text\n---\n",
        "---\ntitle: never closed\n",
        "text\n---\ntitle: x\n---\n",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    """Only a closed block of keys at the very top is front matter."""
    assert read(text.encode(), "notes.md") == Reading(text, "", ())


@pytest.mark.parametrize("value", ["*alias", "&anchor x", "!!python/object x", "| block", "[a]"])
def test_yaml_is_never_evaluated(value: str) -> None:
    """A title that is anything but plain words is no title."""
    assert read(f"---\ntitle: {value}\n---\n".encode(), "notes.md").title == ""
