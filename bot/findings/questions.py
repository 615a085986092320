"""What is said of questions: those that are no cards, and what is odd about cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.findings.rule import Rule
from bot.model import Severity

UNANSWERED: Final = Rule(
    "unanswered",
    Severity.WARNING,
    "The question “{question}” has no answer, so no card was made of it.",
    "Write the answer below the question.",
    "Nothing that could be an answer stands between this question and the next one. It is not "
    "asked.",
    "## 1. What is a layer?\n\n## 2. What is a tensor?\n\nAn array with a type and a shape.",
)

DUPLICATE: Final = Rule(
    "duplicate",
    Severity.WARNING,
    "The question “{question}” already stands in line {first}, with the same answer.",
    "Delete one of the two. It is asked as one card.",
    "The same question stands twice under the same heading with the same answer; only the first "
    "became a card. With different answers both are cards; a long answer makes it one card under "
    "any two headings.",
    "## 1. What is a tensor?\n\nAn array.\n\n## 2. What is a tensor?\n\nAn array.",
)

NOT_A_QUESTION: Final = Rule(
    "not-a-question",
    Severity.INFO,
    "The heading “{heading}” is set like a question and does not ask: no card was made of it.",
    "If it is a question, let it ask, as in “What is …?”.",
    "It stands where questions stand, or has a number, but nothing in its words asks. What stands "
    "below it is not asked.",
    "## What is a layer?\n\nA step of a model.\n\n## Tensors\n\nArrays with a type and a shape.",
)

ABOUT_THE_FILE: Final = replace(
    NOT_A_QUESTION,
    message="The heading “{heading}” seems to be about the file, so no card was made of it.",
    hint="If it is a question, name its subject, as in “What is meant by …?”.",
    means="Notes have headings about themselves, such as contents, contributing or licence. "
    "This one asks or has a number like a question, and reads like one of those.",
    example="## 1. Introduction\n\nThese are notes.\n\n## 2. What is a tensor?\n\nAn array.",
)

TO_DO: Final = replace(
    NOT_A_QUESTION,
    message="No question leads to the task list here, so no card was made of it.",
    hint="If it is a question, let the line above the list ask, as in “Which …?”.",
    means="A task list below a question holds its options. Nothing above this one asks, so it "
    "was taken for things to do.",
    example="Packing\n\n- [x] Passport\n- [ ] Tickets",
)

UNNUMBERED: Final = Rule(
    "unnumbered",
    Severity.INFO,
    "The heading “{heading}” has no number among numbered ones: no card was made of it.",
    "If it is a question, give it a number like the headings beside it.",
    "The questions of this level are numbered, and this heading is not, nor does it ask. What "
    "stands below it is not asked. Between two numbers that is a warning, before the first or "
    "behind the last a note.",
    "## 1. Layers\n\nSteps of a model.\n\n## 2. Tensors\n\nArrays.\n\n## Sources\n\nThe manual.",
)

UNNUMBERED_WITHIN: Final = replace(
    UNNUMBERED,
    severity=Severity.WARNING,
    example="## 1. Layers\n\nSteps of a model.\n\n## Tensors\n\nArrays.\n\n## 3. Losses\n\nErrors.",
)

NO_WORDS: Final = Rule(
    "no-words",
    Severity.INFO,
    "The front “{front}” has no word in it, so nobody would know what is asked.",
    "Write what is asked, as in “What is … ?”.",
    "A line with nothing but a question mark parts the front of a card from its back. A front of "
    "signs and single letters asks nothing that a room could answer; no card was made of it.",
    "A,A\n\n?\n\nAlways split.",
)

NO_PROMPT: Final = Rule(
    "no-prompt",
    Severity.WARNING,
    "The heading has the number {number} and no question: no card was made of it.",
    "Write the question behind its number.",
    "A heading is a number and nothing else, and the question does not stand below it either, so "
    "there is nothing to ask.",
    "## 1.\n\nA step of a model.\n\n## 2. What is a tensor?\n\nAn array.",
)

NOTHING_ASKED: Final = replace(
    NO_PROMPT,
    message="There is an answer here and no question: no card was made of it.",
    hint="Write the question in front of it.",
    means="A table's row or a numbered line has something where answers stand, and nothing where "
    "the question should.",
    example="| Question | Answer |\n| --- | --- |\n| What is a layer? | A step. |\n| | An array. |",
)

NOT_ASKING: Final = replace(
    NOT_A_QUESTION,
    message="“{heading}” stands among questions and does not ask: no card was made of it.",
    example="1. What is a layer?\n\n   A step.\n\n2. Losses\n\n   Errors.",
)

CHAPTER: Final = Rule(
    "chapter",
    Severity.INFO,
    "Below “{question}” stands a whole chapter: its answer ends at the first heading there.",
    "Number the question to have all of it as the answer, or let the headings below it ask.",
    "A question of notes that do not number theirs has four headings or more below it and over a "
    "hundred lines. Nobody reads so long an answer in a chat.",
)

INNER_QUESTION: Final = Rule(
    "inner-question",
    Severity.WARNING,
    "The question “{question}” stands inside another one's answer: no card was made of it.",
    "Give it a heading of its own.",
    "A question with options stands in what was taken for the answer of the question above it. "
    "Only the outer one is asked.",
)

STRAY_ID: Final = Rule(
    "stray-id",
    Severity.WARNING,
    "The id “{given}” stands at no question, so it names no card.",
    "Put the comment right below the heading of its question, and only one there.",
    "A comment with an id gives the card of its question a name that lasts, whatever is edited. "
    "This one stands where no card is, or where another id came first.",
    "# Notes\n\n<!-- id: tensors -->\n\nWhat follows is about arrays.\n\n"
    "## 1. What is a tensor?\n\nAn array.",
)

BAD_ID: Final = Rule(
    "bad-id",
    Severity.WARNING,
    "The id “{given}” cannot be used; the card got one made from its question.",
    "Use at most 64 letters, digits, dots, underscores and hyphens, as in “<!-- id: tensor -->”.",
    "The card is asked all the same; its scores follow its question and not this id.",
    "## 1. What is a tensor?\n<!-- id: what is it? -->\n\nAn array.",
)

DUPLICATE_ID: Final = Rule(
    "duplicate-id",
    Severity.WARNING,
    "The id “{given}” is already another card's; this one got an id made from its question.",
    "Give each card an id of its own.",
    "Two questions have the same id. The first keeps it; the other is asked all the same, and its "
    "scores follow its question.",
    "## 1. What is a tensor?\n<!-- id: it -->\n\nAn array.\n\n"
    "## 2. What is a layer?\n<!-- id: it -->\n\nA step of a model.",
)
