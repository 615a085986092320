"""A modal or a home tab, as a test looks at it and as Slack writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack import blocks as reading
from tests.fakes.slack.blocks import Pressable
from tests.fakes.slack.world import APP_ID, User, Workspace

Json = dict[str, Any]


@dataclass(eq=False, repr=False, slots=True)
class View:
    """What one person has open before them."""

    id: str
    user: User
    body: Json
    """What the bot sent."""
    hash: str
    previous: View | None = None
    updates: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    """What the person was told to mend, by block."""
    open: bool = True
    cause: object = None
    """The delivery whose trigger opened it."""

    def __repr__(self) -> str:
        return f"<view {self.id} {self.title!r} {self.texts()!r}>"

    @property
    def workspace(self) -> Workspace:
        """Where it is open."""
        return self.user.workspace

    @property
    def blocks(self) -> list[Json]:
        """What it is made of."""
        return list(self.body.get("blocks") or ())

    @property
    def title(self) -> str:
        """What stands above it; nothing over a home tab."""
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def root(self) -> View:
        """The view that it lies upon."""
        return self if self.previous is None else self.previous.root

    def texts(self) -> str:
        """Everything it says, in reading order, without buttons and menus."""
        return "\n".join(reading.texts(self.blocks))

    def pressables(self) -> list[Pressable]:
        """Everything in it that can be pressed, chosen or filled, in reading order."""
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
        raise LookupError(f"No button {label!r} in view {self.id}; there are: {there}.")

    def json(self, values: Mapping[str, Any] | None = None) -> Json:
        """As Slack writes a view; ``values`` are what the person has filled in."""
        body = self.body
        return {
            "id": self.id,
            "team_id": self.workspace.id,
            "type": body["type"],
            "blocks": self.blocks,
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": dict(values or {})},
            "hash": self.hash,
            "title": body.get("title"),
            "clear_on_close": body.get("clear_on_close", False),
            "notify_on_close": body.get("notify_on_close", False),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": self.previous.id if self.previous else None,
            "root_view_id": self.root.id,
            "app_id": APP_ID,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": self.workspace.id,
            "bot_id": self.workspace.bot_id,
        }
