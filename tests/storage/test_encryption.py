"""Sealed means sealed: only the right key, only in its place; keys are made, followed, renewed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.storage.encryption import (
    KeyFault,
    Keyring,
    Unreadable,
    _write_once,
    key_name,
    make_key,
    parse_keys,
)


def test_what_was_sealed_opens_and_hides_its_text() -> None:
    ring = Keyring(parse_keys(make_key()))
    sealed = ring.seal("số 012345678901".encode(), "inbox.body")
    assert b"012345678901" not in sealed
    assert ring.open(sealed, "inbox.body").decode() == "số 012345678901"
    assert sealed != ring.seal("số 012345678901".encode(), "inbox.body")


def test_a_cell_moved_elsewhere_does_not_open() -> None:
    ring = Keyring(parse_keys(make_key()))
    with pytest.raises(Unreadable, match=r"talks\.session: damaged"):
        ring.open(ring.seal(b"x", "inbox.body"), "talks.session")


@pytest.mark.parametrize("harm", [b"", b"abc", b"\0" * 40])
def test_harmed_bytes_are_unreadable_never_a_crash(harm: bytes) -> None:
    ring = Keyring(parse_keys(make_key()))
    with pytest.raises(Unreadable):
        ring.open(harm, "inbox.body")
    with pytest.raises(Unreadable):
        ring.open(ring.seal(b"x", "a.b")[:20], "a.b")


def test_older_keys_still_open_and_the_newest_seals() -> None:
    old, new = make_key(), make_key()
    before = Keyring(parse_keys(old)).seal(b"x", "a.b")
    ring = Keyring(parse_keys(f"{new}, {old}"))
    assert ring.open(before, "a.b") == b"x"
    assert ring.seal(b"x", "a.b")[:4] == key_name(parse_keys(new)[0])
    with pytest.raises(Unreadable, match="not here"):
        Keyring(parse_keys(new)).open(before, "a.b")


@pytest.mark.parametrize("text", ["ngắn", "QUJD", "!" * 44])
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(KeyFault):
        parse_keys(text)


def test_no_key_at_all_is_refused() -> None:
    with pytest.raises(KeyFault):
        Keyring(())


def test_the_key_file_is_made_for_the_owner_alone_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keys"
    sealed = Keyring.of_file(path).seal(b"x", "a.b")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys"]
    assert Keyring.of_file(path).open(sealed, "a.b") == b"x"


def test_another_process_follows_a_renewed_file(tmp_path: Path) -> None:
    here, there = Keyring.of_file(tmp_path / "keys"), Keyring.of_file(tmp_path / "keys")
    before = there.seal(b"x", "a.b")
    assert here.renew()
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert there.open(here.seal(b"y", "a.b"), "a.b") == b"y"
    assert there.names == here.names
    assert here.open(before, "a.b") == b"x"


def test_unused_keys_retire_but_the_newest_two_stay(tmp_path: Path) -> None:
    ring = Keyring.of_file(tmp_path / "keys")
    for _ in range(3):
        ring.renew()
    kept = ring.names[3]
    ring.retire({kept})
    assert len(ring.names) == 3
    assert kept in ring.names
    ring.retire(set())
    assert len(Keyring.of_file(tmp_path / "keys").names) == 2


def test_the_first_of_two_processes_makes_the_file(tmp_path: Path) -> None:
    first = Keyring.of_file(tmp_path / "keys")
    _write_once(tmp_path / "keys", make_key())
    assert Keyring.of_file(tmp_path / "keys").names == first.names
    assert len(list(tmp_path.iterdir())) == 1


def test_a_cipher_of_another_size_is_unreadable() -> None:
    ring = Keyring(parse_keys(make_key()))
    with pytest.raises(Unreadable):
        ring.open(ring.names[0], "a.b")


def test_keys_from_a_setting_are_not_renewed_here() -> None:
    ring = Keyring(parse_keys(make_key()))
    before = ring.names
    assert not ring.renew()
    ring.retire(set())
    assert ring.names == before
