"""A stand-in for Telegram's Bot API server, as far as a bot and its users can tell.

One Starlette application: served over TCP by uvicorn or met without sockets through
`httpx.ASGITransport`. `platform_state.py` holds chats and messages, `platform_calls.py` the calls.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from platform_calls import Calls
from platform_state import Refused
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
LONGEST_DELAY = 60.0


@dataclass
class Webhook:
    """Where updates are pushed to, and how that went."""

    url: str
    secret: str
    allowed: list[str]
    last_error: str = ""


@dataclass(frozen=True)
class Lost:
    """The call is carried out, but its answer never arrives (a 504 of the proxy in front)."""


Fault = Refused | Lost


class BotApi(Calls):
    """The server: hears calls, hands updates out, pushes them to a webhook."""

    def __init__(self, *, flood_limits: bool = False, patience: float = 1.0) -> None:
        """`patience` scales the pauses between two deliveries to a webhook (1: as in life)."""
        super().__init__(flood_limits=flood_limits)
        self.patience = patience
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.fault_of: Callable[[str], Fault | None] = lambda _method: None
        self.taken: Callable[[str, dict[str, Any], bool], None] = lambda *_: (
            None
        )  # before it answers
        nobody = httpx.MockTransport(lambda _request: httpx.Response(502))
        self.client = httpx.AsyncClient(transport=nobody)  # meets the webhook; tests give theirs
        self.webhook: Webhook | None = None
        self.deliveries: list[int] = []  # update ids as they were pushed, repetitions too
        self._poll = 0
        self._pump: asyncio.Task[None] | None = None
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
            ]
        )

    # ---- calls

    async def _answer(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _refusal(Refused(401, "Unauthorized"))
        method = request.path_params["method"]
        try:
            params = await _params(request)
        except ClientDisconnect:  # the bot was killed while it spoke
            return Response(status_code=400)
        if method.lower() == "getupdates":
            return await self._get_updates(params)
        self.calls.append((method, params))
        waiting = self.faults[method]
        fault = waiting.popleft() if waiting else self.fault_of(method)
        if isinstance(fault, Refused):
            return _refusal(fault)
        try:
            result = await self._call(method, params)
        except Refused as refused:
            return _refusal(refused)
        self.taken(method, params, isinstance(fault, Lost))
        if isinstance(fault, Lost):
            return Response("<html>504 Gateway Time-out</html>", status_code=504)
        return JSONResponse({"ok": True, "result": result})

    async def _call(self, method: str, params: dict[str, Any]) -> Any:
        match method:
            case "setWebhook":
                return await self._set_webhook(params)
            case "deleteWebhook":
                await self._stop_pushing()
                return True
            case "getWebhookInfo":
                return self._webhook_info()
            case _:
                return self.carry_out(method, params)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of every call of a method, in order."""
        return [params for name, params in self.calls if name == method]

    async def _file(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _refusal(Refused(401, "Unauthorized"))
        file = self.files.get(request.path_params["path"].rpartition("/")[2])
        return Response(file) if file is not None else _refusal(Refused(404, "Not Found"))

    # ---- updates by long poll

    async def _get_updates(self, params: dict[str, Any]) -> Response:
        """Offset confirms; a newer poll ends the older one; nothing while a webhook is set."""
        fault = self.faults["getUpdates"]
        if fault and isinstance(refused := fault.popleft(), Refused):
            return _refusal(refused)
        if self.webhook is not None:
            return _refusal(Refused(409, HOOKED))
        self._poll += 1
        mine = self._poll
        self.arrival.set()  # wakes the older poll
        self.confirm(int(params.get("offset", 0)))
        found = await self._within(float(params.get("timeout", 0)), mine)
        if self._poll != mine:
            return _refusal(Refused(409, CONFLICT))
        allowed = params.get("allowed_updates") or []
        listed = [update for update in found if not allowed or _kind(update) in allowed]
        self.taken("getUpdates", params, False)  # noqa: FBT003 - as for every call
        return JSONResponse({"ok": True, "result": listed[: int(params.get("limit", 100))]})

    async def _within(self, seconds: float, mine: int) -> list[dict[str, Any]]:
        """What waits, as soon as anything does, at most so many seconds from now."""
        end = asyncio.get_running_loop().time() + seconds
        while not self.updates and self._poll == mine:
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                break
            self.arrival.clear()
            try:
                await asyncio.wait_for(self.arrival.wait(), left)
            except TimeoutError:
                break
        return list(self.updates)

    def confirm(self, offset: int) -> None:
        """Everything below the offset was taken; a negative one counts from the end."""
        if offset < 0:
            self.updates = self.updates[offset:]
        elif offset:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]

    # ---- updates by webhook

    async def _set_webhook(self, params: dict[str, Any]) -> bool:
        url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
        if not url.startswith("https://"):
            words = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            raise Refused(400, words)
        if len(secret) > 256:
            raise Refused(400, "Bad Request: secret token is too long")
        if not all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in secret):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        await self._stop_pushing()
        self.webhook = Webhook(url, secret, list(params.get("allowed_updates") or []))
        self._pump = asyncio.create_task(self._push_for_ever(self.webhook))
        return True

    async def _stop_pushing(self) -> None:
        self.webhook = None
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)
            self._pump = None

    def _webhook_info(self) -> dict[str, Any]:
        hook = self.webhook
        info: dict[str, Any] = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
            "max_connections": 1,
        }
        if hook and hook.last_error:
            info |= {"last_error_date": self.now(), "last_error_message": hook.last_error}
        return info

    async def _push_for_ever(self, hook: Webhook) -> None:
        """One at a time; whatever is no 2xx comes again, the pause doubling each time."""
        delay = 1.0
        while True:
            if not self.updates:
                self.arrival.clear()
                await self.arrival.wait()
                continue
            update = self.updates[0]
            if await self._push(hook, update):
                self.confirm(update["update_id"] + 1)
                delay = 1.0
            else:
                await asyncio.sleep(delay * self.patience)
                delay = min(delay * 2, LONGEST_DELAY)

    async def _push(self, hook: Webhook, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        self.deliveries.append(update["update_id"])
        try:
            answer = await self.client.post(hook.url, json=update, headers=headers)
        except httpx.HTTPError as fault:
            hook.last_error = f"Connection failed: {type(fault).__name__}"
            return False
        if not answer.is_success:
            hook.last_error = f"Wrong response from the webhook: {answer.status_code}"
        return answer.is_success

    async def close(self) -> None:
        """Stop pushing and close what was opened."""
        await self._stop_pushing()
        await self.client.aclose()


def _kind(update: dict[str, Any]) -> str:
    return next((key for key in update if key != "update_id"), "")


async def _params(request: Request) -> dict[str, Any]:
    """Parameters as JSON, form or multipart; values that are JSON are read as such."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        given: dict[str, Any] = await request.json()
        return given
    if request.method == "GET":
        return {key: _value(value) for key, value in request.query_params.items()}
    read: dict[str, Any] = {}
    async with request.form() as form:
        for key, value in form.multi_items():
            read[key] = _value(value) if isinstance(value, str) else await value.read()
            if not isinstance(value, str):
                read[f"{key}/name"] = value.filename
    return read


def _value(text: str) -> Any:
    if text[:1] in "[{" or text in {"true", "false"}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _refusal(refused: Refused) -> Response:
    told: dict[str, Any] = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.parameters:
        told["parameters"] = refused.parameters
    return JSONResponse(told, status_code=refused.code)
