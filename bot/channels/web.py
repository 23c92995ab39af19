"""The web chat: messages come by POST, replies go out as a stream that resumes where it broke."""

from __future__ import annotations

import json
import secrets
import time
from base64 import b64encode
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.messages import Address, Event, FileRef, Heard, Reply, Say
from bot.platforms import Capabilities, Raw

PAGE = Path(__file__).parent / "page"
COOKIE = "troly_talk"
COOKIE_DAYS = 30
LONGEST = 8_000  # signs of one message that are taken at all; more is not typed by a person
LARGEST = 64_000  # bytes of a request
BURST, BURST_SECONDS = 20, 10.0  # messages of one talk in so many seconds
REMEMBERED_TALKS = 10_000  # talks whose pace is watched; the one longest silent falls out
PING_SECONDS = 15
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Keep = Callable[[list[Raw]], Awaitable[object]]
Stream = Callable[[Address, int], AsyncIterator[tuple[int, Reply]]]
OpenFile = Callable[[FileRef], Awaitable[bytes]]
Acknowledge = Callable[[Address, int], Awaitable[object]]


class WebChannel:
    """A pull channel: the browser reads its own stream and says how far it has read."""

    name = "web"
    capabilities = Capabilities(
        delivery="pull", text_limit=8_000, buttons=12, button_label=80, retract=True, files_out=True
    )

    def __init__(
        self,
        keep: Keep,
        stream: Stream,
        acknowledge: Acknowledge,
        open_file: OpenFile | None = None,
    ) -> None:
        """`open_file` gives a file's bytes at the moment of delivery, or raises LookupError."""
        self._keep, self._stream, self._acknowledge = keep, stream, acknowledge
        self._open_file = open_file
        self._pace: OrderedDict[str, deque[float]] = OrderedDict()

    def read(self, raw: Raw, at: datetime) -> Event | None:
        """A kept POST as an Event. Raises ValueError when it is none."""
        body = json.loads(raw.body)
        return Heard(
            id=f"web:{raw.id}",
            at=at,
            address=Address(self.name, raw.talk),
            text=str(body.get("text", "")),
            pressed=None if body.get("pressed") is None else str(body["pressed"]),
            message=raw.id,
        )

    def routes(self) -> list[BaseRoute]:
        """The page, its files, and the two ends of the talk."""
        return [
            Route("/", self._page),
            Route("/chat/messages", self._hear, methods=["POST"]),
            Route("/chat/stream", self._listen),
            Mount("/chat/files", StaticFiles(directory=PAGE)),
        ]

    async def _page(self, request: Request) -> Response:
        response = FileResponse(PAGE / "index.html", headers=HEADERS)
        if not _talk(request):
            response.set_cookie(
                COOKIE,
                secrets.token_urlsafe(24),
                max_age=COOKIE_DAYS * 86_400,
                httponly=True,
                samesite="lax",
                secure=request.url.scheme == "https",
            )
        return response

    async def _hear(self, request: Request) -> Response:
        """Keep one message, then say so. The same key twice is the same message."""
        talk = _talk(request)
        if talk is None or request.headers.get("content-type") != "application/json":
            return _refused("Trang chưa sẵn sàng. Xin tải lại trang rồi nhắn lại.", 400)
        if not self._within_pace(talk):
            return _refused("Nhiều tin quá nhanh. Xin chờ vài giây rồi nhắn tiếp.", 429)
        try:
            body = json.loads(await _body(request))
            key, text = str(body["key"])[:64], str(body.get("text", ""))[:LONGEST]
            pressed, seen = body.get("pressed"), int(body.get("seen", 0))
        except (ValueError, KeyError, TypeError, AttributeError):
            return _refused("Tin này không đọc được. Xin gõ lại.", 400)
        if seen > 0:
            await self._acknowledge(Address(self.name, talk), seen)
        kept = {"text": text, "pressed": pressed if pressed is None else str(pressed)[:200]}
        await self._keep([Raw(f"{talk}:{key}", talk, json.dumps(kept, ensure_ascii=False))])
        return JSONResponse({"ok": True}, status_code=202)

    def _within_pace(self, talk: str) -> bool:
        now = time.monotonic()
        recent = self._pace.setdefault(talk, deque(maxlen=BURST))
        self._pace.move_to_end(talk)
        if len(self._pace) > REMEMBERED_TALKS:
            self._pace.popitem(last=False)
        if len(recent) == BURST and now - recent[0] < BURST_SECONDS:
            return False
        recent.append(now)
        return True

    async def _listen(self, request: Request) -> Response:
        """Server-sent events; `Last-Event-ID` says what the browser has, and that is erased."""
        talk = _talk(request)
        if talk is None:
            return _refused("Trang chưa sẵn sàng. Xin tải lại trang.", 400)
        address = Address(self.name, talk)
        seen = _number(request.headers.get("last-event-id") or request.query_params.get("seen"))
        if seen:
            await self._acknowledge(address, seen)
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        return EventSourceResponse(self._events(address, seen), ping=PING_SECONDS, headers=headers)

    async def _events(self, address: Address, seen: int) -> AsyncIterator[ServerSentEvent]:
        async for number, reply in self._stream(address, seen):
            data = json.dumps({**shown(reply), **await self._files(reply)}, ensure_ascii=False)
            yield ServerSentEvent(data=data, id=str(number), event="reply")

    async def _files(self, reply: Reply) -> dict[str, object]:
        """The files of a reply, whole: what is rendered is delivered and kept nowhere."""
        if not isinstance(reply, Say) or not reply.files or self._open_file is None:
            return {}
        files = []
        for file in reply.files:
            try:
                content = b64encode(await self._open_file(file)).decode()
            except LookupError:
                continue
            files.append({"name": file.name, "media_type": file.media_type, "base64": content})
        return {"files": files}


def shown(reply: Reply) -> dict[str, object]:
    """A reply as the page takes it: words, choices and files, nothing of where they came from."""
    if isinstance(reply, Say):
        return {
            "kind": reply.kind,
            "about": reply.about,
            "text": reply.text,
            "choices": [asdict(choice) for choice in reply.choices],
            "files": [{"name": file.name, "media_type": file.media_type} for file in reply.files],
        }
    return {"kind": reply.kind}


async def _body(request: Request) -> bytes:
    """The request's body. Raises ValueError when it is larger than any message."""
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > LARGEST:
            raise ValueError("too large")
    return read


def _talk(request: Request) -> str | None:
    """The talk that the cookie names: a secret of this browser alone."""
    talk = request.cookies.get(COOKIE, "")
    return talk if 16 <= len(talk) <= 64 and talk.isascii() else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _refused(words: str, status: int) -> Response:
    return JSONResponse({"ok": False, "say": words}, status_code=status)
