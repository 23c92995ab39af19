"""What keeps people safe comes first: cries for help, secrets, links made to look real."""

from __future__ import annotations

import pytest
from talk import Talk

from bot.messages import Retract
from bot.provenance import trace
from bot.rehearsal import BEGIN
from bot.scene import local_day
from bot.session import Walking, dump


@pytest.mark.parametrize(
    "words,number",
    [
        ("cháy nhà rồi cứu với", "114"),
        ("có người đánh tôi, cứu tôi với", "113"),
        ("bố tôi đột quỵ ngất xỉu rồi", "115"),
        ("tôi muốn chết quá", "113"),
    ],
)
def test_who_is_in_danger_gets_the_number_and_a_person_at_once(
    words: str, number: str, talk: Talk
) -> None:
    talk.says(words)
    assert number in talk.said[0].text
    assert [case.reason for case in talk.cases] == ["emergency"]


def test_an_emergency_is_heard_in_the_middle_of_a_walk_which_stays(walk: Talk) -> None:
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi").says("cháy nhà rồi cứu với")
    assert walk.turn.understanding == "emergency"
    assert walk.says("làm tiếp").asked == "ngay"


def test_an_emergency_while_a_case_is_open_goes_to_that_case(talk: Talk) -> None:
    talk.says("gặp cán bộ", "thẻ của tôi in sai", "cháy nhà rồi cứu với")
    assert talk.cases == []
    assert talk.kept == ["add-to-case"]
    assert "114" in talk.text


def test_an_emergency_with_a_secret_in_it_is_an_emergency(talk: Talk) -> None:
    talk.says("cháy nhà rồi cứu với, căn cước 079300012345")
    assert talk.turn.understanding == "emergency"
    assert "079300012345" not in dump(talk.session).decode()
    assert all("079300012345" not in case.question for case in talk.cases)


# ---- secrets


@pytest.mark.parametrize(
    "words,phrase",
    [
        ("mã otp là 482913", "phrases/secret-otp"),
        ("mật khẩu là Hoa@1990", "phrases/secret-password"),
        ("passcode 258369", "phrases/secret-password"),
        ("số thẻ 4111 1111 1111 1111", "phrases/secret-card"),
        ("stk 19036677889911 techcombank", "phrases/secret-card"),
        ("079300012345", "phrases/secret-personal-id"),
        ("cccd 079300012345, mã otp 482913", "phrases/secret-otp"),
    ],
)
def test_the_worst_secret_is_warned_of_and_the_message_taken_back(
    words: str, phrase: str, talk: Talk
) -> None:
    talk.says(words)
    assert talk.turn.replies[0] == Retract("web:1")
    assert talk.about[0] == phrase
    assert len(talk.values) <= 4


def test_a_secret_in_a_walk_leaves_it_open_with_a_way_on(walk: Talk) -> None:
    walk.presses("f:the-vuon").says("mã otp là 482913")
    assert walk.session.doing == Walking()
    assert "/resume" in walk.values
    assert walk.presses("/resume").asked == "cho-ai"


def test_who_did_it_alone_may_go_on(talk: Talk) -> None:
    talk.says("mã otp là 482913").presses("alone")
    assert talk.about == ["phrases/ok"]


def test_a_question_about_secrets_is_none(talk: Talk) -> None:
    talk.says("không nhận được mã otp thì làm sao")
    assert talk.turn.understanding == "answer"


# ---- links


@pytest.mark.parametrize(
    "words,phrase",
    [
        ("link dichvucong.gov.vn này có thật không", "phrases/link-official"),
        ("link abcxyz.gov.vn này có thật không", "phrases/link-government"),
        ("link dichvucong-gov.top này có thật không", "phrases/link-look-alike"),
        ("link bit.ly/3abcdef này có thật không", "phrases/link-shortener"),
        ("link vneid.apk này có thật không", "phrases/link-file"),
        ("link muahoatuoi.com này có thật không", "phrases/link-unknown"),
        ("tin nhắn có đường dẫn lạ có thật không", "phrases/link-none"),
    ],
)
def test_a_link_is_judged_by_the_list_of_official_ones(words: str, phrase: str, talk: Talk) -> None:
    talk.says(words)
    assert talk.about == [phrase]
    assert talk.values[-1] == "/staff"


def test_several_links_are_judged_each_and_at_most_three(talk: Talk) -> None:
    links = "dichvucong.gov.vn bit.ly/3abcdef muahoatuoi.com dichvucong-gov.top"
    talk.says(f"mấy link {links} này có thật không")
    assert talk.text.count("\n") == 2


def test_where_a_verdict_came_from_can_be_told(talk: Talk) -> None:
    day = local_day(BEGIN)
    for link in ("dichvucong.gov.vn", "dichvucong-gov.top"):
        talk.says(f"link {link} này có thật không")
        refs = {span.address for span in talk.said[0].spans} - {"citizen"}
        assert {ref for ref in refs if trace(talk.library, ref, day) is None} == set()


def test_insults_are_met_with_an_apology_and_a_person(talk: Talk) -> None:
    talk.says("đồ ngu")
    assert talk.about == ["phrases/abuse"]
    assert "/staff" in talk.values
