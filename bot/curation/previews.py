"""What a citizen would read of a topic on each channel, and what a question would lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.answering import LISTED, answer
from bot.channels.parts import parts
from bot.channels.web import WebChannel
from bot.curation.columns import SHEETS
from bot.curation.gate import told
from bot.library import Library
from bot.messages import Choice, Say
from bot.platforms import Capabilities
from bot.session import Session
from bot.understanding import (
    Answer,
    Choose,
    Command,
    Emergency,
    Link,
    Secret,
    SmallTalk,
    StaffWanted,
    Understanding,
    Unknown,
    understand,
)
from bot.voice import Voice
from knowledge.explanation import Explained
from knowledge.matcher import Match
from knowledge.topic import Facet, Topic

# Zalo OA: text of 2,000 signs, five buttons of 100 signs (its OpenAPI v3, message/cs);
# Telegram: 4,096 UTF-16 units (Bot API); figures of channels that may not be served here
_LIMITS: Final[dict[str, Capabilities]] = {
    "Web": WebChannel.capabilities,
    "Telegram": Capabilities("push", 4096, utf16=True, buttons=12),
    "Zalo": Capabilities("push", 2000, buttons=5, button_label=100),
}
SUMMARY = "summary"
FACET_NAMES: Final[dict[str, str]] = {
    SUMMARY: "Tóm tắt",
    **{str(facet): SHEETS[facet] for facet in LISTED},
}


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel shows it; `more`: choices beyond its buttons, as numbered lines."""

    text: str
    buttons: tuple[str, ...]
    more: tuple[str, ...] = ()


def channels() -> tuple[str, ...]:
    """The channels that a preview knows."""
    return tuple(_LIMITS)


def facets_of(topic: Topic) -> tuple[str, ...]:
    """The sides of a topic that can be looked at: the summary, then each that is written."""
    return (SUMMARY, *(facet for facet in LISTED if topic.answers(facet)))


def preview(library: Library, topic: Topic, facet: str, day: date, channel: str) -> list[Message]:
    """The messages that an answer becomes, page after page."""
    asked: tuple[Facet, ...] = tuple(name for name in LISTED if name == facet)
    voice = Voice(library, day, "vi")
    messages: list[Message] = []
    start: int | None = 0
    while start is not None:
        say = answer(voice, topic, asked, start)
        shown = [part for part in parts(say, _LIMITS[channel]) if isinstance(part, Say)]
        messages += [_message(part, _LIMITS[channel]) for part in shown]
        start = _next_page(topic, asked, say.choices, start)
    return messages


def _next_page(
    topic: Topic, asked: Sequence[Facet], choices: Sequence[Choice], start: int
) -> int | None:
    more = f"t:{topic.id}:{asked[0] if asked else ''}:"
    rest = [one.value.removeprefix(more) for one in choices if one.value.startswith(more)]
    return int(rest[0]) if rest and rest[0].isdigit() and int(rest[0]) > start else None


def _message(say: Say, capabilities: Capabilities) -> Message:
    labels = [choice.label[: capabilities.button_label] for choice in say.choices]
    most = capabilities.buttons
    return Message(say.text, tuple(labels[:most]), tuple(labels[most:]))


# ---- trying a question


@dataclass(frozen=True, slots=True)
class Trial:
    """What a question leads to: the decision in words, the scores, what is said.

    `read_as`: the message as it was read; `ideas`: its words and what the law calls them.
    """

    decision: str
    facets: tuple[str, ...]
    matches: tuple[Match, ...]
    read_as: str
    ideas: tuple[tuple[str, tuple[str, ...]], ...]
    explained: tuple[Explained, ...]
    says: tuple[Say, ...]


def try_question(library: Library, question: str, at: datetime) -> Trial:
    """Ask a library as a citizen would who has said nothing before."""
    understood = understand(library, Session(), question)
    explanation = library.matcher.explain(question)
    ranking = library.matcher.match(question)
    return Trial(
        decision=_decision(understood),
        facets=getattr(understood, "facets", ()),
        matches=getattr(understood, "nearest", ()) or ranking.matches,
        read_as=explanation.read_as,
        ideas=explanation.ideas,
        explained=explanation.matches,
        says=told(library, question, at),
    )


def _decision(understood: Understanding) -> str:
    match understood:
        case Answer(match=match):
            return f"trả lời: {match.title}"
        case Choose(matches=matches):
            return "đưa ra chọn: " + "; ".join(match.title for match in matches)
        case Unknown():
            return "không hiểu: giữ lại câu hỏi, lần hai thì chuyển cán bộ"
        case SmallTalk():
            return "chuyện xã giao"
        case StaffWanted():
            return "muốn gặp cán bộ"
        case Command(name=name):
            return f"lệnh: {name}"
        case Emergency():
            return "khẩn cấp"
        case Secret():
            return "có điều phải giữ kín (OTP, mật khẩu, số giấy tờ)"
        case Link():
            return "hỏi đường dẫn thật hay giả"
        case _:
            return "lời khác"
