from typing import get_args

import pytest

from bot.screens import Screen
from tests.adapters.discord.message import drawn, faults
from tests.adapters.discord.page import GOLDENS
from tests.adapters.gallery import NOW
from tests.adapters.goldens import album

NAMES = list(album())


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_is_drawn_as_agreed(name: str) -> None:
    """Whatever changes is looked at: ``make screens`` writes the goldens anew."""
    components = drawn(album()[name], NOW)

    assert components == GOLDENS.kept(name)
    assert faults(components) == []


def test_every_screen_has_its_goldens() -> None:
    """Each kind of screen is among them, and no golden is left of a screen that is not."""
    assert {type(screen) for screen in album().values()} == set(get_args(Screen))
    assert set(GOLDENS.folder.iterdir()) == {GOLDENS.path(name) for name in NAMES}
