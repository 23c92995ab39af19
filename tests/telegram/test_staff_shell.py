"""Staff as the shell names them, and words as the group reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.channels.parts import utf16
from bot.desk.words import LONGEST, say_for, transcript
from bot.library import Library
from bot.staffroom import Post, Thread
from bot.storage.store import Store

DAY = date(2026, 11, 22)


def test_the_shell_adds_and_lists_staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    shell = CliRunner()
    assert "nobody yet" in shell.invoke(app, ["staff", "list"]).output
    added = shell.invoke(app, ["staff", "add", " Chị  Hoa ", "--telegram", "801"])
    assert added.output == "Chị Hoa may answer cases\n"
    assert "Chị Hoa" in shell.invoke(app, ["staff", "list"]).output
    assert shell.invoke(app, ["staff", "add", " ", "--telegram", "801"]).exit_code == 2
    assert shell.invoke(app, ["staff", "add", "Lan", "--telegram", "0"]).exit_code == 2
    kept = (tmp_path / "var" / "troly.db").read_bytes()
    assert b"801" not in kept.split(b"Hoa")[0][-200:]


async def test_an_account_and_a_name_stand_once(store: Store) -> None:
    for name, account in (("Hoa", "1"), ("Hoa", "2"), ("Bình", "2"), ("Lan", "3")):
        await store.add_member(name, "telegram", account)
    assert [member.name for member in await store.members()] == ["Bình", "Lan"]
    async with store.reading() as connection:
        assert await store.member(connection, "telegram", "2") == "Bình"
        assert await store.member(connection, "telegram", "1") is None
        assert await store.member(connection, "zalo-oa", "2") is None


def test_every_posting_has_words_that_fit_one_message(library: Library) -> None:
    from typing import get_args

    from bot.staffroom import What

    long = "câu dài 🙂 " * 2000
    lines = tuple(f"citizen: {'🙂' * 300}" for _ in range(40))
    for what in get_args(What):
        post = Post(what, "KH7M2P4X", by="Hoa", words=long, lines=lines, topic="dang-ky-khai-sinh")
        say = say_for(library, post, DAY)
        assert say.text
        assert utf16(say.text) <= 4096
    card = say_for(library, Post("opened", "KH7M2P4X", topic="dang-ky-khai-sinh"), DAY)
    assert library.topics["dang-ky-khai-sinh"].title in card.text
    title = say_for(library, Thread("open", "KH7M2P4X", long), DAY)
    assert title.text.startswith("KH7M2P4X · câu dài")


def test_a_transcript_keeps_its_last_lines_and_says_who_spoke() -> None:
    assert transcript(()) == "…"
    assert transcript(("citizen: hỏi", "bot: đáp")) == "Dân: hỏi\nMáy: đáp"
    kept = transcript(tuple(f"citizen: {n} {'a' * 400}" for n in range(20)))
    assert len(kept) <= LONGEST
    assert kept.startswith("Dân: 1")
