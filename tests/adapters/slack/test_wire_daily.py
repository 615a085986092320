"""What only Slack has of the question a day and of settings: the real SDK on a wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.schedules import Schedule, SkipReason
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import encoded
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import POSTS, Wired, by_http, by_socket, room, space, wired

pytestmark = pytest.mark.timeout(60)

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a workspace with two channels; it is nine there, on a Sunday."""
    async with FakeSlack() as server:
        for name in ("hall", "yard"):
            server.add_channel(name)
        async with wired(server, tmp_path, by_socket(server)) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """One of the channels."""
    return here.server.workspace.named("hall")


@pytest.fixture
def mo(hall: Channel) -> User:
    """Whoever runs the workspace."""
    return hall.workspace.owner


@pytest.fixture
def ana(here: Wired) -> User:
    """Somebody who takes part."""
    return here.server.add_user("Ana")


async def daily(here: Wired, who: User, place: Channel, words: str) -> str:
    """What somebody alone is told of ``/daily``."""
    done = await here.command(who, place, words, name="daily")
    assert done.acknowledged, here.server.transcript()
    [told] = done.shown
    assert told.seen_by is who
    return told.texts()


async def schedule(here: Wired, place: Channel) -> Schedule | None:
    """What is kept of a channel's daily question."""
    return await here.store.schedule(room(place))


async def form(here: Wired, who: User, place: Channel, line: str) -> View:
    """The form of a command."""
    name, _, words = line.partition(" ")
    return (await here.command(who, place, f"{words} form".strip(), name=name)).modal


async def offered(here: Wired, who: User, view: View, field: str, typed: str) -> list[str]:
    """What somebody is offered who has typed so much."""
    typing = await here.server.type_in(who, view, field, typed)
    await typing.outcome()
    return [one["value"] for one in typing.options]


async def chosen(here: Wired, who: User, view: View, **typed: str) -> dict[str, object]:
    """The first of what is offered for each of these."""
    found: dict[str, object] = {}
    for field, words in typed.items():
        typing = await here.server.type_in(who, view, field, words)
        await typing.outcome()
        found[field] = typing.options[0]
    return found


async def submitted(here: Wired, who: User, view: View, **values: object) -> Delivery:
    """Somebody sends a form off."""
    done = await here.server.submit(who, view, values)
    await done.outcome()
    await here.connection.idle()
    return done


# --- the form


async def test_a_form_sets_it(here: Wired, hall: Channel, mo: User) -> None:
    """Every field proposes what it can have; whoever sends it off is told alone what came of it."""
    view = await form(here, mo, hall, "daily set")
    assert (await offered(here, mo, view, "time", "9"))[0] == "09:00"
    assert (await offered(here, mo, view, "timezone", "berl"))[0] == "Europe/Berlin"
    assert "Monday to Friday" in await offered(here, mo, view, "days", "week")
    assert len(await offered(here, mo, view, "deck", "")) == 1
    values = await chosen(here, mo, view, time="11:15", timezone="berlin", days="weekd")
    done = await submitted(here, mo, view, **values)

    assert done.acknowledged
    [told] = here.server.state.ephemerals[mo]
    assert told.seen_by is mo
    assert "at 11:15, Europe/Berlin" in told.texts()
    kept = await schedule(here, hall)
    assert kept
    assert kept.rule.days == (1, 2, 3, 4, 5)
    assert hall.messages == []


async def test_a_form_without_a_time(here: Wired, hall: Channel, mo: User) -> None:
    """It cannot be sent off: of all the fields that one has to be filled in."""
    view = await form(here, mo, hall, "daily set")
    optional = {block["block_id"]: block["optional"] for block in view.blocks}
    assert optional == {"time": False, "timezone": True, "deck": True, "days": True}
    with pytest.raises(LookupError, match="has to be filled in"):
        await submitted(here, mo, view)


async def test_a_form_is_a_press_away(here: Wired, hall: Channel, ana: User) -> None:
    """Where nothing is set; who may set it is looked at once it is sent off."""
    shown = await here.command(ana, hall, "show", name="daily")
    pressed = await here.server.press(ana, shown.shown[0], "Fill in a form")
    await pressed.outcome()
    await here.connection.idle()
    view = pressed.modal
    await submitted(here, ana, view, **await chosen(here, ana, view, time="10"))

    [*_, told] = here.server.state.ephemerals[ana]
    assert "Only those who manage" in told.texts()
    assert await schedule(here, hall) is None


async def test_a_form_that_says_no(here: Wired, hall: Channel, mo: User) -> None:
    """What a workspace wished can be taken back, and what is left out stays as it is."""
    yes = await form(here, mo, hall, "settings")
    values = await chosen(here, mo, yes, timezone="tokyo")
    await submitted(here, mo, yes, forgiving="yes", rooms="here", **values)
    no = await form(here, mo, hall, "settings")
    await submitted(here, mo, no, forgiving="no")

    wishes = await here.store.settings(space(hall.workspace))
    assert (wishes.zone, wishes.forgiving) == ("Asia/Tokyo", False)
    assert wishes.channels == (hall.id,)
    [*_, told] = here.server.state.ephemerals[mo]
    assert f"Quizzes run in: #{hall.id}" in told.texts()


# --- who may


async def test_slack_is_asked_who_somebody_is_where_it_matters(
    here: Wired, hall: Channel, ana: User, mo: User
) -> None:
    """Whoever only looks or answers, or is alone with the bot, costs no question to Slack."""
    for who in (ana, mo):
        await here.command(who, hall, "forgiving:yes", name="settings")
    await here.server.until(lambda: len(here.asked("users.info")) >= 2)
    before = len(here.asked("users.info"))
    await daily(here, mo, hall, "show")
    await here.command(ana, hall, "", name="settings")
    await daily(here, ana, here.server.direct(ana), "set 10:00")
    await here.press(await here.quiz(hall), who=ana)
    assert len(here.asked("users.info")) == before

    assert "every day at 10:00" in await daily(here, mo, hall, "set 10:00")
    assert "Only those who manage" in await daily(here, ana, hall, "skip")
    alone = await here.command(ana, here.server.direct(ana), "timezone:UTC", name="settings")
    assert "Only those who manage" in alone.shown[0].texts()
    assert len(here.asked("users.info")) == before + 3


async def test_slack_does_not_say_who_somebody_is(here: Wired, hall: Channel, mo: User) -> None:
    """Whoever runs the workspace is not told that they do not: they are to try again."""
    here.server.fail_next("users.info", status=503)
    told = await daily(here, mo, hall, "set 10:00")

    assert "Only those who manage" not in told
    assert await schedule(here, hall) is None
    assert "every day at 10:00" in await daily(here, mo, hall, "set 10:00")


async def test_an_admin_of_another_workspace(here: Wired, hall: Channel) -> None:
    """In a channel that two workspaces share, the other's admins are guests."""
    elsewhere = here.server.add_workspace("Elsewhere", installed=False)
    guest = here.server.add_user("Eve", admin=True)
    guest.home = elsewhere.id

    assert "Only those who manage" in await daily(here, guest, hall, "set 10:00")
    assert await schedule(here, hall) is None


# --- where


async def test_a_private_channel_without_the_bot(here: Wired, mo: User) -> None:
    """Whoever sets it is told now to invite the bot; once it is there, it can be set."""
    den = here.server.add_channel("den", private=True, member=False)
    den.members.add(mo)
    assert "/invite @Studybot" in await daily(here, mo, den, "set 10:00")
    assert await schedule(here, den) is None

    await (await here.server.invite_bot(den)).outcome()
    await here.connection.idle()
    assert "every day at 10:00" in await daily(here, mo, den, "set 10:00")


@pytest.mark.parametrize("anywhere", [True, False])
async def test_a_public_channel_without_the_bot(here: Wired, mo: User, *, anywhere: bool) -> None:
    """It can be asked there if the bot may write where it is not; an older one may not."""
    lobby = here.server.add_channel("lobby", member=False)
    if not anywhere:
        lobby.workspace.scopes.discard("chat:write.public")
    told = await daily(here, mo, lobby, "set 10:00")
    await here.later(HOUR)

    assert ("/invite @Studybot" in told) is not anywhere
    assert len(lobby.messages) == anywhere


async def test_a_channel_that_is_archived_meanwhile(here: Wired, hall: Channel, mo: User) -> None:
    """Whoever sends off the form they had opened before is told so where they look next."""
    view = await form(here, mo, hall, "daily set")
    hall.archived = True
    await submitted(here, mo, view, **await chosen(here, mo, view, time="10"))

    assert await schedule(here, hall) is None
    assert "the channel is archived" in here.server.direct(mo).newest.texts()


async def test_where_one_may_write_is_not_told(here: Wired, hall: Channel, mo: User) -> None:
    """That is no reason to refuse."""
    here.server.fail_next("conversations.info", status=503, times=2)

    assert "every day at 10:00" in await daily(here, mo, hall, "set 10:00")


async def test_one_of_ones_own(here: Wired, ana: User) -> None:
    """In direct messages with the bot the question comes there, whoever it is."""
    place = here.server.direct(ana)
    assert "every day at 10:00" in await daily(here, ana, place, "set 10:00")
    await here.later(HOUR)
    assert "question of the day" in place.newest.texts()
    await here.press(place.newest, who=ana)
    await here.later(DAY)

    assert "Days in a row" not in place.newest.texts()  # one day is no row
    told = await here.press(place.newest, who=ana)
    assert "2 days in a row" in told.shown[0].texts()


# --- once


async def test_a_skip_that_is_delivered_again(tmp_path: Path) -> None:
    """In another process, too, it skips nothing more."""
    async with FakeSlack() as server:
        hall = server.add_channel("hall")
        async with wired(server, tmp_path, by_http(server)) as here:
            await daily(here, hall.workspace.owner, hall, "set 10:00")
            skipped = await here.command(hall.workspace.owner, hall, "skip", name="daily")
            before = await schedule(here, hall)
            async with wired(server, tmp_path, by_http(server)) as other:
                assert await other.sent(*encoded(skipped)) == 200
                assert await schedule(other, hall) == before
        assert before
        assert server.complaints() == []


# --- what is lost


def shut(server: FakeSlack, hall: Channel, how: str) -> None:
    """The channel is closed to the bot, and nobody says so."""
    match how:
        case "revoked":
            hall.workspace.revoked = "token_revoked"
        case "archived":
            hall.archived = True
        case "removed":
            hall.workspace.scopes.discard("chat:write.public")
            hall.members.discard(hall.workspace.bot)
        case _:
            server.fail_next(POSTS, error=how)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("revoked", "the bot was removed from this workspace"),
        ("archived", "the channel is archived"),
        ("removed", "the bot is not in the channel"),
        ("channel_not_found", "the channel is gone, or the bot is not in it"),
        ("restricted_action", "the workspace does not let the bot post here"),
    ],
)
async def test_it_cannot_be_posted(here: Wired, hall: Channel, how: str, reason: str) -> None:
    """The schedule stands still; it is told why, in words, and that it was not asked."""
    mo = hall.workspace.owner
    await daily(here, mo, hall, "set 10:00")
    shut(here.server, hall, how)
    await here.later(HOUR)
    before = here.asked("chat.postMessage")
    await here.later(2 * DAY)

    assert here.asked("chat.postMessage") == before
    kept = await schedule(here, hall)
    assert kept
    assert kept.pause
    assert kept.pause.detail == reason
    [skip] = await here.store.skips(room(hall), 5)
    assert skip.reason is SkipReason.UNREACHABLE
    hall.workspace.revoked, hall.archived = "", False
    assert reason in await daily(here, mo, hall, "show")


async def test_late_word_of_an_end(here: Wired, hall: Channel, mo: User) -> None:
    """The bot is in the channel, and in the workspace: what it was told of is past."""
    await daily(here, mo, hall, "set 10:00")
    question = await here.quiz(hall)
    for kind, said in (
        ("channel_left", {"channel": hall.id}),
        ("channel_archive", {"channel": hall.id}),
        ("app_uninstalled", {}),
        ("tokens_revoked", {"tokens": {"bot": [hall.workspace.bot.id]}}),
    ):
        await (await here.server.event(kind, **said)).outcome()
    await here.connection.idle()

    assert "takes no more" not in (await here.press(question)).shown[0].texts()
    await here.later(HOUR)
    assert "question of the day" in hall.newest.texts()


# --- where else it is seen


async def test_ones_own_page_tells_what_comes(here: Wired, hall: Channel, ana: User) -> None:
    """The channel, the moment and the deck, and nothing of what others are asked alone."""
    bo = here.server.add_user("Bo")
    await daily(here, hall.workspace.owner, hall, "set 10:00")
    await daily(here, bo, here.server.direct(bo), "set 10:00")
    await (await here.server.open_home(ana)).outcome()
    await here.connection.idle()

    said = here.server.home(ana).texts()
    assert f"2026-11-22 10:00 UTC · #{hall.id} · Numbers" in said
    assert here.server.direct(bo).id not in said


async def test_a_notification_begins_with_the_question(
    here: Wired, hall: Channel, ana: User
) -> None:
    """What happened yesterday comes behind it, and behind what can be pressed."""
    await daily(here, hall.workspace.owner, hall, "set 10:00")
    await here.later(HOUR)
    await here.press(hall.newest, who=ana)
    await here.later(DAY)
    first, *_ = hall.newest.text.split("\nA  ")

    assert "question of the day, Monday 23 November\n" in first
    assert "Yesterday" not in first
    assert "Yesterday" in hall.newest.text
