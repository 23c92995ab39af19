"""Hearing: kept before confirmed, whatever fails; pushed updates only from who knows the secret."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from bot_api import BotApi
from platform_state import Refused
from starlette.applications import Starlette
from town import MENUS, Town, make_channel

from bot.channels import telegram as channel_module
from bot.channels import telegram_ingest
from bot.channels.telegram import Setup, TelegramChannel
from bot.channels.telegram_ingest import SECRET_HEADER
from bot.channels.telegram_updates import LISTENED
from bot.platforms import Raw

LAN = 7
URL = "https://troly.example.vn/webhook/telegram"


class Keeper:
    """A store of a list; it may be away for a while."""

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.kept: list[Raw] = []
        self.came = asyncio.Event()

    async def keep(self, raws: list[Raw]) -> None:
        if self.away:
            self.away -= 1
            raise ConnectionError("the database is away")
        self.kept += raws
        self.came.set()


async def poll(channel: TelegramChannel, keeper: Keeper, offset: int | None = None) -> int | None:
    heard = await channel._poller.once(keeper.keep, offset, LISTENED)
    return heard.offset


# ---- polling


async def test_what_is_not_kept_is_not_confirmed(api: BotApi, channel: TelegramChannel) -> None:
    api.write(LAN, "một")
    keeper = Keeper(away=1)
    offset = await poll(channel, keeper)
    assert (offset, keeper.kept) == (None, [])
    offset = await poll(channel, keeper, offset)
    assert [raw.talk for raw in keeper.kept] == [str(LAN)]
    await poll(channel, keeper, offset)
    assert api.updates == []


async def test_a_crash_between_keeping_and_confirming_brings_it_again(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.write(LAN, "một")
    keeper = Keeper()
    await poll(channel, keeper)
    await poll(channel, keeper)  # as a new process would, without an offset
    assert keeper.kept[0] == keeper.kept[1]


@pytest.mark.parametrize(
    "refused, pause",
    [
        (Refused(429, "Too Many Requests: retry after 5", retry_after=5), 5.0),
        (Refused(409, "Conflict: terminated by other getUpdates request"), 3.0),
        (Refused(500, "Internal Server Error"), 1.0),
        (Refused(401, "Unauthorized"), 1.0),
    ],
)
async def test_a_refused_poll_waits(
    api: BotApi, channel: TelegramChannel, refused: Refused, pause: float
) -> None:
    api.faults["getUpdates"].append(refused)
    heard = await channel._poller.once(Keeper().keep, 41, LISTENED)
    assert (heard.offset, heard.pause) == (41, pause)


async def test_pauses_grow_while_the_platform_is_away_and_end_when_it_is_back(
    api: BotApi, channel: TelegramChannel
) -> None:
    keeper = Keeper()
    api.faults["getUpdates"] += [Refused(500, "x")] * 7
    pauses = [(await channel._poller.once(keeper.keep, None, LISTENED)).pause for _ in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 0]


async def test_a_platform_that_cannot_be_reached_or_read_is_asked_again(api: BotApi) -> None:
    def nobody(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there")

    for answer in (nobody, lambda _request: httpx.Response(200, text="<html>")):
        channel = TelegramChannel(Setup(api.token), transport=httpx.MockTransport(answer))
        assert (await channel._poller.once(Keeper().keep, 3, LISTENED)).pause == 1.0
        await channel._unhook()
        await channel.close()
    listed = httpx.MockTransport(lambda _request: httpx.Response(200, json=[]))
    channel = TelegramChannel(Setup(api.token), transport=listed)
    assert (await channel._poller.once(Keeper().keep, 3, LISTENED)).pause == 1.0
    await channel.close()


async def test_updates_without_a_number_are_kept_and_do_not_spin(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.updates.append({"message": "hỏng"})
    api.arrival.set()
    keeper = Keeper()
    heard = await channel._poller.once(keeper.keep, None, LISTENED)
    assert (heard.offset, heard.pause, keeper.kept[0].talk) == (None, 1.0, "?")
    api.updates.clear()


async def test_a_forgotten_webhook_is_taken_away(api: BotApi, channel: TelegramChannel) -> None:
    await channel._bot.set_webhook("https://t/cu")
    assert (await channel._poller.once(Keeper().keep, None, LISTENED)).pause == 1.0
    assert api.webhook is None


async def test_a_pressed_button_is_acknowledged_at_once(town: Town) -> None:
    town.api.write(LAN, "menu")
    await town.settle()
    message = town.api.said(LAN)[-1]["message_id"]
    query = town.api.press(LAN, LAN, message, "/help")
    await town.hear()
    assert town.api.queries[query]
    town.api.press(LAN, LAN, message, "/help")
    town.api.queries[f"q{town.api._update}"] = True  # too old: nobody minds
    await town.settle()
    assert len(town.api.texts(LAN)) == 3


async def test_a_poison_update_is_parked_and_the_next_is_answered(town: Town) -> None:
    user = town.api.user(LAN)
    chat = {"id": LAN, "type": "private"}
    under = {"message_id": 1, "date": 0, "chat": chat}
    town.api.push(callback_query={"id": "1", "from": user, "data": "x", "message": under})
    town.api.write(LAN, "trợ giúp")
    await town.hear()
    for _ in range(4):
        while await town.worker.turn_once():
            pass
        town.clock.advance(seconds=3)
    await town.settle()
    assert len(town.api.texts(LAN)) == 1
    [parked] = await town.store.parked()
    assert (parked.box, parked.tries) == ("inbox", 3)


async def test_a_blocked_bot_gives_up_and_says_why(town: Town) -> None:
    town.api.write(LAN, "menu")
    town.api.block(LAN)
    await town.settle()
    [parked] = await town.store.parked()
    assert "blocked" in parked.reason
    town.api.chats[LAN].blocked = False
    assert await town.say(LAN, "/start")


async def test_a_long_answer_comes_in_pieces_in_order(town: Town) -> None:
    from bot.session import Session
    from bot.turn import Turn
    from bot.worker import Heart

    heart = town.worker._heart
    long = "Câu này dài vừa đủ. " * 500

    def respond(library: object, session: Session, event: object) -> Turn:
        from talking import say

        return Turn(session, (say(long),), ())

    town.worker._heart = Heart(respond, heart.session_lost, heart.sorry)
    said = await town.say(LAN, "kể dài vào")
    assert len(said) == 3
    assert " ".join(said).strip() == long.strip()


# ---- listening


async def test_listening_introduces_itself_polls_and_keeps(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_ingest, "LONG_POLL", 0.2)
    channel = make_channel(api, menus=MENUS)
    keeper = Keeper()
    api.faults["getMe"].append(Refused(500, "not yet"))
    api.write(LAN, "chào")
    listening = asyncio.create_task(channel.listen(keeper.keep))
    await asyncio.wait_for(keeper.came.wait(), 5)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    await channel._introduce()
    assert set(api.commands) == {"all_private_chats/", "all_private_chats/en"}
    assert channel._me.username == "troly_thu_bot"
    await channel.close()


async def test_it_waits_for_a_platform_that_is_not_ready(
    api: BotApi, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    rest = asyncio.sleep

    async def sleep(seconds: float) -> None:
        if seconds < 1:  # the stand-in's own server rests in this loop too
            await rest(seconds)
        else:
            waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    api.faults["getMe"] += [Refused(502, "Bad Gateway")] * 3
    await channel_module._until_done(channel._introduce)
    assert waited == [1, 2, 4]


# ---- webhook


@pytest.fixture
async def hooked(api: BotApi) -> AsyncIterator[tuple[TelegramChannel, Keeper, httpx.AsyncClient]]:
    channel, keeper = make_channel(api, webhook_url=URL, secret="mat-khau"), Keeper()
    app = Starlette(routes=channel.routes(keeper.keep))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://troly.example.vn"
    ) as client:
        yield channel, keeper, client
    await channel.close()


Hooked = tuple[TelegramChannel, Keeper, httpx.AsyncClient]
PATH = "/webhook/telegram"


async def test_only_who_knows_the_secret_is_heard(hooked: Hooked, api: BotApi) -> None:
    _, keeper, client = hooked
    api.write(LAN, "chào")
    for secret in ({}, {SECRET_HEADER: "sai"}, {SECRET_HEADER: "mật"}):
        given = [(name.encode(), value.encode()) for name, value in secret.items()]
        answer = await client.post(PATH, json=api.updates[0], headers=given)
        assert answer.status_code == 403
    assert keeper.kept == []
    answer = await client.post(PATH, json=api.updates[0], headers={SECRET_HEADER: "mat-khau"})
    assert (answer.status_code, len(keeper.kept)) == (200, 1)


async def test_a_pushed_update_is_confirmed_only_when_it_is_kept(hooked: Hooked) -> None:
    _, keeper, client = hooked
    keeper.away = 1
    update = {"update_id": 9, "message": {"chat": {"id": LAN, "type": "private"}}}
    headers = {SECRET_HEADER: "mat-khau"}
    answer = await client.post(PATH, json=update, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert (await client.post(PATH, json=update, headers=headers)).status_code == 200
    assert len(keeper.kept) == 1


async def test_what_is_no_json_is_kept_for_the_eye_and_what_is_too_large_is_not(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, keeper, client = hooked
    headers = {SECRET_HEADER: "mat-khau"}
    assert (await client.post(PATH, content=b"\xff{", headers=headers)).status_code == 200
    assert keeper.kept[0].talk == "?"
    monkeypatch.setattr(telegram_ingest, "LARGEST", 10)
    assert (await client.post(PATH, content=b"a" * 11, headers=headers)).status_code == 413


async def test_talk_in_other_groups_is_confirmed_and_not_kept(hooked: Hooked) -> None:
    _, keeper, client = hooked
    update = {"update_id": 9, "message": {"chat": {"id": -3, "type": "group"}, "text": "x"}}
    answer = await client.post(PATH, json=update, headers={SECRET_HEADER: "mat-khau"})
    assert (answer.status_code, keeper.kept) == (200, [])


async def test_the_stand_in_pushes_to_the_real_route(hooked: Hooked, api: BotApi) -> None:
    channel, keeper, client = hooked
    api.client = client
    keeper.away = 1
    listening = asyncio.create_task(channel.listen(keeper.keep))
    api.write(LAN, "một")
    await asyncio.wait_for(keeper.came.wait(), 5)
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert api.webhook is not None
    assert api.webhook.allowed == list(LISTENED)
    [call] = api.called("setWebhook")
    assert int(call["max_connections"]) == 1
    assert len(api.deliveries) == 2
    await channel._hook_up(URL)
    assert len(api.called("setWebhook")) == 1


def test_a_secret_is_made_where_none_was_set_and_nothing_is_shown(api: BotApi) -> None:
    setup = Setup(api.token)
    assert len(setup.shared_secret) == 64
    assert setup.shared_secret.isalnum()
    assert api.token not in repr(setup)
    assert Setup("không-phải").bot_id == 0


# ---- health


async def test_health_tells_what_the_platform_says(hooked: Hooked, api: BotApi) -> None:
    channel = hooked[0]
    told = await channel.health()
    assert told == {"mode": "webhook", "reachable": True, "webhook_as_set": False, "pending": 0}
    assert await channel.health() is told
    assert len(api.called("getWebhookInfo")) == 1


async def test_health_tells_of_a_platform_out_of_reach(
    api: BotApi, channel: TelegramChannel
) -> None:
    api.faults["getWebhookInfo"].append(Refused(502, "Bad Gateway"))
    assert (await channel.health())["reachable"] is False


async def test_health_shows_the_last_error_of_a_webhook(api: BotApi, hooked: Hooked) -> None:
    channel, _, client = hooked
    api.client = client
    await channel._bot.set_webhook(URL, secret_token="khac")
    api.write(LAN, "một")
    for _ in range(100):
        if api.webhook is not None and api.webhook.last_error:
            break
        await asyncio.sleep(0)
    assert (await channel.health())["last_error"] == "Wrong response from the webhook: 403"
