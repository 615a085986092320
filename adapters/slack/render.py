"""Every screen as a message of blocks of Slack: only data.

Letters and words carry the meaning, never colour alone; what a deck or a name holds is text.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from adapters.slack import dailies, pages, rounds
from adapters.slack.layout import Page
from bot.screens import (
    AnswerScreen,
    BoardScreen,
    DailyScreen,
    DeckListScreen,
    DeckReportScreen,
    FileScreen,
    HelpScreen,
    NoticeScreen,
    QuestionScreen,
    QuizReport,
    RevealScreen,
    Screen,
    SettingsScreen,
    VerdictScreen,
    VoidScreen,
    WelcomeScreen,
)


def render(screen: Screen, now: datetime) -> Page:  # noqa: C901, PLR0911, PLR0912 -- a case for each screen
    """The screen as it is shown from ``now`` on."""
    match screen:
        case QuestionScreen():
            return rounds.question(screen, now)
        case VerdictScreen():
            return rounds.verdict(screen)
        case AnswerScreen():
            return rounds.answer(screen)
        case RevealScreen():
            return rounds.reveal(screen)
        case VoidScreen():
            return rounds.void(screen)
        case QuizReport():
            return pages.report(screen)
        case BoardScreen():
            return pages.board(screen)
        case DeckListScreen():
            return pages.deck_list(screen)
        case DeckReportScreen():
            return pages.deck_report(screen)
        case FileScreen():
            return pages.file(screen)
        case HelpScreen():
            return pages.help_page(screen)
        case DailyScreen():
            return dailies.plan(screen, now)
        case SettingsScreen():
            return dailies.settings(screen)
        case WelcomeScreen():
            return pages.welcome(screen)
        case NoticeScreen():
            return pages.notice(screen)
        case _:
            assert_never(screen)
