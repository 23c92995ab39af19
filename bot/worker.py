"""The one path: lease a talk, think, commit. Also rings timers, sweeps, takes publishes over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.channels.parts import parts
from bot.counting import counted
from bot.messages import Event, OpenCase, Reply
from bot.metrics import Metrics
from bot.platforms import Channel, Raw
from bot.references import reference
from bot.session import Session
from bot.staffroom import GroupHeard
from bot.stopping import to_the_end
from bot.storage.bells import TURNS, heard_within
from bot.storage.records import Broken, Lease, LeaseLost, Periods
from bot.storage.store import Store
from bot.storage.talks import MOST_TRIES
from bot.takeover import Takeover, whereabouts
from bot.turn import Turn

L = TypeVar("L")
POLL_SECONDS = 1.0
SWEEP_SECONDS = 3600.0
COUNT_SECONDS = 15.0
WATCH_SECONDS = 60.0  # how often clocks of cases are looked at
# classes of SQLSTATE: connection, deadlock, resources, lock, operator, system
OUTAGES = ("08", "40", "53", "55", "57", "58")

log = structlog.get_logger("worker")


@dataclass(frozen=True, slots=True)
class Heart(Generic[L]):
    """The pure functions that turns are made of; L is the library that they read."""

    respond: Callable[[L, Session, Event], Turn]
    session_lost: Callable[[L, Event], Turn]  # tells the citizen that the talk begins anew
    sorry: Callable[[L, Event, str], Turn]  # an apology with a reference number


class Groups(Protocol):
    """Who answers in groups: the desk, not the conversation."""

    def read(self, raw: Raw, at: datetime) -> GroupHeard | None:
        """What was said in a group; None when the raw form is of a private talk."""

    async def take(self, lease: Lease, heard: GroupHeard) -> None:
        """Do what it asks, in one transaction. Raises LeaseLost."""


class CannotRead(Exception):  # noqa: N818 - what was kept is at fault, not the program
    """A kept row that is not to be read: damaged, or of a key that is gone."""


def is_outage(fault: BaseException) -> bool:
    """Whether the database was out of reach: nobody's message is at fault, try again."""
    if isinstance(fault, DBAPIError):
        state = getattr(fault.orig, "sqlstate", None)
        if state:
            return str(state)[:2] in OUTAGES
        return fault.connection_invalidated or isinstance(fault, OperationalError | InterfaceError)
    return isinstance(fault, OSError | PoolTimeout)


class Worker(Generic[L]):
    """Serves talks, the longest waiting first. Any number of workers may share a database."""

    def __init__(  # noqa: PLR0913 - the composition root names each
        self,
        store: Store,
        library: Callable[[], L],
        channels: Iterable[Channel],
        heart: Heart[L],
        *,
        metrics: Metrics | None = None,
        periods: Periods | None = None,
        generation: int = 0,
        reload: Callable[[int], Awaitable[None]] | None = None,
        turns: int | None = None,
        groups: Groups | None = None,
    ) -> None:
        """`library` gives the present one; `reload` swaps it for that of a generation.

        `turns`: how many events are in work at once (SQLite has one writer: 1; PostgreSQL: 4).
        """
        self._store = store
        self._library = library
        self._channels = {channel.name: channel for channel in channels}
        self._heart = heart
        self._metrics = metrics or Metrics()
        self._periods = periods or Periods()
        self._takeover = Takeover(reload, generation, self._metrics)
        self._groups = groups
        self._turns = turns or (4 if store.postgresql else 1)

    async def run(self) -> None:
        """Serve until cancelled; a turn that has begun is finished first."""
        try:
            async with asyncio.TaskGroup() as tasks:
                for _ in range(self._turns):
                    tasks.create_task(self._serve())
                tasks.create_task(self._repeat(POLL_SECONDS, self._store.ring_timers))
                tasks.create_task(self._repeat(SWEEP_SECONDS, self._sweep))
                tasks.create_task(self._repeat(COUNT_SECONDS, self._count))
                tasks.create_task(self._repeat(WATCH_SECONDS, self._store.watch))
                tasks.create_task(self._repeat(POLL_SECONDS, self._look))
        finally:
            self._takeover.stop()

    async def _serve(self) -> None:
        with self._store.bells.listening(TURNS) as bell:
            while True:
                bell.clear()
                try:
                    busy = await to_the_end(self.turn_once())
                except Exception as fault:
                    if not is_outage(fault):
                        raise
                    log.warning("database out of reach", fault=whereabouts(fault))
                    busy = False
                if not busy:
                    await heard_within(bell, POLL_SECONDS)

    async def _repeat(
        self, seconds: float, work: Callable[[], Coroutine[Any, Any, object]]
    ) -> None:
        while True:
            try:
                await to_the_end(work())
            except Exception as fault:
                if not is_outage(fault):
                    raise
                log.warning("database out of reach", fault=whereabouts(fault))
            await asyncio.sleep(seconds)

    async def _sweep(self) -> None:
        log.info("swept", **(await self._store.sweep(self._periods)).rows)

    async def _look(self) -> None:
        """Take a publish over also while nobody writes: the next one reads what is in force."""
        self._takeover.notice(await self._store.generation())

    async def _count(self) -> None:
        self._metrics.show(await self._store.sizes(), await self._store.case_states())

    # ---- one turn

    async def turn_once(self) -> bool:
        """Serve one event; False when nothing waits. Raises only when the database is away."""
        started = perf_counter()
        lease = await self._store.lease(self._channels)
        if lease is None:
            return False
        self._takeover.notice(lease.generation)
        try:
            await self._take(lease, started)
        except LeaseLost:
            log.warning("lease lost", talk=lease.hash[:12])
        return True

    async def _take(self, lease: Lease, started: float) -> None:
        event: Event | None = None
        try:
            if await self._heard_in_group(lease, started):
                return
            event = self._read(lease)
            if event is None:
                await self._store.skip(lease)
                return
            turn = self._fit(lease, self._think(lease, event))
            await self._store.commit(lease, turn, counted(lease.before, turn, event))
        except LeaseLost:
            raise
        except Exception as fault:
            if is_outage(fault):
                raise
            await self._fail(lease, event, fault)
            return
        self._tell(lease, event, turn, started)

    async def _heard_in_group(self, lease: Lease, started: float) -> bool:
        """Let the desk take what was said in a group."""
        if self._groups is None or not isinstance(lease.content, Raw):
            return False
        heard = self._groups.read(lease.content, lease.arrived)
        if heard is None:
            return False
        await self._groups.take(lease, heard)
        self._metrics.turns.labels(lease.address.channel, "group-heard", "").inc()
        self._metrics.turn_seconds.observe(perf_counter() - started)
        return True

    def _fit(self, lease: Lease, turn: Turn) -> Turn:
        """Replies as messages of the channel: one too long for it becomes several."""
        channel = self._channels.get(lease.address.channel)
        if channel is None:
            return turn
        fitting: list[Reply] = []
        for reply in turn.replies:
            fitting += parts(reply, channel.capabilities)
        return replace(turn, replies=tuple(fitting))

    def _read(self, lease: Lease) -> Event | None:
        match lease.content:
            case Broken(why):
                raise CannotRead(why)
            case Raw() as raw:
                return self._channels[lease.address.channel].read(raw, lease.arrived)
            case event:
                return event

    def _think(self, lease: Lease, event: Event) -> Turn:
        """The pure part. A session that cannot be read is told of, and begun anew."""
        library = self._library()
        if isinstance(lease.session, Session):
            return self._heart.respond(library, lease.session, event)
        log.warning("session unreadable", talk=lease.hash[:12], why=lease.session.why)
        lost = self._heart.session_lost(library, event)
        turn = self._heart.respond(library, lost.session, event)
        return replace(
            turn, replies=lost.replies + turn.replies, effects=lost.effects + turn.effects
        )

    async def _fail(self, lease: Lease, event: Event | None, fault: Exception) -> None:
        """Again a little later; the third time the event is parked and the citizen is told."""
        number = reference(_name(lease, event))
        reason = f"{number} {whereabouts(fault)}"
        channel = lease.address.channel
        log.error("turn failed", reference=number, talk=lease.hash[:12], fault=whereabouts(fault))
        self._metrics.faults.labels(channel).inc()
        if lease.tries + 1 < MOST_TRIES or event is None:
            await self._store.stumble(lease, reason)
            return
        try:
            sorry = self._heart.sorry(self._library(), event, number)
        except Exception as another:  # noqa: BLE001 - the apology may be what is broken
            log.error("apology failed", reference=number, fault=whereabouts(another))  # noqa: TRY400 - the message may hold words
            await self._store.stumble(lease, reason)
            return
        kept = sorry.session if isinstance(lease.session, Broken) else lease.session
        await self._store.commit(lease, replace(sorry, session=kept), park=reason)

    def _tell(self, lease: Lease, event: Event, turn: Turn, started: float) -> None:
        """One line and a few figures an event; never its text."""
        seconds = perf_counter() - started
        waited = (self._store.clock() - lease.arrived).total_seconds()
        channel = lease.address.channel
        opened = [effect.reason for effect in turn.effects if isinstance(effect, OpenCase)]
        self._metrics.turned((channel, event.kind, turn.understanding), seconds, waited, opened)
        log.info(
            "turn",
            channel=channel,
            talk=lease.hash[:12],
            kind=event.kind,
            understanding=turn.understanding,
            topic=turn.session.topic,
            ms=round(seconds * 1000, 1),
            generation=turn.session.generation,
        )


def _name(lease: Lease, event: Event | None) -> str:
    """What the reference number is derived from: the event's id, or the row's when unreadable."""
    if event is not None:
        return event.id
    return f"{lease.address.channel}:{lease.hash}:{lease.row}"
