"""Reminders: offered where a deadline lies ahead, rung in the morning, stopped by a press."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from talk import HOME, STEADY, TODAY, Talk

from bot.library import Library
from bot.messages import CancelTimer, Forget, SetTimer, TimerRang
from bot.provenance import trace
from bot.scene import HERE
from bot.session import Run
from flows.deadlines import ROLES, UNITS, Term, last_reminder, reminder, term
from flows.engine import reminders
from flows.faults import faults_of
from flows.flow import parse_flow
from knowledge.topic import Duration

FLOW = "dang-ky-khai-sinh"
SET = f"n:{FLOW}:dung-han:0"
STOP = f"m:{FLOW}:dung-han:0"
TIMER = f"remind:{FLOW}:dung-han:0"


def allowed(amount: int | None, unit: str = "day") -> Duration:
    return Duration.model_validate(
        {"id": "han", "label": "Hạn", "role": "deadline", "amount": amount, "unit": unit}
    )


def born(talk: Talk, day: str) -> Talk:
    """The walk for a child's birth certificate, to its end."""
    talk.presses(f"f:{FLOW}", f"y:{FLOW}", f"a:{FLOW}:cho-ai:be").says(day)
    return talk.presses(
        f"a:{FLOW}:nuoc-ngoai:khong",
        f"a:{FLOW}:chung-sinh:co",
        f"a:{FLOW}:ket-hon:yes",
        f"a:{FLOW}:lien-thong:no",
        "/skip",
        f"a:{FLOW}:cach-nop:mang",
    )


def timers(talk: Talk) -> list[SetTimer]:
    return [effect for effect in talk.turn.effects if isinstance(effect, SetTimer)]


def rung(talk: Talk, timer: SetTimer) -> Talk:
    talk.at = timer.at
    return talk.happen(TimerRang(talk.next_id(), timer.at, HOME, timer.timer, timer.payload))


# ---- the arithmetic


def test_a_deadline_is_counted_in_days_months_and_years() -> None:
    assert term("2026-11-05", allowed(60)) == Term(date(2027, 1, 4))
    assert term("2026-08-31", allowed(6, "month")) == Term(date(2027, 2, 28))
    assert term("2024-02-29", allowed(2, "year")) == Term(date(2026, 2, 28))


def test_a_day_that_is_itself_the_last_opens_its_time_before() -> None:
    found = term("2027-03-20", allowed(15), before=True)
    assert found == Term(date(2027, 3, 20), date(2027, 3, 5))


@pytest.mark.parametrize("value", ["2026-11", "2026", "", "hôm qua", "2026-13-01"])
def test_a_day_that_is_not_fully_known_leads_to_no_deadline(value: str) -> None:
    assert term(value, allowed(60)) is None


def test_an_unknown_time_or_one_beyond_the_calendar_is_no_deadline() -> None:
    assert term("2026-11-05", allowed(None)) is None
    assert term("9999-12-01", allowed(60)) is None
    assert term("9999-12-01", allowed(1, "month")) is None


def test_the_reminder_comes_a_week_before_or_half_way() -> None:
    assert reminder(Term(TODAY + timedelta(days=40)), TODAY) == TODAY + timedelta(days=33)
    assert reminder(Term(TODAY + timedelta(days=6)), TODAY) == TODAY + timedelta(days=3)
    assert reminder(Term(TODAY + timedelta(days=1)), TODAY) == TODAY + timedelta(days=1)


def test_a_time_that_has_not_begun_is_reminded_of_on_its_first_day() -> None:
    opens = TODAY + timedelta(days=20)
    assert reminder(Term(TODAY + timedelta(days=35), opens), TODAY) == opens
    later = opens + timedelta(days=1)
    assert reminder(Term(TODAY + timedelta(days=35), opens), later) == TODAY + timedelta(days=28)


@STEADY
@given(st.integers(-400, 4000), st.none() | st.integers(-400, 4000))
def test_a_reminder_is_always_after_today_and_never_after_the_last_day(
    left: int, before: int | None
) -> None:
    ends = TODAY + timedelta(days=left)
    opens = None if before is None else min(ends, TODAY + timedelta(days=before))
    day = reminder(Term(ends, opens), TODAY)
    assert (day is None) == (left < 1)
    assert day is None or TODAY < day <= ends
    eve = last_reminder(ends, TODAY)
    assert eve is None or TODAY < eve < ends


# ---- what flows may say


def test_a_reminder_names_a_question_for_a_date_and_a_deadline(library: Library) -> None:
    table = {
        "title": "Thử",
        "topic": "dang-ky-khai-sinh",
        "purpose": "Thử.",
        "first": "co",
        "questions": {
            "co": {
                "ask": "Có không?",
                "answer": {"kind": "yes-no", "yes": "Có", "no": "Không"},
                "routes": [{"to": "xong"}],
            }
        },
        "outcomes": {
            "xong": {
                "say": "Xong.",
                "remind": [
                    {"of": "co", "fact": "time.thuong", "say": "Trong 60 ngày."},
                    {"of": "ngay", "fact": "documents.to-khai", "say": "Hạn {time.khong-co}."},
                ],
            }
        },
    }
    flow, _ = parse_flow(table, "thu", "thu.toml")
    assert flow
    faults = [str(fault) for fault in faults_of(flow, library.topics)]
    for told in ("co is no question", "ngay is no question", "time.thuong is no deadline"):
        assert any(told in fault for fault in faults)
    for told in ("documents.to-khai is no deadline", "naked figure", "time.khong-co} leads"):
        assert any(told in fault for fault in faults)


def test_every_reminder_that_ships_fits_a_button_and_its_words_a_message(library: Library) -> None:
    found = 0
    for flow in library.flows.values():
        for outcome in flow.outcomes.values():
            for number, remind in enumerate(outcome.remind):
                found += 1
                assert len(f"n:{flow.id}:{outcome.id}:{number}".encode()) <= 64
                fact = library.topics[flow.topic].fact(remind.fact)
                assert fact is None or (isinstance(fact, Duration) and fact.role in ROLES)
                assert fact is None or (isinstance(fact, Duration) and fact.unit in UNITS)
    assert found >= 11


# ---- in a talk


def test_a_birth_in_time_offers_a_reminder(talk: Talk) -> None:
    born(talk, "05/11/2026")
    assert talk.about[-1] == f"flows/{FLOW}/dung-han"
    assert SET in talk.values
    assert talk.values[-1] == "/staff"
    assert len(talk.values) <= 4


def test_pressing_it_sets_a_timer_for_nine_in_the_morning_a_week_before(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    assert timers(talk) == [SetTimer(TIMER, datetime(2026, 12, 28, 9, tzinfo=HERE), "2027-01-04")]
    for told in ("28/12/2026", "04/01/2027", "60 ngày", "Thôi nhắc"):
        assert told in talk.text
    assert talk.values == [STOP, "/menu"]


def test_every_span_of_a_reminder_leads_to_its_source(talk: Talk, library: Library) -> None:
    born(talk, "05/11/2026").presses(SET)
    says = [*talk.said, *rung(talk, timers(talk)[0]).said]
    for span in (span for say in says for span in say.spans):
        assert trace(library, span.address, TODAY), span
    dates = [span for say in says for span in say.spans if "/01/2027" in span.text]
    assert {span.address for span in dates} == {f"topics/{FLOW}#time.han-dang-ky"}


@pytest.mark.parametrize("day", ["01/08/2026", "tháng 11/2026", "23/09/2026"])
def test_what_is_past_ends_today_or_is_not_fully_known_offers_nothing(talk: Talk, day: str) -> None:
    born(talk, day)
    assert not [value for value in talk.values if value.startswith("n:")]


def test_the_reminder_says_what_is_due_and_how_to_go_on(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    rung(talk, timers(talk)[0])
    assert talk.about == [f"flows/{FLOW}/dung-han"]
    for told in ("như đã hẹn", "60 ngày", "04/01/2027", "03/01/2027", "Nguồn: "):
        assert told in talk.text
    assert talk.values == ["/resume", STOP, "/staff"]
    assert len(talk.text) <= 700


def test_it_rings_once_more_on_the_eve_and_then_no_more(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    rung(talk, timers(talk)[0])
    (eve,) = timers(talk)
    assert eve == SetTimer(TIMER, datetime(2027, 1, 3, 9, tzinfo=HERE), "2027-01-04")
    rung(talk, eve)
    assert timers(talk) == []
    assert talk.session.reminders == {}
    assert STOP not in talk.values


def test_a_reminder_rings_also_when_the_talk_was_swept(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    timer = timers(talk)[0]
    rung(Talk(talk.library), timer)
    alone = rung(Talk(talk.library), timer)
    assert alone.values == [f"f:{FLOW}", STOP, "/staff"]
    assert alone.session.topic == FLOW


def test_a_reminder_does_not_take_a_walk_s_place(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    timer = timers(talk)[0]
    talk.presses("f:khai-tu")
    rung(talk, timer)
    assert talk.session.doing.kind == "walking"
    assert talk.session.topic == "dang-ky-khai-tu"
    assert talk.values[0] == f"f:{FLOW}"


def test_a_reminder_whose_guidance_is_gone_still_tells_the_day(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET)
    timer = timers(talk)[0]
    flows = {name: flow for name, flow in talk.library.flows.items() if name != FLOW}
    talk.library = replace(talk.library, flows=flows)
    assert f"“{FLOW}” vào ngày 28/12/2026" in talk.presses("/mydata").text
    rung(talk, timer)
    assert talk.about == ["phrases/remind-gone"]
    assert "04/01/2027" in talk.text
    assert talk.presses(SET).about == ["phrases/gone-button"]


def test_stopping_takes_the_timer_back(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET, STOP)
    assert talk.turn.effects == (CancelTimer(TIMER),)
    assert talk.session.reminders == {}
    assert talk.about == ["phrases/remind-stopped"]
    assert SET in talk.presses("/resume").values


def test_once_set_the_outcome_offers_to_stop_it(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET, "/resume")
    assert STOP in talk.values
    assert SET not in talk.values


def test_my_data_names_the_reminder_and_forgetting_cancels_it(talk: Talk) -> None:
    born(talk, "05/11/2026").presses(SET, "/mydata")
    assert "hẹn nhắc việc “Làm khai sinh từng bước” vào ngày 28/12/2026" in talk.text
    talk.presses("forget-yes")
    assert CancelTimer(TIMER) in talk.turn.effects
    assert Forget() in talk.turn.effects
    assert talk.session.reminders == {}


def test_an_old_or_made_up_button_sets_nothing(talk: Talk) -> None:
    assert talk.presses(SET).about == ["phrases/gone-button"]
    born(talk, "05/11/2026").presses(f"n:{FLOW}:qua-han:0")
    assert talk.about == ["phrases/gone-button"]
    talk.presses(f"n:{FLOW}:dung-han:7")
    assert talk.about == ["phrases/remind-late"]
    assert timers(talk) == []


def test_a_button_pressed_after_the_last_day_sets_nothing(talk: Talk) -> None:
    born(talk, "05/11/2026").waits(days=60)
    assert timers(talk.presses(SET)) == []


def test_what_is_done_for_someone_else_is_not_reminded_of(talk: Talk) -> None:
    talk.says("làm giúp người khác", "chị Hai")
    born(talk, "05/11/2026").presses(f"d:{FLOW}")
    assert not [value for value in talk.values if value.startswith("n:")]


def test_a_stay_that_still_lasts_is_reminded_of_when_it_can_be_extended(talk: Talk) -> None:
    talk.presses("f:tam-tru", "a:tam-tru:viec:gia-han").says("20/03/2027")
    talk.presses("a:tam-tru:con-xa:con-lau")
    assert talk.about[-1] == "flows/tam-tru/chua-toi"
    talk.presses("n:tam-tru:chua-toi:0")
    assert timers(talk)[0].at == datetime(2027, 3, 5, 9, tzinfo=HERE)
    assert "20/03/2027" in talk.text


def test_a_death_long_registered_late_still_has_the_grant_s_deadline_ahead(
    library: Library,
) -> None:
    flow = library.flows["khai-tu"]
    answers = {
        "viec": next(iter(flow.questions)),
        "ngay-mat": "2026-10-20",
        "mat-o-dau": "tai-nha",
        "gop": "yes",
        "bao-hiem": "luong-huu",
        "vneid-than-nhan": "yes",
    }
    first = flow.questions[flow.first]
    answers |= {first.id: next(c.value for c in first.answer.choices if c.value != "ban-sao")}  # type: ignore[union-attr]
    run = Run("khai-tu", answers)
    found = reminders(flow, flow.outcomes["lam-gop"], run.answers, TODAY, library.topics)
    assert [one.number for one in found] == [1]
    assert found[0].term.ends == date(2027, 1, 18)


def test_in_english_too(talk: Talk) -> None:
    talk.presses("/english")
    born(talk, "05/11/2026").presses(SET)
    assert "No reminder" in talk.text
