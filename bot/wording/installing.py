"""What is said of installing the bot: on the pages a browser shows, and where it is not."""

from __future__ import annotations

NAME = "Studybot"
NOT_INSTALLED = (
    "Studybot is not installed here, so this was not done."
    " Whoever manages the apps of this workspace can install it."
)
START_AGAIN = "Start again"
OPEN = "Open the workspace"

INSTALLATION_CANCELLED = "Nothing was installed: it was not approved. You can start again any time."
INSTALLATION_STALE = (
    "Nothing was installed: it was begun in another browser or more than ten minutes ago,"
    " or this page was opened a second time. Please start again."
)
INSTALLATION_EXPIRED = (
    "Nothing was installed: the approval was used or had expired before the bot could use it."
    " Please start again."
)
INSTALLATION_REFUSED = (
    "Nothing was installed: the bot was refused. Whoever runs it finds the reason in its log."
)
INSTALLATION_INTERRUPTED = (
    "Nothing was installed: the bot cannot reach what it needs for that at the moment."
    " Please start again in a minute."
)


def installed(space: str) -> str:
    """That the bot is installed, and how to begin; ``space`` is its name, or empty."""
    where = space or "your workspaces"
    return (
        f"Studybot is installed in {where}. In any channel, /quiz asks a question"
        " and /studybot help lists the commands."
    )
