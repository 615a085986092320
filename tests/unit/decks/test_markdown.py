import pytest

from bot.decks.blocks import rich
from bot.decks.markdown import MAX_NESTING, document
from bot.decks.nodes import Part
from bot.richtext import (
    CodeBlock,
    Formula,
    Heading,
    Image,
    Listing,
    Quote,
    RichText,
    Span,
    Table,
    paragraph,
    plain,
    text,
    walk,
)


def read(markdown: str) -> RichText:
    """The rich text of a whole file."""
    return rich(document(markdown).blocks)


def test_styles_lie_flat_on_their_characters() -> None:
    """Nested emphasis gives one span for each stretch, with all its styles."""
    assert read("a **b *c* `d`** ~~e~~ [f **g**](http://h)") == paragraph(
        Span("a "),
        Span("b ", bold=True),
        Span("c", bold=True, italic=True),
        Span(" ", bold=True),
        Span("d", bold=True, code=True),
        Span(" "),
        Span("e", strike=True),
        Span(" "),
        Span("f ", link="http://h"),
        Span("g", bold=True, link="http://h"),
    )


def test_a_line_end_is_a_space_and_a_hard_one_a_break() -> None:
    """Lines of a paragraph flow together unless the author broke them."""
    assert read("a\nb  \nc\\\nd<br>e") == text("a b\nc\nd\ne")


def test_entities_are_decoded_but_not_in_code() -> None:
    """A named character reads as the character; in code it is what stands there."""
    assert read("&lt;b&gt; `&amp;`") == paragraph(Span("<b> "), Span("&amp;", code=True))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("H<sub>2</sub>O and x<sup>2</sup>", "H₂O and x²"),
        ("x<sup>ab</sup>", "x^(ab)"),
        ("a <span style='x'>b</span> c", "a b c"),
        ("a <!-- hidden --> b", "a  b"),
        ("<script>alert(1)</script>", ""),
        ("a <script>b</script> c", "a  c"),
        ("<style>\np { }\n</style>\n\nx", "x"),
        ("<div align=center>one <p>two</p> three</div>", "one\ntwo\nthree"),
        ("<!-- a\n## comment -->\n\nx", "x"),
    ],
)
def test_html_leaves_its_words(markdown: str, words: str) -> None:
    """Tags go, what they said stays; comments, scripts and styles go altogether."""
    assert plain(read(markdown)) == words


def test_html_tags_with_a_meaning_keep_it() -> None:
    """Bold, italic and code may be written as HTML."""
    assert read("<b>a</b><em>b</em><kbd>c</kbd>") == paragraph(
        Span("a", bold=True), Span("b", italic=True), Span("c", code=True)
    )


def test_preformatted_html_is_code() -> None:
    """A block of `<pre>` keeps its lines."""
    assert read("<pre><code>a &lt; b\n  c</code></pre>") == (CodeBlock("a < b\n  c"),)


def test_pictures_keep_their_place_and_their_words() -> None:
    """Markdown's pictures and HTML's are the same thing."""
    assert read("see ![a **plot**](p.png)") == paragraph(Span("see "), Image("p.png", "a plot"))
    assert read('<img src="p.png" alt="a plot">') == paragraph(Image("p.png", "a plot"))


def test_blocks_nest() -> None:
    """Code, lists and quotes become blocks of their own."""
    assert read("```py\nx = 1\n```\n\n3. a\n   - b\n\n> c\n") == (
        CodeBlock("x = 1", "py"),
        Listing(((*text("a"), Listing((text("b"),))),), 3),
        Quote(text("c")),
    )


def test_every_row_of_a_table_is_as_wide_as_its_head() -> None:
    """A row that an author left short is filled with empty cells."""
    head = ((Span("h"),), (Span("i"),))

    assert read("|h|i|\n|-|-|\n|*j*|\n") == (Table(head, (((Span("j", italic=True),), ()),)),)


def test_headings_below_are_headings() -> None:
    """A heading inside an answer keeps its level."""
    assert read("#### Why *so*") == (Heading(4, (Span("Why "), Span("so", italic=True))),)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"$\rightarrow$", "→"),
        (r"Load $\rightarrow$ Freeze", "Load → Freeze"),
        (r"$x^2 + x_{i}$", "x² + xᵢ"),
        (r"$\frac{a}{b+1}$", "a/(b+1)"),
        (r"$\sum_{i=1}^{n} i$", "∑ᵢ₌₁ⁿ i"),
        (r"$\neg (P \land Q)$", "¬(P ∧ Q)"),
        (r"$\euler$", r"\euler"),
        (r"$50%$", "50%"),
        ("$" + "{" * 200 + "$", "{" * 200),
        (r"$\sqrt\sqrt$", r"\sqrt\sqrt"),
    ],
)
def test_formulas_read_as_characters(tex: str, words: str) -> None:
    """TeX becomes Unicode where it can, and is shown as it is where it cannot."""
    assert plain(read(tex)) == words


@pytest.mark.parametrize("prices", ["It costs $5 and $10.", "from $5-$10 a month", "a $ b $ c"])
def test_prices_stay_prices(prices: str) -> None:
    """A dollar before a number or beside a space opens no formula."""
    assert read(prices) == text(prices)


def test_a_formula_on_its_own_lines_keeps_its_tex() -> None:
    """A display formula is a block with both ways of reading it."""
    assert read("$$\nx^2\n$$") == (Formula("x²", "x^2"),)


def test_every_block_knows_its_lines() -> None:
    """Lines count from 1 and the end is the first line after a block."""
    blocks = document("# a\n\nb\nc\n\n- d\n- e\n\n```\nf\n```\n").blocks

    assert [(node.part, node.line, node.end) for node in blocks] == [
        (Part.HEADING, 1, 2),
        (Part.PARAGRAPH, 3, 5),
        (Part.LIST, 6, 9),
        (Part.CODE, 9, 12),
    ]
    assert [item.line for item in blocks[2].children] == [6, 7]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_nesting_is_bounded_and_told(mark: str) -> None:
    """However deep an author nests, the tree stays shallow and the cut has a line."""
    deep = document("top\n\n" + mark * 3000 + "x")

    assert len(list(walk(rich(deep.blocks)))) <= MAX_NESTING
    assert deep.cut == (3,)
