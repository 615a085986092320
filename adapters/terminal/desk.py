"""What lies before someone at a terminal: what was shown, and what their next word would press."""

from __future__ import annotations

from adapters.terminal.keys import keys
from bot.actions import Action
from bot.model import RoundId
from bot.screens import (
    QuestionScreen,
    QuizReport,
    RevealScreen,
    Screen,
    Verdict,
    VerdictScreen,
    VoidScreen,
)


class Desk:
    """Remembers the screens of one terminal, nothing of which outlives its process."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self.question: QuestionScreen | None = None
        """The question shown last, over or not: its options are what a letter presses."""
        self.words: dict[str, Action] = {}
        """What each word pressed last meant; a later screen's word takes an earlier one's place."""
        self._open: dict[RoundId, QuestionScreen] = {}
        self._over: set[RoundId] = set()
        self._told: set[RoundId] = set()
        self._picks: dict[RoundId, tuple[int, ...]] = {}
        self._series = False

    def put(self, screen: Screen) -> None:
        """Remember that a screen is being shown."""
        if isinstance(screen, QuestionScreen):  # letters press the question shown last
            self.words = {word: what for word, what in self.words.items() if len(word) > 1}
        self.words |= {key.word: key.action for key in keys(screen)}
        match screen:
            case QuestionScreen():
                self.question = screen
                self._open[screen.round] = screen
                self._series |= screen.head.total > 1 and screen.pace.seconds is not None
            case RevealScreen() | VoidScreen():
                self._open.pop(screen.round, None)
                self._over.add(screen.round)
            case VerdictScreen(verdict=Verdict.RECORDED):
                self._picks[screen.round] = screen.picks
            case VerdictScreen() if screen.explanation:
                self._told.add(screen.round)
            case QuizReport():
                self._series = False
            case _:
                pass

    def skip(self, screen: QuestionScreen) -> None:
        """Remember an open question as known without its being shown."""
        self._open[screen.round] = screen

    def renew(self, screen: QuestionScreen) -> None:
        """Remember how an open question that was shown stands now."""
        if screen.round in self._open:
            self._open[screen.round] = screen

    def knows(self, round_id: RoundId) -> bool:
        """Whether this round was shown, as a question or as one that is over."""
        return round_id in self._open or round_id in self._over

    def is_over(self, round_id: RoundId) -> bool:
        """Whether the end of this round was shown."""
        return round_id in self._over

    def told(self, round_id: RoundId) -> bool:
        """Whether the explanation of this round was shown."""
        return round_id in self._told

    def picks(self, round_id: RoundId) -> tuple[int, ...]:
        """What was chosen in this round while its verdict was not told; empty if nothing was."""
        return self._picks.get(round_id, ())

    def open(self) -> tuple[QuestionScreen, ...]:
        """The questions that were shown and not yet said to be over, oldest first."""
        return tuple(self._open.values())

    def expects(self) -> bool:
        """Whether something timed goes on by itself: a question's end, a series' next question."""
        return self._series or any(screen.pace.seconds is not None for screen in self.open())

    def between(self) -> bool:
        """Whether a timed series is about to ask its next question."""
        return self._series and not any(screen.head.total > 1 for screen in self.open())
