"""What is said of the bot as a whole, and how it comes to where people are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands import Command
from bot.wording.pages import usage

NAME = "Studybot"
ABOUT = (
    "Studybot turns the Markdown notes that your group already has into quizzes, where the group"
    " already talks. One click answers a question, and nobody but you sees what you chose wrongly."
    " The bot explains every answer, keeps the scores, and tells the authors of the notes what to"
    " mend in them.\n\n"
    "It reads no messages. It hears of its commands, of its buttons, and of being let into a"
    " channel or removed from one; and of nothing else."
)
ANY_COMMAND = "Any command of this bot, also where another app has a command of that name"
IN_ITS_WORKSPACE = (
    "The bot is in the workspace that its token is of, and there in every public channel."
    f" Into a private one, invite it as you would a person: /invite @{NAME}"
)


def family(commands: Sequence[Command]) -> str:
    """What commands do that share their first word."""
    first, *others = (command.description for command in commands)
    return "; ".join([first, *(words[0].lower() + words[1:] for words in others)])


def hint(commands: Sequence[Command]) -> str:
    """What may stand behind the first word that commands share; empty if nothing may."""
    first = f"/{commands[0].name.partition(' ')[0]}"
    return " | ".join(usage(command).removeprefix(first).strip() for command in commands)


def hint_of_all(commands: Sequence[Command]) -> str:
    """What may stand behind the command that all others can be given behind."""
    return " | ".join(command.name for command in commands)
