"""Time zones as people type them: names of places, never mere differences from UTC."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_LONGEST = 64
_ALIKE = 0.7

_AREAS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)

_UTC = {"utc", "gmt", "z", "zulu", "uct", "universal"}

_PLACES = {
    "gb": "Europe/London",
    "gb_eire": "Europe/London",
    "uk": "Europe/London",
    "eire": "Europe/Dublin",
    "ireland": "Europe/Dublin",
    "portugal": "Europe/Lisbon",
    **dict.fromkeys(("germany", "munich", "hamburg", "frankfurt"), "Europe/Berlin"),
    "france": "Europe/Paris",
    **dict.fromkeys(("spain", "barcelona"), "Europe/Madrid"),
    **dict.fromkeys(("italy", "milan"), "Europe/Rome"),
    "poland": "Europe/Warsaw",
    "turkey": "Europe/Istanbul",
    "istanbul": "Europe/Istanbul",
    "nicosia": "Asia/Nicosia",
    "israel": "Asia/Jerusalem",
    "iran": "Asia/Tehran",
    **dict.fromkeys(("india", "delhi", "mumbai", "bangalore"), "Asia/Kolkata"),
    "prc": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "hongkong": "Asia/Hong_Kong",
    "roc": "Asia/Taipei",
    "rok": "Asia/Seoul",
    "japan": "Asia/Tokyo",
    "egypt": "Africa/Cairo",
    "libya": "Africa/Tripoli",
    "iceland": "Atlantic/Reykjavik",
    "cuba": "America/Havana",
    "navajo": "America/Denver",
    **dict.fromkeys(("nyc", "new_york_city", "boston"), "America/New_York"),
    **dict.fromkeys(("san_francisco", "seattle"), "America/Los_Angeles"),
    "hawaii": "Pacific/Honolulu",
    "nz": "Pacific/Auckland",
    "nz_chat": "Pacific/Chatham",
}
"""Names of places that the database of zones has no zone of an area for, and the zone there."""

_NO_PLACES = {"north", "south", "west"}  # which Australia has zones of

_EASTERN = ("America/New_York", "America/Toronto", "America/Panama")
_CENTRAL = ("America/Chicago", "America/Winnipeg", "America/Mexico_City")
_MOUNTAIN = ("America/Denver", "America/Edmonton", "America/Phoenix")
_PACIFIC = ("America/Los_Angeles", "America/Vancouver", "America/Tijuana")
_ATLANTIC = ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh")
_MIDDLE_EUROPE = ("Europe/Berlin", "Europe/Paris", "Europe/Madrid")
_EASTERN_EUROPE = ("Europe/Athens", "Europe/Kyiv", "Africa/Cairo")

_USUAL = {
    **dict.fromkeys(("et", "edt", "eastern", "est5edt"), _EASTERN[:2]),
    "est": _EASTERN,
    **dict.fromkeys(("ct", "cdt", "central", "cst6cdt"), _CENTRAL[:2]),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Mexico_City"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain", "mst7mdt"), _MOUNTAIN),
    **dict.fromkeys(("pt", "pst", "pdt", "pst8pdt"), _PACIFIC),
    **dict.fromkeys(("ast", "adt"), _ATLANTIC),
    "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",),
    "hst": ("Pacific/Honolulu",),
    "nst": ("America/St_Johns",),
    "brt": ("America/Sao_Paulo",),
    "art": ("America/Argentina/Buenos_Aires",),
    "gmt": ("Europe/London", "Africa/Accra", "Africa/Abidjan"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "wet": ("Europe/Lisbon", "Atlantic/Canary"),
    "west": ("Europe/Lisbon", "Atlantic/Canary"),
    **dict.fromkeys(("cet", "cest", "met", "mest", "mez", "mesz"), _MIDDLE_EUROPE),
    **dict.fromkeys(("eet", "eest"), _EASTERN_EUROPE),
    "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "pkt": ("Asia/Karachi",),
    "sgt": ("Asia/Singapore",),
    "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "wib": ("Asia/Jakarta",),
    "sast": ("Africa/Johannesburg",),
    "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo",),
    "eat": ("Africa/Nairobi",),
    "aest": ("Australia/Sydney", "Australia/Brisbane", "Australia/Melbourne"),
    "aedt": ("Australia/Sydney", "Australia/Melbourne", "Australia/Hobart"),
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "acdt": ("Australia/Adelaide",),
    "awst": ("Australia/Perth",),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
}
"""Abbreviations, which mean one thing in summer or several in the world, and where they are said.

They are only proposed: a zone that is taken for another moves a question by hours.
"""


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo:
    """The zone of this name, as ``zone_of`` gives it. Raises ``ValueError`` for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(name[:_LONGEST]) from None


def zone_of(text: str) -> str:
    """The IANA name of the zone that is meant: ``Europe/Berlin`` of ``berlin``.

    Small letters, spaces and left out accents make no difference. Raises ``ValueError`` for what
    is unknown, and where more than one zone can be meant: abbreviations, differences from UTC.
    """
    words = _plain(text)
    if words in _UTC:
        return "UTC"
    if found := _full().get(words) or _by_place().get(words):
        return found
    raise ValueError(text[:_LONGEST])


def zones_like(text: str, limit: int = 3) -> tuple[str, ...]:
    """The zones that may be meant by words that are no name of one, the likeliest first."""
    try:
        words = _plain(text)
    except ValueError:
        return ()
    return tuple(islice(dict.fromkeys(_meant(words)), limit)) if words else ()


def _meant(words: str) -> Iterator[str]:
    """What is named so, then what begins so, then what holds it, then what is spelt alike."""
    if words in _UTC:
        yield "UTC"
    if named := _full().get(words) or _by_place().get(words):
        yield named
    yield from _USUAL.get(words.removesuffix("_time"), ())
    if words in _USUAL or re.search("[+0-9]", words):
        return  # what else has these letters is not meant; differences from UTC are no places
    known = _by_place()
    begun = [place for place in sorted(known) if place.startswith(words)]
    holding = begun + [place for place in sorted(known) if words in place]
    yield from (known[one] for one in holding or get_close_matches(words, known, cutoff=_ALIKE))


def _plain(text: str) -> str:
    """The words as names are compared. Raises ``ValueError`` for what is too long for a name."""
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    letters = unicodedata.normalize("NFKD", text).casefold()
    words = "".join(one for one in letters if not unicodedata.combining(one) and one not in ".'’")
    return re.sub(r"_*/_*", "/", re.sub(r"[\s_-]+", "_", words).strip("_"))


@cache
def _full() -> Mapping[str, str]:
    """Every name with an area or an old one's, by how it is compared."""
    return {_plain(name): name for name in sorted(available_timezones()) if "/" in name}


@cache
def _by_place() -> Mapping[str, str]:
    """The zones by their places: by full name, by city, by country and city.

    What two areas have, or people say of many places, is left out. Of two names in one area the
    longer is today's: ``America/Argentina/Cordoba``.
    """
    places: dict[str, set[str]] = {}
    for name in available_timezones():
        area, *rest = name.split("/")
        if area in _AREAS:
            for begin in range(len(rest)):
                places.setdefault(_plain("/".join(rest[begin:])), set()).add(name)
            for joined in ("/".join((area, *rest)), "_".join((area, *rest))):
                places.setdefault(_plain(joined), set()).add(name)
    known = {
        place: max(names, key=len)
        for place, names in places.items()
        if len({name.split("/")[0] for name in names}) == 1
        and place not in _NO_PLACES | _USUAL.keys()
    }
    return known | _PLACES
