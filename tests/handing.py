"""Short ways for tests of the desk: a case is opened by a turn, staff's events are served."""

from __future__ import annotations

from dataclasses import replace

from talking import LAN, heard, turn

from bot.messages import Address, Effect, Event, OpenCase
from bot.routing import Team
from bot.storage.records import Case
from bot.storage.store import Store

BINH = Address("telegram", "binh")
OPENED = OpenCase(
    case="KH7M2P4X",
    question="xin giấy phép nuôi voi",
    transcript=("citizen: xin giấy phép nuôi voi", "bot: Cháu chưa có hướng dẫn."),
    reason="asked",
    topic="dang-ky-khai-sinh",
    place="tay-ninh/tan-dong",
)
SECOND = replace(OPENED, case="M2P4XKH7", question="nuôi voi có phải xin phép không")


async def do(store: Store, *effects: Effect, address: Address = LAN) -> None:
    """A turn of a citizen's that leads to these effects; what waits before it is served."""
    said = heard(address=address)
    await store.put(said)
    for _ in range(500):  # a talk that another process holds is looked at again
        lease = await store.lease()
        if lease is not None:
            ours = lease.content == said
            await store.commit(lease, turn(effects=effects if ours else ()))
            if ours:
                return
    raise AssertionError("the turn never came")


async def served(store: Store) -> list[Event]:
    """What waits for citizens' talks now, taken one after another."""
    found: list[Event] = []
    while (lease := await store.lease()) is not None:
        found.append(lease.content)  # type: ignore[arg-type] # tests put events alone
        await store.commit(lease, turn())
    return found


async def found(store: Store, case: str = "KH7M2P4X") -> Case:
    """A case that is there."""
    case_found = await store.case(case)
    assert case_found is not None
    return case_found


async def team(store: Store, name: str = "Tổ Tân Đông", **parts: object) -> int:
    """A new team; its number."""
    number = await store.put_team(Team(0, name, **parts), "Trưởng")  # type: ignore[arg-type]
    assert isinstance(number, int)
    return number
