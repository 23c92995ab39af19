"""What goes wrong with calls to the stand-in, and what it took all the same."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from bot_api import BotApi, Fault, Lost
from outcome import Taken
from platform_state import Refused

Strike = tuple[str, str]  # before or after the platform carries out a call
STRIKES = ("before", "sendMessage"), ("after", "sendMessage"), ("after", "getUpdates")


class Storm:
    """What goes wrong with calls, and a note of everything that the platform took."""

    def __init__(self, api: BotApi, chance: random.Random) -> None:
        self.api, self.chance = api, chance
        self.taken: list[Taken] = []
        self.refusals = 0
        self.raging = True
        self.strike: tuple[Strike, Callable[[], None]] | None = None
        self.struck = asyncio.Event()
        api.fault_of, api.taken = self.fault, self.note

    def fault(self, method: str) -> Fault | None:
        """What becomes of a call."""
        self._strike("before", method)
        if not self.raging or method not in {"sendMessage", "createForumTopic"}:
            return None
        lot = self.chance.random()
        if lot > 0.08:
            return None
        self.refusals += 1
        if lot < 0.03:
            return Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        if lot < 0.05:
            return Refused(500, "Internal Server Error: restart")
        return Lost()

    def note(self, method: str, params: dict[str, Any], lost: bool) -> None:
        """Remember what was taken."""
        if method == "sendMessage":
            self.taken.append(
                Taken(time.monotonic(), int(params["chat_id"]), str(params["text"]), lost)
            )
        self._strike("after", method)

    async def strikes(self, when: Strike, kill: Callable[[], None]) -> bool:
        """Kill at the next such call; False when none comes for a while."""
        self.struck.clear()
        self.strike = when, kill
        try:
            await asyncio.wait_for(self.struck.wait(), 2)
        except TimeoutError:
            self.strike = None
            return False
        return True

    def _strike(self, when: str, method: str) -> None:
        if self.strike is not None and self.strike[0] == (when, method):
            self.strike[1]()
            self.strike = None
            self.struck.set()
