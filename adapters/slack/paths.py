"""Where Slack and browsers find the bot, below its public address."""

REQUESTS = "/slack/events"
"""Everything that Slack sends."""

INSTALL = "/slack/install"
"""Where the bot is installed into a workspace."""

CALLBACK = "/slack/oauth_redirect"
"""Where a browser comes back to once an installation is approved."""
