"""What a bot may ask of the stand-in, with the limits and the words of the real server."""

from __future__ import annotations

import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from platform_state import Chat, Platform, Refused, utf16

TEXT, CAPTION, DATA, ANSWER = 4096, 1024, 64, 200
UPLOAD, DOWNLOAD = 50_000_000, 20_000_000
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"
FILES = {"sendDocument": "document", "sendPhoto": "photo", "sendVoice": "voice"}


class Calls(Platform):
    """The methods of the API, each either a result or a Refused."""

    def __init__(self, *, flood_limits: bool = False) -> None:
        super().__init__(flood_limits=flood_limits)
        self._sent: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=40))

    def carry_out(self, method: str, params: dict[str, Any]) -> Any:
        """The result of a call. Raises Refused."""
        if method in FILES:
            return self._send_file(FILES[method], params)
        known: dict[str, Callable[[dict[str, Any]], Any]] = {
            "getMe": lambda _params: self.me,
            "getChat": lambda params: self._chat(params).shown(),
            "sendMessage": self._send_message,
            "sendChatAction": lambda params: bool(self._reachable(params)),
            "editMessageText": self._edit_text,
            "deleteMessage": self._delete_message,
            "answerCallbackQuery": self._answer_query,
            "getFile": self._get_file,
            "setMyCommands": self._set_commands,
            "createForumTopic": self._create_topic,
            "closeForumTopic": self._close_topic,
            "reopenForumTopic": self._reopen_topic,
            "deleteForumTopic": self._delete_topic,
        }
        if method not in known:
            raise Refused(404, "Not Found")
        return known[method](params)

    # ---- whom

    def _chat(self, params: dict[str, Any]) -> Chat:
        try:
            chat = self.chats.get(int(params["chat_id"]))
        except (KeyError, ValueError):
            raise Refused(400, "Bad Request: chat_id is empty") from None
        if chat is None:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _reachable(self, params: dict[str, Any]) -> Chat:
        chat = self._chat(params)
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _thread(self, chat: Chat, params: dict[str, Any]) -> int | None:
        if "message_thread_id" not in params:
            return None
        thread = int(params["message_thread_id"])
        if thread not in chat.topics:
            raise Refused(400, "Bad Request: message thread not found")
        return thread

    def _within_flood_limits(self, chat: Chat) -> None:
        """More than one a second in a chat, or twenty a minute in a group, is too many."""
        if not self.flood_limits:
            return
        now, sent = time.monotonic(), self._sent[chat.id]
        burst, span = (20, 60.0) if chat.id < 0 else (1, 0.9)
        recent = [at for at in sent if now - at < span]
        if len(recent) >= burst:
            wait = max(1, round(span - (now - recent[0])))
            raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        sent.append(now)

    # ---- messages

    def _send_message(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        text = self._text(params.get("text", ""))
        return self._post(chat, params, text, {})

    def _post(
        self, chat: Chat, params: dict[str, Any], text: str, content: dict[str, Any]
    ) -> dict[str, Any]:
        more = dict(content)
        if (markup := self._markup(params)) is not None:
            more["reply_markup"] = markup
        if (thread := self._thread(chat, params)) is not None:
            more["thread"] = thread
        answered = params.get("reply_parameters") or {}
        reply_to = answered.get("message_id")
        if reply_to is not None and (chat.id, reply_to) not in self.messages:
            if not answered.get("allow_sending_without_reply"):
                raise Refused(400, "Bad Request: message to be replied not found")
            reply_to = None
        self._within_flood_limits(chat)
        return self._new_message(chat, self.me, text, more | {"reply_to": reply_to})

    def _text(self, text: str) -> str:
        if not str(text).strip():
            raise Refused(400, "Bad Request: message text is empty")
        if utf16(str(text)) > TEXT:
            raise Refused(400, "Bad Request: message is too long")
        return str(text)

    def _markup(self, params: dict[str, Any]) -> dict[str, Any] | None:
        markup: dict[str, Any] | None = params.get("reply_markup")
        for row in (markup or {}).get("inline_keyboard", ()):
            for button in row:
                size = len(button.get("callback_data", "").encode())
                if "callback_data" in button and not 1 <= size <= DATA:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
                if not button.get("text"):
                    raise Refused(
                        400, "Bad Request: text buttons are unallowed in the inline keyboard"
                    )
        return markup

    def _edit_text(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        message = self.messages.get((chat.id, int(params["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != self.me["id"]:
            raise Refused(400, "Bad Request: message can't be edited")
        text, markup = self._text(params.get("text", "")), self._markup(params)
        if (message.get("text"), message.get("reply_markup")) == (text, markup):
            raise Refused(400, SAME)
        message |= {"text": text, "edit_date": self.now()}
        message.pop("reply_markup", None)
        if markup is not None:
            message["reply_markup"] = markup
        return message

    def _delete_message(self, params: dict[str, Any]) -> bool:
        chat = self._chat(params)
        if self.messages.pop((chat.id, int(params["message_id"])), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    # ---- buttons, files, menus

    def _answer_query(self, params: dict[str, Any]) -> bool:
        query = str(params.get("callback_query_id"))
        if self.queries.get(query, True):
            raise Refused(400, OLD_QUERY)
        if utf16(str(params.get("text", ""))) > ANSWER:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.queries[query] = True
        return True

    def _send_file(self, kind: str, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        if utf16(str(params.get("caption", ""))) > CAPTION:
            raise Refused(400, "Bad Request: message caption is too long")
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            part = given.removeprefix("attach://")
            given, params[f"{kind}/name"] = params[part], params.get(f"{part}/name")
        if isinstance(given, bytes):
            if len(given) > UPLOAD:
                raise Refused(413, "Request Entity Too Large")
            file_id = self.keep_file(given)
        elif given in self.files:
            file_id = str(given)
        else:
            words = "Bad Request: wrong file identifier/HTTP URL specified"
            raise Refused(400, words)
        told = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": len(self.files[file_id]),
        }
        if name := params.get(f"{kind}/name"):
            told["file_name"] = name
        size = {"width": 100, "height": 100}
        shown = {"photo": [told | size], "voice": told | {"duration": 1}}.get(kind, told)
        return self._post(chat, params, "", {kind: shown})

    def _get_file(self, params: dict[str, Any]) -> dict[str, Any]:
        file_id = str(params.get("file_id"))
        if file_id not in self.files:
            words = "Bad Request: wrong file_id or the file is temporarily unavailable"
            raise Refused(400, words)
        size = len(self.files[file_id])
        if size > DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": size,
            "file_path": f"documents/{file_id}",
        }

    def _set_commands(self, params: dict[str, Any]) -> bool:
        listed = params["commands"]
        for command in listed:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        scope = (params.get("scope") or {"type": "default"})["type"]
        self.commands[f"{scope}/{params.get('language_code', '')}"] = listed
        return True

    # ---- topics

    def _forum(self, params: dict[str, Any]) -> Chat:
        chat = self._chat(params)
        if not chat.forum:
            raise Refused(400, "Bad Request: the chat is not a forum")
        if not chat.admin:
            raise Refused(400, "Bad Request: not enough rights to create a topic")
        return chat

    def _create_topic(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._forum(params)
        name = str(params.get("name", ""))
        if not 1 <= len(name) <= 128:
            raise Refused(400, "Bad Request: TOPIC_TITLE_EMPTY")
        self._message += 1
        chat.topics[self._message], chat.names[self._message] = "open", name
        return {"message_thread_id": self._message, "name": name, "icon_color": 7322096}

    def _close_topic(self, params: dict[str, Any]) -> bool:
        chat = self._forum(params)
        thread = int(params["message_thread_id"])
        if chat.topics.get(thread) is None:
            raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
        if chat.topics[thread] == "closed":
            raise Refused(400, "Bad Request: TOPIC_NOT_MODIFIED")
        chat.topics[thread] = "closed"
        return True

    def _reopen_topic(self, params: dict[str, Any]) -> bool:
        chat = self._forum(params)
        thread = int(params["message_thread_id"])
        if chat.topics.get(thread) is None:
            raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
        if chat.topics[thread] == "open":
            raise Refused(400, "Bad Request: TOPIC_NOT_MODIFIED")
        chat.topics[thread] = "open"
        return True

    def _delete_topic(self, params: dict[str, Any]) -> bool:
        chat = self._forum(params)
        if chat.topics.pop(int(params["message_thread_id"]), None) is None:
            raise Refused(400, "Bad Request: TOPIC_ID_INVALID")
        thread = int(params["message_thread_id"])
        gone = [
            key
            for key, message in self.messages.items()
            if key[0] == chat.id and message.get("message_thread_id") == thread
        ]
        for key in gone:
            del self.messages[key]
        return True
