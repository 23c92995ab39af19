"""The report says what really happened in the talks, each thing once, of the scope asked for."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from living import GUIDED, MONTH, PAPERS, TODAY, Town
from sqlalchemy import update

from bot.figures.report import RULE, Report, narrowed, report
from bot.figures.simplification import simplification
from bot.figures.tables import Few
from bot.figures.workbook import of_report, of_simplification
from bot.storage.models import cases, counts
from bot.storage.records import Periods


async def told(town: Town, scope: object = MONTH) -> Report:
    return await report(town.store, town.library, scope, TODAY)  # type: ignore[arg-type]


def value(found: Report, name: str) -> object:
    return next(value for label, value, _, _ in found.overview if label == name)


def row(found: Report, table: str, name: str) -> tuple[object, ...]:
    return next(row for row in found.table(table).rows if row[0] == name)


async def test_questions_are_told_by_topic_and_facet(town: Town) -> None:
    await town.each(4, PAPERS)
    found = await told(town)
    assert row(found, "topics", "Đăng ký khai sinh")[1:4] == (4, 4, 0)
    assert row(found, "facets", "Giấy tờ")[1] == 4
    assert value(found, "Lượt trò chuyện") == 4
    assert value(found, "Tỷ lệ trả lời được") == 1.0


async def test_what_was_missed_lowers_the_share_and_is_told_why(town: Town) -> None:
    await town.each(3, PAPERS)
    await town.each(3, "xin giấy phép nuôi voi", named="kẻ lạ")
    found = await told(town)
    assert value(found, "Chưa trả lời được") == 3
    assert value(found, "Tỷ lệ trả lời được") == 0.5
    assert row(found, "misses", "Không hiểu câu hỏi")[1] == 3


async def test_a_topic_that_two_people_ask_is_not_named(town: Town) -> None:
    await town.each(2, "thủ tục đăng ký kết hôn cần giấy gì")
    await town.each(3, PAPERS, named="cha mẹ")
    found = await told(town)
    assert "kết hôn" not in str(found.table("topics"))
    assert found.table("topics").rows[-1][1] == Few()


async def test_cases_are_told_by_reason_and_time(town: Town) -> None:
    await town.each(3, PAPERS, "gặp cán bộ")
    await town.settle()
    found = await told(town)
    reason = row(found, "cases", "Người dân xin gặp cán bộ")
    assert reason[1:4] == (3, 3, 3)
    assert reason[4] == 1.0
    assert value(found, "Trả lời đúng hạn") == 1.0
    assert value(found, "Tỷ lệ không cần cán bộ") == 0.0


async def test_practice_and_merged_cases_are_left_out(town: Town) -> None:
    await town.each(4, PAPERS, "gặp cán bộ")
    found = await town.store.list_cases()
    async with town.store.writing() as connection:
        first = update(cases).where(cases.c.case == found[0].case)
        await connection.execute(first.values(practice=True))
        second = update(cases).where(cases.c.case == found[1].case)
        await connection.execute(second.values(merged_into=found[2].case))
    assert value(await told(town), "Yêu cầu chuyển cán bộ") == Few()


async def test_marks_are_told_and_their_mean(town: Town) -> None:
    await town.each(3, PAPERS, "gặp cán bộ")
    await town.settle()
    await town.each(3, "4")
    found = await told(town)
    assert row(found, "marks", "4 điểm")[1] == 3
    assert value(found, "Điểm hài lòng") == 4.0


async def test_walks_are_told_with_the_question_and_the_reason(town: Town) -> None:
    await town.each(4, PAPERS, *GUIDED, "cho bé")
    await town.each(3, PAPERS, *GUIDED, "cho bé", "huỷ", named="vội")
    town.clock.advance(hours=26)
    await town.store.sweep(Periods())
    found = await told(town)
    walk = row(found, "flows", "Làm khai sinh từng bước")
    assert walk[1:3] == (7, 0)
    heads = [column.head for column in found.table("steps").columns]
    step = next(row for row in found.table("steps").rows if row[1] == "Bé sinh ngày nào ạ?")
    told_of = dict(zip(heads, step, strict=True))
    assert told_of["Lượt hỏi"] == 7
    assert told_of["Dừng ở đây"] == 7
    assert told_of["Im lặng quá 24 giờ"] == 4
    assert told_of["Bấm huỷ"] == 3
    assert told_of["Tỷ lệ dừng"] == 1.0


async def test_another_period_channel_or_place_holds_nothing_of_this(town: Town) -> None:
    await town.each(3, PAPERS)
    december = replace(MONTH, since=date(2026, 12, 1), until=date(2026, 12, 31))
    for scope in (
        december,
        replace(MONTH, channel="telegram"),
        replace(MONTH, place="tay-ninh"),
        replace(MONTH, places=()),
        replace(MONTH, abouts=("dang-ky-khai-tu",)),
    ):
        assert value(await told(town, scope), "Câu hỏi gõ") == 0


async def test_a_province_holds_its_communes_and_no_other_of_a_like_name(town: Town) -> None:
    await town.each(3, PAPERS)
    async with town.store.writing() as connection:
        await connection.execute(update(counts).values(place="tay-ninh/tan-dong"))
    for place, many in (("tay-ninh", 3), ("tay-ninh/tan-dong", 3), ("tay", 0), ("tay-ninh/tan", 0)):
        assert value(await told(town, replace(MONTH, place=place)), "Câu hỏi gõ") == many
    mine = replace(MONTH, places=("tay-ninh/tan-dong",), teams=(1,))
    found = await told(town, mine)
    assert value(found, "Câu hỏi gõ") == 3
    assert row(found, "places", "xã Tân Đông, tỉnh Tây Ninh")[1] == 3


async def test_hours_are_told_of_the_whole_alone(town: Town) -> None:
    await town.each(3, PAPERS)
    assert row(await told(town), "hours", "10 giờ")[1] == 3
    ids = [table.id for table in (await told(town, replace(MONTH, place="tay-ninh"))).tables]
    assert "hours" not in ids


async def test_a_topic_brings_its_walks_along(town: Town) -> None:
    await town.each(3, PAPERS, *GUIDED)
    scope = narrowed(MONTH, town.library, "dang-ky-khai-sinh")
    found = await told(town, scope)
    assert value(found, "Bắt đầu làm từng bước") == 3
    assert ("Chủ đề", "Đăng ký khai sinh") in found.about


async def test_what_is_gone_from_the_library_keeps_its_id(town: Town) -> None:
    await town.each(3, PAPERS, *GUIDED, "cho bé")
    town.library = replace(town.library, topics={}, flows={})
    found = await told(town)
    assert row(found, "topics", "dang-ky-khai-sinh")[1] == 3
    assert row(found, "flows", "dang-ky-khai-sinh")[1] == 3


async def test_who_would_not_be_asked_of_people_is_told_apart(town: Town) -> None:
    await town.each(4, PAPERS, *GUIDED)
    await town.each(3, PAPERS, GUIDED[0], "thôi", named="không muốn")
    walk = row(await told(town), "flows", "Làm khai sinh từng bước")
    assert (walk[1], walk[5]) == (4, 3)


# ---- where people stop


async def test_a_procedure_tells_where_people_stop_and_over_which_papers(town: Town) -> None:
    await town.each(4, PAPERS, *GUIDED, "cho bé", "05/10/2026")
    await town.each(
        3, "làm khai sinh cho con mà không có giấy chứng sinh thì sao", named="thiếu giấy"
    )
    town.clock.advance(hours=26)
    await town.store.sweep(Periods())
    found = await simplification(town.store, town.library, MONTH, TODAY)
    birth = found.of("dang-ky-khai-sinh")
    assert birth is not None
    assert birth.stopped == 4
    assert "quốc tịch" in str(birth.steps.rows[0][1])
    assert birth.papers.rows


async def test_only_what_two_people_asked_is_an_example(town: Town) -> None:
    lines = (PAPERS, "không phải, sai rồi")
    await town.says("một", *lines, *lines)
    found = await simplification(town.store, town.library, MONTH, TODAY)
    assert all(not one.examples for one in found.found)
    await town.says("hai", *lines)
    found = await simplification(town.store, town.library, MONTH, TODAY)
    birth = found.of("dang-ky-khai-sinh")
    assert birth is not None
    assert [(words, people) for words, people, _ in birth.examples] == [(PAPERS, Few())]


async def test_papers_that_people_do_not_tick_off_are_told(town: Town) -> None:
    await town.each(3, PAPERS, *GUIDED, "đã có mà mất giấy", "mất sổ")
    first = await town.store.counted(MONTH, "paper", "side", "how")
    assert {line.key[1] for line in first} == {"listed"}
    await town.each(3, "giấy tờ của tôi", "1")
    found = await simplification(town.store, town.library, MONTH, TODAY)
    papers = {line.key[0] for line in first}
    lists = [row for one in found.found for row in one.lists.rows]
    assert len(papers) > 1
    assert (3, 3, 0, 0.0) in [row[1:] for row in lists]
    assert (3, 0, 3, 1.0) in [row[1:] for row in lists]


# ---- workbooks


def cells(book: bytes) -> dict[str, list[tuple[object, ...]]]:
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in sheets
    }


async def test_the_workbook_opens_with_the_period_and_what_each_figure_means(town: Town) -> None:
    await town.each(4, PAPERS)
    sheets = cells(of_report(await told(town)))
    first = sheets["Tổng quan"]
    assert next(iter(sheets)) == "Tổng quan"
    assert ("Kỳ báo cáo", "từ 01/11/2026 đến hết 30/11/2026", None) in first
    assert ("Lượt trò chuyện", 4, "Viết lại sau 4 giờ là một lượt mới") in first
    assert any(row[0] == RULE for row in first)
    assert ("Đăng ký khai sinh", 4, 4, 0, 0) in [row[:5] for row in sheets["Người dân hỏi gì"]]
    assert any(row[0] == "Tổng" for row in sheets["Người dân hỏi gì"])


async def test_numbers_have_formats_and_text_is_never_a_formula(town: Town) -> None:
    await town.each(4, PAPERS)
    found = await told(town)
    bad = replace(found.table("topics"), rows=(("=1+1", 4, 4, 0, 0),))
    book = of_report(replace(found, tables=(bad, found.table("channels"))))
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    text = sheets["Người dân hỏi gì"]["A4"]
    assert (text.value, text.data_type) == ("=1+1", "s")
    share = sheets["Hỏi qua kênh nào"]["F4"]
    assert (share.value, share.number_format) == (1, "0.0%")


async def test_the_workbook_of_procedures_has_a_sheet_for_each(town: Town) -> None:
    await town.each(4, PAPERS, *GUIDED, "cho bé", "huỷ")
    found = await simplification(town.store, town.library, MONTH, TODAY)
    sheets = cells(of_simplification(found, (("Kỳ", "tháng 11"),)))
    assert list(sheets) == ["Đề xuất cắt giảm", "Đăng ký khai sinh"]


async def test_names_of_sheets_that_are_too_long_or_alike_still_make_a_workbook(
    town: Town,
) -> None:
    await town.each(4, PAPERS, *GUIDED, "cho bé", "huỷ")
    found = await simplification(town.store, town.library, MONTH, TODAY)
    one = replace(found.found[0], title="Một thủ tục: tên rất dài/không vừa một trang [thử]")
    sheets = cells(of_simplification(replace(found, found=(one, one, one)), ()))
    assert len(sheets) == 4


@pytest.mark.parametrize("people", [1, 2])
async def test_few_people_are_hidden_in_the_workbook_too(town: Town, people: int) -> None:
    await town.each(people, PAPERS)
    flat = str(cells(of_report(await told(town))))
    assert "khai sinh" not in flat
    assert "dưới 3" in flat
