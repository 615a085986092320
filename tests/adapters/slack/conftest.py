"""What these tests share."""

import pytest

from tests.fakes.slack import delivering, state

PATIENT = 8.0
"""Seconds that Slack waits here: how fast the bot is, is measured elsewhere."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things makes no answer too late."""
    for module in (delivering, state):
        monkeypatch.setattr(module, "ACKNOWLEDGE_WITHIN", PATIENT)
