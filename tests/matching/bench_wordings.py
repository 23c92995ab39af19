"""Part of `make bench-matching`: does each topic find itself by its own wordings, and without them?

Prints, per topic: first for each of its wordings as written and without marks; and, with a wording
left out of the index, still among the first three. One line a topic, the weakest first.
"""

from __future__ import annotations

from bot.library import Library, entries, read_library
from bot.session import Session
from bot.understanding import Answer, Choose, Unknown, understand
from knowledge.matcher import Matcher
from knowledge.pack import read_topics
from knowledge.topic import Topic
from knowledge.vietnamese import fold

ROUNDS = 24  # wordings by position: the first of every topic is left out together, and so on
AIM = 0.85


def left_out() -> dict[str, tuple[int, int]]:
    """Per topic: wordings still among the first three when they are not indexed, of how many."""
    topics = read_topics().topics
    kept: dict[str, list[int]] = {name: [] for name in topics}
    for place in range(ROUNDS):
        thinner = {name: without_wording(topic, place) for name, topic in topics.items()}
        matcher = Matcher.build(entries(thinner))
        for name, topic in topics.items():
            if place < len(topic.wordings):
                found = [match.id for match in matcher.match(topic.wordings[place]).matches[:3]]
                kept[name].append(name in found)
    return {name: (sum(hits), len(hits)) for name, hits in kept.items()}


def without_wording(topic: Topic, place: int) -> Topic:
    """The topic without the wording at a place."""
    rest = (*topic.wordings[:place], *topic.wordings[place + 1 :])
    return topic.model_copy(update={"wordings": rest})


def found_first() -> dict[str, tuple[int, int]]:
    """Per topic: wordings, with and without marks, that find it first, of how many."""
    library = read_library()
    told: dict[str, tuple[int, int]] = {}
    for topic in library.topics.values():
        said = [*topic.wordings, *(fold(words) for words in topic.wordings)]
        hits = sum(first(library, words) == topic.id for words in said)
        told[topic.id] = hits, len(said)
    return told


def first(library: Library, words: str) -> str | None:
    """The topic that a message is first taken for."""
    match understand(library, Session(), words):
        case Answer(nearest=nearest) | Choose(nearest=nearest) | Unknown(nearest=nearest):
            return nearest[0].id if nearest else None
        case _:
            return None


def main() -> None:
    own, without = found_first(), left_out()
    rows = sorted(without, key=lambda name: without[name][0] / without[name][1])
    print(f"{'topic':40}{'first, own wordings':>22}{'in three, left out':>22}")
    for name in rows:
        (hits, of), (still, all_) = own[name], without[name]
        mark = "" if still / all_ >= AIM else "  below aim"
        print(f"{name:40}{f'{hits}/{of}':>22}{f'{still}/{all_} {still / all_:.0%}':>22}{mark}")
    firsts = tuple(map(sum, zip(*own.values(), strict=True)))
    stills = tuple(map(sum, zip(*without.values(), strict=True)))
    print(f"all: first {firsts[0]}/{firsts[1]}, in three when left out {stills[0]}/{stills[1]}")


if __name__ == "__main__":
    main()
