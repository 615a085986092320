"""Chats with people in them, on which the bot is served while things go wrong."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.chats.chat import Chat
from tests.fakes.chats.every import chat_of
from tests.fakes.chats.patience import patient

__all__ = ["patient"]

PEOPLE = ("Ana", "Bo", "Cy")


@pytest.fixture(params=["discord", "slack-http"])
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """A chat with Ana, Bo, Cy and an organiser, that at the end has nothing to complain of."""
    async with chat_of(request.param) as chat:
        people(chat)
        yield chat
    assert chat.complaints() == []


@pytest.fixture
async def discord() -> AsyncIterator[Chat]:
    """A Discord of that kind."""
    async with chat_of("discord") as chat:
        people(chat)
        yield chat
    assert chat.complaints() == []


@pytest.fixture
async def slack() -> AsyncIterator[Chat]:
    """A Slack of that kind."""
    async with chat_of("slack-http") as chat:
        people(chat)
        yield chat
    assert chat.complaints() == []


def people(chat: Chat) -> None:
    """Three who answer, and Mo, who may configure the whole place."""
    for name in PEOPLE:
        chat.person(name)
    chat.person("Mo", organiser=True)
