"""The way out: replies to push channels, in order, at each platform's pace, until they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from bot.messages import Address, Reply, Retract, Typing
from bot.metrics import Metrics
from bot.platforms import Capabilities, Delivery, Later, Never, PushChannel, Sent
from bot.settings import Night
from bot.staffroom import Post, Posted, Posting, Thread
from bot.stopping import to_the_end
from bot.storage.bells import heard_within, sends
from bot.storage.records import Broken, Claim, Wait
from bot.storage.store import Store
from bot.takeover import whereabouts
from bot.worker import is_outage

DELIVERY_SECONDS = 25.0  # a delivery that takes longer may have arrived or not: it is tried again
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_PAUSE = 300.0
MOST_FAULTS = 3
POLL_SECONDS = 1.0

Pace = Callable[[Capabilities, Address], float]

log = structlog.get_logger("delivery")


def talk_pace(capabilities: Capabilities, _address: Address) -> float:
    """Seconds between two messages to one talk, as the channel declares it."""
    return 1 / capabilities.per_talk_second if capabilities.per_talk_second else 0.0


def pause(tries: int) -> float:
    """Seconds until the next try: 1, 2, 4 … at most five minutes."""
    return min(LONGEST_PAUSE, 2.0 ** min(tries, 16))


class Deliverer:
    """Sends what the outbox holds for push channels. Any number may share a database."""

    def __init__(
        self,
        store: Store,
        channels: Iterable[PushChannel],
        *,
        night: Night | None = None,
        metrics: Metrics | None = None,
        pace: Pace = talk_pace,
        senders: int = 4,
        posted: Posted | None = None,
    ) -> None:
        """`pace` may be stricter for some addresses (groups); `senders` at once per channel.

        `posted` carries postings to the staff group.
        """
        pushing = [channel for channel in channels if channel.capabilities.delivery == "push"]
        self._store = store
        self._channels = {channel.name: channel for channel in pushing}
        self._night = night
        self._metrics = metrics or Metrics()
        self._pace = pace
        self._senders = senders
        self._posted = posted
        self._looking = {name: asyncio.Lock() for name in self._channels}

    async def run(self) -> None:
        """Deliver until cancelled; a delivery that has begun is finished first."""
        async with asyncio.TaskGroup() as tasks:
            for name in self._channels:
                for _ in range(self._senders):
                    tasks.create_task(self._serve(name))

    async def _serve(self, name: str) -> None:
        """One sender looks for the next reply at a time; the others send meanwhile."""
        channel = self._channels[name]
        with self._store.bells.listening(sends(name)) as bell:
            while True:
                try:
                    async with self._looking[name]:
                        claim = await self._next(channel, bell)
                    await to_the_end(self._send_claimed(channel, claim))
                except Exception as fault:
                    if not is_outage(fault):
                        raise
                    log.warning("database out of reach", fault=whereabouts(fault))
                    await heard_within(bell, POLL_SECONDS)

    async def _next(self, channel: PushChannel, bell: asyncio.Event) -> Claim:
        """The next reply that may go, waiting for it."""
        while True:
            bell.clear()
            match await self._claim(channel):
                case Claim() as claim:
                    return claim
                case Wait(seconds, paced=True):
                    await asyncio.sleep(seconds)
                case Wait(seconds):
                    await heard_within(bell, min(seconds, POLL_SECONDS))
                case None:
                    await heard_within(bell, POLL_SECONDS)

    async def _claim(self, channel: PushChannel) -> Claim | Wait | None:
        """A look at the outbox; what it claims is sent, also when it is stopped meanwhile."""
        rate = channel.capabilities.per_second
        claiming = asyncio.ensure_future(self._store.claim(channel.name, per_second=rate))
        try:
            return await asyncio.shield(claiming)
        except asyncio.CancelledError:
            claimed = await claiming
            if isinstance(claimed, Claim):
                await self._send_claimed(channel, claimed)
            raise

    async def send_once(self, name: str) -> Wait | bool:
        """Deliver one reply of a channel; False when none waits, Wait when none may go yet."""
        channel = self._channels[name]
        claim = await self._store.claim(name, per_second=channel.capabilities.per_second)
        if not isinstance(claim, Claim):
            return claim or False
        await self._send_claimed(channel, claim)
        return True

    async def _send_claimed(self, channel: PushChannel, claim: Claim) -> None:
        outcome = await self._handle(channel, claim)
        self._metrics.deliveries.labels(channel.name, outcome).inc()

    async def _handle(self, channel: PushChannel, claim: Claim) -> str:
        """What came of it, in a word."""
        address, reply = claim.address, claim.reply
        if isinstance(address, Broken):
            return await self._park(claim, address.why)
        if isinstance(reply, Broken):
            return await self._park(claim, reply.why)
        morning = self._held_until(claim)
        if morning is not None:
            await self._store.hold(claim, morning)
            return "held"
        return await self._deliver(channel, claim, address, reply)

    def _held_until(self, claim: Claim) -> datetime | None:
        if not claim.proactive or self._night is None:
            return None
        return self._night.until(self._store.clock())

    async def _deliver(
        self, channel: PushChannel, claim: Claim, address: Address, reply: Reply | Posting
    ) -> str:
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                outcome = await self._send(channel, address, reply)
        except TimeoutError:
            outcome = Later(0, "no answer in time")
        except Exception as fault:  # noqa: BLE001 - a channel's fault must not stop the others
            return await self._fault(claim, fault)
        match outcome:
            case Sent(message):
                quiet = isinstance(reply, Typing | Retract)
                pace = 0 if quiet else self._pace(channel.capabilities, address)
                await self._store.sent(claim, pace, message)
                return "sent"
            case Later(seconds, reason):
                return await self._later(claim, seconds, reason)
            case Never(reason):
                return await self._park(claim, reason)

    async def _send(
        self, channel: PushChannel, address: Address, reply: Reply | Posting
    ) -> Delivery:
        if not isinstance(reply, Post | Thread):
            return await channel.deliver(address, reply)
        if self._posted is None:
            return Never("nobody here posts to groups")
        return await self._posted(address, reply)

    async def _later(self, claim: Claim, seconds: float, reason: str) -> str:
        if self._store.clock() - claim.created > GIVE_UP_AFTER:
            return await self._park(claim, f"given up after a day: {reason}")
        await self._store.postpone(claim, max(seconds, pause(claim.tries)))
        return "later"

    async def _fault(self, claim: Claim, fault: Exception) -> str:
        log.error("delivery failed", talk=claim.hash[:12], fault=whereabouts(fault))
        if claim.faults + 1 >= MOST_FAULTS:
            return await self._park(claim, whereabouts(fault))
        await self._store.postpone(claim, pause(claim.tries), fault=True)
        return "fault"

    async def _park(self, claim: Claim, reason: str) -> str:
        log.warning("parked", talk=claim.hash[:12], reason=reason)
        await self._store.park(claim, reason)
        return "parked"
