"""What is said on pages that are looked things up in: boards, decks, help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.commands import (
    Access,
    ChoiceOption,
    Command,
    FileOption,
    FlagOption,
    NumberOption,
    Option,
    TextOption,
)
from bot.invocations import needed
from bot.model import Deck, Finding, Kind, Severity, Standing
from bot.screens import (
    BoardScreen,
    DeckChange,
    DeckLine,
    DeckNews,
    DeckReportScreen,
    FileScreen,
    HelpScreen,
    Notice,
)
from bot.wording.chats import period
from bot.wording.numbers import count, listed, percent, size

NO_DECKS = "There are no decks yet. /deck add makes one of a Markdown file."
EMPTY_BOARD = "Nobody is on this board yet. /quiz asks a question."
NOT_ON_BOARD = "You are not on this board yet. /quiz asks a question."
SHARE = "Show to the room"
BACK = "Previous page"
NEXT = "Next page"
FIRST_PAGE = "First page"
LAST_PAGE = "Last page"
YOU = "(you)"
FROM_THE_PORTAL = (
    "the token of a bot, from the developer portal of its platform; README.md says how"
)
A_CONTENT_FOLDER = "a folder with Markdown files, or one such file"
INTRODUCTION = "Studybot asks your group what its notes say, and keeps the scores."
HELP_TITLE = "What you can do here"
HELP_ON_ONE = "More about one of them: /help quiz"
HOW_TO_BEGIN = "/quiz asks a question, /help lists the commands"

_KIND = {
    Kind.AUTHORED: "written by the author",
    Kind.TERM: "made from terms",
    Kind.ANSWER: "made from answers",
    Kind.CLOZE: "made by leaving out a term",
    Kind.RECALL: "open recall",
}
_NOTICE = {
    Notice.STOPPING: "The quiz is being stopped; the result follows.",
    Notice.REVEALING: "The question is over; the answer follows.",
    Notice.SENT: "The file is in your direct messages with Studybot.",
}


def greeting(decks: Sequence[tuple[str, int]]) -> str:
    """What can be asked, from the titles and sizes of the decks, and how to begin."""
    if not decks:
        return f"{NO_DECKS} /help lists the commands."
    return f"{_offer(decks)}. {HOW_TO_BEGIN}."


def _offer(decks: Sequence[tuple[str, int]]) -> str:
    cards = count(sum(size for _, size in decks), "card")
    return f"{decks[0][0] if len(decks) == 1 else count(len(decks), 'deck')}, {cards}"


def notes_read(source: str, deck: Deck | None) -> str:
    """What a file of notes now gives; without a deck, that it is gone."""
    if deck is None:
        return f"{source} is gone, and its deck with it."
    errors = sum(found.severity is Severity.ERROR for found in deck.findings)
    problems = f", {count(errors, 'error')}: /deck show {deck.id} says more" if errors else ""
    return f"{source} was read again: {deck.title}, {count(len(deck.cards), 'card')}{problems}."


def more_files(amount: int) -> str:
    """How many changed files of notes are not told of."""
    return f"{count(amount, 'file')} more changed; /deck list shows all decks."


def no_chat(settings: Sequence[str]) -> str:
    """That the bot has nothing to serve people in but this terminal; the names are two or more."""
    return (
        f"Neither {listed(settings, 'nor')} is set, so the quiz is in this terminal."
        " README.md says how to bring it into a chat."
    )


def serving(decks: Sequence[tuple[str, int]], where: str) -> str:
    """That the bot is there, for whoever started it, and where."""
    return f"Studybot is there {where}\nIt asks from {_offer(decks)}."


def in_servers(name: str, servers: int, invitation: str) -> str:
    """In how many servers the bot is; and how to let it in where it is nowhere."""
    here = f"as {name}, in {count(servers, 'server')}."
    return here if servers else f"{here} Invite it to your server: {invitation}"


def in_workspace(name: str, workspace: str) -> str:
    """In which workspace the bot is."""
    return f"as {name}, in the workspace {workspace}."


def installed_from(address: str) -> str:
    """Where the bot gets into workspaces from."""
    return f"for every workspace that installs it from {address}"


def missing_rights(rights: Sequence[str]) -> str:
    """What the bot lacks to work in a space it has just come to; empty where it lacks nothing."""
    if not rights:
        return ""
    return (
        f"It still needs {listed(rights)}: whoever manages this server can grant that"
        " to its role, or invite it again."
    )


def part(number: int, parts: int) -> str:
    """Which part of a text that is too long for one page; counted from 0, told from 1."""
    return f"part {number + 1} of {parts}" if parts > 1 else ""


def board_title(screen: BoardScreen) -> str:
    """Which board this is: ``This week in this room · Keras``."""
    span = period(screen.period) + (" in this room" if screen.here else "")
    return f"{span} · {screen.deck}" if screen.deck else span


def board_size(screen: BoardScreen) -> str:
    """Which page of how many, or how many players where one page holds them all."""
    if screen.pages > 1:
        return f"page {screen.page + 1} of {screen.pages}"
    return count(screen.players, "player") if screen.players else ""


def accuracy(standing: Standing) -> str:
    """The share of right answers."""
    return percent(standing.accuracy)


def deck_size(line: DeckLine) -> str:
    """How large a deck is, how it can be asked and what is wrong with it."""
    parts = [count(line.cards, "card"), objective(line)]
    if line.problems:
        parts.append(count(line.problems, "problem"))
    return ", ".join(parts)


def objective(line: DeckLine) -> str:
    """How many cards have a question that can be judged."""
    if line.cards and line.objective == line.cards:
        return "all with an objective question"
    return f"{line.objective or 'none'} with an objective question"


def deck_kinds(screen: DeckReportScreen) -> tuple[str, ...]:
    """How the cards of a deck are asked, a line for each way."""
    made = [f"{count(amount, 'question')} {_KIND[kind]}" for kind, amount in screen.kinds if amount]
    if screen.recall:
        made.append(f"{count(screen.recall, 'card')} asked as open recall, which earns no points")
    return tuple(made)


def saved(screen: FileScreen, path: str) -> str:
    """Where a file was put."""
    return f"{screen.deck}, {count(screen.cards, 'card')}, is in {path}."


def file(screen: FileScreen) -> str:
    """What a file is that comes with these words, such as: keras.apkg: Keras, 20 cards."""
    return f"{screen.name}: {screen.deck}, {count(screen.cards, 'card')}."


def deck_news(screen: DeckReportScreen) -> tuple[str, ...]:
    """What was just done to a deck, a line for each thing; nothing where it is only looked at."""
    name = screen.deck.name
    match screen.news:
        case None:
            return ()
        case DeckNews.ADDED:
            return (f"Added as “{name}”, for this space alone.",)
        case DeckNews.RESTORED:
            return (f"Added again as “{name}”; what was scored on it before counts again.",)
        case DeckNews.UPDATED:
            return (f"“{name}” is updated: {_changed(screen.change)}.",)
        case DeckNews.REMOVED:
            return (
                f"“{name}” is removed: nothing is asked from it any more.",
                "Questions that are open can still be answered, and its points stay on the boards.",
                "Adding the file under the same name brings its scores back.",
            )
        case _:
            assert_never(screen.news)


def _changed(change: DeckChange | None) -> str:
    if change is None or change.new + change.edited + change.gone == 0:
        return "no card has changed"
    parts = [
        f"{count(change.new, 'card')} new" if change.new else "",
        f"{change.edited} edited (scores kept)" if change.edited else "",
        f"{change.gone} gone" if change.gone else "",
        f"{change.same} as before" if change.same else "",
    ]
    return ", ".join(filter(None, parts))


def findings_title(findings: tuple[Finding, ...]) -> str:
    """The line above what was found in a deck."""
    return count(len(findings), "finding") if findings else "Nothing to mend."


def more(amount: int) -> str:
    """How many lines of a list are left out."""
    return f"and {amount} more"


def more_findings(amount: int, deck: str) -> str:
    """How many findings are left out of what is told of a deck, and where they are told."""
    return f"{more(amount)}: /deck show deck:{deck if deck.isalnum() else f'“{deck}”'}"


def nothing_to_sample(path: str) -> str:
    """That no question could be made from a file."""
    return f"No question could be made from {path}. “studybot check” says why."


def rescored(wrong: int) -> str:
    """What counting all boards again came to."""
    if not wrong:
        return "Every board agrees with the answers; nothing was changed."
    return (
        f"{count(wrong, 'line')} of the boards differed from the answers and now agree with them."
    )


def migrated(where: str, version: str) -> str:
    """That the database is up to date."""
    return f"The database {where} has the schema version {version}, which is the newest."


_WHO_MAY = {
    Access.ANYONE: "",
    Access.STARTER: " (whoever began it, or a moderator)",
    Access.ORGANISER: " (whoever manages this space)",
}


def usage(command: Command) -> str:
    """A command with all it takes: ``/daily set time [timezone] [deck] [days]``."""
    return " ".join([f"/{command.name}", *map(_taken, command.options)])


def _taken(option: Option) -> str:
    return option.name if needed(option) else f"[{option.name}]"


def detailed(screen: HelpScreen) -> bool:
    """Whether a page of help tells of options as well: where it is not about every command."""
    return len({command.name.split()[0] for command in screen.commands}) == 1


def described(command: Command) -> str:
    """What a command does, who may use it, and a line that works where it takes something."""
    example = f" For example: {command.example}" if command.options else ""
    return f"{command.description}{_WHO_MAY[command.access]}.{example}"


def takes(option: Option) -> str:
    """What may be given for an option, beside its description."""
    match option:
        case TextOption(required=required):
            return f"{option.description} (always needed)" if required else option.description
        case NumberOption(low=low, high=high):
            return f"{option.description} ({low} to {high})"
        case ChoiceOption(choices=choices):
            return f"{option.description} ({', '.join(choices)})"
        case FlagOption():
            return option.description
        case FileOption(limit=limit):
            always = ", always needed" if needed(option) else ""
            return f"{option.description} (up to {size(limit)}{always})"
        case _:
            assert_never(option)


def notice(news: Notice) -> str:
    """Short news."""
    return _NOTICE[news]
