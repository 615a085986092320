import io
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import discord
import pytest

from tests.fakes.discord.client import pointed, running
from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.invoking import Upload
from tests.fakes.discord.messages import Message
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.tinybot import TinyBot, said
from tests.fakes.discord.world import Channel, User


class School:
    """A server with one channel, a learner in it, and the tiny bot."""

    def __init__(self, server: FakeDiscord, bot: TinyBot, hall: Channel, ana: User) -> None:
        self.server = server
        self.bot = bot
        self.hall = hall
        self.ana = ana

    async def asked(self, questions: int = 1) -> Message:
        """The message of a question that Ana has asked for."""
        return (await (await self.ask(questions)).outcome()).message

    async def ask(self, questions: int = 1) -> Interaction:
        """Ana asks for a question."""
        return await self.server.command(self.ana, self.hall, "ask", {"questions": questions})

    def seen(self) -> discord.TextChannel:
        """The channel as the bot knows it."""
        channel = self.bot.get_channel(self.hall.id)
        assert isinstance(channel, discord.TextChannel)
        return channel


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord that checks every request, and at the end has nothing to complain of."""
    async with FakeDiscord(spec=published()) as server:
        yield server
    assert server.complaints() == []


@pytest.fixture
async def school(server: FakeDiscord) -> AsyncIterator[School]:
    """A bot that is connected."""
    guild, ana, bot = await server.add_guild("School", "hall"), server.add_user("Ana"), TinyBot()
    async with running(bot, server):
        yield School(server, bot, guild.channel("hall"), ana)


async def test_a_command_is_answered_with_a_message(school: School) -> None:
    """What the bot answers stands in the channel, in reading order, with its buttons."""
    message = await school.asked()
    assert school.hall.messages == [message]
    assert message.texts() == "1 of 5"
    assert [part.label for part in message.buttons()] == ["A", "B"]


async def test_a_press_is_answered_privately(school: School) -> None:
    """A private answer is seen by who pressed, stands in no channel, and its time is taken."""
    message = await school.asked()
    press = await school.server.press(school.ana, message, message.button("B"))
    await press.outcome()
    assert press.message.texts() == "You pressed 1."
    assert press.message.seen_by is school.ana
    assert school.hall.messages == [message]
    assert press.milliseconds is not None
    assert 0 < press.milliseconds < 3000


async def test_a_choice_changes_the_message(school: School) -> None:
    """An update is an edit of the message that has the menu; what it said before is kept."""
    message = await school.asked(2)
    press = await school.server.choose(school.ana, message, "choice", ["z", "x"])
    await press.outcome()
    assert press.message is message
    assert (message.texts(), message.edits, message.before) == ("chose z x", 1, ["2 of 5"])


async def test_what_nobody_could_press_is_refused(school: School) -> None:
    """A test cannot press or choose what is not on a message, or not for this person."""
    server, ana, message = school.server, school.ana, await school.asked(2)
    private = (await (await server.press(ana, message, "answer:0")).outcome()).message
    with pytest.raises(LookupError, match=r"no 'answer:7'.*'answer:0'"):
        await server.press(ana, message, "answer:7")
    with pytest.raises(LookupError, match="takes 2 to 2"):
        await server.choose(ana, message, "choice", ["x"])
    with pytest.raises(LookupError, match="offers"):
        await server.choose(ana, message, "choice", ["x", "w"])
    with pytest.raises(LookupError, match="Bo cannot see"):
        await server.press(server.add_user("Bo"), private, "answer:0")


async def test_a_crafted_press_reaches_the_bot(school: School) -> None:
    """What no app would send can be sent all the same, and the bot's code meets it."""
    message = await school.asked()
    press = await school.server.press_anyway(school.ana, message, "answer:9")
    assert (await press.outcome()).message.texts() == "You pressed 9."


async def test_commands_are_those_the_bot_has_registered(school: School) -> None:
    """A command, an option or a value that the bot has not declared cannot be sent."""
    server, ana, hall = school.server, school.ana, school.hall
    with pytest.raises(LookupError, match="there are: ask, deck"):
        await server.command(ana, hall, "quiz")
    with pytest.raises(LookupError, match="'seconds'"):
        await server.command(ana, hall, "ask", {"seconds": 3})
    with pytest.raises(ValueError, match="'questions'"):
        await server.command(ana, hall, "ask", {"questions": 6})
    with pytest.raises(LookupError, match="needs a subcommand"):
        await server.command(ana, hall, "deck")
    with pytest.raises(ValueError, match="needs: deck"):
        await server.command(ana, hall, "deck show")


async def test_subcommands_are_nested(school: School) -> None:
    """The options of a subcommand arrive at its handler with their types."""
    shown = await school.server.command(
        school.ana, school.hall, "deck show", {"deck": "cells", "full": True}
    )
    assert (await shown.outcome()).message.texts() == "cells True"


async def test_suggestions_come_back(school: School) -> None:
    """While somebody types, the bot's suggestions for what stands there are seen."""
    typing = await school.server.autocomplete(
        school.ana, school.hall, "deck show", {"deck": "ce"}, "deck"
    )
    assert (await typing.outcome()).choices == [{"name": "cells", "value": "cells"}]


async def test_a_file_can_be_given_to_a_command(school: School) -> None:
    """The bot reads an uploaded file from the server, and fills what it had deferred."""
    given = await school.server.command(
        school.ana, school.hall, "deck add", {"file": Upload("cells.md", b"# Cells")}
    )
    await school.server.until(lambda: given.shown)
    [message] = given.shown
    assert message.texts() == "# Cells"
    assert message.private


async def test_a_file_comes_with_what_shows_it(school: School) -> None:
    """A file of Components V2 that nothing shows is refused, and so is one that is too large."""

    def file() -> discord.File:
        return discord.File(io.BytesIO(b"# A"), "a.md")

    await school.server.give_right(school.hall, Right.ATTACH_FILES)
    shown: discord.ui.File[discord.ui.LayoutView] = discord.ui.File("attachment://a.md")
    shows = discord.ui.LayoutView().add_item(shown)
    await school.seen().send(view=shows, file=file())
    [kept] = school.hall.newest.attachments
    assert school.server.state.files[int(kept["id"])] == b"# A"
    with pytest.raises(discord.HTTPException) as unseen:
        await school.seen().send(view=said("Hello"), file=file())
    assert unseen.value.code == 50035
    school.server.record.violations.clear()
    school.server.state.largest = 2
    with pytest.raises(discord.HTTPException) as large:
        await school.seen().send(view=shows, file=file())
    assert (large.value.status, large.value.code) == (413, 40005)


async def test_direct_messages(school: School) -> None:
    """In a direct message there is no server and no member, and the bot can write there first."""
    school.bot.seen.clear()
    room = school.server.direct(school.ana)
    await (await school.server.command(school.ana, room, "ask")).outcome()
    [interaction] = school.bot.seen
    assert interaction.guild_id is None
    assert interaction.context.dm_channel
    assert isinstance(interaction.user, discord.User)
    await interaction.user.send(view=said("Hello"))
    assert [message.texts() for message in room.messages] == ["1 of 5", "Hello"]


async def test_the_bot_sees_what_it_may(school: School) -> None:
    """An interaction tells the rights of both sides in its channel."""
    guild = school.hall.guild
    assert guild is not None
    guild.grant(school.ana, Right.MANAGE_GUILD)
    await school.server.take_right(school.hall, Right.SEND_MESSAGES)
    await school.asked()
    [interaction] = school.bot.seen
    assert interaction.permissions.manage_guild
    assert not interaction.permissions.manage_messages
    assert interaction.app_permissions.view_channel
    assert not interaction.app_permissions.send_messages


async def test_servers_come_and_go(school: School) -> None:
    """The bot is told of servers it joins and is thrown out of; those have no place for it."""
    server = school.server
    club = await server.add_guild("Club")
    await server.remove_bot(club)
    await school.asked()
    assert (school.bot.joined, school.bot.left) == (["Club"], ["Club"])
    with pytest.raises(discord.Forbidden) as refused:
        await school.bot.fetch_channel(club.channel("general").id)
    assert refused.value.code == 50001


CUTS: dict[str, Callable[[FakeDiscord], Awaitable[None]]] = {
    "a close code": lambda server: server.drop_gateway(4000),
    "no word": lambda server: server.drop_gateway(),
    "op 7": lambda server: server.ask_reconnect(),
    "op 9": lambda server: server.invalidate(resumable=True),
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
async def test_a_cut_is_resumed(
    school: School, cut: Callable[[FakeDiscord], Awaitable[None]]
) -> None:
    """After every kind of cut the session goes on, and what happened meanwhile is told."""
    server = school.server
    message = await school.asked()
    await cut(server)
    press = await server.press(school.ana, message, "answer:1")
    assert (await press.outcome()).acknowledged
    await server.until(lambda: len(server.gateway.resumes) == 1)
    assert len(server.gateway.identifies) == 1


async def test_an_invalid_session_begins_anew(school: School) -> None:
    """A session that cannot be resumed is followed by a new one, which knows the servers."""
    server = school.server
    await server.invalidate(resumable=False)
    await server.until(lambda: len(server.gateway.identifies) == 2)
    await server.connected()
    assert (await (await school.ask()).outcome()).acknowledged
    assert server.gateway.resumes == []


async def test_shards_have_their_own_servers() -> None:
    """With two shards each is told of its own servers, and the interactions there."""
    async with FakeDiscord(spec=published()) as server:
        server.gateway.shards = 2
        guilds = [await server.add_guild(f"School {n}", shard=(n, 2)) for n in (0, 1)]
        bot, ana = TinyBot(), server.add_user("Ana")
        async with running(bot, server, shards=2):
            for guild in guilds:
                await (await server.command(ana, guild.channel("general"), "ask")).outcome()
            found = [interaction.guild for interaction in bot.seen]
            assert [guild.shard_id for guild in found if guild] == [0, 1]
        assert [identify["shard"] for identify in server.gateway.identifies] == [[0, 2], [1, 2]]
        assert server.complaints() == []


async def test_a_wrong_token_opens_nothing(server: FakeDiscord) -> None:
    """The SDK is told that its token is wrong, in the way it understands."""
    with pointed(server), pytest.raises(discord.LoginFailure):
        async with TinyBot() as bot:
            await bot.login("MTE.wrong.token")


async def test_a_rate_limit_is_waited_out(school: School) -> None:
    """A refusal that names its end is tried again by the SDK, and nothing is posted twice."""
    school.server.limit_next("POST", r"/channels/\d+/messages$", 0.05)
    await school.seen().send(view=said("Hello"))
    asked = [one.status for one in school.server.requests if one.path.endswith("/messages")]
    assert asked == [429, 200]
    assert len(school.hall.messages) == 1


async def test_the_client_keeps_within_the_limit() -> None:
    """The headers tell the SDK how many posts are left, so that none is one too many."""
    async with FakeDiscord(limit=2, window=0.1) as server:
        guild, bot = await server.add_guild("School", "hall"), TinyBot()
        async with running(bot, server):
            school = School(server, bot, guild.channel("hall"), server.add_user("Ana"))
            for number in range(5):
                await school.seen().send(view=said(str(number)))
        assert [message.texts() for message in school.hall.messages] == list("01234")
        assert server.record.limited == []


async def test_failures_are_made_to_order(school: School) -> None:
    """A request can fail before anything happened, or afterwards with its answer lost."""
    server, channel = school.server, school.seen()
    server.fail_next("POST", "/messages", 503)
    with pytest.raises(discord.DiscordServerError):
        await channel.send(view=said("never"))
    server.lose_next("POST", "/messages")
    with pytest.raises(aiohttp.ClientConnectionError):
        await channel.send(view=said("lost"))
    assert [message.texts() for message in school.hall.messages] == ["lost"]


async def test_a_request_can_be_held(school: School) -> None:
    """A held acknowledgement is not seen until it is released."""
    hold = school.server.hold_next("POST", "/callback")
    ask = await school.ask()
    await hold.reached.wait()
    assert not ask.acknowledged
    hold.release()
    assert (await ask.outcome()).acknowledged


async def test_waiting_says_what_happened_instead(school: School) -> None:
    """Who waits in vain reads the requests there were."""
    await school.asked()
    with pytest.raises(AssertionError, match=r"POST .*/callback -> 200"):
        await school.server.until(lambda: False, seconds=0.01)
