"""Patience, where a test is not about being late."""

import pytest

from tests.fakes.discord import interactions, state

PATIENT = 8.0
"""Seconds that Discord waits here: how fast the bot is, is measured elsewhere."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things makes no answer too late."""
    for module in (interactions, state):
        monkeypatch.setattr(module, "ACKNOWLEDGE_WITHIN", PATIENT)
