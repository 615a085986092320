import pytest

from tests.crash import results
from tests.crash.running import tell
from tests.fakes.chats.every import CHATS

KILLS = 7
"""In each chat."""


@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "chat",
    # What survives is kept by the core; Slack's two ways are killed by the long tests as well.
    [pytest.param(one, marks=pytest.mark.long) if one != "discord" else one for one in CHATS],
)
async def test_killed_under_load(chat: str) -> None:
    """Whatever a bot is killed in, nothing that anybody was told is lost, and nothing is stuck."""
    outcomes = await tell([(chat, 1)], KILLS)
    assert list(results.faults(outcomes, KILLS)) == []
    assert sum(one.judgement.acknowledged for one in outcomes)
