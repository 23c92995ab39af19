"""Every page of the console in one table: its path, the right that it needs, what answers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from hmac import compare_digest
from itertools import chain

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import (
    audit,
    bulk,
    canned,
    case,
    cases,
    door,
    draft,
    figures,
    home,
    people,
    practice,
    questions,
    review,
    switch,
    teams,
    topic,
    topics,
    words,
)
from bot.console.door import SIGNED_IN, csrf_of, from_elsewhere
from bot.console.pages import Page
from bot.console.paper import STATIC, Paper
from bot.console.visits import HOME, Visit
from bot.library import Library
from bot.rights import Account
from bot.storage.store import Store

ROOMS: tuple[tuple[Page, ...], ...] = (
    home.PAGES,
    cases.PAGES,
    case.PAGES,
    canned.PAGES,
    practice.PAGES,
    teams.PAGES,
    questions.PAGES,
    topics.PAGES,
    topic.PAGES,
    draft.PAGES,
    review.PAGES,
    words.PAGES,
    bulk.PAGES,
    figures.PAGES,
    people.PAGES,
    switch.PAGES,
    audit.PAGES,
)
MOST_FIELDS, LARGEST_PART = 2_000, 12 * 1024 * 1024  # of a form: a topic, a workbook


@dataclass(frozen=True, slots=True)
class Console:
    """The console's routes for a store and the library of each moment."""

    store: Store
    present: Callable[[], Library]

    def routes(self, rooms: Iterable[Iterable[Page]] = ROOMS) -> list[BaseRoute]:
        """Everything under `/console`."""
        pages = tuple(chain.from_iterable(rooms))
        paper = Paper()
        entrance = door.Entrance(self.store, paper)
        guarded = [self._route(page, pages, paper) for page in pages]
        static = Mount(f"{HOME}/static", StaticFiles(directory=STATIC))
        return [*entrance.routes(), *guarded, static]

    def _route(self, page: Page, pages: tuple[Page, ...], paper: Paper) -> Route:
        async def answer(request: Request) -> Response:
            token = request.cookies.get(SIGNED_IN, "")
            me = await self.store.account_of(token) if token else None
            if me is None:
                return door.send_away(request)
            visit = await self._visit(request, me, token, pages, paper)
            if not me.may(page.right) if page.right else not me.memberships:
                return visit.refused("Tài khoản này không có quyền vào trang này.")
            handler = page.do if request.method == "POST" else page.show
            try:
                if request.method == "POST" and self._forged(request, visit):
                    words = "Trang để lâu quá. Mời quay lại, tải lại trang rồi làm lại."
                    return visit.refused(words)
                return await _handled(visit, handler)
            finally:
                await visit.form.close()  # uploads lie in files of their own

        methods = [*(["GET"] if page.show else []), *(["POST"] if page.do else [])]
        return Route(HOME + page.path, answer, methods=methods)

    async def _visit(
        self,
        request: Request,
        me: Account,
        token: str,
        pages: tuple[Page, ...],
        paper: Paper,
    ) -> Visit:
        form = FormData()
        if request.method == "POST":
            form = await request.form(max_fields=MOST_FIELDS, max_part_size=LARGEST_PART)
        menu = tuple(
            (HOME + page.path, page.menu)
            for page in pages
            if page.menu and (page.right is None or me.may(page.right))
        )
        csrf = csrf_of(self.store, token)
        return Visit(request, self.store, self.present(), me, paper, csrf, form, menu)

    @staticmethod
    def _forged(request: Request, visit: Visit) -> bool:
        given = visit.given("csrf").encode()
        return from_elsewhere(request) or not compare_digest(given, visit.csrf.encode())


async def _handled(
    visit: Visit, handler: Callable[[Visit], Awaitable[Response]] | None
) -> Response:
    if handler is None:  # the route's methods leave only those with a handler
        return visit.missing()
    response = await handler(visit)
    if isinstance(response, RedirectResponse):
        response.headers["Cache-Control"] = "no-store"
    return response
