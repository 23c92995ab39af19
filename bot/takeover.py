"""Taking a publish over: the old library goes on serving until the new one is ready."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable

import structlog

from bot.metrics import Metrics

RELOAD_AGAIN_SECONDS = 30.0

log = structlog.get_logger("worker")


def whereabouts(fault: BaseException) -> str:
    """Where it happened, without the message: that may hold a citizen's words."""
    frames = traceback.extract_tb(fault.__traceback__)[-3:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return f"{type(fault).__name__} at {' < '.join(reversed(places))}"


class Takeover:
    """Begins a reload when the generation is another; never two at once."""

    def __init__(
        self,
        reload: Callable[[int], Awaitable[None]] | None,
        generation: int,
        metrics: Metrics,
    ) -> None:
        self._reload, self._generation, self._metrics = reload, generation, metrics
        self._reloading: asyncio.Task[None] | None = None

    def notice(self, generation: int) -> None:
        """See which generation is in force, and begin to take it over."""
        if generation == self._generation or self._reload is None or self._reloading is not None:
            return
        self._reloading = asyncio.create_task(self._take_over(generation, self._reload))

    def stop(self) -> None:
        """Give up a reload that is under way."""
        if self._reloading is not None:
            self._reloading.cancel()

    async def _take_over(self, generation: int, reload: Callable[[int], Awaitable[None]]) -> None:
        try:
            await reload(generation)
            self._generation = generation
            self._metrics.generation.set(generation)
            log.info("took over", generation=generation)
        except Exception as fault:  # noqa: BLE001 - the old library goes on serving
            log.error("publish not taken over", generation=generation, fault=whereabouts(fault))  # noqa: TRY400 - see `whereabouts`
            await asyncio.sleep(RELOAD_AGAIN_SECONDS)
        finally:
            self._reloading = None
