"""Handing a case over, and putting two together: to whom one may, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from bot.console.cases import BACK
from bot.console.visits import Visit
from bot.routing import Team
from bot.storage.records import Case

SHORTEST = 5  # signs of a reason that says anything
MOST_ALIKE = 30


@dataclass(frozen=True, slots=True)
class Receivers:
    """To whom this person may hand this case: values of the form and their words."""

    people: dict[str, str]
    teams: dict[str, str]

    @property
    def all(self) -> dict[str, str]:
        """Colleagues first, then teams."""
        return {**self.people, **self.teams}


async def choices(visit: Visit, case: Case, teams: Mapping[int, Team]) -> Receivers:
    """Colleagues of the team and the upper team; any team for who manages cases there."""
    people = {
        f"ai:{each.name}": each.name
        for each in await visit.store.accounts()
        if not each.disabled and each.name != case.claimed_by and each.may("cases", case.team)
    }
    manages = visit.may("cases.manage", case.team)
    own = teams.get(case.team or 0)
    upper = own.upper if own else None
    named = {
        f"to:{team.id}": f"{team.name} (cấp trên)" if team.id == upper else team.name
        for team in teams.values()
        if team.id != case.team and (manages or team.id == upper)
    }
    return Receivers(people, named)


async def alike(visit: Visit, case: Case) -> dict[str, str]:
    """Other open cases that this one may go on in, those of the same topic first."""
    if case.closed is not None or not visit.may("cases.manage", case.team):
        return {}
    found = await visit.store.list_cases(of_teams=visit.me.teams("cases.manage"), limit=200)
    others = [each for each in found if each.case != case.case]
    others.sort(key=lambda each: (each.topic != case.topic, each.place != case.place))
    return {each.case: f"{each.case} · {each.question[:60]}" for each in others[:MOST_ALIKE]}


async def obey(visit: Visit, case: Case, act: str) -> Response | str:
    """Hand over or merge; why not, when it was not done."""
    return await (_give(visit, case) if act == "give" else _merge(visit, case))


async def _give(visit: Visit, case: Case) -> Response | str:
    why = visit.given("why")
    if len(why) < SHORTEST:
        return "Mời ghi lý do chuyển, để người nhận hiểu ngay."
    teams = {team.id: team for team in await visit.store.teams()}
    allowed = (await choices(visit, case, teams)).all
    chosen = visit.given("to")
    if chosen not in allowed:
        return "Mời chọn nơi nhận."
    kind, _, value = chosen.partition(":")
    team, to = (int(value), None) if kind == "to" else (None, value)
    if not await visit.store.hand_over(case.case, visit.me.name, why, team=team, to=to):
        return "Việc này đã đóng, không chuyển được nữa."
    return visit.to(BACK, f"Đã chuyển mã {case.case} cho {allowed[chosen]}.")


async def _merge(visit: Visit, case: Case) -> Response | str:
    into = visit.given("into").upper()
    if into not in await alike(visit, case):
        return "Mời chọn việc sẽ đi tiếp, còn mở và thuộc tổ của bạn."
    if not await visit.store.merge(case.case, into, visit.me.name):
        return "Một trong hai việc vừa đóng, chưa gộp được."
    return visit.to(f"{BACK}/{into}", f"Đã gộp {case.case} vào đây. Người dân được báo mã mới.")
