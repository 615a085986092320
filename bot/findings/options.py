"""What is said of the options below a question."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.findings.rule import Rule
from bot.model import MAX_OPTIONS, Severity

_WITHOUT = "The question is asked without its options until this is mended."

NO_KEY: Final = Rule(
    "no-key",
    Severity.ERROR,
    "No option is marked as right, so the options cannot be asked.",
    "Mark the right option with “- [x]”.",
    "Nothing says which option is the answer. Until this is mended the question is asked without "
    "them, or not at all where nothing else below it answers it.",
    "## 1. Which of these layers drops units?\n\n- [ ] Dropout\n- [ ] Dense",
)

NO_ANSWER_LINE: Final = replace(
    NO_KEY,
    message="Nothing says which of these options is right, so they cannot be asked.",
    hint="Write “Answer: B” below them.",
    example="## 1. Which of these layers drops units?\n\nA) Dropout\nB) Dense\nC) Flatten",
)

UNKNOWN_KEY: Final = Rule(
    "unknown-key",
    Severity.ERROR,
    "The key “{key}” names none of the {count} options, so they cannot be asked.",
    "Write the letter of an option, as in “Answer: B”.",
    "A line says which option is right, and there is no such option. A letter or the text of an "
    "option is understood, several of them parted by commas.",
    "## 1. Which layer drops units?\n\nA) Dropout\nB) Dense\n\nAnswer: F",
)

CONTRADICTION: Final = Rule(
    "contradiction",
    Severity.ERROR,
    "The option “{option}” stands twice, once as right and once as wrong.",
    "Delete the one that is not meant. Until then the question is asked without its options.",
    f"The same option is marked both ways, and nothing says which is meant. {_WITHOUT}",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n- [ ] Dropout",
)

TOO_MANY_OPTIONS: Final = Rule(
    "too-many-options",
    Severity.ERROR,
    f"There are {{count}} options and at most {MAX_OPTIONS} can be shown.",
    "Delete some of the wrong ones. Until then the question is asked without its options.",
    f"A message has room for {MAX_OPTIONS} buttons. {_WITHOUT}",
)

ONE_OPTION: Final = Rule(
    "one-option",
    Severity.WARNING,
    "There is only one option, so there is nothing to choose from.",
    "Add at least one wrong option with “- [ ]”.",
    f"One option is left, and it is right. {_WITHOUT}",
    "## 1. Which layer drops units?\n\n- [x] Dropout",
)

EMPTY_OPTION: Final = Rule(
    "empty-option",
    Severity.WARNING,
    "An option has no text; it was left out.",
    "Write the text of the option or delete its line.",
    "A box stands there with nothing behind it. The other options are offered.",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n- [ ]",
)

EQUAL_OPTIONS: Final = Rule(
    "equal-options",
    Severity.WARNING,
    "The option “{option}” stands twice; it is offered once.",
    "Change one of the two or delete it.",
    "Two options read the same and are both right or both wrong. The question is asked.",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n- [ ] Dense",
)

UNMARKED_OPTION: Final = Rule(
    "unmarked-option",
    Severity.WARNING,
    "The option “{option}” has no box; it counts as wrong.",
    "Begin it with “- [ ]”, or with “- [x]” if it is right.",
    "Most items of the list have a box and this one has none. It is offered, as a wrong option.",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n- Flatten",
)

CHECKLIST: Final = Rule(
    "checklist",
    Severity.WARNING,
    "The boxes are all alike, so that there is nothing to choose; the list is the answer.",
    "Tick the right one, or use plain bullets.",
    "All boxes below the question are ticked, or none is, and the question does not ask to "
    "choose. It is asked with the list as its answer.",
    "## 1. What happens in a training step?\n\n- [ ] The loss is computed\n- [ ] Weights change",
)

SECOND_LIST: Final = Rule(
    "second-list",
    Severity.WARNING,
    "The question has a second task list; only the first one gives its options.",
    "Put the second list below a question of its own.",
    "One question has one list of options. The later list is shown with the explanation.",
    "## 1. Which layer drops units?\n\n- [x] Dropout\n- [ ] Dense\n\nAnd at random?\n\n"
    "- [x] Yes\n- [ ] No",
)
