"""What holds however notes are edited: laws over drawn decks with cards that are nearly alike."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.decks.identity import carry_over, recognise
from bot.decks.parsing import parse
from bot.decks.remembering import remembered
from bot.model import CardId, Deck, KnownCard

TERMS = (
    *("dropout", "L1 loss", "L2 loss", "C++", "C#", "max pooling", "min pooling", "recursion"),
    *("a trie", "a tree", "an alkane", "an alkene", "overfitting", "underfitting"),
)
STRANGERS = ("a kernel", "entropy", "a mutex", "L7 proxies")
FRAMES = (
    "What is {}?",
    "Why is {} used?",
    "What is done with {}?",
    "What is done without {}?",
    "Name one advantage of {}.",
    "Name one disadvantage of {}.",
    "Is {} slow?",
    "What is it?",
)
CODE = ("", "", "print(1 + 1)", "print(1 - 1)", 'print("1" + "1")', "x[0]", "x[1]", "x.sort()")
ANSWERS = (
    "Yes",
    "No",
    "O(n)",
    "It returns None",
    "See the table that was shown in the lecture.",
    "A word for {}.",
    "It is what everybody thinks of when they are asked about {}.",
)
OPTIONS = ("Dense", "Flatten", "Embedding", "Convolution", "True", "False", "one", "two")
TOPICS = ("Layers", "Losses", "Languages")
REWRITTEN = "Nobody could have said before what is written here instead of it now."


@dataclass(frozen=True)
class Item:
    """A question as it stands in the notes; with options the first one is right."""

    prompt: str
    code: str
    options: tuple[str, ...]
    answer: str
    topic: str

    def text(self, number: int) -> str:
        """Its Markdown."""
        code = f"```\n{self.code}\n```\n\n" if self.code and self.options else ""
        marks = ("x", *" " * len(self.options))
        options = "".join(f"- [{m}] {o}\n" for m, o in zip(marks, self.options, strict=False))
        return (
            f"## {self.topic}\n\n### {number}. {self.prompt}\n\n{code}{options}\n{self.answer}\n\n"
        )

    def asked(self) -> tuple[object, ...]:
        """What makes it this question for a parser."""
        return self.prompt, self.code if self.options else "", frozenset(self.options)


Items = tuple[Item, ...]


def notes(items: Sequence[Item]) -> Deck:
    """The deck that these items make, each a card; ``C++`` and ``C#`` alone tell no two apart."""
    text = "".join(item.text(number) for number, item in enumerate(items, 1))
    found = parse(f"# Notes\n\n{text}".encode(), "notes.md")
    assume(len(found.cards) == len(items))
    return found


def ids(found: Deck) -> list[CardId]:
    """The ids of a deck's cards, in order."""
    return [card.id for card in found.cards]


@st.composite
def items(draw: st.DrawFn, terms: Sequence[str] = TERMS) -> Item:
    """One question about one of these."""
    term = draw(st.sampled_from(terms))
    options = st.lists(st.sampled_from(OPTIONS), min_size=3, max_size=4, unique=True).map(tuple)
    return Item(
        draw(st.sampled_from(FRAMES)).format(term),
        draw(st.sampled_from(CODE)),
        draw(st.one_of(st.just(()), options)),
        draw(st.sampled_from(ANSWERS)).format(term),
        draw(st.sampled_from(TOPICS)),
    )


decks = (
    st.lists(items(), min_size=2, max_size=10, unique_by=lambda it: (it.asked(), it.topic))
    .filter(lambda them: len({(it.asked(), it.answer) for it in them}) == len(them))
    .map(tuple)
)


def slip(words: str) -> str:
    """The letters inside the longest word in another order."""
    word = max(words.split(), key=len).strip("?.")
    assume(len(word) >= 5 and word.isalpha() and word[2] != word[3])
    return words.replace(word, f"{word[:2]}{word[3]}{word[2]}{word[4:]}", 1)


MILD: dict[str, Callable[[Item], Item]] = {
    "a typo in the question": lambda it: replace(it, prompt=slip(it.prompt)),
    "a word without weight": lambda it: replace(it, prompt=f"Exactly, {it.prompt}"),
    "punctuation": lambda it: replace(it, prompt=f"{it.prompt.rstrip('?.')} …?"),
    "another answer": lambda it: replace(it, answer=REWRITTEN),
    "options in another order": lambda it: replace(it, options=it.options[:1] + it.options[:0:-1]),
    "another key": lambda it: replace(it, options=it.options[::-1]),
    "one more option": lambda it: replace(
        it, options=(*it.options, "None of them") * bool(it.options)
    ),
}
"""Edits that leave a card the card it was."""


@given(decks, st.data(), st.sampled_from(sorted(MILD)))
@settings(max_examples=25)
def test_a_mild_edit_keeps_every_id(before: Items, data: st.DataObject, edit: str) -> None:
    """One card is mended, and all cards are who they were."""
    place = data.draw(st.integers(0, len(before) - 1))
    edited = (*before[:place], MILD[edit](before[place]), *before[place + 1 :])
    distinct(edited)
    first = notes(before)

    assert ids(carry_over(remembered(first), notes(edited))) == ids(first)


def distinct(them: Items) -> None:
    """Leave out decks with a question twice: they make one card of two."""
    assume(len({(it.asked(), it.topic) for it in them}) == len(them))
    assume(len({(it.asked(), it.answer) for it in them}) == len(them))


@st.composite
def revisions(draw: st.DrawFn, before: Items, terms: Sequence[str] = TERMS) -> Items:
    """The notes after any edits: cards mended, replaced, deleted, moved, added, in any order."""
    after = []
    for item in before:
        match draw(st.sampled_from(("leave", "leave", "mend", "replace", "delete", "move"))):
            case "leave":
                after.append(item)
            case "mend":
                after.append(MILD[draw(st.sampled_from(sorted(MILD)))](item))
            case "replace":
                after.append(draw(items(terms)))
            case "move":
                after.append(replace(item, topic=draw(st.sampled_from(TOPICS))))
    after += draw(st.lists(items(terms), max_size=2))
    found = tuple(draw(st.permutations(after)))
    distinct(found)
    return found


@given(decks, st.data())
@settings(max_examples=25)
def test_a_card_that_was_not_edited_keeps_its_id(before: Items, data: st.DataObject) -> None:
    """Whatever happens to other cards. No id is given to two, and loading again changes none."""
    first = notes(before)
    after = data.draw(revisions(before))
    found = recognise(remembered(first), notes(after))

    known = dict(zip(before, ids(first), strict=True))
    now = dict(zip(after, ids(found.deck), strict=True))
    assert {item: now[item] for item in known if item in now} == {
        item: card for item, card in known.items() if item in now
    }
    assert max(Counter(now.values()).values(), default=1) == 1
    again = recognise(merged(remembered(first), found.cards), notes(after))
    assert again == found


@given(decks, st.data())
@settings(max_examples=25)
def test_the_order_of_cards_tells_nothing(before: Items, data: st.DataObject) -> None:
    """The same edits in a file of another order give each card the same id."""
    known = remembered(notes(before))
    after = data.draw(revisions(before))
    shuffled = tuple(data.draw(st.permutations(after)))

    one = dict(zip(after, ids(carry_over(known, notes(after))), strict=True))
    other = dict(zip(shuffled, ids(carry_over(known[::-1], notes(shuffled))), strict=True))
    assert one == other


@given(decks, st.data())
@settings(max_examples=25)
def test_what_is_undone_is_as_it_was(before: Items, data: st.DataObject) -> None:
    """After any edits, each loaded and remembered, the first notes have their first ids.

    Only where a question was asked anew meanwhile, beside what it had become, it is the new one's.
    """
    first = notes(before)
    known: tuple[KnownCard, ...] = remembered(first)
    text = before
    for _ in range(data.draw(st.integers(1, 4))):
        text = data.draw(revisions(text, STRANGERS))
        known = merged(known, recognise(known, notes(text)).cards)

    assert ids(carry_over(known, first)) == ids(first)


@given(decks, st.data())
@settings(max_examples=25)
def test_swapped_questions_swap_no_scores(before: Items, data: st.DataObject) -> None:
    """In each other's place, also below each other's headings, cards are who they were."""
    one, other = data.draw(
        st.lists(st.integers(0, len(before) - 1), min_size=2, max_size=2, unique=True)
    )
    swapped = list(before)
    swapped[one], swapped[other] = before[other], before[one]
    first = notes(before)

    found = dict(zip(swapped, ids(carry_over(remembered(first), notes(swapped))), strict=True))
    assert found == dict(zip(before, ids(first), strict=True))


def merged(known: Sequence[KnownCard], seen: Sequence[KnownCard]) -> tuple[KnownCard, ...]:
    """What a database remembers."""
    return tuple({card.id: card for card in (*known, *seen)}.values())


OPPOSITES = (
    ("L1", "L2"),
    ("C++", "C#"),
    ("max", "min"),
    ("with", "without"),
    ("advantage", "disadvantage"),
    ("alkane", "alkene"),
    ("trie", "tree"),
    ("overfitting", "underfitting"),
    ("1 + 1", "1 - 1"),
    ("x[0]", "x[1]"),
    ('"1"', "1"),
)
FRESH = "Quite another matter that has its own words throughout."


@given(decks, st.data())
@settings(max_examples=25)
def test_a_replaced_question_takes_no_id_over(before: Items, data: st.DataObject) -> None:
    """However alike its words are: with another answer it is another card."""
    place = data.draw(st.integers(0, len(before) - 1))
    was = before[place]
    answer = (
        FRESH if len(was.answer.split()) > 2 else {"Yes": "No", "No": "Yes"}.get(was.answer, "4")
    )
    kinds = [
        pair
        for pair in OPPOSITES
        if pair[0] in was.prompt.split() or pair[0] in was.code * bool(was.options)
    ]
    assume(kinds)
    one, other = data.draw(st.sampled_from(kinds))
    now = replace(
        was, prompt=was.prompt.replace(one, other), code=was.code.replace(one, other), answer=answer
    )
    after = (*before[:place], now, *before[place + 1 :])
    distinct(after)
    first = notes(before)

    found = ids(carry_over(remembered(first), notes(after)))
    assert found[place] not in ids(first)
    assert found[:place] + found[place + 1 :] == ids(first)[:place] + ids(first)[place + 1 :]
