"""Which topic a message is about: follow-ups keep it, a new object changes it, doubt asks back."""

from __future__ import annotations

from dataclasses import replace

from talk import Talk
from talking import heard

from bot.messages import Say
from bot.scene import Scene
from bot.session import Choosing, Idle, Locating
from bot.turns.asking import choose
from bot.understanding import Choose
from knowledge.decision import Thresholds
from knowledge.matcher import Match


def test_a_follow_up_keeps_the_topic(talk: Talk) -> None:
    talk.says("làm khai sinh cho con cần giấy gì", "thế bao nhiêu tiền")
    assert talk.about == ["topics/dang-ky-khai-sinh#fee"]
    talk.says("nộp ở đâu")
    assert talk.about == ["topics/dang-ky-khai-sinh#where"]


def test_a_new_object_in_a_follow_up_takes_the_facet_along(talk: Talk) -> None:
    talk.says("làm khai sinh cho con hết bao nhiêu tiền", "thế còn đăng ký kết hôn")
    assert talk.about == ["topics/dang-ky-ket-hon#fee"]


def test_the_same_for_children_turns_to_the_topic_akin(talk: Talk) -> None:
    talk.says("làm hộ chiếu cần giấy gì", "còn trẻ con thì sao")
    assert talk.session.topic == "ho-chieu-tre-em"


def test_a_side_asked_alone_keeps_the_topic(talk: Talk) -> None:
    talk.says("làm hộ chiếu cho con cần giấy gì", "nhận kết quả ở đâu")
    assert talk.session.topic == "ho-chieu-tre-em"


def test_a_new_question_changes_the_topic(talk: Talk) -> None:
    talk.says("làm khai sinh cho con cần giấy gì", "đăng ký kết hôn cần giấy gì")
    assert talk.about == ["topics/dang-ky-ket-hon#documents"]
    assert talk.session.topic == "dang-ky-ket-hon"


def test_facets_are_answered_in_the_order_asked(talk: Talk) -> None:
    talk.says("làm khai sinh cho con hết bao nhiêu tiền, cần giấy gì")
    assert talk.session.facets == ("fee", "documents")
    assert talk.about == ["topics/dang-ky-khai-sinh#fee"]


def test_without_a_topic_a_follow_up_leans_on_nothing(talk: Talk) -> None:
    talk.says("thế bao nhiêu tiền")
    assert talk.turn.understanding in {"unknown", "choose"}


def test_a_topic_that_is_gone_is_leant_on_no_more(talk: Talk) -> None:
    talk.session = replace(talk.session, topic="da-bo")
    talk.says("thế bao nhiêu tiền")
    assert talk.turn.understanding in {"unknown", "choose"}


def test_in_doubt_at_most_three_are_offered_and_the_way_out(talk: Talk) -> None:
    talk.library = replace(talk.library, thresholds=Thresholds(answer_at=1.1, choose_at=0.0))
    talk.says("mất giấy tờ xe máy")
    assert talk.about == ["phrases/choose"]
    assert 2 <= len(talk.choices) <= 4
    assert talk.values[-1] == "none"
    assert isinstance(talk.session.doing, Choosing)
    assert all(len(choice.label) <= 60 for choice in talk.choices)


def test_one_of_the_offered_is_answered_about_what_was_asked(talk: Talk) -> None:
    talk.library = replace(talk.library, thresholds=Thresholds(answer_at=1.1, choose_at=0.0))
    talk.says("mất giấy tờ xe máy làm lại ở đâu", "1")
    assert talk.about[0].endswith("#where")
    assert talk.session.doing == Idle()


def test_a_facet_asked_in_doubt_is_asked_of_those_that_were_offered(talk: Talk) -> None:
    talk.session = replace(talk.session, doing=Choosing("giấy xe", ("xe-sang-ten", "xe-thu-hoi")))
    talk.says("bao nhiêu tiền")
    assert talk.about == ["phrases/choose"]
    assert talk.values == ["t:xe-sang-ten:fee", "t:xe-thu-hoi:fee", "none"]


def test_nothing_near_is_unknown(talk: Talk) -> None:
    talk.library = replace(talk.library, thresholds=Thresholds(answer_at=1.1, choose_at=1.1))
    assert talk.says("mất giấy tờ xe máy").turn.understanding == "unknown"


def test_small_talk_is_answered_and_leads_to_the_menu(talk: Talk) -> None:
    for words in ("chào em", "cảm ơn em nhé", "em là người hay máy"):
        talk.says(words)
        assert talk.about[0].startswith("phrases/")
        assert "/menu" in talk.values


def test_an_old_commune_is_told_where_it_lies_today(talk: Talk) -> None:
    talk.says("xã tôi sáp nhập rồi giờ thuộc xã nào")
    assert talk.session.doing == Locating("xa-moi-cua-toi")
    talk.says("xã Tân Bình, huyện Tân Thạnh, Long An")
    assert "nay" in talk.text


def test_words_that_are_no_place_are_heard_as_a_question(talk: Talk) -> None:
    talk.session = replace(talk.session, doing=Locating("xa-moi-cua-toi"))
    talk.says("làm khai sinh cho con cần giấy gì")
    assert talk.about == ["topics/dang-ky-khai-sinh#documents"]


def test_who_asks_on_without_choosing_is_answered_about_the_likeliest_by_name(talk: Talk) -> None:
    talk.library = replace(talk.library, thresholds=Thresholds(answer_at=1.1, choose_at=0.0))
    talk.says("làm lại giấy tờ xe máy bị mất ở đâu")
    assert isinstance(talk.session.doing, Choosing)
    first, second = talk.values[0].split(":")[1], talk.values[1]
    talk.says("cần giấy gì", "hết bao nhiêu tiền")
    assert talk.about == ["phrases/assumed", f"topics/{first}#fee"]
    assert second.rpartition(":")[0] in {value.rpartition(":")[0] for value in talk.values}
    assert len(talk.choices) <= 4
    talk.says("nộp ở đâu")
    assert talk.about == [f"topics/{first}#where"]


def test_no_two_buttons_read_alike(talk: Talk) -> None:
    long = "Giải quyết tố cáo không thuộc lĩnh vực tố tụng hình sự của lực lượng"
    alike = (
        Match("1.1", "catalogue", ("1.1",), 0.3, f"{long} cảnh sát"),
        Match("1.2", "catalogue", ("1.2",), 0.3, f"{long} quân đội"),
        Match("xe-sang-ten", "topic", (), 0.2, "Sang tên xe"),
    )
    scene = Scene.open(talk.library, talk.session, heard("tố cáo"))
    said = choose(scene, Choose(alike, ()), "tố cáo").replies[-1]
    assert isinstance(said, Say)
    assert [choice.value for choice in said.choices] == ["k:1.1:", "t:xe-sang-ten:", "none"]


def test_a_choice_of_one_asks_whether_it_is_meant(talk: Talk) -> None:
    only = (Match("xe-sang-ten", "topic", (), 0.5, "Sang tên xe"),)
    scene = Scene.open(talk.library, talk.session, heard("sang tên"))
    said = choose(scene, Choose(only, ()), "sang tên").replies[-1]
    assert isinstance(said, Say)
    assert said.about == "phrases/choose-one"
    assert [choice.value for choice in said.choices] == ["t:xe-sang-ten:", "none"]
