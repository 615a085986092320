"""What Slack does about pictures: it fetches them before it takes a message that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.slack.calls import SlackError

if TYPE_CHECKING:
    from tests.fakes.slack.state import State


class Unshown(SlackError):
    """A picture that cannot be shown, which nobody can know who asks for it."""

    def __init__(self, why: str) -> None:
        super().__init__("invalid_blocks", errors=[why])


def shown(state: State, blocks: object) -> None:
    """Fetches the pictures in blocks.

    Raises:
        Unshown: One cannot be had, or not yet.
    """
    for number, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if not isinstance(block, dict) or block.get("type") != "image":
            continue
        at = f"[json-pointer:/blocks/{number}"
        if block.get("image_url") in state.broken:
            raise Unshown(f"downloading image failed {at}/image_url]")
        file = (block.get("slack_file") or {}).get("id")
        if file is None:
            continue
        state.unready -= 1
        if file not in state.files or state.unready >= 0:
            raise Unshown(f"invalid slack file {at}/slack_file]")
