"""The queue: whose cases wait, how their clocks stand, and the first who takes one."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from bot.console.case_view import order, shown
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.storage.records import Case

ROOM = "/viec"
BACK = HOME + ROOM
FILTERS = {
    "to": "Tổ tôi",
    "cua-toi": "Tôi đang giữ",
    "tat-ca": "Tất cả",
    "da-dong": "Đã đóng",
}
MOST = 200


async def show(visit: Visit) -> Response:
    """The queue by one of the filters; a code that was typed leads to its case."""
    if code := visit.asked("ma"):
        return visit.to(f"{BACK}/{quote(code.upper(), safe='')}")
    chosen = visit.asked("loc")
    chosen = chosen if chosen in FILTERS else "to"
    teams = {team.id: team for team in await visit.store.teams()}
    found = await _listed(visit, chosen)
    rows = [shown(case, visit.library, teams, visit.now) for case in found]
    if chosen != "da-dong":
        rows.sort(key=order)
    everywhere = visit.me.teams("cases") is None
    filters = {key: words for key, words in FILTERS.items() if everywhere or key != "tat-ca"}
    return visit.page("cases.html", rows=rows, filters=filters, chosen=chosen, most=MOST)


async def _listed(visit: Visit, chosen: str) -> list[Case]:
    """Cases that this person may see; a member of one team sees no other team's."""
    store, mine = visit.store, visit.me.teams("cases")
    match chosen:
        case "cua-toi":
            return await store.list_cases(claimed_by=visit.me.name, limit=MOST)
        case "da-dong":
            return await store.list_cases(closed=True, of_teams=mine, limit=MOST)
        case "tat-ca":
            return await store.list_cases(of_teams=mine, limit=MOST)
        case _:
            own = mine if mine is not None else _own_teams(visit)
            return await store.list_cases(of_teams=own, limit=MOST)


def _own_teams(visit: Visit) -> frozenset[int] | None:
    """The teams that somebody of every team belongs to by name; none named: all of them."""
    named = frozenset(each.team for each in visit.me.memberships if each.team is not None)
    return named or None


PAGES: tuple[Page, ...] = (Page(ROOM, "cases", show=show, menu="Việc"),)
