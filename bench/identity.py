"""How well and how fast edited cards are recognised, in decks of real text.

    .venv/bin/python bench/identity.py [FILE...]

The questions of the files, by default those of the built-in deck, are multiplied by exchanging the
letters of their longer words, so that a deck of 10,000 reads like one of 20. Then a share of its
cards is edited. Mild edits should keep an id; a card in whose place another question was put should
not: one from elsewhere, or a near one, with a word of its question and half of its answer changed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

from bot.decks.identity import recognise
from bot.decks.naming import plain_text
from bot.decks.parsing import parse
from bot.decks.remembering import remembered

BUILT_IN = Path(__file__).parents[1] / "content" / "questions.md"
SIZES = (2_000, 10_000)
SHARES = (0.05, 0.3, 1.0)
LONG = re.compile(r"[a-z]{5,}")

Pair = tuple[str, str]


def main() -> None:
    """Print a table for every size and share."""
    files = [Path(name) for name in sys.argv[1:]] or [BUILT_IN]
    seed = list(dict.fromkeys(pair for file in files for pair in pairs(file)))
    print(f"{len(seed)} questions of {len(files)} files\n")
    for size in SIZES:
        for share in SHARES:
            print(measured(many(seed, size), share))


def pairs(file: Path) -> Iterator[Pair]:
    """The questions and answers of a file, each on one line of harmless characters."""
    for card in parse(file.read_bytes(), file.name).cards:
        found = [harmless(plain_text(text)) for text in (card.prompt, card.answer)]
        if all(found):
            yield found[0][:300], found[1][:2_000]


def harmless(text: str) -> str:
    """Words and simple signs, nothing that means something in Markdown."""
    simple = re.sub(r"[^\w\s.,;:?()'\"+=/-]|_", " ", text)
    return " ".join(simple.split()).lstrip("-+=.:0123456789) ")


def many(seed: Sequence[Pair], size: int) -> list[Pair]:
    """So many questions: the first are those of the files, others their like in other words."""
    found: dict[str, Pair] = {}
    rng = Random(1)  # noqa: S311 -- a measurement that can be repeated
    letters = order = "bcdfghjklmnpqrstvwxz"
    while len(found) < size:
        table = str.maketrans(letters, order)
        for pair in seed:
            one, other = (_exchanged(text, table) for text in pair)
            found.setdefault(one.casefold(), (one, other))
        order = "".join(rng.sample(letters, len(letters)))
    return list(found.values())[:size]


def _exchanged(text: str, table: dict[int, int]) -> str:
    return LONG.sub(lambda word: word[0].translate(table), text)


def measured(before: Sequence[Pair], share: float) -> str:
    """Edit that share of the cards, and count what became of their ids by kind of edit."""
    rng = Random(1)  # noqa: S311 -- as above
    kinds: dict[int, str] = {}
    after = list(before)
    for place in rng.sample(range(len(before)), round(share * len(before))):
        kinds[place] = rng.choice([*EDITS])
        after[place] = EDITS[kinds[place]](before[place], before, rng)
    first, last = parse(notes(before), "notes.md"), parse(notes(after), "notes.md")
    known = remembered(first)
    start = perf_counter()
    found = recognise(known, last)
    took = perf_counter() - start
    was = {card.line: card.id for card in first.cards}
    ids = set(was.values())
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for card, now in zip(last.cards, found.deck.cards, strict=True):
        right = was.get(card.line) == now.id
        fate = "kept" if right else "another's" if now.id in ids else "new"
        counts[kinds.get((card.line - 3) // 4, "not edited")][fate] += 1
    lines = [f"{len(before):,} cards, {share:.0%} edited: {took:.2f} s"]
    for kind, fates in sorted(counts.items()):
        told = ", ".join(f"{fates[fate]} {fate}" for fate in ("kept", "new", "another's"))
        lines.append(f"  {kind:38}{told}")
    return "\n".join(lines)


def notes(cards: Sequence[Pair]) -> bytes:
    """A deck in which card n stands in line 4n + 3."""
    return ("# T\n\n" + "".join(f"## 1. {one}\n\n{other}\n\n" for one, other in cards)).encode()


def slipped(text: str, rng: Random) -> str:
    """Two letters of a longer word swapped, one left out, doubled or wrong."""
    words = [found.span() for found in LONG.finditer(text)]
    if not words:
        return text
    start, end = rng.choice(words)
    at = rng.randrange(start + 1, end - 1)
    slips = (text[at + 1] + text[at], text[at + 1], text[at] * 2 + text[at + 1], "e" + text[at + 1])
    return text[:at] + rng.choice(slips) + text[at + 2 :]


def changed(text: str, share: float, rng: Random) -> str:
    """That share of the words in other words."""
    return " ".join(word[::-1] + "en" if rng.random() < share else word for word in text.split())


def near(card: Pair, rng: Random) -> Pair:
    """Another question that differs in one longer word, with an answer half its own."""
    found = rng.choice([*re.finditer(r"\w{4,}", card[0])] or [re.match("", card[0])])
    assert found is not None
    prompt = f"{card[0][: found.start()]}other{found[0][::-1]}{card[0][found.end() :]}"
    return prompt, changed(card[1], 0.6, rng)


EDITS: dict[str, Callable[[Pair, Sequence[Pair], Random], Pair]] = {
    "a slip in the question mended": lambda card, _, rng: (slipped(card[0], rng), card[1]),
    "slips in question and answer": lambda card, _, rng: (
        slipped(card[0], rng),
        slipped(card[1], rng),
    ),
    "question reworded": lambda card, _, __: (f"In your own words: {card[0]}", card[1]),
    "a tenth of the answer changed": lambda card, _, rng: (card[0], changed(card[1], 0.1, rng)),
    "answer rewritten": lambda card, _, rng: (card[0], changed(card[1], 1, rng)),
    "replaced by another (must be new)": lambda _, cards, rng: (
        changed(rng.choice(cards)[0], 0.7, rng),
        changed(rng.choice(cards)[1], 0.7, rng),
    ),
    "replaced by a near one (must be new)": lambda card, _, rng: near(card, rng),
}


if __name__ == "__main__":
    main()
