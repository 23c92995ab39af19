"""Facts and leads change on their day; an answer past its review says so; replay shows it all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from garden import garden, topic_of

from bot.answering import LISTED, answer
from bot.library import Library
from bot.replaying import changes
from bot.voice import Voice
from knowledge.pack import read_topics
from knowledge.proofreading import fact_at
from knowledge.slots import Slot, pieces
from knowledge.topic import Facet, Fact, Lead, Topic

NOWHERE = Path("no-talks")
DAY = timedelta(days=1)
FOREVER = date(2999, 12, 31)
DATED = '\n[[fee]]\nid = "moi"\nlabel = "Thẻ mới"\namount = 9000\nfrom = 2027-03-01\n'
ENDING = '\n[[fee]]\nid = "cu"\nlabel = "Thẻ cũ"\namount = 7000\nuntil = 2027-02-28\n'
LEADS = (
    '\n[[lead.fee]]\ntext = "Sắp đổi."\nuntil = 2027-02-28\n'
    '\n[[lead.fee]]\ntext = "Đã đổi."\nfrom = 2027-03-01\n'
)


def bounds(topic: Topic) -> set[date]:
    """The days on which something of a topic becomes true, or is no longer."""
    leads = (lead for leads in topic.lead.values() for lead in leads)
    return turns_of([*leads, *(fact for _, fact in topic.facts())])


def turns_of(parts: Iterable[Fact | Lead]) -> set[date]:
    days = [(part.since, part.until) for part in parts]
    return {since for since, _ in days if since} | {until + DAY for _, until in days if until}


TOPICS = read_topics().topics
TODAY = date(2026, 11, 22)
TURNS = sorted({day for topic in TOPICS.values() for day in bounds(topic) if day > TODAY})


def pages(voice: Voice, topic: Topic, facet: Facet) -> str:
    """All that is said of a facet, page after page."""
    told, start = "", 0
    while True:
        say = answer(voice, topic, (facet,), start)
        told += say.text
        more = [choice.value for choice in say.choices if re.search(r":\d+$", choice.value)]
        if not more:
            return told
        start = int(more[0].rpartition(":")[2])


@pytest.fixture(scope="module")
def ageless(library: Library) -> Library:
    """The real content with no review ever due, so that only dated facts can change an answer."""
    kept = {
        name: topic.model_copy(update={"review_by": FOREVER})
        for name, topic in library.topics.items()
    }
    return replace(library, topics=kept)


@pytest.fixture(scope="module")
def book(ageless: Library) -> Callable[[date], dict[str, str]]:
    """Every answer of every topic on a day."""

    @cache
    def read(day: date) -> dict[str, str]:
        voice = Voice(ageless, day, "vi")
        return {
            topic.id: "".join(pages(voice, topic, facet) for facet in LISTED)
            for topic in ageless.topics.values()
        }

    return read


@pytest.mark.parametrize("day", TURNS, ids=str)
def test_on_a_known_day_exactly_the_topics_that_carry_it_read_otherwise(
    day: date, book: Callable[[date], dict[str, str]]
) -> None:
    before, after = book(day - DAY), book(day)
    changed = {name for name in before if before[name] != after[name]}
    carrying = {name for name, topic in TOPICS.items() if day in bounds(topic)}
    unseen = {name for name in carrying - changed if only_figures_change(TOPICS[name], day)}
    assert changed == carrying - unseen


def test_between_the_known_days_nothing_changes(book: Callable[[date], dict[str, str]]) -> None:
    for day, following in pairwise([TODAY, *TURNS]):
        assert book(day) == book(following - DAY)


def only_figures_change(topic: Topic, day: date) -> bool:
    """Figures are shown by slot alone: their dates say when they were set, no answer turns."""
    said = [fact for address, fact in topic.facts() if not address.startswith("figures.")]
    leads = (lead for leads in topic.lead.values() for lead in leads)
    return day not in turns_of([*said, *leads])


def in_force(topic: Topic, day: date) -> Iterator[tuple[str, str]]:
    """The prose of a topic that is shown on a day."""
    for facet in LISTED:
        if lead := topic.opening(facet, day):
            yield f"lead.{facet}", lead.text
        for fact in topic.asked(facet, day):
            for key in ("text", "fix", "note"):
                if text := getattr(fact, key, None):
                    yield f"{facet}.{fact.id}", text


@pytest.mark.parametrize("day", [TODAY, *TURNS], ids=str)
def test_no_prose_in_force_names_a_fact_that_is_not(day: date) -> None:
    stale = [
        f"{topic.id}: {key}: {{{piece.name}}}"
        for topic in TOPICS.values()
        for key, text in in_force(topic, day)
        for piece in pieces(text)
        if isinstance(piece, Slot)
        and (fact := fact_at(piece.address(topic.id), TOPICS)) is not None
        and not fact.holds(day)
    ]
    assert stale == []


@pytest.mark.parametrize("day", [TODAY, *TURNS], ids=str)
def test_no_two_leads_of_a_facet_hold_on_one_day_by_date(day: date) -> None:
    doubled: defaultdict[str, int] = defaultdict(int)
    for topic in TOPICS.values():
        for facet, leads in topic.lead.items():
            for lead in leads:
                dated = lead.since or lead.until
                holds = (lead.since or day) <= day <= (lead.until or day)
                doubled[f"{topic.id}#{facet}"] += bool(dated and holds)
    assert [address for address, count in doubled.items() if count > 1] == []


def fee_on(library: Library, day: date, extra: str) -> str:
    topic = topic_of(extra)
    there = replace(library, topics={**library.topics, topic.id: topic})
    return answer(Voice(there, day, "vi"), topic, ("fee",)).text


def test_a_fact_holds_from_its_first_day_on(library: Library) -> None:
    assert "9.000 đồng" not in fee_on(library, date(2027, 2, 28), DATED)
    assert "9.000 đồng" in fee_on(library, date(2027, 3, 1), DATED)


def test_a_fact_holds_until_its_last_day(library: Library) -> None:
    assert "7.000 đồng" in fee_on(library, date(2027, 2, 28), ENDING)
    assert "7.000 đồng" not in fee_on(library, date(2027, 3, 1), ENDING)


def test_a_lead_gives_way_to_the_next_on_its_day(library: Library) -> None:
    assert fee_on(library, date(2027, 2, 28), LEADS).startswith("Sắp đổi.")
    assert fee_on(library, date(2027, 3, 1), LEADS).startswith("Đã đổi.")


def test_a_facet_whose_leads_have_all_ended_begins_with_its_facts(library: Library) -> None:
    ended = '\n[[lead.fee]]\ntext = "Xưa."\nuntil = 2020-01-01\n'
    assert fee_on(library, date(2026, 11, 22), ended).startswith("– Thẻ: 8.000 đồng một thẻ")


def test_an_answer_past_its_review_says_that_it_is_being_checked_again(library: Library) -> None:
    topic = library.topics["dang-ky-khai-sinh"]
    due = answer(Voice(library, topic.review_by, "vi"), topic, ("fee",)).text
    late = answer(Voice(library, topic.review_by + DAY, "vi"), topic, ("fee",)).text
    assert "đang được kiểm tra lại" not in due
    assert "đang được kiểm tra lại" in late


# ---- replay


def small(library: Library, extra: str = "") -> Library:
    """The small topic alone: replaying reads every topic there is."""
    whole = garden(library, extra=extra)
    kept = {name: whole.topics[name] for name in ("the-vuon", "dang-ky-khai-sinh")}
    return replace(whole, topics=kept)


def test_replay_prints_what_a_day_changes_side_by_side(library: Library) -> None:
    found = changes(small(library, LEADS), date(2027, 2, 28), date(2027, 3, 1), NOWHERE)
    ours = [change for change in found if "the-vuon" in change.where]
    assert [change.where for change in ours] == ["topics/the-vuon#fee"]
    where, before, after = str(ours[0]).split("\n  ", 2)
    assert where == "topics/the-vuon#fee"
    assert before.startswith("- Sắp đổi.")
    assert "+ Đã đổi." in after


def test_replay_sees_a_fact_that_stands_on_a_later_page(library: Library) -> None:
    laws = "".join(f'\n[[legal_basis]]\nid = "l{at}"\ntitle = "Luật số {at}"\n' for at in range(9))
    last = '\n[[legal_basis]]\nid = "moi"\ntitle = "Luật mới"\nfrom = 2027-03-01\n'
    found = changes(small(library, laws + last), date(2027, 2, 28), date(2027, 3, 1), NOWHERE)
    assert "topics/the-vuon#legal_basis" in [change.where for change in found]


def test_a_review_that_falls_due_is_a_change_too(library: Library) -> None:
    due = topic_of().review_by
    found = changes(small(library), due, due + DAY, NOWHERE)
    assert "topics/the-vuon#summary" in [change.where for change in found]


def test_the_same_day_changes_nothing(library: Library) -> None:
    assert changes(small(library), date(2027, 3, 1), date(2027, 3, 1), NOWHERE) == []


def test_a_talk_that_held_on_neither_day_is_no_change(library: Library, tmp_path: Path) -> None:
    talk = "citizen: menu\nbot: Không bao giờ\n"
    (tmp_path / "thu.chat").write_text(talk, "utf-8")
    assert changes(small(library), TODAY, TODAY + DAY, tmp_path) == []


def test_replay_tells_what_a_talk_says_instead_on_the_other_day(
    library: Library, tmp_path: Path
) -> None:
    talk = "citizen: đăng ký khai sinh theo luật nào\nbot: Luật Hộ tịch 60/2014/QH13\n"
    (tmp_path / "luat.chat").write_text(talk, "utf-8")
    found = changes(small(library), date(2027, 2, 28), date(2027, 3, 1), tmp_path)
    talks = [change for change in found if change.where.startswith("luat.chat")]
    assert [(change.where, change.before) for change in talks] == [
        ("luat.chat line 2", "Luật Hộ tịch 60/2014/QH13")
    ]
    assert "Luật Hộ tịch 03/2026/QH16" in talks[0].after
