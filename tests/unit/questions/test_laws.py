"""What holds of every deck, however odd."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Card, CardId, Choice, Kind
from bot.questions import flaws
from bot.questions.making import Maker
from bot.richtext import Block, CodeBlock, Formula, Listing, Paragraph, Quote, Span, Table, plain
from tests.unit.questions.build import context_of, deck

WORDS = st.sampled_from(
    """
    it the a an Keras model loss gradient stops saves uses drops Trains training plateau Layer
    layers is are of and or not instead max MaxPool LR `x` >2 2 -1 1.5 e.g. such as with by : -
    Purpose Steps **bold** ( ) / ; . ? ____ \u201c \u201d \u00fcber \u6a21\u578b \U0001f476
    """.split()  # noqa: SIM905 -- a table of words is read as one
)
LINES = st.lists(WORDS, min_size=0, max_size=12).map(" ".join) | st.text(max_size=30)
SPANS = st.lists(
    st.builds(Span, LINES, bold=st.booleans(), code=st.booleans()), min_size=1, max_size=4
).map(tuple)
DEFINED = st.builds(
    lambda name, mark, rest: (Span(name, bold=True), Span(f"{mark} {rest}")),
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.sampled_from((":", " -", " is", " \u2013")),
    LINES,
)
TEXT: st.SearchStrategy[Block] = st.builds(Paragraph, SPANS | DEFINED)
LISTS: st.SearchStrategy[Block] = st.builds(
    Listing,
    st.lists(st.builds(Paragraph, DEFINED | SPANS).map(lambda block: (block,)), max_size=5).map(
        tuple
    ),
)
TABLES: st.SearchStrategy[Block] = st.lists(st.tuples(SPANS, SPANS), max_size=4).map(
    lambda rows: Table(((Span("a"),), (Span("b"),)), tuple(rows))
)
REST: st.SearchStrategy[Block] = st.one_of(
    st.builds(CodeBlock, LINES), st.builds(Formula, LINES, LINES), TEXT.map(lambda b: Quote((b,)))
)
RICH = st.lists(TEXT | LISTS | TABLES | REST, max_size=4).map(tuple)
CHOICES = st.lists(
    st.builds(Choice, st.lists(TEXT, max_size=1).map(tuple), st.booleans()), max_size=5
)


@st.composite
def decks(draw: st.DrawFn) -> tuple[Card, ...]:
    """Some cards with ids of their own."""
    made = draw(st.lists(st.tuples(RICH, RICH, CHOICES | st.just([])), max_size=6))
    return tuple(
        Card(CardId(f"c{at}"), prompt, answer, ("T",), at + 1, tuple(choices))
        for at, (prompt, answer, choices) in enumerate(made)
    )


@settings(max_examples=100)
@given(decks())
def test_no_question_is_flawed(cards: tuple[Card, ...]) -> None:
    """What is made has no flaw in its deck; the author's own questions have no serious one."""
    maker = Maker(deck(*cards))
    context = context_of(*cards)
    for card in cards:
        for question in maker.questions(card):
            options = [plain(option) for option in question.options]
            authored = question.kind is Kind.AUTHORED
            found = flaws.find(question, context)
            assert not [flaw.name for flaw in found if flaw.serious or not authored]
            assert question.card == card.id
            assert 2 <= len(options) <= (10 if authored else 4)
            assert len(set(options)) == len(options)
            assert list(question.key) == sorted(set(question.key))
            assert all(0 <= at < len(options) for at in question.key)
            assert authored or len(question.key) == 1
        assert not maker.recall(card).objective
        maker.remarks(card)


@settings(max_examples=25)
@given(decks())
def test_chance_comes_from_the_deck_alone(cards: tuple[Card, ...]) -> None:
    """Two makers of one deck make the same."""
    one, other = Maker(deck(*cards)), Maker(deck(*cards))
    assert [one.questions(card) for card in cards] == [other.questions(card) for card in cards]
