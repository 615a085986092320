from dataclasses import replace

import pytest

from bot.decks.identity import carry_over
from bot.decks.parsing import parse
from bot.decks.remembering import remembered
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


def carried(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[bool]:
    """For each card of the second deck, whether it kept an id of the first."""
    first = deck(*before)
    return [card in ids(first) for card in ids(carry_over(remembered(first), deck(*after)))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("What does `**` do?", "What does `//` do?"),
        ("What is C++?", "What is C#?"),
        ("What does `a` do?", "What does `A` do?"),
    ],
)
def test_a_sign_is_another_thing(before: str, after: str) -> None:
    """Where signs or case alone differ, the answer must agree."""
    assert carried([(before, ANSWER)], [(after, OTHER)]) == [False]
    assert carried([(before, ANSWER)], [(after, ANSWER)]) == [True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            ("What does a left join return?", "All rows of the left table, matched with the right"),
            (
                "What does a right join return?",
                "All rows of the right table, matched with the left",
            ),
        ),
        (
            ("How do you encode a text?", "Call the encode method of the text"),
            ("How do you decode a text?", "Call the decode method of the text"),
        ),
        (
            ("What does max pooling keep?", "The largest value of each window"),
            ("What does min pooling keep?", "The smallest value of each window"),
        ),
        (("What does push cost?", "O(1)"), ("What does pop cost?", "O(1)")),
        (
            ("Which of these are true?", "The first and the last of them"),
            ("Which of these are not true?", "The second and the last of them"),
        ),
        (
            ("What is one advantage of dropout?", "It makes the training of a net robust"),
            ("What is one disadvantage of dropout?", "It makes the training of a net slow"),
        ),
        (
            ("What is a mutable sequence?", "One that can be changed in place, a list"),
            ("What is an immutable sequence?", "One that cannot be changed in place, a tuple"),
        ),
    ],
)
def test_an_opposite_is_another_card(before: tuple[str, str], after: tuple[str, str]) -> None:
    """A changed or added word of weight makes another question, however alike the rest is."""
    assert carried([before], [after]) == [False]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("What is a dropuot layer?", "What is a dropout layer?"),
        ("What is an optimiser for?", "What is an optimizer for?"),
        ("What is layer?", "What is a layer?"),
        ("What is teh use of a layer?", "What is the use of a layer?"),
    ],
)
def test_a_mended_typo_needs_only_half_the_answer(before: str, after: str) -> None:
    """Question and answer may be mended at once."""
    answer = "A layer that drops units at random, while it learns."

    assert carried([(before, ANSWER)], [(after, answer)]) == [True]


def test_words_in_another_order_are_another_answer() -> None:
    """Answers are compared as they are read."""
    one, other = "Load it, decode it, run it, store it", "Store, run, decode and load"

    assert carried([("What is a jion?", one)], [("What is a join?", other)]) == [False]


def test_a_moved_twin_keeps_its_own_id() -> None:
    """Under the heading of its sibling, that is gone, it does not take the sibling's place."""
    text = f"# T\n## A\n### What is X?\n{ANSWER}\n## B\n### What is X?\n{OTHER}\n"
    before = parse(text.encode(), "notes.md")
    after = parse(f"# T\n## B\n### What is X?\n{ANSWER}\n".encode(), "notes.md")

    assert ids(carry_over(remembered(before), after)) == ids(before)[:1]


@pytest.mark.parametrize("answer", ["源頼朝が守護と地頭を置いた", "1185年に成立した。"])
def test_a_script_without_spaces_has_words_too(answer: str) -> None:
    """A clause that is worded anew with the same answer is the same card."""
    before = [("鎌倉幕府はいつ成立したか？", answer)]  # noqa: RUF001 - as it is written

    assert carried(before, [("鎌倉幕府は何年に成立しましたか？", answer)]) == [True]  # noqa: RUF001
    assert carried(before, [("室町時代の文化とは何ですか？", answer)]) == [False]  # noqa: RUF001


def test_enormous_words_and_answers_are_compared_in_time() -> None:
    """A word of half a megabyte and a chapter for an answer cost no more than reading them."""
    word, chapter = "w" * 500_000, "and so it went on for ever " * 40_000
    before = [(f"What is {word}?", "Yes"), ("What was the plot?", f"{chapter} then."), ("B?", "b")]
    after = [(f"What is a {word}e?", "No"), ("What was the polt?", f"But {chapter}."), ("C?", "c")]

    assert carried(before, after) == [False, True, False]
