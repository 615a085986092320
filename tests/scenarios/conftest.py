"""Every scenario is played on every chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.box import Box
from tests.fakes.box import OpenBox
from tests.fakes.chats.bot import Bot, connected
from tests.fakes.chats.chat import Chat
from tests.fakes.chats.every import CHATS, chat_of
from tests.fakes.chats.patience import patient

__all__ = ["patient"]


@pytest.fixture(params=CHATS)
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A chat with Ana, Bo and Cy in it, that at the end has nothing to complain of."""
    async with chat_of(request.param) as chat:
        for name in ("Ana", "Bo", "Cy"):
            chat.person(name)
        yield chat
    assert chat.complaints() == []


@pytest.fixture
def box() -> Box:
    """Where notes that people hand over are read: here, for a process of its own takes a second."""
    return OpenBox()


@pytest.fixture
async def bot(chat: Chat, tmp_path: Path, box: Box) -> AsyncIterator[Bot]:
    """The bot, with seven cards about numbers."""
    async with connected(chat, tmp_path, box=box) as bot:
        yield bot


@pytest.fixture
def organiser(chat: Chat) -> None:
    """Mo may configure the whole place; it is nine in the morning there, on a Sunday."""
    chat.person("Mo", organiser=True)
