"""What many stories came to, in a table that can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.crash.points import Point
from tests.crash.story import Outcome


def table(outcomes: Sequence[Outcome]) -> str:
    """Kills by point and chat, what became of answers, rooms and days, and what came twice."""
    return "\n".join((*_kills(outcomes), "", *_counts(outcomes), "", *_duplicates(outcomes)))


def faults(outcomes: Sequence[Outcome], kills: int) -> Iterator[str]:
    """What went wrong, and how to see it again."""
    for one in outcomes:
        if one.judgement.faults:
            yield f"{one.chat}, seed {one.seed}: {len(one.judgement.faults)} faults"
            yield from (f"    {fault[:2000]}" for fault in one.judgement.faults[:10])
            yield f"    again: make crash CHAT={one.chat} SEED={one.seed} KILLS={kills}"


def _kills(outcomes: Sequence[Outcome]) -> Iterator[str]:
    chats = sorted({one.chat for one in outcomes})
    by_chat = {
        chat: sum((one.kills for one in outcomes if one.chat == chat), Counter[Point]())
        for chat in chats
    }
    yield _line("killed", *chats, "all")
    for point in Point:
        kills = [by_chat[chat][point] for chat in chats]
        yield _line(point.value, *kills, sum(kills))
    every = [by_chat[chat].total() for chat in chats]
    yield _line("all", *every, sum(every))


def _counts(outcomes: Sequence[Outcome]) -> Iterator[str]:
    found = [one.judgement for one in outcomes]
    yield _line("presses", sum(one.presses for one in outcomes))
    yield _line("answers acknowledged", sum(one.acknowledged for one in found))
    yield _line("acknowledged and then missing", sum(one.missing for one in found))
    yield _line("counted twice", sum(one.twice for one in found))
    yield _line("questions of the day", sum(one.days for one in found))
    yield _line("  skipped, and noted as such", sum(one.skipped for one in found))
    yield _line("  seen, but noted as skipped", sum(one.unsure for one in found))
    yield _line("  lost", sum(one.lost for one in found))
    yield _line("rooms stuck", sum(one.stuck for one in found))
    yield _line("faults of any kind", sum(len(one.faults) for one in found))
    kills = sum(one.kills.total() for one in outcomes)
    seconds = sum(one.seconds for one in outcomes)
    yield _line("seconds a kill, several side by side", f"{seconds / max(kills, 1):.1f}")


def _duplicates(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "messages that show what another one shows, and why"
    seen: Counter[tuple[str, str]] = Counter()
    for one in outcomes:
        seen.update({(one.chat, why): count for why, count in one.judgement.duplicates.items()})
    for chat in sorted({one.chat for one in outcomes}):
        mine = {why: count for (where, why), count in seen.items() if where == chat}
        yield from (f"{count:7} {chat}: {why}" for why, count in sorted(mine.items()))
        if not mine:
            yield f"{0:7} {chat}"


def _line(name: str, *cells: object) -> str:
    return f"{name:42}" + "".join(f"{cell!s:>14}" for cell in cells)
