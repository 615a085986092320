"""What of a rich text is to be read, however a chat draws it."""

from __future__ import annotations

from hypothesis import strategies as st

from adapters.chat.plain import clean
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    inlines,
    walk,
)
from tests.adapters.hostile import WORDS

SPANS = st.builds(
    Span,
    WORDS,
    bold=st.booleans(),
    italic=st.booleans(),
    strike=st.booleans(),
    code=st.booleans(),
)
INLINES: st.SearchStrategy[Inlines] = st.lists(SPANS, max_size=4).map(tuple)


def unspaced(said: str) -> str:
    """Harmless words without space of any width."""
    return "".join(clean(said).replace("\u200b", "").split())


def no_address(spans: Inlines) -> bool:
    """Whether nothing in it could be meant as an address, however it is put together."""
    return "://" not in "".join(span.text for span in spans if isinstance(span, Span))


def wanted(rich: RichText) -> str:
    """What is to be read of a text without tables, pictures and links; a list has its marks."""
    return "".join(
        unspaced(line_of(block)) for block in walk(rich) if not isinstance(block, Listing | Quote)
    )


def line_of(block: Block) -> str:
    """The characters of one leaf."""
    match block:
        case Paragraph(spans=spans) | Heading(title=spans):
            return "".join(span.text for span in spans if isinstance(span, Span))
        case CodeBlock(code=code):
            return code
        case Formula(formula=formula):
            return formula
        case _:
            return ""


def simple(rich: RichText) -> bool:
    """Whether everything in it is read as it is written: no table, picture, link or address."""
    blocks = list(walk(rich))
    return not any(isinstance(block, Table) for block in blocks) and all(
        isinstance(span, Span) and not span.link and "://" not in span.text
        for span in inlines(rich)
    )
