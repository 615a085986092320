"""From what people do on Discord to use cases, and from replies to what they see."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import aiohttp
import discord
import structlog

from adapters.chat import fetching
from adapters.chat.counting import Counts
from adapters.chat.fetching import Handed
from adapters.chat.fetching import Source as Files
from adapters.chat.replying import Openings, Show, replied
from adapters.chat.underway import UnderWay
from adapters.discord import failures, rights
from adapters.discord.acknowledging import Acknowledgement, TooLate, Way
from adapters.discord.identity import Interaction, message_of, request_of, room_of
from adapters.discord.picturing import Picturing
from bot import actions
from bot.actions import Action, TurnBoard
from bot.commands import Audience, Command, FileOption, FlagOption, Source
from bot.errors import RightsMissing, StudybotError, TooLargeToSend, Unforeseen
from bot.invocations import Invocation, Upload, Value, accept, check
from bot.model import Message, MessageId, RoundId
from bot.ports import Clock
from bot.screens import FileScreen, NoticeScreen, QuestionScreen, Reply, Screen, VerdictScreen
from bot.service import Studybot
from bot.service.proposals import Proposal

_log = structlog.get_logger(__name__)

Given = str | int | bool | discord.Attachment
"""What the SDK makes of the value of an option."""

Work = Callable[[Acknowledgement], Awaitable[Reply]]
"""What is done for somebody, who may have to be told that it takes its time."""

VERDICTS = 200
"""Verdicts that are kept as they were rendered: a crowd that answers at once is told a few."""


class Inbound:
    """Answers every interaction: nobody is left with a failure that says nothing."""

    def __init__(
        self, studybot: Studybot, counts: Counts, show: Show, clock: Clock, files: Files
    ) -> None:
        """``show`` puts a screen into a message that is there already."""
        self._studybot = studybot
        self._counts = counts
        self._openings = Openings(studybot, show, clock)
        self._clock = clock
        self._files = files
        self._picturing = Picturing(studybot, clock)
        self._verdicts: OrderedDict[VerdictScreen, discord.ui.LayoutView] = OrderedDict()
        self._under_way = UnderWay()

    async def perform(
        self, interaction: Interaction, command: Command, given: Mapping[str, Given]
    ) -> None:
        """Do what a slash command says."""
        at = self._clock.now()

        async def work(answer: Acknowledgement) -> Reply:
            request = request_of(interaction, at)
            if command.posts:
                _may_show(interaction)
            values = _values(command, given)
            for option, file in _attached(command, given):
                fetching.admit(command, request)
                handed = _handed(command, option, file)
                await answer.announce()
                values[option.name] = await self._fetched(handed, option.limit)
            return await self._studybot.perform(Invocation(command, values), request)

        expected = Way.ROOM if command.audience is Audience.ROOM else Way.PRIVATE
        await self._answer(interaction, work, expected)

    async def press(self, interaction: Interaction) -> None:
        """Do what a button or a menu means, on whichever message, from whatever time."""
        at = self._clock.now()
        data: Mapping[str, Any] = dict(interaction.data or {})
        # Nothing else in the payload is believed: the id says all.
        custom_id, chosen = str(data.get("custom_id", "")), data.get("values", ())
        try:
            action = actions.decode(custom_id, [str(value) for value in chosen])
        except StudybotError as error:
            await self.refuse(interaction, error)
            return

        async def work(_: Acknowledgement) -> Reply:
            request = request_of(interaction, at)
            return await self._studybot.press(action, request, message_of(interaction))

        await self._answer(interaction, work, _way(interaction, action))

    async def proposals(
        self, interaction: Interaction, source: Source, typed: str, deck: str | None
    ) -> tuple[Proposal, ...]:
        """What may be meant by what was typed so far."""
        return await self._studybot.proposals(source, typed, deck, room_of(interaction).space)

    async def refuse(self, interaction: Interaction, error: StudybotError) -> None:
        """Tell someone that what they did could not even be read."""

        async def work(_: Acknowledgement) -> Reply:
            raise error

        await self._answer(interaction, work, Way.PRIVATE)

    async def idle(self) -> None:
        """Return once nobody waits for an answer."""
        await self._under_way.idle()

    # --- answering ---

    async def _answer(self, interaction: Interaction, work: Work, expected: Way) -> None:
        with self._under_way:
            await self._answered(interaction, work, expected)

    async def _answered(self, interaction: Interaction, work: Work, expected: Way) -> None:
        async with Acknowledgement(interaction, expected) as acknowledgement:
            reply = await replied(lambda: work(acknowledgement))
            try:
                await self._deliver(interaction, acknowledgement, reply, expected)
            except Exception as error:  # noqa: BLE001 -- nobody is left without an answer
                await self._undelivered(acknowledgement, error)
                await self._openings.unseen(reply)
        if reply.changed:
            self._counts.touch(room_of(interaction), reply.changed)

    async def _fetched(self, handed: Handed, limit: int) -> Upload:
        """What somebody attached; the SDK would read all of it, however much that is."""
        async with aiohttp.ClientSession() as session:
            return Upload(handed.name, await self._files.fetch(session, handed, limit))

    async def _deliver(
        self, interaction: Interaction, answer: Acknowledgement, reply: Reply, expected: Way
    ) -> None:
        if reply.private:
            in_place = expected is Way.IN_PLACE and not isinstance(reply.private, NoticeScreen)
            way = Way.IN_PLACE if in_place else Way.PRIVATE
            if isinstance(reply.private, FileScreen):
                await self._hand_over(answer, reply.private, interaction.filesize_limit)
            else:
                await answer.answer(await self._drawn(reply.private), way)
        if reply.room:
            shown = await answer.answer(await self._drawn(reply.room), Way.ROOM)
            if isinstance(reply.room, QuestionScreen) and shown:
                await self._opened(interaction, answer, reply.room.round, shown)

    async def _hand_over(self, answer: Acknowledgement, file: FileScreen, limit: int) -> None:
        """Give somebody a file, or say why Discord, which names a ``limit``, takes none."""
        refused: Screen = NoticeScreen(TooLargeToSend(file.name, len(file.data), limit))
        if len(file.data) <= limit:
            try:
                await answer.answer(await self._drawn(file), Way.PRIVATE)
            except discord.Forbidden:
                refused = NoticeScreen(RightsMissing((rights.FILES,)))
            except discord.HTTPException as error:
                if error.status != failures.TOO_LARGE:
                    raise
            else:
                return
        await answer.answer(await self._drawn(refused), Way.PRIVATE)

    async def _opened(
        self, interaction: Interaction, answer: Acknowledgement, asked: RoundId, shown: MessageId
    ) -> None:
        """The room sees the question: start its clock, or say why it has none."""
        failed = await self._openings.seen(asked, Message(room_of(interaction), shown))
        if failed:
            await answer.answer(await self._drawn(failed), Way.PRIVATE)

    async def _undelivered(self, answer: Acknowledgement, error: Exception) -> None:
        """Say why an answer did not arrive: to the log, and to the person if it is our mistake."""
        if isinstance(error, TooLate):
            _log.warning("an interaction was answered too late")
        elif failures.outside(error) or answer.hopeless():
            _log.warning("an answer could not be sent", reason=str(error))
        else:
            _log.error("an answer could not be shown", exc_info=error)
            await self._apologise(answer, type(error).__name__)

    async def _apologise(self, answer: Acknowledgement, kind: str) -> None:
        try:
            await answer.answer(await self._drawn(NoticeScreen(Unforeseen(kind))), Way.PRIVATE)
        except (TooLate, discord.HTTPException, *failures.NETWORK) as error:
            _log.warning("an answer could not be sent", reason=str(error))

    async def _drawn(self, screen: Screen) -> discord.ui.LayoutView:
        """The screen as it is shown, which is kept of a verdict that many may be given."""
        if not isinstance(screen, VerdictScreen):
            return await self._picturing.drawn(screen)
        drawn = self._verdicts.get(screen)
        if drawn is None:
            drawn, lasting = await self._picturing.lasting(screen)
            if lasting:
                self._verdicts[screen] = drawn
            if len(self._verdicts) > VERDICTS:
                self._verdicts.popitem(last=False)
        return drawn


def _way(interaction: Interaction, action: Action) -> Way:
    """A page that one person turns for themselves changes where it is; all else is answered."""
    match action:
        case TurnBoard(share=True):
            return Way.ROOM
        case TurnBoard() if interaction.message and interaction.message.flags.ephemeral:
            return Way.IN_PLACE
        case _:
            return Way.PRIVATE


def _may_show(interaction: Interaction) -> None:
    """Raises ``RightsMissing`` where a question could be asked but never changed or followed."""
    if interaction.guild_id is None:
        return
    thread = isinstance(interaction.channel, discord.Thread)
    if lacking := rights.missing(interaction.app_permissions, thread=thread):
        raise RightsMissing(lacking)


def _values(command: Command, given: Mapping[str, Given]) -> dict[str, Value]:
    """What was given but for files, held to the declaration once more. Raises ``BadOption``."""
    values: dict[str, Value] = {}
    for option in command.options:
        value = given.get(option.name)
        if value is None or value == "" or isinstance(value, discord.Attachment):
            continue
        if isinstance(option, FlagOption):
            values[option.name] = value is True
        else:
            values[option.name] = check(command, option, str(value))
    return values


def _attached(
    command: Command, given: Mapping[str, Given]
) -> Iterator[tuple[FileOption, discord.Attachment]]:
    for option in command.options:
        file = given.get(option.name)
        if isinstance(option, FileOption) and isinstance(file, discord.Attachment):
            yield option, file


def _handed(command: Command, option: FileOption, file: discord.Attachment) -> Handed:
    """A file that was attached. Raises ``BadOption`` and ``FileTooLarge``."""
    name = fetching.called(file.filename)
    accept(command, option, name, file.size)
    return Handed(name, file.size, file.url)
