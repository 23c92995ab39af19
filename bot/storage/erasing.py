"""Erasing a talk everywhere, within whatever transaction asks for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, UpdateBase, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import (
    case_lines,
    cases,
    inbox,
    instant,
    lost_sessions,
    outbox,
    questions,
    talks,
    timers,
)
from bot.storage.records import Forgotten


async def count(connection: AsyncConnection, statement: UpdateBase) -> int:
    """Run it; how many rows it touched."""
    result = cast("CursorResult[Any]", await connection.execute(statement))
    return result.rowcount


async def erase(
    connection: AsyncConnection, talk: int, now: datetime, *, except_waiting: bool = False
) -> Forgotten:
    """Erase every text of a talk, its timers and its ties to cases and questions.

    The talk's row is left to the caller, who holds its lock. `except_waiting`: messages that came
    after the wish to be forgotten are the beginning of something new.
    """
    session = select(talks.c.session.is_not(None)).where(talks.c.id == talk)
    had_session = bool((await connection.execute(session)).scalar())
    await connection.execute(delete(lost_sessions).where(lost_sessions.c.talk_id == talk))
    return Forgotten(
        session=had_session,
        messages=await _erase_messages(connection, talk, now, except_waiting=except_waiting),
        replies=await count(connection, delete(outbox).where(outbox.c.talk_id == talk)),
        timers=await count(connection, delete(timers).where(timers.c.talk_id == talk)),
        cases=await _erase_cases(connection, talk, now),
        questions=await count(connection, delete(questions).where(questions.c.talk_id == talk)),
    )


async def _erase_messages(
    connection: AsyncConnection, talk: int, now: datetime, *, except_waiting: bool
) -> int:
    held = update(inbox).where(inbox.c.talk_id == talk, inbox.c.body.is_not(None))
    if except_waiting:
        held = held.where(inbox.c.done.is_not(None))
    done = func.coalesce(inbox.c.done, instant(now))
    return await count(connection, held.values(body=None, parked=None, done=done, talk_id=None))


async def _erase_cases(connection: AsyncConnection, talk: int, now: datetime) -> int:
    """The figures of a case stay (when, why, which topic); its words and its owner go."""
    theirs = select(cases.c.id).where(cases.c.talk_id == talk)
    await connection.execute(delete(case_lines).where(case_lines.c.case_id.in_(theirs)))
    await _pass_on(connection, talk)
    values = {
        "talk_id": None,
        "question": None,
        "own": None,
        "word": None,
        "closed": func.coalesce(cases.c.closed, instant(now)),
        "closed_by": func.coalesce(cases.c.closed_by, "forgotten"),
    }
    return await count(connection, update(cases).where(cases.c.talk_id == talk).values(values))


async def _pass_on(connection: AsyncConnection, talk: int) -> None:
    """An open case into which others' were merged goes on for one of them, without these words."""
    merged = cases.alias()
    others = merged.c.merged_into == cases.c.case, merged.c.talk_id != talk
    heir = select(func.min(merged.c.talk_id)).where(*others).correlate(cases).scalar_subquery()
    open_cases = cases.c.talk_id == talk, cases.c.closed.is_(None), heir.is_not(None)
    values = {"talk_id": heir, "question": None, "own": None}
    await connection.execute(update(cases).where(*open_cases).values(values))
