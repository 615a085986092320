"""What went wrong, in words: what happened, what it means, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import assert_never

from bot import errors
from bot.commands import (
    COMMANDS,
    ChoiceOption,
    Command,
    FileOption,
    FlagOption,
    NumberOption,
    Option,
    Source,
    TextOption,
)
from bot.errors import StudybotError
from bot.wording.daily import moment, place
from bot.wording.numbers import count, letters, listed, size, spelled

_SHOWN = 12
"""Names listed before the rest is counted."""

_FINDINGS = 5
"""Findings that are told where there is no page for them."""

_READ: Mapping[Source | None, str] = {
    Source.TIMES: "a time such as 9:00, 9am or 21h30",
    Source.ZONES: "a time zone such as Europe/Berlin, or a large city in it",
    Source.DAYS: "days of the week such as weekdays, mon-fri or tue,thu",
}

_SENTENCES: Mapping[type[StudybotError], str] = {
    errors.FileMissing: "There is no file {path}. Check its name and folder.",
    errors.NotAFile: "{path} is a folder or a device, not a file. Name a Markdown file.",
    errors.FileUnreadable: "{path} cannot be read: {reason}.",
    errors.FileUnwritable: (
        "{path} cannot be written: {reason}. Start the bot in a folder where you may write."
    ),
    errors.FileNotFetched: (
        "{path} could not be fetched: {reason}. Nothing was changed; hand it over again."
    ),
    errors.NotText: "{path} is not text: {reason}. Save it as Markdown in UTF-8.",
    errors.TooManyCards: (
        "{path} has more than {limit} cards, and a deck that is added here may have no more."
        " Split it into several files. Nothing was changed."
    ),
    errors.TookTooLong: (
        "{path} takes more than {seconds:.0f} seconds or too much memory to read, so it was given"
        " up; nothing was changed. Split it into several files, and look for one line or list that"
        " goes on and on."
    ),
    errors.NameTaken: (
        "Everybody is offered a deck called “{name}” already, so yours needs another name."
        " Add it again with name: and what to call it."
    ),
    errors.NotesGone: (
        "The file of the deck “{deck}” cannot be read at the moment, so it cannot be handed out."
        " Whoever runs this bot finds the reason in its log."
    ),
    errors.NotYourDeck: (
        "The deck “{deck}” comes with the bot and is offered everywhere, so it cannot be removed"
        " here. Only decks that were added with /deck add can."
    ),
    errors.EmptyDeck: (
        "The deck “{deck}” has no card to ask. /deck show says what its author should look at."
    ),
    errors.NoDecks: (
        "There are no decks. Put a Markdown file with questions into {folder}, or give"
        " /deck add notes.md."
    ),
    errors.UnknownAction: (
        "This button is of a newer version and cannot be read here. Ask again with a command."
    ),
    errors.CommandChanged: (
        "This command has changed since it was offered to you. Reload the chat and give it again."
    ),
    errors.StarterOnly: (
        "Only whoever began the quiz or asked the question, or a moderator, can end it."
    ),
    errors.OrganiserOnly: (
        "Only those who manage this server or workspace can change that. Ask one of them."
    ),
    errors.NotInThisRoom: (
        "Quizzes are kept to certain rooms here, and this is none of them. /settings says which."
    ),
    errors.NoRoomChosen: (
        "This room is none of those that quizzes are kept to, so it cannot be taken from them."
        " To keep quizzes to a room, give /settings rooms:here in it."
    ),
    errors.NoRoomForOthers: (
        "This is a conversation with you alone, and no room to keep quizzes to."
        " Give /settings rooms:here in a channel."
    ),
    errors.NoDaily: "No daily question is set in this room. /daily set 9:00 begins one.",
    errors.DailyPaused: (
        "The daily question of this room is paused, so there is no next one."
        " /daily show says why; /daily set begins it again."
    ),
    errors.AnswerFirst: "Answer the question first: the whole answer comes with your verdict.",
    errors.SeriesRunning: (
        "A quiz is running here, at question {number} of {total}. /stop ends it."
    ),
    errors.NothingToStop: "There is nothing to stop: no quiz runs here and you asked no question.",
    errors.RoundUnknown: "This question is no longer kept. /quiz asks a new one.",
    errors.RoundOver: (
        "This question is over and takes no more answers. Outside a series, /quiz asks a new one."
    ),
    errors.NoQuestionOpen: "There is no question to answer. /quiz asks one.",
    errors.DatabaseLocked: (
        "The database {where} is busy: another program holds it. Nothing was changed; try again."
    ),
    errors.DatabaseReadOnly: (
        "The database {where} cannot be written to. Check who may write the file and its folder."
    ),
    errors.DatabaseFull: (
        "The disk with the database {where} is full. Make room, then try again;"
        " what was confirmed is safe."
    ),
    errors.DatabaseTooNew: (
        "The database {where} was made by a newer Studybot (version {revision})."
        " Update this one; nothing was changed."
    ),
    errors.DatabaseNotOurs: (
        "{where} is not a database of Studybot: {reason}. Nothing was changed;"
        " check STUDYBOT_DATABASE_URL or bring back a copy."
    ),
    errors.DatabaseUnavailable: (
        "The database {where} cannot be opened: {reason}. Check STUDYBOT_DATABASE_URL."
    ),
    errors.SecretRefused: (
        "{platform} does not accept the token in {setting}: it may have been reset or copied in"
        " part. Copy it again, or make a new one where {platform} gave it to you."
    ),
    errors.Unforeseen: (
        "Studybot met an error it does not know ({kind}). Answers that were confirmed are safe."
        " Try again; if it stays, tell whoever runs this bot: the log says why."
    ),
    errors.Uninvited: (
        "Studybot is not in this room, so it cannot show anything here. Write “/invite @Studybot”"
        " and try again. Where people write to each other directly it cannot be invited:"
        " use a channel, or write to Studybot itself."
    ),
    errors.InstalledBefore: (
        "Studybot lacks a permission for this: it was installed before it asked for that."
        " Whoever manages this workspace can install it again; nothing is lost by it."
    ),
    errors.MessageGone: "This message is not there any more: {reason}.",
    errors.RoomUnreachable: "This room cannot be reached any more: {reason}.",
}


def explain(error: StudybotError) -> str:
    """What happened, what it means and what to do, in one or two sentences."""
    for kind in type(error).__mro__:
        if kind in _SENTENCES:
            facts = {fact.name: getattr(error, fact.name) for fact in fields(error)}
            return _SENTENCES[kind].format(**facts)
        if kind in _SPECIAL:
            return _SPECIAL[kind](error)
    return f"That did not work ({error.code})."


def told(error: StudybotError) -> str:
    """As ``explain``, for people in a chat, who cannot mend what only whoever runs the bot can.

    Where the database or a folder is, is nobody else's business.
    """
    if isinstance(error, errors.DatabaseError):
        return (
            "The bot cannot reach its memory at the moment, so this was not done."
            " What was confirmed before is safe. Try again in a minute."
        )
    if isinstance(error, errors.PlatformUnavailable):
        return (
            "The chat does not take what Studybot sends at the moment, so nothing came of this."
            " Try again in a minute."
        )
    if isinstance(error, errors.NoDecks):
        return "There are no decks here yet. Whoever manages this space can add one with /deck add."
    return explain(error)


def unexpected(error: BaseException) -> str:
    """What is said of an error that nobody foresaw."""
    return (
        f"Studybot met an error it does not know ({type(error).__name__})."
        " Run it with STUDYBOT_LOG=debug to see the details."
    )


def unknown_setting(name: str, nearest: str) -> str:
    """That a variable looks like a setting and is none."""
    said = f"{name} is not a setting and was ignored."
    return f"{said} Did you mean {nearest}?" if nearest else said


def _known(names: tuple[str, ...]) -> str:
    shown = list(names[:_SHOWN])
    if len(names) > _SHOWN:
        shown.append(f"{len(names) - _SHOWN} more")
    return listed(shown)


def _nearest(name: str, names: tuple[str, ...]) -> str:
    lower = {known.lower(): known for known in names}
    close = difflib.get_close_matches(name.lower(), lower, 1)
    return f" Did you mean “{lower[close[0]]}”?" if close else ""


def _file_too_large(error: errors.FileTooLarge) -> str:
    has, limit = size(error.size), size(error.limit)
    if not error.size or has == limit:
        return f"{error.path} is larger than a deck may be: {limit}. Split it into several files."
    return f"{error.path} has {has}; a deck may have {limit}. Split it into several files."


def _too_large_to_send(error: errors.TooLargeToSend) -> str:
    return (
        f"{error.path} is larger than what this chat takes from Studybot: {size(error.limit)}."
        " Choose another format."
    )


def _cards_lost(error: errors.CardsLost) -> str:
    kept = f"only {error.cards}" if error.cards else "none"
    said = f"{error.path} gives {kept} of the {count(error.before, 'card')} it gave before."
    if error.line:
        said += f" Line {error.line}: {error.message} {error.hint}"
    return said if error.cards else f"{said} If the deck is to go, delete the file."


def _last_good(error: errors.LastGoodShown) -> str:
    read, since = moment(error.read, error.zone), moment(error.since, error.zone)
    today = since.removeprefix(f"{read.rpartition(' ')[0]} ")
    return (
        f"The last good version of {error.path} is shown, as it was on {read}"
        f" ({place(error.zone)})."
        f" Since {today} the file cannot be used: {explain(error.reason)}"
    )


def _no_cards(error: errors.NoCards) -> str:
    said = f"No question was found in {error.path}, so nothing was changed."
    if not error.findings:
        return f"{said} A question is a heading or a line such as “Q: …” with its answer below it."
    found = " ".join(
        f"Line {one.line}: {one.message} {one.hint}" for one in error.findings[:_FINDINGS]
    )
    left = len(error.findings) - _FINDINGS
    return f"{said} {found}" + (f" And {count(left, 'more finding')}." if left > 0 else "")


def _too_many_decks(error: errors.TooManyDecks) -> str:
    most = f"{size(error.size)} of decks" if error.size else f"{error.limit} decks"
    return (
        f"This space has as much as it may have: {most}."
        " Remove one that is no longer needed with /deck remove, then add this one again."
    )


def _unknown_deck(error: errors.UnknownDeck) -> str:
    said = f"There is no deck “{error.name}”."
    if error.instead:
        said += f" Besides decks, {listed(error.instead)} are understood here."
    said += _nearest(error.name, (*error.known, *error.instead))
    return f"{said} Decks here: {_known(error.known)}." if error.known else said


def _unknown_topic(error: errors.UnknownTopic) -> str:
    said = f"The deck “{error.deck}” has no topic “{error.name}”."
    if not error.known:
        return f"{said} It is not divided into topics; leave it out."
    return f"{said}{_nearest(error.name, error.known)} Its topics: {_known(error.known)}."


def _unknown_command(error: errors.UnknownCommand) -> str:
    first = error.name.partition(" ")[0].lower()
    family = [f"/{one.name}" for one in COMMANDS if one.name.startswith(f"{first} ")]
    if error.name and family and first == error.name.lower():
        return f"/{error.name} needs a second word: {listed(family, 'or')}."
    if not error.name:
        return "That is neither an answer nor a command. /help lists what can be done here."
    others = f"There are {listed(family)}." if family else "/help lists the commands."
    nearest = f"Did you mean /{error.nearest}?" if error.nearest else others
    return f"There is no command “/{error.name}”. {nearest}"


def _bad_option(error: errors.BadOption) -> str:
    expected = _expected(error.option)
    if error.value:
        said = f"{error.option.name} should be {expected}, not “{error.value}”"
    else:
        said = f"{error.option.name} needs a value: {expected}"
    return f"/{error.command.name}: {said}.{_meant(error)}{_example(error.command)}"


def amiss(error: errors.BadOption) -> str:
    """What is wrong with a value, for whoever sees the field that it stands in."""
    return f"This should be {_expected(error.option)}.{_meant(error)}"


def _meant(error: errors.BadOption) -> str:
    return f" Did you mean {listed(error.nearest, 'or')}?" if error.nearest else ""


def _expected(option: Option) -> str:
    match option:
        case TextOption(source=source) if source in _READ:
            return _READ[source]
        case TextOption(limit=limit):
            return f"1 to {limit} characters"
        case NumberOption(low=low, high=high):
            return f"a whole number from {low} to {high}"
        case ChoiceOption(choices=choices):
            return listed(choices, "or")
        case FlagOption():
            return "yes or no"
        case FileOption(endings=endings):
            return f"a file whose name ends in {listed(endings, 'or')}"
        case _:
            assert_never(option)


def _example(command: Command) -> str:
    return f" For example: {command.example}"


def _repeated_option(error: errors.RepeatedOption) -> str:
    said = f"/{error.command.name}: {error.option.name} is given twice; give it once."
    return said + _example(error.command)


def _unknown_option(error: errors.UnknownOption) -> str:
    options = [option.name for option in error.command.options]
    if not options:
        return _no_options(error.command, error.name)
    said = f"/{error.command.name} has no option “{error.name}”."
    if error.nearest:
        return f"{said} Did you mean “{error.nearest}”?{_example(error.command)}"
    verb = "options are" if len(options) > 1 else "only option is"
    return f"{said} Its {verb} {listed(options)}.{_example(error.command)}"


def _unused_value(error: errors.UnusedValue) -> str:
    if not error.command.options:
        return _no_options(error.command, error.value)
    return (
        f"/{error.command.name}: it is not clear what “{error.value}” is for."
        f" A name with spaces stands in quotes.{_example(error.command)}"
    )


def _no_options(command: Command, given: str) -> str:
    return f"/{command.name} stands by itself: leave “{given}” out."


def _out_of_range(error: errors.OptionOutOfRange) -> str:
    if not error.options:
        return "This question has no options to choose from: look at its answer instead."
    return (
        f"This question has no option {letters(error.pressed)}."
        f" Its options are {letters(range(error.options))}."
    )


def _wrong_number(error: errors.WrongNumberOfPicks) -> str:
    if error.choose == 1:
        return "This question has one right answer: choose one option."
    return (
        f"This question has {spelled(error.choose)} right answers:"
        f" choose {spelled(error.choose)} options together."
    )


def _platform(error: errors.PlatformUnavailable) -> str:
    return (
        f"The chat cannot be reached: {error.reason}."
        " Check the network and what stands between, then start the bot again."
    )


def _rights(error: errors.RightsMissing) -> str:
    return (
        f"Studybot may not post here: it lacks {listed(error.rights)}."
        " Someone who manages this channel can grant that in its settings."
    )


def _bad_setting(error: errors.BadSetting) -> str:
    given = f"is “{error.value}”" if error.value else "is empty"
    return f"The setting {error.name} {given}; expected is {error.expected}."


_SPECIAL: Mapping[type[StudybotError], Callable[..., str]] = {
    errors.FileTooLarge: _file_too_large,
    errors.CardsLost: _cards_lost,
    errors.LastGoodShown: _last_good,
    errors.NoCards: _no_cards,
    errors.TooManyDecks: _too_many_decks,
    errors.TooLargeToSend: _too_large_to_send,
    errors.UnknownDeck: _unknown_deck,
    errors.UnknownTopic: _unknown_topic,
    errors.UnknownCommand: _unknown_command,
    errors.BadOption: _bad_option,
    errors.RepeatedOption: _repeated_option,
    errors.UnknownOption: _unknown_option,
    errors.UnusedValue: _unused_value,
    errors.OptionOutOfRange: _out_of_range,
    errors.WrongNumberOfPicks: _wrong_number,
    errors.PlatformUnavailable: _platform,
    errors.RightsMissing: _rights,
    errors.BadSetting: _bad_setting,
}
