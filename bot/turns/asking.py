"""Questions about topics: answered, offered as a choice, or kept because nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import answering
from bot.messages import Choice, KeepQuestion, Say, Span
from bot.privacy import mask
from bot.scene import Scene
from bot.session import Choosing, Idle, Session
from bot.turn import Turn
from bot.turns import people, rows, whereabouts
from bot.understanding import Answer, Choose, Unknown
from knowledge.matcher import Match
from knowledge.topic import Facet, facets_in

MOST_MISSES = 2  # messages in a row that were not understood; then a person
MOST_OFFERS = 2  # of the same few; then the likeliest is taken
_TOLD = ("topics/", "catalogue/")  # what an answer is about
LABEL = 60  # signs on a button; the tightest channel shows fewer lines, not fewer signs


def answer(scene: Scene, understood: Answer, said: str) -> Turn:
    """Answer about a topic; what is said of the very case that was asked comes first."""
    scene = asked(scene, said)
    if understood.match.kind == "catalogue":
        return doubtable(scene, rows.tell(scene, understood.match.id, understood.facets))
    if understood.match.id == whereabouts.TOPIC:
        told = whereabouts.told(scene, said)
        return told or whereabouts.expecting(tell(scene, whereabouts.TOPIC, understood.facets))
    return doubtable(scene, tell(scene, understood.match.id, understood.facets, said=said))


def doubtable(scene: Scene, turn: Turn) -> Turn:
    """What the bot took a question to mean can be said to be wrong by one button.

    It takes the place of the last side that would be offered; whoever was cheated needs each.
    """
    *before, last = turn.replies
    topic = scene.library.topics.get(turn.session.topic or "")
    if not isinstance(last, Say) or not last.about.startswith(_TOLD) or not last.choices:
        return turn
    if topic and topic.field == answering.SAFETY:
        return turn
    *ways, person = last.choices
    sides = [at for at, way in enumerate(ways) if way.value.startswith(("t:", "k:"))]
    if len(last.choices) >= answering.MOST_CHOICES:
        del ways[sides[-1] if sides else -1]
    wrong = scene.voice.choice(f"x:{turn.session.topic}", "wrong")
    return replace(turn, replies=(*before, replace(last, choices=(*ways, wrong, person))))


def asked(scene: Scene, said: str) -> Scene:
    """The scene whose session remembers the question, masked, should staff be wanted."""
    return replace(scene, session=replace(scene.session, question=mask(said)))


def tell(scene: Scene, topic: str, facets: Sequence[Facet], start: int = 0, said: str = "") -> Turn:
    """Say what is known, and remember what was spoken of."""
    found = scene.library.topics.get(topic)
    if found is None:
        return scene.say("gone-topic", "/menu", "/staff")
    say = answering.answer(scene.voice, found, facets, start, said)
    session = replace(_settled(scene.session), topic=topic, facets=tuple(facets))
    return scene.turn(say, session=session)


def choose(scene: Scene, understood: Choose, said: str) -> Turn:
    """Offer one to three, and the way out."""
    scene = asked(scene, said)
    if whereabouts.asks(said) and (home := whereabouts.told(scene, said)):
        return home
    times = _times_offered(scene.session, understood)
    if times >= MOST_OFFERS and understood.facets:
        return _assume(scene, understood, said)
    offered = _offers(understood)
    none = scene.voice.choice("none")
    session = replace(
        scene.session,
        doing=Choosing(mask(said), tuple(match.id for match in understood.matches), times + 1),
    )
    key = "choose" if len(offered) > 1 else "choose-one"
    return scene.turn(scene.voice.say(key, *offered, none), session=session)


def _times_offered(session: Session, understood: Choose) -> int:
    """How often just these were offered already, and the citizen asked on without choosing."""
    ids = tuple(match.id for match in understood.matches)
    doing = session.doing
    return doing.times if isinstance(doing, Choosing) and doing.offered == ids else 0


def _assume(scene: Scene, understood: Choose, said: str) -> Turn:
    """Asking the same a third time helps nobody: answer the likeliest, name it, offer the next."""
    first, *others = understood.matches
    named = scene.voice.say("assumed", topic=Span(short(first.title), _address(first)))
    turn = answer(scene, Answer(first, understood.facets), said)
    *before, last = turn.replies
    if isinstance(last, Say) and others:
        *ways, out = last.choices
        ways = [*ways[:2], _offer(others[0], understood.facets)]
        last = replace(last, choices=(*ways, out))
    return replace(turn, replies=(named, *before, last))


def _address(match: Match) -> str:
    return f"topics/{match.id}" if match.kind == "topic" else f"catalogue/{match.id}"


def with_choice(turn: Turn, choice: Choice) -> Turn:
    """The turn with one more button under its last words."""
    *before, last = turn.replies
    more = replace(last, choices=(*last.choices, choice)) if isinstance(last, Say) else last
    return replace(turn, replies=(*before, more))


def _offers(understood: Choose) -> tuple[Choice, ...]:
    """A button for each; of those that would read alike the likelier."""
    told: dict[str, Choice] = {}
    for match in understood.matches:
        choice = _offer(match, understood.facets)
        told.setdefault(choice.label.casefold(), choice)
    return tuple(told.values())


def _offer(match: Match, facets: Sequence[Facet]) -> Choice:
    asked = ",".join(facets[:1])
    value = f"t:{match.id}:{asked}" if match.kind == "topic" else f"k:{match.id}:{asked}"
    return Choice(value, short(match.title))


def short(title: str) -> str:
    """A title that fits a button: its explanation in brackets falls off."""
    bare = title.partition(" (")[0]
    return bare if len(bare) <= LABEL else f"{bare[: LABEL - 1].rstrip()}…"


def none_of_these(scene: Scene) -> Turn:
    """The choice did not hold what was meant: keep the question, ask again, then a person."""
    doing = scene.session.doing
    if not isinstance(doing, Choosing):  # an old button: there is no question to keep
        return scene.say("none-of-these", "/staff", "/menu")
    if scene.session.case:
        settled = replace(scene, session=_settled(scene.session))
        return people.add_to_case(settled, doing.question)
    return _missed(scene, doing.question, doing.offered, "none-of-these", "none-of-these")


def unknown(scene: Scene, understood: Unknown, said: str) -> Turn:
    """Not understood: to the open case, if there is one; else say so, the second time a person."""
    scene = asked(scene, said)
    if whereabouts.asks(said) and (home := whereabouts.told(scene, said)):
        return home
    if scene.session.case:
        return people.add_to_case(scene, said)
    if people.recent(scene):
        settled = replace(scene, session=_settled(scene.session))
        return people.reopen(settled, mask(said))
    nearest = tuple(match.id for match in understood.nearest[:3])
    return _missed(scene, mask(said), nearest, "unknown", "unknown")


def _missed(
    scene: Scene, question: str, nearest: tuple[str, ...], key: str, understood: str
) -> Turn:
    misses = scene.session.misses + 1
    kept = KeepQuestion(question, understood, nearest, scene.session.place)
    session = replace(_settled(scene.session), misses=misses)
    if misses >= MOST_MISSES:
        return people.open_case(
            replace(scene, session=session), question, "unknown-twice", "case-after-misses", kept
        )
    turn = scene.say(key, "/staff", "/menu", session=session)
    return replace(turn, effects=(kept,))


def _settled(session: Session) -> Session:
    """The session after something was understood; a walk stays open beneath."""
    doing = session.doing if session.doing.kind == "walking" else Idle()
    return replace(session, doing=doing, misses=0)


def facets_of(value: str) -> tuple[Facet, ...]:
    """The facets named in a button's value."""
    return facets_in(value.split(","))
