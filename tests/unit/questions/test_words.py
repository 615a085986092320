"""Words, prompts, clauses and lists: what the kinds are built on."""

import pytest

from bot.questions import advice, alternatives, entries, facets, grammar, inline, prompts, words
from bot.questions.context import Context
from bot.questions.grammar import Form
from bot.questions.prompts import Ask
from bot.richtext import Paragraph, Span, plain_line
from tests.unit.questions.build import card, deck, rich, spans


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plateaus", "plateau"),
        ("maximum", "max"),
        ("normalizes", "normalization"),
        ("dataset", "data"),
        ("adaptive", "adam"),
        ("reuse", "used"),
        ("reducing", "reduction"),
        ("backpropagation", "propagation"),
    ],
)
def test_related_words_are_akin(one: str, other: str) -> None:
    """In either order."""
    assert words.akin(one, other)
    assert words.akin(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("loss", "less"), ("convert", "convolution"), ("on", "one")]
)
def test_other_words_are_not(one: str, other: str) -> None:
    """They only begin alike."""
    assert not words.akin(one, other)


def test_a_number_keeps_its_comparison_and_its_sign() -> None:
    """``>2`` is not ``2`` and ``-1`` is not ``1``, but a dash in a name is no sign."""
    assert words.words("classes >2, 2 or > 3; -1 to 1, F-1") == (
        *("classes", ">2", "2", "or", ">3", "-1", "to", "1", "f", "1"),
    )


def test_names_fall_apart_at_their_humps() -> None:
    """``LR`` is an acronym inside."""
    assert words.parts("ReduceLROnPlateau") == ("reduce", "lr", "on", "plateau")
    assert words.acronyms("ReduceLROnPlateau") == {"lr"}
    assert words.words("snake_case") == ("snake", "case")


@pytest.mark.parametrize(
    "term", ["Purpose", "Key Benefits", "Step 2", "Use of X", "Nachteile", "Pros"]
)
def test_labels_are_facets(term: str) -> None:
    """Whatever stands with them."""
    assert facets.is_facet(term)


@pytest.mark.parametrize(
    "term", ["Loss Function", "Time Series", "Input", "Primary key", "Step function", "Adam"]
)
def test_names_are_no_facets(term: str) -> None:
    """Though they hold such a word."""
    assert not facets.is_facet(term)


@pytest.mark.parametrize(
    "name", ["Add more data", "Check all logs", "Use lids", "Using heat", "Stop the run"]
)
def test_what_tells_what_to_do_is_advice(name: str) -> None:
    """A verb with a determiner, a quantifier or a plural."""
    assert advice.is_advice(name)


@pytest.mark.parametrize(
    "name", ["Load balancer", "Check constraints", "Stop codon", "Use case", "Add", "Start of day"]
)
def test_a_name_that_begins_like_a_verb_is_no_advice(name: str) -> None:
    """Verbs are nouns as well."""
    assert not advice.is_advice(name)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("Add salt", "Use heat", "Lids"), True),
        (("Add salt", "Lids", "Pots"), False),
        (("Add operator", "Remove operator"), False),
        (("Load balancer", "Stop codon"), False),
        ((), False),
    ],
)
def test_half_a_list_of_advice_makes_it_one(names: tuple[str, ...], told: object) -> None:
    """Kinds of one thing share their last word."""
    assert advice.is_a_list_of_advice(names) is told


@pytest.mark.parametrize(
    ("prompt", "ask", "subject"),
    [
        ("What are Callbacks? Give examples.", Ask.IS, "Callbacks"),
        ("What is Keras and why is it used?", Ask.IS, "Keras"),
        ("What is the role of the Activation Function?", Ask.DOES, "Activation Function"),
        ("What does `Flatten()` do?", Ask.DOES, "Flatten()"),
        ("How does MaxPooling work?", Ask.DOES, "MaxPooling"),
        ("What is the difference between specific Losses?", Ask.COMPARE, "Losses"),
        ("Explain `a` vs `b` in Conv2D layers.", Ask.COMPARE, "a vs b in Conv2D layers"),
        ("Cats vs. Dogs: When to use which?", Ask.COMPARE, "Cats vs. Dogs"),
        ("What is the difference between an ant and the bee?", Ask.COMPARE, "ant and bee"),
        ("Explain the `compile()` method. What else?", Ask.EXPLAIN, "compile() method"),
        ("How do you save models?", Ask.OTHER, ""),
        ("What is the output of this code?", Ask.OTHER, ""),
        ("\u00bfQu\u00e9 es Keras?", Ask.OTHER, ""),
    ],
)
def test_the_subject_of_a_prompt(prompt: str, ask: Ask, subject: str) -> None:
    """Only what is surely understood is named."""
    asked = prompts.asked(rich(prompt))
    assert (asked.ask, plain_line(asked.subject)) == (ask, subject)


@pytest.mark.parametrize(
    ("clause", "form"),
    [
        ("Stops training if it no longer improves", Form.VERB),
        ("Randomly disables neurons", Form.VERB),
        ("Measures of central tendency", Form.OTHER),
        ("Frobs the gizmo", Form.VERB),
        ("Used only for evaluation", Form.USE),
        ("For regression, mostly", Form.USE),
        ("For example trees", Form.OTHER),
        ("A layer that drops neurons", Form.NOUN),
        ("The output size shrinks", Form.OTHER),
        ("Generating new samples", Form.GERUND),
        ("Add more data", Form.IMPERATIVE),
        ("Red", Form.OTHER),
        ("The updates of all weights", Form.NOUN),
        ("The model samples from a set", Form.OTHER),
    ],
)
def test_the_form_of_a_clause(clause: str, form: Form) -> None:
    """What is not sure is ``OTHER``."""
    assert grammar.form(clause) is form


def test_sentences_end_at_stops_outside_code() -> None:
    """And not behind an abbreviation."""
    line = spans("Runs `a. B` once, e.g. Now. Then it ends.")
    assert [plain_line(one) for one in grammar.sentences(line)] == [
        "Runs a. B once, e.g. Now.",
        "Then it ends.",
    ]


def test_cutting_keeps_styles() -> None:
    """Code stays code on both sides."""
    line = spans("Use `fit` now")
    assert inline.cut(line, 3, 6) == (Span(" "), Span("fi", code=True))
    assert inline.join(inline.cut(line, 0, 5), inline.cut(line, 5)) == line


def test_a_label_inside_a_paragraph_begins_a_line() -> None:
    """Markdown makes one paragraph of lines below each other."""
    (group,) = entries.groups((Paragraph(spans("It works. **Purpose**: Saves time.")),))
    assert [(one.name, plain_line(one.definition)) for one in group] == [("Purpose", "Saves time.")]


def test_things_named_side_by_side_are_alternatives() -> None:
    """In parentheses or with slashes; a clause in parentheses is no list."""
    beside = alternatives.gather(
        (
            card("A", "Choose one (`Adam`, `SGD` or `Nadam`)."),
            card("B", "Use fit/predict. (It is.)"),
        )
    )
    assert [plain_line(one) for one in beside["adam"]] == ["SGD", "Nadam"]
    assert [plain_line(one) for one in beside["fit"]] == ["predict"]
    assert len(beside) == 5


def test_common_is_what_most_cards_say() -> None:
    """In a deck too small to tell, nothing is."""
    cards = [card(f"Q{at}?", "A model." if at < 4 else "Rain.") for at in range(9)]
    asked = {one.id: prompts.asked(one.prompt) for one in cards}
    context = Context.of(deck(*cards), {}, asked)
    assert context.common == {"model", "rain"}
    assert Context.of(deck(*cards[:5]), {}, asked).common == frozenset()
