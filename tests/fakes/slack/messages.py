"""A message, as a test looks at it and as Slack writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack import blocks as reading
from tests.fakes.slack.blocks import Pressable
from tests.fakes.slack.world import APP_ID, Channel, User

Json = dict[str, Any]


@dataclass(eq=False, repr=False, slots=True)
class Message:
    """Something that was posted; ``seen_by`` is the one person who sees it, if it is private."""

    ts: str
    channel: Channel
    author: User
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    """Whether a reply in a thread is shown in the channel as well."""
    seen_by: User | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    edited: str | None = None
    edits: int = 0
    before: list[str] = field(default_factory=list)
    """What it said before each edit, oldest first."""
    cause: object = None
    """The delivery that it answers, if it came by that one's response_url or acknowledgement."""
    deleted: bool = False

    def __repr__(self) -> str:
        labels = "".join(f" [{part.label}]" for part in self.buttons())
        return f"<message {self.ts} {self.texts()!r}{labels}>"

    @property
    def private(self) -> bool:
        """Whether only one person sees it."""
        return self.seen_by is not None

    @property
    def in_channel(self) -> bool:
        """Whether the channel itself shows it, and not only a thread."""
        return self.thread_ts in {None, self.ts} or self.broadcast

    @property
    def reply_count(self) -> int:
        """How many replies stand in its thread."""
        return len(self.channel.thread(self.ts))

    def texts(self) -> str:
        """Everything it says, in reading order, without buttons and menus.

        With blocks, ``text`` is seen in notifications alone and is left out.
        """
        if self.blocks:
            return "\n".join(reading.texts(self.blocks))
        return reading.unescaped(self.text)

    def pressables(self) -> list[Pressable]:
        """Its buttons and menus, in reading order."""
        return reading.pressables(self.blocks)

    def buttons(self) -> list[Pressable]:
        """Its buttons, in reading order."""
        return [part for part in self.pressables() if part.type == reading.BUTTON]

    def selects(self) -> list[Pressable]:
        """Its menus, in reading order."""
        return [part for part in self.pressables() if part.type in reading.SELECTS]

    def button(self, label: str) -> Pressable:
        """The button with this label.

        Raises:
            LookupError: It has no such button; says which it has.
        """
        for part in self.buttons():
            if part.label == label:
                return part
        there = ", ".join(part.label for part in self.buttons()) or "none"
        raise LookupError(f"No button {label!r} on message {self.ts}; there are: {there}.")

    def write(self, body: Json) -> None:
        """Takes over from a checked body what it says, and leaves the rest as it is."""
        for name in ("text", "blocks", "metadata"):
            if body.get(name) is not None:
                setattr(self, name, body[name])

    def rewrite(self, body: Json, now: str) -> None:
        """It is edited."""
        self.before.append(self.texts())
        self.edits += 1
        self.edited = now
        self.write(body)

    def json(self) -> Json:
        """As Slack writes a message."""
        workspace = self.channel.workspace
        written: Json = {
            "type": "message",
            "ts": self.ts,
            "text": self.text,
            "user": self.author.id,
        }
        written["team"] = workspace.id
        if self.author.bot:
            profile = workspace.bot_json()
            written |= {"bot_id": workspace.bot_id, "app_id": APP_ID, "bot_profile": profile}
        if self.blocks:
            written["blocks"] = self.blocks
        if self.files:
            written |= {"files": self.files, "upload": True}
        if self.metadata is not None:
            written["metadata"] = self.metadata
        if self.edited is not None:
            written["edited"] = {"user": self.author.id, "ts": self.edited}
        return written | self._thread()

    def _thread(self) -> Json:
        if self.thread_ts is None or self.thread_ts == self.ts:
            replies = self.channel.thread(self.ts)
            if not replies:
                return {}
            who = list(dict.fromkeys(one.author.id for one in replies))
            return {
                "thread_ts": self.ts,
                "reply_count": len(replies),
                "reply_users": who,
                "reply_users_count": len(who),
                "latest_reply": replies[-1].ts,
                "is_locked": False,
                "subscribed": False,
            }
        root = self.channel.find(self.thread_ts)
        parent = {"parent_user_id": root.author.id} if root is not None else {}
        subtype = {"subtype": "thread_broadcast"} if self.broadcast else {}
        return {"thread_ts": self.thread_ts, **parent, **subtype}
