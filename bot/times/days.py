"""Days of the week as people type them."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

MOST = 25
"""How many proposals are made at most."""

_LONGEST = 200
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY = tuple(range(1, 8))
_WEEKENDS = (6, 7)
_GROUPS = {
    **dict.fromkeys(("daily", "all", "everyday", "allday", "eachday"), _EVERY_DAY),
    **dict.fromkeys(("weekday", "workday"), (1, 2, 3, 4, 5)),
    "weekend": _WEEKENDS,
}
_TO = {"-", "to", "through", "thru", "till", "until"}
_BETWEEN = {",", ".", ";", "/", "+", "&", "and", "every", "each", "on"}

_JOINED = re.compile(r"\b(every|each|all|week|work)[ -]+(days?|ends?)\b")
_ALL_OF = re.compile(r"^all (?=.)")
_WORD = re.compile(r"[a-z]+|[^a-z\s]")
_UNFINISHED = re.compile(r"(?P<before>.*?)(?P<begun>[a-z]*)", re.DOTALL)

_RUN = 3
"""From how many days on a span has one name, such as Monday to Friday."""

_USUAL = (
    _EVERY_DAY,
    (1, 2, 3, 4, 5),
    _WEEKENDS,
    (1, 3, 5),
    (2, 4),
    *((day,) for day in range(1, 8)),
)


def days_of(text: str) -> tuple[int, ...]:
    """The days of the week that ``text`` says, as ISO numbers, ascending: Monday is 1.

    ``daily``, ``weekdays``, ``weekends``, ``mon-fri``, ``Mon, Wed, Fri``, ``saturday to monday``.
    Raises ``ValueError`` for anything else.
    """
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    words = [word for word in _WORD.findall(_plain(text)) if word not in _BETWEEN]
    days: set[int] = set()
    while words:
        here = _days(words.pop(0))
        if words and words[0] in _TO:
            here = _span(here, _days(words[1] if words[1:] else ""))
            del words[:2]
            if words and words[0] in _TO:
                raise ValueError(text)
        days.update(here)
    if not days:
        raise ValueError(text)
    return tuple(sorted(days))


def days_text(days: tuple[int, ...]) -> str:
    """The days as they are written: ``every day``, ``Monday to Friday``, ``Mon, Wed, Fri``."""
    names = [_NAMES[day - 1].capitalize() for day in days]
    if days == _EVERY_DAY:
        return "every day"
    if days == _WEEKENDS:
        return "weekends"
    if len(days) == 1:
        return names[0]
    if len(days) >= _RUN and all(later - earlier == 1 for earlier, later in pairwise(days)):
        return f"{names[0]} to {names[-1]}"
    return ", ".join(name[:3] for name in names)


def days_like(text: str) -> tuple[str, ...]:
    """What someone may mean who has typed so much, as ``days_text`` writes it.

    Nothing typed proposes what is usual, nonsense nothing.
    """
    typed = _plain(text) if len(text) <= _LONGEST else "?"
    proposed = [days_text(days) for days in _meant(typed)]
    usual = [name for name in map(days_text, _USUAL) if name.lower().startswith(typed)]
    return tuple(dict.fromkeys((*proposed, *usual)))[:MOST]


def _meant(typed: str) -> list[tuple[int, ...]]:
    """What is typed, and what it becomes with its last word completed in every way."""
    if not typed or not (found := _UNFINISHED.fullmatch(typed)):
        return []
    before, begun = found["before"], found["begun"]
    completed = [before + word for word in (*_NAMES, *_GROUPS) if word.startswith(begun)]
    return [days for words in (typed, *completed) if (days := _or_none(words))]


def _or_none(words: str) -> tuple[int, ...] | None:
    try:
        return days_of(words)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """The words in small letters, every dash a hyphen, "every day" one word."""
    words = unicodedata.normalize("NFKC", text).casefold()
    words = " ".join(re.sub("[‐-―−]", "-", words).split())  # noqa: RUF001 -- dashes as people type them
    return _ALL_OF.sub("", _JOINED.sub(r"\1\2", words))


def _days(word: str) -> tuple[int, ...]:
    """The days that one word means. Raises ``ValueError``."""
    for one in (word, word.removesuffix("s")):
        if one in _GROUPS:
            return _GROUPS[one]
        if len(one) > 1:  # "t" and "s" are two days each
            for day, name in enumerate(_NAMES, 1):
                if name.startswith(one):
                    return (day,)
    raise ValueError(word)


def _span(here: tuple[int, ...], there: tuple[int, ...]) -> tuple[int, ...]:
    """The days from one to another, over Sunday where need be. Raises ``ValueError`` for groups."""
    if len(here) > 1 or len(there) > 1:
        raise ValueError(here, there)
    begin, length = here[0], (there[0] - here[0]) % 7
    return tuple((begin - 1 + ahead) % 7 + 1 for ahead in range(length + 1))
