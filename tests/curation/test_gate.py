"""What was right and now is not blocks a publish and is shown side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from garden import SMALL_TOPIC
from writing import AT, HOA, LAN, field_of, revision, shipped

from bot.curation import workbench
from bot.curation.gate import Verdict, faults_between, judge, told
from bot.curation.overlay import overlay
from bot.curation.publishing import Blocked, examine, publish
from bot.library import Library, with_topics
from bot.rehearsal import read_talk, shipped_talks, talks
from bot.storage.records import Confirmed
from bot.storage.revisions import stamp
from bot.storage.store import Store

BIRTH = "dang-ky-khai-sinh"
ASKED = "làm giấy khai sinh cho con cần giấy gì"


def changed(library: Library, old: str, new: str) -> Library:
    body = shipped(BIRTH)
    assert old in body
    own = revision(body.replace(old, new), BIRTH, field_of(BIRTH), origin=stamp(body))
    found = overlay(library, [own])
    assert found.left_out == ()
    return found.library


def confirmed(question: str, expects: str) -> Confirmed:
    return Confirmed(question, expects, LAN, AT)


@pytest.fixture(scope="module")
def few(library: Library) -> Library:
    """A handful of topics: the gate puts every wording of all."""
    names = (BIRTH, "trich-luc-ho-tich", "can-cuoc-cap-lai", "dang-ky-thuong-tru")
    flows = {flow.id: flow for flow in library.flows.values() if flow.topic in names}
    topics = {name: library.topics[name] for name in names}
    return with_topics(replace(library, flows=flows), topics, None)


@pytest.fixture(scope="module")
def stolen(few: Library) -> Library:
    """A topic whose new wordings are those of another."""
    thief = SMALL_TOPIC.replace('"thẻ hoa"', f'"{ASKED}", "khai sinh online"')
    thief = thief.replace("Làm thẻ vườn hoa", "Khai sinh online")
    return overlay(few, [revision(thief)]).library


def test_where_nothing_changed_nothing_blocks_and_all_was_put(library: Library) -> None:
    shipped_ones = list(talks(shipped_talks()))
    found = judge(library, library, [], shipped_ones, AT)
    assert found.is_open
    assert found.asked["wording"] > 2_000
    assert found.asked["talk"] == len(shipped_ones) > 90


def test_a_wording_that_leads_elsewhere_now_blocks(few: Library, stolen: Library) -> None:
    found = judge(few, stolen, [], [], AT)
    shown = {one.where: (one.expects, one.before, one.after) for one in found.regressions}
    assert shown["khai sinh"] == (f"topics/{BIRTH}", BIRTH, "the-vuon")


def test_a_confirmed_question_that_is_answered_otherwise_now_blocks(few: Library) -> None:
    new = changed(few, '"khai sinh online trên mạng làm thế nào"', '"khai sinh mạng"')
    right = confirmed(ASKED, f"topics/{BIRTH}#documents")
    assert judge(few, new, [right], [], AT).regressions == ()


def test_a_confirmed_question_is_shown_side_by_side(few: Library, stolen: Library) -> None:
    right = confirmed(ASKED, f"topics/{BIRTH}#documents")
    found = [
        one for one in judge(few, stolen, [right], [], AT).regressions if one.kind == "confirmed"
    ]
    [one] = found
    assert one.before.startswith(f"@topics/{BIRTH}#documents\nLàm khai sinh cho con")
    assert one.before != one.after


def test_what_was_never_right_blocks_nobody(few: Library, stolen: Library) -> None:
    wrong = confirmed("xin phép nuôi voi", "topics/the-vuon")
    assert not [
        one for one in judge(few, stolen, [wrong], [], AT).regressions if one.kind == "confirmed"
    ]


def test_a_talk_that_holds_no_more_blocks_with_its_line(few: Library) -> None:
    talk = read_talk(f"citizen: {ASKED}\nbot: Cha mẹ đã đăng ký kết hôn thì xã tự tra\n")
    new = changed(few, "Cha mẹ đã đăng ký kết hôn thì xã tự tra, không", "Không")
    [one] = judge(few, new, [], [("chi-ba", talk)], AT).regressions
    assert (one.kind, one.where) == ("talk", "chi-ba.chat dòng 2")
    assert "Cha mẹ đã đăng ký" in one.expects
    assert one.after.startswith("@topics/")


def test_faults_of_the_check_block_with_file_and_key(library: Library) -> None:
    new = changed(library, "Nộp trên mạng thì điền ngay trên màn hình.", "Nộp 2 bản.")
    [fault] = faults_between(library, new, [BIRTH])
    assert (fault.file, fault.key) == (
        "ho-tich/dang-ky-khai-sinh.toml", "documents.to-khai.note",
    )  # fmt: skip
    assert not Verdict((), (fault,), {}).is_open


def test_an_old_fault_elsewhere_blocks_nobody_but_ones_own_does(library: Library) -> None:
    faulty = changed(library, "Nộp trên mạng thì điền ngay trên màn hình.", "Nộp 2 bản.")
    more = overlay(faulty, [revision(SMALL_TOPIC)]).library
    assert faults_between(faulty, more, ["the-vuon"]) == ()
    assert faults_between(faulty, faulty, [BIRTH]) != ()


def test_what_is_told_is_what_a_citizen_would_read(few: Library) -> None:
    [say] = told(few, ASKED, AT)
    assert say.about == f"topics/{BIRTH}#documents"


def test_what_an_answer_stumbles_over_blocks_like_a_wrong_one(few: Library) -> None:
    timeless = few.topics[BIRTH].model_copy(update={"documents": ()})  # its lead names one
    hollow = replace(few, topics={**few.topics, BIRTH: timeless})
    talk = read_talk(f"citizen: {ASKED}\nbot: giấy chứng sinh\n")
    right = confirmed(ASKED, f"topics/{BIRTH}")
    found = judge(few, hollow, [right], [("chi-ba", talk)], AT).regressions
    assert [one.kind for one in found] == ["confirmed", "talk"]
    assert all(one.after.startswith("(vấp lỗi: KeyError") for one in found)


# ---- through the store


def alone() -> str:
    """The topic without its neighbours."""
    return "\n".join(row for row in shipped(BIRTH).splitlines() if not row.startswith("related"))


async def offered(store: Store, body: str, name: str = BIRTH, field: str = "ho-tich") -> int:
    number = await workbench.begin(store, "topic", name, LAN, "thử", body=body, field=field)
    assert await store.offer_revision(number, 1, LAN, "thử")
    return number


async def outcome(store: Store, few: Library, number: int) -> object:
    found = await store.revision(number)
    assert found is not None
    return await publish(store, few, found, HOA)


async def test_what_passes_the_gate_is_published(store: Store, few: Library) -> None:
    number = await offered(store, alone().replace("amount = 8000", "amount = 9000"))
    assert await outcome(store, few, number) == 1


async def test_what_does_not_pass_is_not_published(store: Store, few: Library) -> None:
    number = await offered(store, "kind = 7\n")
    found = await outcome(store, few, number)
    assert isinstance(found, Blocked)
    assert found.verdict.faults[0].file == f"ho-tich/{BIRTH}.toml"
    assert await store.in_force() == []


async def test_a_confirmed_question_of_the_store_is_put(store: Store, few: Library) -> None:
    await store.confirm_question(ASKED, f"topics/{BIRTH}#documents", LAN)
    thief = SMALL_TOPIC.replace('"thẻ hoa"', f'"{ASKED}"')
    number = await offered(store, thief, "the-vuon", "vuon")
    found = await store.revision(number)
    assert found is not None
    verdict, generation = await examine(store, few, found)
    assert isinstance(verdict, Verdict)
    assert {one.kind for one in verdict.regressions} >= {"confirmed"}
    assert generation == 0


async def test_a_draft_of_an_older_text_does_not_undo_a_newer(store: Store, few: Library) -> None:
    body = alone()
    late = await offered(store, body.replace("amount = 8000", "amount = 7000"))
    soon = await offered(store, body.replace("amount = 8000", "amount = 9000"))
    assert await outcome(store, few, soon) == 1
    assert await outcome(store, few, late) == "behind"
