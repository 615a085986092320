import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.passages import Measure, cut_off, divide, shorten, split
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Image,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    inlines,
    paragraph,
    plain,
    text,
    walk,
)
from tests.fakes.richtexts import RICH

LINES = "one = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5"
SENTENCES = "One is first. Two follows it! Is three third? Four ends it."


def within(limit: int) -> Measure:
    """A measure in characters of plain text."""
    return lambda rich: len(plain(rich)) <= limit


def said(rich: RichText) -> str:
    """Everything that is said, without space and without what a list or a table adds."""
    words: list[str] = []
    for block in walk(rich):
        match block:
            case CodeBlock(code=code):
                words.append(code)
            case Formula(formula=formula):
                words.append(formula)
            case Paragraph(spans=spans) | Heading(title=spans):
                words.append(line(spans))
            case Table(head=head, rows=rows):
                words += (line(cell) for row in (head, *rows) for cell in row)
            case Listing() | Quote():
                pass
    return "".join("".join(words).split())


def line(spans: Inlines) -> str:
    """The characters of running text."""
    return "".join(span.text if isinstance(span, Span) else span.alt for span in spans)


def without_heads(rich: RichText) -> RichText:
    """The same with tables that have no head, for a head is repeated."""
    return tuple(_without_head(block) for block in rich)


def _without_head(block: Block) -> Block:
    match block:
        case Table(head=head, rows=rows):
            return Table(((),) * len(head), rows)
        case Quote(quoted=quoted):
            return Quote(without_heads(quoted))
        case Listing(items=items, start=start):
            return Listing(tuple(map(without_heads, items)), start)
        case _:
            return block


@given(RICH, st.integers(1, 60))
def test_nothing_is_lost_and_nothing_said_twice(rich: RichText, limit: int) -> None:
    """The parts one behind the other say what the whole says."""
    whole = without_heads(rich)

    parts = list(divide(whole, within(limit)))

    assert "".join(map(said, parts)) == said(whole)


@given(RICH, st.integers(1, 60))
def test_every_part_fits(rich: RichText, limit: int) -> None:
    """Only a part that cannot be divided any more may be too long."""
    for part in divide(rich, within(limit)):
        assert within(limit)(part) or split(part, 1)[1] == () or len(said(split(part, 1)[0])) <= 1


@given(RICH)
def test_what_fits_is_not_divided(rich: RichText) -> None:
    """A text that fits is its only part, word for word; an empty one has none."""
    assert list(divide(rich, lambda _: True)) == ([rich] if rich else [])
    assert shorten(rich, lambda _: True) == (rich, False)


@given(RICH)
def test_dividing_ends_where_nothing_fits(rich: RichText) -> None:
    """Every part holds something, however little is allowed."""
    whole = without_heads(rich)

    assert "".join(said(part) for part in divide(whole, lambda _: False)) == said(whole)


@given(RICH, st.integers(1, 200))
def test_a_cut_leaves_less(rich: RichText, units: int) -> None:
    """What is left after a cut can be cut again, until nothing is left."""
    cuts = 0
    while rich:
        _, rich = split(rich, units)
        cuts += 1
        assert cuts < 5000


@given(RICH, st.integers(10, 60))
def test_styles_and_links_stay(rich: RichText, limit: int) -> None:
    """Every piece of running text keeps the styles that it had."""

    def styled(whole: RichText) -> list[tuple[str, Span]]:
        spans = (span for span in inlines(whole) if isinstance(span, Span))
        return [
            (one, Span("", span.bold, span.italic, span.strike, span.code, span.link))
            for span in spans
            for one in span.text
            if not one.isspace()
        ]

    whole = tuple(block for block in without_heads(rich) if not _has_pictures(block))

    parts = list(divide(whole, within(limit)))

    assert [one for part in parts for one in styled(part)] == styled(whole)


def _has_pictures(block: Block) -> bool:
    return any(isinstance(one, Image) for one in inlines((block,)))


@given(st.lists(st.sampled_from(["a", "bc", "word", "sentence.", "Why?"]), min_size=1, max_size=80))
def test_no_word_is_broken_that_fits(words: list[str]) -> None:
    """Running text is divided at its spaces."""
    parts = list(divide(text(" ".join(words)), within(12)))

    assert [word for part in parts for word in plain(part).split()] == words


def test_blocks_come_before_sentences() -> None:
    """Two paragraphs that do not fit together become two parts, though more would fit the first."""
    first, second = text("One is here. And two."), text("Three is here. And four.")

    assert list(divide((*first, *second), within(40))) == [first, second]


def test_sentences_come_before_words() -> None:
    """A paragraph is divided behind the last sentence that fits; so is one without spaces."""
    assert [plain(part) for part in divide(text(SENTENCES), within(35))] == [
        "One is first. Two follows it!",
        "Is three third? Four ends it.",
    ]
    assert [plain(part) for part in divide(text("一是第一。二是第二。三"), within(6))] == [
        "一是第一。",
        "二是第二。三",
    ]


def test_a_number_does_not_end_a_sentence() -> None:
    """A point that no space follows is inside of something."""
    assert [plain(part) for part in divide(text("About 3.14159 it is. Yes."), within(22))] == [
        "About 3.14159 it is.",
        "Yes.",
    ]


def test_a_list_goes_on_with_its_numbers() -> None:
    """Items stay whole where they can, and the next part counts on."""
    items = tuple(text(f"item {number}") for number in range(1, 6))

    parts = list(divide((Listing(items, 1),), within(20)))

    assert parts == [
        (Listing(items[:2], 1),),
        (Listing(items[2:4], 3),),
        (Listing(items[4:], 5),),
    ]


def test_code_is_divided_between_its_lines() -> None:
    """Each part is code in its language, and no line loses what it is indented by."""
    code = CodeBlock("def f():\n    return 1\n\n\ndef g():\n    return 2", "python")

    parts = list(divide((code,), within(24)))

    assert parts == [
        (CodeBlock("def f():\n    return 1", "python"),),
        (CodeBlock("\n\ndef g():\n    return 2", "python"),),
    ]


def test_a_table_keeps_its_head() -> None:
    """The rows that come later stand below the same head."""
    head = ((Span("name"),), (Span("use"),))
    rows = tuple(((Span(f"n{n}"),), (Span("some use"),)) for n in range(4))

    parts = list(divide((Table(head, rows),), within(40)))

    assert parts == [(Table(head, rows[:2]),), (Table(head, rows[2:]),)]


def test_a_heading_does_not_stand_alone() -> None:
    """What it is the heading of goes with it."""
    above, heading, below = text("Before it. " * 3), Heading(2, (Span("A title"),)), text("b " * 30)

    first, second, *_ = divide((*above, heading, *below), within(45))

    assert first == above
    assert second[0] == heading
    assert len(second) == 2


def test_letters_stay_whole() -> None:
    """No mark is parted from its letter, no emoji from what it is joined with."""
    for part in divide(text("e\u0301" * 9), within(5)):
        assert re.fullmatch("(e\u0301)+", plain(part))
    assert [plain(part) for part in divide(text("aaa👩\u200d💻"), within(5))] == [
        "aaa",
        "👩\u200d💻",
    ]


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        (text(SENTENCES), "One is first. Two follows it! …"),
        ((CodeBlock(LINES),), "one = 1\ntwo = 2\nthree = 3\n…"),
        ((Listing(tuple(map(text, SENTENCES.split()))),), "• One\n• is\n• first.\n• Two …"),
        ((Quote(text(SENTENCES)),), "One is first. Two follows it! …"),
        ((Heading(1, (Span(SENTENCES),)),), "One is first. Two follows it! …"),
    ],
)  # fmt: skip
def test_what_is_cut_says_so(rich: RichText, shown: str) -> None:
    """What does not fit ends with a sign, which fits as well."""
    shortened, cut = shorten(rich, within(35))

    assert plain(shortened) == shown
    assert cut


def test_the_sign_stands_behind_anything() -> None:
    """Where nothing can be added to the last block, the sign follows it."""
    table = Table(((Span("a"),),), ())

    assert cut_off((table,)) == (table, *text("…"))
    assert cut_off(()) == text("…")
    assert cut_off((Formula("x", "x"),))[1:] == text("…")


@settings(max_examples=20)
@given(st.integers(1, 8))
def test_the_work_grows_with_the_text(times: int) -> None:
    """Twice the text is looked at about twice: what is measured is never the whole rest."""
    looked = 0

    def fits(rich: RichText) -> bool:
        nonlocal looked
        looked += len(plain(rich))
        return len(plain(rich)) <= 500

    rich = paragraph(Span(SENTENCES * 100 * times))

    assert sum(len(plain(part)) for part in divide(rich, fits)) <= len(plain(rich))
    assert looked < 20 * len(plain(rich))
