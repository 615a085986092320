"""Telling Discord of the commands, and commands that Discord has in another version."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel
from tests.fakes.people import commanded
from tests.fakes.wired import Wired, room, wired

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord with a server, that checks every request."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        yield server
    assert server.complaints() == []


def hall(here: Wired) -> Channel:
    """The only channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


async def test_discord_does_not_take_the_commands(
    server: FakeDiscord, tmp_path: Path, logged: list[EventDict]
) -> None:
    """The bot serves people all the same, says so in the log, and tries again at the next start."""
    server.fail_next("PUT", "/commands$", 403)
    async with wired(server, tmp_path) as here:
        refused = await here.until_logged(logged, "Discord did not take the commands")
        assert "403" in refused["reason"]
        logged.clear()
        assert not (await here.quiz(hall(here))).private
    for statuses in ([403, 200], [403, 200]):
        async with wired(server, tmp_path) as here:
            assert here.asked("PUT", "/commands") == statuses


async def test_who_is_offered_what(server: FakeDiscord, tmp_path: Path) -> None:
    """A whole family is hidden from others only where all of it is for organisers."""
    async with wired(server, tmp_path):
        offered = {one["name"]: one["default_member_permissions"] for one in server.commands}

    assert offered.pop("settings") == str(int(Right.MANAGE_GUILD))
    assert set(offered.values()) == {None}
    assert "daily" in offered


async def test_what_a_daily_question_needs(server: FakeDiscord, tmp_path: Path) -> None:
    """Discord's app asks for the time itself, and sends nothing without it."""
    async with wired(server, tmp_path) as here:
        with pytest.raises(ValueError, match="/daily set needs: time"):
            await server.command(here.ana, hall(here), "daily set", {"timezone": "UTC"})


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [("time", "9", "09:00"), ("timezone", "berl", "Europe/Berlin"), ("days", "week", "weekends")],
)
async def test_what_is_proposed_for_a_daily_question(
    server: FakeDiscord, tmp_path: Path, option: str, typed: str, offered: str
) -> None:
    """Times, zones and days are completed while they are typed."""
    async with wired(server, tmp_path) as here:
        given = {option: typed}
        deed = await server.autocomplete(here.ana, hall(here), "daily set", given, option)
        await deed.outcome()

        assert offered in [one["value"] for one in deed.choices or ()]


async def test_a_daily_question_where_the_bot_cannot_write(
    server: FakeDiscord, tmp_path: Path
) -> None:
    """Whoever sets it is told which right is missing, at once."""
    async with wired(server, tmp_path) as here:
        place = hall(here)
        await server.take_right(place, Right.SEND_MESSAGES)
        owner = place.guild.owner if place.guild else here.ana
        told = await commanded(server, owner, place, "daily set", time="9:00")

        assert told.private
        assert "it lacks Send Messages" in told.texts()
        assert await here.store.schedule(room(place)) is None


async def test_the_settings_of_whoever_is_alone(server: FakeDiscord, tmp_path: Path) -> None:
    """A direct message is a space of its own, which is its person's to configure."""
    async with wired(server, tmp_path) as here:
        place = server.direct(here.ana)
        told = await commanded(server, here.ana, place, "settings", timezone="berlin")

        assert "Time zone: Europe/Berlin" in told.texts()
        assert (await here.store.settings(room(place).space)).zone == "Europe/Berlin"
        assert (await here.store.settings(room(hall(here)).space)).zone == ""


OLD: list[tuple[str, dict[str, object], dict[str, str], str]] = [
    ("exam", {"name": "exam"}, {}, "Reload the chat"),
    (
        "daily set",
        {"name": "daily", "options": [{"name": "set", "type": 1}]},
        {},
        "Reload the chat",
    ),
    ("deck burn", {"name": "deck", "options": [{"name": "burn", "type": 1}]}, {}, "Reload"),
    (
        "quiz",
        {"name": "quiz", "options": [{"name": "questions", "type": 3}]},
        {"questions": "a few"},
        "questions should be a whole number from 2 to 50, not “a few”.",
    ),
]


@pytest.mark.parametrize(("name", "declared", "given", "said"), OLD)
async def test_a_command_of_another_version(  # noqa: PLR0913, PLR0917 -- what such a command is
    server: FakeDiscord,
    tmp_path: Path,
    name: str,
    declared: dict[str, object],
    given: dict[str, str],
    said: str,
) -> None:
    """Someone whose Discord still has a command of old is told what to do."""
    async with wired(server, tmp_path) as here:
        server.state.commands = [{"id": "7", "type": 1, **declared}]
        told = await commanded(server, here.ana, hall(here), name, **given)
        assert told.private
        assert said in told.texts()
