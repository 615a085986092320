"""Rich text of every form, for properties that must hold for all of it."""

from __future__ import annotations

from hypothesis import strategies as st

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
)

WORDS = st.text(max_size=20)

SPANS = st.builds(
    Span,
    WORDS,
    bold=st.booleans(),
    italic=st.booleans(),
    strike=st.booleans(),
    code=st.booleans(),
    link=st.sampled_from(["", "https://example.org/a?b=c"]),
)
INLINES: st.SearchStrategy[Inlines] = st.lists(
    SPANS | st.builds(Image, WORDS, WORDS), max_size=4
).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table whose rows are as wide as its head."""
    width = draw(st.integers(1, 3))
    row = st.tuples(*[INLINES] * width)
    return Table(draw(row), draw(st.lists(row, max_size=3).map(tuple)))


LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, INLINES),
    st.builds(Heading, st.integers(1, 6), INLINES),
    st.builds(CodeBlock, WORDS, WORDS),
    st.builds(Formula, WORDS, WORDS),
    tables(),
)


def _nested(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    inner = st.lists(blocks, max_size=3).map(tuple)
    items = st.lists(inner, max_size=3).map(tuple)
    return st.builds(Quote, inner) | st.builds(Listing, items, st.none() | st.integers(0, 99))


BLOCKS: st.SearchStrategy[Block] = st.recursive(LEAVES, _nested, max_leaves=6)
RICH: st.SearchStrategy[RichText] = st.lists(BLOCKS, max_size=4).map(tuple)
"""Any rich text at all, blank and hostile ones among it."""
