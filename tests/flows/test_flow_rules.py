from __future__ import annotations

from datetime import date

import pytest
from asking import STEADY, TODAY
from hypothesis import given
from hypothesis import strategies as st

from flows import rules
from flows.rules import RULES, age, span
from knowledge.pack import read_topics
from knowledge.topic import Duration, Quantity

TOPICS = read_topics().topics


def test_the_60_days_are_those_of_the_topic() -> None:
    for topic, address in (
        ("dang-ky-khai-sinh", "time.han-dang-ky"),
        ("lien-thong-khai-sinh", "time.nen-lam"),
    ):
        fact = TOPICS[topic].fact(address)
        assert isinstance(fact, Duration)
        assert (fact.amount, fact.unit) == (rules.DAYS_TO_REGISTER_A_BIRTH, "day")


def test_the_6_years_are_those_of_the_topics() -> None:
    for topic, address in (
        ("lien-thong-khai-sinh", "figures.tuoi-tre"),
        ("dang-ky-thuong-tru", "figures.tre-nho"),
    ):
        fact = TOPICS[topic].fact(address)
        assert isinstance(fact, Quantity)
        assert (fact.amount, fact.unit) == (rules.YEARS_OF_THE_JOINT_PROCEDURE, "tuổi")


@pytest.mark.parametrize(
    "rule,born,holds",
    [
        ("within_60_days", "2026-11-22", True),
        ("within_60_days", "2026-09-23", True),  # the 60th day, the day of birth not counted
        ("within_60_days", "2026-09-22", False),
        ("over_60_days", "2026-09-23", False),
        ("over_60_days", "2026-09-22", True),
        ("within_60_days", "2026-10", True),
        ("within_60_days", "2026-09", False),  # the day decides, and it is missing
        ("over_60_days", "2026-09", False),
        ("over_60_days", "2026-08", True),
        ("over_60_days", "2025", True),
        ("under_6_years", "2020-11-23", True),
        ("under_6_years", "2020-11-22", False),
        ("under_6_years", "2020", False),
        ("under_6_years", "2021", True),
        ("over_18_years", "2008-11-22", True),
        ("over_18_years", "2008-11-23", False),
        ("over_18_years", "2008", False),
        ("over_18_years", "2007", True),
    ],
)
def test_a_rule_holds_to_the_day(rule: str, born: str, holds: bool) -> None:
    assert RULES[rule].holds(born, TODAY) is holds


def test_who_was_born_on_29_february_ages_on_1_march() -> None:
    born = date(2020, 2, 29)
    assert age(born, date(2026, 2, 28)) == 5
    assert age(born, date(2026, 3, 1)) == 6


@STEADY
@given(st.sampled_from(sorted(RULES)), st.text(max_size=12) | st.from_regex(r"\d{4}(-\d{2}){0,2}"))
def test_a_rule_reads_anything_without_harm(rule: str, value: str) -> None:
    held = RULES[rule].holds(value, TODAY)
    assert held is False or span(value) is not None


def test_each_rule_names_its_article() -> None:
    for rule in RULES.values():
        assert "article" in (rule.holds.__doc__ or ""), rule
