"""The off switch: what is off says nothing, people reach staff, and danger is answered always."""

from __future__ import annotations

from dataclasses import replace

import pytest
from talk import Talk

from bot.library import Library

OFF = "phrases/switched-off"


def off(library: Library, *scopes: str) -> Talk:
    return Talk(replace(library, off=frozenset(scopes)))


@pytest.mark.parametrize("scope", ["all", "channel:web"])
def test_everything_is_answered_with_a_kind_sentence_and_the_way_to_staff(
    scope: str, library: Library
) -> None:
    talk = off(library, scope).says("làm khai sinh cho con cần giấy gì")
    assert talk.about == [OFF]
    assert talk.values == ["/staff"]
    talk.presses("/staff")
    assert [case.question for case in talk.cases] == ["làm khai sinh cho con cần giấy gì"]


def test_another_channel_goes_on(library: Library) -> None:
    talk = off(library, "channel:telegram").says("làm khai sinh cho con cần giấy gì")
    assert talk.about == ["topics/dang-ky-khai-sinh#documents"]


def test_danger_secrets_and_erasing_are_met_while_all_is_off(library: Library) -> None:
    assert "114" in off(library, "all").says("cháy nhà rồi cứu với").text
    assert off(library, "all").says("mã otp là 482913").about == ["phrases/secret-otp"]
    assert "forget" in off(library, "all").says("xoá dữ liệu").presses("forget-yes").kept


def test_what_is_written_on_goes_to_the_open_case(library: Library) -> None:
    talk = off(library, "all").says("gặp cán bộ", "thẻ của tôi in sai", "sai cả ngày sinh")
    assert talk.kept == ["add-to-case"]


def test_a_topic_that_is_off_is_told_neither_when_asked_nor_when_pressed(library: Library) -> None:
    talk = off(library, "topic:dang-ky-khai-sinh")
    assert talk.says("làm khai sinh cho con cần giấy gì").about == [OFF]
    assert talk.presses("t:dang-ky-khai-sinh:fee").about == [OFF]
    assert talk.says("đăng ký kết hôn cần giấy gì").about == ["topics/dang-ky-ket-hon#documents"]


def test_a_walk_that_is_off_waits_where_it_was(grounds: Library) -> None:
    talk = Talk(grounds).presses("f:the-vuon", "y:the-vuon", "a:the-vuon:cho-ai:toi")
    asked = talk.asked
    talk.library = replace(grounds, off=frozenset({"flow:the-vuon"}))
    assert talk.says("05/10/2026").about == [OFF]
    talk.library = grounds
    assert talk.says("làm tiếp").asked == asked
