"""The real house served, and staff at real browsers in it; on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pyotp
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.console import proofs
from bot.rights import Membership, Role
from bot.settings import Settings
from bot.storage.store import open_store

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip
PASSWORD = "bốn con ngựa sắt ven sông"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@dataclass(slots=True)
class Street:
    """A served house and the browsers in it."""

    address: str
    settings: Settings
    browser: Browser
    faults: list[str] = field(default_factory=list)  # what consoles of browsers complained of

    async def page(self, *, phone: bool = False) -> Page:
        """A browser of its own: cookies are not shared."""
        context = await self.browser.new_context(viewport=PHONE if phone else DESK)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on(
            "console",
            lambda line: self.faults.append(line.text) if line.type == "error" else None,
        )
        return page

    async def enter(
        self, role: Role, name: str, *, team: int | None = None, phone: bool = False
    ) -> Page:
        """Somebody takes an invitation and signs in, as people do, by the pages."""
        secret = proofs.new_secret()
        store = await open_store(self.settings)
        try:
            _, token = await store.invite(name, (Membership(role, team),), secret, "shell")
        finally:
            await store.close()
        page = await self.page(phone=phone)
        await page.goto(f"{self.address}/console/moi/{token}")
        await page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        await page.get_by_label("Gõ lại mật khẩu").fill(PASSWORD)
        await page.get_by_label("Mã 6 số đang hiện").fill(pyotp.TOTP(secret).now())
        await page.get_by_role("button", name="Xong").click()
        await page.wait_for_url("**/console/vao")
        await page.get_by_label("Tên đăng nhập").fill(proofs.login_of(name))
        await page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        await page.get_by_label("Mã 6 số").fill(pyotp.TOTP(secret).at(int(time.time())))
        await page.get_by_role("button", name="Vào").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        return page


@asynccontextmanager
async def street(address: str, settings: Settings) -> AsyncIterator[Street]:
    """Browsers until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Street(address, settings, browser)
        await browser.close()


async def ask(page: Page, words: str) -> None:
    """A citizen writes on the web page and waits for the answer."""
    count = await page.locator(".bot").count()
    await page.fill("#text", words)
    await page.press("#text", "Enter")
    await page.locator(".bot").nth(count).wait_for()


async def barriers(page: Page) -> list[str]:
    """Serious findings of axe on a page; it is put in by the driver, so the policy stays."""
    found = await Axe().run(page)
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in found.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]


async def fits(page: Page) -> bool:
    """Whether a page needs no scrolling sideways."""
    wide = "node => node.scrollWidth <= node.clientWidth"
    return bool(await page.locator("html").evaluate(wide))
