"""Which team a case goes to: by commune, topic and the language that was asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.hours import Hours

FIRST_MINUTES = 120  # working minutes until staff have answered, where no team says otherwise
SOLVE_MINUTES = 960
EMERGENCY_MINUTES = 15  # somebody may be in danger: as soon as anybody is there


@dataclass(frozen=True, slots=True)
class Team:
    """Who takes which cases. No places or no topics: any, if the other is named."""

    id: int
    name: str
    places: tuple[str, ...] = ()  # ids of communes or whole provinces
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("vi",)
    upper: int | None = None  # the team one level up
    fallback: bool = False  # takes what nobody covers
    hours: Hours = field(default_factory=Hours)
    first_minutes: int = FIRST_MINUTES
    solve_minutes: int = SOLVE_MINUTES


UNASSIGNED = Team(0, "")  # the usual week and targets, for cases that no team has


def choose_team(
    teams: Iterable[Team], place: str | None, topic: str | None, language: str = "vi"
) -> Team | None:
    """The team for a case; None: it waits where everyone sees it.

    Who covers the place and the topic, the most narrowly first (a commune before its province,
    a named topic before any). Who asked for a language gets a team that speaks it, were it from
    elsewhere: of the province first; of several alike a fallback team. At last a fallback team.
    """
    ranked = [(_rank(team, place, topic, language), team) for team in teams]
    fit = [(rank, team) for rank, team in ranked if rank is not None]
    if not fit:
        return None
    return min(fit, key=lambda found: (found[0], found[1].name, found[1].id))[1]


Rank = tuple[int, int, int]


def _rank(team: Team, place: str | None, topic: str | None, language: str) -> Rank | None:
    """Lower is better; None: not for this team."""
    speaks = language in team.languages
    near, about = _near(team, place), _about(team, topic)
    if near is not None and about is not None and (team.places or team.topics):
        return (0 if speaks else 4, near, about)
    if speaks and language != "vi" and about is not None:
        return (1 if _same_province(team, place) else 2 if team.fallback else 3, 0, about)
    if team.fallback:
        return (2 if speaks else 5, 0, 0)
    return None


def _near(team: Team, place: str | None) -> int | None:
    """0: the commune is named, 1: its province, 2: any place is; None: another one."""
    if not team.places:
        return 2
    if place is None:
        return None
    if place in team.places:
        return 0
    return 1 if place.partition("/")[0] in team.places else None


def _about(team: Team, topic: str | None) -> int | None:
    if not team.topics:
        return 1
    return 0 if topic in team.topics else None


def _same_province(team: Team, place: str | None) -> bool:
    province = (place or "").partition("/")[0]
    return any(covered.partition("/")[0] == province for covered in team.places)
