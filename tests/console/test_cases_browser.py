"""A case at a real browser: claimed and answered on a phone, read by the citizen, marked."""

from __future__ import annotations

import pytest
from browsing import CHROMIUM, Street, ask, barriers, fits
from playwright.async_api import Page, expect

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
ODD = "xin giấy phép nuôi voi trong vườn nhà, gọi tôi 0912345678"


async def citizen_of(town: Street) -> Page:
    """A citizen on the web whose question is with staff."""
    page = await town.page(phone=True)
    await page.goto(town.address)
    await expect(page.locator(".bot").first).to_contain_text("trợ lý dịch vụ công")
    await ask(page, "gặp cán bộ")
    await ask(page, ODD)
    await expect(page.locator(".bot").last).to_contain_text("phải ghi lý do")
    return page


async def test_a_case_is_taken_answered_and_closed_with_one_thumb(town: Street) -> None:
    citizen = await citizen_of(town)
    lan = await town.enter("officer", "Chị Lan", phone=True)
    await lan.get_by_role("link", name="Việc").first.click()
    await expect(lan.get_by_text("nuôi voi")).to_be_visible()
    assert "0912345678" not in await lan.content()
    await lan.get_by_role("button", name="Nhận việc").click()
    await expect(lan.get_by_role("status").first).to_contain_text("Bạn đã nhận")
    assert await barriers(lan) == []
    assert await fits(lan)
    await lan.get_by_label("Trả lời người dân").fill("Bác hỏi Hạt Kiểm lâm giúp em.")
    send = lan.get_by_role("button", name="Gửi")
    await expect(send).to_be_in_viewport()  # the answer box stays under the thumb
    await send.click()
    await expect(citizen.locator(".bot").last).to_contain_text("Hạt Kiểm lâm")
    await ask(citizen, "kwx zzyq vbnm hạt kiểm lâm ở đâu chị")
    await expect(lan.locator("#talk")).to_contain_text("ở đâu chị", timeout=15_000)
    await lan.get_by_role("button", name="Đã xong").click()
    await expect(citizen.locator(".bot").last).to_contain_text("thấy được giúp thế nào")
    assert town.faults == []


async def test_what_is_masked_is_opened_for_a_reason_and_shown_once(town: Street) -> None:
    await citizen_of(town)
    lan = await town.enter("officer", "Chị Lan")
    await lan.get_by_role("link", name="Việc").first.click()
    await lan.get_by_text("nuôi voi").click()
    await lan.get_by_text("Mở phần che").click()
    await lan.get_by_label("Lý do mở").fill("gọi lại vì bác không thấy tin")
    await lan.get_by_role("button", name="Mở xem một lần").click()
    await expect(lan.get_by_text("0912345678")).to_be_visible()
    assert await barriers(lan) == []
    await lan.get_by_role("link", name="Việc").first.click()
    await lan.get_by_text("nuôi voi").click()
    assert "0912345678" not in await lan.content()
    assert town.faults == []


async def test_the_forms_of_the_desk_fit_a_phone_and_have_no_serious_barrier(
    town: Street,
) -> None:
    boss = await town.enter("admin", "Chị Trưởng", phone=True)
    for path in ("to/0", "cau-mau/0"):
        await boss.goto(f"{town.address}/console/{path}")
        assert await barriers(boss) == [], path
        assert await fits(boss), path
    await boss.goto(f"{town.address}/console/tap")
    await boss.get_by_role("button", name="Tập với Bà Tư gõ không dấu").click()
    await boss.get_by_label("Trả lời Bà Tư").fill("Dạ bà ở xã nào ạ?")
    await boss.get_by_role("button", name="Gửi").click()
    await expect(boss.locator("#talk")).to_contain_text("tan dong")
    assert await barriers(boss) == []
    assert await fits(boss)
    assert town.faults == []
