"""What helps staff to answer: canned words with the day's figures, a suggestion, practice."""

from __future__ import annotations

from datetime import date

from garden import garden
from handing import OPENED, do, served
from sqlalchemy import func, select
from talking import LAN, Clock

from bot.desk import practice
from bot.desk.canned import Filled, Missing, fill
from bot.desk.suggesting import suggest
from bot.library import Library
from bot.messages import Address
from bot.privacy import mask
from bot.rehearsal import BEGIN
from bot.storage.canned import Canned
from bot.storage.models import inbox, outbox
from bot.storage.records import Periods
from bot.storage.store import Store
from bot.voice import Voice
from knowledge.languages import languages

DAY = date(2026, 11, 30)
DATED = """
[[fee]]
id = "cu"
label = "Lệ phí cũ"
amount = 5000
per = "thẻ"
until = 2026-11-30
"""


def voice(library: Library, day: date = DAY) -> Voice:
    return Voice(garden(library, extra=DATED), day, "vi")


# ---- canned replies


def test_a_canned_reply_says_the_figures_of_the_day(library: Library) -> None:
    words = "{You} mang {documents.don}, phí {fee.the}. Cần gì {you} gọi {hotline.cong-dvc}."
    filled = fill(voice(library), words, "the-vuon")
    assert isinstance(filled, Filled)
    assert "8.000" in filled.text
    assert "đơn xin thẻ" in filled.text.lower()
    assert filled.text.startswith("Bác mang")
    assert "{" not in filled.text


def test_a_slot_that_names_nothing_any_more_is_told_and_not_sent(library: Library) -> None:
    words = "Phí {fee.khong-co}, {fee.khong-co}, {hotline.ma}, {topics/the-vuon#fee.the}."
    assert fill(voice(library), words, "the-vuon") == Missing(("fee.khong-co", "hotline.ma"))
    assert fill(voice(library), "Phí {fee.the}.", None) == Missing(("fee.the",))


def test_a_figure_that_ran_out_is_missing_from_its_day_on(library: Library) -> None:
    assert isinstance(fill(voice(library), "Phí {fee.cu}.", "the-vuon"), Filled)
    later = fill(voice(library, date(2026, 12, 1)), "Phí {fee.cu}.", "the-vuon")
    assert later == Missing(("fee.cu",))


def test_braces_that_hold_nothing_sensible_are_missing_too(library: Library) -> None:
    assert fill(voice(library), "Xin chào {}", "the-vuon") == Missing(("",))
    assert fill(voice(library), "Không có gì.", "khong-co") == Filled("Không có gì.")


async def test_canned_replies_are_kept_changed_and_dropped_by_team(store: Store) -> None:
    from handing import team

    ours, theirs = await team(store, "Một"), await team(store, "Hai")
    every = await store.put_canned(Canned(0, "Chào", "Chào bác."), "Hoa")
    own = await store.put_canned(Canned(0, "Phí", "{fee.the}", "the-vuon", ours), "Hoa")
    await store.put_canned(Canned(0, "Khác", "…", None, theirs), "Hoa")
    assert own is not None
    assert [reply.title for reply in await store.canned(frozenset({ours}))] == ["Chào", "Phí"]
    assert len(await store.canned()) == 3
    changed = Canned(own, "Lệ phí", "{fee.the}", "the-vuon", ours)
    assert await store.put_canned(changed, "Hoa") == own
    assert changed in await store.canned()
    assert await store.put_canned(Canned(999, "x", "y"), "Hoa") is None
    assert await store.drop_canned(every or 0, "Hoa")
    assert not await store.drop_canned(every or 0, "Hoa")
    assert [line.did for line in await store.audited(about="Chào")] == [
        "dropped canned reply",
        "changed canned reply",
    ]


# ---- suggestions


def test_a_clear_question_is_suggested_its_answer(library: Library) -> None:
    found = suggest(
        library, "làm khai sinh cho con cần giấy gì [họ tên]", BEGIN, topic=None, place=None
    )
    assert found is not None
    assert found.sure
    assert found.about == "topics/dang-ky-khai-sinh#documents"
    assert "chứng sinh" in found.text.lower()
    assert "Nguồn:" in found.text


def test_what_is_not_clear_is_suggested_from_the_topic_of_the_case(library: Library) -> None:
    found = suggest(library, "vẫn chưa được", BEGIN, topic="vneid-quen-mat-khau", place=None)
    assert found is not None
    assert not found.sure
    assert found.about.startswith("topics/vneid-quen-mat-khau#")


def test_nothing_is_suggested_where_nothing_is_known(library: Library) -> None:
    odd = "xin giấy phép nuôi voi trắng"
    assert suggest(library, odd, BEGIN, topic=None, place=None) is None
    assert suggest(library, odd, BEGIN, topic="khong-co", place=None) is None


def test_a_cry_for_help_is_suggested_no_paper(library: Library) -> None:
    assert suggest(library, "cháy nhà rồi cứu với", BEGIN, topic=None, place=None) is None


# ---- practice


def test_the_invented_citizens_are_sound_and_hold_no_persons_data(library: Library) -> None:
    citizens = practice.citizens()
    assert len(citizens) >= 8
    for citizen in citizens.values():
        for line in (citizen.question, *citizen.transcript, *citizen.replies):
            assert mask(line) == line
        assert citizen.topic is None or citizen.topic in library.topics
        assert citizen.language in languages()
        assert citizen.watch


async def test_an_invented_citizen_answers_line_by_line_and_then_has_no_more_to_say(
    store: Store,
) -> None:
    case = await practice.begin(store, "bac-nam-im-lang", "Hoa")
    assert case is not None
    for number in range(6):
        assert await practice.say(store, case, f"câu {number}", "Hoa")
    found = await store.case(case)
    assert found is not None
    assert found.practice
    said = [line.text for line in found.lines if line.who == "citizen"][2:]
    assert said == ["heo", "chung 20 con", "o nha", "u"]
    assert [line.who for line in found.lines][-3:] == ["citizen", "staff", "staff"]


async def test_practice_is_ones_own_and_ends(store: Store) -> None:
    case = await practice.begin(store, "mr-john", "Hoa") or ""
    assert not await practice.say(store, case, "chào", "Bình")
    assert not await store.end_practice(case, "Bình")
    assert [each.case for each in await store.practices("Hoa")] == [case]
    assert await store.practices("Bình") == []
    assert await store.end_practice(case, "Hoa")
    assert not await practice.say(store, case, "muộn", "Hoa")
    assert await practice.begin(store, "khong-co", "Hoa") is None


async def test_practice_reaches_nobody_and_is_counted_nowhere(store: Store) -> None:
    store.staff_room = Address("telegram", "-100/desk")
    case = await practice.begin(store, "anh-hung-gian", "Hoa") or ""
    await practice.say(store, case, "Dạ em nghe.", "Hoa")
    await store.end_practice(case, "Hoa")
    again = await practice.begin(store, "anh-hung-gian", "Hoa") or ""
    assert await store.list_cases() == []
    assert await store.list_cases(closed=True) == []
    assert (await store.sizes())["cases"] == 0
    assert not await store.answer_case(again, "lạc", "Hoa")
    assert await store.finish(again, "Hoa") is None
    assert not await store.hand_over(again, "Hoa", "x", to="Bình")
    await do(store, OPENED)
    await served(store)
    assert not await store.merge(again, OPENED.case, "Hoa")
    assert not await store.merge(OPENED.case, again, "Hoa")
    async with store.reading() as connection:
        left = select(func.count()).select_from(inbox).where(inbox.c.done.is_(None))
        assert (await connection.execute(left)).scalar_one() == 0
        sent = select(func.count()).select_from(outbox)
        assert (await connection.execute(sent)).scalar_one() == 2  # the real case's card
    assert store.staff_room != LAN


async def test_practice_is_swept_with_the_transcripts(store: Store, clock: Clock) -> None:
    case = await practice.begin(store, "mr-john", "Hoa") or ""
    clock.advance(days=91)
    await store.sweep(Periods())
    assert await store.case(case) is None
