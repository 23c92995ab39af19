"""What Telegram sends, read: which updates are for us, and what Event each of them is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.messages import Address, Event, FileRef, Heard
from bot.platforms import Raw
from bot.staffroom import GroupHeard

CHANNEL = "telegram"
LISTENED = ("message", "edited_message", "callback_query", "my_chat_member")
UNKNOWN_TALK = "?"  # what is too damaged to tell where it came from is parked under this


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is on Telegram; the name is known once it was asked for."""

    id: int
    username: str = ""
    staff_chat: int | None = None


# ---- before it is kept


def wrap(update: object, me: Me) -> Raw | None:
    """An update as it is kept; None for talk in other groups that does not concern the bot."""
    body = json.dumps(update, ensure_ascii=False)
    if not isinstance(update, Mapping) or not isinstance(update.get("update_id"), int):
        digest = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
        return Raw(f"{me.id}:{digest}", UNKNOWN_TALK, body)
    chat = _chat(update)
    if not _concerns(update, chat, me):
        return None
    talk = chat.get("id", UNKNOWN_TALK) if isinstance(chat, Mapping) else UNKNOWN_TALK
    return Raw(f"{me.id}:{update['update_id']}", str(talk), body)


def query_of(update: object) -> str | None:
    """The id of a callback query, to be answered at once."""
    query = update.get("callback_query") if isinstance(update, Mapping) else None
    return str(query["id"]) if isinstance(query, Mapping) and "id" in query else None


def _message(update: Mapping[str, Any]) -> Any:
    return update.get("message") or update.get("edited_message")


def _chat(update: Mapping[str, Any]) -> Any:
    """Where it happened, as far as an unread update tells."""
    query = update.get("callback_query")
    holder = query.get("message") if isinstance(query, Mapping) else None
    holder = holder or _message(update) or update.get("my_chat_member")
    if isinstance(holder, Mapping) and "chat" in holder:
        return holder["chat"]
    sender = query.get("from") if isinstance(query, Mapping) else None
    return sender or {}


def _concerns(update: Mapping[str, Any], chat: Any, me: Me) -> bool:
    """Everything in private and in the staff group; elsewhere commands and the bot's own name."""
    if not isinstance(chat, Mapping) or chat.get("type", "private") == "private":
        return True
    if chat.get("id") == me.staff_chat:
        return "edited_message" not in update
    message = update.get("message")
    return isinstance(message, Mapping) and any(_calls(message, me))


def _calls(message: Mapping[str, Any], me: Me) -> Iterator[bool]:
    """Each entity: whether it is a command to this bot or its name."""
    units = str(message.get("text", "")).encode("utf-16-le", "surrogatepass")
    name = f"@{me.username}".lower()
    for entity in message.get("entities") or ():
        start, length = int(entity.get("offset", 0)) * 2, int(entity.get("length", 0)) * 2
        said = units[start : start + length].decode("utf-16-le", "replace").lower()
        match entity.get("type"):
            case "bot_command":
                yield "@" not in said or said.endswith(name)
            case "mention":
                yield said == name
            case _:
                yield False


# ---- when it is read


def parse(raw: Raw) -> Update:
    """The update. Raises when Telegram's own types do not fit it: it is parked then."""
    update = Update.de_json(json.loads(raw.body), None)
    if not isinstance(update, Update):
        raise TypeError("no update")
    return update


def read(raw: Raw, at: datetime) -> Event | None:
    """What a citizen did in their private chat; None when there is nothing to say to it."""
    update = parse(raw)
    chat = update.effective_chat
    if raw.talk.startswith("-") or (chat is not None and chat.type != "private"):
        return None
    address, id_ = Address(CHANNEL, raw.talk), f"{CHANNEL}:{raw.id}"
    if update.callback_query is not None:
        return Heard(id_, at, address, "", pressed=update.callback_query.data or "")
    message = update.message or update.edited_message
    if message is None or not _says_something(message):
        return None
    text, pressed = _words(message)
    return Heard(
        id=id_,
        at=at,
        address=address,
        text=text,
        pressed=pressed,
        files=tuple(_files(message)),
        message=str(message.message_id),
    )


def _says_something(message: Message) -> bool:
    """Not the platform's own notices (joined, pinned, a topic was renamed)."""
    return bool(message.text or message.caption or message.effective_attachment)


def _words(message: Message) -> tuple[str, str | None]:
    """What was written, or what a deep link, a shared contact or a place stands for."""
    if message.contact is not None:
        owner = message.from_user.id if message.from_user else None
        own = owner is not None and message.contact.user_id == owner
        return (message.contact.phone_number, None) if own else ("", "contact-other")
    if message.location is not None:
        return "", f"location:{message.location.latitude:.5f},{message.location.longitude:.5f}"
    if message.sticker is not None:
        return message.sticker.emoji or "", None
    text = message.text or message.caption or ""
    command, _, payload = text.partition(" ")
    if command.partition("@")[0] == "/start":
        return "", deep_link(payload.strip())
    return text, None


def deep_link(payload: str) -> str:
    """What `t.me/<bot>?start=<payload>` presses: a topic, a flow, else the beginning."""
    kind, _, name = payload.partition("_")
    if kind in {"t", "f"} and name:
        return f"{kind}:{name}"
    return "/start"


def _files(message: Message) -> Iterator[FileRef]:
    if message.photo:
        yield _file("ảnh.jpg", "image/jpeg", message.photo[-1].file_id)
    if message.voice is not None:
        kind = message.voice.mime_type or "audio/ogg"
        yield _file("lời nói.ogg", kind, message.voice.file_id)
    named = (message.document, message.video, message.audio, message.animation)
    for found in named[:3] if message.document is None else named[:1]:
        if found is not None:
            kind = found.mime_type or "application/octet-stream"
            yield _file(found.file_name or "tệp", kind, found.file_id)
    if message.video_note is not None:
        yield _file("video.mp4", "video/mp4", message.video_note.file_id)


def _file(name: str, media_type: str, file_id: str) -> FileRef:
    return FileRef(name, media_type, f"{CHANNEL}:{file_id}")


def read_group(raw: Raw, at: datetime) -> GroupHeard | None:
    """What was written or pressed in a group; None for private talks and for notices."""
    if not raw.talk.startswith("-"):
        return None
    update = parse(raw)
    if update.callback_query is not None:
        return _pressed_in_group(raw, at, update.callback_query)
    message = update.message
    if message is None or message.from_user is None or not _says_something(message):
        return None
    answered = message.reply_to_message
    return GroupHeard(
        id=f"{CHANNEL}:{raw.id}",
        at=at,
        group=raw.talk,
        by=str(message.from_user.id),
        name=message.from_user.full_name,
        text=message.text or message.caption or "",
        thread=_thread(message),
        reply_to=str(answered.message_id) if answered else None,
        message=str(message.message_id),
    )


def _pressed_in_group(raw: Raw, at: datetime, query: CallbackQuery) -> GroupHeard:
    under = query.message if isinstance(query.message, Message) else None
    return GroupHeard(
        id=f"{CHANNEL}:{raw.id}",
        at=at,
        group=raw.talk,
        by=str(query.from_user.id),
        name=query.from_user.full_name,
        pressed=query.data or "",
        thread=_thread(under) if under else None,
        reply_to=str(query.message.message_id) if query.message else None,
    )


def _thread(message: Message) -> str | None:
    return str(message.message_thread_id) if message.is_topic_message else None
