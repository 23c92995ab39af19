"""A citizen at a real browser: opens the page, talks, reloads, resumes; on a small phone too."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, async_playwright, expect

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
]  # fmt: skip
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 320, "height": 640})
        await page.goto(address)
        await expect(page.locator(".bot").first).to_contain_text("trợ lý dịch vụ công")
        yield page
        await browser.close()


async def say(page: Page, words: str) -> None:
    count = await page.locator(".bot").count()
    await page.fill("#text", words)
    await page.press("#text", "Enter")
    await page.locator(".bot").nth(count).wait_for()


async def test_a_talk_survives_a_reload_and_goes_on(page: Page) -> None:
    await say(page, "lam giay khai sinh cho con can giay to gi")
    await page.locator(".choices:not(.old) button").first.click()
    await expect(page.locator(".bot")).to_have_count(3)
    before = await page.locator(".say").all_text_contents()
    await page.reload()
    await expect(page.locator(".bot")).to_have_count(3)
    assert (await page.locator(".say").all_text_contents())[-1] == before[-1]
    await say(page, "trợ giúp")
    await expect(page.locator(".bot").last).to_contain_text("gặp cán bộ")


async def test_the_page_fits_a_small_phone(page: Page) -> None:
    await say(page, "làm lại căn cước bị mất cần giấy gì và hết bao nhiêu tiền")
    width = await page.locator("html").evaluate("node => node.scrollWidth")
    assert width <= 320
    for button in await page.locator(".choices:not(.old) button").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44


async def test_a_secret_disappears_from_the_screen(page: Page) -> None:
    await say(page, "mã otp là 482913 nhập giúp tôi")
    await expect(page.locator(".own").last).to_have_text("(tin này đã được xoá)")
    kept = await page.evaluate("() => JSON.stringify(sessionStorage)")
    assert "482913" not in kept


async def test_files_come_as_links_and_no_bubble_is_empty(page: Page) -> None:
    await say(page, "dữ liệu của tôi")
    await say(page, "Tải về tất cả")
    await expect(page.get_by_role("link")).to_have_count(2)
    assert all(text.strip() for text in await page.locator(".bot").all_text_contents())
    async with page.expect_download() as coming:
        await page.get_by_role("link").first.click()
    assert (await coming.value).suggested_filename == "du-lieu-cua-toi.txt"


async def test_the_page_has_no_serious_barrier(page: Page) -> None:
    await say(page, "menu")
    # axe is put in by the driver, not by the page: its policy stays as it is
    found = await Axe().run(page)
    serious = [
        violation["id"]
        for violation in found.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == []
