"""Files that mean harm: each is refused with a reason, or is text like any other."""

import gzip
import io
import zipfile

import pytest

from bot.decks.parsing import parse
from bot.errors import NotText
from bot.model import Deck
from bot.questions.making import Maker
from bot.richtext import Image, Span, inlines, plain
from tests.fuzz.laws import assert_bounded, assert_sound, line_count

ENTITIES = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))


def read(text: str | bytes) -> Deck:
    """The deck of a file that keeps every law."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    found = parse(data, "notes.md")
    assert_sound(found, line_count(data))
    assert_bounded(found, len(data))
    return found


def zip_bomb() -> bytes:
    """Ten megabytes of nothing in ten kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.md", bytes(10_000_000))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bomb(), "ZIP"),
        (gzip.compress(bytes(10_000_000)), "compressed"),
        (b"%PDF-1.7\n## 1. What?\nThis.\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\x01\0\x01\0", "GIF"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "program"),
        (b"SQLite format 3\0\x10\0", "database"),
        (b"{\\rtf1\\ansi What?}", "rich text"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(50), "control characters"),
        (b"BZh91AY&SY\x01\x02\x03\x04\x05\x06\x07\x08", "control characters"),
        (b"OggS\0\x02" + bytes(20) + b"\x01\x02\x03\x04", "control characters"),
        (b"RIFF\x01\x02\x03\x04WAVEfmt \x10\0\0\0\x01\0\x01\0", "control characters"),
        (bytes(range(256)) * 40, "control characters"),
        (bytes(5000), "control characters"),
    ],
)
def test_what_is_no_text_is_refused_unopened(data: bytes, reason: str) -> None:
    """An archive, a picture or a program is told apart by its first bytes and never unpacked."""
    with pytest.raises(NotText) as refused:
        parse(data, "notes.md")

    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf" * 1000,
        b"\xff\xfe" * 1000,
        b"\xfe\xff",
        b"\xff\xfe#\0 \0a",
        b"\xff\xfe\0\xd8#\0",
        b"\xff\xfe\0\0#\0\0",
        b"# a\xed\xa0\x80b",
        b"# \xff\xfe\xfd\n\xc3\x28",
        b"# a\0b\n## 1. What\0?\nTh\0is.\n",
        b"\xf4\x90\x80\x80 # a",
    ],
)
def test_broken_encodings_give_a_deck(data: bytes) -> None:
    """Marks of order alone, half a character, half a pair, NULs: whatever can be read is."""
    read(data)


@pytest.mark.parametrize("sign", [*"[]()<>{}*_`~|$\\&!#-=+:;?.,'\"/^%@", "é", "日", "\u200d", "😀"])
@pytest.mark.parametrize("start", ["", "## 1. ", "Q: ", "a :: "])
def test_a_long_line_of_one_sign_is_read(sign: str, start: str) -> None:
    """However long a line is, it is a line (bench/hostile.py measures megabytes of it)."""
    read(start + sign * 3000)


def test_aliases_in_front_matter_are_lines_of_text() -> None:
    """Front matter is never read as YAML: what would unfold to a billion words does not."""
    found = read(f"---\na0: &a0 x\n{ENTITIES}\ntitle: *a9\n---\n\n# T\n\n## 1. What?\nThis.\n")

    assert [plain(card.answer) for card in found.cards] == ["This."]
    assert found.title == "T"


def test_front_matter_that_makes_objects_makes_none() -> None:
    """A tag that makes a program run elsewhere is part of a line that nobody reads."""
    found = read('---\ntitle: !!python/object/apply:os.system ["x"]\n---\n## 1. What?\nThis.\n')

    assert found.title == "Notes"


def test_front_matter_without_end_is_text() -> None:
    """Ten thousand lines below ``---`` are not searched for an end that may never come."""
    found = read("---\n" + "key: value\n" * 10_000 + "\n## 1. What?\nThis.\n")

    assert [plain(card.prompt) for card in found.cards] == ["What?"]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<script src='http://a/x.js'>",
        "<iframe src='http://a'></iframe>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<a href='javascript:alert(1)'>press</a>",
        "<a href='java&#10;script:alert(1)'>press</a>",
        "<style>* { display: none }</style>",
        "<object data='x'></object><embed src='x'>",
        "<form action='http://a'><input name='b'></form>",
    ],
)
def test_no_html_survives_reading(html: str) -> None:
    """What a browser would run is nowhere in a card: rich text knows no markup."""
    found = read(f"## 1. What is it?\nThis. {html}\n\n{html}\n")

    for card in found.cards:
        for part in inlines((*card.prompt, *card.answer)):
            link = part.link if isinstance(part, Span) else part.source
            assert not link.lower().startswith(("javascript:", "vbscript:"))
            assert "onerror" not in link
            assert "onload" not in link


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html;base64,PHNj"],
)
def test_an_address_that_runs_is_no_link(address: str) -> None:
    """Words that were linked to a program stay words."""
    found = read(f"## 1. What is it?\nSee [this]({address}) now.\n")

    assert not [part for part in inlines(found.cards[0].answer) if getattr(part, "link", "")]


@pytest.mark.parametrize(
    "address",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:/Windows/win.ini",
        "%2e%2e%2f%2e%2e%2fetc/passwd",
        "..%5c..%5cwin.ini",
        "//host/share/x.png",
        "a%00.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_reading_opens_no_picture(address: str) -> None:
    """An address in notes is data: the reader keeps at most its words and opens nothing."""
    found = read(f"## 1. What is it?\nThis: ![alt]({address})\n")

    (card,) = found.cards
    assert "alt" in plain(card.answer)
    for part in inlines(card.answer):
        assert not isinstance(part, Image) or "\0" not in part.source


def test_invisible_characters_tell_no_question_apart_silently() -> None:
    """Overrides and zero-width characters are read, and ids stay unique."""
    shown = "\u202e\u2066\u200b\u2060\ufeff\u00ad"
    found = read(f"## 1. What is {shown}it?\nThis.\n\n## 2. What is it?\nThat.\n")

    assert len(found.cards) == 2


def test_an_id_of_lookalikes_is_no_id() -> None:
    """A Cyrillic letter in an id makes it wrong, not another card's."""
    found = read("## 1. A? <!-- id: pass -->\na\n\n## 2. B? <!-- id: p\u0430ss -->\nb\n")

    assert {card.id for card in found.cards} >= {"pass"}
    assert any(finding.code == "bad-id" for finding in found.findings)


def test_a_question_of_too_many_options_is_told() -> None:
    """Five thousand options are a finding, not five thousand buttons."""
    found = read("## 1. Which?\n" + "".join(f"- [ ] a{n}\n" for n in range(5000)) + "- [x] b\n")

    assert not any(card.choices for card in found.cards)
    assert any(finding.code == "too-many-options" for finding in found.findings)


def test_a_long_question_is_read_and_asked() -> None:
    """A prompt and an answer of a hundred thousand characters make a card that can be asked."""
    found = read(f"## 1. {'word ' * 20_000}?\n{'other ' * 20_000}\n")

    (card,) = found.cards
    maker = Maker(found)
    maker.questions(card)
    assert maker.recall(card).stem


def test_details_inside_details_without_end_are_read() -> None:
    """A thousand folds in one another neither exhaust the stack nor hide a card."""
    count = 1000
    opened = "<details><summary>What?</summary>\n\n" * count

    found = read(f"{opened}x\n\n{'</details>' * count}\n\n## 1. And this?\nThis.\n")

    assert "And this?" in [plain(card.prompt) for card in found.cards]


def test_a_summary_ends_before_the_next_tag() -> None:
    """One that is never closed is not looked for to the end of the file."""
    found = read("<details><summary>a\n<details><summary>What?</summary>\nThis.\n</details>\n")

    assert [plain(card.prompt) for card in found.cards] == ["What?"]


def test_a_long_heading_is_no_burden_of_every_card() -> None:
    """A topic keeps the beginning of a heading: not the product of headings and questions."""
    asked = "".join(f"### {n}. What is {n}?\nThis.\n\n" for n in range(50))
    found = read(f"# T\n\n## {'long ' * 20_000}\n\n{asked}")

    assert len(found.cards) == 50
    assert all(len(title) <= 200 for card in found.cards for title in card.topic)


@pytest.mark.parametrize(
    ("heading", "prompt"),
    [
        ("What is it? ⭐⭐", "What is it?"),
        ("⭐ ⭐ What is it?", "What is it?"),
        ("⭐" * 3000 + "What is it?", "What is it?"),
        ("What is it?" + " ⭐" * 3000, "What is it?"),
    ],
)
def test_ornaments_go_however_many(heading: str, prompt: str) -> None:
    """Pictographs around a question are no part of it."""
    assert [plain(card.prompt) for card in read(f"## 1. {heading}\nThis.\n").cards] == [prompt]


def test_what_follows_details_stands_in_its_own_line() -> None:
    """A comment that is never closed is told where it begins, indented or not."""
    found = read("## 1. What?\nThis.\n\n<details>\n</details>\n\t<!-- x")

    assert [it.line for it in found.findings if it.code == "unclosed-comment"] == [6]


@pytest.mark.parametrize(
    "below",
    [
        "Answer: Q\n\n",
        "- a\n- b\n\ntext\n\n",
        "<details>\n<summary>Answer</summary>\n\nA\n\n</details>\n\n",
    ],
)
def test_a_question_with_a_thousand_keys_or_lists_is_read(below: str) -> None:
    """What may be a key or a row of options is tried a few times, not with each of the others."""
    assert len(read(f"## 1. Which?\n\nA) x\n\nB) y\n\n{below * 1000}").cards) <= 1


def test_each_list_of_answers_ends_where_the_next_begins() -> None:
    """Two lists in a row are two lists: the first one's questions keep their keys."""
    asked = "".join(f"## {n}. Which is {n}?\nA) x\nB) y\n\n" for n in (1, 2))
    found = read(f"{asked}**Answers**\n\n1. B\n2. A\n\n**Answers**\n\n")

    assert [[c.right for c in card.choices] for card in found.cards] == [
        [False, True],
        [True, False],
    ]
