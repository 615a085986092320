"""The methods that send a file, in the three steps Slack wants: where to, the bytes, done."""

from __future__ import annotations

import re
from typing import Final

from tests.fakes.discord.calls import Answer
from tests.fakes.slack.calls import Call, Json, Method, SlackError, method
from tests.fakes.slack.rules import check_message, style_flaws
from tests.fakes.slack.state import State
from tests.fakes.slack.world import Channel

_CHANNEL: Final = re.compile("^[CGDZ][A-Z0-9]{8,}$")


def upload_url(call: Call) -> Json:
    """``files.getUploadURLExternal``."""
    name, size = call.need("filename"), int(call.need("length"))
    file = call.state.id("F")
    call.state.uploads[file] = {"name": name, "size": size}
    return {"ok": True, "upload_url": f"{call.state.origin}/upload/{file}", "file_id": file}


def received(state: State, path: str, args: Json) -> Answer:
    """The bytes of a file."""
    file = path.removeprefix("/upload/")
    content = next((part for part in args.values() if isinstance(part, bytes)), None)
    if file not in state.uploads or content is None:
        return Answer(400, "no such upload")
    state.files[file] = content
    return Answer(200, f"OK - {len(content)}")


def complete_upload(call: Call) -> Json:
    """``files.completeUploadExternal``: shares the files in a channel, if one is named."""
    files = []
    for one in call.args.get("files") or ():
        if one.get("id") not in call.state.files:
            raise SlackError("file_not_found")
        files.append(_described(call, one))
    if call.args.get("channel_id"):
        call.state.posted(_shared_in(call), _comment(call)).files = files
    return {"ok": True, "files": files}


def _shared_in(call: Call) -> Channel:
    """The channel that the files are shared in; a person is none.

    Raises:
        SlackError: The bot may not write there.
    """
    wanted = str(call.args["channel_id"])
    if not _CHANNEL.fullmatch(wanted):
        flaw = f"input must match regex pattern: {_CHANNEL.pattern}"
        raise SlackError("invalid_arguments", errors=[flaw])
    args = {**call.args, "channel": wanted}
    channel = Call(call.state, call.name, call.workspace, args, call.token).writable()
    if not channel.joined:
        raise SlackError("not_in_channel")
    return channel


def _comment(call: Call) -> Json:
    """What stands above the files: blocks, which Slack lets be where there is a text as well.

    Raises:
        SlackError: Slack would refuse it.
    """
    args = call.args
    comment = args.get("initial_comment") or ""
    blocks = None if comment else args.get("blocks")
    if blocks is not None:
        check_message({"blocks": blocks})
        said = {"blocks": blocks, "text": "Slack says by itself that there is a file."}
        call.state.record.complain(call.name, style_flaws(said))
    return {"text": comment, "blocks": blocks, "thread_ts": args.get("thread_ts")}


def _described(call: Call, one: Json) -> Json:
    known = call.state.uploads[one["id"]]
    return described(call.state, one["id"], known["name"], title=one.get("title") or known["name"])


def described(state: State, file: str, name: str, *, title: str = "", user: str = "") -> Json:
    """As Slack describes a file."""
    return {
        "id": file,
        "name": name,
        "title": title or name,
        "mimetype": "text/plain",
        "filetype": name.rpartition(".")[2],
        "mode": "hosted",
        "user": user,
        "size": len(state.files[file]),
        "url_private": f"{state.origin}/files/{file}/{name}",
        "url_private_download": f"{state.origin}/files/{file}/download/{name}",
    }


def info(call: Call) -> Json:
    """``files.info``."""
    file = call.need("file")
    if file not in call.state.files:
        raise SlackError("file_not_found")
    known = call.state.uploads[file]
    told = described(call.state, file, known["name"]) | known.get("told", {})
    return {"ok": True, "file": told, "comments": []}


METHODS: Final[tuple[Method, ...]] = (
    method(
        "files.getUploadURLExternal",
        upload_url,
        "filename length alt_txt snippet_type",
        "files:write",
    ),
    method(
        "files.completeUploadExternal",
        complete_upload,
        "files channel_id channels initial_comment thread_ts blocks",
        "files:write",
    ),
    method("files.info", info, "file count page limit cursor", "files:read"),
)
