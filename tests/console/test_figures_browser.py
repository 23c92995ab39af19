"""The room of figures at a real browser: read on a phone, taken home as a workbook."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import openpyxl
import pytest
from browsing import CHROMIUM, Street, barriers, fits, street
from playwright.async_api import expect
from serving import served, settings_in

from bot.settings import Settings
from bot.storage.encryption import make_key

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Settings:
    if database_url.startswith("sqlite"):
        return settings_in(tmp_path)
    return settings_in(tmp_path, TROLY_DATABASE_URL=database_url, TROLY_DATA_KEYS=make_key())


@pytest.fixture
def address(house: Settings, open_another: object) -> Iterator[str]:
    """The house served; `open_another` has emptied the database."""
    with served(house) as at:
        yield at


@pytest.fixture
async def town(address: str, house: Settings) -> AsyncIterator[Street]:
    async with street(address, house) as there:
        yield there


async def ask(town: Street, words: str) -> None:
    """Another citizen asks on the web page."""
    page = await town.page(phone=True)
    await page.goto(town.address)
    await page.locator(".bot").first.wait_for()
    count = await page.locator(".bot").count()
    await page.fill("#text", words)
    await page.press("#text", "Enter")
    await page.locator(".bot").nth(count).wait_for()


async def test_what_three_people_asked_is_seen_on_a_phone_and_taken_home(
    town: Street, tmp_path: Path
) -> None:
    for _ in range(3):
        await ask(town, "làm giấy khai sinh cho con cần giấy tờ gì")
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
