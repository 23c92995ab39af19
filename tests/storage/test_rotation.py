"""Keys change while everything runs; nothing is lost and nothing old stays."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import select, update
from talking import LAN, OpenStore, heard, raw, turn, words_for

from bot.messages import Address, OpenCase
from bot.session import Session
from bot.storage.encryption import Keyring, make_key, parse_keys
from bot.storage.models import SEALED, talks
from bot.storage.store import Store


async def key_names(store: Store) -> set[bytes]:
    """The keys that sealed whatever is kept."""
    names: set[bytes] = set()
    async with store.reading() as connection:
        for _table, column in SEALED:
            cells = (await connection.execute(select(column))).scalars()
            names |= {cell[:4] for cell in cells if cell is not None}
    return names


async def test_a_rotation_seals_everything_anew_while_a_worker_serves(
    open_another: OpenStore,
) -> None:
    serving, rotating = await open_another(), await open_another()
    people = [Address("web", f"p{n}") for n in range(10)]
    for n in range(3):
        await serving.keep("web", [raw(f"{n}-{who.talk}", who.talk) for who in people])
    served = 0

    async def serve() -> None:
        nonlocal served
        while (lease := await serving.lease()) is not None:
            assert isinstance(lease.session, Session)
            await serving.commit(lease, turn(str(served), session=Session(topic="x")))
            served += 1

    serving_task = asyncio.create_task(serve())
    for _ in range(3):
        done = await rotating.rotate()
        assert done.broken == 0
    await serving_task
    assert served == 30
    await rotating.rotate()
    assert await key_names(serving) == {rotating.keyring.names[0]}
    assert len(rotating.keyring.names) == 2
    assert len(await words_for(serving, people[0])) == 3
    assert (await serving.export(people[0])).session == Session(topic="x")


async def test_a_rotation_reaches_long_columns_in_steps(store: Store) -> None:
    await store.keep("web", [raw(n, f"p{n}") for n in range(210)])
    before = store.keyring.names[0]
    done = await store.rotate()
    assert done.resealed == 210 * 2 + 1  # bodies, addresses, and the key of the hashes
    assert before not in await key_names(store)


async def test_what_no_key_opens_is_counted_and_left(store: Store) -> None:
    await store.put(heard())
    async with store.writing() as connection:
        await connection.execute(update(talks).values(session=b"harm"))
    assert (await store.rotate()).broken == 1
    async with store.reading() as connection:
        assert (await connection.execute(select(talks.c.session))).scalar() == b"harm"


async def test_keys_from_a_setting_rotate_to_the_newest_given(
    open_another: OpenStore, tmp_path: Path
) -> None:
    store = await open_another()
    await store.put(heard())
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=(OpenCase("KH7M2P4X", "q", ("bot: a",), "asked"),)))
    old = (tmp_path / "keys").read_text().strip()
    new = make_key()
    store.keyring = Keyring(parse_keys(f"{new},{old}"))
    assert (await store.rotate()).resealed == 5
    store.keyring = Keyring(parse_keys(new))
    assert (await store.export(LAN)).cases[0].question == "q"
