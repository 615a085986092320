"""Every way an author edits notes, and whose scores each card must have afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.edits.notes import NOTES, mended, section, swapped, without

ALL = tuple(range(1, 13))
NEW = 0
OTHERS = {
    2: "### 2. How is a model saved?\n\nCall its save method with the name of a file.\n\n",
    5: "### 5. What is elastic net?\n\nBoth penalties at once, in a share that one sets.\n\n",
}
"""Questions about something else, by the number of the one whose place they take."""


@dataclass(frozen=True, slots=True)
class Case:
    """The notes as they are loaded one after the other.

    ``owners`` says of each card of the last, in its order, which card of the first it is, counted
    from 1, or ``NEW``.
    """

    name: str
    steps: tuple[str, ...]
    owners: tuple[int, ...] = ALL


def after(*places: tuple[int, int]) -> tuple[int, ...]:
    """All cards in order, but for these: place from 1, owner."""
    owners = list(ALL)
    for place, owner in places:
        owners[place - 1] = owner
    return tuple(owners)


def edited(name: str, *changes: tuple[str, str], owners: Sequence[int] = ALL) -> Case:
    """One edit of the notes, as replacements."""
    return Case(name, (NOTES, mended(NOTES, *changes)), tuple(owners))


def cases() -> Iterator[Case]:
    """All of them: what the design names first, then what else people do."""
    yield from _named()
    yield from _questions()
    yield from _options()
    yield from _code()
    yield from _headings()
    yield from _comings()
    yield from _ids()
    yield from _chains()


def _named() -> Iterator[Case]:
    """What the design names."""
    typo = ("a dropout layer?", "a dropuot layer?")
    yield Case("typo in a question mended", (mended(NOTES, typo), NOTES))
    yield edited("question renumbered", ("### 5. ", "### 15. "))
    moved = section(2)
    yield Case(
        "question moved to another heading",
        (NOTES, without(2).replace("## Python\n\n", f"## Python\n\n{moved}")),
        (1, 3, 4, 5, 6, 7, 8, 2, 9, 10, 11, 12),
    )
    yield edited(
        "answer rewritten",
        ("It switches off units at random while training, so", "Noise on purpose: see to it"),
    )
    options = "- [ ] Dense\n- [x] Flatten\n- [ ] Embedding", "- [x] Flatten\n- [ ] Embedding\n"
    yield edited("options reordered", (options[0], f"{options[1]}- [ ] Dense"))
    yield Case(
        "two questions swapped", (NOTES, swapped(5, 6)), (1, 2, 3, 4, 6, 5, 7, 8, 9, 10, 11, 12)
    )
    both = (
        "### 1. What are dropout and batch size?\n\nDropout switches off units at random while"
        " training. The batch size says how many examples are seen between two updates.\n\n"
    )
    halves = (
        "### 1. What is dropout?\n\nDropout switches off units at random while training.\n\n"
        "### 1. What is the batch size?\n\nIt says how many examples are seen between two"
        " updates.\n\n"
    )
    joined, split = mended(NOTES, (section(1), both)), mended(NOTES, (section(1), halves))
    yield Case("one question split in two", (joined, split), (NEW, NEW, *ALL[1:]))
    head = both.replace("What are dropout and batch size?", "What is dropout?")
    yield Case(
        "split in two, one half keeps the question",
        (mended(NOTES, (section(1), head)), split),
        (1, NEW, *ALL[1:]),
    )
    yield Case("two questions merged", (split, joined), (NEW, *ALL[2:], 13))


def _questions() -> Iterator[Case]:
    """Words of the question."""
    yield edited("question worded anew, answer kept", ("What is a dropout layer?", "Define it."))
    yield edited("a letter wrong, short answer", ("loss suits", "loss siuts"))
    yield edited("a letter replaced, short answer", ("suits two classes", "suits two clasaes"))
    yield edited("article added", ("What is L1", "What is the L1"))
    yield edited("punctuation and case", ("Which loss suits two", "which loss, suits two"))
    yield edited(
        "question and answer mended at once",
        ("a dense layer compute", "a dense layre compute"),
        ("An activation of the weighted sum", "The activation of a weighted sum"),
    )
    yield edited(
        "question turned to its opposite",
        ("What does a dense layer compute?", "What does a dense layer not compute?"),
        ("An activation of the weighted sum of all its inputs plus a bias.", "Any sort of memory."),
        owners=after((2, NEW)),
    )
    yield edited(
        "another number word",
        ("suits two classes", "suits three classes"),
        ("Binary", "Categorical"),
        owners=after((7, NEW)),
    )
    yield edited(
        "a digit that makes another thing",
        (section(6), ""),
        ("What is L1", "What is L3"),
        ("absolute weights", "cubed weights"),
        owners=(1, 2, 3, 4, NEW, 7, 8, 9, 10, 11, 12),
    )


def _options() -> Iterator[Case]:
    """Options and the key."""
    yield edited("typo in a wrong option", ("Embedding", "Embeding"))
    yield edited("typo in the right option", ("Flatten", "Flaten"))
    yield edited("option added", ("- [ ] Embedding", "- [ ] Embedding\n- [ ] Convolution"))
    yield edited("option removed", ("- [ ] Embedding\n", ""))
    yield edited("key corrected", ("- [ ] Dense\n- [x] F", "- [x] Dense\n- [ ] F"))
    yield edited("typo in an option, question not unique", ("A set has no", "A set hsa no"))
    yield edited(
        "all options others, question not unique",
        ("A set has no order.", "A string is text."),
        ("A list has no order.", "A string is bytes."),
        owners=after((12, NEW)),
    )
    yield edited(
        "all options others, question unique",
        ("- [ ] Dense\n- [x] Flatten\n- [ ] Embedding", "- [ ] GRU\n- [ ] LSTM\n- [x] ReLU"),
        owners=after((3, NEW)),
    )
    choices = "\n- [x] Binary cross-entropy\n- [ ] Hinge\n"
    yield edited("options given to an open question", ("-entropy.\n", f"-entropy.\n{choices}"))


def _code() -> Iterator[Case]:
    """Code is the question."""
    yield edited("language of code corrected", ('```python\nprint("1"', '```py\nprint("1"'))
    yield edited("code respaced", ("print([1, 2][-1])", "print( [1, 2][-1] )"))
    yield edited("typo in code, answer kept", ('print("1"', 'prnit("1"'), owners=after((9, 9)))
    yield edited(
        "quotes in code changed, other output",
        ('"1" + "1"', "1 + 1"),
        ("- [ ] 2\n- [x] 11", "- [x] 2\n- [ ] 11"),
        owners=after((9, NEW)),
    )
    yield edited(
        "index in code changed, other output",
        ("[-1]", "[0]"),
        ("- [ ] 1\n- [x] 2\n- [ ] an", "- [x] 1\n- [ ] 2\n- [ ] an"),
        owners=after((10, NEW)),
    )


def _headings() -> Iterator[Case]:
    """Headings, titles and order."""
    yield edited("heading renamed", ("## Losses", "## Loss functions"))
    yield edited(
        "heading renamed, an answer below it rewritten",
        ("## Losses", "## Loss functions"),
        ("It punishes confident errors most.", "Its gradient is plain and never dies."),
    )
    yield edited("title of the deck changed", ("# Learning machines", "# Machine learning"))
    yield edited("a heading put above", ("## Layers", "## Nets\n\n## Layers"))
    order = (9, 3, 12, 5, 1, 7, 10, 2, 6, 11)
    heads = {1: "Layers", 5: "Losses", 9: "Python"}
    shuffled = "# Learning machines\n\n" + "".join(
        f"## {heads[max(head for head in heads if head <= number)]}\n\n{section(number)}"
        for number in (*order, 8, 4)
    )
    yield Case("order of the whole file shuffled", (NOTES, shuffled), (*order, 8, 4))


def _comings() -> Iterator[Case]:
    """Questions that come and go."""
    yield Case("question deleted", (NOTES, without(2)), (1, *ALL[2:]))
    yield Case("question added", (without(2), NOTES), (1, NEW, *ALL[1:-1]))
    for number, words in OTHERS.items():
        replaced = mended(NOTES, (section(number), words))
        yield Case(f"question {number} replaced", (NOTES, replaced), after((number, NEW)))
    yield edited(
        "replaced by a near one",
        ("a dropout layer?", "a Gaussian dropout layer?"),
        ("It switches off units at random while training, so", "It multiplies by noise and"),
        owners=after((1, NEW)),
    )
    again = section(8) + mended(section(8), ("Why", "When"), ("confident errors most", "late"))
    yield Case(
        "question copied, the copy edited",
        (NOTES, NOTES.replace(section(8), section(8) * 2), NOTES.replace(section(8), again)),
        (1, 2, 3, 4, 5, 6, 7, 8, NEW, 9, 10, 11, 12),
    )
    section_gone = NOTES[: NOTES.index("## Losses")] + NOTES[NOTES.index("## Python") :]
    optimisers = section_gone.replace(
        "## Python",
        "## Optimisers\n\n### 7. Why is it used?\n\nIt finds a step for each weight.\n\n## Python",
    )
    yield Case(
        "section replaced, with a question of the same words",
        (NOTES, optimisers),
        (1, 2, 3, 4, NEW, 9, 10, 11, 12),
    )


def _ids() -> Iterator[Case]:
    """Ids of the author's."""
    named = mended(NOTES, ("dense layer compute?", "dense layer compute? <!-- id: dense -->"))
    other = mended(
        named, (section(2, named), OTHERS[2].replace("saved?", "saved? <!-- id: dense -->"))
    )
    yield Case("id given", (NOTES, named))
    yield Case("id given, everything rewritten later", (NOTES, named, other))
    yield Case("id given and taken away", (NOTES, named, NOTES))
    changed = mended(named, ("id: dense", "id: fully"))
    yield Case("id changed to another", (NOTES, named, changed), after((2, NEW)))


def _chains() -> Iterator[Case]:
    """Several loads."""
    wordings = ("a dropuot layer?", "a dropot layer?", "a dropt layer?", "the dropt layer, now?")
    chain = tuple(mended(NOTES, ("a dropout layer?", words)) for words in wordings)
    yield Case("one question edited four times", (NOTES, *chain))
    yield Case("edited four times, then undone", (NOTES, *chain, NOTES))
    replaced = mended(NOTES, (section(2), OTHERS[2]))
    yield Case("replacement undone", (NOTES, replaced, NOTES))
    yield Case("replacement undone and done", (NOTES, replaced, NOTES, replaced), after((2, NEW)))
    yield Case("file empty for a moment", (NOTES, "", NOTES))
    cut = without(2)
    pasted = cut.replace("## Python\n\n", f"## Python\n\n{section(2)}")
    yield Case(
        "cut, saved, pasted elsewhere",
        (NOTES, cut, pasted),
        (1, 3, 4, 5, 6, 7, 8, 2, 9, 10, 11, 12),
    )
