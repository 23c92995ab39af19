from __future__ import annotations

from datetime import date

import pytest
from asking import COMING_DAY, PAST_DAY, PAST_PARTIAL, STEADY, TODAY, ask, offered, reason, value
from hypothesis import given
from hypothesis import strategies as st

from flows.answers import Accepted, Refused
from flows.rules import span


@pytest.mark.parametrize(
    "words,day",
    [
        ("mồng 3 tháng 2 năm 2026", "2026-02-03"),
        ("mùng năm tháng năm năm 2025", "2025-05-05"),
        ("ngày 5 tháng mười năm hai nghìn không trăm hai mươi sáu", "2026-10-05"),
        ("hai mốt tháng 8 năm hai ngàn hai lăm", "2025-08-21"),
        ("hăm mốt tháng tám năm 2025", "2025-08-21"),
        ("mùng 5 tháng 5 năm chín mươi", "1990-05-05"),
        ("mùng 5 tháng 5 năm một nghìn chín trăm chín mươi", "1990-05-05"),
        ("ngay 5 thang 10 nam 2026", "2026-10-05"),
        ("5 tháng 10, 2026", "2026-10-05"),
        ("3/2/26", "2026-02-03"),
        ("3/2/90", "1990-02-03"),
        ("3-2-2026", "2026-02-03"),
        ("3.2.2026", "2026-02-03"),
        ("3 2 2026", "2026-02-03"),
        ("3/2 năm 2026", "2026-02-03"),
        ("03022026", "2026-02-03"),
        ("030226", "2026-02-03"),
        ("20260203", "2026-02-03"),
        ("2026-02-03", "2026-02-03"),
        ("sinh ngày 5/10/2026 lúc 3 giờ sáng", "2026-10-05"),
        ("thứ 2 16/11/2026", "2026-11-16"),
        ("hôm nay", "2026-11-22"),
        ("mới sinh sáng nay", "2026-11-22"),
        ("hôm qua", "2026-11-21"),
        ("hôm kia", "2026-11-20"),
        ("được 10 ngày rồi", "2026-11-12"),
        ("cách đây ba ngày", "2026-11-19"),
        ("3/2 năm nay", "2026-02-03"),
        ("3/2 năm ngoái", "2025-02-03"),
        ("mùng 3 tháng này", "2026-11-03"),
        ("ngày 20 tháng trước", "2026-10-20"),
    ],
)
def test_a_day_is_read_however_it_is_told(words: str, day: str) -> None:
    assert value(PAST_DAY, words) == day


def test_a_day_is_shown_back_as_it_stands_on_papers() -> None:
    verdict = ask(PAST_DAY, "5 thang 10 nam 26")
    assert isinstance(verdict, Accepted)
    assert verdict.label == "05/10/2026"


@pytest.mark.parametrize(
    "words,key",
    [
        ("31/11/2026", "answer-date-day"),
        ("31/11", "answer-date-day"),
        ("32/1/2026", "answer-date-day"),
        ("29/2/2025", "answer-date-leap"),
        ("1/13/2026", "answer-date-month"),
        ("0/0/0000", "answer-date-month"),
        ("1/1/1850", "answer-date-old"),
        ("5/12/2026", "answer-date-future"),
        ("ngày mai", "answer-date-future"),
        ("âm lịch mùng 3 tháng 2", "answer-date-lunar"),
        ("mùng 3 tháng giêng", "answer-date-lunar"),
        ("hăm ba tháng chạp", "answer-date-lunar"),
        ("thứ hai", "answer-date-weekday"),
        ("chủ nhật tuần trước", "answer-date-weekday"),
        ("tuần trước", "answer-date-vague"),
        ("3 tháng trước", "answer-date-vague"),
        ("tháng 11/2026", "answer-date-incomplete"),
        ("năm 1990", "answer-date-incomplete"),
        ("112026", "answer-date-incomplete"),
        ("tháng trước", "answer-date-incomplete"),
        ("5/10/2026 hay 6/10/2026", "answer-date-two"),
        ("mùng ba tháng hai", "answer-date-year"),
        ("tháng 10", "answer-date-year"),
        ("bữa đó mưa", "answer-date-unknown"),
        ("quên rồi", "answer-not-known"),
        ("năm sau", "answer-date-vague"),
    ],
)
def test_what_is_not_one_sure_day_is_refused_with_its_reason(words: str, key: str) -> None:
    assert reason(PAST_DAY, words) == key


def test_the_reason_tells_how_long_the_month_is() -> None:
    verdict = ask(PAST_DAY, "31/11/2026")
    assert isinstance(verdict, Refused)
    assert verdict.reason.args == {
        "month": "11", "days": "30", "typed": "31", "example": "30/11/2026",
    }  # fmt: skip


def test_the_example_of_a_birthday_does_not_lie_ahead() -> None:
    verdict = ask(PAST_DAY, "31/11")
    assert isinstance(verdict, Refused)
    assert verdict.reason.args["example"] == "30/11/2025"


def test_a_missing_year_is_offered_both_likely_years() -> None:
    assert offered(PAST_DAY, "5/10") == ["2026-10-05", "2025-10-05"]
    assert offered(PAST_DAY, "5/12") == ["2025-12-05", "2024-12-05"]
    assert offered(PAST_DAY, "29/2") == ["2024-02-29", "2020-02-29"]
    assert offered(COMING_DAY, "5/10") == ["2027-10-05", "2028-10-05"]


def test_a_weekday_is_offered_its_last_two_days() -> None:
    assert offered(PAST_DAY, "thứ hai") == ["2026-11-16", "2026-11-09"]
    assert offered(COMING_DAY, "chủ nhật") == ["2026-11-22", "2026-11-29"]


def test_day_and_month_that_changed_places_are_offered_in_order() -> None:
    assert offered(PAST_DAY, "10/25/2026") == ["2026-10-25"]
    assert offered(PAST_DAY, "0/0/0000") == []


def test_a_day_ahead_is_offered_as_last_years() -> None:
    assert offered(PAST_DAY, "5/12/2026") == ["2025-12-05"]
    assert offered(PAST_DAY, "29/2/2028") == []


def test_months_and_years_do_where_a_part_is_enough() -> None:
    assert value(PAST_PARTIAL, "tháng 11/2026") == "2026-11"
    assert value(PAST_PARTIAL, "tháng trước") == "2026-10"
    assert value(PAST_PARTIAL, "2026") == "2026"
    assert value(PAST_PARTIAL, "năm ngoái") == "2025"
    assert offered(PAST_PARTIAL, "tháng 10") == ["2026-10", "2025-10"]
    assert reason(PAST_PARTIAL, "12/2026") == "answer-date-future"
    assert reason(PAST_PARTIAL, "không nhớ") == "answer-not-known-date"


def test_a_day_to_come_may_not_be_past() -> None:
    assert value(COMING_DAY, "ngày mai") == "2026-11-23"
    assert value(COMING_DAY, "5/10/30") == "2030-10-05"
    assert reason(COMING_DAY, "5/10/2026") == "answer-date-past"


@STEADY
@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_survives_being_written_and_read(day: date) -> None:
    for words in (
        f"{day:%d/%m/%Y}",
        f"{day:%d%m%Y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        day.isoformat(),
    ):
        assert value(PAST_DAY, words) == day.isoformat(), words


@STEADY
@given(st.text(alphabet="0123456789/-. thangnmwqu", max_size=30) | st.text(max_size=60))
def test_any_words_are_read_or_refused(words: str) -> None:
    for kind in (PAST_DAY, PAST_PARTIAL, COMING_DAY):
        verdict = ask(kind, words)
        if isinstance(verdict, Accepted):
            assert span(verdict.value) is not None


@pytest.mark.parametrize("words", ["hỏi cái này để làm gì", "hoi cai nay de lam gi", "câu này sao"])
def test_what_points_at_something_is_not_today(words: str) -> None:
    assert value(PAST_DAY, words) is None
