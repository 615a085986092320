"""What is said of how the bot does, to those who run it."""

from __future__ import annotations

from bot.wording.numbers import count

A_FREE_ADDRESS = "an address of this machine whose port no other program has, or off"
STOPPING = "Studybot is being stopped."


def no_answer(seconds: float) -> str:
    """That a part of the bot did not say in time how it does."""
    return f"There was no answer within {count(round(seconds), 'second')}."


def no_telling(error: BaseException) -> str:
    """That a part of the bot could not be asked how it does."""
    return f"How it does could not be found out ({type(error).__name__})."
