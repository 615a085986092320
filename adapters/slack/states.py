"""The state of an installation under way: what tells that a browser comes back as it was sent."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.ports import Clock, Store

LIFETIME = timedelta(minutes=10)
"""How long an approval may take."""

_CHANCE = 16
"""Bytes of chance in a state."""


class States(AsyncOAuthStateStore):
    """Issues states that are signed, and takes each once, in whichever process.

    Nothing is kept of one that is issued: anybody may ask for as many as they like.
    """

    def __init__(self, store: Store, client_secret: str, clock: Clock) -> None:
        """Sign with what only Slack and the processes of this bot know."""
        self._store = store
        self._key = blake2b(client_secret.encode(), person=b"oauth state").digest()
        self._clock = clock

    async def async_issue(self, *_: object, **__: object) -> str:
        """A new state."""
        ends = self._clock.now() + LIFETIME
        said = f"{int(ends.timestamp())}.{secrets.token_hex(_CHANCE)}"
        return f"{said}.{self._signature(said)}"

    async def async_consume(self, state: str) -> bool:
        """Whether this state was issued here, not long ago, and comes back for the first time.

        Raises ``DatabaseError``.
        """
        said, _, signature = state.rpartition(".")
        # Not every text that comes along can be compared; all bytes can.
        if not hmac.compare_digest(signature.encode(), self._signature(said).encode()):
            return False
        now = self._clock.now()
        ends = datetime.fromtimestamp(int(said.partition(".")[0]), UTC)
        return now < ends and await self._store.once(f"oauth state {said}", now)

    def _signature(self, said: str) -> str:
        return blake2b(said.encode(), key=self._key, digest_size=32).hexdigest()
