"""A preview is what a citizen would read on each channel; a trial is what a question leads to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import SMALL_TOPIC
from writing import AT, revision

from bot.curation.overlay import overlay
from bot.curation.previews import channels, facets_of, preview, try_question
from bot.library import Library
from bot.scene import local_day

DAY = local_day(AT)


@pytest.mark.parametrize("channel", channels())
def test_every_facet_is_shown_as_a_channel_would(channel: str, library: Library) -> None:
    topic = library.topics["dang-ky-khai-sinh"]
    for facet in facets_of(topic):
        messages = preview(library, topic, facet, DAY, channel)
        assert all(message.text for message in messages)
        assert "Gặp cán bộ" in messages[-1].buttons


def test_a_long_answer_is_shown_to_its_end(library: Library) -> None:
    topic = library.topics["dang-ky-khai-sinh"]
    shown = "\n".join(one.text for one in preview(library, topic, "documents", DAY, "Web"))
    papers = [paper.name for paper in topic.documents]
    assert all(name[1:] in shown for name in papers)


def test_what_does_not_fit_a_message_of_zalo_becomes_several(library: Library) -> None:
    long = library.topics["dang-ky-khai-sinh"]
    note = " ".join(["Đọc kỹ chỗ này."] * 200)
    first, *others = long.documents
    told = long.model_copy(update={"documents": (first.model_copy(update={"note": note}), *others)})
    grown = replace(library, topics={**library.topics, told.id: told})
    sizes = [len(one.text) for one in preview(grown, told, "documents", DAY, "Zalo")]
    assert max(sizes) <= 2000
    assert len(preview(grown, told, "documents", DAY, "Zalo")) > len(
        preview(grown, told, "documents", DAY, "Web")
    )


def test_a_question_is_tried_before_and_after(library: Library) -> None:
    after = overlay(library, [revision(SMALL_TOPIC)]).library
    old, new = (try_question(each, "thẻ vườn hoa cần gì", AT) for each in (library, after))
    assert "Làm thẻ vườn hoa" not in old.decision
    assert new.decision == "trả lời: Làm thẻ vườn hoa"
    assert new.matches[0].id == "the-vuon"
    assert new.says[0].about.startswith("topics/the-vuon#")


def test_a_trial_tells_which_words_matched(library: Library) -> None:
    trial = try_question(library, "làm sổ hộ khẩu cho con", AT)
    assert any("sổ hộ khẩu" in said for said, _ in trial.ideas)
    assert trial.explained[0].terms


@pytest.mark.parametrize(
    "question,decision",
    [
        ("xin chào", "xã giao"), ("gặp cán bộ", "lệnh"), ("mã otp là 482913", "giữ kín"),
        ("zxcv qwer", "không hiểu"), ("cháy nhà rồi cứu với", "khẩn cấp"), ("", "xã giao"),
        ("link dichvucong-gov.top có thật không", "đường dẫn"), ("mất giấy xe", ""),
    ],
)  # fmt: skip
def test_every_decision_has_words(question: str, decision: str, library: Library) -> None:
    assert decision in try_question(library, question, AT).decision
