"""The web chat as a browser meets it: over TCP, with its cookie, its stream and its limits."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from serving import browser_of, listen

from bot.channels.web import BURST


async def post(client: httpx.AsyncClient, key: str, **body: object) -> httpx.Response:
    return await client.post("/chat/messages", json={"key": key, **body})


async def test_a_question_is_answered_on_the_stream(address: str) -> None:
    async with browser_of(address) as client:
        assert (
            await post(client, "1", text="lam giay khai sinh cho con can gi")
        ).status_code == 202
        [(_, data)] = await listen(client, 1)
    reply = json.loads(data)
    assert reply["about"].startswith("topics/")
    assert {"value", "label"} == set(reply["choices"][0])


async def test_a_stream_resumes_after_what_was_seen(address: str) -> None:
    async with browser_of(address) as client:
        await post(client, "1", text="menu")
        [(first, _)] = await listen(client, 1)
        await post(client, "2", text="trợ giúp")
        again = await listen(client, 1, seen=first)
    assert [json.loads(data)["about"] for _, data in again] == ["phrases/help"]


async def test_the_same_key_twice_is_one_message(address: str) -> None:
    async with browser_of(address) as client:
        await post(client, "same", text="menu")
        await post(client, "same", text="menu")
        await post(client, "other", text="trợ giúp")
        told = await listen(client, 2)
    assert [json.loads(data)["about"] for _, data in told] == ["phrases/menu", "phrases/help"]


async def test_one_browser_never_reads_another_ones_talk(address: str) -> None:
    async with (
        browser_of(address) as lan,
        browser_of(address) as hung,
    ):
        await post(lan, "1", text="menu")
        await listen(lan, 1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await listen(hung, 1)


async def test_a_secret_is_retracted_from_the_page(address: str) -> None:
    async with browser_of(address) as client:
        await post(client, "1", text="mã otp là 482913 nhập giúp tôi")
        told = await listen(client, 2)
    assert [json.loads(data)["kind"] for _, data in told] == ["retract", "say"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"text": "x"}', b'{"key": 1, "seen": "x"}', b"\xff\xfe", b'"a"'],
)
async def test_what_is_no_message_is_refused_kindly(body: bytes, address: str) -> None:
    async with browser_of(address) as client:
        headers = {"content-type": "application/json"}
        answer = await client.post("/chat/messages", content=body, headers=headers)
    assert answer.status_code == 400
    assert "gõ lại" in answer.json()["say"]


async def test_a_body_larger_than_any_message_is_refused(address: str) -> None:
    async with browser_of(address) as client:
        answer = await post(client, "1", text="a" * 100_000)
    assert answer.status_code == 400


async def test_without_the_page_there_is_no_talk(address: str) -> None:
    async with (
        httpx.AsyncClient(base_url=address) as client,
    ):
        assert (await post(client, "1", text="menu")).status_code == 400
        assert (await client.get("/chat/stream")).status_code == 400


async def test_a_flood_is_slowed_down_and_said_so(address: str) -> None:
    async with browser_of(address) as client:
        answers = [await post(client, str(number), text="menu") for number in range(BURST + 1)]
    assert [answer.status_code for answer in answers] == [202] * BURST + [429]
    assert "chờ" in answers[-1].json()["say"]


async def test_the_page_asks_nothing_of_anyone_else(address: str) -> None:
    async with (
        httpx.AsyncClient(base_url=address) as client,
    ):
        page = await client.get("/")
        files = [
            await client.get(f"/chat/files/{name}") for name in ("chat.js", "chat.css", "icon.svg")
        ]
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    for text in (page.text, *(file.text for file in files)):
        assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https://" not in text


async def test_health_and_metrics_tell_how_it_goes(address: str) -> None:
    async with browser_of(address) as client:
        await post(client, "1", text="menu")
        await listen(client, 1)
        health = await client.get("/health")
        metrics = await client.get("/metrics")
        missing = await client.get("/nowhere")
    assert health.json()["status"] == "ok"
    assert 'troly_turns_total{channel="web",kind="heard",understanding="command"}' in metrics.text
    assert missing.status_code == 404
    assert "Không có trang này" in missing.text
