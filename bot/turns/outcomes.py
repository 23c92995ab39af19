"""How a walk ends: what to do, the papers of this case, where and how much, the exact clicks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import answering
from bot.fact_lines import line_of
from bot.messages import AddToCase, Choice, Effect, Say, Span
from bot.privacy import mask
from bot.scene import Scene
from bot.session import Idle, Run
from bot.turn import Turn
from bot.turns import asking, drafts, papers, people, questions, reminders
from bot.voice import BREAK, Voice
from flows.engine import checklist, clicks, remarks, replay
from flows.steps import Flow, Outcome
from knowledge.proofreading import fact_at
from knowledge.topic import Click, Source, Topic

WORTH_A_LOOK = 2  # answers; a single one stands just above


def conclude(scene: Scene, flow: Flow, outcome: Outcome, run: Run, *before: Say) -> Turn:
    """Say how it ends in one to three messages; a person where the outcome says so."""
    about = f"flows/{flow.id}/{outcome.id}"
    topic = scene.library.topics[flow.topic]
    said = _conclusion(scene, flow, outcome, run, before)
    lists = list(_lists(scene, flow, outcome, run))
    # what is urgent is done first, and gathered afterwards
    parts = [said, *(reversed(lists) if outcome.warn else lists)]
    says = [Say(tuple(spans), about) for spans in _joined(parts)]
    line = tuple(answering.source_line(scene.voice, topic, _sources(scene.voice, says)))
    choices = _next(scene, flow, outcome, run)
    says[-1] = replace(says[-1], spans=(*says[-1].spans, *line), choices=choices)
    listed = checklist(flow, outcome, run.answers, scene.voice.day)
    session = papers.kept(scene.session, flow, listed, run)
    session = replace(session, doing=Idle(), run=run, misses=0)
    effects: tuple[Effect, ...] = ()
    if run.passing:
        says.append(scene.voice.say("walk-done-helping" if run.helping else "walk-done-unkept"))
        session, effects = drafts.let_go(session, run), drafts.wiped(run)
    turn = scene.turn(*says, session=session, effects=effects)
    return _with_person(scene, flow, run, turn) if outcome.staff else turn


def _joined(parts: Sequence[list[Span]]) -> list[list[Span]]:
    """Parts that are read together on one screen become one message."""
    joined: list[list[Span]] = []
    for part in (part for part in parts if part):
        if joined and length(joined[-1]) + length(part) <= answering.READABLE:
            joined[-1] += [BREAK, *part]
        else:
            joined.append(list(part))
    return joined


def length(spans: Iterable[Span]) -> int:
    """Signs of the spans together."""
    return sum(len(span.text) for span in spans)


def _conclusion(
    scene: Scene, flow: Flow, outcome: Outcome, run: Run, before: Sequence[Say]
) -> list[Span]:
    about = f"flows/{flow.id}/{outcome.id}"
    spans: list[Span] = []
    for say in before:
        spans += [*say.spans, BREAK]
    spans += _answers(scene, flow, outcome, run)
    if outcome.warn:
        spans += scene.voice.phrase("warning-mark")
    spans += scene.voice.prose(outcome.say, about, flow.topic)
    for remark in remarks(flow, outcome, run.answers, scene.voice.day):
        spans += [BREAK, *scene.voice.prose(remark.say, about, flow.topic)]
        spans += _lines(scene.voice, (flow.address(fact) for fact in remark.show))
    return spans


def _answers(scene: Scene, flow: Flow, outcome: Outcome, run: Run) -> list[Span]:
    """What the ending rests on, to be checked; looked through on a page of its own elsewhere."""
    path = replay(flow, run.answers, scene.voice.day).path
    if outcome.warn or outcome.form or run.passing or len(path) < WORTH_A_LOOK:
        return []
    answers = questions.summary(run, path)
    return [*scene.voice.phrase("walk-answers", answers=answers), BREAK] if answers else []


def _lists(scene: Scene, flow: Flow, outcome: Outcome, run: Run) -> Iterable[list[Span]]:
    """The papers with place, fee and time; then the clicks."""
    voice, day = scene.voice, scene.voice.day
    spans: list[Span] = []
    if listed := checklist(flow, outcome, run.answers, day):
        at_hand = papers.ticked(scene.session, flow.id)
        spans += [*voice.phrase("walk-checklist"), *_lines(voice, listed, at_hand)]
    if facts := _lines(voice, _expanded(voice, flow, outcome.show)):
        spans += [*([BREAK] if spans else []), *voice.phrase("walk-facts"), *facts]
    yield spans
    if steps := clicks(flow, outcome, run.answers, day, scene.library.topics):
        heading = "walk-now" if outcome.warn else _heading(voice, steps[0])
        yield [*voice.phrase(heading), *_lines(voice, steps)]


def _heading(voice: Voice, first: str) -> str:
    """What the steps are, told by the first of them."""
    fact = fact_at(first, voice.library.topics)
    channel = fact.channel if isinstance(fact, Click) else "online"
    return {"online": "walk-clicks", "counter": "walk-counter", "phone": "walk-phone"}[channel]


def _sources(voice: Voice, says: Sequence[Say]) -> list[Source]:
    """The sources that the facts shown rest on, the most used first."""
    used: Counter[str] = Counter()
    found: dict[str, Source] = {}
    for address in {span.address for say in says for span in say.spans}:
        where, _, inside = address.partition("#")
        topic = voice.library.topics.get(where.removeprefix("topics/"))
        fact = topic.fact(inside) if topic else None
        if topic and fact:
            source = topic.source_of(fact)
            used[source.title] += 1
            found[source.title] = source
    return [found[title] for title, _ in sorted(used.items(), key=lambda row: (-row[1], row[0]))]


def _expanded(voice: Voice, flow: Flow, shown: Iterable[str]) -> Iterable[str]:
    """A whole facet (`fee`) stands for its facts of every case."""
    for name in shown:
        address = flow.address(name)
        where, _, inside = address.partition("#")
        topic: Topic = voice.library.topics[where.removeprefix("topics/")]
        facet = next((facet for facet in answering.LISTED if facet == inside), None)
        if facet is None:
            yield address
        else:
            facts = topic.asked(facet, voice.day)
            yield from (f"{where}#{facet}.{fact.id}" for fact in facts if not fact.when)


def _lines(
    voice: Voice, addresses: Iterable[str], at_hand: frozenset[str] = frozenset()
) -> list[Span]:
    """Facts as lines, each on its own; clicks numbered, papers that are at hand ticked."""
    spans: list[Span] = []
    addresses = tuple(addresses)
    first = fact_at(addresses[0], voice.library.topics) if addresses else None
    only = first.channel if isinstance(first, Click) else None
    number = 0
    for address in addresses:
        where, _, inside = address.partition("#")
        topic = voice.library.topics[where.removeprefix("topics/")]
        fact, section = topic.fact(inside), inside.partition(".")[0]
        facet = next((facet for facet in answering.LISTED if facet == section), None)
        if fact is None or facet is None or not fact.holds(voice.day):
            continue
        number += 1
        # the case is this person's own; how the steps are done stands above them
        alike = {"channel": "online"} if isinstance(fact, Click) and fact.channel == only else {}
        bare = fact.model_copy(update={"when": None, **alike})
        line = line_of(voice, topic, facet, bare, number)
        if address in at_hand:
            line = (Span("✓ ", address), *line[1:])
        spans += [BREAK, *line]
    return spans


def _next(scene: Scene, flow: Flow, outcome: Outcome, run: Run) -> tuple[Choice, ...]:
    voice = scene.voice
    choices: list[Choice] = []
    listed = checklist(flow, outcome, run.answers, voice.day)
    if outcome.checklist and (sheet := papers.sheet_walk(voice.library, flow, listed)):
        choices.append(voice.choice(f"f:{sheet}", "sheet"))
    choices += reminders.offer(scene, flow, outcome, run)
    if listed and not run.passing:
        choices.append(voice.choice(f"c:{flow.id}", "tick"))
    for name in outcome.next:
        kind, _, rest = name.partition("/")
        target, _, facet = rest.partition("#")
        if kind == "flows" and target in voice.library.flows:
            choices.append(Choice(f"f:{target}", voice.library.flows[target].title[:60]))
        elif kind == "topics" and target in voice.library.topics:
            choices.append(_to_topic(voice, target, facet))
    if not run.passing:
        choices.append(voice.choice("/change"))
    return (*choices[:3], voice.choice("/staff"))


def _to_topic(voice: Voice, topic: str, facet: str) -> Choice:
    """By the facet's own words where one is named, else by the topic's title."""
    if facet in answering.ASKED:
        return voice.choice(f"t:{topic}:{facet}", f"ask-{facet}")
    return Choice(f"t:{topic}:{facet}", asking.short(voice.library.topics[topic].title))


def _with_person(scene: Scene, flow: Flow, run: Run, turn: Turn) -> Turn:
    """The outcome hands over: staff get the flow and the answers that led here, masked."""
    path = replay(flow, run.answers, scene.voice.day).path
    told = "; ".join(run.labels[name] for name in path if run.labels.get(name))
    question = mask(f"{flow.title}: {told}")
    if scene.session.case:
        added = AddToCase(scene.session.case, question)
        return replace(turn, effects=(*turn.effects, added))
    after = replace(scene, session=turn.session)
    handed = people.open_case(after, question, "outcome", "case-opened")
    news = (replace(say, choices=()) for say in handed.replies if isinstance(say, Say))
    return replace(handed, replies=(*turn.replies, *news), effects=handed.effects)
