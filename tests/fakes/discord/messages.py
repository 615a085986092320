"""A message, as a test looks at it and as Discord writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.discord import components
from tests.fakes.discord.components import Pressable
from tests.fakes.discord.rules import COMPONENTS_V2, EPHEMERAL, LOADING, pings
from tests.fakes.discord.world import Channel, User

if TYPE_CHECKING:
    from tests.fakes.discord.interactions import Interaction

Json = dict[str, Any]


@dataclass(eq=False, repr=False, slots=True)
class Message:
    """Something that was posted; ``seen_by`` is the one person who sees it, if it is private."""

    id: int
    channel: Channel
    author: User
    sent: str
    flags: int = 0
    seen_by: User | None = None
    interaction: Interaction | None = None
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    nonce: str | int | None = None
    reference: Json | None = None
    edits: int = 0
    edited: str | None = None
    before: list[str] = field(default_factory=list)
    """What it said before each edit, oldest first."""
    pings: list[str] = field(default_factory=list)
    """The mentions in it that would have called somebody, edits included."""
    deleted: bool = False

    def __repr__(self) -> str:
        labels = "".join(f" [{part.label}]" for part in self.pressables())
        return f"<message {self.id} {self.texts()!r}{labels}>"

    @property
    def private(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still only says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def v2(self) -> bool:
        """Whether it is made of Components V2."""
        return bool(self.flags & COMPONENTS_V2)

    def texts(self) -> str:
        """Everything it says, in reading order, without buttons and menus."""
        said = [self.content] if self.content else []
        for embed in self.embeds:
            said += [embed[name] for name in ("title", "description") if embed.get(name)]
        return "\n".join([*said, *components.texts(self.components)])

    def buttons(self) -> list[Pressable]:
        """Its buttons that can be pressed, in reading order."""
        return [part for part in self.pressables() if part.kind == components.BUTTON]

    def menus(self) -> list[Pressable]:
        """Its menus, in reading order."""
        return [part for part in self.pressables() if part.kind in components.SELECTS]

    def pressables(self) -> list[Pressable]:
        """Its buttons and menus, in reading order."""
        return list(components.pressables(self.components))

    def button(self, label: str) -> Pressable:
        """The button with this label.

        Raises:
            LookupError: It has no such button; says which it has.
        """
        for part in self.buttons():
            if part.label == label:
                return part
        there = ", ".join(part.label for part in self.buttons()) or "none"
        raise LookupError(f"No button {label!r} on message {self.id}; there are: {there}.")

    def write(self, body: Json) -> None:
        """Takes over from a checked body what it says, and leaves the rest as it is."""
        if "content" in body:
            self.content = body["content"] or ""
        if "embeds" in body:
            self.embeds = [{"type": "rich", **embed} for embed in body["embeds"] or []]
        if "components" in body:
            self.components = components.numbered(body["components"] or [])
        if "attachments" in body:
            self.attachments = body["attachments"] or []
        self.pings += pings(self.texts(), body.get("allowed_mentions"))

    def json(self) -> Json:
        """As Discord writes a message."""
        written: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": 0,
            "author": self.author.json(),
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
            "attachments": self.attachments,
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "tts": False,
            "flags": self.flags,
            "timestamp": self.sent,
            "edited_timestamp": self.edited,
        }
        if self.nonce is not None:
            written["nonce"] = self.nonce
        if self.reference is not None:
            written |= {"message_reference": self.reference, "type": 19}
        if self.interaction is not None:
            written |= self._origin(self.interaction)
        return written

    def _origin(self, interaction: Interaction) -> Json:
        kind = 20 if interaction.kind == 2 else 0
        return {
            "type": kind,
            "application_id": str(self.author.id),
            "webhook_id": str(self.author.id),
            "interaction_metadata": {
                "id": str(interaction.id),
                "type": interaction.kind,
                "user": interaction.user.json(),
                "authorizing_integration_owners": interaction.owners(),
                **interaction.cause(),
            },
        }
