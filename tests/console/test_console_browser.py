"""The console as people meet it: at a real browser, on a phone and a desk, on both databases."""

from __future__ import annotations

import asyncio
import re

import pytest
from browsing import CHROMIUM, Street, ask, barriers, fits
from playwright.async_api import Page, expect

from bot.console.routes import ROOMS
from bot.console.visits import HOME

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


async def test_every_room_of_the_menu_fits_a_phone_and_has_no_serious_barrier(
    town: Street,
) -> None:
    page = await town.enter("admin", "Chị Trưởng", phone=True)
    for path in (HOME + each.path for room in ROOMS for each in room if each.menu):
        await page.goto(town.address + path)
        assert await barriers(page) == [], path
        assert await fits(page), path
    assert town.faults == []


async def test_the_bot_is_stopped_and_started_by_two_presses(town: Street) -> None:
    boss = await town.enter("admin", "Chị Trưởng")
    citizen = await town.page(phone=True)
    await citizen.goto(town.address)
    await expect(citizen.locator(".bot").first).to_contain_text("trợ lý dịch vụ công")
    await boss.get_by_role("link", name="Tạm dừng").first.click()
    await boss.get_by_label("Lý do").fill("lệ phí vừa đổi, đang kiểm tra")
    await boss.get_by_role("button", name="Tạm dừng ngay").click()
    await expect(boss.get_by_role("status")).to_contain_text("Đã tạm dừng")
    await until_said(citizen, "hết bao nhiêu tiền làm khai sinh", "tạm dừng")
    await boss.get_by_role("button", name="Bật lại").click()
    await until_said(citizen, "làm khai sinh cho con cần giấy gì", "chứng sinh")


async def hand_over(town: Street, *words: str) -> tuple[Page, str]:
    """A citizen asks for a person about something; their page and the case's code."""
    citizen = await town.page(phone=True)
    await citizen.goto(town.address)
    await expect(citizen.locator(".bot").first).to_contain_text("trợ lý dịch vụ công")
    for each in (*words, "gặp cán bộ"):
        await ask(citizen, each)
    told = await citizen.locator(".bot").last.inner_text()
    code = re.search(r"mã ([A-Z0-9]{8})", told)
    assert code is not None, told
    return citizen, code[1]


async def test_of_two_who_reach_for_a_case_one_gets_it_and_answers_from_a_phone(
    town: Street,
) -> None:
    citizen, code = await hand_over(town, "xin giấy phép nuôi voi trong vườn nhà")
    hoa = await town.enter("member", "Chị Hoa", phone=True)
    tam = await town.enter("member", "Anh Tám")
    for page in (hoa, tam):
        await page.goto(f"{town.address}/console/viec")
    presses = [page.get_by_role("button", name=f"Nhận việc {code}") for page in (hoa, tam)]
    await asyncio.gather(*(press.click() for press in presses))
    for page in (hoa, tam):
        await page.goto(f"{town.address}/console/viec/{code}")
    states = [await page.locator("#state").inner_text() for page in (hoa, tam)]
    assert sorted("bạn đang giữ" in state for state in states) == [False, True]
    holder, other = (hoa, tam) if "bạn đang giữ" in states[0] else (tam, hoa)
    assert await other.get_by_label("Trả lời người dân").count() == 0
    await holder.get_by_label("Trả lời người dân").fill("Bác đến Hạt Kiểm lâm hỏi giúp cháu.")
    await holder.get_by_role("button", name="Gửi", exact=True).click()
    await expect(citizen.locator(".bot").last).to_contain_text("Hạt Kiểm lâm")
    await ask_on(citizen, "cảm ơn, mà hạt kiểm lâm ở đâu vậy")
    await expect(holder.locator("#talk")).to_contain_text("hạt kiểm lâm ở đâu", timeout=15_000)
    assert await barriers(holder) == []
    await holder.get_by_role("button", name="Đã xong").click()
    await expect(citizen.locator(".bot").last).to_contain_text("đã xong việc", timeout=15_000)
    await citizen.get_by_role("button", name="5", exact=True).click()
    await expect(citizen.locator(".bot").last).not_to_contain_text("đã xong việc")
    await other.goto(f"{town.address}/console/viec?loc=da-dong")
    await expect(other.locator("#queue")).to_contain_text("được chấm 5/5")
    assert town.faults == []


async def ask_on(page: Page, words: str) -> None:
    await page.fill("#text", words)
    await page.press("#text", "Enter")


async def until_said(page: Page, asked: str, wanted: str) -> None:
    """Ask until the answer says so: a worker takes a publish over within seconds."""
    for _ in range(20):
        await ask(page, asked)
        if wanted in (await page.locator(".bot").last.inner_text()).lower():
            return
        await page.wait_for_timeout(300)
    raise AssertionError(await page.locator(".bot").last.inner_text())
