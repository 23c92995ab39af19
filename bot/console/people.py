"""Staff: who works here, with which roles in which teams; inviting, changing, shutting out."""

from __future__ import annotations

from starlette.responses import Response

from bot.console import proofs
from bot.console.pages import Page
from bot.console.visits import HOME, Visit
from bot.rights import ROLE_HINTS, ROLE_NAMES, ROLES, Account, Membership

ROOM = "/nguoi"
LONGEST = 60  # signs of a name
NOBODY_LEFT = "Chưa đổi được: phải còn ít nhất một quản trị của mọi tổ."


async def show(visit: Visit, wrong: str = "", link: str = "", name: str = "") -> Response:
    """Everybody, and the form that invites."""
    return visit.page(
        "people.html",
        status=422 if wrong else 200,
        accounts=await visit.store.accounts(),
        teams=await visit.store.team_names(),
        roles=ROLE_NAMES,
        hints=ROLE_HINTS,
        wrong=wrong,
        link=link,
        name=name,
    )


async def invite(visit: Visit) -> Response:
    """Invite somebody new, or renew the invitation of one who lost their password or phone."""
    name = " ".join(visit.given("name").split())[:LONGEST]
    given = await _roles(visit)
    known = {account.name: account for account in await visit.store.accounts()}
    if not name or (not given and name not in known):
        return await show(visit, "Mời ghi tên và chọn ít nhất một vai trò.")
    token = await visit.store.invite(name, given, proofs.new_secret(), visit.me.name)
    link = str(visit.request.base_url).rstrip("/") + f"{HOME}/moi/{token[1]}"
    return await show(visit, link=link, name=name)


async def person(visit: Visit, wrong: str = "") -> Response:
    """One person's roles."""
    account = await _account(visit)
    if account is None:
        return visit.missing()
    teams = await visit.store.team_names()
    held = {f"{each.role}@{each.team or ''}" for each in account.memberships}
    return visit.page(
        "person.html",
        status=422 if wrong else 200,
        account=account,
        teams=teams,
        roles=ROLE_NAMES,
        hints=ROLE_HINTS,
        held=held,
        wrong=wrong,
    )


async def change(visit: Visit) -> Response:
    """Change somebody's roles, or shut or open their account."""
    account = await _account(visit)
    if account is None:
        return visit.missing()
    by, back = visit.me.name, HOME + ROOM
    match visit.given("act"):
        case "roles":
            done = await visit.store.set_roles(account.id, await _roles(visit), by)
            said = f"Đã đổi vai trò của {account.name}."
        case "disable" | "enable" as act:
            why = visit.given("why")
            if not why:
                return await person(visit, "Mời ghi lý do, để người sau hiểu.")
            shut = act == "disable"
            done = await visit.store.disable(account.id, by, why=why, disabled=shut)
            said = f"Đã {'khoá' if shut else 'mở lại'} tài khoản {account.name}."
        case _:
            return visit.missing()
    return visit.to(back, said) if done else await person(visit, NOBODY_LEFT)


async def _account(visit: Visit) -> Account | None:
    number = visit.path["number"]
    return next((each for each in await visit.store.accounts() if each.id == number), None)


async def _roles(visit: Visit) -> tuple[Membership, ...]:
    """The ticked boxes `role@team`; what is no role or no team of ours is left out."""
    teams = await visit.store.team_names()
    found = []
    for box in visit.all_given("role"):
        name, _, team = box.partition("@")
        role = next((each for each in ROLES if each == name), None)
        if role is None or (team and not (team.isascii() and team.isdigit())):
            continue
        if not team or int(team) in teams:
            found.append(Membership(role, int(team) if team else None))
    return tuple(found)


PAGES: tuple[Page, ...] = (
    Page(ROOM, "people", show=show, do=invite, menu="Người"),
    Page(ROOM + "/{number:int}", "people", show=person, do=change),
)
