"""What staff judged becomes lines that the training reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bot.curation.feedback import lines_of
from bot.storage.records import Confirmed, KeptQuestion

AT = datetime(2026, 11, 22, tzinfo=UTC)


def kept(understood: str, *nearest: str) -> KeptQuestion:
    return KeptQuestion("nuôi voi", 1, understood, nearest, AT, AT)


def test_what_was_confirmed_is_right_with_its_facet() -> None:
    [line] = lines_of([Confirmed("thẻ vườn", "topics/the-vuon#fee", "Lan", AT)], [])
    assert json.loads(line) == {
        "text": "thẻ vườn", "expect": "topic", "topic": "the-vuon", "facet": "fee", "also": [],
        "origin": "confirmed",
    }  # fmt: skip


def test_what_staff_corrected_is_right_and_what_citizens_doubted_is_wrong() -> None:
    lines = lines_of([], [kept("corrected", "a"), kept("wrong", "b"), kept("unknown", "c")])
    told = [(one["origin"], one["expect"], one["topic"]) for one in map(json.loads, lines)]
    assert told == [("corrected", "topic", "a"), ("wrong", "other", "b")]


def test_what_names_no_topic_teaches_nothing() -> None:
    assert lines_of([], [kept("corrected"), kept("wrong")]) == []
