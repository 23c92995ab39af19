"""What holds in the very case that someone tells comes before everything else."""

from __future__ import annotations

from dataclasses import replace

from garden import topic_of
from talk import TODAY

from bot.answering import answer
from bot.library import Library
from bot.messages import Say
from bot.voice import Voice
from knowledge.topic import Facet, Fact

CASES = (
    '\n[[eligibility]]\nid = "mat"\nwhen = "mất thẻ cũ"\ntext = "Làm lại được."\n'
    '[[documents]]\nid = "cam-doan"\nname = "Bản cam đoan"\nwhen = "mất thẻ cũ"\n'
    '[[trouble]]\nid = "ten"\nproblem = "tên ghi sai dấu"\nfix = "Xin sửa."\n'
    '[[fee]]\nid = "xa"\nlabel = "Người xã khác"\nwhen = "khác"\namount = 9000\n'
)


def told(library: Library, facets: tuple[Facet, ...], said: str) -> Say:
    topic = topic_of(CASES)
    whole = replace(library, topics={**library.topics, topic.id: topic})
    return answer(Voice(whole, TODAY, "vi"), topic, facets, said=said)


def test_the_case_that_was_told_is_the_answer_when_nothing_else_was_asked(library: Library) -> None:
    say = told(library, (), "bác bị mất thẻ cũ rồi thì sao")
    assert say.about == "topics/the-vuon#eligibility"
    assert say.text.startswith("Mất thẻ cũ: Làm lại được.\nMất thẻ cũ: Bản cam đoan")


def test_the_case_that_was_told_comes_before_another_facet_that_was_asked(library: Library) -> None:
    say = told(library, ("fee",), "mat the cu lam lai het bao nhieu tien")
    assert say.text.startswith("Mất thẻ cũ: Làm lại được.\n\n– Thẻ: 8.000 đồng một thẻ")


def test_the_case_that_was_told_comes_first_within_its_own_facet_and_once(
    library: Library,
) -> None:
    topic = topic_of(CASES.replace('id = "mat"\nwhen = "mất thẻ cũ"', 'id = "mat"'))
    whole = replace(library, topics={**library.topics, topic.id: topic})
    say = answer(Voice(whole, TODAY, "vi"), topic, ("documents",), said="mất thẻ cũ, cần giấy gì")
    assert say.text.startswith("Mất thẻ cũ: Bản cam đoan\n\nBác cần đơn xin thẻ.")
    assert say.text.count("Bản cam đoan") == 1


def test_the_only_fact_of_a_facet_told_first_leaves_nothing_open(library: Library) -> None:
    cases = '\n[[eligibility]]\nid = "moi"\nwhen = "mất thẻ cũ"\ntext = "Thẻ mới."\n'
    topic = topic_of(cases)
    whole = replace(library, topics={**library.topics, topic.id: topic})
    facets: tuple[Facet, ...] = ("eligibility", "fee")
    say = answer(Voice(whole, TODAY, "vi"), topic, facets, said="mất thẻ cũ")
    assert say.text.startswith("Mất thẻ cũ: Thẻ mới.\n\n– Thẻ: 8.000 đồng")


def test_a_sign_after_a_word_does_not_hide_the_case(library: Library) -> None:
    say = told(library, (), "tôi mất thẻ, cũ lắm rồi!")
    assert say.about == "topics/the-vuon#eligibility"


def test_a_told_trouble_is_answered_with_its_fix(library: Library) -> None:
    say = told(library, ("trouble",), "thẻ của tôi tên ghi sai dấu")
    assert say.about == "topics/the-vuon#trouble"
    assert say.text.startswith("Tên ghi sai dấu: Xin sửa.")


def test_half_a_case_and_a_case_of_one_word_are_told_by_accident(library: Library) -> None:
    assert told(library, (), "thẻ của tôi").about == "topics/the-vuon#summary"
    assert told(library, (), "người khác").about == "topics/the-vuon#summary"


def test_a_case_that_does_not_hold_on_the_day_is_not_told(library: Library) -> None:
    ended = '\n[[eligibility]]\nid = "x"\nwhen = "mất thẻ cũ"\ntext = "Cũ."\nuntil = 2026-01-01\n'
    topic = topic_of(ended)
    whole = replace(library, topics={**library.topics, topic.id: topic})
    say = answer(Voice(whole, TODAY, "vi"), topic, (), said="mất thẻ cũ")
    assert say.about == "topics/the-vuon#summary"


def test_the_facts_of_a_facet_hold_by_day_and_keep_the_order_of_the_file() -> None:
    topic = topic_of(CASES)
    papers: tuple[Fact, ...] = topic.asked("documents", TODAY)
    assert [paper.id for paper in papers] == ["don", "anh", "cam-doan"]
