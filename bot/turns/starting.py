"""How a walk begins: agreed to where it asks of people, and with what was told before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.messages import Say, SetTimer, Span
from bot.scene import Scene
from bot.session import Confirming, Idle, Run, Session, Told
from bot.turn import Turn
from bot.turns.drafts import next_number, timer_of
from bot.turns.walking import put
from flows.engine import replay
from flows.reuse import REUSED, carried, told
from flows.steps import Flow

PASSING_KEEPS = timedelta(hours=24)
SAFETY = "an-toan"


def start(scene: Scene, flow_id: str, *, instead: bool = False, anew: bool = False) -> Turn:
    """Begin a flow; another one that is half done is not dropped unasked.

    `instead`: of the half-done one; `anew`: nothing that was told before is offered.
    """
    flow = scene.library.flows.get(flow_id)
    if flow is None:
        return scene.say("walk-gone", "/menu", "/staff")
    run = scene.session.run
    open_flow = scene.library.flows.get(run.flow) if run and run.answers and run.asked else None
    urgent = scene.library.topics[flow.topic].field == SAFETY  # who was cheated is not asked first
    if run and open_flow and open_flow.id != flow_id and not (instead or urgent):
        return _other_open(scene, open_flow, flow)
    if run and open_flow and open_flow.id == flow_id and not (instead or anew):
        return put(scene, run, scene.voice.say("walk-back-to"))
    if asks_of_people(flow) and not (scene.session.consent and not scene.session.helping):
        return _ask_consent(scene, flow)
    return _begin(scene, flow) if anew else _with_known(scene, flow)


def asks_of_people(flow: Flow) -> bool:
    """Whether an answer tells something about a person: a day of birth, a name, where one lives."""
    return any(question.personal for question in flow.questions.values())


def _other_open(scene: Scene, open_flow: Flow, wanted: Flow) -> Turn:
    choices = (
        scene.voice.choice("/resume"),
        scene.voice.choice(f"g:{wanted.id}", "switch"),
    )
    return scene.turn(
        scene.voice.say(
            "walk-other-open",
            *choices,
            open=_titled(open_flow),
            wanted=_titled(wanted),
        )
    )


def _titled(flow: Flow) -> Span:
    return Span(flow.title, f"flows/{flow.id}")


# ---- agreed to


def _ask_consent(scene: Scene, flow: Flow) -> Turn:
    """What it is for and how long it is kept, before anything about a person is asked."""
    voice, helping = scene.voice, scene.session.helping
    sheet = any(outcome.form for outcome in flow.outcomes.values())
    key = "consent-helping" if helping else "consent" if sheet else "consent-guide"
    ways = [voice.choice(f"y:{flow.id}", "consent-helping-yes" if helping else "consent-yes")]
    ways += [] if helping else [voice.choice(f"z:{flow.id}", "consent-pass")]
    days = Span(str(scene.library.answers_days), "settings")
    say = voice.say(key, *ways, voice.choice("consent-no"), days=days)
    session = replace(scene.session, doing=Confirming("consent", flow.id))
    return scene.turn(say, session=session)


def agree(scene: Scene, flow_id: str) -> Turn:
    """They agreed: remember it for their own walks, and begin."""
    flow = scene.library.flows.get(flow_id)
    if flow is None:
        return scene.say("walk-gone", "/menu", "/staff")
    consent = scene.session.consent or not scene.session.helping
    session = replace(scene.session, consent=consent, doing=Idle())
    return _with_known(replace(scene, session=session), flow)


def pass_by(scene: Scene, flow_id: str) -> Turn:
    """They want it done and nothing kept: the walk is erased when it ends, or after a day."""
    flow = scene.library.flows.get(flow_id)
    if flow is None:
        return scene.say("walk-gone", "/menu", "/staff")
    settled = replace(scene, session=replace(scene.session, doing=Idle()))
    return _begin(settled, flow, unkept=True)


# ---- told before


def _known(scene: Scene) -> dict[str, Told]:
    """What was told in earlier walks and in the last one; nothing of what was done for others."""
    run = scene.session.run
    flow = scene.library.flows.get(run.flow) if run else None
    if run is None or flow is None or run.passing:
        return scene.session.told
    path = replay(flow, run.answers, scene.voice.day).path
    answers = {name: run.answers[name] for name in path}
    fresh = {
        key: Told(answers[name], run.labels.get(name) or answers[name])
        for key, name in told(flow, answers).items()
    }
    return {**scene.session.told, **fresh}


def _carried(scene: Scene, flow: Flow) -> tuple[dict[str, str], dict[str, str]]:
    """Answers to questions of a flow that are known already: their values and how they read."""
    if scene.session.helping:
        return {}, {}
    known = _known(scene)
    values = carried(flow, {key: one.value for key, one in known.items()}, scene.voice.day)
    labels = {name: known[flow.questions[name].reuse or ""].label for name in values}
    return values, labels


def _with_known(scene: Scene, flow: Flow) -> Turn:
    """Ask once whether what is known already may be used again; begin at once where nothing is."""
    values, labels = _carried(scene, flow)
    if not values:
        return _begin(scene, flow)
    voice = scene.voice
    say = voice.say(
        "reuse",
        voice.choice(f"u:{flow.id}:yes", "reuse-yes"),
        voice.choice(f"u:{flow.id}:no", "reuse-no"),
        flow=_titled(flow),
        known=_shown(scene, {flow.questions[name].reuse or "": labels[name] for name in labels}),
    )
    session = replace(scene.session, doing=Confirming("reuse", flow.id))
    return scene.turn(say, session=session)


def _shown(scene: Scene, labels: Mapping[str, str]) -> tuple[Span, ...]:
    """Each thing by its name: "bé sinh 05/10/2026; ở xã Tân Đông"."""
    spans: list[Span] = []
    for told_as, label in labels.items():
        key = f"told-{told_as}"
        words = scene.voice.words(scene.library.phrasebook.label(key, scene.voice.language))
        spans += [Span("; ", f"phrases/{key}")] if spans else []
        spans += [Span(f"{words} ", f"phrases/{key}"), Span(label, "citizen")]
    return tuple(spans)


def kept(scene: Scene) -> tuple[Span, ...]:
    """What is kept to be used again, in words, for "dữ liệu của tôi"."""
    labels = {key: one.label for key, one in scene.session.told.items() if key in REUSED}
    if not labels:
        return ()
    known = _shown(scene, labels)
    return (*scene.voice.phrase("mydata-told", known=known), Span(". ", "citizen"))


def use_again(scene: Scene, flow_id: str, *, yes: bool) -> Turn:
    """Begin with what was told before, or with nothing of it."""
    flow = scene.library.flows.get(flow_id)
    if flow is None:
        return scene.say("walk-gone", "/menu", "/staff")
    settled = replace(scene, session=replace(scene.session, doing=Idle()))
    values, labels = _carried(settled, flow) if yes else ({}, {})
    return _begin(settled, flow, values, labels)


# ---- the first question


def _begin(
    scene: Scene,
    flow: Flow,
    values: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    *,
    unkept: bool = False,
) -> Turn:
    helping = scene.session.helping
    begun = Run(
        flow.id,
        dict(values or {}),
        dict(labels or {}),
        asked=flow.first,
        helping=helping,
        whom=scene.session.whom if helping else "",
        number=next_number(scene.session) if helping else 0,
        unkept=unkept,
        reused=tuple(values or ()),
        since=scene.event.at,
    )
    key = "walk-start-helping" if helping else "walk-start-unkept" if unkept else "walk-start"
    opening: Say = scene.voice.say(key, flow=_titled(flow))
    session = replace(scene.session, topic=flow.topic, told=_to_keep(scene))
    turn = put(replace(scene, session=session), begun, opening)
    if not begun.passing:
        return turn
    wipe = SetTimer(timer_of(begun), scene.event.at + PASSING_KEEPS)
    return replace(turn, effects=(*turn.effects, wipe))


def _to_keep(scene: Scene) -> dict[str, Told]:
    """What of the last walk is remembered for later ones: only what its person agreed to."""
    session: Session = scene.session
    return _known(scene) if session.consent and not session.helping else session.told


def restart(scene: Scene) -> Turn:
    """The same flow from its first question."""
    run = scene.session.run
    if run is None:
        return scene.say("walk-nothing", "/menu")
    session = replace(scene.session, run=None)
    return start(replace(scene, session=session), run.flow, anew=True)
