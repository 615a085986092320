import pytest
from hypothesis import given, settings

from adapters.slack.home import home
from adapters.slack.render import render
from bot.model import Period, RoomId
from bot.richtext import RichText
from bot.screens import DeckLine, HomeScreen, Upcoming
from tests.adapters.enormous import cases, enormous, formed, older
from tests.adapters.gallery import NOW, board, gallery
from tests.adapters.hostile import WORDS
from tests.adapters.pictured import FORMS, crowded_with_pictures, shown_everywhere
from tests.adapters.slack.message import faults, home_faults
from tests.fakes.richtexts import RICH

PATTERNS = ("word ", "x", "&", "\n", "🥇", "a\u0301\u0302\u0303", "- a\n")


def crowded(words: str) -> HomeScreen:
    """A home with more on it than can be shown."""
    standings = tuple((period, board(words).rows[0]) for period in Period)
    upcoming = Upcoming(RoomId("slack", "T1", "C1"), NOW, words)
    return HomeScreen(
        standings, (DeckLine(words, words, 9, 9, 9),) * 300, (upcoming,) * 300, (older(words),) * 9
    )


@pytest.mark.parametrize(("pattern", "form"), cases(PATTERNS, ("🥇",)))
def test_no_text_is_too_long(pattern: str, form: str) -> None:
    """Whatever a deck holds in whatever form, Slack takes every screen made of it."""
    words = (pattern * 5000)[:5000]
    for screen in enormous(words, formed(form, words)):
        assert faults(render(screen, NOW)) == [], type(screen).__name__


@pytest.mark.parametrize("form", FORMS)
def test_no_screen_has_too_many_pictures(form: str) -> None:
    """However many there are and however they are set, Slack takes every screen of them."""
    for screen in crowded_with_pictures(form):
        assert faults(render(screen, NOW)) == [], type(screen).__name__


@pytest.mark.parametrize("pattern", ["word ", "x", "&", "🥇", "a\u0301\u0302\u0303"])
def test_no_home_is_too_long(pattern: str) -> None:
    """However many decks and questions there are, their page is one that Slack shows."""
    assert home_faults(home(crowded(pattern * 1000), NOW)) == []


@settings(max_examples=6)  # each is two galleries
@given(WORDS, RICH)
def test_any_words_can_be_shown(words: str, rich: RichText) -> None:
    """No name and no note makes a screen that Slack refuses, or that says more than words."""
    for screen in (*gallery(words), *enormous(words, rich)):
        assert faults(render(screen, NOW)) == []
        assert faults(render(shown_everywhere(screen), NOW)) == []
