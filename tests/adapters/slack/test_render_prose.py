from collections.abc import Iterator

import pytest
from hypothesis import given

from adapters.slack import leaves, prose
from adapters.slack.prose import Elements
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
from tests.adapters.hostile import WORDS
from tests.adapters.slack.message import Json, every, said
from tests.adapters.wanted import INLINES, no_address, simple, unspaced, wanted
from tests.fakes.richtexts import RICH

FLOWING = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
"""What holds characters: of marks on one letter too many are left out within one, not across."""


def words(elements: Elements) -> str:
    """Everything that is shown, without space of any width."""
    flowing = (one for one in every(elements) if one.get("type") in FLOWING)
    return "".join(unspaced(said(one)) for one in flowing)


def drawn(elements: Elements) -> list[str]:
    """The elements, a line for each, as the cases below write them."""
    return [line for element in elements for line in _drawn(element)]


def _drawn(element: Json) -> Iterator[str]:
    kind = element["type"].removeprefix("rich_text_") + "|" * element.get("border", 0)
    if "style" not in element:
        yield f"{kind} {_leaves(element)}"
        return
    inset = "  " * element.get("indent", 0)
    for number, item in enumerate(element["elements"], element.get("offset", 0) + 1):
        mark = f"{number}." if element["style"] == "ordered" else "-"
        yield f"{inset}{mark}{'|' * element.get('border', 0)} {_leaves(item)}"


def _leaves(element: Json) -> str:
    return "".join(map(_leaf, element["elements"])).replace("\n", "/").replace("\u200b", "~")


def _leaf(leaf: Json) -> str:
    said = leaf["text"] if leaf["type"] == "text" else f"<{leaf['url']}>"
    return f"{{{' '.join(leaf['style'])}: {said}}}" if "style" in leaf else said


def styles(span: Span) -> set[str]:
    """The styles that the characters of a span are shown in."""
    every_style = ("bold", "italic", "strike", "code")
    return {style for style in every_style if getattr(span, style)}


@given(WORDS)
def test_words_of_a_deck_are_words(foreign: str) -> None:
    """What may be a sign elsewhere stands there as it is; only web addresses are links."""
    shown = prose.blocks(text(foreign))

    assert all(one["url"].lower().startswith("http") for one in every(shown) if "url" in one)
    if "://" not in foreign:
        assert words(shown) == unspaced(foreign)
        assert not any("style" in one for one in every(shown))


@given(INLINES)
def test_styles_stay_on_their_words(spans: Inlines) -> None:
    """Every character is there, in order, in its own styles and in no other."""
    spans = tuple(span for span in spans if isinstance(span, Span) and "://" not in span.text)
    if not no_address(spans):
        return
    shown = [
        (character, set(leaf.get("style", ())))
        for leaf in leaves.inline(spans)
        for character in unspaced(leaf["text"])
    ]

    assert shown == [
        (character, styles(span))
        for span in spans
        if isinstance(span, Span)
        for character in unspaced(span.text)
    ]


@given(RICH)
def test_every_block_says_what_it_holds(rich: RichText) -> None:
    """In lists, quotes and code no character is lost."""
    rich = tuple(block for block in rich if simple((block,)))

    assert words(prose.blocks(rich)) == wanted(rich)


@given(RICH)
def test_what_is_measured_is_what_is_there(rich: RichText) -> None:
    """No text is longer than its size, by which it is cut."""
    shown = prose.blocks(rich)

    assert len(said(shown)) <= prose.size(shown)


@pytest.mark.parametrize(
    ("rich", "shown"),
    [
        (text("2 < 3 & a_b, *x*"), ["section 2 < 3 & a_b, *x*"]),
        (text("see https://e.org/a_b."), ["section see <https://e.org/a_b>."]),
        (paragraph(Span("here", link="https://e.org")), ["section here (<https://e.org>)"]),
        (paragraph(Span("here", link="javascript:alert(1)")), ["section here"]),
        (paragraph(Span("https://e.org", link="https://e.org")), ["section <https://e.org>"]),
        (paragraph(Span("x", bold=True, link="https://e.org")),
         ["section {bold: x (}{bold: <https://e.org>}{bold: )}"]),
        (paragraph(Span("a"), Span(" b ", bold=True), Span("c")), ["section a{bold:  b }c"]),
        (paragraph(Span("a", bold=True), Span("b", bold=True)), ["section {bold: ab}"]),
        (paragraph(Span(" \n a \n\n b ")), ["section a/b"]),
        (paragraph(Span("f(x)", code=True, bold=True)), ["section {bold code: f(x)}"]),
        (paragraph(Image("https://e.org/x.png", "a cat")), ["section [a cat] (<https://e.org/x.png>)"]),
        (paragraph(Image("x.png", "")), ["section [picture]"]),
        ((Heading(1, (Span("Title"),)), *text("Below.")), ["section {bold: Title}//Below."]),
        ((Listing((text("a"),)), *text("Below.")), ["- a", "section /Below."]),
        ((CodeBlock("x = 1\n  y", "python"),), ["preformatted x = 1/  y"]),
        ((CodeBlock("\n"),), []),
        ((Listing((text("a"), (*text("b"), Listing((text("c"),)))), 3),),
         ["3. a", "4. b", "  - c"]),
        ((Listing((text("a"), (*text("b"), *text("c")), text("d")), 0),),
         ["1. a", "2. b/c", "3. d"]),
        ((Listing(((*text("a"), CodeBlock("x")), text("b")), 1),),
         ["1. a", "preformatted x", "2. b"]),
        ((Listing(((CodeBlock("x"),), (), text("b")), 1),), ["1. ~", "preformatted x", "3. b"]),
        ((Listing((text("a"), (), text("b")), 1),), ["1. a", "3. b"]),
        ((Quote((*text("a"), CodeBlock("x"), Listing((text("b"),)))),),
         ["quote a", "preformatted| x", "-| b"]),
        ((Quote((Quote(text("a")), *text("b"))),), ["quote a/b"]),
        ((Formula("x\n\n y", "x"),), ["section x/y"]),
    ],
)  # fmt: skip
def test_how_it_is_written(rich: RichText, shown: list[str]) -> None:
    """Styles and blocks as Slack has them, what it has not as near as can be."""
    assert drawn(prose.blocks(rich)) == shown


def test_lists_are_set_in_only_so_far() -> None:
    """What is nested deeper than Slack shows stands at the deepest place."""
    rich = text("x")
    for _ in range(8):
        rich = (Listing((rich,)),)

    assert {one["indent"] for one in every(prose.blocks(rich)) if "indent" in one} == {1, 2, 3, 4}


def test_a_table_stands_in_columns() -> None:
    """Where it fits it is set like code, wide characters counted."""
    table = Table(((Span("name"),), (Span("use"),)), (((Span("层"),), (Span("x", bold=True),)),))

    assert drawn(prose.blocks((table,))) == ["preformatted name  use/─────────/层    x"]


def test_a_wide_table_is_told_by_cells() -> None:
    """Where it does not fit, every cell stands behind the head of its column."""
    table = Table(((Span("name"),), (Span("use"),)), (((Span("a"),), (Span("much " * 20),)),))

    assert drawn(prose.blocks((table,))) == [
        f"section {{bold: name}}: a/{{bold: use}}: {('much ' * 20).strip()}"
    ]
