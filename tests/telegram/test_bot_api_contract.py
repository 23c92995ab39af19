"""The stand-in does what the real server does; each test names the fact it rests on.

Facts are those of the published server (tdlib/telegram-bot-api 10.0), of its documentation, and
of python-telegram-bot 22's own types, which read every answer here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from _pytest.raises import RaisesExc
from bot_api import BotApi, Lost
from platform_state import Refused, utf16
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

LAN, GROUP = 7, -1005


@pytest.fixture
async def bot(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with Bot(api.token, "http://t/bot", "http://t/file/bot", request=_request(api)) as made:
        api.write(LAN, "chào")
        yield made


def refusal(words: str, kind: type[TelegramError] = BadRequest) -> RaisesExc[TelegramError]:
    """The library changes the case of the server's words."""
    return pytest.raises(kind, match=f"(?i){re.escape(words)}")


def _request(api: BotApi) -> HTTPXRequest:
    return HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app=api.app)})


async def poll(api: BotApi, **params: Any) -> dict[str, Any]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=api.app)) as client:
        answer = await client.post(f"http://t/bot{api.token}/getUpdates", json=params)
    told: dict[str, Any] = answer.json()
    return told


def ids(told: dict[str, Any]) -> list[int]:
    return [update["update_id"] for update in told["result"]]


# ---- getUpdates


async def test_what_was_not_confirmed_comes_again_and_an_offset_confirms(api: BotApi) -> None:
    for words in ("một", "hai", "ba"):
        api.write(LAN, words)
    first = ids(await poll(api))
    assert ids(await poll(api)) == first
    assert ids(await poll(api, offset=first[1])) == first[1:]
    assert ids(await poll(api)) == first[1:]
    assert ids(await poll(api, offset=first[-1] + 1)) == []


async def test_a_negative_offset_counts_from_the_end_and_a_limit_bounds(api: BotApi) -> None:
    for number in range(5):
        api.write(LAN, str(number))
    assert len(ids(await poll(api, limit=2))) == 2
    assert len(ids(await poll(api, offset=-1))) == 1


async def test_a_poll_is_held_open_until_something_comes(api: BotApi) -> None:
    waiting = asyncio.create_task(poll(api, timeout=30))
    await asyncio.sleep(0)
    api.write(LAN, "chào")
    assert len(ids(await asyncio.wait_for(waiting, 5))) == 1
    assert ids(await poll(api, offset=api.updates[-1]["update_id"] + 1, timeout=0.01)) == []


async def test_a_newer_poll_ends_the_older_with_409(api: BotApi) -> None:
    older = asyncio.create_task(poll(api, timeout=30))
    for _ in range(20):  # turns of the loop, until the older poll waits
        await asyncio.sleep(0)
    newer = asyncio.create_task(poll(api, timeout=0.05))
    told = await asyncio.wait_for(older, 5)
    assert (told["error_code"], "terminated by other getUpdates" in told["description"]) == (
        409,
        True,
    )
    assert (await newer)["ok"]


async def test_polling_is_refused_while_a_webhook_is_set(api: BotApi, bot: Bot) -> None:
    await bot.set_webhook("https://troly.example.vn/webhook/telegram")
    told = await poll(api)
    assert told["error_code"] == 409
    assert "deleteWebhook" in told["description"]
    await bot.delete_webhook()
    assert (await poll(api))["ok"]


async def test_only_asked_kinds_are_given(api: BotApi) -> None:
    api.block(LAN)
    assert ids(await poll(api, allowed_updates=["message"])) == []
    assert len(ids(await poll(api, allowed_updates=["my_chat_member"]))) == 1


# ---- webhook


class Ears:
    """A webhook that answers as told."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.heard: list[tuple[int, str | None]] = []
        self.app = Starlette(routes=[Route("/hook", self.hear, methods=["POST"])])
        self.done = asyncio.Event()

    async def hear(self, request: Request) -> Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.heard.append((update["update_id"], secret))
        status = self.statuses.pop(0) if self.statuses else 200
        if not self.statuses:
            self.done.set()
        return Response(status_code=status)


async def test_a_webhook_that_fails_hears_the_same_again_before_the_next(
    api: BotApi, bot: Bot
) -> None:
    ears = Ears(500, 404, 200, 200)
    api.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=ears.app))
    api.updates.clear()
    api.write(LAN, "một")
    api.write(LAN, "hai")
    await bot.set_webhook(
        "https://t/hook", secret_token="bí-mật".encode("ascii", "ignore").decode()
    )
    await asyncio.wait_for(ears.done.wait(), 5)
    first, second = ears.heard[0][0], ears.heard[-1][0]
    assert [number for number, _ in ears.heard] == [first, first, first, second]
    assert {secret for _, secret in ears.heard} == {"b-mt"}
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404"


async def test_a_webhook_needs_https_and_a_plain_secret(bot: Bot) -> None:
    with refusal("HTTPS URL must be provided"):
        await bot.set_webhook("http://t/hook")
    with refusal("unallowed characters"):
        await bot.set_webhook("https://t/hook", secret_token="có dấu cách")
    with refusal("too long"):
        await bot.set_webhook("https://t/hook", secret_token="a" * 257)


# ---- limits and refusals


async def test_a_text_is_counted_in_utf16_units(bot: Bot) -> None:
    assert utf16("👋🏻 Chào") == 9
    await bot.send_message(LAN, "a" * 4096)
    with refusal("Message is too long"):
        await bot.send_message(LAN, "🙂" * 2049)
    with refusal("text is empty"):
        await bot.send_message(LAN, "  ")


async def test_a_button_holds_sixty_four_bytes(bot: Bot) -> None:
    def under(value: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=value)]])

    await bot.send_message(LAN, "x", reply_markup=under("đ" * 32))
    with refusal("button_data_invalid"):
        await bot.send_message(LAN, "x", reply_markup=under("đ" * 33))


async def test_a_caption_holds_1024_units(bot: Bot) -> None:
    with refusal("caption is too long"):
        await bot.send_document(LAN, InputFile(b"x"), caption="a" * 1025)


async def test_files_go_out_come_in_and_have_their_limits(api: BotApi, bot: Bot) -> None:
    sent = await bot.send_document(LAN, InputFile(b"to khai", filename="to-khai.pdf"))
    assert sent.document is not None
    assert sent.document.file_name == "to-khai.pdf"
    found = await bot.get_file(sent.document.file_id)
    assert bytes(await found.download_as_bytearray()) == b"to khai"
    large = api.keep_file(b"0" * 20_000_001)
    with refusal("file is too big"):
        await bot.get_file(large)
    with refusal("wrong file_id"):
        await bot.get_file("khong-co")
    with refusal("wrong file identifier"):
        await bot.send_photo(LAN, "khong-co")
    photo = await bot.send_photo(LAN, sent.document.file_id)
    assert photo.photo
    assert (await bot.send_voice(LAN, sent.document.file_id)).voice is not None


async def test_whoever_blocked_the_bot_is_403_and_an_unknown_chat_400(
    api: BotApi, bot: Bot
) -> None:
    api.block(LAN)
    with refusal("blocked by the user", Forbidden):
        await bot.send_message(LAN, "chào")
    with refusal("chat not found"):
        await bot.send_message(12345, "chào")


async def test_too_many_messages_are_429_with_a_time(api: BotApi, bot: Bot) -> None:
    api.flood_limits = True
    await bot.send_message(LAN, "một")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(LAN, "hai")
    assert isinstance(refused.value.retry_after, timedelta)
    assert refused.value.retry_after >= timedelta(seconds=1)
    api.group(GROUP)
    for number in range(20):
        await bot.send_message(GROUP, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(GROUP, "20")


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    said = await bot.send_message(LAN, "một")
    await bot.edit_message_text("hai", LAN, said.message_id)
    with refusal("not modified"):
        await bot.edit_message_text("hai", LAN, said.message_id)
    with refusal("to edit not found"):
        await bot.edit_message_text("hai", LAN, 99_999)
    with refusal("can't be edited"):
        await bot.edit_message_text("hai", LAN, 1)


async def test_a_message_is_deleted_once(bot: Bot) -> None:
    said = await bot.send_message(LAN, "một")
    assert await bot.delete_message(LAN, said.message_id)
    with refusal("to delete not found"):
        await bot.delete_message(LAN, said.message_id)


async def test_an_answer_to_a_message_that_is_gone_needs_leave(bot: Bot) -> None:
    from telegram import ReplyParameters

    with refusal("to be replied not found"):
        await bot.send_message(LAN, "x", reply_parameters=ReplyParameters(9999))
    free = ReplyParameters(9999, allow_sending_without_reply=True)
    assert (await bot.send_message(LAN, "x", reply_parameters=free)).text == "x"


async def test_a_callback_query_is_answered_once(api: BotApi, bot: Bot) -> None:
    said = await bot.send_message(LAN, "x")
    query = api.press(LAN, LAN, said.message_id, "menu")
    with refusal("too_long"):
        await bot.answer_callback_query(query, "a" * 201)
    await bot.answer_callback_query(query)
    with refusal("query is too old"):
        await bot.answer_callback_query(query)


async def test_commands_have_their_form(api: BotApi, bot: Bot) -> None:
    assert await bot.set_my_commands([BotCommand("start", "Bắt đầu")], language_code="vi")
    assert "default/vi" in api.commands
    with refusal("command_invalid"):
        await bot.set_my_commands([BotCommand("Bắt", "x")])
    with refusal("description_invalid"):
        await bot.set_my_commands([BotCommand("a", "x" * 257)])


async def test_a_wrong_token_is_401_and_an_unknown_method_404(api: BotApi, bot: Bot) -> None:
    stranger = Bot("1:x", "http://t/bot", request=_request(api))
    with pytest.raises(InvalidToken):
        await stranger.get_me()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=api.app)) as client:
        assert (await client.get(f"http://t/bot{api.token}/noSuch")).status_code == 404
        assert (await client.get("http://t/file/bot1:x/a")).status_code == 401
        assert (await client.get(f"http://t/file/bot{api.token}/a")).status_code == 404
        empty = await client.post(f"http://t/bot{api.token}/sendMessage", json={"text": "x"})
    assert empty.json()["description"] == "Bad Request: chat_id is empty"


async def test_a_fault_can_be_ordered_before_or_after_the_call(api: BotApi, bot: Bot) -> None:
    api.faults["sendMessage"] += [Refused(500, "Internal Server Error"), Lost()]
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(LAN, "một")
    assert api.texts(LAN) == ["một"]


# ---- groups


async def test_topics_are_made_closed_and_deleted_in_forums_only(api: BotApi, bot: Bot) -> None:
    group = api.group(GROUP)
    with refusal("the chat is not a forum"):
        await bot.create_forum_topic(GROUP, "việc")
    group.forum = True
    with refusal("not enough rights"):
        await bot.create_forum_topic(GROUP, "việc")
    group.admin = True
    topic = await bot.create_forum_topic(GROUP, "việc")
    said = await bot.send_message(GROUP, "x", message_thread_id=topic.message_thread_id)
    assert said.message_thread_id == topic.message_thread_id
    await bot.close_forum_topic(GROUP, topic.message_thread_id)
    with refusal("not_modified"):
        await bot.close_forum_topic(GROUP, topic.message_thread_id)
    await bot.delete_forum_topic(GROUP, topic.message_thread_id)
    assert api.texts(GROUP) == []
    for act in (bot.close_forum_topic, bot.delete_forum_topic):
        with refusal("topic_id_invalid"):
            await act(GROUP, topic.message_thread_id)
    with refusal("topic_title"):
        await bot.create_forum_topic(GROUP, "a" * 129)
    with refusal("message thread not found"):
        await bot.send_message(GROUP, "x", message_thread_id=topic.message_thread_id)


async def test_a_group_keeps_its_talk_from_the_bot(api: BotApi, bot: Bot) -> None:
    api.updates.clear()
    api.group(GROUP)
    said = await bot.send_message(GROUP, "chào cả nhà")
    api.write(LAN, "chuyện riêng", chat=GROUP)
    assert api.updates == []
    api.write(LAN, "/menu", chat=GROUP)
    api.write(LAN, "@troly_thu_bot ơi", chat=GROUP)
    api.write(LAN, "vâng", chat=GROUP, reply_to=said.message_id)
    assert len(api.updates) == 3
