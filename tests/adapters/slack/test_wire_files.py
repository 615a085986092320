"""Files that people hand over in forms on Slack and that they are sent: the real SDK on a wire."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from structlog.typing import EventDict

from adapters.chat import fetching
from adapters.chat.fetching import Source
from adapters.slack import askers, files
from adapters.slack.api import OFFICIAL
from tests.fakes.downloads import Download, Downloads, Giving, redirected, refused
from tests.fakes.keeping import Keeping
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.signing import encoded
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User
from tests.fakes.slack_wired import Wired, by_http, wired

Json = dict[str, Any]

pytestmark = pytest.mark.timeout(60)

NOTES = b"# Cells\n\n## What is a cell?\n\nThe unit of life.\n"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot that Slack reaches by HTTP, and that asks it for nothing wrong."""
    async with FakeSlack() as server:
        server.add_channel("hall")
        async with wired(server, tmp_path, by_http(server), core=Keeping) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def hall(here: Wired) -> Channel:
    """A channel."""
    return here.server.workspace.named("hall")


@pytest.fixture
def mo(here: Wired) -> User:
    """Somebody who runs the workspace."""
    return here.server.add_user("Mo", admin=True)


@pytest.fixture
def ana(here: Wired) -> User:
    """Somebody else."""
    return here.server.add_user("Ana")


def core(here: Wired) -> Keeping:
    """What is given the files."""
    assert isinstance(here.studybot, Keeping)
    return here.studybot


async def form(here: Wired, who: User, place: Channel, words: str = "add") -> View:
    """Somebody asks for the form."""
    asked = await here.command(who, place, words, name="deck")
    assert asked.acknowledged
    assert asked.shown == []
    return asked.modal


async def submitted(here: Wired, who: User, view: View, file: Json, **given: str) -> Delivery:
    """Somebody fills the form in; nothing is under way any more."""
    done = await here.server.submit(who, view, {"file": [file], **given})
    await done.outcome()
    await here.connection.idle()
    assert done.acknowledged, here.server.transcript()
    return done


async def told(here: Wired, who: User, place: Channel, file: Json, **given: str) -> Message:
    """What somebody is told in the end who hands over a file."""
    done = await submitted(here, who, await form(here, who, place), file, **given)
    [said] = done.shown
    assert said.seen_by is who
    return said


def opened_with(here: Wired) -> list[str]:
    """What the files were asked for with."""
    return [one.opened_with for one in here.server.downloads.asked]


@pytest.mark.parametrize("shared", [False, True])
async def test_a_file_is_fetched(here: Wired, hall: Channel, mo: User, *, shared: bool) -> None:
    """The core is given its name and bytes, the bot's token having opened it."""
    file = here.server.upload(mo, "cells.md", NOTES, shared=shared)
    said = await told(here, mo, hall, file, name="Biology")

    [(name, upload)] = core(here).kept
    assert (name, upload.name, upload.data) == ("Biology", "cells.md", NOTES)
    assert "cells.md" in said.texts()
    assert opened_with(here) == [f"Bearer {here.server.bot_token}"]


async def test_the_form_closes_before_anything_is_fetched(
    here: Wired, hall: Channel, mo: User
) -> None:
    """However long the file takes, nobody looks at a form that waits."""
    view = await form(here, mo, hall)
    hold = here.server.hold_next("files.info")
    file = here.server.upload(mo, "cells.md", NOTES)
    done = await here.server.submit(mo, view, {"file": [file]})
    await done.outcome()
    assert (done.acknowledged, view.open, done.shown) == (True, False, [])
    hold.release()
    await here.connection.idle()
    assert len(done.shown) == 1


async def test_what_was_typed_is_in_the_form(here: Wired, hall: Channel, mo: User) -> None:
    """Also behind the command that all others can be given behind."""
    view = await form(here, mo, hall, "add my notes")
    assert view.blocks[1]["element"]["initial_value"] == "my notes"
    asked = await here.command(mo, hall, "deck add notes.md", name="studybot")
    assert "initial_value" not in asked.modal.blocks[1]["element"]

    await submitted(here, mo, view, here.server.upload(mo, "cells.md", NOTES))
    assert [name for name, _ in core(here).kept] == ["my notes"]


async def test_the_form_is_offered_with_the_help(here: Wired, hall: Channel, mo: User) -> None:
    """Each command of the family has a button that says which it is."""
    page = (await here.command(mo, hall, "deck", name="help")).shown[0]
    pressed = await here.server.press(mo, page, "Fill in /deck add")
    await pressed.outcome()
    await here.connection.idle()

    assert pressed.modal.body["title"]["text"] == "/deck add"


async def test_whoever_may_not_is_told_at_once(here: Wired, hall: Channel, ana: User) -> None:
    """No form opens in which nothing could be done."""
    asked = await here.command(ana, hall, "add", name="deck")

    assert asked.opened == []
    assert "Only those who manage this server or workspace" in asked.shown[0].texts()


async def test_whoever_may_not_any_more(here: Wired, hall: Channel, mo: User) -> None:
    """It is decided again when the form comes back, before anything is fetched."""
    view = await form(here, mo, hall)
    mo.admin = False
    done = await submitted(here, mo, view, here.server.upload(mo, "cells.md", NOTES))

    assert "Only those who manage" in done.shown[0].texts()
    assert (here.server.downloads.asked, here.asked("files.info")) == ([], [])


async def test_a_form_does_not_wait_for_slack(
    here: Wired, hall: Channel, mo: User, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Slack does not say in time who somebody is, it opens, and it is decided later."""
    monkeypatch.setattr(askers, "SOON", 0.01)
    here.server.delay_next("users.info", 0.2)
    view = await form(here, ana, hall)
    done = await submitted(here, ana, view, here.server.upload(ana, "cells.md", NOTES))
    assert "Only those who manage" in done.shown[0].texts()
    here.server.fail_next("users.info", status=503)
    assert (await form(here, mo, hall)).open


async def test_in_direct_messages(here: Wired, mo: User, ana: User) -> None:
    """Decks are the whole workspace's also there: only those who run it bring any."""
    asked = await here.command(ana, here.server.direct(ana), "add", name="deck")
    assert "Only those who manage" in asked.shown[0].texts()
    place = here.server.direct(mo)
    said = await told(here, mo, place, here.server.upload(mo, "cells.md", NOTES))

    assert "cells.md" in said.texts()
    assert [upload.data for _, upload in core(here).kept] == [NOTES]


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("cells.pdf", 5, "a file whose name ends in .md, .markdown or .txt"),
        ("cells.md", 1_000_001, "cells.md is larger than a deck may be: 1 MB."),
    ],
)
async def test_what_cannot_be_is_told_in_the_form(  # noqa: PLR0913, PLR0917 -- fixtures
    here: Wired, hall: Channel, mo: User, name: str, size: int, said: str
) -> None:
    """The form stays open for another file; of a file that says nothing it is told later."""
    view = await form(here, mo, hall)
    await submitted(here, mo, view, here.server.upload(mo, name, NOTES, size=size))
    assert view.open
    assert said in view.errors["file"]
    done = await submitted(here, mo, view, here.server.upload(mo, "ok.md", NOTES))
    assert "ok.md" in done.shown[0].texts()

    later = here.server.upload(mo, name, NOTES, shared=True, size=size)
    assert said in (await told(here, mo, hall, later)).texts()
    assert [upload.name for _, upload in core(here).kept] == ["ok.md"]
    assert len(here.server.downloads.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/cells.md",
        "https://files.slack.com@127.0.0.1:9/cells.md",
        "https://files.slack.com.evil.example/cells.md",
        "http://files.slack.com/cells.md",
        "https://slack-files.com/cells.md",
        "",
    ],
)
async def test_an_address_elsewhere(
    here: Wired, hall: Channel, mo: User, url: str, logged: list[EventDict]
) -> None:
    """The token goes nowhere but to Slack's own hosts."""
    file = here.server.upload(mo, "cells.md", NOTES, url_private_download=url, url_private=url)
    said = await told(here, mo, hall, file)

    assert "it is not where this chat keeps its files" in said.texts()
    assert (here.server.downloads.asked, core(here).kept) == ([], [])
    assert here.server.bot_token not in str(logged)


WAYS: dict[str, tuple[Giving, str]] = {
    "redirected": (redirected("http://127.0.0.1:9/"), "the chat did not give it out"),
    "gone": (refused(404), "the chat does not have it any more"),
    "failing": (refused(500), "the chat did not give it out"),
    "cut off": (Downloads.cut_off, "the chat did not give it out"),
    "packed": (Downloads.packed, "the chat did not give it out"),
}


@pytest.mark.parametrize(("giving", "said"), WAYS.values(), ids=WAYS)
async def test_a_file_that_does_not_come(
    here: Wired, hall: Channel, mo: User, giving: Giving, said: str
) -> None:
    """The person is told why, and the core is given nothing."""
    here.server.downloads.plan(giving)
    message = await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))

    assert f"cells.md could not be fetched: {said}." in message.texts()
    assert core(here).kept == []


async def test_a_redirect_is_told_no_token(here: Wired, hall: Channel, mo: User) -> None:
    """Not even where it leads to the same host."""
    here.server.downloads.plan(redirected(f"{here.server.state.origin}/files/elsewhere"))
    await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))

    [asked] = here.server.downloads.asked
    assert isinstance(asked, Download)
    assert asked.path.endswith("/download/cells.md")


async def test_a_file_that_never_ends(here: Wired, hall: Channel, mo: User) -> None:
    """It is read up to its limit, and no further."""
    here.server.downloads.plan(here.server.downloads.endless)
    said = await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))

    assert "cells.md is larger than a deck may be: 1 MB." in said.texts()
    assert here.server.downloads.sent < 50_000_000  # most of which was sent ahead


async def test_a_size_that_lies(here: Wired, hall: Channel, mo: User) -> None:
    """What comes counts, whatever was said."""
    file = here.server.upload(mo, "cells.md", b"#" * 1_200_000, size=10)

    assert "cells.md has 1.2 MB" in (await told(here, mo, hall, file)).texts()


async def test_a_file_that_hangs(
    here: Wired, hall: Channel, mo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given up in time."""
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    here.server.downloads.plan(Downloads.hanging)
    said = await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))

    assert "it took too long to arrive" in said.texts()


async def test_a_file_that_was_deleted(here: Wired, hall: Channel, mo: User) -> None:
    """Slack does not know it any more when it is asked."""
    here.server.fail_next("files.info", error="file_deleted")
    said = await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))

    assert "the chat does not have it any more" in said.texts()


async def test_a_file_that_only_the_form_knows(here: Wired, hall: Channel, mo: User) -> None:
    """Where Slack does not know it outside of its form, what that says is enough, or it is gone."""
    for shared, said in ((False, "cells.md"), (True, "the chat does not have it any more")):
        here.server.fail_next("files.info", error="file_not_found")
        file = here.server.upload(mo, "cells.md", NOTES, shared=shared)
        assert said in (await told(here, mo, hall, file)).texts()
    assert [upload.data for _, upload in core(here).kept] == [NOTES]


async def test_an_app_that_was_installed_before(
    here: Wired, hall: Channel, mo: User, ana: User
) -> None:
    """Without the scopes that files take, people are told that it has to be installed again."""
    here.server.workspace.scopes -= {"files:read", "files:write", "im:write"}
    said = await told(here, mo, hall, here.server.upload(mo, "cells.md", NOTES))
    asked = await here.command(ana, hall, "export", name="deck")

    for message in (said, asked.shown[0]):
        assert "it was installed before it asked for that" in message.texts()
    assert (here.server.downloads.asked, core(here).kept) == ([], [])


async def test_where_the_bot_is_not(here: Wired, mo: User) -> None:
    """Whoever hands something over in a channel that the bot is not in is told directly."""
    closed = here.server.add_channel("closed", private=True, member=False)
    closed.members.add(mo)
    file = here.server.upload(mo, "cells.md", NOTES)
    done = await submitted(here, mo, await form(here, mo, closed), file)

    assert done.shown == []
    assert "cells.md" in here.server.direct(mo).newest.texts()


async def test_the_same_form_twice(here: Wired, hall: Channel, mo: User, tmp_path: Path) -> None:
    """Whoever delivers it again, to whichever process, changes nothing."""
    file = here.server.upload(mo, "cells.md", NOTES)
    done = await submitted(here, mo, await form(here, mo, hall), file)
    assert await here.sent(*encoded(done)) == 200
    assert len(core(here).kept) == 1
    async with wired(here.server, tmp_path, by_http(here.server), core=Keeping) as other:
        assert await other.sent(*encoded(done)) == 200
        assert core(other).kept == []
    assert len(done.shown) == 1


async def test_a_form_without_sense(here: Wired, hall: Channel, mo: User) -> None:
    """What Slack would not send is refused, and nothing is fetched."""
    done = await submitted(
        here, mo, await form(here, mo, hall), here.server.upload(mo, "cells.md", NOTES)
    )
    fetched = len(here.server.downloads.asked)
    wrong: list[object] = ["F1", [1], [{}], [{"id": 5}], [{"id": "F\u00fc"}], {"id": "F1"}]
    for one in wrong:
        done.payload["view"]["state"]["values"]["file"]["file"]["files"] = one
        assert await here.sent(*encoded(done)) == 400
    assert len(here.server.downloads.asked) == fetched


async def test_a_name_that_is_no_name(here: Wired, hall: Channel, mo: User) -> None:
    """Whatever a file is called is told as words, short and harmless."""
    name = "<!channel> <@U1> *b* `c` \u202e" + "x" * 300 + ".md"
    said = await told(here, mo, hall, here.server.upload(mo, name, NOTES))

    assert "<!channel>" not in said.text
    [(_, upload)] = core(here).kept
    assert len(upload.name) <= 100


async def exported(here: Wired, who: User, place: Channel) -> Delivery:
    """Somebody asks for a deck as a file."""
    done = await here.command(who, place, "export format:anki", name="deck")
    assert done.acknowledged
    return done


async def test_a_file_is_sent_directly(here: Wired, hall: Channel, ana: User) -> None:
    """To whoever asked alone; in the room they are told where it is, and nobody is called."""
    done = await exported(here, ana, hall)

    [message] = here.server.direct(ana).everything
    [file] = message.files
    assert (file["name"], here.server.state.files[file["id"]]) == (
        "keras.apkg",
        core(here).file.data,
    )
    assert message.texts() == "keras.apkg: Zoë <@1> & *bold*, 20 cards."
    assert [one.texts() for one in done.shown] == [
        "The file is in your direct messages with Studybot."
    ]
    assert hall.everything == []


async def test_a_file_for_whoever_writes_directly(here: Wired, ana: User) -> None:
    """They see it where they are, and need not be told."""
    place = here.server.direct(ana)
    done = await exported(here, ana, place)

    assert done.shown == []
    assert [one.files[0]["name"] for one in place.everything] == ["keras.apkg"]


@pytest.mark.parametrize("step", ["conversations.open", "files.getUploadURLExternal", "/upload/"])
async def test_a_file_that_slack_does_not_take(
    here: Wired, hall: Channel, ana: User, step: str, logged: list[EventDict]
) -> None:
    """The person is told so, wherever it fails, and nothing is left half done."""
    here.server.fail_next(step, status=500)
    done = await exported(here, ana, hall)

    assert "The chat does not take what Studybot sends" in done.shown[0].texts()
    assert here.server.direct(ana).everything == []
    assert not [one for one in logged if one["log_level"] == "error"]


async def test_a_file_is_sent_once(here: Wired, hall: Channel, ana: User, tmp_path: Path) -> None:
    """However often Slack tells of the command, and to whichever process."""
    done = await exported(here, ana, hall)
    assert await here.sent(*encoded(done)) == 200
    async with wired(here.server, tmp_path, by_http(here.server), core=Keeping) as other:
        assert await other.sent(*encoded(done)) == 200
    assert len(here.server.direct(ana).everything) == 1


def test_where_files_are_fetched_from() -> None:
    """Slack's own hosts; and what stands before it, where something does."""
    source = Source(files.origins(OFFICIAL))
    assert source.holds("https://files.slack.com/files-pri/T1-F1/download/notes.md")
    assert source.holds("https://slack.com/files/x")
    assert not source.holds("http://files.slack.com/notes.md")
    assert not source.holds("https://evil.slack.com/notes.md")
    assert Source(files.origins("http://[::1]:8080/api/")).holds("http://[::1]:8080/files/x")
    assert Source(files.origins("https://slack-gov.com/api/")).holds("https://files.slack-gov.com/")
