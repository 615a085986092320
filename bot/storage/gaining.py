"""What answers that are kept together are worth to those who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from bot.model import AccountId, Answer
from bot.storage.boards import Place, Spot, places
from bot.storage.rows import account_values
from bot.storage.transaction import Transaction, Values
from bot.storage.types import to_micros

Where = dict[int, "Gain"]
"""What an account gains, by the number of a spot or board."""


@dataclass(slots=True)
class Gain:
    """What one or several answers of an account come to; moments are microseconds since 1970.

    ``rewarded_at`` is the last one that earned points, 0 if none did; ``first_at`` the first.
    """

    points: int
    answered: int
    correct: int
    rewarded_at: int
    first_at: int

    def add(self, more: Gain) -> None:
        """Count other answers in."""
        self.points += more.points
        self.answered += more.answered
        self.correct += more.correct
        self.rewarded_at = max(self.rewarded_at, more.rewarded_at)
        self.first_at = min(self.first_at, more.first_at)


def gains(
    transaction: Transaction, given: Iterable[tuple[Answer, Spot]]
) -> tuple[list[Values], list[Place]]:
    """The lines of ``tallying.GAIN`` for these answers, and those of ``boards.staged_places``.

    Nearly everybody answers once, and sixteen boards share that line. Who answered at several
    spots has a line for each board, so that nobody is on a board twice.
    """
    numbers: dict[Spot, int] = {}
    accounts: dict[AccountId, Where] = {}
    for answer, spot in given:
        number = numbers.setdefault(spot, len(numbers))
        _add(accounts.setdefault(answer.account, {}), number, _gain(answer))
    where = places(transaction, list(numbers))
    boards = _by_spot(where)
    fresh = count(len(numbers))
    alone: dict[int, int] = {}
    lines = []
    for account in sorted(accounts, key=_in_order):
        at_spots = accounts[account]
        if len(at_spots) == 1:
            [(spot_number, gain)] = at_spots.items()
            lines.append(_line(spot_number, account, gain))
            continue
        for board, gain in _on_boards(at_spots, boards).items():
            if board not in alone:
                alone[board] = next(fresh)
                where.append(Place(alone[board], board))
            lines.append(_line(alone[board], account, gain))
    return lines, where


def _gain(answer: Answer) -> Gain:
    at = to_micros(answer.at)
    return Gain(answer.points, 1, int(answer.correct), at if answer.points > 0 else 0, at)


def _add(where: Where, number: int, gain: Gain) -> None:
    if number in where:
        where[number].add(gain)
    else:
        where[number] = gain


def _by_spot(where: Iterable[Place]) -> Mapping[int, list[int]]:
    boards: dict[int, list[int]] = {}
    for line in where:
        boards.setdefault(line.spot, []).append(line.board)
    return boards


def _on_boards(at_spots: Where, boards: Mapping[int, list[int]]) -> Where:
    found: Where = {}
    for spot, gain in at_spots.items():
        for board in boards[spot]:
            _add(found, board, replace(gain))
    return found


def _in_order(account: AccountId) -> tuple[str, str, str]:
    """As boards are sorted: lines that are written side by side lie side by side."""
    return account.platform, account.workspace, account.user


def _line(spot: int, account: AccountId, gain: Gain) -> Values:
    return {
        "spot": spot,
        **account_values(account),
        "points": gain.points,
        "answered": gain.answered,
        "correct": gain.correct,
        "reached_at": gain.rewarded_at if gain.points > 0 else gain.first_at,
    }
