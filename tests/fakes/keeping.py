"""A core that keeps the files it is given and hands out others: for tests of what carries them."""

from __future__ import annotations

import asyncio
from typing import Any

from bot import commands
from bot.invocations import Invocation, Upload
from bot.model import Request
from bot.screens import DeckLine, DeckListScreen, FileScreen, Reply
from bot.service import Studybot


class Keeping(Studybot):
    """Answers `/deck add` with a list of what it was given, and `/deck export` with ``file``."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401 -- as its parent is made
        super().__init__(*given)
        self.ready = asyncio.Event()
        """Whether there are files to hand out."""
        self.ready.set()
        self.kept: list[tuple[str | None, Upload]] = []
        self.file = FileScreen(
            "Zoë <@1> & *bold*", "keras.apkg", b"\0\1" * 5000, "application/octet-stream", 20
        )

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """What is said of files; everything else as ever."""
        match invocation.command:
            case commands.DECK_ADD:
                upload = invocation.upload("file")
                assert upload
                self.kept.append((invocation.word("name"), upload))
                decks = (DeckLine(upload.name, upload.name, len(upload.data), 0, 0),)
                return Reply(private=DeckListScreen(decks, ()))
            case commands.DECK_EXPORT:
                await self.ready.wait()
                return Reply(private=self.file)
            case _:
                return await super().perform(invocation, request)
