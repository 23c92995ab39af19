"""Teams are kept whole, and a case finds its team and its clocks as it is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from handing import OPENED, do, found, team
from talking import Clock

from bot.hours import Hours
from bot.library import Library
from bot.messages import AddToCase
from bot.routing import Team
from bot.shelf import with_kept
from bot.storage.store import Store

MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)  # eight o'clock in Hà Nội


async def test_a_team_is_kept_and_changed_whole(store: Store) -> None:
    upper = await team(store, "Trung tâm tỉnh", fallback=True)
    hours = Hours(closed=frozenset({date(2027, 2, 12)}))
    whole = Team(
        0,
        "Tổ Tân Đông",
        places=("tay-ninh/tan-dong", "tay-ninh/tan-hoi"),
        topics=("dang-ky-khai-sinh",),
        languages=("vi", "km"),
        upper=upper,
        hours=hours,
        first_minutes=60,
        solve_minutes=480,
    )
    number = await store.put_team(whole, "Trưởng")
    assert isinstance(number, int)
    kept = {each.id: each for each in await store.teams()}
    assert kept[number] == replace(whole, id=number)
    changed = replace(whole, id=number, places=(), languages=("vi",), hours=Hours())
    assert await store.put_team(changed, "Trưởng") == number
    assert {each.id: each for each in await store.teams()}[number] == changed
    noted = [(line.did, line.about) for line in await store.audited(about="Tổ Tân Đông")]
    assert noted == [("changed team", "Tổ Tân Đông")] * 2


async def test_a_name_stands_once_and_nobody_is_above_themselves(store: Store) -> None:
    first, second = await team(store, "Một"), await team(store, "Hai")
    assert await store.put_team(Team(0, "Một"), "Trưởng") == "taken"
    assert await store.put_team(Team(999, "Ba"), "Trưởng") == "gone"
    assert await store.put_team(Team(second, "Hai", upper=first), "Trưởng") == second
    assert await store.put_team(Team(first, "Một", upper=second), "Trưởng") == "ring"
    assert await store.put_team(Team(first, "Một", upper=first), "Trưởng") == "ring"


async def test_an_opened_case_gets_team_origin_language_and_clocks(
    store: Store, clock: Clock
) -> None:
    number = await team(store, places=("tay-ninh/tan-dong",), first_minutes=60)
    clock.now = MONDAY
    await do(store, replace(OPENED, language="en"))
    case = await found(store)
    assert (case.team, case.team_name) == (number, "Tổ Tân Đông")
    assert (case.origin, case.language, case.practice) == ("web", "en", False)
    assert case.first_due is not None
    assert case.solve_due is not None
    assert (case.first_due - case.opened).total_seconds() == 3600
    assert f"{case.solve_due:%d %H:%M}" == "02 02:00"  # 960 working minutes of 450 a day
    assert case.waits == case.opened


async def test_without_teams_a_case_waits_for_everybody_with_the_usual_clocks(
    store: Store, clock: Clock
) -> None:
    clock.now = MONDAY
    await do(store, OPENED)
    case = await found(store)
    assert (case.team, case.team_name) == (None, "")
    assert case.first_due is not None


async def test_who_may_be_in_danger_is_to_be_answered_first(store: Store, clock: Clock) -> None:
    clock.now = MONDAY
    await do(store, replace(OPENED, reason="emergency"))
    case = await found(store)
    assert case.first_due is not None
    assert (case.first_due - case.opened).total_seconds() == 15 * 60


async def test_the_queue_of_a_team_holds_its_own_and_what_nobody_has(store: Store) -> None:
    own = await team(store, places=("tay-ninh/tan-dong",))
    other = await team(store, "Tổ Cà Mau", places=("ca-mau",))
    await do(store, OPENED)
    await do(store, replace(OPENED, case="BBBBBBBB", place="ca-mau"))
    await do(store, replace(OPENED, case="CCCCCCCC", place=None))
    codes = [case.case for case in await store.list_cases(of_teams=frozenset({own}))]
    assert codes == ["KH7M2P4X", "CCCCCCCC"]
    assert len(await store.list_cases(of_teams=frozenset({own, other}))) == 3
    assert [c.case for c in await store.list_cases(of_teams=frozenset())] == ["CCCCCCCC"]


async def test_a_dropped_team_leaves_its_open_cases_to_everybody(store: Store) -> None:
    number = await team(store, places=("tay-ninh/tan-dong",))
    await do(store, OPENED)
    assert await store.drop_team(number, "Trưởng")
    assert not await store.drop_team(number, "Trưởng")
    assert (await found(store)).team is None


async def test_who_asks_for_a_language_later_is_taken_to_who_speaks_it(store: Store) -> None:
    await team(store, places=("tay-ninh/tan-dong",))
    khmer = await team(store, "Tổ Tân Hội", places=("tay-ninh/tan-hoi",), languages=("km",))
    await do(store, OPENED)
    await do(store, AddToCase("KH7M2P4X", "cần người nói tiếng Khmer", language="km"))
    case = await found(store)
    assert (case.team, case.language) == (khmer, "km")


async def test_who_tells_where_they_live_is_taken_to_the_team_there(store: Store) -> None:
    await team(store, "Tổng đài", fallback=True)
    own = await team(store, places=("tay-ninh/tan-dong",))
    await do(store, replace(OPENED, place=None))
    assert (await found(store)).team != own
    await do(store, AddToCase(OPENED.case, "xã Tân Đông", place="tay-ninh/tan-dong"))
    case = await found(store)
    assert (case.team, case.place) == (own, "tay-ninh/tan-dong")


async def test_a_changed_team_is_noticed_by_every_worker(store: Store, library: Library) -> None:
    before = await store.generation()
    assert not (await with_kept(library, store)).by_place
    number = await team(store, places=("tay-ninh/tan-dong",))
    assert await store.generation() == before + 1
    assert (await with_kept(library, store)).by_place
    await store.drop_team(number, "Trưởng")
    assert await store.generation() == before + 2


async def test_a_claimed_case_stays_with_its_holder_whatever_language_is_asked(
    store: Store,
) -> None:
    number = await team(store, places=("tay-ninh/tan-dong",))
    await team(store, "Tổ Tân Hội", places=("tay-ninh/tan-hoi",), languages=("km",))
    await do(store, OPENED)
    await store.claim_case("KH7M2P4X", "Hoa")
    await do(store, AddToCase("KH7M2P4X", "cần người nói tiếng Khmer", language="km"))
    case = await found(store)
    assert (case.team, case.language) == (number, "km")


@pytest.mark.parametrize("damage", ["", "[]", '{"days": "mai"}'])
async def test_a_team_whose_hours_are_damaged_still_takes_cases(store: Store, damage: str) -> None:
    from sqlalchemy import update

    from bot.storage.models import teams

    await team(store, places=("tay-ninh/tan-dong",))
    async with store.writing() as connection:
        await connection.execute(update(teams).values(hours=damage))
    await do(store, OPENED)
    assert (await found(store)).team_name == "Tổ Tân Đông"
