"""The rules of deaths, stays, vehicles and old age: to the day, and the same as the topics say."""

from __future__ import annotations

import pytest
from asking import TODAY

from flows import rules
from flows.rules import RULES
from knowledge.pack import read_topics
from knowledge.topic import Duration, Quantity

TOPICS = read_topics().topics


@pytest.mark.parametrize(
    "topic,address,days",
    [
        ("dang-ky-khai-tu", "time.han", rules.DAYS_TO_REGISTER_A_DEATH),
        ("lien-thong-khai-tu", "time.han-khai-tu", rules.DAYS_TO_REGISTER_A_DEATH),
        ("xe-sang-ten", "time.han-thu-hoi", rules.DAYS_TO_RECALL_PLATES),
        ("gia-han-tam-tru", "time.truoc-han", rules.DAYS_BEFORE_A_STAY_ENDS),
    ],
)
def test_the_days_of_a_rule_are_those_of_the_topic(topic: str, address: str, days: int) -> None:
    fact = TOPICS[topic].fact(address)
    assert isinstance(fact, Duration)
    assert (fact.amount, fact.unit) == (days, "day")


@pytest.mark.parametrize(
    "topic,address,years",
    [
        ("can-cuoc-duoi-14-tuoi", "figures.tuoi", rules.YEARS_OF_OWN_CARD),
        ("can-cuoc-duoi-14-tuoi", "figures.sau-tuoi", rules.YEARS_OF_THE_JOINT_PROCEDURE),
        ("tro-cap-huu-tri-xa-hoi", "figures.tuoi", rules.YEARS_OF_SOCIAL_PENSION),
        ("tro-cap-huu-tri-xa-hoi", "figures.tuoi-ngheo", rules.YEARS_OF_THE_POOR_ELDERLY),
    ],
)
def test_the_years_of_a_rule_are_those_of_the_topic(topic: str, address: str, years: int) -> None:
    fact = TOPICS[topic].fact(address)
    assert isinstance(fact, Quantity)
    assert (fact.amount, fact.unit) == (years, "tuổi")


@pytest.mark.parametrize(
    "rule,told,holds",
    [
        ("within_15_days", "2026-11-07", True),
        ("within_15_days", "2026-11-06", False),
        ("within_15_days", "2026-11", False),  # the day decides, and it is missing
        ("over_15_days", "2026-11-07", False),
        ("over_15_days", "2026-11-06", True),
        ("over_15_days", "2026-11", False),
        ("over_15_days", "2026-10", True),
        ("over_30_days", "2026-10-23", False),
        ("over_30_days", "2026-10-22", True),
        ("expired", "2026-11-22", False),  # the last day itself still counts
        ("expired", "2026-11-21", True),
        ("expired", "2026-11", False),
        ("ends_within_15_days", "2026-11-22", True),
        ("ends_within_15_days", "2026-12-07", True),
        ("ends_within_15_days", "2026-12-08", False),
        ("ends_within_15_days", "2026-11-21", False),
        ("ends_within_15_days", "2026-12", False),
        ("over_14_years", "2012-11-22", True),
        ("over_14_years", "2012-11-23", False),
        ("over_75_years", "1951-11-22", True),
        ("over_75_years", "1951-11-23", False),
        ("over_75_years", "1951", False),  # who was born in December is not yet 75
        ("over_75_years", "1950", True),
        ("from_70_to_74_years", "1951-11-22", False),
        ("from_70_to_74_years", "1951-11-23", True),
        ("from_70_to_74_years", "1956-11-22", True),
        ("from_70_to_74_years", "1956-11-23", False),
        ("from_70_to_74_years", "1951", False),
        ("from_70_to_74_years", "1954", True),
        ("under_70_years", "1956-11-22", False),
        ("under_70_years", "1956-11-23", True),
        ("under_70_years", "1956", False),
    ],
)
def test_a_rule_holds_to_the_day(rule: str, told: str, holds: bool) -> None:
    assert RULES[rule].holds(told, TODAY) is holds


@pytest.mark.parametrize("born", ["1951", "1951-11", "1956", "1956-11"])
def test_a_birth_known_too_roughly_fits_no_rule_of_old_age(born: str) -> None:
    names = ("over_75_years", "from_70_to_74_years", "under_70_years")
    assert not any(RULES[name].holds(born, TODAY) for name in names)
