"""What lies before someone at a terminal: what was shown, and what their next word would press."""

from __future__ import annotations

from adapters.terminal.keys import keys
from bot.actions import Action
from bot.model import QuizId, RoundId
from bot.screens import (
    AnswerScreen,
    Notice,
    NoticeScreen,
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
        """The question shown last, over or not."""
        self.series: QuestionScreen | None = None
        """The last question of the series that runs, over or not; None where none is known of."""
        self._words: dict[str, Action] = {}
        self._ratings: dict[RoundId, AnswerScreen] = {}
        self._open: dict[RoundId, QuestionScreen] = {}
        self._over: set[RoundId] = set()
        self._answered: set[RoundId] = set()
        self._own: set[RoundId] = set()
        self._takes_part = False
        self._told: set[RoundId] = set()
        self._picks: dict[RoundId, tuple[int, ...]] = {}
        self._promised = False
        self._reported: set[QuizId] = set()

    # --- what happens ---

    def put(self, screen: Screen) -> None:
        """Remember that a screen is being shown."""
        self._words |= {key.word: key.action for key in keys(screen) if len(key.word) > 1}
        match screen:
            case QuestionScreen():
                self.question = screen
                self._begin(screen)
            case RevealScreen() | VoidScreen():
                self._open.pop(screen.round, None)
                self._over.add(screen.round)
                self._promised = False
            case AnswerScreen(rate=True):
                self._ratings[screen.round] = screen
            case VerdictScreen():
                self._judged(screen)
            case QuizReport():
                self._reported.add(screen.quiz)
                self._end_series()
            case NoticeScreen(notice=Notice.REVEALING):
                self._promised = True
            case _:
                pass

    def skip(self, screen: QuestionScreen, *, answered: bool) -> None:
        """Remember an open question as known without its being shown."""
        self._begin(screen)
        if answered:
            self._answered.add(screen.round)

    def runs(self, screen: QuestionScreen) -> None:
        """Remember the series that runs: between two questions the next was not yet shown."""
        self.series = self.series or screen

    def renew(self, screen: QuestionScreen) -> None:
        """Remember how an open question that was shown stands now."""
        if screen.round in self._open:
            self._open[screen.round] = screen

    def own(self, round_id: RoundId) -> None:
        """Remember that this person began or answered a round here, and its series with it."""
        self._own.add(round_id)
        self._takes_part |= self.series is not None and self.series.round == round_id

    def forget(self, round_id: RoundId) -> None:
        """A round is not kept any more: it is over, and so is its series."""
        self._open.pop(round_id, None)
        self._over.add(round_id)
        if self.series and self.series.round == round_id:
            self._end_series()

    # --- what is known ---

    def current(self) -> QuestionScreen | None:
        """The question that a letter answers: the newest that is open and not yet answered here.

        While a series runs, of the questions from before only its own: a letter that comes too
        late must not answer some older question.
        """
        if self.question and self._awaits(self.question.round):
            return self._open[self.question.round]
        older = [
            screen
            for screen in self._open.values()
            if self._awaits(screen.round) and (self.series is None or screen.head.total > 1)
        ]
        return older[-1] if older else None

    def lettered(self) -> QuestionScreen | None:
        """The question that a letter is meant for: the current one, else the one shown last."""
        return self.current() or self.question

    def keyed(self, question: QuestionScreen) -> Screen:
        """The screen that says what can be typed for a question: of open recall, its rating."""
        return self._ratings.get(question.round, question)

    def meaning(self, word: str) -> Action | None:
        """What a word presses, but for the letters of options; the latest screen's word counts."""
        question = self.lettered()
        letters = keys(self.keyed(question)) if question else ()
        return next((key.action for key in letters if key.word == word), self._words.get(word))

    def knows(self, round_id: RoundId) -> bool:
        """Whether this round was shown, as a question or as one that is over."""
        return round_id in self._open or round_id in self._over

    def is_open(self, round_id: RoundId) -> bool:
        """Whether this round was shown as a question and not yet as over."""
        return round_id in self._open

    def is_over(self, round_id: RoundId) -> bool:
        """Whether the end of this round was shown."""
        return round_id in self._over

    def told(self, round_id: RoundId) -> bool:
        """Whether the explanation of this round was shown."""
        return round_id in self._told

    def retold(self, screen: RevealScreen | VoidScreen) -> bool:
        """Whether a newer question of a day has told how this one went."""
        ended, newer = screen.head.daily, self.question and self.question.head.daily
        told = newer.yesterday if newer else None
        return ended is not None and told is not None and ended.day == told.day

    def promised(self) -> bool:
        """Whether it was said that the end of a question is about to be shown."""
        return self._promised

    def reported(self, quiz: QuizId) -> bool:
        """Whether the report of this series was shown."""
        return quiz in self._reported

    def picks(self, round_id: RoundId) -> tuple[int, ...]:
        """What was chosen in this round while its verdict was not told; empty if nothing was."""
        return self._picks.get(round_id, ())

    def open(self) -> tuple[QuestionScreen, ...]:
        """The questions that were shown and not yet said to be over, oldest first."""
        return tuple(self._open.values())

    def timed(self) -> tuple[QuestionScreen, ...]:
        """The open questions whose end will come by itself, oldest first."""
        return tuple(screen for screen in self.open() if screen.pace.seconds is not None)

    def expects(self, *, own: bool = False) -> bool:
        """Whether something timed goes on by itself: a question's end, a series' next question.

        ``own``: only what this person began or answered here counts.
        """
        if self.series and self.series.pace.seconds is not None and (self._takes_part or not own):
            return True
        return any(screen.round in self._own or not own for screen in self.timed())

    def between(self) -> bool:
        """Whether a timed series that this person takes part in is about to ask again."""
        return (
            self._takes_part
            and self.series is not None
            and self.series.pace.seconds is not None
            and self.series.round not in self._open
        )

    def _begin(self, screen: QuestionScreen) -> None:
        self._open[screen.round] = screen
        if screen.head.total > 1:
            self.series = screen

    def _end_series(self) -> None:
        """Unless the next one's first question is open already: then the report came late."""
        if self.series and self.series.round not in self._open:
            self.series, self._takes_part = None, False

    def _judged(self, screen: VerdictScreen) -> None:
        self._answered.add(screen.round)
        self.own(screen.round)
        if screen.verdict is Verdict.RECORDED:
            self._picks[screen.round] = screen.picks
        elif screen.explanation:
            self._told.add(screen.round)

    def _awaits(self, round_id: RoundId) -> bool:
        return round_id in self._open and round_id not in self._answered
