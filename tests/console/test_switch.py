"""The off switch from the console: with a reason, noted, taken over by every worker, undone."""

from __future__ import annotations

from desk_at import Hall
from talking import LAN, heard, words_for

from bot.app import HEART, Shelf
from bot.channels.web import WebChannel
from bot.settings import read_settings
from bot.worker import Worker


async def test_switching_off_wants_a_reason_and_is_noted(hall: Hall) -> None:
    boss = await hall.enter("admin", "Trưởng")
    refused = await boss.sends("/console/tam-dung", 422, scope="all", why="x", act="off")
    assert "ghi lý do" in refused.text
    await boss.sends("/console/tam-dung", 422, scope="topic:khong-co", why="vì thế", act="off")
    assert await hall.store.switches() == []
    await boss.sends("/console/tam-dung", scope="all", why="lệ phí vừa đổi", act="off")
    assert "lệ phí vừa đổi" in await boss.reads("/console/tam-dung")
    [noted] = await hall.store.audited(about="all")
    assert (noted.who, noted.did, noted.why) == ("Trưởng", "switched off", "lệ phí vừa đổi")
    await boss.sends("/console/tam-dung", scope="all", act="on")
    assert await hall.store.switches() == []


async def test_a_running_worker_stops_answering_and_begins_again(hall: Hall) -> None:
    store = hall.store
    shelf = Shelf(read_settings(None), store, hall.library)
    web = WebChannel(store.keep, store.stream, store.acknowledge)
    worker = Worker(store, shelf.present, (web,), HEART, reload=shelf.reload)
    await store.switch_off("all", "thử", "Trưởng")
    await shelf.reload(await store.generation())
    await store.put(heard("làm khai sinh cho con cần giấy gì"))
    assert await worker.turn_once()
    [said] = await words_for(store)
    assert "tạm dừng" in said
    await store.switch_on("all", "Trưởng")
    await shelf.reload(await store.generation())
    await store.put(heard("làm khai sinh cho con cần giấy gì", LAN))
    assert await worker.turn_once()
    assert "giấy chứng sinh" in (await words_for(store))[-1].lower()
