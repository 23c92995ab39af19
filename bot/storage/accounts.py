"""Accounts of staff: invited once, signed in with password and code, locked out, disabled."""

from __future__ import annotations

import secrets as tokens
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast, get_args

from sqlalchemy import CursorResult, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rights import Account, Membership, Role
from bot.storage.cases import Cases
from bot.storage.models import memberships, sign_ins, staff, teams

INVITED_DAYS = 7
IDLE_HOURS, LONGEST_DAYS = 8, 7  # a sign-in ends after so long without a page, and at the latest
MOST_FAILURES, LOCKED_MINUTES = 5, 15
SEEN_EVERY = timedelta(minutes=1)


class _NobodyLeft(Exception):  # noqa: N818 - an outcome, told to who asked
    """The last administrator would be gone."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is needed to judge a sign-in."""

    id: int
    name: str
    password: str
    totp: str
    shut: bool  # disabled, or locked after too many failures


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who holds a fresh invitation; `totp` is the secret of their code maker."""

    id: int
    name: str
    login: str | None
    totp: str


class Accounts(Cases):
    """Who may enter the console. Passwords come here hashed, tokens leave in clear once."""

    # ---- invitations

    async def invite(
        self, name: str, roles: tuple[Membership, ...], totp: str, by: str
    ) -> tuple[int, str]:
        """Make or renew an account: its id and a token that sets a password once.

        A renewed account keeps its roles when none are given; its sign-ins end.
        """
        token = tokens.token_urlsafe(24)
        now = self.clock()
        values = {
            "invite": self.hash("invite", token),
            "invite_until": now + timedelta(days=INVITED_DAYS),
            "totp": self.seal(totp.encode(), "staff.totp"),
            "password": None,
        }
        async with self.writing() as connection:
            number = await self._named(connection, name, now)
            await connection.execute(update(staff).where(staff.c.id == number).values(values))
            await connection.execute(delete(sign_ins).where(sign_ins.c.staff_id == number))
            if roles:
                await self._set_roles(connection, number, roles)
            await self.note(connection, by, "invited", name)
        return number, token

    async def _named(self, connection: AsyncConnection, name: str, now: datetime) -> int:
        known = await connection.execute(select(staff.c.id).where(staff.c.name == name))
        if (number := known.scalar_one_or_none()) is not None:
            return int(number)
        adding = insert(staff).values(name=name, added=now).returning(staff.c.id)
        return int((await connection.execute(adding)).scalar_one())

    async def invited(self, token: str) -> Invited | None:
        """Who holds an invitation that was not yet taken and is not too old."""
        async with self.reading() as connection:
            row = (await connection.execute(select(staff).where(*self._open(token)))).one_or_none()
        if row is None:
            return None
        return Invited(row.id, row.name, row.login, self.unseal_text(row.totp, "staff.totp"))

    async def enrol(self, token: str, login: str, password: str) -> bool | None:
        """Take an invitation, once. False: it is gone; None: the login is somebody else's."""
        taking = update(staff).where(*self._open(token))
        fresh = {"invite": None, "invite_until": None, "failures": 0, "locked_until": None}
        taking = taking.values(login=login, password=password, totp_step=None, **fresh)
        try:
            async with self.writing() as connection:
                row = (await connection.execute(taking.returning(staff.c.name))).one_or_none()
                if row is None:
                    return False
                await self.note(connection, row.name, "enrolled", row.name)
        except IntegrityError:
            return None
        return True

    def _open(self, token: str) -> tuple[Any, ...]:
        wanted = staff.c.invite == self.hash("invite", token)
        return wanted, staff.c.invite_until > self.clock(), staff.c.disabled.is_(False)

    # ---- signing in

    async def door(self, login: str) -> Door | None:
        """What a sign-in is judged by; None when nobody enters by this name."""
        async with self.reading() as connection:
            row = (
                await connection.execute(select(staff).where(staff.c.login == login))
            ).one_or_none()
        if row is None or row.password is None or row.totp is None:
            return None
        locked = row.locked_until is not None and row.locked_until > self.clock()
        secret = self.unseal_text(row.totp, "staff.totp")
        return Door(row.id, row.name, row.password, secret, shut=locked or row.disabled)

    async def failed(self, number: int) -> None:
        """Count a wrong password or code; the fifth in a row locks the account for a while."""
        once_more = update(staff).where(staff.c.id == number).values(failures=staff.c.failures + 1)
        async with self.writing() as connection:
            row = (
                await connection.execute(once_more.returning(staff.c.failures, staff.c.name))
            ).one_or_none()
            if row is None or row.failures < MOST_FAILURES:
                return
            until = self.clock() + timedelta(minutes=LOCKED_MINUTES)
            locking = update(staff).where(staff.c.id == number)
            await connection.execute(locking.values(failures=0, locked_until=until))
            await self.note(connection, "door", "locked", row.name)

    async def sign_in(self, number: int, step: int) -> str | None:
        """Open a sign-in: its token. None when the code of this time step was used already."""
        token, now = tokens.token_urlsafe(32), self.clock()
        unused = or_(staff.c.totp_step.is_(None), staff.c.totp_step < step)
        using = update(staff).where(staff.c.id == number, unused, staff.c.disabled.is_(False))
        using = using.values(totp_step=step, failures=0, locked_until=None)
        opened = {"token": self.hash("sign-in", token), "created": now, "seen": now}
        async with self.writing() as connection:
            name = (await connection.execute(using.returning(staff.c.name))).scalar_one_or_none()
            if name is None:
                return None
            await connection.execute(insert(sign_ins).values(staff_id=number, **opened))
            await self.note(connection, name, "signed in", name)
        return token

    async def account_of(self, token: str) -> Account | None:
        """Who is signed in with a token; None when it ended."""
        now = self.clock()
        valid = (
            sign_ins.c.token == self.hash("sign-in", token),
            sign_ins.c.seen > now - timedelta(hours=IDLE_HOURS),
            sign_ins.c.created > now - timedelta(days=LONGEST_DAYS),
            staff.c.disabled.is_(False),
        )
        known = select(staff, sign_ins.c.id.label("sign_in"), sign_ins.c.seen)
        async with self.reading() as connection:
            found = await connection.execute(known.join(sign_ins).where(*valid))
            row = found.one_or_none()
            account = None if row is None else await self._account(connection, row)
        if row is not None and now - row.seen > SEEN_EVERY:
            async with self.writing(lasting=False) as connection:
                here = update(sign_ins).where(sign_ins.c.id == row.sign_in)
                await connection.execute(here.values(seen=now))
        return account

    async def sign_out(self, token: str) -> None:
        """End one sign-in."""
        async with self.writing() as connection:
            here = sign_ins.c.token == self.hash("sign-in", token)
            await connection.execute(delete(sign_ins).where(here))

    # ---- people

    async def accounts(self) -> list[Account]:
        """Everybody, by name."""
        async with self.reading() as connection:
            rows = (await connection.execute(select(staff).order_by(staff.c.name))).all()
            return [await self._account(connection, row) for row in rows]

    async def team_names(self) -> dict[int, str]:
        """Every team by its number, in the order of names."""
        async with self.reading() as connection:
            rows = await connection.execute(select(teams.c.id, teams.c.name).order_by(teams.c.name))
            return {row.id: row.name for row in rows}

    async def set_roles(self, number: int, roles: tuple[Membership, ...], by: str) -> bool:
        """Give somebody these roles and no others; False when nobody would be left to manage."""
        told = ", ".join(f"{each.role}@{each.team or '*'}" for each in roles)
        with suppress(_NobodyLeft):
            async with self._managed() as connection:
                await self._set_roles(connection, number, roles)
                await self.note(connection, by, "roles", await self._name(connection, number), told)
            return True
        return False

    async def disable(self, number: int, by: str, *, why: str, disabled: bool = True) -> bool:
        """Shut or open an account; False when nobody would be left to manage."""
        did = "disabled" if disabled else "enabled"
        with suppress(_NobodyLeft):
            async with self._managed() as connection:
                shutting = update(staff).where(staff.c.id == number).values(disabled=disabled)
                await connection.execute(shutting)
                await connection.execute(delete(sign_ins).where(sign_ins.c.staff_id == number))
                await self.note(connection, by, did, await self._name(connection, number), why)
            return True
        return False

    async def _set_roles(
        self, connection: AsyncConnection, number: int, roles: tuple[Membership, ...]
    ) -> None:
        await connection.execute(delete(memberships).where(memberships.c.staff_id == number))
        rows = [
            {"staff_id": number, "team_id": each.team, "role": each.role}
            for each in dict.fromkeys(roles)
        ]
        if rows:
            await connection.execute(insert(memberships), rows)

    @asynccontextmanager
    async def _managed(self) -> AsyncIterator[AsyncConnection]:
        """A transaction after which an administrator of everything is left, or that is undone."""
        left = select(func.count()).select_from(staff.join(memberships))
        left = left.where(staff.c.disabled.is_(False), memberships.c.role == "admin")
        left = left.where(memberships.c.team_id.is_(None))
        async with self.writing() as connection:
            await self.queue_up(connection, "staff.roles")
            yield connection
            if not (await connection.execute(left)).scalar_one():
                raise _NobodyLeft

    async def _name(self, connection: AsyncConnection, number: int) -> str:
        found = await connection.execute(select(staff.c.name).where(staff.c.id == number))
        return str(found.scalar_one_or_none() or number)

    async def _account(self, connection: AsyncConnection, row: Row[Any]) -> Account:
        held = select(memberships).where(memberships.c.staff_id == row.id)
        roles = (await connection.execute(held.order_by(memberships.c.id))).all()
        return Account(
            id=row.id,
            name=row.name,
            login=row.login,
            memberships=tuple(
                Membership(cast("Role", each.role), each.team_id)
                for each in roles
                if each.role in get_args(Role)
            ),
            disabled=row.disabled,
            telegram=row.channel == "telegram",
        )

    async def sweep_sign_ins(self, connection: AsyncConnection, now: datetime) -> int:
        """Erase sign-ins that ended; how many."""
        old = or_(
            sign_ins.c.seen < now - timedelta(hours=IDLE_HOURS),
            sign_ins.c.created < now - timedelta(days=LONGEST_DAYS),
        )
        gone = await connection.execute(delete(sign_ins).where(old))
        return cast("CursorResult[Any]", gone).rowcount
