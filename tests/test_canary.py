"""Personal data from the first byte: what was typed stands in no file, log, figure or export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.library import Library
from bot.messages import Address
from bot.metrics import Metrics
from bot.platforms import Raw
from bot.storage.store import Store
from bot.worker import Worker

LAN = Address("web", "canary-talk-7431")
ID, PHONE, OTP, NAME = "072198001234", "0912345678", "482913", "Nguyễn Thị Hoàng Yến Vy"
SAID = (
    f"mã otp là {OTP} nhập giúp tôi",
    f"tôi tên là {NAME}, số căn cước {ID}, sđt {PHONE}, xin giấy phép nuôi voi",
    f"gọi lại cho tôi số {PHONE} nhé, xin giấy phép nuôi voi",
    "gặp cán bộ",
)


def files_holding(folder: Path, canary: str) -> list[Path]:
    """Database, WAL, keys, whatever was written: the files in which it stands."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return [file for file in files if canary.encode() in file.read_bytes()]


@pytest.fixture
async def lived(
    store: Store, library: Library, capfd: pytest.CaptureFixture[str]
) -> tuple[Store, Metrics, str]:
    """A talk full of personal data has been had, answered and read."""
    metrics = Metrics()
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    worker = Worker(store, lambda: library, (web,), HEART, metrics=metrics)
    for number, text in enumerate(SAID):
        raw = Raw(f"{LAN.talk}:{number}", LAN.talk, json.dumps({"text": text}))
        await store.keep("web", [raw])
        while await worker.turn_once():
            pass
    read = await store.unread(LAN)
    await store.acknowledge(LAN, read[-1][0])
    logged = capfd.readouterr()
    return store, metrics, logged.out + logged.err


@pytest.mark.parametrize("canary", [ID, PHONE, OTP, NAME, LAN.talk])
async def test_it_stands_in_no_file_log_or_figure(
    canary: str, lived: tuple[Store, Metrics, str], tmp_path: Path
) -> None:
    _store, metrics, logged = lived
    assert files_holding(tmp_path, canary) == []
    assert canary not in logged
    assert canary not in metrics.text().decode()


@pytest.mark.parametrize("canary", [ID, PHONE, OTP, NAME])
async def test_staff_and_curation_never_see_it(
    canary: str, lived: tuple[Store, Metrics, str]
) -> None:
    store = lived[0]
    assert canary not in str(await store.list_cases())
    assert canary not in str(await store.unanswered())
    assert canary not in str(await store.export(LAN))
