"""The console's door: signing in and out, taking an invitation. Nobody is known yet here."""

from __future__ import annotations

import asyncio
import re
import secrets
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.console import proofs
from bot.console.paper import Paper
from bot.storage.store import Store

HOME, DOOR = "/console", "/console/vao"
SIGNED_IN, KNOCKED = "troly_staff", "troly_door"
MOST_HASHING = 2  # at once: each takes 64 MB for a moment
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
WRONG = (
    "Chưa vào được: tên đăng nhập, mật khẩu hoặc mã 6 số chưa đúng. "
    "Mã chỉ dùng được một lần, mời chờ mã mới. Sai 5 lần liền thì phải đợi 15 phút."
)
STALE = "Trang để lâu quá nên chưa nhận. Mời nhập lại."


def csrf_of(store: Store, token: str) -> str:
    """What a form must bring along to be taken: derived from the cookie, of no use elsewhere."""
    return store.hash("csrf", token)


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that the form stood on another site."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "cross-site"
    return urlsplit(origin).netloc != request.headers.get("host")


def send_away(request: Request) -> Response:
    """To the door, and back to the page afterwards."""
    path = request.url.path if request.method == "GET" else HOME
    return RedirectResponse(f"{DOOR}?toi={path}", status_code=303)


def _inside(path: str) -> str:
    """A path of the console, whatever an address brings."""
    fits = re.fullmatch(r"/console(/[\w/.:-]*)?", path, re.ASCII)
    return path if fits and ".." not in path and "//" not in path else HOME


class Entrance:
    """The pages before a sign-in."""

    def __init__(self, store: Store, paper: Paper) -> None:
        self._store, self._paper = store, paper
        self._hashing = asyncio.Semaphore(MOST_HASHING)

    def routes(self) -> list[BaseRoute]:
        """The door and the invitations."""
        both = ["GET", "POST"]
        return [
            Route(DOOR, self._door, methods=both),
            Route(f"{HOME}/ra", self._leave, methods=["POST"]),
            Route(HOME + "/moi/{token:str}", self._invitation, methods=both),
        ]

    # ---- signing in and out

    async def _door(self, request: Request) -> Response:
        to = _inside(request.query_params.get("toi", HOME))
        if request.method == "GET":
            return self._shown(request, "door.html", {"to": to, "login": "", "wrong": ""})
        form = await request.form(max_fields=10, max_files=0)
        login = str(form.get("login", "")).strip().lower()
        if not self._ours(request, str(form.get("csrf", ""))):
            return self._shown(request, "door.html", {"to": to, "login": login, "wrong": STALE})
        given = str(form.get("password", "")), str(form.get("code", ""))
        token = await self._let_in(login, *given)
        if token is None:
            return self._shown(request, "door.html", {"to": to, "login": login, "wrong": WRONG})
        inside = RedirectResponse(to, status_code=303)
        self._set(request, inside, SIGNED_IN, token)
        return inside

    async def _let_in(self, login: str, password: str, code: str) -> str | None:
        """A token when all three are right. It takes as long when nobody has that name."""
        door = await self._store.door(login)
        hashed = door.password if door else proofs.NOBODY
        async with self._hashing:
            right = await asyncio.to_thread(proofs.is_password, hashed, password)
        step = proofs.step_of(door.totp, code, self._store.clock()) if door else None
        if door is None or door.shut:
            return None
        if not right or step is None:
            await self._store.failed(door.id)
            return None
        return await self._store.sign_in(door.id, step)

    async def _leave(self, request: Request) -> Response:
        token = request.cookies.get(SIGNED_IN, "")
        form = await request.form(max_fields=10, max_files=0)
        given = str(form.get("csrf", ""))
        fits = compare_digest(given.encode(), csrf_of(self._store, token).encode())
        if token and fits and not from_elsewhere(request):
            await self._store.sign_out(token)
        away = RedirectResponse(DOOR, status_code=303)
        away.delete_cookie(SIGNED_IN, path=HOME)
        return away

    # ---- invitations

    async def _invitation(self, request: Request) -> Response:
        token = str(request.path_params["token"])
        invited = await self._store.invited(token)
        if invited is None:
            words = "Đường dẫn này đã dùng rồi hoặc quá 7 ngày. Mời nhờ quản trị gửi đường dẫn mới."
            context = {"title": "Đường dẫn không còn dùng được", "words": words}
            return self._shown(request, "closed.html", context, 404)
        login = invited.login or proofs.login_of(invited.name)
        context = {
            "name": invited.name,
            "login": login,
            "wrong": "",
            "picture": proofs.picture(invited.totp, login),
            "secret": proofs.spaced(invited.totp),
        }
        if request.method == "GET":
            return self._shown(request, "invitation.html", context)
        form = {
            key: str(value)
            for key, value in (await request.form(max_fields=10, max_files=0)).items()
        }
        context["login"] = form.get("login", "").strip().lower()
        wrong = self._fault(request, form, invited.totp) or await self._enrol(token, form)
        if wrong:
            return self._shown(request, "invitation.html", {**context, "wrong": wrong})
        return RedirectResponse(DOOR, status_code=303)

    def _fault(self, request: Request, form: dict[str, str], totp: str) -> str:
        """What is wrong with the answers, in words; empty when nothing is."""
        login, password = form.get("login", "").strip().lower(), form.get("password", "")
        if not self._ours(request, form.get("csrf", "")):
            return STALE
        if not _LOGIN.fullmatch(login):
            return "Tên đăng nhập gồm 2 đến 32 chữ không dấu hoặc số, ví dụ: lan.nguyen"
        if weak := proofs.weakness(password, login):
            return weak
        if password != form.get("again", ""):
            return "Hai lần gõ mật khẩu chưa giống nhau. Mời gõ lại."
        if proofs.step_of(totp, form.get("code", ""), self._store.clock()) is None:
            return "Mã 6 số chưa đúng. Mời quét lại hình, chờ mã mới rồi gõ ngay."
        return ""

    async def _enrol(self, token: str, form: dict[str, str]) -> str:
        async with self._hashing:
            hashed = await asyncio.to_thread(proofs.hashed, form["password"])
        match await self._store.enrol(token, form["login"].strip().lower(), hashed):
            case True:
                return ""
            case None:
                return "Tên đăng nhập này đã có người dùng. Mời chọn tên khác."
            case _:
                return "Đường dẫn này vừa được dùng rồi. Mời nhờ quản trị gửi đường dẫn mới."

    # ---- before anybody is known

    def _ours(self, request: Request, given: str) -> bool:
        knocked = request.cookies.get(KNOCKED, "")
        fits = compare_digest(given.encode(), csrf_of(self._store, knocked).encode())
        return bool(knocked) and fits and not from_elsewhere(request)

    def _shown(
        self, request: Request, template: str, context: dict[str, Any], status: int = 200
    ) -> Response:
        knocked = request.cookies.get(KNOCKED) or secrets.token_urlsafe(24)
        context = {**context, "csrf": csrf_of(self._store, knocked)}
        response = self._paper.page(template, context, status)
        self._set(request, response, KNOCKED, knocked)
        return response

    @staticmethod
    def _set(request: Request, response: Response, name: str, value: str) -> None:
        secure = request.url.scheme == "https"
        response.set_cookie(name, value, path=HOME, httponly=True, samesite="strict", secure=secure)
