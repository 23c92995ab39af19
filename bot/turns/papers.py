"""The papers of a case as a list that is ticked off over days: opened, ticked, looked at again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.library import Library
from bot.messages import Choice, Say, Span
from bot.scene import Scene
from bot.session import Idle, Papers, Run, Session, Ticking
from bot.turn import Turn
from bot.turns.asking import short
from bot.voice import BREAK, Voice
from flows.steps import Flow
from knowledge.proofreading import fact_at
from knowledge.vietnamese import fold

MOST_LISTS = 6  # of as many walks; the oldest falls off
LABEL = 60
SHORTEST = 4  # signs of a paper's name that can be told from other words
ALL = frozenset({"du roi", "du het", "co du", "co du roi", "co het", "co het roi", "du het roi"})
_NUMBERS = re.compile(r"[\d\s,;.+&]*\d[\d\s,;.+&]*")
_AND = re.compile(r"\b(?:va|voi|giay|so|co|roi|xong)\b")
_NOT = re.compile(r"\b(?:chua|khong|ko|k|thieu|mat)\b")


def kept(session: Session, flow: Flow, papers: Sequence[str], run: Run) -> Session:
    """The session that also keeps the papers of this case; what was ticked before stays so."""
    if run.passing or not papers:
        return session
    before = session.lists.get(flow.id)
    ticked = tuple(one for one in before.ticked if one in papers) if before else ()
    others = {name: one for name, one in session.lists.items() if name != flow.id}
    newest = [*others.items(), (flow.id, Papers(tuple(papers), ticked))][-MOST_LISTS:]
    return replace(session, lists=dict(newest))


def sheet_walk(library: Library, flow: Flow, papers: Sequence[str]) -> str | None:
    """The walk that fills the declaration of a case: its first paper tells which procedure it is.

    A guide may lead to a procedure of its neighbour: a stay that is extended, not begun.
    """
    first = papers[0].removeprefix("topics/").partition("#")[0] if papers else flow.topic
    return library.sheet_walk(first) or library.sheet_walk(flow.topic)


def ticked(session: Session, flow: str) -> frozenset[str]:
    """The papers of a flow's list that are at hand."""
    found = session.lists.get(flow)
    return frozenset(found.ticked) if found else frozenset()


def in_force(voice: Voice, found: Papers) -> tuple[str, ...]:
    """The papers that the content still has and that are asked for on this day."""
    facts = ((address, fact_at(address, voice.library.topics)) for address in found.papers)
    return tuple(address for address, fact in facts if fact and fact.holds(voice.day))


def any_open(scene: Scene) -> bool:
    """Whether some list is not all ticked."""
    return any(
        set(in_force(scene.voice, found)) - set(found.ticked)
        for found in scene.session.lists.values()
    )


def show_lists(scene: Scene) -> Turn:
    """Whoever says “giấy tờ của tôi” sees the only list, or which of several."""
    flows = scene.library.flows
    lists = [name for name in scene.session.lists if name in flows]
    if not lists:
        return scene.say("papers-none", "/menu")
    if len(lists) == 1:
        return show(scene, lists[0])
    choices = (Choice(f"c:{name}", flows[name].title[:LABEL]) for name in reversed(lists))
    return scene.turn(scene.voice.say("papers-which", *choices))


def show(scene: Scene, flow_id: str, *before: Span) -> Turn:
    """The list: what is at hand, what is still missing; each paper can be pressed."""
    voice, found = scene.voice, scene.session.lists.get(flow_id)
    flow = scene.library.flows.get(flow_id)
    papers = in_force(voice, found) if found else ()
    if found is None or flow is None or not papers:
        return scene.say("papers-none", "/menu")
    at_hand = [address for address in papers if address in found.ticked]
    complete = len(at_hand) == len(papers)
    spans = [*before, *([BREAK] if before else [])]
    spans += voice.phrase(
        "papers-complete" if complete else "papers",
        flow=Span(flow.title, f"flows/{flow.id}"),
        ready=Span(str(len(at_hand)), "citizen"),
        all=Span(str(len(papers)), f"flows/{flow.id}"),
    )
    for number, address in enumerate(papers, 1):
        mark = "✓" if address in found.ticked else "☐"
        spans += [BREAK, Span(f"{mark} {number}. ", address), *voice.fact(address)]
    ways = _ways(voice, flow, papers, complete=complete)
    choices = (*_boxes(voice, flow_id, papers), *ways)
    session = replace(scene.session, doing=_doing(scene, flow_id), topic=flow.topic, misses=0)
    return scene.turn(Say(tuple(spans), "phrases/papers", choices), session=session)


def _doing(scene: Scene, flow_id: str) -> Ticking | Idle:
    """Ticking, unless a walk is open: then its question comes again at the next word."""
    doing = scene.session.doing
    return doing if doing.kind == "walking" else Ticking(flow_id)  # type: ignore[return-value]


def _boxes(voice: Voice, flow_id: str, papers: Iterable[str]) -> tuple[Choice, ...]:
    """A button for each paper, in the order of the list, so that its number presses it."""
    return tuple(
        Choice(f"x:{flow_id}:{at}", short(_name(voice, address)))
        for at, address in enumerate(papers)
    )


def _name(voice: Voice, address: str) -> str:
    return "".join(span.text for span in voice.fact(address))


def _ways(voice: Voice, flow: Flow, papers: Sequence[str], *, complete: bool) -> tuple[Choice, ...]:
    where = voice.choice(f"t:{flow.topic}:where", "ask-where")
    sheet = sheet_walk(voice.library, flow, papers)
    steps = voice.choice(f"t:{flow.topic}:steps", "ask-steps")
    if complete:
        return (where, steps, voice.choice("/staff"))
    return (*([voice.choice(f"f:{sheet}", "sheet")] if sheet else [where]), voice.choice("/staff"))


def tick(scene: Scene, flow_id: str, numbers: Iterable[int]) -> Turn:
    """Tick papers by their place in the list, or take the tick back from one that has it."""
    found = scene.session.lists.get(flow_id)
    papers = in_force(scene.voice, found) if found else ()
    pressed = {papers[number] for number in numbers if 0 <= number < len(papers)}
    if found is None or not pressed:
        return scene.say("gone-button", "/menu", "/staff")
    now = set(found.ticked) ^ pressed
    return show(_with(scene, flow_id, now), flow_id)


def _with(scene: Scene, flow_id: str, now: set[str]) -> Scene:
    found = scene.session.lists[flow_id]
    marked = replace(found, ticked=tuple(one for one in found.papers if one in now))
    lists = {**scene.session.lists, flow_id: marked}
    return replace(scene, session=replace(scene.session, lists=lists))


def typed(scene: Scene, flow_id: str, said: str) -> Turn | None:
    """Numbers ("1 3"), "đủ rồi" or a paper by name ("có giấy chứng sinh rồi"); None: no tick."""
    found = scene.session.lists.get(flow_id)
    papers = in_force(scene.voice, found) if found else ()
    words = fold(said).strip(" .!")
    if found is None or said.rstrip().endswith("?"):
        return None
    if words in ALL:
        return show(_with(scene, flow_id, set(papers)), flow_id)
    if _NUMBERS.fullmatch(_AND.sub(" ", words)):
        places = [int(number) - 1 for number in re.findall(r"\d{1,3}", words)]
        return tick(scene, flow_id, places) if max(places) < len(papers) else None
    named = {address for address in papers if _names(scene.voice, address, words)}
    if not named:
        return None
    now = set(found.ticked) - named if _NOT.search(words) else set(found.ticked) | named
    return show(_with(scene, flow_id, now), flow_id)


def _names(voice: Voice, address: str, words: str) -> bool:
    """Whether a paper's short name stands in the words."""
    name = fold(_name(voice, address))
    head = re.split(r"[(,;:]| cua | cho | neu | hoac | con han", name)[0].strip()
    spoken = re.sub(r"[^a-z0-9]+", " ", words)
    return len(head) >= SHORTEST and f" {head} " in f" {spoken} "


def told(scene: Scene) -> tuple[Span, ...]:
    """The lists that are kept, in words, for "dữ liệu của tôi"."""
    spans: list[Span] = []
    for name, found in scene.session.lists.items():
        flow = scene.library.flows.get(name)
        title = Span(flow.title if flow else name, f"flows/{name}")
        ready, all_ = str(len(found.ticked)), str(len(found.papers))
        spans += scene.voice.phrase(
            "mydata-papers", flow=title, ready=Span(ready, "citizen"), all=Span(all_, "citizen")
        )
        spans.append(Span(". ", "citizen"))
    return tuple(spans)
