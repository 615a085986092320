"""What can be typed in the place of a button, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot import wording
from bot.actions import Action, AnswerRound, ShowAnswer
from bot.screens import AnswerScreen, BoardScreen, QuestionScreen, Screen, VerdictScreen


@dataclass(frozen=True, slots=True)
class Key:
    """A word to type, what it means and, where the word does not say it, its label."""

    word: str
    action: Action
    label: str = ""


def keys(screen: Screen) -> tuple[Key, ...]:
    """What presses the buttons of a screen, but for the letters of a question's options."""
    match screen:
        case QuestionScreen(options=(), round=round_id):
            return (Key("a", ShowAnswer(round_id), wording.SHOW_ANSWER),)
        case VerdictScreen(more=True, round=round_id):
            return (Key("full", ShowAnswer(round_id), wording.FULL_ANSWER),)
        case AnswerScreen(rate=True, round=round_id):
            return (
                Key("a", AnswerRound(round_id, (0,)), wording.KNEW_IT),
                Key("b", AnswerRound(round_id, (1,)), wording.DID_NOT),
            )
        case BoardScreen():
            return (*_periods(screen), *_turns(screen), *_share(screen))
        case _:
            return ()


def _periods(screen: BoardScreen) -> Iterable[Key]:
    for turn in screen.periods:
        if turn.period is not screen.period:
            yield Key(turn.period.value, turn)


def _turns(screen: BoardScreen) -> Iterable[Key]:
    for turn in screen.turns:
        back = turn.page < screen.page
        word, label = ("back", wording.BACK) if back else ("next", wording.NEXT)
        yield Key(word, turn, label)


def _share(screen: BoardScreen) -> Iterable[Key]:
    if screen.share:
        yield Key("share", screen.share, wording.SHARE)


def invitation(screen: Screen) -> str:
    """The sentence that says what can be typed under a screen; empty where nothing can."""
    if isinstance(screen, QuestionScreen) and screen.options:
        return _letters(screen)
    said = [key.word + (f" ({key.label})" if key.label else "") for key in keys(screen)]
    return f"Type {wording.listed(said, 'or')}." if said else ""


def _letters(screen: QuestionScreen) -> str:
    letters = [wording.letter(index).lower() for index in range(len(screen.options))]
    if screen.choose == 1:
        return f"Type {wording.listed(letters, 'or')}."
    return f"Type their letters, such as {' '.join(letters[: screen.choose])}."
