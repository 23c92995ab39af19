"""Cases as `troly cases list` prints them: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.clocks import light_of
from bot.hours import HERE
from bot.routing import UNASSIGNED, Team
from bot.storage.records import Case
from bot.storage.store import Store


async def rows(store: Store, *, closed: bool) -> list[str]:
    """One line a case, the longest waiting first."""
    teams = {team.id: team for team in await store.teams()}
    now = store.clock()
    return [_row(case, teams, now) for case in await store.list_cases(closed=closed)]


def _row(case: Case, teams: Mapping[int, Team], now: datetime) -> str:
    """Code, when it was opened, team, clock, why, who has it, the question."""
    opened = f"{case.opened.astimezone(HERE):%d/%m/%Y %H:%M}"
    clock = "closed" if case.closed else _clock(case, teams.get(case.team or 0, UNASSIGNED), now)
    holder = f"  [{case.claimed_by}]" if case.claimed_by else ""
    team = case.team_name or "no team"
    return f"{case.case}  {opened}  {team}  {clock}  {case.reason}{holder}  {case.question}"


def _clock(case: Case, team: Team, now: datetime) -> str:
    light, due = light_of(case.times, team, now)
    if due is None:
        return "no clock"
    what = "answer" if case.answered is None else "solve"
    until = f"{what} by {due.astimezone(HERE):%d/%m %H:%M}"
    return until if light == "calm" else f"{until} ({light})"
