"""Everything that can go wrong and be told to a person.

An error carries facts; ``bot.wording.explain`` turns it into what happened, what it means and what
to do. ``code`` is the error's name in logs. None of them ever holds a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from bot.commands import Command, Option
from bot.model import Finding


@dataclass(eq=False)
class StudybotError(Exception):
    """The root of all errors that have a sentence."""

    code: ClassVar[str] = "error"

    def __str__(self) -> str:
        facts = ", ".join(f"{fact.name}={getattr(self, fact.name)!r}" for fact in fields(self))
        return f"{self.code}: {facts}" if facts else self.code


# --- files and decks ---


@dataclass(eq=False)
class FileMissing(StudybotError):
    """No file has this path."""

    code = "file-missing"
    path: str


@dataclass(eq=False)
class NotAFile(StudybotError):
    """The path is a folder or a device where a Markdown file was expected."""

    code = "not-a-file"
    path: str


@dataclass(eq=False)
class FileUnreadable(StudybotError):
    """The file is there and the system refuses to read it; ``reason`` is the system's."""

    code = "file-unreadable"
    path: str
    reason: str


@dataclass(eq=False)
class FileUnwritable(StudybotError):
    """A file cannot be written there; ``reason`` is the system's."""

    code = "file-unwritable"
    path: str
    reason: str


@dataclass(eq=False)
class FileTooLarge(StudybotError):
    """The file has more bytes than a deck may have; ``size`` is 0 where nobody knows how many."""

    code = "file-too-large"
    path: str
    size: int
    limit: int


@dataclass(eq=False)
class NotText(StudybotError):
    """The bytes are no text: ``reason`` says what they look like."""

    code = "not-text"
    path: str
    reason: str


@dataclass(eq=False)
class CardsLost(StudybotError):
    """A file gives only ``cards`` of the ``before`` cards it gave, none or not even half of them.

    ``line``, ``message`` and ``hint`` are of the first error found in it; line 0 where none was.
    """

    code = "cards-lost"
    path: str
    cards: int
    before: int
    line: int
    message: str
    hint: str


@dataclass(eq=False)
class LastGoodShown(StudybotError):
    """A file cannot be used as it is, for this ``reason``: ``deck`` is as it was read before.

    It was ``read`` then, and could not be used ``since``; people are told that in ``zone``.
    """

    code = "last-good-shown"
    path: str
    deck: str
    read: datetime
    since: datetime
    zone: str
    reason: StudybotError


@dataclass(eq=False)
class FileNotFetched(StudybotError):
    """A file that somebody handed over could not be got from where the platform keeps it."""

    code = "file-not-fetched"
    path: str
    reason: str


@dataclass(eq=False)
class TooLargeToSend(StudybotError):
    """The platform takes no file of so many bytes from the bot."""

    code = "too-large-to-send"
    path: str
    size: int
    limit: int


@dataclass(eq=False)
class TooManyCards(StudybotError):
    """The file has more cards than a deck of a space may have."""

    code = "too-many-cards"
    path: str
    limit: int


@dataclass(eq=False)
class TookTooLong(StudybotError):
    """The file took more time or memory to read than a deck of a space may take."""

    code = "took-too-long"
    path: str
    seconds: float


@dataclass(eq=False)
class NoCards(StudybotError):
    """The file has no card; ``findings`` say why, the worst first."""

    code = "no-cards"
    path: str
    findings: tuple[Finding, ...]


@dataclass(eq=False)
class NameTaken(StudybotError):
    """The name is that of a deck that every space is offered."""

    code = "name-taken"
    name: str


@dataclass(eq=False)
class TooManyDecks(StudybotError):
    """The space has as many decks as it may have; or ``size`` bytes of them would be too many."""

    code = "too-many-decks"
    limit: int
    size: int = 0


@dataclass(eq=False)
class NotesGone(StudybotError):
    """The file that a deck of the content folder was made of cannot be read any more."""

    code = "notes-gone"
    deck: str


@dataclass(eq=False)
class NotYourDeck(StudybotError):
    """The deck is one that every space is offered, so a space cannot remove it."""

    code = "not-your-deck"
    deck: str


@dataclass(eq=False)
class UnknownDeck(StudybotError):
    """No deck here has this name; ``known`` are the names there are.

    ``instead`` are words that would have been understood in its place as something else.
    """

    code = "unknown-deck"
    name: str
    known: tuple[str, ...]
    instead: tuple[str, ...] = ()


@dataclass(eq=False)
class UnknownTopic(StudybotError):
    """The deck has no topic of this name; ``known`` are the topics it has."""

    code = "unknown-topic"
    name: str
    deck: str
    known: tuple[str, ...]


@dataclass(eq=False)
class EmptyDeck(StudybotError):
    """The deck has no card to ask."""

    code = "empty-deck"
    deck: str


@dataclass(eq=False)
class NoDecks(StudybotError):
    """There is no deck at all; ``folder`` is where they are looked for."""

    code = "no-decks"
    folder: str


# --- commands and buttons ---


@dataclass(eq=False)
class UnknownCommand(StudybotError):
    """No command has this name; ``nearest`` is the most similar one or empty."""

    code = "unknown-command"
    name: str
    nearest: str


@dataclass(eq=False)
class BadOption(StudybotError):
    """An option of a command has a value it cannot have; ``value`` is empty where it has none.

    ``nearest`` are values it can have that are like it.
    """

    code = "bad-option"
    command: Command
    option: Option
    value: str
    nearest: tuple[str, ...] = ()


@dataclass(eq=False)
class RepeatedOption(StudybotError):
    """An option of a command is given twice."""

    code = "repeated-option"
    command: Command
    option: Option


@dataclass(eq=False)
class UnknownOption(StudybotError):
    """The command has no option of this name; ``nearest`` is the most similar one or empty."""

    code = "unknown-option"
    command: Command
    name: str
    nearest: str


@dataclass(eq=False)
class UnusedValue(StudybotError):
    """No option of the command is left that could take this value."""

    code = "unused-value"
    command: Command
    value: str


@dataclass(eq=False)
class CommandChanged(StudybotError):
    """A command arrived in a form that this version does not know."""

    code = "command-changed"


@dataclass(eq=False)
class UnknownAction(StudybotError):
    """A button id that this version cannot read."""

    code = "unknown-action"


@dataclass(eq=False)
class StarterOnly(StudybotError):
    """Only whoever asked the question or began the series, or a moderator, may end it."""

    code = "starter-only"


@dataclass(eq=False)
class OrganiserOnly(StudybotError):
    """Only whoever may configure the space may do this."""

    code = "organiser-only"


@dataclass(eq=False)
class NotInThisRoom(StudybotError):
    """The space has said in which rooms quizzes may run, and this is none of them."""

    code = "not-in-this-room"


@dataclass(eq=False)
class NoRoomChosen(StudybotError):
    """A room was to be taken from those where quizzes may run, and is none of them."""

    code = "no-room-chosen"


@dataclass(eq=False)
class NoRoomForOthers(StudybotError):
    """Quizzes were to be kept to a room in which one person is alone."""

    code = "no-room-for-others"


@dataclass(eq=False)
class NoDaily(StudybotError):
    """No daily question is set in this room."""

    code = "no-daily"


@dataclass(eq=False)
class DailyPaused(StudybotError):
    """The room's daily question stands still, so there is no next one."""

    code = "daily-paused"


@dataclass(eq=False)
class AnswerFirst(StudybotError):
    """The whole answer is for those who have answered, once they may know the verdict."""

    code = "answer-first"


@dataclass(eq=False)
class SeriesRunning(StudybotError):
    """A series already runs in this room, at question ``number`` of ``total``."""

    code = "series-running"
    number: int
    total: int


@dataclass(eq=False)
class NothingToStop(StudybotError):
    """No series runs here and the person has no open question here."""

    code = "nothing-to-stop"


@dataclass(eq=False)
class RoundUnknown(StudybotError):
    """No such round is kept."""

    code = "round-unknown"


@dataclass(eq=False)
class RoundOver(StudybotError):
    """The round takes no more answers."""

    code = "round-over"


@dataclass(eq=False)
class NoQuestionOpen(StudybotError):
    """A letter was pressed where no question is open."""

    code = "no-question-open"


@dataclass(eq=False)
class OptionOutOfRange(StudybotError):
    """Options were pressed that the question, which has ``options`` of them, does not have.

    ``pressed`` are indices. Open recall has no options at all.
    """

    code = "option-out-of-range"
    pressed: tuple[int, ...]
    options: int


@dataclass(eq=False)
class WrongNumberOfPicks(StudybotError):
    """Fewer or more options were chosen together than the ``choose`` that are right."""

    code = "wrong-number-of-picks"
    choose: int


@dataclass(eq=False)
class Unforeseen(StudybotError):
    """Something failed that nobody expected; ``kind`` names it, and the log says more."""

    code = "unforeseen"
    kind: str


# --- storage, platforms, settings ---


@dataclass(eq=False)
class DatabaseError(StudybotError):
    """The database refused; ``where`` names it without its password."""

    where: str


@dataclass(eq=False)
class DatabaseLocked(DatabaseError):
    """Another process holds the database for longer than the busy timeout."""

    code = "database-locked"


@dataclass(eq=False)
class DatabaseReadOnly(DatabaseError):
    """The database cannot be written to."""

    code = "database-read-only"


@dataclass(eq=False)
class DatabaseFull(DatabaseError):
    """The disk that holds the database has no room left."""

    code = "database-full"


@dataclass(eq=False)
class DatabaseTooNew(DatabaseError):
    """A newer Studybot made this database; ``revision`` is its version."""

    code = "database-too-new"
    revision: str


@dataclass(eq=False)
class DatabaseNotOurs(DatabaseError):
    """The file is no database, is damaged, or holds another program's tables."""

    code = "database-not-ours"
    reason: str


@dataclass(eq=False)
class DatabaseUnavailable(DatabaseError):
    """The database cannot be reached or opened; ``reason`` is the driver's, without secrets."""

    code = "database-unavailable"
    reason: str


@dataclass(eq=False)
class RoomUnreachable(StudybotError):
    """The room is gone or posting there is no longer allowed: trying again will not help."""

    code = "room-unreachable"
    reason: str


@dataclass(eq=False)
class Uninvited(RoomUnreachable):
    """The bot is no member of the room, or the room is not there: people can mend the former."""

    code = "uninvited"


@dataclass(eq=False)
class InstalledBefore(RoomUnreachable):
    """The bot lacks what it asks to be allowed only since a later version than was installed."""

    code = "installed-before"


@dataclass(eq=False)
class MessageGone(StudybotError):
    """Somebody deleted the message that was to be changed; its room is still there."""

    code = "message-gone"
    reason: str


@dataclass(eq=False)
class RightsMissing(StudybotError):
    """The bot may not show or change messages in this room; ``rights`` as the platform says."""

    code = "rights-missing"
    rights: tuple[str, ...]


@dataclass(eq=False)
class PlatformUnavailable(StudybotError):
    """The platform cannot be reached now; trying again after ``retry_after`` seconds may help."""

    code = "platform-unavailable"
    reason: str
    retry_after: float


@dataclass(eq=False)
class PlatformBusy(PlatformUnavailable):
    """So much is sent that the platform's limit lets it have this only after ``retry_after``."""

    code = "platform-busy"


@dataclass(eq=False)
class SecretRefused(StudybotError):
    """A platform does not accept the secret in a setting, which is never shown."""

    code = "secret-refused"
    setting: str
    platform: str


@dataclass(eq=False)
class BadSetting(StudybotError):
    """A setting has a value it cannot have. A secret's value is never given."""

    code = "bad-setting"
    name: str
    value: str
    expected: str
