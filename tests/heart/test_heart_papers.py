"""The papers of a case, ticked off over days: by button, number or name; kept apart from walks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talk import Talk

from bot.library import Library
from bot.session import Idle, Papers, Session, Ticking

FLOW = "dang-ky-khai-sinh"
PAPERS = tuple(
    f"topics/{FLOW}#documents.{name}"
    for name in ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")
)


@pytest.fixture
def born(library: Library) -> Talk:
    """The walk for a child's birth, to its end."""
    talk = Talk(library, Session(consent=True)).presses(f"f:{FLOW}", f"a:{FLOW}:cho-ai:be")
    talk.says("05/11/2026").presses(
        f"a:{FLOW}:nuoc-ngoai:khong",
        f"a:{FLOW}:chung-sinh:co",
        f"a:{FLOW}:ket-hon:yes",
        f"a:{FLOW}:lien-thong:no",
        "/skip",
        f"a:{FLOW}:cach-nop:mang",
    )
    return talk


def ticked(talk: Talk) -> tuple[str, ...]:
    return tuple(one.partition("#documents.")[2] for one in talk.session.lists[FLOW].ticked)


def test_an_outcome_keeps_its_papers_and_offers_to_tick_them(born: Talk) -> None:
    assert born.session.lists == {FLOW: Papers(PAPERS)}
    assert born.values == ["f:tk-khai-sinh", f"n:{FLOW}:dung-han:0", f"c:{FLOW}", "/staff"]


def test_what_was_answered_is_told_before_the_ending(born: Talk) -> None:
    assert born.text.startswith("Bác đã trả lời: làm cho bé; 05/11/2026; ")
    assert "Sai câu nào thì nhắn “sửa”." in born.text
    assert born.says("sửa").about == ["phrases/walk-change"]


def test_the_list_has_a_button_for_each_paper(born: Talk) -> None:
    born.presses(f"c:{FLOW}")
    assert born.session.doing == Ticking(FLOW)
    assert "có 0 trên 3" in born.text
    assert born.text.count("☐") == 3
    assert born.values[:3] == [f"x:{FLOW}:{number}" for number in range(3)]
    assert born.values[-1] == "/staff"


@pytest.mark.parametrize(
    "said, papers",
    [
        ("2", ("giay-chung-sinh",)),
        ("1 3", ("to-khai", "thong-tin-ket-hon")),
        ("1, 2 và 3", ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
        ("co giay so 2 roi", ("giay-chung-sinh",)),
        ("em có giấy chứng sinh rồi ạ", ("giay-chung-sinh",)),
        ("dang ky to khai dang ky khai sinh xong", ("to-khai",)),
        ("đủ rồi", ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
    ],
)
def test_what_is_at_hand_may_be_typed(said: str, papers: tuple[str, ...], born: Talk) -> None:
    born.presses(f"c:{FLOW}").says(said)
    assert ticked(born) == papers
    assert born.about == ["phrases/papers"]


def test_pressing_once_more_takes_the_tick_back(born: Talk) -> None:
    born.presses(f"x:{FLOW}:1", f"x:{FLOW}:0", f"x:{FLOW}:1")
    assert ticked(born) == ("to-khai",)


def test_a_paper_that_is_missing_after_all_loses_its_tick(born: Talk) -> None:
    born.presses(f"c:{FLOW}").says("đủ rồi", "chưa có giấy chứng sinh")
    assert ticked(born) == ("to-khai", "thong-tin-ket-hon")


def test_a_question_at_the_list_is_answered_and_ticks_nothing(born: Talk) -> None:
    born.presses(f"c:{FLOW}").says("giấy chứng sinh lấy ở đâu?")
    assert ticked(born) == ()
    assert born.about[0].startswith("topics/")


def test_with_all_papers_the_next_step_is_offered(born: Talk) -> None:
    born.presses(f"c:{FLOW}").says("đủ rồi")
    assert "Đủ cả 3 giấy" in born.text
    assert born.values[3:] == [f"t:{FLOW}:where", f"t:{FLOW}:steps", "/staff"]


def test_ticks_stay_over_days_and_other_walks(born: Talk) -> None:
    born.presses(f"x:{FLOW}:1").waits(days=9).presses("f:tach-ho", "/cancel")
    assert "Giấy tờ của tôi" in [choice.label for choice in born.presses("/menu").choices]
    born.says("giấy tờ của tôi")
    assert "✓ 2. Giấy chứng sinh" in born.text
    assert "có 1 trên 3" in born.text


def test_the_outcome_shows_what_is_ticked(born: Talk) -> None:
    born.presses(f"x:{FLOW}:1", "/resume")
    assert "✓ Giấy chứng sinh" in born.text
    assert "– Tờ khai đăng ký khai sinh" in born.text


def test_another_case_keeps_the_ticks_of_the_papers_that_both_need(born: Talk) -> None:
    born.presses(f"x:{FLOW}:0", f"x:{FLOW}:1", f"a:{FLOW}:chung-sinh:lam-chung")
    assert ticked(born) == ("to-khai",)
    assert len(born.session.lists[FLOW].papers) == 3


def test_of_several_lists_one_is_chosen(born: Talk) -> None:
    born.session = replace(
        born.session,
        lists={**born.session.lists, "tach-ho": Papers(("topics/tach-ho#documents.x",))},
    )
    born.says("giấy tờ của tôi")
    assert born.values == ["c:tach-ho", f"c:{FLOW}"]


def test_a_paper_that_a_publish_took_away_falls_off_the_list(born: Talk) -> None:
    gone = (*PAPERS, f"topics/{FLOW}#documents.da-bo")
    born.session = replace(born.session, lists={FLOW: Papers(gone, gone)})
    born.presses(f"c:{FLOW}")
    assert "Đủ cả 3 giấy" in born.text


@pytest.mark.parametrize(
    "value", [f"x:{FLOW}:7", f"x:{FLOW}:a", "x:da-bo:0", "c:da-bo", "c:tach-ho"]
)
def test_an_old_or_made_up_button_ticks_nothing(value: str, born: Talk) -> None:
    before = born.session.lists
    born.presses(value)
    assert born.about[0] in {"phrases/gone-button", "phrases/papers-none", "phrases/papers"}
    assert value.endswith(":a") or born.session.lists == before


def test_without_a_list_it_is_said_how_to_get_one(talk: Talk) -> None:
    assert talk.says("giấy tờ của tôi").about == ["phrases/papers-none"]


def test_a_list_opened_amid_a_walk_leaves_the_walk_open(born: Talk) -> None:
    born.presses("f:tach-ho", f"c:{FLOW}")
    assert born.asked == "noi-o"
    assert born.says("có").asked != "noi-o"


def test_my_data_names_the_lists_and_forgetting_drops_them(born: Talk) -> None:
    born.presses(f"x:{FLOW}:0", "/mydata")
    assert "danh sách giấy “Làm khai sinh từng bước”, có 1 trên 3" in born.text
    born.says("xoá dữ liệu").presses("forget-yes")
    assert born.session.lists == {}
    assert born.session.doing == Idle()
