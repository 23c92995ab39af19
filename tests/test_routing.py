"""A case finds its team: the nearest that covers it and speaks the language, else a fallback."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clocks import (
    FIRST_LATE,
    FIRST_SOON,
    SOLVE_LATE,
    SOLVE_SOON,
    Times,
    is_silent,
    light_of,
    step_of,
)
from bot.hours import HERE
from bot.routing import UNASSIGNED, Team, choose_team

COMMUNE = Team(1, "Tổ xã Tân Đông", places=("tay-ninh/tan-dong",))
PROVINCE = Team(2, "Trung tâm tỉnh", places=("tay-ninh",), languages=("vi", "en"))
BIRTHS = Team(3, "Hộ tịch Tân Đông", places=("tay-ninh/tan-dong",), topics=("dang-ky-khai-sinh",))
KHMER = Team(4, "Tổ xã Tân Hội", places=("tay-ninh/tan-hoi",), languages=("vi", "km"))
ACCOUNTS = Team(5, "VNeID cả nước", topics=("vneid-khoa",))
CENTRE = Team(6, "Tổng đài", fallback=True)
ALL = (CENTRE, ACCOUNTS, KHMER, BIRTHS, PROVINCE, COMMUNE)


@pytest.mark.parametrize(
    "place, topic, language, team",
    [
        ("tay-ninh/tan-dong", None, "vi", COMMUNE),
        ("tay-ninh/tan-dong", "dang-ky-khai-sinh", "vi", BIRTHS),
        ("tay-ninh/go-dau", "dang-ky-khai-sinh", "vi", PROVINCE),
        ("tay-ninh", None, "vi", PROVINCE),
        ("tay-ninh/tan-dong", None, "en", PROVINCE),
        ("tay-ninh/tan-dong", None, "km", KHMER),  # a neighbour who speaks it
        ("ca-mau/ca-mau", None, "km", KHMER),  # nobody nearer does
        (None, None, "km", KHMER),
        ("ca-mau/ca-mau", None, "hmn", CENTRE),
        ("ca-mau/ca-mau", "vneid-khoa", "vi", ACCOUNTS),
        (None, "vneid-khoa", "vi", ACCOUNTS),
        (None, None, "vi", CENTRE),
    ],
)
def test_the_narrowest_team_that_fits_takes_the_case(
    place: str | None, topic: str | None, language: str, team: Team
) -> None:
    assert choose_team(ALL, place, topic, language) == team


def test_without_a_fallback_a_case_that_nobody_covers_has_no_team() -> None:
    assert choose_team((COMMUNE, BIRTHS), "ca-mau/ca-mau", None) is None
    assert choose_team((), "tay-ninh", None) is None


def test_who_does_not_speak_the_language_still_takes_the_case_before_nobody() -> None:
    assert choose_team((COMMUNE,), "tay-ninh/tan-dong", None, "hmn") == COMMUNE


def test_two_teams_alike_are_told_apart_by_their_names() -> None:
    other = Team(9, "A", places=COMMUNE.places)
    assert choose_team((COMMUNE, other), "tay-ninh/tan-dong", None) == other


def test_a_team_that_covers_nothing_takes_nothing() -> None:
    assert choose_team((Team(7, "mới"),), "tay-ninh", None) is None


# ---- clocks


def at(hour: int, minute: int = 0, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


OPEN = Times(first_due=at(10), solve_due=at(10, day=27), waits=at(8))


@pytest.mark.parametrize(
    "now, step, light",
    [
        (at(8), 0, "calm"),
        (at(9, 31), FIRST_SOON, "soon"),
        (at(10), FIRST_LATE, "late"),
        (at(8, 1, day=27), SOLVE_SOON, "late"),
        (at(10, day=27), SOLVE_LATE, "late"),
    ],
)
def test_the_ladder_climbs_with_working_time(now: datetime, step: int, light: str) -> None:
    assert step_of(OPEN, UNASSIGNED, now) == step
    assert light_of(OPEN, UNASSIGNED, now)[0] == light


def test_once_staff_have_answered_the_clock_of_the_solution_is_shown() -> None:
    answered = Times(OPEN.first_due, OPEN.solve_due, answered=at(9), waits=None)
    assert step_of(answered, UNASSIGNED, at(11)) == 0
    assert light_of(answered, UNASSIGNED, at(11)) == ("calm", OPEN.solve_due)
    assert light_of(answered, UNASSIGNED, at(8, 30, day=27))[0] == "soon"


def test_a_claimer_is_silent_after_two_working_hours_of_a_waiting_citizen() -> None:
    claimed = Times(waits=at(8), claimed=at(10, 30))
    assert not is_silent(claimed, UNASSIGNED, at(14, 29))  # noon does not count
    assert is_silent(claimed, UNASSIGNED, at(14, 30))
    assert not is_silent(Times(claimed=at(8)), UNASSIGNED, at(16))  # staff spoke last
    assert not is_silent(Times(waits=at(8)), UNASSIGNED, at(16))  # nobody has it


def test_a_case_without_clocks_is_calm() -> None:
    assert light_of(Times(), UNASSIGNED, at(9)) == ("calm", None)
