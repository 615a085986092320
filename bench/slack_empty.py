"""The least a bot on slack-bolt can do: acknowledge every press, then answer with what is ready.

    python -m bench.slack_empty VERDICTS [bare]

It is reached as the bot is, takes presses as the bot does, and answers with messages of the same
blocks (``slack_clicks.py`` writes down those of the bot). It decides and keeps nothing.

It does so as the SDK's documentation has it. With ``bare`` it takes the short cuts that the bot
takes too: connections that are kept, nothing polled, nothing asked of Slack but what it is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import aiohttp
import uvloop
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

Json = dict[str, Any]

ANYTHING = re.compile(r".*", re.DOTALL)
PATH = "/slack/events"


def documented(verdicts: dict[str, Json]) -> AsyncApp:
    """An app as the documentation makes one."""
    token, api = os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"]
    client = AsyncWebClient(token=token, base_url=api)
    app = AsyncApp(client=client, signing_secret=os.environ.get("SLACK_SIGNING_SECRET", ""))

    async def press(ack: Any, body: Json, respond: Any) -> None:  # noqa: ANN401 -- Bolt has no types for these
        await ack()
        told = verdicts[body["actions"][0]["action_id"]]
        await respond(**told, response_type="ephemeral", replace_original=False)

    app.action(ANYTHING)(press)
    return app


async def bare(verdicts: dict[str, Json], session: aiohttp.ClientSession) -> AsyncApp:
    """An app that does without what costs time."""
    token, api = os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"]
    client = AsyncWebClient(base_url=api, session=session)
    auth = await client.auth_test(token=token)
    known = AuthorizeResult(
        enterprise_id=None,
        team_id=auth["team_id"],
        bot_id=auth["bot_id"],
        bot_user_id=auth["user_id"],
        bot_token=token,
    )

    async def authorize(**_: object) -> AuthorizeResult:
        return known

    app = AsyncApp(
        client=client,
        signing_secret=os.environ.get("SLACK_SIGNING_SECRET", ""),
        authorize=authorize,
        process_before_response=True,
    )
    ready = {
        name: {**told, "response_type": "ephemeral", "replace_original": False}
        for name, told in verdicts.items()
    }
    under_way: set[asyncio.Task[Any]] = set()

    async def press(ack: Any, body: Json) -> None:  # noqa: ANN401 -- as above
        await ack()
        webhook = AsyncWebhookClient(body["response_url"], session=session)
        told = ready[body["actions"][0]["action_id"]]
        task = asyncio.create_task(webhook.send_dict(told))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    app.action(ANYTHING)(press)
    return app


async def listen(app: AsyncApp) -> None:
    """Be reached as the environment says."""
    if app_token := os.environ.get("SLACK_APP_TOKEN"):
        handler = AsyncSocketModeHandler(app, app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        return
    host, _, port = os.environ["STUDYBOT_HTTP"].partition(":")
    site = app.server(port=int(port), path=PATH).web_app
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, int(port)).start()


async def main(verdicts: dict[str, Json], *, short: bool) -> None:
    """Answer until stopped."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        await listen(await bare(verdicts, session) if short else documented(verdicts))
        await asyncio.Event().wait()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as started:
        known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        started.run(main(known, short="bare" in sys.argv))
