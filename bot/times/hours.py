"""Times of day as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import time

MOST = 25
"""How many proposals are made at most."""

_LONGEST = 32
_NOON = 12
_HOURS = 24
_MINUTES = 60

_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_TIME = re.compile(
    r"""(?:at\ )?
    (?: (?P<hour>[0-9]{1,2}) (?:\ ?[:.h]\ ?(?P<minute>[0-9]{2}))?
      | (?P<hhmm>[0-9]{3,4}) )
    \ ? (?: (?P<half>[ap])\.?(?:\ ?m\.?)? | h | hrs | hours | uhr | o'?clock )?""",
    re.VERBOSE,
)
_BEGUN = re.compile(r"(?P<hour>[0-9]{1,2})[:.h](?P<ten>[0-9]?)")

_USUAL = ("09:00", "08:00", "07:00", "10:00", "12:00", "15:00", "17:00", "18:00", "20:00", "21:00")
_QUARTERS = (0, 30, 15, 45)


def time_of(text: str) -> time:
    """The time of day that ``text`` says: ``9``, ``9am``, ``09:00``, ``9.30``, ``21h30``, ``noon``.

    Without am or pm the hour is one of 24. Raises ``ValueError`` for what is no time, or has
    seconds.
    """
    words = _plain(text[: _LONGEST + 1])
    if words in _WORDS:
        return _WORDS[words]
    if len(text) > _LONGEST or not (found := _TIME.fullmatch(words)):
        raise ValueError(text[:_LONGEST])
    digits = found["hhmm"]
    hour = int(digits[:-2] if digits else found["hour"])
    minute = int(digits[-2:] if digits else found["minute"] or 0)
    return time(_of_24(hour, found["half"]), minute)


def time_text(at: time) -> str:
    """The time as it is written: ``09:00``."""
    return f"{at:%H:%M}"


def times_like(text: str) -> tuple[str, ...]:
    """What someone may mean who has typed so much, the likeliest first: ``09:00``, ``21:00`` ...

    What is a time comes first itself. Nothing typed proposes usual times, nonsense nothing.
    """
    if len(text) > _LONGEST:
        return ()
    words = _plain(text)
    if not words:
        return _USUAL
    return tuple(dict.fromkeys(time_text(at) for at in _meant(words)))[:MOST]


def _meant(words: str) -> Iterator[time]:
    """The times that may be meant by a time, or by what is on its way to one."""
    try:
        at = time_of(words)
    except ValueError:
        yield from _on_the_way(words)
        return
    quarters = _QUARTERS if re.fullmatch("[0-9]{1,2}[^0-9:.]*", words) else (at.minute,)
    for minute in quarters:
        yield at.replace(minute=minute)
        if re.fullmatch("[1-9][0-2]?(:[0-9]+)?", words) and at.hour <= _NOON:
            yield time((at.hour + _NOON) % _HOURS, minute)
    if len(words) == 1:
        yield from (time(10 * at.hour + more) for more in range(10) if at.hour * 10 + more < _HOURS)


def _on_the_way(words: str) -> Iterator[time]:
    """The times that ``words``, which are none, may become: ``7:``, ``7:3``, ``noo``."""
    begun = _BEGUN.fullmatch(words)
    if begun and int(begun["hour"]) < _HOURS:
        ten = begun["ten"]
        minutes = range(10 * int(ten), 10 * int(ten) + 10) if ten else sorted(_QUARTERS)
        yield from (time(int(begun["hour"]), minute) for minute in minutes if minute < _MINUTES)
    yield from (at for word, at in _WORDS.items() if word.startswith(words))


def _plain(text: str) -> str:
    """The words in small letters, without what only looks different."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _of_24(hour: int, half: str | None) -> int:
    """The hour of 24. ``half`` is a (before noon), p or None. Raises ``ValueError``."""
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if half == "p" else 0)
