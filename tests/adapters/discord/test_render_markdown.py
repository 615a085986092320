import re

import pytest
from hypothesis import given

from adapters.discord import markdown, prose
from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Image,
    Inlines,
    Listing,
    Quote,
    RichText,
    Span,
    Table,
    paragraph,
    text,
)
from tests.adapters.discord.reading import active, read, words
from tests.adapters.hostile import SIGNS, WORDS
from tests.adapters.wanted import INLINES, no_address, simple, unspaced, wanted
from tests.fakes.richtexts import RICH


def styles(span: Span) -> set[str]:
    """The styles that the characters of a span may be shown in."""
    wanted = {"strong": span.bold, "emphasis": span.italic, "struck": span.strike}
    return {style for style, here in wanted.items() if here}


@pytest.mark.parametrize("sign", SIGNS)
def test_the_reader_of_these_tests_sees_every_sign(sign: str) -> None:
    """What stands for Discord here would notice what it is asked to look for."""
    assert active(read(sign))


@given(WORDS)
def test_words_of_a_deck_are_words(said: str) -> None:
    """Nothing in plain words calls, hides, styles or sets apart; only web addresses are links."""
    leaves = read(prose.blocks(text(said)))

    assert active(leaves) <= {"link"}
    for leaf in leaves:
        assert leaf.kind != "link" or re.match("https?://", leaf.words, re.IGNORECASE)
    if "://" not in said:
        assert words(leaves) == unspaced(said)


@given(WORDS)
def test_words_on_a_line_are_words(said: str) -> None:
    """A title or a name is not even a link, and is one line."""
    shown = markdown.line(said)

    assert active(read(shown)) == set()
    assert words(read(shown)) == unspaced(said)
    assert "\n" not in shown


@given(INLINES)
def test_styles_stay_on_their_words(spans: Inlines) -> None:
    """Every character is there, in order, in no style but its own; code is code."""
    spans = tuple(span for span in spans if isinstance(span, Span) and "://" not in span.text)
    if not no_address(spans):
        return
    leaves = read(markdown.inline(spans))
    shown = [
        (character, leaf)
        for leaf in leaves
        for character in leaf.words
        if not character.isspace() and character != "\u200b"
    ]
    wanted = [
        (character, span)
        for span in spans
        if isinstance(span, Span)
        for character in unspaced(span.text)
    ]

    assert [character for character, _ in shown] == [character for character, _ in wanted]
    for (_, leaf), (_, span) in zip(shown, wanted, strict=True):
        assert leaf.styles <= styles(span)
        assert leaf.kind == ("code" if span.code else "text")


@given(RICH)
def test_every_block_says_what_it_holds(rich: RichText) -> None:
    """In lists, quotes and code no character is lost, and code does not run on behind its end."""
    rich = tuple(block for block in rich if simple((block,)))
    shown = prose.blocks(rich)

    assert words(read(shown)) == wanted(rich)
    assert shown.count(markdown.FENCE) % 2 == 0


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        (text("2 < 3, a_b and *x*"), "2 < 3, a\\_b and \\*x\\*"),
        (text("- a\n1. b\n# c\n> d"), "\\- a\n1\\. b\n\\# c\n\\> d"),
        (text("see https://e.org/a_b."), "see <https://e.org/a_b>."),
        (text("(https://e.org/(x))"), "(<https://e.org/(x)>)"),
        (text("steam://run"), "steam\\://run"),
        (text("mail@e.org"), "mail@\u200be.org"),
        (paragraph(Span("here", link="https://e.org")), "here (<https://e.org>)"),
        (paragraph(Span("here", link="javascript:alert(1)")), "here"),
        (paragraph(Span("https://e.org", link="https://e.org")), "<https://e.org>"),
        (paragraph(Span("x", link="https://e.org/> @everyone")), "x (<https://e.org/%3E%20%40everyone>)"),
        (paragraph(Span("bold "), Span("all ", bold=True), Span("x")), "bold **all** x"),
        (paragraph(Span("a", bold=True), Span("b", italic=True)), "**a**\u200b*b*"),
        (paragraph(Span("a\nb", bold=True)), "**a**\n**b**"),
        (paragraph(Span("a`b", code=True)), "``a`b``"),
        (paragraph(Span("`", code=True)), "`` ` ``"),
        (paragraph(Span("a```b", code=True)), "``a`\u200b`\u200b`b``"),
        (paragraph(Span("f(**x)", code=True, bold=True)), "`f(**x)`"),
        (paragraph(Span("@property", code=True)), "`@property`"),
        (paragraph(Span("@everyone", code=True)), "`@\u200beveryone`"),
        (paragraph(Image("https://e.org/x.png", "a cat")), "\\[a cat] (<https://e.org/x.png>)"),
        (paragraph(Image("x.png", "")), "\\[picture]"),
        ((Heading(1, (Span("Title"),)), *text("Below.")), "**Title**\nBelow."),
        ((*text("One."), *text("Two.")), "One.\n\nTwo."),
        ((CodeBlock("x = 1", "python"),), "```python\nx = 1\n```"),
        ((CodeBlock("x = 1", "python title='a'"),), "```\nx = 1\n```"),
        ((CodeBlock("```\nx\n```"),), "```\n``\u200b`\nx\n``\u200b`\n```"),
        ((Listing((text("a"), (*text("b"), Listing((text("c"),)))), 3),), "3. a\n4. b\n   - c"),
        ((Listing(((*text("a"), CodeBlock("x")),)),), "- a\n```\nx\n```"),
        ((Quote((*text("a"), CodeBlock("x"))),), "> a\n> ```\n> x\n> ```"),
        ((Quote((Quote(text("a")),)),), "> a"),
        ((Quote((Listing(((Quote(text("a")),),)),)),), "> - a"),
        ((Formula("x₁ * x₂", "x_1 * x_2"),), "x₁ \\* x₂"),
    ],
)  # fmt: skip
def test_how_it_is_written(rich: RichText, shown: str) -> None:
    """Signs are escaped where they could mean something, and nowhere else."""
    assert prose.blocks(rich) == shown


def test_a_table_stands_in_columns() -> None:
    """Where it fits it is set like code, wide characters counted."""
    table = Table(((Span("name"),), (Span("use"),)), (((Span("层"),), (Span("x", bold=True),)),))

    assert prose.blocks((table,)) == "```\nname  use\n─────────\n层    x\n```"


def test_a_wide_table_is_told_by_cells() -> None:
    """Where it does not fit, every cell stands behind the head of its column."""
    table = Table(((Span("name"),), (Span("use"),)), (((Span("a"),), (Span("much " * 20),)),))

    assert prose.blocks((table,)) == f"**name**: a\n**use**: {('much ' * 20).strip()}"
