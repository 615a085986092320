import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.slack.authorizing import DOUBT, ManyWorkspaces, OneWorkspace
from adapters.slack.installations import Installations, Installed
from bot.errors import DatabaseUnavailable
from bot.model import SpaceId
from bot.storage import SqlStore, open_store
from tests.fakes.builders import NOON
from tests.fakes.clock import FakeClock

TEAM, ORGANISATION = "T1", "E1"
AWAY = DatabaseUnavailable("here", "it is away")


class CountedStore(SqlStore):
    """The real store, how often it was read, and ways to hold it up or make it fail."""

    def __init__(self, store: SqlStore) -> None:
        super().__init__(store.database)
        self.reads = 0
        self.away = False
        self.read = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    async def installation(self, app: str, space: SpaceId) -> str | None:
        """Read, once it is let."""
        self.reads += 1
        found = await super().installation(app, space)
        self.read.set()
        await self.open.wait()
        if self.away:
            raise AWAY
        return found


@pytest.fixture
async def store() -> AsyncIterator[CountedStore]:
    """An empty store whose reads are counted."""
    async with open_store("sqlite://") as opened:
        counted = CountedStore(opened)
        yield counted
        await counted.close()


@pytest.fixture
def clock() -> FakeClock:
    """A clock to move."""
    return FakeClock()


@pytest.fixture
def many(store: CountedStore, clock: FakeClock) -> ManyWorkspaces:
    """The workspaces of one process."""
    return ManyWorkspaces(Installations(store, "client"), clock)


@pytest.fixture
def others(store: CountedStore, clock: FakeClock) -> ManyWorkspaces:
    """The workspaces of another process on the same database."""
    return ManyWorkspaces(Installations(store, "client"), clock)


def installed(home: str = TEAM, given: str = "first") -> Installed:
    """An installation with this token."""
    return Installed(home=home, bot="B1", user="U1", scopes=("commands",), token=given)


async def test_a_workspace_is_read_once(many: ManyWorkspaces, store: CountedStore) -> None:
    """A workspace's bot is known from its installation, and 500 requests cost one read."""
    await many.install(installed())

    found = await asyncio.gather(*(many.found(TEAM, None) for _ in range(500)))
    assert await many.token(TEAM) == "first"

    assert store.reads == 1
    assert all(found)
    assert found[0]
    assert (found[0].bot_token, found[0].bot_id, found[0].bot_user_id) == ("first", "B1", "U1")
    assert (found[0].team_id, found[0].enterprise_id) == (TEAM, None)


async def test_whoever_goes_away_leaves_the_reading_to_others(
    many: ManyWorkspaces, store: CountedStore
) -> None:
    """A request that is given up while the database is slow takes nothing from the next one."""
    await many.install(installed())
    store.open.clear()
    first, second = (asyncio.create_task(many.token(TEAM)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait({first})
    store.open.set()

    assert await second == "first"
    assert store.reads == 1


async def test_no_installation(many: ManyWorkspaces, others: ManyWorkspaces) -> None:
    """Where the bot is not installed there is no token, until another process installs it."""
    assert await many.found(TEAM, None) is None
    assert await many.token(TEAM) is None
    assert await many.refused(TEAM, "first") is None
    assert await many.found(None, None) is None

    await others.install(installed())

    assert await many.token(TEAM) == "first"


async def test_another_app(store: CountedStore, clock: FakeClock, many: ManyWorkspaces) -> None:
    """What one app was given is of no use to another."""
    await many.install(installed())
    assert await ManyWorkspaces(Installations(store, "another"), clock).token(TEAM) is None


async def test_most_workspaces(store: CountedStore, clock: FakeClock) -> None:
    """Of more workspaces than are remembered the one that asked longest ago is read again."""
    many = ManyWorkspaces(Installations(store, "client"), clock, remembered=3)
    for number in range(4):
        await many.install(installed(f"T{number}"))
    for number in (0, 1, 2, 0, 3):
        await many.token(f"T{number}")
    assert store.reads == 4

    await many.token("T0")
    assert store.reads == 4
    await many.token("T1")
    assert store.reads == 5


async def test_the_bot_is_removed(many: ManyWorkspaces, others: ManyWorkspaces) -> None:
    """A workspace that removed the bot has no token in any process that reads it."""
    clock = FakeClock()
    await many.install(installed())
    assert await many.token(TEAM)

    assert await many.forget(TEAM, None, clock.now())

    assert await many.token(TEAM) is None
    assert await others.token(TEAM) is None


async def test_late_word_of_a_removal(many: ManyWorkspaces, clock: FakeClock) -> None:
    """A removal that is heard of after the bot was installed again removes nothing."""
    before = clock.now()
    clock.advance(60)
    await many.install(installed())

    assert not await many.forget(TEAM, None, before)

    assert await many.token(TEAM) == "first"


async def test_what_is_read_meanwhile(many: ManyWorkspaces, store: CountedStore) -> None:
    """What was read before an installation changed is not remembered after it."""
    await many.install(installed())
    store.open.clear()
    reading = asyncio.create_task(many.token(TEAM))
    await store.read.wait()
    await many.install(installed(given="second"))
    store.open.set()
    await reading

    assert await many.token(TEAM) == "second"


async def test_a_refused_token(
    many: ManyWorkspaces, others: ManyWorkspaces, store: CountedStore
) -> None:
    """A token that Slack refuses gives way to the one that another process was given."""
    await many.install(installed())
    assert await many.token(TEAM) == "first"
    await others.install(installed(given="second"))
    before = store.reads

    again = await asyncio.gather(*(many.refused(TEAM, "first") for _ in range(500)))

    assert set(again) == {"second"}
    assert await many.refused(TEAM, "first") == "second"
    assert store.reads == before + 1
    assert await many.token(TEAM) == "second"


async def test_a_refused_token_without_another(
    many: ManyWorkspaces, store: CountedStore, clock: FakeClock
) -> None:
    """A refused token that is still the last one is looked up once a minute, and kept."""
    await many.install(installed())
    await many.token(TEAM)
    before = store.reads

    for _ in range(3):
        refused = await asyncio.gather(*(many.refused(TEAM, "first") for _ in range(9)))
        assert set(refused) == {None}
    assert store.reads == before + 1

    clock.advance((DOUBT + timedelta(seconds=1)).total_seconds())
    assert await many.refused(TEAM, "first") is None
    assert store.reads == before + 2
    assert await many.token(TEAM) == "first"


async def test_an_organisation(many: ManyWorkspaces, others: ManyWorkspaces) -> None:
    """What an organisation installed serves all its workspaces, each once it has been heard of."""
    await many.install(installed(ORGANISATION))
    assert await many.token(TEAM) is None

    found = await many.found(TEAM, ORGANISATION)

    assert found
    assert (found.bot_token, found.enterprise_id) == ("first", ORGANISATION)
    assert await many.token(TEAM) == "first"
    assert await others.token(TEAM) == "first"


async def test_an_organisation_is_read_once(many: ManyWorkspaces, store: CountedStore) -> None:
    """A crowd in a workspace of an organisation costs a few reads, and then none."""
    await many.install(installed(ORGANISATION))

    await asyncio.gather(*(many.found(TEAM, ORGANISATION) for _ in range(100)))
    before = store.reads
    await many.found(TEAM, ORGANISATION)

    assert before == store.reads < 5


async def test_an_organisation_removes_the_bot(many: ManyWorkspaces, clock: FakeClock) -> None:
    """Then none of its workspaces has a token; what one installed itself stays."""
    await many.install(installed(ORGANISATION))
    await many.install(installed("T2", given="own"))
    for team in (TEAM, "T2"):
        assert await many.found(team, ORGANISATION)

    await many.forget(TEAM, ORGANISATION, clock.now())

    assert await many.found(TEAM, ORGANISATION) is None
    assert await many.token(TEAM) is None
    assert await many.token("T2") == "own"


async def test_a_refused_token_of_an_organisation(
    many: ManyWorkspaces, others: ManyWorkspaces
) -> None:
    """What one workspace of it was refused is replaced for all of them."""
    await many.install(installed(ORGANISATION))
    await many.found(TEAM, ORGANISATION)
    await others.install(installed(ORGANISATION, given="second"))

    assert await many.refused(TEAM, "first") == "second"
    found = await many.found("T2", ORGANISATION)

    assert found
    assert found.bot_token == "second"  # noqa: S105 -- no password


async def test_an_organisation_that_removed_the_bot_unheard(
    many: ManyWorkspaces, others: ManyWorkspaces, clock: FakeClock
) -> None:
    """What another process heard of the end is found out by the first refusal, for all of it."""
    await many.install(installed(ORGANISATION))
    await many.found(TEAM, ORGANISATION)
    await others.forget(TEAM, ORGANISATION, clock.now())

    assert await many.refused(TEAM, "first") is None
    assert await many.found("T2", ORGANISATION) is None


async def test_the_database_is_away(many: ManyWorkspaces, store: CountedStore) -> None:
    """Whoever waits is told; once it is back, the next one is served."""
    await many.install(installed())
    store.away = True
    told_ = await asyncio.gather(*(many.token(TEAM) for _ in range(3)), return_exceptions=True)
    assert told_ == [AWAY] * 3
    store.away = False

    assert await many.token(TEAM) == "first"


async def test_what_cannot_be_read(many: ManyWorkspaces, store: CountedStore) -> None:
    """An installation that makes no sense is none, and nobody is shown it."""
    await store.keep_installation("client", SpaceId("slack", TEAM), '{"token": 1}', NOON)
    assert await many.token(TEAM) is None


def test_no_token_is_shown() -> None:
    """The words an installation is printed in hold no token."""
    assert "first" not in repr(installed())


async def test_one_workspace(clock: FakeClock) -> None:
    """A single token serves its own workspace and no other, whatever becomes of it."""
    one = OneWorkspace("xoxb", {"team_id": TEAM, "user_id": "U1", "bot_id": "B1"})

    found = await one.found(TEAM, None)
    assert found
    assert (found.bot_token, found.bot_id, found.bot_user_id) == ("xoxb", "B1", "U1")
    assert await one.found("T2", None) is None
    assert (await one.token(TEAM), await one.token("T2")) == ("xoxb", None)
    assert await one.refused(TEAM, "xoxb") is None
    await one.forget(TEAM, None, clock.now())
    assert await one.token(TEAM) == "xoxb"
