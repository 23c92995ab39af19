"""My data from end to end: told in words, given as files, erased everywhere and said to be."""

from __future__ import annotations

import json

import pytest

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.library import Library
from bot.messages import Address, FileRef, Say
from bot.platforms import Raw
from bot.rendering import opener
from bot.storage.store import Store
from bot.worker import Worker

LAN = Address("web", "lan-7431")


class Home:
    """A citizen at the web page, and the worker that answers."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store, self.library = store, library
        web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
        self.worker = Worker(store, lambda: library, (web,), HEART)
        self.number = 0

    async def says(self, text: str) -> list[Say]:
        """Type it, and read what comes."""
        self.number += 1
        body = json.dumps({"text": text})
        await self.store.keep("web", [Raw(f"{LAN.talk}:{self.number}", LAN.talk, body)])
        while await self.worker.turn_once():
            pass
        read = await self.store.unread(LAN)
        if read:
            await self.store.acknowledge(LAN, read[-1][0])
        return [reply for _, reply in read if isinstance(reply, Say)]

    async def opened(self, file: FileRef) -> str:
        return (await opener(lambda: self.library, self.store.export)(file)).decode()


@pytest.fixture
async def home(store: Store, library: Library) -> Home:
    """A walk is half done, papers are listed, staff were asked."""
    home = Home(store, library)
    for said in (
        "xin giấy phép nuôi voi",
        "gặp cán bộ",
        "làm khai sinh cho con",
        "làm từng bước",
        "đồng ý",
        "cho bé",
        "05/11/2026",
        "không có",
        "có giấy",
        "rồi",
        "chỉ làm khai sinh",
        "gõ sau",
        "trên mạng",
        "đánh dấu giấy đã có",
        "giấy chứng sinh",
    ):
        await home.says(said)
    return home


async def test_everything_that_is_kept_is_told_and_given_as_files(home: Home) -> None:
    [told] = await home.says("dữ liệu của tôi")
    assert "danh sách giấy “Làm khai sinh từng bước”, có 1 trên 3" in told.text
    given = [file for say in await home.says("Tải về tất cả") for file in say.files]
    assert [file.name for file in given] == ["du-lieu-cua-toi.txt", "du-lieu-cua-toi.json"]
    page = await home.opened(given[0])
    for words in (
        "Bé sinh ngày nào ạ? 05/11/2026",
        "✓ Giấy chứng sinh",
        "Câu hỏi đã chuyển cán bộ, mã ",
        "- xin giấy phép nuôi voi",
        "Câu hỏi ghi lại vì chưa trả lời được:",
        "Đã đồng ý cho giữ câu trả lời",
        "tự xoá sau 30 ngày",
    ):
        assert words in page, words
    read = json.loads(await home.opened(given[1]))
    assert read["session"]["run"]["answers"]["ngay-sinh"] == "2026-11-05"
    assert read["cases"][0]["question"] == "xin giấy phép nuôi voi"


async def test_an_erasure_says_what_it_erased_and_leaves_nothing(home: Home, store: Store) -> None:
    await home.says("xoá dữ liệu")
    first, second = await home.says("xoá hết")
    assert first.about == "phrases/forgotten"
    assert second.about == "phrases/erased"
    assert "câu trả lời, danh sách giấy và lịch sử trò chuyện" in second.text
    assert "nội dung 1 câu hỏi đã chuyển cán bộ" in second.text
    kept = await store.export(LAN)
    assert (kept.cases, kept.questions, kept.timers) == ((), (), ())
    assert kept.session is not None
    assert (kept.session.run, kept.session.lists, kept.session.told) == (None, {}, {})
    assert not kept.session.consent


async def test_of_whom_nothing_is_kept_the_page_says_so(library: Library, store: Store) -> None:
    page = await Home(store, library).opened(
        FileRef("x.txt", "text/plain", "kept:", '{"channel":"web","talk":"ai","day":"2026-11-22"}')
    )
    assert "ngày 22/11/2026" in page
    assert "- " not in page


async def test_the_page_tells_what_waits_too(home: Home, store: Store) -> None:
    *_, offered = await home.says("/mydata")
    assert offered.choices[0].value == "export"
    given = [file for say in await home.says("1") for file in say.files]
    await store.keep("web", [Raw("x", LAN.talk, "{}")])
    assert "đang chờ đọc: 1" in await home.opened(given[0])
