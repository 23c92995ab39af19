"""What another day changes: every topic's answers and every talk, today's beside that day's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from bot.answering import LISTED, answer
from bot.library import Library
from bot.rehearsal import Difference, play, talks
from bot.scene import HERE
from bot.voice import Voice
from knowledge.topic import Facet, Topic


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that reads otherwise on the other day."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        """Side by side, a line each."""
        return f"{self.where}\n  - {self.before}\n  + {self.after}"


def changes(library: Library, before: date, after: date, folder: Path) -> list[Change]:
    """Every answer that differs between two days, and every talk that no longer holds."""
    return [*_answers(library, before, after), *_talks(library, before, after, folder)]


def _answers(library: Library, before: date, after: date) -> Iterator[Change]:
    old, new = Voice(library, before, "vi"), Voice(library, after, "vi")
    for topic in library.topics.values():
        for facet in (*LISTED, None):
            asked = (facet,) if facet else ()
            if facet and not topic.answers(facet):
                continue
            said, then = _told(old, topic, asked), _told(new, topic, asked)
            if said != then:
                yield Change(f"topics/{topic.id}#{facet or 'summary'}", said, then)


def _told(voice: Voice, topic: Topic, asked: tuple[Facet, ...]) -> str:
    """The whole answer, page after page."""
    pages: list[str] = []
    rest: str | None = "0"
    while rest is not None:
        say = answer(voice, topic, asked, int(rest))
        pages.append(say.text)
        more = f"t:{topic.id}:{asked[0] if asked else ''}:"
        on = (choice.value for choice in say.choices if choice.value.startswith(more))
        rest = next((value.removeprefix(more) for value in on), None)
    return "\n".join(pages)


def _talks(library: Library, before: date, after: date, folder: Path) -> Iterator[Change]:
    if not folder.is_dir():
        return
    for name, lines in talks(folder):
        held = {str(difference.line) for difference in play(library, lines, name, _morning(before))}
        for difference in play(library, lines, name, _morning(after)):
            if str(difference.line) not in held:
                yield _of_talk(name, difference)


def _of_talk(name: str, difference: Difference) -> Change:
    where = f"{name}.chat line {difference.line.number}"
    return Change(where, difference.line.words, " | ".join(difference.said))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), HERE)
