"""What staff read: a posting put into words when it is sent, in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime

from bot.channels.parts import pieces_of, utf16
from bot.hours import HERE
from bot.library import Library
from bot.messages import Choice, Say, Span
from bot.staffroom import Post, Posting, Thread
from bot.voice import Voice
from knowledge.languages import language_name

LONGEST = 1_700  # UTF-16 units of words, and of a transcript: a posting is one message
NO_TEAM = "hàng chờ chung"  # where everyone sees a case that no team has
WHO = {"citizen": "Dân", "bot": "Máy"}
BUTTONS: dict[str, tuple[str, ...]] = {
    "opened": ("claim",),
    "claimed": ("done", "back"),
    "handed-back": ("claim",),
    "unclaimed": ("claim",),
    "returned": ("claim",),
    "reopened": ("claim",),
    "moved": ("claim",),
    "late": ("claim",),
}


def say_for(library: Library, posting: Posting, day: date) -> Say:
    """The words and buttons of a posting."""
    voice = Voice(library, day, "vi")
    match posting:
        case Thread(case=case, title=title):
            return Say((Span(_cut(f"{case} · {title}"), "staff"),), "phrases/desk-opened")
        case Post(file=file) if file is not None:
            return Say((), "phrases/desk-file", files=(file,))
        case Post():
            return _written(voice, library, posting)


def _written(voice: Voice, library: Library, post: Post) -> Say:
    key = f"desk-{post.what}"
    choices = [
        Choice(f"c:{verb}:{post.case}", library.phrasebook.label(f"desk-{verb}", "vi"))
        for verb in BUTTONS.get(post.what, ())
    ]
    known = library.topics.get(post.topic or "")
    return voice.say(
        key,
        *choices,
        case=Span(post.case, "staff"),
        name=Span(post.by, "staff"),
        words=Span(_cut(post.words) or ("" if post.mark else "…"), "citizen"),
        lines=Span(transcript(post.lines), "citizen"),
        topic=Span(known.title if known else post.topic or "chưa rõ", "staff"),
        mark=Span(str(post.mark), "citizen"),
        team=Span(post.team or NO_TEAM, "staff"),
        language=Span(language_name(post.language), "staff"),
        due=Span(due_words(post.due), "staff"),
        holder=Span(f"{post.by} đang giữ." if post.by else "Chưa ai nhận.", "staff"),
    )


def due_words(due: datetime | None) -> str:
    """An end of a clock as staff read it: "10:30 ngày 25/11"."""
    return f"{due.astimezone(HERE):%H:%M ngày %d/%m}" if due else "không đặt"


def _cut(text: str) -> str:
    """As much as fits, to the end of a sentence or a word."""
    start, end = next(pieces_of(text, LONGEST, utf16))
    return text[start:end]


def transcript(lines: tuple[str, ...]) -> str:
    """The last lines of the talk that fit, oldest first."""
    kept: list[str] = []
    room = LONGEST
    for line in reversed(lines):
        who, _, said = line.partition(": ")
        shown = f"{WHO.get(who, who)}: {said}"
        room -= utf16(shown) + 1
        if room < 0:
            break
        kept.append(shown)
    return "\n".join(reversed(kept)) or "…"
