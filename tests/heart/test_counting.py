"""What one turn adds to the figures: each thing once, and nothing of what was typed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from talk import HOME, Talk

from bot.counting import REST, counted
from bot.library import Library
from bot.messages import Event
from bot.tally import Count, Tally


@dataclass(slots=True)
class Counted(Talk):
    """A talk that keeps what each of its turns counted."""

    tally: Tally = field(default_factory=Tally)
    all: tuple[Count, ...] = ()

    def happen(self, event: Event) -> Talk:
        before = self.session
        Talk.happen(self, event)
        self.tally = counted(before, self.turn, event)
        self.all = (*self.all, *self.tally.counts)
        return self

    def of(self, what: str) -> list[tuple[str, str, str]]:
        """(about, side, how) of what the last turn counted."""
        return [
            (count.about, count.side, count.how)
            for count in self.tally.counts
            if count.what == what
        ]


@pytest.fixture
def talk(library: Library) -> Counted:
    return Counted(library)


@pytest.fixture
def walk(library: Library) -> Counted:
    """On the walk of a birth's registration, at its first question."""
    return Counted(library).presses("f:dang-ky-khai-sinh", "y:dang-ky-khai-sinh")


def test_a_question_is_counted_by_topic_and_facet(talk: Counted) -> None:
    talk.says("làm giấy khai sinh cho con cần giấy tờ gì")
    assert talk.of("asked") == [("dang-ky-khai-sinh", "documents", "answer")]


def test_a_first_message_is_a_visit_and_the_next_is_none(talk: Counted) -> None:
    assert talk.says("chào em").of("visit") == [("", "", "vi")]
    assert talk.waits(hours=3).says("chào em").of("visit") == []


def test_who_comes_again_after_hours_is_another_visit(talk: Counted) -> None:
    talk.says("chào em").waits(hours=4)
    assert talk.says("chào em").of("visit") == [("", "", "vi")]


def test_every_message_is_counted_by_hour_and_understanding(talk: Counted) -> None:
    talk.waits(hours=5, minutes=30).says("gặp cán bộ")
    assert talk.of("heard") == [("", "14", "command")]


def test_a_tapped_facet_is_told_from_a_typed_one(talk: Counted) -> None:
    talk.presses("t:dang-ky-khai-sinh:fee")
    assert talk.of("asked") == [("dang-ky-khai-sinh", "fee", "pressed")]


def test_what_nobody_understands_is_missed(talk: Counted) -> None:
    talk.says("xin giấy phép nuôi voi")
    assert [how for _, _, how in talk.of("missed")] == ["unknown"]
    assert talk.of("asked") == []


def test_an_answer_that_was_wrong_is_counted_against_its_topic(talk: Counted) -> None:
    talk.says("làm giấy khai sinh cho con cần giấy tờ gì", "không phải, sai rồi")
    assert talk.of("missed") == [("dang-ky-khai-sinh", "", "wrong")]


def test_none_of_those_that_were_offered_is_missed(talk: Counted) -> None:
    talk.says("làm sổ")
    assert talk.of("missed") == [("", "", "choose")]
    talk.presses("none")
    assert [how for _, _, how in talk.of("missed")] == ["none-of-these"]


def test_a_told_circumstance_names_its_paper(talk: Counted) -> None:
    talk.says("làm khai sinh cho con mà không có giấy chứng sinh thì sao")
    assert [side.partition(".")[0] for _, side, _ in talk.of("told")] != []


def test_a_list_of_papers_tells_no_circumstance(talk: Counted) -> None:
    talk.presses("t:dang-ky-khai-sinh:documents")
    assert talk.of("told") == []


def test_asking_for_the_steps_and_the_online_way_is_interest_in_filing(talk: Counted) -> None:
    talk.says("đăng ký kết hôn làm trên mạng từng bước thế nào")
    talk.presses("b:chung-thuc-chu-ky:online.0")
    assert ("chung-thuc-chu-ky", "", "way") in talk.of("online")


def test_a_forged_button_leaves_nothing_of_itself_in_the_figures(talk: Counted) -> None:
    talk.presses("b:chung-thuc-chu-ky:stuck.0912345678.0912345678", "t:0912345678:fee")
    assert "0912345678" not in str(talk.all)


# ---- walks


def test_a_walk_begins_at_its_first_question(walk: Counted) -> None:
    assert walk.of("step") == [("dang-ky-khai-sinh", "cho-ai", "started")]


def test_an_answer_closes_its_question_and_puts_the_next(walk: Counted) -> None:
    walk.says("cho bé")
    assert walk.of("step") == [
        ("dang-ky-khai-sinh", "cho-ai", "answered"),
        ("dang-ky-khai-sinh", "ngay-sinh", "asked"),
    ]


def test_going_back_is_no_answer(walk: Counted) -> None:
    walk.says("cho bé", "quay lại")
    assert walk.of("step") == [
        ("dang-ky-khai-sinh", "ngay-sinh", "returned"),
        ("dang-ky-khai-sinh", "cho-ai", "asked"),
    ]


def test_three_wrong_answers_are_counted_as_such(walk: Counted) -> None:
    walk.says("cho bé", "ngày mai", "ngày mai", "ngày mai")
    assert [how for _, _, how in walk.of("step")] == ["refused", "refused-thrice"]
    assert walk.tally.stopped is not None
    assert walk.tally.stopped.how == "refused-thrice"


def test_a_side_question_is_counted_at_the_question_it_left_open(walk: Counted) -> None:
    walk.says("cho bé", "đổi bằng lái xe cần giấy tờ gì?")
    assert walk.of("step") == [("dang-ky-khai-sinh", "ngay-sinh", "aside")]
    assert walk.tally.stopped is not None
    assert walk.tally.stopped.how == "aside"


def test_asking_for_a_person_on_the_way_is_counted_there(walk: Counted) -> None:
    walk.says("cho bé", "gặp cán bộ")
    assert walk.of("step") == [("dang-ky-khai-sinh", "ngay-sinh", "staff")]


@pytest.mark.parametrize(
    "words,why",
    [
        ("huỷ", "cancelled"),
        ("menu", "left"),
        ("cháy nhà rồi cứu với", "emergency"),
    ],
)
def test_leaving_a_walk_is_a_stop_with_its_reason(walk: Counted, words: str, why: str) -> None:
    walk.says("cho bé", words)
    assert walk.of("stop") == [("dang-ky-khai-sinh", "ngay-sinh", why)]


def test_another_walk_ends_the_first_where_it_stood(walk: Counted) -> None:
    walk.says("cho bé").presses("g:khai-tu")
    assert walk.of("stop") == [("dang-ky-khai-sinh", "ngay-sinh", "switched")]
    assert [how for _, _, how in walk.of("step")] == ["started"]


def test_beginning_anew_ends_the_run_before(walk: Counted) -> None:
    walk.says("cho bé").waits(minutes=1).says("làm lại từ đầu")
    assert walk.of("stop") == [("dang-ky-khai-sinh", "ngay-sinh", "restarted")]


def test_a_finished_walk_names_its_outcome(walk: Counted) -> None:
    walk.says("đã có mà mất giấy", "còn sổ")
    assert walk.of("stop") == [("dang-ky-khai-sinh", "ban-sao", "finished")]
    assert walk.of("step") == [("dang-ky-khai-sinh", "so-goc", "answered")]


def test_what_is_changed_after_the_end_opens_the_walk_again(walk: Counted) -> None:
    walk.says("đã có mà mất giấy", "còn sổ").presses("e:dang-ky-khai-sinh:so-goc")
    assert walk.of("step") == [("dang-ky-khai-sinh", "so-goc", "reopened")]


def test_a_cancelled_walk_that_goes_on_is_resumed(walk: Counted) -> None:
    walk.says("cho bé", "huỷ").presses("/resume")
    assert walk.of("step") == [("dang-ky-khai-sinh", "ngay-sinh", "resumed")]


def test_an_open_question_is_a_stop_when_a_day_goes_by(walk: Counted) -> None:
    assert walk.tally.rests == walk.at + REST
    assert walk.tally.stopped is not None
    assert walk.tally.stopped.side == "cho-ai"
    assert walk.tally.stopped.how == "silence"


def test_staff_words_do_not_move_the_rest_of_a_walk(walk: Counted) -> None:
    walk.says("cho bé", "gặp cán bộ").staff_says("chào bác")
    assert not walk.tally.moves
    assert walk.tally.counts == ()


def test_a_forgotten_walk_is_a_stop_without_a_rest(walk: Counted) -> None:
    walk.says("cho bé", "xoá dữ liệu").presses("forget-yes")
    assert walk.tally.moves
    assert walk.tally.stopped is None


@pytest.mark.parametrize("ways", [("cho bé", "quay lại", "cho bé", "12/10/2026"), ("cho bé", "x")])
def test_as_many_come_to_a_question_as_leave_it_or_stand_at_it(
    walk: Counted, ways: tuple[str, ...]
) -> None:
    walk.says(*ways)
    steps = [(count.side, count.how) for count in walk.all if count.what == "step"]
    standing = walk.asked
    for step in {side for side, _ in steps}:
        came = sum(how in {"started", "asked", "resumed"} for side, how in steps if side == step)
        went = sum(how in {"answered", "returned"} for side, how in steps if side == step)
        assert came - went == (step == standing)


# ---- what is never in a figure


CANARIES = ("Nguyễn Thị Hoàng Yến Vy", "072198001234", "0912345678", "482913")


def test_no_count_holds_a_name_a_number_or_a_phone(talk: Counted) -> None:
    name, number, phone, otp = CANARIES
    talk.says(
        f"mã otp là {otp}",
        f"tôi là {name} số căn cước {number} làm lại thẻ cần gì",
        f"gọi {phone} giúp tôi, xin giấy phép nuôi voi {name}",
        "không phải, sai rồi",
    )
    talk.presses("f:tk-khai-sinh").says("đồng ý", name, number, phone, "gặp cán bộ", "huỷ")
    assert len(talk.all) > 10
    for canary in CANARIES:
        assert canary not in str(talk.all)
        assert canary not in str(talk.tally)


def test_a_count_keeps_its_place(walk: Counted) -> None:
    walk.session = replace(walk.session, place="ha-noi/ba-dinh")
    walk.says("cho bé")
    assert {count.place for count in walk.tally.counts if count.what == "step"} == {
        "ha-noi/ba-dinh"
    }
    assert {count.place for count in walk.tally.counts if count.what == "heard"} == {""}


def test_the_day_is_that_of_viet_nam(talk: Counted) -> None:
    talk.waits(hours=14, minutes=59).says("chào")
    assert str(talk.tally.counts[0].day) == "2026-11-22"
    talk.waits(minutes=2).says("chào")
    assert str(talk.tally.counts[0].day) == "2026-11-23"
    assert talk.tally.counts[0].channel == HOME.channel
