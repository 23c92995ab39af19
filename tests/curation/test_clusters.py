"""Questions that mean the same stand together, the same way every time, thousands in seconds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from bot.curation.clusters import clusters
from bot.library import Library
from bot.storage.records import KeptQuestion

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def kept(question: str, count: int = 1, *nearest: str, understood: str = "unknown") -> KeptQuestion:
    return KeptQuestion(question, count, understood, nearest, AT, AT, alike=question)


def titles(*questions: KeptQuestion) -> list[list[str]]:
    return [[one.question for one in cluster.questions] for cluster in clusters(questions)]


def test_no_question_makes_no_cluster() -> None:
    assert clusters([]) == ()


def test_the_same_wish_in_other_words_and_typing_stands_together() -> None:
    assert titles(
        kept("xin giấy phép nuôi voi"), kept("cho tôi hỏi xin giay phep nuoi voi", 3),
        kept("nuôi voi xin giấy phép thế nào ạ"), kept("đổi tên đường phố"),
    ) == [
        [
            "cho tôi hỏi xin giay phep nuoi voi", "nuôi voi xin giấy phép thế nào ạ",
            "xin giấy phép nuôi voi",
        ],
        ["đổi tên đường phố"],
    ]  # fmt: skip


def test_the_same_nearest_topic_lets_looser_wordings_stand_together() -> None:
    near = kept("mất giấy đăng ký xe máy", 2, "xe"), kept("giấy xe máy mất làm sao", 1, "xe")
    far = kept("mất giấy đăng ký xe máy", 2, "xe"), kept("giấy xe máy mất làm sao", 1, "khac")
    assert (len(clusters(near)), len(clusters(far))) == (1, 2)


def test_a_cluster_tells_its_size_its_time_and_what_was_nearest() -> None:
    first = KeptQuestion("nuôi voi", 2, "unknown", ("to-cao", "dien"), AT, AT, "a")
    last = KeptQuestion("nuoi voi", 3, "wrong", ("dien",), AT, AT + timedelta(days=1), "b")
    [found] = clusters([first, last])
    assert (found.size, found.title, found.key) == (5, "nuoi voi", "b")
    assert found.nearest == ("dien", "to-cao")
    assert found.understood == (("wrong", 3), ("unknown", 2))
    assert (found.first, found.last) == (AT, AT + timedelta(days=1))


def test_words_that_say_nothing_join_nobody() -> None:
    assert len(clusters([kept("???"), kept("cho hỏi"), kept("tôi muốn hỏi chút ạ")])) >= 2


def test_the_order_of_what_was_kept_changes_nothing(library: Library) -> None:
    asked = [
        kept(words, number % 5 + 1, topic.id)
        for topic in list(library.topics.values())[:12]
        for number, words in enumerate(topic.wordings)
    ]
    shuffled = random.Random(7).sample(asked, len(asked))
    assert clusters(asked) == clusters(shuffled)


def test_of_five_thousand_questions_none_is_lost(library: Library) -> None:
    dice = random.Random(11)
    wordings = [words for topic in library.topics.values() for words in topic.wordings]
    asked = []
    for number in range(5_000):
        words = dice.choice(wordings).split()
        dice.shuffle(words)
        asked.append(kept(" ".join(words[: dice.randint(3, 12)]) + f" {number % 97}"))
    found = clusters(asked)
    assert sum(cluster.size for cluster in found) == 5_000
