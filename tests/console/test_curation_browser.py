"""A topic is mended at real browsers: edited, previewed, reviewed by another, read by a citizen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browsing import CHROMIUM, Street, ask, barriers, fits
from playwright.async_api import Page, expect

from bot.settings import Settings

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
ASKED = "làm giấy khai sinh cho con hết bao nhiêu tiền"
BIRTH = "/console/chu-de/dang-ky-khai-sinh"
PICTURES = os.environ.get("PICTURES")  # a folder for screenshots, when somebody wants to look


async def seen(page: Page, name: str) -> None:
    """Nothing serious stands in anybody's way here."""
    assert await barriers(page) == [], name
    assert await fits(page), name
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


async def until_told(citizen: Page, asked: str, wanted: str) -> None:
    for _ in range(20):
        await ask(citizen, asked)
        if wanted in await citizen.locator(".bot").last.inner_text():
            return
    raise AssertionError(await citizen.locator(".bot").last.inner_text())


async def fee_of(page: Page, amount: str) -> None:
    """Open the fee of a copy in the form and type another amount."""
    await page.get_by_text("Lệ phí (", exact=False).click()
    row = page.locator("details.row", has=page.locator("input[value='ban-sao']"))
    await row.locator("summary").click()
    await row.get_by_label("Số", exact=True).fill(amount)


async def offer(page: Page, why: str) -> None:
    await page.get_by_label("Vì sao sửa (khi gửi duyệt)").fill(why)
    await page.get_by_role("button", name="Lưu và gửi duyệt").click()


async def publish(page: Page, address: str) -> None:
    """The reviewer looks at what waits, runs the gate and publishes."""
    await page.goto(f"{address}/console/duyet")
    await page.get_by_role("link", name="Đăng ký khai sinh").first.click()
    await seen(page, "duyet-mot")
    await page.get_by_role("button", name="Kiểm tra và phát hành").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã phát hành", timeout=120_000)


# three publishes, each asks everything of the whole library: once is enough
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_fee_is_mended_reviewed_read_by_a_citizen_and_taken_back(town: Street) -> None:
    lan = await town.enter("editor", "Chị Lan", phone=True)
    hoa = await town.enter("editor", "Chị Hoa", phone=False)
    await lan.goto(f"{town.address}{BIRTH}")
    await lan.get_by_role("button", name="Sửa chủ đề này").click()
    await seen(lan, "nhap")
    await lan.get_by_label("Xem trước phần").select_option("fee")
    await fee_of(lan, "9.000")
    await expect(lan.locator("#look")).to_contain_text("9.000 đồng")  # before anything is saved
    await fee_of_wrong(lan)
    await lan.get_by_role("link", name="Thử câu hỏi").click()
    await lan.get_by_label("Gõ như người dân gõ").fill(ASKED)
    await lan.get_by_role("button", name="Thử", exact=True).click()
    await expect(lan.get_by_text("9.000 đồng").first).to_be_visible()
    await seen(lan, "thu")
    await lan.get_by_role("button", name="Đúng rồi (bản nháp), giữ làm câu kiểm").click()
    await lan.get_by_role("link", name="Về bản nháp").click()
    await offer(lan, "nghị quyết mới của tỉnh")
    await expect(lan.get_by_role("status")).to_contain_text("chờ người khác duyệt")
    await publish(hoa, town.address)
    citizen = await town.page(phone=True)
    await citizen.goto(town.address)
    await until_told(citizen, ASKED, "9.000 đồng")
    await hoa.goto(f"{town.address}{BIRTH}")
    await seen(hoa, "chu-de")
    await hoa.get_by_role("button", name="Lấy lại bản gốc").click()
    await offer(hoa, "nghị quyết bị bãi bỏ")
    await publish(lan, town.address)
    await until_told(citizen, ASKED, "8.000 đồng")
    assert town.faults == []


async def fee_of_wrong(page: Page) -> None:
    """A slip is told by its field; the draft is kept all the same."""
    row = page.locator("details.row", has=page.locator("input[value='ban-sao']"))
    await row.get_by_label("Tính trên").fill("bản ")
    await row.get_by_label("Số", exact=True).fill("chín nghìn")
    await page.get_by_role("button", name="Lưu nháp").click()
    await expect(page.get_by_text("Chỗ này cần một con số").first).to_be_visible()
    await seen(page, "nhap-loi")
    row = page.locator("details.row", has=page.locator("input[value='ban-sao']"))
    await row.get_by_label("Số", exact=True).fill("9.000")
    await page.get_by_role("button", name="Lưu nháp").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã lưu")


async def test_a_workbook_makes_the_round(town: Street, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    lan = await town.enter("editor", "Chị Lan")
    await lan.goto(f"{town.address}/console/hang-loat")
    async with lan.expect_download() as started:
        await lan.get_by_role("link", name="Tệp Excel").click()
    file = tmp_path / "chu-de.xlsx"
    await (await started.value).save_as(file)
    await lan.get_by_label("Tệp .xlsx hoặc .zip").set_input_files(file)
    await lan.get_by_role("button", name="Nhập làm bản nháp").click()
    await expect(lan.get_by_role("alert")).to_contain_text("giống hệt")
    book = load_workbook(file)
    page = book["Chung"]
    titles = next(at for at in range(1, 20) if page.cell(1, at).value == "Tên")
    page.cell(2, titles).value = "Tên mới của chủ đề"
    book.save(file)
    await lan.get_by_label("Tệp .xlsx hoặc .zip").set_input_files(file)
    await lan.get_by_role("button", name="Nhập làm bản nháp").click()
    await expect(lan.get_by_role("status")).to_contain_text("Đã mở 1 bản nháp")
    await seen(lan, "hang-loat")
    assert [fault for fault in town.faults if "422" not in fault] == []


async def test_every_room_with_something_in_it_fits_a_phone(town: Street) -> None:
    await filled(town.settings)
    lan = await town.enter("editor", "Chị Minh", phone=True)
    for number, path in enumerate((
        "cau-hoi", "cau-hoi/da-dung", "chu-de?loc=nhap", "cach-noi", "nhap/1", "nhap/1?dang=toml",
        "nhap/1/xem?mat=fee", "nhap/3", "ban/1", "duyet", "duyet/2",
    )):  # fmt: skip
        await lan.goto(f"{town.address}/console/{path}")
        await seen(lan, f"phong-{number}")
    await lan.get_by_text("Câu hỏi").first.click()
    await lan.get_by_text("Thêm cách hỏi vào một chủ đề").first.click()
    await seen(lan, "phong-cau-hoi-mo")
    assert town.faults == []


async def filled(settings: Settings) -> None:
    """Questions, a confirmed one, drafts and something that waits for review."""
    from curation.writing import shipped
    from talking import LAN

    from bot.curation.workbench import begin
    from bot.messages import KeepQuestion
    from bot.storage.store import open_store

    store = await open_store(settings)
    try:
        async with store.writing() as connection:  # a message would be the served worker's
            talks = await store.find_or_add_talks(connection, [LAN], store.clock())
            for words in ("xin giấy phép nuôi voi", "xin giay phep nuoi voi o xa"):
                kept = KeepQuestion(words, "wrong", ("dang-ky-khai-sinh",))
                await store.keep_question(connection, talks[LAN], kept, store.clock())
        await store.confirm_question("khai sinh cần gì", "topics/dang-ky-khai-sinh", "Chị Lan")
        body = shipped("dang-ky-khai-sinh").replace("amount = 8000", 'amount = "chín nghìn"')
        await begin(store, "topic", "dang-ky-khai-sinh", "Chị Lan", "mức mới", body=body)
        number = await begin(store, "topic", "dang-ky-khai-sinh", "Chị Lan", "mức mới", body=body)
        await store.offer_revision(number, 1, "Chị Lan", "mức mới của tỉnh")
        words = '[[concept]]\nlaw = ["đăng ký khai sinh"]\nsaid = ["vô xóm bông"]\n'
        await begin(store, "lexicon", "lexicon", "Chị Lan", "tiếng quê", body=words)
    finally:
        await store.close()
