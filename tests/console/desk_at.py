"""Staff at the console in a test: signed in by role, reading pages, sending forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import count

import httpx
from starlette.applications import Starlette

from bot.console import proofs
from bot.console.door import SIGNED_IN
from bot.console.routes import Console
from bot.library import Library
from bot.rights import Membership, Role
from bot.storage.store import Store

HOST = "https://troly.example.vn"
PASSWORD = "bốn con ngựa sắt ven sông"
HASHED = proofs.hashed(PASSWORD)
_steps = count(1)


@dataclass(slots=True)
class Member:
    """One member of staff with a browser."""

    client: httpx.AsyncClient
    name: str
    number: int

    async def reads(self, path: str, status: int = 200) -> str:
        """The page's text, unescaped; fails on another status."""
        answer = await self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:400])
        return unescape(answer.text)

    async def sends(
        self, path: str, status: int = 303, page: str = "", **fields: object
    ) -> httpx.Response:
        """A form with the token of the page that it stands on; lists are several values."""
        token = token_in((await self.client.get(page or path)).text)
        answer = await self.client.post(path, data={"csrf": token, **fields})
        assert answer.status_code == status, (path, answer.status_code, answer.text[:400])
        return answer


@dataclass(slots=True)
class Hall:
    """The console as its users meet it."""

    store: Store
    library: Library
    app: Starlette = field(init=False)
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = Starlette(routes=Console(self.store, lambda: self.library).routes())

    def browser(self) -> httpx.AsyncClient:
        """A browser of its own that nobody has signed in with."""
        transport = httpx.ASGITransport(self.app)
        client = httpx.AsyncClient(transport=transport, base_url=HOST)
        self.clients.append(client)
        return client

    async def enter(self, role: Role, name: str = "", team: int | None = None) -> Member:
        """Somebody of a role, signed in."""
        shown = name or {"member": "Tổ viên Ba", "officer": "Cán bộ Hoa"}.get(role, f"Người {role}")
        number, token = await self.store.invite(
            shown, (Membership(role, team),), proofs.new_secret(), "shell"
        )
        assert await self.store.enrol(token, proofs.login_of(shown), HASHED)
        cookie = await self.store.sign_in(number, next(_steps))
        assert cookie is not None
        client = self.browser()
        client.cookies.set(SIGNED_IN, cookie)
        return Member(client, shown, number)

    def switch_off(self, *scopes: str) -> None:
        self.library = replace(self.library, off=frozenset(scopes))

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()


def token_in(page: str) -> str:
    """The token of the forms of a page; empty when it has none."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""
