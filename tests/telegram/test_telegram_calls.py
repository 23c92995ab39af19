"""Replies as calls; and what each refusal of the platform means for a delivery."""

from __future__ import annotations

from typing import Any

import pytest
from bot_api import BotApi, Lost
from hypothesis import given
from hypothesis import strategies as st
from platform_state import Refused
from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup
from town import GROUP, buttons, make_channel

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_calls import keyboard
from bot.messages import Address, Choice, Edit, FileRef, Reply, Retract, Say, Span, Typing
from bot.platforms import Delivery, Later, Never, Sent
from bot.staffroom import Post, Thread, room

LAN = 7
TO = Address("telegram", str(LAN))
ROOM = room("telegram", str(GROUP))
PDF = FileRef("to-khai.pdf", "application/pdf", "form:khai-sinh/to-khai")


def say(text: str = "chào", *choices: Choice, files: tuple[FileRef, ...] = ()) -> Say:
    return Say((Span(text, "phrases/x"),) if text else (), "phrases/x", choices, files)


@pytest.fixture(autouse=True)
def _a_chat(api: BotApi) -> None:
    api.write(LAN, "chào")


async def test_words_go_out_with_their_buttons_and_no_preview(
    api: BotApi, channel: TelegramChannel
) -> None:
    choices = (Choice("/menu", "Menu"), Choice("/staff", "Gặp cán bộ"), Choice("/help", "Giúp"))
    sent = await channel.deliver(TO, say("xem dichvucong.gov.vn", *choices))
    [message] = api.said(LAN)
    assert sent == Sent(str(message["message_id"]))
    assert [len(row) for row in message["reply_markup"]["inline_keyboard"]] == [2, 1]
    assert [button["callback_data"] for button in buttons(message)] == ["/menu", "/staff", "/help"]
    [call] = api.called("sendMessage")
    assert call["link_preview_options"] == {"is_disabled": True}


def test_long_labels_have_a_row_of_their_own() -> None:
    long, short = Choice("a", "Không có giấy chứng sinh thì sao"), Choice("b", "Có")
    made = keyboard([short, long, short, short])
    assert isinstance(made, InlineKeyboardMarkup)
    assert [len(row) for row in made.inline_keyboard] == [1, 1, 2]


def test_a_value_that_the_platform_refuses_is_no_button() -> None:
    assert keyboard([Choice("", "rỗng"), Choice("đ" * 33, "quá dài")]) is None
    assert keyboard([Choice("đ" * 32, "vừa")]) is not None


def test_asking_to_share_needs_the_other_keyboard() -> None:
    made = keyboard(
        [
            Choice("share:contact", "Gửi số"),
            Choice("share:location", "Gửi nơi"),
            Choice("x", "Thôi"),
        ]
    )
    assert isinstance(made, ReplyKeyboardMarkup)
    contact, location, plain = (row[0] for row in made.keyboard)
    assert (contact.request_contact, location.request_location) == (True, True)
    assert (plain.request_contact, plain.request_location) == (None, None)


@given(st.lists(st.builds(Choice, st.text(max_size=70), st.text(min_size=1, max_size=70))))
def test_any_choices_make_a_keyboard_that_the_platform_takes(choices: list[Choice]) -> None:
    made = keyboard([choice for choice in choices if not choice.value.startswith("share:")])
    rows = made.inline_keyboard if isinstance(made, InlineKeyboardMarkup) else ()
    for row in rows:
        assert 1 <= len(row) <= 2
        for button in row:
            assert isinstance(button.callback_data, str)
            assert 1 <= len(button.callback_data.encode("utf-8", "replace")) <= 64


async def test_a_half_of_a_sign_does_not_stop_a_message(
    api: BotApi, channel: TelegramChannel
) -> None:
    assert isinstance(await channel.deliver(TO, say("a\ud83db")), Sent)
    assert api.texts(LAN) == ["a?b"]


async def test_files_are_opened_when_they_are_sent(api: BotApi) -> None:
    async def open_file(file: FileRef) -> bytes:
        return f"tệp {file.source}".encode()

    channel = make_channel(api, open_file=open_file)
    await channel.deliver(TO, say("", files=(PDF,)))
    [message] = api.said(LAN)
    assert message["document"]["file_name"] == "to-khai.pdf"
    assert api.files[message["document"]["file_id"]] == f"tệp {PDF.source}".encode()
    kept = FileRef("x", "application/pdf", f"telegram:{message['document']['file_id']}")
    assert await channel.fetch(kept) == f"tệp {PDF.source}".encode()
    for kind, name in (("image/jpeg", "photo"), ("audio/ogg", "voice"), ("text/plain", "document")):
        again = FileRef("x", kind, kept.source)
        await channel.deliver(TO, say("", files=(again,)))
        assert name in api.said(LAN)[-1]
    await channel.close()


async def test_without_a_renderer_a_file_is_a_fault_that_is_told(channel: TelegramChannel) -> None:
    with pytest.raises(Exception, match="form"):
        await channel.deliver(TO, say("", files=(PDF,)))


async def test_an_edit_changes_the_words_or_says_them_anew(
    api: BotApi, channel: TelegramChannel
) -> None:
    sent = await channel.deliver(TO, say("một"))
    assert isinstance(sent, Sent)
    assert sent.message is not None
    edit = Edit(sent.message, say("hai", Choice("/menu", "Menu")))
    assert await channel.deliver(TO, edit) == sent
    assert await channel.deliver(TO, edit) == sent
    assert api.texts(LAN) == ["hai"]
    assert isinstance(await channel.deliver(TO, Edit("999", say("ba"))), Sent)
    assert api.texts(LAN) == ["hai", "ba"]


async def test_a_secret_is_deleted_and_one_that_is_gone_is_no_fault(
    api: BotApi, channel: TelegramChannel
) -> None:
    secret = api.write(LAN, "mã otp 482913")
    for _ in range(2):
        assert await channel.deliver(TO, Retract(str(secret))) == Sent()
    assert (LAN, secret) not in api.messages
    api.faults["deleteMessage"].append(Refused(400, "Bad Request: message can't be deleted"))
    assert isinstance(await channel.deliver(TO, Retract(str(secret))), Never)


@pytest.mark.parametrize(
    "fault, meaning",
    [
        (Refused(429, "Too Many Requests: retry after 7", retry_after=7), Later(7, "429")),
        (Refused(403, "Forbidden: bot was blocked by the user"),
         Never("403 Forbidden: bot was blocked by the user")),
        (Refused(400, "Bad Request: chat not found"), Never("400 Chat not found")),
        (Refused(401, "Unauthorized"), Later(300, "401: TELEGRAM_TOKEN is not valid")),
        (Refused(413, "Request Entity Too Large"), Never("413 the file is too large")),
        (Refused(500, "Internal Server Error: restart"), Later(0, "NetworkError")),
        (Refused(502, "Bad Gateway"), Later(0, "NetworkError")),
        (Lost(), Later(0, "NetworkError")),
    ],
)  # fmt: skip
async def test_each_refusal_has_its_meaning(
    api: BotApi, channel: TelegramChannel, fault: Any, meaning: Delivery
) -> None:
    api.faults["sendMessage"].append(fault)
    assert await channel.deliver(TO, say()) == meaning


async def test_typing_is_shown_and_its_failure_matters_to_nobody(
    api: BotApi, channel: TelegramChannel
) -> None:
    assert await channel.deliver(TO, Typing()) == Sent()
    api.block(LAN)
    assert await channel.deliver(TO, Typing()) == Sent()
    assert len(api.called("sendChatAction")) == 2


@pytest.mark.parametrize("reply", [say("chào"), Post("claimed", "X")])
async def test_a_group_that_moved_is_followed(
    api: BotApi, channel: TelegramChannel, reply: Reply | Post
) -> None:
    moved = Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=GROUP)
    api.group(GROUP)
    api.faults["sendMessage"].append(moved)
    if isinstance(reply, Post):
        await channel.post(room("telegram", "-55"), reply, say("chào"))
    else:
        await channel.deliver(Address("telegram", "-55"), reply)
    assert api.texts(GROUP) == ["chào"]


async def test_threads_of_cases_are_topics_where_there_are_topics(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.group(GROUP, forum=True, admin=True)
    made = await channel.post(ROOM, Thread("open", "X"), say("X · " + "câu hỏi dài " * 20))
    assert isinstance(made, Sent)
    assert made.message is not None
    await channel.post(ROOM, Post("opened", "X", thread=made.message), say("việc"))
    assert api.said(GROUP)[0]["message_thread_id"] == int(made.message)
    close = Thread("close", "X", thread=made.message)
    assert await channel.post(ROOM, close, say()) == Sent()
    assert await channel.post(ROOM, close, say()) == Sent()
    assert await channel.post(ROOM, Thread("drop", "X", thread=made.message), say()) == Sent()
    assert api.chats[GROUP].topics == {}


async def test_a_group_without_topics_has_answers_instead(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.group(GROUP)
    assert await channel.post(ROOM, Thread("open", "X"), say("X")) == Sent()
    assert await channel.post(ROOM, Thread("close", "X"), say("X")) == Sent()
    first = await channel.post(ROOM, Post("opened", "X"), say("việc"))
    assert isinstance(first, Sent)
    await channel.post(ROOM, Post("added", "X", reply_to=first.message), say("thêm"))
    assert api.said(GROUP)[1]["reply_to_message"]["text"] == "việc"
    api.faults["sendMessage"].append(Refused(400, "Bad Request: have no rights to send a message"))
    assert isinstance(await channel.post(ROOM, Post("added", "X"), say("x")), Never)


def test_groups_are_paced_slower(channel: TelegramChannel, api: BotApi) -> None:
    assert (channel.pace(TO), channel.pace(ROOM)) == (1.0, 3.0)
