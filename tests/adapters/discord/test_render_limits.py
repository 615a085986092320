import pytest
from hypothesis import given, settings

from bot.richtext import RichText
from tests.adapters.discord.message import drawn, faults, texts
from tests.adapters.discord.reading import active, read
from tests.adapters.enormous import cases, enormous, formed
from tests.adapters.gallery import NOW, gallery
from tests.adapters.hostile import WORDS
from tests.adapters.pictured import FORMS, crowded_with_pictures, shown_everywhere
from tests.fakes.richtexts import RICH

PATTERNS = (
    "word ",
    "x",
    "*",
    "@",
    "`",
    "``` ",
    "\n",
    "🥇",
    "陈",
    "\U0001d518",
    "a\u0301\u0302\u0303",
    "- a\n",
)


@pytest.mark.parametrize(("pattern", "form"), cases(PATTERNS, ("`", "🥇")))
def test_no_text_is_too_long(pattern: str, form: str) -> None:
    """Whatever a deck holds in whatever form, Discord takes every screen made of it."""
    words = (pattern * 5000)[:5000]
    for screen in enormous(words, formed(form, words)):
        assert faults(drawn(screen, NOW)) == [], type(screen).__name__


@pytest.mark.parametrize("form", FORMS)
def test_no_screen_has_too_many_pictures(form: str) -> None:
    """However many there are and however they are set, Discord takes every screen of them."""
    for screen in crowded_with_pictures(form):
        assert faults(drawn(screen, NOW)) == [], type(screen).__name__


@settings(max_examples=6)  # each is two galleries
@given(WORDS, RICH)
def test_any_words_can_be_shown(words: str, rich: RichText) -> None:
    """No name and no note makes a screen that Discord refuses, or that says more than words."""
    for screen in (*gallery(words), *enormous(words, rich)):
        assert faults(drawn(shown_everywhere(screen), NOW)) == []
        components = drawn(screen, NOW)
        assert faults(components) == []
        for said in texts(components):
            assert not active(read(said)) & {"mask", "emoji", "hidden", "underline"}
