"""The smallest bot that uses Slack as ours does, to try the fake with."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.server import FakeSlack

Json = dict[str, Any]


def button(action_id: str, label: str) -> Json:
    """A button, as blocks have it."""
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": action_id, "text": text, "value": "v"}


def question() -> list[Json]:
    """Something to press."""
    text = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Which is it?"}]}
    buttons = [button("answer:0", "A"), button("answer:1", "B")]
    return [
        {"type": "rich_text", "elements": [text]},
        {"type": "actions", "block_id": "answers", "elements": buttons},
    ]


def form() -> Json:
    """A modal that asks for a name."""
    element = {"type": "plain_text_input", "action_id": "typed"}
    label = {"type": "plain_text", "text": "Your name"}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": "name", "label": label, "element": element}],
    }


class TinyBot:
    """A command that asks, a button that tells privately, a modal, and a home tab."""

    def __init__(self, server: FakeSlack) -> None:
        client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        quiet = logging.getLogger("tinybot")
        quiet.setLevel(logging.CRITICAL)
        self.app = AsyncApp(client=client, signing_secret=server.signing_secret, logger=quiet)
        self.client = client
        self.seen: list[Json] = []
        self.app.command("/ask")(self.ask)
        self.app.command("/form")(self.form)
        self.app.command("/say")(self.say)
        self.app.action("slow")(self.slow)
        self.app.action("answer:0")(self.press)
        self.app.action("answer:1")(self.press)
        self.app.action("menu")(self.choose)
        self.app.view("form")(self.submitted)
        self.app.options("find")(self.suggest)
        self.app.event("app_home_opened")(self.home)
        self.app.action("note")(self.noted_press)
        self.app.event("app_uninstalled")(self.noted)
        self.app.event("tokens_revoked")(self.noted)
        self.app.event("channel_archive")(self.noted)

    async def ask(self, ack: Any, command: Json) -> None:  # noqa: ANN401 -- Bolt has no types for these
        """Posts a question."""
        self.seen.append(command)
        await ack()
        await self.client.chat_postMessage(
            channel=command["channel_id"],
            text="Which is it?",
            blocks=question(),
            unfurl_links=False,
        )

    async def say(self, ack: Any, command: Json) -> None:  # noqa: ANN401 -- as above
        """Answers with the acknowledgement."""
        await ack(command["text"])

    async def form(self, ack: Any, body: Json, client: Any) -> None:  # noqa: ANN401 -- as above
        """Opens a modal."""
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    async def press(self, ack: Any, body: Json, respond: Any) -> None:  # noqa: ANN401 -- as above
        """Tells privately what was pressed, and counts it on the message."""
        await ack()
        self.seen.append(body)
        action = body["actions"][0]["action_id"]
        await respond(text=f"You pressed {action}.", replace_original=False)
        message = body.get("message")
        if message is not None:
            await self.client.chat_update(
                channel=body["channel"]["id"], ts=message["ts"], text="Pressed", blocks=question()
            )

    async def choose(self, ack: Any, body: Json, respond: Any) -> None:  # noqa: ANN401 -- as above
        """Says what was chosen."""
        await ack()
        self.seen.append(body)
        chosen = body["actions"][0]["selected_options"]
        await respond(" ".join(option["value"] for option in chosen), replace_original=False)

    async def slow(self, body: Json) -> None:
        """Never acknowledges."""
        self.seen.append(body)

    async def noted_press(self, ack: Any, body: Json) -> None:  # noqa: ANN401 -- as above
        """Only keeps what was pressed."""
        self.seen.append(body)
        await ack()

    async def submitted(self, ack: Any, view: Json) -> None:  # noqa: ANN401 -- as above
        """Wants a name that is not empty."""
        name = view["state"]["values"]["name"]["typed"]["value"]
        if name == "nobody":
            await ack(response_action="errors", errors={"name": "Somebody, please."})
        else:
            self.seen.append(view)
            await ack()

    async def suggest(self, ack: Any, payload: Json) -> None:  # noqa: ANN401 -- as above
        """Suggests what was typed."""
        text = {"type": "plain_text", "text": payload["value"]}
        await ack(options=[{"text": text, "value": payload["value"]}])

    async def home(self, event: Json, client: Any) -> None:  # noqa: ANN401 -- as above
        """Publishes a home tab."""
        self.seen.append(event)
        text = {"type": "plain_text", "text": f"Hello {event['user']}"}
        view = {"type": "home", "blocks": [{"type": "section", "text": text}]}
        await client.views_publish(user_id=event["user"], view=view)

    async def noted(self, body: Json) -> None:
        """Keeps what has happened."""
        self.seen.append(body)


@asynccontextmanager
async def on_socket(
    bot: TinyBot, server: FakeSlack, ping_interval: float = 10
) -> AsyncIterator[TinyBot]:
    """The bot, connected by Socket Mode; looks after its socket every ``ping_interval`` seconds."""
    handler = AsyncSocketModeHandler(
        bot.app,
        server.app_token,
        web_client=bot.client,
        logger=bot.app.logger,
        ping_interval=ping_interval,
    )
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await server.connected()
        yield bot
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def on_http(bot: TinyBot, server: FakeSlack, endpoints: int = 1) -> AsyncIterator[TinyBot]:
    """The bot, listening at as many endpoints of its own."""

    async def heard(request: web.Request) -> web.Response:
        answer = await bot.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    site = web.Application()
    site.router.add_post("/slack/events", heard)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        urls = []
        for _ in range(endpoints):
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[-1][:2]
            urls.append(f"http://{host}:{port}/slack/events")
        server.deliver_to(*urls)
        yield bot
    finally:
        await runner.cleanup()
