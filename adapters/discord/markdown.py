"""Words, code and addresses as Discord's Markdown: what a deck or a name says means nothing more.

The rules follow how Discord's clients read: escapes first, then addresses in angle brackets and
code, then styles; code and addresses are not read any further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from adapters.chat import addresses
from adapters.chat.pictures import Shown
from adapters.chat.plain import GAP, clean, one_line
from bot import wording
from bot.richtext import Image, Inline, Span

FENCE = "```"

_ANYWHERE = re.compile(
    r"""
      [\\*_`\[]                                # escapes, styles, code, links
    | (?<=\])\(                                # the other half of a link
    | (?:(?<=~)|\A)~ | ~(?=~|\Z)               # struck out
    | (?:(?<=\|)|\A)\| | \|(?=\||\Z)           # hidden until clicked
    | <(?!=|-?\s|\d[\d.,]*(?:\s|\Z))           # mentions, times, emoji, addresses
    | :(?=//)                                  # addresses that are not of the web
    | :(?=(?:[+-]1|100|1234|[\w+-]*[a-z_][\w+-]*):)  # emoji by name
    """,
    re.VERBOSE,
)
_AT_START = re.compile(r"\s*(?=[#+-](?:[\s#]|$)|>)|\s*\d+(?=\.(?:\s|$))")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.#-]{1,20}")
_PING = re.compile(r"(?<=<)@|@(?=everyone|here)", re.IGNORECASE)
_TICKS = re.compile("(?<=``)(?=`)")
# Within a style, code is read only after the style's own end was looked for.
_UNSAFE_IN_STYLE = frozenset("*~_`\\")


def escape(words: str, *, start: bool = True) -> str:
    """A harmless line as it is read: nothing in it is Markdown, a mention or a link.

    ``start``: nothing stands before it on its line, where more signs would mean something.
    """
    said = _ANYWHERE.sub(r"\\\g<0>", words).replace("@", f"@{GAP}")
    if start and (found := _AT_START.match(said)):
        return f"{said[: found.end()]}\\{said[found.end() :]}"
    return said


def line(words: str) -> str:
    """Foreign words on one line."""
    return escape(one_line(words))


def strong(words: str) -> str:
    """Markdown of one line in bold; nothing where there is nothing."""
    return f"**{words}**" if words else ""


def small(words: str) -> str:
    """Markdown of one line in small letters; nothing where there is nothing."""
    return f"-# {words}" if words else ""


def address(words: str) -> str:
    """A web address that can be clicked and shows itself; empty for any other address."""
    target = addresses.address(words)
    return f"<{target}>" if target else ""


def code(words: str) -> str:
    """Code within a line."""
    words = _quiet(clean(words).replace("\n", " "))
    if not words.strip():
        return words
    if "`" not in words:
        return f"`{words}`"
    words = words.replace("``", f"`{GAP}`").replace("``", f"`{GAP}`")
    before, after = (" " if words[end] == "`" else "" for end in (0, -1))
    return f"``{before}{words}{after}``"


def fenced(words: str, language: str = "") -> str:
    """Lines of code in a block of their own; nothing where there is nothing."""
    return monospaced(clean(words), language if _LANGUAGE.fullmatch(language) else "")


def monospaced(words: str, language: str = "") -> str:
    """Harmless lines as a block of code, so that what stands in columns stays there."""
    words = _quiet(_TICKS.sub(GAP, words.strip("\n")))
    return f"{FENCE}{language}\n{words}\n{FENCE}" if words.strip() else ""


def _quiet(words: str) -> str:
    """Code in which nobody is called; a decorator stays as it can be copied."""
    return _PING.sub(f"@{GAP}", words) if "@" in words else words


# --- running text ---


def inline(spans: Iterable[Inline], *, bold: bool = False) -> str:
    """Running text with its styles, ``bold`` throughout if so wished; no line of it is blank."""
    pieces = _merged(piece for span in spans for piece in _pieces(span, bold=bold))
    said: list[str] = []
    start = True
    for mark, group in groupby(pieces, key=lambda piece: piece[0]):
        words = _joined(group, start=start or bool(mark))
        if mark and said and said[-1].endswith(("*", "~")):
            said.append(GAP)
        said.append(_styled(mark, words))
        start = _starts(words, start=start)
    return "\n".join(filter(None, (one.strip() for one in "".join(said).split("\n"))))


_Piece = tuple[str, str, str]
"""A style's mark, what it is (text, code, or Markdown that is ready), and its characters."""


def _pieces(span: Inline, *, bold: bool) -> Iterator[_Piece]:
    if isinstance(span, Image):
        mark = "**" if bold else ""
        yield mark, "text", f"[{clean(span.alt) or wording.PICTURE}]"
        yield from _behind(mark, "" if isinstance(span, Shown) else span.source)
        return
    words = clean(span.text)
    mark = _mark(span, words, bold=bold)
    target = address(span.link) if span.link else ""
    if target and words.strip() == span.link.strip():
        yield mark, "ready", target
    elif span.code:
        yield mark, "code", words
        yield from _behind(mark, span.link)
    else:
        yield from _prose(mark, words)
        yield from _behind(mark, span.link)


def _behind(mark: str, target: str) -> Iterator[_Piece]:
    """Where a link leads, told in the open."""
    if target and (shown := address(target)):
        yield mark, "ready", f" ({shown})"


def _prose(mark: str, words: str) -> Iterator[_Piece]:
    """Words and the web addresses among them."""
    for said, target in addresses.among(words):
        yield (mark, "ready", f"<{target}>") if target else (mark, "text", said)


def _mark(span: Span, words: str, *, bold: bool) -> str:
    if span.code and not _UNSAFE_IN_STYLE.isdisjoint(words):
        return ""
    mark = "~~" if span.strike and "~" not in words else ""
    return mark + ("**" if span.bold or bold else "") + ("*" if span.italic else "")


def _merged(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Neighbours of one kind as one piece, for what two say together must be read together."""
    said = (piece for piece in pieces if piece[2])
    for (mark, kind), group in groupby(said, key=lambda piece: piece[:2]):
        yield mark, kind, "".join(piece[2] for piece in group)


def _joined(pieces: Iterable[_Piece], *, start: bool) -> str:
    """The pieces one behind the other; ``start``: nothing stands before them on their line."""
    said: list[str] = []
    for _, kind, words in pieces:
        shown = _escaped(words, start=start) if kind == "text" else words
        said.append(code(words) if kind == "code" else shown)
        start = _starts(said[-1], start=start)
    return "".join(said)


def _escaped(words: str, *, start: bool) -> str:
    first, *more = words.split("\n")
    return "\n".join([escape(first, start=start), *(escape(one) if one else "" for one in more)])


def _starts(words: str, *, start: bool) -> bool:
    """Whether what follows these words begins a line; ``start``: whether they began one."""
    return (start or "\n" in words) and not words.rpartition("\n")[2].strip()


def _styled(mark: str, words: str) -> str:
    """Every line in its style, the marks close to the words."""
    return "\n".join(_marked(mark, one) for one in words.split("\n")) if mark else words


def _marked(mark: str, words: str) -> str:
    inner = words.strip()
    if not inner:
        return words
    before, _, after = words.partition(inner)
    return f"{before}{mark}{inner}{mark[::-1]}{after}"
