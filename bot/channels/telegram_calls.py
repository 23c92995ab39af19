"""What is said, as calls of the Bot API; and what Telegram's refusals mean for a delivery."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.messages import Choice, Edit, FileRef, Reply, Retract, Say, Typing
from bot.platforms import Delivery, Later, Never, Sent
from bot.staffroom import Post, Posting, Thread

VALUE_BYTES = 64  # of a button's value
PAIRED = 16  # signs of a label that leaves room for another in its row
TITLE = 128  # signs of a forum topic's name
SHARES = {"share:contact": "contact", "share:location": "location"}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TOKEN_WAIT, GONE_WAIT = 300.0, 0.0

OpenFile = Callable[[FileRef], Awaitable[bytes]]
Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


class NoSuchFile(Exception):  # noqa: N818 - told to staff as the reason of a parked reply
    """A file that nobody here can open."""


async def no_file(file: FileRef) -> bytes:
    """Where nothing renders files, none can be sent."""
    raise NoSuchFile(file.source.partition(":")[0])


# ---- to citizens


class Caller:
    """Carries replies out. One reply is one call, so that each is counted and repeated alone."""

    def __init__(self, bot: Bot, open_file: OpenFile) -> None:
        self._bot, self._open_file = bot, open_file

    async def carry_out(self, chat: str, reply: Reply) -> Delivery:
        """Send one reply to a private chat."""
        try:
            match reply:
                case Say():
                    return _sent(await self._say(chat, reply))
                case Edit(message, say):
                    return await self._edit(chat, message, say)
                case Retract(message):
                    return await self._retract(chat, message)
                case Typing():
                    await self._bot.send_chat_action(chat, "typing")
                    return Sent()
        except ChatMigrated as moved:
            return await self.carry_out(str(moved.new_chat_id), reply)
        except TelegramError as fault:
            return Sent() if isinstance(reply, Typing) else meaning(fault)

    async def _say(
        self, chat: str, say: Say, thread: int | None = None, reply_to: int | None = None
    ) -> Message:
        answered = None
        if reply_to is not None:
            answered = ReplyParameters(reply_to, allow_sending_without_reply=True)
        for file in say.files:
            return await self._send_file(chat, file, thread, answered)
        return await self._bot.send_message(
            chat,
            readable(say.text),
            reply_markup=keyboard(say.choices),
            link_preview_options=NO_PREVIEW,
            message_thread_id=thread,
            reply_parameters=answered,
        )

    async def _send_file(
        self, chat: str, file: FileRef, thread: int | None, answered: ReplyParameters | None
    ) -> Message:
        """By Telegram's own id where it came from there; else its bytes."""
        origin, _, name = file.source.partition(":")
        content: str | InputFile
        if origin == "telegram":
            content = name
        else:
            content = InputFile(await self._open_file(file), filename=file.name)
        kind = file.media_type.partition("/")[0]
        if kind == "image" and origin == "telegram":
            return await self._bot.send_photo(
                chat, content, message_thread_id=thread, reply_parameters=answered
            )
        if file.media_type == "audio/ogg":
            return await self._bot.send_voice(
                chat, content, message_thread_id=thread, reply_parameters=answered
            )
        return await self._bot.send_document(
            chat, content, message_thread_id=thread, reply_parameters=answered
        )

    async def _edit(self, chat: str, message: str, say: Say) -> Delivery:
        """New words in the old place; said anew where the old message cannot be changed."""
        markup = keyboard(say.choices)
        inline = markup if isinstance(markup, InlineKeyboardMarkup) else None
        try:
            await self._bot.edit_message_text(
                readable(say.text),
                chat,
                int(message),
                reply_markup=inline,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as fault:
            if "not modified" in fault.message:
                return Sent(message)
            if "to edit" in fault.message or "be edited" in fault.message:
                return _sent(await self._say(chat, say))
            raise
        return Sent(message)

    async def _retract(self, chat: str, message: str) -> Delivery:
        try:
            await self._bot.delete_message(chat, int(message))
        except BadRequest as fault:
            if "to delete not found" not in fault.message:
                raise
        return Sent()

    # ---- to the staff group

    async def post(self, chat: str, posting: Posting, say: Say) -> Delivery:
        """Tell staff, in the case's forum topic, else as an answer to the case's first message."""
        try:
            match posting:
                case Thread():
                    return await self._thread(chat, posting, say)
                case Post():
                    return await self._post(chat, posting, say)
        except ChatMigrated as moved:
            return await self.post(str(moved.new_chat_id), posting, say)
        except TelegramError as fault:
            return meaning(fault)

    async def _post(self, chat: str, post: Post, say: Say) -> Delivery:
        """A deleted forum topic is no reason to lose words: then they go to the whole group."""
        reply_to = int(post.reply_to) if post.reply_to else None
        thread = int(post.thread) if post.thread else None
        try:
            return _sent(await self._say(chat, say, thread, reply_to))
        except BadRequest as fault:
            if thread is None or "thread not found" not in fault.message:
                raise
            return _sent(await self._say(chat, say))

    async def _thread(self, chat: str, act: Thread, say: Say) -> Delivery:
        """A group without topics, or without the right to make them, does with answers."""
        try:
            if act.act == "open":
                made = await self._bot.create_forum_topic(chat, readable(say.text)[:TITLE])
                return Sent(str(made.message_thread_id))
            if act.thread is not None and act.act == "close":
                await self._bot.close_forum_topic(chat, int(act.thread))
            elif act.thread is not None and act.act == "reopen":
                await self._bot.reopen_forum_topic(chat, int(act.thread))
            elif act.thread is not None:
                await self._bot.delete_forum_topic(chat, int(act.thread))
        except BadRequest:
            return Sent()
        return Sent()


# ---- shapes


def readable(text: str) -> str:
    """Text without halves of signs, which could not even be written down as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def keyboard(choices: Sequence[Choice]) -> Keyboard:
    """Buttons under a message, one or two in a row; asking to share needs the other keyboard."""
    if any(choice.value in SHARES for choice in choices):
        rows = [[_key(choice)] for choice in choices]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    fitting = [choice for choice in choices if 0 < len(choice.value.encode()) <= VALUE_BYTES]
    rows_of: list[list[InlineKeyboardButton]] = []
    room = False
    for choice in fitting:
        button = InlineKeyboardButton(readable(choice.label), callback_data=choice.value)
        short = len(choice.label) <= PAIRED
        if room and short:
            rows_of[-1].append(button)
            room = False
        else:
            rows_of.append([button])
            room = short
    return InlineKeyboardMarkup(rows_of) if rows_of else None


def _key(choice: Choice) -> KeyboardButton:
    shared = SHARES.get(choice.value)
    return KeyboardButton(
        readable(choice.label),
        request_contact=shared == "contact" or None,
        request_location=shared == "location" or None,
    )


def _sent(message: Message) -> Sent:
    return Sent(str(message.message_id))


def meaning(fault: TelegramError) -> Delivery:
    """What a refusal means: wait as told, give up, or try again."""
    match fault:
        case RetryAfter():
            return Later(_seconds(fault.retry_after), "429")
        case Forbidden():
            return Never(f"403 {fault.message}")
        case BadRequest():
            return Never(f"400 {fault.message}")
        case InvalidToken():
            return Later(TOKEN_WAIT, "401: TELEGRAM_TOKEN is not valid")
        case _ if "(413)" in fault.message or "too large" in fault.message.lower():
            return Never("413 the file is too large")
        case _:  # no answer, 5xx: it may have arrived or not
            return Later(GONE_WAIT, type(fault).__name__)


def _seconds(after: float | timedelta) -> float:
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
