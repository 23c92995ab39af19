"""`troly chat`: a talk in the terminal, through the same inbox, heart and outbox as any other."""

from __future__ import annotations

import asyncio
import getpass
import json
import logging
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from secrets import token_hex
from typing import Any

import typer

from bot.app import House, open_house
from bot.channels.terminal import raw_line, written
from bot.cli.running import log_to_stderr, settings
from bot.messages import Address, Reply, Say
from bot.rehearsal import write_talk

SAVED = Path("tests/conversations")


def talk_in_terminal(*, as_json: bool, save: str | None, name: str | None) -> None:
    """Have the talk; by pipe each one is new unless it is named."""
    log_to_stderr(logging.ERROR)  # the screen belongs to the talk
    talk = name or (f"json-{token_hex(8)}" if as_json else getpass.getuser())
    asyncio.run(_chat(talk, as_json=as_json, save=save))


async def _chat(name: str, *, as_json: bool, save: str | None) -> None:
    heard: list[tuple[str, tuple[Say, ...]]] = []
    async with open_house(settings()) as house:
        table = Table(house, name)
        if not as_json:
            _show(await table.say("/start"))
        lines = _piped() if as_json or not sys.stdin.isatty() else _typed()
        async for line in lines:
            replies = await table.say(line)
            heard.append((line, tuple(reply for reply in replies if isinstance(reply, Say))))
            _print_json(replies) if as_json else _show(replies)
        await table.leave()
    if save:
        typer.echo(f"{_save(save, heard)}: saved", err=True)


def _save(name: str, heard: list[tuple[str, tuple[Say, ...]]]) -> Path:
    """Write the talk where the tests find it, else here."""
    file = (SAVED if SAVED.is_dir() else Path()) / f"{name}.chat"
    file.write_text(write_talk(heard), encoding="utf-8")
    return file


class Table:
    """One person at the keyboard: says a line, gets what the bot says to it."""

    def __init__(self, house: House, name: str) -> None:
        self._house, self._address = house, Address("terminal", name)
        self._seen = 0

    async def say(self, line: str) -> list[Reply]:
        """Keep the line, let the worker serve all that waits, read the replies."""
        store = self._house.store
        await store.keep("terminal", [raw_line(self._address.talk, token_hex(8), line)])
        while await self._house.worker.turn_once():
            pass
        unread = await store.unread(self._address, self._seen)
        if unread:
            self._seen = unread[-1][0]
            await store.acknowledge(self._address, self._seen)
        return [reply for _, reply in unread]

    async def leave(self) -> None:
        """A talk by pipe is nobody's: forget it."""
        if self._address.talk.startswith("json-"):
            await self._house.store.forget(self._address, who="chat")


async def _piped() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line.rstrip("\r\n")


async def _typed() -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    prompt: PromptSession[str] = PromptSession("> ")
    with patch_stdout():
        while True:
            try:
                yield await prompt.prompt_async()
            except (EOFError, KeyboardInterrupt):
                return


def _show(replies: list[Reply]) -> None:
    for reply in replies:
        if words := written(reply):
            sys.stdout.write(f"\n{words}\n")
    sys.stdout.flush()


def _print_json(replies: list[Reply]) -> None:
    told: list[dict[str, Any]] = [
        {
            "about": reply.about,
            "text": reply.text,
            "choices": [asdict(choice) for choice in reply.choices],
            "files": [
                {"name": file.name, "media_type": file.media_type, "path": os.fspath(file.source)}
                for file in reply.files
            ],
        }
        for reply in replies
        if isinstance(reply, Say)
    ]
    sys.stdout.write(json.dumps({"replies": told}, ensure_ascii=False) + "\n")
    sys.stdout.flush()
