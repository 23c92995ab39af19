"""What the stand-in knows: users, chats, messages, files, and what users do in them."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

ENTITY = re.compile(r"(?<!\S)/[a-z0-9_]{1,32}(?:@\w+)?|@\w{3,}", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - an answer of the server, not a failure of a test
    """An error as the server words it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Chat:
    """A private chat, a group or a supergroup; `forum`: with topics."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    admin: bool = False  # whether the bot hears and may do everything there
    blocked: bool = False
    topics: dict[int, str] = field(default_factory=dict)  # id -> open | closed
    names: dict[int, str] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The chat as it stands in a message."""
        told: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.title:
            told["title"] = self.title
        if self.forum:
            told["is_forum"] = True
        return told


def utf16(text: str) -> int:
    """Length in UTF-16 units, as the platform counts."""
    return len(text.encode("utf-16-le")) // 2


class Platform:
    """State, and the users' side of it."""

    token = "123456789:AAE-a-token-of-the-stand-in"

    def __init__(self, *, flood_limits: bool = False) -> None:
        self.flood_limits = flood_limits
        self.me = {
            "id": 123456789,
            "is_bot": True,
            "first_name": "Trợ lý",
            "username": "troly_thu_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.names: dict[int, str] = {}
        self.messages: dict[tuple[int, int], dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.queries: dict[str, bool] = {}  # callback query -> answered
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.updates: list[dict[str, Any]] = []
        self.arrival = asyncio.Event()
        self._update = 1000
        self._message = 0

    @staticmethod
    def now() -> int:
        """Seconds since 1970, as dates of messages stand."""
        return int(time.time())

    # ---- who is there

    def user(self, user: int, name: str = "") -> dict[str, Any]:
        """A person; their private chat with the bot comes into being when they first write."""
        self.names.setdefault(user, name or f"Người {user}")
        return {"id": user, "is_bot": False, "first_name": self.names[user], "language_code": "vi"}

    def group(self, chat: int, *, forum: bool = False, admin: bool = False) -> Chat:
        """A supergroup that the bot is in."""
        made = Chat(chat, "supergroup", f"Nhóm {chat}", forum=forum, admin=admin)
        self.chats[chat] = made
        return made

    def _private(self, user: int) -> Chat:
        return self.chats.setdefault(user, Chat(user, "private"))

    # ---- what users do

    def push(self, **content: Any) -> dict[str, Any]:
        """An update on its way to the bot."""
        self._update += 1
        update = {"update_id": self._update, **content}
        self.updates.append(update)
        self.arrival.set()
        return update

    def write(self, user: int, text: str = "", *, chat: int | None = None, **more: Any) -> int:
        """A user writes; the bot hears it unless the group's privacy keeps it away. Message id."""
        place = self.chats[chat] if chat is not None else self._private(user)
        message = self._new_message(place, self.user(user), text, more)
        if place.type == "private" or place.admin or self._concerns_bot(message):
            self.push(message=message)
        return int(message["message_id"])

    def edit(self, user: int, message: int, text: str) -> None:
        """A user mends what they wrote in the private chat."""
        self.messages[user, message] |= {"text": text, "edit_date": self.now()}
        self.push(edited_message=self.messages[user, message])

    def press(self, user: int, chat: int, message: int, value: str) -> str:
        """A user presses a button under a message. The id of the query."""
        query = f"q{self._update + 1}"
        self.queries[query] = False
        self.push(
            callback_query={
                "id": query,
                "from": self.user(user),
                "chat_instance": "1",
                "data": value,
                "message": self.messages[chat, message],
            }
        )
        return query

    def block(self, user: int) -> None:
        """A user blocks the bot: it hears of it once, and may not write any more."""
        chat = self._private(user)
        chat.blocked = True
        member = {"user": self.me, "status": "member"}
        self.push(
            my_chat_member={
                "chat": chat.shown(),
                "from": self.user(user),
                "date": self.now(),
                "old_chat_member": member,
                "new_chat_member": {"user": self.me, "status": "kicked", "until_date": 0},
            }
        )

    def keep_file(self, content: bytes) -> str:
        """A file as the platform keeps it; its id."""
        name = f"file{len(self.files) + 1}"
        self.files[name] = content
        return name

    # ---- what was said to them

    def said(self, chat: int, thread: int | None = None) -> list[dict[str, Any]]:
        """The bot's messages in a chat that still stand, in order."""
        return [
            message
            for (place, _), message in sorted(self.messages.items())
            if place == chat
            and message["from"]["is_bot"]
            and (thread is None or message.get("message_thread_id") == thread)
        ]

    def texts(self, chat: int, thread: int | None = None) -> list[str]:
        """The words of the bot's messages in a chat."""
        return [message.get("text", "") for message in self.said(chat, thread)]

    # ---- messages

    def _new_message(
        self, chat: Chat, sender: dict[str, Any], text: str, more: dict[str, Any]
    ) -> dict[str, Any]:
        self._message += 1
        message: dict[str, Any] = {
            "message_id": self._message,
            "from": sender,
            "chat": chat.shown(),
            "date": self.now(),
        }
        thread, reply_to = more.pop("thread", None), more.pop("reply_to", None)
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": chat.forum}
        if reply_to is not None:
            message["reply_to_message"] = self.messages[chat.id, reply_to]
        if text:
            message |= {"text": text, "entities": _entities(text)}
        if not message.get("entities"):
            message.pop("entities", None)
        message |= more
        self.messages[chat.id, self._message] = message
        return message

    def _concerns_bot(self, message: dict[str, Any]) -> bool:
        """What a bot hears in a group under privacy: commands, replies to it, and its name."""
        answered = message.get("reply_to_message", {}).get("from", {})
        command = any(entity["type"] == "bot_command" for entity in message.get("entities", ()))
        named = f"@{self.me['username']}" in message.get("text", "")
        return command or named or answered.get("id") == self.me["id"]


def _entities(text: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "bot_command" if found.group().startswith("/") else "mention",
            "offset": utf16(text[: found.start()]),
            "length": utf16(found.group()),
        }
        for found in ENTITY.finditer(text)
    ]
