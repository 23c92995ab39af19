"""The room of figures at a real browser: read on a phone, taken home as a workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from browsing import CHROMIUM, Street, ask, barriers, fits
from playwright.async_api import expect

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


async def another_asks(town: Street, words: str) -> None:
    """Another citizen asks on the web page."""
    page = await town.page(phone=True)
    await page.goto(town.address)
    await page.locator(".bot").first.wait_for()
    await ask(page, words)


async def test_what_three_people_asked_is_seen_on_a_phone_and_taken_home(
    town: Street, tmp_path: Path
) -> None:
    for _ in range(3):
        await another_asks(town, "làm giấy khai sinh cho con cần giấy tờ gì")
    officer = await town.enter("officer", "Cán bộ Hoa", phone=True)
    await officer.get_by_role("link", name="Số liệu").first.click()
    table = officer.get_by_role("region", name="Bảng: Người dân hỏi gì")
    await expect(table).to_contain_text("Đăng ký khai sinh")
    await expect(officer.locator("svg.chart").first).to_be_visible()
    assert await barriers(officer) == []
    assert await fits(officer)
    async with officer.expect_download() as coming:
        await officer.get_by_role("link", name="Tải bảng tính").click()
    file = tmp_path / "bao-cao.xlsx"
    await (await coming.value).save_as(file)
    assert "Người dân hỏi gì" in openpyxl.load_workbook(file).sheetnames
    await officer.get_by_role("link", name="Nơi người dân dừng lại").click()
    await expect(officer.get_by_role("heading", level=1)).to_have_text("Nơi người dân dừng lại")
    assert await barriers(officer) == []
    assert town.faults == []
