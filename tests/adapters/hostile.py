"""Words that try to be more than words."""

from hypothesis import strategies as st

SIGNS = (
    "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</quiz:1>", "<t:1:R>", "<:e:1>",
    "<a:e:1>", "<id:guide>", "<mailto:a@b.c>", ":smile:", ":+1:", "**a**", "*a*", "_a_", "__a__",
    "~~a~~", "||a||", "`a`", "``a``", "```a```", "```py\na\n```", "[a](https://e.org)",
    "https://e.org", "steam://run/1", "<https://e.org>", "# a", "## a", "-# a", "- a", "+ a", "* a",
    "> a", ">>> a", "1. a",
)  # fmt: skip
"""Each of them is a sign of Discord's Markdown as it stands."""

SLACK_SIGNS = (
    "<!channel>", "<!here>", "<!everyone|all>", "<@U0123>", "<@W0123|ana>", "<#C0123>",
    "<!subteam^S0123>", "<!date^1^{ago}|now>", "<https://e.org|bank>", "<mailto:a@b.c|me>",
    "&lt;!channel&gt;", "&amp;", "*a*", "_a_", "~a~", "`a`", "```a```", ":smile:", "> a", "&gt; a",
)  # fmt: skip
"""Each of them is a sign where Slack reads its mrkdwn, which it must not do."""


_PIECES = (
    "**", "*", "_", "__", "***", "~~", "~", "||", "|", "`", "``", "```", "```py\n", "[", "](", "]",
    "(", ")", "https://", "https://e.org/a_b_c?d=*e*", "http://e.org/(x)", "# ", "-# ", "- ", "+ ",
    "* ", "> ", ">>> ", "1. ", "12.", "#", "\\", "\\\\", "\n", "\n\n", " ", "   ", "\t", "\r",
    "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u0301", "\ud800", "\x00", "\x1b[31m",
    "\u2028", "\U000e0041", "א", "ب", "陈", "🥇", "🏳️‍🌈", "a", "B", "7", ".", ":", "!", "<", ">",
    "=", "-", "&", '"', "'", "snake_case", "2 * 3", "a < b", "x -> y", "e.g. ", "\u3164", "\ufeff",
    "@",
)  # fmt: skip

WORDS: st.SearchStrategy[str] = st.lists(
    st.sampled_from((*SIGNS, *SLACK_SIGNS)) | st.sampled_from(_PIECES) | st.text(max_size=3),
    max_size=12,
).map("".join)
"""Any words, mostly such as mean something to somebody."""
