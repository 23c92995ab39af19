"""Wordings: twelve and more for every topic, and each names its topic without doubt."""

from __future__ import annotations

from bot.library import Library
from bot.session import Session
from bot.understanding import Answer, Link, understand


def test_every_wording_names_its_own_topic_with_and_without_marks(library: Library) -> None:
    lost = [
        (topic.id, words)
        for topic in library.topics.values()
        for words in topic.wordings
        if (library.names.called(words) or ("",))[0] != topic.id
    ]
    assert lost == []


def test_a_topic_is_answered_by_its_own_title(library: Library) -> None:
    """The one about false links and calls is a link check by its very words."""
    unsure = [
        topic.id
        for topic in library.topics.values()
        if not isinstance(understand(library, Session(), topic.title), Answer | Link)
    ]
    assert unsure == []
