"""Personal data from the first byte: what was typed stands in no file, log, figure or export."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from canaries import CANARIES, ID, NAME, OTP, PHONE, files_holding

from bot.app import HEART
from bot.channels.web import WebChannel
from bot.library import Library
from bot.messages import Address, FileRef, Say
from bot.metrics import Metrics
from bot.platforms import Raw
from bot.rendering import opener
from bot.storage.store import Store
from bot.worker import Worker

LAN = Address("web", "canary-talk-7431")
SAID = (
    f"mã otp là {OTP} nhập giúp tôi",
    f"tôi tên là {NAME}, số căn cước {ID}, sđt {PHONE}, xin giấy phép nuôi voi",
    f"gọi lại cho tôi số {PHONE} nhé, xin giấy phép nuôi voi",
    "gặp cán bộ",
)
SHEET = (
    "nhập hộ khẩu",
    "f:tk-ct01",
    "y:tk-ct01",
    "xã Tân Đông, Tây Ninh",
    "nhà mình",
    "số 44, đường 785",
    NAME,
    "20/05/1996",
    "nữ",
    ID,
    PHONE,
    "gõ sau",
    "chủ hộ",
    "không",
    "d:tk-ct01",
    "f:tk-ct07",
    "u:tk-ct07:yes",
    f"mã otp là {OTP}",
    "gặp cán bộ",
)


async def say(store: Store, worker: Worker[Library], number: object, words: str) -> None:
    """Type it, or press it where it is a button's value; the bot answers."""
    pressed = words if re.match(r"[a-z]:", words) else None
    body = json.dumps({"text": "" if pressed else words, "pressed": pressed})
    await store.keep("web", [Raw(f"{LAN.talk}:{number}", LAN.talk, body)])
    while await worker.turn_once():
        pass


@pytest.fixture
async def lived(
    store: Store, library: Library, capfd: pytest.CaptureFixture[str]
) -> tuple[Store, Metrics, str]:
    """A talk full of personal data has been had, answered and read."""
    metrics = Metrics()
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    worker = Worker(store, lambda: library, (web,), HEART, metrics=metrics)
    for number, text in enumerate(SAID):
        await say(store, worker, number, text)
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


@pytest.mark.parametrize("canary", [ID, OTP])
async def test_what_may_never_be_kept_is_not_even_in_ones_own_export(
    canary: str, lived: tuple[Store, Metrics, str]
) -> None:
    assert canary not in str(await lived[0].export(LAN))


# ---- a declaration: what was asked for is kept, sealed, and gone when it is to go


@pytest.fixture
async def filled(
    store: Store, library: Library, capfd: pytest.CaptureFixture[str]
) -> tuple[Store, Metrics, Worker[Library], list[FileRef], str]:
    """Somebody filled in CT01, used the answers again for a second sheet, and asked staff."""
    metrics = Metrics()
    web = WebChannel(lambda raws: store.keep("web", raws), store.stream, store.acknowledge)
    worker = Worker(store, lambda: library, (web,), HEART, metrics=metrics)
    for number, words in enumerate(SHEET):
        await say(store, worker, number, words)
    read = await store.unread(LAN)
    files = [file for _, reply in read if isinstance(reply, Say) for file in reply.files]
    logged = capfd.readouterr()
    return store, metrics, worker, files, logged.out + logged.err


async def test_a_filled_sheet_leaves_nothing_readable_anywhere(
    filled: tuple[Store, Metrics, Worker[Library], list[FileRef], str],
    library: Library,
    tmp_path: Path,
) -> None:
    store, metrics, _worker, files, logged = filled
    open_file = opener(lambda: library, store.export)
    assert [(await open_file(file))[:2] for file in files] == [b"%P", b"PK"]
    await store.rotate()
    assert files_holding(tmp_path, *CANARIES) == []
    seen_by_staff = f"{await store.list_cases()}{await store.unanswered()}{await store.parked()}"
    for canary in CANARIES:
        assert canary not in logged
        assert canary not in metrics.text().decode()
        assert canary not in seen_by_staff


async def test_a_person_s_own_export_tells_them_and_erasing_leaves_none(
    filled: tuple[Store, Metrics, Worker[Library], list[FileRef], str],
    tmp_path: Path,
) -> None:
    store, _metrics, worker, _files, _logged = filled
    own = str(await store.export(LAN))
    assert all(told in own for told in (NAME, ID, PHONE))
    assert OTP not in own
    await say(store, worker, "forget", "xoá dữ liệu")
    await say(store, worker, "yes", "Xoá hết")
    left = str(await store.export(LAN))
    assert not [canary for canary in CANARIES if canary in left]
    await store.scrub()
    assert files_holding(tmp_path, *CANARIES) == []


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    planted = tmp_path / "deep" / "file.db"
    planted.parent.mkdir()
    planted.write_bytes(b"\x00 a bird in plain sight \x00")
    assert files_holding(tmp_path, "bird") == [planted]
    assert files_holding(tmp_path, "cat") == []
