"""Who and what there is, and what happens to it besides what people ask of the bot."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.slack import payloads
from tests.fakes.slack.deliveries import EVENTS, Delivery
from tests.fakes.slack.messages import Message
from tests.fakes.slack.oauth_methods import Approval
from tests.fakes.slack.state import State
from tests.fakes.slack.views import View
from tests.fakes.slack.world import Channel, User, Workspace

Json = dict[str, Any]


class Happening:
    """Workspaces, people and channels, and the events the bot is told of."""

    def __init__(self) -> None:
        self.state = State()
        self.workspace = self.add_workspace("School")

    async def sent(self, delivery: Delivery) -> Delivery:
        """Sends a delivery to the bot."""
        raise NotImplementedError

    # ---- who and what there is

    def add_workspace(self, name: str, *, installed: bool = True) -> Workspace:
        """A new workspace, whose bot has a token of its own."""
        state = self.state
        number = state.id("T")
        token = f"xoxb-{number}-{secrets.token_hex(12)}"
        workspace = Workspace(number, name, state.id("B"), token, installed)
        workspace.revoked = "" if installed else "invalid_auth"
        workspace.bot = User(state.id("U"), "Studybot", workspace, bot=True)
        workspace.users[workspace.bot.id] = workspace.bot
        state.workspaces[number] = workspace
        workspace.owner = self.add_user(f"{name} owner", admin=True, workspace=workspace)
        return workspace

    def add_user(
        self,
        name: str,
        *,
        display_name: str = "",
        admin: bool = False,
        workspace: Workspace | None = None,
    ) -> User:
        """A new person, in every public channel there is."""
        where = workspace or self.workspace
        user = User(self.state.id("U"), name, where, display_name, admin)
        where.users[user.id] = user
        for channel in where.channels.values():
            if not channel.private:
                channel.members.add(user)
        return user

    def add_channel(
        self,
        name: str,
        *,
        private: bool = False,
        member: bool = True,
        creator: User | None = None,
        workspace: Workspace | None = None,
    ) -> Channel:
        """A new channel with everybody in it.

        Args:
            name: Its name, without ``#``.
            private: Whether only its members see it.
            member: Whether the bot is in it.
            creator: Who made it; the workspace's owner if nobody is named.
            workspace: Where; the first workspace if none is named.
        """
        where = workspace or (creator.workspace if creator else self.workspace)
        number = self.state.id("G" if private else "C")
        channel = Channel(number, name, where, creator or where.owner, private)
        channel.members |= {user for user in where.users.values() if member or not user.bot}
        where.channels[channel.id] = channel
        return channel

    def direct(self, user: User) -> Channel:
        """Somebody's direct messages with the bot."""
        return self.state.direct(user)

    def home(self, user: User) -> View:
        """Somebody's home tab.

        Raises:
            LookupError: The bot has published none.
        """
        return user.workspace.homes[user.id]

    def write(
        self, user: User, channel: Channel, text: str, *, thread: Message | None = None
    ) -> Message:
        """Somebody writes something; our bot is not told."""
        body = {"text": text, "thread_ts": thread.ts if thread else None}
        return self.state.posted(channel, body, author=user)

    def delete_message(self, message: Message) -> None:
        """A message is deleted by somebody."""
        self.state.removed(message)

    # ---- what happens

    async def event(
        self, kind: str, *, workspace: Workspace | None = None, **fields: object
    ) -> Delivery:
        """The bot is told of an event of this type."""
        where = workspace or self.workspace
        payload = payloads.event(self.state, where, {"type": kind, **fields})
        return await self.sent(Delivery(EVENTS, where, payload))

    async def open_home(self, user: User) -> Delivery:
        """Somebody opens the bot's home tab."""
        where = user.workspace
        fields: Json = {"user": user.id, "channel": self.direct(user).id, "tab": "home"}
        if user.id in where.homes:
            fields["view"] = where.homes[user.id].json()
        payload = payloads.event(self.state, where, {"type": "app_home_opened", **fields})
        return await self.sent(Delivery(EVENTS, where, payload, user))

    async def archive(self, channel: Channel) -> Delivery:
        """A channel is archived; the bot is no longer in it."""
        channel.archived = True
        kind = "group_archive" if channel.private else "channel_archive"
        return await self._told(channel, kind, user=channel.creator.id, is_moved=0)

    async def unarchive(self, channel: Channel) -> Delivery:
        """An archived channel is opened again."""
        channel.archived = False
        kind = "group_unarchive" if channel.private else "channel_unarchive"
        return await self._told(channel, kind, user=channel.creator.id)

    async def delete_channel(self, channel: Channel) -> Delivery:
        """A channel is deleted, with everything in it."""
        channel.deleted = True
        for message in list(channel.everything):
            self.state.removed(message)
        return await self._told(channel, "group_deleted" if channel.private else "channel_deleted")

    async def remove_bot(self, channel: Channel) -> Delivery:
        """The bot is removed from a channel."""
        channel.members.discard(channel.workspace.bot)
        kind = "group_left" if channel.private else "channel_left"
        return await self._told(channel, kind, actor_id=channel.creator.id)

    async def invite_bot(self, channel: Channel) -> Delivery:
        """The bot is invited into a channel."""
        where = channel.workspace
        channel.members.add(where.bot)
        kind = "G" if channel.private else "C"
        fields: Json = {"user": where.bot.id, "channel_type": kind, "team": where.id}
        return await self._told(channel, "member_joined_channel", **fields, inviter=where.owner.id)

    async def change_user(self, user: User, **changes: object) -> Delivery:
        """Somebody's ``display_name``, ``admin`` or another field of theirs changes."""
        for name, value in changes.items():
            setattr(user, name, value)
        stamp = int(self.state.clock.wall().timestamp())
        return await self.event(
            "user_change", workspace=user.workspace, user=user.json(), cache_ts=stamp
        )

    async def _told(self, channel: Channel, kind: str, **fields: object) -> Delivery:
        return await self.event(kind, workspace=channel.workspace, channel=channel.id, **fields)

    # ---- installation

    def approve(
        self, install_url: str, workspace: Workspace | None = None, installer: User | None = None
    ) -> Approval:
        """Somebody allows the app what its install page leads to; comes back with a code.

        Args:
            install_url: Where the bot's install page sends the browser.
            workspace: Where it is installed.
            installer: Who allows it; the workspace's owner if nobody is named.

        Raises:
            LookupError: The address is not one by which Slack would install this app.
        """
        given = {name: values[0] for name, values in parse_qs(urlsplit(install_url).query).items()}
        if urlsplit(install_url).path != "/oauth/v2/authorize":
            raise LookupError(f"{install_url} is not where Slack installs apps.")
        if given.get("client_id") != self.state.client_id or not given.get("scope"):
            raise LookupError(f"{install_url} names no scopes, or another app.")
        where = workspace or self.workspace
        approval = Approval(
            secrets.token_hex(16),
            given.get("state", ""),
            given.get("redirect_uri", ""),
            where,
            installer or where.owner,
            frozenset(given["scope"].split(",")),
        )
        self.state.approvals[approval.code] = approval
        return approval

    async def uninstall(self, workspace: Workspace | None = None) -> list[Delivery]:
        """A workspace removes the app: its token is dead, and the bot is told twice."""
        where = workspace or self.workspace
        where.revoked, where.installed = "account_inactive", False
        where.homes.clear()
        for channel in where.channels.values():
            channel.members.discard(where.bot)
        gone = await self.event("app_uninstalled", workspace=where)
        tokens = {"oauth": [], "bot": [where.bot.id]}
        return [gone, await self.event("tokens_revoked", workspace=where, tokens=tokens)]
