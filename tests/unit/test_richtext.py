from hypothesis import given
from hypothesis import strategies as st

from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Image,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    inlines,
    is_blank,
    paragraph,
    plain,
    plain_line,
    text,
    walk,
)
from tests.fakes.richtexts import RICH


@given(st.text())
def test_plain_words(words: str) -> None:
    """Plain characters stay those characters: nothing in them is markup."""
    assert plain(text(words)) == words


@given(RICH)
def test_nothing_is_lost(rich: RichText) -> None:
    """Every word that stands anywhere in rich text is read, in plain text as well."""
    read = plain(rich)
    for span in inlines(rich):
        words = span.text if isinstance(span, Span) else span.alt
        assert all(line in read for line in words.split("\n"))
    for block in walk(rich):
        if isinstance(block, CodeBlock):
            assert all(line in read for line in block.code.split("\n"))
        elif isinstance(block, Formula):
            assert all(line in read for line in block.formula.split("\n"))


@given(RICH, RICH)
def test_one_after_the_other(first: RichText, second: RichText) -> None:
    """Two rich texts after each other are read one after the other."""
    both = plain(first).split() + plain(second).split()
    assert plain(first + second).split() == both


@given(RICH)
def test_blank(rich: RichText) -> None:
    """Where nothing is to be read, no span has a visible character."""
    if is_blank(rich):
        assert not plain_line(inlines(rich)).strip()


@given(RICH)
def test_walk_visits_outer_before_inner(rich: RichText) -> None:
    """The walk meets every outermost block, in order, among all others."""
    walked = iter(walk(rich))
    assert all(any(met is block for met in walked) for block in rich)


def test_how_it_reads() -> None:
    """A line for each paragraph, item, row and code line; items carry their mark."""
    rich: RichText = (
        Heading(2, (Span("Loss"),)),
        *paragraph(Span("See "), Span("fit()", code=True), Image("a.png", "a curve")),
        Listing((text("one"), text("two") + text("more"))),
        Listing((text("three"),), 3),
        Quote(text("quoted")),
        CodeBlock("a = 1\nb = 2", "python"),
        Formula("x²", "x^2"),
        Table(((Span("k"),), (Span("v"),)), (((Span("1"),), (Span("2"),)),)),
        Paragraph((Span("first\nsecond"),)),
    )
    assert plain(rich).split("\n") == [
        "Loss",
        "See fit()a curve",
        "• one",
        "• two",
        "  more",
        "3. three",
        "quoted",
        "a = 1",
        "b = 2",
        "x²",
        "k | v",
        "1 | 2",
        "first",
        "second",
    ]


def test_pictures_and_code_are_not_blank() -> None:
    """A picture or code is something to read although it has no words around it."""
    assert is_blank(text("  "))
    assert is_blank(text("\u200b\u2060"))
    assert not is_blank(paragraph(Image("a.png", "")))
    assert not is_blank((CodeBlock("x"),))
