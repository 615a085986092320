from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.endpoint import Endpoint, listening
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.tinybot import button, form
from tests.fakes.slack.views import View


class Desk:
    """Somebody with a modal open before them, and a bot that answers as a test says."""

    def __init__(self, server: FakeSlack, endpoint: Endpoint) -> None:
        self.server = server
        self.endpoint = endpoint
        self.ana = server.add_user("Ana")
        self.hall = server.add_channel("hall")
        self.client = AsyncWebClient(server.bot_token, server.api_url)

    async def opened(self, **more: object) -> View:
        """A new modal."""
        asked = await self.server.command(self.ana, self.hall, "/form")
        trigger = asked.payload["trigger_id"]
        await self.client.views_open(trigger_id=trigger, view=form() | more)
        return asked.modal

    async def submitted(self, modal: View, /, **answer: object) -> Delivery:
        """Ana submits it, and the bot acknowledges with this."""
        self.endpoint.body = answer
        return await (await self.server.submit(self.ana, modal, {"name": "Ana"})).outcome()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A Slack and an address to which it delivers."""
    async with FakeSlack() as server, listening(server) as endpoint:
        yield Desk(server, endpoint)


def titled(title: str) -> dict[str, Any]:
    """A modal of this title."""
    return form() | {"title": {"type": "plain_text", "text": title}}


async def test_a_submission_changes_the_modal(desk: Desk) -> None:
    """The acknowledgement can put something else in the modal's place."""
    view = await desk.opened()
    await desk.submitted(view, response_action="update", view=titled("Next"))
    assert (view.title, view.open) == ("Next", True)


async def test_a_submission_opens_another_above(desk: Desk) -> None:
    """A modal above another is closed by itself; clearing closes all of them."""
    view = await desk.opened()
    above = (await desk.submitted(view, response_action="push", view=titled("Above"))).modal
    assert (above.previous, above.root) == (view, view)
    await desk.submitted(above)
    assert (above.open, view.open) == (False, True)
    another = (await desk.submitted(view, response_action="push", view=titled("Above"))).modal
    await desk.submitted(another, response_action="clear")
    assert (another.open, view.open) == (False, False)
    assert desk.server.complaints() == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"age": "How old?"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "dance"},
    ],
)
async def test_a_bad_acknowledgement_is_seen_as_an_error(desk: Desk, answer: Any) -> None:  # noqa: ANN401 -- whatever a bot says
    """Errors for no input, a bad view or an unknown action leave the modal with an error."""
    view = await desk.opened()
    delivery = await desk.submitted(view, **answer)
    assert (delivery.failed, view.open) == (True, True)
    assert desk.server.complaints()


async def test_a_press_in_a_modal_can_open_another(desk: Desk) -> None:
    """The trigger of a press in a modal pushes a view, three deep at most."""
    row = {"type": "actions", "elements": [button("more", "More")]}
    view = await desk.opened(blocks=[row])
    for depth in (2, 3):
        press = await desk.server.press(desk.ana, view, "More")
        assert "response_url" not in press.payload
        trigger = press.payload["trigger_id"]
        pushed = titled(str(depth)) | {"blocks": [row]}
        await desk.client.views_push(trigger_id=trigger, view=pushed)
        view = press.modal
    press = await desk.server.press(desk.ana, view, "More")
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await desk.client.views_push(trigger_id=press.payload["trigger_id"], view=titled("4"))


async def test_a_trigger_is_of_no_use_elsewhere(desk: Desk) -> None:
    """A command's trigger pushes nothing, for no modal is open."""
    asked = await desk.server.command(desk.ana, desk.hall, "/form")
    with pytest.raises(SlackApiError, match="not_found"):
        await desk.client.views_push(trigger_id=asked.payload["trigger_id"], view=form())


async def test_what_a_press_says_in_its_acknowledgement_is_complained_of(desk: Desk) -> None:
    """Slack shows nothing of it; a bot that counts on it has told nobody."""
    message = desk.server.write(desk.ana, desk.hall, "x")
    desk.endpoint.body = "Right!"
    press = await desk.server.press_anyway(desk.ana, message, "a")
    assert (await press.outcome()).shown == []
    assert "nobody sees 'Right!'" in desk.server.complaints()[0]
