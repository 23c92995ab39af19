from __future__ import annotations

from datetime import date
from typing import Any

from asking import HOME, PAST_DAY, STEADY, TODAY, flow_of, step
from hypothesis import given
from hypothesis import strategies as st

from flows.engine import checklist, clicks, remarks, replay, told
from flows.fitting import fits
from flows.flow import Flow, Outcome, Question, parse_flow
from knowledge.pack import read_topics

TOPICS = read_topics().topics
PAPERS = [
    "documents.to-khai",
    {"fact": "documents.giay-chung-sinh", "if": [{"of": "nha", "equals": "minh"}]},
    {"fact": "documents.cam-doan", "unless": [{"of": "nha", "equals": "minh"}]},
]


def homes() -> Flow:
    """Married? -> whose home? -> (rent: contract?) -> outcome."""
    return flow_of(
        first="cuoi",
        questions={
            "cuoi": step("nha"),
            "nha": step({"to": "hop-dong", "equals": "thue"}, "xong", answer=HOME),
            "hop-dong": step("xong"),
        },
        outcomes={
            "xong": {
                "say": "Xong.",
                "checklist": PAPERS,
                "remarks": [
                    {"say": "Nhà thuê.", "if": [{"of": "hop-dong", "one_of": ["yes", "no"]}]},
                    {"say": "Luôn luôn."},
                ],
                "steps": [{"facts": ["steps.gui"], "if": [{"of": "cuoi", "equals": "yes"}]}],
            }
        },
    )


def at(flow: Flow, answers: dict[str, str]) -> str:
    return replay(flow, answers, TODAY).step.id


def test_the_step_is_found_from_the_answers_alone() -> None:
    assert at(homes(), {}) == "cuoi"
    assert at(homes(), {"cuoi": "yes"}) == "nha"
    assert at(homes(), {"nha": "thue", "cuoi": "yes"}) == "hop-dong"
    assert at(homes(), {"nha": "minh", "cuoi": "yes"}) == "xong"


def test_an_answer_that_no_longer_fits_falls_off() -> None:
    position = replay(homes(), {"cuoi": "yes", "nha": "lau-dai"}, TODAY)
    assert position.step.id == "nha"
    assert position.dropped == ("nha",)


def test_an_answer_off_the_path_falls_off() -> None:
    position = replay(homes(), {"cuoi": "yes", "nha": "minh", "hop-dong": "yes"}, TODAY)
    assert position.path == ("cuoi", "nha")
    assert position.dropped == ("hop-dong",)


def test_an_answer_to_a_question_that_is_gone_falls_off() -> None:
    assert replay(homes(), {"cu": "x"}, TODAY).dropped == ("cu",)


def test_an_answer_that_may_still_come_waits_and_is_used() -> None:
    position = replay(homes(), {"nha": "thue", "hop-dong": "no"}, TODAY)
    assert position.step.id == "cuoi"
    assert position.waiting == ("nha", "hop-dong")
    assert position.dropped == ()
    assert at(homes(), {"nha": "thue", "hop-dong": "no", "cuoi": "no"}) == "xong"


def test_the_questions_still_ahead_are_counted() -> None:
    position = replay(homes(), {"cuoi": "yes"}, TODAY)
    assert (position.fewest_left, position.depth_left) == (1, 2)
    done = replay(homes(), {"cuoi": "yes", "nha": "minh"}, TODAY)
    assert (done.fewest_left, done.depth_left) == (0, 0)


def test_an_optional_answer_may_be_empty_and_meets_no_test() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "b", "rule": "under_6_years"}, "het", answer=PAST_DAY, optional=True),
            "b": step("het"),
        }
    )
    assert at(flow, {"a": ""}) == "het"
    assert at(flow, {"a": "2026-01-01"}) == "b"


def test_a_route_may_look_at_an_earlier_answer() -> None:
    flow = flow_of(
        questions={
            "a": step("b"),
            "b": step({"to": "c", "of": "a", "equals": "yes"}, "het"),
            "c": step("het"),
        }
    )
    assert at(flow, {"a": "yes", "b": "no"}) == "c"
    assert at(flow, {"a": "no", "b": "yes"}) == "het"


def test_bounds_compare_numbers_and_days() -> None:
    flow = flow_of(
        questions={
            "a": step(
                {"to": "b", "at_least": 5}, {"to": "het", "at_most": 1}, "c",
                answer={"kind": "number", "most": 9},
            ),
            "b": step(
                {"to": "c", "at_most": date(2026, 1, 1)}, "het",
                answer={"kind": "date", "partial": True},
            ),
            "c": step({"to": "b", "at_least": date(2026, 1, 1)}, "het", answer={"kind": "date"}),
        }
    )  # fmt: skip
    assert at(flow, {"a": "5"}) == "b"
    assert at(flow, {"a": "1"}) == "het"
    assert at(flow, {"a": "3"}) == "c"
    assert at(flow, {"a": "5", "b": "2025"}) == "c"
    assert at(flow, {"a": "5", "b": "2026"}) == "het"
    assert at(flow, {"a": "3", "c": "2026-05-01"}) == "b"


def test_a_bound_of_another_kind_never_holds() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "b", "at_least": 5}, {"to": "b", "at_most": date(2026, 1, 1)}, "het"),
            "b": step("het"),
        }
    )
    assert at(flow, {"a": "yes"}) == "het"


def test_a_rule_that_is_unknown_or_reads_another_kind_never_holds() -> None:
    for rule in ("no_such_rule", "under_6_years"):
        flow = flow_of(questions={"a": step({"to": "b", "rule": rule}, "het"), "b": step("het")})
        assert at(flow, {"a": "yes"}) == "het"


def test_a_birthday_that_time_has_made_too_old_takes_another_route() -> None:
    flow = flow_of(
        questions={
            "a": step({"to": "b", "rule": "within_60_days"}, "het", answer=PAST_DAY),
            "b": step("het"),
        }
    )
    born = {"a": "2026-10-01"}
    assert replay(flow, born, TODAY).step.id == "b"
    assert replay(flow, born, date(2026, 12, 1)).step.id == "het"


def test_a_fault_in_the_flow_asks_the_last_sound_question_again() -> None:
    loop = flow_of(questions={"a": step("b"), "b": step("a")})
    position = replay(loop, {"a": "yes", "b": "yes"}, TODAY)
    assert (position.step.id, position.path, position.dropped) == ("b", ("a",), ())
    dangling = flow_of(questions={"a": step("nowhere")})
    assert at(dangling, {"a": "yes"}) == "a"
    no_way = flow_of(questions={"a": step({"to": "het", "equals": "no"})})
    assert at(no_way, {"a": "yes"}) == "a"


def test_the_checklist_is_for_exactly_this_case() -> None:
    flow = homes()
    outcome = flow.outcomes["xong"]
    mine = {"cuoi": "yes", "nha": "minh"}
    rented = {"cuoi": "no", "nha": "thue", "hop-dong": "no"}
    home = "topics/dang-ky-khai-sinh#documents."
    assert checklist(flow, outcome, mine, TODAY) == (home + "to-khai", home + "giay-chung-sinh")
    assert checklist(flow, outcome, rented, TODAY) == (home + "to-khai", home + "cam-doan")


def test_remarks_and_clicks_are_for_exactly_this_case() -> None:
    flow = homes()
    outcome = flow.outcomes["xong"]
    mine = {"cuoi": "yes", "nha": "minh", "hop-dong": "yes"}  # the last is off the path
    rented = {"cuoi": "no", "nha": "thue", "hop-dong": "no"}
    assert [remark.say for remark in remarks(flow, outcome, mine, TODAY)] == ["Luôn luôn."]
    assert len(remarks(flow, outcome, rented, TODAY)) == 2
    assert clicks(flow, outcome, mine, TODAY, TOPICS) == ("topics/dang-ky-khai-sinh#steps.gui",)
    assert clicks(flow, outcome, rented, TODAY, TOPICS) == ()
    assert clicks(flow, outcome, mine, TODAY, {}) == ()


def test_the_clicks_of_a_channel_come_from_the_topic() -> None:
    flow = flow_of(outcomes={"het": {"say": "Xong.", "steps": "counter"}})
    found = clicks(flow, flow.outcomes["het"], {}, TODAY, TOPICS)
    assert found[0] == "topics/dang-ky-khai-sinh#steps.truc-tiep"
    assert all(address.startswith("topics/dang-ky-khai-sinh#steps.") for address in found)
    assert clicks(flow, flow.outcomes["het"], {}, TODAY, {}) == ()


def test_clicks_not_in_force_on_the_day_are_left_out() -> None:
    home = "topics/lien-thong-khai-sinh#steps."
    flow = flow_of(
        outcomes={"het": {"say": "Xong.", "steps": [home + "mo-trang", home + "mo-cong"]}}
    )
    outcome = flow.outcomes["het"]
    assert clicks(flow, outcome, {}, date(2026, 12, 31), TOPICS) == (home + "mo-trang",)
    assert clicks(flow, outcome, {}, date(2027, 1, 1), TOPICS) == (home + "mo-cong",)


# ---- random flows, random answers, random edits

_KINDS: list[dict[str, Any]] = [
    HOME,
    {"kind": "yes-no", "yes": "Rồi", "no": "Chưa"},
    {"kind": "date", "when": "past", "partial": True},
    {"kind": "date", "when": "future"},
    {"kind": "number", "most": 9},
    {"kind": "phone"},
    {"kind": "personal-id"},
    {"kind": "name"},
    {"kind": "commune"},
    {"kind": "text", "longest": 5},
]
_NAMES = ["a", "b", "c", "d", "het", "xong", "gone"]
_TESTS: list[dict[str, Any]] = [
    {"equals": "minh"},
    {"one_of": ["yes", "thue"]},
    {"at_least": 3},
    {"at_most": date(2026, 1, 1)},
    {"rule": "within_60_days"},
    {"rule": "gone"},
    {},
]
_VALUES = [
    "minh",
    "thue",
    "yes",
    "no",
    "3",
    "2026-10-01",
    "2026-13",
    "0912345678",
    "9" * 12,
    "",
    "x/y",
    "²",
]

_route = st.builds(
    lambda to, test, of: {"to": to, **test, **({"of": of} if of and test else {})},
    st.sampled_from(_NAMES),
    st.sampled_from(_TESTS),
    st.sampled_from([None, *_NAMES]),
)
_step = st.builds(
    lambda answer, routes, optional: {
        "ask": "?",
        "answer": answer,
        "routes": routes,
        "optional": optional,
    },
    st.sampled_from(_KINDS),
    st.lists(_route, min_size=1, max_size=3),
    st.booleans(),
)
_guard = st.fixed_dictionaries(
    {"fact": st.sampled_from(["documents.to-khai", "fee.gone"])},
    optional={
        "if": st.just([{"of": "a", "equals": "minh"}]),
        "unless": st.just([{"of": "gone", "rule": "gone"}]),
    },
)
_flows = st.builds(
    lambda steps, papers: flow_of(
        questions={"a": steps[0], **dict(zip("bcd", steps[1:], strict=False))},
        outcomes={
            "het": {"say": "Hết.", "checklist": papers},
            "xong": {"say": "Xong.", "steps": papers},
        },
    ),
    st.lists(_step, min_size=1, max_size=4),
    st.lists(_guard, max_size=3),
)
_answers = st.dictionaries(
    st.sampled_from(_NAMES), st.sampled_from(_VALUES) | st.text(max_size=12), max_size=6
)


@STEADY
@given(_flows, _flows, _answers, st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_replay_is_total_and_keeps_only_what_fits(
    before: Flow, after: Flow, answers: dict[str, str], today: date
) -> None:
    kept = dict(answers)
    for flow in (before, after):  # the second is the first one edited under people's feet
        position = replay(flow, kept, today)
        assert isinstance(position.step, Question | Outcome)
        for name in (*position.path, *position.waiting):
            assert fits(flow.questions[name], kept[name], today)
        groups = (position.path, position.waiting, position.dropped)
        open_step = {position.step.id} & kept.keys()  # a faulty flow asks it once more
        assert {name for group in groups for name in group} | open_step == kept.keys()
        assert sum(map(len, groups)) <= len(kept)
        assert position.fewest_left <= position.depth_left
        assert (position.depth_left == 0) == isinstance(position.step, Outcome)
        for outcome in flow.outcomes.values():
            checklist(flow, outcome, kept, today)
            clicks(flow, outcome, kept, today, TOPICS)
            remarks(flow, outcome, kept, today)
        without = {name: kept[name] for name in kept if name not in position.dropped}
        assert replay(flow, without, today).step.id == position.step.id
        kept = without


@STEADY
@given(_flows, _answers)
def test_what_is_dropped_changes_nothing(flow: Flow, answers: dict[str, str]) -> None:
    assert told(flow, told(flow, answers, TODAY), TODAY) == told(flow, answers, TODAY)


def test_a_flow_survives_being_written_and_read_again() -> None:
    flow = homes()
    table = flow.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"id"})
    assert parse_flow(table, "thu", "thu.toml") == (flow, [])
