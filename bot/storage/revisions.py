"""Revisions of content: written as drafts, looked at by another person, published in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.cases import Cases
from bot.storage.generation import Generation
from bot.storage.models import revision_hands, revisions

Kind = Literal["topic", "lexicon"]
State = Literal["draft", "review", "published", "retired", "dropped"]
Refusal = Literal["own", "gone", "moved"]
LEXICON = "lexicon"  # the name of the one revision of that kind


def stamp(text: str) -> str:
    """A short hash of a text, by which revisions know what they were made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a revision is begun with. `origin`: stamp of the wheel's file, empty for a new topic."""

    kind: Kind
    name: str
    field: str
    body: str
    made_from: str  # stamp of the text in force that it was made from
    origin: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a topic, or of staff's own phrases."""

    id: int
    kind: Kind
    name: str
    field: str
    body: str
    made_from: str
    origin: str
    state: State
    by: str
    at: datetime
    why: str
    edition: int
    published_by: str | None
    published: datetime | None
    hands: tuple[str, ...] = ()  # everybody who wrote in it


class Revisions(Cases, Generation):
    """Versions with who, when and why. Only a draft is written in; only review is published."""

    # ---- writing

    async def begin_revision(self, draft: Draft, by: str, why: str = "") -> int:
        """Keep a new draft; its number. It need not be valid."""
        values = {
            "kind": draft.kind,
            "name": draft.name,
            "field": draft.field,
            "body": draft.body,
            "made_from": draft.made_from,
            "origin": draft.origin,
            "state": "draft",
            "by": by,
            "at": self.clock(),
            "why": why,
            "edition": 1,
        }
        async with self.writing() as connection:
            adding = insert(revisions).values(values).returning(revisions.c.id)
            number = int((await connection.execute(adding)).scalar_one())
            await self._sign(connection, number, by)
            await self.note(connection, by, "began draft", draft.name)
        return number

    async def save_revision(
        self,
        number: int,
        edition: int,
        by: str,
        *,
        body: str | None = None,
        field: str | None = None,
        made_from: str | None = None,
        origin: str | None = None,
    ) -> bool:
        """Write in a draft; False when it is none any more or was saved since `edition`."""
        given = {"body": body, "field": field, "made_from": made_from, "origin": origin}
        values: dict[str, Any] = {"edition": edition + 1, "at": self.clock()}
        values |= {key: value for key, value in given.items() if value is not None}
        unseen = revisions.c.state == "draft", revisions.c.edition == edition
        async with self.writing() as connection:
            if not await self._change(connection, number, values, *unseen):
                return False
            await self._sign(connection, number, by)
        return True

    async def offer_revision(self, number: int, edition: int, by: str, why: str) -> bool:
        """Hand a draft to others for review, as it stood at `edition`."""
        seen = revisions.c.state == "draft", revisions.c.edition == edition
        values = {"state": "review", "why": why}
        return await self._step(number, by, "offered", values, *seen, why=why)

    async def return_revision(self, number: int, by: str, why: str) -> bool:
        """Back to a draft, with the reason."""
        reviewed = revisions.c.state == "review"
        return await self._step(number, by, "returned", {"state": "draft"}, reviewed, why=why)

    async def drop_revision(self, number: int, by: str) -> bool:
        """Put away what was never published; it stays among the versions."""
        unpublished = revisions.c.state.in_(["draft", "review"])
        return await self._step(number, by, "dropped", {"state": "dropped"}, unpublished)

    async def publish_revision(
        self, number: int, edition: int, by: str, seen: int
    ) -> int | Refusal:
        """Put a reviewed revision in force, in one transaction; the new generation.

        `seen`: the generation that the gate was run against. Refused: "own" (they wrote in it),
        "gone" (no longer in review as it was at `edition`), "moved" (something was published
        since; run the gate again).
        """
        try:
            async with self.writing() as connection:
                return await self._publish(connection, number, edition, by, seen)
        except _Refused as refused:
            return refused.why

    async def _publish(
        self, connection: AsyncConnection, number: int, edition: int, by: str, seen: int
    ) -> int:
        await self.queue_up(connection, "publish")
        row = await self._row(connection, number)
        if row is None:
            raise _Refused("gone")
        now = self.clock()
        former = (
            revisions.c.kind == row.kind,
            revisions.c.name == row.name,
            revisions.c.state == "published",
        )
        await connection.execute(update(revisions).where(*former).values(state="retired"))
        own = exists().where(
            revision_hands.c.revision_id == revisions.c.id, revision_hands.c.who == by
        )
        values = {"state": "published", "published_by": by, "published": now}
        reviewed = revisions.c.state == "review", revisions.c.edition == edition
        if not await self._change(connection, number, values, *reviewed, ~own):
            theirs = by in (await self._hands(connection, [number])).get(number, ())
            raise _Refused("own" if theirs and row.state == "review" else "gone")
        raised = await self.raise_generation_from(connection, seen)
        if raised is None:
            raise _Refused("moved")
        await self.note(connection, by, "published", f"{row.name} #{number}")
        return raised

    # ---- reading

    async def revision(self, number: int) -> Revision | None:
        """One version with all who wrote in it."""
        found = await self._listed(revisions.c.id == number)
        return found[0] if found else None

    async def revisions(
        self, kind: Kind | None = None, name: str | None = None, *states: State
    ) -> list[Revision]:
        """Versions, latest first."""
        wanted: list[ColumnElement[bool]] = []
        if kind is not None:
            wanted.append(revisions.c.kind == kind)
        if name is not None:
            wanted.append(revisions.c.name == name)
        if states:
            wanted.append(revisions.c.state.in_(states))
        return await self._listed(*wanted)

    async def in_force(self) -> list[Revision]:
        """Every published revision, in the order of publishing: what overlays the wheel's files."""
        found = await self.revisions(None, None, "published")
        return sorted(found, key=lambda one: (one.published or one.at, one.id))

    async def _listed(self, *wanted: ColumnElement[bool]) -> list[Revision]:
        listing = select(revisions).where(*wanted).order_by(revisions.c.id.desc())
        async with self.reading() as connection:
            rows = (await connection.execute(listing)).all()
            hands = await self._hands(connection, [row.id for row in rows])
        return [_revision(row, hands.get(row.id, ())) for row in rows]

    async def _hands(
        self, connection: AsyncConnection, numbers: Sequence[int]
    ) -> dict[int, tuple[str, ...]]:
        signed = select(revision_hands.c.revision_id, revision_hands.c.who)
        signed = signed.where(revision_hands.c.revision_id.in_(numbers))
        found: dict[int, tuple[str, ...]] = {}
        for row in await connection.execute(signed.order_by(revision_hands.c.id)):
            found[row.revision_id] = (*found.get(row.revision_id, ()), row.who)
        return found

    # ---- the parts

    async def _step(
        self,
        number: int,
        by: str,
        did: str,
        values: dict[str, Any],
        *conditions: ColumnElement[bool],
        why: str | None = None,
    ) -> bool:
        async with self.writing() as connection:
            if not await self._change(connection, number, values, *conditions):
                return False
            row = await self._row(connection, number)
            about = f"{row.name} #{number}" if row else f"#{number}"
            await self.note(connection, by, f"{did} draft", about, why)
        return True

    async def _change(
        self,
        connection: AsyncConnection,
        number: int,
        values: dict[str, Any],
        *conditions: ColumnElement[bool],
    ) -> bool:
        """One conditional UPDATE: whether it was still so."""
        changing = update(revisions).where(revisions.c.id == number, *conditions).values(values)
        return (await connection.execute(changing.returning(revisions.c.id))).first() is not None

    async def _sign(self, connection: AsyncConnection, number: int, who: str) -> None:
        signing = self.inserting(revision_hands).values(revision_id=number, who=who)
        await connection.execute(signing.on_conflict_do_nothing())

    async def _row(self, connection: AsyncConnection, number: int) -> Row[Any] | None:
        row = select(revisions).where(revisions.c.id == number)
        return (await connection.execute(row)).one_or_none()


class _Refused(Exception):  # noqa: N818 - turns the transaction back, and is an answer
    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why: Refusal = why


def _revision(row: Row[Any], hands: tuple[str, ...]) -> Revision:
    values = {name: getattr(row, name) for name in Revision.__slots__ if name != "hands"}
    return Revision(**values, hands=hands)
