"""No page answers without its right, and no form changes anything without its token."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from desk_at import Hall
from sqlalchemy import func, select

from bot.console.pages import Page
from bot.console.paper import HEADERS
from bot.console.routes import ROOMS
from bot.console.visits import HOME
from bot.rights import RIGHTS, ROLES
from bot.storage.models import audit, metadata

PAGES = tuple(page for room in ROOMS for page in room)
# a parameter of a path as an address brings it: none of these exists
_MADE_UP = {"int": "987654", "str": "khong-co", "path": "khong-co"}


def address(page: Page) -> str:
    return HOME + re.sub(
        r"\{\w+(?::(\w+))?\}", lambda found: _MADE_UP[found[1] or "str"], page.path
    )


def name(page: Page) -> str:
    return page.path or "/"


def test_every_right_opens_some_page_and_every_role_has_some_right() -> None:
    assert {page.right for page in PAGES if page.right} <= set(get_args(type_of_rights()))
    assert all(RIGHTS[role] for role in ROLES)
    assert len({page.path for page in PAGES}) == len(PAGES)


def type_of_rights() -> object:
    from bot.rights import Right

    return Right


async def test_nobody_reads_or_changes_anything_without_signing_in(hall: Hall) -> None:
    stranger = hall.browser()
    for page in PAGES:
        if page.show:
            assert (await stranger.get(address(page))).status_code == 303
        if page.do:
            answer = await stranger.post(address(page), data={"csrf": ""})
            assert answer.headers["location"].startswith("/console/vao")


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_enters_the_pages_of_its_rights_and_no_others(role: str, hall: Hall) -> None:
    here = next(each for each in ROLES if each == role)
    someone = await hall.enter(here)
    for page in PAGES:
        held = page.right is None or page.right in RIGHTS[here]
        if page.show:
            status = (await someone.client.get(address(page))).status_code
            assert (status != 403) if held else (status == 403), page.path
            assert status < 500, page.path
        if page.do and not held:
            answer = await someone.sends(address(page), 403, page="/console")
            assert "không có quyền" in answer.text


async def counts(hall: Hall) -> dict[str, int]:
    async with hall.store.reading() as connection:
        return {
            table.name: (
                await connection.execute(select(func.count()).select_from(table))
            ).scalar_one()
            for table in metadata.sorted_tables
            if table is not audit
        }


@pytest.mark.parametrize("csrf", [None, "", "giả", "0" * 32])
async def test_a_post_without_the_token_changes_nothing(csrf: str | None, hall: Hall) -> None:
    boss = await hall.enter("admin")
    before = await counts(hall)
    for page in PAGES:
        if page.do is None:
            continue
        fields = {"scope": "all", "why": "thử xem sao", "name": "Kẻ lạ", "role": "admin@"}
        given = fields if csrf is None else fields | {"csrf": csrf}
        answer = await boss.client.post(address(page), data=given)
        assert answer.status_code == 403, page.path
    assert await counts(hall) == before


async def test_a_form_that_stood_on_another_site_is_refused(hall: Hall) -> None:
    from desk_at import token_in

    boss = await hall.enter("admin")
    token = token_in((await boss.client.get("/console/tam-dung")).text)
    fields = {"csrf": token, "scope": "all", "why": "thử xem sao", "act": "off"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await boss.client.post("/console/tam-dung", data=fields, headers=headers)
        assert answer.status_code == 403
    assert await hall.store.switches() == []


async def test_every_page_forbids_what_is_not_its_own(hall: Hall) -> None:
    boss = await hall.enter("admin")
    for page in PAGES:
        if page.show:
            answer = await boss.client.get(address(page))
            if "html" not in answer.headers.get("content-type", ""):
                continue
            for header, value in HEADERS.items():
                assert answer.headers[header] == value
            assert not re.search(
                r"<script(?![^>]*src=)|\sstyle=|\son\w+=|https?://(?!troly)", answer.text
            ), page.path
