"""Files that people hand over in a form, and files that they are handed as a direct message.

The bot's token opens the former; it is sent to Slack's own hosts, and to no other.
"""

from __future__ import annotations

import json
from dataclasses import replace

import yarl
from slack_sdk.errors import SlackRequestError

from adapters.chat import fetching
from adapters.chat import pages as chat
from adapters.chat.fetching import Handed, Source
from adapters.chat.plain import clipped
from adapters.slack import failures
from adapters.slack.api import Api
from adapters.slack.forms import Filled
from adapters.slack.layout import Page
from adapters.slack.payloads import Origin, Payload
from bot.errors import FileNotFetched, PlatformUnavailable
from bot.invocations import Invocation, Upload, accept
from bot.model import Request
from bot.screens import FileScreen

OFFICIAL = "https://files.slack.com"
"""Where Slack keeps files."""

_UNKNOWN = "file_not_found"
_GONE = frozenset({_UNKNOWN, "file_deleted"})


class Files:
    """Fetches what somebody put into a form, and sends what somebody asked for."""

    def __init__(self, api: Api) -> None:
        """Take what sends requests, and where it sends them."""
        self._api = api
        self._source = Source(origins(api.web.base_url))

    async def fetched(self, given: Filled, request: Request) -> Invocation:
        """A command with what was handed over for it, by somebody who may give it.

        The form itself may say less of a file than is needed, so Slack is asked. Raises
        ``OrganiserOnly``, ``BadOption``, ``FileTooLarge``, ``FileNotFetched``, ``InstalledBefore``
        and ``PlatformUnavailable``.
        """
        invocation, values = given.invocation, dict(given.invocation.values)
        for option, file in given.files.items():
            fetching.admit(invocation.command, request)
            handed = _handed(await self._described(request.room.workspace, file))
            accept(invocation.command, option, handed.name, handed.size)
            values[option.name] = await self._fetched(request.room.workspace, handed, option.limit)
        return replace(invocation, values=values)

    async def hand_over(self, origin: Origin, screen: FileScreen, page: Page) -> bool:
        """Send a file to whoever asked, with a page that says what it is; whether it is elsewhere.

        A file cannot be shown to one person alone in a room, so it is sent to them directly. It is
        shared by an id of that conversation: Slack takes none of a person. Raises as
        ``failures.told`` does.
        """
        web, team = self._api.web, origin.team
        opened = await self._api.call(team, web.conversations_open, users=origin.user)
        conversation = str(opened["channel"]["id"])
        try:
            await self._api.call(
                team,
                web.files_upload_v2,
                filename=screen.name,
                content=screen.data,
                title=clipped(screen.deck, chat.TITLE),
                channel=conversation,
                # As blocks, in which foreign words are no signs; in a comment they would be.
                blocks=json.dumps(page.blocks, ensure_ascii=False),
            )
        except SlackRequestError as error:  # the SDK's, where Slack does not take the bytes
            raise PlatformUnavailable("Slack did not take a file", failures.AWAY) from error
        return conversation != origin.channel

    async def _fetched(self, team: str, handed: Handed, limit: int) -> Upload:
        return Upload(handed.name, await self._api.fetch(team, self._source, handed, limit))

    async def _described(self, team: str, file: Payload) -> Payload:
        """What Slack says of a file; or the form, if Slack does not know it outside of that."""
        try:
            said = await self._api.call(team, self._api.web.files_info, file=file["id"])
        except PlatformUnavailable as error:
            if error.reason == _UNKNOWN and "name" in file:
                return file
            if error.reason in _GONE:
                raise FileNotFetched(_called(file), fetching.LOST) from error
            raise
        found = said.get("file")
        return found if isinstance(found, dict) else file


def origins(base_url: str) -> list[str]:
    """Where files are that the Web API at this address tells of."""
    api = yarl.URL(base_url).origin()
    beside = [] if ":" in (api.host or ":") else [api.with_host(f"files.{api.host}")]
    return [OFFICIAL, *map(str, (api, *beside))]


def _handed(file: Payload) -> Handed:
    size = file.get("size")
    return Handed(
        _called(file),
        size if isinstance(size, int) else 0,
        str(file.get("url_private_download") or file.get("url_private") or ""),
    )


def _called(file: Payload) -> str:
    return fetching.called(str(file.get("name") or "")) or "The file"
