"""What staff judged, as lines that the training of the matcher reads (tests/matching)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.storage.records import Confirmed, KeptQuestion


def lines_of(confirmed: Iterable[Confirmed], kept: Iterable[KeptQuestion]) -> list[str]:
    """JSON objects: `expect` is "topic" (with `topic` and `facet`) or "other" (not `topic`)."""
    right = [_right(one.question, one.expects, "confirmed") for one in confirmed]
    found = [
        _right(one.question, f"topics/{one.nearest[0]}", "corrected")
        if one.understood == "corrected"
        else {"text": one.question, "expect": "other", "topic": one.nearest[0], "origin": "wrong"}
        for one in kept
        if one.nearest and one.understood in {"corrected", "wrong"}
    ]
    return [json.dumps(one, ensure_ascii=False) for one in (*right, *found)]


def _right(question: str, expects: str, origin: str) -> dict[str, object]:
    topic, _, facet = expects.removeprefix("topics/").partition("#")
    return {
        "text": question,
        "expect": "topic",
        "topic": topic,
        "facet": facet or None,
        "also": [],
        "origin": origin,
    }
