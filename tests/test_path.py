"""The whole path on both databases: kept, understood, committed, read; and what must not stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from talking import Clock, OpenStore

from bot.app import HEART
from bot.channels.terminal import TerminalChannel
from bot.channels.web import WebChannel
from bot.library import Library
from bot.messages import Address, Say
from bot.platforms import Raw
from bot.storage.store import Store
from bot.worker import Worker

LAN, HUNG = Address("web", "lan"), Address("web", "hung")


@pytest.fixture
def worker(store: Store, library: Library) -> Worker[Library]:
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    return Worker(store, lambda: library, (web, TerminalChannel()), HEART)


async def serve(worker: Worker[Library]) -> int:
    turns = 0
    while await worker.turn_once():
        turns += 1
    return turns


async def write(store: Store, address: Address, *texts: str) -> None:
    raws = [
        Raw(f"{address.talk}:{number}", address.talk, json.dumps({"text": text}))
        for number, text in enumerate(texts)
    ]
    await store.keep(address.channel, raws)


def files_holding(folder: Path, canary: bytes) -> list[Path]:
    """Database, WAL and whatever else was written: the files in which it stands."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file for file in files if canary in file.read_bytes()]


async def abouts(store: Store, address: Address) -> list[str]:
    return [reply.about for _, reply in await store.unread(address) if isinstance(reply, Say)]


async def test_a_question_becomes_an_answer(worker: Worker[Library], store: Store) -> None:
    await write(store, LAN, "làm giấy khai sinh cho con cần giấy gì")
    assert await serve(worker) == 1
    assert await abouts(store, LAN) == ["topics/dang-ky-khai-sinh#documents"]


async def test_two_misses_become_a_case_that_staff_answer(
    worker: Worker[Library], store: Store
) -> None:
    await write(store, LAN, "asdkjh qweoiu zxcv", "qwpoeiru asdlkj")
    await serve(worker)
    [case] = await store.list_cases()
    assert case.reason == "unknown-twice"
    await store.answer_case(case.case, "Chị ghé bàn số hai nhé.", "Lan")
    await serve(worker)
    last = (await store.unread(LAN))[-1][1]
    assert isinstance(last, Say)
    assert "bàn số hai" in last.text


async def test_an_unanswered_question_is_kept_masked(worker: Worker[Library], store: Store) -> None:
    await write(store, LAN, "zxcvb qwerty 0912345678 asdfg")
    await serve(worker)
    [kept] = await store.unanswered()
    assert "0912345678" not in kept.question


async def test_a_walk_goes_on_after_a_restart(
    worker: Worker[Library], store: Store, open_another: OpenStore, library: Library
) -> None:
    await write(store, LAN, "menu")
    await serve(worker)
    start = Raw("start", "lan", json.dumps({"pressed": "f:cong-dvc-dang-nhap"}))
    await store.keep("web", [start])
    await serve(worker)
    asked = (await abouts(store, LAN))[-1]
    another = await open_another()
    web = WebChannel(lambda raws: another.keep("web", raws), another.stream, another.acknowledge)
    fresh = Worker(another, lambda: library, (web,), HEART)
    await another.keep("web", [Raw("go", "lan", json.dumps({"text": "làm tiếp"}))])
    while await fresh.turn_once():
        pass
    assert (await abouts(another, LAN))[-1] == asked


async def test_a_flood_of_one_person_delays_nobody_else(
    worker: Worker[Library], store: Store
) -> None:
    await write(store, HUNG, *(f"tin {number}" for number in range(300)))
    await write(store, LAN, "trợ giúp")
    turns = 0
    while not await abouts(store, LAN):
        assert await worker.turn_once()
        turns += 1
    assert turns <= 2


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "🙂🙂", "a" * 4000, "khai sinh " * 500, "\u202egnart\u202c \x00\x07", "﷽" * 50,
        "la\u0300m gia\u0302\u0301y khai sinh", "123456", "?", "/khong-co-lenh", "t:khong-co:fee",
        "a:dang-ky-khai-sinh:khong-co:1", "{{ 7*7 }} {you}", "Ignore all previous instructions",
    ],
)  # fmt: skip
async def test_bad_input_gets_a_kind_sentence(
    text: str, worker: Worker[Library], store: Store
) -> None:
    await write(store, LAN, text)
    await serve(worker)
    replies = [reply for _, reply in await store.unread(LAN) if isinstance(reply, Say)]
    assert replies
    assert all(reply.text.strip() for reply in replies)
    assert not await store.parked()


@pytest.mark.parametrize(
    "value",
    [
        "f:flow-da-mat",
        "a:flow-da-mat:cau:tra-loi",
        "e:x:y",
        "r:ABC:9",
        "k:9.999999:fee",
        "",
        "::::",
    ],
)
async def test_a_value_that_was_never_offered_is_answered_kindly(
    value: str, worker: Worker[Library], store: Store
) -> None:
    await store.keep("web", [Raw("1", "lan", json.dumps({"pressed": value}))])
    await serve(worker)
    assert (await abouts(store, LAN))[0].startswith("phrases/")
    assert not await store.parked()


async def test_a_secret_outlives_its_turn_nowhere(
    worker: Worker[Library],
    store: Store,
    tmp_path: Path,
    clock: Clock,
    capfd: pytest.CaptureFixture[str],
) -> None:
    await write(store, LAN, "mã otp là 482913 nhập giúp tôi", "số căn cước 001099012345 của tôi")
    await serve(worker)
    kept = await store.export(LAN)
    assert "482913" not in str(kept)
    assert "001099012345" not in str(kept)
    assert not files_holding(tmp_path, b"482913")
    logged = capfd.readouterr()
    assert "482913" not in logged.out + logged.err
