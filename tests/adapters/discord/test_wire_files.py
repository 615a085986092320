"""Files that people attach on Discord and that they are handed: the real SDK on a wire."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.typing import EventDict

from adapters.chat import fetching
from adapters.chat.fetching import Source
from adapters.discord.connection import FILES
from tests.fakes.discord.invoking import Upload
from tests.fakes.discord.messages import Message
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, User
from tests.fakes.downloads import Downloads, Giving, redirected, refused
from tests.fakes.keeping import Keeping
from tests.fakes.people import seen
from tests.fakes.wired import CALLBACKS, Wired, wired

pytestmark = pytest.mark.timeout(60)

NOTES = b"# Cells\n\n## What is a cell?\n\nThe unit of life.\n"
FILE = Upload("cells.md", NOTES)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot in a server with a channel, whose requests are all valid."""
    async with FakeDiscord(spec=published()) as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path, Keeping) as here:
            yield here
        assert server.complaints() == []


@pytest.fixture
def mo(here: Wired) -> User:
    """Somebody who may configure the server."""
    [guild] = here.server.state.guilds.values()
    mo = here.server.add_user("Mo")
    guild.grant(mo, Right.MANAGE_GUILD)
    return mo


def hall(here: Wired) -> Channel:
    """The only channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


def core(here: Wired) -> Keeping:
    """What is given the files."""
    assert isinstance(here.studybot, Keeping)
    return here.studybot


async def add(here: Wired, who: User, file: Upload = FILE, **given: str) -> Message:
    """Somebody attaches a file; what they are told in the end."""
    options: dict[str, str | int | float | bool | Upload] = {"file": file, **given}
    asked = await here.server.command(who, hall(here), "deck add", options)
    told = await seen(here.server, asked)
    assert told.private
    assert told.seen_by is who
    return told


async def test_an_attachment_is_fetched(here: Wired, mo: User) -> None:
    """The core is given its name and bytes; Discord was told to wait before it was fetched."""
    told = await add(here, mo, name="Biology")

    [(name, upload)] = core(here).kept
    assert (name, upload.name, upload.data) == ("Biology", "cells.md", NOTES)
    assert "cells.md" in told.texts()
    [callback] = [one for one in here.server.requests if one.path.endswith("/callback")]
    assert (callback.body["type"], callback.body["data"]["flags"]) == (5, 64)
    assert [one.opened_with for one in here.server.downloads.asked] == [""]


async def test_waiting_comes_before_fetching(here: Wired, mo: User) -> None:
    """However long the file takes, the person is not left without a word."""
    hold = here.server.hold_next("POST", CALLBACKS)
    asked = await here.server.command(mo, hall(here), "deck add", {"file": FILE})
    await hold.reached.wait()
    assert here.server.downloads.asked == []
    hold.release()
    await seen(here.server, asked)
    assert len(here.server.downloads.asked) == 1


async def test_whoever_may_not_is_told_before(here: Wired) -> None:
    """Nothing is fetched for those who do not manage the server."""
    told = await add(here, here.ana)

    assert "Only those who manage this server" in told.texts()
    assert (here.server.downloads.asked, core(here).kept) == ([], [])


async def test_in_direct_messages_everybody_may(here: Wired) -> None:
    """Whoever is alone has a space of their own, with decks of their own."""
    place = here.server.direct(here.ana)
    asked = await here.server.command(here.ana, place, "deck add", {"file": FILE})
    await seen(here.server, asked)

    assert [upload.data for _, upload in core(here).kept] == [NOTES]


async def test_too_much_is_refused_unread(here: Wired, mo: User) -> None:
    """What is announced as too large is not even asked for."""
    told = await add(here, mo, replace(FILE, size=1_000_001))

    assert "cells.md is larger than a deck may be: 1 MB." in told.texts()
    assert here.server.downloads.asked == []


async def test_another_kind_of_file(here: Wired, mo: User) -> None:
    """A name that promises no notes is told, and what would be right."""
    told = await add(here, mo, replace(FILE, filename="cells.pdf"))

    assert "file should be a file whose name ends in .md, .markdown or .txt" in told.texts()
    assert here.server.downloads.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/cells.md",
        "https://cdn.discordapp.com@127.0.0.1:9/cells.md",
        "https://cdn.discordapp.com.evil.example/cells.md",
        "http://cdn.discordapp.com/cells.md",
        "https://me@cdn.discordapp.com/cells.md",
        "https://cdn.discordapp.com:444/cells.md",
        "file:///etc/passwd",
        "cells.md",
        "https://[",
    ],
)
async def test_an_address_elsewhere(here: Wired, mo: User, url: str) -> None:
    """Nothing is fetched from anywhere but Discord's own hosts."""
    told = await add(here, mo, replace(FILE, url=url))

    assert "it is not where this chat keeps its files" in told.texts()
    assert (here.server.downloads.asked, core(here).kept) == ([], [])


WAYS: dict[str, tuple[Giving, str]] = {
    "redirected": (redirected("http://127.0.0.1:9/"), "the chat did not give it out"),
    "gone": (refused(404), "the chat does not have it any more"),
    "expired": (refused(403), "the chat does not have it any more"),
    "failing": (refused(500), "the chat did not give it out"),
    "cut off": (Downloads.cut_off, "the chat did not give it out"),
    "packed": (Downloads.packed, "the chat did not give it out"),
}


@pytest.mark.parametrize(("giving", "said"), WAYS.values(), ids=WAYS)
async def test_a_file_that_does_not_come(here: Wired, mo: User, giving: Giving, said: str) -> None:
    """The person is told why, and the core is given nothing."""
    here.server.downloads.plan(giving)
    told = await add(here, mo)

    assert f"cells.md could not be fetched: {said}." in told.texts()
    assert core(here).kept == []
    assert len(here.server.downloads.asked) == 1


async def test_a_redirect_is_not_followed(here: Wired, mo: User) -> None:
    """Not even where it leads to the same host."""
    elsewhere = here.server.state.stored("other.md", NOTES, "text/markdown")
    here.server.downloads.plan(redirected(elsewhere["url"]))
    await add(here, mo)

    assert len(here.server.downloads.asked) == 1
    assert core(here).kept == []


async def test_a_file_that_never_ends(here: Wired, mo: User) -> None:
    """It is read up to its limit, and no further."""
    here.server.downloads.plan(here.server.downloads.endless)
    told = await add(here, mo)

    assert "cells.md is larger than a deck may be: 1 MB." in told.texts()
    assert core(here).kept == []
    assert here.server.downloads.sent < 50_000_000  # most of which was sent ahead


async def test_a_size_that_lies(here: Wired, mo: User) -> None:
    """What the host says counts as well as what the chat said."""
    told = await add(here, mo, replace(FILE, content=b"#" * 1_200_000, size=10))

    assert "cells.md has 1.2 MB; a deck may have 1 MB." in told.texts()
    assert core(here).kept == []


async def test_a_file_that_hangs(here: Wired, mo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up in time."""
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    here.server.downloads.plan(Downloads.hanging)
    told = await add(here, mo)

    assert "cells.md could not be fetched: it took too long to arrive." in told.texts()
    assert core(here).kept == []


async def test_a_name_that_is_no_name(here: Wired, mo: User, logged: list[EventDict]) -> None:
    """Whatever a file is called is told as words, short and harmless."""
    name = "@everyone <@1> **b** [x](https://evil.example) \u202e" + "x" * 300 + ".md"
    told = await add(here, mo, replace(FILE, filename=name))

    assert told.pings == []
    [(_, upload)] = core(here).kept
    assert len(upload.name) <= 100
    assert upload.name.endswith("x.md")
    refused_ = await add(here, mo, replace(FILE, filename="<@1>.exe"))
    assert refused_.pings == []
    assert logged == [one for one in logged if one["log_level"] == "info"]


async def exported(here: Wired, **given: str) -> Message:
    """Ana asks for a deck as a file; what she is shown."""
    asked = await here.server.command(here.ana, hall(here), "deck export", given)
    return await seen(here.server, asked)


def handed(here: Wired, message: Message) -> dict[str, bytes]:
    """The files of a message, by name."""
    files = here.server.state.files
    return {one["filename"]: files[int(one["id"])] for one in message.attachments}


async def test_a_file_is_handed_over(here: Wired) -> None:
    """The answer itself shows it, to whoever asked alone, and calls nobody."""
    told = await exported(here, deck="numbers", format="anki")

    assert told.private
    assert handed(here, told) == {"keras.apkg": core(here).file.data}
    assert told.texts() == "keras.apkg: Zoë \\<@\u200b1> & \\*bold\\*, 20 cards."
    assert told.pings == []
    [callback] = [one for one in here.server.requests if one.path.endswith("/callback")]
    assert callback.body["data"]["allowed_mentions"] == {"parse": []}


async def test_a_file_that_was_waited_for(here: Wired, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the place of the word that something is coming."""
    monkeypatch.setattr("adapters.discord.acknowledging.IN_TIME", 0)
    core(here).ready.clear()
    asked = await here.server.command(here.ana, hall(here), "deck export", {})
    await asked.outcome()
    assert asked.message.loading
    core(here).ready.set()
    told = await seen(here.server, asked)

    assert told is asked.message
    assert handed(here, told) == {"keras.apkg": core(here).file.data}


@pytest.mark.parametrize("effect", [False, True])
async def test_a_file_whose_receipt_is_lost(here: Wired, *, effect: bool) -> None:
    """It is handed over once, and whole."""
    here.server.fail_next("POST", CALLBACKS, 0, after_effect=effect)
    told = await exported(here)

    assert handed(here, told) == {"keras.apkg": core(here).file.data}


async def test_a_file_that_discord_would_not_take(here: Wired) -> None:
    """What is larger than Discord says it takes is not sent; the person is told so."""
    here.server.state.largest = 9_999
    told = await exported(here)

    assert "keras.apkg is larger than what this chat takes from Studybot: 10 kB." in told.texts()
    assert told.attachments == []


@pytest.mark.parametrize(
    ("status", "said"), [(413, "is larger than what this chat takes"), (403, "lacks Attach Files")]
)
@pytest.mark.parametrize("waited", [False, True])
async def test_a_file_that_discord_does_not_take(
    here: Wired, monkeypatch: pytest.MonkeyPatch, status: int, said: str, *, waited: bool
) -> None:
    """Whatever Discord says of its own accord, the person is told what it means."""
    core(here).ready.clear()
    if waited:
        monkeypatch.setattr("adapters.discord.acknowledging.IN_TIME", 0)
    asked = await here.server.command(here.ana, hall(here), "deck export", {})
    if waited:
        await asked.outcome()
    here.server.fail_next(*(("PATCH", "@original") if waited else ("POST", CALLBACKS)), status)
    core(here).ready.set()
    told = await seen(here.server, asked)

    assert said in told.texts()
    assert told.attachments == []


def test_where_files_are_fetched_from() -> None:
    """Discord's own hosts, and nothing that is not encrypted."""
    source = Source(FILES)
    assert source.holds("https://cdn.discordapp.com/attachments/1/2/notes.md?ex=1&is=2&hm=3")
    assert source.holds("https://media.discordapp.net/ephemeral-attachments/1/2/notes.md")
    assert not source.holds("http://cdn.discordapp.com/notes.md")
    assert not source.holds("https://discordapp.com/notes.md")
