"""The command line, and the only place where everything is wired together.

What a command needs is imported inside it: ``studybot check`` starts no database.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import wording
from bot.errors import (
    BadSetting,
    DatabaseError,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    NotAFile,
    NotText,
    PlatformUnavailable,
    SecretRefused,
    StudybotError,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from adapters.settings import Settings
    from adapters.terminal.checked import Checked
    from bot.decks.library import Library

FINDINGS = 1
UNREADABLE = 2
# From sysexits.h, so that a supervisor can tell what trying again cannot mend.
UNAVAILABLE, UNEXPECTED, MISCONFIGURED = 69, 70, 78
INTERRUPTED = 130

app = typer.Typer(
    help="Turns Markdown notes into quizzes.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH...", help="Markdown files, and folders that hold some."),
]
Name = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who you are.")]
Content = Annotated[
    Path | None, typer.Option(help="A folder of notes, or one file, instead of STUDYBOT_CONTENT.")
]
Url = Annotated[
    str | None, typer.Option(metavar="https://…", help="The address, instead of STUDYBOT_URL.")
]
Many = Annotated[bool, typer.Option("--many", help="For installation into many workspaces.")]


def main() -> NoReturn:
    """Run the command line. Whatever goes wrong is told in a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="studybot")
    except StudybotError as error:
        _tell(wording.explain(error))
        sys.exit(_exit_code(error))
    except Exception as error:  # noqa: BLE001 - a person is told, not shown a traceback
        if "debug" in os.environ.get("STUDYBOT_LOG", "").lower():
            traceback.print_exc()
        _tell(wording.unexpected(error))
        sys.exit(UNEXPECTED)
    sys.exit(0)


@app.callback(invoke_without_command=True)
def _studybot(
    context: typer.Context,
    *,
    about: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    if about:
        typer.echo(f"studybot {version('studybot')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run() -> None:
    """Start the bot on every platform that has its settings; without any, in this terminal."""
    from adapters.settings import load  # noqa: PLC0415

    found = load()
    if found.discord_token is None and found.slack is None:
        typer.echo(wording.no_chat(["DISCORD_TOKEN", "SLACK_BOT_TOKEN"]))
        play()
        return
    from adapters.serving import serve  # noqa: PLC0415

    settings = _settings()
    named = "content" in settings.model_fields_set
    library = _library(settings.content, required=named)
    _until_stopped(serve(settings, library, SystemClock()), fast=True)


@app.command()
def invite() -> None:
    """Print the addresses at which the bot is invited to where people are."""

    async def work() -> None:
        from adapters.platforms import invite  # noqa: PLC0415

        typer.echo(await invite(settings))

    from adapters.inviting import invited  # noqa: PLC0415

    settings = _settings()
    if words := invited(settings):
        typer.echo(words)
    if settings.discord_token or not words:
        _until_stopped(work())


@app.command()
def manifest(url: Url = None, *, many: Many = False) -> None:
    """Print the manifest that a Slack app is made from: for Socket Mode, or for HTTP.

    For HTTP where the settings say so, or where an address is given.
    """
    from adapters.inviting import reached  # noqa: PLC0415
    from adapters.settings import load  # noqa: PLC0415
    from adapters.slack.manifest import manifest, written  # noqa: PLC0415

    settings = load(whole=False)
    _tell_unknown()
    address, many = reached(settings, url, many=many)
    typer.echo(written(manifest(address, many=many)), nl=False)


@app.command()
def play(name: Name = None, content: Content = None) -> None:
    """Play the quiz in this terminal, or from a pipe."""
    _until_stopped(_play(_settings(quiet=True), name, content))


@app.command()
def check(
    paths: Paths,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object with everything found.")
    ] = False,
) -> None:
    """Look through notes and say what to mend, line by line.

    Of a folder, every .md file in it and below is looked through, as the bot does with its content
    folder; files and folders with a leading dot are left out. What the findings mean stands in
    docs/findings.md.

    Exit code 0: no errors (there may be warnings). 1: errors. 2: a file could not be read; the
    others were looked through all the same.
    """
    from adapters.checking import looked_through  # noqa: PLC0415
    from adapters.terminal import checked  # noqa: PLC0415

    decks: list[Checked] = []
    unreadable = 0
    show = _silent if as_json else _shower()
    for found in (found for path in paths for found in looked_through(path)):
        if isinstance(found, str):
            unreadable += 1
            _tell(found)
        else:
            decks.append(found)
            show(checked.page(found))
    if as_json:
        typer.echo(json.dumps(checked.contract(decks), indent=2))
    elif len(decks) > 1:
        show([checked.totals(decks)])
    if unreadable:
        if decks and not as_json:
            _tell(wording.unchecked(unreadable))
        raise typer.Exit(UNREADABLE)
    raise typer.Exit(FINDINGS if any(one.failed for one in decks) else 0)


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(help="A Markdown file.")],
    count: Annotated[int, typer.Option(min=1, help="How many questions at most.")] = 20,
) -> None:
    """Print questions made from notes, right options ticked."""
    from adapters.terminal.sample import markdown, picked  # noqa: PLC0415
    from bot.decks.library import load  # noqa: PLC0415
    from bot.game.rounds import deal  # noqa: PLC0415
    from bot.model import RoundId  # noqa: PLC0415
    from bot.questions.making import Maker  # noqa: PLC0415

    deck = load(file)
    maker = Maker(deck)
    questions = picked([maker.questions(card) for card in deck.cards], count)
    dealt = [deal(one, RoundId(f"{one.card}{number}")) for number, one in enumerate(questions)]
    if not dealt:
        _tell(wording.nothing_to_sample(str(file)))
        raise typer.Exit(FINDINGS)
    typer.echo(markdown(deck.title, dealt))


@app.command()
def rescore() -> None:
    """Count every board again from the answers."""

    async def work() -> None:
        from bot.storage import open_store  # noqa: PLC0415

        async with open_store(settings.database) as store:
            typer.echo(wording.rescored(await store.rescore()))

    settings = _settings()
    _until_stopped(work())


@app.command()
def migrate() -> None:
    """Bring the database up to date."""

    async def work() -> None:
        from adapters.settings import without_secret  # noqa: PLC0415
        from bot.storage import open_store  # noqa: PLC0415

        async with open_store(settings.database) as store:
            where = without_secret(settings.database)
            typer.echo(wording.migrated(where, await store.version()))

    settings = _settings()
    _until_stopped(work())


# --- the terminal quiz ---


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once ``moment`` is reached."""
        await asyncio.sleep(max(0.0, (moment - self.now()).total_seconds()))


async def _play(settings: Settings, name: str | None, content: Path | None) -> None:
    from adapters.terminal import identity, session  # noqa: PLC0415
    from adapters.terminal.client import Terminal  # noqa: PLC0415
    from adapters.terminal.presence import Presence  # noqa: PLC0415
    from adapters.watching import Notes, watching  # noqa: PLC0415
    from bot.runner import Runner  # noqa: PLC0415
    from bot.service import Catalog, Studybot  # noqa: PLC0415
    from bot.storage import open_store  # noqa: PLC0415

    clock, outlet = SystemClock(), session.Outlet()
    named = content is not None or "content" in settings.model_fields_set
    library = _library(content or settings.content, required=named)
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database))
        catalog = Catalog(library.decks, library.problems, str(content or settings.content))
        await catalog.recognise(store)
        studybot = Studybot(store, catalog, SystemRandom(), settings.zone)
        file = settings.database_file
        presence = stack.enter_context(Presence(file and file.with_name(f"{file.name}.lock")))
        person = identity.person(name)
        terminal = Terminal(studybot, person, clock, outlet.page, presence.alone)
        runner = Runner(studybot, store, [terminal], clock, sole=presence.alone())
        notes = Notes(content or settings.content, library, str(settings.zone))
        session.greet(outlet, library.decks, library.problems)
        lines = session.listen(outlet, terminal, studybot, clock, settings.data / "history")
        tell = session.aside(outlet)
        await stack.enter_async_context(watching(notes, catalog, store, clock, tell))
        await session.sit(terminal, lines, runner, clock, outlet)


def _library(path: Path, *, required: bool) -> Library:
    """The decks of a folder or of one file; none where the folder need not be there and is not."""
    from bot.decks.library import Library, folder  # noqa: PLC0415

    try:
        found = folder(path)
    except FileMissing:
        if required:
            raise BadSetting("STUDYBOT_CONTENT", str(path), wording.A_CONTENT_FOLDER) from None
        return Library((), ())
    if path.is_file() and found.problems:
        raise found.problems[0]
    return found


# --- what the commands share ---


def _settings(*, quiet: bool = False) -> Settings:
    """The settings; ``quiet`` logs errors alone, unless something else was asked for."""
    from adapters import settings  # noqa: PLC0415

    found = settings.load()
    silent = quiet and "log" not in found.model_fields_set
    settings.start_log(settings.LogSetting("error") if silent else found.log)
    _tell_unknown()
    settings.make_folder(found)
    return found


def _tell_unknown() -> None:
    from adapters import settings  # noqa: PLC0415

    for name, nearest in settings.unknown():
        _tell(wording.unknown_setting(name, nearest))


Show = Callable[[Iterable["RenderableType"]], None]


def _shower() -> Show:
    """What prints one thing after the other on standard output."""
    from rich.console import Group  # noqa: PLC0415

    from adapters.terminal.layout import Page  # noqa: PLC0415

    if sys.stdout is None:  # closed: the exit code still says what was found
        return _silent
    shown = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    page = Page(sys.stdout.write, colour=shown)
    return lambda parts: page.show(Group(*parts))


def _silent(_: Iterable[RenderableType]) -> None:
    """Nothing is shown."""


def _until_stopped(work: Coroutine[None, None, None], *, fast: bool = False) -> None:
    """Run something that ends in order when the system asks for it (SIGTERM) or Ctrl-C does.

    ``fast``: on the quicker event loop, where there is one.
    """

    async def stoppable() -> None:
        task = asyncio.current_task()
        if task and sys.platform != "win32":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await work

    try:
        factory = _quick_loop() if fast else None
        with suppress(asyncio.CancelledError), asyncio.Runner(loop_factory=factory) as runner:
            runner.run(stoppable())
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415
    except ImportError:  # Windows has none
        return None
    return uvloop.new_event_loop


def _exit_code(error: StudybotError) -> int:
    match error:
        case BadSetting():
            return MISCONFIGURED
        case SecretRefused():
            return MISCONFIGURED
        case DatabaseError() | PlatformUnavailable():
            return UNAVAILABLE
        case FileMissing() | NotAFile() | FileUnreadable() | FileTooLarge() | NotText():
            return UNREADABLE
        case _:
            return 1


def _tell(sentence: str) -> None:
    """Say it on standard error; the name of a file may hold what a terminal would obey."""
    from adapters.terminal.prose import harmless  # noqa: PLC0415

    typer.echo(harmless(sentence), err=True)
