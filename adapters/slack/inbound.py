"""From what people do on Slack to use cases, and from replies to what they see."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.chat.counting import Counts
from adapters.chat.replying import Openings, replied
from adapters.slack import failures, forms, lines, payloads, picking
from adapters.slack.acknowledging import Acknowledging, Told, let_go
from adapters.slack.answering import Answering
from adapters.slack.askers import Askers
from adapters.slack.client import Slack
from adapters.slack.files import Files
from adapters.slack.forms import Amiss, Filled, Form
from adapters.slack.identity import PLATFORM, room, space
from adapters.slack.layout import IDLE, Page
from adapters.slack.payloads import Line, Origin, Payload, Press
from adapters.slack.people import People
from bot import actions
from bot.actions import Action, TurnBoard
from bot.commands import DECK_EXPORT, Access, Audience, Command
from bot.errors import OrganiserOnly, StudybotError, Unforeseen
from bot.invocations import read
from bot.model import Message, MessageId, RoomId
from bot.ports import Clock, Store
from bot.screens import (
    BoardScreen,
    FileScreen,
    Notice,
    NoticeScreen,
    QuestionScreen,
    Reply,
    Screen,
    VerdictScreen,
)
from bot.service import Studybot
from bot.service.proposals import Proposal

VERDICTS = 200
"""Verdicts that are kept as they were rendered: a crowd that answers at once is told a few."""

_log = structlog.get_logger(__name__)


class Inbound:
    """Answers whatever people do: nobody is left with a failure that says nothing."""

    def __init__(
        self, studybot: Studybot, store: Store, platform: Slack, people: People, clock: Clock
    ) -> None:
        """``store`` knows what was done before, whichever process did it."""
        self._studybot = studybot
        self._store = store
        self._platform = platform
        self._counts = Counts(studybot, platform.mend, clock)
        self._askers = Askers(platform.api, people)
        self._answering = Answering(platform.api, platform.picturing)
        self._files = Files(platform.api)
        self._clock = clock
        self._openings = Openings(studybot, platform.edit, clock)
        self._verdicts: OrderedDict[VerdictScreen, Page] = OrderedDict()
        self._acknowledging = Acknowledging(self._apologise)

    async def command(self, ack: AsyncAck, line: Line) -> None:
        """Do what a slash command says, or open its form."""
        at, said = self._clock.now(), lines.whole(line.command, line.words)
        form, origin = forms.wanted(said), line.origin
        if form:
            await self._acknowledging.acknowledge(
                ack, origin, lambda told: self._open(form, origin, told)
            )
            return
        await self._acknowledging.acknowledge(
            ack, origin, lambda told: self._perform(lambda: _typed(said, origin), origin, at, told)
        )

    async def press(self, ack: AsyncAck, press: Press) -> None:
        """Do what a button means, on whichever message, from whatever time.

        An answer is acknowledged once it is kept: whoever sees no failure was heard.
        """
        if press.action_id.startswith((IDLE, picking.PICK)):
            await ack()
            return
        at, origin = self._clock.now(), press.origin
        form = forms.of_button(press.action_id)
        if form:
            await self._acknowledging.acknowledge(
                ack, origin, lambda told: self._open(form, origin, told)
            )
            return
        await self._acknowledging.acknowledge(
            ack, origin, lambda told: self._pressed(press, at, told)
        )

    async def propose(self, ack: AsyncAck, body: Payload, team: str | None) -> None:
        """Say what may be meant by what somebody has typed so far into a form."""
        source = forms.source(str(body.get("block_id", "")))
        typed, deck = str(body.get("value", "")), forms.chosen_deck(body)
        found: tuple[Proposal, ...] = ()
        if source and team:
            found = await self._studybot.proposals(source, typed, deck, space(team))
        await ack(options=forms.proposed(found))

    async def submit(self, ack: AsyncAck, body: Payload, team: str | None) -> None:
        """Do what a form says that somebody has filled in, or say what is amiss in it."""
        at = self._clock.now()
        try:
            filled = forms.submitted(body.get("view") or {})
        except Amiss as error:
            await ack(response_action="errors", errors={error.field: error.said})
            return
        origin = payloads.filler(body, team, filled.channel)

        async def work(told: Told) -> None:
            let_go(told)  # the form is closed by that, and takes no message
            await self._perform(lambda: filled, origin, at, told)

        await self._acknowledging.acknowledge(ack, origin, work)

    async def idle(self) -> None:
        """Return once nobody waits for an answer."""
        await self._acknowledging.idle()

    async def close(self) -> None:
        """Let go of whoever is not answered yet; show at once what was counted."""
        await self._acknowledging.close()
        await self._counts.close()

    async def _is_first(self, origin: Origin) -> bool:
        """Whether no process has begun this: for what must not be done twice."""
        return await self._store.once(f"{PLATFORM} {origin.trigger}", self._clock.now())

    # --- commands ---

    async def _open(self, form: Form, origin: Origin, told: Told) -> None:
        """Open a form: Slack takes it within three seconds of what asked for it."""
        if forms.takes_a_file(form.command) and await self._askers.refused(origin, form.command):
            await self._tell(origin, NoticeScreen(OrganiserOnly()), told)
            return
        api, view = self._platform.api, forms.view(form, origin.channel)
        try:
            opened = api.web.views_open
            await api.call(origin.team, opened, trigger_id=origin.trigger, view=view)
        except StudybotError as error:
            if failures.opened(error):
                return
            _log.warning("a form could not be opened", reason=str(error))
            await self._tell(origin, NoticeScreen(error), told)

    async def _perform(
        self, reading: Callable[[], Filled], origin: Origin, at: datetime, told: Told
    ) -> None:
        async def work() -> Reply | None:
            given = reading()
            if _changes(given.invocation.command) and not await self._is_first(origin):
                return None
            request = await self._askers.commanding(origin, at, given.invocation)
            invocation = await self._files.fetched(given, request)
            reply = await self._studybot.perform(invocation, request)
            if isinstance(file := reply.private, FileScreen):
                page = await self._drawn(origin, file)
                away = await self._files.hand_over(origin, file, page)
                return Reply(private=NoticeScreen(Notice.SENT) if away else None)
            return reply

        reply = await replied(work)
        if reply.private:
            await self._tell(origin, reply.private, told)
        if reply.room:
            await self._show(origin, reply, told)

    # --- buttons ---

    async def _pressed(self, press: Press, at: datetime, told: Told) -> None:
        origin = press.origin
        reply = await replied(lambda: self._decided(press, at))
        let_go(told)
        if reply.private:
            in_place = press.message is None and isinstance(reply.private, BoardScreen)
            page = await self._drawn(origin, reply.private)
            await self._answering.answer(origin, page, in_place=in_place)
        if reply.room:
            await self._show(origin, reply, told)
        if reply.changed:
            self._counts.touch(_room(origin), reply.changed)

    async def _decided(self, press: Press, at: datetime) -> Reply | None:
        chosen = picking.chosen(press.payload) if picking.asks(press.action_id) else ()
        action = actions.decode(press.action_id, chosen)
        if not await self._may_repeat(action, press.origin):
            return None
        message = press.message and Message(_room(press.origin), MessageId(press.message))
        request = self._askers.request(press.origin, at)
        return await self._studybot.press(action, request, message or None)

    async def _may_repeat(self, action: Action, origin: Origin) -> bool:
        """Whether doing it twice does no harm, or it was not done before."""
        match action:
            case TurnBoard(share=True):
                return await self._is_first(origin)
            case _:
                return True

    # --- what people see ---

    async def _tell(self, origin: Origin, screen: Screen, told: Told) -> None:
        """Tell one person: with the acknowledgement, or behind it where that has gone."""
        page = await self._drawn(origin, screen)
        if told.done() or page.plain:  # of an acknowledgement nobody hears whether it is shown
            let_go(told)
            await self._answering.answer(origin, page)
        else:
            told.set_result(page)

    async def _show(self, origin: Origin, reply: Reply, told: Told) -> None:
        """Show the room what somebody asked for, or tell them why it cannot be.

        A command is acknowledged once that is done: whoever sees no failure need not ask again.
        """
        screen = reply.room
        if screen is None:
            return
        place = _room(origin)
        try:
            shown = await self._platform.post(place, screen)
        except StudybotError as error:
            _log.warning("a room was not shown what was asked for", room=place, reason=str(error))
            failed: Screen | None = NoticeScreen(error)
            await self._openings.unseen(reply)
        except BaseException:
            await self._openings.unseen(reply)
            raise
        else:
            failed = None
            if isinstance(screen, QuestionScreen):
                failed = await self._openings.seen(screen.round, Message(place, shown))
        if failed:
            await self._tell(origin, failed, told)

    async def _apologise(self, origin: Origin, error: Exception) -> None:
        apology = NoticeScreen(Unforeseen(type(error).__name__))
        await self._answering.answer(origin, await self._drawn(origin, apology))

    async def _drawn(self, origin: Origin, screen: Screen) -> Page:
        """The screen as it is shown, which is kept of a verdict that many may be given."""
        picturing = self._platform.picturing
        if not isinstance(screen, VerdictScreen):
            return await picturing.drawn(origin.team, screen)
        page = self._verdicts.get(screen)
        if page is None:
            page = await picturing.drawn(origin.team, screen)
            if page.plain is None:
                self._verdicts[screen] = page
            if len(self._verdicts) > VERDICTS:
                self._verdicts.popitem(last=False)
        return page


def _typed(line: str, origin: Origin) -> Filled:
    """A command as it was typed, with which nothing can be handed over."""
    return Filled(read(line), {}, origin.channel)


def _room(origin: Origin) -> RoomId:
    return room(origin.team, origin.channel)


def _changes(command: Command) -> bool:
    """Whether a command must not be done twice."""
    changes = command.access is not Access.ANYONE or command.audience is Audience.ROOM
    return changes or command is DECK_EXPORT  # which sends something
