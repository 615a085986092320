"""Rebuilding the boards from the answers."""

from __future__ import annotations

from bot.storage.transaction import Transaction


async def rescore(transaction: Transaction) -> int:
    """See ``Store.rescore``."""
    raise NotImplementedError
