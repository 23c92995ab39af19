"""Teams: who covers which places and topics, in which languages, hours and times."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.pages import Page
from bot.console.team_form import DAYS, TeamForm
from bot.console.visits import HOME, Visit
from bot.holidays import holidays
from bot.library import Library
from bot.routing import Team
from bot.scene import local_day
from knowledge.languages import languages

ROOM = "/to"
REFUSED = {
    "taken": "Đã có tổ mang tên này.",
    "ring": "Tổ cấp trên không thể là chính tổ này hay tổ dưới nó.",
    "gone": "Tổ này vừa bị xoá.",
}


async def show(visit: Visit) -> Response:
    """Every team, and the holidays that the clocks know."""
    teams = await visit.store.teams()
    year = local_day(visit.now).year
    return visit.page(
        "teams.html",
        teams=[(team, covered(team, visit.library)) for team in teams],
        names={team.id: team.name for team in teams},
        languages=languages(),
        holidays={**holidays(year), **holidays(year + 1)},
    )


def covered(team: Team, library: Library) -> str:
    """What a team covers, in words."""
    places = [
        place.full_name if (place := library.places.by_id(name)) else name for name in team.places
    ]
    topics = [library.topics[topic].title for topic in team.topics if topic in library.topics]
    parts = ["; ".join(places[:3]) + (f" và {len(places) - 3} nơi nữa" if places[3:] else "")]
    parts.append(f"{len(topics)} chủ đề" if len(topics) > 2 else "; ".join(topics))
    parts.append("việc chưa tổ nào nhận" if team.fallback else "")
    return " · ".join(part for part in parts if part) or "chưa phụ trách gì"


async def one(
    visit: Visit, faults: tuple[str, ...] = (), given: Team | None = None, places: str = ""
) -> Response:
    """The form of one team; number 0 is a new one."""
    teams = {team.id: team for team in await visit.store.teams()}
    number = visit.path["number"]
    team = given or (Team(0, "") if number == 0 else teams.get(number))
    if team is None:
        return visit.missing()
    known = visit.library.places.by_id
    listed = [place.full_name if (place := known(name)) else name for name in team.places]
    fields: dict[str, list[tuple[str, str]]] = {}
    for topic in visit.library.topics.values():
        fields.setdefault(topic.field, []).append((topic.id, topic.title))
    return visit.page(
        "team.html",
        status=422 if faults else 200,
        team=team,
        faults=faults,
        places=places or "\n".join(listed),
        others={each.id: each.name for each in teams.values() if each.id != number},
        fields=fields,
        languages=languages(),
        days=DAYS,
    )


async def do(visit: Visit) -> Response:
    """Keep or drop a team."""
    number = visit.path["number"]
    teams = {team.id: team for team in await visit.store.teams()}
    if number and number not in teams:
        return visit.missing()
    if visit.given("act") == "drop":
        await visit.store.drop_team(number, visit.me.name)
        return visit.to(HOME + ROOM, f"Đã xoá {teams[number].name}. Việc của tổ về hàng chờ chung.")
    boxes = {name: visit.all_given(name) for name in ("language", "topic", "day")}
    fields = {name: visit.given(name) for name in visit.form}
    form = TeamForm(fields, boxes)
    names = {each.id: each.name for each in teams.values()}
    team = form.read(number, visit.library, names)
    if not form.faults:
        kept = await visit.store.put_team(team, visit.me.name)
        if isinstance(kept, int):
            return visit.to(HOME + ROOM, f"Đã lưu {team.name}.")
        form.faults.append(REFUSED[kept])
    return await one(visit, tuple(form.faults), team, fields.get("places", ""))


PAGES: tuple[Page, ...] = (
    Page(ROOM, "people", show=show, menu="Tổ"),
    Page(ROOM + "/{number:int}", "people", show=one, do=do),
)
