"""What staff are told waits in the outbox of their room, and is found again by its place there.

A room's talk is the last that a transaction locks: turns lock the citizen's first.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, Executable, delete, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Address, Edit, Reply, Retract, Say, Typing
from bot.staffroom import Post, Posting, Thread
from bot.storage.bells import sends
from bot.storage.encryption import Unreadable
from bot.storage.erasing import erase
from bot.storage.inbox import Inbox
from bot.storage.models import cases, outbox, posts, talks
from bot.storage.records import Broken, Forgotten

REPLIES: TypeAdapter[Say | Edit | Retract | Typing | Post | Thread] = TypeAdapter(
    Annotated[Say | Edit | Retract | Typing | Post | Thread, Field(discriminator="kind")]
)


class Posts(Inbox):
    """The way to the staff group; without one nothing is posted."""

    staff_room: Address | None = None

    async def post(
        self,
        connection: AsyncConnection,
        *said: Reply | Posting,
        to: Address | None = None,
    ) -> None:
        """Queue for the staff room (or another), in order, within a transaction."""
        room = to or self.staff_room
        if room is None or not said:
            return
        now = self.clock()
        talk = (await self.find_or_add_talks(connection, [room], now))[room]
        locked = select(talks).where(talks.c.id == talk).with_for_update()
        row = (await connection.execute(locked)).one()
        values = [
            {
                "talk_id": talk,
                "reply": self.seal(REPLIES.dump_json(one), "outbox.reply"),
                "proactive": False,
                "created": now,
                "due": now,
            }
            for one in said
        ]
        await connection.execute(insert(outbox), values)
        soonest = max(now, row.send_after or now)
        due = soonest if row.send_due is None else min(row.send_due, soonest)
        await connection.execute(update(talks).where(talks.c.id == talk).values(send_due=due))
        bell = sends(room.channel)
        await self.notify(connection, [bell])
        if not self.postgresql:
            self.ring([bell])  # whoever wakes waits for this transaction before it looks

    async def erase_talk(
        self, connection: AsyncConnection, talk: int, now: datetime, *, except_waiting: bool = False
    ) -> Forgotten:
        """Erase a talk everywhere, also where its cases stand in the staff group."""
        merged = cases.alias()  # words of theirs may stand under the case that went on for both
        into = select(merged.c.merged_into).where(merged.c.talk_id == talk)
        theirs = (cases.c.talk_id == talk) | cases.c.case.in_(into)
        going = await self.taken_back(connection, theirs)
        erased = await erase(connection, talk, now, except_waiting=except_waiting)
        await self.post(connection, *going)
        return erased

    async def taken_back(
        self, connection: AsyncConnection, which: ColumnElement[bool]
    ) -> list[Reply | Posting]:
        """What takes cases back from the staff group; what still waits is dropped.

        To be posted when all else is done: the room is locked last.
        """
        theirs = select(cases).where(which).order_by(cases.c.id)
        going: list[Reply | Posting] = []
        for case in (await connection.execute(theirs)).all():
            about = posts.c.case_id == case.id
            if case.thread is not None:
                going.append(Thread("drop", case.case, thread=case.thread))
            else:
                listed = select(posts.c.message).where(about).order_by(posts.c.id)
                going += [Retract(m) for m in (await connection.execute(listed)).scalars()]
            await connection.execute(delete(posts).where(about))
            lost = update(cases).where(cases.c.id == case.id).values(thread=None)
            await connection.execute(lost)
            await self._drop_waiting(connection, case.case)
        return going

    async def _drop_waiting(self, connection: AsyncConnection, case: str) -> None:
        """Postings of the case that still wait are not sent any more."""
        if self.staff_room is None:
            return
        here = talks.c.hash == self.hash_address(self.staff_room)
        waiting = select(outbox.c.id, outbox.c.reply).join(talks).where(here)
        for row in (await connection.execute(waiting)).all():
            with suppress(Unreadable, ValueError):
                read = REPLIES.validate_json(self.unseal(row.reply, "outbox.reply"))
                if not isinstance(read, Post | Thread) or read.case != case:
                    continue
                await connection.execute(delete(outbox).where(outbox.c.id == row.id))


async def threaded(connection: AsyncConnection, posting: Posting) -> Posting:
    """The posting with its place: the case's topic, else the first message about it."""
    if posting.thread is not None or not posting.case:
        return posting
    found = select(cases.c.id, cases.c.thread).where(cases.c.case == posting.case)
    case = (await connection.execute(found)).one_or_none()
    if case is None:
        return posting
    if isinstance(posting, Thread) or case.thread is not None or posting.reply_to is not None:
        return replace(posting, thread=case.thread)
    first = select(posts.c.message).where(posts.c.case_id == case.id).order_by(posts.c.id).limit(1)
    return replace(posting, reply_to=(await connection.execute(first)).scalar_one_or_none())


def recorded(reply: Reply | Posting | Broken, message: str | None) -> Executable | None:
    """What is to be kept of where a posting went."""
    if message is None:
        return None
    match reply:
        case Thread(act="open", case=case):
            return update(cases).where(cases.c.case == case).values(thread=message)
        case Post(case=case) if case:
            known: Any = select(cases.c.id, literal(message)).where(cases.c.case == case)
            return insert(posts).from_select(["case_id", "message"], known)
        case _:
            return None
