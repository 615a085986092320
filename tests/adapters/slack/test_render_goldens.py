from typing import get_args

import pytest

from adapters.slack.render import render
from bot.screens import Screen
from tests.adapters.gallery import NOW
from tests.adapters.goldens import album
from tests.adapters.slack.message import faults, home_faults, parsed
from tests.adapters.slack.page import GOLDENS, drawn, homes

NAMES = [*album(), *homes()]


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_is_drawn_as_agreed(name: str) -> None:
    """Whatever changes is looked at: ``make screens`` writes the goldens anew."""
    assert drawn(name) == GOLDENS.kept(name)


@pytest.mark.parametrize("name", list(album()))
def test_slack_takes_every_screen(name: str) -> None:
    """Each has a place within the limits, and words for those who cannot see it."""
    assert faults(render(album()[name], NOW)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_sdk_reads_the_same(name: str) -> None:
    """Every block is one that Slack's own models know, and nothing in it is unknown to them."""
    blocks = drawn(name)["blocks"]

    assert [parsed(block) for block in blocks] == blocks


@pytest.mark.parametrize("name", list(homes()))
def test_slack_takes_every_home(name: str) -> None:
    """A page of one's own is a view that Slack shows."""
    assert home_faults(drawn(name)) == []


def test_every_screen_has_its_goldens() -> None:
    """Each kind of screen is among them, and no golden is left of a screen that is not."""
    assert {type(screen) for screen in album().values()} == set(get_args(Screen))
    assert set(GOLDENS.folder.iterdir()) == {GOLDENS.path(name) for name in NAMES}
