"""The console's door: who knows all three gets in, nobody else does, and nothing tells why."""

from __future__ import annotations

import re

import httpx
import pyotp
import pytest
from desk_at import HOST, PASSWORD, Hall, token_in
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from talking import Clock

from bot.console import proofs
from bot.rights import Membership
from bot.storage.models import audit, staff
from bot.storage.store import Store

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ADMIN = (Membership("admin"),)


async def invited(store: Store, name: str = "Chị Lan") -> str:
    _, token = await store.invite(name, ADMIN, SECRET, "shell")
    return token


def code(clock: Clock, *, later: int = 0) -> str:
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now.timestamp()) // 30 + later)


async def enrol(hall: Hall, clock: Clock, token: str, **other: str) -> httpx.Response:
    client = hall.browser()
    page = await client.get(f"/console/moi/{token}")
    fields = {
        "csrf": token_in(page.text),
        "login": "lan",
        "password": PASSWORD,
        "again": PASSWORD,
        "code": code(clock),
    }
    return await client.post(f"/console/moi/{token}", data=fields | other)


async def knock(hall: Hall, login: str, password: str, given: str) -> httpx.Response:
    client = hall.browser()
    page = await client.get("/console/vao")
    fields = {"csrf": token_in(page.text), "login": login, "password": password, "code": given}
    return await client.post("/console/vao", data=fields)


async def test_an_invitation_is_taken_once_and_then_the_person_gets_in(
    hall: Hall, clock: Clock
) -> None:
    token = await invited(hall.store)
    taken = await enrol(hall, clock, token)
    assert (taken.status_code, taken.headers["location"]) == (303, "/console/vao")
    assert (await enrol(hall, clock, token)).status_code == 404
    entered = await knock(hall, "LAN ", PASSWORD, code(clock))
    assert (entered.status_code, entered.headers["location"]) == (303, "/console")
    cookie = entered.headers["set-cookie"].lower()
    assert all(
        word in cookie for word in ("httponly", "samesite=strict", "secure", "path=/console")
    )


async def test_an_invitation_shows_a_picture_for_the_code_maker_and_the_same_in_letters(
    hall: Hall,
) -> None:
    page = (await hall.browser().get(f"/console/moi/{await invited(hall.store)}")).text
    assert "Chị Lan" in page
    assert "JBSW Y3DP EHPK 3PXP JBSW" in page
    assert 'src="data:image/svg+xml' in page


@pytest.mark.parametrize(
    "other,words",
    [
        ({"login": "Lan Nguyễn"}, "không dấu"),
        ({"password": "ngắn", "again": "ngắn"}, "ít nhất 10"),
        ({"password": "matkhau123456", "again": "matkhau123456"}, "dễ đoán"),
        ({"password": "lan lan lan lan", "again": "lan lan lan lan"}, "dễ đoán"),
        ({"again": "khác hẳn"}, "chưa giống nhau"),
        ({"code": "000000"}, "chưa đúng"),
        ({"csrf": "giả"}, "để lâu quá"),
    ],
)
async def test_what_is_wrong_with_an_enrolment_is_said_and_nothing_is_lost(
    other: dict[str, str], words: str, hall: Hall, clock: Clock
) -> None:
    token = await invited(hall.store)
    refused = await enrol(hall, clock, token, **other)
    assert refused.status_code == 200
    assert words in refused.text
    assert (await enrol(hall, clock, token)).status_code == 303


async def test_a_login_is_one_persons_alone(hall: Hall, clock: Clock) -> None:
    await enrol(hall, clock, await invited(hall.store))
    second = await enrol(hall, clock, await invited(hall.store, "Anh Bình"))
    assert "đã có người dùng" in second.text


async def test_every_wrong_answer_reads_the_same(hall: Hall, clock: Clock) -> None:
    await enrol(hall, clock, await invited(hall.store))
    fields = (
        ("ai-do", PASSWORD, code(clock)),
        ("lan", "sai hẳn rồi nhé", code(clock)),
        ("lan", PASSWORD, "123456"),
    )
    pages = []
    for login, password, given in fields:
        answer = await knock(hall, login, password, given)
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert "chưa đúng" in pages[0]
    assert len(set(pages)) == 1


async def test_a_code_lets_in_once(hall: Hall, clock: Clock) -> None:
    await enrol(hall, clock, await invited(hall.store))
    assert (await knock(hall, "lan", PASSWORD, code(clock))).status_code == 303
    assert (await knock(hall, "lan", PASSWORD, code(clock))).status_code == 200
    clock.advance(seconds=30)
    assert (await knock(hall, "lan", PASSWORD, code(clock))).status_code == 303


async def test_five_wrong_answers_lock_for_a_quarter_of_an_hour(hall: Hall, clock: Clock) -> None:
    await enrol(hall, clock, await invited(hall.store))
    for _ in range(5):
        assert (await knock(hall, "lan", "sai mật khẩu rồi", code(clock))).status_code == 200
    assert (await knock(hall, "lan", PASSWORD, code(clock))).status_code == 200
    clock.advance(minutes=15)
    assert (await knock(hall, "lan", PASSWORD, code(clock))).status_code == 303
    assert "locked" in [line.did for line in await hall.store.audited()]


async def test_a_sign_in_ends_when_it_rests_too_long_and_when_it_is_old(
    hall: Hall, clock: Clock
) -> None:
    lan = await hall.enter("admin")
    clock.advance(hours=7)
    await lan.reads("/console")
    clock.advance(hours=7)
    await lan.reads("/console")
    clock.advance(hours=9)
    away = await lan.client.get("/console/nguoi")
    assert (away.status_code, away.headers["location"]) == (303, "/console/vao?toi=/console/nguoi")


async def test_who_leaves_is_out(hall: Hall) -> None:
    lan = await hall.enter("admin")
    await lan.sends("/console/ra", page="/console")
    assert (await lan.client.get("/console")).status_code == 303


async def test_a_door_leads_to_pages_of_the_console_alone(hall: Hall, clock: Clock) -> None:
    await enrol(hall, clock, await invited(hall.store))
    client = hall.browser()
    page = await client.get("/console/vao?toi=//evil.example/console")
    fields = {"csrf": token_in(page.text), "login": "lan", "password": PASSWORD}
    entered = await client.post(
        "/console/vao?toi=https://evil.example", data=fields | {"code": code(clock)}
    )
    assert entered.headers["location"] == "/console"


async def test_nothing_that_proves_who_somebody_is_lies_open_in_the_database(
    hall: Hall, clock: Clock
) -> None:
    token = await invited(hall.store)
    await enrol(hall, clock, token)
    async with hall.store.reading() as connection:
        row = (await connection.execute(select(staff))).one()
    kept = repr(tuple(row))
    assert SECRET not in kept
    assert PASSWORD not in kept
    assert token not in kept
    assert row.password.startswith("$argon2id$")


async def test_a_disabled_account_is_out_at_once(hall: Hall) -> None:
    boss, lan = await hall.enter("admin", "Trưởng"), await hall.enter("member")
    await boss.sends(f"/console/nguoi/{lan.number}", act="disable", why="chuyển công tác")
    assert (await lan.client.get("/console")).status_code == 303
    page = await boss.reads("/console/nguoi")
    assert "đã khoá" in page
    await boss.sends(f"/console/nguoi/{lan.number}", act="enable", why="về lại")
    assert (await hall.store.accounts())[1].disabled is False


async def test_the_last_administrator_stays(hall: Hall) -> None:
    boss = await hall.enter("admin", "Trưởng")
    path = f"/console/nguoi/{boss.number}"
    shut = await boss.sends(path, 422, act="disable", why="thử")
    assert "ít nhất một quản trị" in shut.text
    await boss.sends(path, 422, act="roles", role=["member@"])
    assert [each.role for each in (await hall.store.accounts())[0].memberships] == ["admin"]


async def test_somebody_is_invited_and_the_link_works(hall: Hall) -> None:
    boss = await hall.enter("admin", "Trưởng")
    answer = await boss.sends("/console/nguoi", 200, name=" Chị  Mai ", role=["officer@"])
    link = re.search(rf"{re.escape(HOST)}(/console/moi/[\w-]+)", answer.text)
    assert link is not None
    assert "Chị Mai" in (await hall.browser().get(link[1])).text
    await boss.sends("/console/nguoi", 422, name="Chị Ba")
    await boss.sends("/console/nguoi", 422, name="Chị Ba", role=["king@", "member@999", "x"])
    held = {each.name: each.memberships for each in await hall.store.accounts()}
    assert held["Chị Mai"] == (Membership("officer"),)
    assert "Chị Ba" not in held


async def test_the_audit_is_written_over_by_nobody(hall: Hall) -> None:
    await hall.enter("admin")
    with pytest.raises(DBAPIError, match="only grows"):
        async with hall.store.writing() as connection:
            await connection.execute(audit.update().values(who="ai khác"))
    with pytest.raises(DBAPIError, match="only grows"):
        async with hall.store.writing() as connection:
            await connection.execute(text("UPDATE audit SET did = 'x'"))


@pytest.mark.parametrize("given", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5x"])
def test_what_is_no_code_is_wrong(given: str, clock: Clock) -> None:
    assert proofs.step_of(SECRET, given, clock.now) is None
