"""What is kept of a person, as a page to read and as JSON; everything of the store is in both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pydantic import TypeAdapter

from bot.library import Library
from bot.messages import Say
from bot.scene import HERE
from bot.session import Run, Session
from bot.storage.records import Case, Kept
from bot.voice import Given, Voice
from flows.steps import Flow
from knowledge.proofreading import fact_at
from knowledge.values import day as written_day

_KEPT: TypeAdapter[Kept] = TypeAdapter(Kept)


def as_json(kept: Kept) -> bytes:
    """The whole record, for machines."""
    return _KEPT.dump_json(kept, indent=1)


def as_text(library: Library, kept: Kept, day: date) -> str:
    """The whole record in words, UTF-8 text with a heading for each part."""
    language = kept.session.language if kept.session else "vi"
    return "\n".join(_Page(Voice(library, day, language)).lines(kept)) + "\n"


class _Page:
    """Lines of the page; each part is left out where nothing of it is kept."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def lines(self, kept: Kept) -> Iterator[str]:
        yield self.say("export-title", day=written_day(self.voice.day))
        yield self.say("export-channel", channel=kept.address.channel, talk=kept.address.talk)
        if kept.session:
            yield from self._session(kept.session)
        for case in kept.cases:
            yield from self._case(case)
        yield from self._part("export-own", kept.own)
        yield from self._part("export-questions", kept.questions)
        timers = (f"{name}: {_moment(at)}" for name, at in kept.timers)
        yield from self._part("export-timers", timers)
        replies = (reply.text for reply in kept.replies if isinstance(reply, Say))
        yield from self._part("export-replies", replies)
        if kept.messages:
            yield self.say("export-messages", count=str(kept.messages))
        yield ""
        yield self.say("export-end", days=str(self.voice.library.answers_days))

    def say(self, key: str, **given: Given) -> str:
        """A phrase as plain text."""
        return "".join(span.text for span in self.voice.phrase(key, **given))

    def _part(self, key: str, rows: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
        listed = [f"- {row}" for row in rows]
        if listed:
            yield from ("", self.say(key), *listed)

    def _session(self, session: Session) -> Iterator[str]:
        yield self.say("export-consent" if session.consent else "export-no-consent")
        for run in (session.run, session.own, *session.drafts):
            if run is not None:
                yield from self._part_of_run(run)
        told = (
            f"{self.voice.words(self.voice.library.phrasebook.label(f'told-{key}', 'vi'))} "
            f"{one.label}"
            for key, one in session.told.items()
        )
        yield from self._part("export-told", told)
        for flow, found in session.lists.items():
            rows = (
                f"{'✓' if one in found.ticked else '☐'} {self._paper(one)}" for one in found.papers
            )
            yield from self._part_named("export-papers", self._title(flow), rows)
        reminders = (f"{name}: {day}" for name, day in session.reminders.items())
        yield from self._part("export-reminders", reminders)
        others = {"topic": session.topic, "place": session.place, "question": session.question}
        yield from self._part("export-spoken-of", (value for value in others.values() if value))
        yield from self._part("export-transcript", session.transcript)

    def _part_of_run(self, run: Run) -> Iterator[str]:
        flow = self.voice.library.flows.get(run.flow)
        title = self._title(run.flow) + (f" ({run.whom})" if run.whom else "")
        rows = (
            f"{self._asked(flow, name)} {run.labels.get(name) or value or '…'}"
            for name, value in run.answers.items()
        )
        yield from self._part_named("export-run", title, rows)

    def _part_named(self, key: str, title: str, rows: Iterator[str]) -> Iterator[str]:
        yield from ("", self.say(key, flow=title), *(f"- {row}" for row in rows))

    def _title(self, flow: str) -> str:
        found = self.voice.library.flows.get(flow)
        return found.title if found else flow

    def _asked(self, flow: Flow | None, name: str) -> str:
        question = flow.questions.get(name) if flow else None
        if flow is None or question is None:
            return f"{name}:"
        return "".join(span.text for span in self.voice.prose(question.ask, "", flow.topic))

    def _paper(self, address: str) -> str:
        if fact_at(address, self.voice.library.topics) is None:
            return address
        return "".join(span.text for span in self.voice.fact(address))

    def _case(self, case: Case) -> Iterator[str]:
        yield from ("", self.say("export-case", case=case.case, opened=_moment(case.opened)))
        if case.question:
            yield f"- {case.question}"
        yield from (f"- {line.by}: {line.text}" for line in case.lines)
        if case.mark is not None:
            yield self.say("export-mark", mark=str(case.mark), word=case.word)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(HERE):%H:%M %d/%m/%Y}"
