from dataclasses import replace

import pytest

from bot.decks.identity import carry_over, remembered
from bot.decks.parsing import parse
from bot.model import CardId, Deck

ANSWER = "A layer that drops units at random while training."
OTHER = "Something that nobody has ever said about any such thing."


def deck(*cards: tuple[str, str]) -> Deck:
    """A deck of questions and answers."""
    sections = "".join(f"## {prompt}\n{answer}\n" for prompt, answer in cards)
    return parse(f"# T\n{sections}".encode(), "notes.md")


def ids(found: Deck) -> list[CardId]:
    """The ids of a deck's cards."""
    return [card.id for card in found.cards]


def test_an_id_follows_from_the_question_alone() -> None:
    """Number, place, case, punctuation and the answer change nothing."""
    one = deck(("1. What is X?", "x"))
    other = deck(("1. Why Y?", "y"), ("2. what is x", "something else"))

    assert ids(one) == ids(other)[1:]


def test_an_id_changes_with_code_options_and_headings() -> None:
    """Whatever makes it another question makes another id."""
    texts = [
        "## 1. What does `a` do?\nx\n",
        "## 1. What does `A` do?\nx\n",
        "## 1. What does `a` do?\nx\n- [x] b\n- [ ] c\n",
        "## Topic\n### 1. What does `a` do?\nx\n",
    ]
    decks = [parse(f"# T\n{text}".encode(), "notes.md") for text in texts]

    assert len({found.cards[0].id for found in decks}) == 4


def test_which_option_is_right_and_their_order_change_no_id() -> None:
    """Correcting the key keeps the scores."""
    one = parse(b"# T\n## 1. A?\n- [x] b\n- [ ] c\n", "notes.md")
    other = parse(b"# T\n## 1. A?\n- [x] c\n- [ ] b\n", "notes.md")

    assert ids(one) == ids(other)


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("1. What is a dropuot layer?", ANSWER),
        ("7. What exactly is a dropout layer?", ANSWER),
        ("1. Explain the dropout layer and its use.", ANSWER),
        ("1. What is a dropout-layer?", OTHER),
    ],
)
def test_an_edited_card_keeps_its_id(prompt: str, answer: str) -> None:
    """A mended typo, another wording with the same answer, another answer: it is still the card."""
    before = deck(("1. What is a dropout layer?", ANSWER))

    assert ids(carry_over(remembered(before), deck((prompt, answer)))) == ids(before)


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("1. What are the disadvantages of dropout?", OTHER),
        ("1. How do you save a model to a file?", OTHER),
    ],
)
def test_another_question_is_another_card(prompt: str, answer: str) -> None:
    """Likeness of the words is not enough."""
    before = deck(("1. What are the advantages of dropout?", ANSWER))
    after = deck((prompt, answer))

    assert carry_over(remembered(before), after) == after


def test_a_digit_is_another_thing() -> None:
    """L1 and L2 are one letter apart and two questions, even with answers half alike."""
    before = deck(("1. What is L1 loss?", "The sum of absolute differences of values"))
    after = deck(("1. What is L2 loss?", "The sum of squared differences of values"))

    assert ids(carry_over(remembered(before), after)) == ids(after)


def test_a_short_answer_confirms_nothing() -> None:
    """Two questions whose answer is yes are two questions."""
    before = deck(("1. Is dropout used in training?", "Yes"))
    after = deck(("1. Is a bias used in layers?", "Yes"))

    assert ids(carry_over(remembered(before), after)) == ids(after)


def test_the_best_pair_wins() -> None:
    """Each old card becomes one new card at most, the most similar one."""
    before = deck(("1. What is a dropout layer?", ANSWER), ("2. What is a dense layer?", OTHER))
    after = deck(("1. What is the dense layer?", OTHER), ("2. What's a dropout layer?", ANSWER))

    assert ids(carry_over(remembered(before), after)) == list(reversed(ids(before)))


def test_a_moved_card_keeps_its_id() -> None:
    """Under another heading it is the same card."""
    before = parse(b"# T\n## A\n### 1. What is X?\nx\n", "notes.md")
    after = parse(b"# T\n## B\n### 1. What is X?\nx\n", "notes.md")

    assert ids(before) != ids(after)
    assert ids(carry_over(remembered(before), after)) == ids(before)


def test_twins_keep_their_ids_when_one_comes_or_goes() -> None:
    """One prompt with two answers: each answer keeps its card."""
    one = deck(("1. Why?", ANSWER))
    both = carry_over(remembered(one), deck(("1. Why?", OTHER), ("2. Why?", ANSWER)))
    left = carry_over(remembered(both), deck(("1. Why?", OTHER)))

    assert ids(both)[1] == ids(one)[0]
    assert ids(left) == ids(both)[:1]


def test_a_new_card_never_takes_an_id_in_use() -> None:
    """A question edited, and its old wording asked anew: two cards, two ids, for good."""
    first = deck(("1. What is a layer?", ANSWER))
    edited = carry_over(remembered(first), deck(("1. What is one layer?", ANSWER)))
    text = [("1. What is one layer?", ANSWER), ("2. What is a layer?", OTHER)]
    both = carry_over(remembered(edited), deck(*text))

    assert ids(both)[0] == ids(first)[0]
    assert len(set(ids(both))) == 2
    assert carry_over(remembered(both), deck(*text)) == both


def test_giving_a_card_an_id_keeps_what_is_known_of_it() -> None:
    """The old id stays, for scores hang on it."""
    before = deck(("1. What is X?", ANSWER))
    after = deck(("1. What is X? <!-- id: mine -->", ANSWER))

    assert ids(carry_over(remembered(before), after)) == ids(before)


def test_changing_an_id_makes_another_card() -> None:
    """An author who changes an id means to begin anew."""
    before = deck(("1. What is X? <!-- id: mine -->", ANSWER))
    after = deck(("1. What is X, then? <!-- id: new -->", ANSWER))

    assert ids(carry_over(remembered(before), after)) == ["new"]


def test_a_given_id_outlives_every_edit() -> None:
    """With an id of their own, question and answer may change at once."""
    before = deck(("1. What is X? <!-- id: mine -->", ANSWER))
    after = deck(("1. How does it work? <!-- id: mine -->", OTHER))

    assert ids(carry_over(remembered(before), after)) == ["mine"]


def test_loading_again_changes_nothing() -> None:
    """What was carried over once stays so, with cards long gone in memory."""
    gone = remembered(deck(("1. What was there before?", OTHER)))
    first = deck(("1. What is X?", ANSWER), ("2. Why Y?", OTHER))
    kept = carry_over((*gone, *remembered(first)), first)

    assert kept == first
    assert carry_over(gone, replace(first, cards=())) == replace(first, cards=())


def test_a_thousand_edits_at_once_find_their_cards() -> None:
    """A large deck is matched by its rare words, without comparing each with each."""
    before = deck(*((f"{n}. What is thing w{n} for?", f"{ANSWER} w{n}") for n in range(1000)))
    after = deck(*((f"{n}. What is a thing w{n} for?", f"{ANSWER} w{n}") for n in range(1000)))

    assert ids(carry_over(remembered(before), after)) == ids(before)
