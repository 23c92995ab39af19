"""Kept questions are settled in groups; confirmed ones are kept once, masked."""

from __future__ import annotations

import pytest
from talking import LAN, heard, turn

from bot.messages import Effect, KeepQuestion, OpenCase
from bot.storage.store import Store


async def do(store: Store, *effects: Effect) -> None:
    await store.put(heard(address=LAN))
    lease = await store.lease()
    assert lease is not None
    await store.commit(lease, turn(effects=effects))


async def test_a_settled_group_is_listed_no_more_until_it_is_asked_again(store: Store) -> None:
    await do(store, KeepQuestion("xin phép nuôi voi", "unknown"))
    [kept] = await store.unanswered()
    assert await store.settle_questions([kept.alike], "wording the-vuon", "Chị Lan") == 1
    assert await store.unanswered() == []
    await do(store, KeepQuestion("Xin phep nuôi voi!", "unknown"))
    [again] = await store.unanswered()
    assert (again.question, again.count) == ("Xin phep nuôi voi!", 1)


async def test_what_needs_nothing_never_comes_back(store: Store) -> None:
    await do(store, KeepQuestion("trời hôm nay đẹp", "unknown"))
    [kept] = await store.unanswered()
    await store.settle_questions([kept.alike], "nothing", "Chị Lan")
    await do(store, KeepQuestion("Trời hôm nay đẹp?", "unknown"))
    assert await store.unanswered() == []


async def test_what_staff_corrected_is_kept_with_the_topic_until_its_citizen_forgets(
    store: Store,
) -> None:
    await do(store, OpenCase("KH7M2P4X", "làm thẻ cho bé", (), "asked"))
    case = await store.case("KH7M2P4X")
    assert case is not None
    await store.keep_corrected(case, "can-cuoc-tre-em", "Chị Lan")
    [kept] = await store.unanswered()
    assert (kept.understood, kept.nearest) == ("corrected", ("can-cuoc-tre-em",))
    await store.forget(LAN)
    assert await store.unanswered() == []


@pytest.mark.parametrize("expects", ["topics/the-vuon", "topics/the-vuon#fee"])
async def test_a_confirmed_question_is_kept_once(store: Store, expects: str) -> None:
    await store.confirm_question("thẻ vườn bao tiền", "topics/khac", "Chị Lan")
    await store.confirm_question("thẻ vườn bao tiền", expects, "Chị Hoa")
    [kept] = await store.confirmed_questions()
    assert (kept.question, kept.expects, kept.by) == ("thẻ vườn bao tiền", expects, "Chị Hoa")
    assert await store.unconfirm_question("thẻ vườn bao tiền", "Chị Lan")
    assert not await store.unconfirm_question("thẻ vườn bao tiền", "Chị Lan")
    assert await store.confirmed_questions() == []
