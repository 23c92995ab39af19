"""What staff read: a posting put into words when it is sent, in Vietnamese."""

from __future__ import annotations

from datetime import date

from bot.library import Library
from bot.messages import Choice, Say, Span
from bot.staffroom import Post, Posting, Thread
from bot.voice import Voice

LONGEST = 3_000  # signs of words or of a transcript, so that a posting is one message
WHO = {"citizen": "Dân", "bot": "Máy"}
BUTTONS: dict[str, tuple[str, ...]] = {
    "opened": ("claim",),
    "claimed": ("done", "back"),
    "handed-back": ("claim",),
    "unclaimed": ("claim",),
}


def say_for(library: Library, posting: Posting, day: date) -> Say:
    """The words and buttons of a posting."""
    voice = Voice(library, day, "vi")
    match posting:
        case Thread(case=case, title=title):
            return Say((Span(f"{case} · {title}"[:LONGEST], "staff"),), "phrases/desk-opened")
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
        words=Span(post.words[:LONGEST] or "…", "citizen"),
        lines=Span(transcript(post.lines), "citizen"),
        topic=Span(known.title if known else post.topic or "chưa rõ", "staff"),
        mark=Span(str(post.mark), "citizen"),
    )


def transcript(lines: tuple[str, ...]) -> str:
    """The last lines of the talk that fit, oldest first."""
    kept: list[str] = []
    room = LONGEST
    for line in reversed(lines):
        who, _, said = line.partition(": ")
        shown = f"{WHO.get(who, who)}: {said}"
        room -= len(shown) + 1
        if room < 0:
            break
        kept.append(shown)
    return "\n".join(reversed(kept)) or "…"
