"""The screens of a round as people will see them, each in the states that look different."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.decks.parsing import parse
from bot.errors import CardsLost, LastGoodShown
from bot.model import Kind, Pace, RoundId, Source
from bot.richtext import (
    CodeBlock,
    Heading,
    Image,
    Inlines,
    Paragraph,
    RichText,
    Span,
    Table,
    paragraph,
    text,
)
from bot.screens import (
    AnswerScreen,
    QuestionScreen,
    RevealScreen,
    RoundHead,
    Screen,
    Verdict,
    VerdictScreen,
    VoidScreen,
    Winner,
)
from tests.adapters.gallery import NOW

ROOT = Path(__file__).parents[2]

ROUND = RoundId("0mqj3v5k2r7w1x9c")
CARDS = parse((ROOT / "content" / "questions.md").read_bytes(), "questions.md").cards
DECK = "Keras Interview Questions"
SINGLE = RoundHead(DECK, (), 1, 1)
THIRD = RoundHead(DECK, ("Training", "Callbacks"), 3, 10)
PLACE = Source("questions.md", 43)
CALLBACKS = tuple(
    paragraph(Span(name, code=True))
    for name in ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
)

OLDER = LastGoodShown(
    "week 3/statistics.md",
    "statistics",
    NOW,
    NOW + timedelta(minutes=4),
    "Europe/Vienna",
    CardsLost("week 3/statistics.md", 3, 31, 17, "The code block is never closed.", "Close it."),
)
"""Why a deck is not shown as its file is."""


def question() -> QuestionScreen:
    """The question that most of these screens are about."""
    return QuestionScreen(
        ROUND,
        SINGLE,
        Kind.TERM,
        text("Which callback saves the network after each epoch, or just the best one?"),
        CALLBACKS,
        1,
        Pace(),
        None,
        0,
    )


def verdict(told: Verdict, *, points: int = 0) -> VerdictScreen:
    """What someone is told who chose the first or, if right, the second option."""
    judged = told in {Verdict.RIGHT, Verdict.WRONG}
    return VerdictScreen(
        ROUND,
        told,
        points,
        again=False,
        picks=(1,) if told is Verdict.RIGHT else (0,),
        options=CALLBACKS,
        key=(1,) if judged else (),
        explanation=CARDS[4].answer[-1:] if judged else (),
        source=PLACE,
        kind=Kind.TERM,
        more=judged,
    )


def reveal() -> RevealScreen:
    """A question that twelve people answered."""
    return RevealScreen(
        ROUND,
        THIRD,
        Kind.TERM,
        question().stem,
        CALLBACKS,
        (1,),
        CARDS[4].answer,
        PLACE,
        12,
        (1, 9, 2),
        tuple(
            Winner(name, 10 if number else 0, 3.2 + number)
            for number, name in enumerate(
                ("Ana", "Bo", "Chén", "דנה", "Edda_", "Fay", "Gil", "Hà", "Io")
            )
        ),
        speed=False,
    )


def long_answer() -> RichText:
    """An answer of several pages, with code, a table and a picture in it."""
    table = Table(
        ((Span("loss"),), (Span("labels"),)),
        (
            ((Span("binary crossentropy"),), (Span("yes or no"),)),
            ((Span("categorical crossentropy"),), (Span("one-hot vectors"),)),
            ((Span("mean squared error"),), (Span("numbers"),)),
        ),
    )
    code = CodeBlock('model.compile(\n    optimizer="adam",\n    loss="mse",\n)', "python")
    picture = paragraph(Image("https://keras.io/img/logo.png", "The Keras logo"))
    cards = [
        block for card in CARDS[2:8] for block in (Heading(3, _line(card.prompt)), *card.answer)
    ]
    return (*cards[:3], code, table, *picture, *cards[3:])


def _line(rich: RichText) -> Inlines:
    return next(block.spans for block in rich if isinstance(block, Paragraph))


CODE = (
    *text("What does this print?"),
    CodeBlock("x = [1, 2]\ny = x\ny += [3]\nprint(x)", "python"),
)
PRINTED = (
    (CodeBlock("[1, 2]"),),
    (CodeBlock("[1, 2, 3]"),),
    (*text("Nothing: it raises"), CodeBlock("TypeError")),
)


def _questions() -> dict[str, Screen]:
    asked = question()
    timed = replace(
        asked, head=THIRD, pace=Pace(30), closes_at=NOW + timedelta(seconds=30), answered=12
    )
    ten = tuple(text(f"{n} × {n} = {n * n}") for n in range(11, 21))
    long = tuple(choice.text for choice in CARDS[1].choices)
    return {
        "question": asked,
        "question answered by one": replace(asked, answered=1),
        "question with long options": replace(asked, stem=CARDS[1].prompt, options=long),
        "question with a time limit, not shown yet": replace(timed, closes_at=None, answered=0),
        "question with a time limit": timed,
        "question with ten options": replace(asked, stem=text("Which is wrong?"), options=ten),
        "question with two right options": replace(
            asked,
            stem=text("Which two layers have weights?"),
            options=tuple(map(text, ("Dense", "Flatten", "Dropout", "Conv2D"))),
            choose=2,
        ),
        "question about code": replace(asked, stem=CODE, options=PRINTED),
        "open recall": replace(
            asked, stem=CARDS[0].prompt, options=(), choose=0, kind=Kind.RECALL, answered=2
        ),
    }


def _verdicts() -> dict[str, Screen]:
    wrong = verdict(Verdict.WRONG)
    authored = replace(
        wrong,
        options=tuple(choice.text for choice in CARDS[1].choices),
        picks=(1,),
        key=(0,),
        explanation=CARDS[1].answer,
        kind=Kind.AUTHORED,
        more=False,
    )
    two = replace(
        wrong, options=tuple(map(text, ("Dense", "Flatten", "Conv2D"))), picks=(0, 1), key=(0, 2)
    )
    return {
        "verdict, right": verdict(Verdict.RIGHT, points=10),
        "verdict, right once more on the same day": verdict(Verdict.RIGHT),
        "verdict, wrong": wrong,
        "verdict, wrong, as the author explains it": authored,
        "verdict, wrong, two were right": replace(two, explanation=text("Flatten has no weights.")),
        "verdict, to be told later": verdict(Verdict.RECORDED),
        "verdict, answered before": replace(verdict(Verdict.RIGHT, points=10), again=True),
        "verdict, rated": replace(verdict(Verdict.RATED), kind=Kind.RECALL),
        "verdict, cut": replace(wrong, explanation=long_answer(), more=False),
    }


def _endings() -> dict[str, Screen]:
    over = reveal()
    nobody = replace(over, answered=0, chosen=(), winners=())
    few = replace(over, answered=3, chosen=(), winners=over.winners[:1], head=SINGLE)
    recall = replace(
        over, kind=Kind.RECALL, stem=CARDS[0].prompt, options=(), key=(), chosen=(), winners=()
    )
    return {
        "reveal, twelve answers": over,
        "reveal with speed": replace(over, speed=True),
        "reveal, three answers": replace(few, explanation=CARDS[4].answer[-1:]),
        "reveal, nobody answered": nobody,
        "reveal about code": replace(few, stem=CODE, options=PRINTED, key=(1,)),
        "reveal of open recall": replace(recall, explanation=CARDS[0].answer),
        "void, asked again": VoidScreen(ROUND, THIRD, over.stem, again=True),
        "void": VoidScreen(ROUND, SINGLE, over.stem, again=False),
    }


def rounds() -> dict[str, Screen]:
    """Every screen of a round, by the name of what is special about it."""
    answer = AnswerScreen(ROUND, CARDS[4].prompt, CARDS[4].answer, PLACE, rate=False)
    long = replace(answer, answer=long_answer())
    return {
        **_questions(),
        **_verdicts(),
        "answer": answer,
        "answer to be rated": replace(answer, rate=True),
        "answer, long, part 1": replace(long, rate=True),
        "answer, long, part 2": replace(long, part=1, rate=True),
        **_endings(),
    }
