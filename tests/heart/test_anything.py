"""Any procedure, step by step: every screen of every topic and row leads on and is sourced."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from talk import HOME, TODAY, Talk

from bot.conversation import respond
from bot.library import Library
from bot.messages import Heard, Say
from bot.provenance import trace
from bot.rehearsal import BEGIN
from bot.session import Session, Walking
from flows.flow import read_flows
from knowledge.catalogue import Paper, Procedure
from knowledge.catalogue_store import from_rows
from knowledge.pack import read_topics
from knowledge.proofreading import NAKED_FIGURE

CODE = "1.999999"
BARE = "1.999998"
LONG = "Người dân mang lồng chim đến quầy, chờ gọi tên, đưa giấy cho cán bộ. " * 30
ROW = Procedure(
    code=CODE,
    name="Cấp giấy phép nuôi chim cảnh quý " + "thuộc danh mục cần xem xét " * 12,
    executing=("Phòng Chim cảnh",),
    url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/chim",
    documents=tuple(Paper(f"- Giấy số {at} của con chim đang nuôi tại nhà") for at in range(40)),
    duration="5 ngày làm việc",
    fee="20.000 đồng",
    steps=f"Bước 1: Mang chim đến quầy.\n\n{LONG}\n{'x' * 900}\nBước 2: Về chờ.",
    submission="Trực tiếp; Trực tuyến",
    source_date="2026-04-15",
)
TOPICS = sorted(topic.id for topic in read_topics().topics.values() if topic.kind == "procedure")
FROM_FACTS = re.compile(r"^(topics/|domains#|catalogue/)")


@pytest.fixture(scope="module")
def aviary(library: Library) -> Library:
    """The real content and a catalogue of two rows: one long, one blank."""
    bare = Procedure(code=BARE, name="Cấp thẻ hội chim", source_date="2026-04-15")
    return replace(library, catalogue=from_rows([ROW, bare]))


def shown(library: Library, value: str, session: Session) -> Say:
    turn = respond(library, session, Heard("web:1", BEGIN, HOME, "", pressed=value))
    (say,) = turn.replies
    assert isinstance(say, Say)
    return say


def every_screen(library: Library, which: str, language: str = "vi") -> dict[str, Say]:
    """All screens that buttons lead to from the first, by the value that shows them."""
    session = Session(language="en" if language == "en" else "vi")
    found: dict[str, Say] = {}
    ahead = [f"b:{which}:documents"]
    while ahead:
        value = ahead.pop()
        if value not in found:
            found[value] = shown(library, value, session)
            ahead += [one.value for one in found[value].choices if one.value.startswith("b:")]
    return found


def check(library: Library, value: str, say: Say) -> None:
    assert len(say.text) <= 700, (value, len(say.text), say.text)
    assert 2 <= len(say.choices) <= 4, value
    assert say.choices[-1].value == "/staff"
    assert not re.search(r"\{[\w.#/-]*\}", say.text), say.text
    for choice in say.choices:
        assert len(choice.value.encode()) <= 64
        assert choice.value.isascii()
        assert choice.value != value, value
    for span in say.spans:
        assert trace(library, span.address, TODAY), (value, span)
        assert FROM_FACTS.match(span.address) or not NAKED_FIGURE.search(span.text), span


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("which", [*TOPICS, CODE, BARE])
def test_every_screen_leads_on_and_says_its_source(
    which: str, language: str, aviary: Library
) -> None:
    screens = every_screen(aviary, which, language)
    for value, say in screens.items():
        check(aviary, value, say)
    stages = {value.split(":")[2].split(".")[0] for value in screens}
    assert {"documents", "missing", "where", "stuck", "fee", "end"} <= stages
    assert stages & {"online", "counter", "phone", "all"}


@pytest.mark.parametrize("which", TOPICS)
def test_every_step_of_every_way_is_shown_once(which: str, aviary: Library) -> None:
    topic = aviary.topics[which]
    screens = every_screen(aviary, which)
    clicks = [value for value in screens if re.search(r":(online|counter|phone|all)\.", value)]
    steps = topic.asked("steps", TODAY)
    assert len(clicks) == max(len(steps), 1)
    told = {span.address for value in clicks for span in screens[value].spans}
    assert {f"topics/{which}#steps.{step.id}" for step in steps} <= told


@pytest.mark.parametrize("which", TOPICS)
def test_every_paper_fee_and_place_is_told_on_the_way(which: str, aviary: Library) -> None:
    topic = aviary.topics[which]
    told = {span.address for say in every_screen(aviary, which).values() for span in say.spans}
    for facet in ("documents", "where", "fee", "time"):
        named = {f"topics/{which}#{facet}.{fact.id}" for fact in topic.asked(facet, TODAY)}
        assert named <= told, facet


def test_a_procedure_without_a_flow_offers_to_go_step_by_step(aviary: Library) -> None:
    flows = read_flows().flows
    for which in TOPICS:
        talk = Talk(aviary).presses(f"t:{which}:documents")
        walk = f"f:{aviary.topics[which].flow}" if aviary.topics[which].flow in flows else None
        assert (walk or f"b:{which}:documents") in talk.values
        assert len(talk.values) <= 4


def test_a_row_offers_it_too(aviary: Library) -> None:
    for pressed in (f"k:{CODE}:", f"k:{CODE}:steps", f"k:{BARE}:"):
        talk = Talk(aviary).presses(pressed)
        assert f"b:{talk.values[0].split(':')[1]}:documents" in talk.values
        assert len(talk.values) <= 4


def test_asked_for_step_by_step_the_procedure_spoken_of_is_walked(aviary: Library) -> None:
    talk = Talk(aviary).presses("t:cong-chung:fee").says("làm từng bước")
    assert talk.about == ["topics/cong-chung#documents"]
    talk = Talk(aviary).presses(f"k:{CODE}:time", "/walk")
    assert talk.about == [f"catalogue/{CODE}#documents"]
    assert Talk(aviary).presses("/walk").about == ["phrases/walk-which"]


def test_the_way_goes_from_papers_over_the_clicks_to_tracking(aviary: Library) -> None:
    talk = Talk(aviary).presses("b:khieu-nai:documents")
    assert "Khiếu nại" in talk.text
    assert "đủ chưa" in talk.text
    talk.presses("b:khieu-nai:where")
    assert "b:khieu-nai:online.0" in talk.values or "b:khieu-nai:counter.0" in talk.values
    seen = []
    way = next(value for value in talk.values if value.endswith(".0"))
    talk.presses(way)
    while talk.values[0].startswith("b:") and "fee" not in talk.values[0]:
        seen.append(talk.text)
        talk.presses(talk.values[0])
    assert all(f"Bước {at} trên " in text for at, text in enumerate(seen, 1))
    talk.presses("b:khieu-nai:fee", "b:khieu-nai:end")
    assert talk.about == ["topics/tra-cuu-ho-so#status"]
    assert "Hồ sơ của tôi" in talk.text


def test_its_buttons_may_be_typed(aviary: Library) -> None:
    talk = Talk(aviary).presses("b:cong-chung:documents").says("đủ rồi")
    assert talk.about == ["topics/cong-chung#where"]
    talk.presses("b:cong-chung:counter.1").says("quay lại")
    assert "Bước 1 trên " in talk.text


def test_stuck_leads_to_what_goes_wrong_else_to_a_person(aviary: Library) -> None:
    talk = Talk(aviary).presses("b:cong-chung:stuck.counter.0")
    assert talk.about == ["topics/cong-chung#trouble"]
    assert "b:cong-chung:counter.0" in talk.values
    talk.presses("b:dien-cap-moi:stuck.online.0")
    assert "chưa có cách gỡ" in talk.text
    assert talk.values == ["b:dien-cap-moi:online.0", "/staff"]


def test_what_the_portal_left_blank_is_said_on_every_screen(aviary: Library) -> None:
    for step in ("documents", "where", "all.0", "fee"):
        assert "Cổng để trống phần này" in Talk(aviary).presses(f"b:{BARE}:{step}").text


def test_a_row_s_steps_are_read_to_their_end_part_by_part(aviary: Library) -> None:
    screens = every_screen(aviary, CODE)
    parts = [say.text for value, say in screens.items() if ":all." in value]
    assert len(parts) > 6
    told = re.sub(r"\s+", "", "".join(parts))
    for words in ("Mangchimđếnquầy", "Vềchờ"):
        assert words in told
    assert told.count("x") >= 900
    places = [say.text for value, say in screens.items() if ":where" in value]
    assert any("Cách nộp: Trực tiếp; Trực tuyến" in text for text in places)


def test_old_and_made_up_values_begin_at_the_papers(aviary: Library) -> None:
    for step in ("", "?", "documents.99", "documents.x", "phone.0", "stuck", "stuck.?.0"):
        talk = Talk(aviary).presses(f"b:cong-chung:{step}")
        assert talk.about == ["topics/cong-chung#documents"], step
    assert Talk(aviary).presses("b:cong-chung:counter.77").about == ["topics/cong-chung#steps"]
    for value in ("b:khong-co:documents", "b::", "b:1.000000:where"):
        assert Talk(aviary).presses(value).about == ["phrases/gone-topic"]


def test_a_follow_up_keeps_the_procedure_and_an_open_walk_stays_open(aviary: Library) -> None:
    talk = Talk(aviary).presses("b:cong-chung:counter.0").says("thế nộp ở đâu")
    assert talk.about == ["topics/cong-chung#where"]
    talk = Talk(aviary).presses("f:tach-ho", "b:cong-chung:where")
    assert isinstance(talk.session.doing, Walking)


def test_a_topic_without_steps_says_so(aviary: Library) -> None:
    bare = aviary.topics["cong-chung"].model_copy(update={"steps": (), "lead": {}})
    library = replace(aviary, topics={**aviary.topics, "cong-chung": bare})
    talk = Talk(library).presses("b:cong-chung:where", "b:cong-chung:all.0")
    assert "chưa có thông tin chắc chắn" in talk.text
    check(library, "b:cong-chung:all.0", talk.said[0])


def test_without_the_topic_on_tracking_the_end_is_still_an_end(aviary: Library) -> None:
    topics = {name: topic for name, topic in aviary.topics.items() if name != "tra-cuu-ho-so"}
    talk = Talk(replace(aviary, topics=topics)).presses("b:cong-chung:end")
    assert talk.values == ["/menu", "/staff"]
    assert "Hết các bước" in talk.text
