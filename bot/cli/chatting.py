"""`troly chat`: a talk in the terminal, through the same inbox, heart and outbox as any other."""

from __future__ import annotations

import asyncio
import getpass
import json
import logging
import os
import shutil
import sys
import textwrap
from dataclasses import asdict, replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import typer

from bot.app import House, open_house
from bot.channels.terminal import raw_line, written
from bot.cli.running import log_to_stderr
from bot.messages import Address, Reply, Say
from bot.rehearsal import write_talk
from bot.settings import read_settings

SAVED = Path("tests/conversations")
Heard = list[tuple[str, tuple[Say, ...]]]


def talk_in_terminal(*, as_json: bool, save: str | None, name: str | None) -> None:
    """Have the talk; by pipe each one is new unless it is named."""
    log_to_stderr(logging.ERROR)  # the screen belongs to the talk
    talk = name or (f"json-{token_hex(8)}" if as_json else getpass.getuser())
    asyncio.run(_chat(talk, as_json=as_json, save=save))


async def _chat(name: str, *, as_json: bool, save: str | None) -> None:
    heard: Heard = []
    async with open_house(read_settings()) as house:
        if not as_json and sys.stdin.isatty():
            await _live(house, name, heard)
        else:
            await _piped(house, name, heard, as_json=as_json)
    if save:
        typer.echo(f"{_save(save, heard)}: saved", err=True)


async def _live(house: House, name: str, heard: Heard) -> None:
    """At the keyboard: what staff say appears while one is thinking."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    address = Address("terminal", name)

    async def read() -> None:
        async for number, reply in house.store.stream(address):
            _show([await saved(house, reply)])
            if isinstance(reply, Say) and heard:
                words, says = heard[-1]
                heard[-1] = (words, (*says, reply))
            await house.store.acknowledge(address, number)

    async def keep(line: str) -> None:
        heard.append((line, ()))
        await house.store.keep("terminal", [raw_line(name, token_hex(8), line)])

    prompt: PromptSession[str] = PromptSession("> ")
    with patch_stdout():
        tasks = [asyncio.create_task(work) for work in (house.worker.run(), read())]
        try:
            await keep("/start")
            while True:
                await keep(await prompt.prompt_async())
        except (EOFError, KeyboardInterrupt):
            pass
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _piped(house: House, name: str, heard: Heard, *, as_json: bool) -> None:
    """Line by line: each is answered before the next is read."""
    table = Table(house, name)
    while line := await asyncio.to_thread(sys.stdin.readline):
        words = line.rstrip("\r\n")
        replies = [await saved(house, reply) for reply in await table.say(words)]
        heard.append((words, tuple(reply for reply in replies if isinstance(reply, Say))))
        _print_json(replies) if as_json else _show(replies)
    await table.leave()


def _save(name: str, heard: Heard) -> Path:
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


async def saved(house: House, reply: Reply) -> Reply:
    """The reply with its files saved here, where the person at the keyboard finds them."""
    if not isinstance(reply, Say) or not reply.files:
        return reply
    files = []
    for file in reply.files:
        content = await house.open_file(file)
        path = await asyncio.to_thread(_write_beside, file.name, content)
        files.append(replace(file, source=str(path)))
    return replace(reply, files=tuple(files))


def _write_beside(name: str, content: bytes) -> Path:
    """A new file in this folder; an older one of the name is not overwritten."""
    file = Path(name)
    for number in range(2, 1000):
        if not file.exists():
            break
        file = Path(f"{Path(name).stem}-{number}{Path(name).suffix}")
    file.write_bytes(content)
    return file.resolve()


def _show(replies: list[Reply]) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    for reply in replies:
        if words := written(reply):
            lines = (textwrap.fill(line, width) for line in words.splitlines())
            sys.stdout.write("\n" + "\n".join(lines) + "\n")
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
