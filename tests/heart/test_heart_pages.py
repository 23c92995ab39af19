"""Answers about a topic: what was asked first, short pages that hold every fact once, a way out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain, permutations
from typing import Any

import pytest
from garden import garden, topic_of
from talk import TODAY, Talk

from bot.answering import LISTED, READABLE, answer
from bot.library import Library
from bot.messages import Say
from bot.provenance import trace
from bot.voice import Voice
from knowledge.slots import Slot, pieces
from knowledge.topic import Facet, Topic

Shelf = dict[tuple[str, Facet], list[Say]]


def voice(library: Library) -> Voice:
    return Voice(library, TODAY, "vi")


def more(say: Say) -> int | None:
    """Where "Xem tiếp" leads."""
    on = [choice.value for choice in say.choices if choice.label == "Xem tiếp"]
    return int(on[0].rpartition(":")[2]) if on else None


def pages(library: Library, topic: Topic, facet: Facet) -> list[Say]:
    """All pages of a facet, as "Xem tiếp" leads through them."""
    said: list[Say] = []
    start: int | None = 0
    while start is not None:
        assert len(said) < 20, f"{topic.id}#{facet}: the pages do not end"
        said.append(answer(voice(library), topic, (facet,), start))
        start = more(said[-1])
    return said


def body(say: Say) -> str:
    """The words without the source line."""
    return say.text.rpartition("\n")[0]


@pytest.fixture(scope="module")
def shelf(library: Library) -> Shelf:
    """Every page of every facet of every real topic."""
    return {
        (topic.id, facet): pages(library, topic, facet)
        for topic in library.topics.values()
        for facet in LISTED
        if topic.answers(facet)
    }


# ---- of all real topics and facets


def test_no_page_is_longer_than_people_read(shelf: Shelf) -> None:
    long = {(*key, len(body(say))) for key, said in shelf.items() for say in said}
    assert {row for row in long if row[2] > READABLE} == set()


def test_every_fact_stands_on_exactly_one_page(shelf: Shelf, library: Library) -> None:
    wrong = []
    for (name, facet), said in shelf.items():
        topic = library.topics[name]
        shown = Counter(address for say in said for address in {s.address for s in say.spans})
        for fact in topic.asked(facet, TODAY):
            address = f"topics/{name}#{facet}.{fact.id}"
            in_lead = address in _named_in_lead(topic, facet)
            if shown[address] != 1 and not (in_lead and shown[address] == 2 and fact.note):
                wrong.append((address, shown[address]))
    assert wrong == []


def _named_in_lead(topic: Topic, facet: Facet) -> set[str]:
    lead = topic.opening(facet, TODAY)
    slots = [piece for piece in pieces(lead.text) if isinstance(piece, Slot)] if lead else []
    return {slot.address(topic.id) for slot in slots}


def test_every_word_has_an_address_and_no_gap_is_left_open(shelf: Shelf) -> None:
    for key, said in shelf.items():
        for say in said:
            assert all(span.address for span in say.spans), key
            assert not re.search(r"\{[\w.#/-]*\}", say.text), key


def test_where_each_word_came_from_can_be_told(shelf: Shelf, library: Library) -> None:
    addresses = {span.address for said in shelf.values() for say in said for span in say.spans}
    assert {ref for ref in addresses if trace(library, ref, TODAY) is None} == set()


def test_at_most_four_choices_and_a_person_is_always_among_them(shelf: Shelf) -> None:
    for key, said in shelf.items():
        for say in said:
            assert 1 <= len(say.choices) <= 4, key
            assert say.choices[-1].value == "/staff", key
            assert len({choice.value for choice in say.choices}) == len(say.choices), key


def test_every_page_ends_with_its_source_and_the_day_it_was_checked(shelf: Shelf) -> None:
    for key, said in shelf.items():
        for say in said:
            assert re.match(r"Nguồn: .+ · xem (lại )?ngày \d\d/\d\d/\d{4}", _last(say)), key


def _last(say: Say) -> str:
    return say.text.rpartition("\n")[2]


def test_two_facets_are_answered_in_the_order_asked(library: Library) -> None:
    asked: tuple[Facet, ...] = ("documents", "fee", "where", "time")
    for topic in list(library.topics.values())[::8]:
        for first, second in permutations([f for f in asked if topic.answers(f)], 2):
            say = answer(voice(library), topic, (first, second))
            assert say.about == f"topics/{topic.id}#{first}"
            assert _first_of(say, first) < _first_of(say, second), (topic.id, first, second)


def _first_of(say: Say, facet: Facet) -> int:
    """Where a facet begins among the spans: by its lead, a fact, or the open point."""
    own = re.compile(rf"#(lead\.)?{facet}(\.|$)|#unverified")
    return next(at for at, span in enumerate(say.spans) if own.search(span.address))


# ---- of invented ones


def long_topic(count: int, words: int, lead: str = "") -> Topic:
    rows = "".join(
        f'\n[[eligibility]]\nid = "r{at}"\ntext = "{"lời " * words}{at}."\n' for at in range(count)
    )
    return topic_of(rows + (f'\n[[lead.eligibility]]\ntext = "{lead}"\n' if lead else ""))


def shown(library: Library, topic: Topic, facet: Facet) -> list[list[str]]:
    """The facts on each page."""
    whole = replace(library, topics={**library.topics, topic.id: topic})
    prefix = f"topics/{topic.id}#{facet}."
    return [
        list(
            dict.fromkeys(s.address.removeprefix(prefix) for s in say.spans if prefix in s.address)
        )
        for say in pages(whole, topic, facet)
    ]


def test_more_than_seven_facts_go_behind_a_button(library: Library) -> None:
    seen = shown(library, long_topic(10, 1), "eligibility")
    assert [len(page) for page in seen] == [7, 3]


def test_long_facts_fill_a_page_sooner(library: Library) -> None:
    seen = shown(library, long_topic(6, 50), "eligibility")
    assert [*chain.from_iterable(seen)] == [f"r{at}" for at in range(6)]
    assert [len(page) for page in seen] == [2, 2, 2]


def test_a_fact_longer_than_a_page_is_shown_alone(library: Library) -> None:
    seen = shown(library, long_topic(3, 200), "eligibility")
    assert seen == [["r0"], ["r1"], ["r2"]]


def test_a_long_lead_and_a_long_fact_still_lead_on(library: Library) -> None:
    seen = shown(library, long_topic(3, 100, lead="Mở đầu dài. " * 24 + "Hết."), "eligibility")
    assert [*chain.from_iterable(seen)] == ["r0", "r1", "r2"]


def test_an_old_button_beyond_the_end_reads_from_the_beginning(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(), ("fee",), start=40)
    assert "8.000 đồng" in say.text


def test_the_rest_of_the_first_long_facet_is_one_tap_away(library: Library) -> None:
    topic = long_topic(9, 20)
    whole = replace(library, topics={**library.topics, topic.id: topic})
    say = answer(voice(whole), topic, ("eligibility", "fee"))
    assert say.choices[0].label == "Xem tiếp"
    assert say.choices[0].value.startswith("t:the-vuon:eligibility:")


def test_facts_named_in_the_lead_are_not_said_again(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(), ("documents",))
    assert say.text.count("ơn xin thẻ") == 1
    assert "– Ảnh chân dung (2 bản)" in say.text


def test_a_fact_in_the_lead_that_carries_more_words_is_said_in_full(library: Library) -> None:
    noted = '\n[[lead.time]]\ntext = "Chờ {time.lau}."\n[[time]]\nid = "lau"\nlabel = "Lâu nhất"\n'
    topic = topic_of(noted + 'amount = 9\nnote = "Mùa hoa thì lâu hơn."\n')
    whole = replace(library, topics={**library.topics, topic.id: topic})
    assert "Mùa hoa thì lâu hơn" in answer(voice(whole), topic, ("time",)).text


def test_each_kind_of_fact_names_its_case_and_manner(library: Library) -> None:
    extra = (
        '\n[[fee]]\nid = "mang"\nlabel = "Qua mạng"\namount = 0\nchannel = "online"\n'
        '[[steps]]\nid = "quay"\ntext = "Ra quầy."\nchannel = "counter"\n'
        '[[form]]\nid = "don"\nname = "Đơn"\nnumber = "V1"\nurl = "https://example.vn/v1"\n'
        '[[trouble]]\nid = "mo"\nproblem = "ảnh mờ"\nfix = "Chụp lại."\nwhen = "nộp qua mạng"\n'
        '[[eligibility]]\nid = "tre"\nwhen = "trẻ em"\ntext = "Đi cùng cha mẹ"\nnote = "Cửa bên."\n'
    )
    topic = topic_of(extra)
    whole = replace(library, topics={**library.topics, topic.id: topic})

    def told(facet: Facet) -> str:
        return answer(voice(whole), topic, (facet,)).text

    assert "– Qua mạng: không mất tiền (nộp trên mạng)" in told("fee")
    assert told("steps").startswith("1. Bấm “Gửi hồ sơ”.\nLàm tại quầy:\n1. Ra quầy.")
    assert "– Đơn (mẫu V1), https://example.vn/v1" in told("form")
    assert "– Nộp qua mạng: Ảnh mờ: Chụp lại." in told("trouble")
    assert "– Trẻ em: Đi cùng cha mẹ. Cửa bên." in told("eligibility")


def test_what_is_not_known_is_said_with_where_to_ask(library: Library) -> None:
    topic = topic_of('\n[[unverified]]\nfacet = "result"\ntext = "x"\nask = "{You} hỏi xã."\n')
    whole = replace(library, topics={**library.topics, topic.id: topic})
    assert answer(voice(whole), topic, ("result",)).text.startswith("Bác hỏi xã.")


def test_a_facet_that_nobody_wrote_is_said_to_be_open(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(), ("result",))
    assert say.text.startswith("Phần kết quả của việc này cháu chưa có thông tin chắc chắn.")


def test_an_open_point_stands_after_what_is_known(library: Library) -> None:
    topic = topic_of('\n[[unverified]]\nfacet = "fee"\ntext = "x"\nask = "{You} hỏi xã."\n')
    whole = replace(library, topics={**library.topics, topic.id: topic})
    text = answer(voice(whole), topic, ("fee",)).text
    assert text.index("8.000 đồng") < text.index("Bác hỏi xã.")


def test_asked_about_nothing_in_particular_the_summary_is_said(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(), ())
    assert say.about == "topics/the-vuon#summary"
    assert say.text.startswith("Thẻ để vào vườn hoa của xã.")


def test_the_walk_is_offered_before_the_other_facets(library: Library) -> None:
    topic = topic_of(flow="the-vuon")
    say = answer(voice(garden(library)), topic, ("fee",))
    assert [choice.value for choice in say.choices] == [
        "f:the-vuon", "t:the-vuon:documents", "t:the-vuon:steps", "/staff",
    ]  # fmt: skip


def test_a_walk_that_is_gone_is_not_offered(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(flow="da-bo"), ("fee",))
    assert "f:da-bo" not in [choice.value for choice in say.choices]


def test_what_was_asked_is_not_offered_again(library: Library) -> None:
    say = answer(voice(garden(library)), topic_of(), ("documents", "steps"))
    values = [choice.value for choice in say.choices]
    assert values == ["b:the-vuon:documents", "t:the-vuon:fee", "t:the-vuon:where", "/staff"]


def test_the_button_for_trouble_shows_the_troubles_of_an_answer_topic_too(
    library: Library,
) -> None:
    trouble = '\n[[trouble]]\nid = "mo"\nproblem = "Ảnh mờ"\nfix = "Chụp lại."\n'
    only: dict[str, Any] = {
        "kind": "answer",
        "steps": None,
        "fee": None,
        "where": None,
        "time": None,
    }
    talk = Talk(garden(library, extra=trouble, **only)).presses("t:the-vuon:")
    assert "t:the-vuon:trouble" in talk.values
    talk.presses("t:the-vuon:trouble")
    assert talk.text.startswith("– Ảnh mờ: Chụp lại.")
