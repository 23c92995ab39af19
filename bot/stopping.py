"""Stopping without leaving things half done: what has begun is finished first."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
GRACE_SECONDS = 5.0


async def to_the_end(work: Coroutine[Any, Any, T], grace: float = GRACE_SECONDS) -> T:
    """Await the work; when cancelled meanwhile, let it end first, for at most `grace` seconds."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=grace)
        task.cancel()
        raise
