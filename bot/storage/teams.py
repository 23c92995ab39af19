"""Teams: who covers which places and topics, in which languages, hours and times."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hours import Hours, read_hours, written
from bot.routing import UNASSIGNED, Team
from bot.storage.generation import Generation
from bot.storage.models import cases, team_covers, teams
from bot.storage.noting import Noting
from bot.storage.posts import Posts

Refusal = Literal["taken", "ring", "gone"]  # the name, the upper team, the team itself


class Teams(Posts, Noting, Generation):
    """The desk's teams. Workers notice a change at their next lease, as they notice a publish."""

    async def teams(self) -> list[Team]:
        """Every team, by name."""
        async with self.reading() as connection:
            return await self.teams_within(connection)

    async def teams_within(self, connection: AsyncConnection) -> list[Team]:
        """Every team, by name, as a transaction sees them."""
        covered: dict[tuple[int, str], list[str]] = defaultdict(list)
        listed = select(team_covers).order_by(team_covers.c.value)
        for row in await connection.execute(listed):
            covered[row.team_id, row.kind].append(row.value)
        rows = (await connection.execute(select(teams).order_by(teams.c.name))).all()
        return [
            _team(row, tuple(covered[row.id, "place"]), tuple(covered[row.id, "topic"]))
            for row in rows
        ]

    async def team_of(self, connection: AsyncConnection, number: int | None) -> Team:
        """A case's team; one of the usual hours and targets when it has none."""
        found = [team for team in await self.teams_within(connection) if team.id == number]
        return found[0] if found else UNASSIGNED

    async def put_team(self, team: Team, by: str) -> int | Refusal:
        """Keep a team as given (id 0: a new one); its number, or why not."""
        try:
            async with self.writing() as connection:
                if _is_ring(team, await self.teams_within(connection)):
                    return "ring"
                number = await self._keep_team(connection, team)
                if number is None:
                    return "gone"
                await self._keep_cover(connection, replace(team, id=number))
                await self.raise_generation_in(connection)
                await self.note(connection, by, "changed team", team.name)
        except IntegrityError:
            return "taken"
        return number

    async def drop_team(self, number: int, by: str) -> bool:
        """Take a team away; its open cases wait where everyone sees them."""
        async with self.writing() as connection:
            gone = delete(teams).where(teams.c.id == number).returning(teams.c.name)
            name = (await connection.execute(gone)).scalar_one_or_none()
            if name is None:
                return False
            theirs = cases.c.team_id == number, cases.c.closed.is_(None)
            await connection.execute(update(cases).where(*theirs).values(team_id=None))
            await self.raise_generation_in(connection)
            await self.note(connection, by, "dropped team", name)
        return True

    async def _keep_team(self, connection: AsyncConnection, team: Team) -> int | None:
        values = {
            "name": team.name,
            "upper_id": team.upper,
            "fallback": team.fallback,
            "languages": " ".join(team.languages),
            "hours": None if team.hours == Hours() else written(team.hours),
            "first_minutes": team.first_minutes,
            "solve_minutes": team.solve_minutes,
        }
        keeping: Any = insert(teams).values(values)
        if team.id:
            keeping = update(teams).where(teams.c.id == team.id).values(values)
        kept: int | None = (
            await connection.execute(keeping.returning(teams.c.id))
        ).scalar_one_or_none()
        return kept

    async def _keep_cover(self, connection: AsyncConnection, team: Team) -> None:
        await connection.execute(delete(team_covers).where(team_covers.c.team_id == team.id))
        rows = [
            {"team_id": team.id, "kind": kind, "value": value}
            for kind, covered in (("place", team.places), ("topic", team.topics))
            for value in dict.fromkeys(covered)
        ]
        if rows:
            await connection.execute(insert(team_covers), rows)


def _team(row: Row[Any], places: tuple[str, ...], topics: tuple[str, ...]) -> Team:
    return Team(
        id=row.id,
        name=row.name,
        places=places,
        topics=topics,
        languages=tuple(row.languages.split()),
        upper=row.upper_id,
        fallback=row.fallback,
        hours=_hours(row.hours),
        first_minutes=row.first_minutes,
        solve_minutes=row.solve_minutes,
    )


def _hours(text: str | None) -> Hours:
    """Hours that cannot be read are no reason to lose cases."""
    try:
        return read_hours(text)
    except ValueError:
        return Hours()


def _is_ring(team: Team, known: list[Team]) -> bool:
    """Whether a team would stand above itself."""
    upper = {each.id: each.upper for each in known} | {team.id: team.upper}
    above, seen = team.upper, set[int]()
    while above is not None and above not in seen:
        if above == team.id:
            return True
        seen.add(above)
        above = upper.get(above)
    return False
