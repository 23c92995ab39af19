"""Nobody is handed over for a language they did not ask for: over all wordings and talks."""

from __future__ import annotations

from pathlib import Path

from bot.library import Library
from knowledge.languages import language_wanted

HERE = Path(__file__).parents[1]


def test_no_wording_of_a_topic_asks_for_a_language(library: Library) -> None:
    heard = [
        (topic.id, words)
        for topic in library.topics.values()
        for words in (topic.title, *topic.wordings)
        if language_wanted(words)
    ]
    assert heard == []


def test_no_example_of_other_messages_asks_for_a_language() -> None:
    lines = [
        (path.name, line)
        for path in sorted((HERE / "examples").glob("*.tsv"))
        for line in path.read_text("utf-8").splitlines()
        if any(language_wanted(part) for part in line.split("\t"))
    ]
    assert lines == []
