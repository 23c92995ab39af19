"""Hearing Telegram: what comes is committed before Telegram is told that we have it."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.platforms import Keep, Raw

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LONG_POLL = 50  # seconds that Telegram holds a poll open
MOST = 100  # updates of one poll
CONFLICT_PAUSE = 3.0  # as Telegram itself delays a bot that polls twice
LONGEST_PAUSE = 30.0
LARGEST = 1_000_000  # bytes of one pushed update

log = structlog.get_logger("telegram")

Wrap = Callable[[object], Raw | None]
Kept = Callable[[Sequence[object]], None]  # told of updates once they are committed
Unhook = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What one poll brought: where the next begins, and how long to wait before it."""

    offset: int | None
    pause: float = 0.0


class Poller:
    """Asks for updates without end. Whatever goes wrong, the same updates are asked for again."""

    def __init__(
        self, http: httpx.AsyncClient, base: str, wrap: Wrap, kept: Kept, unhook: Unhook
    ) -> None:
        """`base`: the API's address with the token; `unhook` takes a webhook away."""
        self._http, self._base, self._wrap = http, base, wrap
        self._kept, self._unhook = kept, unhook
        self._faults = 0

    async def listen(self, keep: Keep, allowed: Sequence[str]) -> None:
        """Poll until cancelled."""
        offset: int | None = None
        while True:
            heard = await self.once(keep, offset, allowed)
            offset = heard.offset
            if heard.pause:
                await asyncio.sleep(heard.pause)

    async def once(self, keep: Keep, offset: int | None, allowed: Sequence[str]) -> Heard:
        """One poll: commit, and only then move the offset by which Telegram forgets."""
        asked: dict[str, Any] = {
            "timeout": LONG_POLL,
            "limit": MOST,
            "allowed_updates": list(allowed),
        }
        if offset is not None:
            asked["offset"] = offset
        try:
            answer = await self._http.post(
                f"{self._base}/getUpdates", json=asked, timeout=LONG_POLL + 15
            )
            told = answer.json()
        except (httpx.HTTPError, ValueError) as fault:
            return Heard(offset, self._later(type(fault).__name__))
        if not isinstance(told, dict) or not told.get("ok"):
            return Heard(offset, await self._refused(told if isinstance(told, dict) else {}))
        return await self._take(keep, offset, told.get("result") or [])

    async def _take(self, keep: Keep, offset: int | None, updates: list[object]) -> Heard:
        raws = [raw for raw in map(self._wrap, updates) if raw is not None]
        try:
            if raws:
                await keep(raws)
        except Exception as fault:  # noqa: BLE001 - the store is away: nothing is confirmed, ask again
            return Heard(offset, self._later(f"not kept: {type(fault).__name__}"))
        self._faults = 0
        self._kept(updates)
        following = _after(updates)
        stuck = bool(updates) and following is None  # nothing by which to confirm: do not spin
        return Heard(following or offset, 1.0 if stuck else 0.0)

    async def _refused(self, told: dict[str, Any]) -> float:
        """Seconds to wait after a refusal; a forgotten webhook is taken away."""
        code, words = told.get("error_code"), str(told.get("description", ""))
        if code == 409:
            log.warning("polling conflict", told=words)
            if "webhook" in words:
                await self._unhook()
                return 1.0
            return CONFLICT_PAUSE
        if code == 429:
            wait = (told.get("parameters") or {}).get("retry_after", 1)
            return float(wait)
        return self._later(f"{code} {words}")

    def _later(self, why: str) -> float:
        self._faults += 1
        log.warning("polling failed", why=why)
        return min(LONGEST_PAUSE, 2.0 ** min(self._faults - 1, 8))


def _after(updates: Sequence[object]) -> int | None:
    """The offset that confirms all of them."""
    numbers = [
        update["update_id"]
        for update in updates
        if isinstance(update, dict) and isinstance(update.get("update_id"), int)
    ]
    return max(numbers) + 1 if numbers else None


class Hook:
    """The other end of a webhook: 200 means committed, anything else brings it again."""

    def __init__(self, secret: str, wrap: Wrap, kept: Kept, keep: Keep) -> None:
        self._secret, self._wrap, self._kept, self._keep = secret.encode(), wrap, kept, keep

    async def hear(self, request: Request) -> Response:
        """One pushed update."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            return JSONResponse({"ok": False}, status_code=403)
        body = await _body(request)
        if body is None:
            return JSONResponse({"ok": False}, status_code=413)
        update = _update(body)
        raw = self._wrap(update)
        try:
            if raw is not None:
                await self._keep([raw])
        except Exception as fault:  # noqa: BLE001 - the store is away: Telegram keeps it for us
            log.warning("webhook not kept", why=type(fault).__name__)
            return JSONResponse({"ok": False}, status_code=503, headers={"Retry-After": "2"})
        self._kept([update])
        return JSONResponse({"ok": True})


async def _body(request: Request) -> bytes | None:
    """The request's body; None when it is larger than any update."""
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > LARGEST:
            return None
    return read


def _update(body: bytes) -> object:
    """The update, or its bytes as text when they are no JSON: kept and parked all the same."""
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")
