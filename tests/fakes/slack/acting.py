"""What a test makes people do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.fakes.slack import payloads
from tests.fakes.slack.blocks import BUTTON, SELECTS, SEVERAL, Pressable, pressables
from tests.fakes.slack.deliveries import COMMANDS, INTERACTIVE, Delivery
from tests.fakes.slack.file_methods import described
from tests.fakes.slack.happening import Happening
from tests.fakes.slack.messages import Message
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User

Json = dict[str, Any]
Where = Message | View


class Acting(Happening):
    """People and what they do; everything is delivered to the bot at once."""

    async def command(self, user: User, channel: Channel, name: str, text: str = "") -> Delivery:
        """Somebody types ``/quiz keras 5``: the name ``/quiz`` and the text ``keras 5``.

        Raises:
            LookupError: This person does not see the channel, or it is archived.
        """
        _may_see(user, channel)
        if channel.archived:
            raise LookupError(f"Nobody can write in {channel}: it is archived.")
        payload = payloads.command(user, channel, name, text)
        delivery = Delivery(COMMANDS, user.workspace, payload, user, channel)
        delivery.accepts_payload = True
        return await self._carried(delivery)

    async def press(self, user: User, where: Where, button: str | Pressable) -> Delivery:
        """Somebody presses a button, given by its action_id or label, or as found there.

        Raises:
            LookupError: This person could not press it.
        """
        part = self._found(user, where, button, {BUTTON})
        return await self._acted(user, where, part, ())

    async def press_anyway(
        self,
        user: User,
        where: Where,
        action_id: str,
        *,
        value: str | None = None,
        block_id: str = "forged",
    ) -> Delivery:
        """Somebody presses what is not shown: an old client, or a crafted request."""
        label = {"type": "plain_text", "text": "forged", "emoji": True}
        whole = {"type": BUTTON, "action_id": action_id, "text": label}
        whole |= {} if value is None else {"value": value}
        part = Pressable(BUTTON, action_id, block_id, "forged", value, None, whole)
        return await self._acted(user, where, part, ())

    async def choose(
        self, user: User, where: Where, menu: str | Pressable, values: str | Sequence[str]
    ) -> Delivery:
        """Somebody chooses in a menu, boxes or an overflow, by the options' values.

        Raises:
            LookupError: This person could not choose that.
        """
        part = self._found(user, where, menu, SELECTS)
        names = [values] if isinstance(values, str) else list(values)
        most = part.whole.get("max_selected_items", 100) if part.type in SEVERAL else 1
        if len(names) > most:
            raise LookupError(f"{part.action_id!r} takes at most {most}.")
        options = [part.chosen(name) for name in names]
        if part.type != "overflow":
            key = (part.block_id, part.action_id)
            self._picks(user, where)[key] = payloads.chosen(part.type, options)
        return await self._acted(user, where, part, options)

    async def type_in(
        self, user: User, where: Where, menu: str | Pressable, typed: str
    ) -> Delivery:
        """Somebody types into a menu whose options the bot suggests; see ``options``.

        Raises:
            LookupError: There is no such menu.
        """
        part = self._found(user, where, menu, {"external_select", "multi_external_select"})
        payload = payloads.interaction("block_suggestion", user) | self._place(user, where)
        payload |= {"action_id": part.action_id, "block_id": part.block_id, "value": typed}
        payload.pop("state", None)
        delivery = self._interaction(user, where, payload)
        delivery.accepts_payload = True
        return await self.sent(delivery)

    async def submit(
        self, user: User, view: View, values: Mapping[str, Any] | None = None
    ) -> Delivery:
        """Somebody fills in a modal and submits it.

        Args:
            user: Who it is.
            view: Their modal.
            values: What is typed, chosen (values of options) or uploaded, by block_id or action_id;
                of a menu whose options the bot suggests, one of those.

        Raises:
            LookupError: The modal is not theirs or closed, asks for none of this, or needs more.
        """
        if view.user is not user or not view.open:
            raise LookupError(f"{user} has no open {view}.")
        if view.body.get("submit") is None:
            raise LookupError(f"{view} has nothing to submit with.")
        picks = self._picks(user, view)
        picks |= payloads.filled(view, values or {}, picks)
        payload = payloads.interaction("view_submission", user)
        payload["view"] = view.json(payloads.state_values(view.blocks, picks))
        delivery = self._interaction(user, view, payload)
        delivery.accepts_payload = True
        payload |= {"trigger_id": self.state.trigger(delivery), "response_urls": []}
        return await self.sent(delivery)

    async def close(self, user: User, view: View) -> Delivery | None:
        """Somebody closes a modal; the bot is told only if it had asked for that.

        Raises:
            LookupError: The modal is not theirs or closed.
        """
        if view.user is not user or not view.open:
            raise LookupError(f"{user} has no open {view}.")
        view.open = False
        self.state.changed()
        if not view.body.get("notify_on_close"):
            return None
        payload = payloads.interaction("view_closed", user)
        payload |= {"view": view.json(), "is_cleared": False}
        return await self.sent(self._interaction(user, view, payload))

    def upload(
        self, user: User, name: str, content: bytes, *, shared: bool = False, **told: object
    ) -> Json:
        """A file that somebody has put into a modal's file input; a value for ``submit``.

        ``told`` is what the bot is told of it otherwise than it is; ``shared``: it is from a
        channel that two workspaces share, where a form does not tell of it at all.
        """
        file = self.state.id("F")
        self.state.files[file] = content
        self.state.uploads[file] = {"name": name, "size": len(content), "told": told}
        if shared:
            return {"id": file, "file_access": "check_file_info"}
        return described(self.state, file, name, user=user.id) | told

    # ---- how it is written down

    async def _acted(
        self, user: User, where: Where, part: Pressable, options: Sequence[Json]
    ) -> Delivery:
        payload = payloads.interaction("block_actions", user) | self._place(user, where)
        payload["actions"] = [payloads.action(part, options, self.state.ts())]
        return await self._carried(self._interaction(user, where, payload))

    async def _carried(self, delivery: Delivery) -> Delivery:
        """Sends it with what the bot needs to answer it."""
        delivery.payload["trigger_id"] = self.state.trigger(delivery)
        if delivery.channel is not None:
            delivery.payload["response_url"] = self.state.answering(delivery)
        return await self.sent(delivery)

    def _interaction(self, user: User, where: Where, payload: Json) -> Delivery:
        delivery = Delivery(INTERACTIVE, user.workspace, payload, user)
        if isinstance(where, Message):
            delivery.channel, delivery.pressed = where.channel, where
        else:
            delivery.view = where
        return delivery

    def _place(self, user: User, where: Where) -> Json:
        picks = self._picks(user, where)
        if isinstance(where, Message):
            return payloads.in_message(where, picks)
        return payloads.in_view(where, picks)

    def _picks(self, user: User, where: Where) -> dict[tuple[str, str], Json]:
        name = where.ts if isinstance(where, Message) else where.id
        return self.state.picks.setdefault((user, name), {})

    def _found(
        self, user: User, where: Where, wanted: str | Pressable, kinds: frozenset[str] | set[str]
    ) -> Pressable:
        _may_press(user, where)
        name = wanted if isinstance(wanted, str) else wanted.action_id
        block = "" if isinstance(wanted, str) else wanted.block_id
        there = [part for part in pressables(where.blocks) if part.type in kinds]
        same = [part for part in there if part.action_id == name]
        for part in [one for one in same if one.block_id == block] + same:
            return part
        for part in there:
            if part.label == name:
                return part
        known = ", ".join(f"{part.action_id!r} [{part.label}]" for part in there) or "nothing"
        raise LookupError(f"{where} has no {name!r} to press; it has: {known}.")


def _may_see(user: User, channel: Channel) -> None:
    if channel.deleted or (channel.private and user not in channel.members):
        raise LookupError(f"{user} cannot see {channel}.")


def _may_press(user: User, where: Where) -> None:
    if isinstance(where, View):
        if where.user is not user or not where.open:
            raise LookupError(f"{user} has no open {where}.")
        return
    _may_see(user, where.channel)
    if where.deleted or where.seen_by not in {None, user}:
        raise LookupError(f"{user} cannot see {where}.")
