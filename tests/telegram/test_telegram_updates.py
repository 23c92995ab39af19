"""What Telegram sends, read as Events; what is not for us is not even kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from bot_api import BotApi

from bot.channels.telegram_updates import Me, deep_link, query_of, read, read_group, wrap
from bot.messages import FileRef, Heard
from bot.platforms import Raw

LAN, GROUP, OTHER = 7, -1001, -1002
AT = datetime(2026, 11, 22, tzinfo=UTC)
ME = Me(123456789, "troly_thu_bot", GROUP)
FILE = {"file_id": "f1", "file_unique_id": "u1"}


def kept(api: BotApi) -> Raw:
    raw = wrap(api.updates[-1], ME)
    assert raw is not None
    return raw


def heard(api: BotApi) -> Heard:
    event = read(kept(api), AT)
    assert isinstance(event, Heard)
    return event


def test_words_are_heard_with_their_message(api: BotApi) -> None:
    number = api.write(LAN, "làm khai sinh")
    event = heard(api)
    assert (event.text, event.pressed, event.message) == ("làm khai sinh", None, str(number))
    assert event.address.talk == str(LAN)
    assert event.id == f"telegram:{ME.id}:{api.updates[-1]['update_id']}"


def test_words_that_were_mended_are_heard_anew(api: BotApi) -> None:
    api.edit(LAN, api.write(LAN, "lam khai"), "làm khai sinh")
    assert heard(api).text == "làm khai sinh"


@pytest.mark.parametrize(
    "payload, pressed",
    [
        ("t_dang-ky-khai-sinh", "t:dang-ky-khai-sinh"),
        ("f_dang-ky-khai-sinh", "f:dang-ky-khai-sinh"),
        ("", "/start"),
        ("x_1", "/start"),
        ("t_", "/start"),
    ],
)
def test_a_deep_link_opens_a_topic_or_a_flow(api: BotApi, payload: str, pressed: str) -> None:
    api.write(LAN, f"/start {payload}".strip())
    assert heard(api).pressed == pressed
    assert deep_link(payload) == pressed


def test_other_commands_are_words(api: BotApi) -> None:
    api.write(LAN, "/menu")
    assert (heard(api).text, heard(api).pressed) == ("/menu", None)


def test_a_button_carries_everything_even_when_its_message_is_gone(api: BotApi) -> None:
    old = {"chat": {"id": LAN, "type": "private"}, "message_id": 1, "date": 0}
    query = {"id": "q", "from": api.user(LAN), "chat_instance": "1", "data": "t:a:fee"}
    for message in ({"message": old}, {}):
        update = api.push(callback_query=query | message)
        assert heard(api).pressed == "t:a:fee"
        assert heard(api).address.talk == str(LAN)
        assert query_of(update) == "q"
    assert query_of("x") is None


@pytest.mark.parametrize(
    "content, file",
    [
        ({"photo": [FILE | {"width": 9, "height": 9}]}, ("ảnh.jpg", "image/jpeg")),
        ({"voice": FILE | {"duration": 3}}, ("lời nói.ogg", "audio/ogg")),
        ({"document": FILE | {"file_name": "đơn.pdf", "mime_type": "application/pdf"}},
         ("đơn.pdf", "application/pdf")),
        ({"document": FILE}, ("tệp", "application/octet-stream")),
        ({"video": FILE | {"width": 1, "height": 1, "duration": 1, "mime_type": "video/mp4"}},
         ("tệp", "video/mp4")),
        ({"video_note": FILE | {"length": 1, "duration": 1}}, ("video.mp4", "video/mp4")),
    ],
)  # fmt: skip
def test_pictures_voice_and_files_come_with_their_origin(
    api: BotApi, content: dict[str, Any], file: tuple[str, str]
) -> None:
    api.write(LAN, caption="đây ạ", **content)
    assert heard(api).files == (FileRef(*file, "telegram:f1"),)
    assert heard(api).text == "đây ạ"


def test_only_ones_own_contact_is_taken(api: BotApi) -> None:
    contact = {"phone_number": "+84900000000", "first_name": "Lan"}
    api.write(LAN, contact=contact | {"user_id": LAN})
    assert heard(api).text == "+84900000000"
    for owner in ({"user_id": 8}, {}):
        api.write(LAN, contact=contact | owner)
        assert (heard(api).text, heard(api).pressed) == ("", "contact-other")


def test_a_place_and_a_sticker_are_told(api: BotApi) -> None:
    api.write(LAN, location={"latitude": 10.5, "longitude": 106.25})
    assert heard(api).pressed == "location:10.50000,106.25000"
    kind = {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    api.write(LAN, sticker=FILE | kind | {"emoji": "🙏"})
    assert heard(api).text == "🙏"
    api.write(LAN, dice={"emoji": "🎲", "value": 3})
    assert heard(api).text == ""


def test_notices_of_the_platform_are_nothing_to_answer(api: BotApi) -> None:
    api.block(LAN)
    assert read(kept(api), AT) is None
    api.write(LAN, delete_chat_photo=True)
    assert read(kept(api), AT) is None


@pytest.mark.parametrize(
    "text, ours",
    [
        ("chuyện riêng", False),
        ("/menu", True),
        ("/menu@troly_thu_bot", True),
        ("/menu@bot_khac", False),
        ("👋🏻 @troly_thu_bot ơi", True),
        ("@nguoi_khac ơi", False),
    ],
)
def test_in_other_groups_only_what_concerns_the_bot_is_kept(
    api: BotApi, text: str, ours: bool
) -> None:
    api.group(OTHER, admin=True)
    api.write(LAN, text, chat=OTHER)
    raw = wrap(api.updates[-1], ME)
    assert (raw is not None) is ours
    if raw is not None:
        group = read_group(raw, AT)
        assert group is not None
        assert group.group == str(OTHER)
        assert read(raw, AT) is None


def test_in_the_staff_group_all_is_heard_but_edits_and_notices(api: BotApi) -> None:
    api.group(GROUP, forum=True, admin=True)
    first = api.write(LAN, "một", chat=GROUP)
    api.write(LAN, "hai", chat=GROUP, thread=44, reply_to=first)
    said = read_group(kept(api), AT)
    assert said is not None
    assert (said.thread, said.reply_to, said.by, said.text) == ("44", str(first), str(LAN), "hai")
    api.press(LAN, GROUP, first, "c:claim:X")
    pressed = read_group(kept(api), AT)
    assert pressed is not None
    assert (pressed.pressed, pressed.reply_to, pressed.thread) == ("c:claim:X", str(first), None)
    api.write(LAN, chat=GROUP, delete_chat_photo=True)
    assert read_group(kept(api), AT) is None
    update = api.push(edited_message=api.messages[GROUP, first])
    assert wrap(update, ME) is None


@pytest.mark.parametrize(
    "update",
    [
        "không phải JSON",
        [],
        {"update_id": 5, "callback_query": {"id": "1", "from": {"id": 7}}},  # no chat_instance
        {"update_id": 6, "message": {"chat": 3}},
        {"update_id": 7, "message": "x"},
    ],
)
def test_what_is_damaged_is_kept_and_cannot_be_read(update: object) -> None:
    raw = wrap(update, ME)
    assert raw is not None
    assert json.loads(raw.body) == update
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, the worker parks it
        read(raw, AT)
