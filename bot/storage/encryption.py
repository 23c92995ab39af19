"""What is kept is sealed: AES-256-GCM under the newest key, opened by whichever key sealed it.

Sealed bytes: 4 bytes that name the key, 12 bytes nonce, ciphertext with tag. The place (table and
column) is authenticated too, so that a cell moved elsewhere does not open.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NAME_BYTES = 4
NONCE_BYTES = 12


class Unreadable(Exception):  # noqa: N818 - it is a state of what was kept, not a programmer's error
    """Sealed bytes that no key opens: damaged, moved, or of a key that is gone."""


class KeyFault(ValueError):  # noqa: N818 - see the message
    """A key that is none: not 32 bytes in urlsafe base64."""


def make_key() -> str:
    """A new key as text: 32 random bytes in urlsafe base64."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def parse_keys(text: str) -> tuple[bytes, ...]:
    """Keys, newest first, separated by commas or lines. Raises KeyFault."""
    written = [part.strip() for part in text.replace("\n", ",").split(",")]
    return tuple(_parse(part) for part in written if part)


def _parse(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.encode())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFault("a key is 32 bytes in urlsafe base64 (44 signs)")
    return key


def key_name(key: bytes) -> bytes:
    """The four bytes that stand for a key in what it sealed."""
    return hashlib.sha256(b"troly key name" + key).digest()[:NAME_BYTES]


class Keyring:
    """Seals with the newest key, opens with any. A keyring of a file follows changes of it."""

    def __init__(self, keys: Iterable[bytes], file: Path | None = None) -> None:
        self._file = file
        self._stamp = (0, 0)
        self._hold(tuple(keys))

    @classmethod
    def of_file(cls, path: Path) -> Keyring:
        """The keys of a file (0600); the file is made with one key when it is missing."""
        if not path.exists():
            _write_once(path, make_key() + "\n")
        ring = cls(parse_keys(path.read_text("ascii")), path)
        ring._stamp = _stamp(path)
        return ring

    def _hold(self, keys: tuple[bytes, ...]) -> None:
        if not keys:
            raise KeyFault("no key was given")
        self._keys = keys
        self._ciphers = {key_name(key): AESGCM(key) for key in keys}
        self._newest = key_name(keys[0])

    def _follow(self) -> None:
        """Read the file again when another process rotated the keys."""
        if self._file is not None and (stamp := _stamp(self._file)) != self._stamp:
            self._hold(parse_keys(self._file.read_text("ascii")))
            self._stamp = stamp

    @property
    def names(self) -> tuple[bytes, ...]:
        """The keys' names, newest first."""
        return tuple(key_name(key) for key in self._keys)

    def seal(self, data: bytes, place: str) -> bytes:
        """Encrypt for one place ("inbox.body")."""
        self._follow()
        nonce = os.urandom(NONCE_BYTES)
        closed = self._ciphers[self._newest].encrypt(nonce, data, place.encode())
        return self._newest + nonce + closed

    def open(self, sealed: bytes, place: str) -> bytes:
        """Decrypt what was sealed for this place. Raises Unreadable."""
        name, rest = sealed[:NAME_BYTES], sealed[NAME_BYTES:]
        if name not in self._ciphers:
            self._follow()
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise Unreadable(f"{place}: sealed with a key that is not here")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as fault:
            raise Unreadable(f"{place}: damaged") from fault

    def is_newest(self, sealed: bytes) -> bool:
        """Whether this was sealed with the newest key."""
        return sealed[:NAME_BYTES] == self._newest

    def renew(self) -> bool:
        """Put a new key first in the file; False when the keys come from a setting instead.

        The key before it stays, for a process that is writing right now; older ones go when
        `retire` finds them unused.
        """
        if self._file is None:
            return False
        self._follow()
        self._save(self._file, (_parse(make_key()), *self._keys))
        return True

    def retire(self, used: set[bytes]) -> None:
        """Take keys away that sealed nothing any more, except the newest two."""
        if self._file is not None:
            old = [key for key in self._keys[2:] if key_name(key) in used]
            self._save(self._file, (*self._keys[:2], *old))

    def _save(self, file: Path, keys: tuple[bytes, ...]) -> None:
        lines = "".join(base64.urlsafe_b64encode(key).decode() + "\n" for key in keys)
        Path(_write_beside(file, lines)).replace(file)
        self._hold(keys)
        self._stamp = _stamp(file)


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_ino


def _write_beside(path: Path, text: str) -> str:
    """Write to a new file (0600) in the same folder, on disk when this returns; its name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return name


def _write_once(path: Path, text: str) -> None:
    """Make the file unless another process was first; whole or not at all."""
    name = _write_beside(path, text)
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()
