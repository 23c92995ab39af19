"""The room of figures: filters, drawings, workbooks, and whose figures somebody may see."""

from __future__ import annotations

import io
import json
from itertools import count

import openpyxl
import pytest
from desk_at import Hall, Member
from sqlalchemy import insert, update

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.console.figures import CUTS, ROOM, WORKBOOK
from bot.metrics import Metrics
from bot.platforms import Raw
from bot.storage.models import cases, counts, team_covers, teams
from bot.worker import Worker

FIGURES, PROCEDURES = "/console" + ROOM, "/console" + CUTS
PAPERS = "làm giấy khai sinh cho con cần giấy tờ gì"
NAME, ID, PHONE, OTP = "Nguyễn Thị Hoàng Yến Vy", "072198001234", "0912345678", "482913"
_numbers = count()


async def talk(hall: Hall, who: str, *lines: str, metrics: Metrics | None = None) -> None:
    """Somebody talks with the real bot."""
    store = hall.store
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    worker = Worker(store, lambda: hall.library, (web,), HEART, metrics=metrics)
    for words in lines:
        await store.keep("web", [Raw(str(next(_numbers)), who, json.dumps({"text": words}))])
        while await worker.turn_once():
            pass


async def crowd(hall: Hall, people: int, *lines: str) -> None:
    for number in range(people):
        await talk(hall, f"người-{number}", *lines)


async def workbook(member: Member, path: str) -> dict[str, str]:
    """Every sheet of a downloaded workbook as text."""
    answer = await member.client.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return {
        sheet.title: "\n".join(str(row) for row in sheet.iter_rows(values_only=True))
        for sheet in book.worksheets
    }


async def test_the_page_tells_what_was_asked_with_a_drawing_and_a_table(hall: Hall) -> None:
    await crowd(hall, 4, PAPERS)
    page = await (await hall.enter("officer")).reads(FIGURES)
    assert "Đăng ký khai sinh" in page
    assert 'aria-label="Bảng: Người dân hỏi gì"' in page
    assert '<svg class="chart"' in page
    assert "style=" not in page


async def test_an_empty_house_has_a_page_and_a_workbook(hall: Hall) -> None:
    boss = await hall.enter("admin")
    assert "Tổng quan" in await boss.reads(FIGURES)
    assert "chưa có thủ tục nào" in await boss.reads(PROCEDURES)
    assert next(iter(await workbook(boss, FIGURES + WORKBOOK))) == "Tổng quan"
    assert list(await workbook(boss, PROCEDURES + WORKBOOK)) == ["Đề xuất cắt giảm"]


async def test_a_period_a_channel_and_a_topic_narrow_what_is_shown(hall: Hall) -> None:
    await crowd(hall, 4, PAPERS)
    officer = await hall.enter("officer")
    assert "Đăng ký khai sinh</th>" in await officer.reads(
        f"{FIGURES}?tu=2026-11-01&den=2026-11-30"
    )
    for query in ("tu=2026-10-01&den=2026-10-31", "kenh=telegram", "chu-de=dang-ky-khai-tu"):
        assert "Đăng ký khai sinh</th>" not in await officer.reads(f"{FIGURES}?{query}")


@pytest.mark.parametrize(
    "query",
    ["tu=2026-12-01&den=2026-11-01", "tu=hôm-qua", "noi=Xã+Không+Có+Thật", "den=9999-99-99"],
)
async def test_a_filter_that_cannot_be_read_is_told_kindly(hall: Hall, query: str) -> None:
    officer = await hall.enter("officer")
    assert 'role="alert"' in await officer.reads(f"{FIGURES}?{query}", 422)


async def test_a_place_is_found_by_its_name(hall: Hall) -> None:
    await crowd(hall, 3, PAPERS)
    async with hall.store.writing() as connection:
        await connection.execute(update(counts).values(place="tay-ninh/tan-dong"))
    boss = await hall.enter("admin")
    page = await boss.reads(f"{FIGURES}?noi=xã Tân Đông, Tây Ninh")
    assert "Đăng ký khai sinh</th>" in page
    assert "Đăng ký khai sinh</th>" not in await boss.reads(f"{FIGURES}?noi=Cà Mau")


async def team(hall: Hall, name: str, place: str) -> int:
    async with hall.store.writing() as connection:
        adding = insert(teams).values(name=name).returning(teams.c.id)
        number = int((await connection.execute(adding)).scalar_one())
        cover = {"team_id": number, "kind": "place", "value": place}
        await connection.execute(insert(team_covers).values(cover))
    return number


async def test_a_team_sees_the_figures_of_its_own_places_and_cases(hall: Hall) -> None:
    await crowd(hall, 3, PAPERS, "gặp cán bộ")
    mine = await team(hall, "Tổ Tân Đông", "tay-ninh/tan-dong")
    theirs = await team(hall, "Tổ Ba Đình", "ha-noi/ba-dinh")
    async with hall.store.writing() as connection:
        await connection.execute(update(counts).values(place="tay-ninh/tan-dong"))
        await connection.execute(update(cases).values(team_id=mine))
    here = await hall.enter("officer", "Cán bộ Tân Đông", team=mine)
    there = await hall.enter("officer", "Cán bộ Ba Đình", team=theirs)
    seen, unseen = await here.reads(FIGURES), await there.reads(FIGURES)
    for words in ("Đăng ký khai sinh</th>", "Người dân xin gặp cán bộ"):
        assert words in seen
        assert words not in unseen
    whole = await there.reads(f"{FIGURES}?noi=xã Tân Đông, Tây Ninh")
    assert "Đăng ký khai sinh</th>" not in whole


async def test_a_procedure_is_looked_at_by_itself(hall: Hall) -> None:
    await crowd(hall, 4, PAPERS, "làm từng bước", "đồng ý", "cho bé", "huỷ")
    editor = await hall.enter("editor")
    page = await editor.reads(f"{PROCEDURES}?thu-tuc=dang-ky-khai-sinh")
    assert "Bé sinh ngày nào ạ?" in page
    assert "Bấm huỷ" in page


async def test_no_figure_drawing_or_workbook_holds_a_person(hall: Hall) -> None:
    told = (
        f"mã otp là {OTP} nhập giúp tôi",
        f"tôi là {NAME} số căn cước {ID}, làm giấy khai sinh cho con cần giấy tờ gì",
        f"tôi là {NAME} sđt {PHONE}, làm giấy khai sinh cho con cần giấy tờ gì",
        "không phải, sai rồi",
        f"gọi {PHONE} cho {NAME}, xin giấy phép nuôi voi",
        "làm từng bước",
        "đồng ý",
        "cho bé",
        f"{NAME} {ID} {PHONE}",
        "gặp cán bộ",
    )
    metrics = Metrics()
    for number in range(4):
        await talk(hall, f"canary-{number}", *told, metrics=metrics)
    boss = await hall.enter("admin")
    everything = [
        await boss.reads(FIGURES),
        await boss.reads(f"{PROCEDURES}?thu-tuc=dang-ky-khai-sinh"),
        str(await workbook(boss, FIGURES + WORKBOOK)),
        str(await workbook(boss, PROCEDURES + WORKBOOK)),
        metrics.text().decode(),
    ]
    assert "Đăng ký khai sinh" in everything[0]
    assert "[số điện thoại]" in everything[1]
    for canary in (NAME, ID, PHONE, OTP, "canary-1"):
        assert not [page for page in everything if canary in page]
