"""A publish reaches every worker within seconds; nobody is stranded, nothing is restarted."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
from serving import listen, served, settings_in
from structlog.testing import capture_logs
from talking import OpenStore
from writing import field_of, publish, shipped

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.library import Library
from bot.messages import Address, Say
from bot.platforms import Raw
from bot.settings import read_settings
from bot.shelf import Shelf
from bot.storage.store import Store, open_store
from bot.worker import Worker

BIRTH = "dang-ky-khai-sinh"
LAN = Address("web", "lan")
FEE = "làm giấy khai sinh cho con hết bao nhiêu tiền"


def dearer() -> str:
    return shipped(BIRTH).replace("amount = 8000", "amount = 9000")


async def served_by(store: Store, library: Library, folder: Path) -> tuple[Worker[Library], Shelf]:
    shelf = Shelf(read_settings(None, TROLY_DATA_DIR=str(folder)), store, library)
    await shelf.reload(await store.generation())
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    worker = Worker(
        store, shelf.present, (web,), HEART,
        generation=shelf.present().generation, reload=shelf.reload,
    )  # fmt: skip
    return worker, shelf


async def until(condition: object, seconds: float = 10.0) -> None:
    """Wait for something that other tasks bring about."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]  # noqa: ASYNC110 - of another task
            await asyncio.sleep(0.01)


async def says(store: Store, number: str, **body: str) -> None:
    await store.keep("web", [Raw(number, "lan", json.dumps(body))])


async def replies(store: Store) -> list[Say]:
    return [reply for _, reply in await store.unread(LAN) if isinstance(reply, Say)]


async def test_two_workers_take_a_publish_over(
    open_another: OpenStore, library: Library, tmp_path: Path
) -> None:
    desk, *stores = [await open_another() for _ in range(3)]
    houses = [await served_by(store, library, tmp_path) for store in stores]
    running = [asyncio.create_task(worker.run()) for worker, _ in houses]
    try:
        await publish(desk, BIRTH, field_of(BIRTH), dearer())
        await until(lambda: all(shelf.present().generation == 1 for _, shelf in houses))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    fees = [shelf.present().topics[BIRTH].fact("fee.ban-sao") for _, shelf in houses]
    assert [fee.amount for fee in fees if hasattr(fee, "amount")] == [9000, 9000]


async def test_who_is_in_the_middle_of_a_walk_goes_on(
    store: Store, library: Library, tmp_path: Path
) -> None:
    worker, shelf = await served_by(store, library, tmp_path)
    await says(store, "1", pressed=f"f:{BIRTH}")
    await says(store, "1b", pressed=f"y:{BIRTH}")
    while await worker.turn_once():
        pass
    asked = (await replies(store))[-1].about
    await publish(store, BIRTH, field_of(BIRTH), dearer())
    await shelf.reload(await store.generation())
    await says(store, "2", text="làm giấy khai sinh hết bao nhiêu tiền")
    while await worker.turn_once():
        pass
    told, again = (await replies(store))[-2:]
    assert "9.000 đồng" in told.text
    assert again.about == asked


async def test_a_broken_revision_is_logged_and_the_rest_taken_over(
    store: Store, library: Library, tmp_path: Path
) -> None:
    _, shelf = await served_by(store, library, tmp_path)
    await publish(store, BIRTH, field_of(BIRTH), "kind = 7\n")
    await publish(store, "vneid-quen-mat-khau", "tai-khoan", "= = =")
    with capture_logs() as logs:
        await shelf.reload(await store.generation())
    assert [line["name"] for line in logs if line["event"] == "revision left out"] == [
        BIRTH, "vneid-quen-mat-khau",
    ]  # fmt: skip
    assert shelf.present().generation == 2
    assert shelf.present().topics[BIRTH] is library.topics[BIRTH]


async def test_the_answer_of_a_served_house_changes_without_a_restart(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with served(settings) as address:
        async with httpx.AsyncClient(base_url=address, timeout=20) as client:
            await client.get("/")
            first = await _asked(client, "first", 0)
            assert "8.000 đồng" in first[1]
            store = await open_store(settings)
            try:
                await publish(store, BIRTH, field_of(BIRTH), dearer())
            finally:
                await store.close()
            async with asyncio.timeout(20):
                number, told = first
                while "9.000 đồng" not in told:
                    number, told = await _asked(client, f"b{number}", number)


async def _asked(client: httpx.AsyncClient, key: str, seen: int) -> tuple[int, str]:
    await client.post("/chat/messages", json={"key": key, "text": FEE})
    [told] = await listen(client, 1, seen)
    return told
