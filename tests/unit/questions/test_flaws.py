"""Every flaw: what it catches and what it must let pass."""

from dataclasses import dataclass, field, replace

import pytest

from bot.model import CardId, Kind, Question
from bot.questions import flaws
from bot.questions.words import content, words
from tests.unit.questions.build import found, question

A, ANSWER, CLOZE = Kind.AUTHORED, Kind.ANSWER, Kind.CLOZE
FITS = "Which of the two fits the description \u201c{}\u201d?"
WHICH = "Which of these has eight legs and spins webs?"


@dataclass(frozen=True)
class Case:
    """A flaw, a question that has it and one that only looks as if it had."""

    flaw: str
    bad: Question
    good: Question
    context: flaws.Context = field(default_factory=flaws.Context)


MEANINGS = flaws.Context(meanings={"spider": (content("spins a web, has eight legs"),)})
COMMON = flaws.Context(common=content("model"))
CASES = (
    Case("no-key", question(WHICH, "ant", "bee"), question(WHICH, "ant", "*bee")),
    Case("nothing-wrong", question(WHICH, "*ant", "*bee", kind=A), question(WHICH, "*ant", "bee")),
    Case("option-count", question(WHICH, "*ant"), question(WHICH, "*ant", "bee")),
    Case(
        "option-count",
        question(WHICH, "*ant", "bee", "cat", "dog", "elk"),
        question(WHICH, "*ant", "bee", "cat", "dog", "elk", kind=A),
    ),
    Case("blank-option", question(WHICH, "*ant", " "), question(WHICH, "*ant", "`;`", kind=A)),
    Case("equal-options", question(WHICH, "*Ant", "ant."), question(WHICH, "*`Ant`", "`ant`")),
    Case(
        "near-equal-options",
        question(WHICH, "*the ant's hill", "the ants' hill"),
        question(WHICH, "*2 ants", "3 ants"),
    ),
    Case(
        "contained-option",
        question("What do ants do?", "*Build big hills of sand", "Build big hills of wet sand"),
        question(WHICH, "*Crossentropy", "Sparse Crossentropy"),
    ),
    Case(
        "contained-option",
        question("What?", "Keeps one big red hat", "*Keeps one big old red hat", kind=A),
        question("What?", "Keeps big values of windows", "*Keeps windows of big values", kind=A),
    ),
    Case("mixed-kinds", question(WHICH, "*`ant`", "bee"), question(WHICH, "*`ant`", "`bee`")),
    Case(
        "all-of-the-above",
        question(WHICH, "*ant", "All of the above"),
        question(WHICH, "*ant", "All ants"),
    ),
    Case(
        "none-of-the-above",
        question(WHICH, "*ant", "None of these"),
        question(WHICH, "*ant", "None", kind=A),
    ),
    Case(
        "facet-option",
        question(WHICH, "*ant", "Key benefits"),
        question(WHICH, "*ant", "Input gate"),
    ),
    Case(
        "dangling-option",
        question("What do ants do?", "*Carry leaves home", "Carry the following things"),
        question("What do ants do?", "*Carry leaves home", "Follow their queen"),
    ),
    Case(
        "long-option",
        question(WHICH, "*ant", "bee " * 80, kind=A),
        question(WHICH, "*ant", "bee " * 20, kind=A),
    ),
    Case(
        "repeated-opening",
        question("What?", "*It is made of red wood", "It is made of grey stone", kind=A),
        question("What?", "*It is wood, cut in long boards", "It is stone, cut in cubes", kind=A),
    ),
    Case(
        "right-as-well",
        question("Which of the two spins a web?", "*Weaver", "Spider"),
        question("Which of the two builds a hill?", "*Ant", "Spider"),
        MEANINGS,
    ),
    Case(
        "right-as-well",
        question("Which of the two lets 2 pass?", "*Gate", "Door"),
        question("Which of the two lets >2 pass?", "*Gate", "Door"),
        flaws.Context(meanings={"door": (content("lets 2 of them pass"),)}),
    ),
    Case(
        "right-as-well",
        question("What is an ant?", "*An insect", "A worker that lives in hills", kind=ANSWER),
        question("What is an ant?", "*An insect", "A bird that sings songs", kind=ANSWER),
        flaws.Context(said={CardId("c"): content("An insect. A worker. It lives in hills.")}),
    ),
    Case("blank-stem", question(" ", "*ant", "bee"), question(WHICH, "*ant", "bee")),
    Case("unfocused-stem", question("The ant.", "*a", "b"), question("The ____.", "*a", "b")),
    Case(
        "dangling-stem",
        question(
            "Which of these fits the description \u201cIt spins webs all day\u201d?", "*a", "b"
        ),
        question("Which of these keeps what it spins and never sells it?", "*a", "b"),
    ),
    Case(
        "broken-off",
        question("Which fits the description \u201cwhich spins webs\u201d?", "*ant", "bee"),
        question("Which fits the description \u201cspins webs (at night)\u201d?", "*ant", "bee"),
    ),
    Case(
        "listed-names",
        question(FITS.format("Weaver (small), Widow (big), Wolf etc."), "*Spider", "Ant"),
        question(FITS.format("Stores nets, hides, waits"), "*Spider", "Ant"),
    ),
    Case(
        "listed-names",
        question("Which of the two is used for e-nets, bags and hats etc.?", "*Silk", "Wax"),
        question("Which of the two is used for nets, which catch flies?", "*Silk", "Wax"),
    ),
    Case(
        "listed-names",
        question(FITS.format("Weaver (of nets)"), "*Spider", "Ant"),
        question(FITS.format("The legs, the eyes"), "*Spider", "Ant"),
    ),
    Case(
        "vague-stem",
        question("Which fits the description \u201cBest for small teams\u201d?", "*ant", "bee"),
        question(
            "Which fits the description \u201cBetter than a bee at digging\u201d?", "*ant", "elk"
        ),
    ),
    Case(
        "vague-stem",
        question("Which of these influences the speed of ants?", "*Heat", "Rain"),
        question("Which of these doubles the speed of ants?", "*Heat", "Rain"),
    ),
    Case(
        "negative-stem",
        question("Which animal is not an insect?", "*ant", "bee", kind=A),
        question("Which animal is **not** an insect?", "*ant", "bee", kind=A),
    ),
    Case(
        "negative-stem",
        question("Which of these does not fit the description \u201cred\u201d?", "*ant", "bee"),
        question("Which of these fits \u201cdoes not fly, does not sing\u201d?", "*ant", "bee"),
    ),
    Case(
        "opinion",
        question("Which insect do you prefer?", "*ant", "bee", kind=A),
        question("Which insect would you find in a hill?", "*ant", "bee", kind=A),
    ),
    Case(
        "long-stem",
        question(WHICH + " And why?" * 60, "*ant", "bee"),
        question(WHICH + " And why?" * 60, "*ant", "bee", kind=A),
    ),
    Case("thin-stem", question("Which one spins?", "*ant", "bee"), question(WHICH, "*ant", "bee")),
    Case(
        "leak",
        question("Spiders spin webs: false?", "True", "*False", kind=A),
        question("True or false: spiders spin webs.", "*True", "False", kind=A),
    ),
    Case(
        "leak",
        question(
            "Which of these waits until loss plateaus?", "*ReduceLROnPlateau", "EarlyStopping"
        ),
        question("Which of these waits until loss is flat?", "*ReduceLROnPlateau", "EarlyStopping"),
    ),
    Case(
        "leak",
        question("Which of these takes the maximum value?", "*MaxPooling", "Dropout"),
        question("Which of these takes the maximum value?", "*MaxPooling", "MaxNorm"),
    ),
    Case(
        "leak",
        question("Which of these follows stochastic gradient descent?", "*SGD", "KNN"),
        question("Which of these follows gradients downhill in steps?", "*SGD", "KNN"),
    ),
    Case(
        "leak",
        question("Which of these has an adaptive rate?", "*Adam", "SGD"),
        question("Which of these has a steady rate?", "*Adam", "SGD"),
    ),
    Case(
        "leak",
        question("Which of these keeps the best network?", "*NetworkCheckpoint", "EarlyStopping"),
        question("Which of these keeps the best model?", "*ModelCheckpoint", "EarlyStopping"),
        COMMON,
    ),
    Case(
        "leak",
        question("Ants: which of the two works in an ant hill?", "*Worker ant", "Drone bee"),
        question("`fit` vs `test`: which of the two changes weights?", "*`fit`", "`test`"),
    ),
    Case(
        "length",
        question(WHICH, "*a spider that sits in the corner", "a small red ant", "a bee"),
        question(WHICH, "*a wasp", "ant", "bee"),
    ),
    Case(
        "length",
        question(
            WHICH, "*a red ant", "a bee that hums around the garden", "a fly that sits on the wall"
        ),
        question(
            WHICH,
            "*a red ant that walks the wall",
            "a bee that hums around",
            "a fly that sits here",
        ),
    ),
    Case(
        "named-distractor",
        question("Which of these is larger than a bee?", "*Hornet", "Bee", "Wasp"),
        question("Ant and bee: which of the two hums?", "*Bee", "Ant"),
    ),
    Case(
        "told-key",
        question("Use ____ near the model: which fits?", "*model", "weights", kind=CLOZE),
        question("Model and weights: which of the two learns?", "*Model", "Weights"),
        COMMON,
    ),
    Case(
        "number",
        question("Which of the two is a hill that ants built?", "*Nest", "Webs"),
        question("Which of the two digs a hill with care?", "*Ants", "Worm"),
    ),
    Case(
        "number",
        question(FITS.format("insects that sting"), "*Wasps", "Ant", "Bees"),
        question(FITS.format("a protocol for addresses"), "*DNS", "Web"),
    ),
    Case(
        "number",
        question("Which of these lose their wings in autumn?", "*Ants", "Bee", "Wasp"),
        question("Which of these lose their wings in autumn?", "*Ants", "Bees", "Wasps"),
    ),
    Case(
        "number",
        question(
            "Which fits the description \u201cmiddle layers that hide\u201d?",
            "*Gates",
            "Door",
            "Wall",
        ),
        question(
            "Which fits the description \u201ca layer that hides\u201d?", "*Gate", "Door", "Wall"
        ),
    ),
    Case(
        "article",
        question("Which fills the blank in \u201can ____ digs\u201d?", "*ant", "bee", kind=CLOZE),
        question("Which fills the blank in \u201can ____ digs\u201d?", "*ant", "elk", kind=CLOZE),
    ),
    Case(
        "odd-form",
        question("What is it?", "*Drops values", "A layer of stone", "A box of wood", kind=ANSWER),
        question("What is it?", "*Drops values", "Stops clocks", "A box of wood", kind=ANSWER),
    ),
    Case(
        "odd-ending",
        question(WHICH, "*An ant.", "A bee", "A cat", kind=A),
        question(WHICH, "*An ant.", "A bee.", "A cat", kind=A),
    ),
    Case(
        "odd-capital",
        question(WHICH, "*An ant", "a bee", "a cat", kind=A),
        question(WHICH, "*`Ant`", "`bee`", "`cat`", kind=A),
    ),
    Case(
        "absolute-distractor",
        question(WHICH, "*It walks", "It always flies", "It never flies", kind=A),
        question(WHICH, "*It walks", "It always flies", "It swims", kind=A),
    ),
)

NAMES = [f"{case.flaw}-{at}" for at, case in enumerate(CASES)]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_flaw_is_found_where_it_is(case: Case) -> None:
    """The bad question has the flaw."""
    assert case.flaw in found(case.bad, case.context)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_flaw_is_not_found_where_it_only_seems_to_be(case: Case) -> None:
    """The good question does not have the flaw."""
    assert case.flaw not in found(case.good, case.context)


def test_every_flaw_has_a_case() -> None:
    """No check goes untested, and no two have one name."""
    names = [flaw.name for flaw in flaws.FLAWS]
    assert set(names) == {case.flaw for case in CASES}
    assert len(names) == len(set(names))


def test_every_flaw_says_what_is_wrong_and_what_to_do() -> None:
    """Sentences, with a full stop, in words of a note-taker and not of the literature."""
    for flaw in flaws.FLAWS:
        assert flaw.sentence.endswith(".")
        assert flaw.hint.endswith(".")
        assert not {"stem", "distractor", "key", "item"} & set(words(flaw.sentence + flaw.hint))


def test_an_author_is_told_nothing_that_only_our_questions_can_have() -> None:
    """Neither are such flaws documented as findings."""
    ours = {flaw.name for flaw in flaws.FLAWS if flaw.ours}
    assert ours
    for case in CASES:
        assert not ours & found(replace(case.bad, kind=A), case.context)


def test_open_recall_has_no_flaw() -> None:
    """Nothing can be wrong with options that are not there."""
    assert not found(replace(question("Why?"), kind=Kind.RECALL))


def test_flawless_agrees_with_find() -> None:
    """The quick look says the same as the full one."""
    for case in CASES:
        for asked in (case.bad, case.good):
            assert flaws.is_flawless(asked, case.context) == (not found(asked, case.context))
