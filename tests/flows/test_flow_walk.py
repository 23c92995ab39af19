from __future__ import annotations

from datetime import date, timedelta

import pytest
from asking import HOME, PAST_DAY, TODAY, all_places, flow_of, step

from flows.answers import Accepted, read_answer
from flows.engine import checklist, clicks, remarks, replay
from flows.faults import DEEPEST
from flows.flow import Flow, Outcome, read_flows
from flows.graph import mermaid
from flows.kinds import SKIPPED
from flows.walk import heads, journeys, walk
from knowledge.pack import read_topics

FLOWS = read_flows().flows
TOPICS = read_topics().topics
every_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)


@every_flow
@pytest.mark.parametrize("day", [TODAY, date(2027, 3, 1), date(2028, 2, 29)])
def test_every_step_route_ending_and_case_is_reached(flow: Flow, day: date) -> None:
    walked = walk(flow, day)
    assert walked.stranded == ()
    assert walked.missing() == ()
    assert walked.deepest <= DEEPEST


@every_flow
def test_every_journey_ends_in_facts_that_are_in_force(flow: Flow) -> None:
    for day in (TODAY, date(2027, 3, 1)):
        for journey in journeys(flow, day):
            end = replay(flow, journey, day).step
            assert isinstance(end, Outcome)
            papers = checklist(flow, end, journey, day)
            taken = clicks(flow, end, journey, day, TOPICS)
            assert end.ending != "answered" or papers or taken or end.show
            assert taken or end.show or end.staff, (end.id, "nothing to do and nowhere to go")
            assert len({remark.say for remark in remarks(flow, end, journey, day)}) <= 4


@every_flow
def test_every_journey_can_be_walked_in_typed_words(flow: Flow) -> None:
    """What the machine answers could have been typed: each value is read back as itself."""
    seen: set[tuple[str, str]] = set()
    for journey in journeys(flow, TODAY):
        seen |= {(name, value) for name, value in journey.items() if value != SKIPPED}
    for name, value in seen:
        verdict = read_answer(flow.questions[name], value, TODAY, all_places())
        assert isinstance(verdict, Accepted), (name, value)
        assert verdict.value == value


def test_the_walk_names_what_nobody_reaches() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "het", "one_of": ["yes", "no"]}, "b"),
            "b": step("het"),
        },
        outcomes={
            "het": {
                "say": "Xong.",
                "checklist": [{"fact": "documents.to-khai", "if": [{"of": "b", "equals": "yes"}]}],
            }
        },
    )
    walked = walk(flow, TODAY)
    assert walked.missing() == (
        "questions b",
        "routes a.1",
        "routes b.0",
        "cases outcomes.het.checklist.0 shown",
    )
    assert dict(zip(heads(), walked.row(), strict=True)) == {
        "flow": "thu", "journeys": "1", "deepest": "1", "questions": "1/2", "routes": "1/3",
        "outcomes": "1/1", "cases": "1/2",
    }  # fmt: skip


def test_a_journey_without_an_end_is_reported() -> None:
    walked = walk(flow_of(questions={"a": step({"to": "het", "equals": "yes"})}), TODAY)
    assert walked.stranded == ("a=no",)


def test_samples_stand_on_both_sides_of_every_bound() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "b", "at_least": 5}, "c", answer={"kind": "number", "most": 9}),
            "b": step({"to": "d", "at_most": date(2020, 5, 1)}, "het", answer={"kind": "date"}),
            "c": step({"to": "d", "rule": "over_60_days"}, "het", answer=PAST_DAY, optional=True),
            "d": step("e", answer={"kind": "phone"}),
            "e": step("f", answer={"kind": "personal-id"}),
            "f": step("g", answer={"kind": "name"}),
            "g": step("h", answer={"kind": "commune"}),
            "h": step("het", answer={"kind": "text"}),
        }
    )
    walked = walk(flow, TODAY)
    assert walked.missing() == ()
    assert walked.deepest == 7


# ---- birth: what the law makes of a case

BORN_LATELY = (TODAY - timedelta(days=10)).isoformat()
BASE = {"cho-ai": "be", "ngay-sinh": BORN_LATELY, "nuoc-ngoai": "khong", "chung-sinh": "co"}


def ending(flow: str, answers: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    position = replay(FLOWS[flow], answers, TODAY)
    assert isinstance(position.step, Outcome), position.step.id
    papers = checklist(FLOWS[flow], position.step, answers, TODAY)
    return position.step.id, tuple(paper.partition("#documents.")[2] for paper in papers)


SEND = {"lien-thong": "no", "xa": "", "cach-nop": "mang"}


@pytest.mark.parametrize(
    "answers,end,papers",
    [
        (BASE | SEND | {"ket-hon": "yes"}, "dung-han",
         ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
        (BASE | SEND | {"ket-hon": "yes", "ngay-sinh": "2026-03-01"}, "qua-han",
         ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
        (BASE | SEND | {"ket-hon": "yes", "chung-sinh": "lam-chung"}, "dung-han",
         ("to-khai", "nguoi-lam-chung", "thong-tin-ket-hon")),
        (BASE | SEND | {"ket-hon": "no", "ghi-ten-cha": "no", "chung-sinh": "khong"}, "dung-han",
         ("to-khai", "cam-doan")),
        (BASE | {"ket-hon": "no", "ghi-ten-cha": "yes"}, "nhan-cha-con",
         ("to-khai", "giay-chung-sinh", "chung-cu-cha-con")),
        (BASE | SEND | {"ket-hon": "yes", "nuoc-ngoai": "cha-me"}, "nuoc-ngoai-xong",
         ("to-khai", "giay-chung-sinh", "thoa-thuan-quoc-tich", "thong-tin-ket-hon")),
        (BASE | SEND | {"ket-hon": "yes", "nuoc-ngoai": "sinh-ngoai"}, "nuoc-ngoai-xong",
         ("to-khai", "sinh-o-nuoc-ngoai", "thong-tin-ket-hon")),
        (BASE | {"ket-hon": "yes", "lien-thong": "yes", "nhap-khau": "no"}, "lien-thong-xong",
         ("to-khai", "giay-chung-sinh", "so-dinh-danh", "ct01")),
        ({"cho-ai": "lam-lai", "so-goc": "mat"}, "dang-ky-lai", ("to-khai", "giay-to-cu")),
        ({"cho-ai": "lam-lai", "so-goc": "khong-ro"}, "ban-sao",
         ("to-khai", "so-dinh-danh", "thong-tin-cu")),
        ({"cho-ai": "be", "ngay-sinh": "1990"}, "nguoi-lon", ("to-khai", "giay-to-cu")),
        (BASE | SEND | {"ket-hon": "yes", "ngay-sinh": "", "con-han": "yes"}, "qua-han",
         ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
        (BASE | SEND | {"ket-hon": "yes", "ngay-sinh": "2026-09", "con-han": "no"}, "dung-han",
         ("to-khai", "giay-chung-sinh", "thong-tin-ket-hon")),
    ],
)  # fmt: skip
def test_a_birth_ends_with_the_papers_for_exactly_this_case(
    answers: dict[str, str], end: str, papers: tuple[str, ...]
) -> None:
    assert ending("dang-ky-khai-sinh", answers) == (end, papers)


def test_the_joint_procedure_is_offered_to_the_youngest_only() -> None:
    asked = BASE | {"ket-hon": "yes"}
    flow = FLOWS["dang-ky-khai-sinh"]
    assert replay(flow, asked, TODAY).step.id == "lien-thong"
    assert replay(flow, asked | {"ngay-sinh": "2019-05-05"}, TODAY).step.id == "xa"
    assert replay(flow, asked | {"nuoc-ngoai": "cha-me"}, TODAY).step.id == "xa"


@pytest.mark.parametrize(
    "answers,end,papers",
    [
        ({"cho-ai": "minh", "nha": "minh", "xa": "", "cach-nop": "quay"}, "nha-minh",
         ("to-khai-ct01", "cho-o-hop-phap")),
        ({"cho-ai": "minh", "nha": "nguoi-than", "chu-ho": "giay", "xa": "", "cach-nop": "vneid"},
         "ve-voi-nguoi-than",
         ("to-khai-ct01", "y-kien-chu-ho", "y-kien-chu-so-huu", "quan-he")),
        ({"cho-ai": "minh", "nha": "thue", "hop-dong": "no", "xa": "", "cach-nop": "cong"},
         "nha-thue", ("to-khai-ct01", "hop-dong-thue", "y-kien-chu-so-huu")),
        ({"cho-ai": "con", "khai-sinh": "yes", "ngay-sinh": "2026-01-05", "o-voi-ai": "yes",
          "xa": "", "cach-nop": "vneid"}, "tre-nho", ("to-khai-ct01", "quan-he")),
        ({"cho-ai": "con", "khai-sinh": "yes", "ngay-sinh": "2015-01-05", "o-voi-ai": "no",
          "nha": "nguoi-than", "chu-ho": "vneid", "xa": "", "cach-nop": "vneid"},
         "ve-voi-nguoi-than",
         ("to-khai-ct01", "y-kien-chu-ho", "y-kien-chu-so-huu", "quan-he", "y-kien-cha-me")),
    ],
)  # fmt: skip
def test_a_move_ends_with_the_papers_for_exactly_this_case(
    answers: dict[str, str], end: str, papers: tuple[str, ...]
) -> None:
    assert ending("dang-ky-thuong-tru", answers) == (end, papers)


def test_an_outcome_offers_each_topic_once() -> None:
    for flow in FLOWS.values():
        for outcome in flow.outcomes.values():
            goals = [goal.partition("#")[0] for goal in outcome.next]
            assert len(set(goals)) == len(goals) <= 3, (flow.id, outcome.id)


# ---- drawing


@every_flow
def test_every_step_and_route_is_drawn(flow: Flow) -> None:
    drawn = mermaid(flow)
    assert drawn.startswith("flowchart TD\n")
    for step_id in (*flow.questions, *flow.outcomes):
        assert f"    s_{step_id.replace('-', '_')}" in drawn
    routes = sum(len(question.routes) for question in flow.questions.values())
    assert drawn.count("-->") == routes


def test_a_drawing_shows_buttons_tests_and_facts_and_breaks_on_no_sign() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "b", "one_of": ["minh", "thue"]}, "het", answer=HOME),
            "b": step(
                {"to": "het", "of": "a", "equals": "minh"},
                {"to": "c", "of": "a", "rule": "x"},
                "c",
            ),
            "c": step("het", answer=PAST_DAY),
        },
        outcomes={"het": {"say": 'Nộp "xong" <ngay> & {fee.dung-han}. {You} ' + "chờ" * 40}},
    )  # fmt: skip
    drawn = mermaid(flow)
    assert '-->|"Nhà của mình / Thuê, ở nhờ"|' in drawn
    assert '-->|"a: Nhà của mình"|' in drawn
    assert '-->|"a: rule x"|' in drawn
    assert "&quot;xong&quot; &lt;ngay&gt; &amp; ‹fee.dung-han›. Bạn" in drawn
    assert "…" in drawn
