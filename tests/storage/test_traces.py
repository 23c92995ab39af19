"""What was typed stands in clear nowhere on the disk, and once erased not even sealed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from talking import LAN, OpenStore, heard, raw, turn

from bot.messages import Address, AddToCase, Forget, KeepQuestion, OpenCase, SetTimer
from bot.session import Session
from bot.storage.models import SEALED, inbox, outbox
from bot.storage.records import Periods
from bot.storage.store import Store

CANARY = "OTP 482913 của Trần Thị Mơ"
SIGNS = ("482913", "Trần Thị Mơ", "telegram-chat-55501")


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_no_text_and_no_address_is_in_clear_in_any_file_of_sqlite(
    store: Store, tmp_path: Path
) -> None:
    who = Address("telegram", SIGNS[2])
    await store.keep("telegram", [raw("9", who.talk, f'{{"text": "{CANARY}"}}')])
    lease = await store.lease()
    assert lease is not None
    effects = (
        OpenCase("KH7M2P4X", CANARY, (f"citizen: {CANARY}",), "asked", own=CANARY),
        AddToCase("KH7M2P4X", CANARY, own=CANARY),
        KeepQuestion(CANARY, "unknown"),
        SetTimer("t", lease.arrived, CANARY),
    )
    said = turn(CANARY, effects=effects, session=Session(place=CANARY, transcript=(CANARY,)))
    await store.commit(lease, said)
    await store.keep("telegram", [raw("10", who.talk, CANARY)])
    if not store.postgresql:
        found = on_disk(tmp_path)
        assert len(found) > 10_000
        assert not [sign for sign in SIGNS if sign.encode() in found]
        return
    async with store.reading() as connection:
        for table in {table for table, _ in SEALED}:
            shown = repr((await connection.execute(select(table))).all())
            assert not [sign for sign in SIGNS if sign in shown]


async def sealed_bytes(store: Store) -> list[bytes]:
    """The ciphertexts of inbox and outbox, to look for them once they are erased."""
    async with store.reading() as connection:
        bodies = (await connection.execute(select(inbox.c.body))).scalars().all()
        replies = (await connection.execute(select(outbox.c.reply))).scalars().all()
    return [part for part in (*bodies, *replies) if part is not None]


async def test_erased_bytes_are_gone_from_the_database_file_and_its_log(
    store: Store, tmp_path: Path
) -> None:
    if store.postgresql:
        await store.scrub()  # its files are the server's; the rows are gone, see the next test
        return
    for text in (CANARY, CANARY * 400):  # on one page, and over many
        await store.put(heard(text))
    planted = await sealed_bytes(store)
    while (lease := await store.lease()) is not None:
        await store.commit(lease, turn(CANARY * 100))
    planted += await sealed_bytes(store)
    assert len(planted) == 4
    assert all(part[:48] in on_disk(tmp_path) for part in planted)
    last = max(row for row, _ in await store.unread(LAN))
    await store.acknowledge(LAN, last)
    await store.sweep(Periods())
    left = on_disk(tmp_path)
    assert not any(part[:48] in left or part[-48:] in left for part in planted)
    assert (tmp_path / "troly.db-wal").stat().st_size == 0


async def test_a_done_turn_leaves_an_id_that_tells_of_nobody(store: Store) -> None:
    await store.put(heard(CANARY, event="web:khách-hàng-17"))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn())
    async with store.reading() as connection:
        [row] = (await connection.execute(select(inbox))).all()
    assert (row.body, row.talk_id) == (None, None)
    assert row.done is not None
    assert "17" not in row.channel + row.kind
    assert not await store.put(heard(CANARY, event="web:khách-hàng-17"))


async def test_two_databases_hash_one_address_differently(
    open_another: OpenStore, tmp_path: Path
) -> None:
    store = await open_another()
    here = store.hash_address(LAN)
    assert here == (await open_another()).hash_address(LAN)
    store._pepper = b"another"
    assert store.hash_address(LAN) != here


async def test_a_forgotten_person_leaves_no_sealed_byte(store: Store, tmp_path: Path) -> None:
    await store.put(heard(CANARY))
    lease = await store.lease()
    assert lease is not None
    planted = await sealed_bytes(store)
    await store.commit(lease, turn(effects=(Forget(),)))
    counted = await store.lease()  # what was erased is said, then that goes too
    assert counted is not None
    await store.skip(counted)
    await store.scrub()
    if not store.postgresql:
        assert not any(part[:48] in on_disk(tmp_path) for part in planted)
    assert await sealed_bytes(store) == []
