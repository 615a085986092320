"""How Discord's clients read Markdown, as far as it matters what can become more than text.

The rules and their order are those of the clients' reader; where clients differ, this one takes
more for a sign than any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NO_STYLES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaf:
    """Characters as they are shown: ``kind`` is text, code, link, mask, mention or emoji."""

    kind: str
    words: str
    styles: frozenset[str] = NO_STYLES


_LINE = (
    ("small", re.compile(r" *-# +")),
    ("heading", re.compile(r" *#{1,6} +")),
    ("list", re.compile(r" *(?:[*+-]|\d+\.) +")),
)
_QUOTE = re.compile(r" *>>> +([\s\S]*)|( *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)")
_QUOTED = re.compile(r"^ *> ", re.MULTILINE)
_LEAVES = (
    ("text", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("code", re.compile(r"```(?:[a-zA-Z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```")),
    ("code", re.compile(r"(?P<ticks>`+)([\s\S]*?[^`])(?P=ticks)(?!`)")),
    ("mention", re.compile(r"(<@[!&]?\d+>|<#\d+>|</[^>]+:\d+>|<t:-?\d+(?::\w)?>|<id:\w+>)")),
    ("mention", re.compile(r"(@everyone|@here)", re.IGNORECASE)),
    ("emoji", re.compile(r"(<a?:\w+:\d+>|:[+-]1:|:[\w+-]*[a-z_][\w+-]*:)")),
    ("link", re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+|[^\s<>]+@[^\s<>]+|\+[0-9]+)>")),
    ("link", re.compile(r"([a-z]+://[^\s<]+[^<.,:;\"'\]\s])", re.IGNORECASE)),
    ("mask", re.compile(r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\([^)]*\)")),
)
_STYLES = (
    ("strong", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("emphasis", re.compile(r"_((?:__|\\[\s\S]|[^\\_])+?)_(?![0-9A-Za-z_])")),
    (
        "emphasis",
        re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"),
    ),
    ("struck", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("hidden", re.compile(r"\|\|([\s\S]+?)\|\|")),
)
_TEXT = re.compile(r"[\s\S][^\\`<@:*_~|\[\n#>+\-0-9a-zA-Z]*|[\s\S]")


def read(markdown: str) -> list[Leaf]:
    """What a message says, piece by piece, each with the styles it is shown in."""
    return list(_read(markdown, NO_STYLES, start=True))


def _read(source: str, styles: frozenset[str], *, start: bool) -> Iterator[Leaf]:
    line = NO_STYLES
    while source:
        if start and "quote" not in styles and (quote := _QUOTE.match(source)):
            inside = quote.group(1) or _QUOTED.sub("", quote.group())
            yield from _read(inside, styles | {"quote"}, start=True)
            source = source[quote.end() :]
        elif start and (found := _begun(source)):
            line |= {found[0]}
            source = source[found[1] :]
        else:
            taken, leaves = _next(source, styles | line)
            yield from leaves
            start = source[:taken].endswith("\n")
            line = NO_STYLES if "\n" in source[:taken] else line
            source = source[taken:]


def _begun(source: str) -> tuple[str, int] | None:
    for name, pattern in _LINE:
        if found := pattern.match(source):
            return name, found.end()
    return None


def _next(source: str, styles: frozenset[str]) -> tuple[int, list[Leaf]]:
    for kind, pattern in _LEAVES:
        if found := pattern.match(source):
            words = found.group(found.lastindex or 0)
            return found.end(), [Leaf(kind, words, styles)]
    styled = [(found, name) for name, pattern in _STYLES if (found := pattern.match(source))]
    if styled:
        # As the clients do: the longest wins, and of equals the emphasis.
        found, name = max(styled, key=lambda one: (one[0].end(), one[1] == "emphasis"))
        return found.end(), list(_read(found.group(1), styles | {name}, start=True))
    return 1, [Leaf("text", source[0], styles)]


def words(leaves: list[Leaf]) -> str:
    """Everything that is shown, without space of any width."""
    return "".join("".join(leaf.words for leaf in leaves).replace("\u200b", "").split())


def active(leaves: list[Leaf]) -> set[str]:
    """Everything that is more than text: kinds and styles."""
    kinds = {leaf.kind for leaf in leaves} - {"text"}
    return kinds.union(*(leaf.styles for leaf in leaves))
