"""What the maker asks about small cards, kind by kind."""

from dataclasses import replace

import pytest

from bot.model import Kind, Severity
from bot.questions.making import Maker
from bot.richtext import Image, Paragraph, Span, Table, inlines, plain, text
from tests.unit.questions.build import asked, card, deck, rich, right, stems

FITS = "Kitchen: which of the two fits the description "
PANS = card(
    "What are pans? Give examples.",
    "Pans are for the stove:",
    "- **`Wok`**: Turns vegetables quickly over a strong flame.",
    "- **`Skillet`**: Browns meat evenly on every side.",
    "- **`Saucier`**: Keeps gravy warm without any burning.",
)
CAPITALS = tuple(
    card(f"What is the capital of {land}?", town)
    for land, town in (("France", "Paris"), ("Peru", "Lima"), ("Spain", "Madrid."))
)
TOOLS = (
    card("What does a sieve do?", "It separates fine flour from coarse lumps."),
    card("What is a whisk?", "Mixes air into cream until stiff."),
    card("Explain the peeler.", "The peeler removes thin skin of raw potatoes."),
)


def test_a_term_is_asked_by_what_it_does() -> None:
    """The subject leads, the definition is woven in, the siblings are the distractors."""
    first, *_ = asked(PANS)
    assert plain(first.stem) == "Pans: which one turns vegetables quickly over a strong flame?"
    assert right(first) == ["Wok"]
    assert {plain(option) for option in first.options} == {"Wok", "Skillet", "Saucier"}
    assert first.kind is Kind.TERM


def test_code_stays_code_in_options() -> None:
    """What was a code span is one, and bold is gone."""
    spans = [span for option in asked(PANS)[0].options for span in inlines(option)]
    assert all(isinstance(span, Span) and span.code and not span.bold for span in spans)


def test_the_explanation_tells_the_terms_apart() -> None:
    """The definition of the key comes first, then the distractors'."""
    lines = plain(asked(PANS)[0].explanation).split("\n")
    assert lines[0] == "Wok: Turns vegetables quickly over a strong flame."
    assert any("Browns meat" in line for line in lines[1:])


def test_the_source_is_the_line_of_the_card() -> None:
    """So that its author can mend the notes."""
    assert str(asked(PANS)[0].source) == "notes.md:7"


def test_two_terms_are_asked_for_as_two() -> None:
    """With one good distractor the stem says so."""
    pair = card(
        "What is the difference between a fork and a spoon?",
        "- **Fork**: Used to pick up solid pieces.",
        "- **Spoon**: Used for soup and other liquids.",
    )
    assert stems(pair) == [
        "Fork and spoon: which of the two is used to pick up solid pieces?",
        "Fork and spoon: which of the two is used for soup and other liquids?",
    ]


@pytest.mark.parametrize(
    ("definition", "stem"),
    [
        ("A bowl that has many holes.", "Kitchen: which of the two is a bowl that has many holes?"),
        (
            "How wide things are.",
            f"{FITS}\u201cHow wide things are\u201d?",
        ),
        (
            "Ein Topf mit Deckel.",
            f"{FITS}\u201cEin Topf mit Deckel\u201d?",
        ),
        ("It cuts bread; thin slices.", f"{FITS}\u201ccuts bread; thin slices\u201d?"),
        (
            "It cuts bread of every kind into slices; it also divides cakes and large pies.",
            "Kitchen: which of the two cuts bread of every kind into slices?",
        ),
    ],
)
def test_the_stem_follows_the_shape_of_the_definition(definition: str, stem: str) -> None:
    """What is not surely understood is quoted."""
    one = card("Kitchen", f"- **Gizmo**: {definition}", "- **Widget**: Hums loudly all night.")
    assert stem in stems(one)


@pytest.mark.parametrize(
    "line",
    [
        "**Wok (W1)**: Turns things over big flames.",
        "**Wok:** Turns things over big flames.",
        "**Wok** - Turns things over big flames.",
        "**`wok`** \u2013 Turns things over big flames.",
        "`wok`: Turns things over big flames.",
        "**Wok** (W1): Turns things over big flames.",
    ],
)
def test_a_definition_may_be_written_in_many_ways(line: str) -> None:
    """Colon inside or outside, dashes, code, an acronym in parentheses."""
    one = card("Pans", f"- {line}", "- **`Pot`**: Boils noodles.", "- **Lid**: Keeps heat.")
    assert "Pans: which of the two turns things over big flames?" in stems(one)


def test_a_definition_with_is_keeps_its_verb() -> None:
    """``**Term** is a ...`` asks what is a ..."""
    one = card("Sorts", "- **Merge** is a way to sort by halves", "- **Quick** is a pivot game")
    assert "Sorts: which of the two is a way to sort by halves?" in stems(one)


def test_short_answers_of_one_frame_are_each_others_distractors() -> None:
    """In any language: the prompts differ in one place."""
    first, *_ = asked(*CAPITALS)
    assert plain(first.stem) == "What is the capital of France?"
    assert {plain(option) for option in first.options} == {"Paris", "Lima", "Madrid"}
    assert right(first) == ["Paris"]


def test_two_short_answers_are_asked_as_two() -> None:
    """One distractor is announced."""
    assert stems(*CAPITALS[:2]) == ["What is the capital of France? Which of the two is right?"]


def test_answers_of_one_form_are_each_others_distractors() -> None:
    """The pronoun or the subject is left out, and the question is put to fit."""
    first, *_ = asked(*TOOLS)
    assert plain(first.stem) == "What does a sieve do?"
    assert right(first) == ["Separates fine flour from coarse lumps"]
    assert first.kind is Kind.ANSWER
    assert stems(TOOLS[1], *TOOLS[::2]) == ["What does a whisk do?"]
    assert stems(TOOLS[2], *TOOLS[:2]) == ["What does the peeler do?"]


def test_a_prompt_without_its_article_is_not_repeated() -> None:
    """The slip would be ours as well."""
    towel = card("What is paper towel?", "A sheet that soaks up spilled milk.")
    cup = card("What is Kitchenaid?", "A machine that kneads heavy dough.")
    assert stems(cup, towel) == ["Which of the two describes Kitchenaid?"]
    assert not asked(towel, cup)


def test_wrong_answers_come_from_near_topics() -> None:
    """Those whose cards share words with this one, though their claims do not."""
    pan = card("What does a wok do?", "Turns greens over open flames.", "Found in a kitchen.")
    pot = card("What does a pot do?", "Fills noodles into deep bowls.", "Found in a kitchen.")
    lid = card("What does a lid do?", "Keeps steam from getting out.", "Found in a kitchen.")
    far = [
        card(f"What does a {name} do?", f"{told} at night.")
        for name, told in (("owl", "Catches mice"), ("bat", "Hears moths"), ("fox", "Steals hens"))
    ]
    first, *_ = asked(pan, *far, pot, lid)
    assert {plain(option) for option in first.options} == {
        "Turns greens over open flames",
        "Fills noodles into deep bowls",
        "Keeps steam from getting out",
    }


def test_a_term_is_asked_for_once_in_the_same_words() -> None:
    """An answer that says a thing twice makes one question of it."""
    one = card(
        "What is a kitchen?",
        "- **Cook**: Stirs thick soups with large spoons.",
        "- **Waiter**: Carries full plates over slippery floors.",
        "A summary:",
        "- **Cook**: Stirs all thick soups with large spoons.",
    )
    twice = replace(one, answer=(*one.answer, *one.answer))
    assert len(asked(twice)) == len(asked(one)) == 2


def test_the_purpose_may_be_asked() -> None:
    """A label is asked of its subject, with other claims as distractors."""
    one = card(
        "How does a colander work?", "Hard to say.", "**Purpose**: Pulls water off boiled noodles."
    )
    assert "What is the purpose of a colander?" in stems(one, *TOOLS)


def test_a_blank_is_filled_where_the_sentence_names_what_is_wrong() -> None:
    """``instead of`` and the like make the distractors, and leave the stem."""
    one = card(
        "What is crumbling?",
        "**Solution**: Use **butter** (instead of oil/water) for pastry dough.",
    )
    lead = "Crumbling (solution): which of these fills the blank in "
    assert stems(one) == [f"{lead}\u201cUse ____ for pastry dough\u201d?"]
    assert right(asked(one)[0]) == ["butter"]


def test_an_example_is_no_blank() -> None:
    """Of several examples any would fit."""
    one = card("What is fat?", "Use fat such as **butter** instead of oil for pastry dough.")
    assert not asked(one)


def test_the_authors_choices_come_first_and_all() -> None:
    """With several right ones, in the author's order."""
    one = replace(PANS, choices=card("", choices=("*Wok", "Fork", "*Pot", "Cup")).choices)
    first, second, *_ = asked(one)
    assert first.kind is Kind.AUTHORED
    assert [plain(option) for option in first.options] == ["Wok", "Fork", "Pot", "Cup"]
    assert first.key == (0, 2)
    assert first.explanation == PANS.answer
    assert second.kind is Kind.TERM


def test_choices_without_a_key_are_not_asked_and_remarked() -> None:
    """A serious flaw is a warning at the card's line."""
    maker = Maker(deck(one := card("Which?", "", choices=("Wok", "Fork"))))
    assert not maker.questions(one)
    (remark,) = maker.remarks(one)
    assert (remark.code, remark.severity, remark.line) == ("question-no-key", Severity.WARNING, 7)


def test_what_cannot_be_asked_is_remarked_for_that_alone() -> None:
    """Matters of style can wait until it can be asked."""
    long = "A pan with a very long handle made of wood"
    maker = Maker(deck(one := card("Which?", "", choices=(long, "Fork", "Fork"))))
    assert {remark.code for remark in maker.remarks(one)} == {
        "question-no-key",
        "question-equal-options",
    }


def test_a_matter_of_style_is_asked_and_remarked() -> None:
    """A key that is too long is the author's to mend."""
    long = "*A pan with a very long handle made of wood"
    maker = Maker(deck(one := card("Which?", "", choices=(long, "Fork", "Cup"))))
    assert maker.questions(one)
    assert [(found.code, found.severity) for found in maker.remarks(one)] == [
        ("question-length", Severity.INFO)
    ]


def test_a_card_without_choices_has_no_remarks() -> None:
    """What the maker makes is flawless or not made."""
    assert Maker(deck(PANS)).remarks(PANS) == ()


def test_recall_shows_the_prompt_and_then_the_answer() -> None:
    """Every card can be asked openly."""
    question = Maker(deck(PANS)).recall(PANS)
    assert (question.stem, question.explanation) == (PANS.prompt, PANS.answer)
    assert not question.objective
    assert question.key == ()


def test_the_same_deck_makes_the_same_questions() -> None:
    """In every process, in whatever order the cards are asked for."""
    cards = (PANS, *CAPITALS, *TOOLS)
    one, other = Maker(deck(*cards)), Maker(deck(*cards))
    assert [one.questions(c) for c in cards] == [other.questions(c) for c in cards[::-1]][::-1]


def test_questions_are_made_once() -> None:
    """A card that is asked again costs nothing."""
    maker = Maker(deck(PANS))
    assert maker.questions(PANS) is maker.questions(PANS)


@pytest.mark.parametrize(
    "piece",
    [
        "Xy. **Ab**: cd ",
        "x. **a b** ",
        "It `a`.  ",
        "(a, b) `c` ",
        "word (`x`/`y`) ",
        "**Ab**: **cd** ",
        "x **instead of** y, ",
        "Use **b** instead of c. ",
        "**a**; b; ",
        "**A: b** **c** ",
    ],
)
def test_whatever_repeats_is_read_to_its_end(piece: str) -> None:
    """Text that repeats itself raises nothing."""
    long = card("What is a sieve?", piece * 400)
    assert len(asked(long, *TOOLS)) < 400


def test_of_a_long_list_only_the_first_terms_are_asked_for() -> None:
    """Nobody meets one card often enough to be asked for all of them."""
    names = [f"{first}{last}o" for first in "BDFGKLMNPR" for last in "aeiou"]
    one = card("Rivers", *(f"- **{name}**: Flows at {at} miles." for at, name in enumerate(names)))
    assert len(asked(one)) == 32


def test_pictures_are_no_part_of_a_question() -> None:
    """They are left out of what is quoted."""
    picture = (Paragraph((Image("a.png", "a wok"),)),)
    one = replace(card("Pan", "x"), answer=picture)
    assert Maker(deck(one, replace(PANS, prompt=picture))).questions(one) == ()


def test_a_prompt_that_is_no_text_makes_nothing() -> None:
    """And raises nothing."""
    assert asked(replace(PANS, prompt=(), answer=text("Nothing."))) == ()


def test_a_table_of_two_columns_is_a_list_of_terms() -> None:
    """Its first column holds the terms."""
    rows = tuple(
        (rich_line(name), rich_line(told))
        for name, told in (("`GET`", "Reads a page"), ("`PUT`", "Stores some bytes"))
    )
    one = replace(card("Methods", "x"), answer=(Table((rich_line("a"), rich_line("b")), rows),))
    assert "Methods: which of the two stores some bytes?" in stems(one)


def rich_line(line: str) -> tuple[Span, ...]:
    """The spans of a line."""
    (block,) = rich(line)
    assert isinstance(block, Paragraph)
    return tuple(span for span in block.spans if isinstance(span, Span))
