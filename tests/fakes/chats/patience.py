"""Patience, where a test is not about being late."""

import pytest

from tests.fakes.discord import interactions
from tests.fakes.discord import state as discord_state
from tests.fakes.discord.patience import PATIENT
from tests.fakes.slack import deliveries, delivering
from tests.fakes.slack import state as slack_state


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things makes no answer too late."""
    for module in (interactions, discord_state, deliveries, delivering, slack_state):
        monkeypatch.setattr(module, "ACKNOWLEDGE_WITHIN", PATIENT)
