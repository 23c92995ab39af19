"""A publish changes a flow under a run: what fits stays, the rest is asked, nobody is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import GARDEN, flow_of, garden
from hypothesis import given
from hypothesis import strategies as st
from talk import HOME, STEADY, TODAY, Talk

from bot.conversation import respond
from bot.library import Library
from bot.messages import Heard, Say
from bot.rehearsal import BEGIN
from bot.session import Run, Session, Walking
from flows.engine import replay
from flows.flow import Flow, Outcome, Question, read_flows
from flows.kinds import ChoiceKind, YesNoKind
from flows.steps import Route
from flows.walk import journeys, sample_answers


def publish(talk: Talk, text: str) -> Talk:
    """The same talk after staff published another flow."""
    talk.library = garden(talk.library, flow_of(text))
    return talk


def halfway(talk: Talk) -> Talk:
    return talk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi", "/skip")


def test_answers_that_still_fit_stay(walk: Talk) -> None:
    changed = GARDEN.replace('ask = "Số định danh là gì?"', 'ask = "Số trên thẻ là gì?"')
    publish(halfway(walk), changed).says("079300012345")
    assert walk.asked == "hieu"
    assert walk.session.run is not None
    assert walk.session.run.answers["cho-ai"] == "toi"


def test_a_choice_that_is_gone_is_asked_again_and_the_person_is_told(walk: Talk) -> None:
    renamed = GARDEN.replace(
        'value = "toi", label = "Cho tôi"', 'value = "mot", label = "Một mình"'
    )
    publish(halfway(walk), renamed).says("079300012345")
    assert walk.asked == "cho-ai"
    assert "vừa được cập nhật" in walk.text
    assert "a:the-vuon:cho-ai:mot" in walk.values


def test_an_answer_that_fell_off_and_fits_again_is_used(walk: Talk) -> None:
    renamed = GARDEN.replace(
        'value = "toi", label = "Cho tôi"', 'value = "mot", label = "Một mình"'
    )
    publish(halfway(walk), renamed).says("có").presses("a:the-vuon:cho-ai:mot")
    assert walk.asked == "so"


def test_a_question_that_is_gone_is_passed_over(walk: Talk) -> None:
    text = GARDEN.replace('{ to = "ngay" }', '{ to = "so" }')
    head, rest = text.split("[questions.ngay]")
    without = head + "[questions.so]" + rest.split("[questions.so]", 1)[1]
    walk.presses("f:the-vuon", "a:the-vuon:cho-ai:toi")
    assert walk.asked == "ngay"
    publish(walk, without).says("30/12/2026")
    assert walk.asked == "so"
    assert "vừa được cập nhật" in walk.text


def test_an_old_button_of_a_question_that_is_gone_is_answered_kindly(walk: Talk) -> None:
    renamed = GARDEN.replace("cho-ai", "ai-vao")
    walk.presses("f:the-vuon")
    publish(walk, renamed).presses("a:the-vuon:cho-ai:toi")
    assert walk.about == ["phrases/gone-button"]
    assert walk.says("làm tiếp").asked == "ai-vao"


def test_a_new_question_is_asked_before_the_end(walk: Talk) -> None:
    halfway(walk).says("079300012345")
    new = (
        '[questions.moi]\nask = "Có mang trẻ em không?"\nroutes = [{ to = "xong" }]\n'
        'answer = { kind = "yes-no", yes = "Có", no = "Không" }\n\n[outcomes.xong]'
    )
    text = GARDEN.replace('{ to = "xong" }]', '{ to = "moi" }]').replace("[outcomes.xong]", new)
    publish(walk, text).presses("a:the-vuon:hieu:yes")
    assert walk.asked == "moi"


def test_a_run_whose_answers_now_lead_to_the_end_is_concluded(walk: Talk) -> None:
    halfway(walk)
    text = GARDEN.replace('routes = [{ to = "so" }]', 'routes = [{ to = "xong" }]')
    head, rest = text.split("[questions.so]")
    tail = "[questions.hieu]" + rest.split("[questions.hieu]", 1)[1]
    publish(walk, head + tail).says("30/12/2026")
    assert walk.about[0] == "flows/the-vuon/xong"
    assert "vừa được cập nhật" in walk.text
    assert walk.asked is None


def test_a_flow_that_is_gone_ends_the_walk_kindly(walk: Talk) -> None:
    halfway(walk)
    walk.library = replace(
        walk.library,
        flows={name: flow for name, flow in walk.library.flows.items() if name != "the-vuon"},
    )
    walk.says("30/12/2026")
    assert walk.about == ["phrases/walk-gone"]
    assert walk.session.run is None


@pytest.mark.parametrize("command", ["back", "change", "skip", "resume", "restart", "cancel"])
def test_commands_after_the_flow_is_gone_are_answered(command: str, walk: Talk) -> None:
    halfway(walk)
    walk.library = replace(walk.library, flows={})
    assert walk.presses(f"/{command}").text.strip()


# ---- random edits of the flow x random runs


def without(flow: Flow, name: str) -> Flow:
    """A question is dropped; who led to it now leads where it led by default."""
    heir = flow.questions[name].routes[-1].to
    kept = {
        key: question.model_copy(
            update={
                "routes": tuple(
                    route.model_copy(update={"to": heir}) if route.to == name else route
                    for route in question.routes
                )
            }
        )
        for key, question in flow.questions.items()
        if key != name
    }
    first = heir if flow.first == name else flow.first
    if first not in kept:
        return flow
    return flow.model_copy(update={"questions": kept, "first": first})


def renamed(flow: Flow, name: str) -> Flow:
    """The first choice of a question gets another value."""
    question = flow.questions[name]
    if not isinstance(question.answer, ChoiceKind):
        return flow
    first, *others = question.answer.choices
    choices = (first.model_copy(update={"value": "doi-ten"}), *others)
    answer = question.answer.model_copy(update={"choices": choices})
    return _with(flow, question.model_copy(update={"answer": answer}))


def rerouted(flow: Flow, name: str, to: str) -> Flow:
    """The last route of a question leads elsewhere, perhaps back or nowhere."""
    question = flow.questions[name]
    routes = (*question.routes[:-1], Route(to=to))
    return _with(flow, question.model_copy(update={"routes": routes}))


def rekinded(flow: Flow, name: str) -> Flow:
    """A question asks yes or no instead."""
    answer = YesNoKind(kind="yes-no", yes="Có", no="Không")
    return _with(flow, flow.questions[name].model_copy(update={"answer": answer}))


def _with(flow: Flow, question: Question) -> Flow:
    return flow.model_copy(update={"questions": {**flow.questions, question.id: question}})


@st.composite
def edits(draw: st.DrawFn, flow: Flow) -> Flow:
    """A flow after one to three edits."""
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(flow.questions)))
        match draw(st.sampled_from(["drop", "rename", "reroute", "rekind", "lose"])):
            case "drop":
                flow = without(flow, name)
            case "rename":
                flow = renamed(flow, name)
            case "reroute":
                steps = sorted({*flow.questions, *flow.outcomes})
                flow = rerouted(flow, name, draw(st.sampled_from(steps)))
            case "lose":
                flow = rerouted(flow, name, "khong-co")
            case _:
                flow = rekinded(flow, name)
    return flow


@st.composite
def runs(draw: st.DrawFn, flow: Flow) -> Run:
    """Somebody part of the way through a flow."""
    answers: dict[str, str] = {}
    for _ in range(draw(st.integers(0, 6))):
        step = replay(flow, answers, TODAY).step
        if isinstance(step, Outcome):
            break
        answers[step.id] = draw(st.sampled_from(sample_answers(step, [], TODAY)))
    step = replay(flow, answers, TODAY).step
    return Run(flow.id, answers, dict(answers), None if isinstance(step, Outcome) else step.id)


REAL = tuple(sorted(read_flows().flows))


@STEADY
@given(data=st.data(), name=st.sampled_from(REAL), said=st.sampled_from(["có", "1", "gõ sau", "?"]))
def test_no_edit_of_a_flow_strands_anybody(
    data: st.DataObject, name: str, said: str, library: Library
) -> None:
    flow = library.flows[name]
    run, edited = data.draw(runs(flow)), data.draw(edits(flow))
    after = replace(library, flows={**library.flows, name: edited})
    session = Session(doing=Walking() if run.asked else Session().doing, run=run)
    for event in (
        Heard("web:1", BEGIN, HOME, said),
        Heard("web:2", BEGIN, HOME, "", pressed="/resume"),
        Heard("web:3", BEGIN, HOME, "", pressed="/back"),
    ):
        turn = respond(after, session, event)
        said_ = [reply for reply in turn.replies if isinstance(reply, Say)]
        assert any(say.text.strip() for say in said_)
        if event.pressed == "/resume":
            here = said_[-1].about.rpartition("/")[2]
            ends = {say.about.rpartition("/")[2] for say in said_} & set(edited.outcomes)
            assert ends or here in {*edited.questions, "sheet-review"}, said_[-1].about


@STEADY
@given(data=st.data(), name=st.sampled_from(REAL))
def test_from_any_answer_on_an_edited_sound_flow_leads_to_an_end(
    data: st.DataObject, name: str, library: Library
) -> None:
    flow = library.flows[name]
    run = data.draw(runs(flow))
    edited = without(flow, data.draw(st.sampled_from(sorted(flow.questions))))
    after = replace(library, flows={**library.flows, name: edited})
    journey = max(journeys(edited, TODAY), key=len)
    talk = Talk(after, Session(doing=Walking(), run=replace(run, asked=edited.first)))
    talk.presses("/resume")
    for _ in range(25):
        asked = talk.asked
        if asked is None:
            break
        value = journey.get(asked) or sample_answers(edited.questions[asked], [], TODAY)[0]
        talk.presses(f"a:{name}:{asked}:{value}" if value else "/skip")
    assert talk.asked is None
    if talk.about[-1] == "phrases/sheet-review":
        talk.presses(f"d:{name}")
    assert {about.rpartition("/")[2] for about in talk.about} & set(edited.outcomes)
